//! The practice API: what a learner writes a front end against. A module for each noun of the path.

mod cart;
mod categories;
mod data;
mod events;
pub mod fault;
mod hello;
mod large_data;
mod messages;
mod notifications;
mod orders;
mod products;
mod reports;
mod sandbox;
mod session;
mod socket;
mod users;

pub use self::{
    cart::*, categories::*, data::*, events::*, hello::*, large_data::*, messages::*, notifications::*, orders::*,
    products::*, reports::*, sandbox::*, session::*, socket::*, users::*,
};

use crate::{ProblemKind, endpoint::RequestField};

/// The most items that a page can have; more than that is taken as this many.
pub const MAX_PER_PAGE: u64 = 100;

/// How many items a page has when the request does not say.
pub const DEFAULT_PER_PAGE: u64 = 20;

/// What may be wrong with a request that adds something to a sandbox.
const CREATE_PROBLEMS: &[ProblemKind] = &[
    ProblemKind::BadRequest,
    ProblemKind::MalformedJson,
    ProblemKind::NotFound,
    ProblemKind::Conflict,
    ProblemKind::ContentTooLarge,
    ProblemKind::UnsupportedMediaType,
    ProblemKind::ValidationFailed,
    ProblemKind::Unavailable,
    ProblemKind::SandboxFull,
];

/// The fields of such a request.
const CREATE_FIELDS: &[RequestField] = &[RequestField::Sandbox, RequestField::IdempotencyKey];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Endpoint, endpoint::NoParameters};

    #[test]
    fn targets_carry_their_parameters() {
        assert_eq!(
            Hello::target(
                &NoParameters {},
                &HelloQuery {
                    name: Some("Ada & Co".into())
                }
            ),
            "/hello?name=Ada+%26+Co"
        );
        assert_eq!(
            GetProduct::target(&ProductPath { id: 12 }, &NoParameters {}),
            "/api/products/12"
        );
        let query = ProductsQuery {
            per_page: Some(5),
            sort: Some("price,-name".into()),
            ..ProductsQuery::default()
        };
        assert_eq!(
            ListProducts::target(&NoParameters {}, &query),
            "/api/products?per_page=5&sort=price%2C-name"
        );
    }
}
