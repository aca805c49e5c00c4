//! The phases are true: what is known to take long shows in its phase, and in no other.
//!
//! A phase that waits for something cannot be shorter than that, so the lower bounds are strict. The machine may be busy, so the
//! upper ones are loose.

use std::{net::SocketAddr, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    time::sleep,
};

use crate::{client::Client, exchanges::TOKEN};

/// What is waited for.
const LONG: Duration = Duration::from_millis(150);

/// What a phase that waits for nothing must stay below, however busy the machine is.
const SHORT_US: u64 = 100_000;

/// How long each phase took, in microseconds; nothing where it was not measured.
struct Phases(Value);

impl Phases {
    async fn of(client: &Client, id: &str) -> Self {
        let bearer = format!("Bearer {TOKEN}");
        let fields = [("authorization", bearer.as_str())];
        let exchange = client.get_with(&format!("/v1/exchanges/{id}"), &fields).await.json();
        Self(exchange["timeline"].clone())
    }

    fn micros(&self, phase: &str) -> Option<u64> {
        let spans = self.0.as_array().unwrap();
        let span = spans.iter().find(|span| span["phase"] == phase).unwrap();
        (span["provenance"] == "measured")
            .then(|| span["end_us"].as_u64().unwrap() - span["start_us"].as_u64().unwrap())
    }

    /// Asserts that this phase took long, and none of the others did.
    fn assert_long(&self, long: &str) {
        let Self(timeline) = self;
        for phase in ["read", "route", "handle", "write"] {
            let micros = self.micros(phase);
            if phase == long {
                let least = LONG.as_micros().try_into().unwrap();
                assert!(micros.is_some_and(|micros| micros >= least), "{phase}: {timeline}");
            } else {
                assert!(micros.is_none_or(|micros| micros < SHORT_US), "{phase}: {timeline}");
            }
        }
    }
}

/// Waits so long, but first until the server has done what it can do now: it answers others in between.
async fn pause(address: SocketAddr) {
    let mut other = TcpStream::connect(address).await.unwrap();
    let request = b"GET /hello HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n";
    other.write_all(request).await.unwrap();
    other.read_to_end(&mut Vec::new()).await.unwrap();
    sleep(LONG).await;
}

fn head(request_line: &str, length: usize) -> String {
    format!(
        "{request_line}\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Reads to the end; the id of the exchange.
async fn finish(stream: &mut TcpStream) -> String {
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
    let response = String::from_utf8(response).unwrap();
    let id = response.split("Exchange-Id: ").nth(1).unwrap();
    id.split("\r\n").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_head_that_comes_in_two_pieces_takes_long_to_read() {
    let client = Client::new().await;
    let address = client.listen().await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let head = head("GET /hello HTTP/1.1", 0);
    let (first, second) = head.split_at(40);
    stream.write_all(first.as_bytes()).await.unwrap();
    pause(address).await;
    stream.write_all(second.as_bytes()).await.unwrap();
    let id = finish(&mut stream).await;
    Phases::of(&client, &id).await.assert_long("read");
}

#[tokio::test]
async fn a_handler_that_waits_for_its_content_takes_long() {
    let client = Client::new().await;
    let address = client.listen().await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let head = head("POST /api/data HTTP/1.1", 6) + "\"so";
    stream.write_all(head.as_bytes()).await.unwrap();
    pause(address).await;
    stream.write_all(b"on\"").await.unwrap();
    let id = finish(&mut stream).await;
    Phases::of(&client, &id).await.assert_long("handle");
}

#[tokio::test]
async fn a_response_to_a_client_that_does_not_read_takes_long_to_write() {
    let client = Client::new().await;
    let address = client.listen().await;
    // More than the system keeps between the two ends: 4 MiB at the sender, and here what is set here.
    const SIZE: usize = 9 * 1024 * 1024;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(16 * 1024).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let head = head("POST /api/data HTTP/1.1", SIZE);
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
        .write_all(format!("\"{}\"", "x".repeat(SIZE - 2)).as_bytes())
        .await
        .unwrap();
    // The first byte has been written when it can be read, and so the handler has given its response.
    stream.peek(&mut [0]).await.unwrap();
    sleep(LONG).await;
    let id = finish(&mut stream).await;
    let phases = Phases::of(&client, &id).await;
    let least = LONG.as_micros().try_into().unwrap();
    // The handler has had nine megabytes to wait for, so nothing is said of how long it took.
    assert!(phases.micros("write").unwrap() >= least, "{}", phases.0);
    assert!(phases.micros("route").unwrap() < SHORT_US, "{}", phases.0);
}

#[tokio::test]
async fn a_request_that_waits_for_its_turn_is_routed_from_then_on() {
    let client = Client::new().await;
    let address = client.listen().await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let slow = "GET /delay/0.2 HTTP/1.1\r\nHost: echo.example\r\n\r\n";
    let requests = slow.to_owned() + &head("GET /hello HTTP/1.1", 0);
    stream.write_all(requests.as_bytes()).await.unwrap();
    let mut responses = Vec::new();
    stream.read_to_end(&mut responses).await.unwrap();
    let responses = String::from_utf8(responses).unwrap();
    let id = responses
        .split("Exchange-Id: ")
        .nth(2)
        .unwrap()
        .split("\r\n")
        .next()
        .unwrap();
    let Phases(timeline) = Phases::of(&client, id).await;
    let spans = timeline.as_array().unwrap();
    let span = |phase: &str| spans.iter().find(|span| span["phase"] == phase).unwrap();
    let route = span("route");
    assert_eq!(route["provenance"], "derived", "{timeline}");
    let why = route["why"].as_str().unwrap();
    assert!(why.starts_with("from when its turn came"), "{why}");
    // Both heads came at once, and the handler of the other one slept so long.
    let (start, end) = (route["start_us"].as_u64().unwrap(), route["end_us"].as_u64().unwrap());
    // Both heads came at once, and the handler before it slept so long.
    assert!(start >= 200_000, "{timeline}");
    assert!(end - start < SHORT_US, "{timeline}");
    assert_eq!(span("handle")["start_us"], end, "{timeline}");
    // The other end is told the same.
    let timing = responses
        .split("Server-Timing: ")
        .nth(2)
        .unwrap()
        .split("\r\n")
        .next()
        .unwrap();
    let duration = timing.split("route;dur=").nth(1).unwrap().split(',').next().unwrap();
    assert!(duration.parse::<f64>().unwrap() < SHORT_US as f64 / 1e3, "{timing}");
}
