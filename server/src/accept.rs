//! Whether a caller takes a media type (RFC 9110, section 12.5.1).

use http::{HeaderMap, header::ACCEPT};

/// Whether the Accept field allows a media type, `type/subtype` without parameters. No field allows every one.
#[must_use]
pub fn accepts(fields: &HeaderMap, media_type: &str) -> bool {
    liking(fields, media_type).is_some_and(|liking| liking.weight > 0.0)
}

/// How much a caller likes a media type.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Liking {
    /// From 0, which is not at all, to 1.
    pub weight: f32,
    /// Whether the type is named as it is, and not by an asterisk.
    pub is_named: bool,
}

/// How much the Accept field likes a media type, `type/subtype` without parameters, if it says so. No field likes every one.
#[must_use]
pub fn liking(fields: &HeaderMap, media_type: &str) -> Option<Liking> {
    let mut ranges = fields.get_all(ACCEPT).iter().peekable();
    if ranges.peek().is_none() {
        return Some(Liking {
            weight: 1.0,
            is_named: false,
        });
    }
    let (type_, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
    // The most specific range that matches decides, whatever the others say (section 12.5.1).
    let mut best = None;
    for range in ranges
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
    {
        let (essence, parameters) = range.split_once(';').unwrap_or((range, ""));
        let specificity = match essence.trim().split_once('/') {
            Some(("*", "*")) => 0,
            Some((own, "*")) if own.eq_ignore_ascii_case(type_) => 1,
            Some((own, sub)) if own.eq_ignore_ascii_case(type_) && sub.eq_ignore_ascii_case(subtype) => 2,
            _ => continue,
        };
        if best.is_none_or(|(other, _)| specificity >= other) {
            best = Some((specificity, weight(parameters)));
        }
    }
    best.map(|(specificity, weight)| Liking {
        weight,
        is_named: specificity == 2,
    })
}

/// The weight among a range's parameters; 1 where there is none, 0 where it is malformed.
fn weight(parameters: &str) -> f32 {
    let weight = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_most_specific_range_decides() {
        for (accept, accepted) in [
            ("*/*", true),
            ("application/json", true),
            ("Application/JSON;charset=utf-8", true),
            ("application/*;q=0.1", true),
            ("text/html, */*;q=0.8", true),
            ("text/html", false),
            ("application/json;q=0", false),
            ("application/json;q=0, */*", false),
            ("*/*;q=0, application/json", true),
            ("application/json;q=none", false),
            ("nonsense", false),
            ("", false),
        ] {
            let mut fields = HeaderMap::new();
            fields.insert(ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(accepts(&fields, "application/json"), accepted, "{accept}");
        }
        assert!(accepts(&HeaderMap::new(), "application/json"));
    }
}
