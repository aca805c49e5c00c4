//! Links for others: read-only, to a frozen copy of the exchange. They are made, copied and taken back here.

use contract::{
    endpoint::{Json, NoContent, NoParameters},
    shares::{DeleteShare, KEPT_DAYS, ListShares, NewShare, Share, ShareExchange, SharePath, SharesQuery},
};
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use crate::{
    client::{Cancel, Client, asked::loaded},
    inspector::{figures::moment, recorded::Account, shared::hidden},
    kit::{
        Button, ButtonKind, CopyButton, IconName, Load, Loadable, ProblemCard, ToastKind, Toasts, copy, focus_by_id,
        monotonic_ms,
    },
};

/// What is done with the links of a workspace.
#[derive(Clone, Copy)]
struct Actions {
    client: Client,
    toasts: Toasts,
    /// The exchange that is shown.
    exchange: Uuid,
    /// All links of the workspace, the newest first.
    links: RwSignal<Loadable<Vec<Share>>>,
    /// Whether one is being made.
    making: RwSignal<bool>,
    /// What came of it that is no link.
    refused: RwSignal<Loadable<()>>,
}

impl Actions {
    fn list(self) {
        self.links.set(Loadable::Loading { since: monotonic_ms() });
        spawn_local(async move {
            let nothing = NoParameters {};
            let query = SharesQuery::default();
            let answer = self
                .client
                .ask::<ListShares>(&nothing, &query, &NoContent, &Cancel::default())
                .await;
            // The view may be gone by now, here and below.
            let _ = self.links.try_set(loaded(answer, |Json(shares)| shares.items));
        });
    }

    /// Copies the newest link to the exchange, which is made if there is none.
    fn copy(self, account: Account) {
        let known = self.links.with_untracked(|links| match links {
            Loadable::Ready(links) => links.iter().find(|link| link.exchange == self.exchange).cloned(),
            _ => None,
        });
        let new = NewShare {
            timeline: Some(account.own()),
        };
        let path = contract::exchanges::ExchangePath { id: self.exchange };
        self.making.set(true);
        spawn_local(async move {
            let link = match known {
                Some(link) => Loadable::Ready(link),
                None => {
                    let answer = self
                        .client
                        .ask::<ShareExchange>(&path, &NoParameters {}, &Some(Json(new)), &Cancel::default())
                        .await;
                    loaded(answer, |Json(share)| share)
                }
            };
            match link {
                Loadable::Ready(link) => {
                    self.keep(&link);
                    let until = moment(link.kept_until);
                    copy(
                        &link.url,
                        self.toasts,
                        &format!("The link is copied. It is kept until {until}."),
                    )
                    .await;
                    let _ = self.refused.try_set(Loadable::Idle);
                }
                other => {
                    let _ = self.refused.try_set(other.map(|_| ()));
                }
            }
            let _ = self.making.try_set(false);
        });
    }

    /// A link is there, new or not.
    fn keep(self, link: &Share) {
        let _ = self.links.try_update(|links| {
            if let Loadable::Ready(links) = links
                && links.iter().all(|known| known.token != link.token)
            {
                links.insert(0, link.clone());
            }
        });
    }

    fn take_back(self, token: String, focus: String) {
        spawn_local(async move {
            let path = SharePath { token: token.clone() };
            let answer = self.client.look_up::<DeleteShare>(&path, &Cancel::default()).await;
            match loaded(answer, |NoContent| ()) {
                // What is not there any more is taken back as well.
                Loadable::Ready(()) | Loadable::Empty => {
                    let _ = self.links.try_update(|links| {
                        if let Loadable::Ready(links) = links {
                            links.retain(|link| link.token != token);
                        }
                    });
                    self.toasts
                        .push(ToastKind::Done, "The link is taken back: it leads nowhere from now on.");
                    // The button that was pressed is gone, and the focus would be with it.
                    focus_by_id(&focus);
                }
                _ => self.toasts.push(
                    ToastKind::Failed,
                    "The link could not be taken back, so it still leads to the exchange. Try again.",
                ),
            }
        });
    }
}

/// The links to an exchange, and what they show to whoever has them.
#[component]
pub(super) fn Links(exchange: Uuid, account: Account, id: &'static str) -> impl IntoView {
    let actions = Actions {
        client: expect_context::<Client>(),
        toasts: expect_context::<Toasts>(),
        exchange,
        links: RwSignal::new(Loadable::Idle),
        making: RwSignal::new(false),
        refused: RwSignal::new(Loadable::Idle),
    };
    actions.list();
    let heading = format!("{id}-links");
    let focus = heading.clone();
    let press = move || actions.copy(account);
    let ready = move |links: Vec<Share>| {
        let (own, others): (Vec<_>, Vec<_>) = links.into_iter().partition(|link| link.exchange == exchange);
        let rows = |links: Vec<Share>| {
            let rows = links.into_iter().map(|link| row(link, actions, focus.clone()));
            view! { <ul class="share-links" role="list">{rows.collect_view()}</ul> }
        };
        let others = (!others.is_empty()).then(|| {
            let count = others.len();
            view! {
                <details class="share-others">
                    <summary>"Links to other exchanges of your workspace ("{count}")"</summary>
                    {rows(others)}
                </details>
            }
        });
        view! { {(!own.is_empty()).then(|| rows(own))} {others} }
    };
    let again = Callback::new(move |()| actions.list());
    view! {
        <h3 id=heading tabindex="-1">"A link for others"</h3>
        <p class="share-words">
            "Whoever has the link sees a frozen copy of this exchange: address, fields, bytes and bodies as the server recorded \
             them, and the phases of both sides. "
            {hidden()}
            " Nothing else is hidden, so look through the address and the bodies first. The link is kept for "{KEPT_DAYS}
            " days, outlives a restart of the server, and can be revoked."
        </p>
        {only_here().then(|| view! {
            <p class="share-words">"This server listens on a loopback address, so only this machine can open the link."</p>
        })}
        <p>
            <Button icon=IconName::Copy pending=actions.making on_press=press>"Copy link"</Button>
        </p>
        {move || match actions.refused.get() {
            Loadable::Problem(problem) => view! { <ProblemCard problem retry=Some(Callback::new(move |()| press())) /> }.into_any(),
            Loadable::Failed { title, explanation } => {
                view! { <p class="share-refused" role="alert"><strong>{title}</strong>" "{explanation}</p> }.into_any()
            }
            Loadable::Empty => {
                view! { <p class="share-refused" role="alert">"The server has no record of this exchange any more, so it cannot be shared."</p> }
                    .into_any()
            }
            _ => ().into_any(),
        }}
        <Load state=actions.links retry=again ready />
    }
    .into_any()
}

/// Whether the page comes from an address that no other machine reaches.
fn only_here() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || host.starts_with("127.")
}

fn row(link: Share, actions: Actions, focus: String) -> impl IntoView {
    let Share {
        token,
        url,
        method,
        target,
        status,
        kept_until,
        ..
    } = link;
    let status = status.map(|status| format!(" → {status}"));
    let shown = url.clone();
    view! {
        <li>
            <a href=url.clone() rel="external"><code>{shown}</code></a>
            <span class="provenance">{method}" "{target}{status}", until "{moment(kept_until)}</span>
            <CopyButton text=Signal::stored(url) label="Copy this link" />
            <Button kind=ButtonKind::Ghost icon=IconName::Trash on_press=move || actions.take_back(token.clone(), focus.clone())>
                "Take back"
            </Button>
        </li>
    }
    .into_any()
}
