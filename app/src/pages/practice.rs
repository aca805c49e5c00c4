//! Practise: the practice shop as a small app, in which every panel shows each state that remote data has, and every request is one
//! click away.
//!
//! - `shop`: how its requests are sent, with the faults that are asked for; `remote`: what came of one
//! - `panel`: what is around each panel
//! - `products`, `product`, `cart`, `account`, `users`, `notifications`: the panels

mod account;
mod cart;
mod notifications;
mod panel;
mod product;
mod products;
mod remote;
mod shop;
mod users;

use contract::{
    endpoint::{NoContent, NoParameters},
    shop::ResetSandbox,
};
use leptos::{prelude::*, task::spawn_local};

use self::{
    account::AccountPanel,
    cart::CartPanel,
    notifications::NotificationsPanel,
    products::ProductsPanel,
    shop::{FAULTS, Shop},
    users::UsersPanel,
};
use super::late::{Draw, Outline, late};
use crate::{
    client::{CallError, Cancel},
    kit::{Button, ButtonKind, IconName, Segmented, ToastKind, Toasts, cut},
};

/// The practice shop.
#[component]
pub fn PracticePage() -> impl IntoView {
    late(Outline {
        title: "Practise",
        lead: "A shop on the practice API: what you write is kept in a sandbox of your own, and every request can be looked into.",
        more: || ().into_any(),
        class: "practice",
        load: |chunk| chunk.load(self::chunk),
    })
}

/// What is in the chunk.
const DRAW: Draw = || view! { <Counter /> }.into_any();

cut!(practice: Draw = DRAW);

/// The shop's counter: the faults that can be had, and the panels.
#[component]
fn Counter() -> impl IntoView {
    let shop = Shop::provide();
    view! {
        <div class="practice-bar">
            <div class="practice-fault">
                <span class="field-label">"Fault"</span>
                <Segmented label="Fault" choices=FAULTS.to_vec() value=shop.fault />
            </div>
            <Button kind=ButtonKind::Ghost icon=IconName::Retry on_press=move || reset(shop)>"Reset the sandbox"</Button>
        </div>
        <p class="quiet practice-meaning" role="status">{move || shop.meaning()}</p>
        <div class="practice-panels">
            <ProductsPanel />
            <CartPanel />
            <AccountPanel />
            <NotificationsPanel />
            <UsersPanel />
        </div>
    }
    .into_any()
}

/// Has all that was written forgotten, and everything asked for again.
fn reset(shop: Shop) {
    let toasts = expect_context::<Toasts>();
    let nothing = NoParameters::default();
    let call = shop.call::<ResetSandbox>(&nothing, &nothing, &NoContent);
    spawn_local(async move {
        let (kind, text) = match call.send(&Cancel::new()).await.result {
            Ok(NoContent) => (ToastKind::Done, "The shop is as it was at first.".to_owned()),
            Err(CallError::Problem(problem)) => (ToastKind::Failed, problem.to_string()),
            Err(error) => (ToastKind::Failed, error.to_string()),
        };
        toasts.push(kind, text);
        shop.again();
    });
}
