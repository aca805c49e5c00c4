//! The notifications: what is new is asked for by a cursor, and added to what is there.

use std::time::Duration;

use contract::{
    endpoint::{Json, NoContent, NoParameters},
    shop::{
        CreateNotification, ListNotifications, NewNotification, Notification, NotificationPath, Notifications,
        NotificationsQuery, ReadNotification,
    },
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    panel::{Panel, fault_of},
    remote::Remote,
    shop::Shop,
};
use crate::{
    client::{CallError, Cancel},
    inspector::figures::moment,
    kit::{Badge, Button, EmptyState, Load, Loadable, TextField, Tone},
};

/// How long there is between two questions for what is new.
const INTERVAL: Duration = Duration::from_secs(3);

/// What is there so far.
#[derive(Clone, Copy)]
struct Board {
    /// The newest first.
    items: RwSignal<Vec<Notification>>,
    unread: RwSignal<u64>,
    cursor: RwSignal<String>,
}

impl Board {
    /// Adds what came.
    fn take(self, came: Notifications) {
        self.unread.set(came.unread);
        self.cursor.set(came.cursor);
        if !came.items.is_empty() {
            self.items.update(|items| {
                for item in came.items {
                    if !items.iter().any(|known| known.id == item.id) {
                        items.insert(0, item);
                    }
                }
            });
        }
    }
}

#[component]
pub(super) fn NotificationsPanel() -> impl IntoView {
    let shop = expect_context::<Shop>();
    let board = Board {
        items: RwSignal::new(Vec::new()),
        unread: RwSignal::new(0),
        cursor: RwSignal::new(String::new()),
    };
    let first = Remote::<()>::new();
    let action = first.beside::<()>();
    let nothing = NoParameters::default();
    let ask = move || {
        board.items.set(Vec::new());
        let call = shop.call::<ListNotifications>(&nothing, &NotificationsQuery::default(), &NoContent);
        first.ask(call, move |Json(came), _| {
            board.take(came);
            Some(())
        });
    };
    Effect::new(move || {
        shop.track();
        ask();
    });
    let retry = Callback::new(move |()| ask());

    // What goes wrong with a question for what is new; the next one may go better.
    let trouble = RwSignal::new(None::<String>);
    let is_asking = StoredValue::new(false);
    let poll = move || {
        let is_there = first.state.with_untracked(|state| matches!(state, Loadable::Ready(())));
        if !is_there || is_asking.get_value() || document().hidden() {
            return;
        }
        is_asking.set_value(true);
        let query = NotificationsQuery {
            after: Some(board.cursor.get_untracked()),
        };
        let call = shop
            .call::<ListNotifications>(&nothing, &query, &NoContent)
            .logged_if(|result| !matches!(result, Ok(Json(came)) if came.items.is_empty()));
        spawn_local(async move {
            let called = call.send(&Cancel::new()).await;
            // The panel may be gone by now.
            if is_asking.try_set_value(false).is_some() {
                return;
            }
            match called.result {
                Ok(Json(came)) => {
                    let is_news = !came.items.is_empty();
                    board.take(came);
                    trouble.set(None);
                    if is_news {
                        first.last.set(called.exchange);
                    }
                }
                Err(error) => {
                    let words = match error {
                        CallError::Problem(problem) => problem.title.into_owned(),
                        error => error.to_string(),
                    };
                    trouble.set(Some(words));
                    first.last.set(called.exchange);
                }
            }
        });
    };
    Effect::new(move || {
        // It fails only where there are no timers.
        if let Ok(timer) = set_interval_with_handle(poll, INTERVAL) {
            on_cleanup(move || timer.clear());
        }
    });

    let (title, message) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = Callback::new(move |()| {
        let body = Json(NewNotification {
            title: title.get_untracked(),
            message: message.get_untracked(),
        });
        action.ask(
            shop.call::<CreateNotification>(&nothing, &nothing, &body),
            move |_, _| {
                title.set(String::new());
                message.set(String::new());
                poll();
                Some(())
            },
        );
    });
    let read = move |item: &Notification| {
        let path = NotificationPath { id: item.id };
        let id = item.id;
        action.ask(
            shop.call::<ReadNotification>(&path, &nothing, &NoContent),
            move |NoContent, _| {
                board.items.update(|items| {
                    if let Some(item) = items.iter_mut().find(|item| item.id == id) {
                        item.read = true;
                    }
                });
                board.unread.update(|unread| *unread = unread.saturating_sub(1));
                Some(())
            },
        );
    };
    let list = move || {
        let items = board.items.get();
        if items.is_empty() {
            return view! { <EmptyState text="There is nothing to tell. What is sent here, or by any other client of the sandbox, appears by itself." /> }
                .into_any();
        }
        let rows = items
            .into_iter()
            .map(|item| {
                let is_read = item.read;
                let (words, detail, at) = (item.title.clone(), item.message.clone(), moment(item.created_at));
                let mark = (!is_read).then(|| {
                    view! { <Button on_press=move || read(&item)>"Mark as read"</Button> }
                });
                view! {
                    <li data-read=is_read.then_some("")>
                        <p><strong>{words}</strong>" "<span class="quiet">{at}</span></p>
                        <p>{detail}</p>
                        {mark}
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="practice-notes" role="list">{rows}</ul> }.into_any()
    };
    let unread = move || {
        (board.unread.get() > 0).then(|| view! { <Badge tone=Tone::Info>{board.unread.get()}" unread"</Badge> })
    };
    view! {
        <Panel
            id="notifications"
            heading="Notifications"
            about="Asked for every three seconds, and only for what comes after the last one."
            last=first.last
        >
            <form class="practice-tools" on:submit=move |event| { event.prevent_default(); send.run(()); }>
                <TextField id="notification-title" label="Title" value=title />
                <TextField id="notification-message" label="Message" value=message />
                <Button pending=action.pending() submit=true>"Send one"</Button>
            </form>
            {fault_of(action)}
            <p class="practice-unread" role="status">
                {unread} {move || trouble.get().map(|words| format!(" Not up to date: {words}. It asks again in a moment."))}
            </p>
            <Load state=first.state retry ready=move |()| list />
        </Panel>
    }
    .into_any()
}
