//! Who sends: one of the people whom every sandbox has, for as long as this tab is open.
//!
//! The token is kept for the tab alone, so that two windows of a browser can be two people.

use contract::{
    endpoint::{Json, JsonOrForm, NoParameters},
    shop::{Credentials, Login},
};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::desk::Desk;
use crate::{
    client::{CallError, Cancel},
    kit::{Button, ButtonKind, Choice, IconName, Select},
};

/// Who is there in every sandbox. All have the same password.
const PEOPLE: [Choice; 5] = [
    Choice {
        value: "johndoe",
        label: "John Doe",
    },
    Choice {
        value: "janesmith",
        label: "Jane Smith",
    },
    Choice {
        value: "adaokafor",
        label: "Ada Okafor",
    },
    Choice {
        value: "mateorossi",
        label: "Mateo Rossi",
    },
    Choice {
        value: "gracelindqvist",
        label: "Grace Lindqvist",
    },
];

const PASSWORD: &str = "secret123";

/// The name of what is kept for the tab.
const KEPT: &str = "live-person";

/// Somebody who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Somebody {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) token: String,
}

/// What is kept for this tab, where a browser keeps anything.
pub(super) fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Who has joined in this tab before.
pub(super) fn restore() -> Option<Somebody> {
    let kept = storage()?.get_item(KEPT).ok()??;
    serde_json::from_str(&kept).ok()
}

/// Keeps who has joined. Where that cannot be kept, they join again after a reload.
pub(super) fn store(person: Option<&Somebody>) {
    let Some(storage) = storage() else { return };
    let _ = match person.and_then(|person| serde_json::to_string(person).ok()) {
        Some(json) => storage.set_item(KEPT, &json),
        None => storage.remove_item(KEPT),
    };
}

/// A choice of people to join as, or who has joined.
#[component]
pub(super) fn Joining(desk: Desk) -> impl IntoView {
    let choice = RwSignal::new(PEOPLE[0].value.to_owned());
    let pending = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let join = Callback::new(move |()| {
        let body = JsonOrForm(Credentials {
            username: choice.get_untracked(),
            password: PASSWORD.to_owned(),
        });
        let nothing = NoParameters::default();
        let call = desk.client().once::<Login>(&nothing, &nothing, &body);
        pending.set(true);
        spawn_local(async move {
            let result = call.send(&Cancel::new()).await.result;
            let _ = pending.try_set(false);
            let words = match result {
                Ok(Json(session)) => {
                    let person = Somebody {
                        id: session.user.id,
                        name: session.user.name,
                        token: session.token,
                    };
                    let _ = error.try_set(None);
                    desk.becomes(Some(person));
                    return;
                }
                Err(CallError::Problem(problem)) => problem.to_string(),
                Err(error) => error.to_string(),
            };
            let _ = error.try_set(Some(words));
        });
    });
    let somebody = move || desk.person().get();
    let view = move || match somebody() {
        Some(person) => view! {
            <p class="live-me">"You are " <strong>{person.name}</strong></p>
            <Button kind=ButtonKind::Ghost icon=IconName::Close on_press=move || desk.becomes(None)>"Leave"</Button>
        }
        .into_any(),
        None => view! {
            <Select id="live-person" label="Join as" value=choice choices=PEOPLE.to_vec() />
            <Button kind=ButtonKind::Primary pending submit=true>"Join"</Button>
        }
        .into_any(),
    };
    view! {
        <form
            class="live-join"
            on:submit=move |event| {
                event.prevent_default();
                join.run(());
            }
        >
            {view}
        </form>
        <div role="alert">{move || error.get().map(|words| view! { <p class="field-error">{words}</p> })}</div>
    }
    .into_any()
}
