//! One write into a sandbox: a transaction that has the sandbox for itself.
//!
//! [`Write::begin`] finds the sandbox, or makes it, and locks it: on SQLite the transaction holds the only write lock, on
//! PostgreSQL the sandbox's row. So of two writers the second sees what the first has done, and checks its conditions, its stock
//! and its keys against that. [`Write::commit`] looks at the bounds, remembers the answer under its idempotency key, makes the
//! response, and wakes who reads the log. A write that is dropped before that leaves nothing behind, a sandbox included.

use std::mem;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use contract::{Problem, ProblemKind};
use feed::{Feed, Pending};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};
use sha2::{Digest, Sha256};
use store::{Store, Time, idempotent_answer, sandbox};
use uuid::Uuid;

use super::{SANDBOX, named};
use crate::{
    AppState,
    clock::Clock,
    conditional::Validators,
    cookies,
    problem::Rejection,
    random,
    shop::{head::Head, representation::Representation},
    workspace::is_foreign,
};

/// How many sandboxes there may be. Then the one that was unused the longest gives way, unless that was in the last hour.
const MAX_SANDBOXES: u64 = 10_000;

/// How many rows a sandbox may hold, of all kinds together.
pub(crate) const MAX_ROWS: i64 = 2_000;

/// How many bytes its texts may have.
pub(crate) const MAX_BYTES: i64 = 1024 * 1024;

/// The longest idempotency key.
const MAX_KEY: usize = 255;

/// How long an answer is kept under its key.
pub(crate) const ANSWERS_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// How many rows a sandbox holds, and how many bytes their texts have.
const USAGE: &str = "SELECT COUNT(*) AS row_count, COALESCE(SUM(size), 0) AS byte_count FROM (\
     SELECT octet_length(name) + octet_length(description) + octet_length(search) AS size FROM product_overlay WHERE sandbox = $1 \
     UNION ALL SELECT octet_length(name) + octet_length(email) + octet_length(search) FROM shop_user_overlay WHERE sandbox = $1 \
     UNION ALL SELECT 0 FROM cart_item WHERE sandbox = $1 \
     UNION ALL SELECT 0 FROM shop_order WHERE sandbox = $1 \
     UNION ALL SELECT octet_length(name) FROM order_line WHERE sandbox = $1 \
     UNION ALL SELECT 0 FROM report WHERE sandbox = $1 \
     UNION ALL SELECT octet_length(title) + octet_length(message) FROM notification WHERE sandbox = $1 \
     UNION ALL SELECT octet_length(content) FROM idempotent_answer WHERE sandbox = $1) AS written";

/// A write under way.
pub(crate) struct Write {
    pub(crate) transaction: DatabaseTransaction,
    /// The sandbox as it will be; a handler counts its numbers on.
    pub(crate) sandbox: sandbox::Model,
    pub(crate) now: Time,
    feed: Feed,
    /// What the transaction has done to the log.
    pending: Pending,
    clock: Clock,
    key: Option<Key>,
    /// The cookie, where the sandbox is new and the caller may have one.
    cookie: Option<HeaderValue>,
    is_new: bool,
    grows: bool,
}

/// What a request with an idempotency key is known by.
struct Key {
    key: String,
    fingerprint: String,
}

/// How a write begins.
pub(crate) enum Begun {
    /// It is to be done.
    Anew(Box<Write>),
    /// The same request was answered before: here is the answer.
    Before(Response),
}

/// What a write answers.
pub(crate) struct Written {
    status: StatusCode,
    location: Option<String>,
    content: Bytes,
    validators: Option<Validators>,
}

impl Written {
    /// No content.
    pub(crate) fn nothing() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            location: None,
            content: Bytes::new(),
            validators: None,
        }
    }

    /// A representation, of what was written or, without its validators, of something else.
    pub(crate) fn of(status: StatusCode, representation: &Representation) -> Self {
        Self {
            status,
            location: None,
            content: representation.content(),
            validators: Some(representation.validators().clone()),
        }
    }

    /// The same without the validators: the content is not what the target of the request has.
    pub(crate) fn without_validators(mut self) -> Self {
        self.validators = None;
        self
    }

    pub(crate) fn at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }
}

impl Write {
    /// Begins one, in the sandbox that the request names or in a new one.
    pub(crate) async fn begin(
        state: &AppState,
        clock: &Clock,
        head: &Head,
        content: &[u8],
    ) -> Result<Begun, Rejection> {
        let key = Key::of(head, content)?;
        let own = &state.origins.app;
        let name = named(&head.uri, &head.fields, own);
        let now = Time::from(Timestamp::now());
        let transaction = clock.store(state.store.begin()).await?;
        let found = match &name {
            None => None,
            Some(name) => {
                let id = name.id().ok_or_else(|| name.unknown(own))?;
                let found = sandbox::Entity::find_by_id(id.to_string()).lock_exclusive();
                let found = clock.store(found.one(&transaction)).await?;
                Some(found.ok_or_else(|| name.unknown(own))?)
            }
        };
        let is_new = found.is_none();
        let sandbox = match found {
            Some(found) => found,
            None => clock.store(make(&transaction, now)).await?,
        };
        // A browser would not keep the cookie for a page of another origin, and is not to keep it where it would. It has no age: how long
        // the sandbox lasts depends on its use.
        let cookie =
            (is_new && !is_foreign(&head.fields, own)).then(|| cookies::set(cookies::SANDBOX, &sandbox.id, None, own));
        let mut write = Self {
            transaction,
            sandbox,
            now,
            feed: state.feed.clone(),
            pending: Pending::default(),
            clock: clock.clone(),
            key,
            cookie,
            is_new,
            grows: true,
        };
        if let Some(answer) = write.answered_before().await? {
            return Ok(Begun::Before(answer));
        }
        write.sandbox.version += 1;
        write.sandbox.used_at = now;
        Ok(Begun::Anew(Box::new(write)))
    }

    /// Says that nothing is added, so that it can be done in a full sandbox too.
    pub(crate) fn shrinks(&mut self) {
        self.grows = false;
    }

    /// Has the readers of what the transaction has appended or removed woken once all of it counts.
    pub(crate) fn wakes(&mut self, pending: Pending) {
        self.pending = mem::take(&mut self.pending).and(pending);
    }

    /// The answer that was given to this request before, if it has a key and was.
    async fn answered_before(&self) -> Result<Option<Response>, Rejection> {
        let Some(Key { key, fingerprint }) = &self.key else {
            return Ok(None);
        };
        let since = Timestamp::from(self.now) - ANSWERS_KEPT;
        let found = idempotent_answer::Entity::find_by_id((self.sandbox.id.clone(), key.clone()))
            .filter(idempotent_answer::Column::CreatedAt.gt(Time::from(since)))
            .one(&self.transaction);
        let Some(answer) = self.clock.store(found).await? else {
            return Ok(None);
        };
        if answer.fingerprint != *fingerprint {
            return Err(Problem::new(ProblemKind::ValidationFailed)
                .with_detail(
                    "the Idempotency-Key was used before, for a request with another target or another body; give each request \
                     a key of its own",
                )
                .into());
        }
        let status = u16::try_from(answer.status)
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok());
        let fields = [
            (header::LOCATION, answer.location),
            (header::ETAG, answer.etag),
            (header::LAST_MODIFIED, answer.last_modified),
        ];
        let mut response = respond(status.unwrap_or(StatusCode::OK), answer.content.into());
        for (name, value) in fields {
            if let Some(value) = value {
                let value = HeaderValue::try_from(value).map_err(Rejection::internal)?;
                response.headers_mut().insert(name, value);
            }
        }
        self.name_sandbox(&mut response);
        Ok(Some(response))
    }

    /// Ends it: all of it counts from now on.
    pub(crate) async fn commit(self, written: Written) -> Result<Response, Rejection> {
        let clock = self.clock.clone();
        clock.store(self.finish(written)).await
    }

    async fn finish(self, written: Written) -> Result<Response, Rejection> {
        let Written {
            status,
            location,
            content,
            validators,
        } = written;
        let mut response = respond(status, content.clone());
        let fields = response.headers_mut();
        if let Some(validators) = &validators {
            validators.write(fields);
        }
        if let Some(location) = &location {
            let value = HeaderValue::try_from(location.as_str()).map_err(Rejection::internal)?;
            fields.insert(header::LOCATION, value);
        }
        // Made before anything is waited for, because a response cannot be looked at while another thread may go on with it.
        let kept = self.key.as_ref().map(|key| self.kept(key, &response, content));
        if let Some(answer) = kept.transpose()? {
            // One that has expired may still be there.
            idempotent_answer::Entity::delete_by_id((answer.sandbox.clone(), answer.key.clone()))
                .exec(&self.transaction)
                .await?;
            idempotent_answer::Entity::insert(answer.into_active_model().reset_all())
                .exec_without_returning(&self.transaction)
                .await?;
        }
        if self.grows {
            within_bounds(&self.transaction, &self.sandbox.id).await?;
        }
        let row = self.sandbox.clone().into_active_model().reset_all();
        row.update(&self.transaction).await?;
        self.name_sandbox(&mut response);
        self.transaction.commit().await?;
        self.feed.committed(self.pending);
        Ok(response)
    }

    /// The answer as it is kept under the key of its request.
    fn kept(&self, key: &Key, response: &Response, content: Bytes) -> Result<idempotent_answer::Model, Rejection> {
        let field = |name: HeaderName| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        Ok(idempotent_answer::Model {
            sandbox: self.sandbox.id.clone(),
            key: key.key.clone(),
            fingerprint: key.fingerprint.clone(),
            status: i64::from(response.status().as_u16()),
            location: field(header::LOCATION),
            etag: field(header::ETAG),
            last_modified: field(header::LAST_MODIFIED),
            content: String::from_utf8(content.to_vec()).map_err(Rejection::internal)?,
            created_at: self.now,
        })
    }

    fn name_sandbox(&self, response: &mut Response) {
        let id = HeaderValue::try_from(self.sandbox.id.as_str());
        let fields = response.headers_mut();
        if let Ok(id) = id {
            fields.insert(SANDBOX, id);
        }
        if let (true, Some(cookie)) = (self.is_new, &self.cookie) {
            fields.append(header::SET_COOKIE, cookie.clone());
        }
    }
}

fn respond(status: StatusCode, content: Bytes) -> Response {
    if status == StatusCode::NO_CONTENT {
        return status.into_response();
    }
    let fields = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, fields, content).into_response()
}

impl Key {
    /// The key of a request that may have one.
    fn of(head: &Head, content: &[u8]) -> Result<Option<Self>, Rejection> {
        let Some(value) = head.fields.get(IDEMPOTENCY_KEY).filter(|_| head.method == Method::POST) else {
            return Ok(None);
        };
        let key = value.to_str().map(str::trim).unwrap_or_default();
        let well_formed = (1..=MAX_KEY).contains(&key.len());
        if !well_formed {
            return Err(Problem::new(ProblemKind::BadRequest)
                .with_detail(format!(
                    "the Idempotency-Key must have 1 to {MAX_KEY} visible ASCII characters"
                ))
                .into());
        }
        let mut hasher = Sha256::new();
        hasher.update(head.uri.path());
        hasher.update([0]);
        hasher.update(content);
        Ok(Some(Self {
            key: key.to_owned(),
            fingerprint: random::hexadecimal(&hasher.finalize()),
        }))
    }
}

/// Makes a sandbox for something that is no write; returns its id.
pub(crate) async fn make_empty(store: &Store) -> Result<String, Rejection> {
    let transaction = store.begin().await?;
    let sandbox = make(&transaction, Time::from(Timestamp::now())).await?;
    transaction.commit().await?;
    Ok(sandbox.id)
}

/// Makes a sandbox, over pristine data.
async fn make(transaction: &DatabaseTransaction, now: Time) -> Result<sandbox::Model, Rejection> {
    if sandbox::Entity::find().count(transaction).await? >= MAX_SANDBOXES {
        make_room(transaction, now).await?;
    }
    let row = sandbox::Model {
        id: new_id(Timestamp::from(now)).to_string(),
        created_at: now,
        used_at: now,
        epoch: new_epoch(),
        version: 0,
        products_version: 0,
        users_version: 0,
        next_product: sandbox::FIRST_OWN_ID,
        next_user: sandbox::FIRST_OWN_ID,
        next_notification: 1,
    };
    sandbox::Entity::insert(row.clone().into_active_model().reset_all())
        .exec_without_returning(transaction)
        .await?;
    Ok(row)
}

/// Deletes the sandbox that was unused the longest.
async fn make_room(transaction: &DatabaseTransaction, now: Time) -> Result<(), Rejection> {
    let oldest = sandbox::Entity::find()
        .filter(sandbox::Column::UsedAt.lt(Time::from(Timestamp::from(now) - 1.hour())))
        .order_by_asc(sandbox::Column::UsedAt)
        .one(transaction)
        .await?;
    let Some(oldest) = oldest else {
        let problem = Problem::new(ProblemKind::Unavailable)
            .with_detail("there are as many sandboxes as there may be, all in use");
        return Err(Rejection::new(problem).with_field(header::RETRY_AFTER, HeaderValue::from_static("600")));
    };
    sandbox::Entity::delete_by_id(oldest.id).exec(transaction).await?;
    Ok(())
}

/// A UUIDv7 whose 74 other bits are all random. Those of `Uuid::now_v7` count on within a millisecond, and could be guessed.
fn new_id(now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    let random = random::bytes();
    let ten = std::array::from_fn(|index| random[index]);
    uuid::Builder::from_unix_timestamp_millis(millis, &ten).into_uuid()
}

/// What tells the time before a reset from the time after it.
pub(super) fn new_epoch() -> String {
    random::hexadecimal(&random::bytes()[..4])
}

async fn within_bounds(transaction: &DatabaseTransaction, id: &str) -> Result<(), Rejection> {
    let usage = Statement::from_sql_and_values(transaction.get_database_backend(), USAGE, [id.into()]);
    let Some(usage) = transaction.query_one_raw(usage).await? else {
        return Err(Rejection::internal("an aggregate without a row"));
    };
    let (rows, bytes): (i64, i64) = (usage.try_get("", "row_count")?, usage.try_get("", "byte_count")?);
    if rows > MAX_ROWS || bytes > MAX_BYTES {
        return Err(Problem::new(ProblemKind::SandboxFull)
            .with_detail(format!(
                "a sandbox holds at most {MAX_ROWS} rows and {MAX_BYTES} bytes of text; with this it would have {rows} and {bytes}"
            ))
            .into());
    }
    Ok(())
}
