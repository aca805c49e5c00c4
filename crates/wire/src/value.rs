//! The structure inside field values: which field has which form, and the form's parts.
//!
//! - `form`: the form of each field's value
//! - `list`, `parameter`: what many fields share (RFC 9110, section 5.6)
//! - one module for each form of its own

pub(crate) mod auth;
pub(crate) mod cache_control;
pub(crate) mod content_range;
pub(crate) mod cookie;
pub(crate) mod date;
pub(crate) mod entity_tag;
pub(crate) mod form;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod media_type;
pub(crate) mod parameter;
pub(crate) mod policy;
pub(crate) mod product;
pub(crate) mod set_cookie;

use form::Form;

use crate::{fault::Fault, kind::Kind, octet, reader::Reader, uri};

/// A longer value stays one leaf, so that nobody's message grows into a tree out of all proportion.
const LONGEST: usize = 16 * 1024;

/// Takes all that is left as the value of a field of that form.
pub(crate) fn value(reader: &mut Reader<'_, '_>, form: Form) {
    let text = reader.rest();
    if text.is_empty() {
        return;
    }
    if let Some(&wrong) = text.iter().find(|&&byte| !octet::is_field(byte)) {
        let fault = if wrong == b'\r' {
            Fault::BareCr
        } else {
            Fault::ControlCharacter
        };
        return reader.faulty(Kind::FieldValue, text.len(), fault);
    }
    if matches!(form, Form::Plain) || text.len() > LONGEST {
        return reader.leaf(Kind::FieldValue, text.len());
    }
    let branch = reader.open(Kind::FieldValue);
    structure(reader, form);
    reader.refuse_rest(Fault::Unexpected);
    reader.close(branch);
}

fn structure(reader: &mut Reader<'_, '_>, form: Form) {
    match form {
        Form::Plain => {}
        Form::List | Form::TransferEncoding | Form::ContentEncoding | Form::Upgrade => {
            list::list(reader, |reader| list::element(reader, false));
        }
        Form::Weighted => list::list(reader, |reader| list::element(reader, true)),
        Form::Element => list::element(reader, false),
        Form::ContentType => media_type::media_type(reader, Kind::MediaType),
        Form::MediaRanges => list::list(reader, |reader| media_type::media_type(reader, Kind::MediaRange)),
        Form::Length => list::list(reader, |reader| number(reader, Fault::BadLength)),
        Form::Number => {
            let length = reader.rest().len();
            number_of(reader, length, Fault::NotInteger);
        }
        Form::Host => {
            if reader.rest().contains(&b'@') {
                return reader.refuse_rest(Fault::BadHost);
            }
            uri::authority(reader);
        }
        Form::Uri => uri::reference(reader),
        Form::Cookie => cookie::cookies(reader),
        Form::SetCookie => set_cookie::set_cookie(reader),
        Form::CacheControl => list::list(reader, |reader| cache_control::directive(reader, true)),
        Form::Dictionary => list::list(reader, |reader| cache_control::directive(reader, false)),
        Form::Directives => policy::directives(reader),
        Form::Policy => policy::policy(reader),
        Form::Date => date::date(reader),
        Form::DateOrSeconds => match reader.peek() {
            Some(byte) if byte.is_ascii_digit() => number(reader, Fault::NotInteger),
            _ => date::date(reader),
        },
        Form::DateOrTag => match reader.peek() {
            Some(b'"') => entity_tag::tag(reader),
            Some(b'W') if reader.rest().starts_with(b"W/") => entity_tag::tag(reader),
            _ => date::date(reader),
        },
        Form::EntityTag => entity_tag::tag(reader),
        Form::EntityTags => entity_tag::tags(reader),
        Form::Range => content_range::range(reader),
        Form::ContentRange => content_range::content_range(reader),
        Form::Credentials => auth::credentials(reader),
        Form::Challenges => auth::challenges(reader),
        Form::Link => list::list(reader, link::link),
        Form::ServerTiming => list::list(reader, link::metric),
        Form::Products => product::products(reader),
    }
}

/// Takes a number in decimal digits, up to a comma or the end.
fn number(reader: &mut Reader<'_, '_>, fault: Fault) {
    let length = reader.until(b", \t");
    number_of(reader, length, fault);
}

fn number_of(reader: &mut Reader<'_, '_>, length: usize, fault: Fault) {
    let right = octet::decimal(&reader.rest()[..length]).is_some();
    reader.checked(Kind::Number, length, right, fault);
}
