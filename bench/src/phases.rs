//! What the phases of an exchange say beside what is known of them: how long a client made each of them last.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread::sleep,
    time::Duration,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::client;

/// How long a phase is made to last.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(5),
    Duration::from_millis(50),
    Duration::from_millis(500),
];
/// More than the system keeps on its way from the server to a client that does not read.
const LARGE: usize = 9 * 1024 * 1024;

/// Makes each phase last so long and prints what the server measured.
pub(crate) fn print(app: SocketAddr, authorization: &str) -> Result<()> {
    println!(
        "{:<52}{:>10}{:>10}{:>10}{:>10}",
        "the client pauses", "for", "read", "handle", "write"
    );
    let head = |line: &str, length: usize| {
        format!(
            "{line}\r\nHost: {app}\r\nAuthorization: {authorization}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n"
        )
    };
    for pause in PAUSES {
        let get = head("GET /hello HTTP/1.1", 0);
        let (first, second) = get.split_at(40);
        row(
            app,
            authorization,
            "in the middle of the head",
            pause,
            first.as_bytes(),
            second.as_bytes(),
            Duration::ZERO,
        )?;
        let post = head("POST /api/data HTTP/1.1", 6) + "\"so";
        row(
            app,
            authorization,
            "in the middle of the content",
            pause,
            post.as_bytes(),
            b"on\"",
            Duration::ZERO,
        )?;
    }
    for pause in PAUSES {
        let post = head("POST /api/data HTTP/1.1", LARGE);
        let content = format!("\"{}\"", "x".repeat(LARGE - 2));
        row(
            app,
            authorization,
            "before it reads a large response",
            pause,
            post.as_bytes(),
            content.as_bytes(),
            pause,
        )?;
    }
    Ok(())
}

/// One exchange: a part of the request, the pause, the rest; or the pause after the first byte of the response.
fn row(
    app: SocketAddr,
    authorization: &str,
    what: &str,
    pause: Duration,
    first: &[u8],
    second: &[u8],
    before_reading: Duration,
) -> Result<()> {
    let mut stream = TcpStream::connect(app)?;
    stream.set_nodelay(true)?;
    stream.write_all(first)?;
    if before_reading.is_zero() {
        sleep(pause);
    }
    stream.write_all(second)?;
    stream.peek(&mut [0])?;
    sleep(before_reading);
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    let response = String::from_utf8_lossy(&response);
    let id = response
        .split("Exchange-Id: ")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next())
        .context("the response names no exchange")?;
    let exchange = client::get(app, &format!("/v1/exchanges/{id}"), &[("Authorization", authorization)])?;
    let exchange: Value = serde_json::from_slice(&exchange.body)?;
    let phase = |name: &str| {
        let spans = exchange["timeline"].as_array()?;
        let span = spans.iter().find(|span| span["phase"] == name)?;
        let micros = span["end_us"].as_u64()? - span["start_us"].as_u64()?;
        Some(format!("{:.1} ms", micros as f64 / 1e3))
    };
    let figure = |name| phase(name).unwrap_or_else(|| "none".to_owned());
    println!(
        "{what:<52}{:>7} ms{:>10}{:>10}{:>10}",
        pause.as_millis(),
        figure("read"),
        figure("handle"),
        figure("write")
    );
    Ok(())
}
