//! Caching, conditions and ranges.

use http::StatusCode;

use super::Echo;

#[tokio::test]
async fn a_cached_answer_is_known_by_its_validators() {
    let echo = Echo::new().await;
    let first = echo.get("/cache").await;
    assert_eq!(first.json()["url"], "http://echo.example/cache");
    let (etag, date) = (first.field("etag").to_owned(), first.field("last-modified").to_owned());
    for (name, value, status) in [
        ("if-none-match", &*etag, 304),
        ("if-none-match", "*", 304),
        ("if-modified-since", &date, 304),
        ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT", 304),
        // Where httpbin answers 304 to whatever validator, these say that the caller has something else.
        ("if-none-match", "\"other\"", 200),
        ("if-modified-since", "Sat, 01 Jan 2000 00:00:00 GMT", 200),
        ("if-unmodified-since", "Sat, 01 Jan 2000 00:00:00 GMT", 412),
    ] {
        let answer = echo.get_with("/cache", &[(name, value)]).await;
        assert_eq!(answer.status.as_u16(), status, "{name}: {value}");
        if status == 304 {
            assert_eq!((answer.field("etag"), answer.content.len()), (&*etag, 0));
        }
    }
    assert_eq!(echo.get("/cache/60").await.field("cache-control"), "public, max-age=60");
    echo.refuses(&[("/cache/x", "/seconds"), ("/cache/31536001", "/seconds")])
        .await;
}

#[tokio::test]
async fn an_entity_tag_is_compared_by_the_rules() {
    let echo = Echo::new().await;
    for (name, value, status) in [
        ("x-none", "", 200),
        ("if-none-match", "\"abc\"", 304),
        ("if-none-match", "\"123\", \"abc\"", 304),
        ("if-none-match", "W/\"abc\"", 304),
        ("if-none-match", "*", 304),
        ("if-none-match", "\"123\"", 200),
        ("if-none-match", "\"abc-gzip\"", 200),
        // An entity tag has quotes (RFC 9110, section 8.8.3).
        ("if-none-match", "abc", 200),
        ("if-match", "\"abc\"", 200),
        ("if-match", "\"123\", \"abc\"", 200),
        ("if-match", "*", 200),
        ("if-match", "\"123\"", 412),
        ("if-match", "W/\"abc\"", 412),
    ] {
        let long = "x".repeat(2000);
        let fields = [(name, value), ("accept-encoding", "gzip"), ("x-long", &*long)];
        let answer = echo.get_with("/etag/abc", &fields).await;
        assert_eq!(answer.status.as_u16(), status, "{name}: {value}");
        assert_eq!(
            answer.field("etag"),
            if status == 412 { "" } else { "\"abc\"" },
            "{name}: {value}"
        );
    }
    assert_eq!(echo.get("/etag/W%2F%22abc%22").await.field("etag"), "W/\"abc\"");
    echo.refuses(&[("/etag/a%22b", "/etag"), ("/etag/a%20b", "/etag")])
        .await;
}

#[tokio::test]
async fn a_range_is_a_part_of_the_whole() {
    let echo = Echo::new().await;
    let whole = echo.get("/range/26").await;
    assert_eq!(
        (whole.status, whole.text()),
        (StatusCode::OK, "abcdefghijklmnopqrstuvwxyz")
    );
    assert_eq!(
        (whole.field("accept-ranges"), whole.field("etag")),
        ("bytes", "\"range26\"")
    );
    for (range, content, content_range) in [
        ("bytes=0-4", "abcde", "bytes 0-4/26"),
        ("bytes=20-", "uvwxyz", "bytes 20-25/26"),
        ("bytes=-5", "vwxyz", "bytes 21-25/26"),
        ("bytes=24-99", "yz", "bytes 24-25/26"),
    ] {
        let part = echo
            .get_with("/range/26?chunk_size=2&duration=0.02", &[("range", range)])
            .await;
        assert_eq!(
            (part.status, part.text()),
            (StatusCode::PARTIAL_CONTENT, content),
            "{range}"
        );
        assert_eq!(part.field("content-range"), content_range);
        assert_eq!(part.field("content-length"), content.len().to_string());
    }
    for range in ["bytes=26-", "bytes=10-5", "bytes=-0"] {
        let none = echo.get_with("/range/26", &[("range", range)]).await;
        none.pointers(StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(none.field("content-range"), "bytes */26", "{range}");
    }
    for fields in [
        [("range", "lines=1-2"), ("x-a", "")],
        [("range", "bytes=x"), ("x-a", "")],
        [("range", "bytes=0-4"), ("if-range", "\"other\"")],
        [("range", "bytes=0-4"), ("if-range", "W/\"range26\"")],
    ] {
        assert_eq!(
            echo.get_with("/range/26", &fields).await.status,
            StatusCode::OK,
            "{fields:?}"
        );
    }
    let same = [("range", "bytes=0-4"), ("if-range", "\"range26\"")];
    assert_eq!(
        echo.get_with("/range/26", &same).await.status,
        StatusCode::PARTIAL_CONTENT
    );
    let known = echo
        .get_with("/range/26", &[("if-none-match", "\"range26\""), ("range", "bytes=0-4")])
        .await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let head = echo.send("HEAD", "/range/26", &[("range", "bytes=0-4")], b"").await;
    assert_eq!((head.status, head.field("content-length")), (StatusCode::OK, "26"));
    echo.refuses(&[
        ("/range/0", "/n"),
        ("/range/1048577", "/n"),
        ("/range/26?chunk_size=0", "/chunk_size"),
        ("/range/26?duration=11", "/duration"),
    ])
    .await;
}

#[tokio::test]
async fn several_ranges_come_as_parts_of_one_answer() {
    let answer = Echo::new()
        .await
        .get_with("/range/26", &[("range", "bytes=0-2,-2")])
        .await;
    assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(answer.field("content-range"), "");
    let boundary = answer
        .field("content-type")
        .strip_prefix("multipart/byteranges; boundary=")
        .unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes 0-2/26\r\n\r\nabc\r\n\
         --{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes 24-25/26\r\n\r\nyz\r\n--{boundary}--\r\n"
    );
    assert_eq!(answer.text(), expected);
}
