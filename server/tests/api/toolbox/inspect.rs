//! What was seen of a request.

use http::StatusCode;
use serde_json::{Value, json};

use super::Echo;

#[tokio::test]
async fn each_method_has_a_path_of_its_own() {
    let echo = Echo::new().await;
    for (method, path) in [
        ("POST", "/post"),
        ("PUT", "/put"),
        ("PATCH", "/patch"),
        ("DELETE", "/delete"),
    ] {
        let answer = echo
            .send(
                method,
                &format!("{path}?a=1&a=2&b"),
                &[("x-odd", "1"), ("x-odd", "2")],
                b"text",
            )
            .await;
        let seen = answer.json();
        let keys: Vec<&str> = seen.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            ["args", "data", "files", "form", "headers", "json", "origin", "url"],
            "{path}"
        );
        assert_eq!(seen["args"], json!({"a": ["1", "2"], "b": ""}));
        assert_eq!((&seen["data"], &seen["json"]), (&json!("text"), &Value::Null));
        assert_eq!(
            (&seen["headers"]["X-Odd"], &seen["origin"]),
            (&json!("1,2"), &json!("127.0.0.1"))
        );
        assert_eq!(seen["url"], format!("http://echo.example{path}?a=1&a=2&b"));
        let wrong = echo.get(path).await;
        wrong.pointers(StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(wrong.field("allow"), format!("{method}, OPTIONS"));
    }
    let seen = echo.get("/get?name=Ada").await;
    assert!(
        seen.text().ends_with("}\n"),
        "as httpbin's, the text ends its last line"
    );
    let keys: Vec<String> = seen.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["args", "headers", "origin", "url"]);
    let head = echo.send("HEAD", "/head", &[], b"").await;
    assert_eq!((head.status, head.content.len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn anything_takes_any_method_and_any_path() {
    let echo = Echo::new().await;
    for method in ["GET", "POST", "TRACE", "BREW"] {
        for target in ["/anything", "/anything/a/b%20c?x=1"] {
            let seen = echo.send(method, target, &[], b"").await.json();
            assert_eq!(seen["method"], method);
            assert_eq!(seen["url"], format!("http://echo.example{target}"));
        }
    }
    let options = echo.send("OPTIONS", "/anything", &[], b"").await;
    assert_eq!(
        (options.status, options.field("allow")),
        (StatusCode::NO_CONTENT, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
    );
}

#[tokio::test]
async fn any_accept_field_comes_back() {
    let seen = Echo::new()
        .await
        .get_with("/headers", &[("accept", "application/xml")])
        .await;
    assert_eq!(
        (seen.status, &seen.json()["headers"]["Accept"]),
        (StatusCode::OK, &json!("application/xml"))
    );
}

#[tokio::test]
async fn conditions_come_back_as_they_were_sent() {
    let seen = Echo::new()
        .await
        .get_with("/headers", &[("if-none-match", "\"a-gzip\"")])
        .await;
    assert_eq!(seen.json()["headers"]["If-None-Match"], "\"a-gzip\"");
}

#[tokio::test]
async fn a_body_is_taken_apart_by_its_media_type() {
    let echo = Echo::new().await;
    let multipart = b"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n\
        --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\ntext\r\n\
        --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"b\"\r\nContent-Type: image/gif\r\n\r\n\xff\x00\r\n--b--\r\n";
    let empty = json!({});
    for (media_type, content, data, form, files, value) in [
        (
            "application/json",
            &b"{\"n\":1}"[..],
            "{\"n\":1}",
            empty.clone(),
            empty.clone(),
            json!({"n": 1}),
        ),
        (
            "application/json",
            b"{n:1}",
            "{n:1}",
            empty.clone(),
            empty.clone(),
            Value::Null,
        ),
        (
            "application/x-www-form-urlencoded",
            b"a=1&a=2&b=%C3%BC",
            "",
            json!({"a": ["1", "2"], "b": "\u{fc}"}),
            empty.clone(),
            Value::Null,
        ),
        ("text/plain", b"a=1", "a=1", empty.clone(), empty.clone(), Value::Null),
        (
            "image/gif",
            b"\xff\x00",
            "data:application/octet-stream;base64,/wA=",
            empty.clone(),
            empty.clone(),
            Value::Null,
        ),
        (
            "multipart/form-data; boundary=b",
            multipart,
            "",
            json!({"name": "Ada"}),
            json!({"f": ["text", "data:image/gif;base64,/wA="]}),
            Value::Null,
        ),
        // As far as it could be read, and the text.
        (
            "multipart/form-data; boundary=b",
            &b"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n--b\r\nContent-Dis"[..],
            "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n--b\r\nContent-Dis",
            json!({"name": "Ada"}),
            empty.clone(),
            Value::Null,
        ),
        (
            "multipart/form-data",
            b"--b--\r\n",
            "--b--\r\n",
            empty.clone(),
            empty.clone(),
            Value::Null,
        ),
        (
            "multipart/form-data; boundary=b",
            b"",
            "",
            empty.clone(),
            empty.clone(),
            Value::Null,
        ),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=\"note; filename=x.txt\"\r\n\r\nAda\r\n--b--\r\n",
            "",
            json!({"note; filename=x.txt": "Ada"}),
            empty.clone(),
            Value::Null,
        ),
    ] {
        let seen = echo
            .send("POST", "/post", &[("content-type", media_type)], content)
            .await
            .json();
        assert_eq!(seen["data"], data, "{media_type}");
        assert_eq!(
            (&seen["form"], &seen["files"], &seen["json"]),
            (&form, &files, &value),
            "{media_type}"
        );
    }
}

#[tokio::test]
async fn json_is_given_back_to_the_last_digit() {
    let echo = Echo::new().await;
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for sent in [
        "123456789012345678901234567890",
        "1e400",
        "-0",
        "1.10",
        "{\"a\":1,\"a\":2}",
        "\"\\ud800\"",
        &deep,
    ] {
        let seen = echo
            .send(
                "POST",
                "/post",
                &[("content-type", "application/json")],
                sent.as_bytes(),
            )
            .await;
        assert!(
            seen.text().contains(&format!("\n  \"json\": {sent},\n")),
            "{sent}: {}",
            seen.text()
        );
        let marked = [b"\xef\xbb\xbf", sent.as_bytes()].concat();
        let marked = echo
            .send("PUT", "/put", &[("content-type", "application/json")], &marked)
            .await;
        assert!(
            marked.text().contains(&format!("\n  \"json\": {sent},\n")),
            "{sent}: {}",
            marked.text()
        );
    }
}

#[tokio::test]
async fn an_answer_is_not_many_times_as_large_as_the_request() {
    let echo = Echo::new().await;
    let size = 1 << 20;
    let nested = format!("{}{}", "[".repeat(size / 2), "]".repeat(size / 2));
    let flat = format!("[{}0]", "0,".repeat(size / 2));
    let values = format!("[{}0]", "[[[[[[[[[[0]]]]]]]]]],".repeat(size / 22));
    for sent in [nested, flat, values] {
        let seen = echo
            .send(
                "POST",
                "/anything",
                &[("content-type", "application/json")],
                sent.as_bytes(),
            )
            .await;
        assert_eq!(seen.status, StatusCode::OK);
        // The value as text, and as JSON.
        assert!(
            seen.content.len() < 2 * sent.len() + 2_000,
            "{} for {}",
            seen.content.len(),
            sent.len()
        );
    }
    let pairs = "a&".repeat(200_000);
    echo.send(
        "POST",
        "/post",
        &[("content-type", "application/x-www-form-urlencoded")],
        pairs.as_bytes(),
    )
    .await
    .pointers(StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn content_with_a_coding_is_told_as_it_was_sent() {
    let echo = Echo::new().await;
    for (media_type, data) in [
        ("application/json", "data:application/octet-stream;base64,H4sI/w=="),
        ("multipart/form-data; boundary=b", ""),
        ("application/x-www-form-urlencoded", ""),
    ] {
        let fields = [("content-type", media_type), ("content-encoding", "gzip")];
        let seen = echo.send("POST", "/post", &fields, b"\x1f\x8b\x08\xff").await;
        assert_eq!(seen.status, StatusCode::OK, "{media_type}: {seen:?}");
        let seen = seen.json();
        assert_eq!(
            (&seen["data"], &seen["form"], &seen["json"]),
            (&json!(data), &json!({}), &Value::Null),
            "{media_type}"
        );
        assert_eq!(seen["headers"]["Content-Encoding"], "gzip");
    }
}

#[tokio::test]
async fn a_proxy_in_front_says_who_asked_and_how() {
    let fields = [("x-forwarded-for", "192.0.2.7"), ("x-forwarded-proto", "https")];
    let seen = Echo::new().await.get_with("/get", &fields).await.json();
    assert_eq!(
        (&seen["origin"], &seen["url"]),
        (&json!("192.0.2.7"), &json!("https://echo.example/get"))
    );
}

#[tokio::test]
async fn parts_of_it_can_be_asked_for() {
    let echo = Echo::new().await;
    assert_eq!(echo.get("/ip").await.json(), json!({"origin": "127.0.0.1"}));
    assert_eq!(echo.get("/ip?format=text").await.text(), "127.0.0.1");
    let agent = echo.get_with("/user-agent", &[("user-agent", "test/1")]).await.json();
    assert_eq!(agent, json!({"user-agent": "test/1"}));
    assert_eq!(echo.get("/user-agent").await.json(), json!({"user-agent": null}));
    let made = echo.get("/uuid").await.json();
    let uuid: uuid::Uuid = made["uuid"].as_str().unwrap().parse().unwrap();
    assert_eq!(uuid.get_version_num(), 4);
    let uploaded = echo.send("PUT", "/upload", &[], &[0; 3000]).await.json();
    assert_eq!(
        (&uploaded["bytes_received"], &uploaded["method"], &uploaded["url"]),
        (&json!(3000), &json!("PUT"), &json!("http://echo.example/upload"))
    );
}

#[tokio::test]
async fn the_fields_of_the_answer_can_be_chosen() {
    let echo = Echo::new().await;
    for method in ["GET", "POST"] {
        let answer = echo
            .send(method, "/response-headers?animal=dog&Animal=cat&Server=me", &[], b"")
            .await;
        let told = answer.json();
        assert_eq!(told["animal"], json!(["dog", "cat"]));
        let sent: Vec<&str> = answer
            .fields
            .get_all("animal")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        assert_eq!((sent, answer.field("server")), (vec!["dog", "cat"], "me"));
        assert_eq!(told["Content-Type"], "application/json");
        assert_eq!(told["Content-Length"], answer.content.len().to_string());
        assert_eq!(answer.field("content-length"), answer.content.len().to_string());
    }
    let html = echo
        .get("/response-headers?Content-Type=text/html&Content-Security-Policy=script-src%20*")
        .await;
    assert_eq!(html.field("content-type"), "text/html");
    let policies: Vec<_> = html.fields.get_all("content-security-policy").iter().collect();
    assert_eq!(policies.len(), 2, "ours holds beside the caller's");
    assert!(
        policies
            .iter()
            .any(|policy| policy.to_str().unwrap().starts_with("sandbox"))
    );
    let cors = echo
        .get("/response-headers?Access-Control-Allow-Origin=https://a.example")
        .await;
    assert_eq!(cors.field("access-control-allow-origin"), "https://a.example");
    echo.refuses(&[
        ("/response-headers?Content-Length=3", "/Content-Length"),
        ("/response-headers?Transfer-Encoding=chunked", "/Transfer-Encoding"),
        ("/response-headers?Set-Cookie=roundtrip_workspace%3Dx", "/Set-Cookie"),
        ("/response-headers?Clear-Site-Data=%22cookies%22", "/Clear-Site-Data"),
        ("/response-headers?X-A=a%0D%0AX-B:%20b", "/X-A"),
        ("/response-headers?X%20A=a", "/X A"),
        (&format!("/response-headers?{}", "a=1&".repeat(65)), "/"),
    ])
    .await;
}
