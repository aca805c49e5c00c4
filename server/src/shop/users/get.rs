//! `GET /api/users/{id}`: one user, with the fields that are asked for.

use axum::{body::Body, extract::State, response::Response};
use contract::{Problem, ProblemKind, shop::UserPath};
use http::Request;
use sea_orm::{ColumnTrait, QueryFilter};
use store::{seen, user};

use super::{CACHE_CONTROL, field::Field, sparse, whole};
use crate::{
    AppState,
    clock::Clock,
    extract::Path,
    problem::Rejection,
    shop::{
        Key, Of,
        listing::{Field as _, Parameters, fields},
        representation::{Representation, Whose},
        sandbox,
    },
};

/// One user.
pub async fn get(
    State(state): State<AppState>,
    clock: Clock,
    Path(UserPath { id }): Path<UserPath>,
    request: Request<Body>,
) -> Result<Response, Rejection> {
    let (request, _) = request.into_parts();
    let seen = sandbox::seen(&state, &clock, &request.uri, &request.headers).await?;
    // A user is never changed, so that the pristine ones are the same in every sandbox.
    let own = seen.as_ref().filter(|_| id >= store::sandbox::FIRST_OWN_ID);
    let key = Key {
        state: own.map(|seen| (seen.id, seen.row.users_version)),
        of: Of::User(id, request.uri.query().unwrap_or_default().into()),
    };
    let make = async || {
        let mut parameters = Parameters::of(&request.uri);
        let fields = parameters.take_filled("fields", fields::<Field>);
        if !parameters.problem.errors.is_empty() {
            return Err(parameters.problem.into());
        }
        let fields = fields.unwrap_or_else(|| Field::ALL.to_vec());
        let query = seen::users(own.map(|seen| seen.row.id.as_str())).filter(user::Column::Id.eq(id));
        let found = clock.store(query.one(state.store.reader())).await?;
        let row = found.ok_or_else(|| {
            Rejection::new(Problem::new(ProblemKind::NotFound).with_detail(format!("there is no user {id}")))
        })?;
        let updated_at = row.updated_at.into();
        let representation =
            clock.encode(|| Representation::new(&sparse(whole(row), &fields), CACHE_CONTROL, Whose::Sandbox));
        Ok(representation
            .map_err(Rejection::internal)?
            .with_last_modified(updated_at))
    };
    state.shop.answer(key, &request.headers, make).await
}
