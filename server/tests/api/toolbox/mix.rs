//! Several effects in one URL.

use http::StatusCode;

use super::Echo;

#[tokio::test]
async fn effects_compose_in_the_order_written() {
    let echo = Echo::new().await;
    let answer = echo
        .get("/mix/status=503/delay=0.01/header=Retry-After:1/header=X-A:1/header=X-A:%202/cookie=a:b/body=a%2Fb%20/delay=0.01/base64=Yw==")
        .await;
    assert_eq!(
        (answer.status, answer.text()),
        (StatusCode::SERVICE_UNAVAILABLE, "a/b c")
    );
    assert_eq!(
        (answer.field("retry-after"), answer.field("set-cookie")),
        ("1", "a=b; Path=/")
    );
    let twice: Vec<_> = answer.fields.get_all("x-a").iter().collect();
    assert_eq!(twice, ["1", "2"]);
    assert!(answer.field("content-security-policy").starts_with("sandbox"));

    let redirect = echo.send("BREW", "/mix/redirect=%2Fget", &[], b"").await;
    assert_eq!(
        (redirect.status, redirect.field("location")),
        (StatusCode::FOUND, "/get")
    );
    let kept = echo.get("/mix/status=307/redirect=%2Fget").await;
    assert_eq!(kept.status, StatusCode::TEMPORARY_REDIRECT);
    let bytes = echo.get("/mix/bytes=10:0").await;
    assert_eq!(&bytes.content[..], b"\xc5\xd7\x14\x84\xf8\xcf\x9b\xf4\xb7o");
    let html = echo.get("/mix/header=Content-Type:text%2Fhtml/body=%3Cp%3E").await;
    assert_eq!((html.field("content-type"), html.text()), ("text/html", "<p>"));
    let gzip = echo.get("/mix/gzip/body=aaaa/delay=0/body=bbbb").await;
    assert_eq!(
        (gzip.field("content-encoding"), &gzip.content[..2]),
        ("gzip", &b"\x1f\x8b"[..])
    );
    let none = echo.get("/mix/status=204/body=unseen").await;
    assert_eq!((none.status, none.content.len()), (StatusCode::NO_CONTENT, 0));
}

#[tokio::test]
async fn an_effect_that_cannot_be_is_named() {
    let many = format!("/mix/{}", "body=x/".repeat(33));
    Echo::new()
        .await
        .refuses(&[
            ("/mix/explode", "/effects/0"),
            ("/mix/status=200/", "/effects/1"),
            ("/mix/body=x/status=200", "/effects/1"),
            ("/mix/body=x/header=A:b", "/effects/1"),
            ("/mix/close/body=x", "/effects/1"),
            ("/mix/delay=6/delay=6", "/effects/1"),
            ("/mix/bytes=1048576/body=x", "/effects/1"),
            ("/mix/declared=1/body=xyz", "/effects"),
            ("/mix/declared=9/trailer=X-A:b/body=xyz", "/effects"),
            ("/mix/status=99", "/effects/0"),
            (&many, "/effects/32"),
        ])
        .await;
}
