//! What the server recorded of an exchange: asked for once, when a view first needs it, and shown with every state that asking
//! has.

use std::sync::Arc;

use contract::{
    endpoint::Json,
    exchanges::{ExchangePath, GetExchange, GetWire},
    shares::{GetSharedWire, SharePath},
};
use exchange::{Exchange, Interval, Phase, Reading, Timeline, Transcript, message::field, timeline::Side};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    Shared,
    clocks::{Joined, join},
};
use crate::{
    client::Asked,
    kit::{Button, ButtonKind, EmptyState, IconName, Loadable},
    log::Log,
};

/// The id that the server gave an exchange; nothing where no answer came, or not from a server of ours.
fn recorded_id(exchange: &Exchange) -> Option<Uuid> {
    field(&exchange.outcome.response()?.fields, "exchange-id")?.parse().ok()
}

/// What is shown of an exchange that the server has not recorded.
pub(super) fn not_recorded() -> AnyView {
    let text = "The server has no record of this exchange. It records what this browser sends to its practice API, \
                and keeps the last 500.";
    view! { <EmptyState icon=IconName::Inbox text /> }.into_any()
}

/// What the server recorded of one exchange that is shown. Every view of the exchange has the same one, so that each thing is
/// asked for once.
#[derive(Clone, Copy)]
pub(super) struct Recorded {
    source: StoredValue<Source>,
    /// The server's account of it.
    pub(super) exchange: Asked<Arc<Exchange>>,
    /// The bytes of both directions.
    pub(super) transcript: Asked<Arc<Transcript>>,
}

/// Where what the server recorded is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In the workspace, under the id that the server gave the exchange.
    Workspace(Uuid),
    /// In a share, under its token.
    Share(String),
}

impl Recorded {
    /// What the workspace has of an exchange, if the server has named it.
    pub(super) fn of(exchange: &Exchange) -> Option<Self> {
        let id = recorded_id(exchange)?;
        let path = ExchangePath { id };
        Some(Self {
            source: StoredValue::new(Source::Workspace(id)),
            exchange: Asked::of::<GetExchange>(path, |Json(exchange)| Arc::new(exchange)),
            transcript: Asked::of::<GetWire>(path, |Json(transcript)| Arc::new(transcript)),
        })
    }

    /// What a share has, of which the server's account is there already.
    pub(super) fn of_share(shared: Shared) -> Self {
        let Shared { token, served } = shared;
        let path = SharePath { token: token.clone() };
        Self {
            source: StoredValue::new(Source::Share(token)),
            exchange: Asked::ready(served),
            transcript: Asked::of::<GetSharedWire>(path, |Json(transcript)| Arc::new(transcript)),
        }
    }

    /// Where it is read.
    pub(super) fn source(self) -> Source {
        self.source.get_value()
    }
}

/// The server's account of an exchange beside the client's.
#[derive(Clone, Copy)]
pub(super) struct Account {
    client: StoredValue<Timeline>,
    /// When the page drew it, of an exchange in the log.
    render: Option<RwSignal<Option<Reading<Interval>>>>,
    /// Nothing for an exchange that the server has not named.
    server: Option<Answer>,
}

/// The server's account in whatever state it is, and how to ask for it again.
type Answer = (RwSignal<Loadable<Arc<Exchange>>>, Callback<()>);

impl Account {
    /// Asks for the server's account, if it may have one.
    pub(super) fn of(exchange: &Exchange, recorded: Option<Recorded>) -> Self {
        Self {
            client: StoredValue::new(exchange.timeline.clone()),
            render: expect_context::<Log>().render(exchange.id).map(Into::into),
            server: recorded.map(|recorded| recorded.exchange.get()),
        }
    }

    /// Whether the server has named the exchange, so that it may have its bytes too.
    pub(super) fn is_recorded(self) -> bool {
        self.server.is_some()
    }

    /// Both accounts on one clock; the client's alone until the server's has come.
    pub(super) fn joined(self) -> Joined {
        let server = match self.server {
            Some((state, _)) => match state.get() {
                Loadable::Ready(exchange) => Some(exchange),
                _ => None,
            },
            None => None,
        };
        let render = self.render.and_then(|render| render.get());
        self.client.with_value(|client| {
            let mut client = client.clone();
            let drawn = client.0.iter_mut().find(|span| span.phase == Phase::Render);
            if let (Some(span), Some(reading)) = (drawn, render) {
                span.reading = reading;
            }
            join(&client, server.as_ref().map(|exchange| &exchange.timeline))
        })
    }

    /// The phases of the client and of the page, as far as they are known by now.
    pub(super) fn own(self) -> Timeline {
        let Timeline(mut spans) = untrack(|| self.joined()).timeline;
        spans.retain(|span| span.phase.side() != Side::Server);
        Timeline(spans)
    }

    /// Where the server's side comes from, and a button to ask again where that failed.
    pub(super) fn source(self) -> AnyView {
        if self.client.with_value(is_served) {
            return "The server alone recorded this exchange: nothing is known of its client's side.".into_any();
        }
        let is_told = self
            .client
            .with_value(|client| client.0.iter().any(|span| span.phase.side() == Side::Server));
        let told = is_told.then_some("The server's side is as Server-Timing tells it: durations without their places.");
        let Some((state, ask)) = self.server else {
            return told.into_any();
        };
        match state.get() {
            Loadable::Ready(_) => "Each side as its own clock measured it.".into_any(),
            Loadable::Idle | Loadable::Loading { .. } => "Asking the server for its side…".into_any(),
            Loadable::Empty => view! { "The server has no record of this exchange. " {told} }.into_any(),
            Loadable::Problem(_) | Loadable::Failed { .. } => not_told("its side", ask),
        }
    }
}

/// Whether a timeline tells of the server only.
pub(super) fn is_served(timeline: &Timeline) -> bool {
    !timeline.0.is_empty() && timeline.0.iter().all(|span| span.phase.side() == Side::Server)
}

/// What is said where the server did not tell what it was asked for, with a button to ask again.
pub(super) fn not_told(what: &'static str, ask: Callback<()>) -> AnyView {
    view! {
        "The server was asked for "
        {what}
        " and did not tell. "
        <Button kind=ButtonKind::Ghost icon=IconName::Retry on_press=ask>
            "Ask again"
        </Button>
    }
    .into_any()
}
