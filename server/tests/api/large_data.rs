//! `/api/large-data`

use http::StatusCode;

use crate::client::Client;

#[tokio::test]
async fn there_are_as_many_rows_as_were_asked_for() {
    let client = Client::new().await;
    for (query, rows) in [
        ("", 1_000),
        ("?rows=1", 1),
        ("?rows=160", 160),
        ("?rows=161", 161),
        ("?rows=100000", 100_000),
    ] {
        let answer = client.get(&format!("/api/large-data{query}")).await;
        assert_eq!(
            (answer.status, answer.field("content-length")),
            (StatusCode::OK, ""),
            "{query}"
        );
        let data = answer.json();
        let items = data["items"].as_array().unwrap();
        assert_eq!(
            (items.len(), &data["total"]),
            (rows, &serde_json::json!(rows)),
            "{query}"
        );
        assert_eq!(items[rows - 1]["id"], rows);
    }
    let coded = client.get_with("/api/large-data", &[("accept-encoding", "gzip")]).await;
    assert_eq!(coded.field("content-encoding"), "gzip");
    for rows in ["0", "100001", "-1", "many", "1.5"] {
        let answer = client.get(&format!("/api/large-data?rows={rows}")).await;
        assert_eq!(answer.pointers(StatusCode::BAD_REQUEST), ["/rows"], "{rows}");
    }
}
