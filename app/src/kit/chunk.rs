//! A part of the client that is loaded apart from it, so that a first visit does not wait for it.

use std::{future::Future, sync::Arc};

use leptos::{prelude::*, task::spawn_local};

use super::{Load, Loadable, Skeleton, monotonic_ms};

/// A chunk of the client, or the way to it. `T` is what it provides, most often a function that makes a view.
pub struct Chunk<T: Send + Sync + 'static>(RwSignal<Loadable<T>>);

// Not derived, because that would ask the same of what it provides.
impl<T: Send + Sync + 'static> Clone for Chunk<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Chunk<T> {}

impl<T: Clone + Send + Sync + 'static> Chunk<T> {
    /// One that is not loaded yet.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(Loadable::Idle))
    }

    /// Loads it by that function, unless it is there or under way.
    pub fn load<F, E>(self, fetch: fn() -> F)
    where
        F: Future<Output = Result<T, E>> + 'static,
    {
        if !matches!(self.0.get_untracked(), Loadable::Idle | Loadable::Failed { .. }) {
            return;
        }
        self.0.set(Loadable::Loading { since: monotonic_ms() });
        spawn_local(async move {
            let came = match fetch().await {
                Ok(part) => Loadable::Ready(part),
                Err(_) => Loadable::Failed {
                    title: "A part of this program is missing".to_owned(),
                    explanation: "It is loaded apart, and the server did not send it. If the server is there, it may be of a newer \
                                  version: reload the page."
                        .to_owned(),
                },
            };
            // What asked for it may be gone by now.
            let _ = self.0.try_set(came);
        });
    }

    /// How far it is.
    #[must_use]
    pub const fn state(self) -> RwSignal<Loadable<T>> {
        self.0
    }
}

impl<T: Clone + Send + Sync + 'static> Default for Chunk<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// What a chunk provides, drawn once it is there. The server renders that it is being loaded.
#[component]
pub(crate) fn LoadChunk<T: Clone + Send + Sync + 'static>(
    /// The chunk.
    chunk: Chunk<T>,
    /// Has it loaded.
    load: fn(Chunk<T>),
    /// What is shown of it. Behind a pointer, so that what is around is compiled once for each chunk.
    draw: Arc<dyn Fn(T) -> AnyView + Send + Sync>,
    /// How many lines of text stand for it while it is being loaded.
    #[prop(default = 8)]
    lines: usize,
    /// What is read out meanwhile.
    label: &'static str,
) -> impl IntoView {
    // Effects run in the browser only.
    Effect::new(move || load(chunk));
    let retry = Callback::new(move |()| load(chunk));
    let waiting = move || view! { <Skeleton lines label /> }.into_any();
    let ready = move |part: T| draw(part);
    view! {
        // Shown where there are no scripts, in place of what would be loaded for ever.
        <p class="scripts-needed">"What belongs here is drawn by the program of this page, which needs JavaScript and WebAssembly."</p>
        <Load state=chunk.state() retry idle=waiting loading=waiting ready />
    }
    .into_any()
}

/// Where the client is cut: writes the function `chunk`, and what this function needs and nothing else does is the chunk of that name.
/// Functions may share one: what several chunks need is cut once more for each set of them, so with every name a page has more files
/// to ask for. In a build that is not split it is always there.
macro_rules! cut {
    ($name:ident: $part:ty = $value:expr) => {
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($name, fallible)]
        pub(super) fn chunk() -> Result<$part, wasm_split_helpers::SplitLoaderError> {
            Ok($value)
        }

        #[cfg(not(feature = "split"))]
        pub(super) async fn chunk() -> Result<$part, std::convert::Infallible> {
            Ok($value)
        }
    };
}
pub(crate) use cut;
