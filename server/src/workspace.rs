//! Workspaces: whose exchanges are kept together.
//!
//! A workspace is named by a secret and by nothing else: whoever presents a well-formed token has the workspace of that token,
//! and as nobody can guess one, nobody has somebody else's. So there is no table of them, and a token outlives a restart. What
//! is kept by workspace is kept under the token's hash.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use constant_time_eq::constant_time_eq;
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::{cookies, origin::Origin, random};

/// So that a token is not taken for one of another kind, nor another kind's for one of these.
const PREFIX: &str = "ws_";

/// 32 bytes in base64.
const SECRET_LENGTH: usize = 43;

/// A browser keeps the cookie for a year, in seconds.
const MAX_AGE: i64 = 365 * 24 * 60 * 60;

/// The secret that names a workspace. It shows in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What a workspace is known by inside: the hash of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Workspace([u8; 32]);

impl Workspace {
    /// What the database knows it by.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        self.0.to_vec()
    }
}

impl Token {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random::bytes())))
    }

    /// The token that a request carries: in `Authorization: Bearer`, or else in the cookie, unless a page of another origin has
    /// sent it.
    #[must_use]
    pub fn of(request: &HeaderMap, own: &Origin) -> Option<Self> {
        Presented::of(request, own).map(Presented::token)
    }

    /// The workspace that it names.
    #[must_use]
    pub fn workspace(&self) -> Workspace {
        Workspace::named_by(self.0.as_bytes())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value of Set-Cookie that has a browser keep it.
    #[must_use]
    pub fn set_cookie(&self, own: &Origin) -> HeaderValue {
        cookies::set(cookies::WORKSPACE, &self.0, Some(MAX_AGE), own)
    }
}

impl Workspace {
    /// The workspace that the token of a request names, if it carries one (see [`Token::of`]).
    #[must_use]
    pub fn of(request: &HeaderMap, own: &Origin) -> Option<Self> {
        Presented::of(request, own).map(|Presented(token)| Self::named_by(token))
    }

    fn named_by(token: &[u8]) -> Self {
        Self(Sha256::digest(token).into())
    }
}

/// The token that a request carries (see [`Token::of`]), in the request.
#[derive(Clone, Copy)]
pub(crate) struct Presented<'r>(&'r [u8]);

impl<'r> Presented<'r> {
    pub(crate) fn of(request: &'r HeaderMap, own: &Origin) -> Option<Self> {
        bearer(request)
            .or_else(|| cookie(request).filter(|_| !is_foreign(request, own)))
            .map(Self)
    }

    /// Whether it is that one. How long that takes says nothing of where they differ.
    pub(crate) fn is(self, token: &Token) -> bool {
        constant_time_eq(self.0, token.0.as_bytes())
    }

    pub(crate) fn token(self) -> Token {
        // All of it is ASCII.
        Token(String::from_utf8_lossy(self.0).into_owned())
    }
}

/// The text, if it has the form of a token, all of which is ASCII.
fn well_formed(text: &[u8]) -> Option<&[u8]> {
    let secret = text.strip_prefix(PREFIX.as_bytes())?;
    if secret.len() != SECRET_LENGTH {
        return None;
    }
    // All of them are looked at, whatever the first is: so several are at once.
    let well_formed = secret.iter().fold(true, |well_formed, byte| {
        well_formed & (byte.is_ascii_alphanumeric() | (*byte == b'-') | (*byte == b'_'))
    });
    well_formed.then_some(text)
}

fn bearer(request: &HeaderMap) -> Option<&[u8]> {
    let (scheme, credentials) = request.get(header::AUTHORIZATION)?.as_bytes().split_at_checked(7)?;
    // The name of a scheme has no case (RFC 9110, section 11.1).
    scheme
        .eq_ignore_ascii_case(b"bearer ")
        .then(|| well_formed(credentials.trim_ascii()))?
}

fn cookie(request: &HeaderMap) -> Option<&[u8]> {
    cookies::values(request, cookies::WORKSPACE).find_map(well_formed)
}

/// Whether the browser has a workspace, also where the request does not count as its own because another page has led to it.
#[must_use]
pub fn has_cookie(request: &HeaderMap) -> bool {
    cookie(request).is_some()
}

/// Whether a page of another origin has sent the request, as far as the browser says so. Whoever is no browser has no cookie
/// that somebody else could make use of.
#[must_use]
pub fn is_foreign(request: &HeaderMap, own: &Origin) -> bool {
    if let Some(site) = request.get("sec-fetch-site") {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = request.get(header::ORIGIN).map(HeaderValue::as_bytes) else {
        return false;
    };
    // A listener whose names are not known is also reached by others than its own, and a page by such a name is as much ours. A
    // name that was made to point here is refused before (see `origin`).
    let authority = origin
        .strip_prefix(b"https://")
        .or_else(|| origin.strip_prefix(b"http://"));
    let host = request.get(header::HOST).map(HeaderValue::as_bytes);
    origin != own.to_string().as_bytes() && (authority.is_none() || authority != host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Origin {
        "https://app.example".parse().unwrap()
    }

    fn fields(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    http::HeaderName::from_static(name),
                    HeaderValue::from_str(value).unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn a_token_comes_back_from_where_it_was_put() {
        let token = Token::random();
        let text = token.as_str();
        let cookie = format!("sandbox=x; roundtrip_workspace={text}; theme=dark");
        for pairs in [
            [("authorization", format!("Bearer {text}"))],
            [("authorization", format!("bearer  {text}"))],
            [("cookie", cookie.clone())],
        ] {
            let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
            assert_eq!(Token::of(&fields(&pairs), &own()).as_ref(), Some(&token), "{pairs:?}");
        }
        assert!(
            token
                .set_cookie(&own())
                .to_str()
                .unwrap()
                .ends_with("SameSite=Lax; Secure")
        );
        assert_ne!(token.workspace(), Token::random().workspace());
    }

    #[test]
    fn what_is_no_token_names_no_workspace() {
        for value in ["", "ws_", "ws_short", "Bearer", "session-token"] {
            assert_eq!(
                Token::of(&fields(&[("authorization", &format!("Bearer {value}"))]), &own()),
                None
            );
        }
    }

    #[test]
    fn a_cookie_is_not_honoured_for_another_page() {
        let token = Token::random();
        let cookie = format!("roundtrip_workspace={}", token.as_str());
        for (name, value, honoured) in [
            ("sec-fetch-site", "same-origin", true),
            ("sec-fetch-site", "none", true),
            ("sec-fetch-site", "same-site", false),
            ("sec-fetch-site", "cross-site", false),
            ("origin", "https://app.example", true),
            ("origin", "https://evil.example", false),
            ("origin", "null", false),
            // The name by which the page was reached.
            ("origin", "http://192.0.2.7:3000", true),
            ("origin", "http://192.0.2.7", false),
        ] {
            let request = fields(&[("host", "192.0.2.7:3000"), ("cookie", &cookie), (name, value)]);
            assert_eq!(Token::of(&request, &own()).is_some(), honoured, "{name}: {value}");
        }
    }
}
