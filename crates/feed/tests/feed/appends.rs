//! Appending: contiguous, in order, once, together with other things.

use std::collections::HashSet;

use feed::{AppendError, Cursor, MAX_EVENTS, NewEvent, Position};
use sea_orm::ConnectionTrait as _;
use tokio::task::JoinSet;

use crate::databases::{Database, append, event, events, number, numbers, on_both, subscribe, take, topic};

#[tokio::test]
async fn a_topic_is_made_by_its_first_event_and_counted_from_one() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let bounds = feed.bounds(&lobby).await.unwrap();
        assert_eq!((bounds.earliest, bounds.latest), (Cursor::ORIGIN, Cursor::ORIGIN));

        let cursors = append(&feed, &lobby, 1, 3).await;
        let seqs: Vec<_> = cursors.iter().map(|cursor| cursor.seq()).collect();
        assert_eq!(seqs, [1, 2, 3], "{}", database.kind);
        assert!(cursors.iter().all(|cursor| cursor.epoch() == cursors[0].epoch()));
        let bounds = feed.bounds(&lobby).await.unwrap();
        assert_eq!(
            (bounds.earliest.seq(), bounds.latest),
            (0, cursors[2]),
            "{}",
            database.kind
        );

        let other = append(&feed, &topic("room.garden"), 1, 1).await;
        assert_ne!(other[0].epoch(), cursors[0].epoch(), "{}", database.kind);
        assert_eq!(feed.append(&lobby, vec![]).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_was_appended_is_read_as_it_was() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let data = serde_json::json!({"text": "Grüße, \u{0}\u{1f375}\n'\"<&", "n": [1.5, null, true]});
        let new = NewEvent::new("chat.message", &data).unwrap();
        let new = new.written_by("ada", "m-1").unwrap();
        let appended = feed.append(&lobby, vec![new]).await.unwrap();

        feed.close().await;
        let feed = database.feed().await;
        let page = feed.read(&lobby, Position::Earliest, 10).await.unwrap();
        let [event] = &page.events[..] else { panic!("{page:?}") };
        assert_eq!(event.cursor(), appended[0].cursor);
        assert_eq!(event.at(), appended[0].at);
        assert_eq!(event.kind(), "chat.message");
        assert_eq!(event.topic(), &lobby);
        assert_eq!(event.writer(), Some(("ada", "m-1")));
        assert_eq!(serde_json::from_slice::<serde_json::Value>(event.data()).unwrap(), data);
        let whole: serde_json::Value = serde_json::from_slice(event.json()).unwrap();
        assert_eq!(whole["data"], data);
        assert_eq!(whole["cursor"], appended[0].cursor.to_string());
        assert_eq!((page.cursor, page.more), (event.cursor(), false));
    })
    .await;
}

#[tokio::test]
async fn many_writers_at_once_leave_one_order_without_holes() {
    const WRITERS: u64 = 40;
    const EACH: u64 = 25;
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let mut reader = subscribe(&feed, &lobby, Position::Earliest).await;
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let (feed, lobby) = (feed.clone(), lobby.clone());
            writers.spawn(async move {
                let mut cursors = Vec::new();
                for number in 0..EACH {
                    cursors.extend(append(&feed, &lobby, writer * EACH + number, 1).await);
                }
                cursors
            });
        }
        let count = usize::try_from(WRITERS * EACH).unwrap();
        let seen = take(&mut reader, count).await;
        let acknowledged = writers.join_all().await;

        let mut log = Vec::new();
        let mut from = Position::Earliest;
        loop {
            let page = feed.read(&lobby, from, 300).await.unwrap();
            log.extend(page.events);
            from = page.cursor.into();
            if !page.more {
                break;
            }
        }
        let seqs: Vec<_> = log.iter().map(|event| event.cursor().seq()).collect();
        assert_eq!(seqs, (1..=WRITERS * EACH).collect::<Vec<_>>(), "{}", database.kind);
        assert_eq!(seen, events(numbers(&log)), "{}", database.kind);
        assert_eq!(numbers(&log).into_iter().collect::<HashSet<_>>().len(), count);
        assert!(log.is_sorted_by_key(|event| event.at()), "{}", database.kind);
        for cursors in &acknowledged {
            assert!(cursors.is_sorted_by_key(|cursor| cursor.seq()), "a writer's own order");
        }
        let of = |cursor: Cursor| number(&log[usize::try_from(cursor.seq()).unwrap() - 1]);
        let mut told: Vec<_> = acknowledged.concat().into_iter().map(of).collect();
        told.sort_unstable();
        assert_eq!(
            told,
            (0..WRITERS * EACH).collect::<Vec<_>>(),
            "each was told its own place"
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_of_the_same_writer_is_appended_once() {
    on_both(async |database| {
        let feed = database.feed().await;
        let (lobby, garden) = (topic("room.lobby"), topic("room.garden"));
        let of = |writer: &str, id: &str, number| event(number).written_by(writer, id).unwrap();
        let first = feed.append(&lobby, vec![of("ada", "1", 1)]).await.unwrap();
        let again = vec![
            of("ada", "1", 2),
            of("ada", "2", 3),
            of("ada", "2", 4),
            of("bob", "1", 5),
            event(6),
            event(6),
        ];
        let again = feed.append(&lobby, again).await.unwrap();
        let summary: Vec<_> = again.iter().map(|one| (one.cursor.seq(), one.new)).collect();
        let expected = [(1, false), (2, true), (2, false), (3, true), (4, true), (5, true)];
        assert_eq!(summary, expected, "{}", database.kind);
        assert_eq!((again[0].cursor, again[0].at), (first[0].cursor, first[0].at));
        let elsewhere = feed.append(&garden, vec![of("ada", "1", 1)]).await.unwrap();
        assert!(elsewhere[0].new, "another topic is another matter");

        // Another node, the same moment: each tries all of them.
        let other = database.feed().await;
        let mut writers = JoinSet::new();
        for node in [feed.clone(), other, feed.clone()] {
            for id in 0..30 {
                let (node, lobby) = (node.clone(), lobby.clone());
                writers.spawn(async move {
                    let new = event(id).written_by("carol", &id.to_string()).unwrap();
                    (id, node.append(&lobby, vec![new]).await.unwrap()[0].cursor)
                });
            }
        }
        let told: HashSet<_> = writers.join_all().await.into_iter().collect();
        assert_eq!(told.len(), 30, "{}: one place each", database.kind);
        let page = feed.read(&lobby, Position::Earliest, 100).await.unwrap();
        assert_eq!(page.events.len(), 35, "{}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn an_append_that_belongs_to_a_transaction_shares_its_fate() {
    on_both(async |database| {
        let store = database.store().await;
        let feed = feed::Feed::open(store.clone(), crate::databases::options())
            .await
            .unwrap();
        let lobby = topic("room.lobby");
        let mut reader = subscribe(&feed, &lobby, Position::Latest).await;

        let transaction = store.begin().await.unwrap();
        let pending = feed.append_in(&transaction, &lobby, vec![event(1)]).await.unwrap();
        assert_eq!(pending.appended().count(), 1);
        transaction.rollback().await.unwrap();
        drop(pending);

        let transaction = store.begin().await.unwrap();
        let pending = feed
            .append_in(&transaction, &lobby, vec![event(2), event(3)])
            .await
            .unwrap();
        let waiting = tokio::spawn({
            let (feed, lobby) = (feed.clone(), lobby.clone());
            async move { append(&feed, &lobby, 4, 1).await }
        });
        transaction.commit().await.unwrap();
        let places: Vec<_> = pending.appended().map(|one| one.cursor.seq()).collect();
        assert_eq!(places, [1, 2], "{}: what was rolled back took no place", database.kind);
        feed.committed(pending);
        assert_eq!(waiting.await.unwrap()[0].seq(), 3, "{}", database.kind);
        assert_eq!(take(&mut reader, 3).await, events([2, 3, 4]), "{}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_says_why() {
    on_both(async |database| {
        let feed = database.feed().await;
        let unknown = feed.append(&topic("cellar.1"), vec![event(1)]).await;
        assert!(matches!(unknown, Err(AppendError::Class(_))), "{unknown:?}");
        let many = vec![event(1); MAX_EVENTS + 1];
        assert!(matches!(
            feed.append(&topic("room.a"), many).await,
            Err(AppendError::Many)
        ));
        let large = NewEvent::new("large", &"x".repeat(feed::MAX_DATA - 2)).unwrap();
        let many = vec![large.clone(); 5];
        assert!(matches!(
            feed.append(&topic("room.a"), many).await,
            Err(AppendError::Many)
        ));
        assert_eq!(feed.append(&topic("room.a"), vec![large; 4]).await.unwrap().len(), 4);

        feed.close().await;
        let closed = feed.append(&topic("room.a"), vec![event(1)]).await;
        assert!(matches!(closed, Err(AppendError::Closed)), "{closed:?}");
    })
    .await;
}

#[tokio::test]
async fn what_waits_when_the_feed_closes_is_written_or_refused_but_never_both() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let mut writers = JoinSet::new();
        for number in 0..200 {
            let (feed, lobby) = (feed.clone(), lobby.clone());
            writers.spawn(async move { (number, feed.append(&lobby, vec![event(number)]).await.is_ok()) });
        }
        let first = writers.join_next().await.unwrap().unwrap();
        feed.close().await;
        let mut acknowledged: HashSet<_> = writers
            .join_all()
            .await
            .into_iter()
            .filter(|it| it.1)
            .map(|it| it.0)
            .collect();
        acknowledged.extend(first.1.then_some(first.0));
        assert!(!acknowledged.is_empty());

        let feed = database.feed().await;
        let page = feed.read(&lobby, Position::Earliest, 1_000).await.unwrap();
        let written: HashSet<_> = numbers(&page.events).into_iter().collect();
        assert_eq!(written, acknowledged, "{}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn a_group_whose_transaction_is_ended_by_sqlite_leaves_nothing_and_the_next_one_lasts() {
    let database = Database::sqlite();
    let store = database.store().await;
    let feed = database.feed().await;
    let lobby = topic("room.lobby");
    append(&feed, &lobby, 1, 1).await;
    for (change, table) in [
        ("INSERT", "feed_event"),
        ("UPDATE", "feed_topic"),
        ("INSERT", "feed_topic"),
    ] {
        // As it happens when the disk is full or fails.
        let trigger =
            format!("CREATE TRIGGER failure BEFORE {change} ON {table} BEGIN SELECT RAISE(ROLLBACK, 'failure'); END");
        store.writer().execute_unprepared(&trigger).await.unwrap();
        let fresh = topic("room.garden");
        let error = feed.append(&fresh, vec![event(1)]).await.unwrap_err();
        assert!(matches!(error, AppendError::Database(_)), "{change} {table}: {error}");
        store.writer().execute_unprepared("DROP TRIGGER failure").await.unwrap();
        append(&feed, &lobby, 2, 1).await;
        let after = database.feed().await;
        assert_eq!(
            after.bounds(&fresh).await.unwrap().latest,
            Cursor::ORIGIN,
            "{change} {table}"
        );
        let written = after.bounds(&lobby).await.unwrap().latest;
        assert_eq!(written, feed.bounds(&lobby).await.unwrap().latest, "{change} {table}");
    }
    assert_eq!(feed.bounds(&lobby).await.unwrap().latest.seq(), 4);
}
