//! Looking for words in what is shown: the field to write them in, how many there are, and the way from one to the next.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    button::IconButton,
    icon::{Icon, IconName},
};

/// What is looked for, and what came of it. Whoever shows something counts; the field asks.
#[derive(Clone, Copy)]
pub struct Search {
    /// The words.
    pub needle: RwSignal<String>,
    /// How many places have them.
    pub count: RwSignal<Count>,
    /// Which of the places is looked at, counted from nought.
    pub at: RwSignal<usize>,
}

/// A number of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many were found.
    pub found: usize,
    /// Whether there may be more.
    pub is_open: bool,
}

impl Search {
    /// For nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            needle: RwSignal::new(String::new()),
            count: RwSignal::new(Count::default()),
            at: RwSignal::new(0),
        }
    }

    /// Goes to the next place or the one before; after the last comes the first.
    fn step(self, forward: bool) {
        let found = self.count.get_untracked().found;
        if found > 0 {
            self.at.update(|at| {
                let step = if forward { 1 } else { found - 1 };
                *at = (*at + step) % found;
            });
        }
    }
}

impl Default for Search {
    fn default() -> Self {
        Self::new()
    }
}

/// The field for a [`Search`]. Enter goes to the next place, Shift+Enter to the one before, Escape empties it.
#[component]
pub fn SearchField(
    /// What is searched: "Search the body".
    label: &'static str,
    /// The search.
    search: Search,
) -> impl IntoView {
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            search.step(!event.shift_key());
        }
        "Escape" if search.needle.with_untracked(|needle| !needle.is_empty()) => {
            event.prevent_default();
            // What is around may be closed by the same key.
            event.stop_propagation();
            search.needle.set(String::new());
        }
        _ => {}
    };
    let is_asked = Memo::new(move |_| search.needle.with(|needle| !needle.is_empty()));
    let words = move || {
        let Count { found, is_open } = search.count.get();
        match (is_asked.get(), found, is_open) {
            (false, _, _) => String::new(),
            (true, 0, true) => "searching\u{2026}".to_owned(),
            (true, 0, false) => "not found".to_owned(),
            (true, _, is_open) => {
                let at = search.at.get().min(found - 1) + 1;
                format!("{at} of {found}{}", if is_open { "+" } else { "" })
            }
        }
    };
    view! {
        <div class="search-field">
            <Icon name=IconName::Search />
            <input
                type="text"
                class="search-input"
                aria-label=label
                placeholder="Search"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || search.needle.get()
                on:input:target=move |event| search.needle.set(event.target().value())
                on:keydown=key
            />
            <span class="search-count" role="status">{words}</span>
            <div class="search-steps" hidden=move || !is_asked.get()>
                <IconButton icon=IconName::ChevronUp label="The place before" on_press=move || search.step(false) />
                <IconButton icon=IconName::ChevronDown label="The next place" on_press=move || search.step(true) />
            </div>
        </div>
    }
    .into_any()
}

/// Where a text has words first, whatever the case of the letters of ASCII.
#[must_use]
pub fn find(text: &[u8], words: &[u8]) -> Option<usize> {
    let (first, rest) = words.split_first()?;
    let last = text.len().checked_sub(words.len())?;
    let is_here =
        |&at: &usize| text[at].eq_ignore_ascii_case(first) && text[at + 1..at + words.len()].eq_ignore_ascii_case(rest);
    (0..=last).find(is_here)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn words_are_found_in_either_case() {
        for (text, words, place) in [
            ("Hello, Ada", "ada", Some(7)),
            ("hello", "HELLO", Some(0)),
            ("aab", "ab", Some(1)),
            ("gr\u{fc}n", "\u{fc}", Some(2)),
            ("a", "ab", None),
            ("", "a", None),
            ("a", "", None),
        ] {
            assert_eq!(find(text.as_bytes(), words.as_bytes()), place, "{words} in {text}");
        }
    }
}
