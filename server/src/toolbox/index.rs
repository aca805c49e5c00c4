//! `GET /`: what the echo origin is, with every tool, readable without a script.

use std::fmt::{self, Write as _};

use axum::{extract::State, response::Response};
use contract::{
    endpoint::{Limit, Unit},
    toolbox::{Card, KINDS, Kind},
};

use super::html::own_page;
use crate::{AppState, origin::Origin, problem::Rejection};

/// The page that lists every tool with an example and its limits. It is made from the tools' cards.
pub async fn index(State(state): State<AppState>) -> Result<Response, Rejection> {
    let mut page = String::with_capacity(64 * 1024);
    write_page(&mut page, &state.origins.app, &state.origins.echo).map_err(Rejection::internal)?;
    Ok(own_page(page))
}

fn write_page(page: &mut String, app: &Origin, echo: &Origin) -> fmt::Result {
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Roundtrip: \
         toolbox</title><style>{STYLE}</style></head><body><header><h1>Toolbox</h1><p>This origin, <code>{echo}</code>, \
         answers to any page and any client, with httpbin's paths and shapes, over HTTP/1.1 and HTTP/2. What you send to it may \
         come back, so nothing that it answers can run, and no cookie of Roundtrip's lives here. Whatever you ask for has a \
         limit: who asks for more gets a <a href=\"{app}/problems\">problem</a> that says what would be right. The pages are at \
         <a href=\"{app}/\">{app}</a>; <a href=\"{app}/docs\">/docs</a> says what every tool takes and answers, and \
         <a href=\"{app}/openapi.json\">/openapi.json</a> says it to machines.</p><nav aria-label=\"Kinds of tools\"><ul>"
    )?;
    for kind in KINDS {
        write!(page, "<li><a href=\"#{}\">{}</a></li>", id(kind), kind.title)?;
    }
    page.push_str("</ul></nav></header><main>");
    for kind in KINDS {
        write!(
            page,
            "<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>",
            id(kind),
            kind.title
        )?;
        for card in kind.cards {
            write_card(page, card, echo)?;
        }
        page.push_str("</section>");
    }
    page.push_str("</main></body></html>\n");
    Ok(())
}

/// A kind's name in the page's own links.
fn id(kind: &Kind) -> String {
    kind.title
        .to_lowercase()
        .replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
}

fn write_card(page: &mut String, card: &Card, echo: &Origin) -> fmt::Result {
    let Card {
        id,
        methods,
        any_method,
        path,
        summary,
        example,
        options,
        limits,
        bounds,
        http2,
    } = card;
    let methods = if *any_method {
        "any method".to_owned()
    } else {
        methods.iter().map(http::Method::as_str).collect::<Vec<_>>().join(", ")
    };
    let path = escaped(&path.replace("{*", "{"));
    write!(
        page,
        "<article id=\"{id}\"><h3><code>{path}</code> <span>{methods}</span></h3><p>{summary}.</p>",
        summary = escaped(summary)
    )?;
    // A link is a GET; what takes no GET has only its command.
    if card.methods.contains(&http::Method::GET) {
        write!(
            page,
            "<p>Try <a href=\"{0}\"><code>{0}</code></a></p>",
            escaped(example)
        )?;
    }
    let command = if options.is_empty() {
        format!("curl '{echo}{example}'")
    } else {
        format!("curl {options} '{echo}{example}'")
    };
    write!(
        page,
        "<pre tabindex=\"0\" aria-label=\"As a command\"><code>{}</code></pre>",
        escaped(&command)
    )?;
    let mut bounded: Vec<String> = limits.iter().map(words).collect();
    bounded.extend((!bounds.is_empty()).then(|| escaped(bounds)));
    if !bounded.is_empty() {
        write!(page, "<p class=\"limits\"><b>Limits</b> {}</p>", bounded.join("; "))?;
    }
    if !http2.is_empty() {
        write!(page, "<p class=\"limits\"><b>HTTP/2</b> {}</p>", escaped(http2))?;
    }
    page.push_str("</article>");
    Ok(())
}

/// A limit for people: `seconds: 0 to 10 s`.
fn words(limit: &Limit) -> String {
    let Limit {
        parameter,
        least,
        most,
        unit,
    } = limit;
    let (least, most) = (grouped(*least), grouped(*most));
    match unit {
        Unit::Count | Unit::Share => format!("{parameter}: {least} to {most}"),
        Unit::Bytes => format!("{parameter}: {least} to {most} bytes"),
        Unit::Seconds => format!("{parameter}: {least} to {most} s"),
    }
}

/// A number with a comma between each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const STYLE: &str = include_str!("content/index.css");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_048_576, "1,048,576")] {
            assert_eq!(grouped(number), text);
        }
    }
}
