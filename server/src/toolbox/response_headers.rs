//! `/response-headers`: the fields that the caller names.

use axum::response::{IntoResponse as _, Response};
use contract::{Problem, toolbox::limits::PAIRS};
use http::{HeaderMap, HeaderValue, header};

use super::{
    arguments::{Arguments, refusal},
    fields::{field, told, write},
};
use crate::{compress::Uncoded, problem::Rejection};

/// Answers with the fields, and with JSON that lists them beside those that the tool has of its own.
pub async fn response_headers(arguments: Arguments) -> Result<Response, Rejection> {
    let pairs = arguments.pairs(&PAIRS)?;
    let mut chosen = Vec::new();
    for (name, value) in pairs {
        let taken: Result<_, Problem> = field(name, value).map_err(|wrong| refusal(name, &wrong, "another field"));
        chosen.push(taken?);
    }
    let mut fields = HeaderMap::new();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    write(chosen, &mut fields);
    let content = describing_itself(&mut fields, pairs).map_err(Rejection::internal)?;
    let mut response = content.into_response();
    *response.headers_mut() = fields;
    response.extensions_mut().insert(Uncoded);
    Ok(response)
}

/// JSON that lists the fields, its own length among them: written again until the length that it names is the one that it has.
fn describing_itself(fields: &mut HeaderMap, pairs: &[(String, String)]) -> Result<Vec<u8>, serde_json::Error> {
    let mut length = 0;
    loop {
        fields.insert(header::CONTENT_LENGTH, length.into());
        let mut content = serde_json::to_vec_pretty(&told(fields, pairs))?;
        content.push(b'\n');
        // The length only grows from one turn to the next, by a digit at a time.
        if content.len() == length {
            return Ok(content);
        }
        length = content.len();
    }
}
