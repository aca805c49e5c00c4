//! From nodes to parts: what each part is called, what it means here, and where that is specified.
//!
//! - `start_line`: methods, targets, versions, status codes
//! - `field`: fields, and the names in their values
//! - `value`: what values say: numbers, dates, ranges, weights, credentials
//! - `content`: sizes, chunks, form data, JSON, multipart
//! - `text`: bytes as they stand in a sentence
//! - `decoded`: the same words for what is not in an HTTP/1.1 message

mod content;
pub(crate) mod decoded;
mod field;
mod start_line;
mod text;
mod value;

use std::borrow::Cow;

use exchange::Part;

use crate::{
    annotate::Scan,
    fault::Fault,
    http1::{Side, framing::Head},
    kind::Kind,
    meaning::{self, FieldMeaning, Vocabulary},
    octet,
    tree::Node,
    value::form::{Form, form},
};

/// The parts of a scanned message.
pub(crate) fn parts(scan: &Scan<'_>) -> Vec<Part> {
    let mut explainer = Explainer {
        nodes: scan.nodes(),
        at: 0,
        place: Place {
            bytes: scan.bytes,
            side: scan.side,
            head: &scan.scanner.head,
            field: Field::default(),
            form: Form::Plain,
            unit: b"bytes",
            status: 0,
            chunk: 0,
            secret: false,
        },
    };
    explainer.siblings(0)
}

/// What the words for a part are: its meaning here and its section, where they differ from those of its kind.
#[derive(Default)]
struct Words {
    name: Option<&'static str>,
    meaning: Option<Cow<'static, str>>,
    spec: Option<&'static str>,
}

impl Words {
    /// Only a meaning; the section is that of the kind.
    fn meaning(meaning: impl Into<Cow<'static, str>>) -> Self {
        Self {
            meaning: Some(meaning.into()),
            ..Self::default()
        }
    }

    /// The meaning that a table has.
    fn known(meaning: &meaning::Meaning) -> Self {
        Self {
            name: None,
            meaning: Some(meaning.phrase.into()),
            spec: Some(meaning.spec),
        }
    }

    fn with_spec(mut self, spec: &'static str) -> Self {
        self.spec = Some(spec);
        self
    }
}

/// Where in the message a part stands, as far as its meaning depends on it.
struct Place<'s> {
    bytes: &'s [u8],
    side: Side,
    head: &'s Head,
    /// The field whose line it is in.
    field: Field<'s>,
    form: Form,
    /// The range unit that was named.
    unit: &'s [u8],
    /// The status code of the last status line.
    status: u16,
    /// The size that the last chunk announced.
    chunk: u64,
    /// Whether it stands in credentials.
    secret: bool,
}

/// The field that a part belongs to, and what is known of it: found once for all parts of its line.
#[derive(Clone, Copy, Debug, Default)]
struct Field<'s> {
    name: &'s [u8],
    known: Option<&'static FieldMeaning>,
    vocabulary: Option<&'static Vocabulary>,
    /// What the elements of its list are called.
    elements: Option<&'static str>,
}

impl<'s> Field<'s> {
    fn named(name: &'s [u8], form: Form) -> Self {
        let has_elements = matches!(
            form,
            Form::List
                | Form::Weighted
                | Form::Element
                | Form::TransferEncoding
                | Form::ContentEncoding
                | Form::Upgrade
        );
        Self {
            name,
            known: meaning::field_of(name),
            vocabulary: Vocabulary::of(name),
            elements: has_elements.then(|| field::called(name)).flatten(),
        }
    }
}

struct Explainer<'s> {
    nodes: &'s [Node],
    at: usize,
    place: Place<'s>,
}

impl Explainer<'_> {
    /// The parts of one branch. The depth of the tree is bounded, so recursion is too.
    fn siblings(&mut self, depth: u8) -> Vec<Part> {
        // Most of the time goes into making room, so it is made once.
        let mut parts = Vec::with_capacity(self.count(depth));
        while let Some(&node) = self.nodes.get(self.at).filter(|node| node.depth >= depth) {
            self.enter(node);
            self.at += 1;
            let words = self.place.words(node);
            let general = node.kind.words();
            let fault = node.fault.map(|fault| self.place.rule(fault, node));
            let is_branch = self.nodes.get(self.at).is_some_and(|next| next.depth > node.depth);
            parts.push(Part {
                start: node.start,
                end: node.end,
                name: words.name.unwrap_or(general.name).into(),
                meaning: words.meaning.or(general.meaning.map(Cow::Borrowed)),
                spec: words.spec.or(general.spec).map(Cow::Borrowed),
                fault,
                parts: if is_branch {
                    self.siblings(node.depth + 1)
                } else {
                    Vec::new()
                },
            });
        }
        parts
    }

    /// How many parts the branch has whose first part comes next.
    fn count(&self, depth: u8) -> usize {
        let inside = self.nodes[self.at.min(self.nodes.len())..].iter();
        let inside = inside.take_while(|node| node.depth >= depth);
        inside.filter(|node| node.depth == depth).count()
    }

    /// Remembers what the parts inside a node, or after it, depend on.
    fn enter(&mut self, node: Node) {
        match node.kind {
            Kind::FieldLine => {
                let name = self.nodes.get(self.at + 1).filter(|next| next.kind == Kind::FieldName);
                let name = name.map_or(&[][..], |name| &self.place.bytes[name.start..name.end]);
                self.place.form = form(name);
                self.place.field = Field::named(name, self.place.form);
                self.place.unit = b"bytes";
            }
            Kind::RangeUnit => self.place.unit = &self.place.bytes[node.start..node.end],
            Kind::StatusCode => self.place.status = start_line::code(self.place.text(node)).unwrap_or_default(),
            Kind::ChunkSize => self.place.chunk = octet::hexadecimal(self.place.text(node)).unwrap_or_default(),
            Kind::FieldValue => self.place.secret = self.place.form == Form::Credentials,
            Kind::Content | Kind::ChunkedBody => self.place.field = Field::default(),
            _ => {}
        }
    }
}

impl<'s> Place<'s> {
    fn text(&self, node: Node) -> &'s [u8] {
        &self.bytes[node.start..node.end]
    }

    fn words(&self, node: Node) -> Words {
        let text = self.text(node);
        match node.kind {
            Kind::Method => start_line::method(text),
            Kind::Target => start_line::target(text),
            Kind::Version => start_line::version(text),
            Kind::StatusCode => start_line::status_code(text),
            Kind::Reason => start_line::reason(text, self.status),
            Kind::FieldLine => field::line(self.field),
            Kind::FieldName => field::name(self.field),
            Kind::Element | Kind::ElementName => field::element(self, text),
            Kind::Directive => field::directive(self, text),
            Kind::Attribute => field::attribute(text),
            Kind::Parameter => field::parameter(self, text),
            Kind::RangeUnit | Kind::AuthScheme => field::token(self.field.vocabulary, text),
            Kind::FieldValue => value::field_value(self, text),
            Kind::Number => value::number(self, text),
            Kind::Weight => value::weight(text),
            Kind::MediaType | Kind::MediaRange => value::media_type(text),
            Kind::Cookie => value::cookie(text),
            Kind::Date => value::date(self, text),
            Kind::EntityTag => value::entity_tag(text),
            Kind::RangeSpec => value::range(text, self.unit, self.form),
            Kind::CompleteLength => value::complete_length(text, self.unit),
            Kind::Credentials => value::credentials(self, node.start, text),
            Kind::Metric => value::metric(text),
            Kind::Product => value::product(text),
            Kind::Host => value::host(self, text),
            Kind::Port => value::port(text),
            Kind::UriScheme => value::uri_scheme(text),
            Kind::Percent => content::percent(text),
            Kind::Segment => content::segment(text),
            Kind::Pair => content::pair(text),
            Kind::Delimiter => content::delimiter(text),
            Kind::Content => content::content(self, text.len()),
            Kind::ChunkSize => content::chunk_size(text),
            Kind::ChunkData => content::chunk_data(self, text.len()),
            Kind::String | Kind::MemberName => content::json_string(text),
            Kind::BodyPart => content::body_part(text),
            Kind::PartContent => Words::meaning(format!("{} of content.", text::bytes(text.len() as u64))),
            _ => Words::default(),
        }
    }

    /// The rule that a part breaks, with the figures of this message where they tell more.
    fn rule(&self, fault: Fault, node: Node) -> Cow<'static, str> {
        if let (Fault::EndsInContent, Some(declared)) = (fault, self.head.declared()) {
            let came = match node.kind {
                Kind::Content => node.end - node.start,
                _ => 0,
            };
            return format!(
                "The message ends after {came} of the {} of content that Content-Length declares (RFC 9112, section 8).",
                text::bytes(declared)
            )
            .into();
        }
        if fault == Fault::EndsInChunk {
            return format!(
                "The message ends after {} of the {} of this chunk (RFC 9112, section 8).",
                node.end - node.start,
                text::bytes(self.chunk)
            )
            .into();
        }
        fault.rule().into()
    }
}
