//! From a served request to an exchange that its sender can look at.
//!
//! A request of the practice API that names a workspace is watched: the tap records its bytes, and when it is over, a
//! [`Record`] of it goes to the workspace. A request that names none costs the look for the name. What a record means (fields,
//! phases, parts) is worked out when somebody asks.
//!
//! - `record`: what is kept of an exchange
//! - `shelf`, `shelves`: where that is kept, for one workspace and for all

mod messages;
mod record;
mod shelf;
mod shelves;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use contract::Problem;
use http::{HeaderMap, Uri};
use uuid::Uuid;

pub use self::{
    record::Record,
    shelves::{Desk, Expectation, Kept, Shelves},
};
use crate::{
    clock::Clock,
    origin::Origin,
    workspace::{Presented, Token},
};

/// Who watches requests. Every connection has a clone, and each clone a desk of its own.
#[derive(Debug)]
pub struct Observer {
    shelves: Shelves,
    own: Arc<Origin>,
    /// For the token that came last: mostly all requests of a connection carry the same, and it is compared sooner than hashed.
    desk: Mutex<Option<(Token, Arc<Desk>)>>,
}

impl Clone for Observer {
    fn clone(&self) -> Self {
        Self {
            shelves: self.shelves.clone(),
            own: Arc::clone(&self.own),
            desk: Mutex::default(),
        }
    }
}

impl Observer {
    /// An observer that puts records there. `own` is the app origin.
    #[must_use]
    pub fn new(shelves: Shelves, own: Origin) -> Self {
        Self {
            shelves,
            own: Arc::new(own),
            desk: Mutex::default(),
        }
    }

    /// Sees to it that the exchange is recorded if it is one of the practice API and names a workspace. To be called before the
    /// request is answered.
    pub fn watch(&self, id: Uuid, uri: &Uri, request: &HeaderMap, clock: &Clock) {
        let Some(claim) = &clock.arrival().claim else {
            return;
        };
        if !is_practice(uri.path()) {
            return;
        }
        let Some(token) = Presented::of(request, &self.own) else {
            return;
        };
        let expectation = self.desk(token, clock.started()).expect(id);
        let clock = clock.clone();
        claim.record(move |recording| {
            let ended = recording.ended();
            expectation.put(Record::new(id, &clock, recording), ended);
        });
    }

    /// The desk for the workspace of that token.
    fn desk(&self, presented: Presented<'_>, now: Instant) -> Arc<Desk> {
        // A panic while it was held cannot have left half a desk.
        let mut last = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((token, desk)) = &*last
            && presented.is(token)
        {
            return Arc::clone(desk);
        }
        let token = presented.token();
        let desk = self.shelves.desk(token.workspace(), now);
        *last = Some((token, Arc::clone(&desk)));
        desk
    }
}

/// Whether a path is one of the practice API.
fn is_practice(path: &str) -> bool {
    path.starts_with("/api/") || matches!(path, "/hello" | "/login" | "/logout")
}

/// What is said of an exchange that is not in the workspace.
#[must_use]
pub fn not_there(id: Uuid) -> Problem {
    Problem::new(contract::ProblemKind::NotFound).with_detail(format!(
        "the workspace has no exchange {id}: it was another's, it has been forgotten, or it is not over yet"
    ))
}
