//! How the panels send their requests: with the fault that is chosen, and into one cart.

use contract::{
    Endpoint,
    endpoint::Json,
    shop::{Cart, fault::PRACTICE_FAULT},
};
use leptos::prelude::*;

use super::remote::Remote;
use crate::{
    client::{Client, call::Call},
    kit::{Choice, Loadable},
};

/// A host that is reserved never to exist (RFC 6761, section 6.4).
const GONE: &str = "http://gone.invalid";

/// What can go wrong on demand.
pub(super) const FAULTS: [Choice; 5] = [
    Choice {
        value: "none",
        label: "None",
    },
    Choice {
        value: "slow",
        label: "Slow",
    },
    Choice {
        value: "error",
        label: "500",
    },
    Choice {
        value: "offline",
        label: "Offline",
    },
    Choice {
        value: "broken-json",
        label: "Broken JSON",
    },
];

/// What the panels share, to be taken from the context: `expect_context::<Shop>()`.
#[derive(Clone, Copy)]
pub(super) struct Shop {
    client: Client,
    /// The fault that is chosen, by its value in [`FAULTS`].
    pub(super) fault: RwSignal<&'static str>,
    /// Counts how often everything was to be asked for again.
    turn: RwSignal<u32>,
    /// The cart, which other panels put things into.
    pub(super) cart: Remote<Cart>,
    /// What was last done to the cart.
    pub(super) change: Remote<()>,
}

impl Shop {
    /// Provides the shop to the panels.
    pub(super) fn provide() -> Self {
        let cart = Remote::new();
        let shop = Self {
            client: expect_context(),
            fault: RwSignal::new("none"),
            turn: RwSignal::new(0),
            cart,
            change: cart.beside(),
        };
        provide_context(shop);
        shop
    }

    /// A call, with the fault that is chosen.
    pub(super) fn call<E: Endpoint>(self, path: &E::Path, query: &E::Query, body: &E::Body) -> Call<E> {
        let call = self.client.once::<E>(path, query, body);
        match self.fault.get_untracked() {
            "none" => call,
            "offline" => call.sent_to(GONE),
            fault => call.with_field(PRACTICE_FAULT, fault),
        }
    }

    /// A call as another client of the same sandbox would make it, whatever fault is chosen here.
    pub(super) fn call_elsewhere<E: Endpoint>(self, path: &E::Path, query: &E::Query, body: &E::Body) -> Call<E> {
        self.client.once::<E>(path, query, body)
    }

    /// Makes a call that is answered with the cart, and shows that. To be made in turn, as every change of the cart.
    pub(super) fn ask_cart<E: Endpoint<Response = Json<Cart>> + 'static>(self, call: Call<E>) {
        self.change.ask(call, move |Json(cart), _| {
            self.cart.settle(Loadable::Ready(cart));
            Some(())
        });
    }

    /// Makes whoever calls it in an effect run again when everything is to be asked for again: at another fault, after a reset.
    pub(super) fn track(self) {
        self.turn.track();
        self.fault.track();
    }

    /// Has everything asked for again.
    pub(super) fn again(self) {
        self.turn.update(|turn| *turn += 1);
    }

    /// What the fault that is chosen does.
    pub(super) fn meaning(self) -> &'static str {
        match self.fault.get() {
            "slow" => "The server holds each answer back for three seconds (request field Practice-Fault: slow).",
            "error" => "The server answers 500 and does nothing (request field Practice-Fault: error).",
            "offline" => "Each request goes to a host that does not exist, as if there were no network.",
            "broken-json" => {
                "The server breaks each answer off in the middle (request field Practice-Fault: broken-json)."
            }
            _ => "All goes well. Choose a fault to see every panel in its other states.",
        }
    }
}
