//! Small marks that say one thing: a state, a status code, a method. Colour never says it alone.

use leptos::prelude::*;

/// What a mark means, and so its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to remark.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// As it should be.
    Good,
    /// To be looked at.
    Caution,
    /// Wrong.
    Bad,
}

impl Tone {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Caution => "caution",
            Self::Bad => "bad",
        }
    }

    /// The tone of a status code's class (RFC 9110, section 15).
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Good,
            100..=199 | 300..=399 => Self::Info,
            400..=499 => Self::Caution,
            500..=599 => Self::Bad,
            _ => Self::Neutral,
        }
    }
}

/// A word or two on a tinted ground.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class="badge" data-tone=tone.name()>{children()}</span> }.into_any()
}

/// A status code with its reason, in the colour of its class.
#[component]
pub fn StatusPill(
    /// The status code.
    status: u16,
    /// The words that go with it; empty to show the code alone.
    #[prop(optional, into)]
    reason: String,
) -> impl IntoView {
    view! {
        <span class="badge status-pill" data-tone=Tone::of_status(status).name()>
            <b>{status}</b>
            {(!reason.is_empty()).then(|| view! { <span>{reason}</span> })}
        </span>
    }
    .into_any()
}

/// A request method.
#[component]
pub fn MethodTag(
    /// The method, as it is sent.
    #[prop(into)]
    method: String,
) -> impl IntoView {
    let text = method.clone();
    view! { <span class="method-tag" data-method=method>{text}</span> }.into_any()
}
