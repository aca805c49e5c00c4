//! `/api/socket`: who says what in which room.

mod login;
mod presence;

use std::net::SocketAddr;

use http::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::Message;

use super::client::{Room, Socket, socket, switched};
use crate::client::Client;

/// The token of a login.
async fn token(client: &Client, username: &str) -> String {
    let login = json!({"username": username, "password": "secret123"}).to_string();
    let json = [("content-type", "application/json")];
    let session = client
        .send(Method::POST, "/login", &json, login.as_bytes())
        .await
        .json();
    session["token"].as_str().unwrap().to_owned()
}

/// Begins a conversation with a token; returns what it is told.
async fn log_in(address: SocketAddr, target: &str, fields: &[(&str, &str)], token: &str) -> (Socket, Value) {
    let mut socket = socket(address, target, fields).await.unwrap();
    socket.say(&json!({"type": "auth", "token": token})).await;
    let told = socket.next().await;
    (socket, told)
}

/// A conversation of somebody who is logged in, in a sandbox.
async fn converse(address: SocketAddr, sandbox: &str, token: &str) -> Socket {
    let target = format!("/api/socket?sandbox={sandbox}");
    let (socket, success) = log_in(address, &target, &[], token).await;
    assert_eq!(
        (&success["type"], &success["sandbox"]),
        (&json!("auth_success"), &json!(sandbox))
    );
    socket
}

/// A conversation of one of the pristine users, in the sandbox of a room.
async fn somebody(client: &Client, address: SocketAddr, room: &Room<'_>, username: &str) -> Socket {
    converse(address, &room.sandbox, &token(client, username).await).await
}

/// Enters a room; returns what it is told.
async fn join(socket: &mut Socket, room: &str, after: Option<&str>) -> Value {
    let mut join = json!({"type": "join", "room": room});
    if let Some(after) = after {
        join["after"] = json!(after);
    }
    socket.say(&join).await;
    let joined = socket.next().await;
    assert_eq!(
        (&joined["type"], &joined["room"]),
        (&json!("joined"), &json!(room)),
        "{joined}"
    );
    joined
}

async fn chat(socket: &mut Socket, room: &str, text: &str, id: Option<&str>) {
    let mut message = json!({"type": "chat_message", "room": room, "text": text});
    if let Some(id) = id {
        message["id"] = json!(id);
    }
    socket.say(&message).await;
}

/// The next message of this type; there may be others before it.
async fn next_of(socket: &mut Socket, type_: &str) -> Value {
    loop {
        let told = socket.next().await;
        if told["type"] == type_ {
            return told;
        }
    }
}

/// What comes next says this of somebody in a room.
async fn status(socket: &mut Socket, username: &str, status: &str) {
    let told = socket.next().await;
    assert_eq!(
        (&told["type"], &told["user"]["username"], &told["status"]),
        (&json!("user_status"), &json!(username), &json!(status)),
        "{told}"
    );
}

/// Who is in a room, as `joined` says it.
fn users(joined: &Value) -> Vec<(&str, &str)> {
    let users = joined["users"].as_array().unwrap().iter();
    users
        .map(|user| {
            (
                user["user"]["username"].as_str().unwrap(),
                user["status"].as_str().unwrap(),
            )
        })
        .collect()
}

/// All that was told is told: what is not there before the answer to this does not come.
async fn nothing_more(socket: &mut Socket) {
    socket.say(&json!({"type": "leave", "room": "nowhere"})).await;
    assert_eq!(socket.next().await, json!({"type": "left", "room": "nowhere"}));
}

#[tokio::test]
async fn what_one_says_all_hear() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let address = client.listen().await;
        let mut john = somebody(&client, address, &room, "johndoe").await;
        let mut jane = somebody(&client, address, &room, "janesmith").await;
        join(&mut john, "lobby", None).await;
        let joined = join(&mut jane, "lobby", None).await;
        assert_eq!(
            users(&joined),
            [("johndoe", "online"), ("janesmith", "online")],
            "{}",
            client.database
        );
        status(&mut john, "janesmith", "online").await;
        chat(&mut john, "lobby", "one", Some("j-1")).await;
        let sent = next_of(&mut john, "sent").await;
        assert_eq!((&sent["room"], &sent["id"]), (&json!("lobby"), &json!("j-1")));
        let first = jane.next().await;
        assert_eq!((&first["cursor"], &first["id"]), (&sent["cursor"], &sent["id"]));
        chat(&mut jane, "lobby", "two", None).await;
        chat(&mut jane, "lobby", "three", None).await;
        room.say("four", None).await;
        room.say_in("tea", "not here").await;
        let mut heard = vec![first];
        for _ in 0..3 {
            heard.push(next_of(&mut jane, "chat_message").await);
        }
        let list = room.list(&format!("&before={}", next_cursor(&heard[3]))).await;
        let mut said = list["messages"].as_array().unwrap()[1..].to_vec();
        let texts: Vec<_> = said
            .iter()
            .map(|message| message["text"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!((texts[0].as_str(), texts.len()), ("one", 4), "{}", client.database);
        for message in &mut said {
            message["type"] = json!("chat_message");
        }
        assert_eq!(heard, said, "{}", client.database);
    }
}

/// The cursor of what would come next.
fn next_cursor(message: &Value) -> String {
    let (epoch, seq) = message["cursor"].as_str().unwrap().split_once('-').unwrap();
    format!("{epoch}-{}", seq.parse::<u64>().unwrap() + 1)
}

#[tokio::test]
async fn a_message_is_said_once_whoever_comes_again() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let address = client.listen().await;
        let token = token(&client, "janesmith").await;
        let mut before = converse(address, &room.sandbox, &token).await;
        chat(&mut before, "lobby", "once", Some("m-1")).await;
        let sent = next_of(&mut before, "sent").await;
        drop(before);
        let mut after = converse(address, &room.sandbox, &token).await;
        join(&mut after, "lobby", Some(&room.cursor)).await;
        assert_eq!(next_of(&mut after, "chat_message").await["cursor"], sent["cursor"]);
        chat(&mut after, "lobby", "once", Some("m-1")).await;
        assert_eq!(after.next().await, sent, "{}", client.database);
        chat(&mut after, "lobby", "something else", Some("m-1")).await;
        let refused = after.next().await;
        assert_eq!(
            (&refused["problem"]["status"], &refused["id"]),
            (&json!(409), &json!("m-1")),
            "{refused}"
        );
        nothing_more(&mut after).await;
        assert_eq!(room.list("").await["messages"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn each_room_begins_at_its_own_place() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut cursors = Vec::new();
    for number in 0..6 {
        let name = ["tea", "lobby"][number % 2];
        let said = room.say_in(name, &number.to_string()).await.json();
        cursors.push(said["cursor"].as_str().unwrap().to_owned());
    }
    let mut jane = somebody(&client, address, &room, "janesmith").await;
    let texts = async |socket: &mut Socket, expected: &[&str]| {
        for text in expected {
            let told = next_of(socket, "chat_message").await;
            assert_eq!(told["text"], *text, "{told}");
        }
        nothing_more(socket).await;
    };
    let joined = join(&mut jane, "lobby", Some(&cursors[1])).await;
    assert_eq!(joined["cursor"], cursors[1]);
    texts(&mut jane, &["3", "5"]).await;
    // A second room that begins before the first one, one that begins at its start, and one where there is nothing new.
    join(&mut jane, "tea", Some(&cursors[0])).await;
    texts(&mut jane, &["2", "4"]).await;
    join(&mut jane, "tea", Some("earliest")).await;
    texts(&mut jane, &["0", "2", "4"]).await;
    join(&mut jane, "tea", Some(&cursors[5])).await;
    nothing_more(&mut jane).await;
    room.say("6", None).await;
    room.say_in("tea", "7").await;
    texts(&mut jane, &["6", "7"]).await;
    jane.say(&json!({"type": "leave", "room": "tea"})).await;
    assert_eq!(jane.next().await, json!({"type": "left", "room": "tea"}));
    room.say_in("tea", "8").await;
    room.say("9", None).await;
    texts(&mut jane, &["9"]).await;
}

#[tokio::test]
async fn a_cursor_ahead_of_the_subscription_passes_over_what_the_client_has() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut jane = somebody(&client, address, &room, "janesmith").await;
    join(&mut jane, "lobby", None).await;
    // The subscription goes on for the first room, and is not always there yet when the second one begins.
    for number in 0..20 {
        let said = room.say_in("tea", &number.to_string()).await.json();
        let joined = join(&mut jane, "tea", said["cursor"].as_str()).await;
        assert_eq!(joined["cursor"], said["cursor"]);
        let next = room.say_in("tea", "next").await.json();
        assert_eq!(next_of(&mut jane, "chat_message").await["cursor"], next["cursor"]);
        jane.say(&json!({"type": "leave", "room": "tea"})).await;
        assert_eq!(jane.next().await, json!({"type": "left", "room": "tea"}));
    }
    nothing_more(&mut jane).await;
}

#[tokio::test]
async fn what_is_not_there_any_more_is_told() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let address = client.listen().await;
        let mut jane = somebody(&client, address, &room, "janesmith").await;
        join(&mut jane, "lobby", None).await;
        join(&mut jane, "tea", None).await;
        let named = [("sandbox", &*room.sandbox)];
        client.send(Method::POST, "/api/sandbox/reset", &named, b"").await;
        let gap = jane.next().await;
        assert_eq!(
            (&gap["type"], &gap["cursor"]),
            (&json!("gap"), &json!("0-0")),
            "{}",
            client.database
        );
        // The reset has taken away who is there, and she still is.
        for name in ["lobby", "tea"] {
            let joined = jane.next().await;
            assert_eq!((&joined["type"], &joined["room"]), (&json!("joined"), &json!(name)));
            assert_eq!(users(&joined), [("janesmith", "online")]);
        }
        let anew = room.say("anew", None).await.json();
        assert_eq!(next_of(&mut jane, "chat_message").await["cursor"], anew["cursor"]);
        join(&mut jane, "lobby", Some(&room.cursor)).await;
        assert_eq!(jane.next().await["type"], "gap");
        assert_eq!(next_of(&mut jane, "chat_message").await["cursor"], anew["cursor"]);
        nothing_more(&mut jane).await;
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_and_the_connection_stays() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut jane = somebody(&client, address, &room, "janesmith").await;
    let long = format!(
        r#"{{"type": "chat_message", "room": "lobby", "text": "{}"}}"#,
        "x".repeat(2_001)
    );
    for (said, status, pointer) in [
        ("{", 400, Value::Null),
        (r#"{"type": "shout"}"#, 422, json!("/type")),
        (r#"{"type": "join", "room": "a b"}"#, 422, json!("/room")),
        (
            r#"{"type": "join", "room": "lobby", "after": "yesterday"}"#,
            422,
            json!("/after"),
        ),
        (r#"{"type": "auth", "token": "x"}"#, 409, Value::Null),
        (&long, 422, json!("/text")),
    ] {
        jane.send(Message::text(said)).await;
        let told = jane.next().await;
        assert_eq!(
            (&told["type"], &told["problem"]["status"]),
            (&json!("error"), &json!(status)),
            "{told}"
        );
        assert_eq!(told["problem"]["errors"][0]["pointer"], pointer, "{told}");
    }
    for number in 0..16 {
        join(&mut jane, &format!("room-{number}"), None).await;
    }
    jane.say(&json!({"type": "join", "room": "one-too-many"})).await;
    assert_eq!(
        next_of(&mut jane, "error").await["problem"]["errors"][0]["pointer"],
        "/room"
    );
    // The longest text there may be, with each character as two escapes.
    let text = "\\ud83d\\ude00".repeat(2_000);
    let said = format!(r#"{{"type": "chat_message", "room": "room-1", "text": "{text}"}}"#);
    jane.send(Message::text(said)).await;
    next_of(&mut jane, "sent").await;
}

#[tokio::test]
async fn what_is_against_the_protocol_ends_the_connection() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let token = token(&client, "janesmith").await;
    let large = json!({"type": "leave", "room": "x".repeat(40_000)}).to_string();
    for (message, code) in [(Message::binary(vec![1, 2, 3]), 1003), (Message::text(large), 1009)] {
        let mut jane = converse(address, &room.sandbox, &token).await;
        jane.send(message).await;
        assert_eq!(jane.closed().await, code);
    }
    let mut io = switched(address, "/api/socket", &[]).await.unwrap();
    // A frame of text, `{}`, that is not masked.
    io.write_all(&[0x81, 0x02, b'{', b'}']).await.unwrap();
    let mut frame = [0; 4];
    io.read_exact(&mut frame).await.unwrap();
    assert_eq!((frame[0], u16::from_be_bytes([frame[2], frame[3]])), (0x88, 1002));
}

#[tokio::test]
async fn the_end_of_the_server_is_polite() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut jane = somebody(&client, address, &room, "janesmith").await;
    join(&mut jane, "lobby", None).await;
    let mut nobody = socket(address, "/api/socket", &[]).await.unwrap();
    client.shutdown.begin();
    assert_eq!((jane.closed().await, nobody.closed().await), (1001, 1001));
    client.shutdown.finished().await;
    client.presence.close().await;
    assert!(
        store::presence::Entity::find()
            .one(client.store.reader())
            .await
            .unwrap()
            .is_none()
    );
    client.feed.close().await;
}
