//! Two exchanges side by side: when everything happened, what was said, and which bytes were sent.
//!
//! - [`fields`], [`lines`], [`texts`]: what differs, found by plain functions
//! - [`phases`]: the phases of both on one scale
//! - [`bytes`]: sizes, first differences, and bodies line by line

mod bytes;
mod fields;
mod lines;
mod phases;
mod texts;

use std::sync::Arc;

use exchange::{Exchange, Field, Outcome, Transcript};
use leptos::prelude::*;

use self::fields::{Change, Pair, pairs};
use super::{
    figures::moment,
    recorded::{Account, Recorded},
    status_line::StatusLine,
};
use crate::{
    client::failure::title,
    kit::{Button, Column, DataTable, IconName, Loadable},
};

/// What the two sides are called.
const LETTERS: [&str; 2] = ["A", "B"];

/// One of the two, and what the server recorded of it.
#[derive(Clone)]
struct Compared {
    exchange: Arc<Exchange>,
    account: Account,
    served: Option<RwSignal<Loadable<Arc<Exchange>>>>,
    transcript: Option<RwSignal<Loadable<Arc<Transcript>>>>,
}

impl Compared {
    fn new(exchange: Arc<Exchange>) -> Self {
        let recorded = Recorded::of(&exchange);
        Self {
            account: Account::of(&exchange, recorded),
            served: recorded.map(|recorded| recorded.exchange.get().0),
            transcript: recorded.map(|recorded| recorded.transcript.get().0),
            exchange,
        }
    }
}

/// What was asked for, once it is there.
fn there<T: Clone + Send + Sync + 'static>(asked: Option<RwSignal<Loadable<T>>>) -> Option<T> {
    match asked?.get() {
        Loadable::Ready(value) => Some(value),
        _ => None,
    }
}

/// Draws two exchanges side by side.
pub(crate) fn compare(one: Arc<Exchange>, other: Arc<Exchange>) -> AnyView {
    let sides = StoredValue::new([one, other].map(Compared::new));
    let swapped = RwSignal::new(false);
    let pair = move || {
        let [one, other] = sides.get_value();
        if swapped.get() { [other, one] } else { [one, other] }
    };
    let swap = move || swapped.update(|swapped| *swapped = !*swapped);
    view! {
        <div class="compare">
            <div class="compare-heads">{move || pair().into_iter().zip(LETTERS).map(head).collect_view()}</div>
            <p><Button icon=IconName::Retry on_press=swap>"Swap the sides"</Button></p>
            <section>
                <h3>"Phases"</h3>
                {move || phases::phases(&pair())}
            </section>
            {move || messages(&pair())}
            <section>
                <h3>"Bytes"</h3>
                {move || bytes::bytes(&pair())}
            </section>
        </div>
    }
    .into_any()
}

fn head((side, letter): (Compared, &'static str)) -> AnyView {
    let started_at = moment(side.exchange.started_at);
    view! {
        <div class="compare-head">
            <span class="compare-letter">{letter}</span>
            <div>
                <StatusLine exchange=side.exchange />
                <p class="provenance">{started_at}</p>
            </div>
        </div>
    }
    .into_any()
}

/// What differs in what was asked and in what was answered.
fn messages(pair: &[Compared; 2]) -> AnyView {
    let served = pair.each_ref().map(|side| there(side.served));
    // Only what was seen by the same eyes is compared.
    let (exchanges, source) = match served {
        [Some(one), Some(other)] => ([one, other], "As the fields were sent, in the server's records."),
        _ => (
            pair.each_ref().map(|side| side.exchange.clone()),
            "The fields as the browser shows them to a page: the server has not recorded both exchanges.",
        ),
    };
    let asked = exchanges.each_ref().map(|exchange| &exchange.request);
    let urls = pair.each_ref().map(|side| {
        let request = &side.exchange.request;
        request.url.clone().unwrap_or_else(|| request.target.clone())
    });
    let request = [
        ("Method", asked.map(|request| request.method.clone())),
        ("URL", urls),
        ("Version", asked.map(|request| request.version.name().to_owned())),
    ];
    let response = [
        ("Status", exchanges.each_ref().map(|exchange| status(&exchange.outcome))),
        (
            "Version",
            exchanges.each_ref().map(|exchange| {
                let response = exchange.outcome.response();
                response.map_or_else(|| "–".to_owned(), |response| response.version.name().to_owned())
            }),
        ),
    ];
    let answered = exchanges.each_ref().map(|exchange| {
        let response = exchange.outcome.response();
        response.map_or(&[][..], |response| response.fields.as_slice())
    });
    view! {
        {message("Request", &request, asked.map(|request| request.fields.as_slice()))}
        {message("Response", &response, answered)}
        <p class="provenance">{source}</p>
    }
    .into_any()
}

fn status(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Response(response) => {
            let reason = response.reason.as_deref().unwrap_or_default();
            format!("{} {reason}", response.status).trim_end().to_owned()
        }
        Outcome::Failure(failure) => title(failure.kind).to_owned(),
    }
}

/// One of the messages: its start line and its fields, what differs first.
fn message(heading: &'static str, facts: &[(&'static str, [String; 2])], fields: [&[Field]; 2]) -> AnyView {
    let facts = facts.iter().map(|(name, values)| Pair {
        name: (*name).to_owned(),
        change: if values[0] == values[1] {
            Change::Same
        } else {
            Change::Changed
        },
        values: values.clone().map(|value| vec![value]),
    });
    let all = facts.chain(pairs(fields[0], fields[1]));
    let (same, different): (Vec<_>, Vec<_>) = all.partition(|pair| pair.change == Change::Same);
    let count = same.len();
    let differ = if different.is_empty() {
        view! { <p class="compare-same">"No difference."</p> }.into_any()
    } else {
        table(format!("{heading}: what differs"), &different)
    };
    let same = (count > 0).then(|| {
        view! {
            <details class="compare-folded">
                <summary>{count}" the same"</summary>
                {table(format!("{heading}: what is the same"), &same)}
            </details>
        }
    });
    view! {
        <section>
            <h3>{heading}</h3>
            {differ}
            {same}
        </section>
    }
    .into_any()
}

fn table(caption: String, pairs: &[Pair]) -> AnyView {
    let rows = pairs.iter().map(row).collect_view();
    let columns = vec![
        Column::text("Name"),
        Column::text(LETTERS[0]),
        Column::text(LETTERS[1]),
        Column::text("Change"),
    ];
    view! { <DataTable caption hide_caption=true columns class="compare-table">{rows}</DataTable> }.into_any()
}

fn row(pair: &Pair) -> AnyView {
    let (name, words) = match pair.change {
        Change::Same => ("same", "the same"),
        Change::Changed => ("changed", "changed"),
        Change::Case => ("case", "the name's case, which means nothing"),
        Change::Removed => ("removed", "only in A"),
        Change::Added => ("added", "only in B"),
    };
    let cells = pair
        .values
        .iter()
        .zip(LETTERS)
        .map(|(values, letter)| {
            let values = if values.is_empty() {
                view! { <span class="quiet">"–"</span> }.into_any()
            } else {
                let lines = values.iter().map(|value| view! { <div>{value.clone()}</div> });
                lines.collect_view().into_any()
            };
            view! { <td data-side=letter>{values}</td> }
        })
        .collect_view();
    view! {
        <tr data-change=name>
            <th scope="row">{pair.name.clone()}</th>
            {cells}
            <td class="compare-change">{words}</td>
        </tr>
    }
    .into_any()
}
