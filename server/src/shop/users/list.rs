//! `GET /api/users`: one page of the users, searched and sorted.

use axum::{body::Body, extract::State, response::Response};
use contract::{
    Endpoint, Page, Problem,
    endpoint::NoParameters,
    page::pages,
    shop::{DEFAULT_PER_PAGE, ListUsers, UsersQuery},
};
use http::{HeaderValue, Request, Uri};
use sea_orm::{DbErr, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, search, seen, user};

use super::{CACHE_CONTROL, field::Field, sparse, whole};
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    shop::{
        Key, Of,
        listing::{Field as _, Parameters, fields, links, listed, page, per_page, sort, text},
        representation::{Representation, Whose},
        sandbox::{self, Seen},
    },
};

/// A list, as it is asked for.
struct Wanted {
    page: u64,
    per_page: u64,
    sort: Vec<(Field, Order)>,
    fields: Vec<Field>,
    /// The same in the contract's words and without what was left out.
    query: UsersQuery,
}

impl Wanted {
    fn read(uri: &Uri) -> Result<Self, Problem> {
        let mut parameters = Parameters::of(uri);
        let page = parameters.take("page", page);
        let per_page = parameters.take("per_page", per_page);
        let q = parameters.take_filled("q", text);
        let sort = parameters.take_filled("sort", sort::<Field>);
        let fields = parameters.take_filled("fields", fields::<Field>);
        if !parameters.problem.errors.is_empty() {
            return Err(parameters.problem);
        }
        let query = UsersQuery {
            page,
            per_page,
            q,
            sort: sort
                .as_deref()
                .map(|sort| listed(sort, |(field, order)| (*field, matches!(order, Order::Desc)))),
            fields: fields.as_deref().map(|fields| listed(fields, |field| (*field, false))),
        };
        Ok(Self {
            page: page.unwrap_or(1),
            per_page: per_page.unwrap_or(DEFAULT_PER_PAGE),
            sort: sort.unwrap_or_default(),
            fields: fields.unwrap_or_else(|| Field::ALL.to_vec()),
            query,
        })
    }
}

/// One page of the users.
pub async fn list(State(state): State<AppState>, clock: Clock, request: Request<Body>) -> Result<Response, Rejection> {
    let (request, _) = request.into_parts();
    let seen = sandbox::seen(&state, &clock, &request.uri, &request.headers).await?;
    let own = seen.as_ref().filter(|seen| seen.row.users_version > 0 || seen.by_query);
    let key = Key {
        state: own.map(|seen| (seen.id, seen.row.users_version)),
        of: Of::Users(request.uri.query().unwrap_or_default().into()),
    };
    let make = async || {
        let wanted = Wanted::read(&request.uri)?;
        let (total, rows) = clock.store(read(&state.store, own, &wanted)).await?;
        let pages = pages(total, wanted.per_page);
        let target = |page| {
            let query = UsersQuery {
                page: Some(page),
                ..wanted.query.clone()
            };
            ListUsers::target(&NoParameters {}, &query)
        };
        let link = links(&state.origins.app, own, wanted.page, pages, target);
        let link = HeaderValue::try_from(link).map_err(Rejection::internal)?;
        let representation = clock.encode(|| {
            let page = Page {
                items: rows.into_iter().map(|row| sparse(whole(row), &wanted.fields)).collect(),
                total,
                pages,
                current_page: wanted.page,
                per_page: wanted.per_page,
            };
            Representation::new(&page, CACHE_CONTROL, Whose::Sandbox)
        });
        Ok(representation.map_err(Rejection::internal)?.with_link(link))
    };
    state.shop.answer(key, &request.headers, make).await
}

/// How many users there are on all pages, and those of the page that is wanted.
async fn read(store: &Store, seen: Option<&Seen>, wanted: &Wanted) -> Result<(u64, Vec<user::Model>), DbErr> {
    let mut query = seen::users(seen.map(|seen| seen.row.id.as_str()));
    if let Some(text) = &wanted.query.q {
        query = query.filter(search::contains(user::Column::Search, text));
    }
    let total = query.clone().count(store.reader()).await?;
    let skipped = (wanted.page - 1).saturating_mul(wanted.per_page);
    if skipped >= total {
        return Ok((total, Vec::new()));
    }
    for (field, order) in &wanted.sort {
        query = query.order_by(field.column(), order.clone());
    }
    query = query.order_by_asc(user::Column::Id);
    let rows = query.offset(skipped).limit(wanted.per_page).all(store.reader()).await?;
    Ok((total, rows))
}
