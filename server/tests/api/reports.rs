//! `/api/reports`

use contract::shop::{MAX_REPORTS, MAX_UNFINISHED_REPORTS};
use futures_util::future::join_all;
use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait as _};
use serde_json::{Value, json};
use server::shop::sweep::sweep;
use store::{DatabaseUrl, report};
use test_postgres::Cluster;

use crate::{
    client::{Answer, Client, Fields},
    exchanges::{Stage, TOKEN},
    log::Log,
};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn ask(client: &Client, fields: Fields<'_>, content: &Value) -> Answer {
    let fields = [fields, &[JSON]].concat();
    let content = content.to_string();
    client
        .send(Method::POST, "/api/reports/generate", &fields, content.as_bytes())
        .await
}

/// Asks for a report in a new sandbox, and gives the sandbox and the path of the report.
async fn asked(client: &Client, content: &Value) -> (String, String) {
    let accepted = ask(client, &[], content).await;
    assert_eq!(accepted.status, StatusCode::ACCEPTED, "{accepted:?}");
    (
        accepted.field("sandbox").to_owned(),
        accepted.field("location").to_owned(),
    )
}

/// Reads until a report is over; gives how it has ended, and how far it was each time.
pub(crate) async fn ending(log: &mut Log<'_>, path: &str) -> (String, Vec<u64>) {
    let id = path.rsplit('/').next().unwrap();
    let mut steps = Vec::new();
    loop {
        let (kind, event) = log.next().await;
        if kind != "report" || event["id"] != id {
            continue;
        }
        steps.push(event["progress"].as_u64().unwrap());
        let status = event["status"].as_str().unwrap();
        if !matches!(status, "queued" | "processing") {
            return (status.to_owned(), steps);
        }
    }
}

async fn result(client: &Client, sandbox: &str, path: &str, accept: &str) -> Answer {
    let fields = [("sandbox", sandbox), ("accept", accept)];
    client.get_with(&format!("{path}/result"), &fields).await
}

#[tokio::test]
async fn a_report_tells_how_far_it_is_and_then_is_there() {
    for client in Client::on_both().await {
        let accepted = ask(&client, &[], &json!({"kind": "orders", "rows": 25_000})).await;
        assert_eq!(accepted.status, StatusCode::ACCEPTED, "{accepted:?}");
        assert_eq!(accepted.field("retry-after"), "1");
        let (sandbox, path) = (
            accepted.field("sandbox").to_owned(),
            accepted.field("location").to_owned(),
        );
        let answer = accepted.json();
        assert_eq!(answer["status"], "processing");
        assert_eq!(path, format!("/api/reports/{}", answer["task_id"].as_str().unwrap()));
        let named: Fields = &[("sandbox", &sandbox)];
        let waiting = client.get_with(&path, named).await;
        assert_eq!(
            (waiting.field("retry-after"), waiting.field("cache-control")),
            ("1", "no-store")
        );
        let waiting = waiting.json();
        assert_eq!(
            (
                &waiting["status"],
                &waiting["progress"],
                &waiting["rows"],
                waiting.get("result")
            ),
            (&json!("queued"), &json!(0), &json!(25_000), None)
        );
        result(&client, &sandbox, &path, "*/*")
            .await
            .pointers(StatusCode::CONFLICT);

        client.work();
        let mut log = Log::new(&client, &sandbox);
        let (kind, first) = log.next().await;
        let id = &answer["task_id"];
        assert_eq!(
            (&*kind, first),
            (
                "report",
                json!({"id": id, "kind": "orders", "status": "queued", "progress": 0})
            )
        );
        let (ended, steps) = ending(&mut log, &path).await;
        assert_eq!(ended, "complete");
        assert_eq!(steps.last(), Some(&100), "{steps:?}");
        assert!(
            steps.is_sorted_by(|one, next| one < next) && steps.len() == 10,
            "{steps:?}"
        );
        let (kind, notification) = log.next().await;
        assert_eq!(
            (&*kind, &notification["title"]),
            ("notification", &json!("Report ready"))
        );
        let list = client.get_with("/api/notifications", named).await.json();
        assert_eq!((&list["items"], &list["unread"]), (&json!([notification]), &json!(1)));

        let done = client.get_with(&path, named).await;
        assert_eq!(done.field("retry-after"), "");
        let done = done.json();
        assert_eq!(
            (&done["status"], &done["progress"], &done["result"]),
            (&json!("complete"), &json!(100), &json!(format!("{path}/result")))
        );
        let answer = result(&client, &sandbox, &path, "*/*").await;
        assert_eq!(answer.field("content-type"), "application/json");
        let answer = answer.json();
        assert_eq!(
            (&answer["kind"], &answer["source"], &answer["total"]),
            (&json!("orders"), &json!("generated"), &json!(25_000))
        );
        let data = client.get("/api/large-data?rows=25000").await.json();
        let rows = answer["items"].as_array().unwrap();
        assert_eq!(rows.len(), 25_000, "{}", client.database);
        for (row, datum) in rows.iter().zip(data["items"].as_array().unwrap()) {
            assert_eq!(
                (&row["order"], &row["product"], &row["amount"], &row["placed_at"]),
                (&datum["id"], &datum["name"], &datum["amount"], &datum["at"])
            );
        }
    }
}

#[tokio::test]
async fn a_result_is_written_as_the_caller_likes_it() {
    let client = Client::new().await;
    client.work();
    let (sandbox, path) = asked(&client, &json!({"kind": "traffic", "rows": 1_001})).await;
    ending(&mut Log::new(&client, &sandbox), &path).await;
    let csv = result(&client, &sandbox, &path, "text/csv").await;
    assert_eq!(csv.field("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(csv.field("content-disposition"), "attachment; filename=\"traffic.csv\"");
    assert!(csv.field("vary").to_lowercase().contains("accept"));
    let lines: Vec<_> = csv.text().split("\r\n").collect();
    assert_eq!((lines.len(), lines[0]), (1_003, "at,method,path,status,duration_us"));
    assert_eq!(lines[1_002], "");
    let html = result(&client, &sandbox, &path, "text/html, */*;q=0.1").await;
    assert_eq!(html.field("content-type"), "text/html; charset=utf-8");
    assert_eq!(html.text().matches("<tr>").count(), 1_002);
    assert!(html.field("content-security-policy").contains("default-src 'none'"));
    assert!(
        html.text().contains("1001 rows, generated"),
        "it says that it is made up"
    );
    let json = result(&client, &sandbox, &path, "application/json").await.json();
    assert_eq!(json["items"].as_array().unwrap().len(), 1_001);
    let first = &json["items"][0];
    let cells = [&first["at"], &first["method"], &first["path"]].map(|cell| cell.as_str().unwrap());
    assert!(lines[1].starts_with(&cells.join(",")), "{first} {}", lines[1]);
    result(&client, &sandbox, &path, "application/xml")
        .await
        .pointers(StatusCode::NOT_ACCEPTABLE);
    let head = client
        .send(Method::HEAD, &format!("{path}/result"), &[("sandbox", &sandbox)], b"")
        .await;
    assert_eq!((head.status, head.content.len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn a_report_is_about_what_there_is() {
    for client in Client::on_both().await {
        client.work();
        // Nothing was ordered: an empty report.
        let (sandbox, path) = asked(&client, &json!({"kind": "orders"})).await;
        let mut log = Log::new(&client, &sandbox);
        assert_eq!(ending(&mut log, &path).await, ("complete".to_owned(), vec![0, 100]));
        let empty = result(&client, &sandbox, &path, "*/*").await.json();
        assert_eq!(
            (&empty["total"], &empty["items"], &empty["source"]),
            (&json!(0), &json!([]), &json!("recorded"))
        );
        let named: Fields = &[("sandbox", &sandbox), JSON];
        let patch = [named[0], ("content-type", "application/merge-patch+json")];
        client
            .send(Method::PATCH, "/api/products/1", &patch, br#"{"name": "<b>, \"x\""}"#)
            .await;
        let mut orders = Vec::new();
        for ids in [&[1, 3][..], &[1]] {
            for id in ids {
                let item = json!({"product_id": id, "quantity": 2}).to_string();
                client
                    .send(Method::POST, "/api/cart/items", named, item.as_bytes())
                    .await;
            }
            let placed = client.send(Method::POST, "/api/orders", &named[..1], b"").await;
            assert_eq!(placed.status, StatusCode::CREATED, "{placed:?}");
            orders.push(placed.json());
        }
        let accepted = ask(&client, named, &json!({"kind": "orders", "rows": null})).await;
        let path = accepted.field("location").to_owned();
        ending(&mut log, &path).await;
        let report = result(&client, &sandbox, &path, "*/*").await.json();
        let lines = orders.iter().flat_map(|order| {
            let items = order["items"].as_array().unwrap();
            items.iter().map(move |line| {
                json!({
                    "order": order["number"], "placed_at": order["placed_at"], "product": line["name"],
                    "quantity": line["quantity"], "amount": line["total"],
                })
            })
        });
        assert_eq!(report["items"], json!(lines.collect::<Vec<_>>()), "{}", client.database);
        // What somebody has called a product is text.
        let html = result(&client, &sandbox, &path, "text/html").await;
        assert!(
            html.text().contains("<td>&lt;b&gt;, &quot;x&quot;</td>"),
            "{}",
            html.text()
        );
        let csv = result(&client, &sandbox, &path, "text/csv").await;
        assert!(csv.text().contains(",\"<b>, \"\"x\"\"\","), "{}", csv.text());
    }
}

#[tokio::test]
async fn traffic_is_what_was_recorded_of_the_workspace() {
    let client = Client::new().await;
    client.work();
    let mut stage = Stage::of(client).await;
    for target in ["/api/cart?secret=1", "/api/orders/none"] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: app.example\r\nAuthorization: Bearer {TOKEN}\r\n\r\n");
        let (_, id) = stage.exchange(request.as_bytes()).await;
        // It is there when the response has been written.
        assert_eq!(stage.get(&format!("/v1/exchanges/{id}")).await.status, StatusCode::OK);
    }
    let client = &stage.client;
    let bearer = format!("Bearer {TOKEN}");
    let accepted = ask(client, &[("authorization", &bearer)], &json!({"kind": "traffic"})).await;
    let (sandbox, path) = (accepted.field("sandbox"), accepted.field("location"));
    ending(&mut Log::new(client, sandbox), path).await;
    let report = result(client, sandbox, path, "*/*").await.json();
    let rows = report["items"].as_array().unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["method"].as_str().unwrap(),
                row["path"].as_str().unwrap(),
                row["status"].clone(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("GET", "/api/cart", json!(200)),
            ("GET", "/api/orders/none", json!(404))
        ]
    );
    assert!(
        rows.iter().all(|row| row["duration_us"].as_u64().unwrap() > 0),
        "{report}"
    );
    assert_eq!(report["source"], "recorded");
    // Whoever has no workspace has no traffic.
    let (sandbox, path) = asked(client, &json!({"kind": "traffic"})).await;
    ending(&mut Log::new(client, &sandbox), &path).await;
    assert_eq!(result(client, &sandbox, &path, "*/*").await.json()["total"], 0);
}

#[tokio::test]
async fn bad_parameters_are_said_and_do_nothing() {
    let client = Client::new().await;
    for (content, pointers) in [
        (json!({}), &["/kind"][..]),
        (json!({"kind": "weather"}), &["/kind"]),
        (json!({"kind": 1, "rows": 0}), &["/kind", "/rows"]),
        (json!({"kind": "orders", "rows": 100_001}), &["/rows"]),
        (json!({"kind": "orders", "rows": "many"}), &["/rows"]),
        (json!({"kind": "orders", "colour": "red"}), &["/colour"]),
        (json!([]), &[""]),
    ] {
        let refused = ask(&client, &[], &content).await;
        assert_eq!(refused.pointers(StatusCode::BAD_REQUEST), pointers, "{content}");
        assert_eq!(refused.json()["type"], "/problems/invalid-parameters");
    }
    let malformed = client.send(Method::POST, "/api/reports/generate", &[JSON], b"{").await;
    malformed.pointers(StatusCode::BAD_REQUEST);
    let plain = client.send(Method::POST, "/api/reports/generate", &[], b"{}").await;
    plain.pointers(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(
        report::Entity::find()
            .all(client.store.reader())
            .await
            .unwrap()
            .is_empty()
    );
    let unknown = "/api/reports/019a0000-0000-7000-8000-000000000000";
    for (method, target) in [
        (Method::GET, unknown.to_owned()),
        (Method::GET, format!("{unknown}/result")),
        (Method::DELETE, unknown.to_owned()),
        (Method::GET, "/api/reports/none".to_owned()),
    ] {
        client
            .send(method, &target, &[], b"")
            .await
            .pointers(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_report_that_was_cancelled_is_not_made() {
    for client in Client::on_both().await {
        let (sandbox, path) = asked(&client, &json!({"kind": "orders", "rows": 100_000})).await;
        let named: Fields = &[("sandbox", &sandbox)];
        let cancel = async |path: &str| client.send(Method::DELETE, path, named, b"").await;
        let mut log = Log::new(&client, &sandbox);
        for _ in 0..2 {
            assert_eq!(cancel(&path).await.status, StatusCode::NO_CONTENT);
        }
        assert_eq!(ending(&mut log, &path).await, ("cancelled".to_owned(), vec![0, 0]));
        let cancelled = client.get_with(&path, named).await.json();
        assert_eq!(
            (&cancelled["status"], &cancelled["progress"]),
            (&json!("cancelled"), &json!(0))
        );
        result(&client, &sandbox, &path, "*/*")
            .await
            .pointers(StatusCode::CONFLICT);

        // One that is under way ends where it is: nothing is said of it after that.
        client.work();
        let accepted = ask(&client, named, &json!({"kind": "orders", "rows": 100_000})).await;
        let under_way = accepted.field("location").to_owned();
        let (_, event) = log.next().await;
        assert_eq!(event["status"], "queued", "the second cancellation is no event");
        let (_, event) = log.next().await;
        assert_eq!(event["status"], "processing", "{}", client.database);
        assert_eq!(cancel(&under_way).await.status, StatusCode::NO_CONTENT);
        assert_eq!(ending(&mut log, &under_way).await.0, "cancelled");
        let accepted = ask(&client, named, &json!({"kind": "orders", "rows": 10})).await;
        let last = accepted.field("location").to_owned();
        let mut said = Vec::new();
        loop {
            let (kind, event) = log.next().await;
            if kind == "notification" {
                break;
            }
            said.push(event["id"].clone());
        }
        assert!(said.iter().all(|id| last.ends_with(id.as_str().unwrap())), "{said:?}");
        cancel(&last).await.pointers(StatusCode::CONFLICT);
    }
}

/// As a node that is killed: what it does ends in the middle, and its claim stays.
#[tokio::test]
async fn a_report_whose_node_is_gone_is_taken_up_where_it_was_left() {
    for first in Client::on_both().await {
        let (sandbox, path) = asked(&first, &json!({"kind": "orders", "rows": 60_000})).await;
        let node = first.work();
        let mut log = Log::new(&first, &sandbox);
        log.next().await;
        let (_, begun) = log.next().await;
        assert_eq!(begun["status"], "processing");
        node.abort();
        assert!(node.await.unwrap_err().is_cancelled());
        let claimed = report::Entity::find().one(first.store.reader()).await.unwrap().unwrap();
        assert_eq!(claimed.status, "processing", "{}", first.database);
        assert!(claimed.claim.is_some() && claimed.claimed_until > Timestamp::now().into());
        // As if the time of the claim had passed.
        let expire = "UPDATE report SET claimed_until = 0";
        first.store.writer().execute_unprepared(expire).await.unwrap();

        first.work();
        let (ended, mut steps) = ending(&mut log, &path).await;
        steps.insert(0, begun["progress"].as_u64().unwrap());
        assert_eq!(ended, "complete");
        assert!(
            steps.is_sorted_by(|one, next| one < next),
            "{}: {steps:?}",
            first.database
        );
        let rows = result(&first, &sandbox, &path, "*/*").await.json();
        let numbers = rows["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["order"].as_u64().unwrap());
        assert!(numbers.eq(1..=60_000), "{}", first.database);
    }
}

#[tokio::test]
async fn a_node_that_stops_gives_back_what_it_has_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = DatabaseUrl::sqlite(&folder.path().join("roundtrip.db"));
    let postgres = Cluster::shared().database().unwrap().parse().unwrap();
    for (database, url) in [("SQLite", sqlite), ("PostgreSQL", postgres)] {
        let first = Client::of(database, url.clone()).await;
        let (sandbox, path) = asked(&first, &json!({"kind": "orders", "rows": 60_000})).await;
        let node = first.work();
        let mut log = Log::new(&first, &sandbox);
        log.next().await;
        log.next().await;
        first.shutdown.begin();
        node.await.unwrap();
        let left = report::Entity::find().one(first.store.reader()).await.unwrap().unwrap();
        assert_eq!(
            (&*left.status, left.claim, left.attempts),
            ("queued", None, 0),
            "{database}"
        );
        assert!(left.done > 0 && left.done < left.total, "{database}: {}", left.done);
        first.feed.close().await;
        first.store.close().await;

        let second = Client::of(database, url).await;
        second.work();
        let (ended, steps) = ending(&mut Log::new(&second, &sandbox), &path).await;
        assert_eq!(ended, "complete");
        assert!(steps.is_sorted_by(|one, next| one < next), "{database}: {steps:?}");
        let rows = result(&second, &sandbox, &path, "*/*").await.json();
        let numbers = rows["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["order"].as_u64().unwrap());
        assert!(numbers.eq(1..=60_000), "{database}");
    }
}

#[tokio::test]
async fn two_nodes_make_each_report_once() {
    let url: DatabaseUrl = Cluster::shared().database().unwrap().parse().unwrap();
    let nodes = [
        Client::of("PostgreSQL", url.clone()).await,
        Client::of("PostgreSQL", url).await,
    ];
    for node in &nodes {
        node.work();
    }
    let content = json!({"kind": "traffic", "rows": 3_000});
    let reports = join_all((0..12).map(|index| asked(&nodes[index % 2], &content))).await;
    for (index, (sandbox, path)) in reports.iter().enumerate() {
        // Told by the node that was not asked.
        let mut log = Log::new(&nodes[(index + 1) % 2], sandbox);
        let (ended, steps) = ending(&mut log, path).await;
        assert_eq!((&*ended, steps), ("complete", vec![0, 33, 66, 100]));
        assert_eq!(log.next().await.0, "notification");
        assert_eq!(log.rest().await, []);
    }
    for report in report::Entity::find().all(nodes[0].store.reader()).await.unwrap() {
        assert_eq!(
            (report.attempts, report.parts, report.claim),
            (1, 3, None),
            "{}",
            report.id
        );
    }
}

#[tokio::test]
async fn a_report_that_ends_its_node_each_time_is_given_up() {
    let client = Client::new().await;
    let (sandbox, path) = asked(&client, &json!({"kind": "orders", "rows": 10})).await;
    let tried = "UPDATE report SET status = 'processing', claim = 'gone', attempts = 5";
    client.store.writer().execute_unprepared(tried).await.unwrap();
    client.work();
    let mut log = Log::new(&client, &sandbox);
    assert_eq!(ending(&mut log, &path).await.0, "failed");
    let (kind, notification) = log.next().await;
    assert_eq!(
        (&*kind, &notification["title"]),
        ("notification", &json!("Report failed"))
    );
    let failed = client.get_with(&path, &[("sandbox", &sandbox)]).await.json();
    assert_eq!(
        (&failed["status"], &failed["error"]),
        (&json!("failed"), &json!("it was given up after 5 attempts"))
    );
}

#[tokio::test]
async fn there_are_so_many_reports_and_no_more() {
    for client in Client::on_both().await {
        let small = json!({"kind": "traffic", "rows": 1});
        let (sandbox, first) = asked(&client, &small).await;
        let named: Fields = &[("sandbox", &sandbox)];
        // Sent again, it is the same report.
        let keyed: Fields = &[("sandbox", &sandbox), ("idempotency-key", "a")];
        let once = ask(&client, keyed, &small).await;
        let again = ask(&client, keyed, &small).await;
        assert_eq!((again.status, &again.content), (StatusCode::ACCEPTED, &once.content));
        assert_eq!(again.field("retry-after"), "1");
        for _ in 2..MAX_UNFINISHED_REPORTS {
            assert_eq!(ask(&client, named, &small).await.status, StatusCode::ACCEPTED);
        }
        let refused = ask(&client, named, &small).await;
        refused.pointers(StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.field("retry-after"), "1", "{}", client.database);

        client.work();
        let mut log = Log::new(&client, &sandbox);
        assert_eq!(ending(&mut log, &first).await.0, "complete");
        let mut last = first.clone();
        for _ in MAX_UNFINISHED_REPORTS..=MAX_REPORTS {
            let path = loop {
                let accepted = ask(&client, named, &small).await;
                if accepted.status == StatusCode::ACCEPTED {
                    break accepted.field("location").to_owned();
                }
                // There is room when another is over.
                log.next().await;
            };
            last = path;
        }
        ending(&mut Log::new(&client, &sandbox), &last).await;
        client.get_with(&first, named).await.pointers(StatusCode::NOT_FOUND);
        assert_eq!(client.get_with(&last, named).await.status, StatusCode::OK);
        // A day later they are gone.
        let (now, expiry) = (Timestamp::now(), SignedDuration::from_hours(24 * 30));
        sweep(&client.store, now + SignedDuration::from_hours(23), expiry)
            .await
            .unwrap();
        assert_eq!(client.get_with(&last, named).await.status, StatusCode::OK);
        sweep(&client.store, now + SignedDuration::from_hours(25), expiry)
            .await
            .unwrap();
        client.get_with(&last, named).await.pointers(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_reset_takes_reports_away_also_from_who_works_on_them() {
    for client in Client::on_both().await {
        let (sandbox, path) = asked(&client, &json!({"kind": "orders", "rows": 100_000})).await;
        let named: Fields = &[("sandbox", &sandbox)];
        client.work();
        let mut log = Log::new(&client, &sandbox);
        log.next().await;
        log.next().await;
        let reset = client.send(Method::POST, "/api/sandbox/reset", named, b"").await;
        assert_eq!(reset.status, StatusCode::NO_CONTENT, "{}: {reset:?}", client.database);
        client.get_with(&path, named).await.pointers(StatusCode::NOT_FOUND);
        let accepted = ask(&client, named, &json!({"kind": "orders", "rows": 1})).await;
        // All that is in the log now is of the time after the reset.
        let mut log = Log::new(&client, &sandbox);
        let (ended, steps) = ending(&mut log, accepted.field("location")).await;
        assert_eq!((&*ended, steps), ("complete", vec![0, 100]), "{}", client.database);
        assert_eq!(log.rest().await.len(), 1, "the notification");
    }
}
