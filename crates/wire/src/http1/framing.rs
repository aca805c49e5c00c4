//! Where a message ends, from what its head says (RFC 9112, section 6).

use std::ops::Range;

use super::{Side, field_line::FieldLine};
use crate::{fault::Fault, octet, value::form::Form};

/// What a response's framing depends on of its request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Asked {
    /// HEAD: no content comes, whatever the fields say.
    Head,
    /// CONNECT: after success the connection is a tunnel.
    Connect,
    /// Any other method.
    #[default]
    Other,
}

impl Asked {
    pub(crate) fn by(method: &[u8]) -> Self {
        match method {
            b"HEAD" => Self::Head,
            b"CONNECT" => Self::Connect,
            _ => Self::Other,
        }
    }
}

/// A version, as far as framing depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Version {
    Http10,
    Http11,
    #[default]
    Unknown,
}

/// How a message's end is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// There is no content.
    None,
    /// The content has so many bytes.
    Length(u64),
    /// The content comes in chunks.
    Chunked,
    /// The content ends with the connection.
    Close,
    /// What follows is another protocol.
    Tunnel,
    /// It cannot be found.
    Broken(Fault),
}

/// What a head says that something else depends on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub(crate) version: Version,
    pub(crate) asked: Asked,
    pub(crate) status: u16,
    /// The value of Content-Type.
    pub(crate) media_type: Option<Range<usize>>,
    /// Whether the content has a content coding on it.
    pub(crate) encoded: bool,
    length: Option<Length>,
    length_line: usize,
    coding: Option<Coding>,
    coding_line: usize,
    hosts: u32,
    upgrade: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Known(u64),
    Bad,
    Several,
}

/// The transfer codings so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// The last of them is `chunked`.
    Chunked,
    /// The last of them is another one.
    Other,
    /// `chunked` is among them and something follows it.
    AfterChunked,
}

impl Head {
    /// Takes note of a field. Gives the rule that its line breaks by standing beside the lines before it.
    pub(super) fn note(&mut self, bytes: &[u8], field: &FieldLine, line: usize) -> Option<Fault> {
        let value = &bytes[field.value.clone()];
        match field.form {
            Form::Length => {
                self.length_line = line;
                return self.note_length(value);
            }
            Form::TransferEncoding => {
                self.coding_line = line;
                return self.note_coding(value);
            }
            Form::ContentType => self.media_type = Some(field.value.clone()),
            Form::ContentEncoding => {
                self.encoded |= elements(value).any(|coding| !coding.eq_ignore_ascii_case(b"identity"));
            }
            Form::Upgrade => self.upgrade = true,
            Form::Host => {
                self.hosts += 1;
                return (self.hosts > 1).then_some(Fault::SecondHost);
            }
            _ => {}
        }
        None
    }

    fn note_length(&mut self, value: &[u8]) -> Option<Fault> {
        let mut fault = value.is_empty().then_some(Fault::BadLength);
        if value.is_empty() {
            self.length = Some(Length::Bad);
        }
        for element in elements(value) {
            let Some(length) = octet::decimal(element) else {
                // The number itself is marked where it stands.
                self.length = Some(Length::Bad);
                return None;
            };
            match self.length {
                None => self.length = Some(Length::Known(length)),
                Some(Length::Known(known)) if known == length => {}
                Some(Length::Bad) => {}
                Some(Length::Known(_) | Length::Several) => {
                    self.length = Some(Length::Several);
                    fault = Some(Fault::TwoLengths);
                }
            }
        }
        fault
    }

    fn note_coding(&mut self, value: &[u8]) -> Option<Fault> {
        let mut fault = None;
        for element in elements(value) {
            let chunked = element.eq_ignore_ascii_case(b"chunked");
            self.coding = Some(match (self.coding, chunked) {
                (None | Some(Coding::Other), true) => Coding::Chunked,
                (None | Some(Coding::Other), false) => Coding::Other,
                (Some(Coding::Chunked | Coding::AfterChunked), true) => {
                    fault = Some(Fault::ChunkedTwice);
                    Coding::AfterChunked
                }
                (Some(Coding::Chunked | Coding::AfterChunked), false) => Coding::AfterChunked,
            });
        }
        fault
    }

    /// How the end of the message is found (RFC 9112, section 6.3).
    pub(crate) fn framing(&self, side: Side) -> Framing {
        if let Side::Response(asked) = side {
            match (self.status, asked) {
                (101, _) => return Framing::Tunnel,
                (200..300, Asked::Connect) => return Framing::Tunnel,
                (_, Asked::Head) | (204 | 304, _) => return Framing::None,
                _ => {}
            }
        }
        let request = side == Side::Request;
        if request && self.asked == Asked::Connect && self.length.is_none() && self.coding.is_none() {
            return Framing::Tunnel;
        }
        match (self.coding, self.length) {
            (Some(Coding::Chunked), _) => Framing::Chunked,
            (Some(_), _) if request => Framing::Broken(Fault::ChunkedNotLast),
            (Some(_), _) => Framing::Close,
            (None, Some(Length::Known(0)) | None) if request && self.upgrade => Framing::Tunnel,
            (None, Some(Length::Known(length))) => Framing::Length(length),
            (None, Some(Length::Bad | Length::Several)) => Framing::Broken(Fault::NoFraming),
            (None, None) if request => Framing::None,
            (None, None) => Framing::Close,
        }
    }

    /// The rule that the head breaks by what it does not have.
    pub(super) fn missing(&self, side: Side) -> Option<Fault> {
        let hostless = side == Side::Request && self.version == Version::Http11 && self.hosts == 0;
        hostless.then_some(Fault::MissingHost)
    }

    /// The line that contradicts others, and the rule that it breaks.
    pub(super) fn conflict(&self, framing: Framing, side: Side) -> Option<(usize, Fault)> {
        self.coding?;
        if self.length.is_some() {
            return Some((self.length_line, Fault::LengthAndCoding));
        }
        if self.version == Version::Http10 {
            return Some((self.coding_line, Fault::CodingInOldVersion));
        }
        match framing {
            Framing::Broken(fault) => Some((self.coding_line, fault)),
            Framing::None | Framing::Tunnel
                if matches!(side, Side::Response(_)) && matches!(self.status, 101 | 204) =>
            {
                Some((self.coding_line, Fault::CodingWithoutBody))
            }
            _ => None,
        }
    }

    /// How long the content is, if Content-Length says so.
    pub(crate) fn declared(&self) -> Option<u64> {
        match (self.coding, self.length) {
            (None, Some(Length::Known(length))) => Some(length),
            _ => None,
        }
    }
}

/// The elements of a list that has no quoted strings.
fn elements(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value
        .split(|&byte| byte == b',')
        .map(<[u8]>::trim_ascii)
        .filter(|element| !element.is_empty())
}
