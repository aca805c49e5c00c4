//! Fields that a caller chooses for a response.
//!
//! Anything goes that speaks for this response alone. What frames the message would break it; what the server writes would be
//! a lie; and what speaks for the host would outlast the response, on a host that may be that of the app origin too, because
//! cookies and the like know no ports (RFC 6265, section 8.5).

use contract::toolbox::shapes::Pairs;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::echo::add;
use crate::{cookies, front::SANDBOX, listen::field_name::title_case};

const FRAMING: [&str; 8] = [
    "connection",
    "content-length",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
const WRITTEN_HERE: [&str; 5] = [
    "date",
    "exchange-id",
    "referrer-policy",
    "server-timing",
    "x-content-type-options",
];
const FOR_THE_HOST: [&str; 7] = [
    "access-control-allow-credentials",
    "alt-svc",
    "clear-site-data",
    "nel",
    "report-to",
    "reporting-endpoints",
    "strict-transport-security",
];

/// A field of the caller's, or what is wrong with it.
pub(super) fn field(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::try_from(name)
        .map_err(|_| format!("`{name}` is no field name: a token is needed (RFC 9110, section 5.1)"))?;
    let refused = |why: &str| Err(format!("`{name}` {why}"));
    let known = parsed.as_str();
    if FRAMING.contains(&known) {
        return refused("says how the message is framed, so that another value would break it");
    }
    if WRITTEN_HERE.contains(&known) {
        return refused("is written by the server");
    }
    if FOR_THE_HOST.contains(&known) {
        return refused("would speak for more than this response");
    }
    let value = value_of(value)?;
    if parsed == header::SET_COOKIE {
        let cookie = String::from_utf8_lossy(value.as_bytes());
        let name = cookie.split(['=', ';']).next().unwrap_or_default().trim();
        own_cookie(name)?;
    }
    Ok((parsed, value))
}

/// A field's value, or what is wrong with it.
pub(super) fn value_of(value: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
        format!(
            "`{}` is no field value: control characters are not allowed (RFC 9110, section 5.5)",
            value.escape_debug()
        )
    })
}

/// Refuses the name of a cookie that is one of ours.
pub(super) fn own_cookie(name: &str) -> Result<(), String> {
    if cookies::is_ours(name) {
        return Err(format!(
            "`{name}` is a cookie of Roundtrip's own, and cookies know no ports (RFC 6265, section 8.5)"
        ));
    }
    Ok(())
}

/// Writes the caller's fields into a response. Whatever policy they have, ours holds as well: where there are several, content
/// must satisfy all of them (CSP, section 3.2).
pub(super) fn write(chosen: Vec<(HeaderName, HeaderValue)>, fields: &mut HeaderMap) {
    let mut seen: Vec<HeaderName> = Vec::new();
    for (name, value) in chosen {
        if seen.contains(&name) {
            fields.append(name, value);
        } else {
            fields.insert(name.clone(), value);
            seen.push(name);
        }
    }
    if seen.contains(&header::CONTENT_SECURITY_POLICY) {
        fields.append(header::CONTENT_SECURITY_POLICY, SANDBOX);
    }
}

/// The fields of a response by name, as the caller wrote them or httpbin would.
pub(super) fn told(fields: &HeaderMap, written: &[(String, String)]) -> Pairs {
    let mut pairs = Pairs::new();
    for (name, value) in fields {
        let as_written = written
            .iter()
            .find(|(written, _)| name.as_str().eq_ignore_ascii_case(written));
        let name = as_written.map_or_else(|| title_case(name.as_str()), |(written, _)| written.clone());
        add(&mut pairs, name, String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_for_one_response_may_be_chosen() {
        for (name, value, allowed) in [
            ("X-Colour", "blue", true),
            ("Content-Type", "text/html", true),
            ("Access-Control-Allow-Origin", "https://a.example", true),
            ("Set-Cookie", "taste=sweet", true),
            ("Set-Cookie", "Roundtrip_Workspace=x; Path=/", false),
            ("Set-Cookie", " roundtrip_session ; Path=/", false),
            ("Content-Length", "3", false),
            ("transfer-encoding", "chunked", false),
            ("Clear-Site-Data", "\"cookies\"", false),
            ("Access-Control-Allow-Credentials", "true", false),
            ("Date", "today", false),
            ("X Colour", "blue", false),
            ("X-Colour", "blue\r\nX-More: 1", false),
        ] {
            assert_eq!(field(name, value).is_ok(), allowed, "{name}: {value}");
        }
    }
}
