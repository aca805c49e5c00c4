//! `/api/notifications`

use http::{Method, StatusCode};
use serde_json::json;

use crate::client::{Answer, Client, Fields};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn send(client: &Client, fields: Fields<'_>, title: &str) -> Answer {
    let content = json!({"title": title, "message": "Hello."}).to_string();
    client
        .send(
            Method::POST,
            "/api/notifications",
            &[fields, &[JSON]].concat(),
            content.as_bytes(),
        )
        .await
}

#[tokio::test]
async fn what_is_new_comes_behind_the_cursor() {
    for client in Client::on_both().await {
        let none = client.get("/api/notifications").await.json();
        assert_eq!((&none["items"], &none["unread"]), (&json!([]), &json!(0)));
        let made = send(&client, &[], "one").await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        let sandbox = made.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &sandbox)];
        let after = async |cursor: &str| {
            client
                .get_with(&format!("/api/notifications?after={cursor}"), named)
                .await
        };
        let titles = |answer: &Answer| {
            let items = answer.json()["items"].as_array().unwrap().clone();
            items
                .iter()
                .map(|item| item["title"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let first = after(none["cursor"].as_str().unwrap()).await;
        assert_eq!(
            titles(&first),
            ["one"],
            "a cursor from before the sandbox is the beginning"
        );
        send(&client, named, "two").await;
        send(&client, named, "three").await;
        let cursor = first.json()["cursor"].as_str().unwrap().to_owned();
        assert_eq!(titles(&after(&cursor).await), ["two", "three"], "{}", client.database);
        assert_eq!(titles(&after("earliest").await).len(), 3);
        let latest = after("latest").await;
        assert_eq!((titles(&latest).len(), &latest.json()["unread"]), (0, &json!(3)));
        let again = after(latest.json()["cursor"].as_str().unwrap()).await;
        assert_eq!(again.content, latest.content);

        let id = made.json()["id"].as_str().unwrap().to_owned();
        for _ in 0..2 {
            let read = client
                .send(Method::POST, &format!("/api/notifications/{id}/read"), named, b"")
                .await;
            assert_eq!(read.status, StatusCode::NO_CONTENT);
        }
        let all = client.get_with("/api/notifications", named).await.json();
        assert_eq!((&all["unread"], &all["items"][0]["read"]), (&json!(2), &json!(true)));
        let other = client
            .send(Method::POST, &format!("/api/notifications/{id}/read"), &[], b"")
            .await;
        other.pointers(StatusCode::NOT_FOUND);
        assert_eq!(after("yesterday").await.pointers(StatusCode::BAD_REQUEST), ["/after"]);
        send(&client, named, " ")
            .await
            .pointers(StatusCode::UNPROCESSABLE_ENTITY);
    }
}
