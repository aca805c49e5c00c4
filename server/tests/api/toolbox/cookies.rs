//! Cookies.

use http::StatusCode;
use serde_json::json;

use super::Echo;

#[tokio::test]
async fn cookies_are_shown_set_and_deleted() {
    let echo = Echo::new().await;
    let seen = echo
        .get_with("/cookies", &[("cookie", "a=1; b=x=y; a=2; c")])
        .await
        .json();
    assert_eq!(seen, json!({"cookies": {"a": "1", "b": "x=y", "c": ""}}));
    for (target, cookies) in [
        ("/cookies/set?a=1&b=2", &["a=1; Path=/", "b=2; Path=/"][..]),
        ("/cookies/set/taste/sweet", &["taste=sweet; Path=/"]),
        (
            "/cookies/delete?a&b=1",
            &[
                "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0",
                "b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0",
            ],
        ),
    ] {
        let answer = echo.get(target).await;
        assert_eq!(
            (answer.status, answer.field("location")),
            (StatusCode::FOUND, "/cookies"),
            "{target}"
        );
        let set: Vec<_> = answer.fields.get_all("set-cookie").iter().collect();
        assert_eq!(set, cookies, "{target}");
    }
    let secure = echo
        .get_with("/cookies/set?a=1", &[("x-forwarded-proto", "https")])
        .await;
    assert_eq!(secure.field("set-cookie"), "a=1; Path=/; Secure");
}

#[tokio::test]
async fn a_value_in_quotes_and_attributes_are_taken() {
    let echo = Echo::new().await;
    for (query, cookie) in [
        ("foo=%22bar:baz%22", "foo=\"bar:baz\"; Path=/"),
        ("a=1&attr[Path]=/x&attr[HttpOnly]=true", "a=1; Path=/x; HttpOnly"),
        (
            "attr[SameSite]=Strict&attr[Secure]=true&a=1",
            "a=1; Path=/; SameSite=Strict; Secure",
        ),
        ("a=1&attr[Domain]=example.org", "a=1; Path=/; Domain=example.org"),
    ] {
        let set = echo.get(&format!("/cookies/set?{query}")).await;
        assert_eq!(set.field("set-cookie"), cookie, "{query}");
    }
    echo.refuses(&[
        ("/cookies/set?a=%22b", "/a"),
        ("/cookies/set?a=1&attr[Path]=x", "/attr[Path]"),
        ("/cookies/set?a=1&attr[Age]=1", "/attr[Age]"),
        ("/cookies/set?a=1&attr[Domain]=a%3B%20b", "/attr[Domain]"),
    ])
    .await;
}

#[tokio::test]
async fn a_cookie_of_ours_is_not_touched() {
    Echo::new()
        .await
        .refuses(&[
            ("/cookies/set?roundtrip_workspace=x", "/roundtrip_workspace"),
            ("/cookies/set?a=1&Roundtrip_SESSION=x", "/Roundtrip_SESSION"),
            ("/cookies/set/roundtrip_sandbox/x", "/roundtrip_sandbox"),
            ("/cookies/delete?roundtrip_session", "/roundtrip_session"),
            ("/cookies/set?a%20b=1", "/a b"),
            ("/cookies/set?a=1%3B%20Domain%3Dexample", "/a"),
        ])
        .await;
}
