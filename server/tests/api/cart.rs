//! `/api/cart`

use futures_util::future::join_all;
use http::{Method, StatusCode};
use serde_json::json;

use crate::client::{Answer, Client, Fields};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn add(client: &Client, fields: Fields<'_>, product_id: i64, quantity: i64) -> Answer {
    let content = json!({"product_id": product_id, "quantity": quantity}).to_string();
    client
        .send(
            Method::POST,
            "/api/cart/items",
            &[fields, &[JSON]].concat(),
            content.as_bytes(),
        )
        .await
}

#[tokio::test]
async fn a_cart_adds_up_to_the_cent() {
    for client in Client::on_both().await {
        assert_eq!(
            client.get("/api/cart").await.json(),
            json!({"items": [], "quantity": 0, "total": "0.00", "total_minor": 0, "currency": "EUR"})
        );
        // Product 1 costs 26.90, and there are 51 of it.
        let first = add(&client, &[], 1, 2).await;
        assert_eq!(
            (first.status, first.field("location")),
            (StatusCode::CREATED, "/api/cart/items/1"),
            "{}",
            first.text()
        );
        let id = first.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &id)];
        assert_eq!(add(&client, named, 1, 1).await.status, StatusCode::OK);
        let cart = client.get_with("/api/cart", named).await.json();
        assert_eq!(
            (&cart["total"], &cart["quantity"], &cart["total_minor"]),
            (&json!("80.70"), &json!(3), &json!(8070))
        );
        add(&client, named, 1, 49).await.pointers(StatusCode::CONFLICT);
        add(&client, named, 999, 1).await.pointers(StatusCode::NOT_FOUND);

        let target = "/api/cart/items/1";
        let set = async |quantity: &str| {
            let content = format!("{{\"quantity\": {quantity}}}");
            client
                .send(Method::PATCH, target, &[named[0], JSON], content.as_bytes())
                .await
        };
        assert_eq!(set("51").await.json()["total"], "1371.90");
        set("52").await.pointers(StatusCode::CONFLICT);
        assert_eq!(set("0").await.pointers(StatusCode::UNPROCESSABLE_ENTITY), ["/quantity"]);
        assert_eq!(
            client.send(Method::DELETE, target, named, b"").await.status,
            StatusCode::NO_CONTENT
        );
        client
            .send(Method::DELETE, target, named, b"")
            .await
            .pointers(StatusCode::NOT_FOUND);
        assert_eq!(client.get_with("/api/cart", named).await.json()["items"], json!([]));
    }
}

#[tokio::test]
async fn no_more_is_sold_than_there_is() {
    for client in Client::on_both().await {
        let id = add(&client, &[], 1, 1).await.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &id)];
        // 50 are left; ten ask for six each.
        let answers = join_all((0..10).map(|_| add(&client, named, 1, 6))).await;
        let sold = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert_eq!(sold, 8, "{}", client.database);
        assert_eq!(client.get_with("/api/cart", named).await.json()["quantity"], 49);
        client.send(Method::DELETE, "/api/products/1", named, b"").await;
        assert_eq!(client.get_with("/api/cart", named).await.json()["quantity"], 0);
    }
}
