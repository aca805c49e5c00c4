//! The ready requests: one for each thing that can come of a request, so that every state of the page can be reached.

use contract::{
    Endpoint,
    endpoint::NoParameters,
    shop::{Hello, HelloQuery, ListCategories, ListProducts, ProductsQuery, SubmitData},
    toolbox::{Delay, DelayPath, NoCors},
};

use crate::client::{Origins, draft::Draft};

/// A request that is ready to be sent.
#[derive(Clone, Copy)]
pub(super) struct Ready {
    /// Its name in identifiers.
    pub(super) id: &'static str,
    /// What it is.
    pub(super) title: &'static str,
    /// What comes of it.
    pub(super) purpose: &'static str,
    /// Its method, for the list.
    pub(super) method: &'static str,
    /// The request.
    pub(super) draft: fn(&Origins) -> Draft,
    /// What must be known before it can be sent.
    pub(super) needs: Needs,
}

/// What a ready request must know beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing.
    Nothing,
    /// The entity tag of the categories, for a condition.
    Validator,
}

/// A host that is reserved never to exist (RFC 6761, section 6.4), so that it is gone everywhere, without a network too.
const GONE: &str = "http://gone.invalid/";

pub(super) const READY: [Ready; 12] = [
    Ready {
        id: "hello",
        title: "Say hello",
        purpose: "A page made for the name you give",
        method: "GET",
        draft: |_| {
            Draft::new(
                "GET",
                Hello::target(
                    &NoParameters {},
                    &HelloQuery {
                        name: Some("Ada".into()),
                    },
                ),
            )
        },
        needs: Needs::Nothing,
    },
    Ready {
        id: "data",
        title: "Send data as JSON",
        purpose: "Created: the server gives it back",
        method: "POST",
        draft: |_| {
            submission(
                "application/json",
                "{\n  \"name\": \"Ada\",\n  \"languages\": [\"en\", \"fr\"]\n}",
            )
        },
        needs: Needs::Nothing,
    },
    Ready {
        id: "media-type",
        title: "The wrong media type",
        purpose: "Refused with 415: JSON is wanted",
        method: "POST",
        draft: |_| submission("text/plain", "name=Ada"),
        needs: Needs::Nothing,
    },
    Ready {
        id: "broken-json",
        title: "Broken JSON",
        purpose: "Refused with 400, with line and column",
        method: "POST",
        draft: |_| submission("application/json", "{\n  \"name\": \"Ada\",\n  \"age\": 36,\n}"),
        needs: Needs::Nothing,
    },
    Ready {
        id: "method",
        title: "The wrong method",
        purpose: "Refused with 405: Allow says what works",
        method: "DELETE",
        draft: |_| Draft::new("DELETE", SubmitData::PATH),
        needs: Needs::Nothing,
    },
    Ready {
        id: "products",
        title: "A page of products",
        purpose: "JSON from a database, sorted by price",
        method: "GET",
        draft: |_| {
            let query = ProductsQuery {
                per_page: Some(5),
                sort: Some("price".into()),
                ..ProductsQuery::default()
            };
            Draft::new("GET", ListProducts::target(&NoParameters {}, &query))
        },
        needs: Needs::Nothing,
    },
    Ready {
        id: "conditional",
        title: "A conditional request",
        purpose: "304: what you have is still right",
        method: "GET",
        draft: |_| Draft::new("GET", ListCategories::PATH),
        needs: Needs::Validator,
    },
    Ready {
        id: "unknown",
        title: "An unknown path",
        purpose: "Refused with 404",
        method: "GET",
        draft: |_| Draft::new("GET", "/no/such/path"),
        needs: Needs::Nothing,
    },
    Ready {
        id: "slow",
        title: "A slow answer",
        purpose: "Three seconds: time enough to cancel",
        method: "GET",
        draft: |origins| Draft::new("GET", delay(origins, 3.0)),
        needs: Needs::Nothing,
    },
    Ready {
        id: "timeout",
        title: "An answer too late",
        purpose: "Given up after one second",
        method: "GET",
        draft: |origins| Draft {
            timeout_ms: 1_000,
            ..Draft::new("GET", delay(origins, 5.0))
        },
        needs: Needs::Nothing,
    },
    Ready {
        id: "cors",
        title: "Kept from the page",
        purpose: "The server answers, the browser keeps it (CORS)",
        method: "GET",
        draft: |origins| Draft::new("GET", format!("{}{}", origins.echo, NoCors::PATH)),
        needs: Needs::Nothing,
    },
    Ready {
        id: "gone",
        title: "A server that is gone",
        purpose: "No connection, no answer",
        method: "GET",
        draft: |_| Draft::new("GET", GONE),
        needs: Needs::Nothing,
    },
];

fn submission(media_type: &str, body: &str) -> Draft {
    let (method, target) = (
        SubmitData::method(),
        SubmitData::target(&NoParameters {}, &NoParameters {}),
    );
    Draft::new(method.as_str(), target)
        .with_field("Content-Type", media_type)
        .with_body(body)
}

fn delay(origins: &Origins, seconds: f64) -> String {
    format!(
        "{}{}",
        origins.echo,
        Delay::target(&DelayPath { seconds }, &NoParameters {})
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_named_once_and_says_its_method() {
        let origins = Origins {
            api: String::new(),
            echo: "http://127.0.0.1:3001".into(),
        };
        for (index, ready) in READY.iter().enumerate() {
            assert!(READY[..index].iter().all(|other| other.id != ready.id), "{}", ready.id);
            let draft = (ready.draft)(&origins);
            assert_eq!(draft.method, ready.method, "{}", ready.id);
            assert_eq!(draft.obstacle(), None, "{}", ready.id);
            assert_eq!(draft.left_out().count(), 0, "{}", ready.id);
        }
    }
}
