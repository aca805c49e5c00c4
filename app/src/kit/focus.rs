//! Moving the focus, for the patterns in which the browser does not.

use leptos::prelude::document;
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
