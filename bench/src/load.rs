//! A closed loop of requests: each connection sends the next one when it has the answer to the last.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

use crate::client;

/// What a turn of load gave.
pub(crate) struct Run {
    elapsed: Duration,
    /// In microseconds, sorted.
    latencies: Vec<u32>,
}

impl Run {
    /// Answers per second.
    pub(crate) fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// The time within which 99 of 100 answers came, in microseconds.
    pub(crate) fn p99_us(&self) -> f64 {
        f64::from(self.latencies[(self.latencies.len() - 1) * 99 / 100])
    }
}

/// Sends requests that are answered with this status, on so many connections for so long.
pub(crate) fn run(
    address: SocketAddr,
    target: &str,
    fields: &[(&str, &str)],
    status: u16,
    connections: usize,
    duration: Duration,
) -> Result<Run> {
    let request = client::request(address, target, fields);
    let expected = format!("HTTP/1.1 {status} ");
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let started = Instant::now();
            let end = started + duration;
            let mut tasks = JoinSet::new();
            for _ in 0..connections {
                tasks.spawn(connection(address, request.clone(), expected.clone(), end));
            }
            let mut latencies = Vec::new();
            while let Some(finished) = tasks.join_next().await {
                latencies.extend(finished??);
            }
            ensure!(!latencies.is_empty(), "nothing was answered");
            latencies.sort_unstable();
            Ok(Run {
                elapsed: started.elapsed(),
                latencies,
            })
        })
}

async fn connection(address: SocketAddr, request: String, expected: String, end: Instant) -> Result<Vec<u32>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut latencies = Vec::new();
    let mut buffer = Vec::with_capacity(64 * 1024);
    loop {
        let sent = Instant::now();
        if sent >= end {
            return Ok(latencies);
        }
        stream.write_all(request.as_bytes()).await?;
        buffer.clear();
        while client::end_of_response(&buffer)?.is_none() {
            let count = stream.read_buf(&mut buffer).await?;
            ensure!(count > 0, "the server closed a connection under load");
        }
        ensure!(
            buffer.starts_with(expected.as_bytes()),
            "the server answered otherwise under load: {}",
            String::from_utf8_lossy(&buffer[..40.min(buffer.len())])
        );
        latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
}
