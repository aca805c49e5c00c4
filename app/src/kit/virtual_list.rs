//! A list of any length, of which only the rows in view are in the document.

mod extent;

use std::sync::Arc;

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

use self::extent::{Extent, Place};

/// How many characters the measure of a column has; one alone would be rounded.
const MEASURE: &str = "0000000000";

/// What of a list its owner deals with: how many rows there are, how many characters fit in one, and which is to be seen.
#[derive(Clone, Copy)]
pub struct Viewport {
    element: NodeRef<html::Div>,
    measure: NodeRef<html::Span>,
    rows: RwSignal<usize>,
    edition: RwSignal<usize>,
    sizes: RwSignal<Sizes>,
    place: RwSignal<Place>,
}

/// Pixels of the list's inside, and of a character in it.
#[derive(Clone, Copy, Default, PartialEq)]
struct Sizes {
    width: f64,
    height: f64,
    column: f64,
    row: f64,
}

impl Viewport {
    /// Of a list without rows.
    #[must_use]
    pub fn new() -> Self {
        Self {
            element: NodeRef::new(),
            measure: NodeRef::new(),
            rows: RwSignal::new(0),
            edition: RwSignal::new(0),
            sizes: RwSignal::new(Sizes::default()),
            place: RwSignal::new(Place::default()),
        }
    }

    /// How many characters fit beside each other; 0 until it is known.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded down from a number that is not negative"
    )]
    pub fn columns(self) -> usize {
        let sizes = self.sizes.get();
        if sizes.column > 0.0 {
            (sizes.width / sizes.column) as usize
        } else {
            0
        }
    }

    /// Whether there are rows, and something of them in view.
    #[must_use]
    pub fn is_seen(self) -> bool {
        self.rows.get() > 0 && self.sizes.with(|sizes| sizes.height > 0.0)
    }

    /// The rows are drawn otherwise than before.
    pub fn redraw(self) {
        self.edition.update(|edition| *edition += 1);
    }

    /// What is in the document of the rows and is selected so.
    pub fn each(self, selector: &str, act: impl Fn(&Element)) {
        let found = self
            .element
            .get_untracked()
            .and_then(|list| list.query_selector_all(selector).ok());
        let Some(found) = found else { return };
        for element in (0..found.length()).filter_map(|index| found.item(index)) {
            if let Some(element) = element.dyn_ref() {
                act(element);
            }
        }
    }

    /// There are more rows than before, and those that were there stay what they were.
    pub fn extend(self, rows: usize) {
        self.rows.set(rows);
    }

    /// All rows are others than before.
    pub fn renew(self, rows: usize) {
        self.redraw();
        self.rows.set(rows);
    }

    /// The first row that is in view.
    #[must_use]
    pub fn first(self) -> usize {
        self.extent_untracked().first(self.place.get_untracked())
    }

    /// Scrolls to a row, unless it is in view.
    pub fn reveal(self, row: usize) {
        let place = self.extent_untracked().revealing(self.place.get_untracked(), row);
        self.place.set(place);
        // By then the element is as high as its rows ask for.
        request_animation_frame(move || {
            if let Some(element) = self.element.try_get_untracked().flatten() {
                element.set_scroll_top(whole(place.physical));
            }
        });
    }

    fn extent(self) -> Extent {
        let sizes = self.sizes.get();
        Extent {
            rows: self.rows.get(),
            row: sizes.row,
            view: sizes.height,
        }
    }

    fn extent_untracked(self) -> Extent {
        let sizes = self.sizes.get_untracked();
        Extent {
            rows: self.rows.get_untracked(),
            row: sizes.row,
            view: sizes.height,
        }
    }

    /// Measures the list, now and whenever it or its font changes.
    fn watch(self) {
        Effect::new(move || {
            let (Some(element), Some(measure)) = (self.element.get(), self.measure.get()) else {
                return;
            };
            let changed = Closure::<dyn FnMut()>::new(move || self.measured());
            let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
                // A browser without it measures once.
                self.measured();
                return;
            };
            observer.observe(&element);
            observer.observe(&measure);
            let watching = StoredValue::new_local((observer, changed));
            on_cleanup(move || watching.with_value(|(observer, _)| observer.disconnect()));
        });
    }

    fn measured(self) {
        let element = self.element.try_get_untracked().flatten();
        let measure = self.measure.try_get_untracked().flatten();
        let (Some(element), Some(measure)) = (element, measure) else {
            return;
        };
        let glyphs = measure.get_bounding_client_rect();
        // In a tab that is not open everything measures nothing.
        if glyphs.width() > 0.0 {
            self.sizes.set(Sizes {
                width: f64::from(element.client_width()),
                height: f64::from(element.client_height()),
                #[expect(clippy::cast_precision_loss, reason = "it is ten")]
                column: glyphs.width() / MEASURE.len() as f64,
                row: glyphs.height(),
            });
        }
    }
}

impl Default for Viewport {
    fn default() -> Self {
        Self::new()
    }
}

/// Draws one row.
pub type DrawRow = Arc<dyn Fn(usize) -> AnyView + Send + Sync>;

/// A list of rows of the same height, one line of text each. It takes the focus, so that the browser's own keys scroll it.
#[component]
pub fn VirtualList(
    /// What is in it.
    #[prop(into)]
    label: String,
    /// What its owner knows of it.
    viewport: Viewport,
    /// A class for what is special about this list.
    #[prop(optional)]
    class: &'static str,
    /// Draws the row of that number.
    row: DrawRow,
) -> impl IntoView {
    viewport.watch();
    let scrolled = move |_| {
        if let Some(element) = viewport.element.get_untracked() {
            let extent = viewport.extent_untracked();
            let physical = f64::from(element.scroll_top());
            viewport
                .place
                .update(|place| *place = extent.scrolled(*place, physical));
        }
    };
    let window = Memo::new(move |_| viewport.extent().window(viewport.place.get()));
    let keys = move || {
        let edition = viewport.edition.get();
        window.get().map(|row| (edition, row)).collect::<Vec<_>>()
    };
    let offset = move || viewport.extent().offset(viewport.place.get(), window.get().start);
    view! {
        <div
            class=format!("virtual-list {class}")
            role="list"
            aria-label=label
            tabindex="0"
            node_ref=viewport.element
            on:scroll=scrolled
        >
            <span class="virtual-list-measure" aria-hidden="true" node_ref=viewport.measure>{MEASURE}</span>
            <div
                class="virtual-list-space"
                role="presentation"
                style:height=move || format!("{}px", whole(viewport.extent().height()))
            >
                <div
                    class="virtual-list-rows"
                    role="presentation"
                    style:transform=move || format!("translateY({}px)", whole(offset()))
                >
                    <For each=keys key=|&key| key let((_, index))>
                        <div
                            class="virtual-list-row"
                            role="listitem"
                            aria-posinset=(index + 1).to_string()
                            aria-setsize=move || viewport.rows.get().to_string()
                        >
                            {row(index)}
                        </div>
                    </For>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Whole pixels: formatting fractions adds to what a page has to load.
#[expect(clippy::cast_possible_truncation, reason = "no element is 2^31 pixels high")]
fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}
