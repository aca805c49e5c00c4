//! When everything happened: a table of the phases, each with its bar, its duration and how that is known.

use exchange::{Interval, Phase, Reading, Span, Timeline, timeline::Side};
use leptos::prelude::*;

use super::{clocks::Joined, figures::duration, recorded::Account};
use crate::kit::{Column, DataTable, PhaseBar, PhaseSpan, PhaseSwatch};

#[component]
pub(super) fn TimingView(account: Account) -> impl IntoView {
    let table = move || {
        let Joined {
            timeline,
            uncertainty_us,
        } = account.joined();
        view! { <PhaseTable timeline uncertainty_us /> }
    };
    view! { <div class="timing-view">{table} <p class="provenance">{move || account.source()}</p></div> }
}

#[component]
fn PhaseTable(timeline: Timeline, uncertainty_us: Option<u64>) -> impl IntoView {
    let total = timeline.exchanged_us();
    if timeline.0.is_empty() {
        return view! { <p class="provenance">"Nothing was sent, so nothing was timed."</p> }.into_any();
    }
    let rows = timeline
        .0
        .iter()
        .map(|span| row(span, total, uncertainty_us))
        .collect_view();
    let columns = vec![
        Column::text("Phase"),
        Column::text("When"),
        Column::number("Start"),
        Column::number("End"),
        Column::number("Duration"),
        Column::text("How it is known"),
    ];
    view! {
        <DataTable caption="Phases of the exchange" hide_caption=true columns class="phase-table">
            {rows}
            <tr class="phase-total">
                <th scope="row">"Total"</th>
                <td></td>
                <td></td>
                <td></td>
                <td class="number">{duration(total)}</td>
                <td></td>
            </tr>
        </DataTable>
    }
    .into_any()
}

fn row(span: &Span, total: u64, uncertainty_us: Option<u64>) -> impl IntoView + use<> {
    let phase = colour(span.phase);
    let interval = span.reading.value().copied();
    let bar = interval.map(|interval| match interval.start_us.checked_sub(total) {
        // What the page does afterwards often takes longer than all before, and would leave no room for that.
        Some(after) if span.phase.side() == Side::Browser => {
            view! { <span class="phase-after">{duration(after)}" after the exchange"</span> }.into_any()
        }
        _ => bar(span.phase, interval, total).into_any(),
    });
    let how = match &span.reading {
        Reading::Measured(_) => match uncertainty_us.filter(|_| span.phase.side() == Side::Server) {
            Some(us) => format!("measured by the server; its place is known to ± {}", duration(us)),
            None => "measured".to_owned(),
        },
        Reading::Derived { how, .. } => format!("derived: {how}"),
        Reading::Unavailable { why } => why.to_string(),
    };
    let shown = interval.map_or_else(|| "–".to_owned(), |interval| duration(interval.duration_us()));
    let start = interval.map(|interval| duration(interval.start_us));
    let end = interval.map(|interval| duration(interval.end_us));
    view! {
        <tr data-provenance=provenance(&span.reading)>
            <th scope="row" data-phase=phase>
                <PhaseSwatch phase />
                {label(span.phase)}
            </th>
            <td>{bar}</td>
            <td class="number phase-moment">{start}</td>
            <td class="number phase-moment">{end}</td>
            <td class="number">{shown}</td>
            <td><span class="phase-why">{how}</span></td>
        </tr>
    }
}

fn bar(phase: Phase, interval: Interval, total: u64) -> impl IntoView + use<> {
    let span = PhaseSpan {
        phase: colour(phase),
        label: format!("{}: {}", label(phase), duration(interval.duration_us())),
        start_us: interval.start_us,
        end_us: interval.end_us,
    };
    view! { <PhaseBar spans=vec![span] total_us=total /> }
}

/// The name of a phase's colour: the server's phases share one.
pub(super) fn colour(phase: Phase) -> &'static str {
    match phase.side() {
        Side::Client => phase.name(),
        Side::Server => "server",
        Side::Browser => "browser",
    }
}

pub(super) fn provenance(reading: &Reading<Interval>) -> &'static str {
    match reading {
        Reading::Measured(_) => "measured",
        Reading::Derived { .. } => "derived",
        Reading::Unavailable { .. } => "unavailable",
    }
}

/// What a phase is called, for people.
pub(super) fn label(phase: Phase) -> &'static str {
    match phase {
        Phase::Queue => "Queue",
        Phase::Dns => "DNS",
        Phase::Connect => "Connect",
        Phase::Tls => "TLS",
        Phase::Send => "Send",
        Phase::Wait => "Wait",
        Phase::Receive => "Receive",
        Phase::Read => "Server: read",
        Phase::Route => "Server: route",
        Phase::Handle => "Server: handle",
        Phase::Store => "Server: store",
        Phase::Encode => "Server: encode",
        Phase::Write => "Server: write",
        Phase::Parse => "Parse",
        Phase::Render => "Render",
    }
}
