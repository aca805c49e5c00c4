//! A connection that is made again whenever it ends.

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    rc::Rc,
};

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::backoff;
use crate::kit::monotonic_ms;

/// The state of a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// Nobody wants it.
    Offline,
    /// It is being made.
    Connecting,
    /// It is there.
    Live {
        /// Whether it was there before, and goes on where it was.
        resumed: bool,
    },
    /// It ended, and is made again after a pause.
    Retrying {
        /// When, in milliseconds of [`monotonic_ms`].
        at: f64,
        /// Why it ended.
        why: String,
    },
    /// The server will not have it, so there is no use in asking again.
    Refused {
        /// In the server's words.
        why: String,
    },
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It may be better the next time.
    Broken(String),
    /// It will not.
    Refused(String),
}

impl Ended {
    /// Why.
    #[must_use]
    pub fn why(&self) -> &str {
        match self {
            Self::Broken(why) | Self::Refused(why) => why,
        }
    }
}

/// A connection that is made again whenever it ends, after a pause that grows; until it is stopped.
#[derive(Clone, Copy)]
pub struct Kept {
    link: RwSignal<Link>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// Makes one connection, and returns when it has ended.
type Connect = dyn Fn(Attempt) -> Pin<Box<dyn Future<Output = Ended>>>;

#[derive(Default)]
struct Inner {
    is_wanted: Cell<bool>,
    is_running: Cell<bool>,
    /// It was there once.
    has_lived: Cell<bool>,
    /// It is there, or was until it ended.
    is_live: Cell<bool>,
    /// The next connection is made without a pause.
    at_once: Cell<bool>,
    /// Ends what is under way: a connection, or the pause before one.
    end: RefCell<Option<Rc<dyn Fn()>>>,
    connect: RefCell<Option<Rc<Connect>>>,
}

/// One connection, for whoever makes it.
#[derive(Clone)]
pub struct Attempt {
    link: RwSignal<Link>,
    inner: Rc<Inner>,
}

impl Attempt {
    /// It is there.
    pub fn opened(&self) {
        self.inner.is_live.set(true);
        let resumed = self.inner.has_lived.replace(true);
        let _ = self.link.try_set(Link::Live { resumed });
    }

    /// How it is ended before its time.
    pub fn ends_by(&self, end: impl Fn() + 'static) {
        *self.inner.end.borrow_mut() = Some(Rc::new(end));
        if !self.inner.is_wanted.get() {
            self.inner.end();
        }
    }

    /// Whether anybody wants it still.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.inner.is_wanted.get()
    }
}

impl Inner {
    /// Ends what is under way.
    fn end(&self) {
        let end = self.end.borrow_mut().take();
        if let Some(end) = end {
            end();
        }
    }
}

impl Kept {
    /// One that nobody wants yet. It is stopped with the view that it belongs to.
    #[must_use]
    pub fn new() -> Self {
        let kept = Self {
            link: RwSignal::new(Link::Offline),
            inner: StoredValue::new_local(Rc::default()),
        };
        on_cleanup(move || kept.stop());
        kept
    }

    /// Its state.
    #[must_use]
    pub const fn link(self) -> RwSignal<Link> {
        self.link
    }

    /// Makes it, by that function each time.
    pub fn start<F>(self, connect: impl Fn(Attempt) -> F + 'static)
    where
        F: Future<Output = Ended> + 'static,
    {
        self.with(|inner| {
            let connect: Rc<Connect> = Rc::new(move |attempt| Box::pin(connect(attempt)));
            *inner.connect.borrow_mut() = Some(connect);
            inner.has_lived.set(false);
        });
        self.resume();
    }

    /// Makes it again where it was stopped; ends the pause where there is one.
    pub fn resume(self) {
        self.with(|inner| {
            if inner.connect.borrow().is_none() {
                return;
            }
            inner.is_wanted.set(true);
            inner.at_once.set(true);
            if inner.is_running.replace(true) {
                if !inner.is_live.get() {
                    inner.end();
                }
            } else {
                inner.at_once.set(false);
                spawn_local(run(self.link, Rc::clone(inner)));
            }
        });
    }

    /// Ends it, as a broken line would. It is made again after a pause.
    pub fn cut(self) {
        self.with(|inner| inner.end());
    }

    /// Ends it, or the pause before the next, and makes it again at once.
    pub fn again(self) {
        self.with(|inner| {
            inner.at_once.set(true);
            inner.end();
        });
    }

    /// Ends it for good.
    pub fn stop(self) {
        self.with(|inner| {
            inner.is_wanted.set(false);
            inner.end();
        });
    }

    fn with(self, act: impl FnOnce(&Rc<Inner>)) {
        // It outlives the view in which it was made by what its closures hold.
        if let Some(inner) = self.inner.try_get_value() {
            act(&inner);
        }
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::new()
    }
}

async fn run(link: RwSignal<Link>, inner: Rc<Inner>) {
    let mut failures = 0;
    while inner.is_wanted.get() {
        let Some(connect) = inner.connect.borrow().clone() else {
            break;
        };
        let _ = link.try_set(Link::Connecting);
        inner.is_live.set(false);
        let attempt = Attempt {
            link,
            inner: Rc::clone(&inner),
        };
        let ended = connect(attempt).await;
        inner.end.borrow_mut().take();
        if inner.is_live.replace(false) {
            failures = 0;
        }
        let why = match ended {
            Ended::Broken(why) => why,
            Ended::Refused(why) => {
                inner.is_wanted.set(false);
                inner.is_running.set(false);
                let _ = link.try_set(Link::Refused { why });
                return;
            }
        };
        if !inner.is_wanted.get() {
            break;
        }
        if !inner.at_once.take() {
            let pause = backoff::pause(failures, js_sys::Math::random());
            failures += 1;
            let at = monotonic_ms() + f64::from(pause);
            let _ = link.try_set(Link::Retrying { at, why });
            wait(pause, &inner).await;
            inner.at_once.set(false);
        }
    }
    inner.is_running.set(false);
    let _ = link.try_set(Link::Offline);
}

/// Waits so many milliseconds, or until somebody ends that.
async fn wait(ms: u32, inner: &Rc<Inner>) {
    let mut timer = None;
    let over = Promise::new(&mut |resolve, _| {
        let end = resolve.clone();
        // What it returns and whether it fails is of no use: the promise is settled either way.
        timer = Some(Timeout::new(ms, move || {
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }));
        *inner.end.borrow_mut() = Some(Rc::new(move || {
            let _ = end.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }));
    });
    let _ = JsFuture::from(over).await;
    drop(timer);
    inner.end.borrow_mut().take();
}
