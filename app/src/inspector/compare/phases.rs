//! The phases of two exchanges on one scale, and how much longer or shorter each was.

use exchange::{Interval, Phase, Timeline, timeline::Side};
use leptos::prelude::*;

use super::{Compared, LETTERS};
use crate::{
    inspector::{
        figures::duration,
        timing::{colour, label},
    },
    kit::{Column, DataTable, PhaseBar, PhaseSpan, PhaseSwatch},
};

pub(super) fn phases(pair: &[Compared; 2]) -> AnyView {
    let timelines = pair.each_ref().map(|side| side.account.joined().timeline);
    let scale = timelines.iter().map(Timeline::exchanged_us).max().unwrap_or(0);
    let known = known(&timelines);
    if known.is_empty() {
        return view! { <p class="provenance">"Nothing was sent in either, so nothing was timed."</p> }.into_any();
    }
    let rows = known
        .iter()
        .map(|&phase| {
            let intervals = timelines.each_ref().map(|timeline| interval(timeline, phase));
            view! {
                <tr>
                    <th scope="row" data-phase=colour(phase)>
                        <PhaseSwatch phase=colour(phase) />
                        {label(phase)}
                    </th>
                    {intervals.map(|interval| cell(phase, interval, scale)).into_iter().zip(LETTERS).map(side).collect_view()}
                    <td class="number">{difference(intervals.map(|interval| interval.map(Interval::duration_us)))}</td>
                </tr>
            }
        })
        .collect_view();
    let totals = timelines.each_ref().map(Timeline::exchanged_us);
    let total_cells = totals
        .map(|total| view! { <span class="compare-figure">{duration(total)}</span> }.into_any())
        .into_iter()
        .zip(LETTERS)
        .map(side)
        .collect_view();
    let columns = vec![
        Column::text("Phase"),
        Column::text(LETTERS[0]),
        Column::text(LETTERS[1]),
        Column::number("B against A"),
    ];
    view! {
        <DataTable caption="Phases of both exchanges" hide_caption=true columns class="compare-phases">
            {rows}
            <tr class="phase-total">
                <th scope="row">"Total"</th>
                {total_cells}
                <td class="number">{difference(totals.map(Some))}</td>
            </tr>
        </DataTable>
        <p class="provenance">
            "Both on one scale, each from its own start. A phase is left out of which neither exchange has a figure; each exchange's own \
             table says why."
        </p>
    }
    .into_any()
}

fn side((content, letter): (AnyView, &'static str)) -> AnyView {
    view! { <td data-side=letter>{content}</td> }.into_any()
}

/// The phases that at least one of the two has figures of, in the order of the first that has them.
fn known(timelines: &[Timeline; 2]) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for side in [Side::Client, Side::Server, Side::Browser] {
        for span in timelines.iter().flat_map(|timeline| &timeline.0) {
            if span.phase.side() == side && span.reading.value().is_some() && !phases.contains(&span.phase) {
                phases.push(span.phase);
            }
        }
    }
    phases
}

fn interval(timeline: &Timeline, phase: Phase) -> Option<Interval> {
    timeline.span(phase)?.reading.value().copied()
}

/// A bar and its duration. What a page does afterwards has no bar: it would often leave no room for the others.
fn cell(phase: Phase, interval: Option<Interval>, scale: u64) -> AnyView {
    let Some(interval) = interval else {
        return view! { <span class="quiet">"no figure"</span> }.into_any();
    };
    let bar = (phase.side() != Side::Browser).then(|| {
        let span = PhaseSpan {
            phase: colour(phase),
            label: label(phase).to_owned(),
            start_us: interval.start_us,
            end_us: interval.end_us,
        };
        view! { <PhaseBar spans=vec![span] total_us=scale /> }
    });
    view! { {bar}<span class="compare-figure">{duration(interval.duration_us())}</span> }.into_any()
}

/// How much more or less the second is than the first.
fn difference([one, other]: [Option<u64>; 2]) -> String {
    match (one, other) {
        (Some(one), Some(other)) if other > one => format!("+{}", duration(other - one)),
        (Some(one), Some(other)) if other < one => format!("−{}", duration(one - other)),
        (Some(_), Some(_)) => "the same".to_owned(),
        _ => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use exchange::{Reading, Span};

    use super::*;

    #[test]
    fn a_difference_has_its_sign() {
        for (durations, words) in [
            ([Some(1_000), Some(3_500)], "+2.50 ms"),
            ([Some(3_500), Some(3_000)], "−500 µs"),
            ([Some(7), Some(7)], "the same"),
            ([None, Some(7)], "–"),
        ] {
            assert_eq!(difference(durations), words);
        }
    }

    #[test]
    fn phases_stand_in_their_order_and_only_with_figures() {
        let timeline = |phases: &[(Phase, bool)]| {
            let span = |&(phase, known): &(Phase, bool)| Span {
                phase,
                reading: if known {
                    Reading::Measured(Interval::between(0, 1))
                } else {
                    Reading::Unavailable { why: "".into() }
                },
            };
            Timeline(phases.iter().map(span).collect())
        };
        let one = timeline(&[(Phase::Dns, false), (Phase::Wait, true), (Phase::Render, true)]);
        let other = timeline(&[(Phase::Dns, false), (Phase::Receive, true), (Phase::Handle, true)]);
        assert_eq!(
            known(&[one, other]),
            [Phase::Wait, Phase::Receive, Phase::Handle, Phase::Render]
        );
    }
}
