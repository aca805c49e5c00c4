//! The bodies of an exchange: JSON as a tree, text and bytes however long, images, and HTML as a page in a sandbox.
//!
//! - `forms`: which of these fit a body
//! - `sizes`: how long it is, coded and not
//! - `places`: where it has what is looked for
//! - `image`, `page`: what the browser draws

mod forms;
mod image;
mod page;
mod places;
mod sizes;

use std::sync::Arc;

use exchange::{Body, Exchange, Field, Outcome, body::Preview, message::field};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Url};

use self::{
    forms::{IMAGE, PAGE, TREE, charset, essence, file_name, forms, is_json},
    image::ImageView,
    page::PageView,
    places::Places,
    sizes::{Sizes, sizes},
};
use super::bytes::{BytesView, HEX, LineEnds, Segments, Shown, TEXT};
use crate::{
    client::{Client, Octets, Received},
    kit::{
        Choice, CopyButton, EmptyState, IconButton, IconName, JsonDocument, JsonView, Search, SearchField, Segmented,
    },
};

/// So many bytes at the beginning show whether a body is text.
const BEGINNING: usize = 4_096;

/// A longer text is not for the clipboard; it can be saved.
const MAX_COPIED: usize = 4 << 20;

const RESPONSE: &str = "response";
const REQUEST: &str = "request";

/// A body, and what else is known of it.
#[derive(Clone)]
struct Subject {
    body: Body,
    /// What the browser received, where it did.
    received: Option<Received>,
    /// Its content coding, as far as that is known.
    coding: Option<String>,
    /// The target that it is from or for.
    target: String,
}

impl Subject {
    fn octets(&self) -> Octets {
        match (&self.received, &self.body.preview) {
            (Some(received), _) => received.octets.clone(),
            (None, Preview::Text(text)) => text.as_bytes().into(),
            (None, Preview::Bytes(bytes)) => bytes[..].into(),
            (None, Preview::None) => [][..].into(),
        }
    }
}

#[component]
pub(super) fn BodyView(exchange: Arc<Exchange>) -> impl IntoView {
    let client = expect_context::<Client>();
    let subject = |body: &Body, fields: &[Field], received| Subject {
        body: body.clone(),
        received,
        coding: field(fields, "content-encoding").map(str::to_owned),
        target: exchange.request.target.clone(),
    };
    let asked = exchange
        .request
        .body
        .as_ref()
        .map(|body| subject(body, &exchange.request.fields, None));
    let answered = exchange.outcome.response().and_then(|response| {
        let body = response.body.as_ref()?;
        Some(subject(body, &response.fields, client.received(exchange.id)))
    });
    let nothing = nothing(&exchange.outcome);
    let answered = answered.map(StoredValue::new_local);
    let answer = move || match answered {
        Some(subject) => view! { <Content subject=subject.get_value() /> }.into_any(),
        None => view! { <EmptyState icon=nothing.0 text=nothing.1 /> }.into_any(),
    };
    let Some(asked) = asked.map(StoredValue::new_local) else {
        return answer();
    };
    let which = RwSignal::new(RESPONSE);
    let choices = vec![
        Choice {
            value: RESPONSE,
            label: "Response",
        },
        Choice {
            value: REQUEST,
            label: "Request",
        },
    ];
    view! {
        <div class="body-messages">
            <Segmented label="Whose body" choices value=which />
            {move || match which.get() {
                REQUEST => view! { <Content subject=asked.get_value() /> }.into_any(),
                _ => answer(),
            }}
        </div>
    }
    .into_any()
}

/// What is said of a response without a body.
fn nothing(outcome: &Outcome) -> (IconName, &'static str) {
    match outcome.response().map(|response| response.status) {
        None => (IconName::Unplugged, "No response came, so there is no body."),
        Some(304) => (
            IconName::Inbox,
            "A 304 has no body: the copy that you have is still right.",
        ),
        Some(204) => (
            IconName::Inbox,
            "A 204 has no body: it was done, and there is nothing to say.",
        ),
        Some(_) => (IconName::Inbox, "The response has no body."),
    }
}

/// One body, in the forms that fit it.
#[component]
fn Content(subject: Subject) -> impl IntoView {
    let octets = subject.octets();
    let media_type = subject.body.media_type.clone().unwrap_or_default();
    let kind = essence(&media_type);
    let document = is_json(&kind).then(|| document(&octets)).flatten();
    let choices = forms(&kind, &octets.beginning(BEGINNING), document.is_some());
    let has_text = choices.iter().any(|choice| choice.value == TREE) || choices[0].value == TEXT;
    let form = RwSignal::new(choices[0].value);
    let broken = (is_json(&kind) && document.is_none()).then(|| not_a_tree(octets.len(), &subject));
    // Text and numbers are one view, which stays when the one becomes the other.
    let drawn = Memo::new(move |_| if form.get() == HEX { TEXT } else { form.get() });
    let search = Search::new();
    Effect::watch(move || drawn.get(), move |_, _, _| search.at.set(0), false);
    let head = head(&subject, &octets, &kind, has_text);
    let kept = StoredValue::new_local(octets);
    let content = move || {
        let octets = kept.get_value();
        match (drawn.get(), document.clone()) {
            (TREE, Some(document)) => view! { <JsonView document search /> }.into_any(),
            (IMAGE, _) => view! { <ImageView octets media_type=kind.clone() /> }.into_any(),
            (PAGE, _) => view! { <PageView octets charset=charset(&media_type).map(str::to_owned) /> }.into_any(),
            _ => bytes(octets, form, search),
        }
    };
    let can_be_searched = move || matches!(drawn.get(), TREE | TEXT);
    view! {
        <div class="body-view">
            {head}
            <div class="body-bar">
                <Segmented label="Show the body as" choices value=form />
                {move || can_be_searched().then(|| view! { <SearchField label="Search the body" search /> })}
            </div>
            {broken}
            {content}
        </div>
    }
    .into_any()
}

/// What it is, how long, and ways to take it along.
fn head(subject: &Subject, octets: &Octets, kind: &str, has_text: bool) -> AnyView {
    let Subject {
        body,
        received,
        coding,
        target,
    } = subject;
    let hidden = received.as_ref().and_then(|received| received.encoded_is_hidden);
    let Sizes { words, note } = sizes(body, coding.as_deref(), hidden, octets.len());
    let media_type = body.media_type.clone().unwrap_or_else(|| "no Content-Type".to_owned());
    let (name, kind) = (file_name(target, kind), kind.to_owned());
    let can_be_copied = has_text && octets.len() <= MAX_COPIED;
    let kept = StoredValue::new_local(octets.clone());
    let copy = can_be_copied.then(|| {
        let text = Signal::derive(move || {
            kept.with_value(|octets| String::from_utf8_lossy(&octets.copy(0..octets.len())).into_owned())
        });
        view! { <CopyButton text label="Copy the body" /> }
    });
    let save = move || kept.with_value(|octets| save(octets, &kind, &name));
    view! {
        <div class="body-head">
            <code>{media_type}</code>
            <span data-fact="size">{words}</span>
            <div class="body-actions">
                {copy} <IconButton icon=IconName::Download label="Save the body" on_press=save />
            </div>
        </div>
        {note.map(|note| view! { <p class="provenance">{note}</p> })}
    }
    .into_any()
}

/// The body as JSON, if it is and all of it is there.
fn document(octets: &Octets) -> Option<JsonDocument> {
    if octets.len() > JsonDocument::MAX_BYTES {
        return None;
    }
    let bytes = octets.copy(0..octets.len());
    JsonDocument::parse(str::from_utf8(&bytes).ok()?)
}

/// Why a body that says that it is JSON is not shown as a tree.
fn not_a_tree(len: usize, subject: &Subject) -> impl IntoView + use<> {
    let words = if len > JsonDocument::MAX_BYTES {
        "Too long for a tree, so it is shown as text."
    } else if subject.body.truncated && subject.received.is_none() {
        "Only its beginning is here, so it is shown as text and not as a tree."
    } else {
        "Its Content-Type says JSON, and it is none, so it is shown as text."
    };
    view! { <p class="provenance">{words}</p> }
}

/// A body as text or as numbers.
fn bytes(octets: Octets, form: RwSignal<&'static str>, search: Search) -> AnyView {
    let shown = Shown::new(form);
    let places = Places::follow(octets.clone(), search, shown);
    let segments: Segments = Arc::new(move |range| places.segments(range));
    view! { <BytesView octets label="The body".to_owned() shown ends=LineEnds::Silent segments /> }.into_any()
}

/// Has the browser save the bytes to a file.
fn save(octets: &Octets, media_type: &str, name: &str) {
    let url = octets
        .blob(media_type)
        .and_then(|blob| Url::create_object_url_with_blob(&blob).ok());
    let link = document_element("a");
    if let (Some(url), Some(link)) = (url, link) {
        // These names are attributes, and the URL is one.
        let _ = link.set_attribute("href", &url);
        let _ = link.set_attribute("download", name);
        link.click();
        let _ = Url::revoke_object_url(&url);
    }
}

fn document_element(name: &str) -> Option<HtmlElement> {
    leptos::prelude::document().create_element(name).ok()?.dyn_into().ok()
}
