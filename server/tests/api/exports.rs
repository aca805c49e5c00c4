//! What is exported, given to the tools that it is for: the command, run by a shell with the real curl, makes the same exchange again.

use std::process::Stdio;

use http::StatusCode;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    process::Command,
};

use crate::{client::Client, exchanges::TOKEN};

/// The exchange as the workspace has it.
async fn exchange(client: &Client, id: &str, below: &str) -> String {
    let bearer = format!("Bearer {TOKEN}");
    let target = format!("/v1/exchanges/{id}{below}");
    let answer = client.get_with(&target, &[("authorization", &bearer)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{target}");
    answer.text().to_owned()
}

/// The ids of the exchanges of the workspace, the newest last.
async fn ids(client: &Client) -> Vec<String> {
    let bearer = format!("Bearer {TOKEN}");
    let list = client
        .get_with("/v1/exchanges?limit=200", &[("authorization", &bearer)])
        .await;
    let list = list.json();
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What must be the same when a request is made again: all of it.
fn asked(exchange: &str) -> Value {
    serde_json::from_str::<Value>(exchange).unwrap()["request"].clone()
}

#[tokio::test]
async fn the_command_sends_the_same_request_again() {
    let client = Client::new().await;
    let address = client.listen().await;
    let workspace = format!("Host: {address}\r\nAuthorization: Bearer {TOKEN}\r\n");
    let requests = [
        format!("GET /hello?name=Ada HTTP/1.1\r\n{workspace}\r\n"),
        format!(
            "GET /hello?name=%F0%9F%A6%80+&name=it's&b=[1]{{2}} HTTP/1.1\r\n{workspace}User-Agent: a \"b\" $c `d` \\e !f\r\nAccept: */*\r\n\r\n"
        ),
        format!("HEAD /api/categories HTTP/1.1\r\n{workspace}Accept-Encoding: gzip\r\n\r\n"),
        format!(
            "GET /api/categories HTTP/1.1\r\n{workspace}If-None-Match: \"x\", W/\"y\"\r\nX-Odd:\r\nx-ODD: b\r\nCookie: a=1; b=\"2\"\r\n\r\n"
        ),
        format!("GET /api/products/1 HTTP/1.0\r\n{workspace}\r\n"),
        format!("DELETE /api/data HTTP/1.1\r\n{workspace}\r\n"),
        format!(
            "OPTIONS /api/data HTTP/1.1\r\n{workspace}Origin: https://elsewhere.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"
        ),
        format!(
            "POST /api/data HTTP/1.1\r\n{workspace}Content-Type: application/json\r\nContent-Length: 33\r\n\r\n{{\"it's\": \"@x\", \"n\": \"a\\nb\\u00e9\"}}\n"
        ),
        format!("POST /api/data HTTP/1.1\r\n{workspace}Content-Type: text/plain\r\nContent-Length: 8\r\n\r\nname=Ada"),
        // Content that is no text, and begins like an option and with an escape.
        format!(
            "POST /api/data HTTP/1.1\r\n{workspace}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n-\\n%d\u{1}\0'\n"
        ),
        format!("PUT /api/data/.././x HTTP/1.1\r\n{workspace}Content-Length: 0\r\n\r\n"),
    ];
    for request in requests {
        // A connection for each, because the answer to HEAD ends with its head and the others do not.
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let id = answer
            .lines()
            .find_map(|line| line.strip_prefix("Exchange-Id: "))
            .unwrap()
            .to_owned();
        let first = exchange(&client, &id, "").await;
        let command = exchange(&client, &id, "/curl").await;

        let run = Command::new("sh")
            .args(["-c", &command])
            .env("CURL_HOME", "/nonexistent")
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        assert!(
            run.status.success(),
            "{command}\n{}",
            String::from_utf8_lossy(&run.stderr)
        );
        let all = ids(&client).await;
        let again = all.last().unwrap();
        assert_ne!(*again, id, "{command}");
        let second = exchange(&client, again, "").await;
        assert_eq!(asked(&second), asked(&first), "{command}");
        let status =
            |exchange: &str| serde_json::from_str::<Value>(exchange).unwrap()["outcome"]["response"]["status"].clone();
        assert_eq!(status(&second), status(&first), "{command}");
    }
}
