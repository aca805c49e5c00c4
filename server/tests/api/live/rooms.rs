//! `/api/socket`: who says what in which room, who is there, and who is writing.

use std::net::SocketAddr;

use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use server::live::presence::LEASE;
use store::{Time, presence};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::Message;

use super::client::{Room, Socket, Stream, socket, switched};
use crate::client::{APP, Client};

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

/// A conversation of somebody who is logged in, in a sandbox.
async fn converse(address: SocketAddr, sandbox: &str, token: &str) -> Socket {
    let target = format!("/api/socket?sandbox={sandbox}");
    let mut socket = socket(address, &target, &[]).await.unwrap();
    socket.say(&json!({"type": "auth", "token": token})).await;
    let success = socket.next().await;
    assert_eq!(
        (&success["type"], &success["sandbox"]),
        (&json!("auth_success"), &json!(sandbox))
    );
    socket
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
    let mut wrong = socket(address, "/api/socket", &[]).await.unwrap();
    wrong.say(&json!({"type": "auth", "token": "ses_0"})).await;
    assert_eq!(wrong.next().await["type"], "auth_failed");
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
    let mut socket = socket(address, "/api/socket", &[]).await.unwrap();
    socket.say(&json!({"type": "auth", "token": token})).await;
    let success = socket.next().await;
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
async fn what_one_says_all_hear() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let address = client.listen().await;
        let mut john = converse(address, &room.sandbox, &token(&client, "johndoe").await).await;
        let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
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
    let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
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
    let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
    join(&mut jane, "lobby", None).await;
    // The connection is told of nothing while it is joining, so its subscription is behind these at times; never is one doubled.
    for number in 0..20 {
        let said = room.say_in("tea", &number.to_string()).await.json();
        join(&mut jane, "tea", said["cursor"].as_str()).await;
    }
    nothing_more(&mut jane).await;
}

#[tokio::test]
async fn what_is_not_there_any_more_is_told() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let address = client.listen().await;
        let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
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
        let mut john = converse(address, &room.sandbox, &token(&client, "johndoe").await).await;
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
    let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
    join(&mut jane, "lobby", None).await;
    let delete = store::sandbox::Entity::delete_by_id(room.sandbox.clone());
    delete.exec(client.store.writer()).await.unwrap();
    client.presence.renew(Timestamp::now()).await;
    assert_eq!(jane.closed().await, 4404);
}

#[tokio::test]
async fn who_is_writing_is_told_to_the_others() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut john = converse(address, &room.sandbox, &token(&client, "johndoe").await).await;
    let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
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
async fn what_is_wrong_is_told_and_the_connection_stays() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
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
async fn the_handshake_names_the_sandbox() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let unknown = "/api/socket?sandbox=0198c1a4-7d3c-7a10-8f52-0d5f3c2b1a99";
    assert_eq!(socket(address, unknown, &[]).await.err(), Some(StatusCode::NOT_FOUND));
    assert_eq!(client.get("/api/socket").await.status, StatusCode::UPGRADE_REQUIRED);
    let cookie = format!("sandbox={}", room.sandbox);
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
        let mut socket = socket(address, "/api/socket", &fields).await.unwrap();
        socket.say(&json!({"type": "auth", "token": token})).await;
        let success = socket.next().await;
        assert_eq!(success["sandbox"] == *room.sandbox, is_named, "{fields:?} {success}");
    }
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
    let auth = json!({"type": "auth", "token": token});
    // The token says which sandbox it is of.
    let mut own = socket(address, "/api/socket", &[]).await.unwrap();
    own.say(&auth).await;
    assert_eq!(own.next().await["sandbox"], *room.sandbox);
    let other = Room::new(&client).await;
    let target = format!("/api/socket?sandbox={}", other.sandbox);
    let mut elsewhere = socket(address, &target, &[]).await.unwrap();
    elsewhere.say(&auth).await;
    assert_eq!(elsewhere.next().await["type"], "auth_failed");
    assert_eq!(elsewhere.closed().await, 4401);
}

#[tokio::test]
async fn the_end_of_the_server_is_polite() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut jane = converse(address, &room.sandbox, &token(&client, "janesmith").await).await;
    join(&mut jane, "lobby", None).await;
    let mut nobody = socket(address, "/api/socket", &[]).await.unwrap();
    client.shutdown.begin();
    assert_eq!((jane.closed().await, nobody.closed().await), (1001, 1001));
    client.shutdown.finished().await;
    client.presence.close().await;
    assert!(
        presence::Entity::find()
            .one(client.store.reader())
            .await
            .unwrap()
            .is_none()
    );
    client.feed.close().await;
}
