//! `/api/users`: who shops there. Never with a password, nor with its hash.

mod create;
mod field;
mod get;
mod list;

use contract::shop::{SparseUser, User};
use http::HeaderValue;
use jiff::Timestamp;
use store::user;

pub use self::{create::create, get::get, list::list};

use field::Field;

/// As products are: kept for nobody else, and asked for again each time.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, max-age=0, must-revalidate");

/// A user as the API shows them.
fn whole(row: user::Model) -> User {
    User {
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        created_at: Timestamp::from(row.created_at),
    }
}

/// The user with those of their fields that are wanted.
fn sparse(user: User, fields: &[Field]) -> SparseUser {
    let has = |field| fields.contains(&field);
    SparseUser {
        id: has(Field::Id).then_some(user.id),
        name: has(Field::Name).then_some(user.name),
        email: has(Field::Email).then_some(user.email),
        role: has(Field::Role).then_some(user.role),
        created_at: has(Field::CreatedAt).then_some(user.created_at),
    }
}
