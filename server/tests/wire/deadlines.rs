//! Clients that are slow or silent, and many of them.

use std::{io, time::Duration};

use server::listen::Limits;
use tokio::{io::AsyncReadExt as _, net::TcpStream};

use crate::harness::{Client, Server, count, guarded, limits, problem};

const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn a_head_that_does_not_end_in_time_is_a_timeout() {
    let server = Server::start(Limits {
        head: SHORT,
        ..limits()
    })
    .await;
    for begun in ["G", "PRI * HTTP", "GET / HTTP/1.1\r\nHost: h\r\n"] {
        let (status, detail) = problem(&server.converse(begun.as_bytes()).await);
        assert_eq!(status, 408);
        assert!(
            detail.contains(&format!("{} bytes of the head", begun.len())),
            "{detail}"
        );
    }
}

#[tokio::test]
async fn a_head_that_drips_in_is_a_timeout_all_the_same() {
    let server = Server::start(Limits {
        head: SHORT,
        ..limits()
    })
    .await;
    let (mut reader, mut writer) = TcpStream::connect(server.address).await.unwrap().into_split();
    let dripping = tokio::spawn(async move {
        let head = format!("GET / HTTP/1.1\r\nHost: h\r\nA: {}", "a".repeat(4000));
        for byte in head.bytes() {
            if tokio::io::AsyncWriteExt::write_all(&mut writer, &[byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let mut answer = String::new();
    guarded(reader.read_to_string(&mut answer)).await.unwrap();
    dripping.abort();
    assert_eq!(problem(&answer).0, 408);
}

#[tokio::test]
async fn a_second_head_has_its_own_deadline() {
    let server = Server::start(Limits {
        head: SHORT,
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
    assert_eq!(client.response().await.1, "hello");
    client.send(b"GET /hello").await;
    assert_eq!(problem(&client.rest().await).0, 408);
}

#[tokio::test]
async fn a_connection_that_stays_silent_is_closed_without_a_word() {
    let server = Server::start(Limits {
        first_byte: SHORT,
        ..limits()
    })
    .await;
    assert_eq!(server.connect().await.rest().await, "");
}

#[tokio::test]
async fn an_idle_connection_is_closed_without_a_word() {
    let server = Server::start(Limits {
        idle: SHORT,
        ..limits()
    })
    .await;
    let conversation = server.converse(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
    assert_eq!(count(&conversation, "HTTP/1.1 "), 1, "{conversation}");
}

#[tokio::test]
async fn a_request_may_take_longer_than_any_deadline_of_the_client() {
    let server = Server::start(Limits {
        head: SHORT,
        idle: SHORT,
        first_byte: SHORT,
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client
        .send(b"GET /held HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        .await;
    server.stage.reached.notified().await;
    tokio::time::sleep(SHORT * 3).await;
    server.stage.release.add_permits(1);
    assert!(client.rest().await.ends_with("\r\n\r\nreleased"));
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_response_loses_its_connection() {
    let server = Server::start(Limits {
        write_stall: SHORT,
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client.send(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n").await;
    server.shutdown.begin();
    // The listener waits for its connections, so its end shows that this one has been given up.
    guarded(server.ended).await.unwrap();
    let mut received = Vec::new();
    let end = guarded(client.io.read_to_end(&mut received)).await;
    assert!(
        end.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionReset) || received.len() < 16 * 1024 * 1024
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_silent_and_dripping_connections_keep_nobody_waiting() {
    let server = Server::start(Limits {
        first_byte: Limits::default().first_byte,
        head: Limits::default().head,
        ..limits()
    })
    .await;
    let mut silent = Vec::new();
    let mut dripping = Vec::new();
    for _ in 0..300 {
        silent.push(server.connect().await);
        let mut client = server.connect().await;
        client.send(b"G").await;
        dripping.push(client);
    }
    for byte in b"ET" {
        for client in &mut dripping {
            client.send(&[*byte]).await;
        }
        let mut client = server.connect().await;
        client.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
        assert_eq!(client.response().await.1, "hello");
    }
    // Whoever was slow is served too once it has something to say.
    for mut client in silent {
        client.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
        assert_eq!(client.response().await.1, "hello");
    }
}

#[tokio::test]
async fn at_the_limit_connections_that_only_wait_make_room() {
    let server = Server::start(Limits {
        max_connections: 3,
        ..limits()
    })
    .await;
    let mut idle = server.connect().await;
    idle.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
    assert_eq!(idle.response().await.1, "hello");
    let mut silent: Vec<Client<_>> = vec![server.connect().await, server.connect().await];
    let mut new = server.connect().await;
    new.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
    assert_eq!(new.response().await.1, "hello");
    for client in silent.iter_mut().chain([&mut idle]) {
        assert_eq!(client.rest().await, "");
    }
}

#[tokio::test]
async fn at_the_limit_with_everyone_busy_a_new_client_is_told_at_once() {
    let server = Server::start(Limits {
        max_connections: 1,
        ..limits()
    })
    .await;
    let mut busy = server.connect().await;
    busy.send(b"GET /held HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        .await;
    server.stage.reached.notified().await;
    let (status, _) = problem(&server.converse(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await);
    assert_eq!(status, 503);
    server.stage.release.add_permits(1);
    assert!(busy.rest().await.ends_with("\r\n\r\nreleased"));
}
