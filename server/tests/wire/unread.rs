//! Responses that are there before the content of their request has been read. None is lost.

use http::{Request, StatusCode};
use server::listen::Limits;

use crate::{
    harness::{Server, field, filler, guarded, limits},
    protocols::{exchange, http2},
};

/// Bodies in a packet of their own, from a few bytes to more than any buffer between client and server holds.
const SIZES: [usize; 5] = [10, 64_000, 300_000, 2_000_000, 11_000_000];

/// A rest of that size is read, so that the connection can be used again.
const SHORT: usize = 256 * 1024;

fn head(target: &str, framing: &str) -> String {
    format!("POST {target} HTTP/1.1\r\nHost: h\r\n{framing}\r\n\r\n")
}

#[tokio::test]
async fn a_client_that_sends_everything_first_reads_the_answer() {
    let server = Server::start(limits()).await;
    for size in SIZES {
        for target in ["/ignored", "/nowhere", "/echo"] {
            let mut client = server.connect().await;
            client
                .send(head(target, &format!("Content-Length: {size}")).as_bytes())
                .await;
            client.send(&filler(size)).await;
            let (head, _) = client.response().await;
            let is_read = target == "/echo" && size < 10_000_000;
            assert_eq!(
                field(&head, "connection") == Some("close"),
                size > SHORT && !is_read,
                "{target} {size}: {head}"
            );
        }
    }
}

#[tokio::test]
async fn a_client_that_reads_the_answer_first_can_go_on() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    for size in [10, 64_000, SHORT] {
        client
            .send(head("/ignored", &format!("Content-Length: {size}")).as_bytes())
            .await;
        assert_eq!(client.response().await.1, "ignored", "{size}");
        client.send(&filler(size)).await;
    }
    client.send(b"GET /facts HTTP/1.1\r\nHost: h\r\n\r\n").await;
    assert!(client.response().await.0.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn after_a_long_rest_the_connection_ends() {
    let server = Server::start(limits()).await;
    for (framing, content) in [
        ("Content-Length: 2000000", filler(2_000_000).to_vec()),
        (
            "Transfer-Encoding: chunked",
            [&b"1e8480\r\n"[..], &filler(2_000_000), b"\r\n0\r\n\r\n"].concat(),
        ),
    ] {
        let mut client = server.connect().await;
        client.send(head("/ignored", framing).as_bytes()).await;
        client.send(&content).await;
        let rest = client.rest().await;
        assert!(rest.ends_with("\r\n\r\nignored"), "{rest}");
        assert_eq!(field(&rest, "connection"), Some("close"), "{rest}");
    }
}

#[tokio::test]
async fn content_that_was_not_asked_for_is_not_waited_for() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client
        .send(head("/ignored", "Content-Length: 5\r\nExpect: 100-continue").as_bytes())
        .await;
    let rest = client.rest().await;
    assert!(rest.starts_with("HTTP/1.1 200 ") && rest.ends_with("ignored"), "{rest}");
    assert_eq!(field(&rest, "connection"), Some("close"), "{rest}");
}

#[tokio::test]
async fn a_refused_head_is_answered_to_a_client_that_goes_on_sending() {
    let server = Server::start(Limits {
        max_fields: 2,
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client
        .send(head("/echo", "A: 1\r\nB: 2\r\nContent-Length: 11000000").as_bytes())
        .await;
    client.send(&filler(11_000_000)).await;
    assert!(client.rest().await.starts_with("HTTP/1.1 431 "));
}

#[tokio::test]
async fn a_stream_of_http2_is_not_reset_before_its_content_is_sent() {
    let server = Server::start(limits()).await;
    let (mut sender, connection) = http2(server.connect().await.io).await;
    for size in SIZES {
        for (target, status) in [("/ignored", StatusCode::OK), ("/nowhere", StatusCode::NOT_FOUND)] {
            let request = Request::post(format!("http://h{target}"));
            assert_eq!(
                exchange(&mut sender, request, filler(size)).await.0,
                status,
                "{target} {size}"
            );
        }
    }
    drop(sender);
    guarded(connection).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_refused_request_of_http2_is_answered_while_its_content_is_sent() {
    let server = Server::start(Limits {
        max_fields: 2,
        ..limits()
    })
    .await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    let request = Request::post("http://h/echo")
        .header("a", "1")
        .header("b", "2")
        .header("c", "3");
    let status = exchange(&mut sender, request, filler(2_000_000)).await.0;
    assert_eq!(status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}
