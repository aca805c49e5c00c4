use proptest::prelude::*;

use super::*;

const RULES: Rules = Rules {
    max_head: 512,
    max_fields: 8,
    max_target: 64,
};

/// What a whole connection's bytes amount to: how many of them pass, the heads among them, and why it ended there.
fn frame<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<u8>, usize, Stop) {
    let mut framer = Framer::new(RULES);
    let mut pending = Vec::new();
    let mut passed = Vec::new();
    let mut heads = 0;
    let mut last = Stop::Hungry;
    for piece in pieces {
        pending.extend_from_slice(piece);
        let mut marks = Vec::new();
        let advance = framer.advance(&pending, &mut marks);
        passed.extend(pending.drain(..advance.verified));
        heads += heads_in(&marks);
        last = advance.stop;
        if last != Stop::Hungry {
            break;
        }
    }
    (passed, heads, last)
}

fn heads_in(marks: &[Mark]) -> usize {
    marks.iter().filter(|mark| matches!(mark, Mark::Head(_))).count()
}

fn refusal(bytes: &[u8]) -> Refusal {
    match frame([bytes]).2 {
        Stop::BadHead(refusal) | Stop::BadBody(refusal) => refusal,
        other => panic!("{} was not refused: {other:?}", bytes.escape_ascii()),
    }
}

#[test]
fn messages_follow_each_other() {
    let stream = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n\
        POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello\
        \r\nPOST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: 1\r\n\r\n\
        GET /d HTTP/1.0\r\n\r\n";
    assert_eq!(frame([&stream[..]]), (stream.to_vec(), 4, Stop::Hungry));
}

#[test]
fn the_ends_of_heads_and_messages_are_marked() {
    let stream = b"\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET /d HTTP/1.0\r\n\r\nPO";
    let mut marks = Vec::new();
    Framer::new(RULES).advance(stream, &mut marks);
    let after = |part: &str| {
        stream
            .windows(part.len())
            .position(|here| here == part.as_bytes())
            .unwrap()
            + part.len()
    };
    let (body, second) = (after("hello"), after("1.0\r\n\r\n"));
    assert_eq!(
        marks,
        [
            Mark::Head(body - 5),
            Mark::End(body),
            Mark::Head(second),
            Mark::End(second)
        ]
    );
}

#[test]
fn an_incomplete_head_is_kept_back() {
    let mut framer = Framer::new(RULES);
    let bytes = b"GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HT";
    let mut marks = Vec::new();
    let advance = framer.advance(bytes, &mut marks);
    let end = bytes.len() - 8;
    assert_eq!(marks, [Mark::Head(end), Mark::End(end)]);
    assert_eq!(
        advance,
        Advance {
            verified: bytes.len() - 8,
            stop: Stop::Hungry
        }
    );
    assert!(framer.head_has_begun(b"GET / HT"));
}

#[test]
fn empty_lines_before_a_head_do_not_begin_it() {
    let mut framer = Framer::new(RULES);
    assert_eq!(
        framer.advance(b"\r\n\r\n\r", &mut Vec::new()),
        Advance {
            verified: 0,
            stop: Stop::Hungry
        }
    );
    assert!(!framer.head_has_begun(b"\r\n\r\n\r"));
    assert_eq!(framer.advance(b"\r\n\r\n\r\nG", &mut Vec::new()).verified, 0);
    assert!(framer.head_has_begun(b"\r\n\r\n\r\nG"));
}

#[test]
fn nothing_is_looked_at_after_an_upgrade_before_it_is_decided() {
    let request = b"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n\r\n";
    let mut framer = Framer::new(RULES);
    let bytes = [&request[..], b"\x81\x05hello"].concat();
    let mut marks = Vec::new();
    let advance = framer.advance(&bytes, &mut marks);
    assert_eq!(heads_in(&marks), 1);
    assert_eq!(
        advance,
        Advance {
            verified: request.len(),
            stop: Stop::Undecided
        }
    );
    framer.surrender();
    assert_eq!(framer.advance(b"\x81\x05hello", &mut Vec::new()).verified, 7);
}

#[test]
fn a_request_whose_upgrade_is_declined_is_followed_by_the_next() {
    let mut framer = Framer::new(RULES);
    let request = b"GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\n\r\n";
    assert_eq!(framer.advance(request, &mut Vec::new()).stop, Stop::Undecided);
    framer.resume();
    let mut marks = Vec::new();
    framer.advance(request, &mut marks);
    assert_eq!(heads_in(&marks), 1);
}

#[test]
fn the_place_of_a_fault_is_counted_from_the_request_line() {
    let fault = refusal(b"\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nBad Name: 1\r\n\r\n");
    assert!(fault.detail.starts_with("Line 3, byte 28: "), "{fault}");
}

#[test]
fn a_broken_line_is_refused_before_its_head_has_ended() {
    for bytes in [
        &b"GET / HTTP/1.1\r\nHost : h\r\n"[..],
        b"GET / HTTP/3.0\r\n",
        b"\x16\x03",
        b"\0",
        b"GET\t",
        b"GET / HTTP/1.1\n",
    ] {
        assert!(matches!(frame([bytes]).2, Stop::BadHead(_)), "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_first_line_without_end_is_a_target_too_long() {
    let fault = refusal(&[b"GET /".as_slice(), &[b'a'; 600]].concat());
    assert_eq!(fault.kind, ProblemKind::UriTooLong);
}

#[test]
fn the_sound_part_of_a_broken_chunked_body_passes() {
    let head = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    let stream = [&head[..], b"3\r\nabc\r\nxyz"].concat();
    let (passed, heads, stop) = frame([stream.as_slice()]);
    assert_eq!((passed.len(), heads), (stream.len() - 3, 1));
    let Stop::BadBody(refusal) = stop else {
        panic!("{stop:?}")
    };
    assert!(refusal.detail.contains("byte 8 ('x')"), "{refusal}");
}

#[test]
fn chunks_are_held_to_their_grammar() {
    for (body, rule) in [
        ("g\r\n", "begins with its size"),
        ("\r\n", "begins with its size"),
        ("5x\r\n", "consists of hexadecimal digits"),
        ("11111111111111111\r\n", "at most 16 digits"),
        ("5 5\r\n", "followed by CRLF or an extension"),
        ("5;a\n", "not with a bare line feed"),
        ("5\n", "followed by CRLF"),
        ("5\rx", "followed by a line feed"),
        ("3\r\nabcd", "as long as its size says"),
        ("3\r\nabc\rx", "as long as its size says"),
        ("0\r\nA: b\n", "not with a bare line feed"),
        ("0\r\n\rx", "followed by a line feed"),
    ] {
        let stream = format!("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        let refusal = refusal(stream.as_bytes());
        assert!(refusal.detail.contains(rule), "{body:?}: {refusal}");
    }
    for (long, rule) in [
        (format!("5;{}", "x".repeat(9000)), "extensions take"),
        (format!("0\r\n{}", "x".repeat(9000)), "trailer section takes"),
    ] {
        let stream = format!("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{long}");
        assert!(refusal(stream.as_bytes()).detail.contains(rule));
    }
}

/// Streams of messages that are sound, and some that are not.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        4 => Just("GET /a HTTP/1.1\r\nHost: h\r\n"),
        2 => Just("POST /b?c=d HTTP/1.1\r\nhost:h\r\nContent-Length: 7\r\n"),
        2 => Just("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"),
        1 => Just("\r\nGET / HTTP/1.0\r\n"),
        1 => Just("GET / HTTP/1.1\r\n"),
        1 => Just("GET / HTTP/9.9\r\nHost: h\r\n"),
    ];
    let field = prop_oneof![
        4 => Just(""),
        2 => Just("Accept: */*\r\n"),
        1 => Just("Upgrade: websocket\r\n"),
        1 => Just("Content-Length: 3\r\n"),
        1 => Just("Bad : x\r\n"),
        1 => Just("Bare: x\n"),
    ];
    let body = prop_oneof![
        3 => Just(""),
        2 => Just("1234567"),
        2 => Just("4;x=\"y\"\r\nwiki\r\n0\r\n\r\n"),
        1 => Just("0\r\nTrailer: 1\r\n\r\n"),
        1 => Just("zz\r\n"),
    ];
    prop::collection::vec((line, field, body), 1..5).prop_map(|messages| {
        messages
            .iter()
            .map(|(line, field, body)| format!("{line}{field}\r\n{body}"))
            .collect::<String>()
            .into_bytes()
    })
}

/// Cuts bytes into pieces at the given places.
fn pieces<'a>(bytes: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut at: Vec<_> = cuts
        .iter()
        .map(|cut| cut.index(bytes.len() + 1))
        .chain([0, bytes.len()])
        .collect();
    at.sort_unstable();
    at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

proptest! {
    #[test]
    fn it_does_not_matter_how_the_bytes_are_cut(stream in streams(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12)) {
        let whole = frame([stream.as_slice()]);
        prop_assert_eq!(&frame(pieces(&stream, &cuts)), &whole);
        prop_assert_eq!(&frame(stream.chunks(1)), &whole);
    }

    #[test]
    fn no_bytes_make_it_panic(stream in prop::collection::vec(any::<u8>(), 0..800), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
        let (passed, ..) = frame(pieces(&stream, &cuts));
        prop_assert!(stream.starts_with(&passed));
    }

    #[test]
    fn no_end_of_a_sound_beginning_makes_it_panic(
        stream in streams(),
        junk in prop::collection::vec(any::<u8>(), 0..100),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let stream = [stream, junk].concat();
        let (passed, ..) = frame(pieces(&stream, &cuts));
        prop_assert!(stream.starts_with(&passed));
    }
}
