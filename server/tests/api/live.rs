//! The event log by its transports: what one says, all tell, in the same order and with the same cursors.

mod client;
mod rooms;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use self::client::{Room, Stream, socket};
use crate::client::Client;

#[tokio::test]
async fn all_transports_tell_the_same() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let feed = format!("/v1/feeds/sandbox.{}", room.sandbox);
    let query = format!("sandbox={}", room.sandbox);
    let mut practice = Stream::open(address, &format!("/api/events?{query}"), &[]).await;
    let accept = [("accept", "text/event-stream")];
    let mut events = Stream::open(address, &feed, &accept).await;
    let mut socket = socket(address, &feed, &[]).await.unwrap();
    let connected = practice.next().await;
    assert_eq!((&*connected.event, &*connected.id), ("connected", &*room.cursor));
    assert_eq!(connected.data["sandbox"], *room.sandbox);
    assert_eq!(events.next().await.event, "connected");
    assert_eq!(socket.next().await["kind"], "connected");

    let mut said = Vec::new();
    for text in ["one", "<b>two</b>", "three\nlines\u{2028}here"] {
        let message = room.say(text, None).await;
        assert_eq!(message.status, StatusCode::CREATED, "{message:?}");
        said.push(message.json());
    }
    let polled = room.poll(&room.cursor).await;
    assert_eq!(polled["messages"], json!(said));
    assert_eq!(polled["cursor"], said[2]["cursor"]);
    for message in &said {
        let cursor = message["cursor"].as_str().unwrap();
        let told = practice.next().await;
        assert_eq!((&*told.event, &*told.id, &told.data), ("message", cursor, message));
        let told = events.next().await;
        let by_socket = socket.next().await;
        assert_eq!((&*told.event, &*told.id), ("message", cursor));
        assert_eq!(told.data, by_socket);
        assert_eq!(
            (&by_socket["cursor"], &by_socket["at"]),
            (&message["cursor"], &message["sent_at"])
        );
        assert_eq!(by_socket["data"]["text"], message["text"]);
    }
    let read = client.get(&format!("{feed}?after={}&wait=0", room.cursor)).await.json();
    assert_eq!(read["events"].as_array().unwrap().len(), 3);
    assert_eq!(read["cursor"], said[2]["cursor"]);
}

#[tokio::test]
async fn whoever_comes_again_goes_on_where_it_was() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut cursors = Vec::new();
    for number in 0..5 {
        let message = room.say(&number.to_string(), None).await.json();
        cursors.push(message["cursor"].as_str().unwrap().to_owned());
    }
    let query = format!("sandbox={}", room.sandbox);
    let field = [("last-event-id", &*cursors[1])];
    let body = json!({"last_event_id": cursors[1]}).to_string();
    let target = format!("/api/events?{query}");
    for mut stream in [
        Stream::open(address, &target, &field).await,
        Stream::open(address, &format!("{target}&last_event_id={}", cursors[1]), &[]).await,
        Stream::open(address, &format!("{target}&last_event_id=latest"), &field).await,
        Stream::post(address, &target, &body).await,
    ] {
        assert_eq!(stream.next().await.id, cursors[1]);
        for (number, cursor) in cursors.iter().enumerate().skip(2) {
            let told = stream.next().await;
            assert_eq!((&told.id, &told.data["text"]), (cursor, &json!(number.to_string())));
        }
    }
    let feed = format!("/v1/feeds/sandbox.{}?after={}", room.sandbox, cursors[3]);
    let mut socket = socket(address, &feed, &[]).await.unwrap();
    assert_eq!(socket.next().await["cursor"], cursors[3]);
    assert_eq!(socket.next().await["cursor"], cursors[4]);
}

#[tokio::test]
async fn what_is_not_there_any_more_is_told() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let cursor = room.say("gone", None).await.json()["cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut stream = Stream::open(address, &format!("/api/events?sandbox={}", room.sandbox), &[]).await;
    assert_eq!(stream.next().await.id, cursor);
    let reset = client
        .send(Method::POST, "/api/sandbox/reset", &[("sandbox", &room.sandbox)], b"")
        .await;
    assert_eq!(reset.status, StatusCode::NO_CONTENT);
    let told = stream.next().await;
    assert_eq!((&*told.event, &*told.id), ("gap", "0-0"));
    assert_eq!(told.data.get("missing"), None);
    let polled = room.poll(&cursor).await;
    assert_eq!(
        (&polled["gap"]["cursor"], &polled["cursor"]),
        (&json!("0-0"), &json!("0-0"))
    );
    let again = room.say("anew", None).await.json();
    assert_eq!(stream.next().await.data, again);
    let feed = format!("/v1/feeds/sandbox.{}?after={cursor}", room.sandbox);
    let mut socket = socket(address, &feed, &[]).await.unwrap();
    assert_eq!(socket.next().await["kind"], "connected");
    assert_eq!(socket.next().await["kind"], "gap");
    assert_eq!(socket.next().await["cursor"], again["cursor"]);
}

#[tokio::test]
async fn a_poll_that_waits_is_answered_when_something_comes() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let target = |wait: u8| format!("/api/messages/poll?after={}&wait={wait}", room.cursor);
    let named = [("sandbox", &*room.sandbox)];
    let nothing = client.get_with(&target(0), &named).await.json();
    assert_eq!(nothing, json!({"messages": [], "cursor": room.cursor}));
    let patient = target(30);
    let (polled, said) = tokio::join!(client.get_with(&patient, &named), room.say("now", None));
    assert_eq!(polled.json()["messages"], json!([said.json()]));
    assert_eq!(polled.field("cache-control"), "no-store");
    for (target, pointer) in [
        ("/api/messages/poll?wait=31", "/wait"),
        ("/api/messages/poll?limit=501", "/limit"),
        ("/api/messages/poll?after=yesterday", "/after"),
        ("/api/messages/poll?room=a%20b", "/room"),
        ("/api/messages?limit=0", "/limit"),
        ("/api/messages?before=earliest", "/before"),
        ("/api/events?last_event_id=7", "/last_event_id"),
    ] {
        assert_eq!(
            client.get(target).await.pointers(StatusCode::BAD_REQUEST),
            [pointer],
            "{target}"
        );
    }
}

#[tokio::test]
async fn a_poll_takes_no_more_than_it_wants() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let mut said = Vec::new();
    for text in ["one", "two", "three"] {
        said.push(room.say(text, None).await.json());
    }
    let feed = format!("/v1/feeds/sandbox.{}", room.sandbox);
    // Whether it waits or not: what is there is there.
    for (limit, wait) in [(1, 0), (2, 0), (1, 30), (2, 30)] {
        let mut cursor = room.cursor.clone();
        let mut events = Vec::new();
        while events.len() < 3 {
            let answer = client
                .get(&format!("{feed}?after={cursor}&wait={wait}&limit={limit}"))
                .await
                .json();
            let some = answer["events"].as_array().unwrap();
            assert!((1..=limit).contains(&some.len()), "{answer}");
            assert_eq!(answer["cursor"], some.last().unwrap()["cursor"]);
            events.extend(some.iter().map(|event| event["cursor"].clone()));
            cursor = answer["cursor"].as_str().unwrap().to_owned();
        }
        let cursors: Vec<Value> = said.iter().map(|message| message["cursor"].clone()).collect();
        assert_eq!(events, cursors, "{limit} events, {wait} s");
    }
    let two = room.list("&limit=2").await;
    let polled = client
        .get_with(
            &format!(
                "/api/messages/poll?after={}&wait=0&limit=2",
                said[0]["cursor"].as_str().unwrap()
            ),
            &[("sandbox", &*room.sandbox)],
        )
        .await;
    assert_eq!(polled.json()["messages"], two["messages"]);
}

#[tokio::test]
async fn a_message_with_an_id_is_said_once() {
    for client in Client::on_both().await {
        let room = Room::new(&client).await;
        let first = room.say("hello", Some("m-1")).await;
        let again = room.say("hello", Some("m-1")).await;
        assert_eq!((again.status, again.json()), (StatusCode::CREATED, first.json()));
        let other = room.say("something else", Some("m-1")).await;
        assert_eq!(other.pointers(StatusCode::CONFLICT), ["/id"]);
        let list = room.list("").await;
        assert_eq!(
            list["messages"].as_array().unwrap().len(),
            2,
            "{}: {list}",
            client.database
        );
        assert_eq!(list["cursor"], first.json()["cursor"]);
    }
}

#[tokio::test]
async fn the_history_has_pages_and_rooms() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    for number in 0..7 {
        room.say(&number.to_string(), None).await;
        room.say_in("tea", "beside").await;
    }
    let texts = |list: &Value| {
        let messages = list["messages"].as_array().unwrap();
        messages
            .iter()
            .map(|message| message["text"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let newest = room.list("&limit=3").await;
    assert_eq!(texts(&newest), ["4", "5", "6"]);
    let earlier = newest["earlier"].as_str().unwrap();
    let before = room.list(&format!("&limit=4&before={earlier}")).await;
    assert_eq!(texts(&before), ["0", "1", "2", "3"]);
    // The one that made the sandbox.
    let earlier = before["earlier"].as_str().unwrap();
    let first = room.list(&format!("&before={earlier}")).await;
    assert_eq!((texts(&first).len(), first.get("earlier")), (1, None));
    assert_eq!(texts(&room.list("&room=tea").await).len(), 7);
    assert_eq!(texts(&room.list("&room=nobody").await).len(), 0);
}

#[tokio::test]
async fn only_who_is_logged_in_says_something() {
    let client = Client::new().await;
    let json = [("content-type", "application/json")];
    let message = br#"{"room": "lobby", "text": "hi"}"#;
    let refused = client.send(Method::POST, "/api/messages", &json, message).await;
    refused.pointers(StatusCode::UNAUTHORIZED);
    assert_eq!((refused.field("sandbox"), refused.field("set-cookie")), ("", ""));
    assert!(refused.field("www-authenticate").starts_with("Bearer"));
    let room = Room::new(&client).await;
    let fields = [json[0], ("authorization", &*room.bearer), ("sandbox", &*room.sandbox)];
    for (message, pointers) in [
        (json!({"room": "a b", "text": "x"}), vec!["/room"]),
        (json!({"room": "lobby", "text": " "}), vec!["/text"]),
        (json!({"room": "lobby", "text": "x", "id": "a b"}), vec!["/id"]),
        (json!({"text": 7, "loud": true}), vec!["/room", "/text", "/loud"]),
    ] {
        let content = message.to_string();
        let answer = client
            .send(Method::POST, "/api/messages", &fields, content.as_bytes())
            .await;
        assert_eq!(answer.pointers(StatusCode::UNPROCESSABLE_ENTITY), pointers, "{message}");
    }
}

#[tokio::test]
async fn a_notification_is_an_event_too() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let content = br#"{"title": "Sent", "message": "Your order is on its way."}"#;
    let fields = [("content-type", "application/json"), ("sandbox", &*room.sandbox)];
    let made = client.send(Method::POST, "/api/notifications", &fields, content).await;
    let address = client.listen().await;
    let target = format!("/api/events?sandbox={}&last_event_id={}", room.sandbox, room.cursor);
    let mut stream = Stream::open(address, &target, &[]).await;
    stream.next().await;
    let told = stream.next().await;
    assert_eq!((&*told.event, told.data), ("notification", made.json()));
}

#[tokio::test]
async fn a_topic_is_for_who_may_read_it() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let own = format!("/v1/feeds/sandbox.{}?wait=0", room.sandbox);
    for topic in [
        "sandbox.0198c1a4-7d3c-7a10-8f52-0d5f3c2b1a99",
        "bin.0198c1a4",
        "sandbox",
        "a b",
        &format!("sandbox.{}", room.sandbox.to_uppercase()),
    ] {
        let target = format!("/v1/feeds/{}?wait=0", topic.replace(' ', "%20"));
        client.get(&target).await.pointers(StatusCode::NOT_FOUND);
    }
    assert_eq!(client.get(&own).await.status, StatusCode::OK);
    let foreign = client.get_with(&own, &[("origin", "http://evil.example")]).await;
    foreign.pointers(StatusCode::FORBIDDEN);
    let page = client.get_with(&own, &[("accept", "text/html")]).await;
    page.pointers(StatusCode::NOT_ACCEPTABLE);
    // A cookie of ours is none in a request of somebody else's page, so there is no sandbox, and nothing to read.
    let cookie = format!("roundtrip_sandbox={}", room.sandbox);
    let list = async |origin: &str| {
        let fields = [("cookie", &*cookie), ("origin", origin)];
        let answer = client.get_with("/api/messages", &fields).await.json();
        answer["messages"].as_array().unwrap().len()
    };
    assert_eq!(
        (list(crate::client::APP).await, list("http://evil.example").await),
        (1, 0)
    );
    let address = client.listen().await;
    let handshake = socket(address, &own, &[("origin", "http://evil.example")]).await;
    assert_eq!(handshake.err(), Some(StatusCode::FORBIDDEN));
}

#[tokio::test]
async fn one_stream_tells_of_several_topics() {
    let client = Client::new().await;
    let (mine, yours) = (Room::new(&client).await, Room::new(&client).await);
    let address = client.listen().await;
    let topics = [&mine, &yours].map(|room| format!("sandbox.{}", room.sandbox));
    let feed = format!("/v1/feeds/{}", topics.join(","));
    let begin = format!("{},{}", mine.cursor, yours.cursor);
    let accept = ("accept", "text/event-stream");
    let mut stream = Stream::open(address, &feed, &[accept]).await;
    let mut socket = socket(address, &feed, &[]).await.unwrap();
    assert_eq!(stream.next().await.id, begin);
    let connected = socket.next().await;
    assert_eq!(
        (&connected["topic"], &connected["cursor"]),
        (&json!(topics.join(",")), &json!(begin))
    );

    // What is told carries the place in both, so that whoever comes again with it misses nothing in either.
    let first = yours.say("first", None).await.json();
    let told = stream.next().await;
    let behind_first = format!("{},{}", mine.cursor, first["cursor"].as_str().unwrap());
    assert_eq!((&told.id, &told.data["topic"]), (&behind_first, &json!(topics[1])));
    assert_eq!(socket.next().await, told.data);
    let second = mine.say("second", None).await.json();
    let behind_both = format!(
        "{},{}",
        second["cursor"].as_str().unwrap(),
        first["cursor"].as_str().unwrap()
    );
    assert_eq!(stream.next().await.id, behind_both);
    let mut again = Stream::open(address, &feed, &[accept, ("last-event-id", &*behind_first)]).await;
    again.next().await;
    let told = again.next().await;
    assert_eq!((&told.id, &told.data["topic"]), (&behind_both, &json!(topics[0])));

    for wait in [0, 30] {
        let polled = client
            .get(&format!("{feed}?after={behind_first}&wait={wait}"))
            .await
            .json();
        assert_eq!(polled["events"][0]["data"]["text"], "second");
        assert_eq!(polled["cursor"], behind_both);
    }
    let all = client.get(&format!("{feed}?after=earliest&wait=0")).await.json();
    assert_eq!(all["events"].as_array().unwrap().len(), 4);
    for (target, pointer) in [
        (format!("{feed}?after={}", mine.cursor), "/after"),
        (format!("/v1/feeds/{0},{0}", topics[0]), "/topic"),
    ] {
        let refused = client.get(&target).await;
        assert_eq!(refused.pointers(StatusCode::BAD_REQUEST), [pointer]);
    }
    let unknown = format!("/v1/feeds/{},sandbox.nobody", topics[0]);
    client.get(&unknown).await.pointers(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stream_says_that_it_is_one() {
    let client = Client::new().await;
    let address = client.listen().await;
    let fields = [("accept-encoding", "gzip, br"), ("accept", "text/event-stream")];
    let mut stream = Stream::open(address, "/api/events", &fields).await;
    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-store"),
        ("x-accel-buffering", "no"),
        ("access-control-allow-origin", "*"),
        ("content-encoding", ""),
    ] {
        assert_eq!(stream.field(name), value, "{name}");
    }
    let connected = stream.next().await;
    assert_eq!((&*connected.id, connected.data), ("0-0", json!({"cursor": "0-0"})));
    assert!(stream.seen().starts_with("retry: 2000\n"), "{}", stream.seen());
}

#[tokio::test]
async fn the_end_of_the_server_is_polite() {
    let client = Client::new().await;
    let room = Room::new(&client).await;
    let address = client.listen().await;
    let mut stream = Stream::open(address, &format!("/api/events?sandbox={}", room.sandbox), &[]).await;
    stream.next().await;
    let feed = format!("/v1/feeds/sandbox.{}", room.sandbox);
    let mut socket = socket(address, &feed, &[]).await.unwrap();
    socket.next().await;
    let target = format!("/api/messages/poll?after={}", room.cursor);
    let named = [("sandbox", &*room.sandbox)];
    let stop = async {
        // Once the poll has been asked.
        tokio::task::yield_now().await;
        client.shutdown.begin();
    };
    let (polled, ()) = tokio::join!(client.get_with(&target, &named), stop);
    assert_eq!(polled.json(), json!({"messages": [], "cursor": room.cursor}));
    assert!(stream.ends().await, "the last chunk is missing");
    assert_eq!(socket.closed().await, 1001);
    client.shutdown.finished().await;
    client.feed.close().await;
}

#[tokio::test]
async fn readers_are_sent_away_as_by_a_server_that_stops_and_come_again() {
    let client = Client::new().await;
    let [room, other] = [Room::new(&client).await, Room::new(&client).await];
    let address = client.listen().await;
    let events = |room: &Room| format!("/api/events?sandbox={}", room.sandbox);
    let mut stream = Stream::open(address, &events(&room), &[]).await;
    let mut elsewhere = Stream::open(address, &events(&other), &[]).await;
    stream.next().await;
    elsewhere.next().await;
    let feed = format!("/v1/feeds/sandbox.{}", room.sandbox);
    let mut of_feed = socket(address, &feed, &[]).await.unwrap();
    of_feed.next().await;

    let named = [("sandbox", &*room.sandbox)];
    let target = format!("/api/messages/poll?after={}", room.cursor);
    let mut polled = std::pin::pin!(client.get_with(&target, &named));
    // Again until the poll has begun to wait.
    let polled = loop {
        tokio::select! {
            polled = &mut polled => break polled,
            sent = client.send(Method::POST, "/api/sandbox/disconnect", &named, b"") => {
                assert_eq!(sent.status, StatusCode::NO_CONTENT);
            }
        }
    };
    assert_eq!(polled.json(), json!({"messages": [], "cursor": room.cursor}));
    assert!(stream.ends().await, "the last chunk is missing");
    assert_eq!(of_feed.closed().await, 1001);

    let said = room.say("while they are away", None).await.json();
    let field = [("last-event-id", &*room.cursor)];
    let mut again = Stream::open(address, &events(&room), &field).await;
    again.next().await;
    assert_eq!(again.next().await.data, said);
    let said = other.say("here", None).await.json();
    assert_eq!(elsewhere.next().await.data, said, "another sandbox has other readers");

    let nobody = client.send(Method::POST, "/api/sandbox/disconnect", &[], b"").await;
    assert_eq!(nobody.status, StatusCode::NO_CONTENT);
    let unknown = [("sandbox", "0198c1a4-7d3c-7a10-8f52-0d5f3c2b1a99")];
    let unknown = client
        .send(Method::POST, "/api/sandbox/disconnect", &unknown, b"")
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
