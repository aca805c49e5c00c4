//! Negotiated compression, and the entity tags that go with it.

use http::StatusCode;

use crate::client::Client;

/// A representation that is large enough to be worth compressing, and has an entity tag.
const LARGE: &str = "/api/categories";

#[tokio::test]
async fn the_coding_is_the_callers_choice_and_caches_are_told() {
    let client = Client::new().await;
    let plain = client.get(LARGE).await;
    assert!(
        plain.content.len() > 1_024,
        "{} bytes are too few for this test",
        plain.content.len()
    );
    assert_eq!(
        (plain.field("content-encoding"), plain.field("vary")),
        ("", "Accept-Encoding")
    );
    for coding in ["br", "gzip", "zstd"] {
        let answer = client.get_with(LARGE, &[("accept-encoding", coding)]).await;
        assert_eq!(answer.field("content-encoding"), coding);
        assert!(
            answer.field("vary").to_ascii_lowercase().contains("accept-encoding"),
            "{coding}"
        );
        assert!(answer.content.len() < plain.content.len(), "{coding}");
    }
    let small = client.get_with("/healthz", &[("accept-encoding", "gzip")]).await;
    assert_eq!(small.field("content-encoding"), "");
}

#[tokio::test]
async fn each_coding_has_a_strong_tag_of_its_own_that_is_understood() {
    let client = Client::new().await;
    let plain = client.get(LARGE).await.field("etag").to_owned();
    for coding in ["br", "gzip", "zstd"] {
        let etag = client
            .get_with(LARGE, &[("accept-encoding", coding)])
            .await
            .field("etag")
            .to_owned();
        assert_eq!(etag, format!("{}-{coding}\"", plain.trim_end_matches('"')));
        let again = client
            .get_with(LARGE, &[("accept-encoding", coding), ("if-none-match", &etag)])
            .await;
        assert_eq!(
            (again.status, again.field("etag")),
            (StatusCode::NOT_MODIFIED, etag.as_str()),
            "{coding}"
        );
        assert!(again.field("vary").contains("Accept-Encoding"), "{coding}");
    }
}

#[tokio::test]
async fn whoever_forbids_to_transform_gets_the_representation_without_a_coding() {
    let client = Client::new().await;
    let plain = client.get(LARGE).await;
    let asking = [("accept-encoding", "br, gzip"), ("cache-control", "no-transform")];
    let answer = client.get_with(LARGE, &asking).await;
    assert_eq!(answer.content, plain.content);
    for name in ["content-encoding", "etag", "vary"] {
        assert_eq!(answer.field(name), plain.field(name), "{name}");
    }

    // Other directives forbid nothing.
    let answer = client
        .get_with(LARGE, &[("accept-encoding", "br"), ("cache-control", "no-cache")])
        .await;
    assert_eq!(answer.field("content-encoding"), "br");

    // Made while it is sent, and compressed as well.
    let rows = "/api/large-data?rows=300";
    let coded = client.get_with(rows, &[("accept-encoding", "br")]).await;
    assert_eq!(coded.field("content-encoding"), "br");
    let answer = client.get_with(rows, &asking).await;
    assert_eq!(answer.field("content-encoding"), "");
    assert_eq!(answer.content, client.get(rows).await.content);
}

#[tokio::test]
async fn a_copy_with_a_coding_is_still_right_for_whoever_forbids_to_transform() {
    let client = Client::new().await;
    let coded = client.get_with(LARGE, &[("accept-encoding", "br")]).await;
    let asking = [
        ("accept-encoding", "br"),
        ("cache-control", "no-transform"),
        ("if-none-match", coded.field("etag")),
    ];
    let again = client.get_with(LARGE, &asking).await;
    assert_eq!(
        (again.status, again.field("etag")),
        (StatusCode::NOT_MODIFIED, coded.field("etag"))
    );
}
