//! Scripts: what is written in a response's place, byte for byte.

use std::io::ErrorKind;

use http::{Request, StatusCode};
use http_body_util::Full;
use tokio::io::AsyncReadExt as _;

use crate::{
    harness::{Client, Server, field, guarded, limits},
    protocols::{exchange, http2, over_tls},
};

fn request(name: &str) -> String {
    format!("GET /script/{name} HTTP/1.1\r\nHost: h\r\nRecord: yes\r\n\r\n")
}

/// All that comes before a connection is reset.
async fn until_reset(io: &mut (impl tokio::io::AsyncRead + Unpin)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let error = guarded(io.read_to_end(&mut bytes)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    bytes
}

#[tokio::test]
async fn an_interim_response_comes_first_and_the_connection_stays() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    let hint = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    for number in 0..2 {
        client.send(request("hint").as_bytes()).await;
        assert_eq!(client.until("\r\n\r\n").await, hint);
        assert_eq!(client.until("\r\n\r\n").await, hint);
        let (head, body) = client.response().await;
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert_eq!((body.as_str(), field(&head, "connection")), ("hello", None));
        let recording = server.recording().await;
        assert_eq!(recording.number, number);
        assert_eq!(
            recording.response.bytes,
            format!("{hint}{hint}{head}{body}").into_bytes()
        );
    }
}

#[tokio::test]
async fn a_connection_is_closed_without_a_byte() {
    let mut server = Server::start(limits()).await;
    assert_eq!(server.converse(request("silent").as_bytes()).await, "");
    let recording = server.recording().await;
    assert_eq!((recording.response.size, recording.response.ended), (0, false));
}

#[tokio::test]
async fn what_is_declared_and_what_is_sent_are_two_things() {
    let mut server = Server::start(limits()).await;
    for (name, body) in [("whole", "hello"), ("short", "he")] {
        let conversation = server.converse(request(name).as_bytes()).await;
        let (head, sent) = conversation.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert_eq!(
            (field(head, "content-length"), field(head, "connection")),
            (Some("5"), Some("close"))
        );
        assert!(field(head, "date").is_some(), "{head}");
        assert_eq!(sent, body);
        let recording = server.recording().await;
        assert_eq!(recording.response.bytes, conversation.into_bytes());
        assert_eq!(recording.response.ended, name == "whole");
    }
}

#[tokio::test]
async fn a_slow_head_comes_byte_by_byte() {
    let mut server = Server::start(limits()).await;
    let conversation = server.converse(request("slow").as_bytes()).await;
    let head = conversation.find("\r\n\r\n").unwrap() + 4;
    assert_eq!(&conversation[head..], "hello");
    let response = server.recording().await.response;
    assert_eq!(response.arrivals.len(), head + 1, "each byte of the head, and the body");
    let (first, last) = (response.arrivals[0].1, response.arrivals[head - 1].1);
    assert!(last - first >= std::time::Duration::from_millis(250));
}

#[tokio::test]
async fn a_connection_is_reset() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client.send(request("reset-at-once").as_bytes()).await;
    assert_eq!(until_reset(&mut client.io).await, b"");

    let mut client = server.connect().await;
    client.send(request("reset").as_bytes()).await;
    let before = String::from_utf8(until_reset(&mut client.io).await).unwrap();
    assert!(
        before.starts_with("HTTP/1.1 200 OK\r\n") && before.ends_with("\r\n\r\nhe"),
        "{before}"
    );
}

#[tokio::test]
async fn a_tls_connection_is_reset_below_tls() {
    let (_server, io) = over_tls(limits(), &["http/1.1"]).await;
    let mut client = Client { io };
    client.send(request("reset").as_bytes()).await;
    let before = String::from_utf8(until_reset(&mut client.io).await).unwrap();
    assert!(before.ends_with("\r\n\r\nhe"), "{before}");
}

#[tokio::test]
async fn what_came_before_on_the_connection_is_written_whole() {
    let server = Server::start(limits()).await;
    let pipelined = format!(
        "GET /large HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n{}",
        request("short")
    );
    let conversation = server.converse(pipelined.as_bytes()).await;
    assert!(conversation.len() > 16 * 1024 * 1024);
    assert_eq!(conversation.matches("HTTP/1.1 200 OK").count(), 3);
    assert!(conversation.ends_with("\r\n\r\nhe"));
}

#[tokio::test]
async fn over_http2_a_stream_is_reset_and_the_connection_stays() {
    let server = Server::start(limits()).await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    let silent = Request::get("http://h/script/silent")
        .body(Full::new(bytes::Bytes::new()))
        .unwrap();
    let error = guarded(sender.send_request(silent)).await.unwrap_err();
    assert!(format!("{error:?}").contains("INTERNAL_ERROR"), "{error:?}");
    let (status, body) = exchange(&mut sender, Request::get("http://h/script/short"), bytes::Bytes::new()).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "hello"));
}
