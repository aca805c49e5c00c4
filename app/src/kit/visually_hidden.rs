//! Text for those who listen to a page instead of looking at it.

use leptos::prelude::*;

/// Text that is read out and not shown.
#[component]
pub fn VisuallyHidden(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}
