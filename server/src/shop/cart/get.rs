//! `GET /api/cart`

use axum::{extract::State, response::Response};

use super::{read, represent, total};
use crate::{
    AppState,
    clock::Clock,
    problem::Rejection,
    shop::{head::Head, sandbox},
};

/// The cart; without a sandbox there is nothing in it.
pub async fn get(State(state): State<AppState>, clock: Clock, head: Head) -> Result<Response, Rejection> {
    let cart = match sandbox::seen(&state, &clock, &head.uri, &head.fields).await? {
        Some(seen) => clock.store(read(state.store.reader(), &seen.row.id)).await?,
        None => total(Vec::new()),
    };
    let representation = clock.encode(|| represent(&cart))?;
    Ok(representation.respond(&head.fields, None))
}
