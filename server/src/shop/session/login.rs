//! `POST /login`

use axum::{
    Json,
    body::Body,
    extract::{FromRequest, State},
    response::{IntoResponse, Response},
};
use contract::{Problem, ProblemKind, shop::Session};
use http::{HeaderValue, Request, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::Value;
use store::{Store, Time, sandbox::FIRST_OWN_ID, search, seen, session, user};

use super::{CHALLENGE, Token, account, attempts::Client};
use crate::{
    AppState,
    clock::Clock,
    extract::Content,
    problem::Rejection,
    shop::{
        head::{Head, essence},
        members::{Members, Object, any_text, object},
        sandbox::{self, Seen},
    },
    workspace::{Workspace, is_foreign},
};

/// How long a session counts.
const COUNTS_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Where a form leads.
const NEXT: HeaderValue = HeaderValue::from_static("/practice");

/// How many characters of a name or a password are looked at.
const MAX_TEXT: usize = 300;

/// What somebody logs in with, and how they said it.
struct Asked {
    username: String,
    password: String,
    by_form: bool,
}

/// Starts a session.
pub async fn login(
    State(state): State<AppState>,
    clock: Clock,
    head: Head,
    request: Request<Body>,
) -> Result<Response, Rejection> {
    let asked = read(request).await?;
    let seen = sandbox::seen(&state, &clock, &head.uri, &head.fields).await?;
    let name = search::fold(asked.username.trim());
    let client = client(&state, &clock, &head, seen.as_ref());
    state.shop.attempts.check(&client, &name)?;
    let found = clock.store(find(&state.store, seen.as_ref(), &name)).await?;
    let hash = found.as_ref().and_then(|user| user.password_hash.clone());
    // For somebody who is not there, a hash that is nobody's is checked, so that it takes as long.
    let right = state.shop.hashing.check(asked.password, hash).await?;
    let Some(user) = found.filter(|_| right) else {
        state.shop.attempts.failed(client, &name);
        let problem =
            Problem::new(ProblemKind::Unauthorized).with_detail("there is no such user, or the password is another");
        return Err(Rejection::new(problem).with_field(header::WWW_AUTHENTICATE, CHALLENGE));
    };

    let token = Token::random();
    let expires_at = Timestamp::from(Time::from(Timestamp::now() + COUNTS_FOR));
    let own = seen.filter(|_| user.id >= FIRST_OWN_ID);
    let row = session::Model {
        token_hash: token.hash(),
        sandbox: own.map(|seen| seen.row.id),
        user_id: user.id,
        expires_at: expires_at.into(),
    };
    let insert = session::Entity::insert(row.into_active_model().reset_all());
    clock.store(insert.exec_without_returning(state.store.writer())).await?;

    let origin = &state.origins.app;
    let cookie = token.set_cookie(COUNTS_FOR.as_secs(), origin);
    let mut response = if asked.by_form {
        (StatusCode::SEE_OTHER, [(header::LOCATION, NEXT)]).into_response()
    } else {
        Json(Session {
            token: token.0,
            expires_at,
            user: account(user),
        })
        .into_response()
    };
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Another page cannot log a browser in as somebody of its own choice.
    if !is_foreign(&head.fields, origin) {
        fields.insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Whose failures count together with this attempt.
fn client(state: &AppState, clock: &Clock, head: &Head, seen: Option<&Seen>) -> Client {
    let by_workspace = || Workspace::of(&head.fields, &state.origins.app).map(Client::Workspace);
    seen.map(|seen| Client::Sandbox(seen.row.id.as_str().into()))
        .or_else(by_workspace)
        .unwrap_or_else(|| Client::at(clock.peer().remote.ip()))
}

/// Reads a form, or JSON.
async fn read(request: Request<Body>) -> Result<Asked, Rejection> {
    let media_type = essence(request.headers());
    let by_form = media_type == "application/x-www-form-urlencoded";
    if !by_form && media_type != "application/json" {
        let problem = Problem::new(ProblemKind::UnsupportedMediaType).with_detail(format!(
            "received `{media_type}`; send application/json or application/x-www-form-urlencoded"
        ));
        let accept = HeaderValue::from_static("application/json, application/x-www-form-urlencoded");
        return Err(Rejection::new(problem).with_field(header::ACCEPT, accept));
    }
    let Content(content) = Content::from_request(request, &()).await?;
    let object = if by_form {
        let pairs = form_urlencoded::parse(&content).into_owned();
        pairs
            .map(|(name, value)| (name, Value::String(value)))
            .collect::<Object>()
    } else {
        object(&content)?
    };
    let mut members = Members::of(object);
    let username = members.need("username", any_text(MAX_TEXT));
    let password = members.need("password", any_text(MAX_TEXT));
    if !by_form {
        members.finish("username, password")?;
    } else if username.is_none() || password.is_none() {
        // A form may have other controls, a button for one.
        members.finish_leniently()?;
    }
    match (username, password) {
        (Some(username), Some(password)) => Ok(Asked {
            username,
            password,
            by_form,
        }),
        // What is needed and missing is a fault, so there is no such case; and if there were, it is the caller's.
        _ => Err(ProblemKind::ValidationFailed.into()),
    }
}

/// The user of that name or email, among those that the sandbox sees.
async fn find(store: &Store, seen: Option<&Seen>, name: &str) -> Result<Option<user::Model>, DbErr> {
    let either = Condition::any()
        .add(user::Column::Username.eq(name))
        .add(user::Column::EmailKey.eq(name));
    seen::users(seen.map(|seen| seen.row.id.as_str()))
        .filter(either)
        .one(store.reader())
        .await
}
