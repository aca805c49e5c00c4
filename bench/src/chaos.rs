//! A minute of chaos: writers and readers by all transports, while connections are cut and the server is killed.

use std::{path::Path, time::Duration};

use anyhow::{Result, ensure};
use test_chaos::{Plan, Rounds, node::Node};

/// How long it goes on.
const LASTS: Duration = Duration::from_secs(60);

/// Lets it happen, and prints how much did, and whether anything went wrong.
pub(crate) fn print(binary: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let outcome = tokio::runtime::Runtime::new()?.block_on(async {
        let plan = Plan {
            seed: Plan::seed()?,
            rounds: Rounds::For(LASTS),
            writers: 8,
            messages: 40,
            readers: 2,
            nodes: vec![Node::start(binary, folder.path(), Vec::new()).await?],
            nats: None,
        };
        println!("chaos for {} s, seed {}", LASTS.as_secs(), plan.seed);
        test_chaos::run(plan).await
    })?;
    let faults = outcome.ledger.faults();
    let (delivered, gaps) = outcome.ledger.counts();
    println!(
        "{} messages of 8 writers, {delivered} deliveries to {} readers over {} connections",
        outcome.ledger.messages.len(),
        outcome.ledger.readings.len(),
        outcome.connections
    );
    println!(
        "{} connections cut, {} times killed, {gaps} gaps told; lost, doubled or out of order: {}",
        outcome.cuts,
        outcome.kills,
        faults.len()
    );
    for fault in &faults {
        println!("  {fault}");
    }
    ensure!(faults.is_empty(), "the event log has failed");
    Ok(())
}
