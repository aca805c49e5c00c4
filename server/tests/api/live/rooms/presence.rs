//! Who is in a room, and who is writing.

use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use server::live::presence::LEASE;
use store::{Time, presence};
use tokio_tungstenite::tungstenite::Message;

use super::{converse, join, log_in, next_of, nothing_more, somebody, status, token, users};
use crate::{
    client::Client,
    live::client::{Room, Stream},
};

#[tokio::test]
async fn somebody_is_there_while_one_of_their_windows_is() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let address = client.listen().await;
        let target = format!("/api/events?sandbox={}", room.sandbox);
        let mut events = Stream::open(address, &target, &[]).await;
        events.next().await;
        let (john, jane) = (token(&client, "johndoe").await, token(&client, "janesmith").await);
        let mut john = converse(address, &room.sandbox, &john).await;
        join(&mut john, "lobby", None).await;
        let told = events.next().await;
        assert_eq!((&*told.event, &told.data["status"]), ("presence", &json!("online")));
        let mut first = converse(address, &room.sandbox, &jane).await;
        join(&mut first, "lobby", None).await;
        status(&mut john, "janesmith", "online").await;
        let mut second = converse(address, &room.sandbox, &jane).await;
        join(&mut second, "lobby", None).await;
        first.say(&json!({"type": "status", "status": "away"})).await;
        nothing_more(&mut first).await;
        nothing_more(&mut john).await;
        second.say(&json!({"type": "status", "status": "away"})).await;
        status(&mut john, "janesmith", "away").await;
        second.say(&json!({"type": "status", "status": "online"})).await;
        status(&mut john, "janesmith", "online").await;
        // The connection breaks, without a word.
        drop(second);
        status(&mut john, "janesmith", "away").await;
        let mut third = converse(address, &room.sandbox, &jane).await;
        let joined = join(&mut third, "lobby", None).await;
        assert_eq!(
            users(&joined),
            [("johndoe", "online"), ("janesmith", "online")],
            "{}",
            client.database
        );
        status(&mut john, "janesmith", "online").await;
        first.send(Message::Close(None)).await;
        third.say(&json!({"type": "leave", "room": "lobby"})).await;
        assert_eq!(next_of(&mut third, "left").await["room"], "lobby");
        loop {
            let told = john.next().await;
            if told["status"] == "offline" {
                break;
            }
            // The window that is left for a moment looks elsewhere.
            assert_eq!(told["status"], "away");
        }
        let list = room.list("").await;
        assert_eq!(list["messages"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_a_node_leaves_behind_is_taken_away() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let address = client.listen().await;
        let mut john = somebody(&client, address, &room, "johndoe").await;
        let now = Timestamp::now();
        let lease = |connection: &str, until: Timestamp| presence::Model {
            connection: connection.to_owned(),
            room: "lobby".to_owned(),
            sandbox: room.sandbox.clone(),
            user_id: 2,
            username: Some("janesmith".to_owned()),
            name: "Jane Smith".to_owned(),
            session: "0".to_owned(),
            away: false,
            node: "another".to_owned(),
            expires_at: Time::from(until),
        };
        let of_another = [lease("a", now + LEASE), lease("b", now + LEASE + LEASE + LEASE)];
        let insert = presence::Entity::insert_many(of_another.map(|lease| lease.into_active_model().reset_all()));
        insert.exec_without_returning(client.store.writer()).await.unwrap();
        let joined = join(&mut john, "lobby", None).await;
        assert_eq!(users(&joined), [("johndoe", "online"), ("janesmith", "online")]);
        let later = |leases: i32| now + LEASE * leases + SignedDuration::from_secs(1);
        client.presence.renew(later(1)).await;
        nothing_more(&mut john).await;
        client.presence.renew(later(3)).await;
        status(&mut john, "janesmith", "offline").await;
        // His own lease was renewed each time, or else he would have gone.
        nothing_more(&mut john).await;
        let left = presence::Entity::find().all(client.store.reader()).await.unwrap();
        assert_eq!(left.len(), 1, "{}", client.database);
        // A lease that was taken away from somebody who is there is taken again.
        presence::Entity::delete_many()
            .exec(client.store.writer())
            .await
            .unwrap();
        client.presence.renew(later(3)).await;
        assert_eq!(users(&next_of(&mut john, "joined").await), [("johndoe", "online")]);
        client.presence.close().await;
        assert!(
            presence::Entity::find()
                .one(client.store.reader())
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test]
async fn who_is_writing_is_told_to_the_others() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut john = somebody(&client, address, &room, "johndoe").await;
    let mut jane = somebody(&client, address, &room, "janesmith").await;
    join(&mut john, "lobby", None).await;
    join(&mut jane, "lobby", None).await;
    status(&mut john, "janesmith", "online").await;
    for _ in 0..3 {
        jane.say(&json!({"type": "typing", "room": "lobby"})).await;
    }
    let told = john.next().await;
    assert_eq!(told["type"], "typing");
    assert_eq!(
        (&told["room"], &told["user"]["username"]),
        (&json!("lobby"), &json!("janesmith"))
    );
    nothing_more(&mut jane).await;
    nothing_more(&mut john).await;
    jane.say(&json!({"type": "typing", "room": "tea"})).await;
    assert_eq!(jane.next().await["problem"]["errors"][0]["pointer"], "/room");
    let feed = format!("/v1/feeds/typing.{}?wait=0", room.sandbox);
    client.get(&feed).await.pointers(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_of_a_sandbox_is_nobody_elsewhere() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let json = ("content-type", "application/json");
    let fields = [json, ("sandbox", &*room.sandbox)];
    let ada = br#"{"name": "Ada", "email": "ada@example.com", "username": "ada", "password": "correct horse"}"#;
    client.send(Method::POST, "/api/users", &fields, ada).await;
    let login = br#"{"username": "ada", "password": "correct horse"}"#;
    let session = client.send(Method::POST, "/login", &fields, login).await.json();
    let token = session["token"].as_str().unwrap();
    // The token says which sandbox it is of.
    let (_own, told) = log_in(address, "/api/socket", &[], token).await;
    assert_eq!(told["sandbox"], *room.sandbox);
    let other = Room::new(&client).await;
    let target = format!("/api/socket?sandbox={}", other.sandbox);
    let (mut elsewhere, told) = log_in(address, &target, &[], token).await;
    assert_eq!(told["type"], "auth_failed");
    assert_eq!(elsewhere.closed().await, 4401);
}
