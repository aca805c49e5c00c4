//! The echo origin: every tool, asked well and asked badly.

mod auth;
mod caching;
mod content;
mod cookies;
mod inspect;
mod mix;
mod page;
mod redirect;
mod status;
mod stream;
mod wire;

use http::{Method, StatusCode};

use crate::client::{Answer, Client, Fields};

const HOST: (&str, &str) = ("host", "echo.example");

/// A client of the echo origin.
struct Echo(Client);

impl Echo {
    async fn new() -> Self {
        Self(Client::new().await)
    }

    async fn send(&self, method: &str, target: &str, fields: Fields<'_>, content: &[u8]) -> Answer {
        let method: Method = method.parse().unwrap();
        self.0.send(method, target, &[&[HOST], fields].concat(), content).await
    }

    async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], b"").await
    }

    async fn get_with(&self, target: &str, fields: Fields<'_>) -> Answer {
        self.send("GET", target, fields, b"").await
    }

    /// Asserts that each target is refused as invalid, with that one fault.
    async fn refuses(&self, cases: &[(&str, &str)]) {
        for (target, pointer) in cases {
            let answer = self.get(target).await;
            assert_eq!(answer.pointers(StatusCode::BAD_REQUEST), [*pointer], "{target}");
        }
    }
}

#[tokio::test]
async fn the_origin_is_open_and_nothing_on_it_can_run() {
    let echo = Echo::new().await;
    for target in ["/delay/0", "/get", "/status/500", "/base64/PHNjcmlwdD4=", "/no/such"] {
        let answer = echo.get_with(target, &[("origin", "https://other.example")]).await;
        assert_eq!(answer.field("access-control-allow-origin"), "*", "{target}");
        assert_eq!(answer.field("access-control-allow-credentials"), "", "{target}");
        assert_eq!(answer.field("timing-allow-origin"), "*", "{target}");
    }
    // Two pages are ours and have nothing of the caller's in them; what they have no leave for is a script.
    for (target, policy) in [
        ("/", "default-src 'none'; style-src 'unsafe-inline'; form-action"),
        (
            "/forms/post",
            "default-src 'none'; style-src 'unsafe-inline'; form-action",
        ),
        ("/delay/0", "sandbox"),
        ("/no-cors", "sandbox"),
        ("/base64/PHNjcmlwdD4=", "sandbox"),
        ("/image/svg", "sandbox"),
        ("/no/such", "sandbox"),
    ] {
        let answer = echo.get(target).await;
        assert!(answer.field("content-security-policy").starts_with(policy), "{target}");
        assert_eq!(answer.field("x-content-type-options"), "nosniff", "{target}");
        assert_eq!(answer.field("set-cookie"), "", "{target}");
        assert!(!answer.field("exchange-id").is_empty(), "{target}");
    }
    let closed = echo.get("/no-cors").await;
    assert_eq!(
        (closed.status, closed.field("access-control-allow-origin")),
        (StatusCode::OK, "")
    );
}

#[tokio::test]
async fn the_frame_runs_its_own_script_and_only_in_our_pages() {
    let frame = Echo::new().await.get("/frame").await;
    assert_eq!(frame.status, StatusCode::OK);
    let policy = frame.field("content-security-policy");
    assert!(
        policy.starts_with("sandbox allow-scripts; default-src 'none'; script-src 'sha256-"),
        "{policy}"
    );
    assert!(policy.ends_with("frame-ancestors http://app.example"), "{policy}");
    for loose in ["allow-same-origin", "script-src 'unsafe", "http:;", "https:", "*"] {
        assert!(!policy.contains(loose), "{policy}");
    }
    assert_eq!(frame.text().matches("<script").count(), 1);
}

#[tokio::test]
async fn a_problem_type_is_shown_the_way_to_its_page() {
    let answer = Echo::new().await.get("/problems/not-found").await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.field("location"), "http://app.example/problems/not-found");
}

#[tokio::test]
async fn the_practice_api_is_not_on_this_origin() {
    let echo = Echo::new().await;
    echo.get("/api/products").await.pointers(StatusCode::NOT_FOUND);
    echo.0.get("/delay/0").await.pointers(StatusCode::NOT_FOUND);
}
