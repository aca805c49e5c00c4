//! The entries of the reference, whatever they are names of.

use contract::reference::{Carried, FieldTerm, StatusTerm, Term};

/// What the names are names of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Methods,
    Statuses,
    Fields,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Methods, Self::Statuses, Self::Fields];

    /// The kind whose name in addresses that is.
    pub(super) fn of(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    const fn slug(self) -> &'static str {
        match self {
            Self::Methods => "methods",
            Self::Statuses => "statuses",
            Self::Fields => "fields",
        }
    }

    pub(super) const fn plural(self) -> &'static str {
        match self {
            Self::Methods => "Methods",
            Self::Statuses => "Status codes",
            Self::Fields => "Fields",
        }
    }

    /// The address of its list.
    pub(super) fn path(self) -> String {
        format!("/reference/{}", self.slug())
    }
}

/// One name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Of a status code, the number.
    pub(super) code: Option<u16>,
    /// Of a field, which messages carry it.
    pub(super) carried: Option<Carried>,
    pub(super) term: Term,
    /// Of a field, the words in its value.
    pub(super) directives: Vec<Term>,
    /// What a search looks through, in lower case.
    sought_in: String,
}

impl Entry {
    fn new(code: Option<u16>, carried: Option<Carried>, term: Term, directives: Vec<Term>) -> Self {
        let code_text = code.map(|code| code.to_string()).unwrap_or_default();
        let sought_in = format!("{code_text} {} {}", term.name, term.meaning).to_lowercase();
        Self {
            code,
            carried,
            term,
            directives,
            sought_in,
        }
    }

    /// Whether it has every word of a text, which is in lower case.
    pub(super) fn fits(&self, sought: &str) -> bool {
        sought.split_whitespace().all(|word| self.sought_in.contains(word))
    }

    /// Whether an address names it so. Only methods have a case.
    pub(super) fn is(&self, name: &str) -> bool {
        match (self.code, self.carried) {
            (Some(code), _) => name == code.to_string(),
            (None, Some(_)) => name.eq_ignore_ascii_case(&self.term.name),
            (None, None) => name == self.term.name,
        }
    }

    /// Its address.
    pub(super) fn path(&self, kind: Kind) -> String {
        let list = kind.path();
        match self.code {
            Some(code) => format!("{list}/{code}"),
            // Every name is a token or `*` or begins with a colon, and none of these means anything in a path.
            None => format!("{list}/{}", self.term.name),
        }
    }
}

impl From<Term> for Entry {
    fn from(term: Term) -> Self {
        Self::new(None, None, term, Vec::new())
    }
}

impl From<StatusTerm> for Entry {
    fn from(StatusTerm { code, term }: StatusTerm) -> Self {
        Self::new(Some(code), None, term, Vec::new())
    }
}

impl From<FieldTerm> for Entry {
    fn from(field: FieldTerm) -> Self {
        Self::new(None, Some(field.carried), field.term, field.directives)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(name: &str, meaning: &str) -> Term {
        Term {
            name: name.into(),
            meaning: meaning.into(),
            when: String::new(),
            spec: String::new(),
        }
    }

    #[test]
    fn a_search_finds_by_name_number_and_meaning() {
        let entry = Entry::from(StatusTerm {
            code: 404,
            term: term("Not Found", "The server has nothing at this target."),
        });
        for (sought, fits) in [
            ("", true),
            ("404", true),
            ("not found", true),
            ("found target", true),
            ("nothing at", true),
            ("teapot", false),
        ] {
            assert_eq!(entry.fits(sought), fits, "{sought}");
        }
    }

    #[test]
    fn only_methods_have_a_case() {
        let method = Entry::from(term("GET", ""));
        assert!(method.is("GET") && !method.is("get"));
        let field = Entry::from(FieldTerm {
            carried: Carried::Both,
            term: term("Cache-Control", ""),
            directives: Vec::new(),
        });
        assert!(field.is("cache-control"));
        assert_eq!(field.path(Kind::Fields), "/reference/fields/Cache-Control");
    }
}
