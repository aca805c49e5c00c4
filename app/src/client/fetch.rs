//! One request through the browser's Fetch.
//!
//! Everything that talks to the browser is here; what is concluded from it lies in the modules beside, where it can be tested.

use std::{cell::Cell, rc::Rc};

use exchange::{
    Body, Exchange, Field, Origin, Outcome, Request, Response, Timestamp, Version, body::Preview, message::field,
};
use gloo_net::http::{Request as FetchRequest, Response as FetchResponse};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::window;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, Performance, PerformanceResourceTiming, PerformanceServerTiming,
    ReadableStreamDefaultReader, RequestCache, RequestInit, RequestMode, Url,
};

use super::{
    draft::Draft,
    failure::{EndedBy, Evidence, conclude},
    is_json,
    kept::{KEPT_BYTES, Received},
    octets::{Gathering, Octets},
    timing::{Own, Parsing, ResourceTiming, timeline},
};
use crate::kit::monotonic_ms;

/// How much of a body an exchange carries.
const PREVIEW_BYTES: usize = 1024 * 1024;

/// How many milliseconds lie between the times at which the browser is asked for the timing of a request that has just ended: it
/// hands it over in a task of its own, usually soon.
const TIMING_PAUSES_MS: [u32; 9] = [0, 1, 2, 4, 8, 16, 32, 64, 128];

/// How long the second request that tells a refusal to share from a missing server may take, in milliseconds.
const REACH_TIMEOUT_MS: u32 = 3_000;

/// Ends a request before its time. Clones end the same one.
#[derive(Clone)]
pub struct Cancel(Rc<Ending>);

struct Ending {
    controller: Option<AbortController>,
    by: Cell<Option<EndedBy>>,
}

impl Cancel {
    /// For a request that is to be sent.
    #[must_use]
    pub fn new() -> Self {
        // A browser without AbortController could not run the rest of this client either; the request then runs to its end.
        Self(Rc::new(Ending {
            controller: AbortController::new().ok(),
            by: Cell::new(None),
        }))
    }

    /// Ends the request, if it has not ended.
    pub fn cancel(&self) {
        self.end(EndedBy::Cancel);
    }

    /// Whether it was ended.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.by.get() == Some(EndedBy::Cancel)
    }

    fn end(&self, by: EndedBy) {
        if self.0.by.get().is_none() {
            self.0.by.set(Some(by));
            if let Some(controller) = &self.0.controller {
                controller.abort();
            }
        }
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

/// An exchange, the body that came with it, and when it was begun by the page's clock, in milliseconds.
pub(super) struct Sent {
    pub(super) exchange: Exchange,
    pub(super) received: Option<Received>,
    pub(super) called: f64,
}

/// Sends a draft and waits for the end of the response. `base` goes before URLs that begin with a slash.
pub(super) async fn send(draft: &Draft, base: &str, cancel: &Cancel) -> Sent {
    let called = monotonic_ms();
    let id = Uuid::now_v7();
    let started_at = now();
    let url = match absolute(&draft.url, base) {
        Ok(url) => url,
        Err(why) => return refused(draft, id, started_at, called, why),
    };
    if let Some(obstacle) = draft.obstacle() {
        return refused(draft, id, started_at, called, obstacle);
    }
    let href = without_fragment(&url);

    let timer = {
        let cancel = cancel.clone();
        let ms = draft.timeout_ms;
        Timeout::new(ms, move || cancel.end(EndedBy::Timeout(ms)))
    };
    let mut own = Own {
        called,
        head: None,
        end: called,
        parsing: Parsing::NoResponse,
    };
    let answer = match fetch(draft, &href, cancel).await {
        Ok(response) => {
            own.head = Some(monotonic_ms());
            let read = read(&response).await;
            own.end = monotonic_ms();
            read.map(|(octets, size)| {
                let content;
                (content, own.parsing) = parse(octets, size, &response);
                (response, content)
            })
            .map_err(|error| words(&error))
        }
        Err(error) => {
            own.end = monotonic_ms();
            Err(error)
        }
    };
    timer.cancel();

    let resource = if answer.is_ok() {
        resource_timing(&href, called).await
    } else {
        None
    };
    let mut received = None;
    let outcome = match answer {
        Ok((response, content)) => {
            let answered = response_of(&response, content.preview, content.size, resource.as_ref());
            received = Some(Received {
                octets: content.octets,
                encoded_is_hidden: resource.as_ref().map_or(
                    Some("the browser has no timing for this request"),
                    ResourceTiming::hides_sizes,
                ),
            });
            Outcome::Response(answered)
        }
        Err(words) => {
            let cross_origin = url.origin() != window().location().origin().unwrap_or_default();
            let ended_by = cancel.0.by.get();
            let offline = !window().navigator().on_line();
            let ask = cross_origin && ended_by.is_none() && !offline && own.head.is_none();
            let reachable = if ask { Some(reaches(&href).await) } else { None };
            let head_came = own.head.is_some();
            Outcome::Failure(conclude(&Evidence {
                ended_by,
                offline,
                cross_origin,
                reachable,
                words,
                head_came,
            }))
        }
    };
    let version = resource
        .as_ref()
        .map_or(Version::Unknown, |resource| Version::from_alpn(&resource.protocol));
    let exchange = Exchange {
        id,
        origin: Origin::Browser,
        started_at,
        request: request_of(draft, &url, version),
        outcome,
        timeline: timeline(own, resource.as_ref()),
        connection: resource.as_ref().and_then(ResourceTiming::connection),
        previous: None,
    };
    Sent {
        exchange,
        received,
        called,
    }
}

/// The exchange of a request that was never sent.
fn refused(draft: &Draft, id: Uuid, started_at: Timestamp, called: f64, why: String) -> Sent {
    let failure = exchange::Failure {
        phase: None,
        kind: exchange::FailureKind::InvalidRequest,
        detail: why,
    };
    let exchange = Exchange {
        id,
        origin: Origin::Browser,
        started_at,
        request: Request {
            method: draft.method.clone(),
            target: draft.url.clone(),
            url: None,
            version: Version::Unknown,
            fields: fields_of(draft),
            body: body_of(draft),
        },
        outcome: Outcome::Failure(failure),
        timeline: exchange::Timeline::default(),
        connection: None,
        previous: None,
    };
    Sent {
        exchange,
        received: None,
        called,
    }
}

async fn fetch(draft: &Draft, href: &str, cancel: &Cancel) -> Result<FetchResponse, String> {
    let init = init(&draft.method, cancel);
    if let Some(body) = &draft.body {
        init.set_body(&JsValue::from_str(body));
    }
    let headers = Headers::new().map_err(|error| words(&error))?;
    for (name, value) in &draft.fields {
        headers.append(name, value).map_err(|error| words(&error))?;
    }
    init.set_headers(&headers);
    start(href, &init).await
}

/// What every request has in common.
pub(super) fn init(method: &str, cancel: &Cancel) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    // Each press of Send is to be a real exchange, so the browser's cache stays out of it.
    init.set_cache(RequestCache::NoStore);
    init.set_signal(cancel.0.controller.as_ref().map(AbortController::signal).as_ref());
    init
}

/// The request is made by hand, because gloo-net's builder adds `&` to a URL that has a query, and this URL is to be sent as
/// it is.
pub(super) async fn start(href: &str, init: &RequestInit) -> Result<FetchResponse, String> {
    let request = web_sys::Request::new_with_str_and_init(href, init).map_err(|error| words(&error))?;
    FetchRequest::from(request).send().await.map_err(|error| match error {
        gloo_net::Error::JsError(error) => error.message,
        other => other.to_string(),
    })
}

/// What came of a body: as much as is kept, what its beginning is read as, and how long it was.
struct Content {
    octets: Octets,
    preview: Preview,
    size: u64,
}

/// Makes of a body what a page would: text, and of JSON values, by the browser's own parser. The values are not kept; a page that
/// has a use for them would.
fn parse(octets: Octets, size: u64, response: &FetchResponse) -> (Content, Parsing) {
    let beginning = octets.beginning(PREVIEW_BYTES);
    let truncated = size > beginning.len() as u64;
    let preview = preview(beginning, truncated);
    let parsing = match &preview {
        _ if size == 0 => Parsing::NoBody,
        Preview::Text(text) if !truncated => {
            let media_type = response.headers().get("content-type").unwrap_or_default();
            if is_json(&media_type) {
                // What is none ends the parser at the fault, and the view says so.
                let _ = js_sys::JSON::parse(text);
            }
            Parsing::Done { at: monotonic_ms() }
        }
        _ => Parsing::Kept,
    };
    (Content { octets, preview, size }, parsing)
}

/// Reads a body to its end: as much as is kept, and how long it was.
async fn read(response: &FetchResponse) -> Result<(Octets, u64), JsValue> {
    let mut chunks = Gathering::default();
    let mut size = 0;
    let Some(stream) = response.body() else {
        return Ok((chunks.into(), size));
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok((chunks.into(), size));
        }
        let bytes: Uint8Array = Reflect::get(&chunk, &"value".into())?.unchecked_into();
        size += u64::from(bytes.length());
        let room = u32::try_from(KEPT_BYTES - chunks.len()).unwrap_or(u32::MAX);
        chunks.push(if bytes.length() <= room {
            bytes
        } else {
            bytes.slice(0, room)
        });
    }
}

/// Whether any server answers at a URL. A request in `no-cors` mode goes through where there is one, and has nothing to read.
async fn reaches(href: &str) -> bool {
    let cancel = Cancel::new();
    let timer = {
        let cancel = cancel.clone();
        Timeout::new(REACH_TIMEOUT_MS, move || cancel.cancel())
    };
    let init = init("HEAD", &cancel);
    init.set_mode(RequestMode::NoCors);
    let answer = start(href, &init).await;
    timer.cancel();
    answer.is_ok()
}

fn response_of(response: &FetchResponse, preview: Preview, length: u64, resource: Option<&ResourceTiming>) -> Response {
    let fields: Vec<Field> = response
        .headers()
        .entries()
        .map(|(name, value)| Field::new(name, value))
        .collect();
    let media_type = field(&fields, "content-type").map(str::to_owned);
    let previewed = match &preview {
        Preview::Text(text) => text.len(),
        Preview::Bytes(bytes) => bytes.len(),
        Preview::None => 0,
    };
    let truncated = length > previewed as u64;
    // Sizes that the browser hides are zero; what was counted here is then all that is known.
    let (size, decoded_size) = match resource {
        Some(resource) if resource.encoded_body_size > 0 => (resource.encoded_body_size, resource.decoded_body_size),
        _ => (length, length),
    };
    let body = Body {
        size,
        decoded_size: (decoded_size != size).then_some(decoded_size),
        media_type,
        truncated,
        preview,
        href: None,
    };
    let reason = response.status_text();
    Response {
        status: response.status(),
        reason: (!reason.is_empty()).then_some(reason),
        version: resource.map_or(Version::Unknown, |resource| Version::from_alpn(&resource.protocol)),
        fields,
        body: (body.size > 0).then_some(body),
        trailers: Vec::new(),
    }
}

/// Text where it is text. A beginning may end in the middle of a character, which is then left out.
fn preview(beginning: Vec<u8>, truncated: bool) -> Preview {
    match String::from_utf8(beginning) {
        Ok(text) => Preview::Text(text),
        Err(error) if truncated && error.utf8_error().error_len().is_none() => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            Preview::Text(String::from_utf8_lossy(&bytes).into_owned())
        }
        Err(error) => Preview::Bytes(error.into_bytes()),
    }
}

fn request_of(draft: &Draft, url: &Url, version: Version) -> Request {
    Request {
        method: draft.method.clone(),
        target: format!("{}{}", url.pathname(), url.search()),
        url: Some(without_fragment(url)),
        version,
        fields: fields_of(draft),
        body: body_of(draft),
    }
}

fn fields_of(draft: &Draft) -> Vec<Field> {
    draft
        .fields
        .iter()
        .map(|(name, value)| Field::new(name.as_str(), value.as_str()))
        .collect()
}

fn body_of(draft: &Draft) -> Option<Body> {
    let media_type = draft
        .fields
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    draft
        .body
        .as_ref()
        .map(|body| Body::whole(body.clone().into_bytes(), media_type.map(|(_, value)| value.clone())))
}

/// The URL of a draft: one that begins with a slash is on the API's origin.
fn absolute(url: &str, base: &str) -> Result<Url, String> {
    let here = window().location().origin().unwrap_or_default();
    let base = if base.is_empty() { here } else { base.to_owned() };
    let parsed = Url::new_with_base(url.trim(), &base).map_err(|_| format!("`{url}` is not a URL"))?;
    match parsed.protocol().as_str() {
        "http:" | "https:" => Ok(parsed),
        scheme => Err(format!("`{scheme}` is not a scheme of HTTP: use http: or https:")),
    }
}

/// A fragment is never sent (RFC 9110, section 4.2.5).
fn without_fragment(url: &Url) -> String {
    let href = url.href();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// What the browser says about the latest request to a URL that began no earlier than `called`.
async fn resource_timing(href: &str, called: f64) -> Option<ResourceTiming> {
    let performance = window().performance()?;
    for pause in TIMING_PAUSES_MS {
        TimeoutFuture::new(pause).await;
        if let Some(entry) = latest(&performance, href, called) {
            // The browser keeps a few hundred entries and then drops new ones.
            performance.clear_resource_timings();
            return Some(resource_of(&entry));
        }
    }
    None
}

fn latest(performance: &Performance, href: &str, called: f64) -> Option<PerformanceResourceTiming> {
    let entries = performance.get_entries_by_name_with_entry_type(href, "resource");
    // The clock is coarsened, so that an entry may seem to begin a little before the call that made it.
    let entry = entries
        .iter()
        .rev()
        .find_map(|entry| entry.dyn_into::<PerformanceResourceTiming>().ok())?;
    (entry.start_time() >= called - 1.0).then_some(entry)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are whole numbers that are not negative"
)]
fn resource_of(entry: &PerformanceResourceTiming) -> ResourceTiming {
    let server = Array::from(&entry.server_timing());
    ResourceTiming {
        domain_lookup_start: entry.domain_lookup_start(),
        domain_lookup_end: entry.domain_lookup_end(),
        connect_start: entry.connect_start(),
        secure_connection_start: entry.secure_connection_start(),
        connect_end: entry.connect_end(),
        request_start: entry.request_start(),
        response_start: entry.response_start(),
        response_end: entry.response_end(),
        protocol: entry.next_hop_protocol(),
        encoded_body_size: entry.encoded_body_size() as u64,
        decoded_body_size: entry.decoded_body_size() as u64,
        server: server
            .iter()
            .filter_map(|entry| entry.dyn_into::<PerformanceServerTiming>().ok())
            .map(|entry| (entry.name(), entry.duration()))
            .collect(),
    }
}

/// The browser's words for an error.
pub(super) fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into())
        .ok()
        .and_then(|message| message.as_string());
    message.unwrap_or_else(|| format!("{error:?}"))
}

#[expect(clippy::cast_possible_truncation, reason = "a date of today is far below 2^53 ms")]
fn now() -> Timestamp {
    Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}
