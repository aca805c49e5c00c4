//! Toasts: short messages about something that has just happened and asks for nothing.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    button::IconButton,
    icon::{Icon, IconName},
};

/// How long a toast stays, unless it is being read (hovered or focused) when its time is up.
const STAY: Duration = Duration::from_secs(6);

/// How soon to look again at a toast that was being read.
const LINGER: Duration = Duration::from_secs(2);

/// What a toast is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something worth knowing.
    Info,
    /// Something that was asked for is done.
    Done,
    /// Something did not work. It stays until it is dismissed.
    Failed,
}

impl ToastKind {
    const fn tone(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Done => "good",
            Self::Failed => "bad",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Info => IconName::Info,
            Self::Done => IconName::Check,
            Self::Failed => IconName::Alert,
        }
    }
}

#[derive(Clone)]
struct Toast {
    id: u32,
    kind: ToastKind,
    text: String,
}

/// The toasts that are shown, to be taken from the context: `expect_context::<Toasts>()`.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next_id: StoredValue<u32>,
    being_read: RwSignal<bool>,
}

impl Toasts {
    /// Makes an empty set and provides it to everything below.
    pub fn provide() {
        provide_context(Self {
            shown: RwSignal::new(Vec::new()),
            next_id: StoredValue::new(0),
            being_read: RwSignal::new(false),
        });
    }

    /// Shows a message. Only for the browser.
    pub fn push(self, kind: ToastKind, text: impl Into<String>) {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        let text = text.into();
        self.shown.update(|shown| shown.push(Toast { id, kind, text }));
        if kind != ToastKind::Failed {
            self.expire(id, STAY);
        }
    }

    fn expire(self, id: u32, after: Duration) {
        set_timeout(
            move || {
                if self.being_read.get_untracked() {
                    self.expire(id, LINGER);
                } else {
                    self.dismiss(id);
                }
            },
            after,
        );
    }

    fn dismiss(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
        if self.shown.with_untracked(Vec::is_empty) {
            // The element that would have told that the pointer left is gone.
            self.being_read.set(false);
        }
    }
}

/// Where toasts are shown. Stands once in the page; screen readers are told of each without losing their place.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let read = move |_| toasts.being_read.set(true);
    let unread = move |_| toasts.being_read.set(false);
    view! {
        <div
            class="toaster"
            role="log"
            aria-live="polite"
            aria-relevant="additions"
            aria-label="Notifications"
            on:mouseenter=read
            on:mouseleave=unread
            on:focusin=move |_| toasts.being_read.set(true)
            on:focusout=move |_| toasts.being_read.set(false)
        >
            <For each=move || toasts.shown.get() key=|toast| toast.id let(toast)>
                <div class="toast" data-tone=toast.kind.tone()>
                    <Icon name=toast.kind.icon() />
                    <span class="toast-text">{toast.text}</span>
                    <IconButton icon=IconName::Close label="Dismiss" on_press=move || toasts.dismiss(toast.id) />
                </div>
            </For>
        </div>
    }
    .into_any()
}
