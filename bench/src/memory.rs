//! Memory under recorded requests: what is recorded is bounded, so it must not grow with their number.

use std::net::SocketAddr;

use anyhow::{Result, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

use crate::{client, program::Program};

/// How many connections send.
const CONNECTIONS: usize = 10;
/// How many requests are on their way at once on each.
const PIPELINED: usize = 20;
/// After so many requests, and after so many, memory is looked at.
const FIRST: usize = 100_000;
const LAST: usize = 1_000_000;

/// Sends a million requests and prints how much memory the program has after some of them and after all.
pub(crate) fn print(program: &Program, target: &str, fields: &[(&str, &str)]) -> Result<()> {
    send(program.app, target, fields, FIRST)?;
    let after_first = program.resident_bytes()?;
    send(program.app, target, fields, LAST - FIRST)?;
    let after_last = program.resident_bytes()?;
    println!(
        "resident memory with everything recorded: {:.1} MB after {FIRST} requests, {:.1} MB after {LAST}",
        after_first as f64 / 1e6,
        after_last as f64 / 1e6
    );
    Ok(())
}

fn send(address: SocketAddr, target: &str, fields: &[(&str, &str)], requests: usize) -> Result<()> {
    let batch = client::request(address, target, fields).repeat(PIPELINED);
    let batches = requests / CONNECTIONS / PIPELINED;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let mut tasks = JoinSet::new();
            for _ in 0..CONNECTIONS {
                tasks.spawn(connection(address, batch.clone(), batches));
            }
            while let Some(finished) = tasks.join_next().await {
                finished??;
            }
            Ok(())
        })
}

async fn connection(address: SocketAddr, batch: String, batches: usize) -> Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(64 * 1024);
    for _ in 0..batches {
        stream.write_all(batch.as_bytes()).await?;
        let mut answered = 0;
        while answered < PIPELINED {
            match client::end_of_response(&buffer)? {
                Some(end) => {
                    ensure!(buffer.starts_with(b"HTTP/1.1 200"), "the server refused under load");
                    buffer.drain(..end);
                    answered += 1;
                }
                None => {
                    let count = stream.read_buf(&mut buffer).await?;
                    ensure!(count > 0, "the server closed a connection under load");
                }
            }
        }
    }
    Ok(())
}
