//! What tools of the wire refuse, and what a socket sees of them.

use std::{io::ErrorKind, net::SocketAddr};

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use http::{Request, Version};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use super::Echo;

#[tokio::test]
async fn what_is_beyond_a_limit_is_refused() {
    let many = format!("/chunks?sizes={}1", "1,".repeat(256));
    Echo::new()
        .await
        .refuses(&[
            ("/early-hints?wait=11", "/wait"),
            ("/early-hints?link=a%0Ab", "/link"),
            ("/chunks?sizes=0", "/sizes"),
            ("/chunks?sizes=1,x", "/sizes"),
            ("/chunks?sizes=65537", "/sizes"),
            (&many, "/sizes"),
            (&format!("/chunks?sizes={}65536", "65536,".repeat(16)), "/sizes"),
            ("/chunks?sizes=1,1,1&delay=6", "/delay"),
            ("/chunks?extension=a%20b", "/extension"),
            ("/trailers?Content-Length=3", "/Content-Length"),
            ("/trailers?Content-Type=a", "/Content-Type"),
            ("/trailers?Set-Cookie=a", "/Set-Cookie"),
            ("/slow-headers?seconds=11", "/seconds"),
            ("/truncate?declared=0", "/declared"),
            ("/truncate?declared=10&sent=10", "/sent"),
            ("/close?sent=1048577", "/sent"),
            ("/reset?sent=x", "/sent"),
        ])
        .await;
}

/// All that comes back for a request until the connection ends, and whether it ended with a reset.
async fn converse(address: SocketAddr, request: &str) -> (String, bool) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let was_reset = match socket.read_to_end(&mut bytes).await {
        Ok(_) => false,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}");
            true
        }
    };
    (String::from_utf8(bytes).unwrap(), was_reset)
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: echo.example\r\n\r\n")
}

/// The same with a word that the connection is to be closed afterwards.
fn get_once(target: &str, more: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: echo.example\r\nConnection: close\r\n{more}\r\n")
}

#[tokio::test]
async fn a_socket_sees_what_was_asked_for() {
    let address = Echo::new().await.0.listen().await;
    for (request, length, content, was_reset) in [
        (
            get_once("/chunks?sizes=1,5,16", ""),
            "Transfer-Encoding: chunked",
            format!("1\r\na\r\n5\r\nbbbbb\r\n10\r\n{}\r\n0\r\n\r\n", "c".repeat(16)),
            false,
        ),
        (
            get("/chunks?sizes=2,1&delay=0.01&extension=n=v"),
            "Transfer-Encoding: chunked",
            "2;n=v\r\naa\r\n1;n=v\r\nb\r\n0\r\n\r\n".to_owned(),
            false,
        ),
        (
            get("/truncate?declared=10&sent=4"),
            "Content-Length: 10",
            "****".to_owned(),
            false,
        ),
        (
            get("/close?sent=3"),
            "Transfer-Encoding: chunked",
            "3\r\n***\r\n".to_owned(),
            false,
        ),
        (
            get("/reset?sent=3"),
            "Transfer-Encoding: chunked",
            "3\r\n***\r\n".to_owned(),
            true,
        ),
        (
            get("/mix/body=ab/delay=0.01/body=c/close"),
            "Transfer-Encoding: chunked",
            "2\r\nab\r\n1\r\nc\r\n".to_owned(),
            false,
        ),
        (
            get("/mix/declared=9/body=abc/reset"),
            "Content-Length: 9",
            "abc".to_owned(),
            true,
        ),
        (
            get("/mix/trailer=X-Sum:3/body=abc"),
            "Trailer: x-sum",
            "3\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n".to_owned(),
            false,
        ),
        (
            get_once("/mix/trailer=X-Sum:3/body=abc", "TE: trailers\r\n"),
            "Trailer: x-sum",
            "3\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n".to_owned(),
            false,
        ),
        (
            get("/mix/slow-head=0.05/body=abc"),
            "Content-Length: 3",
            "abc".to_owned(),
            false,
        ),
        // HTTP/1.0 knows no chunks: the body ends with the connection.
        (
            "GET /mix/body=abc/delay=0.01/close HTTP/1.0\r\nHost: echo.example\r\n\r\n".to_owned(),
            "Connection: close",
            "abc".to_owned(),
            false,
        ),
    ] {
        let (conversation, reset) = converse(address, &request).await;
        let (head, sent) = conversation
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("{request}: {conversation}"));
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        for field in [length, "Exchange-Id: ", "Content-Security-Policy: sandbox", "Date: "] {
            assert!(
                head.contains(&format!("\r\n{field}")),
                "{request}: {field} is not in {head}"
            );
        }
        assert_eq!((sent, reset), (&*content, was_reset), "{request}");
    }
    for (target, was_reset) in [("/close", false), ("/reset", true), ("/mix/delay=0.01/close", false)] {
        for method in ["GET", "POST", "BREW"] {
            let request = format!("{method} {target} HTTP/1.1\r\nHost: echo.example\r\n\r\n");
            assert_eq!(
                converse(address, &request).await,
                (String::new(), was_reset),
                "{request}"
            );
        }
    }
}

#[tokio::test]
async fn a_response_to_head_has_no_content() {
    let address = Echo::new().await.0.listen().await;
    for target in [
        "/truncate",
        "/close?sent=3",
        "/chunks",
        "/trailers",
        "/mix/body=a/close",
    ] {
        let request = format!("HEAD {target} HTTP/1.1\r\nHost: echo.example\r\nConnection: close\r\n\r\n");
        let (conversation, _) = converse(address, &request).await;
        assert!(
            conversation.starts_with("HTTP/1.1 200 OK\r\n"),
            "{target}: {conversation}"
        );
        assert!(conversation.ends_with("\r\n\r\n"), "{target}: {conversation}");
    }
}

#[tokio::test]
async fn hints_come_before_the_answer() {
    let address = Echo::new().await.0.listen().await;
    let target = "/early-hints?link=%3C/a%3E;%20rel=preload&link=%3C/b%3E&wait=0.01";
    let (conversation, _) = converse(address, &get_once(target, "")).await;
    let hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nLink: </b>\r\n\r\nHTTP/1.1 200 OK\r\n";
    assert!(conversation.starts_with(hints), "{conversation}");
    assert_eq!(conversation.matches("Link: </a>; rel=preload\r\n").count(), 2);
    assert!(conversation.contains("\"early_hints\": true"), "{conversation}");

    let old = format!("GET {target} HTTP/1.0\r\nHost: echo.example\r\n\r\n");
    let (conversation, _) = converse(address, &old).await;
    assert!(
        conversation.starts_with("HTTP/1.0 200 OK") || conversation.starts_with("HTTP/1.1 200 OK"),
        "{conversation}"
    );
    assert!(conversation.contains("\"early_hints\": false"), "{conversation}");

    let mixed = get_once("/mix/hint=%3C%2Fa%3E/status=404/body=x", "");
    let (conversation, _) = converse(address, &mixed).await;
    assert!(conversation.starts_with("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 404 Not Found\r\n"));
}

#[tokio::test]
async fn a_request_is_dumped_as_it_was_sent() {
    let address = Echo::new().await.0.listen().await;
    let request = "POST /dump/request HTTP/1.1\r\nhOsT: echo.example\r\nX-B:  2 \r\nx-a:1\r\nConnection: close\r\n\
        Transfer-Encoding: chunked\r\n\r\n3;e=1\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n";
    let (conversation, _) = converse(address, request).await;
    let (_, dump) = conversation.split_once("\r\n\r\n").unwrap();
    assert_eq!(dump, request);
}

#[tokio::test]
async fn over_http2_each_tool_does_what_can_be_done_there() {
    let address = Echo::new().await.0.listen().await;
    let io = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut sender, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io)
        .await
        .unwrap();
    tokio::spawn(connection);
    let request = |target: &str| {
        let uri = format!("http://echo.example{target}");
        Request::get(uri).body(Empty::<Bytes>::new()).unwrap()
    };
    for (target, status, content) in [
        ("/get", 200, "\"url\": \"http://echo.example/get\""),
        ("/status/418", 418, "418"),
        ("/chunks?sizes=1,2", 200, "abb"),
        ("/early-hints?wait=0", 200, "HTTP/2.0"),
        ("/slow-headers?seconds=0.01", 200, "waited"),
        (
            "/dump/request",
            200,
            "GET /dump/request HTTP/2.0\r\nhost: echo.example\r\n",
        ),
        ("/mix/status=503/header=Retry-After:1/body=busy", 503, "busy"),
        ("/websocket/echo", 426, "RFC 8441"),
    ] {
        let response = sender.send_request(request(target)).await.unwrap();
        assert_eq!(
            (response.version(), response.status().as_u16()),
            (Version::HTTP_2, status),
            "{target}"
        );
        let read = response.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&read);
        assert!(text.contains(content), "{target}: {text}");
    }
    let trailing = sender.send_request(request("/trailers?X-Sum=3")).await.unwrap();
    let collected = trailing.into_body().collect().await.unwrap();
    assert_eq!(collected.trailers().unwrap()["x-sum"], "3");
    for target in ["/close", "/reset"] {
        let error = sender.send_request(request(target)).await.unwrap_err();
        assert!(format!("{error:?}").contains("INTERNAL_ERROR"), "{target}: {error:?}");
    }
    for target in ["/close?sent=3", "/truncate", "/mix/body=a/reset"] {
        let response = sender.send_request(request(target)).await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{target}");
        assert!(response.into_body().collect().await.is_err(), "{target}");
    }
}

#[tokio::test]
async fn a_websocket_sends_everything_back() {
    let address = Echo::new().await.0.listen().await;
    let mut socket = TcpStream::connect(address).await.unwrap();
    let handshake = "GET /websocket/echo?max_message_size=100 HTTP/1.1\r\nHost: echo.example\r\nConnection: keep-alive, Upgrade\r\n\
        Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.write_all(handshake.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    // The key and its answer are the example of RFC 6455, section 1.3.
    assert!(
        head.contains("Sec-Websocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
        "{head}"
    );
    let mut client = WebSocketStream::from_raw_socket(socket, Role::Client, None).await;
    for message in [Message::text("hällo"), Message::binary(vec![0, 255]), Message::text("")] {
        client.send(message.clone()).await.unwrap();
        assert_eq!(client.next().await.unwrap().unwrap(), message);
    }
    client.send(Message::Ping(Bytes::from_static(b"p"))).await.unwrap();
    assert_eq!(
        client.next().await.unwrap().unwrap(),
        Message::Pong(Bytes::from_static(b"p"))
    );
    client.send(Message::text("x".repeat(101))).await.unwrap();
    match client.next().await.unwrap().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), 1009),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_handshake_that_is_none_is_told_what_is_missing() {
    let echo = Echo::new().await;
    let version = ("sec-websocket-version", "13");
    let key = ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let (connection, upgrade) = (("connection", "upgrade"), ("upgrade", "websocket"));
    for (fields, status) in [
        (&[][..], 426),
        (&[connection, version, key], 426),
        (&[upgrade, version, key], 426),
        (&[connection, upgrade, key, ("sec-websocket-version", "8")], 426),
        (&[connection, upgrade, version], 400),
        (&[connection, upgrade, version, ("sec-websocket-key", "c2hvcnQ=")], 400),
    ] {
        let answer = echo.get_with("/websocket/echo", fields).await;
        assert_eq!(answer.status.as_u16(), status, "{fields:?}");
        assert_eq!(answer.field("upgrade"), if status == 426 { "websocket" } else { "" });
    }
    let fields = [connection, upgrade, version, key];
    for size in ["0", "1048577", "x"] {
        let answer = echo
            .get_with(&format!("/websocket/echo?max_message_size={size}"), &fields)
            .await;
        assert_eq!(answer.pointers(http::StatusCode::BAD_REQUEST), ["/max_message_size"]);
    }
}
