//! Small shared components: what more than one page is built from, and nothing that knows what a page is about.
//!
//! A component belongs here when it has one job, works from the keyboard alone, is named for assistive technology, and
//! renders the same on the server as at hydration. Identifiers are given by the caller, because a counter would differ
//! between the two. It erases the type of its view (`into_any`), because types that nest through a whole page take the
//! compiler beyond its limits and the program beyond its budget. The look of most is in the style sheet of the same name
//! under `style/kit/`.

pub mod axis;
pub mod badge;
pub mod button;
pub mod chunk;
pub mod copy;
pub mod dialog;
pub mod drawer;
pub mod field;
pub mod focus;
pub mod icon;
pub mod json_view;
pub mod key_hint;
pub mod load;
pub mod notice;
pub mod phase_bar;
mod prose;
pub mod search;
pub mod segmented;
pub mod stopwatch;
pub mod table;
pub mod tabs;
pub mod toast;
pub mod virtual_list;
pub mod visually_hidden;

pub use axis::axis_end;
pub use badge::{Badge, MethodTag, StatusPill, Tone};
pub use button::{Button, ButtonKind, IconButton};
pub use chunk::Chunk;
pub(crate) use chunk::{LoadChunk, cut};
pub use copy::{CopyButton, copy};
pub use dialog::Dialog;
pub use drawer::Drawer;
pub use field::{Checkbox, Choice, Select, TextArea, TextField};
pub use focus::{focus_by_id, focus_on_slash};
pub use icon::{Icon, IconName};
pub use json_view::{JsonDocument, JsonView};
pub use key_hint::KeyHint;
pub use load::{Load, Loadable, Skeleton};
pub use notice::{EmptyState, FailureCard, ProblemCard};
pub use phase_bar::{PhaseBar, PhaseSpan, PhaseSwatch};
pub(crate) use prose::{counted, inline, paragraphs};
pub use search::{Count, Search, SearchField, find};
pub use segmented::Segmented;
pub use stopwatch::{Stopwatch, monotonic_ms};
pub use table::{Column, DataTable};
pub use tabs::{Tab, Tabs};
pub use toast::{ToastKind, Toaster, Toasts};
pub use virtual_list::{DrawRow, Viewport, VirtualList};
pub use visually_hidden::VisuallyHidden;
