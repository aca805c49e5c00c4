//! What a Range field asks for (RFC 9110, section 14.1).

use contract::toolbox::limits::RANGES;

/// Parts of a representation, each from its first byte to the one behind its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it: the field is none that is understood here, and is ignored (section 14.2).
    Whole,
    One(u64, u64),
    Several(Vec<(u64, u64)>),
}

impl Wanted {
    /// Reads the field for a representation of that size, or says why it cannot be satisfied.
    pub(super) fn of(field: &str, size: u64) -> Result<Self, String> {
        let Some((unit, list)) = field.split_once('=') else {
            return Ok(Self::Whole);
        };
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return Ok(Self::Whole);
        }
        let Some(specs) = list
            .split(',')
            .map(str::trim)
            .filter(|spec| !spec.is_empty())
            .map(Spec::read)
            .collect::<Option<Vec<_>>>()
        else {
            return Ok(Self::Whole);
        };
        if specs.len() as u64 > RANGES.most {
            return Err(format!(
                "{} ranges are asked for, and at most {} are answered at once",
                specs.len(),
                RANGES.most
            ));
        }
        if let Some(Spec::From(first, Some(last))) = specs
            .iter()
            .find(|spec| matches!(spec, Spec::From(first, Some(last)) if last < first))
        {
            return Err(format!("the range {first}-{last} ends before it begins"));
        }
        let ranges: Vec<(u64, u64)> = specs.iter().filter_map(|spec| spec.within(size)).collect();
        let total: u64 = ranges.iter().map(|(from, to)| to - from).sum();
        match ranges[..] {
            [] => Err(format!(
                "no range that is asked for lies within the {size} bytes that there are"
            )),
            [(from, to)] => Ok(Self::One(from, to)),
            _ if total > size => Err("the ranges overlap so that more would be sent than there is".to_owned()),
            _ => Ok(Self::Several(ranges)),
        }
    }
}

/// One range as it is written.
enum Spec {
    From(u64, Option<u64>),
    Last(u64),
}

impl Spec {
    fn read(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-')?;
        let number = |digits: &str| -> Option<u64> {
            let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
            // What does not fit is behind every end.
            is_number.then(|| digits.parse().unwrap_or(u64::MAX))
        };
        match (first.trim(), last.trim()) {
            ("", last) => number(last).map(Self::Last),
            (first, "") => Some(Self::From(number(first)?, None)),
            (first, last) => Some(Self::From(number(first)?, Some(number(last)?))),
        }
    }

    /// The part of a representation of that size that it means, if there is one.
    fn within(&self, size: u64) -> Option<(u64, u64)> {
        match *self {
            Self::From(first, last) => {
                let end = last.map_or(size, |last| last.saturating_add(1).min(size));
                (first < end).then_some((first, end))
            }
            Self::Last(count) => (count > 0).then(|| (size.saturating_sub(count), size)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_by_the_rules() {
        for (field, wanted) in [
            ("bytes=0-4", Some(Wanted::One(0, 5))),
            ("Bytes = 20-", Some(Wanted::One(20, 26))),
            ("bytes=-5", Some(Wanted::One(21, 26))),
            ("bytes=-99", Some(Wanted::One(0, 26))),
            ("bytes=0-99", Some(Wanted::One(0, 26))),
            ("bytes=0-99999999999999999999999", Some(Wanted::One(0, 26))),
            ("bytes=0-4, -3", Some(Wanted::Several(vec![(0, 5), (23, 26)]))),
            ("bytes=0-4,30-", Some(Wanted::One(0, 5))),
            ("bytes=26-", None),
            ("bytes=-0", None),
            ("bytes=10-5", None),
            ("bytes=0-,0-,0-", None),
            (
                "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16",
                None,
            ),
            ("bytes=a-b", Some(Wanted::Whole)),
            ("bytes=+1-2", Some(Wanted::Whole)),
            ("lines=0-4", Some(Wanted::Whole)),
            ("bytes", Some(Wanted::Whole)),
        ] {
            assert_eq!(Wanted::of(field, 26).ok(), wanted, "{field}");
        }
    }
}
