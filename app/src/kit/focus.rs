//! Moving the focus, for the patterns in which the browser does not.

use leptos::{
    ev,
    prelude::{Effect, document, on_cleanup, window_event_listener},
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, SvgElement};

/// Gives the focus to the element with that `id`, if there is one. Only for the browser.
pub fn focus_by_id(id: &str) {
    let Some(element) = document().get_element_by_id(id) else {
        return;
    };
    // An element that cannot take the focus leaves it where it was, which is what should happen then.
    let _ = match element.dyn_into::<HtmlElement>() {
        Ok(element) => element.focus(),
        Err(element) => element
            .dyn_into::<SvgElement>()
            .map_or(Ok(()), |element| element.focus()),
    };
}

/// Has `/` lead to the field with that `id` for as long as the component that calls this is shown.
pub fn focus_on_slash(id: &'static str) {
    // Effects run in the browser only.
    Effect::new(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.key() == "/" && !is_typing() {
                event.prevent_default();
                focus_by_id(id);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Whether the focus is where letters are written.
fn is_typing() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(&*element.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"))
}
