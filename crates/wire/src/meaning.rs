//! What the names of HTTP mean, as data: methods, status codes, fields, and the tokens inside field values.
//!
//! Each name has a sentence that says what it means, one that says when you meet it, and the specification that says
//! so. The tables are statics in the order of their names, checked while they compile, and a look-up allocates nothing: it is a look
//! into an index, because there is one for nearly each part of each message.
//!
//! - `methods`, `statuses`, `fields`, `directives`: the tables, one for each kind of name
//! - `order`: how names are compared, and the index that they are found by

mod directives;
mod fields;
mod methods;
mod order;
mod statuses;

pub(crate) use directives::Vocabulary;
pub(crate) use order::Index;

/// What one name of HTTP means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The name in the spelling of its specification.
    pub name: &'static str,
    /// What it means, in one sentence or two.
    pub phrase: &'static str,
    /// When one meets it.
    pub when: &'static str,
    /// Where it is specified, such as `RFC 9110, section 8.6`.
    pub spec: &'static str,
}

impl Meaning {
    const fn new(name: &'static str, phrase: &'static str, when: &'static str, spec: &'static str) -> Self {
        Self {
            name,
            phrase,
            when,
            spec,
        }
    }
}

/// What a status code means. The meaning's name is the registered reason phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusMeaning {
    /// The code, 100 to 511.
    pub code: u16,
    /// What it means.
    pub meaning: Meaning,
}

/// What a field means, and which messages carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldMeaning {
    /// Which messages carry the field.
    pub carried: Carried,
    /// What it means.
    pub meaning: Meaning,
}

/// Which messages carry a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Requests only.
    ByRequests,
    /// Responses only.
    ByResponses,
    /// Requests and responses.
    ByBoth,
}

/// A name that may stand in the value of a field: a directive, an attribute, a parameter, a scheme or a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectiveMeaning {
    /// The field in whose value it stands.
    pub field: &'static str,
    /// What it means there.
    pub meaning: &'static Meaning,
}

/// The meaning of a method. Methods are case-sensitive (RFC 9110, section 9.1): there is no method `get`.
pub fn method(name: &str) -> Option<&'static Meaning> {
    let at = methods::METHODS.binary_search_by(|method| method.name.cmp(name)).ok()?;
    Some(&methods::METHODS[at])
}

/// The meaning of a status code.
pub fn status(code: u16) -> Option<&'static StatusMeaning> {
    let at = statuses::STATUSES
        .binary_search_by_key(&code, |status| status.code)
        .ok()?;
    Some(&statuses::STATUSES[at])
}

/// The meaning of a field, in whatever case its name is written (RFC 9110, section 5.1).
pub fn field(name: &str) -> Option<&'static FieldMeaning> {
    field_of(name.as_bytes())
}

/// The same for a name as it stands in a message.
pub(crate) fn field_of(name: &[u8]) -> Option<&'static FieldMeaning> {
    fields::BY_NAME.find(&fields::FIELDS, name, |field| field.meaning.name)
}

/// The meaning of `token` in the value of `field`, both in any case. The token stands alone, without what follows its
/// `=`: the value `max-age=60` is asked for as `max-age`. Quotation marks stay where the specification has them as part
/// of the word: `'self'` of a content security policy, `"cache"` of Clear-Site-Data.
pub fn directive(field: &str, token: &str) -> Option<&'static Meaning> {
    Vocabulary::of(field.as_bytes())?.find(token.as_bytes())
}

/// Every registered method, by name.
pub fn methods() -> impl ExactSizeIterator<Item = &'static Meaning> {
    methods::METHODS.iter()
}

/// Every registered status code, from 100 upwards.
pub fn statuses() -> impl ExactSizeIterator<Item = &'static StatusMeaning> {
    statuses::STATUSES.iter()
}

/// Every field that is known here, by name.
pub fn fields() -> impl ExactSizeIterator<Item = &'static FieldMeaning> {
    fields::FIELDS.iter()
}

/// Every directive that is known here, by field; within a field, those of a kind together and by name. One that several
/// fields share comes once for each.
pub fn directives() -> impl Iterator<Item = DirectiveMeaning> {
    directives::VOCABULARIES.iter().flat_map(|vocabulary| {
        let meanings = vocabulary.tables.iter().copied().flatten();
        meanings.map(|meaning| DirectiveMeaning {
            field: vocabulary.field,
            meaning,
        })
    })
}

#[cfg(test)]
mod tests;
