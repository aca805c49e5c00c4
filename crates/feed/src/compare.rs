//! The slow look at the log that stands behind the wake-ups.

use std::{collections::HashMap, sync::Arc, time::Duration};

use sea_orm::DbErr;

use crate::{Topic, channel::Channel, hub::Hub, log};

/// How many topics are asked for by one statement.
const TOPICS: usize = 500;

/// Compares every channel with the log, again and again, until the feed is closed.
pub(crate) async fn run(hub: Arc<Hub>, every: Duration) {
    loop {
        let pause = tokio::time::timeout(jittered(every), hub.compare.notified());
        // Whether the time is up or somebody says that it is needed now is the same.
        let Some(Ok(()) | Err(_)) = hub.closed.run_until_cancelled(pause).await else {
            return;
        };
        hub.forget_idle();
        if let Err(error) = all(&hub).await {
            tracing::warn!(%error, "the event log cannot be compared with what is known of it");
        }
    }
}

/// Somewhere between three quarters and five quarters of it, so that nodes do not ask in step.
pub(crate) fn jittered(pause: Duration) -> Duration {
    // Without a random number they may be in step.
    let random = getrandom::u32().unwrap_or(u32::MAX / 2);
    pause.mul_f64(0.75 + f64::from(random) / f64::from(u32::MAX) / 2.0)
}

/// Compares every channel with the log, once.
async fn all(hub: &Hub) -> Result<(), DbErr> {
    let mut channels = hub.channels();
    channels.retain(|channel| channel.is_loaded());
    for some in channels.chunks(TOPICS) {
        let topics: Vec<Topic> = some.iter().map(|channel| channel.topic.clone()).collect();
        let found = log::extents(hub.store.reader(), &topics).await?;
        let found: HashMap<_, _> = found.into_iter().collect();
        for channel in some {
            compare(hub, channel, &found);
        }
    }
    Ok(())
}

fn compare(hub: &Hub, channel: &Arc<Channel>, found: &HashMap<String, crate::gap::Extent>) {
    let found = found.get(channel.topic.as_str()).copied();
    let known = channel.extent();
    let same = match (known, found) {
        (None, None) => true,
        (Some(known), Some(found)) => {
            known.epoch == found.epoch && known.head >= found.head && known.floor >= found.floor
        }
        _ => false,
    };
    if !same {
        hub.refresh(channel);
    }
}
