//! What is recorded of exchanges by HTTP/2: the frames of each stream, and what they say.

use std::{
    collections::{HashMap, HashSet},
    net::SocketAddr,
};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    client::{Answer, Client},
    exchanges::{TOKEN, decoded, leaves},
};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

async fn get(client: &Client, target: &str) -> Answer {
    let bearer = format!("Bearer {TOKEN}");
    client.get_with(target, &[("authorization", &bearer)]).await
}

async fn wire(client: &Client, id: &str) -> Value {
    let wire = get(client, &format!("/v1/exchanges/{id}/wire")).await.json();
    assert_eq!(wire["protocol"], "h2");
    for half in ["request", "response"] {
        let half = &wire[half];
        let bytes = decoded(half);
        assert_eq!(half["size"], bytes.len());
        let mut end = 0;
        leaves(&half["parts"], &mut end);
        assert_eq!(end, bytes.len() as u64);
        assert!(!half["parts"].to_string().contains("\"fault\""), "{}", half["parts"]);
    }
    wire
}

/// What the parts at the top are called.
fn names(half: &Value) -> Vec<&str> {
    let parts = half["parts"].as_array().unwrap();
    parts.iter().map(|part| part["name"].as_str().unwrap()).collect()
}

async fn connect(address: SocketAddr) -> SendRequest<Full<Bytes>> {
    let io = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (sender, connection) = handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    sender
}

/// Sends a request of the workspace; its status, its content and its id.
async fn exchange(
    sender: &mut SendRequest<Full<Bytes>>,
    method: &str,
    target: &str,
    body: &str,
) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(format!("http://app.example{target}"))
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body.to_owned())))
        .unwrap();
    let response = sender.send_request(request).await.unwrap();
    let status = response.status();
    let id = response.headers()["exchange-id"].to_str().unwrap().to_owned();
    response.into_body().collect().await.unwrap();
    (status, id)
}

#[tokio::test]
async fn an_exchange_is_recorded_with_its_frames() {
    let client = Client::new().await;
    let mut sender = connect(client.listen().await).await;
    let (status, id) = exchange(&mut sender, "POST", "/api/data?a=1", "{\"a\":1}").await;
    assert_eq!(status, StatusCode::CREATED);
    let wire = wire(&client, &id).await;
    let request = &wire["request"];
    assert_eq!(names(request)[..2], ["connection preface", "SETTINGS frame"]);
    assert_eq!(names(request).last(), Some(&"DATA frame"));
    assert_eq!(names(&wire["response"])[0], "SETTINGS frame");
    assert!(!request["arrivals"].as_array().unwrap().is_empty());

    let exchange = get(&client, &format!("/v1/exchanges/{id}")).await.json();
    assert_eq!(exchange["request"]["version"], "HTTP/2");
    assert_eq!(exchange["request"]["method"], "POST");
    assert_eq!(exchange["request"]["target"], "/api/data?a=1");
    assert_eq!(exchange["request"]["body"]["text"], "{\"a\":1}");
    assert_eq!(exchange["connection"]["protocol"], "HTTP/2");
    assert_eq!(exchange["connection"]["reused"], false);
    let response = &exchange["outcome"]["response"];
    assert_eq!((&response["status"], &response["reason"]), (&201.into(), &Value::Null));
    assert_eq!(response["fields"][0], serde_json::json!([":status", "201"]));
    assert_eq!(exchange["timeline"][0]["phase"], "read");

    let curl = get(&client, &format!("/v1/exchanges/{id}/curl")).await;
    assert!(
        curl.text().contains("http://app.example/api/data?a=1"),
        "{}",
        curl.text()
    );
    assert!(curl.text().contains("--http2-prior-knowledge"), "{}", curl.text());
    assert!(!curl.text().contains(":method"), "{}", curl.text());
    let fetch = get(&client, &format!("/v1/exchanges/{id}/fetch")).await;
    assert!(fetch.text().contains("fetch("), "{}", fetch.text());
    let har = get(&client, &format!("/v1/exchanges/{id}/har")).await.json();
    assert_eq!(har["log"]["entries"][0]["request"]["httpVersion"], "HTTP/2");
}

#[tokio::test]
async fn ten_requests_of_a_connection_have_the_fields_that_indices_stand_for() {
    let client = Client::new().await;
    let mut sender = connect(client.listen().await).await;
    let mut sizes = Vec::new();
    for number in 0..10 {
        let (status, id) = exchange(&mut sender, "GET", &format!("/hello?name={number}"), "").await;
        assert_eq!(status, StatusCode::OK);
        let wire = wire(&client, &id).await;
        sizes.push(decoded(&wire["request"]).len());
        let exchange = get(&client, &format!("/v1/exchanges/{id}")).await.json();
        assert_eq!(exchange["request"]["target"], format!("/hello?name={number}"));
        assert_eq!(exchange["connection"]["reused"], number > 0);
        let fields = exchange["request"]["fields"].as_array().unwrap();
        assert!(
            fields.contains(&serde_json::json!(["authorization", format!("Bearer {TOKEN}")])),
            "{fields:?}"
        );
        assert!(
            fields.contains(&serde_json::json!([":authority", "app.example"])),
            "{fields:?}"
        );
    }
    assert!(
        sizes[9] < sizes[0] / 2,
        "an index stands for what came before: {sizes:?}"
    );
}

#[tokio::test]
async fn streams_at_the_same_time_have_a_record_each() {
    let client = Client::new().await;
    let sender = connect(client.listen().await).await;
    let tasks: Vec<_> = (0..30)
        .map(|number| {
            let mut sender = sender.clone();
            tokio::spawn(async move {
                let target = format!("/api/data?n={}", number % 3);
                let body = format!("{{\"number\":{number}}}");
                (exchange(&mut sender, "POST", &target, &body).await.1, target, body)
            })
        })
        .collect();
    for task in tasks {
        let (id, target, body) = task.await.unwrap();
        let exchange = get(&client, &format!("/v1/exchanges/{id}")).await.json();
        assert_eq!(exchange["request"]["target"], target);
        assert_eq!(exchange["request"]["body"]["text"], body);
        let fields = exchange["outcome"]["response"]["fields"].as_array().unwrap();
        assert!(fields.contains(&serde_json::json!(["exchange-id", id])), "{fields:?}");
        wire(&client, &id).await;
    }
}

fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [0, length[0], length[1], kind, flags, 0, 0, 0, stream];
    [&head[..], payload].concat()
}

/// A literal without indexing.
fn literal(name: &str, value: &str) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    [vec![0], text(name), text(value)].concat()
}

fn head(method: &str, path: &str) -> Vec<u8> {
    let token = format!("Bearer {TOKEN}");
    let fields = [
        (":method", method),
        (":scheme", "http"),
        (":path", path),
        (":authority", "app.example"),
        ("authorization", &token),
        ("content-type", "application/json"),
    ];
    fields.iter().flat_map(|(name, value)| literal(name, value)).collect()
}

/// A connection on which frames are written by hand.
struct Raw {
    stream: TcpStream,
    table: wire::http2::Table,
    /// All frames that came, by their stream.
    came: HashMap<u8, Vec<u8>>,
    /// The id of the exchange on each stream.
    ids: HashMap<u8, String>,
    ended: HashSet<u8>,
}

impl Raw {
    async fn connect(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(PREFACE).await.unwrap();
        stream.write_all(&frame(4, 0, 0, &[])).await.unwrap();
        Self {
            stream,
            table: wire::http2::Table::default(),
            came: HashMap::new(),
            ids: HashMap::new(),
            ended: HashSet::new(),
        }
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// Reads frames until that stream has ended; gives the id of the exchange on it.
    async fn response(&mut self, stream: u8) -> String {
        while !self.ended.contains(&stream) {
            let mut head = [0; 9];
            self.stream.read_exact(&mut head).await.unwrap();
            let mut payload = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
            self.stream.read_exact(&mut payload).await.unwrap();
            let [_, _, _, kind, flags, _, _, _, on] = head;
            self.came.entry(on).or_default().extend([&head[..], &payload].concat());
            if kind == 1 {
                let ids = &mut self.ids;
                let read = self.table.decode(&payload, |line| {
                    if &*line.name()? == b"exchange-id" {
                        ids.insert(on, String::from_utf8(line.value()?.into_owned()).unwrap());
                    }
                    Ok(())
                });
                read.unwrap();
            }
            if kind < 2 && flags & 1 == 1 {
                self.ended.insert(on);
            }
        }
        self.ids[&stream].clone()
    }
}

#[tokio::test]
async fn frames_written_by_hand_are_shown_byte_for_byte() {
    let client = Client::new().await;
    let mut raw = Raw::connect(client.listen().await).await;
    // The first exchange of a connection has its opening; it is another's concern here.
    raw.send(&frame(1, 5, 1, &head("GET", "/hello"))).await;
    raw.response(1).await;

    // Two streams whose frames come by turns: padding, a priority, a block in three frames, trailers.
    let block = head("POST", "/api/data?which=3");
    let (first, rest) = block.split_at(7);
    let (second, third) = rest.split_at(40);
    let padded = [&[3, 0, 0, 0, 0, 15][..], first, &[0, 0, 0]].concat();
    let of_three = [
        frame(1, 0x28, 3, &padded),
        frame(9, 0, 3, second),
        frame(9, 4, 3, third),
        frame(0, 8, 3, b"\x0256\0\0"),
        frame(0, 0, 3, b"78"),
        frame(1, 5, 3, &literal("x-sum", "4")),
    ];
    let of_five = [
        frame(1, 4, 5, &head("POST", "/api/data?which=5")),
        frame(0, 0, 5, b"12"),
        frame(0, 1, 5, b"34"),
    ];
    let turns = [
        &of_three[0],
        &of_three[1],
        &of_three[2],
        &of_five[0],
        &of_three[3],
        &of_five[1],
        &of_three[4],
        &of_five[2],
        &of_three[5],
    ];
    // A frame in two pieces, and several in one.
    let bytes: Vec<u8> = turns.into_iter().flatten().copied().collect();
    let (start, end) = bytes.split_at(5);
    raw.send(start).await;
    raw.send(end).await;
    let (three, five) = (raw.response(3).await, raw.response(5).await);
    for (id, stream, sent, body) in [
        (three, 3, of_three.concat(), "5678"),
        (five, 5, of_five.concat(), "1234"),
    ] {
        let wire = wire(&client, &id).await;
        assert_eq!(decoded(&wire["request"]), sent);
        assert_eq!(decoded(&wire["response"]), raw.came[&stream]);
        let exchange = get(&client, &format!("/v1/exchanges/{id}")).await.json();
        assert_eq!(exchange["request"]["target"], format!("/api/data?which={stream}"));
        assert_eq!(exchange["request"]["body"]["text"], body);
    }
}

#[tokio::test]
async fn a_stream_that_is_reset_is_told_as_far_as_it_went() {
    let client = Client::new().await;
    let mut raw = Raw::connect(client.listen().await).await;
    let sent = [frame(1, 4, 1, &head("POST", "/api/data?n=1")), frame(0, 0, 1, b"half")].concat();
    raw.send(&sent).await;
    // A second request, so that the first one has reached the service.
    raw.send(&frame(1, 5, 3, &head("GET", "/hello"))).await;
    raw.response(3).await;
    raw.send(&frame(3, 0, 1, &[0, 0, 0, 8])).await;
    raw.send(&frame(1, 5, 5, &head("GET", "/hello?n=5"))).await;
    raw.response(5).await;
    // It has no response that would name it, and its record may be on its way.
    let reset = loop {
        let list = get(&client, "/v1/exchanges?q=n%3D1").await.json();
        if let Some(item) = list["items"].as_array().unwrap().first() {
            break item.clone();
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(reset["outcome"]["failure"]["kind"], "connection-closed", "{reset}");
    let id = reset["id"].as_str().unwrap();
    let wire = wire(&client, id).await;
    assert!(names(&wire["request"]).ends_with(&["HEADERS frame", "DATA frame", "RST_STREAM frame"]));
}
