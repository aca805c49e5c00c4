//! Redirects.

use http::StatusCode;

use super::Echo;

#[tokio::test]
async fn redirects_follow_each_other_to_the_end() {
    let echo = Echo::new().await;
    for (target, location) in [
        ("/redirect/1", "/get"),
        ("/redirect/5", "/relative-redirect/4"),
        ("/redirect/5?absolute=true", "http://echo.example/absolute-redirect/4"),
        ("/redirect/1?absolute=True", "http://echo.example/get"),
        ("/relative-redirect/1", "/get"),
        ("/relative-redirect/7", "/relative-redirect/6"),
        ("/absolute-redirect/5", "http://echo.example/absolute-redirect/4"),
        ("/absolute-redirect/1", "http://echo.example/get"),
    ] {
        let answer = echo.get(target).await;
        assert_eq!(
            (answer.status, answer.field("location")),
            (StatusCode::FOUND, location),
            "{target}"
        );
    }
    echo.refuses(&[
        ("/redirect/0", "/n"),
        ("/redirect/101", "/n"),
        ("/relative-redirect/x", "/n"),
        ("/absolute-redirect/-1", "/n"),
    ])
    .await;
}

#[tokio::test]
async fn a_redirect_goes_where_it_is_told() {
    let echo = Echo::new().await;
    for (method, target, status, location) in [
        ("GET", "/redirect-to?url=/get", 302, "/get"),
        ("POST", "/redirect-to?url=/post&status_code=307", 307, "/post"),
        (
            "GET",
            "/redirect-to?URL=https%3A%2F%2Fa.example%2F%C3%BC%20x",
            302,
            "https://a.example/%C3%BC%20x",
        ),
    ] {
        let answer = echo.send(method, target, &[], b"").await;
        assert_eq!(
            (answer.status.as_u16(), answer.field("location")),
            (status, location),
            "{target}"
        );
    }
    echo.refuses(&[
        ("/redirect-to", "/url"),
        ("/redirect-to?url=", "/url"),
        ("/redirect-to?url=/get%0D%0ASet-Cookie:%20a=b", "/url"),
        ("/redirect-to?url=/get&status_code=200", "/status_code"),
        ("/redirect-to?url=/get&status_code=x", "/status_code"),
    ])
    .await;
}
