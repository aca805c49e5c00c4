//! Who is in which room: a lease for each room of each connection, in the database, so that all nodes know the same.
//!
//! A node renews the leases of its connections, all at once, and takes away those that were not renewed, whichever node they were
//! of. So what a node that has crashed leaves behind is right again after a while. A connection that ends, however it does, is taken
//! away at once. What people notice of it is written by `leases`.

mod leases;

use std::{
    collections::{BTreeMap, HashMap},
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use contract::shop::Person;
use feed::Feed;
use jiff::{SignedDuration, Timestamp};
use sea_orm::DbErr;
use store::{Store, Time, presence};
use tokio::{
    sync::Notify,
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;
use tracing::warn;

use self::leases::Change;
use crate::{listen::Shutdown, problem::Rejection, random};

pub(crate) use self::leases::users;

/// How long a lease counts.
pub const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// How often it is renewed.
const RENEWED_EVERY: Duration = Duration::from_secs(10);

/// How many leases are taken away at a time: a statement holds up those who write.
const BATCH: usize = 100;

/// The presence of this node's connections. All clones are the same.
#[derive(Clone, Debug)]
pub struct Presence(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Store,
    feed: Feed,
    /// What tells this node, while it runs, from all others.
    node: String,
    here: Mutex<Here>,
    /// Wakes who takes away what is gone.
    gone: Notify,
}

#[derive(Debug, Default)]
struct Here {
    connections: HashMap<String, Arc<Signals>>,
    /// Those that have ended, and whose leases are still to be taken away. There is one for each connection at most.
    gone: Vec<String>,
}

/// What a connection is told.
#[derive(Debug, Default)]
struct Signals {
    /// How many leases it has, as far as it knows; no more than it really has, unless some were taken away from it.
    held: AtomicUsize,
    /// Its login does not count any more.
    ended: CancellationToken,
    /// Leases of it were taken away, and it is still there.
    lost: Notify,
}

/// Whose connection it is.
#[derive(Clone, Debug)]
pub(crate) struct Whose {
    pub(crate) sandbox: String,
    pub(crate) user: Person,
    /// The hash of the token of the login.
    pub(crate) session: String,
}

/// A connection, and the rooms that it is in. It leaves them when it is dropped.
#[derive(Debug)]
pub(crate) struct Connection {
    presence: Presence,
    id: String,
    whose: Whose,
    signals: Arc<Signals>,
    /// The rooms, and whether the person looks elsewhere.
    rooms: BTreeMap<String, bool>,
    /// Whether there may be leases of it.
    has_entered: bool,
}

impl Presence {
    /// Nobody is here yet.
    #[must_use]
    pub fn new(store: Store, feed: Feed) -> Self {
        Self(Arc::new(Parts {
            store,
            feed,
            node: identifier(),
            here: Mutex::default(),
            gone: Notify::new(),
        }))
    }

    /// Renews and takes away, until the server stops.
    pub async fn run(self, shutdown: Shutdown) {
        let mut renewal = interval(RENEWED_EVERY);
        renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = renewal.tick() => self.renew(Timestamp::now()).await,
                () = self.0.gone.notified() => report(self.take_gone().await),
                () = shutdown.begun() => return,
            }
        }
    }

    /// Does what is to be done now and then: renews the leases of this node, ends connections whose login does not count any more, and
    /// takes away leases that nobody has renewed. What fails is tried again the next time.
    pub async fn renew(&self, now: Timestamp) {
        report(self.take_gone().await);
        report(self.renew_own(now).await.map_err(Rejection::from));
        report(self.end_logins(now).await.map_err(Rejection::from));
        report(self.take_expired(now).await);
    }

    /// Takes away all leases of this node, when its connections have ended.
    pub async fn close(&self) {
        report(self.take_all().await);
    }

    /// Somebody has connected.
    pub(crate) fn connect(&self, whose: Whose) -> Connection {
        let (id, signals) = (identifier(), Arc::<Signals>::default());
        self.here().connections.insert(id.clone(), Arc::clone(&signals));
        Connection {
            presence: self.clone(),
            id,
            whose,
            signals,
            rooms: BTreeMap::new(),
            has_entered: false,
        }
    }

    fn here(&self) -> MutexGuard<'_, Here> {
        self.0.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn renew_own(&self, now: Timestamp) -> Result<(), DbErr> {
        let Parts { store, node, .. } = &*self.0;
        let held = {
            let here = self.here();
            if here.connections.is_empty() {
                return Ok(());
            }
            let held = here.connections.values().map(|signals| signals.held.load(Relaxed));
            held.sum::<usize>()
        };
        let renewed = leases::renew(store, node, Time::from(now + LEASE)).await?;
        leases::use_sandboxes(store, node, now).await?;
        if renewed == u64::try_from(held).unwrap_or(u64::MAX) {
            return Ok(());
        }
        // Some have just come or gone, or were taken away, by a reset or because this node was slow.
        let counts = leases::count(store, node).await?;
        let mut here = self.here();
        let Here { connections, gone } = &mut *here;
        for (id, signals) in &*connections {
            if signals.held.load(Relaxed) > counts.get(id).copied().unwrap_or_default() {
                signals.lost.notify_one();
            }
        }
        let unknown = counts.into_keys().filter(|id| !connections.contains_key(id));
        let unknown: Vec<String> = unknown.filter(|id| !gone.contains(id)).collect();
        gone.extend(unknown);
        Ok(())
    }

    async fn end_logins(&self, now: Timestamp) -> Result<(), DbErr> {
        let Parts { store, node, .. } = &*self.0;
        if self.here().connections.is_empty() {
            return Ok(());
        }
        let ended = leases::logged_out(store, node, Time::from(now)).await?;
        let here = self.here();
        for signals in ended.iter().filter_map(|id| here.connections.get(id)) {
            signals.ended.cancel();
        }
        Ok(())
    }

    async fn take_expired(&self, now: Timestamp) -> Result<(), Rejection> {
        let now = Time::from(now);
        loop {
            let expired = leases::expired(&self.0.store, now, BATCH).await?;
            if expired.is_empty() {
                return Ok(());
            }
            self.take(expired, Change::Expire(now)).await?;
        }
    }

    async fn take_gone(&self) -> Result<(), Rejection> {
        loop {
            let mut gone = mem::take(&mut self.here().gone);
            if gone.is_empty() {
                return Ok(());
            }
            while !gone.is_empty() {
                let some = &gone[gone.len().saturating_sub(BATCH)..];
                if let Err(error) = self.take_of(some).await {
                    self.here().gone.append(&mut gone);
                    return Err(error);
                }
                gone.truncate(gone.len().saturating_sub(BATCH));
            }
        }
    }

    async fn take_of(&self, connections: &[String]) -> Result<(), Rejection> {
        let leases = leases::of_connections(&self.0.store, connections).await?;
        self.take(leases, Change::End).await
    }

    async fn take_all(&self) -> Result<(), Rejection> {
        loop {
            let leases = leases::of_node(&self.0.store, &self.0.node, BATCH).await?;
            if leases.is_empty() {
                return Ok(());
            }
            self.take(leases, Change::End).await?;
        }
    }

    /// Takes leases away, of whichever sandboxes. What is of a sandbox that is gone went with it.
    async fn take(&self, leases: Vec<presence::Model>, change: Change) -> Result<(), Rejection> {
        let mut by_sandbox: BTreeMap<String, Vec<presence::Model>> = BTreeMap::new();
        for lease in leases {
            by_sandbox.entry(lease.sandbox.clone()).or_default().push(lease);
        }
        for (sandbox, leases) in by_sandbox {
            for some in leases.chunks(BATCH) {
                leases::change(&self.0.store, &self.0.feed, &sandbox, some, change).await?;
            }
        }
        Ok(())
    }
}

impl Connection {
    /// Enters a room, or stays in it; the person is there. Whether the sandbox is.
    pub(crate) async fn enter(&mut self, room: &str) -> Result<bool, Rejection> {
        let is_there = self.hold(&[(room, false)]).await?;
        if is_there {
            self.rooms.insert(room.to_owned(), false);
            self.signals.held.store(self.rooms.len(), Relaxed);
        }
        Ok(is_there)
    }

    /// Enters all its rooms again, because its leases may have been taken away. Whether the sandbox is there.
    pub(crate) async fn enter_again(&mut self) -> Result<bool, Rejection> {
        let rooms = self.rooms.clone();
        let rooms: Vec<(&str, bool)> = rooms.iter().map(|(room, away)| (&**room, *away)).collect();
        self.hold(&rooms).await
    }

    /// The person looks elsewhere, or here again. Whether the sandbox is there.
    pub(crate) async fn turn(&mut self, away: bool) -> Result<bool, Rejection> {
        let rooms = self.rooms.clone();
        let rooms: Vec<(&str, bool)> = rooms.keys().map(|room| (&**room, away)).collect();
        let is_there = self.hold(&rooms).await?;
        self.rooms.values_mut().for_each(|was| *was = away);
        Ok(is_there)
    }

    /// Leaves a room.
    pub(crate) async fn leave(&mut self, room: &str) -> Result<(), Rejection> {
        let Some(away) = self.rooms.remove(room) else {
            return Ok(());
        };
        self.signals.held.store(self.rooms.len(), Relaxed);
        let lease = self.lease(room, away);
        let left = self.change(&[lease], Change::End).await;
        if left.is_err() {
            self.rooms.insert(room.to_owned(), away);
            self.signals.held.store(self.rooms.len(), Relaxed);
        }
        left.map(drop)
    }

    /// Resolves when the login does not count any more.
    pub(crate) async fn ended(&self) {
        self.signals.ended.cancelled().await;
    }

    /// Resolves when leases were taken away.
    pub(crate) async fn lost(&self) {
        self.signals.lost.notified().await;
    }

    async fn hold(&mut self, rooms: &[(&str, bool)]) -> Result<bool, Rejection> {
        if rooms.is_empty() {
            return Ok(true);
        }
        self.has_entered = true;
        let leases: Vec<presence::Model> = rooms.iter().map(|(room, away)| self.lease(room, *away)).collect();
        self.change(&leases, Change::Hold).await
    }

    async fn change(&self, leases: &[presence::Model], change: Change) -> Result<bool, Rejection> {
        let Parts { store, feed, .. } = &*self.presence.0;
        leases::change(store, feed, &self.whose.sandbox, leases, change).await
    }

    fn lease(&self, room: &str, away: bool) -> presence::Model {
        let Whose { sandbox, user, session } = &self.whose;
        presence::Model {
            connection: self.id.clone(),
            room: room.to_owned(),
            sandbox: sandbox.clone(),
            user_id: user.id,
            username: user.username.clone(),
            name: user.name.clone(),
            session: session.clone(),
            away,
            node: self.presence.0.node.clone(),
            expires_at: Time::from(Timestamp::now() + LEASE),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut here = self.presence.here();
        here.connections.remove(&self.id);
        if self.has_entered {
            here.gone.push(mem::take(&mut self.id));
            self.presence.0.gone.notify_one();
        }
    }
}

fn identifier() -> String {
    random::hexadecimal(&random::bytes()[..16])
}

fn report(done: Result<(), Rejection>) {
    if let Err(rejection) = done {
        let cause = rejection.cause.or(rejection.problem.detail).unwrap_or_default();
        warn!(cause, "cannot keep who is in which room");
    }
}
