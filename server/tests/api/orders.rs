//! `/api/orders`

use futures_util::future::join_all;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client, Fields},
    log::Log,
};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn add(client: &Client, fields: Fields<'_>, product_id: i64, quantity: i64) -> Answer {
    let content = json!({"product_id": product_id, "quantity": quantity}).to_string();
    let fields = [fields, &[JSON]].concat();
    let answer = client
        .send(Method::POST, "/api/cart/items", &fields, content.as_bytes())
        .await;
    assert!(answer.status.is_success(), "{answer:?}");
    answer
}

async fn place(client: &Client, fields: Fields<'_>) -> Answer {
    client.send(Method::POST, "/api/orders", fields, b"").await
}

async fn stock(client: &Client, fields: Fields<'_>, id: i64) -> Value {
    client.get_with(&format!("/api/products/{id}"), fields).await.json()["stock"].clone()
}

#[tokio::test]
async fn an_order_is_the_cart_as_it_was() {
    for client in Client::on_both().await {
        // Product 1 costs 26.90, and there are 51 of it.
        let sandbox = add(&client, &[], 1, 2).await.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &sandbox)];
        let other = stock(&client, named, 3).await.as_i64().unwrap();
        let cart = add(&client, named, 3, 1).await.json();
        let before = client.get_with("/api/products", named).await;
        let mut log = Log::new(&client, &sandbox);

        let placed = place(&client, named).await;
        assert_eq!(placed.status, StatusCode::CREATED, "{}: {placed:?}", client.database);
        let order = placed.json();
        assert_eq!(
            placed.field("location"),
            format!("/api/orders/{}", order["id"].as_str().unwrap())
        );
        assert_eq!((&order["number"], &order["quantity"]), (&json!(1), &json!(3)));
        for member in ["total", "total_minor", "currency"] {
            assert_eq!(order[member], cart[member], "{member}");
        }
        for (line, in_cart) in order["items"]
            .as_array()
            .unwrap()
            .iter()
            .zip(cart["items"].as_array().unwrap())
        {
            for (member, value) in line.as_object().unwrap() {
                assert_eq!(*value, in_cart[member], "{member}");
            }
        }
        assert_eq!(order["items"].as_array().unwrap().len(), 2);
        assert_eq!(client.get_with("/api/cart", named).await.json()["quantity"], 0);
        assert_eq!(stock(&client, named, 1).await, 49);
        assert_eq!(stock(&client, named, 3).await, other - 1);
        assert_eq!(stock(&client, &[], 1).await, 51, "the pristine data are everybody's");
        let after = client.get_with("/api/products", named).await;
        assert_ne!(after.field("etag"), before.field("etag"), "lists tell of the new stock");
        let (kind, notification) = log.next().await;
        assert_eq!(
            (&*kind, &notification["title"]),
            ("notification", &json!("Order 1 placed"))
        );
        assert_eq!(
            notification["message"],
            format!("3 things for {} EUR.", order["total"].as_str().unwrap())
        );

        // What happens to the product afterwards does not happen to the order.
        let patch = [named[0], ("content-type", "application/merge-patch+json")];
        client
            .send(
                Method::PATCH,
                "/api/products/1",
                &patch,
                br#"{"name": "Dearer", "price": "99"}"#,
            )
            .await;
        client.send(Method::DELETE, "/api/products/3", named, b"").await;
        let read = client.get_with(placed.field("location"), named).await;
        assert_eq!((read.json(), read.field("etag")), (order, placed.field("etag")));
        let known = [named[0], ("if-none-match", placed.field("etag"))];
        let again = client.get_with(placed.field("location"), &known).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        let elsewhere = client.get(placed.field("location")).await;
        elsewhere.pointers(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_cannot_be_sold_is_not_ordered() {
    for client in Client::on_both().await {
        let nothing = place(&client, &[]).await;
        nothing.pointers(StatusCode::CONFLICT);
        assert_eq!(nothing.field("sandbox"), "", "what is refused makes no sandbox");
        let sandbox = add(&client, &[], 1, 2).await.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &sandbox)];
        add(&client, named, 2, 1).await;
        let patch = [named[0], ("content-type", "application/merge-patch+json")];
        client
            .send(Method::PATCH, "/api/products/1", &patch, br#"{"stock": 1}"#)
            .await;
        let mut log = Log::new(&client, &sandbox);
        let two = stock(&client, named, 2).await;
        let short = place(&client, named).await;
        short.pointers(StatusCode::CONFLICT);
        assert!(short.text().contains("there are 1 of product 1"), "{}", short.text());
        assert_eq!(stock(&client, named, 2).await, two, "{}", client.database);
        assert_eq!(client.get_with("/api/cart", named).await.json()["quantity"], 3);
        assert_eq!(client.get_with("/api/orders", named).await.json()["total"], 0);
        assert_eq!(log.rest().await, []);
    }
}

#[tokio::test]
async fn an_order_that_is_sent_again_is_placed_once() {
    for client in Client::on_both().await {
        let sandbox = add(&client, &[], 1, 2).await.field("sandbox").to_owned();
        let keyed: Fields = &[("sandbox", &sandbox), ("idempotency-key", "a")];
        let named = &keyed[..1];
        let at_once = join_all((0..5).map(|_| place(&client, keyed))).await;
        for answer in &at_once {
            assert_eq!(
                (answer.status, &answer.content, answer.field("location")),
                (StatusCode::CREATED, &at_once[0].content, at_once[0].field("location")),
                "{}",
                client.database
            );
        }
        assert_eq!(stock(&client, named, 1).await, 49);
        assert_eq!(Log::new(&client, &sandbox).rest().await.len(), 1);
        // Without a key, one of them has the cart, and the others find it empty.
        add(&client, named, 1, 1).await;
        let at_once = join_all((0..5).map(|_| place(&client, named))).await;
        let placed = at_once.iter().filter(|answer| answer.status == StatusCode::CREATED);
        assert_eq!(placed.count(), 1, "{}", client.database);
        assert_eq!(stock(&client, named, 1).await, 48);
    }
}

#[tokio::test]
async fn orders_have_pages_and_go_with_a_reset() {
    for client in Client::on_both().await {
        let none = client.get("/api/orders").await.json();
        let empty = json!({"items": [], "total": 0, "pages": 0, "current_page": 1, "per_page": 20});
        assert_eq!(none, empty);
        let sandbox = add(&client, &[], 1, 1).await.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &sandbox)];
        let mut orders = Vec::new();
        for product in 1..=5 {
            if product > 1 {
                add(&client, named, product * 10 + 1, 1).await;
            }
            orders.push(place(&client, named).await.json());
        }
        orders.reverse();
        let target = format!("/api/orders?page=2&per_page=2&sandbox={sandbox}");
        let page = client.get(&target).await;
        assert_eq!(
            page.json(),
            json!({"items": orders[2..4], "total": 5, "pages": 3, "current_page": 2, "per_page": 2}),
            "{}",
            client.database
        );
        let next = format!("/api/orders?page=3&per_page=2&sandbox={sandbox}>; rel=\"next\"");
        assert!(page.field("link").contains(&next), "{}", page.field("link"));
        let past = client.get_with("/api/orders?page=9", named).await.json();
        assert_eq!((&past["items"], &past["total"]), (&json!([]), &json!(5)));
        for (query, pointer) in [("page=0", "/page"), ("per_page=x", "/per_page")] {
            let answer = client.get(&format!("/api/orders?{query}")).await;
            assert_eq!(answer.pointers(StatusCode::BAD_REQUEST), [pointer]);
        }

        let reset = client.send(Method::POST, "/api/sandbox/reset", named, b"").await;
        assert_eq!(reset.status, StatusCode::NO_CONTENT, "{}", client.database);
        assert_eq!(client.get_with("/api/orders", named).await.json(), empty);
        add(&client, named, 1, 1).await;
        assert_eq!(place(&client, named).await.json()["number"], 1);
    }
}
