//! The notifications, which come by themselves over the transport that the person has chosen.
//!
//! - `follow`: the one stream that the page has for everything that it watches
//! - `board`: what is known, and what an event changes about it

mod board;
mod follow;

use contract::{
    endpoint::{Json, NoContent, NoParameters},
    shop::{
        CreateNotification, ListNotifications, NewNotification, Notification, NotificationPath, NotificationsQuery,
        ReadNotification,
    },
};
use leptos::{prelude::*, task::spawn_local};

use self::{
    board::Board,
    follow::{CHOICES, Follow},
};
use super::{
    panel::{Panel, fault_of},
    remote::Remote,
    shop::Shop,
};
use crate::{
    client::{Cancel, live::Arrival},
    inspector::figures::moment,
    kit::{Badge, Button, EmptyState, Load, Segmented, TextField, Tone},
};

/// The kind of the events that are about a notification.
const NOTIFICATION: &str = "notification";

#[component]
pub(super) fn NotificationsPanel() -> impl IntoView {
    let shop = expect_context::<Shop>();
    let board = RwSignal::new(Board::default());
    let first = Remote::<()>::new();
    let action = first.beside::<()>();
    let nothing = NoParameters::default();
    let ask = move || {
        let call = shop.call::<ListNotifications>(&nothing, &NotificationsQuery::default(), &NoContent);
        let asked = board.write_untracked().ask();
        first.ask(call, move |Json(came), _| {
            board.update(|board| board.renew(came, asked));
            Some(())
        });
    };
    Effect::new(move || {
        shop.track();
        ask();
    });
    let retry = Callback::new(move |()| ask());

    // What the stream cannot tell is asked for, in silence: it is none of the person's own requests.
    let catch_up = Callback::new(move |()| {
        let call = shop.call_elsewhere::<ListNotifications>(&nothing, &NotificationsQuery::default(), &NoContent);
        let asked = board.write_untracked().ask();
        spawn_local(async move {
            let called = call.logged_if(|_| false).send(&Cancel::new()).await;
            if let Ok(Json(came)) = called.result {
                // The panel may be gone by now.
                board.try_update(|board| board.renew(came, asked));
            }
        });
    });
    let came = Callback::new(move |arrival: Arrival| {
        let mut is_all = arrival.gap.is_none();
        for read in arrival
            .events
            .into_iter()
            .filter(|read| read.event.kind == NOTIFICATION)
        {
            let notification = serde_json::from_value::<Notification>(read.event.data);
            let taken = notification.map(|came| board.try_update(|board| board.take(came)));
            is_all &= matches!(taken, Ok(Some(true)));
        }
        if !is_all {
            catch_up.run(());
        }
    });
    let follow = Follow::new(came, catch_up);

    let (title, message) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = Callback::new(move |()| {
        let body = Json(NewNotification {
            title: title.get_untracked(),
            message: message.get_untracked(),
        });
        action.ask(
            shop.call::<CreateNotification>(&nothing, &nothing, &body),
            move |Json(sent), _| {
                title.set(String::new());
                message.set(String::new());
                // The stream tells it too; here it is there whatever is chosen.
                board.update(|board| {
                    board.take(sent);
                });
                follow.look();
                Some(())
            },
        );
    });
    let read = move |item: &Notification| {
        let path = NotificationPath { id: item.id };
        action.in_turn(move || {
            action.ask(
                shop.call::<ReadNotification>(&path, &nothing, &NoContent),
                move |NoContent, _| {
                    board.update(|board| board.read(path.id));
                    Some(())
                },
            );
        });
    };
    let list = move || {
        let items = board.with(|board| board.items.clone());
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
        let unread = board.with(|board| board.unread);
        (unread > 0).then(|| view! { <Badge tone=Tone::Info>{unread}" unread"</Badge> })
    };
    view! {
        <Panel
            id="notifications"
            heading="Notifications"
            about="They come by themselves, over one stream for everything that this page watches."
            last=first.last
        >
            <div class="practice-actions">
                <Segmented label="Transport" choices=CHOICES.to_vec() value=follow.choice />
                <Button on_press=retry>"Ask again"</Button>
            </div>
            <p class="practice-unread" role="status">{unread}" "<span class="quiet">{move || follow.state()}</span></p>
            <form class="practice-tools" on:submit=move |event| { event.prevent_default(); send.run(()); }>
                <TextField id="notification-title" label="Title" value=title />
                <TextField id="notification-message" label="Message" value=message />
                <Button pending=action.pending() submit=true>"Send one"</Button>
            </form>
            {fault_of(action)}
            <Load state=first.state retry ready=move |()| list />
        </Panel>
    }
    .into_any()
}
