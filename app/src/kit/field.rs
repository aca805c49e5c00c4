//! Form controls, each with its label, its hint and its error wired to it.

use leptos::prelude::*;

use super::icon::{Icon, IconName};

/// The identifiers of the texts that describe a control, as `aria-describedby` takes them.
fn described_by(
    id: &str,
    hint: Option<&'static str>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + use<> {
    let hint_id = hint.map(|_| format!("{id}-hint"));
    let error_id = format!("{id}-error");
    move || match (&hint_id, error.with(Option::is_some)) {
        (None, false) => None,
        (Some(hint), false) => Some(hint.clone()),
        (None, true) => Some(error_id.clone()),
        (Some(hint), true) => Some(format!("{hint} {error_id}")),
    }
}

/// The frame around a control: label above, hint and error below.
fn framed(
    id: &str,
    label: &'static str,
    hide_label: bool,
    hint: Option<&'static str>,
    error: Signal<Option<String>>,
    control: AnyView,
) -> AnyView {
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class=if hide_label { "visually-hidden" } else { "field-label" } for=id.to_owned()>{label}</label>
            {control}
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || {
                let id = error_id.clone();
                error.get().map(|text| view! { <p class="field-error" id=id><Icon name=IconName::Alert />{text}</p> })
            }}
        </div>
    }
    .into_any()
}

/// A field for one line of text.
#[component]
pub fn TextField(
    /// The control's identifier, unique in the page.
    #[prop(into)]
    id: String,
    /// What it is for.
    label: &'static str,
    /// Whether the label is only read out, where the surroundings show it.
    #[prop(optional)]
    hide_label: bool,
    /// Its text, in both directions.
    value: RwSignal<String>,
    /// What to write in it.
    #[prop(optional, into)]
    hint: Option<&'static str>,
    /// What is wrong with what is in it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// An example, shown while it is empty.
    #[prop(optional)]
    placeholder: &'static str,
    /// Whether its text is code: set in the monospace, without spelling or completion.
    #[prop(optional)]
    code: bool,
    /// Whether its text is a secret, which is not shown.
    #[prop(optional)]
    secret: bool,
    /// Whether it can be read but not changed.
    #[prop(optional, into)]
    read_only: Signal<bool>,
) -> impl IntoView {
    let control = view! {
        <input
            type=if secret { "password" } else { "text" }
            class=if code { "input input-code" } else { "input" }
            id=id.clone()
            placeholder=placeholder
            autocomplete="off"
            autocapitalize=code.then_some("off")
            spellcheck=code.then_some("false")
            readonly=move || read_only.get()
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described_by(&id, hint, error)
            value=value.get_untracked()
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
        />
    };
    framed(&id, label, hide_label, hint, error, control.into_any())
}

/// A field for several lines of text.
#[component]
pub fn TextArea(
    /// The control's identifier, unique in the page.
    #[prop(into)]
    id: String,
    /// What it is for.
    label: &'static str,
    /// Whether the label is only read out, where the surroundings show it.
    #[prop(optional)]
    hide_label: bool,
    /// Its text, in both directions.
    value: RwSignal<String>,
    /// What to write in it.
    #[prop(optional, into)]
    hint: Option<&'static str>,
    /// What is wrong with what is in it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// How many lines it shows before it scrolls.
    #[prop(default = 6)]
    rows: u32,
    /// Whether its text is code: set in the monospace, without spelling or completion.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let control = view! {
        <textarea
            class=if code { "input input-code" } else { "input" }
            id=id.clone()
            rows=rows
            autocomplete="off"
            autocapitalize=code.then_some("off")
            spellcheck=code.then_some("false")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described_by(&id, hint, error)
            inner_html=rcdata(&value.get_untracked())
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
        ></textarea>
    };
    framed(&id, label, hide_label, hint, error, control.into_any())
}

/// Text as the content of a `textarea`, where an end tag and a character reference are markup (HTML, section 13.1.2.4). Leptos writes the
/// children of this element without escaping them. The parser drops one line break after the start tag, so one is added.
fn rcdata(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// One of the values that a [`Select`] offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value that it stands for.
    pub value: &'static str,
    /// What is shown for it.
    pub label: &'static str,
}

impl Choice {
    /// A value that is shown as it is.
    #[must_use]
    pub const fn plain(value: &'static str) -> Self {
        Self { value, label: value }
    }
}

/// A choice of one among a few.
#[component]
pub fn Select(
    /// The control's identifier, unique in the page.
    #[prop(into)]
    id: String,
    /// What it is for.
    label: &'static str,
    /// Whether the label is only read out, where the surroundings show it.
    #[prop(optional)]
    hide_label: bool,
    /// The value that is chosen, in both directions.
    value: RwSignal<String>,
    /// What there is to choose from.
    choices: Vec<Choice>,
    /// What there is besides, and known only later: values, and what is shown for each.
    #[prop(optional, into)]
    more: Signal<Vec<(String, String)>>,
    /// Whether the values are code, to be set in the monospace.
    #[prop(optional)]
    code: bool,
    /// What to consider when choosing.
    #[prop(optional, into)]
    hint: Option<&'static str>,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|Choice { value: own, label }| {
            view! { <option value=own selected=move || value.with(|chosen| chosen == own)>{label}</option> }
        })
        .collect_view();
    let control = view! {
        <select
            class=if code { "input input-code select" } else { "input select" }
            id=id.clone()
            aria-describedby=described_by(&id, hint, Signal::default())
            prop:value=move || value.get()
            on:change:target=move |event| value.set(event.target().value())
        >
            {options}
            {move || {
                more.get()
                    .into_iter()
                    .map(|(own, label)| {
                        let is_chosen = own.clone();
                        view! { <option value=own selected=move || value.with(|chosen| *chosen == is_chosen)>{label}</option> }
                    })
                    .collect_view()
            }}
        </select>
    };
    framed(&id, label, hide_label, hint, Signal::default(), control.into_any())
}

/// A choice between yes and no.
#[component]
pub fn Checkbox(
    /// The control's identifier, unique in the page.
    #[prop(into)]
    id: String,
    /// What yes means.
    label: &'static str,
    /// Whether it is yes, in both directions.
    checked: RwSignal<bool>,
    /// Whether the label is only read out, where the surroundings show it.
    #[prop(optional)]
    hide_label: bool,
    /// What to consider.
    #[prop(optional, into)]
    hint: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="field field-check">
            <input
                type="checkbox"
                class="checkbox"
                id=id.clone()
                aria-describedby=described_by(&id, hint, Signal::default())
                checked=checked.get_untracked()
                prop:checked=move || checked.get()
                on:change:target=move |event| checked.set(event.target().checked())
            />
            <label class=if hide_label { "visually-hidden" } else { "" } for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{id}-hint")>{hint}</p> })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::rcdata;

    #[test]
    fn text_cannot_end_its_textarea() {
        assert_eq!(rcdata("</textarea>&amp;"), "\n&lt;/textarea>&amp;amp;");
        assert_eq!(rcdata("\n"), "\n\n");
    }
}
