//! Trying a name out: a request to the toolbox in which the name plays its part, and the exchange that comes of it.

use std::sync::Arc;

use contract::reference::Carried;
use exchange::{Exchange, message::is_forbidden_to_pages};
use leptos::{prelude::*, task::spawn_local};

use super::entry::{Entry, Kind};
use crate::{
    client::{Cancel, Client, draft::Draft},
    inspector::ExchangeView,
    kit::{Button, ButtonKind, IconName, Stopwatch, TextField, monotonic_ms},
};

/// The methods that a page may send and the toolbox takes.
const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// How a name can be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// A request of that method.
    Method(String),
    /// A request that is answered with that status code.
    Status(u16),
    /// A request with that field, and a value for it.
    RequestField(String),
    /// A request that is answered with that field, and a value for it.
    ResponseField(String),
    /// Not from a page, and why.
    Impossible(&'static str),
}

impl Attempt {
    /// How that entry is tried.
    pub(super) fn of(kind: Kind, entry: &Entry) -> Self {
        let name = &entry.term.name;
        match kind {
            Kind::Methods if METHODS.contains(&&**name) => Self::Method(name.clone()),
            Kind::Methods => Self::Impossible(
                "Browsers or the toolbox do not take this method. Send it with another client, and Roundtrip shows what came.",
            ),
            Kind::Statuses => match entry.code {
                Some(code @ 200..) => Self::Status(code),
                _ => Self::Impossible(
                    "An interim response goes before the final one, and a browser keeps it from the page.",
                ),
            },
            Kind::Fields if name.starts_with(':') => Self::Impossible(
                "A pseudo-field stands for a part of the start line in HTTP/2 and HTTP/3; nobody sets it by hand.",
            ),
            Kind::Fields if entry.carried == Some(Carried::Responses) => Self::ResponseField(name.clone()),
            Kind::Fields if is_forbidden_to_pages(name) => Self::Impossible(
                "A browser sets this field itself and lets no page touch it (Fetch standard, forbidden request-headers). Every \
                 exchange shows the ones that it sent.",
            ),
            Kind::Fields => Self::RequestField(name.clone()),
        }
    }

    /// The request, with a value where it takes one.
    fn draft(&self, echo: &str, value: &str) -> Option<Draft> {
        Some(match self {
            Self::Method(method) => Draft::new(method, format!("{echo}/anything")),
            Self::Status(code) => Draft::new("GET", format!("{echo}/status/{code}")),
            Self::RequestField(name) => Draft::new("GET", format!("{echo}/headers")).with_field(name, value),
            Self::ResponseField(name) => {
                Draft::new("GET", format!("{echo}/response-headers?{name}={}", escaped(value)))
            }
            Self::Impossible(_) => return None,
        })
    }

    const fn takes_value(&self) -> bool {
        matches!(self, Self::RequestField(_) | Self::ResponseField(_))
    }
}

/// A value as a query carries it.
fn escaped(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}

#[component]
pub(super) fn AttemptView(attempt: Attempt) -> impl IntoView {
    if let Attempt::Impossible(why) = attempt {
        return view! {
            <h3>"Try it"</h3>
            <p class="quiet">{why}</p>
        }
        .into_any();
    }
    let client = expect_context::<Client>();
    let value = RwSignal::new("example".to_owned());
    let since = RwSignal::new(None::<f64>);
    let exchange = RwSignal::new(None::<Arc<Exchange>>);
    let cancel = StoredValue::new_local(None::<Cancel>);
    on_cleanup(move || {
        cancel.with_value(|cancel| {
            if let Some(cancel) = cancel {
                cancel.cancel();
            }
        });
    });
    let takes_value = attempt.takes_value();
    let send = Callback::new(move |()| {
        let Some(draft) = attempt.draft(&client.origins().echo, &value.get_untracked()) else {
            return;
        };
        let ending = Cancel::new();
        cancel.set_value(Some(ending.clone()));
        since.set(Some(monotonic_ms()));
        spawn_local(async move {
            let came = client.send(&draft, &ending).await;
            // Another entry may be shown by now.
            let _ = since.try_set(None);
            let _ = exchange.try_set(Some(Arc::new(came)));
        });
    });
    let pending = Signal::derive(move || since.with(Option::is_some));
    let field = takes_value.then(|| view! { <TextField id="reference-value" label="Value" value code=true /> });
    let tab = RwSignal::new("ladder");
    view! {
        <h3>"Try it"</h3>
        <form class="reference-attempt" on:submit=move |event| { event.prevent_default(); send.run(()); }>
            {field}
            <Button kind=ButtonKind::Primary icon=IconName::Send pending submit=true>"Send a request with it"</Button>
        </form>
        {move || since.get().map(|since| view! { <p class="quiet">"Waiting for the answer " <Stopwatch since /></p> })}
        {move || {
            exchange
                .get()
                .map(|exchange| view! { <div class="exchange-view"><ExchangeView exchange id="reference-exchange" tab /></div> })
        }}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use contract::reference::{FieldTerm, StatusTerm, Term};

    use super::*;

    fn term(name: &str) -> Term {
        Term {
            name: name.into(),
            meaning: String::new(),
            when: String::new(),
            spec: String::new(),
        }
    }

    fn field(name: &str, carried: Carried) -> Attempt {
        let term = FieldTerm {
            carried,
            term: term(name),
            directives: Vec::new(),
        };
        Attempt::of(Kind::Fields, &term.into())
    }

    #[test]
    fn what_a_page_can_do_is_offered_and_nothing_else() {
        assert_eq!(
            Attempt::of(Kind::Methods, &term("PUT").into()),
            Attempt::Method("PUT".into())
        );
        assert!(matches!(
            Attempt::of(Kind::Methods, &term("TRACE").into()),
            Attempt::Impossible(_)
        ));
        let status = |code| Attempt::of(Kind::Statuses, &StatusTerm { code, term: term("x") }.into());
        assert_eq!(status(418), Attempt::Status(418));
        assert!(matches!(status(103), Attempt::Impossible(_)));
        assert_eq!(field("Age", Carried::Responses), Attempt::ResponseField("Age".into()));
        assert_eq!(
            field("Accept", Carried::Requests),
            Attempt::RequestField("Accept".into())
        );
        assert!(matches!(field("Host", Carried::Requests), Attempt::Impossible(_)));
        assert!(matches!(field(":path", Carried::Requests), Attempt::Impossible(_)));
    }
}
