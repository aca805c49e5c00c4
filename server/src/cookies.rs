//! Our own cookies, on the app origin.
//!
//! Cookies know no ports (RFC 6265, section 8.5), so a request also carries the cookies of every other app on the same host. Ours have
//! names that no other app uses, and a value that does not have the form of ours is ignored: it is never answered with an error,
//! overwritten or deleted.

use http::{HeaderMap, HeaderValue, header};

use crate::origin::Origin;

/// Names the workspace of a browser.
pub(crate) const WORKSPACE: &str = "roundtrip_workspace";

/// Names the sandbox of a browser.
pub(crate) const SANDBOX: &str = "roundtrip_sandbox";

/// Carries the session of a practice user.
pub(crate) const SESSION: &str = "roundtrip_session";

/// Whether a cookie of this name is one of ours, which nobody sets from the echo origin.
pub(crate) fn is_ours(name: &str) -> bool {
    [WORKSPACE, SANDBOX, SESSION]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

/// The values of the cookies of that name, in the order in which they were sent. They are read as bytes, so that a cookie beyond ASCII
/// hides no other.
pub(crate) fn values<'r>(request: &'r HeaderMap, name: &str) -> impl Iterator<Item = &'r [u8]> {
    request
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .filter_map(move |pair| {
            let value = pair.trim_ascii().strip_prefix(name.as_bytes())?;
            value.strip_prefix(b"=")
        })
}

/// The value of Set-Cookie that has a browser keep a cookie for the whole origin: for that many seconds, or as long as the browser runs.
/// The value consists of letters, digits, `-` and `_`.
pub(crate) fn set(name: &str, value: &str, max_age: Option<i64>, own: &Origin) -> HeaderValue {
    let max_age = max_age.map_or(String::new(), |seconds| format!("; Max-Age={seconds}"));
    let secure = if own.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/{max_age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(cookie).expect("the value of a cookie of ours is ASCII without separators")
}

/// The value of Set-Cookie that has a browser delete a cookie of ours.
pub(crate) fn delete(name: &str, own: &Origin) -> HeaderValue {
    set(name, "", Some(0), own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(lines: &[&[u8]]) -> HeaderMap {
        lines
            .iter()
            .map(|line| (header::COOKIE, HeaderValue::from_bytes(line).unwrap()))
            .collect()
    }

    #[test]
    fn a_cookie_is_found_among_those_of_other_apps() {
        for lines in [
            &[&b"roundtrip_sandbox=1"[..]][..],
            &[b"sandbox=on; session=x; roundtrip_sandbox=1"],
            &[b"name=\xe9\xff; roundtrip_sandbox=1; theme=dark"],
            &[b"a=1", b"\xff", b" roundtrip_sandbox=1 "],
            &[b"roundtrip_sandbox2=3; xroundtrip_sandbox=4; roundtrip_sandbox; roundtrip_sandbox=1"],
        ] {
            let request = request(lines);
            assert_eq!(values(&request, SANDBOX).collect::<Vec<_>>(), [b"1"], "{lines:?}");
        }
        assert_eq!(values(&request(&[b"sandbox=1"]), SANDBOX).count(), 0);
    }

    #[test]
    fn a_cookie_is_for_the_origin_alone() {
        let plain = "http://127.0.0.1:3000".parse().unwrap();
        let secure = "https://app.example".parse().unwrap();
        assert_eq!(
            set(SANDBOX, "x", None, &plain),
            "roundtrip_sandbox=x; Path=/; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            set(SESSION, "x", Some(60), &secure),
            "roundtrip_session=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            delete(SESSION, &plain),
            "roundtrip_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }
}
