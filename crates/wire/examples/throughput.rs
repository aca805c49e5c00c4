//! How many heads and how many bytes of body are taken apart in a second, on one core.
//!
//! `cargo run --release -p wire --example throughput`

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use wire::{Annotator, End, Scan, annotate_request};

const HEAD: &[u8] =
    b"GET /hello?name=World HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n";

const BROWSER: &[u8] = b"GET /api/products?page=2&per_page=20&q=tea HTTP/1.1\r\nHost: shop.example:8443\r\nConnection: keep-alive\r\nsec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\nsec-ch-ua-mobile: ?0\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nReferer: https://shop.example:8443/practice\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB,en;q=0.9,de;q=0.8\r\nCookie: workspace=0198c1; sandbox=abc\r\nIf-None-Match: W/\"5f-1\"\r\n\r\n";

fn main() {
    for (name, head) in [("small head", HEAD), ("browser's head", BROWSER)] {
        let (rounds, time) = repeat(|| drop(black_box(Scan::request(black_box(head), End::Whole))));
        println!("{name}, {} bytes: {:.0} a second", head.len(), f64::from(rounds) / time);
        let (rounds, time) = repeat(|| drop(black_box(annotate_request(black_box(head), End::Whole))));
        println!("{name}, with its words: {:.0} a second", f64::from(rounds) / time);
    }
    // What lies behind the first 64 KiB of a body is not looked into and costs nothing, so only what is looked into is measured.
    for (name, message) in [
        ("16 MiB in chunks of 64 bytes", in_chunks(16 << 20, 64)),
        ("32 KiB of JSON", by_length("application/json", &json(32 << 10))),
        (
            "32 KiB of form data",
            by_length(
                "application/x-www-form-urlencoded",
                "name=value+with%20spaces&".repeat(1_310).as_bytes(),
            ),
        ),
    ] {
        let (rounds, time) = repeat(|| drop(black_box(Scan::request(black_box(&message), End::Whole))));
        let megabytes = message.len() as f64 * f64::from(rounds) / 1e6;
        println!("{name}: {:.0} MB/s", megabytes / time);
    }
    let message = in_chunks(64 << 20, 16 << 10);
    let (rounds, time) = repeat(|| {
        let mut annotator = Annotator::request();
        message.chunks(8 << 10).for_each(|piece| annotator.feed(piece));
        drop(black_box(annotator.finish(End::Whole)));
    });
    let megabytes = message.len() as f64 * f64::from(rounds) / 1e6;
    println!(
        "64 MiB in chunks of 16 KiB, kept as they come in pieces of 8 KiB, with their words: {:.0} MB/s",
        megabytes / time
    );
}

/// Runs it for about a second; gives how often, and in how many seconds.
fn repeat(mut work: impl FnMut()) -> (u32, f64) {
    let start = Instant::now();
    let mut rounds = 0;
    while start.elapsed() < Duration::from_secs(1) {
        for _ in 0..10 {
            work();
        }
        rounds += 10;
    }
    (rounds, start.elapsed().as_secs_f64())
}

fn by_length(media_type: &str, content: &[u8]) -> Vec<u8> {
    let mut message = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    )
    .into_bytes();
    message.extend_from_slice(content);
    message
}

fn in_chunks(total: usize, size: usize) -> Vec<u8> {
    let mut message = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..total / size {
        message.extend_from_slice(format!("{size:x}\r\n").as_bytes());
        message.resize(message.len() + size, b'x');
        message.extend_from_slice(b"\r\n");
    }
    message.extend_from_slice(b"0\r\n\r\n");
    message
}

fn json(size: usize) -> Vec<u8> {
    let item = r#"{"id":17,"name":"Green tea","price":"4.50","stock":12,"tags":["tea","green"],"created_at":"2026-01-01T00:00:00Z"},"#;
    let mut text = b"[".to_vec();
    while text.len() < size {
        text.extend_from_slice(item.as_bytes());
    }
    text.extend_from_slice(b"null]");
    text
}
