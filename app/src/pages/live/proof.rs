//! The proof: what each transport has received, held against the numbers of the log.

use leptos::prelude::*;

use super::{column::ENDINGS, desk::Desk, tally::Tally};
use crate::{
    client::live::{Transport, cursor::parts},
    kit::{Badge, Column, DataTable, Icon, IconName, Tone},
};

/// A line of the table: its name, and what it has of a transport.
type Line = (&'static str, fn(&Tally) -> AnyView);

const TOLD: [Line; 7] = [
    ("Received", |tally| tally.received.into_any()),
    ("First", |tally| number(tally.first.as_deref())),
    ("Last", |tally| number(tally.last.as_deref())),
    ("In order", |tally| match (tally.received, tally.is_in_order()) {
        (0, _) => "–".into_any(),
        (_, true) => view! { <Badge tone=Tone::Good>"Yes"</Badge> }.into_any(),
        (_, false) => view! { <Badge tone=Tone::Bad>"No"</Badge> }.into_any(),
    }),
    ("Missing", |tally| alarm(tally.missing())),
    ("Twice", |tally| alarm(tally.twice)),
    ("Gaps told", |tally| {
        tally.gaps_in_words().unwrap_or_else(|| "None".to_owned()).into_any()
    }),
];

#[component]
pub(super) fn Proof(desk: Desk) -> impl IntoView {
    let rows = TOLD
        .map(|(name, told)| {
            let cells = desk
                .lanes()
                .map(|lane| view! { <td class="number">{move || lane.with(|seen| told(&seen.tally))}</td> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let columns = std::iter::once(Column::text("What"))
        .chain(Transport::ALL.map(|transport| Column::number(transport.short())))
        .collect::<Vec<_>>();
    let verdict = move || {
        let tallies = desk.lanes().map(|lane| lane.with(|seen| seen.tally.clone()));
        let (words, is_good) = verdict(&tallies);
        let (tone, icon) = if is_good {
            ("good", IconName::Check)
        } else {
            ("caution", IconName::Clock)
        };
        view! { <p class="live-verdict" data-tone=tone><Icon name=icon /><span>{words}</span></p> }
    };
    view! {
        <section class="live-panel" aria-labelledby="live-proof-heading">
            <h2 id="live-proof-heading">"The proof"</h2>
            <div class="live-two">
                <div class="live-argument">
                    <div role="status">{verdict}</div>
                    <p class="quiet">
                        "A cursor is " <code>"<epoch>-<number>"</code>
                        ", and numbers are contiguous in a topic. So whatever was lost, doubled or reordered on the way would show here."
                    </p>
                    <p class="quiet">{ENDINGS}</p>
                </div>
                <DataTable caption="What each transport has received" hide_caption=true columns class="live-table">{rows}</DataTable>
            </div>
        </section>
    }
    .into_any()
}

/// The number of an event, with its whole cursor for who wants it.
fn number(cursor: Option<&str>) -> AnyView {
    match cursor.and_then(|cursor| Some((cursor, parts(cursor)?.1))) {
        Some((cursor, seq)) => view! { <span title=cursor.to_owned()>{format!("#{seq}")}</span> }.into_any(),
        None => "–".into_any(),
    }
}

/// A count that ought to be none.
fn alarm(count: u64) -> AnyView {
    view! { <span class=(count > 0).then_some("live-alarm")>{count}</span> }.into_any()
}

/// What all of them together say, and whether that is as it should be.
fn verdict(tallies: &[Tally]) -> (String, bool) {
    let most = tallies.iter().map(|tally| tally.received).max().unwrap_or_default();
    if most == 0 {
        return ("Nothing has been sent yet.".to_owned(), false);
    }
    if let Some(broken) = tallies.iter().find(|tally| !tally.is_whole()) {
        let words = format!(
            "Not whole: {} missing, {} twice, {} late.",
            broken.missing(),
            broken.twice,
            broken.late
        );
        return (words, false);
    }
    let last = |tally: &Tally| tally.last.clone();
    let gap = if tallies.iter().any(|tally| tally.gaps > 0) {
        ", but for the gap that was told"
    } else {
        ""
    };
    if tallies.windows(2).all(|pair| last(&pair[0]) == last(&pair[1])) {
        let words = if most == 1 {
            "All three have the event.".to_owned()
        } else {
            format!("All three are at the same place: each event once, in the order of the log, none missing{gap}.")
        };
        return (words, true);
    }
    (
        "Not all are at the same place yet; what each has is whole.".to_owned(),
        false,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(cursors: &[&str]) -> Tally {
        let mut tally = Tally::behind("1-0");
        cursors.iter().for_each(|cursor| tally.take(cursor));
        tally
    }

    #[test]
    fn the_verdict_is_about_all_of_them() {
        for (all, words, is_good) in [
            ([&[][..], &[], &[]], "Nothing has been sent", false),
            ([&["1-1"], &["1-1"], &["1-1"]], "All three have the event", true),
            (
                [&["1-1", "1-2"], &["1-1", "1-2"], &["1-1", "1-2"]],
                "once, in the order",
                true,
            ),
            (
                [&["1-1"], &["1-1", "1-2"], &["1-1", "1-2"]],
                "Not all are at the same place",
                false,
            ),
            ([&["1-1"], &["1-2"], &["1-1"]], "Not whole: 1 missing", false),
        ] {
            let verdict = verdict(&all.map(tally));
            assert!(verdict.0.contains(words), "{verdict:?}");
            assert_eq!(verdict.1, is_good);
        }
    }
}
