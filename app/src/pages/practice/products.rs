//! The products: searched, filtered, sorted and paged; one of them can be put into the cart or looked at.

use std::time::Duration;

use contract::{
    Page,
    endpoint::{Json, NoContent, NoParameters},
    shop::{AddCartItem, ListCategories, ListProducts, NewCartItem, ProductsQuery, SparseProduct},
};
use leptos::prelude::*;

use super::{
    panel::{Pages, Panel},
    product::{Editor, Subject},
    remote::Remote,
    shop::Shop,
};
use crate::kit::{
    Button, Choice, Column, DataTable, EmptyState, Icon, IconName, Load, Loadable, Select, TextField, counted,
    focus_by_id,
};

/// How many products a page has.
const PER_PAGE: u64 = 10;

/// How long the search waits for the next letter.
const PAUSE: Duration = Duration::from_millis(250);

/// What the list can be sorted by.
const SORTS: [Choice; 4] = [
    Choice {
        value: "name",
        label: "Name",
    },
    Choice {
        value: "price",
        label: "Price, lowest first",
    },
    Choice {
        value: "-price",
        label: "Price, highest first",
    },
    Choice {
        value: "-stock",
        label: "Stock, most first",
    },
];

#[component]
pub(super) fn ProductsPanel() -> impl IntoView {
    let shop = expect_context::<Shop>();
    let list = Remote::<Page<SparseProduct>>::new();
    let (text, sought) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (category, sort) = (RwSignal::new(String::new()), RwSignal::new("name".to_owned()));
    let page = RwSignal::new(1_u64);
    let subject = RwSignal::new(None::<Subject>);

    let mut settle = debounce(PAUSE, move |text: String| {
        // The panel may be gone by now.
        let _ = sought.try_set(text);
    });
    Effect::watch(move || text.get(), move |text, _, _| settle(text.clone()), false);
    // Another list begins with its first page.
    Effect::watch(
        move || {
            sought.track();
            category.track();
            sort.track();
        },
        move |(), _, _| page.set(1),
        false,
    );
    let ask = move || {
        let some = |text: String| (!text.is_empty()).then_some(text);
        let query = ProductsQuery {
            page: Some(page.get()),
            per_page: Some(PER_PAGE),
            q: some(sought.get()),
            category: some(category.get()),
            sort: Some(sort.get()),
            fields: Some("id,name,price,category,stock".to_owned()),
        };
        let call = shop.call::<ListProducts>(&NoParameters::default(), &query, &NoContent);
        list.ask(call, |Json(page), _| (page.total > 0).then_some(page));
    };
    Effect::new(move || {
        shop.track();
        ask();
    });
    let again = Callback::new(move |()| untrack(ask));

    // The panel's exchange is that of the list.
    let categories = Remote::<Vec<(String, String)>>::new();
    Effect::new(move || {
        let nothing = NoParameters::default();
        let call = shop.call_elsewhere::<ListCategories>(&nothing, &nothing, &NoContent);
        categories.ask(call, |Json(all), _| {
            Some(
                all.items
                    .into_iter()
                    .map(|category| (category.slug, category.name))
                    .collect(),
            )
        });
    });
    let more = Signal::derive(move || match categories.state.get() {
        Loadable::Ready(all) => all,
        _ => Vec::new(),
    });

    let clear = move || {
        text.set(String::new());
        category.set(String::new());
    };
    let empty = move || {
        view! {
            <EmptyState icon=IconName::Search text="No product fits what is sought.">
                <Button on_press=clear>"Show all products"</Button>
            </EmptyState>
        }
    };
    let ready = move |found: Page<SparseProduct>| {
        let rows = found
            .items
            .into_iter()
            .map(|product| row(product, shop, subject))
            .collect_view();
        let columns = vec![
            Column::text("Product"),
            Column::number("Price"),
            Column::number("Stock"),
            Column::text("Cart"),
        ];
        let total = counted(found.total, "product");
        view! {
            <DataTable caption="Products" hide_caption=true columns class="practice-products">{rows}</DataTable>
            <Pages label="Pages of the products" page pages=found.pages total />
        }
    };
    let all = vec![Choice {
        value: "",
        label: "All categories",
    }];
    view! {
        <Panel id="products" heading="Products" about="A list with search, filter, sort and pages, by the query of one GET." last=list.last>
            <div class="practice-tools">
                <TextField id="products-search" label="Search" value=text placeholder="Name or description" />
                <Select id="products-category" label="Category" value=category choices=all more />
                <Select id="products-sort" label="Sort by" value=sort choices=SORTS.to_vec() />
                <Button icon=IconName::Plus on_press=move || subject.set(Some(Subject::New))>"New product"</Button>
            </div>
            {move || subject.get().map(|which| {
                request_animation_frame(|| focus_by_id(super::product::EDITOR_ID));
                view! { <Editor which subject changed=again /> }
            })}
            <Load state=list.state retry=again empty ready />
        </Panel>
    }
    .into_any()
}

fn row(product: SparseProduct, shop: Shop, subject: RwSignal<Option<Subject>>) -> AnyView {
    let id = product.id.unwrap_or_default();
    let name = product.name.unwrap_or_default();
    let put = move |_| {
        let body = Json(NewCartItem {
            product_id: id,
            quantity: None,
        });
        let nothing = NoParameters::default();
        shop.change
            .in_turn(move || shop.ask_cart(shop.call::<AddCartItem>(&nothing, &nothing, &body)));
    };
    let label = format!("Put {name} into the cart");
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="link-button" on:click=move |_| subject.set(Some(Subject::Known(id)))>{name}</button>
                <span class="quiet">" " {product.category}</span>
            </th>
            <td class="number">{product.price}" €"</td>
            <td class="number">{product.stock}</td>
            <td>
                <button type="button" class="button button-icon" aria-label=label.clone() title=label on:click=put>
                    <Icon name=IconName::Plus />
                </button>
            </td>
        </tr>
    }
    .into_any()
}
