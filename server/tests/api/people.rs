//! Users, and logging in.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    client::{Answer, Client, Fields},
    exchanges::TOKEN,
};

const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn login(client: &Client, fields: Fields<'_>, username: &str, password: &str) -> Answer {
    let content = json!({"username": username, "password": password}).to_string();
    client
        .send(Method::POST, "/login", &[fields, &[JSON]].concat(), content.as_bytes())
        .await
}

#[tokio::test]
async fn users_are_listed_without_what_they_log_in_with() {
    for client in Client::on_both().await {
        let page = client.get("/api/users?sort=-name&per_page=2").await;
        assert_eq!(
            (page.status, &page.json()["total"]),
            (StatusCode::OK, &json!(5)),
            "{}",
            page.text()
        );
        assert!(page.field("link").contains("rel=\"next\""));
        let one = client.get("/api/users/1?fields=id,name,email").await;
        assert_eq!(
            one.json(),
            json!({"id": 1, "name": "John Doe", "email": "john.doe@example.com"})
        );
        for answer in [&page, &client.get("/api/users/1").await] {
            for secret in ["password", "argon2", "username"] {
                assert!(!answer.text().contains(secret), "{secret}");
            }
        }
        let refused = client.get("/api/users/1?fields=id,password").await;
        assert_eq!(refused.pointers(StatusCode::BAD_REQUEST), ["/fields"]);
        assert!(refused.text().contains("id, name, email, created_at, role"));
        client.get("/api/users/6").await.pointers(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_user_is_added_once_and_can_log_in() {
    for client in Client::on_both().await {
        let content =
            json!({"name": "Ada", "email": "Ada@Example.com", "username": "Ada", "password": "correct horse"});
        let content = content.to_string();
        let made = client
            .send(Method::POST, "/api/users", &[JSON], content.as_bytes())
            .await;
        assert_eq!(
            (made.status, made.field("location")),
            (StatusCode::CREATED, "/api/users/1001"),
            "{}",
            made.text()
        );
        assert!(!made.text().contains("correct horse") && !made.text().contains("argon2"));
        let id = made.field("sandbox").to_owned();
        let named: Fields = &[("sandbox", &id)];
        for email in ["ada@example.COM", "John.Doe@example.com"] {
            let content = json!({"name": "Other", "email": email}).to_string();
            let taken = client
                .send(Method::POST, "/api/users", &[JSON, named[0]], content.as_bytes())
                .await;
            assert_eq!(taken.pointers(StatusCode::CONFLICT), ["/email"], "{email}");
        }
        let session = login(&client, named, "ada@example.com", "correct horse").await;
        assert_eq!(session.status, StatusCode::OK, "{}", session.text());
        let bearer = format!("Bearer {}", session.json()["token"].as_str().unwrap());
        let me = client
            .get_with("/api/me", &[named[0], ("authorization", &bearer)])
            .await;
        assert_eq!((me.status, &me.json()["id"]), (StatusCode::OK, &json!(1001)));
        client
            .get_with("/api/me", &[("authorization", &bearer)])
            .await
            .pointers(StatusCode::UNAUTHORIZED);
        login(&client, &[], "ada", "correct horse")
            .await
            .pointers(StatusCode::UNAUTHORIZED);
    }
    let client = Client::new().await;
    let content = json!({"name": "", "email": "nobody", "password": "short", "role": "king"}).to_string();
    let refused = client
        .send(Method::POST, "/api/users", &[JSON], content.as_bytes())
        .await;
    assert_eq!(
        refused.pointers(StatusCode::UNPROCESSABLE_ENTITY),
        ["/name", "/email", "/password", "/role"]
    );
}

#[tokio::test]
async fn a_session_lasts_until_it_is_ended() {
    for client in Client::on_both().await {
        let session = login(&client, &[], "johndoe", "secret123").await;
        assert_eq!(session.status, StatusCode::OK, "{}", session.text());
        assert_eq!(session.json()["user"]["username"], "johndoe");
        assert!(session.json()["expires_at"].as_str().unwrap().ends_with('Z'));
        let token = session.json()["token"].as_str().unwrap().to_owned();
        assert!(
            session
                .field("set-cookie")
                .starts_with(&format!("roundtrip_session={token}; "))
        );
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(session.field("set-cookie").contains(attribute), "{attribute}");
        }
        let (bearer, cookie) = (format!("Bearer {token}"), format!("roundtrip_session={token}"));
        for named in [("authorization", bearer.as_str()), ("cookie", cookie.as_str())] {
            assert_eq!(
                client.get_with("/api/me", &[named]).await.json()["name"],
                "John Doe",
                "{}",
                client.database
            );
        }
        let foreign = [("cookie", cookie.as_str()), ("origin", "https://evil.example")];
        client
            .get_with("/api/me", &foreign)
            .await
            .pointers(StatusCode::UNAUTHORIZED);
        let out = client.send(Method::POST, "/logout", &[("cookie", &cookie)], b"").await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert!(
            out.field("set-cookie")
                .starts_with("roundtrip_session=; Path=/; Max-Age=0")
        );
        let me = client.get_with("/api/me", &[("authorization", &bearer)]).await;
        me.pointers(StatusCode::UNAUTHORIZED);
        assert!(me.field("www-authenticate").starts_with("Bearer"));
    }
}

#[tokio::test]
async fn a_form_leads_on_and_whoever_is_wrong_does_not_learn_why() {
    let client = Client::new().await;
    let form = client
        .send(
            Method::POST,
            "/login",
            &[FORM],
            b"username=janesmith&password=secret123&go=",
        )
        .await;
    assert_eq!(
        (form.status, form.field("location")),
        (StatusCode::SEE_OTHER, "/practice")
    );
    assert!(form.field("set-cookie").starts_with("roundtrip_session="));
    let (wrong, unknown) = (
        login(&client, &[], "johndoe", "secret124").await,
        login(&client, &[], "nobody", "secret123").await,
    );
    assert_eq!(wrong.content, unknown.content);
    for answer in [&wrong, &unknown] {
        answer.pointers(StatusCode::UNAUTHORIZED);
        assert!(answer.field("www-authenticate").starts_with("Bearer"));
        assert_eq!(answer.field("set-cookie"), "");
    }
    let empty = client.send(Method::POST, "/login", &[FORM], b"").await;
    assert_eq!(
        empty.pointers(StatusCode::UNPROCESSABLE_ENTITY),
        ["/username", "/password"]
    );
    let plain = client
        .send(Method::POST, "/login", &[("content-type", "text/plain")], b"x")
        .await;
    plain.pointers(StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let client = Client::new().await;
    for _ in 0..10 {
        login(&client, &[], "johndoe", "guess")
            .await
            .pointers(StatusCode::UNAUTHORIZED);
    }
    let limited = login(&client, &[], "johndoe", "secret123").await;
    limited.pointers(StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = limited.field("retry-after").parse().unwrap();
    assert!((1..=61).contains(&seconds));
    assert_eq!(
        login(&client, &[], "janesmith", "secret123").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_class_behind_one_address_logs_in_at_once() {
    let client = Client::new().await;
    let logins = (0..30).map(|_| login(&client, &[], "johndoe", "secret123"));
    for answer in futures_util::future::join_all(logins).await {
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
}

#[tokio::test]
async fn those_who_guess_lock_nobody_else_out() {
    let client = Client::new().await;
    let guesses = (0..60).map(|_| login(&client, &[], "johndoe", "guess"));
    for answer in futures_util::future::join_all(guesses).await {
        assert_ne!(answer.status, StatusCode::OK);
    }
    let limited = login(&client, &[], "johndoe", "secret123").await;
    limited.pointers(StatusCode::TOO_MANY_REQUESTS);
    // The same address, but a client of its own.
    let workspace = format!("roundtrip_workspace={TOKEN}");
    let made = client.send(
        Method::POST,
        "/api/notifications",
        &[JSON],
        br#"{"title": "a", "message": "b"}"#,
    );
    let sandbox = made.await.field("sandbox").to_owned();
    for own in [("cookie", workspace.as_str()), ("sandbox", &sandbox)] {
        assert_eq!(
            login(&client, &[own], "johndoe", "secret123").await.status,
            StatusCode::OK,
            "{own:?}"
        );
    }
}
