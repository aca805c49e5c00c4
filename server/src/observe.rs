//! From a served request to an exchange that its sender can look at.
//!
//! A request of the practice API that names a workspace is watched: the tap records its bytes, and when it is over, a
//! [`Record`] of it goes to the workspace. A request that names none costs the look for the name. What a record means (fields,
//! phases, parts) is worked out when somebody asks.

mod messages;
mod record;
mod shelves;

use contract::Problem;
use http::{HeaderMap, Uri};
use uuid::Uuid;

pub use self::{
    record::Record,
    shelves::{Expectation, Kept, Shelves},
};
use crate::{clock::Clock, origin::Origin, workspace::Token};

/// Who watches requests.
#[derive(Clone, Debug)]
pub struct Observer {
    shelves: Shelves,
    own: Origin,
}

impl Observer {
    /// An observer that puts records there. `own` is the app origin.
    #[must_use]
    pub fn new(shelves: Shelves, own: Origin) -> Self {
        Self { shelves, own }
    }

    /// Sees to it that the exchange is recorded if it is one of the practice API and names a workspace. To be called before the
    /// request is answered.
    pub fn watch(&self, id: Uuid, uri: &Uri, request: &HeaderMap, clock: &Clock) {
        if !is_practice(uri.path()) {
            return;
        }
        let Some(token) = Token::of(request, &self.own) else {
            return;
        };
        let Some(claim) = &clock.arrival().claim else {
            return;
        };
        let recording = claim.record();
        let clock = clock.clone();
        let shelves = self.shelves.clone();
        let workspace = token.workspace();
        let expectation = shelves.expect(workspace, id);
        tokio::spawn(async move {
            // A connection tells all that it was asked for, unless the program ends.
            if let Ok(recording) = recording.await {
                shelves.put(workspace, Record::new(id, &clock, recording)).await;
            }
            drop(expectation);
        });
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
