//! The command palette: everything that can be done from where one is, found by a few letters.

mod finder;
mod fuzzy;

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;

pub(crate) use self::finder::finder;
use crate::{
    header::{LogPanel, PAGES},
    kit::Dialog,
    later::LoadLater,
    theme::Themes,
};

/// Something that can be done.
#[derive(Clone)]
pub struct Command {
    /// Its identifier, unique among commands and fit for an `id` attribute.
    pub id: String,
    /// What it does, in a few words.
    pub title: String,
    /// What it is listed under.
    pub group: &'static str,
    /// What is shown beside it: a method, a path, a key. It is searched too.
    pub hint: &'static str,
    /// Does it.
    pub run: Callback<()>,
}

/// The commands, to be taken from the context: `expect_context::<Commands>()`.
#[derive(Clone, Copy)]
pub struct Commands {
    all: RwSignal<Vec<Command>>,
    open: RwSignal<bool>,
}

impl Commands {
    /// Provides an empty registry to everything below.
    pub fn provide() {
        provide_context(Self {
            all: RwSignal::new(Vec::new()),
            open: RwSignal::new(false),
        });
    }

    /// Offers a command for as long as the component that calls this is shown.
    pub fn register(self, command: Command) {
        let id = command.id.clone();
        self.all.update(|all| all.push(command));
        on_cleanup(move || {
            // When the whole application goes, the registry may be gone first.
            self.all.try_update(|all| all.retain(|command| command.id != id));
        });
    }

    /// Opens the palette.
    pub fn open(self) {
        self.open.set(true);
    }
}

/// The palette's dialog, and the key that opens it. Stands once in the page.
#[component]
pub fn Palette() -> impl IntoView {
    let commands = expect_context::<Commands>();
    register_everywhere(commands);
    Effect::new(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                commands.open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || listener.remove());
    });
    view! {
        <Dialog label="Commands" open=commands.open class="palette">
            {move || commands.open.get().then(|| view! { <LoadLater draw=move |views| (views.finder)(commands) /> })}
        </Dialog>
    }
    .into_any()
}

/// Offers what can be done on every page.
fn register_everywhere(commands: Commands) {
    let navigate = use_navigate();
    for (href, label, _) in PAGES {
        let navigate = navigate.clone();
        commands.register(Command {
            id: format!("page-{}", label.to_ascii_lowercase()),
            title: format!("Go to {label}"),
            group: "Pages",
            hint: href,
            run: Callback::new(move |()| navigate(href, Default::default())),
        });
    }
    let log = expect_context::<LogPanel>();
    commands.register(Command {
        id: "log".to_owned(),
        title: "Open or close the log".to_owned(),
        group: "Log",
        hint: "",
        run: Callback::new(move |()| log.open.update(|open| *open = !*open)),
    });
    expect_context::<Themes>().register(commands);
}
