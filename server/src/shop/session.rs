//! `/login`, `/logout` and `/api/me`: who somebody says that they are.
//!
//! A session of a pristine user is outside of all sandboxes: that user is the same in each, so logging in makes no sandbox, and one
//! token is good before and after the first write. A session of a user that a sandbox has added counts in that sandbox alone.

pub(super) mod attempts;
pub(super) mod hashing;
mod login;
mod logout;
mod me;

use contract::{Problem, ProblemKind, shop::Account};
use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use store::{Store, Time, seen, session, user};

pub use self::{login::login, logout::logout, me::me};

use super::sandbox::Seen;
use crate::{AppState, clock::Clock, cookies, origin::Origin, problem::Rejection, random, workspace::is_foreign};

/// So that a token is not taken for one of another kind.
const PREFIX: &str = "ses_";

/// What a request without a valid session is told.
const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer realm=\"practice\"");

/// The secret that names a session. It shows in no log, and the database knows its hash alone.
#[derive(Clone, PartialEq, Eq)]
struct Token(String);

impl Token {
    fn random() -> Self {
        Self(format!("{PREFIX}{}", random::hexadecimal(&random::bytes())))
    }

    /// The token that a request carries: in `Authorization: Bearer`, or else in the cookie, unless a page of another origin has
    /// sent it.
    fn of(fields: &HeaderMap, own: &Origin) -> Option<Self> {
        let bearer = || {
            let (scheme, credentials) = fields.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
            let text = credentials.trim();
            (scheme.eq_ignore_ascii_case("bearer") && text.starts_with(PREFIX)).then(|| Self(text.to_owned()))
        };
        let from_cookie = || {
            let mut values = cookies::values(fields, cookies::SESSION).filter_map(|value| str::from_utf8(value).ok());
            let text = values
                .find(|text| text.starts_with(PREFIX))
                .filter(|_| !is_foreign(fields, own))?;
            Some(Self(text.to_owned()))
        };
        bearer().or_else(from_cookie)
    }

    fn hash(&self) -> String {
        random::hexadecimal(&Sha256::digest(&self.0))
    }

    /// The value of Set-Cookie that has a browser keep it for so many seconds.
    fn set_cookie(&self, seconds: i64, own: &Origin) -> HeaderValue {
        cookies::set(cookies::SESSION, &self.0, Some(seconds), own)
    }
}

/// Who is logged in, or 401.
pub(super) async fn logged_in(
    state: &AppState,
    clock: &Clock,
    fields: &HeaderMap,
    seen: Option<&Seen>,
) -> Result<user::Model, Rejection> {
    let user = match Token::of(fields, &state.origins.app) {
        Some(token) => clock.store(user_of(&state.store, &token, seen)).await?,
        None => None,
    };
    user.ok_or_else(|| {
        let detail = "nobody is logged in here: POST /login gives a token, for `Authorization: Bearer`, and a cookie";
        let problem = Problem::new(ProblemKind::Unauthorized).with_detail(detail);
        Rejection::new(problem).with_field(header::WWW_AUTHENTICATE, CHALLENGE)
    })
}

/// The user of a token, if it counts now and here.
async fn user_of(store: &Store, token: &Token, seen: Option<&Seen>) -> Result<Option<user::Model>, DbErr> {
    let Some(session) = counting(store, token.hash()).await? else {
        return Ok(None);
    };
    let here = seen.map(|seen| seen.row.id.as_str());
    if session.sandbox.is_some() && session.sandbox.as_deref() != here {
        return Ok(None);
    }
    whose(store, &session).await
}

/// The session of a token with that hash, if it counts now.
async fn counting(store: &Store, hash: String) -> Result<Option<session::Model>, DbErr> {
    session::Entity::find_by_id(hash)
        .filter(session::Column::ExpiresAt.gt(Time::from(Timestamp::now())))
        .one(store.reader())
        .await
}

/// The user of a session.
async fn whose(store: &Store, session: &session::Model) -> Result<Option<user::Model>, DbErr> {
    seen::users(session.sandbox.as_deref())
        .filter(user::Column::Id.eq(session.user_id))
        .one(store.reader())
        .await
}

/// A login by something else than a request: it may end before that does.
pub(super) struct Login {
    /// The hash of its token.
    pub(super) hash: String,
    pub(super) user: user::Model,
    /// The sandbox that the user is of; none for a pristine one.
    pub(super) sandbox: Option<String>,
}

impl Login {
    /// The login of a token, if it counts now, and where a sandbox is given, there.
    pub(super) async fn of(store: &Store, token: &str, here: Option<&str>) -> Result<Option<Self>, DbErr> {
        let hash = Token(token.to_owned()).hash();
        let Some(session) = counting(store, hash).await? else {
            return Ok(None);
        };
        let (own, here) = (session.sandbox.as_deref(), here.or(session.sandbox.as_deref()));
        if own.is_some() && own != here {
            return Ok(None);
        }
        let user = whose(store, &session).await?;
        Ok(user.map(|user| Self {
            hash: session.token_hash,
            user,
            sandbox: session.sandbox,
        }))
    }

    /// Whether it still counts.
    pub(super) async fn still_counts(&self, store: &Store) -> Result<bool, DbErr> {
        counting(store, self.hash.clone())
            .await
            .map(|session| session.is_some())
    }
}

/// A user as they see themselves.
fn account(row: user::Model) -> Account {
    Account {
        id: row.id,
        username: row.username,
        name: row.name,
        email: row.email,
        role: row.role,
        created_at: Timestamp::from(row.created_at),
    }
}
