//! What is recorded of exchanges by HTTP/2: the frames of each stream, and what they say.

use std::{
    collections::{HashMap, HashSet},
    net::SocketAddr,
    sync::Arc,
};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use crate::{
    client::{Answer, Client},
    exchanges::{OTHER, TOKEN, decoded, leaves},
    shares::{path, share},
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

/// The frames of its stream, at the top: those of the connection come when they come.
fn of_stream(half: &Value) -> Vec<&str> {
    let of_connection = ["connection preface", "SETTINGS frame", "WINDOW_UPDATE frame"];
    names(half)
        .into_iter()
        .filter(|name| !of_connection.contains(name))
        .collect()
}

async fn connect(address: SocketAddr) -> SendRequest<Full<Bytes>> {
    over(TcpStream::connect(address).await.unwrap()).await
}

/// A client that speaks HTTP/2 at once.
async fn over<IO: AsyncRead + AsyncWrite + Unpin + Send + 'static>(io: IO) -> SendRequest<Full<Bytes>> {
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(io)).await.unwrap();
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
    assert_eq!(of_stream(request), ["HEADERS frame", "DATA frame"]);
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
            self.frame().await;
        }
        self.ids[&stream].clone()
    }

    /// Reads the next frame.
    async fn frame(&mut self) -> Vec<u8> {
        let mut head = [0; 9];
        self.stream.read_exact(&mut head).await.unwrap();
        let mut payload = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
        self.stream.read_exact(&mut payload).await.unwrap();
        let [_, _, _, kind, flags, _, _, _, on] = head;
        let whole = [&head[..], &payload].concat();
        self.came.entry(on).or_default().extend(&whole);
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
        whole
    }

    /// Sends a PING with that in it, and reads until the answer comes.
    async fn ping(&mut self, data: &[u8; 8]) {
        self.send(&frame(6, 0, 0, data)).await;
        while self.frame().await != frame(6, 1, 0, data) {}
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

#[tokio::test]
async fn fields_are_as_they_were_sent_in_their_order_with_those_that_come_twice() {
    let client = Client::new().await;
    let mut raw = Raw::connect(client.listen().await).await;
    let token = format!("Bearer {TOKEN}");
    let never_indexed = |name: &str, value: &str| [&[0x10][..], &literal(name, value)[1..]].concat();
    let block = [
        literal(":path", "/hello"),
        vec![0x82, 0x86],
        literal(":authority", "app.example"),
        literal("x-odd", "first"),
        literal("cookie", "a=1"),
        never_indexed("authorization", &token),
        literal("x-odd", ""),
        literal("cookie", "b=2"),
    ];
    raw.send(&frame(1, 5, 1, &block.concat())).await;
    let id = raw.response(1).await;
    let exchange = get(&client, &format!("/v1/exchanges/{id}")).await.json();
    assert_eq!(
        exchange["request"]["fields"],
        json!([
            [":path", "/hello"],
            [":method", "GET"],
            [":scheme", "http"],
            [":authority", "app.example"],
            ["x-odd", "first"],
            ["cookie", "a=1"],
            ["authorization", token],
            ["x-odd", ""],
            ["cookie", "b=2"],
        ])
    );
    let wire = wire(&client, &id).await;
    let text = wire["request"]["parts"].to_string();
    assert_eq!(text.matches("\"literal never indexed\"").count(), 1, "{text}");
}

#[tokio::test]
async fn a_frame_of_the_connection_is_shown_in_the_exchange_that_is_under_way() {
    let client = Client::new().await;
    let mut raw = Raw::connect(client.listen().await).await;
    raw.send(&frame(1, 5, 1, &head("GET", "/hello"))).await;
    let first = raw.response(1).await;
    raw.ping(b"between.").await;

    let begin = frame(1, 4, 3, &head("POST", "/api/data"));
    raw.send(&begin).await;
    raw.ping(b"meantime").await;
    let window = frame(8, 0, 0, &[0, 0, 1, 0]);
    // In two pieces, like anything that comes over a network.
    let end = [&window[4..], &frame(0, 1, 3, b"7")].concat();
    raw.send(&window[..4]).await;
    raw.send(&end).await;
    let second = raw.response(3).await;

    let shown = wire(&client, &second).await;
    let ping = frame(6, 0, 0, b"meantime");
    assert_eq!(
        decoded(&shown["request"]),
        [&begin[..], &ping, &window[..4], &end].concat()
    );
    let ack = frame(6, 1, 0, b"meantime");
    assert_eq!(decoded(&shown["response"]), [&ack[..], &raw.came[&3]].concat());
    assert_eq!(
        names(&shown["request"]),
        ["HEADERS frame", "PING frame", "WINDOW_UPDATE frame", "DATA frame"]
    );
    // What came when nothing was under way is no exchange's.
    let shown = wire(&client, &first).await;
    assert!(!names(&shown["request"]).contains(&"PING frame"));
    assert!(!names(&shown["response"]).contains(&"PING frame"));
}

#[tokio::test]
async fn a_client_that_offers_http2_over_tls_has_its_frames_shown() {
    let client = Client::new().await;
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let files = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
    std::fs::write(&files[0], made.cert.pem()).unwrap();
    std::fs::write(&files[1], made.signing_key.serialize_pem()).unwrap();
    let acceptor = server::listen::tls::from_files(&files[0], &files[1]).unwrap();
    let address = client.listen_with(Some(acceptor)).await;

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    let socket = TcpStream::connect(address).await.unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, socket)
        .await
        .unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));

    let mut sender = over(stream).await;
    let (status, id) = exchange(&mut sender, "POST", "/api/data", "[1]").await;
    assert_eq!(status, StatusCode::CREATED);
    let wire = wire(&client, &id).await;
    assert!(decoded(&wire["request"]).starts_with(PREFACE));
    assert_eq!(names(&wire["request"])[..2], ["connection preface", "SETTINGS frame"]);
    assert_eq!(of_stream(&wire["request"]), ["HEADERS frame", "DATA frame"]);
    assert_eq!(names(&wire["response"])[0], "SETTINGS frame");
    assert!(names(&wire["response"]).contains(&"HEADERS frame"));
    let exchange = get(&client, &format!("/v1/exchanges/{id}")).await.json();
    assert_eq!(exchange["connection"]["protocol"], "HTTP/2");
    assert_eq!(exchange["connection"]["tls"]["alpn"], "h2");
}

#[tokio::test]
async fn no_secret_is_in_the_frames_that_are_shared() {
    let client = Client::new().await;
    let mut sender = connect(client.listen().await).await;
    // In the second one an index stands for the cookie.
    for number in 0..2 {
        let request = Request::get("http://app.example/hello")
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("cookie", format!("roundtrip_workspace={OTHER}; open=sesame"))
            .header("x-plain", "stays as it is")
            .body(Full::default())
            .unwrap();
        let response = sender.send_request(request).await.unwrap();
        let id = response.headers()["exchange-id"].to_str().unwrap().to_owned();
        response.into_body().collect().await.unwrap();

        let before = wire(&client, &id).await;
        let target = path(&share(&client, &id).await);
        for below in ["", "/wire", "/har", "/curl", "/fetch"] {
            let text = client.get(&format!("{target}{below}")).await.text().to_owned();
            for secret in [TOKEN, OTHER, "sesame"] {
                assert!(!text.contains(secret), "{below}: {text}");
            }
        }
        let after = client.get(&format!("{target}/wire")).await.json();
        let (own, shared) = (decoded(&before["request"]), decoded(&after["request"]));
        assert_eq!(own.len(), shared.len());
        assert_eq!(after["request"]["size"], before["request"]["size"]);
        assert_eq!(after["request"]["truncated"], false);
        let changed = own.iter().zip(&shared).filter(|(own, shared)| own != shared);
        assert!(changed.clone().all(|(_, shared)| [b'*', 0xf9].contains(shared)));
        let mut end = 0;
        leaves(&after["request"]["parts"], &mut end);
        assert_eq!(end, shared.len() as u64);
        let words = after["request"]["parts"].to_string();
        assert!(words.contains("hidden before the exchange was passed on"), "{words}");
        assert!(words.contains("stays as it is"), "{words}");
        assert_eq!(after["response"], before["response"]);
        // What was said in Huffman code is asterisks in that code, so it can be read again.
        if number == 0 {
            assert_ne!(own, shared);
            let view = wire::http2::read_request(&wire::http2::Frames {
                bytes: &shared,
                ..Default::default()
            });
            let fields = view.unwrap().message.fields;
            let of_cookie = fields.iter().find(|field| field.is("cookie")).unwrap();
            assert!(of_cookie.value.0.iter().all(|&byte| byte == b'*'), "{of_cookie:?}");
        }
    }
}
