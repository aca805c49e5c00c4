//! Roundtrip's own API, for its pages and for whoever has the token of a workspace. No page of another origin is answered.

pub mod exchanges;
pub mod feeds;
pub mod reference;
pub mod shares;
pub mod workspace;

use axum::extract::FromRequestParts;
use contract::{Problem, ProblemKind};
use http::request::Parts;

use crate::{
    problem::Rejection,
    routes::RequestState,
    workspace::{Token, is_foreign},
};

/// Who asks: the token of the workspace, if the request names one. Refuses pages of other origins.
#[derive(Clone, Debug)]
pub struct Caller(pub Option<Token>);

impl FromRequestParts<RequestState> for Caller {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &RequestState) -> Result<Self, Rejection> {
        let own = &state.app().origins.app;
        if is_foreign(&parts.headers, own) {
            return Err(Problem::new(ProblemKind::Forbidden)
                .with_detail(format!("only pages of {own} may use this API"))
                .into());
        }
        Ok(Self(Token::of(&parts.headers, own)))
    }
}
