//! `make bench`: what Roundtrip costs, in one run, beside a bare hyper server that answers the same bytes.
//!
//! Machines are noisy, so nothing here is compared with a figure of another day: both servers run at once, the load goes to
//! them in turns, and the ratio is taken turn by turn.
//!
//! - [`program`]: starts the server and reads what the system knows of it
//! - [`client`]: the smallest HTTP/1.1 client that can tell where a response ends
//! - [`bare`]: the server to compare with, in a process of its own
//! - [`load`]: a closed loop of requests
//! - [`first_load`]: the bytes that a first visit transfers
//! - [`phases`]: what the phases of an exchange say, beside how long a client made them last
//! - [`memory`]: what a million recorded requests leave behind

mod bare;
mod client;
mod first_load;
mod load;
mod memory;
mod phases;
mod program;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::{Context, Result};

use crate::{load::Run, program::Program};

/// What is asked of both servers: what it is called, its target and its fields.
const TARGETS: [(&str, &str, Fields); 3] = [
    ("/hello", "/hello", &[]),
    ("/api/products?per_page=20", "/api/products?per_page=20", &[]),
    // A request that names a workspace is recorded: every byte with its time, and an exchange for its sender.
    ("/hello, recorded", "/hello", &[("Authorization", WORKSPACE)]),
];
const WORKSPACE: &str = "Bearer ws_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
type Fields = &'static [(&'static str, &'static str)];
/// How many connections send requests at once.
const CONNECTIONS: usize = 32;
/// How long each turn lasts, and how many turns each server has.
const TURN: Duration = Duration::from_secs(1);
const TURNS: usize = 11;
/// How often the server is started to see how long that takes.
const STARTS: usize = 5;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("bare") => {
            let upstream = args
                .next()
                .context("bare needs the address of the server that it is to answer like")?;
            let target = args.next().context("bare needs the target that it is to answer")?;
            bare::serve(upstream.parse()?, &target)
        }
        binary => compare(binary.map_or_else(|| PathBuf::from("target/release/roundtrip"), PathBuf::from)),
    }
}

fn compare(binary: PathBuf) -> Result<()> {
    println!("Roundtrip beside a bare hyper server that answers the same bytes");
    println!(
        "{TURNS} turns of {} s each, {CONNECTIONS} connections, load from one thread, {} cores",
        TURN.as_secs(),
        std::thread::available_parallelism()?
    );
    println!();

    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(Program::start(&binary)?.cold_start);
    }
    let program = Program::start(&binary)?;
    starts.push(program.cold_start);
    starts.sort();
    println!(
        "cold start to the first 200    {:>8.1} ms  (median of {STARTS}, on an empty data folder)",
        ms(starts[STARTS / 2])
    );
    println!(
        "idle resident memory           {:>8.1} MB",
        program.resident_bytes()? as f64 / 1e6
    );
    first_load::print(program.app)?;
    println!();

    println!(
        "{:<28}{:>12}{:>12}{:>8}{:>12}{:>12}",
        "target", "ours req/s", "bare req/s", "ratio", "ours p99", "bare p99"
    );
    for (name, target, fields) in TARGETS {
        let bare = bare::Process::start(program.app, target)?;
        let (ours, theirs): (Vec<Run>, Vec<Run>) = (0..TURNS)
            .map(|_| Ok((turn(program.app, target, fields)?, turn(bare.address, target, fields)?)))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .unzip();
        let ratios = ours
            .iter()
            .zip(&theirs)
            .map(|(ours, theirs)| ours.per_second() / theirs.per_second())
            .collect();
        println!(
            "{name:<28}{:>12.0}{:>12.0}{:>8.2}{:>9.0} µs{:>9.0} µs",
            median(ours.iter().map(Run::per_second).collect()),
            median(theirs.iter().map(Run::per_second).collect()),
            median(ratios),
            median(ours.iter().map(Run::p99_us).collect()),
            median(theirs.iter().map(Run::p99_us).collect()),
        );
    }
    println!();
    println!("Figures are medians; the ratio is the median of the ratios turn by turn.");
    println!();
    phases::print(program.app, WORKSPACE)?;
    println!();
    memory::print(&program, "/hello", &[("Authorization", WORKSPACE)])?;
    Ok(())
}

fn turn(address: SocketAddr, target: &str, fields: Fields) -> Result<Run> {
    load::run(address, target, fields, CONNECTIONS, TURN)
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
