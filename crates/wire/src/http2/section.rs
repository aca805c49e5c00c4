//! The rules for the fields of one section (RFC 9113, sections 8.2 and 8.3).

use super::{Sender, rule};
use crate::octet;

/// Which fields they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Those before the content.
    Header(Sender),
    /// Those after it.
    Trailer,
}

impl Section {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Header(_) => "header section",
            Self::Trailer => "trailer section",
        }
    }
}

/// What has been seen of a section.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    section: Section,
    /// Each name with a colon that came, once.
    pseudo: Vec<Pseudo>,
    regular: bool,
    connect: bool,
}

/// A field whose name begins with a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pseudo {
    Method,
    Scheme,
    Authority,
    Path,
    Protocol,
    Status,
}

impl Pseudo {
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b":method" => Self::Method,
            b":scheme" => Self::Scheme,
            b":authority" => Self::Authority,
            b":path" => Self::Path,
            b":protocol" => Self::Protocol,
            b":status" => Self::Status,
            _ => return None,
        })
    }

    /// What it says, and where that is specified.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        const REQUEST: &str = "RFC 9113, section 8.3.1";
        match self {
            Self::Method => ("The method: what is asked for.", REQUEST),
            Self::Scheme => ("The scheme of the URI that is asked for.", REQUEST),
            Self::Authority => (
                "The host that is asked, and perhaps its port, in place of the Host field.",
                REQUEST,
            ),
            Self::Path => ("The path and the query of what is asked for.", REQUEST),
            Self::Protocol => ("The protocol that the tunnel is to speak.", "RFC 8441, section 4"),
            Self::Status => ("The status code: what came of the request.", "RFC 9113, section 8.3.2"),
        }
    }

    const fn sender(self) -> Sender {
        match self {
            Self::Status => Sender::Server,
            _ => Sender::Client,
        }
    }
}

impl Rules {
    pub(super) fn new(section: Section) -> Self {
        Self {
            section,
            pseudo: Vec::new(),
            regular: false,
            connect: false,
        }
    }

    /// The rule that the next field breaks, if it does.
    pub(super) fn check(&mut self, name: &[u8], value: &[u8]) -> Option<&'static str> {
        if name.first() == Some(&b':') {
            return self.pseudo(name, value);
        }
        self.regular = true;
        if name.iter().any(u8::is_ascii_uppercase) {
            return Some(rule::UPPER_CASE);
        }
        if !octet::all_token(name) {
            return Some(rule::BAD_NAME);
        }
        match name {
            b"connection" | b"proxy-connection" | b"keep-alive" | b"transfer-encoding" | b"upgrade" => {
                return Some(rule::OF_CONNECTION);
            }
            b"te" if value != b"trailers" => return Some(rule::TE_NOT_TRAILERS),
            _ => {}
        }
        in_value(value)
    }

    fn pseudo(&mut self, name: &[u8], value: &[u8]) -> Option<&'static str> {
        let Section::Header(sender) = self.section else {
            return Some(rule::TRAILER_PSEUDO_FIELD);
        };
        let Some(pseudo) = Pseudo::of(name).filter(|pseudo| pseudo.sender() == sender) else {
            return Some(rule::UNKNOWN_PSEUDO_FIELD);
        };
        if self.pseudo.contains(&pseudo) {
            return Some(rule::SECOND_PSEUDO_FIELD);
        }
        self.pseudo.push(pseudo);
        self.connect |= pseudo == Pseudo::Method && value == b"CONNECT";
        if self.regular {
            return Some(rule::LATE_PSEUDO_FIELD);
        }
        in_value(value)
    }

    /// The rule that the section breaks by what it lacks.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let has = |pseudo| self.pseudo.contains(&pseudo);
        match self.section {
            Section::Trailer => None,
            Section::Header(Sender::Server) => (!has(Pseudo::Status)).then_some(rule::RESPONSE_LACKS),
            Section::Header(Sender::Client) => {
                let right = if self.connect && !has(Pseudo::Protocol) {
                    has(Pseudo::Authority)
                } else {
                    has(Pseudo::Method) && has(Pseudo::Scheme) && has(Pseudo::Path)
                };
                (!right).then_some(rule::REQUEST_LACKS)
            }
        }
    }
}

fn in_value(value: &[u8]) -> Option<&'static str> {
    let blank = |byte: Option<&u8>| byte.copied().is_some_and(octet::is_blank);
    if value.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n')) {
        Some(rule::BAD_VALUE)
    } else {
        (blank(value.first()) || blank(value.last())).then_some(rule::BLANK_AROUND)
    }
}
