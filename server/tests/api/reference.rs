//! What the names of HTTP mean.

use http::StatusCode;

use crate::client::Client;

#[tokio::test]
async fn the_lists_have_everything_that_is_known() {
    let client = Client::new().await;
    for (target, at_least, first) in [
        ("/v1/reference/methods", 39, "*"),
        ("/v1/reference/statuses", 60, "Continue"),
        ("/v1/reference/fields", 120, ":authority"),
    ] {
        let answer = client.get(target).await;
        assert_eq!(answer.status, StatusCode::OK, "{target}");
        let items = answer.json()["items"].as_array().unwrap().clone();
        assert!(items.len() >= at_least, "{target}: {}", items.len());
        assert_eq!(items[0]["name"], first, "{target}");
        for item in &items {
            for part in ["name", "meaning", "when", "spec"] {
                assert!(!item[part].as_str().unwrap().is_empty(), "{part} of {item}");
            }
        }
    }
}

#[tokio::test]
async fn an_entry_is_found_by_its_name() {
    let client = Client::new().await;
    let method = client.get("/v1/reference/methods/GET").await.json();
    assert_eq!(
        (&method["name"], &method["spec"]),
        (&"GET".into(), &"RFC 9110, section 9.3.1".into())
    );
    let status = client.get("/v1/reference/statuses/404").await.json();
    assert_eq!((&status["code"], &status["name"]), (&404.into(), &"Not Found".into()));
    // The name of a field has no case.
    let field = client.get("/v1/reference/fields/cache-control").await.json();
    assert_eq!(
        (&field["name"], &field["carried"]),
        (&"Cache-Control".into(), &"both".into())
    );
    let words = field["directives"].as_array().unwrap();
    assert!(words.iter().any(|word| word["name"] == "max-age"), "{words:?}");
    let plain = client.get("/v1/reference/fields/Age").await.json();
    assert_eq!(
        (&plain["carried"], plain.get("directives")),
        (&"responses".into(), None)
    );
}

#[tokio::test]
async fn what_is_not_known_is_not_found_and_says_what_may_be_meant() {
    let client = Client::new().await;
    for (target, detail) in [
        (
            "/v1/reference/methods/get",
            "no method `get` is registered; methods have a case, and `GET` is one",
        ),
        ("/v1/reference/methods/FETCH", "no method `FETCH` is registered"),
        ("/v1/reference/statuses/299", "no status code 299 is registered"),
        ("/v1/reference/fields/X-Made-Up", "no field `X-Made-Up` is known here"),
    ] {
        let answer = client.get(target).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}");
        assert_eq!(answer.json()["detail"], detail, "{target}");
    }
    assert_eq!(
        client.get("/v1/reference/statuses/teapot").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_copy_is_asked_for_again_with_its_tag() {
    let client = Client::new().await;
    for target in ["/v1/reference/fields", "/v1/reference/statuses/418"] {
        let answer = client.get(target).await;
        assert_eq!(answer.field("cache-control"), "no-cache");
        let etag = answer.field("etag").to_owned();
        let again = client.get_with(target, &[("if-none-match", &etag)]).await;
        assert_eq!(
            (again.status, again.content.len()),
            (StatusCode::NOT_MODIFIED, 0),
            "{target}"
        );
    }
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused() {
    let client = Client::new().await;
    let answer = client
        .get_with("/v1/reference/methods", &[("origin", "https://elsewhere.example")])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
