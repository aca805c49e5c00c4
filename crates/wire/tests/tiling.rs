//! Whatever the bytes are: the leaves tile them, and the pieces in which they come do not matter.

use exchange::Part;
use proptest::{collection::vec, prelude::*, sample::Index};
use wire::{Annotator, End, Scan, annotate_request, annotate_response};

/// Panics unless the leaves of the parts tile the bytes and each branch has exactly what lies in it.
fn assert_tiled(parts: &[Part], start: usize, end: usize) {
    let mut at = start;
    for part in parts {
        assert_eq!(part.start, at, "a gap or an overlap before {part:?}");
        assert!(part.end > part.start, "an empty part: {part:?}");
        if !part.parts.is_empty() {
            assert_tiled(&part.parts, part.start, part.end);
        }
        at = part.end;
    }
    assert_eq!(at, end, "bytes without a part");
}

fn check(bytes: &[u8], method: Option<&str>, end: End, cuts: &[Index]) {
    let whole = match method {
        None => annotate_request(bytes, end),
        Some(method) => annotate_response(bytes, method, end),
    };
    assert_tiled(&whole, 0, bytes.len());
    let mut annotator = method.map_or_else(Annotator::request, Annotator::response);
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.sort_unstable();
    let mut from = 0;
    for to in cuts.into_iter().chain([bytes.len()]) {
        annotator.feed(&bytes[from..to]);
        from = to;
        let so_far = match method {
            None => annotate_request(&bytes[..to], End::Cut),
            Some(method) => annotate_response(&bytes[..to], method, End::Cut),
        };
        assert_eq!(
            annotator.parts(End::Cut),
            so_far,
            "the first {to} of {}",
            bytes.escape_ascii()
        );
    }
    let (fed, parts) = annotator.finish(end);
    assert_eq!(fed, bytes);
    assert_eq!(parts, whole, "in pieces: {}", bytes.escape_ascii());
    // The other view of the same bytes does not panic either.
    match method {
        None => drop(Scan::request(bytes, end).request_view()),
        Some(method) => drop(Scan::response(bytes, method, end).response_view()),
    }
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![Just(End::Whole), Just(End::Cut)]
}

fn method() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![Just(None), Just(Some("GET")), Just(Some("HEAD")), Just(Some("CONNECT"))]
}

/// Valid messages that between them have every form of value, framing and content.
const SEEDS: [&[u8]; 8] = [
    b"POST /a%20b/%C3%A9?q=a+b&x=%zz&y HTTP/1.1\r\nHost: example.com:80\r\nAccept: text/html;q=0.8, */*;q=0\r\nCookie: a=b; c=\"d\"\r\nAuthorization: Basic dXNlcjpwYXNz\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"a\":[1,-2.5e3,true,\"\\n\"]}\n",
    b"GET http://[::1]:8080/?# HTTP/1.0\r\nRange: bytes=0-4,-5,7-\r\nIf-Match: W/\"a\", \"b\"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\nUser-Agent: a/1 (b (c)) d\r\nAuthorization: Digest username=\"u\", uri=\"/\", response=\"x\"\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload; as=style\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nTrailer: Digest\r\n\r\n4;a=\"b\"\r\n{\"a\"\r\n6\r\n: null\r\n1\r\n}\r\n0\r\nDigest: x\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/; Max-Age=60; Expires=Sunday, 06-Nov-94 08:49:37 GMT; SameSite=None; Secure\r\nCache-Control: public, max-age=60, private=\"a, b\"\r\nETag: \"x\"\r\nServer-Timing: db;dur=5.3;desc=\"a b\", x\r\nContent-Range: bytes 0-4/10\r\nWWW-Authenticate: Basic realm=\"a, b\", Digest nonce=x, qop=\"auth\", Negotiate abc==\r\nRetry-After: 120\r\nContent-Type: text/plain\r\n\r\nuntil close",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: 139\r\n\r\npre\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX \r\nContent-Disposition: form-data; name=f; filename=g\r\n\r\n\r\n2\r\n--XX--\r\nepilogue",
    b"POST /f HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 21\r\n\r\na=1&b=%F0%9F%92%A9&&c",
    b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n\x16\x03\x01",
    b"\r\nOPTIONS * HTTP/1.1\nHost : a\r\nX: 1\r\n  folded\r\nContent-Security-Policy: default-src 'self'; img-src *\r\nStrict-Transport-Security: max-age=1; preload\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
];

/// One change to a message.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Remove(Index),
    Insert(Index, Vec<u8>),
    Truncate(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let piece = prop_oneof![
        vec(any::<u8>(), 1..4),
        prop::sample::select(vec![
            "\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", ":", ";", ",", "\"", "\\", "=", "%", "0", "{", "[", "--XX",
            "\u{e9}",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        any::<Index>().prop_map(Change::Remove),
        (any::<Index>(), piece).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        any::<Index>().prop_map(Change::Truncate),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Set(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Change::Remove(at) => {
                bytes.remove(at.index(bytes.len()));
            }
            Change::Insert(at, more) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, more.iter().copied());
            }
            Change::Truncate(at) => bytes.truncate(at.index(bytes.len())),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..200), method in method(), end in end(), cuts in vec(any::<Index>(), 0..6)) {
        check(&bytes, method, end, &cuts);
    }

    #[test]
    fn any_text_of_http(
        pieces in vec(prop::sample::select(vec![
            "GET ", "/", "?", "HTTP/1.1", "HTTP/1.1 200 OK", "\r\n", "\n", "\r", " ", ":", ",", ";", "=", "\"", "Host: a", "Cookie: ",
            "Content-Length: 5", "Transfer-Encoding: chunked", "Content-Type: application/json", "5", "0", "a", "{", "}", "[", "]",
            "\\", "%41", "Accept: ", "q=0.5", "WWW-Authenticate: ", "Basic ", "Link: <", ">", "(", ")", "Set-Cookie: ", "\0", "\u{e9}",
        ]), 0..40),
        method in method(), end in end(), cuts in vec(any::<Index>(), 0..6),
    ) {
        check(pieces.concat().as_bytes(), method, end, &cuts);
    }

    #[test]
    fn messages_with_changes(
        seed in prop::sample::select(SEEDS.to_vec()), changes in vec(change(), 0..6),
        method in method(), end in end(), cuts in vec(any::<Index>(), 0..6),
    ) {
        check(&changed(seed.to_vec(), &changes), method, end, &cuts);
    }
}

#[test]
fn every_cut_of_every_message() {
    for seed in SEEDS {
        for length in 0..=seed.len() {
            for end in [End::Whole, End::Cut] {
                for method in [None, Some("GET")] {
                    check(&seed[..length], method, end, &[]);
                }
            }
        }
        let mut annotator = Annotator::request();
        for byte in seed {
            annotator.feed(&[*byte]);
        }
        assert_eq!(annotator.finish(End::Whole).1, annotate_request(seed, End::Whole));
    }
}
