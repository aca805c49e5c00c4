//! The log of a sandbox, as somebody reads it who waits for each event.

use std::collections::VecDeque;

use http::StatusCode;
use serde_json::Value;

use crate::client::Client;

/// A reader of a sandbox's log, by long polling.
pub(crate) struct Log<'a> {
    client: &'a Client,
    topic: String,
    cursor: String,
    read: VecDeque<Value>,
}

impl<'a> Log<'a> {
    /// From the beginning.
    pub(crate) fn new(client: &'a Client, sandbox: &str) -> Self {
        Self::behind(client, sandbox, "earliest")
    }

    /// From a cursor on.
    pub(crate) fn behind(client: &'a Client, sandbox: &str, cursor: &str) -> Self {
        Self {
            client,
            topic: format!("sandbox.{sandbox}"),
            cursor: cursor.to_owned(),
            read: VecDeque::new(),
        }
    }

    /// The next event, when it comes: its kind and its data.
    pub(crate) async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some(event) = self.read.pop_front() {
                return (event["kind"].as_str().unwrap().to_owned(), event["data"].clone());
            }
            let events = self.poll(30).await;
            assert!(!events.is_empty(), "{}: nothing came", self.client.database);
            self.read.extend(events);
        }
    }

    /// All that is there now and has not been read.
    pub(crate) async fn rest(&mut self) -> Vec<(String, Value)> {
        let more = self.poll(0).await;
        self.read.extend(more);
        let events = self.read.drain(..);
        events
            .map(|event| (event["kind"].as_str().unwrap().to_owned(), event["data"].clone()))
            .collect()
    }

    async fn poll(&mut self, wait: u8) -> Vec<Value> {
        let target = format!("/v1/feeds/{}?after={}&wait={wait}", self.topic, self.cursor);
        let answer = self.client.get(&target).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let answer = answer.json();
        assert_eq!(answer.get("gap"), None, "{answer}");
        self.cursor = answer["cursor"].as_str().unwrap().to_owned();
        answer["events"].as_array().unwrap().clone()
    }
}
