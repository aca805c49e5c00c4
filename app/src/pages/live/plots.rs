//! What the transports cost, as plots that grow, with each figure in a table beside.

use exchange::Reading;
use leptos::prelude::*;

use super::{
    desk::Desk,
    figures::{Figures, Heads},
    lane::Lane,
};
use crate::{
    client::live::Transport,
    inspector::figures::{duration, size},
    kit::{Column, DataTable, axis_end, phase_bar::length},
    pages::optimise::worth::median,
};

/// How many of the latest times have a dot.
const DOTS: usize = 60;

/// How high the plots are, without the words below their axis.
const HEIGHT: usize = 132;
/// How high a transport is in a plot of bars, its words above its bar.
const ROW: usize = HEIGHT / 3;
const BAR_TOP: usize = 18;
const BAR: usize = 16;

/// The name of a transport in style sheets.
pub(super) const fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::Poll => "poll",
        Transport::Stream => "stream",
        Transport::Socket => "socket",
    }
}

#[component]
pub(super) fn Plots(desk: Desk) -> impl IntoView {
    let legend = Transport::ALL
        .map(|transport| {
            view! {
                <li data-transport=name(transport)>
                    <svg width="28" height="8" aria-hidden="true" focusable="false">
                        <line class="live-plot-line" x1="0" x2="28" y1="4" y2="4" />
                    </svg>
                    {transport.label()}
                </li>
            }
        })
        .collect_view();
    let plots = move || {
        let heads = desk.heads().get();
        let lanes = desk.lanes();
        view! {
            {growth(lanes, heads)}
            {overhead(lanes, heads)}
            {times(lanes)}
        }
    };
    view! {
        <section class="live-panel" aria-labelledby="live-plots-heading">
            <h2 id="live-plots-heading">"What it costs"</h2>
            <ul class="live-legend" role="list">{legend}</ul>
            <div class="live-plots">{plots}</div>
            <details class="live-figures">
                <summary>"All figures, and where each is known from"</summary>
                {move || table(desk.lanes(), desk.heads().get())}
            </details>
        </section>
    }
    .into_any()
}

/// What is around a plot. It is one picture to assistive technology; the table has each figure.
fn figure(title: &'static str, about: &'static str, label: String, ticks: [String; 3], drawn: AnyView) -> AnyView {
    let ticks = [("0%", "start"), ("50%", "middle"), ("100%", "end")]
        .into_iter()
        .zip(ticks)
        .map(|((x, anchor), words)| {
            view! {
                <line class="live-plot-grid" x1=x x2=x y1="0" y2=HEIGHT.to_string() />
                <text class="live-plot-tick" x=x y=(HEIGHT + 15).to_string() text-anchor=anchor>{words}</text>
            }
        })
        .collect_view();
    view! {
        <figure class="live-plot">
            <figcaption><strong>{title}</strong>" "<span class="quiet">{about}</span></figcaption>
            <svg role="img" aria-label=label width="100%" height=(HEIGHT + 18).to_string() focusable="false">
                {ticks}
                {drawn}
            </svg>
        </figure>
    }
    .into_any()
}

/// How the bytes grow with the messages.
fn growth(lanes: [Lane; 3], heads: Option<Heads>) -> AnyView {
    let series = lanes.map(|lane| (lane, lane.with(|seen| seen.figures.growth(lane.transport, heads))));
    let most = |of: fn(&(u64, u64)) -> u64| series.iter().flat_map(|(_, points)| points).map(of).max().unwrap_or(0);
    let (messages, bytes) = (axis_end(most(|point| point.0)), axis_end(most(|point| point.1)));
    let lines = series
        .iter()
        .map(|(lane, points)| {
            let corners = points.iter().map(|(at, size)| {
                format!(
                    "{},{}",
                    at * 1_000 / messages,
                    1_000 - (size * 1_000 / bytes).min(1_000)
                )
            });
            let corners = std::iter::once("0,1000".to_owned())
                .chain(corners)
                .collect::<Vec<_>>()
                .join(" ");
            view! { <polyline class="live-plot-line" data-transport=name(lane.transport) points=corners /> }
        })
        .collect_view();
    let label = series.iter().map(|(lane, points)| {
        let bytes = points
            .last()
            .map_or_else(|| "nothing".to_owned(), |point| size(point.1));
        format!("{} {bytes}", lane.transport.label())
    });
    let label = format!(
        "Bytes on the wire by the number of events: {}",
        label.collect::<Vec<_>>().join(", ")
    );
    let drawn = view! {
        <svg width="100%" height=HEIGHT.to_string() viewBox="0 0 1000 1000" preserveAspectRatio="none" overflow="visible" aria-hidden="true">
            {lines}
        </svg>
        <text class="live-plot-tick" x="4" y="12">{size(bytes)}</text>
    };
    let half = messages / 2;
    let ticks = ["0".to_owned(), half.to_string(), format!("{messages} events")];
    figure(
        "Bytes on the wire",
        "for so many events",
        label,
        ticks,
        drawn.into_any(),
    )
}

/// What a message takes beside its own bytes.
fn overhead(lanes: [Lane; 3], heads: Option<Heads>) -> AnyView {
    let values = lanes.map(|lane| {
        let reading = lane.with(|seen| seen.figures.overhead(lane.transport, heads));
        (lane.transport, reading)
    });
    let most = values.iter().filter_map(|(_, reading)| reading.value()).copied().max();
    let end = axis_end(most.unwrap_or_default());
    let rows = values
        .iter()
        .enumerate()
        .map(|(index, (transport, reading))| bar(index, *transport, reading.value().copied(), end, size))
        .collect_view();
    let label = values.iter().map(|(transport, reading)| {
        let words = reading
            .value()
            .map_or_else(|| "unavailable".to_owned(), |bytes| size(*bytes));
        format!("{} {words}", transport.label())
    });
    let label = format!("Overhead of an event: {}", label.collect::<Vec<_>>().join(", "));
    let ticks = [0, end / 2, end].map(size);
    figure(
        "Overhead of an event",
        "bytes that are not the event",
        label,
        ticks,
        rows.into_any(),
    )
}

/// How long messages took from this page's sending to this page's seeing.
fn times(lanes: [Lane; 3]) -> AnyView {
    let values = lanes.map(|lane| (lane.transport, lane.with(|seen| seen.figures.times().to_vec())));
    let latest = values
        .each_ref()
        .map(|(_, times)| &times[times.len().saturating_sub(DOTS)..]);
    let end = axis_end(latest.iter().copied().flatten().copied().max().unwrap_or_default());
    let rows = values
        .iter()
        .zip(latest)
        .enumerate()
        .map(|(index, ((transport, times), latest))| {
            let y = index * ROW + BAR_TOP;
            let dots = latest
                .iter()
                .enumerate()
                .map(|(number, us)| {
                    let cy = y + 3 + number * 5 % (BAR - 5);
                    view! { <circle class="live-plot-dot" cx=length(*us, end) cy=cy.to_string() r="2" /> }
                })
                .collect_view();
            view! {
                {bar(index, *transport, median(times), end, duration)}
                {dots}
            }
        })
        .collect_view();
    let label = values.iter().map(|(transport, times)| {
        let words = median(times).map_or_else(|| "nothing".to_owned(), duration);
        format!("{} {words}", transport.label())
    });
    let label = format!(
        "Median time from sent to seen: {}",
        label.collect::<Vec<_>>().join(", ")
    );
    let ticks = [0, end / 2, end].map(duration);
    figure(
        "From sent to seen",
        "a bar is the median, a dot a message",
        label,
        ticks,
        rows.into_any(),
    )
}

/// The bar of a transport, with its words above.
fn bar(index: usize, transport: Transport, value: Option<u64>, end: u64, words: fn(u64) -> String) -> AnyView {
    let top = index * ROW;
    let text = (top + 13).to_string();
    let bar = value.map(|value| {
        view! {
            <rect
                class="live-plot-bar"
                x="0"
                y=(top + BAR_TOP).to_string()
                width=length(value, end)
                height=BAR.to_string()
                rx="2"
            />
        }
    });
    view! {
        <g data-transport=name(transport)>
            <text class="live-plot-name" x="4" y=text.clone()>{transport.label()}</text>
            <text class="live-plot-value" x="100%" dx="-4" y=text text-anchor="end">{value.map_or_else(|| "–".to_owned(), words)}</text>
            {bar}
        </g>
    }
    .into_any()
}

/// The value below which 95 of 100 lie.
fn p95(values: &[u64]) -> Option<u64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let index = (sorted.len() * 95).div_ceil(100).checked_sub(1)?;
    sorted.get(index).copied()
}

/// Each figure, and where it is known from.
fn table(lanes: [Lane; 3], heads: Option<Heads>) -> AnyView {
    let shown = |reading: &Reading<u64>| {
        reading
            .value()
            .map_or_else(|| "Unavailable".to_owned(), |bytes| size(*bytes))
    };
    let time = |us: Option<u64>| us.map_or_else(|| "–".to_owned(), duration);
    let columns = std::iter::once(Column::text("Figure"))
        .chain(Transport::ALL.map(|transport| Column::number(transport.short())))
        .collect::<Vec<_>>();
    let figures = lanes.map(|lane| (lane.transport, lane.with(|seen| seen.figures.clone())));
    let row = |name: &'static str, value: &dyn Fn(Transport, &Figures) -> String| {
        let cells = figures
            .iter()
            .map(|(transport, figures)| view! { <td class="number">{value(*transport, figures)}</td> })
            .collect_view();
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let rows = [
        row("Events", &|_, figures| figures.messages.to_string()),
        row("Requests", &|_, figures| figures.requests.to_string()),
        row("Bytes on the wire", &|transport, figures| {
            shown(&figures.bytes(transport, heads))
        }),
        row("Overhead of an event", &|transport, figures| {
            shown(&figures.overhead(transport, heads))
        }),
        row("Median time", &|_, figures| time(median(figures.times()))),
        row("95 % are below", &|_, figures| time(p95(figures.times()))),
    ]
    .collect_view();
    let notes = figures
        .iter()
        .filter_map(|(transport, figures)| {
            let reading = figures.bytes(*transport, heads);
            let kind = if reading.value().is_some() {
                "derived"
            } else {
                "unavailable"
            };
            let note = reading.note()?.to_owned();
            Some(view! { <li>{format!("{}, {kind}: {note}.", transport.label())}</li> })
        })
        .collect_view();
    view! {
        <DataTable caption="What each transport costs" hide_caption=true columns class="live-table">{rows}</DataTable>
        <ul class="live-notes">
            {notes}
            <li>
                "Times, measured: from this page's call of Fetch to the event in this page, both by its own clock. What others have sent has \
                 none, because their clocks are not this one."
            </li>
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::p95;

    #[test]
    fn ninety_five_of_a_hundred_lie_below() {
        assert_eq!(p95(&[]), None);
        assert_eq!(p95(&[7]), Some(7));
        assert_eq!(p95(&(1..=100).rev().collect::<Vec<_>>()), Some(95));
    }
}
