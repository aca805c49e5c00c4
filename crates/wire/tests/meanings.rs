//! What parts mean here: the words beside a part of a message, a row each.

use exchange::Part;
use wire::{End, annotate_request, annotate_response};

/// The first part of that name whose bytes are that text.
fn find<'p>(parts: &'p [Part], bytes: &[u8], name: &str, text: &str) -> Option<&'p Part> {
    parts.iter().find_map(|part| {
        if part.name == name && bytes[part.start..part.end] == *text.as_bytes() {
            return Some(part);
        }
        find(&part.parts, bytes, name, text)
    })
}

/// Each row is a field line, the name and the text of a part in it, its meaning and its section.
const FIELDS: [(&str, &str, &str, &str, &str); 24] = [
    (
        "Cache-Control: max-age=60",
        "directive",
        "max-age=60",
        "It may be reused for 60 seconds (1 minute) after it was made.",
        "RFC 9111, sections 5.2.1.1 and 5.2.2.1",
    ),
    (
        "Cache-Control: s-maxage=3600",
        "directive",
        "s-maxage=3600",
        "A cache that several clients share may reuse it for 3600 seconds (1 hour).",
        "RFC 9111, section 5.2.2.10",
    ),
    (
        "Content-Length: 1",
        "field value",
        "1",
        "The content is 1 byte long.",
        "RFC 9110, section 8.6",
    ),
    (
        "Accept: a/b;q=0",
        "weight",
        "q=0",
        "It is not acceptable.",
        "RFC 9110, section 12.4.2",
    ),
    (
        "Content-Type: text/html; charset=utf-8",
        "parameter",
        "charset=utf-8",
        "The text is encoded in “utf-8”.",
        "RFC 9110, section 8.3.2",
    ),
    (
        "Content-Type: text/html",
        "media type",
        "text/html",
        "An HTML document.",
        "RFC 9110, section 8.3.1",
    ),
    (
        "Date: Sun, 06 Nov 1994 08:49:37 GMT",
        "date",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 6 November 1994, 08:49:37 UTC.",
        "RFC 9110, section 5.6.7",
    ),
    (
        "Expires: 0",
        "date",
        "0",
        "It is no date, so a cache takes the response as stale already.",
        "RFC 9111, section 5.3",
    ),
    (
        "Range: bytes=-5",
        "range",
        "-5",
        "The last 5 bytes.",
        "RFC 9110, section 14.1.1",
    ),
    (
        "Content-Range: bytes 0-4/*",
        "complete length",
        "*",
        "How long the whole representation is, is not known.",
        "RFC 9110, section 14.4",
    ),
    (
        "Set-Cookie: a=b; Max-Age=0",
        "cookie attribute",
        "Max-Age=0",
        "The cookie is removed at once.",
        "RFC 6265, section 4.1.2.2",
    ),
    (
        "Set-Cookie: a=b; Path=/x",
        "cookie attribute",
        "Path=/x",
        "It is sent only with requests for paths below “/x”.",
        "RFC 6265, section 4.1.2.4",
    ),
    (
        "Cookie: a=b",
        "cookie",
        "a=b",
        "The cookie “a”.",
        "RFC 6265, section 4.2",
    ),
    (
        "ETag: W/\"a\"",
        "weakness indicator",
        "W/",
        "The representation may differ in bytes and still count as the same.",
        "RFC 9110, section 8.8.3",
    ),
    (
        "Server-Timing: db;dur=5.5",
        "server timing metric",
        "db;dur=5.5",
        "The server says that “db” took 5.5 ms.",
        "W3C Server Timing",
    ),
    (
        "Retry-After: 90",
        "number",
        "90",
        "The client is asked to wait 90 seconds before it tries again.",
        "RFC 9110, section 10.2.3",
    ),
    (
        "Host: [::1]:443",
        "port",
        "443",
        "Port 443, the one of https.",
        "RFC 3986, section 3.2.3",
    ),
    (
        "Accept-Language: de",
        "language",
        "de",
        "The language that the tag “de” stands for.",
        "RFC 5646, section 2.1",
    ),
    (
        "User-Agent: a/1",
        "product",
        "a/1",
        "The software “a”, version “1”.",
        "RFC 9110, section 10.1.5",
    ),
    (
        "Authorization: Digest username=\"u\"",
        "parameter",
        "username=\"u\"",
        "The user is “u”.",
        "RFC 7616, section 3.4",
    ),
    (
        "Location: /%C3%A9",
        "percent-encoded character",
        "%C3%A9",
        "It stands for “é”.",
        "RFC 3986, section 2.1",
    ),
    (
        "Referer: /%FF",
        "percent-encoded character",
        "%FF",
        "It stands for the octet 0xFF.",
        "RFC 3986, section 2.1",
    ),
    (
        "X-Own: 1",
        "field name",
        "X-Own",
        "Not a registered field, or not one that is known here.",
        "RFC 9110, section 5.1",
    ),
    (
        "Max-Forwards: 3",
        "number",
        "3",
        "It may be passed on 3 more times.",
        "RFC 9110, section 7.6.2",
    ),
];

#[test]
fn fields_say_what_they_mean_here() {
    for (line, name, text, meaning, spec) in FIELDS {
        let message = format!("HTTP/1.1 200 OK\r\n{line}\r\n\r\nx");
        let parts = annotate_response(message.as_bytes(), "GET", End::Whole);
        let part = find(&parts, message.as_bytes(), name, text).unwrap_or_else(|| panic!("{line}: {parts:#?}"));
        assert_eq!(
            (part.meaning.as_deref(), part.spec.as_deref()),
            (Some(meaning), Some(spec)),
            "{line}"
        );
    }
}

#[test]
fn names_in_values_have_the_meaning_of_the_tables() {
    for (line, name, text, field, token) in [
        (
            "Set-Cookie: a=b; SameSite=Strict",
            "cookie attribute",
            "SameSite=Strict",
            "Set-Cookie",
            "Strict",
        ),
        ("Connection: Close", "connection option", "Close", "Connection", "close"),
        (
            "Accept-Encoding: br;q=0.5",
            "content coding",
            "br;q=0.5",
            "Accept-Encoding",
            "br",
        ),
        (
            "Cache-Control: No-Store",
            "directive",
            "No-Store",
            "Cache-Control",
            "no-store",
        ),
        (
            "WWW-Authenticate: Bearer",
            "authentication scheme",
            "Bearer",
            "WWW-Authenticate",
            "Bearer",
        ),
        ("Link: </a>; rel=\"next\"", "parameter", "rel=\"next\"", "Link", "next"),
        ("Range: bytes=0-", "range unit", "bytes", "Range", "bytes"),
    ] {
        let message = format!("HTTP/1.1 200 OK\r\n{line}\r\n\r\n");
        let parts = annotate_response(message.as_bytes(), "GET", End::Whole);
        let part = find(&parts, message.as_bytes(), name, text).unwrap_or_else(|| panic!("{line}: {parts:#?}"));
        let meaning = wire::meaning::directive(field, token).unwrap();
        assert_eq!(part.meaning.as_deref(), Some(meaning.phrase), "{line}");
    }
}

#[test]
fn a_password_is_never_repeated() {
    let message = b"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic dXNlcjpwYSQkdzByZA==\r\n\r\n";
    let parts = annotate_request(message, End::Whole);
    let part = find(&parts, message, "credentials", "dXNlcjpwYSQkdzByZA==").unwrap();
    assert!(part.meaning.as_deref().unwrap().starts_with("The user name is “user”."));
    assert!(!serde_json::to_string(&parts).unwrap().contains("pa$$w0rd"));
}

#[test]
fn a_method_in_small_letters_is_another_one() {
    let parts = annotate_request(b"get / HTTP/1.1\r\n\r\n", End::Whole);
    assert_eq!(
        parts[0].parts[0].meaning.as_deref(),
        Some("Not a registered method: methods are case-sensitive, and “GET” is another one.")
    );
}

#[test]
fn an_interim_response_has_a_reason_of_its_own() {
    let message = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n";
    let parts = annotate_response(message, "GET", End::Whole);
    for (reason, meaning) in [
        ("Continue", "It is for people; clients ignore it."),
        (
            "Fine",
            "It is for people, and clients ignore it. The registered phrase for 200 is “OK”.",
        ),
    ] {
        let part = find(&parts, message, "reason phrase", reason).unwrap();
        assert_eq!(part.meaning.as_deref(), Some(meaning));
    }
}

#[test]
fn what_we_cut_is_no_fault() {
    fn faultless(parts: &[Part]) -> bool {
        parts.iter().all(|part| part.fault.is_none() && faultless(&part.parts))
    }
    let message = b"POST /a%20b HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"a\":\"\\n\"\r\n8\r\n,\"b\":tru\r\n3\r\ne}\n\r\n0\r\nT: u\r\n\r\n";
    let head = message.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    for length in 0..=message.len() {
        let parts = annotate_request(&message[..length], End::Cut);
        assert!(faultless(&parts), "{length}: {parts:#?}");
        let parts = annotate_request(&message[..length], End::Whole);
        let empty_or_whole = length == 0 || length == message.len();
        assert_eq!(faultless(&parts), empty_or_whole, "{length}, head {head}: {parts:#?}");
    }
}

#[test]
fn large_content_makes_a_small_tree() {
    fn count(parts: &[Part]) -> usize {
        parts.iter().map(|part| 1 + count(&part.parts)).sum()
    }
    fn depth(parts: &[Part]) -> usize {
        parts.iter().map(|part| 1 + depth(&part.parts)).max().unwrap_or(0)
    }
    let form = "a=%41&".repeat(1 << 18);
    let parts_of_form = "--b\r\n\r\nx\r\n".repeat(1 << 16);
    for (media_type, content) in [
        ("application/json", "[".repeat(1 << 20)),
        ("application/json", "{\"a\":".repeat(1 << 18)),
        ("application/json", format!("[{}1]", "1,".repeat(1 << 19))),
        ("application/x-www-form-urlencoded", form),
        ("multipart/mixed; boundary=b", parts_of_form),
    ] {
        let message = format!(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{content}",
            content.len()
        );
        let parts = annotate_request(message.as_bytes(), End::Whole);
        assert!(count(&parts) < 10_000, "{media_type}: {}", count(&parts));
        // Readers of JSON take 128 levels, and a part is two.
        assert!(depth(&parts) < 60, "{media_type}: {}", depth(&parts));
        assert_eq!(parts.last().map(|part| part.end), Some(message.len()));
        let json = serde_json::to_string(&parts).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Part>>(&json).unwrap(), parts);
    }
}
