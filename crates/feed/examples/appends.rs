//! How many durable appends a second, beside SQLite itself committing in groups on the same disk; and how long one event takes to
//! ten thousand readers of this process.
//!
//! `cargo run --release -p feed --example appends`

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use feed::{Classes, Delivery, Feed, NewEvent, Options, Position, Retention, Topic};
use rusqlite::{Connection, TransactionBehavior, params};
use store::{DatabaseUrl, Store};
use tokio::{
    sync::{Barrier, mpsc, oneshot},
    task::JoinSet,
};

type Failure = Box<dyn std::error::Error>;

/// How many append at the same time.
const WRITERS: [usize; 4] = [1, 16, 64, 256];

/// How long each of them is measured, in each of two rounds.
const MEASURED: Duration = Duration::from_secs(2);

const ROUNDS: usize = 2;

/// A chat message, about.
const DATA: &str =
    r#"{"room":"lobby","user":{"id":17,"name":"Ada"},"text":"Shall we look at the waterfall of the second request?"}"#;

const READERS: usize = 10_000;

/// How many events are published to them.
const EVENTS: usize = 40;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // Next to the build, because a temporary folder may lie in memory.
    let folder = tempfile::tempdir_in("target")?;
    for writers in WRITERS {
        let (mut ours, mut raw) = (0.0, 0.0);
        // Turn by turn, since a disk has better and worse moments.
        for round in 0..ROUNDS {
            let name = |kind| folder.path().join(format!("{kind}-{writers}-{round}.db"));
            raw += sqlite(&name("raw"), writers).await?;
            ours += appends(&name("feed"), writers).await?;
        }
        let (ours, raw) = (ours / ROUNDS as f64, raw / ROUNDS as f64);
        println!(
            "{writers} writers: {ours:.0} durable appends a second; SQLite itself in groups: {raw:.0}; ratio {:.2}",
            ours / raw
        );
    }
    fan_out(&folder.path().join("fan-out.db")).await
}

/// Appends a second through the feed.
async fn appends(file: &Path, writers: usize) -> Result<f64, Failure> {
    let store = Store::open(&DatabaseUrl::sqlite(file)).await?;
    let feed = Feed::open(store.clone(), options()).await?;
    let topic: Topic = "room.lobby".parse()?;
    // Encoded once, as the text that SQLite itself is given is.
    let event = NewEvent::new("message", &serde_json::from_str::<serde_json::Value>(DATA)?)?;
    let rate = {
        let feed = feed.clone();
        rate(writers, move || {
            let (feed, topic, event) = (feed.clone(), topic.clone(), event.clone());
            async move {
                let appended = feed.append(&topic, vec![event]).await;
                appended.map(drop).map_err(|error| error.to_string())
            }
        })
        .await?
    };
    feed.close().await;
    store.close().await;
    Ok(rate)
}

/// Appends a second through a thread that has SQLite's own functions, its statements prepared once, and nothing else to do: the
/// same tables, the same settings, and what waits is one transaction.
async fn sqlite(file: &Path, writers: usize) -> Result<f64, Failure> {
    let store = Store::open(&DatabaseUrl::sqlite(file)).await?;
    store.close().await;
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute(
        "INSERT INTO feed_topic (epoch, name, head, floor, bytes, oldest_at, last_at) VALUES (1, 'room.lobby', 0, 0, 0, 0, 0)",
        [],
    )?;
    let (appends, waiting) = mpsc::channel(1_024);
    let thread = thread::spawn(move || commit_in_groups(connection, waiting).map_err(|error| error.to_string()));
    let append = move || {
        let appends = appends.clone();
        async move {
            let (answer, answered) = oneshot::channel();
            let sent = appends.send((DATA.to_owned(), answer)).await;
            sent.map_err(|_| "the thread has ended".to_owned())?;
            answered.await.map_err(|error| error.to_string())
        }
    };
    // With the last of its clones, the thread has nothing to wait for any more.
    let rate = rate(writers, append).await?;
    thread.join().map_err(|_| "the thread has panicked")??;
    Ok(rate)
}

fn commit_in_groups(
    mut connection: Connection,
    mut waiting: mpsc::Receiver<(String, oneshot::Sender<()>)>,
) -> Result<(), rusqlite::Error> {
    let (mut seq, mut bytes) = (0_i64, 0_i64);
    while let Some(first) = waiting.blocking_recv() {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut answers = Vec::new();
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO feed_event (epoch, seq, at, kind, data, bytes) VALUES (1, ?1, ?2, 'message', ?3, ?4)",
            )?;
            let mut next = Some(first);
            while let Some((data, answer)) = next {
                seq += 1;
                bytes += data.len() as i64;
                insert.execute(params![seq, seq, data, bytes])?;
                answers.push(answer);
                next = waiting.try_recv().ok();
            }
            let mut update =
                transaction.prepare_cached("UPDATE feed_topic SET head = ?1, bytes = ?2 WHERE epoch = 1")?;
            update.execute(params![seq, bytes])?;
        }
        transaction.commit()?;
        for answer in answers {
            // The measurement may be over.
            let _ = answer.send(());
        }
    }
    Ok(())
}

/// Lets so many do the same again and again, and counts.
async fn rate<F, A>(writers: usize, append: F) -> Result<f64, Failure>
where
    F: Fn() -> A + Clone + Send + 'static,
    A: Future<Output = Result<(), String>> + Send,
{
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..writers {
        let append = append.clone();
        tasks.spawn(async move {
            let mut count = 0_u64;
            while started.elapsed() < MEASURED {
                append().await?;
                count += 1;
            }
            Ok::<_, String>(count)
        });
    }
    let mut count = 0;
    while let Some(done) = tasks.join_next().await {
        count += done??;
    }
    Ok(count as f64 / started.elapsed().as_secs_f64())
}

/// One event after another to many readers, each in a task of its own.
async fn fan_out(file: &Path) -> Result<(), Failure> {
    let store = Store::open(&DatabaseUrl::sqlite(file)).await?;
    let feed = Feed::open(store.clone(), options()).await?;
    let topic: Topic = "room.lobby".parse()?;
    feed.append(&topic, vec![NewEvent::new("message", &0)?]).await?;

    let before = resident()?;
    let mut subscriptions = Vec::with_capacity(READERS);
    for _ in 0..READERS {
        subscriptions.push(feed.subscribe([(topic.clone(), Position::Latest)]).await?);
    }
    let subscribed = resident()?;
    let started = Instant::now();
    let barrier = Arc::new(Barrier::new(READERS + 1));
    let (last, sum) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut tasks = JoinSet::new();
    for mut subscription in subscriptions {
        let (barrier, last, sum) = (Arc::clone(&barrier), Arc::clone(&last), Arc::clone(&sum));
        tasks.spawn(async move {
            let mut left = EVENTS;
            while left > 0 {
                barrier.wait().await;
                if let Ok(Some(Delivery::Events(batch))) = subscription.next().await {
                    let now = started.elapsed().as_micros() as u64;
                    last.fetch_max(now, Ordering::Relaxed);
                    sum.fetch_add(now, Ordering::Relaxed);
                    left -= batch.events.len();
                } else {
                    return;
                }
                barrier.wait().await;
            }
        });
    }
    let (mut slowest, mut means) = (Vec::new(), Vec::new());
    for _ in 0..EVENTS {
        barrier.wait().await;
        // All wait for the event, and not for the barrier any more.
        tokio::time::sleep(Duration::from_millis(50)).await;
        if slowest.is_empty() {
            let waiting = resident()?;
            println!(
                "{READERS} idle readers: {} bytes each, {} with the task that waits",
                subscribed.saturating_sub(before) / READERS,
                waiting.saturating_sub(before) / READERS
            );
        }
        last.store(0, Ordering::Relaxed);
        sum.store(0, Ordering::Relaxed);
        feed.append(&topic, vec![NewEvent::new("message", &DATA)?]).await?;
        let acknowledged = started.elapsed().as_micros() as u64;
        barrier.wait().await;
        slowest.push(last.load(Ordering::Relaxed).saturating_sub(acknowledged));
        means.push((sum.load(Ordering::Relaxed) / READERS as u64).saturating_sub(acknowledged));
    }
    while tasks.join_next().await.is_some() {}
    slowest.sort_unstable();
    means.sort_unstable();
    println!(
        "one event to {READERS} readers, from its acknowledgement: {:.1} ms on average, {:.1} ms to the last one (median of \
         {EVENTS} events), {:.1} ms at worst",
        means[EVENTS / 2] as f64 / 1e3,
        slowest[EVENTS / 2] as f64 / 1e3,
        slowest[EVENTS - 1] as f64 / 1e3
    );
    feed.close().await;
    store.close().await;
    Ok(())
}

fn options() -> Options {
    let kept = Retention {
        events: u64::MAX,
        age: Duration::from_secs(86_400),
    };
    Options::new(Classes::new().with("room", kept))
}

/// How much memory this process has, in bytes: zero where the system does not say so in a file.
fn resident() -> Result<usize, Failure> {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return Ok(0);
    };
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kilobytes.unwrap_or("0").trim().parse::<usize>()? << 10)
}
