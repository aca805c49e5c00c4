//! Light or dark: the system's choice unless the user makes one, which the browser remembers.

use leptos::prelude::*;

use crate::{
    kit::{IconButton, IconName},
    palette::{Command, Commands},
};

/// The key of the choice in `localStorage`.
const STORAGE_KEY: &str = "theme";

/// Applies a remembered choice before the first paint. It stands in the head as an inline script, because anything that
/// loads later would let the other theme flash.
pub const THEME_SCRIPT: &str = r#"try { const theme = localStorage.getItem("theme"); if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme; } catch {}"#;

/// A choice of theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::System => IconName::Contrast,
            Self::Light => IconName::Sun,
            Self::Dark => IconName::Moon,
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// The theme in use, to be taken from the context: `expect_context::<Themes>()`.
#[derive(Clone, Copy)]
pub struct Themes {
    chosen: RwSignal<Theme>,
}

impl Themes {
    /// Provides the choice to everything below, and offers the themes in the palette.
    ///
    /// It starts as [`Theme::System`], as on the server, and becomes what the browser remembers after hydration; the colours
    /// are right from the start through [`THEME_SCRIPT`].
    pub fn provide() {
        let themes = Self {
            chosen: RwSignal::new(Theme::System),
        };
        provide_context(themes);
        Effect::new(move || {
            let remembered = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
            if let Some(theme) = Theme::ALL
                .into_iter()
                .find(|theme| remembered.as_deref() == Some(theme.name()))
            {
                themes.chosen.set(theme);
            }
        });
    }

    /// Makes a choice, applies and remembers it. Only for the browser.
    pub fn choose(self, theme: Theme) {
        self.chosen.set(theme);
        if let Some(root) = document().document_element() {
            // Both fail only for a name that is not one.
            let _ = match theme {
                Theme::System => root.remove_attribute("data-theme"),
                chosen => root.set_attribute("data-theme", chosen.name()),
            };
        }
        if let Some(storage) = storage() {
            // A browser that keeps nothing still shows the theme until the page is left.
            let _ = match theme {
                Theme::System => storage.remove_item(STORAGE_KEY),
                chosen => storage.set_item(STORAGE_KEY, chosen.name()),
            };
        }
    }

    /// Offers each theme in the palette.
    pub fn register(self, commands: Commands) {
        for theme in Theme::ALL {
            commands.register(Command {
                id: format!("theme-{}", theme.name()),
                title: format!("Theme: {}", theme.name()),
                group: "Appearance",
                hint: "",
                run: Callback::new(move |()| self.choose(theme)),
            });
        }
    }
}

/// The browser's storage, unless it is denied to this page.
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Shows the theme in use; pressing it goes on to the next.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let themes = expect_context::<Themes>();
    let icon = Signal::derive(move || themes.chosen.get().icon());
    let label = Signal::derive(move || {
        let theme = themes.chosen.get();
        format!("Theme: {}. Switch to {}", theme.name(), theme.next().name())
    });
    view! { <IconButton icon label on_press=move || themes.choose(themes.chosen.get_untracked().next()) /> }.into_any()
}
