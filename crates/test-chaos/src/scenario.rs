//! The whole: rounds of writing, in each of which something is killed, and readers all along.

use std::{
    env,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use fastrand::Rng;
use http::{Method, StatusCode};
use serde_json::json;
use test_nats::Nats;
use tokio::{
    sync::watch,
    task::{JoinSet, spawn_blocking},
    time::{sleep, timeout},
};

use crate::{
    client::{Account, Connection, Trouble, Way},
    ledger::{self, Chapter, Ledger, Message},
    node::Node,
    place::Place,
    proxy::Proxy,
    reader::{Reader, Transport},
    writer::Writer,
};

/// How many events of a sandbox are kept, as its page of the documentation says.
const KEPT: u64 = 1_000;

/// How long readers have to come to the end when all is said.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fixes what chance chooses.
const SEED: &str = "ROUNDTRIP_CHAOS_SEED";

/// How long it goes on.
#[derive(Clone, Copy, Debug)]
pub enum Rounds {
    /// So many rounds.
    Count(u32),
    /// No new round after this.
    For(Duration),
}

/// What is to happen.
#[derive(Debug)]
pub struct Plan {
    /// What chance begins with. The order of events is the machine's in spite of that, but what is done to it is the same.
    pub seed: u64,
    /// How long it goes on. In each round, nodes are killed and started again.
    pub rounds: Rounds,
    /// How many write at the same time.
    pub writers: usize,
    /// How many messages each of them sends in a round.
    pub messages: u32,
    /// How many read by each transport.
    pub readers: usize,
    /// The servers, which are one to their clients.
    pub nodes: Vec<Node>,
    /// Through which they wake each other; it is restarted in each round.
    pub nats: Option<Nats>,
}

impl Plan {
    /// The seed that the environment names, or another one each time.
    ///
    /// # Errors
    /// When what it names is no number.
    pub fn seed() -> Result<u64> {
        match env::var(SEED) {
            Ok(text) => text.parse().with_context(|| format!("{SEED}={text}")),
            Err(_) => Ok(fastrand::u64(..)),
        }
    }
}

/// What happened.
#[derive(Debug)]
pub struct Outcome {
    /// What was said and read.
    pub ledger: Ledger,
    /// How many connections the proxies have cut.
    pub cuts: u64,
    /// How many times a server was killed.
    pub kills: u64,
    /// How many times NATS was restarted.
    pub broker_restarts: u64,
    /// How many connections the readers have had.
    pub connections: u64,
}

/// Does what is planned. Whether the outcome is right, its [`Ledger`] says.
///
/// # Errors
/// When a server cannot be started, says something that it must not say, or a reader does not come to the end.
pub async fn run(plan: Plan) -> Result<Outcome> {
    let mut chance = Rng::with_seed(plan.seed);
    let mut proxies = Vec::new();
    let mut ways = Vec::new();
    for node in &plan.nodes {
        let proxy = Proxy::start(node.address(), chance.fork()).await?;
        ways.push(Way {
            to: proxy.address,
            node: node.address(),
        });
        proxies.push(proxy);
    }
    let mut world = World {
        account: Account::new(ways[0].node).await?,
        ways: ways.into(),
        nodes: plan.nodes,
        nats: plan.nats,
        kills: 0,
        broker_restarts: 0,
    };
    let start = world.latest().await?;
    let (end, until) = watch::channel(None);
    let mut readers = Readers::start(&world, start, plan.readers, &mut chance, &until);

    let began = Instant::now();
    let mut chapters = Vec::new();
    let mut messages = Vec::new();
    let mut from = start.seq;
    for round in 0.. {
        let is_over = match plan.rounds {
            Rounds::Count(count) => round == count,
            Rounds::For(duration) => began.elapsed() >= duration,
        };
        if is_over {
            break;
        }
        messages.extend(world.round(round, plan.writers, plan.messages, &mut chance).await?);
        if round == 0 {
            // The log goes, and readers that had not come to its end have to be told so.
            let end = world.latest().await?;
            chapters.push(Chapter {
                start: from,
                end,
                head: end.seq,
            });
            world.reset().await?;
            from = 0;
        }
    }
    let (last, message) = world.say_last().await?;
    messages.push(message);
    end.send_replace(Some(last));
    let (readings, connections) = readers.finish().await?;
    chapters.push(Chapter {
        start: from,
        end: last,
        head: world.latest().await?.seq,
    });
    Ok(Outcome {
        ledger: Ledger {
            chapters,
            kept: KEPT,
            messages,
            readings,
        },
        cuts: proxies.iter().map(Proxy::cuts).sum(),
        kills: world.kills,
        broker_restarts: world.broker_restarts,
        connections,
    })
}

/// The servers and how they are reached.
struct World {
    account: Account,
    ways: Arc<[Way]>,
    nodes: Vec<Node>,
    nats: Option<Nats>,
    kills: u64,
    broker_restarts: u64,
}

impl World {
    /// Lets writers write, and kills something in the middle of it.
    async fn round(&mut self, round: u32, writers: usize, count: u32, chance: &mut Rng) -> Result<Vec<Message>> {
        let (settled, _) = watch::channel(0);
        let mut tasks = JoinSet::new();
        for number in 0..writers {
            let writer = Writer {
                name: format!("writer{number}.round{round}"),
                ways: Arc::clone(&self.ways),
                account: self.account.clone(),
                chance: chance.fork(),
                settled: settled.clone(),
            };
            tasks.spawn(writer.say(count));
        }
        let all = writers as u64 * u64::from(count);
        let moment = chance.u64(1..=all);
        let written = async {
            let mut messages = Vec::new();
            while let Some(said) = tasks.join_next().await {
                messages.extend(said??);
            }
            anyhow::Ok(messages)
        };
        let disturbed = async {
            let mut settled = settled.subscribe();
            settled.wait_for(|count| *count >= moment).await?;
            self.disturb(chance).await
        };
        let (messages, ()) = tokio::try_join!(written, disturbed)?;
        Ok(messages)
    }

    /// Kills a node or all of them, and NATS if there is one, and starts them again after a while.
    async fn disturb(&mut self, chance: &mut Rng) -> Result<()> {
        let victim = chance.usize(..self.nodes.len());
        let all_fall = chance.u8(..4) == 0;
        let mut fallen = Vec::new();
        for (index, node) in self.nodes.iter_mut().enumerate() {
            if all_fall || index == victim {
                node.kill().await?;
                self.kills += 1;
                fallen.push(node);
            }
        }
        let away = Duration::from_millis(chance.u64(..300));
        if let Some(mut nats) = self.nats.take() {
            let restarted = spawn_blocking(move || {
                nats.stop()?;
                std::thread::sleep(away);
                nats.restart()?;
                Ok::<_, test_nats::StartError>(nats)
            });
            self.nats = Some(restarted.await??);
            self.broker_restarts += 1;
        } else {
            sleep(away).await;
        }
        for node in fallen {
            node.restart().await?;
        }
        Ok(())
    }

    /// Where the log ends now.
    async fn latest(&self) -> Result<Place> {
        let target = format!("/v1/feeds/sandbox.{}?after=latest&wait=0", self.account.sandbox);
        let answer = self.ask(Method::GET, &target, "", StatusCode::OK).await?;
        answer["cursor"].as_str().context("an answer without a cursor")?.parse()
    }

    /// Says a last message, which every reader is given, whatever else stands in the log. Gives its place.
    async fn say_last(&self) -> Result<(Place, Message)> {
        let id = "last".to_owned();
        let content = json!({"room": "lobby", "text": "This is all.", "id": id}).to_string();
        let said = self
            .ask(Method::POST, "/api/messages", &content, StatusCode::CREATED)
            .await?;
        let place = said["cursor"].as_str().context("a message without a cursor")?.parse()?;
        let message = Message {
            writer: id.clone(),
            id,
            outcome: ledger::Outcome::Acknowledged(place),
        };
        Ok((place, message))
    }

    /// Empties the sandbox.
    async fn reset(&self) -> Result<()> {
        self.ask(Method::POST, "/api/sandbox/reset", "", StatusCode::NO_CONTENT)
            .await?;
        Ok(())
    }

    /// Asks a node without the proxy before it.
    async fn ask(&self, method: Method, target: &str, content: &str, status: StatusCode) -> Result<serde_json::Value> {
        let node = self.ways[0].node;
        let fields = [
            ("sandbox", &*self.account.sandbox),
            ("authorization", &*self.account.bearer),
            ("content-type", "application/json"),
        ];
        let answer = async {
            let mut connection = Connection::open(Way { to: node, node }).await?;
            connection.ask(method, target, &fields, content, status).await
        };
        match answer.await {
            Ok(answer) => Ok(answer),
            Err(Trouble::Wrong(error)) => Err(error.context(target.to_owned())),
            Err(Trouble::Passing) => bail!("{target}: the connection to {node} broke"),
        }
    }
}

/// Those who read.
struct Readers {
    tasks: JoinSet<Result<(ledger::Reading, u64)>>,
    progress: Vec<(String, watch::Receiver<Place>)>,
}

impl Readers {
    fn start(
        world: &World,
        from: Place,
        each: usize,
        chance: &mut Rng,
        until: &watch::Receiver<Option<Place>>,
    ) -> Self {
        let mut readers = Self {
            tasks: JoinSet::new(),
            progress: Vec::new(),
        };
        for transport in Transport::ALL {
            for number in 0..each {
                let name = format!("{transport:?}{number}");
                let (progress, watched) = watch::channel(from);
                readers.progress.push((name.clone(), watched));
                let reader = Reader {
                    name,
                    transport,
                    ways: Arc::clone(&world.ways),
                    account: world.account.clone(),
                    chance: chance.fork(),
                    place: from,
                    received: Vec::new(),
                    connections: 0,
                    progress,
                };
                readers.tasks.spawn(reader.read(until.clone()));
            }
        }
        readers
    }

    /// Waits until all have come to the end.
    async fn finish(&mut self) -> Result<(Vec<ledger::Reading>, u64)> {
        let (mut readings, mut connections) = (Vec::new(), 0);
        let finished = timeout(PATIENCE, async {
            while let Some(read) = self.tasks.join_next().await {
                let (reading, its) = read??;
                readings.push(reading);
                connections += its;
            }
            anyhow::Ok(())
        });
        match finished.await {
            Ok(done) => done?,
            Err(_) => {
                let places: Vec<String> = self
                    .progress
                    .iter()
                    .map(|(name, place)| format!("{name} at {}", *place.borrow()))
                    .collect();
                bail!("not all readers have come to the end: {}", places.join(", "));
            }
        }
        Ok((readings, connections))
    }
}
