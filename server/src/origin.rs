//! The two origins, and which of them a request is for.
//!
//! What a caller can put bytes into must never run on the origin that holds a session, so the pages and the toolbox are two
//! origins (RFC 6454). Each has a public URL; where both are behind one listener, the request's host tells them apart.

use std::{fmt, net::SocketAddr, str::FromStr};

use http::{HeaderMap, Uri, header::HOST, uri::Authority};

/// An origin: scheme, host and port, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: &'static str,
    authority: String,
}

/// Why a text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected http://HOST[:PORT] or https://HOST[:PORT], without a path")]
pub struct OriginError;

impl Origin {
    /// The origin of a listener that speaks plain HTTP.
    #[must_use]
    pub fn of_listener(address: SocketAddr) -> Self {
        let authority = if address.ip().is_unspecified() {
            format!("localhost:{}", address.port())
        } else {
            address.to_string()
        };
        Self {
            scheme: "http",
            authority,
        }
    }

    /// Whether a browser reaches it by TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// All names under which a browser may know it: of the loopback interface there are several.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![self.to_string()];
        if is_loopback(&self.authority) {
            let port = self
                .authority
                .parse::<Authority>()
                .ok()
                .and_then(|authority| authority.port_u16());
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            // A policy cannot name an address of IPv6.
            let others = ["localhost", "127.0.0.1"].map(|name| format!("{}://{name}{port}", self.scheme));
            names.extend(others.into_iter().filter(|name| *name != self.to_string()));
        }
        names
    }

    fn is(&self, host: &str) -> bool {
        self.authority == host || self.authority.eq_ignore_ascii_case(host)
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| OriginError)?;
        let scheme = match uri.scheme_str() {
            Some("http") => "http",
            Some("https") => "https",
            _ => return Err(OriginError),
        };
        let authority = uri
            .authority()
            .filter(|authority| !authority.as_str().contains('@'))
            .ok_or(OriginError)?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(OriginError);
        }
        // A default port is left out, as browsers do in Host and Origin.
        let default_port = if scheme == "http" { 80 } else { 443 };
        let authority = match authority.port_u16() {
            Some(port) if port == default_port => authority.host().to_ascii_lowercase(),
            _ => authority.as_str().to_ascii_lowercase(),
        };
        Ok(Self { scheme, authority })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

/// Both origins.
#[derive(Clone, Debug)]
pub struct Origins {
    /// The pages, `/api` and `/v1`.
    pub app: Origin,
    /// The toolbox.
    pub echo: Origin,
}

/// Which origin a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The pages, `/api` and `/v1`.
    App,
    /// The toolbox.
    Echo,
}

impl Audience {
    /// What the metrics call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Echo => "echo",
        }
    }
}

/// What a listener serves, and under which names.
#[derive(Clone, Debug)]
pub struct Naming {
    serves: Serves,
    origins: Origins,
    /// Only the names of the loopback interface and the public origin are taken. Without this, a page of any name that its
    /// owner lets point to 127.0.0.1 would count as the same origin as ours (DNS rebinding).
    strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Serves {
    One(Audience),
    Both,
}

impl Naming {
    /// The names of a listener that serves one origin. `known` says that all its names are known: it listens on the loopback
    /// interface only, or its public origin was given. The echo origin holds no session, so it answers to any name: a client may try
    /// whichever Host it likes there.
    #[must_use]
    pub fn one(audience: Audience, origins: Origins, known: bool) -> Self {
        Self {
            serves: Serves::One(audience),
            origins,
            strict: known && audience == Audience::App,
        }
    }

    /// The names of a listener that serves both.
    #[must_use]
    pub fn both(origins: Origins, known: bool) -> Self {
        Self {
            serves: Serves::Both,
            origins,
            strict: known,
        }
    }

    /// Which origin a request is for, or `None` where its host is none of ours.
    #[must_use]
    pub fn audience(&self, uri: &Uri, fields: &HeaderMap) -> Option<Audience> {
        // HTTP/2 has the host in `:authority`, which hyper puts into the URI; HTTP/1.1 in the Host field. A target in
        // absolute form goes before the field (RFC 9112, section 3.2.2).
        let host = match uri.authority() {
            Some(authority) => authority.as_str(),
            // HTTP/1.0 may come without; it then means whatever the listener serves.
            None => match fields.get(HOST) {
                Some(host) => host.to_str().ok()?,
                None => "localhost",
            },
        };
        match self.serves {
            Serves::Both if self.origins.echo.is(host) => Some(Audience::Echo),
            Serves::Both if self.origins.app.is(host) => Some(Audience::App),
            Serves::Both => (!self.strict || is_loopback(host)).then_some(Audience::App),
            Serves::One(audience) => {
                let public = match audience {
                    Audience::App => &self.origins.app,
                    Audience::Echo => &self.origins.echo,
                };
                (!self.strict || public.is(host) || is_loopback(host)).then_some(audience)
            }
        }
    }
}

/// Whether a host is a name of the loopback interface, whatever its port.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host();
    let name = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .unwrap_or(name);
    // RFC 6761, section 6.3: names below `localhost.` never leave the machine either.
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name
            .parse()
            .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn origins() -> Origins {
        Origins {
            app: "https://app.example".parse().unwrap(),
            echo: "https://echo.example:8443".parse().unwrap(),
        }
    }

    fn audience(naming: &Naming, host: &str) -> Option<Audience> {
        let mut fields = HeaderMap::new();
        fields.insert(HOST, HeaderValue::from_str(host).unwrap());
        naming.audience(&Uri::from_static("/"), &fields)
    }

    #[test]
    fn origins_are_read_and_written() {
        for (text, origin) in [
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("https://Example.com/", Some("https://example.com")),
            ("https://example.com:443", Some("https://example.com")),
            ("http://example.com:443", Some("http://example.com:443")),
            ("http://[::1]:3000", Some("http://[::1]:3000")),
            ("example.com", None),
            ("ftp://example.com", None),
            ("https://example.com/app", None),
            ("https://user@example.com", None),
        ] {
            assert_eq!(
                text.parse::<Origin>().ok().map(|origin| origin.to_string()).as_deref(),
                origin,
                "{text}"
            );
        }
    }

    #[test]
    fn the_loopback_interface_has_several_names() {
        for (origin, names) in [
            (
                "http://127.0.0.1:3000",
                &["http://127.0.0.1:3000", "http://localhost:3000"][..],
            ),
            ("http://localhost", &["http://localhost", "http://127.0.0.1"]),
            ("https://app.example", &["https://app.example"]),
        ] {
            assert_eq!(origin.parse::<Origin>().unwrap().names(), names);
        }
    }

    #[test]
    fn the_host_tells_the_origins_apart() {
        let naming = Naming::both(origins(), true);
        assert_eq!(audience(&naming, "app.example"), Some(Audience::App));
        assert_eq!(audience(&naming, "ECHO.example:8443"), Some(Audience::Echo));
        assert_eq!(audience(&naming, "evil.example"), None);
    }

    #[test]
    fn a_strange_name_that_points_here_is_not_us() {
        let naming = Naming::one(Audience::App, origins(), true);
        for (host, taken) in [
            ("127.0.0.1:3000", true),
            ("127.8.8.8", true),
            ("localhost", true),
            ("shop.localhost:3000", true),
            ("[::1]:3000", true),
            ("app.example", true),
            ("rebound.example:3000", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.evil.example", false),
        ] {
            assert_eq!(audience(&naming, host).is_some(), taken, "{host}");
        }
        let echo = Naming::one(Audience::Echo, origins(), true);
        assert_eq!(
            audience(&echo, "rebound.example"),
            Some(Audience::Echo),
            "it holds no session"
        );
        let open = Naming::one(Audience::App, origins(), false);
        assert_eq!(audience(&open, "my-laptop.lan:3000"), Some(Audience::App));
    }
}
