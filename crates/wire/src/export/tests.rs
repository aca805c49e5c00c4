//! Exchanges in and texts out, one row a case.

use std::process::Command;

use exchange::{
    Body, Exchange, Failure, FailureKind, Field, Interval, Origin, Outcome, Phase, Reading, Request, Response, Span,
    Timeline, Timestamp, Version,
};
use proptest::prelude::*;

use super::*;

fn request(method: &str, url: &str, fields: &[(&str, &str)], body: Option<&[u8]>) -> Exchange {
    let path = url.split_once("://").map_or(url, |(_, after)| after);
    Exchange {
        id: uuid::Uuid::nil(),
        origin: Origin::Probe,
        started_at: Timestamp::UNIX_EPOCH,
        request: Request {
            method: method.into(),
            target: path.find('/').map_or("/", |at| &path[at..]).into(),
            url: Some(url.into()),
            version: Version::Http11,
            fields: fields.iter().map(|&(name, value)| Field::new(name, value)).collect(),
            body: body.map(|body| Body::whole(body.to_vec(), None)),
        },
        outcome: Outcome::Failure(Failure {
            phase: None,
            kind: FailureKind::Network,
            detail: "nothing came".into(),
        }),
        timeline: Timeline::default(),
        connection: None,
        previous: None,
    }
}

/// What curl adds by itself, taken away by every command that does not send it.
const PLAIN: [(&str, &str); 2] = [("User-Agent", "t"), ("Accept", "*/*")];

fn plain(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [&PLAIN, more].concat()
}

/// Runs the command with something that prints its words in the place of curl; gives them and what came by the pipe.
fn run(command: &str) -> (Vec<Vec<u8>>, Vec<u8>) {
    let curl = "curl() { printf '%s\\0' \"$@\"; for word; do case $word in @-) cat >&2;; esac; done; }";
    let output = Command::new("/bin/sh")
        .arg("-c")
        .arg(format!("{curl}\n{command}"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{command}");
    let mut words: Vec<Vec<u8>> = output.stdout.split(|&byte| byte == 0).map(<[u8]>::to_vec).collect();
    words.pop();
    (words, output.stderr)
}

#[test]
fn the_shell_gives_curl_these_words() {
    let cases: [(Exchange, &[&str]); 13] = [
        (
            request("GET", "http://a/", &PLAIN, None),
            &["http://a/", "--http1.1", "-H", "User-Agent: t", "-H", "Accept: */*"],
        ),
        (
            request("GET", "http://a/", &[], None),
            &["http://a/", "--http1.1", "-H", "User-Agent:", "-H", "Accept:"],
        ),
        (
            request(
                "POST",
                "http://a/it's?a=1&b=$x",
                &plain(&[("Content-Type", "text/plain"), ("Content-Length", "5")]),
                Some(b"@file"),
            ),
            &[
                "http://a/it's?a=1&b=$x",
                "--http1.1",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "Content-Type: text/plain",
                "--data-raw",
                "@file",
            ],
        ),
        (
            request("PUT", "http://a/", &plain(&[]), Some(b"'\"\\$`!\n\t")),
            &[
                "http://a/",
                "--http1.1",
                "-X",
                "PUT",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "Content-Type:",
                "--data-raw",
                "'\"\\$`!\n\t",
            ],
        ),
        (
            request("POST", "http://a/", &plain(&[("Content-Length", "0")]), None),
            &[
                "http://a/",
                "--http1.1",
                "-X",
                "POST",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "Content-Length: 0",
            ],
        ),
        (
            request("HEAD", "http://a/", &PLAIN, None),
            &[
                "http://a/",
                "--http1.1",
                "--head",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
            ],
        ),
        (
            request("POST", "http://a/", &PLAIN, None),
            &[
                "http://a/",
                "--http1.1",
                "-X",
                "POST",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
            ],
        ),
        (
            request("GET", "http://a/", &plain(&[]), Some(b"x")),
            &[
                "http://a/",
                "--http1.1",
                "-X",
                "GET",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "Content-Type:",
                "--data-raw",
                "x",
            ],
        ),
        (
            request(
                "GET",
                "http://a:80/",
                &plain(&[("Host", "a:80"), ("X-Empty", ""), ("x-odd", "1"), ("X-Odd", "2")]),
                None,
            ),
            &[
                "http://a:80/",
                "--http1.1",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "X-Empty;",
                "-H",
                "x-odd: 1",
                "-H",
                "X-Odd: 2",
            ],
        ),
        (
            request("GET", "http://a/", &plain(&[("Host", "other")]), None),
            &[
                "http://a/",
                "--http1.1",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "Host: other",
            ],
        ),
        (
            request("GET", "http://[::1]/../{x}", &PLAIN, None),
            &[
                "http://[::1]/../{x}",
                "--http1.1",
                "--globoff",
                "--path-as-is",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
            ],
        ),
        (
            request(
                "GET",
                "http://a/",
                &plain(&[("Accept-Encoding", "gzip"), ("bad name", "x"), ("X-Bad", "a\nb")]),
                None,
            ),
            &[
                "http://a/",
                "--http1.1",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "Accept-Encoding: gzip",
                "--compressed",
            ],
        ),
        (
            request("POST", "http://a/", &PLAIN, Some(b"a\r\n\0\xff%d\\1")),
            &[
                "http://a/",
                "--http1.1",
                "-H",
                "User-Agent: t",
                "-H",
                "Accept: */*",
                "-H",
                "Content-Type:",
                "--data-binary",
                "@-",
            ],
        ),
    ];
    for (exchange, expected) in cases {
        let command = curl(&exchange);
        let (words, piped) = run(&command);
        let words: Vec<_> = words.iter().map(|word| String::from_utf8_lossy(word)).collect();
        assert_eq!(words, expected, "{command}");
        if expected.last() == Some(&"@-") {
            assert_eq!(piped, b"a\r\n\0\xff%d\\1", "{command}");
        }
        assert!(!command.contains(" -k"), "{command}");
    }
}

#[test]
fn a_cut_body_is_said_to_be_cut() {
    let mut exchange = request("POST", "http://a/", &PLAIN, Some(b"abc"));
    let body = exchange.request.body.as_mut().unwrap();
    body.truncated = true;
    body.size = 10;
    assert!(curl(&exchange).starts_with("# The body had 10 bytes, and only the first 3 are here.\ncurl "));
    assert!(fetch(&exchange).starts_with("// The body had 10 bytes, and only the first 3 are here.\nconst "));
}

#[test]
fn the_url_is_put_together_where_it_is_not_known() {
    let mut exchange = request("OPTIONS", "http://a/", &[("Host", "b:1")], None);
    exchange.request.url = None;
    exchange.request.target = "*".into();
    let (words, _) = run(&curl(&exchange));
    assert_eq!(words[0], b"http://b:1/");
    assert_eq!(words[2..4], [b"--request-target".to_vec(), b"*".to_vec()]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_value_and_body_passes_the_shell(value in "[ -~\u{e9}\u{1F4A9}]{0,20}", body: Vec<u8>) {
        let value = value.trim().to_owned();
        let exchange = request("POST", "http://a/", &plain(&[]), Some(&body));
        let mut exchange = exchange;
        exchange.request.fields.push(Field::new("X", value.as_str()));
        exchange.request.fields.push(Field::new("Y", vec![b'a', 0xff, b'%', b'\'']));
        let (words, piped) = run(&curl(&exchange));
        let line = if value.is_empty() { "X;".to_owned() } else { format!("X: {value}") };
        prop_assert!(words.contains(&line.into_bytes()));
        prop_assert!(words.contains(&b"Y: a\xff%'".to_vec()));
        if !body.is_empty() {
            let sent = if words.last().is_some_and(|word| word == b"@-") { piped } else { words.last().cloned().unwrap_or_default() };
            prop_assert_eq!(sent, body);
        }
    }
}

#[test]
fn a_page_can_run_this() {
    for (exchange, expected) in [
        (
            request("GET", "http://a/?q=\"", &[("Accept", "*/*")], None),
            "const response = await fetch(\"http://a/?q=\\\"\", {\n  method: \"GET\",\n  headers: [\n    [\"Accept\", \"*/*\"],\n  ],\n});",
        ),
        (
            request(
                "POST",
                "http://a/",
                &[
                    ("Host", "a"),
                    ("Cookie", "a=b"),
                    ("Sec-Fetch-Site", "x"),
                    ("X", "\u{e9}"),
                ],
                Some("</é\n".as_bytes()),
            ),
            "// The browser sets these itself, and a page cannot: Host, Cookie, Sec-Fetch-Site.\nconst response = await fetch(\"http://a/\", {\n  method: \"POST\",\n  headers: [\n    [\"X\", \"\\u00c3\\u00a9\"],\n  ],\n  body: \"\\u003c/\\u00e9\\n\",\n  credentials: \"include\",\n});",
        ),
        (
            request("PUT", "http://a/", &[], Some(&[0xff, 0])),
            "const response = await fetch(\"http://a/\", {\n  method: \"PUT\",\n  body: Uint8Array.from(atob(\"/wA=\"), (character) => character.charCodeAt(0)),\n});",
        ),
        (
            request("GET", "http://a/", &[], Some(b"x")),
            "// A page cannot send a body with GET; it is left out.\nconst response = await fetch(\"http://a/\", {\n  method: \"GET\",\n});",
        ),
    ] {
        assert_eq!(fetch(&exchange), expected);
    }
}

fn span(phase: Phase, start_us: u64, end_us: u64) -> Span {
    Span {
        phase,
        reading: Reading::Measured(Interval { start_us, end_us }),
    }
}

fn answered() -> Exchange {
    let mut exchange = request(
        "POST",
        "https://a/p?x=1+2&y=%C3%A9&z#f",
        &[
            ("Cookie", "s=secret; t=u"),
            ("Authorization", "Bearer secret"),
            ("A", "1"),
            ("A", "2"),
        ],
        Some(b"{}"),
    );
    exchange.outcome = Outcome::Response(Response {
        status: 302,
        reason: Some("Found".into()),
        version: Version::Http2,
        fields: vec![
            Field::new("Location", "/there"),
            Field::new(
                "Set-Cookie",
                "s=secret; Path=/; Expires=Sun, 06 Nov 1994 08:49:37 GMT; HttpOnly",
            ),
            Field::new("Content-Type", "image/png"),
        ],
        body: Some(Body {
            decoded_size: Some(5),
            ..Body::whole(vec![0xff, 0xfe], Some("image/png".into()))
        }),
        trailers: Vec::new(),
    });
    exchange.timeline = Timeline(vec![
        span(Phase::Dns, 0, 1_500),
        span(Phase::Connect, 1_500, 2_500),
        span(Phase::Tls, 2_500, 4_500),
        span(Phase::Send, 4_500, 4_600),
        span(Phase::Wait, 4_600, 10_000),
        span(Phase::Receive, 10_000, 10_100),
    ]);
    exchange
}

#[test]
fn an_archive_has_the_exchange() {
    let archive = serde_json::to_value(har([&answered()], Secrets::Shown)).unwrap();
    let entry = &archive["log"]["entries"][0];
    assert_eq!(archive["log"]["version"], "1.2");
    assert_eq!(entry["startedDateTime"], "1970-01-01T00:00:00Z");
    assert_eq!(entry["time"], 10.1);
    assert_eq!(
        entry["timings"],
        serde_json::json!({"blocked": -1.0, "dns": 1.5, "connect": 3.0, "ssl": 2.0, "send": 0.1, "wait": 5.4, "receive": 0.1})
    );
    assert_eq!(
        entry["request"]["queryString"],
        serde_json::json!([{"name": "x", "value": "1 2"}, {"name": "y", "value": "é"}, {"name": "z", "value": ""}])
    );
    assert_eq!(
        entry["request"]["headers"].as_array().unwrap()[2..],
        [
            serde_json::json!({"name": "A", "value": "1"}),
            serde_json::json!({"name": "A", "value": "2"})
        ]
    );
    assert_eq!(entry["request"]["postData"]["text"], "{}");
    let response = &entry["response"];
    assert_eq!(response["status"], 302);
    assert_eq!(response["httpVersion"], "HTTP/2");
    assert_eq!(response["redirectURL"], "/there");
    assert_eq!(
        response["cookies"][0],
        serde_json::json!({"name": "s", "value": "secret", "path": "/", "expires": "1994-11-06T08:49:37Z", "httpOnly": true, "secure": false})
    );
    assert_eq!(
        response["content"],
        serde_json::json!({"size": 5, "compression": 3, "mimeType": "image/png", "text": "//4=", "encoding": "base64"})
    );
    assert_eq!(response["bodySize"], 2);
}

#[test]
fn an_archive_keeps_no_secret_unless_asked() {
    let text = serde_json::to_string(&har([&answered()], Secrets::Redacted)).unwrap();
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn an_archive_says_what_it_does_not_know() {
    let archive = serde_json::to_value(har([&request("GET", "http://a/", &[], None)], Secrets::Shown)).unwrap();
    let entry = &archive["log"]["entries"][0];
    assert_eq!(entry["response"]["status"], 0);
    assert_eq!(entry["_error"], "nothing came");
    assert_eq!(entry["timings"]["dns"], -1.0);
    assert_eq!(entry["timings"]["send"], 0.0);
    assert_eq!(
        entry["timings"]["comment"],
        "Not known, and 0 only because the format asks for it: send, wait, receive."
    );
}
