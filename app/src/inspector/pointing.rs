//! Which of many parts is looked at, for views that have too many of them for a signal each.
//!
//! A part names its number in one attribute; the one that is looked at has another, which is moved about.

use leptos::ev::Event;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The part's number.
const NUMBER: &str = "data-part";
/// Whether it is looked at.
const CURRENT: &str = "data-current";

/// The number of the part that an event is about.
pub(super) fn number_of(event: &Event) -> Option<usize> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let part = element.closest(&format!("[{NUMBER}]")).ok()??;
    part.get_attribute(NUMBER)?.parse().ok()
}

/// The part with that number.
pub(super) fn part(within: &Element, number: usize) -> Option<Element> {
    within.query_selector(&format!("[{NUMBER}='{number}']")).ok()?
}

/// Another part is looked at than before.
pub(super) fn mark(within: &Element, before: Option<usize>, now: Option<usize>) {
    for (number, is_current) in [(before, false), (now, true)] {
        if let Some(part) = number.and_then(|number| part(within, number)) {
            // It fails only for a name that is no attribute's.
            let _ = part.toggle_attribute_with_force(CURRENT, is_current);
            if part.has_attribute("tabindex") {
                let _ = part.set_attribute("tabindex", if is_current { "0" } else { "-1" });
            }
        }
    }
}
