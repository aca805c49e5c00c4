//! What a server reads of a message: the same bytes as the parts, and nothing lost.

use exchange::{Field, Version};
use wire::{End, read_request, read_response};

fn pairs(fields: &[Field]) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    fields
        .iter()
        .map(|field| (text(&field.name.0), text(&field.value.0)))
        .collect()
}

#[test]
fn a_request_is_read_as_it_was_sent() {
    let bytes = b"\r\nPOST /a?b HTTP/1.1\r\nhOsT: h\r\nX-A: \t 1 \r\nx-a:2\r\nEmpty:\r\nFold: a\r\n  b \r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: u\r\n\r\nmore";
    let request = read_request(bytes, End::Whole).unwrap();
    assert_eq!((&*request.method, &*request.target), ("POST", "/a?b"));
    let message = request.message;
    assert_eq!(message.version, Version::Http11);
    assert_eq!(
        pairs(&message.fields),
        [
            ("hOsT", "h"),
            ("X-A", "1"),
            ("x-a", "2"),
            ("Empty", ""),
            ("Fold", "a b"),
            ("Transfer-Encoding", "chunked")
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(pairs(&message.trailers), [("T".to_owned(), "u".to_owned())]);
    assert_eq!(message.content, b"hello!");
    assert!(message.whole);
    assert!(
        bytes[message.head.clone()].starts_with(b"POST") && bytes[message.head.clone()].ends_with(b"chunked\r\n\r\n")
    );
    assert!(bytes[message.body.clone()].starts_with(b"5;x=y") && bytes[message.body].ends_with(b"u\r\n\r\n"));
}

#[test]
fn framing_depends_on_both_sides() {
    let cases: [(&str, &str, &str, bool); 16] = [
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", "ab", true),
        ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "", true),
        (
            "GET",
            "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nab",
            "",
            true,
        ),
        (
            "GET",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nab",
            "",
            true,
        ),
        ("CONNECT", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "", true),
        ("CONNECT", "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nab", "ab", true),
        ("GET", "HTTP/1.1 101 Switching Protocols\r\n\r\nab", "", true),
        ("GET", "HTTP/1.1 200 OK\r\n\r\nab", "ab", true),
        (
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab",
            "ab",
            true,
        ),
        (
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            "a",
            true,
        ),
        (
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n1\r\na\r\n0\r\n\r\n",
            "a",
            true,
        ),
        (
            "GET",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
            "a",
            true,
        ),
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "ab", false),
        (
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            "ab",
            false,
        ),
        (
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nx\r\n",
            "a",
            false,
        ),
        (
            "GET",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "",
            false,
        ),
    ];
    for (method, bytes, content, whole) in cases {
        let response = read_response(bytes.as_bytes(), method, End::Whole).unwrap();
        let message = response.message;
        assert_eq!(
            (&*String::from_utf8(message.content).unwrap(), message.whole),
            (content, whole),
            "{method} {bytes}"
        );
    }
}

#[test]
fn interim_responses_are_named_and_passed_over() {
    let bytes = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\nHTTP/1.0 404 Not  Here\r\nA: b\r\n\r\n";
    let response = read_response(bytes, "GET", End::Whole).unwrap();
    assert_eq!((response.status, response.reason.as_deref()), (404, Some("Not  Here")));
    assert_eq!(response.interim, [100, 103]);
    assert_eq!(response.message.version, Version::Http10);
    assert_eq!(pairs(&response.message.fields), [("A".to_owned(), "b".to_owned())]);
    assert_eq!(read_response(&bytes[..25], "GET", End::Whole), None);
    assert_eq!(read_request(b"", End::Whole), None);
}

#[test]
fn what_is_not_taken_apart_is_read_nevertheless() {
    let mut bytes = b"POST / HTTP/1.1\r\nHost: h\r\n".to_vec();
    for count in 0..9_000 {
        bytes.extend_from_slice(format!("X-{count}: {count}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
    for _ in 0..5_000 {
        bytes.extend_from_slice(b"2;a\r\nxy\r\n");
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    let message = read_request(&bytes, End::Whole).unwrap().message;
    assert_eq!(message.fields.len(), 9_002);
    assert_eq!(
        pairs(&message.fields[9_000..9_001])[0],
        ("X-8999".to_owned(), "8999".to_owned())
    );
    assert_eq!(message.content.len(), 10_000);
    assert!(message.whole);
}
