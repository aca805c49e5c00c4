//! A process that is killed in the middle of its appends: what it had acknowledged is there, once and in its place.

use std::{
    collections::HashMap,
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    time::Duration,
};

use feed::{Cursor, Feed, Position};
use store::{DatabaseUrl, Store};
use tokio::task::JoinSet;

use crate::databases::{event, number, options, topic};

/// Tells the child where its database is and at which number it begins.
const FILE: &str = "FEED_TEST_FILE";
const FIRST: &str = "FEED_TEST_FIRST";

const WRITERS: u64 = 8;

/// What one run of the child may write at most.
const PER_RUN: u64 = 1_000_000;

#[tokio::test]
async fn what_was_acknowledged_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roundtrip.db");
    let lobby = topic("room.lobby");
    let mut acknowledged: HashMap<u64, Cursor> = HashMap::new();
    for round in 0..4 {
        let before = acknowledged.len();
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "crash::the_child", "--ignored", "--nocapture"])
            .env(FILE, &file)
            .env(FIRST, (round * PER_RUN).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut killed = false;
        for line in &mut lines {
            let line = line.unwrap();
            if let Some((number, cursor)) = line.strip_prefix("acknowledged ").and_then(|line| line.split_once(' ')) {
                // A line that was cut off by the kill is one that nobody was told.
                let Ok(cursor) = cursor.parse() else { continue };
                acknowledged.insert(number.parse().unwrap(), cursor);
            }
            // Wherever it is by now; what it had still said is read to the end.
            if !killed && acknowledged.len() - before >= 100 + 37 * usize::try_from(round).unwrap() {
                child.kill().unwrap();
                killed = true;
            }
        }
        assert!(killed, "the child ended by itself");
        child.wait().unwrap();

        let store = Store::open(&DatabaseUrl::sqlite(&file)).await.unwrap();
        let feed = Feed::open(store.clone(), options()).await.unwrap();
        let mut found = HashMap::new();
        let mut from = Position::Earliest;
        let mut expected = 1;
        loop {
            let page = feed.read(&lobby, from, 1_000).await.unwrap();
            for event in &page.events {
                assert_eq!(event.cursor().seq(), expected, "no hole");
                expected += 1;
                assert_eq!(found.insert(number(event), event.cursor()), None, "none is there twice");
            }
            from = page.cursor.into();
            if !page.more {
                break;
            }
        }
        for (number, cursor) in &acknowledged {
            assert_eq!(found.get(number), Some(cursor), "{number} was acknowledged");
        }
        // Whoever was not told tries again, and it is there once.
        for (number, cursor) in found {
            if !acknowledged.contains_key(&number) {
                let again = event(number).written_by("child", &number.to_string()).unwrap();
                let again = feed.append(&lobby, vec![again]).await.unwrap()[0];
                assert_eq!((again.new, again.cursor), (false, cursor));
            }
        }
        feed.close().await;
        store.close().await;
    }
}

/// Appends until it is killed, or for a minute.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it is the process that another test kills"]
async fn the_child() {
    let (Some(file), Ok(first)) = (env::var_os(FILE), env::var(FIRST)) else {
        return;
    };
    let first: u64 = first.parse().unwrap();
    let store = Store::open(&DatabaseUrl::sqlite(file.as_ref())).await.unwrap();
    let feed = Feed::open(store, options()).await.unwrap();
    let lobby = topic("room.lobby");
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (feed, lobby) = (feed.clone(), lobby.clone());
        writers.spawn(async move {
            for number in (first + writer..first + PER_RUN).step_by(usize::try_from(WRITERS).unwrap()) {
                let new = event(number).written_by("child", &number.to_string()).unwrap();
                let appended = feed.append(&lobby, vec![new]).await.unwrap();
                let mut output = std::io::stdout().lock();
                writeln!(output, "acknowledged {number} {}", appended[0].cursor).unwrap();
                output.flush().unwrap();
            }
        });
    }
    let _ = tokio::time::timeout(Duration::from_secs(60), writers.join_all()).await;
}
