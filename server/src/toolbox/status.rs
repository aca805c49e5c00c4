//! `/status/{codes}`: the status code that the caller names.

use axum::response::{IntoResponse as _, Response};
use contract::{
    Problem,
    toolbox::limits::{CODES, STATUS_CODE},
};
use http::{HeaderValue, Method, StatusCode, header};

use super::{
    arguments::{Arguments, beyond, refusal, whole},
    twister::Twister,
};
use crate::problem::Rejection;

/// Answers with the code, or with one of several by chance.
pub async fn status(method: Method, arguments: Arguments) -> Result<Response, Rejection> {
    let choices = choices(arguments.part("codes"))?;
    let code = choose(&choices, Twister::of_chance().share());
    Ok(respond(&method, code))
}

/// The codes and their weights.
fn choices(text: &str) -> Result<Vec<(StatusCode, f64)>, Problem> {
    let entries: Vec<&str> = text.split(',').collect();
    if entries.len() as u64 > CODES.most {
        let detail = format!("there are {} status codes", entries.len());
        return Err(refusal("codes", &detail, &format!("at most {} of them", CODES.most)));
    }
    entries.into_iter().map(choice).collect()
}

fn choice(entry: &str) -> Result<(StatusCode, f64), Problem> {
    let (code, weight) = entry.split_once(':').unwrap_or((entry, "1"));
    if let Ok(100..=199) = code.trim().parse::<u16>() {
        return Err(refusal(
            "codes",
            &format!("`{code}` is interim, and another response would have to follow it (RFC 9110, section 15.2)"),
            "a status code from 200 to 599; /early-hints sends an interim response",
        ));
    }
    let code = code_of(code).ok_or_else(|| beyond(code, &STATUS_CODE))?;
    let weight = weight
        .trim()
        .parse::<f64>()
        .ok()
        .filter(|weight| weight.is_finite() && *weight >= 0.0);
    let weight = weight.ok_or_else(|| {
        let detail = format!("`{entry}` has no weight behind its colon");
        refusal("codes", &detail, "a number that is not negative, as in 200:0.9,500:0.1")
    })?;
    Ok((code, weight))
}

/// A status code that a whole response may have.
pub(super) fn code_of(text: &str) -> Option<StatusCode> {
    let code = whole(text, &STATUS_CODE)?;
    StatusCode::from_u16(u16::try_from(code).ok()?).ok()
}

/// The code that a share of all weights falls on.
fn choose(choices: &[(StatusCode, f64)], share: f64) -> StatusCode {
    let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
    let mut left = share * total;
    for (code, weight) in choices {
        left -= weight;
        if left < 0.0 {
            return *code;
        }
    }
    // Weights of zero leave nothing to fall on.
    choices.last().map_or(StatusCode::OK, |(code, _)| *code)
}

/// A response of that code with the fields that the code asks for.
fn respond(method: &Method, code: StatusCode) -> Response {
    let mut response = code.into_response();
    let fields = response.headers_mut();
    match code.as_u16() {
        301 | 302 | 303 | 305 | 307 | 308 => {
            fields.insert(header::LOCATION, HeaderValue::from_static("/redirect/1"));
        }
        401 => {
            fields.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"Roundtrip\""),
            );
        }
        402 => return with_text(response, "402 is reserved for the day when machines pay each other.\n"),
        405 => {
            // Whatever was used is what is not allowed.
            let others = if method == Method::GET || method == Method::HEAD {
                "POST"
            } else {
                "GET, HEAD"
            };
            fields.insert(header::ALLOW, HeaderValue::from_static(others));
        }
        406 => {
            fields.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            return response.map(|_| NOT_ACCEPTABLE.into());
        }
        407 => {
            fields.insert(
                header::PROXY_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"Roundtrip\""),
            );
        }
        416 => {
            fields.insert(header::CONTENT_RANGE, HeaderValue::from_static("bytes */0"));
        }
        418 => {
            let more = HeaderValue::from_static("https://www.rfc-editor.org/rfc/rfc2324");
            fields.insert("x-more-info", more);
            return with_text(response, TEAPOT);
        }
        426 => {
            fields.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        }
        429 | 503 => {
            fields.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        _ => {}
    }
    response
}

fn with_text(mut response: Response, text: &'static str) -> Response {
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response.map(|_| text.into())
}

const NOT_ACCEPTABLE: &str = "{\"accept\": [\"image/webp\", \"image/svg+xml\", \"image/jpeg\", \"image/png\", \"image/*\"], \
\"message\": \"None of the media types that you accept is there.\"}\n";

const TEAPOT: &str = r"
        ( (
         ) )
      .-------.__
  ____|  418  |  \
 /    |       |__/
 \___ |       |
      '-------'
 Short and stout, and no coffee in it.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_the_share_of_what_is_chosen() {
        let choices = choices("200:3, 500").unwrap();
        for (share, code) in [(0.0, 200), (0.74, 200), (0.76, 500), (0.999, 500)] {
            assert_eq!(choose(&choices, share).as_u16(), code, "{share}");
        }
    }
}
