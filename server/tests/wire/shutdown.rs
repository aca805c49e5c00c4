//! The end of the server.

use std::time::Duration;

use server::listen::Limits;
use tokio::net::TcpStream;

use crate::harness::{Server, guarded, limits};

#[tokio::test]
async fn what_is_in_flight_is_finished_and_what_is_idle_is_closed() {
    let server = Server::start(limits()).await;
    let mut idle = server.connect().await;
    idle.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").await;
    idle.response().await;
    let mut silent = server.connect().await;
    let mut busy = server.connect().await;
    busy.send(b"GET /held HTTP/1.1\r\nHost: h\r\n\r\n").await;
    server.stage.reached.notified().await;

    server.shutdown.begin();
    assert_eq!(idle.rest().await, "");
    assert_eq!(silent.rest().await, "");
    assert!(TcpStream::connect(server.address).await.is_err(), "it still accepts");

    server.stage.release.add_permits(1);
    let conversation = busy.rest().await;
    assert!(
        conversation.contains("Connection: close") && conversation.ends_with("\r\n\r\nreleased"),
        "{conversation}"
    );
    guarded(server.ended).await.unwrap();
}

#[tokio::test]
async fn what_does_not_finish_in_time_is_dropped() {
    let server = Server::start(Limits {
        grace: Duration::from_millis(100),
        ..limits()
    })
    .await;
    let mut busy = server.connect().await;
    busy.send(b"GET /held HTTP/1.1\r\nHost: h\r\n\r\n").await;
    server.stage.reached.notified().await;
    server.shutdown.begin();
    guarded(server.ended).await.unwrap();
    assert_eq!(busy.rest().await, "");
}

#[tokio::test]
async fn tracked_tasks_are_waited_for() {
    let server = Server::start(limits()).await;
    let (begun, shutdown) = (server.shutdown.begun(), server.shutdown.clone());
    let (done, mut is_done) = tokio::sync::oneshot::channel();
    tokio::spawn(shutdown.track(async move {
        begun.await;
        tokio::task::yield_now().await;
        done.send(()).unwrap();
    }));
    shutdown.begin();
    guarded(shutdown.finished()).await;
    assert!(is_done.try_recv().is_ok());
}
