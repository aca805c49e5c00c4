//! `GET /`: what the echo origin is, readable without a script.

use axum::{extract::State, response::Html};
use contract::{
    Endpoint,
    toolbox::{Delay, MAX_DELAY_SECONDS, NoCors},
};

use crate::AppState;

/// The page that lists every tool with an example and its limits.
pub async fn index(State(state): State<AppState>) -> Html<String> {
    let (app, echo) = (&state.origins.app, &state.origins.echo);
    let tools = [
        tool::<Delay>("/delay/1.5", &format!("at most {MAX_DELAY_SECONDS} seconds")),
        tool::<NoCors>("/no-cors", "none"),
    ]
    .concat();
    Html(format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Roundtrip: \
         toolbox</title><style>{STYLE}</style></head><body><h1>Toolbox</h1><p>This origin, <code>{echo}</code>, answers \
         to any page and any client. What you send to it may come back, so nothing that it answers can run, and no cookie \
         lives here. The pages are at <a href=\"{app}\">{app}</a>.</p><table><thead><tr><th scope=\"col\">Path</th><th \
         scope=\"col\">What it does</th><th scope=\"col\">Limits</th></tr></thead><tbody>{tools}</tbody></table></body></html>\n"
    ))
}

fn tool<E: Endpoint>(example: &str, limits: &str) -> String {
    format!(
        "<tr><td><a href=\"{example}\"><code>{path}</code></a></td><td>{summary}</td><td>{limits}</td></tr>",
        path = E::PATH,
        summary = E::SUMMARY
    )
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8884}\
code{font:.9em ui-monospace,monospace}";
