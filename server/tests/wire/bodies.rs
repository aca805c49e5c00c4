//! Bodies: their framing, their limits, and what becomes of broken ones.

use std::time::Duration;

use server::listen::Limits;
use tokio::io::AsyncWriteExt as _;

use crate::harness::{Server, count, field, filler, limits};

const CHUNKED: &str = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n";

#[tokio::test]
async fn chunks_with_extensions_and_trailers_arrive() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    let body = "5;ext=\"a;b\"\r\nhello\r\n1 ; x\r\n,\r\n006\r\n world\r\n0;last\r\nX-Sum: 42\r\n\r\n";
    // Twice, so that the second proves where the first ended.
    client
        .send(format!("{CHUNKED}\r\n{body}{CHUNKED}\r\n{body}").as_bytes())
        .await;
    for _ in 0..2 {
        let (head, body) = client.response().await;
        assert_eq!(body, "hello, world");
        assert_eq!(field(&head, "x-trailer"), Some("42"), "{head}");
    }
}

#[tokio::test]
async fn a_body_may_come_byte_by_byte() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    for byte in format!("{CHUNKED}\r\n3\r\nabc\r\n0\r\n\r\n").as_bytes() {
        client.send(&[*byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.response().await.1, "abc");
    client.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
    assert_eq!(client.response().await.1, "hello");
}

#[tokio::test]
async fn a_broken_chunk_is_the_handlers_error_with_its_place() {
    let server = Server::start(limits()).await;
    let conversation = server
        .converse(format!("{CHUNKED}\r\n3\r\nabc\r\nzz\r\n").as_bytes())
        .await;
    assert!(conversation.starts_with("HTTP/1.1 400 "), "{conversation}");
    assert!(
        conversation.contains("broken at its byte 8 ('z'): a chunk begins with its size"),
        "{conversation}"
    );
    assert_eq!(count(&conversation, "HTTP/1.1 "), 1, "{conversation}");
}

#[tokio::test]
async fn a_broken_trailer_field_is_the_handlers_error() {
    let server = Server::start(limits()).await;
    let conversation = server
        .converse(format!("{CHUNKED}\r\n0\r\nno colon\r\n\r\n").as_bytes())
        .await;
    assert!(conversation.starts_with("HTTP/1.1 400 "), "{conversation}");
}

#[tokio::test]
async fn a_body_that_ends_too_soon_is_the_handlers_error() {
    let server = Server::start(limits()).await;
    for body in [
        "Content-Length: 10\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    ] {
        let mut client = server.connect().await;
        client
            .send(format!("POST /echo HTTP/1.1\r\nHost: h\r\n{body}").as_bytes())
            .await;
        client.io.shutdown().await.unwrap();
        let conversation = client.rest().await;
        assert!(conversation.starts_with("HTTP/1.1 400 "), "{conversation}");
        assert!(
            conversation.contains("closed in the middle of the body, after 3 bytes"),
            "{conversation}"
        );
    }
}

#[tokio::test]
async fn a_client_that_expects_100_is_told_to_go_on() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client
        .send(b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        .await;
    assert_eq!(client.until("\r\n\r\n").await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(b"ping").await;
    assert_eq!(client.response().await.1, "ping");
}

#[tokio::test]
async fn a_client_that_expects_100_for_too_much_is_refused_instead() {
    let server = Server::start(Limits {
        max_body: 10,
        ..limits()
    })
    .await;
    let head = b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n";
    let conversation = server.converse(head).await;
    assert!(conversation.starts_with("HTTP/1.1 413 "), "{conversation}");
    assert_eq!(count(&conversation, "HTTP/1.1 "), 1, "{conversation}");
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_and_the_answer_can_be_read() {
    let server = Server::start(Limits {
        max_body: 100_000,
        ..limits()
    })
    .await;
    let declared = [
        b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n".as_slice(),
        &filler(200_000),
    ]
    .concat();
    let chunked = [
        format!("{CHUNKED}\r\n30d40\r\n").as_bytes(),
        &filler(200_000),
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    for request in [declared, chunked] {
        let mut client = server.connect().await;
        client.send(&request).await;
        let (head, body) = client.response().await;
        assert!(head.starts_with("HTTP/1.1 413 "), "{head}");
        assert!(body.contains("larger than 100000 bytes"), "{body}");
    }
}

#[tokio::test]
async fn a_body_at_the_limit_is_taken() {
    let server = Server::start(Limits {
        max_body: 5,
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client
        .send(b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")
        .await;
    assert_eq!(client.response().await.1, "hello");
    client
        .send(format!("{CHUNKED}\r\n5\r\nhello\r\n0\r\n\r\n").as_bytes())
        .await;
    assert_eq!(client.response().await.1, "hello");
}

#[tokio::test]
async fn a_route_can_raise_the_limit() {
    let server = Server::start(Limits {
        max_body: 10,
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client
        .send(b"POST /raised HTTP/1.1\r\nHost: h\r\nContent-Length: 20\r\n\r\n12345678901234567890")
        .await;
    assert_eq!(client.response().await.1, "12345678901234567890");
}

#[tokio::test]
async fn a_body_that_stops_coming_is_a_timeout() {
    let limits = Limits {
        body_window: Duration::from_millis(50),
        ..limits()
    };
    let server = Server::start(limits).await;
    let conversation = server
        .converse(b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
        .await;
    assert!(conversation.starts_with("HTTP/1.1 408 "), "{conversation}");
    assert!(conversation.contains("3 bytes arrived"), "{conversation}");
}
