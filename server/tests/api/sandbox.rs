//! Sandboxes: what is written stays in them, and what is not written is pristine.

use http::{Method, StatusCode};
use serde_json::json;

use crate::client::{Answer, Client, Fields};

const JSON: (&str, &str) = ("content-type", "application/json");
const PATCH: (&str, &str) = ("content-type", "application/merge-patch+json");

fn product(name: &str) -> Vec<u8> {
    json!({"name": name, "price": "12.50", "category": "kitchen", "stock": 5})
        .to_string()
        .into_bytes()
}

async fn post(client: &Client, fields: Fields<'_>, content: &[u8]) -> Answer {
    client.send(Method::POST, "/api/products", fields, content).await
}

/// A sandbox with one product, and that product's target.
async fn made(client: &Client) -> (String, String) {
    let answer = post(client, &[JSON], &product("Own")).await;
    assert_eq!(
        answer.status,
        StatusCode::CREATED,
        "{} {}",
        client.database,
        answer.text()
    );
    (answer.field("sandbox").to_owned(), answer.field("location").to_owned())
}

#[tokio::test]
async fn the_first_write_makes_a_sandbox_and_nobody_else_sees_it() {
    for client in Client::on_both().await {
        let answer = post(&client, &[JSON], &product("Own")).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let id: uuid::Uuid = answer.field("sandbox").parse().unwrap();
        assert_eq!(id.get_version_num(), 7);
        let cookie = format!("roundtrip_sandbox={id}; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(answer.field("set-cookie"), cookie);
        let target = answer.field("location");
        assert_eq!(target, "/api/products/1001");
        let id = id.to_string();

        let by_cookie = format!("theme=dark; roundtrip_sandbox={id}");
        let by_query = format!("{target}?sandbox={id}");
        let ways: [(&str, Fields); 3] = [
            (target, &[("sandbox", &id)]),
            (target, &[("cookie", &by_cookie)]),
            (&by_query, &[]),
        ];
        for (target, fields) in ways {
            let read = client.get_with(target, fields).await;
            assert_eq!(
                (read.status, &read.content),
                (StatusCode::OK, &answer.content),
                "{target}"
            );
            assert_eq!(read.field("etag"), answer.field("etag"));
            assert_eq!(read.field("last-modified"), answer.field("last-modified"));
        }
        client.get(target).await.pointers(StatusCode::NOT_FOUND);
        assert_eq!(client.get("/api/products").await.json()["total"], 244);
        let list = client
            .get_with("/api/products?sort=-id&per_page=1", &[("sandbox", &id)])
            .await;
        assert_eq!(
            (&list.json()["total"], &list.json()["items"][0]["id"]),
            (&json!(245), &json!(1001))
        );
    }
}

#[tokio::test]
async fn lists_are_merged_before_they_are_sorted_filtered_and_paged() {
    for client in Client::on_both().await {
        let (id, _) = made(&client).await;
        let named: Fields = &[("sandbox", &id), PATCH];
        let all = client
            .get("/api/products?per_page=100&category=kitchen&fields=id")
            .await
            .json();
        let kitchen = all["total"].as_u64().unwrap();
        let one = all["items"][0]["id"].as_i64().unwrap();
        let two = all["items"][1]["id"].as_i64().unwrap();
        let patched = client
            .send(
                Method::PATCH,
                &format!("/api/products/{one}"),
                named,
                br#"{"name": "Aaa unheard-of", "price": "0.01"}"#,
            )
            .await;
        assert_eq!(patched.status, StatusCode::OK, "{}", patched.text());
        let deleted = client
            .send(
                Method::DELETE,
                &format!("/api/products/{two}"),
                &[("sandbox", &id)],
                b"",
            )
            .await;
        assert_eq!((deleted.status, deleted.content.len()), (StatusCode::NO_CONTENT, 0));

        let get = async |query: &str| {
            client
                .get_with(&format!("/api/products?{query}"), &[("sandbox", &id)])
                .await
                .json()
        };
        assert_eq!(get("category=kitchen").await["total"], kitchen);
        assert_eq!(
            get("category=kitchen&sort=price&per_page=1").await["items"][0]["id"],
            one
        );
        assert_eq!(get("sort=name&per_page=1").await["items"][0]["id"], one);
        assert_eq!(get("q=UNHEARD-OF").await["total"], 1);
        assert_eq!(get("").await["total"], 244);
        let mut met = std::collections::BTreeSet::new();
        for page in 1..=7 {
            for item in get(&format!("fields=id&per_page=40&sort=-stock&page={page}")).await["items"]
                .as_array()
                .unwrap()
            {
                assert!(met.insert(item["id"].as_i64().unwrap()));
            }
        }
        assert_eq!(
            (met.len(), met.contains(&two), met.contains(&1001)),
            (244, false, true),
            "{}",
            client.database
        );
        client
            .get_with(&format!("/api/products/{two}"), &[("sandbox", &id)])
            .await
            .pointers(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_reset_restores_what_was_there() {
    for client in Client::on_both().await {
        let (id, own) = made(&client).await;
        let named: Fields = &[("sandbox", &id)];
        for target in ["/api/products/1", "/api/products/2", &own] {
            client.send(Method::DELETE, target, named, b"").await;
        }
        assert_eq!(client.get_with("/api/products", named).await.json()["total"], 242);
        let reset = client.send(Method::POST, "/api/sandbox/reset", named, b"").await;
        assert_eq!(
            (reset.status, reset.field("sandbox")),
            (StatusCode::NO_CONTENT, id.as_str())
        );
        let (here, pristine) = (
            client.get_with("/api/products?per_page=100", named).await,
            client.get("/api/products?per_page=100").await,
        );
        assert_eq!(here.content, pristine.content, "{}", client.database);
    }
}

#[tokio::test]
async fn a_sandbox_that_is_not_there_is_not_found() {
    let client = Client::new().await;
    let unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
    for id in [unknown, "x", ""] {
        for target in [
            "/api/products",
            "/api/products/1",
            "/api/users",
            "/api/cart",
            "/api/notifications",
            "/api/me",
        ] {
            client
                .get_with(target, &[("sandbox", id)])
                .await
                .pointers(StatusCode::NOT_FOUND);
        }
        post(&client, &[JSON, ("sandbox", id)], &product("x"))
            .await
            .pointers(StatusCode::NOT_FOUND);
    }
    let answer = client
        .get_with("/api/products", &[("cookie", &format!("roundtrip_sandbox={unknown}"))])
        .await;
    answer.pointers(StatusCode::NOT_FOUND);
    assert!(
        answer
            .field("set-cookie")
            .starts_with("roundtrip_sandbox=; Path=/; Max-Age=0"),
        "or the browser would send it for ever"
    );
}

#[tokio::test]
async fn cookies_of_other_apps_are_ignored() {
    let client = Client::new().await;
    let foreign = "sandbox=on; session=x; workspace=ws_1; roundtrip_sandbox=on; roundtrip_session=x; roundtrip_workspace=ws_1; \u{e9}=\u{ff}";
    for target in [
        "/api/products",
        "/api/products/1",
        "/api/cart",
        "/api/notifications",
        "/api/categories",
    ] {
        let answer = client.get_with(target, &[("cookie", foreign)]).await;
        assert_eq!(
            (answer.status, answer.field("set-cookie")),
            (StatusCode::OK, ""),
            "{target}"
        );
    }
    client
        .get_with("/api/me", &[("cookie", foreign)])
        .await
        .pointers(StatusCode::UNAUTHORIZED);
    // The cookie of ours that stands beside them counts.
    let created = post(&client, &[JSON, ("cookie", foreign)], &product("Tea")).await;
    let cookies = format!("{foreign}; roundtrip_sandbox={}", created.field("sandbox"));
    let path = created.field("location");
    let answer = client.get_with(path, &[("cookie", &cookies)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
}

#[tokio::test]
async fn a_cookie_of_ours_does_not_count_for_another_page() {
    let client = Client::new().await;
    let (id, own) = made(&client).await;
    let cookie = format!("roundtrip_sandbox={id}");
    for (foreign, status) in [
        (("origin", "https://learner.example"), StatusCode::NOT_FOUND),
        (("sec-fetch-site", "cross-site"), StatusCode::NOT_FOUND),
        (("sec-fetch-site", "same-origin"), StatusCode::OK),
    ] {
        assert_eq!(
            client.get_with(&own, &[("cookie", &cookie), foreign]).await.status,
            status,
            "{foreign:?}"
        );
    }
    let foreign = ("origin", "https://learner.example");
    let made = post(&client, &[JSON, ("cookie", &cookie), foreign], &product("x")).await;
    assert_ne!(made.field("sandbox"), id);
    assert_eq!(made.field("set-cookie"), "", "another page names it by the field");
    for name in ["Sandbox", "ETag", "Location", "Link", "Exchange-Id", "Server-Timing"] {
        assert!(made.field("access-control-expose-headers").contains(name), "{name}");
    }
    let read = client.get_with(&own, &[("sandbox", &id), foreign]).await;
    assert_eq!(read.status, StatusCode::OK);
    let preflight = [
        foreign,
        ("access-control-request-method", "PATCH"),
        (
            "access-control-request-headers",
            "content-type, idempotency-key, if-match, sandbox",
        ),
    ];
    let answer = client.send(Method::OPTIONS, &own, &preflight, b"").await;
    assert!(answer.field("access-control-allow-methods").contains("PATCH"));
    assert_eq!(answer.field("access-control-allow-headers"), preflight[2].1);
}

#[tokio::test]
async fn a_write_that_fails_makes_no_sandbox() {
    let client = Client::new().await;
    for (method, target, content) in [
        (Method::POST, "/api/products", &b"{}"[..]),
        (Method::PATCH, "/api/products/999", b"{}"),
        (Method::DELETE, "/api/products/999", b""),
        (Method::POST, "/api/cart/items", br#"{"product_id": 999}"#),
    ] {
        let answer = client.send(method, target, &[JSON], content).await;
        assert!(answer.status.is_client_error(), "{target}");
        assert_eq!(
            (answer.field("sandbox"), answer.field("set-cookie")),
            ("", ""),
            "{target}"
        );
    }
}

#[tokio::test]
async fn the_cache_knows_what_was_written() {
    let client = Client::new().await;
    let (id, own) = made(&client).await;
    let named: Fields = &[("sandbox", &id), PATCH];
    let statuses = async |target: &str| {
        let (first, second) = (
            client.get_with(target, named).await,
            client.get_with(target, named).await,
        );
        [
            first.field("cache-status").to_owned(),
            second.field("cache-status").to_owned(),
        ]
    };
    let fresh = ["Roundtrip; fwd=miss", "Roundtrip; hit"];
    assert_eq!(statuses(&own).await, fresh);
    assert_eq!(statuses("/api/products/3").await, fresh);
    let before = client.get_with(&own, named).await.field("etag").to_owned();
    client.send(Method::PATCH, &own, named, br#"{"stock": 4}"#).await;
    let after = client.get_with(&own, named).await;
    assert_eq!(
        (after.field("cache-status"), &after.json()["stock"]),
        (fresh[0], &json!(4))
    );
    assert_ne!(after.field("etag"), before);
    assert_eq!(
        client.get_with("/api/products/3", named).await.field("cache-status"),
        "Roundtrip; hit"
    );
    let known = client
        .get_with(&own, &[("sandbox", &id), ("if-none-match", after.field("etag"))])
        .await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    for field in ["etag", "cache-control", "vary"] {
        assert!(known.field(field).starts_with(after.field(field)), "{field}");
    }
    assert!(after.field("vary").contains("Sandbox"));
}

#[tokio::test]
async fn a_sandbox_has_bounds_and_says_so() {
    let client = Client::new().await;
    let (id, _) = made(&client).await;
    let long = json!({"title": "x", "message": "€".repeat(2_000)}).to_string();
    for _ in 0..200 {
        let answer = client
            .send(
                Method::POST,
                "/api/notifications",
                &[JSON, ("sandbox", &id)],
                long.as_bytes(),
            )
            .await;
        if answer.status == StatusCode::INSUFFICIENT_STORAGE {
            answer.pointers(StatusCode::INSUFFICIENT_STORAGE);
            assert_eq!(answer.json()["type"], "/problems/sandbox-full");
            let deleted = client
                .send(Method::DELETE, "/api/products/1", &[("sandbox", &id)], b"")
                .await;
            assert_eq!(deleted.status, StatusCode::NO_CONTENT, "what shrinks goes on");
            return;
        }
        assert_eq!(answer.status, StatusCode::CREATED);
    }
    panic!("a sandbox takes more than a million bytes");
}
