//! Content of many types, and content codings.

use std::io::Cursor;

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use http::StatusCode;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::Echo;

#[tokio::test]
async fn each_coding_decodes_to_what_was_seen() {
    let echo = Echo::new().await;
    for (path, coding, flag) in [
        ("/gzip", "gzip", "gzipped"),
        ("/deflate", "deflate", "deflated"),
        ("/brotli", "br", "brotli"),
        ("/zstd", "zstd", "zstd"),
    ] {
        for accept in ["identity", "gzip, br, zstd"] {
            let answer = echo
                .get_with(path, &[("accept-encoding", accept), ("x-odd", "1")])
                .await;
            assert_eq!(answer.field("content-encoding"), coding, "{path}");
            let content = Cursor::new(answer.content.to_vec());
            let mut decoder: Box<dyn AsyncRead + Unpin> = match coding {
                "gzip" => Box::new(GzipDecoder::new(content)),
                "deflate" => Box::new(ZlibDecoder::new(content)),
                "br" => Box::new(BrotliDecoder::new(content)),
                _ => Box::new(ZstdDecoder::new(content)),
            };
            let mut text = String::new();
            decoder.read_to_string(&mut text).await.unwrap();
            let seen: serde_json::Value = serde_json::from_str(&text).unwrap();
            let keys: Vec<&String> = seen.as_object().unwrap().keys().filter(|key| *key != flag).collect();
            assert_eq!(keys, ["headers", "method", "origin"], "{path}");
            assert_eq!((&seen[flag], &seen["headers"]["X-Odd"]), (&true.into(), &"1".into()));
        }
    }
}

#[tokio::test]
async fn content_is_of_the_type_that_it_says() {
    let echo = Echo::new().await;
    for (path, media_type, content) in [
        ("/html", "text/html; charset=utf-8", "<h1>"),
        ("/encoding/utf8", "text/html; charset=utf-8", "∀x∈ℝ"),
        ("/xml", "application/xml", "<?xml"),
        ("/json", "application/json", "slideshow"),
        ("/robots.txt", "text/plain; charset=utf-8", "Disallow: /deny"),
        ("/deny", "text/plain; charset=utf-8", "NO ENTRY"),
        ("/forms/post", "text/html; charset=utf-8", "action=\"/post\""),
        ("/no-cors", "text/html; charset=utf-8", "another origin"),
    ] {
        let answer = echo.get(path).await;
        assert_eq!(
            (answer.status, answer.field("content-type")),
            (StatusCode::OK, media_type),
            "{path}"
        );
        assert!(answer.text().contains(content), "{path}");
    }
    let slides = echo.get("/json").await.json();
    for key in ["author", "date", "slides", "title"] {
        assert!(!slides["slideshow"][key].is_null(), "{key}");
    }
    let form = echo.get("/forms/post").await;
    // The origin's sandbox would not let it send its form.
    let policy = form.field("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none';")
            && policy.contains("form-action 'self'")
            && !policy.contains("sandbox")
    );
}

#[tokio::test]
async fn an_image_is_of_the_kind_that_is_liked_best() {
    let echo = Echo::new().await;
    for (accept, media_type) in [
        ("*/*", "image/png"),
        ("image/*", "image/png"),
        ("image/webp", "image/webp"),
        ("image/jpeg, image/webp", "image/webp"),
        ("image/jpeg, image/webp;q=0.5", "image/jpeg"),
        ("image/svg+xml, */*;q=0.1", "image/svg+xml"),
        ("text/html, image/avif, image/webp, */*;q=0.8", "image/webp"),
    ] {
        let answer = echo.get_with("/image", &[("accept", accept)]).await;
        assert_eq!(answer.field("content-type"), media_type, "{accept}");
        assert_eq!(answer.field("vary"), "Accept", "{accept}");
    }
    assert_eq!(echo.get("/image").await.field("content-type"), "image/png");
    echo.get_with("/image", &[("accept", "text/html")])
        .await
        .pointers(StatusCode::NOT_ACCEPTABLE);
    for (kind, magic) in [
        ("png", &b"\x89PNG\r\n\x1a\n"[..]),
        ("jpeg", b"\xff\xd8\xff"),
        ("webp", b"RIFF"),
        ("svg", b"<svg"),
    ] {
        let answer = echo.get(&format!("/image/{kind}")).await;
        assert!(answer.content.starts_with(magic), "{kind}");
    }
    echo.get("/image/bmp").await.pointers(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_link_to_each_other() {
    let echo = Echo::new().await;
    let first = echo.get("/links/3").await;
    assert_eq!(
        (first.status, first.field("location")),
        (StatusCode::FOUND, "/links/3/0")
    );
    let page = echo.get("/links/3/1").await;
    let links: Vec<&str> = page
        .text()
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(links, ["/links/3/0", "/links/3/2"]);
    echo.refuses(&[
        ("/links/0", "/n"),
        ("/links/201/0", "/n"),
        ("/links/3/200", "/i"),
        ("/links/3/x", "/i"),
    ])
    .await;
}

#[tokio::test]
async fn base64_goes_both_ways() {
    let echo = Echo::new().await;
    for target in [
        "/base64/0JfQtNGA0LDQstGB0YLQstGD0LksINC80LjRgCE=",
        "/base64/decode/0JfQtNGA0LDQstGB0YLQstGD0LksINC80LjRgCE",
    ] {
        let answer = echo.get(target).await;
        assert_eq!(
            (answer.text(), answer.field("content-type")),
            ("Здравствуй, мир!", "text/html; charset=utf-8")
        );
    }
    for (value, bytes) in [("_-8=", b"\xff\xef"), ("/+8=", b"\xff\xef")] {
        let answer = echo.get(&format!("/base64/{value}?content-type=image/x-test")).await;
        assert_eq!(
            (&answer.content[..], answer.field("content-type")),
            (&bytes[..], "image/x-test"),
            "{value}"
        );
    }
    assert_eq!(echo.get("/base64/encode/a/b%20c").await.text(), "YS9iIGM=");
    echo.refuses(&[
        ("/base64/***", "/value"),
        ("/base64/YQ==?content-type=a%0Ab", "/content-type"),
        ("/base64/YQ==?content-type=", "/content-type"),
        ("/base64/YQ==?content-type=text", "/content-type"),
        ("/base64/YQ==?content-type=text/;x=y", "/content-type"),
    ])
    .await;
}
