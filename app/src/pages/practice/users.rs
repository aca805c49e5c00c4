//! The users, with only those fields that are asked for.

use contract::{
    Page,
    endpoint::{Json, NoContent, NoParameters},
    shop::{ListUsers, SparseUser, UsersQuery},
};
use exchange::{Exchange, Outcome};
use leptos::prelude::*;

use super::{
    panel::{Pages, Panel},
    remote::Remote,
    shop::Shop,
};
use crate::{
    inspector::figures::{moment, size},
    kit::{Checkbox, Column, DataTable, EmptyState, Load, counted},
};

/// How many users a page has.
const PER_PAGE: u64 = 8;

/// What can be asked for of a user: the field, and its name for people.
const FIELDS: [(&str, &str); 5] = [
    ("id", "Id"),
    ("name", "Name"),
    ("email", "Email"),
    ("role", "Role"),
    ("created_at", "Since"),
];

/// A page of users, which fields they have, and how many bytes it took.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    page: Page<SparseUser>,
    fields: Vec<&'static str>,
    bytes: u64,
}

#[component]
pub(super) fn UsersPanel() -> impl IntoView {
    let shop = expect_context::<Shop>();
    let list = Remote::<Found>::new();
    let page = RwSignal::new(1_u64);
    let wanted = FIELDS.map(|(name, label)| (name, label, RwSignal::new(matches!(name, "id" | "name"))));
    let ask = move || {
        let fields: Vec<&str> = wanted
            .iter()
            .filter(|(_, _, is_wanted)| is_wanted.get())
            .map(|(name, ..)| *name)
            .collect();
        // Without a field there is nothing to ask for, so all of them are.
        let query = UsersQuery {
            page: Some(page.get()),
            per_page: Some(PER_PAGE),
            fields: (!fields.is_empty()).then(|| fields.join(",")),
            ..UsersQuery::default()
        };
        let fields = if fields.is_empty() {
            FIELDS.map(|(name, _)| name).to_vec()
        } else {
            fields
        };
        let call = shop.call::<ListUsers>(&NoParameters::default(), &query, &NoContent);
        list.ask(call, move |Json(page), exchange| {
            let bytes = bytes(exchange);
            (page.total > 0).then_some(Found { page, fields, bytes })
        });
    };
    Effect::new(move || {
        shop.track();
        ask();
    });
    let retry = Callback::new(move |()| untrack(ask));
    let choices = wanted
        .map(|(name, label, checked)| view! { <Checkbox id=format!("users-{name}") label checked /> })
        .collect_view();
    let ready = move |found: Found| {
        let Found {
            page: users,
            fields,
            bytes,
        } = found;
        let columns = FIELDS
            .into_iter()
            .filter(|(name, _)| fields.contains(name))
            .map(|(_, label)| Column::text(label))
            .collect();
        let rows = users
            .items
            .into_iter()
            .map(|user| {
                let cells = fields
                    .iter()
                    .map(|name| view! { <td>{cell(&user, name)}</td> })
                    .collect_view();
                view! { <tr>{cells}</tr> }
            })
            .collect_view();
        let total = format!("{}, {}", counted(users.total, "user"), size(bytes));
        view! {
            <DataTable caption="Users" hide_caption=true columns>{rows}</DataTable>
            <Pages label="Pages of the users" page pages=users.pages total />
        }
    };
    view! {
        <Panel id="users" heading="Users" about="Field selection: what is not asked for does not travel." last=list.last>
            <fieldset class="practice-choices">
                <legend class="field-label">"Fields to ask for"</legend>
                {choices}
            </fieldset>
            <Load state=list.state retry empty=|| view! { <EmptyState text="There are no users." /> } ready />
        </Panel>
    }
    .into_any()
}

/// How many bytes of content an answer had.
fn bytes(exchange: &Exchange) -> u64 {
    match &exchange.outcome {
        Outcome::Response(response) => response.body.as_ref().map_or(0, |body| body.size),
        Outcome::Failure(_) => 0,
    }
}

fn cell(user: &SparseUser, name: &str) -> Option<String> {
    match name {
        "id" => user.id.map(|id| id.to_string()),
        "name" => user.name.clone(),
        "email" => user.email.clone(),
        "role" => user.role.clone(),
        _ => user.created_at.map(moment),
    }
}
