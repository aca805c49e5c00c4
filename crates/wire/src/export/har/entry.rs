//! One exchange in an archive: request, response, cookies, content.

use base64::{Engine, prelude::BASE64_STANDARD};
use exchange::{
    Body, Exchange, Field, Origin, Outcome,
    body::Preview,
    message::{field, is_secret},
};
use percent_encoding::percent_decode;
use serde::Serialize;

use super::{Secrets, timings::Timings};
use crate::{
    export::{cut_note, url},
    value::date::Moment,
};

/// What stands in the place of a secret.
const REDACTED: &str = "(redacted)";

/// An exchange.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When it began, in RFC 3339.
    pub started_date_time: String,
    /// How long it took, in milliseconds: the sum of the timings.
    pub time: f64,
    /// What was asked.
    pub request: Request,
    /// What was answered; status 0 if nothing was.
    pub response: Response,
    /// What is known of caches: nothing.
    pub cache: Cache,
    /// How long each phase took.
    pub timings: Timings,
    /// The server's address.
    #[serde(rename = "serverIPAddress", skip_serializing_if = "Option::is_none")]
    pub server_ip_address: Option<String>,
    /// Why there is no response.
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What is known of caches. The format asks for the object; it may be empty.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cache {}

/// A request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The version.
    pub http_version: &'static str,
    /// The cookies that were sent.
    pub cookies: Vec<Cookie>,
    /// The fields in order; one that came twice stands twice.
    pub headers: Vec<NameValue>,
    /// The parameters of the query, decoded.
    pub query_string: Vec<NameValue>,
    /// The content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_data: Option<PostData>,
    /// The size of the head, or −1.
    pub headers_size: i64,
    /// The size of the content as it travelled, or −1.
    pub body_size: i64,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The status code; 0 if no response came.
    pub status: u16,
    /// The reason phrase.
    pub status_text: String,
    /// The version.
    pub http_version: &'static str,
    /// The cookies that were set.
    pub cookies: Vec<Cookie>,
    /// The fields in order.
    pub headers: Vec<NameValue>,
    /// The content.
    pub content: Content,
    /// Where the Location field points, or nothing.
    #[serde(rename = "redirectURL")]
    pub redirect_url: String,
    /// The size of the head, or −1.
    pub headers_size: i64,
    /// The size of the content as it travelled, or −1.
    pub body_size: i64,
}

/// A name with a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NameValue {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A cookie.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// For which paths it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// For which hosts it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Until when it is kept, in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// Whether scripts cannot read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_only: Option<bool>,
    /// Whether it travels only over TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure: Option<bool>,
}

/// The content of a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostData {
    /// Its media type.
    pub mime_type: String,
    /// The pairs of form data, which this archive has in `text` only.
    pub params: Vec<NameValue>,
    /// The content. The format has no encoding here: see the comment.
    pub text: String,
    /// What the text cannot say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The content of a response.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Its size with the content coding taken off, or −1.
    pub size: i64,
    /// How many bytes the content coding saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<i64>,
    /// Its media type.
    pub mime_type: String,
    /// The content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `base64`, if the text is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'static str>,
    /// What the text cannot say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Entry {
    pub(super) fn of(exchange: &Exchange, secrets: Secrets) -> Self {
        let timings = Timings::of(exchange);
        let server = exchange
            .connection
            .as_ref()
            .and_then(|connection| connection.server.as_deref());
        Self {
            started_date_time: exchange.started_at.to_string(),
            time: timings.total(),
            request: request(exchange, secrets),
            response: response(exchange, secrets),
            cache: Cache {},
            timings,
            server_ip_address: server
                .and_then(|server| server.parse::<std::net::SocketAddr>().ok())
                .map(|server| server.ip().to_string()),
            error: exchange.outcome.failure().map(|failure| failure.detail.clone()),
        }
    }
}

fn request(exchange: &Exchange, secrets: Secrets) -> Request {
    let request = &exchange.request;
    let url = url(exchange).into_owned();
    let cookies = named(&request.fields, "cookie")
        .flat_map(|value| value.split(';').map(|pair| cookie(pair, secrets)).collect::<Vec<_>>())
        .filter(|cookie| !cookie.name.is_empty())
        .collect();
    Request {
        method: request.method.clone(),
        query_string: query(&url),
        url,
        http_version: request.version.name(),
        cookies,
        headers: headers(&request.fields, secrets),
        post_data: request.body.as_ref().and_then(|body| post_data(body, &request.fields)),
        headers_size: -1,
        body_size: body_size(request.body.as_ref(), exchange.origin),
    }
}

fn response(exchange: &Exchange, secrets: Secrets) -> Response {
    let Outcome::Response(response) = &exchange.outcome else {
        return Response {
            status: 0,
            status_text: String::new(),
            http_version: exchange::Version::Unknown.name(),
            cookies: Vec::new(),
            headers: Vec::new(),
            content: content(None, &[], exchange.origin),
            redirect_url: String::new(),
            headers_size: -1,
            body_size: -1,
        };
    };
    Response {
        status: response.status,
        status_text: response.reason.clone().unwrap_or_default(),
        http_version: response.version.name(),
        cookies: named(&response.fields, "set-cookie")
            .map(|value| set_cookie(&value, secrets))
            .collect(),
        headers: headers(&response.fields, secrets),
        content: content(response.body.as_ref(), &response.fields, exchange.origin),
        redirect_url: field(&response.fields, "location").unwrap_or_default().to_owned(),
        headers_size: -1,
        body_size: body_size(response.body.as_ref(), exchange.origin),
    }
}

/// The values of the fields of that name.
fn named<'f>(fields: &'f [Field], name: &'f str) -> impl Iterator<Item = String> + 'f {
    fields
        .iter()
        .filter(move |field| field.is(name))
        .map(|field| field.value.to_text().into_owned())
}

fn headers(fields: &[Field], secrets: Secrets) -> Vec<NameValue> {
    fields
        .iter()
        .map(|field| NameValue {
            name: field.name.to_text().into_owned(),
            value: if secrets == Secrets::Redacted && is_secret(&field.name.0) {
                REDACTED.into()
            } else {
                field.value.to_text().into_owned()
            },
        })
        .collect()
}

fn cookie(pair: &str, secrets: Secrets) -> Cookie {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Cookie {
        name: name.trim().to_owned(),
        value: match secrets {
            Secrets::Redacted => REDACTED.into(),
            Secrets::Shown => value.trim().to_owned(),
        },
        ..Cookie::default()
    }
}

fn set_cookie(value: &str, secrets: Secrets) -> Cookie {
    let mut parts = value.split(';');
    let mut cookie = cookie(parts.next().unwrap_or_default(), secrets);
    cookie.http_only = Some(false);
    cookie.secure = Some(false);
    for attribute in parts {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        let value = || Some(value.trim().to_owned());
        match name.trim().to_ascii_lowercase().as_str() {
            "path" => cookie.path = value(),
            "domain" => cookie.domain = value(),
            "expires" => {
                cookie.expires = value()
                    .and_then(|text| Moment::read(text.as_bytes()))
                    .map(|moment| moment.rfc3339());
            }
            "httponly" => cookie.http_only = Some(true),
            "secure" => cookie.secure = Some(true),
            _ => {}
        }
    }
    cookie
}

/// The parameters of a URL's query, decoded as form data.
fn query(url: &str) -> Vec<NameValue> {
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode(spaced.as_bytes()).decode_utf8_lossy().into_owned()
    };
    let url = url.split('#').next().unwrap_or_default();
    let Some((_, query)) = url.split_once('?') else {
        return Vec::new();
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| NameValue {
            name: decoded(name),
            value: decoded(value),
        })
        .collect()
}

fn media_type(body: Option<&Body>, fields: &[Field]) -> String {
    body.and_then(|body| body.media_type.as_deref())
        .or_else(|| field(fields, "content-type"))
        .unwrap_or_default()
        .to_owned()
}

fn post_data(body: &Body, fields: &[Field]) -> Option<PostData> {
    let (text, note) = match &body.preview {
        Preview::None if body.size == 0 => return None,
        Preview::None => (String::new(), Some("The content is not here.".to_owned())),
        Preview::Text(text) => (text.clone(), None),
        Preview::Bytes(bytes) => (
            BASE64_STANDARD.encode(bytes),
            Some("The content is not text; this is its base64.".to_owned()),
        ),
    };
    Some(PostData {
        mime_type: media_type(Some(body), fields),
        params: Vec::new(),
        text,
        comment: joined(note, cut_note(Some(body))),
    })
}

fn content(body: Option<&Body>, fields: &[Field], origin: Origin) -> Content {
    let decoded = body.and_then(|body| body.decoded_size);
    let (text, encoding) = match body.map(|body| &body.preview) {
        None | Some(Preview::None) => (None, None),
        Some(Preview::Text(text)) => (Some(text.clone()), None),
        Some(Preview::Bytes(bytes)) => (Some(BASE64_STANDARD.encode(bytes)), Some("base64")),
    };
    Content {
        size: decoded.map_or_else(|| body_size(body, origin), signed),
        compression: body.and_then(|body| Some(signed(body.decoded_size?) - signed(body.size))),
        mime_type: media_type(body, fields),
        text,
        encoding,
        comment: cut_note(body),
    }
}

/// How many bytes a body has. That there is none is known to all but a page, which is told nothing of what it may not see.
fn body_size(body: Option<&Body>, origin: Origin) -> i64 {
    match (body, origin) {
        (Some(body), _) => signed(body.size),
        (None, Origin::Browser) => -1,
        (None, _) => 0,
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(format!("{one} {other}")),
        (one, other) => one.or(other),
    }
}
