//! Who says something: each message with a name, and again until it is acknowledged.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use fastrand::Rng;
use http::{Method, StatusCode};
use serde_json::json;
use tokio::{sync::watch, time::sleep};

use crate::{
    client::{Account, Connection, Trouble, Way},
    ledger::{Message, Outcome},
    place::Place,
};

/// How often a message is tried. No node is away for so long.
const TRIES: u32 = 2_000;

/// One that says things.
pub(crate) struct Writer {
    pub(crate) name: String,
    pub(crate) ways: Arc<[Way]>,
    pub(crate) account: Account,
    pub(crate) chance: Rng,
    /// How many messages are done with, of all writers.
    pub(crate) settled: watch::Sender<u64>,
}

impl Writer {
    /// Says so many things, one after the other, and gives what came of them.
    pub(crate) async fn say(mut self, count: u32) -> Result<Vec<Message>> {
        let mut connection = None;
        let mut said = Vec::new();
        for number in 0..count {
            let id = format!("{}-{number}", self.name);
            let outcome = self.say_one(&mut connection, &id).await?;
            self.settled.send_modify(|count| *count += 1);
            if let Outcome::Acknowledged(place) = outcome {
                // Now and then one that was acknowledged is sent once more, as by a client that has lost the answer.
                if self.chance.u8(..8) == 0 {
                    connection = None;
                    let again = self.insist(&mut connection, &id).await?;
                    ensure!(again == place, "{id} was acknowledged at {place}, and then at {again}");
                }
            }
            said.push(Message {
                writer: self.name.clone(),
                id,
                outcome,
            });
        }
        Ok(said)
    }

    async fn say_one(&mut self, connection: &mut Option<Connection>, id: &str) -> Result<Outcome> {
        match self.attempt(connection, id).await {
            Ok(place) => Ok(Outcome::Acknowledged(place)),
            Err(Trouble::Wrong(error)) => Err(error.context(format!("saying {id}"))),
            // Nobody knows whether it is there, and it is not tried again.
            Err(Trouble::Passing) if self.chance.u8(..8) == 0 => Ok(Outcome::Unknown),
            Err(Trouble::Passing) => self.insist(connection, id).await.map(Outcome::Acknowledged),
        }
    }

    /// Says it until it is acknowledged.
    async fn insist(&mut self, connection: &mut Option<Connection>, id: &str) -> Result<Place> {
        for _ in 0..TRIES {
            match self.attempt(connection, id).await {
                Ok(place) => return Ok(place),
                Err(Trouble::Wrong(error)) => return Err(error.context(format!("saying {id}"))),
                Err(Trouble::Passing) => sleep(Duration::from_millis(self.chance.u64(1..40))).await,
            }
        }
        bail!("{id} was not acknowledged in {TRIES} tries")
    }

    /// Says it once, on the connection that is there or another one.
    async fn attempt(&mut self, connection: &mut Option<Connection>, id: &str) -> Result<Place, Trouble> {
        // A connection on which something went wrong is not used any more.
        let mut open = match connection.take() {
            Some(open) => open,
            None => Connection::open(self.ways[self.chance.usize(..self.ways.len())]).await?,
        };
        let fields = [
            ("content-type", "application/json"),
            ("authorization", &*self.account.bearer),
            ("sandbox", &*self.account.sandbox),
        ];
        let message = json!({"room": "lobby", "text": format!("This is {id}."), "id": id}).to_string();
        let said = open
            .ask(Method::POST, "/api/messages", &fields, &message, StatusCode::CREATED)
            .await?;
        let place = said["cursor"].as_str().context("a message without a cursor");
        let place = place.and_then(str::parse).map_err(Trouble::Wrong)?;
        if said["id"] != *id {
            return Err(Trouble::Wrong(anyhow::anyhow!("{id} was answered with {said}")));
        }
        *connection = Some(open);
        Ok(place)
    }
}
