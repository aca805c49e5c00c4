//! The cart, with its totals.

use contract::{
    endpoint::{Json, MergePatch, NoContent, NoParameters},
    shop::{Cart, CartItemChange, CartItemPath, CartLine, ChangeCartItem, DeleteCartItem, GetCart},
};
use leptos::prelude::*;

use super::{
    panel::{Panel, fault_of},
    shop::Shop,
};
use crate::kit::{EmptyState, IconButton, IconName, Load, Loadable, counted};

#[component]
pub(super) fn CartPanel() -> impl IntoView {
    let shop = expect_context::<Shop>();
    let ask = move || {
        let nothing = NoParameters::default();
        let call = shop.call::<GetCart>(&nothing, &nothing, &NoContent);
        shop.cart.ask(call, |Json(cart), _| Some(cart));
    };
    Effect::new(move || {
        shop.track();
        ask();
    });
    let retry = Callback::new(move |()| ask());
    let ready = move |cart: Cart| {
        if cart.items.is_empty() {
            return view! { <EmptyState text="The cart is empty. The plus beside a product puts it in." /> }.into_any();
        }
        let lines = cart.items.into_iter().map(|line| row(line, shop)).collect_view();
        view! {
            <ul class="practice-cart" role="list">{lines}</ul>
            <p class="practice-total">
                <span>{counted(cart.quantity.unsigned_abs(), "thing")}</span> <strong class="number">{cart.total}" €"</strong>
            </p>
        }
        .into_any()
    };
    view! {
        <Panel id="cart" heading="Cart" about="Sums to the cent, and never more than there is in stock." last=shop.cart.last>
            {fault_of(shop.change)}
            <Load state=shop.cart.state retry ready />
        </Panel>
    }
    .into_any()
}

fn row(line: CartLine, shop: Shop) -> AnyView {
    let (id, quantity, name) = (line.product_id, line.quantity, line.name);
    let path = CartItemPath { product_id: id };
    let nothing = NoParameters::default();
    let take_out = move || {
        let call = shop.call::<DeleteCartItem>(&path, &nothing, &NoContent);
        shop.change.ask(call, move |NoContent, _| {
            shop.change
                .in_turn(move || shop.ask_cart(shop.call::<GetCart>(&nothing, &nothing, &NoContent)));
            Some(())
        });
    };
    let add = move |more: i64| {
        // By then the changes before are over, and the cart may have more or fewer of it than this row says, or none.
        let known = shop.cart.state.with_untracked(|state| match state {
            Loadable::Ready(cart) => {
                let line = cart.items.iter().find(|line| line.product_id == id);
                Some(line.map(|line| line.quantity))
            }
            _ => None,
        });
        let Some(quantity) = known.unwrap_or(Some(quantity)).map(|known| known + more) else {
            return;
        };
        if quantity > 0 {
            let body = MergePatch(CartItemChange { quantity });
            shop.ask_cart(shop.call::<ChangeCartItem>(&path, &nothing, &body));
        } else {
            take_out();
        }
    };
    let more = move || shop.change.in_turn(move || add(1));
    let fewer = move || shop.change.in_turn(move || add(-1));
    let remove = move || shop.change.in_turn(take_out);
    view! {
        <li>
            <span class="practice-cart-name">{name.clone()}</span>
            <span class="practice-cart-count">
                <IconButton icon=IconName::Minus label=format!("One {name} fewer") on_press=fewer />
                <span class="number">{quantity}</span>
                <IconButton icon=IconName::Plus label=format!("One {name} more") on_press=more />
            </span>
            <span class="number">{line.total}" €"</span>
            <IconButton icon=IconName::Trash label=format!("Take {name} out") on_press=remove />
        </li>
    }
    .into_any()
}
