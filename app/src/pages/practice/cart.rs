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
use crate::kit::{EmptyState, IconButton, IconName, Load, Loadable};

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
        let lines = cart.items.into_iter().map(|line| row(line, shop, retry)).collect_view();
        view! {
            <ul class="practice-cart" role="list">{lines}</ul>
            <p class="practice-total">
                <span>{cart.quantity}" things"</span> <strong class="number">{cart.total}" €"</strong>
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

fn row(line: CartLine, shop: Shop, again: Callback<()>) -> AnyView {
    let path = CartItemPath {
        product_id: line.product_id,
    };
    let nothing = NoParameters::default();
    let set = move |quantity: i64| {
        let body = MergePatch(CartItemChange { quantity });
        let call = shop.call::<ChangeCartItem>(&path, &nothing, &body);
        shop.change.ask(call, move |Json(cart), _| {
            shop.cart.state.set(Loadable::Ready(cart));
            Some(())
        });
    };
    let remove = move || {
        let call = shop.call::<DeleteCartItem>(&path, &nothing, &NoContent);
        shop.change.ask(call, move |NoContent, _| {
            again.run(());
            Some(())
        });
    };
    let (quantity, name) = (line.quantity, line.name);
    let fewer = move || if quantity > 1 { set(quantity - 1) } else { remove() };
    view! {
        <li>
            <span class="practice-cart-name">{name.clone()}</span>
            <span class="practice-cart-count">
                <IconButton icon=IconName::Minus label=format!("One {name} fewer") on_press=fewer />
                <span class="number">{quantity}</span>
                <IconButton icon=IconName::Plus label=format!("One {name} more") on_press=move || set(quantity + 1) />
            </span>
            <span class="number">{line.total}" €"</span>
            <IconButton icon=IconName::Trash label=format!("Take {name} out") on_press=remove />
        </li>
    }
    .into_any()
}
