//! Tabs, after the tab pattern of the ARIA Authoring Practices with automatic activation.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::focus::focus_by_id;

/// One tab and the panel that it opens.
#[derive(Clone)]
pub struct Tab {
    /// Its name within its set, used in identifiers.
    pub id: &'static str,
    /// Its words.
    pub label: &'static str,
    /// How many things its panel holds, shown after the words where that helps to choose.
    pub count: Option<Signal<usize>>,
    panel: ViewFn,
}

impl Tab {
    /// A tab whose panel is rendered when it is first opened, and kept from then on.
    pub fn new(id: &'static str, label: &'static str, panel: impl Into<ViewFn>) -> Self {
        Self {
            id,
            label,
            count: None,
            panel: panel.into(),
        }
    }

    /// The same tab, with a count after its words.
    #[must_use]
    pub fn with_count(mut self, count: impl Into<Signal<usize>>) -> Self {
        self.count = Some(count.into());
        self
    }
}

/// A set of tabs and their panels.
#[component]
pub fn Tabs(
    /// The set's identifier, unique in the page.
    #[prop(into)]
    id: String,
    /// What the set is about, read out before its tabs.
    label: &'static str,
    /// The tabs, of which there is at least one.
    tabs: Vec<Tab>,
    /// The `id` of the open tab, where the caller wants to know or to set it.
    #[prop(optional, into)]
    selected: Option<RwSignal<&'static str>>,
) -> impl IntoView {
    let ids: Vec<&'static str> = tabs.iter().map(|tab| tab.id).collect();
    let selected = selected.unwrap_or_else(|| RwSignal::new(ids.first().copied().unwrap_or_default()));

    let set = id.clone();
    let move_focus = move |event: KeyboardEvent| {
        let here = ids.iter().position(|&id| id == selected.get_untracked()).unwrap_or(0);
        let Some(there) = neighbour(&event.key(), here, ids.len()) else {
            return;
        };
        event.prevent_default();
        selected.set(ids[there]);
        focus_by_id(&format!("{set}-{}", ids[there]));
    };

    let heads = tabs
        .iter()
        .map(|tab| {
            let own = tab.id;
            let is_open = move || selected.get() == own;
            view! {
                <button
                    type="button"
                    role="tab"
                    class="tab"
                    id=format!("{id}-{own}")
                    aria-controls=format!("{id}-{own}-panel")
                    aria-selected=move || if is_open() { "true" } else { "false" }
                    tabindex=move || if is_open() { "0" } else { "-1" }
                    on:click=move |_| selected.set(own)
                >
                    {tab.label}
                    {tab.count.map(|count| view! { <span class="tab-count">{move || count.get()}</span> })}
                </button>
            }
        })
        .collect_view();

    let panels = tabs
        .into_iter()
        .map(|tab| {
            let own = tab.id;
            let opened = Memo::new(move |before: Option<&bool>| before == Some(&true) || selected.get() == own);
            view! {
                <div
                    role="tabpanel"
                    class="tab-panel"
                    id=format!("{id}-{own}-panel")
                    aria-labelledby=format!("{id}-{own}")
                    tabindex="0"
                    hidden=move || selected.get() != own
                >
                    {move || opened.get().then(|| tab.panel.run())}
                </div>
            }
        })
        .collect_view();

    view! {
        <div class="tabs">
            <div role="tablist" class="tab-list" aria-label=label on:keydown=move_focus>{heads}</div>
            {panels}
        </div>
    }
    .into_any()
}

/// Which of `len` tabs a key leads to from the one at `here`; `None` when the key is not for the tabs.
fn neighbour(key: &str, here: usize, len: usize) -> Option<usize> {
    let last = len.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(if here >= last { 0 } else { here + 1 }),
        "ArrowLeft" => Some(here.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::neighbour;

    #[test]
    fn arrows_go_round_and_home_and_end_go_to_the_ends() {
        for (key, here, expected) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 2, Some(0)),
            ("ArrowLeft", 0, Some(2)),
            ("ArrowLeft", 2, Some(1)),
            ("Home", 2, Some(0)),
            ("End", 0, Some(2)),
            ("Enter", 0, None),
        ] {
            assert_eq!(neighbour(key, here, 3), expected, "{key} from {here}");
        }
    }

    #[test]
    fn a_set_without_tabs_has_no_neighbours() {
        assert_eq!(neighbour("Home", 0, 0), None);
    }
}
