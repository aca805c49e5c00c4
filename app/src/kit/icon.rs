//! The icons, drawn for this project on a grid of 16 units with a stroke of 1.5.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what is drawn")]
pub enum IconName {
    Alert,
    ArrowRight,
    Book,
    Braces,
    Check,
    ChevronDown,
    ChevronRight,
    ChevronUp,
    Clock,
    Close,
    Columns,
    Contrast,
    Copy,
    Download,
    External,
    Home,
    Inbox,
    Info,
    List,
    Menu,
    Minus,
    Moon,
    Pencil,
    Plus,
    Retry,
    Search,
    Send,
    Stop,
    Sun,
    Trash,
    Unplugged,
}

impl IconName {
    /// The path of its strokes, in a box of 16 by 16 units.
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M8 2.2 14.3 13.3H1.7ZM8 6.5v3M8 11.4v.1",
            Self::ArrowRight => "M3 8h10M9 4l4 4-4 4",
            Self::Book => {
                "M8 4C6.5 2.9 4.5 2.6 2 2.7v9.6c2.5-.1 4.5.2 6 1.3 1.5-1.1 3.5-1.4 6-1.3V2.7C11.5 2.6 9.5 2.9 8 4Zm0 0v9.6"
            }
            Self::Braces => {
                "M6 2.5H5A1.5 1.5 0 0 0 3.5 4v2.5L2 8l1.5 1.5V12A1.5 1.5 0 0 0 5 13.5h1M10 2.5h1A1.5 1.5 0 0 1 12.5 4v2.5L14 8l-1.5 1.5V12a1.5 1.5 0 0 1-1.5 1.5h-1"
            }
            Self::Check => "m3 8.5 3.5 3.5L13 4.5",
            Self::ChevronDown => "m3.5 6 4.5 4.5L12.5 6",
            Self::ChevronRight => "m6 3.5 4.5 4.5L6 12.5",
            Self::ChevronUp => "m3.5 10 4.5-4.5 4.5 4.5",
            Self::Clock => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.5V8l2.5 1.5",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Columns => "M2.5 3h4.5v10h-4.5ZM9 3h4.5v10h-4.5Z",
            Self::Contrast => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 2v12M8 5h5M8 8h6M8 11h5",
            Self::Copy => "M5.5 5.5h7v8h-7ZM3.5 10.5v-8h7",
            Self::Download => "M8 2.5v7.5M4.5 7 8 10.5 11.5 7M3 13.5h10",
            Self::External => "M7 3.5H3v9.5h9.5V9M9.5 2.5h4v4M13 3 7.5 8.5",
            Self::Home => "M2.5 7.5 8 2.5l5.5 5M4 6.5v7h8v-7M6.5 13.5v-4h3v4",
            Self::Inbox => "M2 9.5 4 3h8l2 6.5v3.5H2ZM2 9.5h3.5L6.5 11h3l1-1.5H14",
            Self::Info => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 7.5V11M8 5v.1",
            Self::List => "M6 4h8M6 8h8M6 12h8M2.5 4h.6M2.5 8h.6M2.5 12h.6",
            Self::Menu => "M2.5 4h11M2.5 8h11M2.5 12h11",
            Self::Minus => "M3 8h10",
            Self::Moon => "M13.5 9.7A6 6 0 0 1 6.3 2.5a6 6 0 1 0 7.2 7.2Z",
            Self::Pencil => "M2.5 13.5 3.2 10.5 10.8 2.9l2.3 2.3-7.6 7.6ZM9.3 4.4l2.3 2.3",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Retry => "M13 8A5 5 0 1 1 11.3 4.2L13 5.7M13 2.5v3.2H9.8",
            Self::Search => "M11.5 7A4.5 4.5 0 1 1 2.5 7a4.5 4.5 0 0 1 9 0ZM10.3 10.3 14 14",
            Self::Send => "M14 2 2 7l4.7 2.3L9 14ZM14 2 6.7 9.3",
            Self::Stop => "M3.5 3.5h9v9h-9Z",
            Self::Sun => {
                "M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1"
            }
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4",
            Self::Unplugged => "M6 2.5v3M10 2.5v3M4 5.5h8v2a4 4 0 0 1-8 0ZM8 11.5v3M2 14 14 2",
        }
    }
}

/// An icon. It is hidden from assistive technology: what it stands beside, or the button it stands in, has the words.
#[component]
pub fn Icon(
    /// What it shows.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=name.path() />
        </svg>
    }
    .into_any()
}
