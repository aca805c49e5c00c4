//! Responses that go on for hours, which are written without hyper.

use std::time::Duration;

use server::listen::Limits;

use crate::harness::{Server, field, guarded, limits};

fn request(method: &str, version: &str) -> String {
    format!("{method} /endless/short HTTP/{version}\r\nHost: h\r\nRecord: yes\r\n\r\n")
}

#[tokio::test]
async fn it_comes_in_chunks_after_the_responses_before_it() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    let before = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n".repeat(3);
    client.send((before + &request("GET", "1.1")).as_bytes()).await;
    for _ in 0..3 {
        assert_eq!(client.response().await.1, "hello");
    }
    let head = client.until("\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert_eq!(
        (field(&head, "transfer-encoding"), field(&head, "connection")),
        (Some("chunked"), Some("close"))
    );
    assert!(field(&head, "date").is_some(), "{head}");
    let body = client.rest().await;
    assert_eq!(body, "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
    let recording = server.recording().await;
    assert_eq!(recording.response.bytes, (head + &body).into_bytes());
    assert!(recording.response.ended);
}

#[tokio::test]
async fn whoever_knows_no_chunks_gets_it_until_the_end_of_the_connection() {
    let server = Server::start(limits()).await;
    let conversation = server.converse(request("GET", "1.0").as_bytes()).await;
    let (head, body) = conversation.split_once("\r\n\r\n").unwrap();
    assert_eq!((field(head, "transfer-encoding"), body), (None, "onetwo"));
}

#[tokio::test]
async fn without_content_it_is_a_response_like_others() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    for _ in 0..2 {
        client.send(request("HEAD", "1.1").as_bytes()).await;
        let head = client.until("\r\n\r\n").await;
        assert_eq!(field(&head, "connection"), None, "{head}");
    }
}

#[tokio::test]
async fn the_end_of_the_server_waits_for_it_and_then_drops_it() {
    let server = Server::start(Limits {
        grace: Duration::from_millis(100),
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    let silent = request("GET", "1.1").replace("short", "silent");
    client.send(silent.as_bytes()).await;
    client.until("two\r\n").await;
    server.shutdown.begin();
    assert_eq!(client.rest().await, "");
    guarded(server.ended).await.unwrap();
}
