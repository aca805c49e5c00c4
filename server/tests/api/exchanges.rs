//! What is recorded of exchanges, and who may see it. Only a connection has bytes, so the requests go through a socket.

use http::{Method, StatusCode};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::client::{Answer, Client};

pub(crate) const TOKEN: &str = "ws_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
pub(crate) const OTHER: &str = "ws_ABCDEFG0123456789abcdefghijklmnopqrstuvwxyz";

/// A server, and a connection to it.
pub(crate) struct Stage {
    pub(crate) client: Client,
    stream: TcpStream,
}

impl Stage {
    async fn new() -> Self {
        Self::of(Client::new().await).await
    }

    pub(crate) async fn of(client: Client) -> Self {
        let stream = TcpStream::connect(client.listen().await).await.unwrap();
        Self { client, stream }
    }

    /// Sends bytes and reads one response that has a Content-Length: its bytes, and the id of the exchange.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> (Vec<u8>, String) {
        self.stream.write_all(request).await.unwrap();
        self.response().await
    }

    /// Sends bytes, reads one response that comes in chunks, and returns the id of the exchange.
    pub(crate) async fn chunked(&mut self, request: &[u8]) -> String {
        self.stream.write_all(request).await.unwrap();
        let mut response = Vec::new();
        while !response.ends_with(b"\r\n0\r\n\r\n") {
            response.push(self.stream.read_u8().await.unwrap());
        }
        let text = String::from_utf8_lossy(&response);
        assert!(text.contains("Transfer-Encoding: chunked\r\n"), "{text}");
        let id = text.lines().find_map(|line| line.strip_prefix("Exchange-Id: "));
        id.unwrap().to_owned()
    }

    async fn response(&mut self) -> (Vec<u8>, String) {
        let mut response = Vec::new();
        while !response.ends_with(b"\r\n\r\n") {
            response.push(self.stream.read_u8().await.unwrap());
        }
        let head = String::from_utf8(response.clone()).unwrap();
        let field = |name: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
        };
        let mut body = vec![0; field("Content-Length: ").parse().unwrap()];
        self.stream.read_exact(&mut body).await.unwrap();
        response.extend(body);
        (response, field("Exchange-Id: "))
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.get_as(TOKEN, target).await
    }

    pub(crate) async fn get_as(&self, token: &str, target: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        self.client.get_with(target, &[("authorization", &bearer)]).await
    }
}

pub(crate) fn decoded(half: &Value) -> Vec<u8> {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD
        .decode(half["base64"].as_str().unwrap())
        .unwrap()
}

/// The ends of the leaves, which must follow each other without a gap.
pub(crate) fn leaves(parts: &Value, at: &mut u64) {
    for part in parts.as_array().unwrap() {
        if part.get("parts").is_some() {
            leaves(&part["parts"], at);
        } else {
            assert_eq!(part["start"], *at, "{part}");
            *at = part["end"].as_u64().unwrap();
        }
    }
}

/// Asserts that these bytes were sent and received, and that the parts cover each of them.
fn assert_wire(wire: &Value, request: &[u8], response: &[u8]) {
    for (half, bytes) in [("request", request), ("response", response)] {
        let half = &wire[half];
        assert_eq!(
            decoded(half).escape_ascii().to_string(),
            bytes.escape_ascii().to_string()
        );
        assert_eq!(half["size"], bytes.len());
        assert_eq!(half["truncated"], false);
        let mut end = 0;
        leaves(&half["parts"], &mut end);
        assert_eq!(end, bytes.len() as u64);
    }
}

#[tokio::test]
async fn the_wire_is_what_was_sent_and_received_and_parts_cover_each_byte() {
    let mut stage = Stage::new().await;
    let request = format!(
        "POST /api/data?a=1 HTTP/1.1\r\nhOST: app.example\r\nAuthorization:Bearer {TOKEN}\r\nX-Odd:  a \t\r\nx-odd: b\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n{{\"a\"\r\n3\r\n:1}}\r\n0\r\nX-Sum: 7\r\n\r\n"
    );
    let (response, id) = stage.exchange(request.as_bytes()).await;

    let wire = stage.get(&format!("/v1/exchanges/{id}/wire")).await.json();
    assert_eq!(wire["protocol"], "http/1.1");
    assert_wire(&wire, request.as_bytes(), &response);

    let exchange = stage.get(&format!("/v1/exchanges/{id}")).await.json();
    assert_eq!(exchange["id"], id.as_str());
    assert_eq!(exchange["origin"], "served");
    assert_eq!(exchange["request"]["target"], "/api/data?a=1");
    let fields = exchange["request"]["fields"].as_array().unwrap();
    assert_eq!(fields[0], serde_json::json!(["hOST", "app.example"]));
    assert_eq!(fields[2], serde_json::json!(["X-Odd", "a"]));
    assert_eq!(fields[3], serde_json::json!(["x-odd", "b"]));
    assert_eq!(exchange["request"]["body"]["text"], "{\"a\":1}");
    assert_eq!(exchange["outcome"]["response"]["status"], 201);
    let phases: Vec<_> = exchange["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| (span["phase"].as_str().unwrap(), span["provenance"].as_str().unwrap()))
        .collect();
    // Whether the head came in one piece is up to the system.
    assert_eq!(phases[0].0, "read");
    assert_eq!(
        phases[1..],
        [
            ("route", "measured"),
            ("handle", "measured"),
            ("store", "unavailable"),
            ("encode", "unavailable"),
            ("write", "measured"),
        ]
    );
}

#[tokio::test]
async fn ten_pipelined_requests_have_their_own_bytes_each() {
    let mut stage = Stage::new().await;
    // What a map of fields or a decoded body would lose: case, order, duplicates, whitespace, chunks, trailers.
    let request = |number: usize| match number % 3 {
        0 => format!(
            "GET /hello?name={number} HTTP/1.1\r\nhOsT: app.example\r\nX-Odd:\t {number} \t\r\nx-oDD:{number}\r\nX-Odd: \r\n\
             authorization:  bearer {TOKEN}\r\n\r\n"
        ),
        1 => format!(
            "POST /api/data HTTP/1.1\r\nX-Odd: a,{number}\r\nHOST:app.example\r\nAuthorization: Bearer {TOKEN}\r\n\
             content-TYPE: application/json\r\ncontent-length: 3\r\n\r\n\"{number}\""
        ),
        _ => format!(
            "POST /api/data HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n\
             transfer-Encoding: Chunked\r\n\r\n001;a=\"b;c\"\r\n[\r\n1\r\n{number}\r\n01;d\r\n]\r\n000\r\n\
             X-Sum: {number}\r\nx-SUM:  {number}\r\n\r\n"
        ),
    };
    let requests: String = (0..10).map(request).collect();
    stage.stream.write_all(requests.as_bytes()).await.unwrap();
    for number in 0..10 {
        let (response, id) = stage.response().await;
        let wire = stage.get(&format!("/v1/exchanges/{id}/wire")).await.json();
        assert_wire(&wire, request(number).as_bytes(), &response);
    }
    let list = stage.get("/v1/exchanges?limit=3").await.json();
    let targets: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["request"]["target"])
        .collect();
    assert_eq!(targets, ["/api/data", "/api/data", "/hello?name=9"]);
}

#[tokio::test]
async fn a_list_is_read_on_from_its_cursor_and_searched() {
    let mut stage = Stage::new().await;
    let mut send = async |target: &str| {
        let request = format!("GET {target} HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\n\r\n");
        let (_, id) = stage.exchange(request.as_bytes()).await;
        // A record is there when its exchange can be read.
        assert_eq!(stage.get(&format!("/v1/exchanges/{id}")).await.status, StatusCode::OK);
    };
    send("/hello").await;
    send("/api/categories").await;
    let targets = |list: &Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["request"]["target"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = stage.get("/v1/exchanges").await.json();
    assert_eq!(targets(&first), ["/hello", "/api/categories"]);
    let cursor = first["cursor"].as_str().unwrap();
    let after = stage.get(&format!("/v1/exchanges?after={cursor}")).await.json();
    assert_eq!(targets(&after), [""; 0]);
    assert_eq!(after["cursor"], cursor);

    let mut stage = stage;
    let request = format!("GET /api/nothing HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\n\r\n");
    let (_, id) = stage.exchange(request.as_bytes()).await;
    stage.get(&format!("/v1/exchanges/{id}")).await;
    let after = stage.get(&format!("/v1/exchanges?after={cursor}")).await.json();
    assert_eq!(targets(&after), ["/api/nothing"]);
    assert_eq!(
        targets(&stage.get("/v1/exchanges?q=CATEGOR").await.json()),
        ["/api/categories"]
    );
    assert_eq!(
        targets(&stage.get("/v1/exchanges?q=404").await.json()),
        ["/api/nothing"]
    );
    // A cursor of before a restart stands before everything.
    let all = stage.get("/v1/exchanges?after=1-99&limit=2").await.json();
    assert_eq!(targets(&all), ["/hello", "/api/categories"]);
    for (query, pointer) in [("after=x", "/after"), ("limit=0", "/limit")] {
        let answer = stage.get(&format!("/v1/exchanges?{query}")).await;
        assert_eq!(answer.pointers(StatusCode::BAD_REQUEST), [pointer]);
    }
}

#[tokio::test]
async fn an_exchange_is_nobody_elses() {
    let mut stage = Stage::new().await;
    let request = format!("GET /hello HTTP/1.1\r\nHost: app.example\r\nCookie: roundtrip_workspace={TOKEN}\r\n\r\n");
    let (_, id) = stage.exchange(request.as_bytes()).await;
    let target = format!("/v1/exchanges/{id}");
    assert_eq!(stage.get(&target).await.status, StatusCode::OK);
    assert_eq!(stage.get_as(OTHER, &target).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.client.get(&target).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        stage.get_as(OTHER, "/v1/exchanges").await.json()["items"],
        serde_json::json!([])
    );

    // Not even a page that the owner's browser shows may ask.
    let foreign = [
        ("cookie", format!("roundtrip_workspace={TOKEN}")),
        ("origin", "https://evil.example".to_owned()),
    ];
    let foreign: Vec<(&str, &str)> = foreign.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(
        stage.client.get_with(&target, &foreign).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_request_without_a_workspace_leaves_no_record() {
    let mut stage = Stage::new().await;
    let (_, id) = stage
        .exchange(b"GET /hello HTTP/1.1\r\nHost: app.example\r\n\r\n")
        .await;
    let sent_by_another_page = format!(
        "GET /hello HTTP/1.1\r\nHost: app.example\r\nCookie: roundtrip_workspace={TOKEN}\r\nSec-Fetch-Site: cross-site\r\n\r\n"
    );
    let (_, other) = stage.exchange(sent_by_another_page.as_bytes()).await;
    for id in [id, other] {
        assert_eq!(
            stage.get(&format!("/v1/exchanges/{id}")).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn exchanges_are_forgotten_one_by_one_or_all() {
    let mut stage = Stage::new().await;
    let request = format!("GET /hello HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\n\r\n");
    let mut ids = Vec::new();
    for _ in 0..3 {
        let (_, id) = stage.exchange(request.as_bytes()).await;
        stage.get(&format!("/v1/exchanges/{id}")).await;
        ids.push(id);
    }
    let bearer = format!("Bearer {TOKEN}");
    let fields = [("authorization", bearer.as_str())];
    let target = format!("/v1/exchanges/{}", ids[1]);
    let delete = async |target: &str| stage.client.send(Method::DELETE, target, &fields, b"").await.status;
    assert_eq!(delete(&target).await, StatusCode::NO_CONTENT);
    assert_eq!(delete(&target).await, StatusCode::NOT_FOUND);
    assert_eq!(
        stage.get("/v1/exchanges").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(delete("/v1/exchanges").await, StatusCode::NO_CONTENT);
    assert_eq!(stage.get("/v1/exchanges").await.json()["items"], serde_json::json!([]));
}

#[tokio::test]
async fn an_exchange_is_exported() {
    let mut stage = Stage::new().await;
    let request = format!(
        "POST /api/data HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n\"it\""
    );
    let (_, id) = stage.exchange(request.as_bytes()).await;
    let curl = stage.get(&format!("/v1/exchanges/{id}/curl")).await;
    assert!(curl.text().starts_with("curl "), "{}", curl.text());
    assert!(curl.text().contains("http://app.example/api/data"), "{}", curl.text());
    let fetch = stage.get(&format!("/v1/exchanges/{id}/fetch")).await;
    assert!(fetch.text().contains("fetch("), "{}", fetch.text());
    let har = stage.get(&format!("/v1/exchanges/{id}/har")).await;
    assert!(har.field("content-disposition").starts_with("attachment"));
    assert!(
        !har.text().contains(TOKEN),
        "an archive is passed on, so it has no secrets"
    );
    let entry = &har.json()["log"]["entries"][0];
    assert_eq!(entry["request"]["method"], "POST");
    assert_eq!(entry["response"]["status"], 201);
    for answer in [curl, fetch, har] {
        assert_eq!(answer.field("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn a_workspace_is_given_to_whoever_has_none() {
    let client = Client::new().await;
    let answer = client.get("/v1/workspace").await;
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let cookie = answer.field("set-cookie");
    assert!(
        cookie.starts_with(&format!("roundtrip_workspace={token}; ")),
        "{cookie}"
    );
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "the origin is plain HTTP: {cookie}");
    let again = client
        .get_with("/v1/workspace", &[("cookie", &format!("roundtrip_workspace={token}"))])
        .await;
    assert_eq!(again.json()["token"], token);
    assert_eq!(again.field("set-cookie"), "");

    let page = client.get_with("/", &[("accept", "text/html")]).await;
    assert!(page.field("set-cookie").starts_with("roundtrip_workspace=ws_"));
    let page = client
        .get_with(
            "/",
            &[
                ("accept", "text/html"),
                ("cookie", &format!("roundtrip_workspace={token}")),
            ],
        )
        .await;
    assert_eq!(page.field("set-cookie"), "");
}

#[tokio::test]
async fn a_link_on_another_site_leaves_the_browser_its_workspace() {
    let client = Client::new().await;
    let cookie = format!("other=\u{e9}; roundtrip_workspace={TOKEN}");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
    ] {
        for path in ["/", "/practice", "/nowhere"] {
            let fields = [("accept", "text/html"), ("cookie", &*cookie), (name, value)];
            let page = client.get_with(path, &fields).await;
            assert_eq!(page.field("set-cookie"), "", "{path} {name}: {value}");
        }
        // It still does not count for that site.
        client
            .get_with("/v1/exchanges", &[("cookie", &cookie), (name, value)])
            .await
            .pointers(StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_workspace_has_five_hundred_exchanges_and_the_oldest_make_room() {
    let mut stage = Stage::new().await;
    let request = format!("GET /hello HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\n\r\n");
    let mut ids = Vec::new();
    for _ in 0..502 {
        ids.push(stage.exchange(request.as_bytes()).await.1);
    }
    let status = async |id: &str| stage.get(&format!("/v1/exchanges/{id}")).await.status;
    // A record is there when its exchange can be read.
    assert_eq!(status(&ids[501]).await, StatusCode::OK);
    for id in &ids[..2] {
        assert_eq!(status(id).await, StatusCode::NOT_FOUND);
        for below in ["wire", "har", "curl", "fetch"] {
            let answer = stage.get(&format!("/v1/exchanges/{id}/{below}")).await;
            assert_eq!(answer.pointers(StatusCode::NOT_FOUND), [""; 0]);
        }
    }
    assert_eq!(status(&ids[2]).await, StatusCode::OK);
    // From before everything on, the first is the oldest that is left.
    let list = stage.get("/v1/exchanges?after=1-0&limit=1").await.json();
    assert_eq!(list["items"][0]["id"], ids[2].as_str());
}

#[tokio::test]
async fn a_workspace_has_four_mebibytes_and_the_oldest_make_room() {
    const SIZE: usize = 60 * 1024;
    let mut stage = Stage::new().await;
    let request = format!(
        "POST /api/data HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n\
         Content-Length: {SIZE}\r\n\r\n\"{}\"",
        "x".repeat(SIZE - 2)
    );
    let mut ids = Vec::new();
    for _ in 0..40 {
        ids.push(stage.exchange(request.as_bytes()).await.1);
    }
    let status = async |id: &str| stage.get(&format!("/v1/exchanges/{id}")).await.status;
    assert_eq!(status(&ids[39]).await, StatusCode::OK);
    assert_eq!(status(&ids[0]).await, StatusCode::NOT_FOUND);
    let list = stage.get("/v1/exchanges").await.json();
    let left = list["items"].as_array().unwrap();
    // The answer has in it what was sent.
    assert!(left.len() * 2 * SIZE <= 4 * 1024 * 1024, "{}", left.len());
    assert!(left.len() >= 10, "{}", left.len());
    let found: Vec<&str> = left.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(found, ids[40 - left.len()..]);
}
