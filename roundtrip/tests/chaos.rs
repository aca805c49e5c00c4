//! What is acknowledged is read once, in order, by every reader, or a gap is told: by all transports, while connections are cut at
//! random and servers are killed (SIGKILL) and started again.
//!
//! `ROUNDTRIP_CHAOS_SEED` repeats what was done in a run whose seed was printed.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows only functions with #[test] as tests, and not those that they call"
)]

use std::path::Path;

use test_chaos::{Outcome, Plan, Rounds, node::Node, run};
use test_nats::Nats;
use test_postgres::Cluster;

const ROUNDS: u32 = 4;

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_roundtrip"))
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_on_one_node() {
    let folder = tempfile::tempdir().unwrap();
    let node = Node::start(binary(), folder.path(), Vec::new()).await.unwrap();
    check(vec![node], None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_on_two_nodes() {
    let folder = tempfile::tempdir().unwrap();
    let (cluster, nats) = (Cluster::shared(), Nats::start().unwrap());
    let options = ["--database", &cluster.database().unwrap(), "--nats", &nats.url()].map(str::to_owned);
    let mut nodes = Vec::new();
    for name in ["one", "other"] {
        let data = folder.path().join(name);
        nodes.push(Node::start(binary(), &data, options.to_vec()).await.unwrap());
    }
    check(nodes, Some(nats)).await;
}

async fn check(nodes: Vec<Node>, nats: Option<Nats>) {
    let seed = Plan::seed().unwrap();
    let plan = Plan {
        seed,
        rounds: Rounds::Count(ROUNDS),
        writers: 4,
        messages: 20,
        readers: 1,
        nodes,
        nats,
    };
    println!("the seed is {seed}");
    let outcome = run(plan).await.unwrap_or_else(|error| panic!("seed {seed}: {error:#}"));
    let Outcome { ledger, .. } = &outcome;
    let faults: Vec<String> = ledger.faults().iter().map(ToString::to_string).collect();
    println!(
        "{} messages, {} cuts, {} kills, {} restarts of NATS, {} connections of readers",
        ledger.messages.len(),
        outcome.cuts,
        outcome.kills,
        outcome.broker_restarts,
        outcome.connections
    );
    assert!(faults.is_empty(), "seed {seed}: {faults:#?}");
    assert!(
        outcome.cuts > 20 && outcome.kills >= u64::from(ROUNDS),
        "seed {seed}: this was no chaos"
    );
}
