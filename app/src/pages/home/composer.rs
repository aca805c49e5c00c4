//! The request, to be edited: method, URL, fields, body and how long it may take.

use leptos::prelude::*;

use super::Sending;
use crate::{
    client::draft::{DEFAULT_TIMEOUT_MS, Draft},
    kit::{Button, ButtonKind, Choice, IconButton, IconName, Select, Tab, Tabs, TextArea, TextField, focus_by_id},
};

/// The identifier of the request, which takes the focus when an address has brought it.
pub(super) const COMPOSER_ID: &str = "composer";

/// The methods that are offered.
pub(super) const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// How long a request may take: milliseconds, and words for them.
const TIMEOUTS: [(&str, &str); 4] = [("1000", "1 s"), ("5000", "5 s"), ("30000", "30 s"), ("300000", "5 min")];

/// What is being edited. Its parts are signals, so that a control writes only its own.
#[derive(Clone, Copy)]
pub(super) struct Composition {
    method: RwSignal<String>,
    url: RwSignal<String>,
    fields: RwSignal<Vec<FieldRow>>,
    next_field: StoredValue<u32>,
    body: RwSignal<String>,
    timeout: RwSignal<String>,
    /// Which of the tabs is open: `fields` or `body`.
    tab: RwSignal<&'static str>,
}

/// A field that is being edited.
#[derive(Clone, Copy)]
struct FieldRow {
    key: u32,
    name: RwSignal<String>,
    value: RwSignal<String>,
}

impl Composition {
    pub(super) fn new(draft: &Draft) -> Self {
        let composition = Self {
            method: RwSignal::new(String::new()),
            url: RwSignal::new(String::new()),
            fields: RwSignal::new(Vec::new()),
            next_field: StoredValue::new(0),
            body: RwSignal::new(String::new()),
            timeout: RwSignal::new(String::new()),
            tab: RwSignal::new("fields"),
        };
        composition.fill(draft);
        composition
    }

    /// Puts a draft in place of what is there.
    pub(super) fn fill(self, draft: &Draft) {
        self.method.set(draft.method.clone());
        self.url.set(draft.url.clone());
        self.fields.set(Vec::new());
        for (name, value) in &draft.fields {
            self.add_field(name, value);
        }
        self.tab.set(if draft.body.is_some() { "body" } else { "fields" });
        self.body.set(draft.body.clone().unwrap_or_default());
        self.timeout.set(draft.timeout_ms.to_string());
    }

    /// Adds a field, and returns the identifier of its row.
    pub(super) fn add_field(self, name: &str, value: &str) -> u32 {
        let key = self.next_field.get_value();
        self.next_field.set_value(key + 1);
        let row = FieldRow {
            key,
            name: RwSignal::new(name.to_owned()),
            value: RwSignal::new(value.to_owned()),
        };
        self.fields.update(|rows| rows.push(row));
        key
    }

    fn remove_field(self, key: u32) {
        self.fields.update(|rows| rows.retain(|row| row.key != key));
    }

    /// The request as it stands; a field without a name is none.
    pub(super) fn draft(self) -> Draft {
        let fields = self
            .fields
            .get()
            .iter()
            .map(|row| (row.name.get().trim().to_owned(), row.value.get()))
            .collect();
        let body = self.body.get();
        let mut draft = Draft {
            method: self.method.get(),
            url: self.url.get(),
            fields,
            body: (!body.is_empty()).then_some(body),
            timeout_ms: self.timeout.get().parse().unwrap_or(DEFAULT_TIMEOUT_MS),
        };
        draft.fields.retain(|(name, _)| !name.is_empty());
        draft
    }
}

#[component]
pub(super) fn Composer(composition: Composition, sending: Sending) -> impl IntoView {
    let methods = METHODS.map(Choice::plain).to_vec();
    let timeouts = TIMEOUTS.map(|(value, label)| Choice { value, label }).to_vec();
    let pending = sending.pending();
    let obstacle = Memo::new(move |_| composition.draft().obstacle());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sending.send(composition.draft());
    };
    let field_count = Signal::derive(move || composition.fields.with(Vec::len));
    let tabs = vec![
        Tab::new("fields", "Fields", move || view! { <Fields composition /> }.into_any()).with_count(field_count),
        Tab::new("body", "Body", move || {
            view! { <TextArea id="body" label="Body" hide_label=true value=composition.body code=true rows=7 /> }
                .into_any()
        }),
        Tab::new("options", "Options", {
            let timeouts = timeouts.clone();
            move || {
                view! {
                    <div class="composer-options">
                        <Select id="timeout" label="Give up after" value=composition.timeout choices=timeouts.clone() />
                    </div>
                }
                .into_any()
            }
        }),
    ];
    view! {
        <form class="composer" id=COMPOSER_ID aria-label="Request" tabindex="-1" on:submit=submit>
            <div class="composer-line">
                <Select id="method" label="Method" hide_label=true value=composition.method choices=methods code=true />
                <TextField
                    id="url"
                    label="URL"
                    hide_label=true
                    value=composition.url
                    code=true
                    placeholder="/api/products or https://…"
                />
                {move || {
                    if pending.get() {
                        view! {
                            <Button kind=ButtonKind::Danger icon=IconName::Stop on_press=move || sending.cancel()>
                                "Cancel"
                            </Button>
                        }
                            .into_any()
                    } else {
                        view! {
                            <Button kind=ButtonKind::Primary icon=IconName::Send unavailable=obstacle submit=true>
                                "Send"
                            </Button>
                        }
                            .into_any()
                    }
                }}
            </div>
            <Hints composition obstacle />
            <Tabs id="request" label="Parts of the request" tabs selected=composition.tab />
        </form>
    }
}

/// What will not be sent as it stands here, and why.
#[component]
fn Hints(composition: Composition, obstacle: Memo<Option<String>>) -> impl IntoView {
    let left_out = Memo::new(move |_| {
        let draft = composition.draft();
        let names: Vec<&str> = draft.left_out().collect();
        (!names.is_empty()).then(|| names.join(", "))
    });
    view! {
        <div class="composer-hints" aria-live="polite">
            {move || obstacle.get().map(|obstacle| view! { <p class="composer-hint" data-tone="caution">{obstacle}</p> })}
            {move || {
                left_out
                    .get()
                    .map(|names| {
                        view! {
                            <p class="composer-hint" data-tone="caution">
                                "Browsers do not let pages set " <code>{names}</code>
                                ": they will leave it out or use their own."
                            </p>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn Fields(composition: Composition) -> impl IntoView {
    let add = move || {
        let key = composition.add_field("", "");
        request_animation_frame(move || focus_by_id(&format!("field-name-{key}")));
    };
    view! {
        <ul class="composer-fields" role="list">
            <For each=move || composition.fields.get() key=|row| row.key let:row>
                <li>
                    <TextField
                        id=format!("field-name-{}", row.key)
                        label="Name of the field"
                        hide_label=true
                        value=row.name
                        code=true
                        placeholder="Name"
                    />
                    <TextField
                        id=format!("field-value-{}", row.key)
                        label="Value of the field"
                        hide_label=true
                        value=row.value
                        code=true
                        placeholder="Value"
                    />
                    <IconButton
                        icon=IconName::Trash
                        label="Remove this field"
                        on_press=move || composition.remove_field(row.key)
                    />
                </li>
            </For>
        </ul>
        <Button kind=ButtonKind::Ghost icon=IconName::Plus on_press=add>"Add a field"</Button>
    }
}
