//! `/api/products`, on both databases.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::Value;

use crate::client::{APP, Answer, Client};

fn items(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

fn ids(answer: &Answer) -> Vec<i64> {
    items(answer).iter().map(|item| item["id"].as_i64().unwrap()).collect()
}

/// The targets of the Link field by their relation (RFC 8288), relative to the app origin.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let links = answer.field("link").split(", ");
    let mut targets = links.filter_map(|link| {
        let (target, parameters) = link.split_once(">; ")?;
        (parameters == format!("rel=\"{relation}\"")).then(|| target.strip_prefix('<').unwrap().to_owned())
    });
    let target = targets.next()?;
    Some(
        target
            .strip_prefix(APP)
            .unwrap_or_else(|| panic!("{target} is absolute"))
            .to_owned(),
    )
}

#[tokio::test]
async fn the_first_page_is_what_is_shown_unless_asked() {
    for client in Client::on_both().await {
        let answer = client.get("/api/products").await;
        let page = answer.json();
        for (name, value) in [("total", 244), ("pages", 13), ("current_page", 1), ("per_page", 20)] {
            assert_eq!(page[name], value, "{} {name}", client.database);
        }
        assert_eq!(ids(&answer), (1..=20).collect::<Vec<_>>());
        let names: BTreeSet<_> = items(&answer)[0].as_object().unwrap().keys().cloned().collect();
        let fields = [
            "category",
            "created_at",
            "currency",
            "description",
            "id",
            "name",
            "price",
            "price_minor",
            "stock",
        ];
        assert_eq!(names, fields.map(str::to_owned).into());
        assert_eq!(answer.field("content-type"), "application/json");
        assert_eq!(answer.field("cache-control"), "private, max-age=0, must-revalidate");
        assert_eq!(
            client
                .get("/api/products?page=1&per_page=20&q=&category=&sort=&fields=")
                .await
                .content,
            answer.content
        );
    }
}

#[tokio::test]
async fn following_next_meets_every_product_once() {
    for client in Client::on_both().await {
        let mut met = Vec::new();
        let mut target = Some("/api/products?per_page=50&sort=-category,currency&fields=id".to_owned());
        while let Some(next) = target {
            let answer = client.get(&next).await;
            met.extend(ids(&answer));
            target = link(&answer, "next");
        }
        assert_eq!(met.len(), 244, "{}", client.database);
        assert_eq!(met.into_iter().collect::<BTreeSet<_>>(), (1..=244).collect());
    }
}

#[tokio::test]
async fn links_lead_to_the_pages_that_there_are() {
    let client = Client::new().await;
    let rows: [(&str, [Option<&str>; 4]); 6] = [
        ("per_page=100", [Some("page=1"), None, Some("page=2"), Some("page=3")]),
        (
            "per_page=100&page=2",
            [Some("page=1"), Some("page=1"), Some("page=3"), Some("page=3")],
        ),
        (
            "per_page=100&page=3",
            [Some("page=1"), Some("page=2"), None, Some("page=3")],
        ),
        (
            "per_page=100&page=9",
            [Some("page=1"), Some("page=3"), None, Some("page=3")],
        ),
        (
            "per_page=100&page=9007199254740991",
            [Some("page=1"), Some("page=3"), None, Some("page=3")],
        ),
        (
            "per_page=100&category=none",
            [Some("page=1"), None, None, Some("page=1")],
        ),
    ];
    for (query, pages) in rows {
        let answer = client.get(&format!("/api/products?{query}")).await;
        for (relation, page) in ["first", "prev", "next", "last"].into_iter().zip(pages) {
            let target = link(&answer, relation);
            assert_eq!(target.is_some(), page.is_some(), "{query} {relation}: {target:?}");
            if let (Some(target), Some(page)) = (target, page) {
                let query: Vec<_> = target.split_once('?').unwrap().1.split('&').collect();
                assert!(
                    query.contains(&page) && query.contains(&"per_page=100"),
                    "{relation}: {target}"
                );
            }
        }
    }
    let answer = client
        .get("/api/products?q=caf%C3%A9+%26&sort=price%2C-name&unknown=x&per_page=500&page=1")
        .await;
    let expected = "/api/products?page=1&per_page=100&q=caf%C3%A9+%26&sort=price%2C-name";
    assert_eq!(link(&answer, "last").as_deref(), Some(expected));
}

#[tokio::test]
async fn a_page_past_the_end_is_empty() {
    for client in Client::on_both().await {
        for page in ["14", "1000000", "9007199254740991"] {
            let answer = client.get(&format!("/api/products?page={page}")).await;
            assert!(items(&answer).is_empty(), "{} {page}", client.database);
            assert_eq!(answer.json()["current_page"].to_string(), page);
            assert_eq!(answer.json()["total"], 244);
        }
    }
}

#[tokio::test]
async fn a_page_has_at_most_a_hundred_products() {
    let client = Client::new().await;
    for (per_page, taken) in [
        ("1", 1),
        ("99", 99),
        ("100", 100),
        ("101", 100),
        ("99999999999999999999999", 100),
    ] {
        let answer = client.get(&format!("/api/products?per_page={per_page}")).await;
        assert_eq!(items(&answer).len(), taken, "{per_page}");
        assert_eq!(answer.json()["per_page"], taken);
    }
}

#[tokio::test]
async fn products_are_sorted_by_every_key_in_turn() {
    for client in Client::on_both().await {
        let answer = client.get("/api/products?sort=price,-name&per_page=100").await;
        let keys = |item: &Value| {
            (
                item["price_minor"].as_i64().unwrap(),
                item["name"].as_str().unwrap().to_owned(),
            )
        };
        let products = items(&answer);
        let sorted = |one: &Value, next: &Value| {
            let ((one_price, one_name), (next_price, next_name)) = (keys(one), keys(next));
            one_price < next_price || (one_price == next_price && one_name > next_name)
        };
        assert!(products.is_sorted_by(sorted), "{}", client.database);
        assert!(
            products.windows(2).any(|pair| pair[0]["price"] == pair[1]["price"]),
            "the second key is put to use"
        );

        for field in [
            "id",
            "name",
            "description",
            "price",
            "price_minor",
            "currency",
            "category",
            "stock",
            "created_at",
        ] {
            let up = client.get(&format!("/api/products?per_page=100&sort={field}")).await;
            let down = client.get(&format!("/api/products?per_page=100&sort=-{field}")).await;
            assert_eq!(up.status, StatusCode::OK, "{field}");
            assert_eq!(
                ids(&up) == ids(&down),
                field == "currency",
                "{} {field}",
                client.database
            );
        }
    }
}

#[tokio::test]
async fn both_databases_answer_with_the_same_bytes() {
    let [sqlite, postgres] = Client::on_both().await;
    for query in [
        "",
        "sort=name&per_page=100",
        "sort=-description",
        "sort=-stock,created_at&page=3",
        "q=STEEL&sort=price",
        "q=caf%C3%89",
        "q=%25",
        "q=_",
        "q=%5C",
        "q=b%C3%A9&category=garden",
        "category=kitchen&fields=name,price",
    ] {
        let target = format!("/api/products?{query}");
        let (one, other) = (sqlite.get(&target).await, postgres.get(&target).await);
        assert_eq!(one.text(), other.text(), "{query}");
        assert_eq!(one.field("etag"), other.field("etag"), "{query}");
    }
}

#[tokio::test]
async fn a_search_looks_into_name_and_description_in_any_case() {
    for client in Client::on_both().await {
        for (q, total) in [
            ("CAF%C3%89+AU+LAIT", 3),
            ("jalape%C3%B1o", 1),
            ("flowery", 2),
            ("no+such+thing", 0),
            ("%25", 0),
            ("_", 0),
        ] {
            let answer = client.get(&format!("/api/products?q={q}")).await;
            assert_eq!(answer.json()["total"], total, "{} {q}", client.database);
        }
        let answer = client
            .get("/api/products?q=steel&category=kitchen&fields=category,name,description")
            .await;
        assert!(!items(&answer).is_empty());
        for item in items(&answer) {
            assert_eq!(item["category"], "kitchen");
            assert!(item.to_string().to_lowercase().contains("steel"), "{item}");
        }
    }
}

#[tokio::test]
async fn only_the_fields_that_are_wanted_are_sent() {
    let client = Client::new().await;
    let answer = client.get("/api/products?per_page=1&fields=name,id,name").await;
    assert_eq!(
        items(&answer),
        [serde_json::json!({"id": 1, "name": "Hill Farm Espresso Beans, 1 kg"})]
    );
}

#[tokio::test]
async fn every_fault_is_told_with_what_would_be_right() {
    let client = Client::new().await;
    let long = format!("q={}", "x".repeat(201));
    let rows: [(&str, &[(&str, &str)]); 21] = [
        ("page=0", &[("/page", "whole number from 1")]),
        ("page=-1", &[("/page", "`-1`")]),
        ("page=two", &[("/page", "`two`")]),
        ("page=1.5", &[("/page", "`1.5`")]),
        ("page=", &[("/page", "whole number")]),
        ("page=%2B1", &[("/page", "`+1`")]),
        ("page=9007199254740992", &[("/page", "at most 9007199254740991")]),
        ("page=1&page=2", &[("/page", "more than once")]),
        ("per_page=0", &[("/per_page", "whole number from 1")]),
        ("per_page=ten", &[("/per_page", "`ten`")]),
        (
            "sort=colour",
            &[(
                "/sort",
                "id, name, description, price, price_minor, currency, category, stock, created_at",
            )],
        ),
        ("sort=price,,name", &[("/sort", "no field ``")]),
        ("sort=price,-price", &[("/sort", "more than once")]),
        ("sort=--price", &[("/sort", "no field `-price`")]),
        ("sort=search", &[("/sort", "no field `search`")]),
        (
            "fields=id,password",
            &[("/fields", "no field `password`; its fields are id, name")],
        ),
        ("fields=Id", &[("/fields", "no field `Id`")]),
        ("q=%00", &[("/q", "U+0000")]),
        ("category=%00", &[("/category", "U+0000")]),
        (&long, &[("/q", "at most 200 characters")]),
        (
            "page=x&per_page=y&sort=z&fields=w",
            &[("/page", ""), ("/per_page", ""), ("/sort", ""), ("/fields", "")],
        ),
    ];
    for (query, faults) in rows {
        let answer = client.get(&format!("/api/products?{query}")).await;
        let pointers = answer.pointers(StatusCode::BAD_REQUEST);
        assert_eq!(
            pointers,
            faults.iter().map(|(pointer, _)| *pointer).collect::<Vec<_>>(),
            "{query}"
        );
        for (index, (_, words)) in faults.iter().enumerate() {
            let detail = answer.json()["errors"][index]["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(words), "{query}: {detail}");
        }
        assert_eq!(answer.json()["type"], "/problems/invalid-parameters");
    }
}

#[tokio::test]
async fn the_second_answer_is_out_of_the_cache() {
    let client = Client::new().await;
    let target = "/api/products?per_page=20";
    let (first, second) = (client.get(target).await, client.get(target).await);
    assert_eq!(
        (first.field("cache-status"), second.field("cache-status")),
        ("Roundtrip; fwd=miss", "Roundtrip; hit")
    );
    assert_eq!(first.content, second.content);
    for field in ["etag", "link", "cache-control", "content-type"] {
        assert_eq!(first.field(field), second.field(field), "{field}");
    }
    assert_eq!(
        client.get("/api/products?page=0").await.field("cache-status"),
        "",
        "a problem is not kept"
    );
    assert_eq!(client.get("/api/products?page=0").await.field("cache-status"), "");
}
