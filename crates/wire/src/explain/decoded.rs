//! The words for what stands by itself: a value or content of HTTP/2, outside the lines of HTTP/1.1.
//!
//! They are the same as those for the same thing in an HTTP/1.1 message, because they come from the same tables.

use std::borrow::Cow;

use exchange::Part;

pub(crate) use super::text::{bytes, quoted};
use super::{Explainer, Field, Place, field};
use crate::{
    content,
    fault::Fault,
    http1::{Side, framing::Head},
    kind::Kind,
    octet,
    reader::Reader,
    tree::{Node, Tree},
    uri,
    value::{
        form::{Form, form},
        value,
    },
};

/// What a field of that name says, and where that is specified.
pub(crate) fn field_line(name: &[u8]) -> (Option<Cow<'static, str>>, Option<&'static str>) {
    let words = field::line(Field::named(name, form(name)));
    (words.meaning, words.spec)
}

/// When one meets a field of that name, and where that is specified.
pub(crate) fn field_name(name: &[u8]) -> (Option<Cow<'static, str>>, Option<&'static str>) {
    let words = field::name(Field::named(name, form(name)));
    (words.meaning, words.spec)
}

/// Whether what is in the value of the field of that name is not to be repeated in words.
pub(crate) fn is_secret(name: &[u8]) -> bool {
    matches!(form(name), Form::Credentials | Form::Cookie | Form::SetCookie)
}

/// The parts of the value of a field: one part that has all of it, or none if it is empty.
pub(crate) fn field_value(side: Side, name: &[u8], text: &[u8]) -> Vec<Part> {
    let mut tree = Tree::default();
    let form = form(name);
    value(&mut Reader::new(text, &mut tree), form);
    explained(side, name, form, text, &tree.nodes)
}

/// The parts of the value of `:method`.
pub(crate) fn method(text: &[u8]) -> Vec<Part> {
    simple(
        Side::Request,
        Kind::Method,
        text,
        octet::all_token(text),
        Fault::BadMethod,
    )
}

/// The parts of the value of `:scheme`.
pub(crate) fn scheme(text: &[u8]) -> Vec<Part> {
    simple(Side::Request, Kind::UriScheme, text, true, Fault::BadTarget)
}

/// The parts of the value of `:status`.
pub(crate) fn status(side: Side, text: &[u8]) -> Vec<Part> {
    let right = matches!(text, [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9']);
    simple(side, Kind::StatusCode, text, right, Fault::BadStatusCode)
}

/// The parts of the value of `:path`.
pub(crate) fn path(text: &[u8]) -> Vec<Part> {
    let mut tree = Tree::default();
    // An asterisk is right for OPTIONS only; whether the method is that one, is another field's matter.
    uri::target(&mut Reader::new(text, &mut tree), b"OPTIONS");
    let mut parts = as_value(explained(Side::Request, b"", Form::Plain, text, &tree.nodes));
    for part in &mut parts {
        part.meaning = Some("The resource that is asked for, on the host that `:authority` names.".into());
        part.spec = Some("RFC 9113, section 8.3.1".into());
    }
    parts
}

/// The parts of the value of `:authority`.
pub(crate) fn authority(text: &[u8]) -> Vec<Part> {
    field_value(Side::Request, b"host", text)
}

/// The parts of content of that media type; none if it is not one that is taken apart.
pub(crate) fn content(side: Side, media_type: &[u8], text: &[u8], whole: bool) -> Vec<Part> {
    let nodes = content::alone(text, media_type, whole);
    explained(side, b"", Form::Plain, text, &nodes)
}

fn simple(side: Side, kind: Kind, text: &[u8], right: bool, fault: Fault) -> Vec<Part> {
    let mut tree = Tree::default();
    tree.leaf(kind, text.len(), (!right).then_some(fault));
    as_value(explained(side, b"", Form::Plain, text, &tree.nodes))
}

/// What is the whole value is called that, whatever it is besides.
fn as_value(mut parts: Vec<Part>) -> Vec<Part> {
    if let [only] = &mut parts[..] {
        only.name = Kind::FieldValue.name().into();
    }
    parts
}

fn explained(side: Side, name: &[u8], form: Form, text: &[u8], nodes: &[Node]) -> Vec<Part> {
    let head = Head::default();
    let mut explainer = Explainer {
        nodes,
        at: 0,
        place: Place {
            bytes: text,
            side,
            head: &head,
            field: Field::named(name, form),
            form,
            unit: b"bytes",
            status: 0,
            chunk: 0,
            secret: false,
        },
    };
    explainer.siblings(0)
}
