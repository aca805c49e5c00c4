//! The bytes of two exchanges: how many, where they first differ, and their bodies line by line.

use exchange::{Body, Exchange, Half, body::Preview};
use leptos::prelude::*;

use super::{
    Compared, LETTERS,
    lines::{Beside, beside, diff, lines, rows},
    texts::{self, beginning, first_difference, lay_out, place},
    there,
};
use crate::{
    client::is_json,
    inspector::figures::size,
    kit::{Column, DataTable},
};

/// So many rows of lines are shown.
const MOST_ROWS: usize = 400;

/// So much of a line is shown.
const LONGEST_LINE: usize = 400;

pub(super) fn bytes(pair: &[Compared; 2]) -> AnyView {
    let exchanges = pair.each_ref().map(|side| &*side.exchange);
    let transcripts = pair.each_ref().map(|side| there(side.transcript));
    let [requests, responses] = [request_body, response_body].map(|body| exchanges.map(body));
    let mut sizes = Vec::new();
    let mut on_the_wire = None;
    if let [Some(one), Some(other)] = &transcripts {
        let halves = [[&one.request, &other.request], [&one.response, &other.response]];
        for (name, halves) in ["Request, on the wire", "Response, on the wire"]
            .into_iter()
            .zip(halves)
        {
            sizes.push((name, halves.map(|half| Some(half.size))));
        }
        let sentences = ["requests", "responses"].into_iter().zip(halves);
        let sentences = sentences.map(|(what, halves)| view! { <li>{wire_difference(what, halves)}</li> });
        on_the_wire = Some(view! { <ul class="compare-wire">{sentences.collect_view()}</ul> });
    }
    sizes.extend([
        ("Body of the request", requests.map(|body| body.map(|body| body.size))),
        (
            "Body of the response, as it travelled",
            responses.map(|body| body.map(|body| body.size)),
        ),
        (
            "Body of the response, decoded",
            responses.map(|body| body.map(|body| body.decoded_size.unwrap_or(body.size))),
        ),
    ]);
    view! {
        {size_table(&sizes)}
        {on_the_wire}
        {bodies("Body of the request", requests)}
        {bodies("Body of the response", responses)}
    }
    .into_any()
}

fn request_body(exchange: &Exchange) -> Option<&Body> {
    exchange.request.body.as_ref()
}

fn response_body(exchange: &Exchange) -> Option<&Body> {
    exchange.outcome.response()?.body.as_ref()
}

fn size_table(sizes: &[(&'static str, [Option<u64>; 2])]) -> AnyView {
    let rows = sizes
        .iter()
        .filter(|(_, sizes)| sizes.iter().any(Option::is_some))
        .map(|(name, sizes)| {
            let cells = sizes.iter().zip(LETTERS).map(|(bytes, letter)| {
                let words = bytes.map_or_else(|| "–".to_owned(), size);
                view! { <td class="number" data-side=letter>{words}</td> }
            });
            view! {
                <tr>
                    <th scope="row">{*name}</th>
                    {cells.collect_view()}
                    <td class="number">{difference(*sizes)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("What"),
        Column::number(LETTERS[0]),
        Column::number(LETTERS[1]),
        Column::number("B against A"),
    ];
    view! { <DataTable caption="Sizes" hide_caption=true columns class="compare-sizes">{rows}</DataTable> }.into_any()
}

fn difference([one, other]: [Option<u64>; 2]) -> String {
    let (one, other) = (one.unwrap_or(0), other.unwrap_or(0));
    match other.abs_diff(one) {
        0 => "the same".to_owned(),
        bytes if other > one => format!("+{}", size(bytes)),
        bytes => format!("−{}", size(bytes)),
    }
}

/// Where two messages first differ as they travelled, and in which part.
fn wire_difference(what: &'static str, [one, other]: [&Half; 2]) -> String {
    match first_difference(&one.bytes, &other.bytes) {
        Some(at) => {
            let mut names = place(&one.parts, at);
            if names.is_empty() {
                names = place(&other.parts, at);
            }
            let part = if names.is_empty() {
                String::new()
            } else {
                format!(", in the {}", names.join(" › "))
            };
            format!("The {what} first differ at byte {at}{part}.")
        }
        None if one.truncated || other.truncated => {
            format!(
                "The {what} are the same as far as they were kept, which is {}.",
                size(one.bytes.len() as u64)
            )
        }
        None => format!("The {what} are the same, byte for byte."),
    }
}

/// Two bodies, line by line where both are text.
fn bodies(heading: &'static str, pair: [Option<&Body>; 2]) -> AnyView {
    let content = match pair {
        [None, None] => return ().into_any(),
        [Some(_), None] => view! { <p class="compare-same">"Only A has one."</p> }.into_any(),
        [None, Some(_)] => view! { <p class="compare-same">"Only B has one."</p> }.into_any(),
        [Some(one), Some(other)] => both(heading, one, other),
    };
    view! {
        <h4>{heading}</h4>
        {content}
    }
    .into_any()
}

fn both(heading: &'static str, one: &Body, other: &Body) -> AnyView {
    let cut = one.truncated || other.truncated;
    let Some(at) = first_difference(texts::bytes(&one.preview), texts::bytes(&other.preview)) else {
        let words = if cut {
            "The same as far as they are kept here."
        } else {
            "The same, byte for byte."
        };
        return view! { <p class="compare-same">{words}</p> }.into_any();
    };
    let first = format!("They first differ at byte {at}.");
    let (Preview::Text(one_text), Preview::Text(other_text)) = (&one.preview, &other.preview) else {
        return view! { <p class="compare-same">{first}" They are not both text, so they are not compared by lines."</p> }.into_any();
    };
    let is_json = !cut
        && [one, other]
            .iter()
            .all(|body| body.media_type.as_deref().is_some_and(is_json));
    let beginnings = [one_text, other_text].map(|text| beginning(text));
    let is_all = beginnings.iter().all(|(_, whole)| *whole) && !cut;
    let texts = beginnings.map(|(text, _)| if is_json { lay_out(text) } else { text.to_owned() });
    let compared = diff(&texts[0], &texts[1]);
    let (shown, more) = rows(&compared.edits, MOST_ROWS);
    let mut notes = vec![first];
    if is_json {
        notes.push("JSON is laid out with a line for each value.".to_owned());
    }
    if compared.rough {
        notes.push(
            "So much differs that the lines between the first and the last difference are not matched.".to_owned(),
        );
    }
    if compared.cut || !is_all {
        notes.push("Only the beginnings are compared.".to_owned());
    }
    if more {
        notes.push(format!("The first {MOST_ROWS} lines are shown."));
    }
    let lines = [lines(&texts[0]), lines(&texts[1])];
    let lines = beside(&shown)
        .into_iter()
        .map(|row| {
            let texts = |side: usize, line: usize| lines[side].get(line).copied().unwrap_or_default();
            match row {
                Beside::Folded(count) => view! { <div class="diff-folded">{count}" the same"</div> }.into_any(),
                Beside::Same(one, other) => view! {
                    <div class="diff-row">
                        {line(Some((one, texts(0, one))), "same", " ", "A")} {line(Some((other, texts(1, other))), "same", " ", "B")}
                    </div>
                }
                .into_any(),
                Beside::Different(one, other) => view! {
                    <div class="diff-row">
                        {line(one.map(|one| (one, texts(0, one))), "removed", "−", "A")}
                        {line(other.map(|other| (other, texts(1, other))), "added", "+", "B")}
                    </div>
                }
                .into_any(),
            }
        })
        .collect_view();
    view! {
        <p class="compare-same">{notes.join(" ")}</p>
        <div class="diff code-block" tabindex="0" role="group" aria-label=format!("{heading}, line by line")>
            {lines}
        </div>
    }
    .into_any()
}

/// A line of one side; nothing where the other side has one and this has not.
fn line(found: Option<(usize, &str)>, change: &'static str, mark: &'static str, letter: &'static str) -> AnyView {
    let Some((number, text)) = found else {
        return view! { <div class="diff-line" data-change="none" data-side=letter></div> }.into_any();
    };
    let mut shown: String = text.chars().take(LONGEST_LINE).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    view! {
        <div class="diff-line" data-change=change data-side=letter>
            <span class="diff-number">{number + 1}</span>
            <span class="diff-mark">{mark}</span>
            <span class="diff-text">{shown}</span>
        </div>
    }
    .into_any()
}
