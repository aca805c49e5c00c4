//! HTTP/2: the leaves tile whatever comes, the parts say what it is, and the messages are what was sent.

use exchange::Part;
use proptest::{collection::vec, prelude::*, sample::Index};
use wire::{
    End,
    http2::{Frames, Table, annotate_request, annotate_response, read_request, read_response},
};

/// A frame.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len())
        .expect("a test writes short frames")
        .to_be_bytes();
    let mut bytes = length[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// A literal without indexing, with a new name.
fn literal(name: &str, value: &str) -> Vec<u8> {
    let text = |text: &str| {
        [
            &[u8::try_from(text.len()).expect("a test writes short texts")],
            text.as_bytes(),
        ]
        .concat()
    };
    [vec![0], text(name), text(value)].concat()
}

fn frames(bytes: &[u8]) -> Frames<'_> {
    Frames {
        bytes,
        ..Frames::default()
    }
}

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

fn check(bytes: &[u8]) {
    for end in [End::Whole, End::Cut] {
        let frames = Frames {
            bytes,
            tables: &[],
            end,
        };
        assert_tiled(&annotate_request(&frames), 0, bytes.len());
        assert_tiled(&annotate_response(&frames), 0, bytes.len());
        drop(read_request(&frames));
        drop(read_response(&frames));
    }
}

/// All parts with a name, wherever they lie.
fn named<'p>(parts: &'p [Part], name: &str) -> Vec<&'p Part> {
    let inside = |part: &'p Part| {
        let own = (part.name == name).then_some(part);
        own.into_iter().chain(named(&part.parts, name)).collect::<Vec<_>>()
    };
    parts.iter().flat_map(inside).collect()
}

fn meaning(part: &Part) -> &str {
    part.meaning.as_deref().unwrap_or_default()
}

fn faults(parts: &[Part]) -> Vec<String> {
    let inside = |part: &Part| {
        let own = part.fault.as_deref().map(str::to_owned);
        own.into_iter().chain(faults(&part.parts)).collect::<Vec<_>>()
    };
    parts.iter().flat_map(inside).collect()
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A request with everything: preface, settings, priority and padding, a block in two frames, padded content, trailers.
fn request() -> Vec<u8> {
    let mut block = vec![0x83, 0x86];
    // `:authority` and `:path` as appendix C.4 codes them, and a new path.
    block.extend(b"\x41\x8c\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90\xf4\xff");
    block.extend(b"\x04\x06/a?b=c");
    block.extend(literal("content-type", "application/json"));
    let (first, second) = block.split_at(9);
    let head = [&[2, 0x80, 0, 0, 0, 15][..], first, &[0, 0]].concat();
    [
        PREFACE.to_vec(),
        frame(4, 0, 0, &[0, 3, 0, 0, 0, 100, 0, 4, 0, 0, 0xff, 0xff]),
        frame(8, 0, 0, &[0, 0, 0x10, 0]),
        frame(1, 0x28, 1, &head),
        frame(9, 0x4, 1, second),
        frame(0, 0x8, 1, b"\x03{\"a\"\0\0\0"),
        frame(0, 0, 1, b":[1]}"),
        frame(1, 0x5, 1, &literal("x-sum", "7")),
    ]
    .concat()
}

fn response() -> Vec<u8> {
    [
        frame(4, 0, 0, &[]),
        frame(4, 1, 0, &[]),
        frame(1, 0x4, 1, b"\x08\x03103"),
        frame(
            1,
            0x4,
            1,
            &[&[0x88][..], &literal("server-timing", "total;dur=1")].concat(),
        ),
        frame(8, 0, 1, &[0, 0, 0, 1]),
        frame(6, 1, 0, b"12345678"),
        frame(0, 1, 1, b"hello"),
        frame(7, 0, 0, b"\0\0\0\x01\0\0\0\0bye"),
        frame(3, 0, 3, &[0, 0, 0, 8]),
        frame(2, 0, 3, &[0, 0, 0, 1, 7]),
        frame(0x10, 0, 0, b"\0\0\0\x01u=2, i"),
        frame(0x2a, 0xff, 0, b"?"),
    ]
    .concat()
}

#[test]
fn the_request_is_what_was_sent() {
    let bytes = request();
    let view = read_request(&frames(&bytes)).unwrap();
    assert_eq!((view.method.as_str(), view.target.as_str()), ("POST", "/a?b=c"));
    let fields: Vec<String> = view
        .message
        .fields
        .iter()
        .map(|field| format!("{}: {}", field.name.to_text(), field.value.to_text()))
        .collect();
    assert_eq!(
        fields,
        [
            ":method: POST",
            ":scheme: http",
            ":authority: www.example.com",
            ":path: /a?b=c",
            "content-type: application/json",
        ]
    );
    assert_eq!(view.message.content, b"{\"a\":[1]}");
    assert_eq!(view.message.trailers.len(), 1);
    assert!(view.message.whole);
}

#[test]
fn the_response_is_the_final_one() {
    let bytes = response();
    let view = read_response(&frames(&bytes)).unwrap();
    assert_eq!((view.status, view.reason, view.interim), (200, None, vec![103]));
    assert_eq!(view.message.content, b"hello");
    assert_eq!(view.message.fields.len(), 2);
}

#[test]
fn the_parts_of_a_request_say_what_it_is() {
    let bytes = request();
    let parts = annotate_request(&frames(&bytes));
    assert_tiled(&parts, 0, bytes.len());
    let names: Vec<_> = parts.iter().map(|part| part.name.as_ref()).collect();
    assert_eq!(
        names,
        [
            "connection preface",
            "SETTINGS frame",
            "WINDOW_UPDATE frame",
            "HEADERS frame",
            "CONTINUATION frame",
            "DATA frame",
            "DATA frame",
            "HEADERS frame",
        ]
    );
    assert_eq!(faults(&parts), [""; 0]);
    let settings = named(&parts, "setting");
    assert!(meaning(settings[0]).contains("At most 100 streams"), "{settings:?}");
    assert!(meaning(named(&parts, "weight")[0]).contains("16"));
    assert!(meaning(named(&parts, "flags")[2]).starts_with("PADDED (0x8)"));
    let index = named(&parts, "index");
    assert!(
        meaning(index[0]).starts_with("Index 3, in the static table, stands for “:method: POST”."),
        "{index:?}"
    );
    // The value goes on in the next frame, and says so there.
    let values = named(&parts, "field value");
    let host = named(&parts, "host");
    assert!(
        meaning(host[0]).starts_with("“www.example.com”, in Huffman code. The request is for"),
        "{host:?}"
    );
    assert_eq!(meaning(host[1]), "It began in the frame before, and goes on here.");
    assert_eq!(
        host[0].end + 2 + 9,
        host[1].start,
        "padding and the next frame's header lie between"
    );
    assert!(
        values
            .iter()
            .any(|value| meaning(value).starts_with("The resource that is asked for"))
    );
    assert_eq!(named(&parts, "media type").len(), 1);
    // Content in two frames is one JSON text.
    assert_eq!(named(&parts, "JSON member name").len(), 1);
    assert_eq!(named(&parts, "JSON number").len(), 1);
    assert_eq!(named(&parts, "trailer section").len(), 1);
    assert_eq!(named(&parts, "padding").len(), 2);
}

#[test]
fn the_parts_of_a_response_say_what_it_is() {
    let bytes = response();
    let parts = annotate_response(&frames(&bytes));
    assert_tiled(&parts, 0, bytes.len());
    assert_eq!(
        faults(&parts),
        ["Only clients send PRIORITY_UPDATE (RFC 9218, section 7.1)."]
    );
    let codes = named(&parts, "error code");
    assert_eq!(meaning(codes[0]), "NO_ERROR (0): nothing is wrong.");
    assert!(meaning(codes[1]).starts_with("CANCEL (8)"));
    assert!(
        meaning(named(&parts, "index")[0]).contains("“:status: 200”. OK: "),
        "{:?}",
        named(&parts, "index")
    );
    assert_eq!(named(&parts, "server timing metric").len(), 1);
    assert_eq!(
        named(&parts, "element name").len() + named(&parts, "directive").len(),
        2
    );
    assert_eq!(meaning(named(&parts, "debug data")[0]), "For people: “bye”.");
}

#[test]
fn a_table_from_before_says_what_an_index_stands_for() {
    let mut table = Table::default();
    let block = [vec![0x40], literal("x-token", "abc").split_off(1)].concat();
    table.decode(&block, |_| Ok(())).unwrap();
    let bytes = frame(1, 0x5, 3, &[0x82, 0x86, 0x84, 0xbe]);
    let known = Frames {
        bytes: &bytes,
        tables: &[table],
        end: End::Whole,
    };
    let parts = annotate_request(&known);
    let index = named(&parts, "index");
    assert!(
        meaning(index[3]).contains("in the dynamic table, stands for “x-token: abc”"),
        "{index:?}"
    );
    assert_eq!(read_request(&known).unwrap().message.fields.len(), 4);
    // Without it nobody can say.
    let parts = annotate_request(&frames(&bytes));
    assert!(faults(&parts)[0].starts_with("An index is not larger than the tables"));
}

#[test]
fn secrets_are_not_repeated() {
    let block = [
        vec![0x82, 0x86, 0x84],
        literal("authorization", "Bearer top-secret"),
        literal("cookie", "id=top-secret"),
    ]
    .concat();
    let bytes = frame(1, 0x5, 1, &block);
    assert!(!format!("{:?}", annotate_request(&frames(&bytes))).contains("top-secret"));
}

#[test]
fn each_broken_rule_is_a_fault() {
    let get = [0x82, 0x86, 0x84];
    let with = |more: Vec<u8>| frame(1, 0x5, 1, &[get.to_vec(), more].concat());
    let open = frame(1, 0x4, 1, &get);
    for (bytes, rule) in [
        (with(literal("Upper", "a")), "A field's name is in lower case"),
        (
            with(literal("connection", "close")),
            "What a field says of one connection",
        ),
        (with(literal("te", "gzip")), "TE says `trailers`"),
        (with(literal("a", " b")), "No whitespace stands around"),
        (with(literal("a", "b\r")), "A field's value has no"),
        (with(literal("a b", "c")), "A field's name is a token"),
        (with(literal(":odd", "c")), "There is no such field with a colon"),
        (with(literal(":status", "200")), "There is no such field with a colon"),
        (with(vec![0x82]), "A field whose name begins with a colon comes once"),
        (
            with([literal("a", "b"), literal(":authority", "c")].concat()),
            "Fields whose names begin with a colon stand before",
        ),
        (frame(1, 0x5, 1, &[0x82]), "A request has `:method`"),
        (with(vec![0x80]), "The index 0"),
        (with(vec![0x20]), "The size of the table is changed at the beginning"),
        (with(vec![0x40]), "The field block ends"),
        (with(vec![0x00, 0x81, 0x00, 0x00]), "A text in Huffman code"),
        (
            frame(1, 0x5, 1, &[0x3f, 0xff, 0xff, 0x03]),
            "The table is not made larger",
        ),
        (frame(1, 0x5, 2, &get), "A client gives its streams odd"),
        (frame(1, 0x5, 0, &get), "A frame of this type belongs to a stream"),
        (frame(4, 0, 1, &[]), "A frame of this type belongs to the connection"),
        (frame(4, 0, 0, &[0; 5]), "A frame of this type has another length"),
        (frame(4, 1, 0, &[0, 1, 0, 0, 0, 0]), "A SETTINGS frame with ACK"),
        (frame(4, 0, 0, &[0, 2, 0, 0, 0, 2]), "This setting cannot have"),
        (frame(8, 0, 0, &[0; 4]), "A window grows by 1"),
        (frame(6, 0, 0, &[0; 7]), "A frame of this type has another length"),
        (frame(3, 0, 0x8000_0001, &[0; 4]), "The first bit before the stream"),
        (frame(9, 4, 1, &[]), "CONTINUATION carries on"),
        (frame(5, 4, 1, &[0, 0, 0, 2]), "A client cannot push"),
        (frame(0, 8, 1, &[9, 0]), "The padding is shorter"),
        ([open.clone(), frame(0, 8, 1, &[1, 1])].concat(), "Padding is zeros"),
        ([with(vec![]), frame(0, 1, 1, b"x")].concat(), "Its sender has ended"),
        (
            [frame(0, 0, 1, b"x"), open.clone()].concat(),
            "A stream begins with HEADERS",
        ),
        (
            [frame(1, 0, 1, &get), frame(6, 0, 0, &[0; 8])].concat(),
            "Until a field block ends",
        ),
        (open[..10].to_vec(), "The bytes end before all"),
        (
            [
                frame(1, 4, 1, &[&get[..], &literal("content-length", "3")].concat()),
                frame(0, 1, 1, b"x"),
            ]
            .concat(),
            "The content is as long as",
        ),
        (PREFACE[..9].to_vec(), "A client begins with the 24 bytes"),
    ] {
        let found = faults(&annotate_request(&frames(&bytes)));
        assert!(found.iter().any(|fault| fault.starts_with(rule)), "{rule}: {found:?}");
        check(&bytes);
    }
}

#[test]
fn an_index_that_stands_for_much_is_not_repeated_without_end() {
    let value = "v".repeat(100);
    let block = [vec![0x40], literal("n", &value).split_off(1), vec![0xbe; 16_000]].concat();
    let bytes = frame(1, 0x5, 1, &block);
    let parts = annotate_request(&frames(&bytes));
    assert_tiled(&parts, 0, bytes.len());
    assert_eq!(named(&parts, "further field lines").len(), 1);
    assert!(named(&parts, "field line").len() < 1000);
}

/// The files that the fuzz target begins with: those that are named as faulty are, and the others are not.
#[test]
fn the_corpus_has_the_faults_that_it_names() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/http2");
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let bytes = std::fs::read(entry.path()).unwrap();
        let name = entry.file_name().into_string().unwrap();
        let parts = match name.as_str() {
            "response" => annotate_response(&frames(&bytes)),
            _ => annotate_request(&frames(&bytes)),
        };
        assert_eq!(
            faults(&parts).is_empty(),
            !name.starts_with("fault-"),
            "{name}: {:?}",
            faults(&parts)
        );
        check(&bytes);
    }
}

#[test]
fn every_cut_is_tiled() {
    for whole in [request(), response()] {
        for length in 0..=whole.len() {
            check(&whole[..length]);
            check(&whole[whole.len() - length..]);
        }
    }
}

fn any_frame() -> impl Strategy<Value = Vec<u8>> {
    let block = vec(
        prop_oneof![
            prop::sample::select(vec![
                vec![0x82],
                vec![0x84],
                vec![0xbe],
                vec![0x88],
                vec![0x20],
                literal(":path", "/a?b"),
                literal("content-type", "application/json"),
                literal("cookie", "a=b; c"),
                b"\x41\x8c\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90\xf4\xff".to_vec(),
            ]),
            vec(any::<u8>(), 0..4),
        ],
        0..6,
    )
    .prop_map(|pieces| pieces.concat());
    let payload = prop_oneof![block, vec(any::<u8>(), 0..20), Just(b"{\"a\":1}".to_vec())];
    (
        0_u8..17,
        prop_oneof![Just(4), Just(5), Just(0), any::<u8>()],
        0_u32..4,
        payload,
    )
        .prop_map(|(kind, flags, stream, payload)| frame(kind, flags, stream, &payload))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes_are_tiled(bytes in vec(any::<u8>(), 0..200)) {
        check(&bytes);
    }

    #[test]
    fn any_frames_are_tiled(frames in vec(any_frame(), 0..10), at in any::<Index>(), byte in any::<u8>()) {
        let mut bytes = frames.concat();
        check(&bytes);
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            check(&bytes);
        }
    }
}
