//! One operation, unfolded: the request that tries it, what it takes, and what it answers.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    document::{Answer, Body, Detail, Document, Operation},
    members::{content, fields, parameters, unfolding},
    sample::Sample,
};
use crate::kit::{Badge, Button, CopyButton, Icon, IconName, StatusPill, Toasts, copy, inline, paragraphs};

#[component]
pub(super) fn OperationDetail(document: Arc<Document>, operation: Arc<Operation>) -> impl IntoView {
    let detail = document.detail(&operation);
    let sample = Sample::of(&document, &operation, &detail);
    let Detail {
        description,
        security,
        parameters: takes,
        body,
        answers,
        problems,
        ..
    } = detail;
    let is_plain = takes.is_empty() && body.is_none() && security.is_empty();
    view! {
        <div class="docs-detail">
            {paragraphs(&description)}
            {attempt(&operation, &sample)}
            <div class="docs-ends">
                <section class="docs-end">
                    <h4>"Request"</h4>
                    {is_plain.then(|| view! { <p class="quiet">"It takes neither parameters nor content."</p> })}
                    {(!security.is_empty()).then(|| authorisation(&security))}
                    {(!takes.is_empty()).then(|| parameters(&document, &takes))}
                    {body.map(|body| content_of_request(&document, &body))}
                </section>
                <section class="docs-end">
                    <h4>"Answers"</h4>
                    <div class="docs-answers">
                        {answers
                            .into_iter()
                            .enumerate()
                            .map(|(index, answer)| self::answer(&document, answer, index == 0))
                            .collect_view()}
                    </div>
                    {(!problems.is_empty()).then(|| self::problems(&document, &problems))}
                </section>
            </div>
        </div>
    }
    .into_any()
}

/// The request in Home's editor, and as a command line.
fn attempt(operation: &Operation, sample: &Sample) -> AnyView {
    let link = sample.draft.link();
    let curl = sample.curl();
    let id = operation.id.clone();
    let address = Signal::derive(move || {
        let here = window().location();
        format!("{}/docs#{id}", here.origin().unwrap_or_default())
    });
    let open = sample
        .open
        .iter()
        .map(|name| format!("`{{{name}}}`"))
        .collect::<Vec<_>>();
    let note = (!open.is_empty()).then(|| {
        let words = format!("Put one of your own in place of {}.", open.join(" and "));
        view! { <p class="quiet">{inline(&words)}</p> }
    });
    view! {
        <div class="docs-attempt">
            <div class="docs-curl">
                // What is too wide scrolls, so it has to be reached from the keyboard.
                <pre tabindex="0" role="group" aria-label="Command line"><code>{curl.clone()}</code></pre>
                <CopyButton text=curl label="Copy the command line" />
            </div>
            <div class="docs-actions">
                <a class="button button-primary" href=link>
                    <Icon name=IconName::Send />
                    <span class="button-label">"Try it"</span>
                </a>
                <CopyLink address />
                {note}
            </div>
        </div>
    }
    .into_any()
}

/// Copies the address of the operation in this page.
#[component]
fn CopyLink(address: Signal<String>) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let press = move || {
        let text = address.get_untracked();
        spawn_local(async move { copy(&text, toasts, "The link is copied to the clipboard.").await });
    };
    view! { <Button icon=IconName::Copy on_press=press>"Copy a link"</Button> }.into_any()
}

fn authorisation(security: &[String]) -> AnyView {
    let words = format!("Authorised by {}.", security.join(" or "));
    view! { <p>{inline(&words)}</p> }.into_any()
}

fn content_of_request(document: &Arc<Document>, body: &Body) -> AnyView {
    view! {
        <div class="docs-content">
            <h5>"Content" {body.is_required.then(|| view! { <Badge>"required"</Badge> })}</h5>
            {paragraphs(&body.description)}
            {body.contents.iter().map(|one| content(document, one)).collect_view()}
        </div>
    }
    .into_any()
}

fn answer(document: &Arc<Document>, answer: Answer, starts_open: bool) -> AnyView {
    let head = view! {
        <span class="docs-status">{status(&answer.status, false)}<span>{inline(&answer.description)}</span></span>
    }
    .into_any();
    if answer.fields.is_empty() && answer.contents.is_empty() {
        return view! { <div class="docs-answer docs-answer-bare">{head}</div> }.into_any();
    }
    let document = document.clone();
    unfolding(head, "docs-answer", starts_open, move || {
        view! {
            <div class="docs-answer-body">
                {fields(&answer.fields)}
                {answer.contents.iter().map(|one| content(&document, one)).collect_view()}
            </div>
        }
        .into_any()
    })
}

fn problems(document: &Arc<Document>, problems: &[Answer]) -> AnyView {
    let items = problems
        .iter()
        .map(|problem| {
            view! { <li class="docs-status">{status(&problem.status, true)}<span>{inline(&problem.description)}</span></li> }
        })
        .collect_view();
    let shape = problems[0].contents.clone();
    let document = document.clone();
    let what = unfolding(
        view! { "What a problem says" }.into_any(),
        "docs-inside",
        false,
        move || {
            shape
                .iter()
                .map(|one| content(&document, one))
                .collect_view()
                .into_any()
        },
    );
    view! {
        <div class="docs-problems">
            <h5>"Problems"</h5>
            <ul role="list">{items}</ul>
            {what}
        </div>
    }
    .into_any()
}

/// A status code, which may lead to what it means; or what stands for several.
fn status(status: &str, leads_on: bool) -> AnyView {
    match status.parse::<u16>() {
        Ok(status) if !leads_on => view! { <StatusPill status /> }.into_any(),
        Ok(code) => view! {
            <a class="docs-code" href=format!("/reference/statuses/{code}")><StatusPill status=code /></a>
        }
        .into_any(),
        Err(_) => {
            let words = if status == "default" { "any other" } else { status }.to_owned();
            view! { <Badge>{words}</Badge> }.into_any()
        }
    }
}
