//! One event to ten thousand subscribers: how long it takes, and what each of them costs while nothing happens.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    client,
    program::Program,
    subscribers::{Process, Transport},
};

const SUBSCRIBERS: usize = 10_000;

/// Measures each of the transports that keep a connection open, each with a server of its own.
pub(crate) fn print(binary: &Path) -> Result<()> {
    println!(
        "{:<28}{:>10}{:>10}{:>10}{:>10}{:>16}{:>16}",
        format!("{SUBSCRIBERS} subscribers"),
        "p50",
        "p99",
        "p99.9",
        "slowest",
        "memory each",
        "after events"
    );
    for (name, transport) in [
        ("an event to event streams", Transport::EventStream),
        ("an event to WebSockets", Transport::WebSocket),
    ] {
        let program = Program::start_on_one_port(binary)?;
        let login = Login::new(&program)?;
        // The first one loads what all of them share.
        drop(Process::start(program.app, &login.topic, transport, 1, &login.bearer)?);
        let before = program.resident_bytes()?;
        let mut subscribers = Process::start(program.app, &login.topic, transport, SUBSCRIBERS, &login.bearer)?;
        let each = |now: u64| format!("{:.1} kB", now.saturating_sub(before) as f64 / SUBSCRIBERS as f64 / 1e3);
        let idle = each(program.resident_bytes()?);
        let delivery = subscribers.publish()?;
        let after = each(program.resident_bytes()?);
        println!(
            "{name:<28}{}{}{}{}{idle:>16}{after:>16}",
            within(&delivery, 500),
            within(&delivery, 990),
            within(&delivery, 999),
            within(&delivery, 1_000),
        );
    }
    println!(
        "From sending the message to the server until it is durable and with a subscriber, over all subscribers of 30 events."
    );
    Ok(())
}

fn within(delivery: &crate::subscribers::Delivery, of_thousand: usize) -> String {
    format!("{:>7.1} ms", delivery.within_ms(of_thousand))
}

/// Who may say something, in a sandbox whose log all subscribe to.
struct Login {
    bearer: String,
    topic: String,
}

impl Login {
    fn new(program: &Program) -> Result<Self> {
        let login = r#"{"username": "johndoe", "password": "secret123"}"#;
        let session = client::post(program.app, "/login", &[], login)?;
        ensure!(session.status == 200, "the login was answered with {}", session.status);
        let session: Value = serde_json::from_slice(&session.body)?;
        let bearer = format!(
            "Bearer {}",
            session["token"].as_str().context("a login without a token")?
        );
        let first = r#"{"room": "lobby", "text": "first"}"#;
        let said = client::post(program.app, "/api/messages", &[("Authorization", &bearer)], first)?;
        ensure!(
            said.status == 201,
            "the first message was answered with {}",
            said.status
        );
        let sandbox = said.field("sandbox").context("the first message makes a sandbox")?;
        Ok(Self {
            topic: format!("sandbox.{sandbox}"),
            bearer,
        })
    }
}
