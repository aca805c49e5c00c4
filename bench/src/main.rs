//! `make bench`: what Roundtrip costs, in one run, beside a bare hyper server that answers the same bytes and a service in Flask.
//!
//! Machines are noisy, so nothing here is compared with a figure of another day: all servers run at once, the load goes to
//! them in turns, and the ratio is taken turn by turn.
//!
//! - [`cases`]: what is asked of them, and [`table`] what that gives
//! - [`program`]: starts the server and reads what the system knows of it
//! - [`client`]: the smallest HTTP/1.1 client that can tell where a response ends
//! - [`bare`] and [`flask`]: the servers to compare with, in processes of their own
//! - [`load`]: a closed loop of requests
//! - [`first_load`]: the bytes that a first visit transfers
//! - [`phases`]: what the phases of an exchange say, beside how long a client made them last
//! - [`memory`]: what a million recorded requests leave behind
//! - [`fan_out`]: one event to ten thousand [`subscribers`]
//! - [`chaos`]: a minute of cut connections and killed servers
//!
//! `bench BINARY PART` runs a part alone: `requests`, `fan-out` or `chaos`.

mod bare;
mod cases;
mod chaos;
mod client;
mod fan_out;
mod first_load;
mod flask;
mod load;
mod memory;
mod phases;
mod program;
mod subscribers;
mod table;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};

use crate::{cases::WORKSPACE, program::Program};

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
            let fields: Vec<String> = args.collect();
            let fields: Vec<(&str, &str)> = fields
                .as_chunks()
                .0
                .iter()
                .map(|[name, value]| (name.as_str(), value.as_str()))
                .collect();
            bare::serve(upstream.parse()?, &target, &fields)
        }
        Some("subscribe") => subscribers::run(args),
        binary => {
            let binary = binary.map_or_else(|| PathBuf::from("target/dist/roundtrip"), PathBuf::from);
            let part = args.next();
            let is_wanted = |name| part.as_deref().is_none_or(|part| part == name);
            if is_wanted("requests") {
                compare(&binary)?;
                println!();
            }
            if is_wanted("fan-out") {
                fan_out::print(&binary)?;
                println!();
            }
            if is_wanted("chaos") {
                chaos::print(&binary)?;
            }
            Ok(())
        }
    }
}

fn compare(binary: &Path) -> Result<()> {
    println!(
        "Roundtrip beside a bare hyper server that answers the same bytes and a small service in Flask, on {} cores",
        std::thread::available_parallelism()?
    );
    println!();

    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(Program::start(binary)?.cold_start);
    }
    let program = Program::start(binary)?;
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

    table::print(&program)?;
    println!();
    phases::print(program.app, WORKSPACE)?;
    println!();
    memory::print(&program, "/hello", &[("Authorization", WORKSPACE)])?;
    Ok(())
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
