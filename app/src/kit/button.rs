//! Buttons: with words, and with an icon alone.

use leptos::{ev::MouseEvent, prelude::*};

use super::icon::{Icon, IconName};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do on a surface.
    Primary,
    /// One of several things to do.
    #[default]
    Secondary,
    /// A thing to do that should not draw the eye.
    Ghost,
    /// Something that destroys or interrupts.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Ghost => "button button-ghost",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button with words, and perhaps an icon before them.
///
/// A button that cannot be used says why and stays focusable, because a `disabled` button cannot be found from the keyboard
/// and so its reason cannot be read.
#[component]
pub fn Button(
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Whether what it started is still under way; it cannot be pressed again until then.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Why it cannot be used now; `None` when it can.
    #[prop(optional, into)]
    unavailable: Signal<Option<String>>,
    /// Whether it submits the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// What pressing it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        let usable = !pending.get_untracked() && unavailable.with_untracked(Option::is_none);
        // What it does may turn this very element into a submit button before the browser comes to what a click does by
        // default, and a form would be submitted that nobody meant to.
        if !usable || !submit {
            event.prevent_default();
        }
        if let Some(on_press) = on_press.filter(|_| usable) {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            aria-busy=move || pending.get().then_some("true")
            aria-disabled=move || (pending.get() || unavailable.with(Option::is_some)).then_some("true")
            title=move || unavailable.get()
            on:click=press
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span class="button-label">{children()}</span>
        </button>
    }
    .into_any()
}

/// A button that shows only an icon; its label is read out and shown as a tooltip.
#[component]
pub fn IconButton(
    /// What it shows.
    #[prop(into)]
    icon: Signal<IconName>,
    /// What it does, in a few words.
    #[prop(into)]
    label: Signal<String>,
    /// What pressing it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button button-ghost button-icon"
            aria-label=move || label.get()
            title=move || label.get()
            on:click=move |_| {
                if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {move || view! { <Icon name=icon.get() /> }}
        </button>
    }
    .into_any()
}
