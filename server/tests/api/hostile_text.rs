//! Text of a caller is never markup in a document of the app origin.
//!
//! Each document is parsed as a browser parses it, and searched for an element and an attribute that only a caller can have put there.

use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use scraper::{Html, Node};
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client, Fields},
    log::Log,
    reports::ending,
};

/// Ends every context in which a document can hold text: an element, a comment, and an attribute in either kind of quotes or in none.
const HOSTILE: &str =
    "</textarea></title></script></style></noscript>--><hostile>\" hostile=1 ' hostile=1 >&lt;hostile&gt;";

/// The query parameters that the pages read, and some that they may read one day.
const PARAMETERS: [&str; 16] = [
    "method", "url", "field", "header", "body", "q", "query", "page", "sort", "category", "room", "kind", "x", "sel",
    "view", "with",
];

const PAGES: [&str; 12] = [
    "/",
    "/practice",
    "/live",
    "/optimise",
    "/reference",
    "/reference/statuses",
    "/reference/statuses/404",
    "/docs",
    "/docs/live",
    "/problems",
    "/problems/not-found",
    "/x/unknown",
];

const HTML: (&str, &str) = ("accept", "text/html");

/// Asserts that the document has no element and no attribute of the hostile text's.
#[track_caller]
fn assert_harmless(document: &str, of: &str) {
    let parsed = Html::parse_document(document);
    for element in parsed.tree.values().filter_map(Node::as_element) {
        let attribute = element.attrs().find(|(name, _)| name.contains("hostile"));
        assert_eq!(attribute, None, "{of}: <{}>", element.name());
        assert!(!element.name().contains("hostile"), "{of}: <{}>", element.name());
    }
}

#[test]
fn the_hostile_text_is_found_where_it_is_markup() {
    for document in [
        format!("<textarea>{HOSTILE}</textarea>"),
        format!("<title>{HOSTILE}</title>"),
        format!("<script>\"{HOSTILE}\"</script>"),
        format!("<!-- {HOSTILE} -->"),
        format!("<p title=\"{HOSTILE}\">"),
        format!("<p title='{HOSTILE}'>"),
        format!("<p title={HOSTILE}>"),
    ] {
        let outcome = std::panic::catch_unwind(|| assert_harmless(&document, "it"));
        assert!(outcome.is_err(), "{document}");
    }
}

#[tokio::test]
async fn hostile_text_in_a_query_is_text() {
    let client = Client::new().await;
    let hostile = utf8_percent_encode(HOSTILE, NON_ALPHANUMERIC).to_string();
    for page in PAGES {
        // Together, because a body is drawn for a method that has one; and each alone, because one may hide another.
        let all: Vec<String> = PARAMETERS.iter().map(|name| format!("{name}={hostile}")).collect();
        let mut queries = vec![all.join("&"), format!("{hostile}={hostile}")];
        queries.extend(
            PARAMETERS
                .iter()
                .map(|name| format!("method=POST&url=/x&{name}={hostile}")),
        );
        for query in queries {
            let document = client.get_with(&format!("{page}?{query}"), &[HTML]).await;
            assert_harmless(document.text(), &format!("{page}?{query}"));
        }
    }
}

#[tokio::test]
async fn hostile_text_in_a_path_is_text() {
    let client = Client::new().await;
    let hostile = utf8_percent_encode(HOSTILE, NON_ALPHANUMERIC).to_string();
    for prefix in [
        "",
        "/reference",
        "/reference/statuses",
        "/reference/fields",
        "/problems",
        "/x",
        "/docs",
    ] {
        let path = format!("{prefix}/{hostile}");
        let document = client.get_with(&path, &[HTML]).await;
        assert_harmless(document.text(), &path);
    }
}

#[tokio::test]
async fn hostile_text_in_a_field_is_text() {
    let client = Client::new().await;
    for page in PAGES {
        let fields = [
            HTML,
            ("user-agent", HOSTILE),
            ("referer", HOSTILE),
            ("cookie", HOSTILE),
            ("accept-language", HOSTILE),
        ];
        let document = client.get_with(page, &fields).await;
        assert_harmless(document.text(), page);
    }
    let hostile = utf8_percent_encode(HOSTILE, NON_ALPHANUMERIC).to_string();
    let hello = client
        .get_with(&format!("/hello?name={hostile}"), &[("user-agent", HOSTILE)])
        .await;
    assert_harmless(hello.text(), "/hello");
    assert!(hello.text().contains("&lt;hostile"), "{hello:?}");
}

#[tokio::test]
async fn hostile_text_that_is_stored_is_text_in_a_report() {
    let client = Client::new().await;
    let product = json!({"name": HOSTILE, "price": "4.20", "category": "coffee-and-tea", "stock": 3});
    let created = post(&client, "/api/products", &[], &product).await;
    let sandbox = created.field("sandbox").to_owned();
    let named: Fields = &[("sandbox", &sandbox)];
    let item = json!({"product_id": created.json()["id"], "quantity": 1});
    post(&client, "/api/cart/items", named, &item).await;
    post(&client, "/api/orders", named, &json!({})).await;
    let accepted = post(&client, "/api/reports/generate", named, &json!({"kind": "orders"})).await;
    let report = accepted.field("location");
    client.work();
    assert_eq!(ending(&mut Log::new(&client, &sandbox), report).await.0, "complete");
    let document = client.get_with(&format!("{report}/result"), &[named[0], HTML]).await;
    assert!(document.text().contains("&lt;hostile"), "{document:?}");
    assert_harmless(document.text(), "the report");
}

async fn post(client: &Client, path: &str, fields: Fields<'_>, content: &Value) -> Answer {
    let fields = [fields, &[("content-type", "application/json")]].concat();
    let answer = client
        .send(Method::POST, path, &fields, content.to_string().as_bytes())
        .await;
    assert!(answer.status.is_success(), "{answer:?}");
    answer
}
