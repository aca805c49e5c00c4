//! `/api/notifications`

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    client::{Answer, Client, Fields},
    log::Log,
};

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

#[tokio::test]
async fn what_is_sent_and_what_is_read_is_an_event_each_once() {
    for client in Client::on_both().await {
        let nothing = client.get("/api/notifications").await.json();
        assert_eq!(nothing["events_cursor"], "0-0");
        let made = send(&client, &[], "one").await;
        let sandbox = made.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &sandbox)];
        let list = client.get_with("/api/notifications", named).await.json();
        let before = list["events_cursor"].as_str().unwrap();
        let mut log = Log::behind(&client, &sandbox, before);
        assert_eq!(log.rest().await, [], "what is listed is behind the reader");

        let mut one = made.json();
        let two = send(&client, named, "two").await.json();
        let target = format!("/api/notifications/{}/read", one["id"].as_str().unwrap());
        for _ in 0..2 {
            let read = client.send(Method::POST, &target, named, b"").await;
            assert_eq!(read.status, StatusCode::NO_CONTENT, "{}", client.database);
        }
        let three = send(&client, named, "three").await.json();
        one["read"] = json!(true);
        for notification in [&two, &one, &three] {
            assert_eq!(log.next().await, ("notification".to_owned(), notification.clone()));
        }
        assert_eq!(log.rest().await, [], "{}", client.database);
        // A client that comes late goes on from where the log stood before its list, and meets what the list has not.
        let list = client.get_with("/api/notifications", named).await.json();
        assert_eq!(list["items"], json!([one, two, three]));
        let four = send(&client, named, "four").await.json();
        let mut late = Log::behind(&client, &sandbox, list["events_cursor"].as_str().unwrap());
        assert_eq!(late.rest().await, [("notification".to_owned(), four)]);
    }
}

#[tokio::test]
async fn what_is_refused_is_no_event() {
    let client = Client::new().await;
    let made = send(&client, &[], "one").await;
    let sandbox = made.field("sandbox").to_owned();
    let keyed: Fields = &[("sandbox", &sandbox), ("idempotency-key", "a")];
    let mut log = Log::new(&client, &sandbox);
    log.next().await;
    send(&client, keyed, " ")
        .await
        .pointers(StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = "/api/notifications/019a0000-0000-7000-8000-000000000000/read";
    let read = client.send(Method::POST, unknown, keyed, b"").await;
    read.pointers(StatusCode::NOT_FOUND);
    // Sent again, it is the same notification, and no other event.
    let two = send(&client, keyed, "two").await.json();
    assert_eq!(send(&client, keyed, "two").await.json(), two);
    assert_eq!(log.rest().await, [("notification".to_owned(), two)]);
}
