//! The pairs: for each technique, the same resource as it is asked for without it and with it.

use exchange::{Response, message::field};

use crate::client::draft::Draft;

/// What the two sides are called.
pub(super) const SIDES: [&str; 2] = ["Without", "With"];

/// A technique, and what shows what it is worth.
pub(super) struct Pair {
    /// Its name in identifiers.
    pub(super) id: &'static str,
    /// What it is called.
    pub(super) title: &'static str,
    /// What it does, in a sentence.
    pub(super) means: &'static str,
    /// The fields of HTTP that do it.
    pub(super) fields: &'static [&'static str],
    /// What is asked for without it, and with it.
    pub(super) asked: [Asked; 2],
}

/// What is asked for on one side.
pub(super) struct Asked {
    /// The target of the GET.
    pub(super) target: &'static str,
    /// A field of the request.
    pub(super) field: Option<(&'static str, Value)>,
}

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// As it stands here.
    Fixed(&'static str),
    /// The entity tag of the answer before.
    EntityTag,
}

impl Value {
    /// The value, or what it will be.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Fixed(value) => value,
            Self::EntityTag => "the ETag of the answer without",
        }
    }
}

impl Asked {
    const fn plain(target: &'static str) -> Self {
        Self { target, field: None }
    }

    const fn with_field(target: &'static str, name: &'static str, value: Value) -> Self {
        Self {
            target,
            field: Some((name, value)),
        }
    }

    /// The request; `None` where it takes an entity tag and the answer before has none.
    pub(super) fn draft(&self, before: Option<&Response>) -> Option<Draft> {
        let draft = Draft::new("GET", self.target);
        let Some((name, value)) = self.field else {
            return Some(draft);
        };
        let value = match value {
            Value::Fixed(value) => value,
            Value::EntityTag => field(&before?.fields, "etag")?,
        };
        Some(draft.with_field(name, value))
    }
}

/// The pairs, in the order in which they are shown.
pub(super) static PAIRS: [Pair; 4] = [
    Pair {
        id: "compression",
        title: "Compression",
        means: "The server codes the body with fewer bytes, and the browser undoes that before the page sees it. A page cannot \
                change Accept-Encoding, so the request without forbids to transform the content, and the server then leaves it as \
                it is.",
        fields: &["Accept-Encoding", "Content-Encoding", "Vary", "Cache-Control"],
        asked: [
            Asked::with_field(
                "/api/large-data?rows=2000",
                "Cache-Control",
                Value::Fixed("no-transform"),
            ),
            Asked::plain("/api/large-data?rows=2000"),
        ],
    },
    Pair {
        id: "caching",
        title: "Caching",
        means: "Whoever has a copy asks whether it is still right: a 304 says yes, and has no body. While a copy is fresh, \
                nobody has to ask at all.",
        fields: &["ETag", "If-None-Match", "Cache-Control"],
        asked: [
            Asked::plain("/api/categories"),
            Asked::with_field("/api/categories", "If-None-Match", Value::EntityTag),
        ],
    },
    Pair {
        id: "pagination",
        title: "Pagination",
        means: "A page of ten, which is what somebody looks at first, instead of a hundred at once; the answer links to the \
                pages around it.",
        fields: &["Link"],
        asked: [
            Asked::plain("/api/products?per_page=100"),
            Asked::plain("/api/products?per_page=10"),
        ],
    },
    Pair {
        id: "fields",
        title: "Field selection",
        means: "Only the members that a list shows, instead of whole products. HTTP has no field for that: it is a parameter \
                of this API.",
        fields: &[],
        asked: [
            Asked::plain("/api/products?per_page=100"),
            Asked::plain("/api/products?per_page=100&fields=id,name,price"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use contract::{
        Endpoint,
        shop::{GetLargeData, ListCategories, ListProducts},
    };
    use exchange::{Field, Version};

    use super::*;

    fn answer(fields: Vec<Field>) -> Response {
        Response {
            status: 200,
            reason: None,
            version: Version::Unknown,
            fields,
            body: None,
            trailers: Vec::new(),
        }
    }

    #[test]
    fn each_side_asks_for_a_resource_that_there_is() {
        let paths = [GetLargeData::PATH, ListCategories::PATH, ListProducts::PATH];
        for asked in PAIRS.iter().flat_map(|pair| &pair.asked) {
            let path = asked.target.split('?').next();
            assert!(paths.iter().any(|there| path == Some(there)), "{}", asked.target);
        }
    }

    #[test]
    fn a_condition_names_what_the_answer_before_was() {
        let asked = Asked::with_field("/", "If-None-Match", Value::EntityTag);
        assert_eq!(asked.draft(None), None);
        assert_eq!(asked.draft(Some(&answer(Vec::new()))), None);
        let tagged = answer(vec![Field::new("etag", "\"abc-br\"")]);
        let expected = Draft::new("GET", "/").with_field("If-None-Match", "\"abc-br\"");
        assert_eq!(asked.draft(Some(&tagged)), Some(expected));
        assert_eq!(Asked::plain("/").draft(None), Some(Draft::new("GET", "/")));
    }
}
