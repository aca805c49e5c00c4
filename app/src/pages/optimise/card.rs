//! A pair: what it is about, what is asked, and what came of measuring it.

use std::sync::Arc;

use exchange::Reading;
use leptos::prelude::*;

use super::{
    bench::{Bench, REQUESTS, ROUNDS},
    pair::{Asked, PAIRS, Pair, SIDES},
    plot::plot,
    runs::{Measured, Run, answer},
    worth::{Change, Worth, median, of_bytes, of_time},
};
use crate::{
    inspector::figures::{duration, size},
    kit::{Button, ButtonKind, Column, DataTable, EmptyState, IconName, Load, Loadable, VisuallyHidden, focus_by_id},
    log::{Log, comparison::Comparison},
};

/// What is measured of each run.
struct Measure {
    title: &'static str,
    of: fn(&Run) -> &Reading<u64>,
    /// What the figures of both sides say.
    worth: fn(&[Vec<u64>; 2]) -> Option<Worth>,
    /// A value for a plot.
    words: fn(u64) -> String,
    /// A value for a table.
    exact: fn(u64) -> String,
}

const MEASURES: [Measure; 2] = [
    Measure {
        title: "Body on the wire",
        of: |run| &run.bytes,
        worth: of_bytes,
        words: size,
        exact: |bytes| bytes.to_string(),
    },
    Measure {
        title: "Time to the end",
        of: |run| &run.us,
        worth: of_time,
        words: duration,
        exact: duration,
    },
];

#[component]
pub(super) fn Card(
    /// Which of the pairs.
    index: usize,
    /// What measures it.
    bench: Bench,
) -> impl IntoView {
    let pair = &PAIRS[index];
    let id = format!("optimise-{}", pair.id);
    let heading = format!("{id}-heading");
    let state = bench.state(index);
    let at = bench.at();
    let press = move || {
        if at.get() == Some(index) {
            return view! {
                <Button kind=ButtonKind::Danger icon=IconName::Stop on_press=move || bench.cancel()>"Cancel"</Button>
            };
        }
        let unavailable = Signal::derive(move || at.get().map(|_| "Another one is being measured.".to_owned()));
        view! {
            <Button icon=IconName::Clock unavailable on_press=move || bench.measure(index..index + 1)>
                "Measure"
                <VisuallyHidden>{format!(" {}", pair.title.to_lowercase())}</VisuallyHidden>
            </Button>
        }
    };
    let section = id.clone();
    let retry = Callback::new(move |()| {
        // The button that was pressed goes away with the failure, and the focus would go with it.
        focus_by_id(&section);
        bench.measure(index..index + 1);
    });
    let words = move || {
        state.with(|state| match state {
            Loadable::Loading { .. } => view! { <p class="quiet">"Measuring"</p> }.into_any(),
            Loadable::Ready(measured) => savings(measured),
            _ => ().into_any(),
        })
    };
    let idle = || {
        let text = format!("Not measured yet. It takes {ROUNDS} requests without it and {ROUNDS} with it.");
        view! { <EmptyState icon=IconName::Clock text /> }.into_any()
    };
    let loading = move || {
        view! {
            <p class="optimise-progress">
                <progress max=REQUESTS value=move || bench.done() aria-label="Requests that have ended"></progress>
                <span>{move || bench.done()} " of " {REQUESTS}</span>
            </p>
        }
        .into_any()
    };
    view! {
        <section class="optimise-card" id=id aria-labelledby=heading tabindex="-1">
            <header class="optimise-head">
                <h2 id=heading.clone()>{pair.title}</h2>
                {press}
            </header>
            <p>{pair.means}</p>
            {fields(pair)}
            <dl class="optimise-asked">{pair.asked.iter().zip(SIDES).map(asked).collect_view()}</dl>
            <div class="optimise-words" role="status">{words}</div>
            <Load state retry idle loading ready=result />
        </section>
    }
    .into_any()
}

/// The fields of HTTP that do it, each with a link to what it means.
fn fields(pair: &'static Pair) -> Option<AnyView> {
    let links = pair
        .fields
        .iter()
        .map(|name| view! { <li><a href=format!("/reference/fields/{name}")><code>{*name}</code></a></li> })
        .collect_view();
    (!pair.fields.is_empty())
        .then(|| view! { <ul class="optimise-fields" role="list" aria-label="Fields of HTTP">{links}</ul> }.into_any())
}

fn asked((asked, side): (&'static Asked, &'static str)) -> AnyView {
    let field = asked.field.map(|(name, value)| {
        view! { <code>{format!("{name}: {}", value.words())}</code> }
    });
    view! {
        <div>
            <dt>{side}</dt>
            <dd><code>{format!("GET {}", asked.target)}</code> {field}</dd>
        </div>
    }
    .into_any()
}

/// What was saved, in words.
fn savings(measured: &Measured) -> AnyView {
    let lines = MEASURES
        .iter()
        .map(|measure| {
            let (change, words) = match measured.figures(measure.of).map(|figures| (measure.worth)(&figures)) {
                Ok(Some(worth)) => (worth.change, worth.words),
                Ok(None) => (Change::Same, format!("{}: nothing was measured.", measure.title)),
                Err(why) => (Change::Same, format!("{}: {why}.", measure.title)),
            };
            view! { <p data-change=change.name()>{words}</p> }
        })
        .collect_view();
    lines.into_any()
}

/// The plots, the way to the exchanges, and each figure.
fn result(measured: Arc<Measured>) -> AnyView {
    let plots = MEASURES
        .iter()
        .filter_map(|measure| Some(plot(measure.title, &measured.figures(measure.of).ok()?, measure.words)))
        .collect_view();
    view! {
        <div class="optimise-plots">{plots}</div>
        {exchanges(&measured)}
        <details class="optimise-figures">
            <summary>"All figures"</summary>
            {table(&measured)}
            {answers(&measured)}
        </details>
    }
    .into_any()
}

/// The latest exchanges of both sides, a press away.
fn exchanges(measured: &Measured) -> Option<AnyView> {
    let log = expect_context::<Log>();
    let comparison = expect_context::<Comparison>();
    let latest = measured.latest()?;
    let open = latest
        .each_ref()
        .map(|exchange| exchange.id)
        .into_iter()
        .zip(SIDES)
        .map(|(id, side)| {
            let unavailable = Signal::derive(move || {
                let there = log.entries().iter().any(|exchange| exchange.id == id);
                (!there).then(|| "It is not in the log any more.".to_owned())
            });
            view! { <Button icon=IconName::List unavailable on_press=move || log.show(id)>{side}</Button> }
        })
        .collect_view();
    let compare = move || {
        let [without, with] = latest.clone();
        comparison.show(without, with);
    };
    let view = view! {
        <div class="optimise-exchanges" role="group" aria-label="The latest exchanges">
            {open}
            <Button icon=IconName::Columns on_press=compare>"Side by side"</Button>
        </div>
    };
    Some(view.into_any())
}

/// Each figure of each run.
fn table(measured: &Measured) -> AnyView {
    let columns = vec![
        Column::text("Run"),
        Column::number("Bytes without"),
        Column::number("Bytes with"),
        Column::number("Time without"),
        Column::number("Time with"),
    ];
    let cell = |value: Option<u64>, measure: &Measure| {
        let words = value.map_or_else(|| "–".to_owned(), measure.exact);
        view! { <td class="number">{words}</td> }
    };
    let runs = (0..ROUNDS)
        .map(|run| {
            let sides = MEASURES
                .iter()
                .flat_map(|measure| measured.0.each_ref().map(|runs| (measure, runs)));
            let cells = sides
                .map(|(measure, runs)| {
                    let value = runs.get(run).and_then(|run| (measure.of)(run).value().copied());
                    cell(value, measure)
                })
                .collect_view();
            view! { <tr><th scope="row">{run + 1}</th>{cells}</tr> }
        })
        .collect_view();
    let medians = MEASURES
        .iter()
        .flat_map(|measure| {
            let figures = measured.figures(measure.of).ok();
            [0, 1].map(|side| cell(figures.as_ref().and_then(|figures| median(&figures[side])), measure))
        })
        .collect_view();
    view! {
        <DataTable caption="Each run" hide_caption=true columns>
            {runs}
            <tr><th scope="row">"Median"</th>{medians}</tr>
        </DataTable>
    }
    .into_any()
}

/// What tells the answers apart, and how the times are known.
fn answers(measured: &Measured) -> AnyView {
    let answers = measured.latest().map(|[without, with]| {
        format!(
            "The latest answers: without, {}; with, {}.",
            answer(&without),
            answer(&with)
        )
    });
    let derived = measured.derived().map(|how| format!("Times are derived: {how}."));
    view! { <p class="quiet">{answers} " " {derived}</p> }.into_any()
}
