//! What one client can make the server hold.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use server::listen::Limits;

use crate::{
    harness::{Server, field, filler, guarded, limits},
    protocols::{exchange, http2},
};

#[tokio::test]
async fn a_stream_whose_client_takes_nothing_is_reset_and_the_others_go_on() {
    let server = Server::start(Limits {
        write_stall: Duration::from_millis(200),
        ..limits()
    })
    .await;
    let (mut sender, connection) = h2::client::Builder::new()
        .initial_window_size(1_000)
        .handshake::<_, Bytes>(server.connect().await.io)
        .await
        .unwrap();
    tokio::spawn(connection);
    let get = |target: &str| Request::get(format!("http://h{target}")).body(()).unwrap();
    let (stalled, _) = sender.send_request(get("/large"), true).unwrap();
    let mut stalled = guarded(stalled).await.unwrap().into_body();
    // Some of it comes, and no more is asked for.
    assert!(guarded(stalled.data()).await.unwrap().is_ok());
    let error = guarded(async {
        loop {
            match stalled.data().await {
                Some(Ok(_)) => {}
                Some(Err(error)) => return error,
                None => panic!("all of it came"),
            }
        }
    })
    .await;
    assert!(error.is_reset(), "{error}");
    let (other, _) = sender.send_request(get("/facts"), true).unwrap();
    assert_eq!(guarded(other).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn the_content_that_all_connections_hold_is_limited() {
    let server = Server::start(Limits {
        max_held: 100_000,
        ..limits()
    })
    .await;
    let mut slow = server.connect().await;
    slow.send(b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 90000\r\n\r\n")
        .await;
    slow.send(&filler(80_000)).await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    // Until the server has read what the first one has sent.
    guarded(async {
        loop {
            let (status, body) = exchange(&mut sender, Request::post("http://h/echo"), filler(60_000)).await;
            if status == StatusCode::SERVICE_UNAVAILABLE {
                assert!(body.contains("holds as much content"), "{body}");
                return;
            }
        }
    })
    .await;
    // The one that was there goes on, and what it held is free again.
    slow.send(&filler(10_000)).await;
    assert_eq!(slow.response().await.1.len(), 90_000);
    guarded(async {
        let taken = || async {
            exchange(&mut sender.clone(), Request::post("http://h/echo"), filler(60_000))
                .await
                .0
        };
        while taken().await != StatusCode::OK {}
    })
    .await;
}

#[tokio::test]
async fn the_content_that_one_connection_holds_is_limited() {
    let server = Server::start(Limits {
        max_held_by_connection: 50_000,
        ..limits()
    })
    .await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    let request = || Request::post("http://h/echo");
    let (status, body) = exchange(&mut sender, request(), filler(60_000)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(body.contains("one connection"), "{body}");
    assert_eq!(exchange(&mut sender, request(), filler(40_000)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn above_the_limit_of_connections_the_health_of_the_server_is_told() {
    let server = Server::start(Limits {
        max_connections: 1,
        reserved_paths: &["/facts"],
        ..limits()
    })
    .await;
    let mut busy = server.connect().await;
    busy.send(b"GET /held HTTP/1.1\r\nHost: h\r\n\r\n").await;
    server.stage.reached.notified().await;
    for (target, status) in [("/facts", "200"), ("/ignored", "503")] {
        let mut client = server.connect().await;
        client
            .send(format!("GET {target} HTTP/1.1\r\nHost: h\r\n\r\n").as_bytes())
            .await;
        let answer = client.rest().await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{target}: {answer}");
        assert_eq!(field(&answer, "connection"), Some("close"), "{target}: {answer}");
    }
    server.stage.release.add_permits(1);
    assert_eq!(busy.response().await.1, "released");
}

#[tokio::test]
async fn an_event_stream_ends_when_its_client_has_gone() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client.send(b"GET /endless/told HTTP/1.1\r\nHost: h\r\n\r\n").await;
    client.until("one\r\n").await;
    drop(client);
    // The stream tells when it is dropped; nothing more is ever written to it.
    guarded(server.stage.reached.notified()).await;
}
