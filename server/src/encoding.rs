//! Which content coding a caller takes (RFC 9110, section 12.5.3), for what is stored in several.

use http::{HeaderMap, header::ACCEPT_ENCODING};

/// A content coding that representations are stored in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
    /// None.
    Identity,
}

impl Coding {
    /// Its name in Accept-Encoding and Content-Encoding.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }
}

/// The codings that a caller takes, best first: by its weights, and among equals the smaller one. Identity is always last
/// resort: a caller that refuses even that is better served with something than with an error.
pub fn accepted(fields: &HeaderMap) -> impl Iterator<Item = Coding> {
    let mut weighed: Vec<(Coding, u16)> = [Coding::Brotli, Coding::Gzip]
        .into_iter()
        .map(|coding| (coding, weight(fields, coding.name())))
        .filter(|(_, weight)| *weight > 0)
        .collect();
    // The sort is stable, so that Brotli stays first among equals.
    weighed.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    weighed.into_iter().map(|(coding, _)| coding).chain([Coding::Identity])
}

/// The weight of a coding in thousandths; 0 where it is not taken.
fn weight(fields: &HeaderMap, coding: &str) -> u16 {
    let entries = fields
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut star = 0;
    for entry in entries.flat_map(|list| list.split(',')) {
        let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
        let name = name.trim();
        if name.eq_ignore_ascii_case(coding) || (coding == "gzip" && name.eq_ignore_ascii_case("x-gzip")) {
            return thousandths(parameters);
        }
        if name == "*" {
            star = thousandths(parameters);
        }
    }
    star
}

/// A quality value (RFC 9110, section 12.4.2); 1 where there is none, 0 where it is malformed.
fn thousandths(parameters: &str) -> u16 {
    let Some((_, value)) = parameters.split_once('=') else {
        return 1_000;
    };
    match value.trim().parse::<f32>() {
        // The range is checked, so the product fits.
        Ok(quality) if (0.0..=1.0).contains(&quality) => (quality * 1_000.0) as u16,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn weights_decide_and_the_smaller_one_wins_among_equals() {
        use Coding::{Brotli, Gzip, Identity};
        for (value, codings) in [
            ("gzip, deflate, br, zstd", &[Brotli, Gzip, Identity][..]),
            ("br;q=0.5, gzip", &[Gzip, Brotli, Identity]),
            ("br;q=0, *", &[Gzip, Identity]),
            ("x-gzip", &[Gzip, Identity]),
            ("GZIP ; q=1.0", &[Gzip, Identity]),
            ("gzip;q=nonsense", &[Identity]),
            ("identity", &[Identity]),
            ("", &[Identity]),
        ] {
            let mut fields = HeaderMap::new();
            fields.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(accepted(&fields).collect::<Vec<_>>(), codings, "{value}");
        }
    }
}
