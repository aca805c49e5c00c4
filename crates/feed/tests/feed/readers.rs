//! Reading: positions, pages, subscriptions and watches.

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
};

use feed::{Cursor, Delivery, FeedError, Missing, NewEvent, Position};
use sea_orm::ConnectionTrait;
use tokio::task::JoinSet;

use crate::databases::{Database, Got, append, event, events, is_idle, numbers, on_both, subscribe, take, topic};

#[tokio::test]
async fn pages_are_bounded_by_count_and_by_bytes() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let cursors = append(&feed, &lobby, 1, 7).await;
        let page = feed.read(&lobby, Position::Earliest, 3).await.unwrap();
        assert_eq!(
            (numbers(&page.events), page.cursor, page.more),
            (vec![1, 2, 3], cursors[2], true)
        );
        let page = feed.read(&lobby, page.cursor.into(), 100).await.unwrap();
        assert_eq!(
            (numbers(&page.events), page.more),
            (vec![4, 5, 6, 7], false),
            "{}",
            database.kind
        );
        let page = feed.read(&lobby, page.cursor.into(), 100).await.unwrap();
        assert_eq!((page.events.len(), page.cursor, page.more), (0, cursors[6], false));
        let page = feed.read(&lobby, Position::Latest, 100).await.unwrap();
        assert_eq!((page.events.len(), page.cursor, page.more), (0, cursors[6], false));
        let page = feed.read(&lobby, Cursor::ORIGIN.into(), 2).await.unwrap();
        assert_eq!(
            (numbers(&page.events), page.gap),
            (vec![1, 2], None),
            "{}",
            database.kind
        );

        let halls = topic("room.halls");
        for _ in 0..3 {
            let large = NewEvent::new("large", &"x".repeat(feed::MAX_DATA - 2)).unwrap();
            feed.append(&halls, vec![large; 3]).await.unwrap();
        }
        let mut sizes = Vec::new();
        let mut from = Position::Earliest;
        loop {
            let page = feed.read(&halls, from, 100).await.unwrap();
            sizes.push(page.events.len());
            from = page.cursor.into();
            if !page.more {
                break;
            }
        }
        assert_eq!(sizes, [5, 4], "{}: a megabyte behind the first of each", database.kind);
    })
    .await;
}

#[tokio::test]
async fn history_is_read_backwards() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        assert!(feed.before(&lobby, None, 3).await.unwrap().is_empty());
        let cursors = append(&feed, &lobby, 1, 7).await;
        let last = feed.before(&lobby, None, 3).await.unwrap();
        assert_eq!(numbers(&last), [5, 6, 7], "{}", database.kind);
        let earlier = feed.before(&lobby, Some(last[0].cursor()), 3).await.unwrap();
        assert_eq!(numbers(&earlier), [2, 3, 4], "{}", database.kind);
        let first = feed.before(&lobby, Some(earlier[0].cursor()), 3).await.unwrap();
        assert_eq!(numbers(&first), [1], "{}", database.kind);
        assert!(feed.before(&lobby, Some(cursors[0]), 3).await.unwrap().is_empty());
        let elsewhere = Cursor::new(cursors[0].epoch() ^ 1, 5).unwrap();
        assert!(feed.before(&lobby, Some(elsewhere), 3).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_reader_gets_what_comes_from_its_position_on() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let mut early = subscribe(&feed, &lobby, Position::Latest).await;
        assert_eq!(early.cursors().collect::<Vec<_>>(), [(&lobby, Cursor::ORIGIN)]);
        assert!(is_idle(&mut early).await);
        let cursors = append(&feed, &lobby, 1, 3).await;
        assert_eq!(take(&mut early, 3).await, events(1..=3), "{}", database.kind);

        let mut late = subscribe(&feed, &lobby, Position::Latest).await;
        assert_eq!(late.cursors().collect::<Vec<_>>(), [(&lobby, cursors[2])]);
        let mut first = subscribe(&feed, &lobby, Position::Earliest).await;
        let mut middle = subscribe(&feed, &lobby, cursors[0].into()).await;
        append(&feed, &lobby, 4, 2).await;
        assert_eq!(take(&mut early, 2).await, events(4..=5), "{}", database.kind);
        assert_eq!(take(&mut late, 2).await, events(4..=5), "{}", database.kind);
        assert_eq!(take(&mut first, 5).await, events(1..=5), "{}", database.kind);
        assert_eq!(take(&mut middle, 4).await, events(2..=5), "{}", database.kind);
        assert!(is_idle(&mut first).await);
    })
    .await;
}

#[tokio::test]
async fn a_reader_that_is_far_behind_gets_all_from_the_log() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let mut slow = subscribe(&feed, &lobby, Position::Latest).await;
        for hundred in 0..12 {
            append(&feed, &lobby, hundred * 100, 100).await;
        }
        assert_eq!(take(&mut slow, 1_200).await, events(0..1_200), "{}", database.kind);
        let mut new = subscribe(&feed, &lobby, Position::Earliest).await;
        assert_eq!(take(&mut new, 1_200).await, events(0..1_200), "{}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn a_call_that_is_dropped_loses_nothing() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        append(&feed, &lobby, 0, 500).await;
        let mut reader = subscribe(&feed, &lobby, Position::Earliest).await;
        let mut got = Vec::new();
        let mut context = Context::from_waker(Waker::noop());
        while got.len() < 500 {
            // Every call is dropped after one look, at whatever it was about; the one after that finds it where it was.
            let polled = reader.poll_next(&mut context);
            match polled {
                Poll::Ready(Ok(Some(Delivery::Events(batch)))) => got.extend(numbers(&batch.events)),
                Poll::Pending => tokio::task::yield_now().await,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(got, (0..500).collect::<Vec<_>>(), "{}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn one_reader_reads_several_topics_and_changes_them() {
    on_both(async |database| {
        let feed = database.feed().await;
        let (lobby, garden) = (topic("room.lobby"), topic("room.garden"));
        let both = [(lobby.clone(), Position::Latest), (garden.clone(), Position::Latest)];
        let mut reader = feed.subscribe(both).await.unwrap();
        append(&feed, &garden, 10, 1).await;
        assert_eq!(take(&mut reader, 1).await, events([10]), "{}", database.kind);
        append(&feed, &lobby, 1, 1).await;
        assert_eq!(take(&mut reader, 1).await, events([1]), "{}", database.kind);

        let left = reader.remove(&garden).unwrap();
        assert_eq!(reader.remove(&garden), None);
        append(&feed, &garden, 11, 1).await;
        append(&feed, &lobby, 2, 1).await;
        assert_eq!(take(&mut reader, 1).await, events([2]), "{}", database.kind);
        assert!(is_idle(&mut reader).await);
        reader.add(garden.clone(), left.into()).await.unwrap();
        assert_eq!(
            take(&mut reader, 1).await,
            events([11]),
            "{}: back where it left",
            database.kind
        );
        reader.add(garden.clone(), Position::Earliest).await.unwrap();
        assert_eq!(
            take(&mut reader, 2).await,
            events([10, 11]),
            "{}: read anew",
            database.kind
        );
        assert_eq!(reader.cursors().count(), 2);

        // A busy topic does not keep the other one waiting.
        for hundred in 0..10 {
            append(&feed, &lobby, 1_000 + hundred * 100, 100).await;
        }
        append(&feed, &garden, 12, 1).await;
        let first = take(&mut reader, 300).await;
        assert!(first.contains(&Got::Event(12)), "{}: {first:?}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn a_topic_that_was_removed_is_told_as_a_gap_of_unknown_size() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let cursors = append(&feed, &lobby, 1, 3).await;
        let mut reader = subscribe(&feed, &lobby, Position::Earliest).await;
        assert_eq!(take(&mut reader, 3).await, events(1..=3));
        assert!(feed.remove(&lobby).await.unwrap());
        assert!(!feed.remove(&lobby).await.unwrap(), "{}", database.kind);
        assert_eq!(
            take(&mut reader, 1).await,
            [Got::Missed(Missing::Unknown)],
            "{}",
            database.kind
        );
        assert_eq!(reader.cursors().next().unwrap().1, Cursor::ORIGIN);

        let again = append(&feed, &lobby, 4, 2).await;
        assert_eq!(again[0].seq(), 1, "{}: another topic of the same name", database.kind);
        assert_ne!(again[0].epoch(), cursors[0].epoch());
        assert_eq!(take(&mut reader, 2).await, events([4, 5]), "{}", database.kind);
        let mut old = subscribe(&feed, &lobby, cursors[1].into()).await;
        let expected = [Got::Missed(Missing::Unknown), Got::Event(4), Got::Event(5)];
        assert_eq!(take(&mut old, 3).await, expected, "{}", database.kind);

        feed.sweep().await.unwrap();
        let left =
            "SELECT epoch FROM feed_event WHERE epoch NOT IN (SELECT epoch FROM feed_topic WHERE name IS NOT NULL)";
        let store = database.store().await;
        let left = sea_orm::Statement::from_string(store.reader().get_database_backend(), left);
        let left = store.reader().query_all_raw(left).await.unwrap();
        assert!(left.is_empty(), "{}: nothing of it is left", database.kind);
    })
    .await;
}

#[tokio::test]
async fn a_place_that_the_log_has_not_come_to_is_a_gap() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let cursors = append(&feed, &lobby, 1, 2).await;
        let beyond = Cursor::new(cursors[0].epoch(), 9).unwrap();
        let mut reader = subscribe(&feed, &lobby, beyond.into()).await;
        assert_eq!(
            take(&mut reader, 1).await,
            [Got::Missed(Missing::Unknown)],
            "{}",
            database.kind
        );
        append(&feed, &lobby, 3, 1).await;
        assert_eq!(take(&mut reader, 1).await, events([3]), "{}", database.kind);
    })
    .await;
}

#[tokio::test]
async fn all_readers_of_a_topic_share_its_events() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let mut readers = Vec::new();
        for _ in 0..100 {
            readers.push(subscribe(&feed, &lobby, Position::Latest).await);
        }
        append(&feed, &lobby, 1, 1).await;
        let mut shared = Vec::new();
        for reader in &mut readers {
            let Some(Delivery::Events(batch)) = reader.next().await.unwrap() else {
                panic!("no gap is expected")
            };
            shared.extend(batch.events);
        }
        assert_eq!(shared.len(), 100);
        assert!(
            shared.iter().all(|event| Arc::ptr_eq(event, &shared[0])),
            "{}",
            database.kind
        );
    })
    .await;
}

#[tokio::test]
async fn readers_that_come_back_together_cost_one_read() {
    let database = Database::sqlite();
    let feed = database.feed().await;
    let lobby = topic("room.lobby");
    let cursors = append(&feed, &lobby, 0, 50).await;
    feed.close().await;

    let feed = database.feed().await;
    let mut readers = JoinSet::new();
    for _ in 0..200 {
        let (feed, lobby, from) = (feed.clone(), lobby.clone(), cursors[9]);
        readers.spawn(async move {
            let mut reader = subscribe(&feed, &lobby, from.into()).await;
            let Some(Delivery::Events(batch)) = reader.next().await.unwrap() else {
                panic!("no gap is expected")
            };
            batch.events
        });
    }
    let all = readers.join_all().await;
    for events in &all {
        assert_eq!(numbers(events), (10..50).collect::<Vec<_>>());
        assert!(Arc::ptr_eq(&events[0], &all[0][0]), "read once, for all of them");
    }
}

#[tokio::test]
async fn a_watch_tells_that_something_has_changed() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let mut watch = feed.watch(&lobby);
        append(&feed, &lobby, 1, 1).await;
        let mut from = Position::from(Cursor::ORIGIN);
        while from != Position::After(feed.bounds(&lobby).await.unwrap().latest) {
            assert!(watch.changed().await, "{}", database.kind);
            from = feed.read(&lobby, from, 10).await.unwrap().cursor.into();
        }

        let waiting = tokio::spawn(async move { while watch.changed().await {} });
        feed.close().await;
        waiting.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn closing_ends_who_waits() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("room.lobby");
        let mut waiting = JoinSet::new();
        for _ in 0..20 {
            let mut reader = subscribe(&feed, &lobby, Position::Latest).await;
            waiting.spawn(async move { reader.next().await.unwrap().is_none() });
        }
        tokio::task::yield_now().await;
        feed.close().await;
        assert!(
            waiting.join_all().await.into_iter().all(|ended| ended),
            "{}",
            database.kind
        );
        let refused = feed.subscribe([(lobby.clone(), Position::Latest)]).await;
        assert!(matches!(refused, Err(FeedError::Closed)));
        assert!(matches!(
            feed.read(&lobby, Position::Latest, 1).await,
            Err(FeedError::Closed)
        ));
    })
    .await;
}

#[tokio::test]
async fn dismissing_ends_who_reads_a_topic_and_nobody_who_comes_after() {
    let database = Database::sqlite();
    let feed = database.feed().await;
    let (lobby, halls) = (topic("room.lobby"), topic("room.halls"));
    let cursors = append(&feed, &lobby, 1, 2).await;
    let mut reader = subscribe(&feed, &lobby, Position::Latest).await;
    let both = [&lobby, &halls].map(|topic| (topic.clone(), Position::Earliest));
    let mut of_both = feed.subscribe(both).await.unwrap();
    let mut elsewhere = subscribe(&feed, &halls, Position::Latest).await;
    let waiting = tokio::spawn(async move { reader.next().await.unwrap().is_none() });
    tokio::task::yield_now().await;
    feed.dismiss(&lobby);
    assert!(waiting.await.unwrap());
    assert!(of_both.next().await.unwrap().is_none() && of_both.next().await.unwrap().is_none());

    let mut again = subscribe(&feed, &lobby, cursors[0].into()).await;
    assert_eq!(take(&mut again, 1).await, [Got::Event(2)]);
    append(&feed, &halls, 1, 1).await;
    assert_eq!(take(&mut elsewhere, 1).await, [Got::Event(1)]);
    feed.dismiss(&topic("room.nobody"));
}

#[tokio::test]
async fn a_feed_that_is_dropped_ends_who_waits() {
    let database = Database::sqlite();
    let feed = database.feed().await;
    let mut reader = subscribe(&feed, &topic("room.lobby"), Position::Latest).await;
    let waiting = tokio::spawn(async move { reader.next().await.unwrap().is_none() });
    tokio::task::yield_now().await;
    drop(feed);
    assert!(waiting.await.unwrap());
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_an_error_and_then_read_again() {
    on_both(async |database| {
        let store = database.store().await;
        let feed = feed::Feed::open(store.clone(), crate::databases::options())
            .await
            .unwrap();
        let lobby = topic("room.lobby");
        for hundred in 0..4 {
            append(&feed, &lobby, hundred * 100, 100).await;
        }
        let mut reader = subscribe(&feed, &lobby, Position::Earliest).await;
        let rename = |from, to| format!("ALTER TABLE {from} RENAME TO {to}");
        store
            .writer()
            .execute_unprepared(&rename("feed_event", "gone"))
            .await
            .unwrap();
        assert!(
            matches!(reader.next().await, Err(FeedError::Database(_))),
            "{}",
            database.kind
        );
        let refused = feed.append(&lobby, vec![event(0)]).await;
        assert!(
            matches!(refused, Err(feed::AppendError::Database(_))),
            "{}",
            database.kind
        );
        store
            .writer()
            .execute_unprepared(&rename("gone", "feed_event"))
            .await
            .unwrap();
        append(&feed, &lobby, 400, 1).await;
        assert_eq!(take(&mut reader, 401).await, events(0..401), "{}", database.kind);
    })
    .await;
}
