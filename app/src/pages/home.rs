//! Home: the product in one screen. A request to pick and to edit, and under it the exchange that came of it.

mod composer;
mod ready;

use std::sync::Arc;

use contract::{
    endpoint::{NoContent, NoParameters},
    shop::ListCategories,
};
use exchange::{Exchange, message::field};
use leptos::{
    ev::{self, KeyboardEvent},
    prelude::*,
    task::spawn_local,
};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use self::{
    composer::{COMPOSER_ID, Composer, Composition, METHODS},
    ready::{Needs, READY, Ready},
};
use crate::{
    client::{Cancel, Client, draft::Draft},
    inspector::{ExchangeView, address::PartLinks},
    kit::{
        Button, ButtonKind, EmptyState, IconName, KeyHint, MethodTag, Skeleton, Stopwatch, ToastKind, Toasts,
        focus_by_id, monotonic_ms,
    },
    log::{Log, comparison::Comparison},
    palette::{Command, Commands},
};

/// The identifier of the section that shows what came of the request.
const EXCHANGE_ID: &str = "exchange";

/// Where the page stands with its request.
#[derive(Clone)]
enum Stage {
    /// Nothing was sent yet.
    Idle,
    /// It is under way since that time of the page's clock.
    Loading { since: f64 },
    /// It has ended, one way or another.
    Done(Arc<Exchange>),
}

/// Sends what is composed, one request at a time.
#[derive(Clone, Copy)]
struct Sending {
    client: Client,
    stage: RwSignal<Stage>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    last: StoredValue<Option<Draft>>,
}

impl Sending {
    fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.stage.with(|stage| matches!(stage, Stage::Loading { .. })))
    }

    fn send(self, draft: Draft) {
        if self.pending().get_untracked() || draft.obstacle().is_some() {
            return;
        }
        let cancel = Cancel::new();
        self.cancel.set_value(Some(cancel.clone()));
        self.last.set_value(Some(draft.clone()));
        self.stage.set(Stage::Loading { since: monotonic_ms() });
        spawn_local(async move {
            let exchange = self.client.send(&draft, &cancel).await;
            // The page may have been left meanwhile; the log has the exchange then.
            self.stage.try_set(Stage::Done(Arc::new(exchange)));
        });
    }

    fn cancel(self) {
        self.cancel.with_value(|cancel| {
            if let Some(cancel) = cancel {
                cancel.cancel();
            }
        });
    }

    fn again(self) {
        if let Some(draft) = self.last.get_value() {
            self.send(draft);
        }
    }
}

/// Home.
#[component]
pub fn Home() -> impl IntoView {
    let client = expect_context::<Client>();
    let sending = Sending {
        client,
        stage: RwSignal::new(Stage::Idle),
        cancel: StoredValue::new_local(None),
        last: StoredValue::new(None),
    };
    // A request that nobody waits for any more is not worth finishing.
    on_cleanup(move || sending.cancel());
    let query = use_location().search;
    let linked = query.with_untracked(|query| linked_draft(query));
    let picked = RwSignal::new(if linked.is_some() { "" } else { READY[0].id });
    let composition = Composition::new(&linked.unwrap_or_else(|| (READY[0].draft)(&client.origins())));
    // Effects run in the browser only.
    Effect::new(move |earlier: Option<()>| {
        let Some(draft) = query.with(|query| linked_draft(query)) else {
            return;
        };
        // At first it is in the editor already.
        if earlier.is_some() {
            picked.set("");
            composition.fill(&draft);
        }
        // The page itself takes the focus when it is navigated to.
        request_animation_frame(|| focus_by_id(COMPOSER_ID));
    });
    let pick = Callback::new(move |ready: Ready| {
        picked.set(ready.id);
        composition.fill(&(ready.draft)(&client.origins()));
        if ready.needs == Needs::Validator {
            add_validator(client, composition, picked, ready.id);
        }
    });
    offer_commands(pick, composition, sending);
    send_on_keys(composition, sending);
    PartLinks::provide(None, None);
    view! {
        <Title text="" />
        <div class="page home">
            <header class="home-hero">
                <h1>"See both ends of an HTTP request"</h1>
                <p>
                    "Pick a request, change what you like, and send it to this server for real. "
                    <KeyHint keys=&["Ctrl", "Enter"] /> " sends."
                </p>
            </header>
            <section class="ready" aria-labelledby="ready-heading">
                <h2 id="ready-heading">"Ready requests"</h2>
                <ul class="ready-list" role="list">
                    {READY.map(|ready| view! { <ReadyItem ready picked pick /> }).collect_view()}
                </ul>
            </section>
            <Composer composition sending />
            <Outcome sending />
        </div>
    }
}

/// Has Ctrl and Enter send, wherever the focus is on the page; a dialog that lies over it has keys of its own.
fn send_on_keys(composition: Composition, sending: Sending) {
    Effect::new(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.key() != "Enter" || !(event.ctrl_key() || event.meta_key()) || is_in_dialog(&event) {
                return;
            }
            event.prevent_default();
            sending.send(composition.draft());
        });
        on_cleanup(move || listener.remove());
    });
}

fn is_in_dialog(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| matches!(element.closest("dialog"), Ok(Some(_))))
}

/// The request that the query of the address asks for. One with a method that the editor does not offer would be shown wrong.
fn linked_draft(query: &str) -> Option<Draft> {
    Draft::of_link(query).filter(|draft| METHODS.contains(&&*draft.method))
}

#[component]
fn ReadyItem(ready: Ready, picked: RwSignal<&'static str>, pick: Callback<Ready>) -> impl IntoView {
    view! {
        <li>
            <button
                type="button"
                class="ready-item"
                id=format!("ready-{}", ready.id)
                aria-pressed=move || if picked.get() == ready.id { "true" } else { "false" }
                on:click=move |_| pick.run(ready)
            >
                <MethodTag method=ready.method />
                <span class="ready-title">{ready.title}</span>
                <span class="ready-purpose">{ready.purpose}</span>
            </button>
        </li>
    }
}

/// What came of the request.
#[component]
fn Outcome(sending: Sending) -> impl IntoView {
    let tab = RwSignal::new("body");
    let log = expect_context::<Log>();
    let comparison = expect_context::<Comparison>();
    view! {
        <section class="exchange-view" id=EXCHANGE_ID aria-label="Exchange" tabindex="-1">
            {move || match sending.stage.get() {
                Stage::Idle => {
                    view! { <EmptyState icon=IconName::Send text="Nothing sent yet. Press Send, and what happens is shown here." /> }
                        .into_any()
                }
                Stage::Loading { since } => {
                    view! {
                        <div class="exchange-loading">
                            <p class="status-line">"Waiting for the answer " <Stopwatch since /></p>
                            <Skeleton lines=5 label="Waiting for the answer" />
                        </div>
                    }
                        .into_any()
                }
                Stage::Done(exchange) => {
                    let retry = Callback::new(move |()| {
                        // The button that was pressed goes away with the failure, and the focus would go with it.
                        focus_by_id(EXCHANGE_ID);
                        sending.again();
                    });
                    let previous = log.previous(&exchange);
                    let this = exchange.clone();
                    let actions = move || {
                        let (previous, this) = (previous.clone()?, this.clone());
                        let compare = move || comparison.show(previous.clone(), this.clone());
                        Some(
                            view! {
                                <Button kind=ButtonKind::Ghost icon=IconName::Columns on_press=compare>
                                    "Compare with the previous one"
                                </Button>
                            },
                        )
                    };
                    view! { <ExchangeView exchange id="exchange" tab retry=Some(retry) actions /> }.into_any()
                }
            }}
        </section>
    }
}

/// A condition needs the entity tag of what one has, so that is asked for first. The log shows this request too.
fn add_validator(client: Client, composition: Composition, picked: RwSignal<&'static str>, id: &'static str) {
    let toasts = expect_context::<Toasts>();
    spawn_local(async move {
        let nothing = NoParameters {};
        let answer = client
            .call::<ListCategories>(&nothing, &nothing, &NoContent, &Cancel::new())
            .await;
        // By now something else may have been picked.
        if picked.try_get_untracked() != Some(id) {
            return;
        }
        match answer {
            Ok(answer) => {
                let fields = answer
                    .exchange
                    .outcome
                    .response()
                    .map(|response| response.fields.as_slice());
                if let Some(etag) = fields.and_then(|fields| field(fields, "etag")) {
                    composition.add_field("If-None-Match", etag);
                }
            }
            Err(error) => toasts.push(
                ToastKind::Failed,
                format!("The entity tag could not be asked for: {error}"),
            ),
        }
    });
}

/// Offers the ready requests, and sending, in the palette.
fn offer_commands(pick: Callback<Ready>, composition: Composition, sending: Sending) {
    let commands = expect_context::<Commands>();
    commands.register(Command {
        id: "send".to_owned(),
        title: "Send the request".to_owned(),
        group: "Request",
        hint: "Ctrl Enter",
        run: Callback::new(move |()| sending.send(composition.draft())),
    });
    for ready in READY {
        commands.register(Command {
            id: format!("ready-{}", ready.id),
            title: ready.title.to_owned(),
            group: "Ready requests",
            hint: ready.method,
            run: Callback::new(move |()| pick.run(ready)),
        });
    }
}
