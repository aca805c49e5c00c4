//! One product: read with its entity tag, changed on the condition that it is still as it was read, and what to do when it is not.

use contract::{
    endpoint::{Json, MergePatch, NoContent, NoParameters},
    shop::{ChangeProduct, CreateProduct, DeleteProduct, GetProduct, NewProduct, Product, ProductChange, ProductPath},
};
use exchange::{Exchange, Outcome, message::field};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{panel::fault_of, remote::Remote, shop::Shop};
use crate::{
    client::Cancel,
    kit::{
        Button, ButtonKind, Column, DataTable, IconButton, IconName, Load, Loadable, TextArea, TextField, ToastKind,
        Toasts,
    },
};

/// The identifier of the editor, which the focus goes to.
pub(super) const EDITOR_ID: &str = "product-editor";

/// What the editor is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A product that there is.
    Known(i64),
    /// One that there is to be.
    New,
}

/// A product as it was read, and the tag of that state.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    product: Product,
    tag: String,
}

impl Seen {
    fn of(product: Product, exchange: &Exchange) -> Self {
        let tag = match &exchange.outcome {
            Outcome::Response(response) => field(&response.fields, "etag").unwrap_or_default().to_owned(),
            Outcome::Failure(_) => String::new(),
        };
        Self { product, tag }
    }
}

/// What is written in the editor's fields.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    price: RwSignal<String>,
    stock: RwSignal<String>,
    category: RwSignal<String>,
    description: RwSignal<String>,
}

impl Form {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            name: text(),
            price: text(),
            stock: text(),
            category: text(),
            description: text(),
        }
    }

    fn fill(self, product: &Product) {
        self.name.set(product.name.clone());
        self.price.set(product.price.clone());
        self.stock.set(product.stock.to_string());
        self.category.set(product.category.clone());
        self.description.set(product.description.clone());
    }

    /// A number that is none is left to the server, which says what is wrong with it.
    fn stock(self) -> Option<i64> {
        self.stock.with_untracked(|stock| stock.trim().parse().ok())
    }

    /// What is to change of a product.
    fn change(self, seen: &Product) -> ProductChange {
        let differs = |mine: RwSignal<String>, theirs: &str| {
            let mine = mine.get_untracked();
            (mine != theirs).then_some(mine)
        };
        ProductChange {
            name: differs(self.name, &seen.name),
            price: differs(self.price, &seen.price),
            category: differs(self.category, &seen.category),
            description: differs(self.description, &seen.description),
            stock: self.stock().filter(|stock| *stock != seen.stock),
            price_minor: None,
        }
    }

    fn new_product(self) -> NewProduct {
        NewProduct {
            name: self.name.get_untracked(),
            price: Some(self.price.get_untracked()),
            category: self.category.get_untracked(),
            description: Some(self.description.get_untracked()),
            stock: self.stock(),
            ..NewProduct::default()
        }
    }

    /// What is written beside what the product is, where the two differ: its name, theirs, mine.
    fn differences(self, theirs: &Product) -> Vec<(&'static str, String, String)> {
        [
            ("Name", theirs.name.clone(), self.name),
            ("Price", theirs.price.clone(), self.price),
            ("Stock", theirs.stock.to_string(), self.stock),
            ("Category", theirs.category.clone(), self.category),
            ("Description", theirs.description.clone(), self.description),
        ]
        .into_iter()
        .map(|(name, theirs, mine)| (name, theirs, mine.get_untracked()))
        .filter(|(_, theirs, mine)| theirs != mine)
        .collect()
    }
}

#[component]
pub(super) fn Editor(
    /// What it is about.
    which: Subject,
    /// Where that is chosen.
    subject: RwSignal<Option<Subject>>,
    /// Called when the list is no longer what it was.
    changed: Callback<()>,
) -> impl IntoView {
    let close = move || subject.set(None);
    let heading = match which {
        Subject::Known(id) => format!("Product {id}"),
        Subject::New => "A new product".to_owned(),
    };
    let label = heading.clone();
    let content = match which {
        Subject::Known(id) => view! { <Known id close=Callback::new(move |()| close()) changed /> }.into_any(),
        Subject::New => view! { <New subject changed /> }.into_any(),
    };
    view! {
        <section class="practice-editor" id=EDITOR_ID aria-label=label tabindex="-1">
            <header class="practice-head">
                <h3>{heading}</h3>
                <IconButton icon=IconName::Close label="Close" on_press=close />
            </header>
            {content}
        </section>
    }
    .into_any()
}

/// A product that is to be.
#[component]
fn New(subject: RwSignal<Option<Subject>>, changed: Callback<()>) -> impl IntoView {
    let shop = expect_context::<Shop>();
    let toasts = expect_context::<Toasts>();
    let form = Form::new();
    let saving = Remote::<()>::new();
    // Of this form there is one product, however often it is sent.
    let key = Uuid::now_v7().to_string();
    let save = Callback::new(move |()| {
        let nothing = NoParameters::default();
        let call = shop
            .call::<CreateProduct>(&nothing, &nothing, &Json(form.new_product()))
            .with_field("Idempotency-Key", &key);
        saving.ask(call, move |Json(product), _| {
            toasts.push(ToastKind::Done, format!("{} is product {}.", product.name, product.id));
            subject.set(Some(Subject::Known(product.id)));
            changed.run(());
            Some(())
        });
    });
    view! {
        {fields(form)}
        {fault_of(saving)}
        <div class="practice-actions">
            <Button kind=ButtonKind::Primary icon=IconName::Check pending=saving.pending() on_press=save>"Add it"</Button>
        </div>
    }
    .into_any()
}

/// A product that there is.
#[component]
fn Known(id: i64, close: Callback<()>, changed: Callback<()>) -> impl IntoView {
    let shop = expect_context::<Shop>();
    let form = Form::new();
    let product = Remote::<Seen>::new();
    let path = ProductPath { id };
    let ask = move || {
        let call = shop.call::<GetProduct>(&path, &NoParameters::default(), &NoContent);
        product.ask(call, move |Json(product), exchange| {
            form.fill(&product);
            Some(Seen::of(product, exchange))
        });
    };
    Effect::new(move || {
        shop.track();
        ask();
    });
    let retry = Callback::new(move |()| ask());
    let ready = move |seen: Seen| view! { <Edited seen form product close changed /> };
    view! { <Load state=product.state retry ready /> }.into_any()
}

/// The fields of a product that is known, and what can be done with it.
#[component]
fn Edited(seen: Seen, form: Form, product: Remote<Seen>, close: Callback<()>, changed: Callback<()>) -> impl IntoView {
    let shop = expect_context::<Shop>();
    let toasts = expect_context::<Toasts>();
    let path = ProductPath { id: seen.product.id };
    let nothing = NoParameters::default();
    let saving = product.beside::<()>();
    // What the product is by now, when it is no longer what was read.
    let theirs = product.beside::<Seen>();

    let save_on = move |seen: &Seen| {
        let body = MergePatch(form.change(&seen.product));
        let call = shop
            .call::<ChangeProduct>(&path, &nothing, &body)
            .with_field("If-Match", &seen.tag);
        saving.ask(call, move |Json(saved), exchange| {
            toasts.push(ToastKind::Done, format!("{} is saved.", saved.name));
            form.fill(&saved);
            product.settle(Loadable::Ready(Seen::of(saved, exchange)));
            changed.run(());
            Some(())
        });
    };
    Effect::new(move || {
        let is_conflict = saving
            .state
            .with(|state| matches!(state, Loadable::Problem(problem) if problem.status == 412));
        if is_conflict {
            let call = shop.call_elsewhere::<GetProduct>(&path, &nothing, &NoContent);
            theirs.ask(call, |Json(product), exchange| Some(Seen::of(product, exchange)));
        }
    });
    let conflict = move || match theirs.state.get() {
        Loadable::Ready(now) => {
            let rows = form
                .differences(&now.product)
                .into_iter()
                .map(|(name, theirs, mine)| {
                    view! { <tr><th scope="row">{name}</th><td>{theirs}</td><td>{mine}</td></tr> }
                })
                .collect_view();
            let columns = vec![
                Column::text(""),
                Column::text("As it is now"),
                Column::text("As you have it"),
            ];
            let (for_mine, for_theirs) = (now.clone(), now);
            let mine = move || save_on(&for_mine);
            let take = move || {
                form.fill(&for_theirs.product);
                product.settle(Loadable::Ready(for_theirs.clone()));
            };
            Some(view! {
                <div class="practice-conflict">
                    <DataTable caption="Somebody else has changed it" columns>{rows}</DataTable>
                    <div class="practice-actions">
                        <Button kind=ButtonKind::Primary on_press=mine>"Save mine over it"</Button>
                        <Button on_press=take>"Take it as it is now"</Button>
                    </div>
                </div>
            })
        }
        _ => None,
    };

    let sell = move || {
        // As it is for everybody else, not as this page has it.
        spawn_local(async move {
            let read = shop.call_elsewhere::<GetProduct>(&path, &nothing, &NoContent);
            let Ok(Json(now)) = read.send(&Cancel::new()).await.result else {
                return;
            };
            let body = MergePatch(ProductChange {
                stock: Some((now.stock - 1).max(0)),
                ..ProductChange::default()
            });
            let call = shop.call_elsewhere::<ChangeProduct>(&path, &nothing, &body);
            let (kind, text) = match call.send(&Cancel::new()).await.result {
                Ok(Json(product)) => (
                    ToastKind::Done,
                    format!(
                        "Somebody else has bought one; now there are {} in stock. This page does not know yet.",
                        product.stock
                    ),
                ),
                Err(error) => (ToastKind::Failed, error.to_string()),
            };
            toasts.push(kind, text);
        });
    };
    let (for_save, for_delete) = (seen.clone(), seen.clone());
    let save = move || save_on(&for_save);
    let delete = move || {
        let call = shop
            .call::<DeleteProduct>(&path, &nothing, &NoContent)
            .with_field("If-Match", &for_delete.tag);
        saving.ask(call, move |NoContent, _| {
            close.run(());
            changed.run(());
            Some(())
        });
    };
    view! {
        {fields(form)}
        <p class="quiet">"Read with the entity tag " <code>{seen.tag}</code> ", which a change names in If-Match."</p>
        {fault_of(saving)}
        {conflict}
        <div class="practice-actions">
            <Button kind=ButtonKind::Primary icon=IconName::Check pending=saving.pending() on_press=save>"Save"</Button>
            <Button on_press=sell>"Let somebody else buy one"</Button>
            <Button kind=ButtonKind::Danger icon=IconName::Trash on_press=delete>"Delete"</Button>
        </div>
    }
    .into_any()
}

fn fields(form: Form) -> AnyView {
    view! {
        <div class="practice-fields">
            <TextField id="product-name" label="Name" value=form.name />
            <TextField id="product-price" label="Price in euros" value=form.price code=true />
            <TextField id="product-stock" label="Stock" value=form.stock code=true />
            <TextField id="product-category" label="Category" value=form.category code=true />
        </div>
        <TextArea id="product-description" label="Description" value=form.description rows=3 />
    }
    .into_any()
}
