//! `/api/messages`: what people say to each other in the rooms of a sandbox.
//!
//! A message is an event of the sandbox's log and nothing else, so it is on the disk when it is acknowledged, and each of its readers
//! gets it once, by whichever transport. What a client calls it makes it one that is said once, however often it is sent.

mod create;
mod list;
mod poll;
mod say;

use contract::{
    Problem, ProblemKind,
    shop::{LOBBY, Person},
};
use store::user;

pub(crate) use self::say::{Saying, say};
pub use self::{create::create, list::list, poll::poll};

use crate::live::room::Room;

/// The room that a query names.
fn room(name: Option<&str>) -> Result<Room, Problem> {
    let name = name.filter(|name| !name.is_empty()).unwrap_or(LOBBY);
    Room::named(name).map_err(|right| Problem::new(ProblemKind::InvalidParameters).with_fault("/room", right))
}

/// Somebody, as the others see them.
pub(crate) fn person(user: &user::Model) -> Person {
    Person {
        id: user.id,
        username: user.username.clone(),
        name: user.name.clone(),
    }
}
