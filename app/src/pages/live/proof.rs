//! The proof: what each transport has received, held against the numbers of the log.

use leptos::prelude::*;

use super::{column::ENDINGS, desk::Desk, tally::Tally};
use crate::kit::{Badge, Column, DataTable, Icon, IconName, Tone};

#[component]
pub(super) fn Proof(desk: Desk) -> impl IntoView {
    let rows = desk
        .lanes()
        .map(|lane| {
            let cells = move || lane.with(|seen| cells(&seen.tally));
            view! {
                <tr>
                    <th scope="row">{lane.transport.label()}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text("Transport"),
        Column::number("Received"),
        Column::text("First"),
        Column::text("Last"),
        Column::text("In order"),
        Column::number("Missing"),
        Column::number("Twice"),
        Column::text("Gaps told"),
    ];
    let verdict = move || {
        let tallies = desk.lanes().map(|lane| lane.with(|seen| seen.tally.clone()));
        let (words, is_good) = verdict(&tallies);
        let (tone, icon) = if is_good { ("good", IconName::Check) } else { ("caution", IconName::Clock) };
        view! { <p class="live-verdict" data-tone=tone><Icon name=icon /><span>{words}</span></p> }
    };
    view! {
        <section class="live-panel" aria-labelledby="live-proof-heading">
            <h2 id="live-proof-heading">"The proof"</h2>
            <p class="quiet">
                "A cursor is " <code>"<epoch>-<number>"</code>
                ", and numbers are contiguous in a topic. So whatever was lost, doubled or reordered on the way would show here."
            </p>
            <div role="status">{verdict}</div>
            <DataTable caption="What each transport has received" hide_caption=true columns class="live-proof">{rows}</DataTable>
            <p class="quiet">{ENDINGS}</p>
        </section>
    }
    .into_any()
}

fn cells(tally: &Tally) -> AnyView {
    let place = |cursor: &Option<String>| match cursor {
        Some(cursor) => view! { <code>{cursor.clone()}</code> }.into_any(),
        None => "–".into_any(),
    };
    let order = match (tally.received, tally.is_in_order()) {
        (0, _) => "–".into_any(),
        (_, true) => view! { <Badge tone=Tone::Good>"Yes"</Badge> }.into_any(),
        (_, false) => view! { <Badge tone=Tone::Bad>"No"</Badge> }.into_any(),
    };
    let alarm = |count: u64| (count > 0).then_some("live-alarm");
    view! {
        <td class="number">{tally.received}</td>
        <td>{place(&tally.first)}</td>
        <td>{place(&tally.last)}</td>
        <td>{order}</td>
        <td class="number"><span class=alarm(tally.missing())>{tally.missing()}</span></td>
        <td class="number"><span class=alarm(tally.twice)>{tally.twice}</span></td>
        <td>{tally.gaps_in_words().unwrap_or_else(|| "None".to_owned())}</td>
    }
    .into_any()
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
    if tallies.windows(2).all(|pair| last(&pair[0]) == last(&pair[1])) {
        let words = if most == 1 {
            "All three have the message.".to_owned()
        } else {
            "All three are at the same place: each message once, in the order of the log, none missing.".to_owned()
        };
        return (words, true);
    }
    ("Not all are at the same place yet; what each has is whole.".to_owned(), false)
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
            ([&["1-1"], &["1-1"], &["1-1"]], "All three have the message", true),
            ([&["1-1", "1-2"], &["1-1", "1-2"], &["1-1", "1-2"]], "once, in the order", true),
            ([&["1-1"], &["1-1", "1-2"], &["1-1", "1-2"]], "Not all are at the same place", false),
            ([&["1-1"], &["1-2"], &["1-1"]], "Not whole: 1 missing", false),
        ] {
            let verdict = verdict(&all.map(tally));
            assert!(verdict.0.contains(words), "{verdict:?}");
            assert_eq!(verdict.1, is_good);
        }
    }
}
