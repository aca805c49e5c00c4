//! Conditional requests (RFC 9110, section 13).

use std::time::SystemTime;

use axum::response::{IntoResponse, Response};
use contract::{Problem, ProblemKind};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::problem::Rejection;

/// What tells one state of a representation from another.
#[derive(Clone, Debug)]
pub struct Validators {
    /// An entity tag with its quotes.
    pub etag: HeaderValue,
    /// When the representation last changed; whole seconds count.
    pub last_modified: Option<SystemTime>,
}

impl Validators {
    /// Whether the condition of a GET or HEAD says that the caller has this state already (sections 13.2.2, steps 3 and 4).
    /// If-None-Match goes before If-Modified-Since, which is then ignored.
    #[must_use]
    pub fn known_to(&self, request: &HeaderMap) -> bool {
        let mut listed = request.get_all(header::IF_NONE_MATCH).iter().peekable();
        if listed.peek().is_some() {
            return listed.any(|value| matches_weakly(value.as_bytes(), self.etag.as_bytes()));
        }
        let since = request
            .get(header::IF_MODIFIED_SINCE)
            .and_then(|value| value.to_str().ok());
        match (since.map(httpdate::parse_http_date), self.last_modified) {
            (Some(Ok(since)), Some(modified)) => seconds(modified) <= seconds(since),
            _ => false,
        }
    }

    /// Whether a condition of the request wants another state than this one (section 13.2.2, steps 1 and 2), so that the answer
    /// is 412. If-Match goes before If-Unmodified-Since, which is then ignored.
    #[must_use]
    pub fn refused_by(&self, request: &HeaderMap) -> bool {
        let mut listed = request.get_all(header::IF_MATCH).iter().peekable();
        if listed.peek().is_some() {
            return !listed.any(|value| matches_strongly(value.as_bytes(), self.etag.as_bytes()));
        }
        let since = request
            .get(header::IF_UNMODIFIED_SINCE)
            .and_then(|value| value.to_str().ok());
        match (since.map(httpdate::parse_http_date), self.last_modified) {
            (Some(Ok(since)), Some(modified)) => seconds(modified) > seconds(since),
            _ => false,
        }
    }

    /// Whether the conditions of a request that writes forbid that (section 13.2.2): here an If-None-Match that matches is
    /// refused too, for there is nothing to leave unsent.
    #[must_use]
    pub fn refuses(&self, request: &HeaderMap) -> bool {
        let mut unwanted = request.get_all(header::IF_NONE_MATCH).iter();
        self.refused_by(request) || unwanted.any(|value| matches_weakly(value.as_bytes(), self.etag.as_bytes()))
    }

    /// Puts them into a response.
    pub fn write(&self, fields: &mut HeaderMap) {
        fields.insert(header::ETAG, self.etag.clone());
        if let Some(modified) = self.last_modified
            && let Ok(value) = HeaderValue::try_from(httpdate::fmt_http_date(modified))
        {
            fields.insert(header::LAST_MODIFIED, value);
        }
    }
}

/// The answer to a request whose condition does not hold.
#[must_use]
pub fn precondition_failed(request: &HeaderMap) -> Rejection {
    let mut listed = request.get_all(header::IF_MATCH).iter();
    let is_weakened = listed.any(|value| tags(value.as_bytes()).any(|(is_weak, _)| is_weak));
    let detail = if is_weakened {
        "If-Match has a weak entity tag (W/\"…\"), and a weak tag never matches there (RFC 9110, section 13.1.1). A proxy that compresses \
         responses makes tags weak: switch its compression off, or send the tag without W/."
    } else {
        "The representation is not in the state that If-Match, If-None-Match or If-Unmodified-Since asks for."
    };
    Problem::new(ProblemKind::PreconditionFailed).with_detail(detail).into()
}

/// A response that says that the caller's copy is still right. The fields that the 200 would have had and that concern caches
/// (section 15.4.5) are the caller's to add.
#[must_use]
pub fn not_modified() -> Response {
    StatusCode::NOT_MODIFIED.into_response()
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The weak comparison (section 8.8.3.2) of an entity tag with a list of them, or with `*`.
fn matches_weakly(list: &[u8], etag: &[u8]) -> bool {
    let opaque = etag.strip_prefix(b"W/").unwrap_or(etag);
    list.trim_ascii() == b"*" || tags(list).any(|(_, tag)| tag == opaque)
}

/// The strong comparison: neither tag may be weak.
fn matches_strongly(list: &[u8], etag: &[u8]) -> bool {
    list.trim_ascii() == b"*" || tags(list).any(|(weak, tag)| !weak && tag == etag)
}

/// The entity tags of a list, each with whether it is weak and without the mark of it. A tag may contain commas, so the list is
/// read tag by tag and not split.
pub(crate) fn tags(list: &[u8]) -> impl Iterator<Item = (bool, &[u8])> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let start = rest.iter().position(|&byte| byte == b'"')?;
        let length = rest[start + 1..].iter().position(|&byte| byte == b'"')?;
        let (read, behind) = rest.split_at(start + length + 2);
        rest = behind;
        Some((read[..start].ends_with(b"W/"), &read[start..]))
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn known(name: header::HeaderName, value: &'static str) -> bool {
        let validators = Validators {
            etag: HeaderValue::from_static("\"a,b\""),
            last_modified: Some(SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_400)),
        };
        let mut fields = HeaderMap::new();
        fields.insert(name, HeaderValue::from_static(value));
        validators.known_to(&fields)
    }

    #[test]
    fn entity_tags_are_compared_weakly() {
        for (list, matches) in [
            ("\"a,b\"", true),
            ("W/\"a,b\"", true),
            ("\"x\", W/\"a,b\" , \"y\"", true),
            ("*", true),
            ("\"a\"", false),
            ("\"b\"", false),
            ("a,b", false),
            ("\"a,b", false),
            ("", false),
        ] {
            assert_eq!(known(header::IF_NONE_MATCH, list), matches, "{list}");
        }
    }

    #[test]
    fn a_state_that_is_asked_for_is_compared_strongly() {
        let validators = Validators {
            etag: HeaderValue::from_static("\"a,b\""),
            last_modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)),
        };
        for (name, value, refused) in [
            (header::IF_MATCH, "\"a,b\"", false),
            (header::IF_MATCH, "\"x\", \"a,b\"", false),
            (header::IF_MATCH, "*", false),
            (header::IF_MATCH, "W/\"a,b\"", true),
            (header::IF_MATCH, "\"a\"", true),
            (header::IF_MATCH, "", true),
            (header::IF_UNMODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:37 GMT", false),
            (header::IF_UNMODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:36 GMT", true),
            (header::IF_UNMODIFIED_SINCE, "yesterday", false),
        ] {
            let mut fields = HeaderMap::new();
            fields.insert(name.clone(), HeaderValue::from_static(value));
            assert_eq!(validators.refused_by(&fields), refused, "{name}: {value}");
        }
    }

    #[test]
    fn dates_are_compared_by_the_second() {
        for (date, not_modified) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", true),
            ("Sunday, 06-Nov-94 08:49:37 GMT", true),
            ("Sun, 06 Nov 1994 08:49:36 GMT", false),
            ("yesterday", false),
        ] {
            assert_eq!(known(header::IF_MODIFIED_SINCE, date), not_modified, "{date}");
        }
    }

    #[test]
    fn an_entity_tag_goes_before_a_date() {
        let validators = Validators {
            etag: HeaderValue::from_static("\"new\""),
            last_modified: Some(SystemTime::UNIX_EPOCH),
        };
        let mut fields = HeaderMap::new();
        fields.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"old\""));
        fields.insert(
            header::IF_MODIFIED_SINCE,
            HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"),
        );
        assert!(!validators.known_to(&fields));
    }
}
