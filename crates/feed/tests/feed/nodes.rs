//! Several nodes on one PostgreSQL and one NATS, as one.

use std::{collections::HashSet, time::Duration};

use feed::{Feed, OpenError, Options, Position, Topic, Wakeups};
use test_nats::Nats;
use tokio::{task::JoinSet, time::timeout};

use crate::databases::{Database, Got, append, event, events, options, subscribe, take, topic};

/// A node that compares with the log so seldom that whatever a test sees has come through NATS.
async fn node(database: &Database, nats: &Nats) -> Feed {
    let options = Options {
        wakeups: Wakeups::Nats(nats.url()),
        compare: Duration::from_secs(86_400),
        ..options()
    };
    Feed::open(database.store().await, options).await.unwrap()
}

#[tokio::test]
async fn what_one_node_appends_wakes_the_readers_of_another() {
    let (database, nats) = (Database::postgres(), Nats::start().unwrap());
    let (one, other) = (node(&database, &nats).await, node(&database, &nats).await);
    let lobby = topic("room.lobby");
    let mut reader = subscribe(&other, &lobby, Position::Latest).await;
    let mut own = subscribe(&one, &lobby, Position::Latest).await;
    for number in 0..20 {
        let from = if number % 2 == 0 { &one } else { &other };
        append(from, &lobby, number, 1).await;
        assert_eq!(take(&mut reader, 1).await, events([number]));
        assert_eq!(take(&mut own, 1).await, events([number]));
    }
    assert!(one.remove(&lobby).await.unwrap());
    assert!(matches!(take(&mut reader, 1).await[..], [Got::Missed(_)]));
}

#[tokio::test]
async fn without_nats_another_node_is_heard_of_by_comparing() {
    let database = Database::postgres();
    let often = || Options {
        compare: Duration::from_millis(20),
        ..options()
    };
    let one = Feed::open(database.store().await, often()).await.unwrap();
    let other = Feed::open(database.store().await, often()).await.unwrap();
    let lobby = topic("room.lobby");
    let mut reader = subscribe(&other, &lobby, Position::Latest).await;
    append(&one, &lobby, 0, 3).await;
    assert_eq!(take(&mut reader, 3).await, events(0..3));
    append(&other, &lobby, 3, 3).await;
    append(&one, &lobby, 6, 3).await;
    assert_eq!(take(&mut reader, 6).await, events(3..9));
}

#[tokio::test]
async fn nodes_write_to_one_topic_while_the_broker_goes_and_comes_back() {
    const WRITERS: u64 = 6;
    const EACH: u64 = 40;
    let (database, mut nats) = (Database::postgres(), Nats::start().unwrap());
    let mut nodes = Vec::new();
    for _ in 0..3 {
        nodes.push(node(&database, &nats).await);
    }
    let lobby = topic("room.lobby");
    let count = usize::try_from(WRITERS * EACH).unwrap();
    let mut readers = JoinSet::new();
    for node in &nodes {
        let mut reader = subscribe(node, &lobby, Position::Latest).await;
        readers.spawn(async move { take(&mut reader, count + 1).await });
    }

    let mut writers = JoinSet::new();
    let (half, mut halves) = tokio::sync::mpsc::channel(8);
    for writer in 0..WRITERS {
        let (node, lobby, half) = (
            nodes[usize::try_from(writer).unwrap() % 3].clone(),
            lobby.clone(),
            half.clone(),
        );
        writers.spawn(async move {
            for number in 0..EACH {
                if number == EACH / 2 {
                    half.send(()).await.unwrap();
                }
                let new = event(writer * EACH + number).written_by("test", &format!("{writer}-{number}"));
                node.append(&lobby, vec![new.unwrap()]).await.unwrap();
            }
        });
    }
    // In the middle of it; nobody who appends or has appended notices.
    halves.recv().await.unwrap();
    let restarted = tokio::task::spawn_blocking(move || {
        nats.stop().unwrap();
        nats.restart().unwrap();
        nats
    });
    let _nats = restarted.await.unwrap();
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
    // What was told while they were away is lost, and the next thing that they hear makes up for it.
    for (number, node) in nodes.iter().enumerate().skip(1) {
        await_hearing(&nodes[0], node, &topic(&format!("room.hearing-{number}"))).await;
    }
    append(&nodes[0], &lobby, WRITERS * EACH, 1).await;

    let all = readers.join_all().await;
    let distinct: HashSet<_> = all[0].iter().map(|got| format!("{got:?}")).collect();
    assert_eq!(distinct.len(), count + 1, "each once");
    assert!(all.iter().all(|got| *got == all[0]), "all readers see one order");
    for writer in 0..WRITERS {
        let own: Vec<_> = all[0]
            .iter()
            .copied()
            .filter(|got| matches!(got, Got::Event(number) if number / EACH == writer))
            .collect();
        assert_eq!(own, events(writer * EACH..(writer + 1) * EACH), "a writer's own order");
    }
}

/// Appends until a reader at another node is woken by it.
async fn await_hearing(from: &Feed, to: &Feed, topic: &Topic) {
    let mut reader = subscribe(to, topic, Position::Latest).await;
    for number in 0.. {
        append(from, topic, number, 1).await;
        if timeout(Duration::from_millis(100), reader.next()).await.is_ok() {
            return;
        }
    }
}

#[tokio::test]
async fn a_node_that_is_lost_takes_nothing_along() {
    let (database, nats) = (Database::postgres(), Nats::start().unwrap());
    let (one, other) = (node(&database, &nats).await, node(&database, &nats).await);
    let lobby = topic("room.lobby");
    let mut reader = subscribe(&one, &lobby, Position::Latest).await;
    append(&one, &lobby, 0, 5).await;
    let first = take(&mut reader, 5).await;
    let place = reader.cursors().next().unwrap().1;
    let new = event(5).written_by("ada", "5").unwrap();
    let cursor = one.append(&lobby, vec![new.clone()]).await.unwrap()[0].cursor;
    drop((one, reader));

    let again = other.append(&lobby, vec![new]).await.unwrap()[0];
    assert_eq!(
        (again.cursor, again.new),
        (cursor, false),
        "the writer does not know that it was written"
    );
    append(&other, &lobby, 6, 1).await;
    let mut reader = subscribe(&other, &lobby, place.into()).await;
    let rest = take(&mut reader, 2).await;
    assert_eq!([first, rest].concat(), events(0..7));
}

#[tokio::test]
async fn a_broker_that_cannot_be_reached_is_said_in_a_line() {
    let database = Database::sqlite();
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let rows = [
        (format!("nats://ada:hunter2@{closed}"), closed.to_string()),
        ("nats://".to_owned(), "URL".to_owned()),
    ];
    for (url, says) in rows {
        let options = Options {
            wakeups: Wakeups::Nats(url.clone()),
            ..options()
        };
        let error = Feed::open(database.store().await, options).await.unwrap_err();
        assert!(
            matches!(error, OpenError::Nats { .. } | OpenError::NatsUrl { .. }),
            "{url}: {error:?}"
        );
        let line = error.to_string();
        assert!(
            line.contains(&says) && !line.contains('\n') && !line.contains("hunter2"),
            "{line}"
        );
    }
}
