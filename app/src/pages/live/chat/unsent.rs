//! What somebody has said while there was no connection: kept for the tab, so that a reload does not lose it either. Each has an id
//! of its own, by which the server takes it once however often it is sent.

use contract::shop::NewMessage;

use crate::pages::live::person::storage;

fn key(person: i64) -> String {
    format!("live-unsent-{person}")
}

/// What is kept of somebody's.
pub(super) fn restore(person: i64) -> Vec<NewMessage> {
    let kept = storage().and_then(|storage| storage.get_item(&key(person)).ok().flatten());
    kept.and_then(|kept| serde_json::from_str(&kept).ok())
        .unwrap_or_default()
}

/// Keeps it. Where nothing can be kept, it lasts as long as the page.
pub(super) fn store(person: i64, unsent: &[NewMessage]) {
    let Some(storage) = storage() else { return };
    let _ = if unsent.is_empty() {
        storage.remove_item(&key(person))
    } else {
        storage.set_item(&key(person), &serde_json::to_string(unsent).unwrap_or_default())
    };
}
