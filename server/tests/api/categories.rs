//! `/api/categories`

use http::StatusCode;

use crate::client::Client;

#[tokio::test]
async fn categories_are_listed_by_name_with_their_products_counted() {
    for client in Client::on_both().await {
        let answer = client.get("/api/categories").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", client.database);
        assert_eq!(answer.field("cache-control"), "public, max-age=3600");

        let categories = answer.json();
        let items = categories["items"].as_array().unwrap();
        assert_eq!(items.len(), 12);
        let names: Vec<_> = items.iter().map(|item| item["name"].as_str().unwrap()).collect();
        assert!(names.is_sorted(), "{names:?}");
        for item in items {
            assert!(!item["description"].as_str().unwrap().is_empty(), "{item}");
            let target = format!("/api/products?per_page=1&category={}", item["slug"].as_str().unwrap());
            assert_eq!(client.get(&target).await.json()["total"], item["products"], "{item}");
        }
        let counted: u64 = items.iter().map(|item| item["products"].as_u64().unwrap()).sum();
        assert_eq!(client.get("/api/products").await.json()["total"], counted);
    }
}

#[tokio::test]
async fn the_second_answer_is_out_of_the_cache() {
    let client = Client::new().await;
    assert_eq!(
        client.get("/api/categories").await.field("cache-status"),
        "Roundtrip; fwd=miss"
    );
    assert_eq!(
        client.get("/api/categories").await.field("cache-status"),
        "Roundtrip; hit"
    );
}
