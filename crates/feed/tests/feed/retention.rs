//! What is taken away, and what readers are told of it.

use std::time::Duration;

use feed::{Cursor, Delivery, Missing, Position};
use tokio::task::JoinSet;

use crate::databases::{Got, append, event, events, numbers, on_both, subscribe, take, topic};

#[tokio::test]
async fn the_oldest_events_beyond_the_count_go() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("few.lobby");
        let cursors = append(&feed, &lobby, 1, 25).await;
        append(&feed, &topic("room.lobby"), 1, 25).await;
        feed.sweep().await.unwrap();
        let bounds = feed.bounds(&lobby).await.unwrap();
        assert_eq!(
            (bounds.earliest, bounds.latest),
            (cursors[14], cursors[24]),
            "{}",
            database.kind
        );
        let page = feed.read(&lobby, Position::Earliest, 100).await.unwrap();
        assert_eq!(
            (numbers(&page.events), page.gap),
            ((16..=25).collect(), None),
            "{}",
            database.kind
        );
        let untouched = feed.read(&topic("room.lobby"), Position::Earliest, 100).await.unwrap();
        assert_eq!(untouched.events.len(), 25);

        let page = feed.read(&lobby, cursors[9].into(), 100).await.unwrap();
        let gap = page.gap.unwrap();
        assert_eq!(gap.missing, Missing::Range { from: 11, to: 15 }, "{}", database.kind);
        assert_eq!((gap.cursor, page.cursor, page.more), (cursors[14], cursors[14], true));
        assert!(page.events.is_empty());
        let mut reader = subscribe(&feed, &lobby, cursors[0].into()).await;
        let mut expected = vec![Got::Missed(Missing::Range { from: 2, to: 15 })];
        expected.extend(events(16..=25));
        assert_eq!(take(&mut reader, 11).await, expected, "{}", database.kind);
        let mut reader = subscribe(&feed, &lobby, cursors[14].into()).await;
        assert_eq!(
            take(&mut reader, 10).await,
            events(16..=25),
            "{}: nothing is missing",
            database.kind
        );
    })
    .await;
}

#[tokio::test]
async fn many_events_go_in_steps() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("few.lobby");
        for thousand in 0..3 {
            append(&feed, &lobby, thousand * 1_000, 1_000).await;
        }
        feed.sweep().await.unwrap();
        let page = feed.read(&lobby, Position::Earliest, 100).await.unwrap();
        assert_eq!(
            numbers(&page.events),
            (2_990..3_000).collect::<Vec<_>>(),
            "{}",
            database.kind
        );
    })
    .await;
}

#[tokio::test]
async fn events_go_by_age_and_the_topic_after_them() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("brief.lobby");
        let cursors = append(&feed, &lobby, 1, 3).await;
        let mut reader = subscribe(&feed, &lobby, cursors[0].into()).await;
        // By the clock, for that is what age is about; how much later does not matter.
        tokio::time::sleep(Duration::from_millis(10)).await;
        feed.sweep().await.unwrap();
        assert!(
            feed.read(&lobby, Position::Earliest, 10)
                .await
                .unwrap()
                .events
                .is_empty(),
            "{}",
            database.kind
        );

        // Empty for so long, it is forgotten, and a topic made after that is another one.
        let again = append(&feed, &lobby, 4, 1).await;
        assert_eq!(again[0].seq(), 1, "{}", database.kind);
        assert_ne!(again[0].epoch(), cursors[0].epoch());
        let got = take(&mut reader, 2).await;
        assert!(
            got.ends_with(&events([4])) || got == events([2, 3]),
            "{}: {got:?}",
            database.kind
        );
    })
    .await;
}

#[tokio::test]
async fn a_writer_is_remembered_as_long_as_its_event() {
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("few.lobby");
        let of = |id: &str| event(0).written_by("ada", id).unwrap();
        let first = feed.append(&lobby, vec![of("old"), of("new")]).await.unwrap();
        append(&feed, &lobby, 1, 9).await;
        feed.sweep().await.unwrap();
        let again = feed.append(&lobby, vec![of("old"), of("new")]).await.unwrap();
        assert_eq!((again[0].new, again[1].new), (true, false), "{}", database.kind);
        assert_eq!(again[1].cursor, first[1].cursor);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_reads_while_events_come_and_go_knows_of_each_what_became_of_it() {
    const COUNT: u64 = 600;
    on_both(async |database| {
        let feed = database.feed().await;
        let lobby = topic("few.lobby");
        let mut readers = JoinSet::new();
        for pace in 0..4 {
            let mut reader = subscribe(&feed, &lobby, Cursor::ORIGIN.into()).await;
            readers.spawn(async move {
                let (mut seq, mut missed) = (0, 0);
                while seq < COUNT {
                    match reader.next().await.unwrap().unwrap() {
                        Delivery::Events(batch) => {
                            for event in batch.events {
                                assert_eq!(event.cursor().seq(), seq + 1, "the next one");
                                seq += 1;
                            }
                        }
                        Delivery::Gap(gap) => {
                            let Missing::Range { from, to } = gap.missing else {
                                panic!("the topic was not removed: {gap:?}")
                            };
                            assert_eq!((from, gap.cursor.seq()), (seq + 1, to), "from the next one on");
                            missed += to - seq;
                            seq = to;
                        }
                    }
                    // Some are slower than others.
                    for _ in 0..pace * 100 {
                        tokio::task::yield_now().await;
                    }
                }
                (seq, missed)
            });
        }
        let sweeping = tokio::spawn({
            let feed = feed.clone();
            async move {
                while feed.sweep().await.is_ok() {
                    tokio::task::yield_now().await;
                }
            }
        });
        for number in 0..COUNT / 3 {
            append(&feed, &lobby, number * 3, 3).await;
        }
        for (seq, missed) in readers.join_all().await {
            assert_eq!(seq, COUNT, "{}", database.kind);
            assert!(missed < COUNT, "{}: the last ones are there", database.kind);
        }
        sweeping.abort();
    })
    .await;
}
