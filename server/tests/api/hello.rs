//! `/hello`

use http::{Method, StatusCode};

use crate::client::{Client, Fields};

#[tokio::test]
async fn it_greets_and_says_who_asked() {
    let client = Client::new().await;
    let rows: [(&str, Fields, &str); 7] = [
        ("/hello", &[], "<h1>Hello, World!</h1><p>Your browser: unknown</p>"),
        (
            "/hello?name=Ada",
            &[("user-agent", "curl/8.5")],
            "<h1>Hello, Ada!</h1><p>Your browser: curl/8.5</p>",
        ),
        (
            "/hello?name=Zo%C3%AB+%26+Ben",
            &[],
            "<h1>Hello, Zoë &amp; Ben!</h1><p>Your browser: unknown</p>",
        ),
        ("/hello?name=", &[], "<h1>Hello, !</h1><p>Your browser: unknown</p>"),
        (
            "/hello?other=1",
            &[],
            "<h1>Hello, World!</h1><p>Your browser: unknown</p>",
        ),
        (
            "/hello?name=%3Cscript%3Ealert(%22%27%22)%3C/script%3E",
            &[("user-agent", "<img src=x>")],
            "<h1>Hello, &lt;script&gt;alert(&quot;&#39;&quot;)&lt;/script&gt;!</h1><p>Your browser: &lt;img src=x&gt;</p>",
        ),
        (
            "/hello",
            &[("user-agent", "Zoë")],
            "<h1>Hello, World!</h1><p>Your browser: Zoë</p>",
        ),
    ];
    for (target, fields, page) in rows {
        let answer = client.get_with(target, fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{target}");
        assert_eq!(answer.text(), page, "{target}");
        assert_eq!(answer.field("content-type"), "text/html; charset=utf-8");
        assert!(answer.field("vary").contains("User-Agent"));
    }
}

#[tokio::test]
async fn two_names_are_one_too_many() {
    let answer = Client::new().await.get("/hello?name=a&name=b").await;
    answer.pointers(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn it_is_only_read() {
    let client = Client::new().await;
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = client.send(method.clone(), "/hello", &[], b"").await;
        answer.pointers(StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.field("allow"), "GET, HEAD, OPTIONS", "{method}");
    }
    let head = client.send(Method::HEAD, "/hello?name=Ada", &[], b"").await;
    assert_eq!((head.status, head.content.len()), (StatusCode::OK, 0));
    assert_eq!(
        head.field("content-length"),
        client.get("/hello?name=Ada").await.content.len().to_string()
    );
}
