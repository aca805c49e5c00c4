//! Following the log of the sandbox over the transport that the person has chosen.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    client::{
        Client,
        live::{Arrival, Kept, Link, News, Place, Transport, place, watch},
    },
    kit::Choice,
};

/// How long there is between two questions for whether there is a log at last.
const INTERVAL: Duration = Duration::from_secs(3);

/// The transports, and none of them.
pub(super) const CHOICES: [Choice; 4] = [
    Choice {
        value: "off",
        label: "Off",
    },
    Choice {
        value: "poll",
        label: "Long polling",
    },
    Choice {
        value: "stream",
        label: "SSE",
    },
    Choice {
        value: "socket",
        label: "WebSocket",
    },
];

/// The transport of a choice.
fn transport(choice: &str) -> Option<Transport> {
    match choice {
        "poll" => Some(Transport::Poll),
        "stream" => Some(Transport::Stream),
        "socket" => Some(Transport::Socket),
        _ => None,
    }
}

/// The one stream of the page.
#[derive(Clone, Copy)]
pub(super) struct Follow {
    client: Client,
    kept: Kept,
    pub(super) choice: RwSignal<&'static str>,
    /// Where the log is, once there is one.
    place: StoredValue<Option<Place>>,
    cursor: StoredValue<String>,
    is_looking: StoredValue<bool>,
    came: Callback<Arrival>,
    began: Callback<()>,
}

impl Follow {
    /// Follows the log, from now on; `came` is given what comes. `began` is called when there is a log: what there was until then is not
    /// told, and has to be asked for.
    pub(super) fn new(came: Callback<Arrival>, began: Callback<()>) -> Self {
        let follow = Self {
            client: expect_context(),
            kept: Kept::new(),
            choice: RwSignal::new("stream"),
            place: StoredValue::new(None),
            cursor: StoredValue::new(String::new()),
            is_looking: StoredValue::new(false),
            came,
            began,
        };
        Effect::new(move || {
            follow.choice.track();
            follow.begin();
        });
        Effect::new(move || {
            // It fails only where there are no timers.
            let look = move || {
                if !document().hidden() {
                    follow.look();
                }
            };
            if let Ok(timer) = set_interval_with_handle(look, INTERVAL) {
                on_cleanup(move || timer.clear());
            }
        });
        follow
    }

    /// Looks for the log, unless it was found.
    pub(super) fn look(self) {
        if self.place.with_value(Option::is_some) || self.is_looking.get_value() {
            return;
        }
        self.is_looking.set_value(true);
        spawn_local(async move {
            let found = place(&self.client.origins().api).await;
            // The panel may be gone by now.
            if self.is_looking.try_set_value(false).is_some() {
                return;
            }
            if let Ok(Some(place)) = found {
                self.cursor.set_value(place.cursor.clone());
                self.place.set_value(Some(place));
                self.begin();
                self.began.try_run(());
            }
        });
    }

    /// Reads on by the transport that is chosen now.
    fn begin(self) {
        let Some(place) = self.place.get_value() else {
            return self.look();
        };
        self.kept.stop();
        let Some(transport) = transport(self.choice.get_untracked()) else {
            return;
        };
        let base = self.client.origins().api;
        watch(self.kept, transport, base, place.topic, self.cursor, move |news| {
            if let News::Came(arrival) = news {
                // The panel may be gone by now.
                self.came.try_run(arrival);
            }
        });
    }

    /// Whether it is up to date, in a few words.
    pub(super) fn state(self) -> String {
        let link = self.kept.link().get();
        match (transport(self.choice.get()), link) {
            (None, _) => "Nothing comes by itself.".to_owned(),
            (Some(_), Link::Live { resumed: false }) => "Live.".to_owned(),
            (Some(_), Link::Live { resumed: true }) => "Live, resumed.".to_owned(),
            (Some(_), Link::Connecting | Link::Offline) => "Connecting.".to_owned(),
            (Some(_), Link::Retrying { why, .. }) => format!("Not up to date: {why}. It tries again in a moment."),
            (Some(_), Link::Refused { why }) => format!("Not up to date: {why}."),
        }
    }
}
