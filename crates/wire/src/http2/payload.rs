//! What is in a frame's payload, type by type (RFC 9113, section 6).

use exchange::Part;

use super::{
    Sender,
    cursor::{Cursor, Words, moved},
    error_code,
    frame::{ACK, FrameType, PADDED, PRIORITY},
    rule,
    scan::Frame,
    setting,
};
use crate::explain::decoded::{self, bytes, quoted};

/// So many settings of one frame are taken apart.
const MOST_SETTINGS: usize = 64;

/// Takes the payload of a frame. `pieces` are the parts of its fields or of its content.
pub(super) fn payload(cursor: &mut Cursor, text: &[u8], frame: &Frame, sender: Sender, pieces: Option<Vec<Part>>) {
    let mut payload = Payload {
        cursor,
        text,
        end: frame.payload.end,
    };
    let header = &frame.header;
    let section = header.kind.section();
    match header.kind {
        FrameType::Data | FrameType::Headers | FrameType::PushPromise | FrameType::Continuation => {
            payload.block(frame, pieces);
        }
        FrameType::Priority => payload.priority(header.stream),
        FrameType::RstStream => {
            payload.number(4, "error code", section, |code| (error_code::words(code), None));
        }
        FrameType::Settings => payload.settings(header.has(ACK)),
        FrameType::Ping => payload.leaf(8, "opaque data", "The answer to the PING repeats it.".into(), section),
        FrameType::GoAway => {
            payload.number(4, "last stream identifier", section, |stream| {
                (
                    format!(
                        "Streams up to {} were taken, or may have been; later ones were not.",
                        stream & (u32::MAX >> 1)
                    ),
                    None,
                )
            });
            payload.number(4, "error code", section, |code| (error_code::words(code), None));
            let data = quoted(payload.rest());
            payload.leaf(usize::MAX, "debug data", format!("For people: {data}."), section);
        }
        FrameType::WindowUpdate => {
            let what = if header.stream == 0 {
                "on all streams together"
            } else {
                "on this stream"
            };
            payload.number(4, "window size increment", section, |value| {
                let size = value & (u32::MAX >> 1);
                (
                    format!("So many more bytes of content may be sent {what}: {size}."),
                    (size == 0).then_some(rule::ZERO_INCREMENT),
                )
            });
        }
        FrameType::PriorityUpdate => {
            payload.number(4, "prioritized stream identifier", section, |stream| {
                (format!("It is about stream {}.", stream & (u32::MAX >> 1)), None)
            });
            let at = payload.cursor.at;
            let value = decoded::field_value(sender.side(), b"priority", payload.rest());
            payload.cursor.extend(moved(value, &|place| place + at));
        }
        FrameType::Unknown(_) => {
            payload.leaf(
                usize::MAX,
                "payload",
                "Nobody here knows what is in it.".into(),
                section,
            );
        }
    }
    // What is left is more than such a frame has; that the length is wrong is said of the frame.
    payload.leaf(usize::MAX, "unexpected bytes", String::new(), section);
}

struct Payload<'c, 't> {
    cursor: &'c mut Cursor,
    text: &'t [u8],
    end: usize,
}

impl<'t> Payload<'_, 't> {
    fn rest(&self) -> &'t [u8] {
        &self.text[self.cursor.at..self.end]
    }

    /// The next so many bytes, or as many as there are.
    fn leaf(&mut self, length: usize, name: &'static str, meaning: String, spec: &'static str) {
        let words = Words {
            meaning: (!meaning.is_empty()).then(|| meaning.into()),
            spec: Some(spec),
            fault: None,
        };
        self.cursor.leaf(length.min(self.rest().len()), name, words);
    }

    /// A number of so many bytes, with what it says and the rule that it breaks.
    fn number(
        &mut self,
        length: usize,
        name: &'static str,
        spec: &'static str,
        words: impl FnOnce(u32) -> (String, Option<&'static str>),
    ) {
        match self.rest().get(..length) {
            Some(octets) => {
                let value = octets.iter().fold(0, |value, &octet| value << 8 | u32::from(octet));
                let (meaning, fault) = words(value);
                self.cursor
                    .leaf(length, name, Words::new(meaning, spec).with_fault(fault));
            }
            None => self.leaf(length, "unfinished field", String::new(), spec),
        }
    }

    /// Padding, what goes before the fields or the content, and those.
    fn block(&mut self, frame: &Frame, pieces: Option<Vec<Part>>) {
        let header = &frame.header;
        let section = header.kind.section();
        if header.has(PADDED) && header.kind != FrameType::Continuation {
            self.number(1, "pad length", section, |length| {
                (
                    format!("The payload ends with {} of padding.", bytes(length.into())),
                    None,
                )
            });
        }
        match header.kind {
            FrameType::Headers if header.has(PRIORITY) => self.priority(header.stream),
            FrameType::PushPromise => self.number(4, "promised stream identifier", section, |stream| {
                (
                    format!("The response will come on stream {}.", stream & (u32::MAX >> 1)),
                    None,
                )
            }),
            _ => {}
        }
        if let Some(pieces) = pieces {
            self.cursor.extend(pieces);
        }
        // Where the frame is broken, nothing was made of what lies here.
        let body = frame.body.end.saturating_sub(self.cursor.at);
        self.leaf(body, "field block fragment", String::new(), section);
        let zero = self.rest().iter().all(|&byte| byte == 0);
        let words = Words::new("It means nothing, and hides how long the rest is.", section)
            .with_fault((!zero).then_some(rule::PADDING_NOT_ZERO));
        let length = self.rest().len();
        self.cursor.leaf(length, "padding", words);
    }

    fn priority(&mut self, own: u32) {
        const SECTION: &str = "RFC 9113, section 5.3.2";
        self.number(4, "stream dependency", SECTION, |value| {
            let on = value & (u32::MAX >> 1);
            let exclusive = if value >> 31 == 1 {
                ", ahead of all others that do"
            } else {
                ""
            };
            (
                format!("This stream depended on stream {on}{exclusive}. The scheme is deprecated, and ignored here."),
                (on == own).then_some(rule::OWN_DEPENDENCY),
            )
        });
        self.number(1, "weight", SECTION, |weight| {
            (
                format!("A weight of {}, one more than what is written.", weight + 1),
                None,
            )
        });
    }

    fn settings(&mut self, ack: bool) {
        const SECTION: &str = "RFC 9113, section 6.5.1";
        let mut taken = 0;
        while !self.rest().is_empty() && taken < MOST_SETTINGS {
            taken += 1;
            let Some(&[high, low, ref value @ ..]) = self.rest().first_chunk::<6>() else {
                return self.leaf(6, "unfinished setting", String::new(), SECTION);
            };
            let identifier = u16::from_be_bytes([high, low]);
            let value = u32::from_be_bytes(*value);
            let (name, spec) = setting::name(identifier);
            let mut inner = Cursor::at(self.cursor.at);
            inner.leaf(
                2,
                "setting identifier",
                Words::new(format!("{identifier}: {name}."), SECTION),
            );
            inner.leaf(4, "setting value", Words::new(format!("{value}."), SECTION));
            let fault = if ack {
                Some(rule::ACK_WITH_SETTINGS)
            } else {
                (!setting::is_right(identifier, value)).then_some(rule::BAD_SETTING)
            };
            let words = Words::new(setting::meaning(identifier, value), spec).with_fault(fault);
            self.cursor.branch("setting", words, inner.parts);
        }
        self.leaf(
            usize::MAX,
            "further settings",
            "There are so many that these are not taken apart.".into(),
            SECTION,
        );
    }
}
