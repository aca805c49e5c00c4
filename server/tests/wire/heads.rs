//! Heads that break a rule: each is answered with a problem that says which and where.

use server::listen::Limits;

use crate::harness::{GUARD, Server, count, field, filler, guarded, limits, problem};

#[tokio::test]
async fn every_broken_head_is_answered_with_what_is_wrong() {
    let server = Server::start(limits()).await;
    let many_fields = format!("GET / HTTP/1.1\r\nHost: h\r\n{}\r\n", "A: b\r\n".repeat(100));
    let long_target = format!("GET /{} HTTP/1.1\r\nHost: h\r\n\r\n", "a".repeat(9000));
    let long_field = format!("GET / HTTP/1.1\r\nHost: h\r\nA: {}\r\n\r\n", "a".repeat(5000));
    let long_length = format!(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n",
        "9".repeat(30)
    );
    let cases: &[(&str, u16, &str)] = &[
        // The request line.
        (
            "GET\r\n\r\n",
            400,
            "Line 1, byte 3: the request line is a method, a space, a target",
        ),
        ("GET /\r\n\r\n", 400, "Line 1, byte 5: the request line has no version"),
        (
            " GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "Line 1, byte 0: a space where the method should begin",
        ),
        (
            "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "Line 1, byte 4: no target between",
        ),
        (
            "GET /  HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "Line 1, byte 6: the request line does not end with one space and a version",
        ),
        (
            "GE(T / HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "Line 1, byte 2: '(' cannot stand in a method",
        ),
        (
            "GET /a\u{1}b HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "Line 1, byte 6: '\\x01' cannot stand in a target",
        ),
        (
            "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "Line 1, byte 6: a fragment",
        ),
        ("GET / http/1.1\r\nHost: h\r\n\r\n", 400, "a version such as HTTP/1.1"),
        ("GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400, "a version such as HTTP/1.1"),
        (
            "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
            505,
            "Line 1, byte 6: this connection speaks HTTP/1.1 and HTTP/1.0, not HTTP/2.0",
        ),
        ("GET / HTTP/1.2\r\nHost: h\r\n\r\n", 505, "not HTTP/1.2"),
        ("GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400, "does not go with the method"),
        (
            "GET h:80 HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "does not go with the method",
        ),
        (
            "CONNECT /path HTTP/1.1\r\nHost: h\r\n\r\n",
            400,
            "does not go with the method",
        ),
        ("GET nonsense^ HTTP/1.1\r\nHost: h\r\n\r\n", 400, "byte 4: the target"),
        (&long_target, 414, "longer than 8192 bytes"),
        // Lines and fields.
        (
            "GET / HTTP/1.1\nHost: h\n\n",
            400,
            "Line 1, byte 14: the line ends with a bare line feed",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\n\r\n",
            400,
            "Line 2, byte 23: the line ends with a bare line feed",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n",
            400,
            "Line 3, byte 29: a carriage return that no line feed follows",
        ),
        (
            "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
            400,
            "Line 2, byte 20: white space between a field's name and its colon",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n",
            400,
            "Line 3, byte 25: a line that begins with white space",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\r\nNo colon\r\n\r\n",
            400,
            "Line 3, byte 27: white space between a field's name",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\r\nNocolon\r\n\r\n",
            400,
            "Line 3, byte 32: a field line without a colon",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\r\n: nameless\r\n\r\n",
            400,
            "Line 3, byte 25: a field without a name",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\r\nA@b: c\r\n\r\n",
            400,
            "Line 3, byte 26: '@' cannot stand in a field's name",
        ),
        (
            "GET / HTTP/1.1\r\nHost: h\r\nA: b\0c\r\n\r\n",
            400,
            "Line 3, byte 29: '\\x00' cannot stand in a field's value",
        ),
        (&long_field, 431, "larger than 4096 bytes"),
        (&many_fields, 431, "more than 100 fields"),
        // Host.
        ("GET / HTTP/1.1\r\n\r\n", 400, "must have a Host field"),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            400,
            "Line 3, byte 25: a second Host field",
        ),
        (
            "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
            400,
            "Line 2, byte 16: the Host field is no host",
        ),
        // Framing.
        (
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
            "Line 4, byte 45: both Transfer-Encoding and Content-Length",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            400,
            "Line 4, byte 45: a second Content-Length",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5, 5\r\n\r\n",
            400,
            "not a number of bytes but '5, 5'",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\n",
            400,
            "not a number of bytes but '+5'",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
            400,
            "not a number of bytes but '-1'",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n",
            400,
            "not a number of bytes but ''",
        ),
        (&long_length, 413, "larger than any body can be"),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            501,
            "'gzip, chunked' only chunked is implemented",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
            400,
            "the final transfer coding of 'chunked, gzip' is not chunked",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n",
            400,
            "is not chunked",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n",
            400,
            "is not chunked",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
            400,
            "chunked more than once",
        ),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
            "a second Transfer-Encoding",
        ),
        (
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
            "in an HTTP/1.0 request",
        ),
    ];
    for (head, status, detail) in cases {
        let (found, said) = problem(&server.converse(head.as_bytes()).await);
        assert!(
            found == *status && said.contains(detail),
            "{head:?} got {found}: {said}"
        );
    }
}

#[tokio::test]
async fn what_is_no_http_at_all_is_answered_at_once() {
    let server = Server::start(limits()).await;
    for (bytes, detail) in [
        (
            &b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"[..],
            "this is the beginning of a TLS handshake",
        ),
        (b"\0\0\0\0", "'\\x00' cannot stand in a method"),
        (b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "not HTTP/2.0"),
    ] {
        let (_, said) = problem(&server.converse(bytes).await);
        assert!(said.contains(detail), "{said}");
    }
}

#[tokio::test]
async fn unusual_but_sound_heads_are_taken() {
    let server = Server::start(limits()).await;
    for head in [
        "\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
        "GET /hello HTTP/1.1\r\nhOsT:\t[::1]:80 \r\nConnection: close\r\n\r\n",
        "GET http://h/hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /hello?a=%20&b=1/2?3 HTTP/1.1\r\nHost: h\r\nX: \u{e9}\r\nConnection: close\r\n\r\n",
        "GET /hello HTTP/1.0\r\n\r\n",
    ] {
        let answer = server.converse(head.as_bytes()).await;
        assert!(
            answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.0 200"),
            "{head:?}: {answer}"
        );
        assert!(answer.ends_with("\r\n\r\nhello"), "{head:?}: {answer}");
    }
}

#[tokio::test]
async fn a_head_may_come_byte_by_byte() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    for byte in b"GET /facts HTTP/1.1\r\nHost: h\r\n\r\n" {
        client.send(&[*byte]).await;
        tokio::task::yield_now().await;
    }
    let (_, facts) = client.response().await;
    assert!(facts.contains("times=Some(true) version=HTTP/1.1 tls=none"), "{facts}");
}

#[tokio::test]
async fn good_requests_before_a_broken_head_are_answered_first() {
    let server = Server::start(limits()).await;
    let good = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n".repeat(3);
    let post = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nping";
    let conversation = server
        .converse(format!("{good}{post}GET / HTTP/1.1\r\nHost : h\r\n\r\n{good}").as_bytes())
        .await;
    assert_eq!(count(&conversation, "HTTP/1.1 200 OK"), 4, "{conversation}");
    assert_eq!(count(&conversation, "HTTP/1.1 "), 5, "{conversation}");
    assert_eq!(problem(&conversation).0, 400);
}

#[tokio::test]
async fn a_broken_head_waits_for_the_answer_that_is_still_being_made() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    client
        .send(b"GET /held HTTP/1.1\r\nHost: h\r\n\r\nBROKEN\r\n\r\n")
        .await;
    server.stage.reached.notified().await;
    server.stage.release.add_permits(1);
    let (head, body) = client.response().await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(body, "released");
    assert_eq!(problem(&client.rest().await).0, 400);
}

#[tokio::test]
async fn nothing_follows_the_answer_to_a_last_request() {
    let server = Server::start(limits()).await;
    let conversation = server
        .converse(b"GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nBROKEN\r\n\r\n")
        .await;
    assert_eq!(count(&conversation, "HTTP/1.1 "), 1, "{conversation}");
    assert!(conversation.ends_with("\r\n\r\nhello"), "{conversation}");
}

#[tokio::test]
async fn a_client_that_is_still_sending_when_it_is_refused_is_not_reset() {
    let server = Server::start(Limits {
        linger: GUARD,
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client.send(b"BROKEN\r\n").await;
    guarded(client.io.readable()).await.unwrap();
    // The answer is there and our side of it closed. A reset would make one of these writes fail.
    for _ in 0..50 {
        client.send(&filler(4096)).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(problem(&client.rest().await).0, 400);
}

#[tokio::test]
async fn a_problem_for_a_head_request_has_no_content() {
    let server = Server::start(limits()).await;
    let answer = server.converse(b"HEAD / HTTP/1.1\r\n\r\n").await;
    assert!(
        answer.starts_with("HTTP/1.1 400 ") && answer.ends_with("\r\n\r\n"),
        "{answer}"
    );
    assert_ne!(field(&answer, "content-length"), Some("0"));
}
