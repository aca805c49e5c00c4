//! What differs between the fields of two messages.

use exchange::Field;

/// A field, by its name, in both messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its name, as the first message that has it writes it.
    pub(super) name: String,
    /// Its values in each message, in order; empty where it does not come.
    pub(super) values: [Vec<String>; 2],
    pub(super) change: Change,
}

/// What became of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It is the same.
    Same,
    /// Its values differ.
    Changed,
    /// Only the name's case does, which means nothing.
    Case,
    /// Only the first message has it.
    Removed,
    /// Only the second message has it.
    Added,
}

/// The fields of two messages side by side, in the order in which they first come. A field that comes several times is one, because
/// together its lines have one meaning (RFC 9110, section 5.3).
pub(super) fn pairs(one: &[Field], other: &[Field]) -> Vec<Pair> {
    let mut names: Vec<&Field> = Vec::new();
    for field in one.iter().chain(other) {
        if names.iter().all(|known| !same(known, field)) {
            names.push(field);
        }
    }
    names
        .into_iter()
        .map(|name| {
            let of = |fields: &[Field]| {
                fields
                    .iter()
                    .filter(|field| same(name, field))
                    .cloned()
                    .collect::<Vec<_>>()
            };
            let [one, other] = [of(one), of(other)];
            let change = match (one.is_empty(), other.is_empty()) {
                (false, true) => Change::Removed,
                (true, _) => Change::Added,
                _ if one == other => Change::Same,
                _ if one
                    .iter()
                    .map(|field| &field.value)
                    .eq(other.iter().map(|field| &field.value)) =>
                {
                    Change::Case
                }
                _ => Change::Changed,
            };
            let values = |fields: Vec<Field>| {
                let texts = fields.into_iter().map(|field| match change {
                    Change::Case => format!("{}: {}", field.name.to_text(), field.value.to_text()),
                    _ => field.value.to_text().into_owned(),
                });
                texts.collect()
            };
            Pair {
                name: name.name.to_text().into_owned(),
                values: [values(one), values(other)],
                change,
            }
        })
        .collect()
}

fn same(one: &Field, other: &Field) -> bool {
    one.name.0.eq_ignore_ascii_case(&other.name.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<Field> {
        pairs.iter().map(|(name, value)| Field::new(*name, *value)).collect()
    }

    #[test]
    fn each_field_is_told_once_with_what_became_of_it() {
        let one = fields(&[
            ("Host", "h"),
            ("Accept", "a"),
            ("X-Two", "1"),
            ("x-two", "2"),
            ("Age", "1"),
        ]);
        let other = fields(&[
            ("host", "h"),
            ("Accept", "b"),
            ("X-Two", "1"),
            ("x-two", "2"),
            ("ETag", "\"7\""),
        ]);
        let found: Vec<_> = pairs(&one, &other)
            .into_iter()
            .map(|pair| (pair.name, pair.change))
            .collect();
        assert_eq!(
            found,
            [
                ("Host".to_owned(), Change::Case),
                ("Accept".to_owned(), Change::Changed),
                ("X-Two".to_owned(), Change::Same),
                ("Age".to_owned(), Change::Removed),
                ("ETag".to_owned(), Change::Added),
            ]
        );
        let lines = &pairs(&fields(&[("A", "1"), ("a", "2")]), &fields(&[("A", "2")]))[0];
        assert_eq!(
            lines.values,
            [vec!["1".to_owned(), "2".to_owned()], vec!["2".to_owned()]]
        );
        assert_eq!(lines.change, Change::Changed);
    }
}
