//! Any exchange survives its JSON form.

use exchange::{
    Body, Connection, Exchange, Failure, FailureKind, Field, Interval, Octets, Origin, Outcome, Phase, Reading,
    Request, Response, Span, Timeline, Timestamp, Version, body::Preview, connection::Tls,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use uuid::Uuid;

fn octets() -> impl Strategy<Value = Octets> {
    prop_oneof![
        ".{0,12}".prop_map(Octets::from),
        vec(any::<u8>(), 0..12).prop_map(Octets)
    ]
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    vec((octets(), octets()).prop_map(Field::from), 0..5)
}

fn body() -> impl Strategy<Value = Body> {
    let preview = prop_oneof![
        Just(Preview::None),
        ".{0,20}".prop_map(Preview::Text),
        vec(any::<u8>(), 0..20).prop_map(Preview::Bytes),
    ];
    (
        any::<u64>(),
        option::of(any::<u64>()),
        option::of(".{0,9}"),
        any::<bool>(),
        preview,
        option::of("/.{0,9}"),
    )
        .prop_map(|(size, decoded_size, media_type, truncated, preview, href)| Body {
            size,
            decoded_size,
            media_type,
            truncated,
            preview,
            href,
        })
}

fn version() -> impl Strategy<Value = Version> {
    select(vec![
        Version::Http10,
        Version::Http11,
        Version::Http2,
        Version::Http3,
        Version::Unknown,
    ])
}

fn phase() -> impl Strategy<Value = Phase> {
    select(vec![
        Phase::Queue,
        Phase::Dns,
        Phase::Connect,
        Phase::Tls,
        Phase::Send,
        Phase::Wait,
        Phase::Receive,
        Phase::Read,
        Phase::Route,
        Phase::Handle,
        Phase::Store,
        Phase::Encode,
        Phase::Write,
        Phase::Parse,
        Phase::Render,
    ])
}

fn timeline() -> impl Strategy<Value = Timeline> {
    let interval = || (any::<u64>(), any::<u64>()).prop_map(|(one, other)| Interval::between(one, other));
    let reading = prop_oneof![
        interval().prop_map(Reading::Measured),
        (interval(), ".{0,9}").prop_map(|(value, how)| Reading::Derived { value, how: how.into() }),
        ".{0,9}".prop_map(|why| Reading::Unavailable { why: why.into() }),
    ];
    vec(
        (phase(), reading).prop_map(|(phase, reading)| Span { phase, reading }),
        0..6,
    )
    .prop_map(Timeline)
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let response = (
        any::<u16>(),
        option::of(".{0,9}"),
        version(),
        fields(),
        option::of(body()),
        fields(),
    )
        .prop_map(|(status, reason, version, fields, body, trailers)| {
            Outcome::Response(Response {
                status,
                reason,
                version,
                fields,
                body,
                trailers,
            })
        });
    let kinds = select(vec![
        FailureKind::Aborted,
        FailureKind::Cors,
        FailureKind::NameNotResolved,
        FailureKind::Network,
    ]);
    let failure = (option::of(phase()), kinds, ".{0,20}")
        .prop_map(|(phase, kind, detail)| Outcome::Failure(Failure { phase, kind, detail }));
    prop_oneof![response, failure]
}

fn connection() -> impl Strategy<Value = Connection> {
    let tls = (".{0,9}", ".{0,9}", option::of("h2|http/1.1"), vec("[A-Za-z]{4}", 0..3)).prop_map(
        |(version, cipher, alpn, chain)| Tls {
            version,
            cipher,
            alpn,
            chain,
        },
    );
    (
        version(),
        option::of(".{0,9}"),
        option::of(".{0,9}"),
        option::of(any::<bool>()),
        option::of(tls),
    )
        .prop_map(|(protocol, client, server, reused, tls)| Connection {
            protocol,
            client,
            server,
            reused,
            tls,
        })
}

fn request() -> impl Strategy<Value = Request> {
    (
        "[A-Z]{1,7}",
        "/.{0,12}",
        option::of("http://.{0,12}"),
        version(),
        fields(),
        option::of(body()),
    )
        .prop_map(|(method, target, url, version, fields, body)| Request {
            method,
            target,
            url,
            version,
            fields,
            body,
        })
}

fn exchanges() -> impl Strategy<Value = Exchange> {
    let origin = select(vec![Origin::Browser, Origin::Probe, Origin::Served, Origin::Captured]);
    let id = || any::<u128>().prop_map(Uuid::from_u128);
    let started_at = (0_i64..4_000_000_000_000_000)
        .prop_map(|us| Timestamp::from_microsecond(us).expect("the range lies within the years that there are"));
    (
        id(),
        origin,
        started_at,
        request(),
        outcome(),
        timeline(),
        option::of(connection()),
        option::of(id()),
    )
        .prop_map(
            |(id, origin, started_at, request, outcome, timeline, connection, previous)| Exchange {
                id,
                origin,
                started_at,
                request,
                outcome,
                timeline,
                connection,
                previous,
            },
        )
}

proptest! {
    #[test]
    fn any_exchange_comes_back(exchange in exchanges()) {
        let json = serde_json::to_string(&exchange).unwrap();
        prop_assert_eq!(serde_json::from_str::<Exchange>(&json).unwrap(), exchange);
    }
}
