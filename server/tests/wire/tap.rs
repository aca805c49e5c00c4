//! What is recorded of an exchange: the bytes that a raw socket sent and received, each exchange its own.

use tokio::io::AsyncWriteExt as _;

use crate::harness::{Server, limits};

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn the_bytes_are_kept_as_they_were_sent() {
    let mut server = Server::start(limits()).await;
    let request = "POST /echo HTTP/1.1\r\nhOsT: h\r\nRecord:yes\r\nX-Twice:  one \t\r\nx-twice: two\r\n\
        Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n";
    let mut client = server.connect().await;
    // An empty line before a request belongs to it.
    client.send(b"\r\n").await;
    client.send(request.as_bytes()).await;
    let (head, body) = client.response().await;
    assert_eq!(body, "abcde");

    let recording = server.recording().await;
    assert_eq!(text(&recording.request.bytes), format!("\r\n{request}"));
    assert_eq!(text(&recording.response.bytes), head + &body);
    assert!(recording.request.ended && recording.response.ended);
    assert_eq!(recording.request.size, request.len() as u64 + 2);
    assert_eq!(recording.number, 0);
    let offsets: Vec<u64> = recording.request.arrivals.iter().map(|(offset, _)| *offset).collect();
    assert_eq!(offsets.first(), Some(&0));
    assert!(offsets.is_sorted(), "{offsets:?}");
    assert!(recording.request.arrivals.is_sorted_by_key(|(_, at)| *at));
}

#[tokio::test]
async fn ten_pipelined_requests_have_a_recording_each() {
    let mut server = Server::start(limits()).await;
    let request =
        |number| format!("POST /echo HTTP/1.1\r\nHost: h\r\nRecord: {number}\r\nContent-Length: 1\r\n\r\n{number}");
    let mut client = server.connect().await;
    client.send((0..10).map(request).collect::<String>().as_bytes()).await;
    for number in 0..10 {
        let (head, body) = client.response().await;
        let recording = server.recording().await;
        assert_eq!(text(&recording.request.bytes), request(number));
        assert_eq!(text(&recording.response.bytes), head + &body);
        assert_eq!(recording.number, number);
    }
}

#[tokio::test]
async fn an_exchange_that_nobody_asks_for_leaves_nothing_in_the_next() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client
        .send(b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nother")
        .await;
    client.response().await;
    let request = "GET /hello HTTP/1.1\r\nHost: h\r\nRecord: yes\r\n\r\n";
    client.send(request.as_bytes()).await;
    let (head, body) = client.response().await;
    let recording = server.recording().await;
    assert_eq!(text(&recording.request.bytes), request);
    assert_eq!(text(&recording.response.bytes), head + &body);
    assert_eq!(recording.number, 1);
}

#[tokio::test]
async fn an_interim_response_belongs_to_the_response() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client
        .send(b"POST /echo HTTP/1.1\r\nHost: h\r\nRecord: yes\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        .await;
    let interim = client.until("\r\n\r\n").await;
    client.send(b"hi").await;
    let (head, body) = client.response().await;
    let recording = server.recording().await;
    assert!(recording.request.bytes.ends_with(b"\r\n\r\nhi"));
    assert_eq!(text(&recording.response.bytes), interim + &head + &body);
}

#[tokio::test]
async fn a_response_to_head_ends_with_its_head() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client
        .send(b"HEAD /large HTTP/1.1\r\nHost: h\r\nRecord: yes\r\n\r\n")
        .await;
    let head = client.until("\r\n\r\n").await;
    assert_eq!(text(&server.recording().await.response.bytes), head);
}

#[tokio::test]
async fn of_a_long_body_the_beginning_is_kept_and_its_size() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client
        .send(b"GET /large HTTP/1.1\r\nHost: h\r\nRecord: yes\r\n\r\n")
        .await;
    let (head, body) = client.response().await;
    let response = server.recording().await.response;
    assert_eq!(response.size, (head.len() + body.len()) as u64);
    assert_eq!(response.bytes.len(), server::listen::tape::KEPT_BYTES);
    assert!((head + &body).as_bytes().starts_with(&response.bytes));
    assert!(response.ended);
}

#[tokio::test]
async fn an_exchange_whose_connection_breaks_is_told_as_far_as_it_went() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    let request = b"POST /echo HTTP/1.1\r\nHost: h\r\nRecord: yes\r\nContent-Length: 9\r\n\r\nhalf";
    client.send(request).await;
    client.io.shutdown().await.unwrap();
    client.rest().await;
    drop(client);
    let recording = server.recording().await;
    assert_eq!(text(&recording.request.bytes), text(request));
    assert!(!recording.request.ended);
}

#[tokio::test]
async fn a_switch_of_protocols_ends_the_recording() {
    let mut server = Server::start(limits()).await;
    let mut client = server.connect().await;
    let request = b"GET /upgrade HTTP/1.1\r\nHost: h\r\nRecord: yes\r\nConnection: upgrade\r\nUpgrade: parrot\r\n\r\n";
    client.send(request).await;
    let head = client.until("\r\n\r\n").await;
    client.send(b"polly").await;
    assert_eq!(client.until("polly").await, "polly");
    let recording = server.recording().await;
    assert_eq!(text(&recording.request.bytes), text(request));
    assert_eq!(text(&recording.response.bytes), head);
}
