//! The users that every sandbox starts with. Their password is `secret123`; that is told to everybody, so its hashes may stand
//! here.

use jiff::{Timestamp, ToSpan};

use super::OPENED;

/// A user as the migration inserts them, in the order of their numbers.
pub(crate) struct User {
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
    pub(crate) username: &'static str,
    /// Argon2id of `secret123`, each with a salt of its own.
    pub(crate) password_hash: &'static str,
    pub(crate) role: &'static str,
}

pub(crate) const USERS: &[User] = &[
    User {
        name: "John Doe",
        email: "john.doe@example.com",
        username: "johndoe",
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$zIIw5nMmnF10/n0EHZNbkg$EhEIhERT6uLmihjjDrMw5eK02kxysh8nYAvgZs8Qa9Q",
        role: "customer",
    },
    User {
        name: "Jane Smith",
        email: "jane.smith@example.com",
        username: "janesmith",
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$7QYc2jDWisnF3yNJv1vODA$sWSlPeoyJV7R5rqLBjXI/3/cBJN1a/DHir/V8x1WHU0",
        role: "customer",
    },
    User {
        name: "Ada Okafor",
        email: "ada.okafor@example.com",
        username: "adaokafor",
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$5lfajfH/TCjaRsdvfLJeEQ$lRtUIsVa2ZouQMpCl2e6Bl0TrW1LkwxMotGv7ekLy/g",
        role: "customer",
    },
    User {
        name: "Mateo Rossi",
        email: "mateo.rossi@example.com",
        username: "mateorossi",
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$dVt1vcBiGiax+9r2RDF9PA$E6OQ57km+FJKNGMy9ZuhW3z963R7pGb7z2ArUwGh0wM",
        role: "customer",
    },
    User {
        name: "Grace Lindqvist",
        email: "grace.lindqvist@example.com",
        username: "gracelindqvist",
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$W81EezSUo/GifPtoe1kHHA$tOdFJ1CpGtxXGBxsVpKim9YQs6kbyRX3q2I7wudgo4Y",
        role: "admin",
    },
];

/// When the shop came to know them: one a week from the day it opened.
pub(crate) fn since(id: i64) -> Timestamp {
    OPENED + ((id - 1) * 7 * 24).hours()
}
