//! The address of a part of an exchange's bytes: `#wire-response-132-145`.

use std::{fmt, str::FromStr};

use exchange::{Half, Transcript};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// One of the two messages of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

impl Direction {
    /// Its name, as it stands in an address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// What went in that direction.
    pub(super) const fn half(self, transcript: &Transcript) -> &Half {
        match self {
            Self::Request => &transcript.request,
            Self::Response => &transcript.response,
        }
    }
}

/// A stretch of the bytes of a message. Its text is the fragment of an address, without the `#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartAddress {
    /// The message.
    pub direction: Direction,
    /// Where the stretch begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl fmt::Display for PartAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wire-{}-{}-{}", self.direction.name(), self.start, self.end)
    }
}

/// A text that is no address of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPartAddress;

impl FromStr for PartAddress {
    type Err = NoPartAddress;

    fn from_str(text: &str) -> Result<Self, NoPartAddress> {
        let mut pieces = text.split('-');
        let mut piece = || pieces.next().ok_or(NoPartAddress);
        if piece()? != "wire" {
            return Err(NoPartAddress);
        }
        let direction = match piece()? {
            "request" => Direction::Request,
            "response" => Direction::Response,
            _ => return Err(NoPartAddress),
        };
        let (start, end) = (number(piece()?)?, number(piece()?)?);
        let is_whole = pieces.next().is_none() && start < end;
        is_whole.then_some(Self { direction, start, end }).ok_or(NoPartAddress)
    }
}

/// A number in its one form, so that each part has one address.
fn number(text: &str) -> Result<usize, NoPartAddress> {
    let number: usize = text.parse().map_err(|_| NoPartAddress)?;
    (number.to_string() == text).then_some(number).ok_or(NoPartAddress)
}

/// How a page addresses the parts of the exchange that it shows. Given as context to the view of the exchange; without it, a
/// pinned part has no address.
#[derive(Clone, Copy)]
pub struct PartLinks {
    /// The part that is pinned, in both directions: what a page puts there before the bytes are shown is pinned then.
    pub(super) pinned: RwSignal<Option<PartAddress>>,
    /// The path of a page that shows the exchange again to whoever opens it, where there is one.
    page: StoredValue<Option<String>>,
}

impl PartLinks {
    /// Provides them to everything below. The fragment of the page's own address follows what is pinned.
    pub fn provide(initial: Option<PartAddress>, page: Option<String>) -> Self {
        let links = Self {
            pinned: RwSignal::new(initial),
            page: StoredValue::new(page),
        };
        provide_context(links);
        Effect::watch(
            move || links.pinned.get(),
            |pinned, _, _| write_fragment(*pinned),
            false,
        );
        links
    }

    /// The part that the fragment of the page's address names.
    #[must_use]
    pub fn asked_for() -> Option<PartAddress> {
        let fragment = window().location().hash().ok()?;
        fragment.strip_prefix('#')?.parse().ok()
    }

    /// The address at which a part can be seen again; nothing where no page shows it.
    pub(super) fn link(self, part: PartAddress) -> Option<String> {
        let page = self.page.get_value()?;
        let origin = window().location().origin().ok()?;
        Some(format!("{origin}{page}#{part}"))
    }
}

/// Puts the part into the page's address, or takes it out. It is no step in the history: Back leaves the page.
fn write_fragment(part: Option<PartAddress>) {
    let location = window().location();
    let (Ok(path), Ok(query)) = (location.pathname(), location.search()) else {
        return;
    };
    let fragment = part.map(|part| format!("#{part}")).unwrap_or_default();
    let Ok(history) = window().history() else { return };
    // The router keeps its state there. A browser refuses only what comes a hundred times in a few seconds; the address is then
    // not the latest.
    let state = history.state().unwrap_or(JsValue::NULL);
    let _ = history.replace_state_with_url(&state, "", Some(&format!("{path}{query}{fragment}")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_it_is_read() {
        let address = PartAddress {
            direction: Direction::Response,
            start: 132,
            end: 145,
        };
        assert_eq!(address.to_string(), "wire-response-132-145");
        assert_eq!("wire-response-132-145".parse(), Ok(address));
        assert_eq!(
            "wire-request-0-3".parse(),
            Ok(PartAddress {
                direction: Direction::Request,
                start: 0,
                end: 3
            })
        );
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "",
            "wire",
            "wire-response",
            "wire-response-1",
            "wire-response-1-2-3",
            "wire-answer-1-2",
            "wire-response-2-1",
            "wire-response-1-1",
            "wire-response--1-2",
            "wire-response-+1-2",
            "wire-response-01-2",
            "wire-response-1-99999999999999999999999",
            "body-response-1-2",
            "#wire-response-1-2",
        ] {
            assert_eq!(text.parse::<PartAddress>(), Err(NoPartAddress), "{text:?}");
        }
    }
}
