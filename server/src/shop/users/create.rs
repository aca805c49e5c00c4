//! `POST /api/users`

use axum::{extract::State, response::Response};
use contract::{Problem, ProblemKind};
use http::StatusCode;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::Value;
use store::{search, seen, user, user_overlay};

use super::{CACHE_CONTROL, whole};
use crate::{
    AppState,
    clock::Clock,
    extract::JsonContent,
    problem::Rejection,
    shop::{
        head::Head,
        members::{Members, Object, any_text, object, text},
        representation::{Representation, Whose},
        sandbox::write::{Begun, Write, Written},
    },
};

/// How many characters a name may have.
const MAX_NAME: usize = 100;

/// How many characters an address may have (RFC 5321, section 4.5.3.1.3, less the angle brackets).
const MAX_EMAIL: usize = 254;

/// How many characters a password may have.
const PASSWORD: std::ops::RangeInclusive<usize> = 8..=128;

const ROLES: [&str; 2] = ["customer", "admin"];

const KNOWN: &str = "name, email, username, password, role";

/// What a caller says of a user.
struct Said {
    name: String,
    email: String,
    username: Option<String>,
    password: Option<String>,
    role: String,
}

impl Said {
    fn read(object: Object) -> Result<Self, Problem> {
        let mut members = Members::of(object);
        let name = members.need("name", text(MAX_NAME));
        let email = members.need("email", email);
        let username = members.take("username", username);
        let password = members.take("password", password);
        let role = members.take("role", role);
        members.finish(KNOWN)?;
        match (name, email) {
            (Some(name), Some(email)) => Ok(Self {
                name,
                email,
                username,
                password,
                role: role.unwrap_or_else(|| ROLES[0].to_owned()),
            }),
            // What is needed and missing is a fault, so there is no such case; and if there were, it is the caller's.
            _ => Err(ProblemKind::ValidationFailed.into()),
        }
    }
}

/// An address as far as it can be told by looking at it: something, an at sign, and a domain.
fn email(value: &Value) -> Result<String, String> {
    let text = text(MAX_EMAIL)(value)?;
    let well_formed = text.rsplit_once('@').is_some_and(|(local, domain)| {
        let labels = domain.split('.');
        !local.is_empty()
            && !local.contains('@')
            && labels.clone().count() > 1
            && labels.clone().all(|label| !label.is_empty())
            && !text
                .chars()
                .any(|character| character.is_whitespace() || character.is_control())
    });
    if well_formed {
        Ok(text)
    } else {
        Err("must be an address such as `ada@example.com`".to_owned())
    }
}

fn username(value: &Value) -> Result<String, String> {
    let text = any_text(40)(value)?;
    let of_these = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if text.len() >= 3 && text.bytes().all(of_these) {
        Ok(search::fold(&text))
    } else {
        Err("must have 3 to 40 characters: letters, digits, `.`, `_` and `-`".to_owned())
    }
}

/// The value is not repeated in what is wrong with it.
fn password(value: &Value) -> Result<String, String> {
    let length = value.as_str().map(|text| text.chars().count());
    match (value.as_str(), length) {
        (Some(text), Some(length)) if PASSWORD.contains(&length) => Ok(text.to_owned()),
        _ => Err(format!(
            "must be text of {} to {} characters",
            PASSWORD.start(),
            PASSWORD.end()
        )),
    }
}

fn role(value: &Value) -> Result<String, String> {
    let known = ROLES.into_iter().find(|role| value == role);
    known
        .map(str::to_owned)
        .ok_or_else(|| format!("must be one of: {}", ROLES.join(", ")))
}

/// One more user.
pub async fn create(
    State(state): State<AppState>,
    clock: Clock,
    head: Head,
    JsonContent(content): JsonContent,
) -> Result<Response, Rejection> {
    let said = Said::read(object(&content)?)?;
    // Before the transaction, which would hold up everybody else for as long as it takes.
    let password_hash = match said.password {
        Some(password) => Some(state.shop.hashing.hash(password).await?),
        None => None,
    };
    let mut write = match Write::begin(&state, &clock, &head, &content).await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    let email_key = search::fold(&said.email);
    let taken = taken(&write, &email_key, said.username.as_deref());
    if let Some(problem) = clock.store(taken).await? {
        return Err(problem.into());
    }
    let id = write.sandbox.next_user;
    write.sandbox.next_user += 1;
    write.sandbox.users_version = write.sandbox.version;
    let row = user_overlay::Model {
        sandbox: write.sandbox.id.clone(),
        id,
        search: search::folded(&said.name, &said.email),
        name: said.name,
        email: said.email,
        email_key,
        username: said.username,
        password_hash,
        role: said.role,
        created_at: write.now,
        updated_at: write.now,
    };
    let insert = user_overlay::Entity::insert(row.clone().into_active_model().reset_all());
    clock.store(insert.exec_without_returning(&write.transaction)).await?;
    let updated_at = row.updated_at.into();
    let representation = clock.encode(|| Representation::new(&whole(row.into()), CACHE_CONTROL, Whose::Sandbox));
    let representation = representation
        .map_err(Rejection::internal)?
        .with_last_modified(updated_at);
    let written = Written::of(StatusCode::CREATED, &representation).at(format!("/api/users/{id}"));
    write.commit(written).await
}

/// What of the new user somebody in the sandbox has already.
async fn taken(write: &Write, email_key: &str, username: Option<&str>) -> Result<Option<Problem>, DbErr> {
    let mut either = Condition::any().add(user::Column::EmailKey.eq(email_key));
    if let Some(username) = username {
        either = either.add(user::Column::Username.eq(username));
    }
    let others = seen::users(Some(&write.sandbox.id))
        .filter(either)
        .all(&write.transaction)
        .await?;
    if others.is_empty() {
        return Ok(None);
    }
    let mut problem = Problem::new(ProblemKind::Conflict).with_detail("another user has that already");
    if others.iter().any(|other| other.email_key == email_key) {
        problem = problem.with_fault("/email", "is taken");
    }
    if username.is_some() && others.iter().any(|other| other.username.as_deref() == username) {
        problem = problem.with_fault("/username", "is taken");
    }
    Ok(Some(problem))
}
