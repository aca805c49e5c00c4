//! Credentials.

use http::StatusCode;
use md5::Md5;
use serde_json::json;
use sha2::{Digest, Sha256, Sha512, Sha512_256};

use super::Echo;
use crate::client::Answer;

const BASIC: &str = "Basic YWRhOnNlY3JldA==";

#[tokio::test]
async fn basic_wants_user_and_password() {
    let echo = Echo::new().await;
    let answer = echo
        .get_with("/basic-auth/ada/secret", &[("authorization", BASIC)])
        .await;
    assert_eq!(answer.json(), json!({"authenticated": true, "user": "ada"}));
    for credentials in ["Basic YWRhOndyb25n", "Basic !!", "Basic", "Bearer x", ""] {
        let fields = [("authorization", credentials)];
        let answer = echo.get_with("/basic-auth/ada/secret", &fields).await;
        answer.pointers(StatusCode::UNAUTHORIZED);
        assert!(
            answer.field("www-authenticate").starts_with("Basic realm="),
            "{credentials}"
        );
        let hidden = echo.get_with("/hidden-basic-auth/ada/secret", &fields).await;
        hidden.pointers(StatusCode::NOT_FOUND);
        assert_eq!(hidden.field("www-authenticate"), "");
    }
    let hidden = echo
        .get_with("/hidden-basic-auth/ada/secret", &[("authorization", BASIC)])
        .await;
    assert_eq!(hidden.json(), json!({"authenticated": true, "user": "ada"}));
}

#[tokio::test]
async fn bearer_wants_any_token() {
    let echo = Echo::new().await;
    let answer = echo.get_with("/bearer", &[("authorization", "Bearer abcd1234")]).await;
    assert_eq!(answer.json(), json!({"authenticated": true, "token": "abcd1234"}));
    for credentials in ["Basic 1234abcd", "Bearer", "Bearer ", ""] {
        let answer = echo.get_with("/bearer", &[("authorization", credentials)]).await;
        answer.pointers(StatusCode::UNAUTHORIZED);
        assert!(answer.field("www-authenticate").starts_with("Bearer"));
    }
}

/// What a client makes of a challenge, by RFC 7616, section 3.4, written apart from the server's own.
fn answer(challenge: &str, qop: Option<&str>, target: &str, password: &str, content: &str) -> String {
    let parameter = |name: &str| {
        let behind = challenge.split_once(&format!("{name}=")).unwrap().1;
        behind
            .trim_start_matches('"')
            .split(['"', ','])
            .next()
            .unwrap()
            .to_owned()
    };
    let (realm, nonce, algorithm) = (parameter("realm"), parameter("nonce"), parameter("algorithm"));
    let hash = |text: String| -> String {
        let digest: Vec<u8> = match &*algorithm {
            "MD5" => Md5::digest(text).to_vec(),
            "SHA-256" => Sha256::digest(text).to_vec(),
            "SHA-512" => Sha512::digest(text).to_vec(),
            "SHA-512-256" => Sha512_256::digest(text).to_vec(),
            other => panic!("{other}"),
        };
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let secret = hash(format!("ada:{realm}:{password}"));
    let request = match qop {
        Some("auth-int") => hash(format!("GET:{target}:{}", hash(content.to_owned()))),
        _ => hash(format!("GET:{target}")),
    };
    let (response, more) = match qop {
        Some(qop) => (
            hash(format!("{secret}:{nonce}:00000001:chosen:{qop}:{request}")),
            format!(", qop={qop}, nc=00000001, cnonce=\"chosen\""),
        ),
        None => (hash(format!("{secret}:{nonce}:{request}")), String::new()),
    };
    format!(
        "Digest username=\"ada\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{target}\", algorithm={algorithm}, \
         response=\"{response}\"{more}"
    )
}

/// The cookies that an answer sets, as they would be sent.
fn cookies(answer: &Answer) -> String {
    let set = answer.fields.get_all("set-cookie").iter();
    let pairs: Vec<&str> = set
        .filter_map(|cookie| cookie.to_str().unwrap().split(';').next())
        .collect();
    pairs.join("; ")
}

#[tokio::test]
async fn digest_wants_an_answer_to_its_challenge() {
    let echo = Echo::new().await;
    for qop in [Some("auth"), Some("auth-int"), None] {
        for algorithm in ["", "/MD5", "/SHA-256", "/SHA-512", "/SHA-512-256"] {
            for content in ["", "payload"] {
                let target = format!("/digest-auth/{}/ada/secret{algorithm}?x=1", qop.unwrap_or("none"));
                let first = echo.get(&target).await;
                first.pointers(StatusCode::UNAUTHORIZED);
                let challenge = first.field("www-authenticate").to_owned();
                assert!(
                    challenge.starts_with("Digest ") && challenge.contains("stale=false"),
                    "{challenge}"
                );
                let right = answer(&challenge, qop, &target, "secret", content);
                let second = echo
                    .send("GET", &target, &[("authorization", &right)], content.as_bytes())
                    .await;
                assert_eq!(
                    second.json(),
                    json!({"authenticated": true, "user": "ada"}),
                    "{target} {content}"
                );
                let wrong = answer(&challenge, qop, &target, "wrong", content);
                let refused = echo
                    .send("GET", &target, &[("authorization", &wrong)], content.as_bytes())
                    .await;
                assert!(refused.field("www-authenticate").contains("stale=false"));
                // The nonce of an answer that was refused is not taken again.
                let reused = [("authorization", &*right), ("cookie", &*cookies(&refused))];
                let stale = echo.send("GET", &target, &reused, content.as_bytes()).await;
                assert_eq!(stale.status, StatusCode::UNAUTHORIZED);
                assert!(stale.field("www-authenticate").contains("stale=true"), "{target}");
            }
        }
    }
}

#[tokio::test]
async fn a_nonce_is_stale_after_so_many_uses() {
    let echo = Echo::new().await;
    let target = "/digest-auth/auth/ada/secret/MD5/2";
    let first = echo.get(target).await;
    let mut jar = cookies(&first);
    let right = answer(first.field("www-authenticate"), Some("auth"), target, "secret", "");
    for expected in [200, 200, 401] {
        let answer = echo
            .get_with(target, &[("authorization", &right), ("cookie", &jar)])
            .await;
        assert_eq!(answer.status.as_u16(), expected, "{jar}");
        jar = cookies(&answer);
        assert_eq!(answer.field("www-authenticate").contains("stale=true"), expected == 401);
    }
}

#[tokio::test]
async fn digest_tells_what_is_wrong() {
    let echo = Echo::new().await;
    let target = "/digest-auth/auth/ada/secret";
    for credentials in [
        "Basic 1234abcd",
        "",
        "Digest",
        "Digest username=\"ada\"",
        "Digest ,,,=",
        "Digest a=\"\\",
    ] {
        echo.get_with(target, &[("authorization", credentials)])
            .await
            .pointers(StatusCode::UNAUTHORIZED);
    }
    let challenge = echo.get(target).await.field("www-authenticate").to_owned();
    let elsewhere = answer(&challenge, Some("auth"), "/digest-auth/auth/ada/other", "secret", "");
    let refused = echo.get_with(target, &[("authorization", &elsewhere)]).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("uri is"));
    echo.refuses(&[
        ("/digest-auth/auth/ada/secret/SHA-1", "/algorithm"),
        ("/digest-auth/auth/ada/secret/MD5/soon", "/stale_after"),
    ])
    .await;
    // Cookies that are wanted back must come back.
    let wanting = "/digest-auth/auth/ada/secret?require-cookie=true";
    let challenge = echo.get(wanting).await;
    let right = answer(challenge.field("www-authenticate"), Some("auth"), wanting, "secret", "");
    echo.get_with(wanting, &[("authorization", &right)])
        .await
        .pointers(StatusCode::UNAUTHORIZED);
    let other = [("authorization", &*right), ("cookie", "other=1")];
    echo.get_with(wanting, &other).await.pointers(StatusCode::FORBIDDEN);
    let jar = cookies(&challenge);
    let both = echo
        .get_with(wanting, &[("authorization", &right), ("cookie", &jar)])
        .await;
    assert_eq!(both.status, StatusCode::OK);
}
