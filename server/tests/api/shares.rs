//! Read-only links to frozen copies of exchanges: who makes them, who reads them, what is in them, and when they end.

use http::{Method, StatusCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use store::{Time, share};

use crate::{
    client::{APP, Answer, Client},
    exchanges::{OTHER, Stage, TOKEN, decoded, leaves},
};

/// What everybody who does not have the link has: nothing.
const NOWHERE: &str = "/v1/shares/0123456789abcdef0123456789abcdef";

/// Sends a request of the workspace, and returns the id of the exchange.
async fn recorded(stage: &mut Stage, target: &str, fields: &str) -> String {
    let request =
        format!("GET {target} HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\n{fields}\r\n");
    stage.exchange(request.as_bytes()).await.1
}

async fn share_as(client: &Client, token: &str, id: &str, fields: &[(&str, &str)], content: &[u8]) -> Answer {
    let bearer = format!("Bearer {token}");
    let fields = [&[("authorization", bearer.as_str())], fields].concat();
    let target = format!("/v1/exchanges/{id}/share");
    client.send(Method::POST, &target, &fields, content).await
}

pub(crate) async fn share(client: &Client, id: &str) -> Value {
    let answer = share_as(client, TOKEN, id, &[], b"").await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    answer.json()
}

async fn take_back(client: &Client, token: &str, target: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    client
        .send(Method::DELETE, target, &[("authorization", &bearer)], b"")
        .await
}

pub(crate) fn path(share: &Value) -> String {
    format!("/v1/shares/{}", share["token"].as_str().unwrap())
}

#[tokio::test]
async fn a_share_is_read_without_a_workspace_and_outlives_the_exchange() {
    for client in Client::on_both().await {
        let mut stage = Stage::of(client).await;
        let database = stage.client.database;
        let id = recorded(&mut stage, "/hello?name=Ada", "X-Odd:  1\r\n").await;
        let exchange = stage.get(&format!("/v1/exchanges/{id}")).await.json();
        let wire = stage.get(&format!("/v1/exchanges/{id}/wire")).await.json();

        let answer = share_as(&stage.client, TOKEN, &id, &[], b"").await;
        assert_eq!(answer.status, StatusCode::CREATED, "{database}: {answer:?}");
        let share = answer.json();
        let token = share["token"].as_str().unwrap();
        assert!(
            token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{token}"
        );
        assert_eq!(share["url"], format!("{APP}/x/{token}"));
        assert_eq!(answer.field("location"), path(&share));
        assert_eq!(
            (&share["exchange"], &share["method"], &share["target"], &share["status"]),
            (&json!(id), &json!("GET"), &json!("/hello?name=Ada"), &json!(200))
        );
        let time = |name: &str| share[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        assert_eq!(time("kept_until").duration_since(time("shared_at")).as_hours(), 30 * 24);

        stage
            .client
            .send(
                Method::DELETE,
                "/v1/exchanges",
                &[("authorization", &format!("Bearer {TOKEN}"))],
                b"",
            )
            .await;
        assert_eq!(
            stage.get(&format!("/v1/exchanges/{id}")).await.status,
            StatusCode::NOT_FOUND
        );

        let target = path(&share);
        let read = stage.client.get(&target).await;
        assert_eq!(read.field("cache-control"), "no-store");
        let shared = read.json();
        assert_eq!(shared["shared_at"], share["shared_at"]);
        assert_eq!(shared["exchange"]["outcome"], exchange["outcome"]);
        assert_eq!(shared["exchange"]["timeline"], exchange["timeline"]);
        assert_eq!(shared["exchange"]["connection"].get("client"), None);
        let shared_wire = stage.client.get(&format!("{target}/wire")).await.json();
        assert_eq!(shared_wire["response"], wire["response"]);
        assert_eq!(shared_wire["request"]["arrivals"], wire["request"]["arrivals"]);
        let curl = stage.client.get(&format!("{target}/curl")).await;
        assert!(
            curl.text().contains("'http://app.example/hello?name=Ada'"),
            "{}",
            curl.text()
        );
        let fetch = stage.client.get(&format!("{target}/fetch")).await;
        assert!(fetch.text().contains("/hello?name=Ada"), "{}", fetch.text());
        let har = stage.client.get(&format!("{target}/har")).await;
        assert_eq!(har.json()["log"]["entries"][0]["response"]["status"], 200);
        assert!(har.field("content-disposition").starts_with("attachment"));
        assert_eq!(
            stage.client.send(Method::HEAD, &target, &[], b"").await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn no_secret_is_in_what_is_shared() {
    let mut stage = Stage::of(Client::new().await).await;
    let fields =
        format!("Cookie: roundtrip_workspace={OTHER}; a=b\r\nProxy-Authorization: Basic c2VjcmV0\r\nX: not *\r\n");
    let id = recorded(&mut stage, "/hello", &fields).await;
    let before = stage.get(&format!("/v1/exchanges/{id}/wire")).await.json();
    let target = path(&share(&stage.client, &id).await);
    for below in ["", "/wire", "/har", "/curl", "/fetch"] {
        let answer = stage.client.get(&format!("{target}{below}")).await;
        let text = answer.text();
        for secret in [TOKEN, OTHER, "c2VjcmV0", "a=b"] {
            assert!(!text.contains(secret), "{below}: {text}");
        }
    }
    let wire = stage.client.get(&format!("{target}/wire")).await.json();
    let (before, after) = (decoded(&before["request"]), decoded(&wire["request"]));
    let expected = String::from_utf8(before)
        .unwrap()
        .replace(&format!("Bearer {TOKEN}"), &"*".repeat(7 + TOKEN.len()))
        .replace(
            &format!("roundtrip_workspace={OTHER}; a=b"),
            &"*".repeat(25 + OTHER.len()),
        )
        .replace("Basic c2VjcmV0", &"*".repeat(14));
    assert_eq!(String::from_utf8(after.clone()).unwrap(), expected);
    let mut end = 0;
    leaves(&wire["request"]["parts"], &mut end);
    assert_eq!(end, after.len() as u64);
    let shared = stage.client.get(&target).await.json();
    assert_eq!(
        shared["exchange"]["request"]["fields"][1],
        json!(["Authorization", "*".repeat(7 + TOKEN.len())])
    );
}

#[tokio::test]
async fn secrets_in_addresses_and_bodies_are_not_shared() {
    let mut stage = Stage::of(Client::new().await).await;
    let fields = [("content-type", "application/json")];
    let note = br#"{"title": "a", "message": "b"}"#;
    let made = stage
        .client
        .send(Method::POST, "/api/notifications", &fields, note)
        .await;
    let sandbox = made.field("sandbox").to_owned();
    let referer = format!("Referer: http://app.example/?sandbox={sandbox}&access_token=s3cret-of-others\r\n");
    let listed = recorded(
        &mut stage,
        &format!("/api/products?sandbox={sandbox}&per_page=2"),
        &referer,
    )
    .await;
    let login = r#"{"username": "johndoe", "password": "secret123"}"#;
    let login = format!(
        "POST /login HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{login}",
        login.len()
    );
    let logged_in = stage.exchange(login.as_bytes()).await.1;
    for (id, secrets) in [
        (&listed, [&*sandbox, "s3cret-of-others"]),
        (&logged_in, ["secret123", "\"token\":\"ses_"]),
    ] {
        let target = path(&share(&stage.client, id).await);
        for below in ["", "/wire", "/har", "/curl", "/fetch"] {
            let answer = stage.client.get(&format!("{target}{below}")).await;
            let wire = (below == "/wire").then(|| answer.json());
            let bytes = wire.map(|wire| [decoded(&wire["request"]), decoded(&wire["response"])].concat());
            let bytes = bytes
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                .unwrap_or_default();
            for secret in secrets {
                assert!(!answer.text().contains(secret), "{below}: {}", answer.text());
                assert!(!bytes.contains(secret), "{below}: {bytes}");
            }
        }
        let archive = stage.get(&format!("/v1/exchanges/{id}/har")).await;
        for secret in secrets {
            assert!(!archive.text().contains(secret), "{}", archive.text());
        }
    }
}

#[tokio::test]
async fn a_link_that_leads_nowhere_says_the_same_whyever_it_does() {
    for client in Client::on_both().await {
        let mut stage = Stage::of(client).await;
        let client = &stage.client;
        let nowhere = client.get(NOWHERE).await;
        assert_eq!(nowhere.pointers(StatusCode::NOT_FOUND), [""; 0]);
        let id = recorded(&mut stage, "/hello", "").await;
        let client = &stage.client;
        let (taken_back, ended) = (path(&share(client, &id).await), path(&share(client, &id).await));

        // Another workspace can take nothing back, and is not told that there is something.
        for token in [OTHER, "none"] {
            let answer = take_back(client, token, &taken_back).await;
            assert_eq!((answer.status, answer.text()), (nowhere.status, nowhere.text()));
        }
        assert_eq!(client.get(&taken_back).await.status, StatusCode::OK);
        assert_eq!(
            take_back(client, TOKEN, &taken_back).await.status,
            StatusCode::NO_CONTENT
        );

        let past = Time::from(jiff::Timestamp::now());
        share::Entity::update_many()
            .col_expr(share::Column::KeptUntil, Expr::value(past))
            .filter(share::Column::Token.eq(ended.rsplit('/').next().unwrap()))
            .exec(client.store.writer())
            .await
            .unwrap();
        let not_one = "/v1/shares/%00'%20OR%201=1";
        for target in [
            &taken_back,
            &ended,
            not_one,
            &taken_back.to_uppercase().replace("/V1/SHARES", "/v1/shares"),
        ] {
            for below in ["", "/wire", "/har", "/curl", "/fetch"] {
                let answer = client.get(&format!("{target}{below}")).await;
                assert_eq!(
                    (answer.status, answer.text()),
                    (nowhere.status, nowhere.text()),
                    "{target}{below}"
                );
            }
            assert_eq!(take_back(client, TOKEN, target).await.status, StatusCode::NOT_FOUND);
        }
        let bearer = format!("Bearer {TOKEN}");
        let list = client.get_with("/v1/shares", &[("authorization", &bearer)]).await;
        assert_eq!(list.json(), json!({"items": []}));

        // What has ended is cleared when the next one is made.
        share(client, &id).await;
        let rows = share::Entity::find().all(client.store.reader()).await.unwrap();
        assert_eq!(rows.len(), 1, "{}", client.database);
    }
}

#[tokio::test]
async fn a_workspace_lists_its_own_links_and_those_of_one_exchange() {
    for client in Client::on_both().await {
        let mut stage = Stage::of(client).await;
        let one = recorded(&mut stage, "/hello?name=1", "").await;
        let other = recorded(&mut stage, "/hello?name=2", "").await;
        let client = &stage.client;
        let links = [
            share(client, &one).await,
            share(client, &other).await,
            share(client, &one).await,
        ];
        let list = async |token: &str, query: &str| stage.get_as(token, &format!("/v1/shares{query}")).await.json();
        assert_eq!(list(TOKEN, "").await, json!({"items": [links[2], links[1], links[0]]}));
        assert_eq!(
            list(TOKEN, &format!("?exchange={one}")).await,
            json!({"items": [links[2], links[0]]})
        );
        assert_eq!(list(OTHER, "").await, json!({"items": []}));
        assert_eq!(client.get("/v1/shares").await.json(), json!({"items": []}));
        let answer = stage.get("/v1/shares?exchange=7").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn what_the_sender_measured_is_shared_if_it_is_what_a_sender_can_measure() {
    let mut stage = Stage::of(Client::new().await).await;
    let id = recorded(&mut stage, "/hello", "").await;
    let json = &[("content-type", "application/json")][..];
    let wait = json!({"phase": "wait", "start_us": 0, "end_us": 9, "provenance": "measured"});
    let dns = json!({"phase": "dns", "provenance": "unavailable", "why": "hidden"});
    let timeline = json!([dns, wait]);
    let content = json!({ "timeline": timeline }).to_string();
    let answer = share_as(&stage.client, TOKEN, &id, json, content.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let shared = stage.client.get(&path(&answer.json())).await.json();
    assert_eq!(shared["timeline"], timeline);

    let handle = json!({"phase": "handle", "start_us": 0, "end_us": 9, "provenance": "measured"});
    let long = json!({"phase": "dns", "provenance": "unavailable", "why": "x".repeat(301)});
    for (content, status, pointers) in [
        (json!({"timeline": [handle]}).to_string(), 422, &["/timeline/0"][..]),
        (json!({"timeline": [wait, wait]}).to_string(), 422, &["/timeline/1"]),
        (json!({"timeline": [wait, long]}).to_string(), 422, &["/timeline/1/why"]),
        (
            json!({"timeline": vec![dns; 10]}).to_string(),
            422,
            &["/timeline", "/timeline/1"],
        ),
        (
            json!({"timeline": [{"phase": "wait", "start_us": 9, "end_us": 0, "provenance": "measured"}]}).to_string(),
            422,
            &[""],
        ),
        (json!({"timelines": []}).to_string(), 422, &[""]),
        ("{\"timeline\": ".to_owned(), 400, &[]),
    ] {
        let answer = share_as(&stage.client, TOKEN, &id, json, content.as_bytes()).await;
        let found = answer.pointers(StatusCode::from_u16(status).unwrap());
        assert!(
            found.starts_with(&pointers.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()),
            "{content}: {found:?}"
        );
    }
    let answer = share_as(&stage.client, TOKEN, &id, &[("content-type", "text/plain")], b"{}").await;
    assert_eq!(answer.pointers(StatusCode::UNSUPPORTED_MEDIA_TYPE), [""; 0]);
    let answer = share_as(&stage.client, TOKEN, &id, json, b"{}").await;
    assert_eq!(answer.status, StatusCode::CREATED);
}

#[tokio::test]
async fn only_what_is_the_callers_can_be_shared_and_not_by_another_page() {
    let mut stage = Stage::of(Client::new().await).await;
    let id = recorded(&mut stage, "/hello", "").await;
    let client = &stage.client;
    for (token, id) in [(OTHER, id.as_str()), (TOKEN, "01a2061d-ebc3-746b-8c41-182795c6b98c")] {
        let answer = share_as(client, token, id, &[], b"").await;
        assert_eq!(answer.pointers(StatusCode::NOT_FOUND), [""; 0]);
    }
    let target = path(&share(client, &id).await);
    let foreign = [("sec-fetch-site", "cross-site")];
    assert_eq!(client.get_with(&target, &foreign).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        share_as(client, TOKEN, &id, &foreign, b"").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_workspace_has_a_hundred_links_at_most() {
    for client in Client::on_both().await {
        let mut stage = Stage::of(client).await;
        let id = recorded(&mut stage, "/hello", "").await;
        let client = &stage.client;
        let first = share(client, &id).await;
        for _ in 1..100 {
            share(client, &id).await;
        }
        let answer = share_as(client, TOKEN, &id, &[], b"").await;
        assert_eq!(answer.pointers(StatusCode::CONFLICT), [""; 0]);
        assert_eq!(
            take_back(client, TOKEN, &path(&first)).await.status,
            StatusCode::NO_CONTENT
        );
        share(client, &id).await;

        // It is the rows' own word for their sizes that counts.
        assert_eq!(
            take_back(client, TOKEN, &path(&newest(client).await)).await.status,
            StatusCode::NO_CONTENT
        );
        share::Entity::update_many()
            .col_expr(share::Column::Size, Expr::value(3_i64 << 20))
            .exec(client.store.writer())
            .await
            .unwrap();
        let answer = share_as(client, TOKEN, &id, &[], b"").await;
        assert_eq!(
            answer.pointers(StatusCode::SERVICE_UNAVAILABLE),
            [""; 0],
            "{}",
            client.database
        );
        assert_eq!(answer.field("retry-after"), "86400");
    }
}

async fn newest(client: &Client) -> Value {
    let bearer = format!("Bearer {TOKEN}");
    let list = client.get_with("/v1/shares", &[("authorization", &bearer)]).await;
    list.json()["items"][0].clone()
}

#[tokio::test]
async fn a_coded_body_is_shown_as_what_it_stands_for() {
    let mut stage = Stage::of(Client::new().await).await;
    for coding in ["br", "gzip", "zstd"] {
        let fields = format!("Accept-Encoding: {coding}\r\n");
        let request = format!(
            "GET /api/products?per_page=100 HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\n{fields}\r\n"
        );
        // Two codings are kept beside the cached representation, so that its length is known; the third is put on as it is sent.
        let id = match coding {
            "zstd" => stage.chunked(request.as_bytes()).await,
            _ => stage.exchange(request.as_bytes()).await.1,
        };
        let exchange = stage.get(&format!("/v1/exchanges/{id}")).await.json();
        let shared = stage.client.get(&path(&share(&stage.client, &id).await)).await.json();
        assert_eq!(shared["exchange"]["outcome"], exchange["outcome"], "{coding}");
        let body = &exchange["outcome"]["response"]["body"];
        let text = body["text"].as_str().unwrap();
        assert_eq!(body["decoded_size"], text.len());
        assert!(body["size"].as_u64().unwrap() < text.len() as u64);
        let products: Value = serde_json::from_str(text).unwrap();
        assert_eq!(products["items"].as_array().unwrap().len(), 100);
        let har = stage.get(&format!("/v1/exchanges/{id}/har")).await.json();
        let content = &har["log"]["entries"][0]["response"]["content"];
        assert_eq!((&content["text"], content.get("encoding")), (&body["text"], None));
        assert_eq!(content["size"], text.len());
    }
}
