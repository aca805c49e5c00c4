//! Messages one after the other on a connection.

use tokio::io::AsyncWriteExt as _;

use crate::harness::{Server, count, limits, problem};

#[tokio::test]
async fn ten_pipelined_requests_get_ten_answers_in_order() {
    let server = Server::start(limits()).await;
    let requests: String = (0..10)
        .map(|number| format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n{number}"))
        .collect();
    let mut client = server.connect().await;
    client.send(requests.as_bytes()).await;
    for number in 0..10 {
        assert_eq!(client.response().await.1, number.to_string());
    }
}

#[tokio::test]
async fn hundreds_of_pipelined_requests_are_answered_too() {
    let server = Server::start(limits()).await;
    let requests = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n".repeat(600);
    let mut client = server.connect().await;
    let (mut reader, mut writer) = client.io.split();
    let writing = async {
        writer.write_all(requests.as_bytes()).await.unwrap();
        writer
            .write_all(b"GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            .await
            .unwrap();
    };
    let mut answers = Vec::new();
    let reading = tokio::io::AsyncReadExt::read_to_end(&mut reader, &mut answers);
    crate::harness::guarded(async { tokio::join!(writing, reading) })
        .await
        .1
        .unwrap();
    assert_eq!(count(&String::from_utf8(answers).unwrap(), "HTTP/1.1 200 OK"), 601);
}

#[tokio::test]
async fn a_client_that_has_closed_its_side_is_still_answered() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client.send(b"GET /held HTTP/1.1\r\nHost: h\r\n\r\n").await;
    client.io.shutdown().await.unwrap();
    server.stage.reached.notified().await;
    server.stage.release.add_permits(1);
    assert!(client.rest().await.ends_with("\r\n\r\nreleased"));
}

#[tokio::test]
async fn a_client_that_closes_its_side_in_the_middle_of_a_head_is_told() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client.send(b"GET /hello HTTP/1.1\r\nHo").await;
    client.io.shutdown().await.unwrap();
    let (status, detail) = problem(&client.rest().await);
    assert_eq!(status, 400);
    assert!(
        detail.contains("closed in the middle of a head, after 23 bytes"),
        "{detail}"
    );
}

#[tokio::test]
async fn a_client_that_closes_its_side_between_requests_is_owed_nothing() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client.send(b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n\r\n").await;
    client.io.shutdown().await.unwrap();
    let conversation = client.rest().await;
    assert_eq!(count(&conversation, "HTTP/1.1 "), 1, "{conversation}");
}
