//! Who may begin a conversation, in which sandbox, and until when.

use http::{Method, StatusCode};
use jiff::Timestamp;
use sea_orm::EntityTrait;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::{chat, converse, join, log_in, next_of, somebody, token};
use crate::{
    client::{APP, Client},
    live::client::{Room, socket},
};

#[tokio::test]
async fn nobody_speaks_before_the_login() {
    let client = Client::new().await;
    let address = client.listen().await;
    for (said, status) in [
        (r#"{"type": "join", "room": "lobby"}"#, 401),
        (r#"{"type": "chat_message", "room": "lobby", "text": "x"}"#, 401),
        ("{", 400),
        (r#"{"type": "auth"}"#, 422),
    ] {
        let mut socket = socket(address, "/api/socket", &[]).await.unwrap();
        socket.send(Message::text(said)).await;
        let told = socket.next().await;
        assert_eq!(
            (&told["type"], &told["problem"]["status"]),
            (&json!("error"), &json!(status)),
            "{said}"
        );
        assert_eq!(socket.closed().await, 4401, "{said}");
    }
    let (mut wrong, told) = log_in(address, "/api/socket", &[], "ses_0").await;
    assert_eq!(told["type"], "auth_failed");
    assert_eq!(wrong.closed().await, 4401);
}

#[tokio::test]
async fn who_does_not_log_in_is_left() {
    let client = Client::new().await;
    let address = client.listen().await;
    let mut socket = socket(address, "/api/socket", &[]).await.unwrap();
    tokio::time::pause();
    assert_eq!(socket.closed().await, 4401);
}

#[tokio::test]
async fn a_login_is_enough_for_a_sandbox() {
    let client = Client::new().await;
    let address = client.listen().await;
    let token = token(&client, "johndoe").await;
    let (mut socket, success) = log_in(address, "/api/socket", &[], &token).await;
    assert_eq!(
        success["user"],
        json!({"id": 1, "username": "johndoe", "name": "John Doe"})
    );
    let sandbox = success["sandbox"].as_str().unwrap();
    assert_eq!(
        join(&mut socket, "lobby", None).await["users"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    chat(&mut socket, "lobby", "here", None).await;
    let said = next_of(&mut socket, "chat_message").await;
    let list = client.get(&format!("/api/messages?sandbox={sandbox}")).await.json();
    assert_eq!(list["messages"][0]["cursor"], said["cursor"]);
}

#[tokio::test]
async fn a_login_that_is_over_does_not_count() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    for says_something in [true, false] {
        let token = token(&client, "janesmith").await;
        let mut jane = converse(address, &room.sandbox, &token).await;
        join(&mut jane, "lobby", None).await;
        let bearer = format!("Bearer {token}");
        client
            .send(Method::POST, "/logout", &[("authorization", &bearer)], b"")
            .await;
        if says_something {
            chat(&mut jane, "lobby", "still here?", None).await;
        } else {
            client.presence.renew(Timestamp::now()).await;
        }
        assert_eq!(jane.closed().await, 4401);
    }
    assert_eq!(room.list("").await["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_sandbox_that_is_gone_ends_the_conversation() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut jane = somebody(&client, address, &room, "janesmith").await;
    join(&mut jane, "lobby", None).await;
    let delete = store::sandbox::Entity::delete_by_id(room.sandbox.clone());
    delete.exec(client.store.writer()).await.unwrap();
    client.presence.renew(Timestamp::now()).await;
    assert_eq!(jane.closed().await, 4404);
}

#[tokio::test]
async fn the_handshake_names_the_sandbox() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let unknown = "/api/socket?sandbox=0198c1a4-7d3c-7a10-8f52-0d5f3c2b1a99";
    assert_eq!(socket(address, unknown, &[]).await.err(), Some(StatusCode::NOT_FOUND));
    assert_eq!(client.get("/api/socket").await.status, StatusCode::UPGRADE_REQUIRED);
    let cookie = format!("roundtrip_sandbox={}", room.sandbox);
    let token = token(&client, "janesmith").await;
    for (fields, is_named) in [
        (vec![("cookie", &*cookie)], true),
        (vec![("cookie", &*cookie), ("origin", APP)], true),
        (
            vec![("sandbox", &*room.sandbox), ("origin", "http://evil.example")],
            true,
        ),
        // A cookie of ours is none in a handshake of somebody else's page.
        (vec![("cookie", &*cookie), ("origin", "http://evil.example")], false),
    ] {
        let (_socket, success) = log_in(address, "/api/socket", &fields, &token).await;
        assert_eq!(success["sandbox"] == *room.sandbox, is_named, "{fields:?} {success}");
    }
}
