//! Parameters, fields and the members of schemas: each with its name, what it is, what it means and what holds of it.

use std::sync::Arc;

use leptos::{html, prelude::*};

use super::{
    document::{Content, Document, Parameter},
    shape::{Part, PartName, Rule, Shape, plain},
};
use crate::kit::{Badge, inline, paragraphs};

/// Parameters.
pub(super) fn parameters(document: &Arc<Document>, parameters: &[Parameter]) -> AnyView {
    let items = parameters
        .iter()
        .map(|parameter| {
            let shape = Shape::of(document, &parameter.schema);
            let place = match &*parameter.place {
                "header" => "request field",
                place => place,
            };
            let mut rules = shape.rules.clone();
            if let Some(example) = &parameter.example {
                rules.push(Rule {
                    words: "for example",
                    code: plain(example),
                });
            }
            let meaning = if parameter.description.is_empty() {
                shape.meaning.clone()
            } else {
                parameter.description.clone()
            };
            let name = view! { <code class="docs-name">{parameter.name.clone()}</code> };
            item(
                name.into_any(),
                // None of these can carry a null, which stands for what is left out.
                &format!("{place}, {}", shape.kind.replace(" or null", "")),
                parameter.is_required,
                &meaning,
                rules,
                fold(document, shape.inside, Arc::default()),
            )
        })
        .collect_view();
    view! { <ul role="list" class="docs-members">{items}</ul> }.into_any()
}

/// Content: its media types, what it is, and its members.
pub(super) fn content(document: &Arc<Document>, content: &Content) -> AnyView {
    let shape = Shape::of(document, &content.schema);
    let names: Arc<[String]> = shape.name.iter().cloned().collect();
    let media_types = content
        .media_types
        .iter()
        .map(|media_type| view! { <code>{media_type.clone()}</code>", " })
        .collect_view();
    let name = shape.name.map(|name| view! { <code>{name}</code>", " });
    view! {
        <div class="docs-schema">
            <p class="docs-kind">{media_types}{name}{shape.kind}</p>
            {paragraphs(&shape.meaning)}
            {rules(shape.rules)}
            {parts(document, &shape.inside, &names)}
        </div>
    }
    .into_any()
}

/// What is inside of a schema whose surroundings have those names.
fn parts(document: &Arc<Document>, inside: &[Part], names: &Arc<[String]>) -> AnyView {
    if inside.is_empty() {
        return ().into_any();
    }
    let items = inside
        .iter()
        .map(|part| self::part(document, part, names))
        .collect_view();
    view! { <ul role="list" class="docs-members">{items}</ul> }.into_any()
}

fn part(document: &Arc<Document>, part: &Part, names: &Arc<[String]>) -> AnyView {
    let shape = Shape::of(document, &part.schema);
    let name = match &part.name {
        PartName::Member(name) => view! { <code class="docs-name">{name.clone()}</code> }.into_any(),
        PartName::AnyMember => view! { <em class="docs-name">"any name"</em> }.into_any(),
        PartName::Form => view! { <em class="docs-name">"or"</em> }.into_any(),
    };
    let kind = match &shape.name {
        // The name of what is named once stands in its kind already.
        Some(name) if !shape.kind.starts_with(&**name) => format!("{name}, {}", shape.kind),
        _ => shape.kind.clone(),
    };
    let is_around = shape.name.as_ref().is_some_and(|name| names.contains(name));
    let inside = if is_around {
        view! { <p class="quiet">"Like the one that it is inside of."</p> }.into_any()
    } else {
        let names = names.iter().chain(&shape.name).cloned().collect();
        fold(document, shape.inside, names)
    };
    item(name, &kind, part.is_required, &shape.meaning, shape.rules, inside)
}

/// What is inside, folded. It is made when it is first unfolded.
fn fold(document: &Arc<Document>, inside: Vec<Part>, names: Arc<[String]>) -> AnyView {
    let is_of_forms = inside.iter().all(|part| part.name == PartName::Form);
    let words = match (inside.len(), is_of_forms) {
        (0, _) => return ().into_any(),
        (1, _) => "1 member".to_owned(),
        (count, false) => format!("{count} members"),
        (count, true) => format!("{count} forms"),
    };
    let document = document.clone();
    unfolding(view! { {words} }.into_any(), "docs-inside", false, move || {
        parts(&document, &inside, &names)
    })
}

/// Something to unfold, which is made when it is first unfolded.
pub(super) fn unfolding(
    summary: AnyView,
    class: &'static str,
    starts_open: bool,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let is_wanted = RwSignal::new(starts_open);
    let details = NodeRef::<html::Details>::new();
    view! {
        <details
            class=class
            open=starts_open
            node_ref=details
            on:toggle=move |_| {
                if details.get_untracked().is_some_and(|details| details.open()) {
                    is_wanted.set(true);
                }
            }
        >
            <summary>{summary}</summary>
            {move || is_wanted.get().then(&content)}
        </details>
    }
    .into_any()
}

fn item(name: AnyView, kind: &str, is_required: bool, meaning: &str, rules: Vec<Rule>, inside: AnyView) -> AnyView {
    view! {
        <li class="docs-member">
            <p class="docs-member-head">
                {name}
                <span class="docs-kind">{kind.to_owned()}</span>
                {is_required.then(|| view! { <Badge>"required"</Badge> })}
            </p>
            {paragraphs(meaning)}
            {self::rules(rules)}
            {inside}
        </li>
    }
    .into_any()
}

fn rules(rules: Vec<Rule>) -> AnyView {
    if rules.is_empty() {
        return ().into_any();
    }
    let items = rules
        .into_iter()
        .map(|Rule { words, code }| {
            let code = (!code.is_empty()).then(|| view! { " "<code>{code}</code> });
            view! { <li>{words}{code}</li> }
        })
        .collect_view();
    view! { <ul role="list" class="docs-rules">{items}</ul> }.into_any()
}

/// Response fields, by name, each leading to what it means.
pub(super) fn fields(fields: &[Parameter]) -> AnyView {
    if fields.is_empty() {
        return ().into_any();
    }
    let items = fields
        .iter()
        .map(|field| {
            let href = format!("/reference/fields/{}", field.name);
            let text = (!field.description.is_empty()).then(|| view! { ": "{inline(&field.description)} });
            view! { <li><a href=href><code>{field.name.clone()}</code></a>{text}</li> }
        })
        .collect_view();
    view! {
        <div class="docs-fields">
            <span class="docs-kind">"Fields"</span>
            <ul role="list">{items}</ul>
        </div>
    }
    .into_any()
}
