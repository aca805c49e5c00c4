//! Taking away what is older than its retention.
//!
//! In steps, each a short transaction, so that nobody who appends waits for long. Several nodes may do it at once.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use store::{Time, feed_event, feed_topic};

use crate::{Classes, Retention, Topic, compare::jittered, hub::Hub};

/// How many events one transaction takes away at most.
const STEP: i64 = 1_000;

/// How many topics are looked up at once.
const TOPICS: u64 = 200;

/// Sweeps again and again, until the feed is closed.
pub(crate) async fn run(hub: Arc<Hub>, classes: Arc<Classes>, every: Duration) {
    while let Some(()) = hub
        .closed
        .run_until_cancelled(tokio::time::sleep(jittered(every)))
        .await
    {
        if let Err(error) = all(&hub, &classes, Timestamp::now()).await {
            tracing::warn!(%error, "the event log cannot be swept");
        }
    }
}

/// Takes away all that is too old or too much at this moment, unless the feed is closed before.
pub(crate) async fn all(hub: &Hub, classes: &Classes, now: Timestamp) -> Result<(), DbErr> {
    for (class, retention) in classes.iter() {
        let bounds = Bounds::new(class, retention, now);
        loop {
            let due = bounds.due(hub).await?;
            for epoch in &due {
                while bounds.step(hub, *epoch).await? {
                    if hub.is_closed() {
                        return Ok(());
                    }
                }
            }
            if due.is_empty() {
                break;
            }
        }
        bounds.forget(hub).await?;
    }
    while remove_step(hub).await? {
        if hub.is_closed() {
            return Ok(());
        }
    }
    Ok(())
}

/// What a class keeps at a moment.
struct Bounds {
    /// Names of its topics are not before this,
    from: String,
    /// and before this.
    to: String,
    events: i64,
    /// What was appended before this goes.
    age: Time,
    /// A topic whose last event was before this is forgotten.
    forgotten: Time,
}

impl Bounds {
    fn new(class: &str, retention: Retention, now: Timestamp) -> Self {
        let ago = |age: Duration| {
            let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
            // Before the calendar begins there are no events.
            Time::from(now.checked_sub(age).unwrap_or(Timestamp::MIN))
        };
        Self {
            // The character after the dot.
            from: format!("{class}."),
            to: format!("{class}/"),
            events: i64::try_from(retention.events).unwrap_or(i64::MAX),
            age: ago(retention.age),
            forgotten: ago(retention.age.saturating_mul(2)),
        }
    }

    fn of_class(&self) -> Condition {
        Condition::all()
            .add(feed_topic::Column::Name.gte(self.from.as_str()))
            .add(feed_topic::Column::Name.lt(self.to.as_str()))
    }

    /// Topics of the class that have something to give.
    async fn due(&self, hub: &Hub) -> Result<Vec<i64>, DbErr> {
        let held = || Expr::col(feed_topic::Column::Head).sub(Expr::col(feed_topic::Column::Floor));
        let too_old = Condition::all()
            .add(held().gt(0))
            .add(feed_topic::Column::OldestAt.lt(self.age));
        feed_topic::Entity::find()
            .select_only()
            .column(feed_topic::Column::Epoch)
            .filter(self.of_class())
            .filter(Condition::any().add(held().gt(self.events)).add(too_old))
            .limit(TOPICS)
            .into_tuple()
            .all(hub.store.reader())
            .await
    }

    /// Takes a number of events away from a topic. Gives whether there may be more.
    async fn step(&self, hub: &Hub, epoch: i64) -> Result<bool, DbErr> {
        let transaction = hub.store.begin().await?;
        let topic = feed_topic::Entity::find_by_id(epoch)
            .lock_exclusive()
            .one(&transaction)
            .await?;
        let Some((name, topic)) = topic.and_then(|topic| topic.name.clone().zip(Some(topic))) else {
            return Ok(false);
        };
        // Times go up with the sequence numbers, so that the first event that is young enough is the first that stays.
        let young = feed_event::Entity::find()
            .select_only()
            .column(feed_event::Column::Seq)
            .filter(feed_event::Column::Epoch.eq(epoch))
            .filter(feed_event::Column::Seq.gt(topic.floor))
            .filter(feed_event::Column::At.gte(self.age))
            .order_by_asc(feed_event::Column::Seq)
            .limit(1)
            .into_tuple::<i64>()
            .one(&transaction)
            .await?;
        let by_age = young.map_or(topic.head, |seq| seq - 1);
        let by_count = topic.head.saturating_sub(self.events);
        let target = [by_age, by_count].into_iter().fold(topic.floor, Ord::max);
        let floor = Ord::min(target, topic.floor + STEP);
        let oldest = feed_event::Entity::find_by_id((epoch, floor + 1))
            .one(&transaction)
            .await?;
        let oldest_at = oldest.map_or(topic.last_at, |event| event.at);
        feed_event::Entity::delete_many()
            .filter(feed_event::Column::Epoch.eq(epoch))
            .filter(feed_event::Column::Seq.lte(floor))
            .exec(&transaction)
            .await?;
        feed_topic::Entity::update_many()
            .col_expr(feed_topic::Column::Floor, floor.into())
            .col_expr(feed_topic::Column::OldestAt, oldest_at.into())
            .filter(feed_topic::Column::Epoch.eq(epoch))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        // Readers of other nodes are told of a gap a little later: until then those have the events still in memory.
        if let Ok(name) = Topic::try_from(name)
            && let Some(channel) = hub.channel(&name)
        {
            channel.swept(epoch, floor);
        }
        Ok(floor < target)
    }

    /// Forgets topics of the class that have been empty for long.
    async fn forget(&self, hub: &Hub) -> Result<(), DbErr> {
        feed_topic::Entity::delete_many()
            .filter(self.of_class())
            .filter(Expr::col(feed_topic::Column::Head).eq(Expr::col(feed_topic::Column::Floor)))
            .filter(feed_topic::Column::LastAt.lt(self.forgotten))
            .exec(hub.store.writer())
            .await?;
        Ok(())
    }
}

/// Takes a number of events of a removed topic away, and the topic with the last of them. Gives whether there may be more.
async fn remove_step(hub: &Hub) -> Result<bool, DbErr> {
    let removed = feed_topic::Entity::find().filter(feed_topic::Column::Name.is_null());
    let Some(topic) = removed.one(hub.store.reader()).await? else {
        return Ok(false);
    };
    let transaction = hub.store.begin().await?;
    let floor = Ord::min(topic.head, topic.floor + STEP);
    feed_event::Entity::delete_many()
        .filter(feed_event::Column::Epoch.eq(topic.epoch))
        .filter(feed_event::Column::Seq.lte(floor))
        .exec(&transaction)
        .await?;
    if floor == topic.head {
        feed_topic::Entity::delete_by_id(topic.epoch).exec(&transaction).await?;
    } else {
        feed_topic::Entity::update_many()
            .col_expr(feed_topic::Column::Floor, floor.into())
            .filter(feed_topic::Column::Epoch.eq(topic.epoch))
            .exec(&transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(true)
}
