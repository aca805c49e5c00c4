//! Frames: their header, their types and their flags (RFC 9113, sections 4 and 6).

/// What a client sends before its first frame (RFC 9113, section 3.4).
pub const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// So long is the header of each frame.
pub const HEADER_LENGTH: usize = 9;

/// The stream ends with this frame: of DATA and HEADERS.
pub const END_STREAM: u8 = 0x1;
/// The frame answers one of the same type: of SETTINGS and PING.
pub const ACK: u8 = 0x1;
/// The field block ends with this frame: of HEADERS, PUSH_PROMISE and CONTINUATION.
pub const END_HEADERS: u8 = 0x4;
/// The payload has padding: of DATA, HEADERS and PUSH_PROMISE.
pub const PADDED: u8 = 0x8;
/// The payload begins with a priority: of HEADERS.
pub const PRIORITY: u8 = 0x20;

/// The header of a frame (RFC 9113, section 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// How many bytes of payload follow it.
    pub length: usize,
    /// The type.
    pub kind: FrameType,
    /// The flags; what each of them says depends on the type.
    pub flags: u8,
    /// Whether the bit is set that has no meaning yet.
    pub reserved: bool,
    /// The stream; 0 is the connection as a whole.
    pub stream: u32,
}

impl FrameHeader {
    /// Reads a header.
    #[must_use]
    pub fn read(bytes: &[u8; HEADER_LENGTH]) -> Self {
        let [high, middle, low, kind, flags, stream @ ..] = *bytes;
        let stream = u32::from_be_bytes(stream);
        Self {
            length: usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low),
            kind: FrameType::of(kind),
            flags,
            reserved: stream >> 31 == 1,
            stream: stream & (u32::MAX >> 1),
        }
    }

    /// Whether that flag is set.
    #[must_use]
    pub const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Whether its stream ends with it. The field block of a HEADERS frame may go on nevertheless.
    #[must_use]
    pub const fn ends_stream(&self) -> bool {
        matches!(self.kind, FrameType::Data | FrameType::Headers) && self.has(END_STREAM)
    }
}

macro_rules! types {
    ($($kind:ident = $number:literal: $name:literal, $phrase:literal, $section:literal;)*) => {
        /// A type of frame.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FrameType {
            $(#[doc = concat!($name, " (", $section, ").")] $kind,)*
            /// One that is not known here; whoever does not know it ignores it (RFC 9113, section 5.5).
            Unknown(u8),
        }

        impl FrameType {
            /// The type of that number.
            #[must_use]
            pub const fn of(number: u8) -> Self {
                match number {
                    $($number => Self::$kind,)*
                    _ => Self::Unknown(number),
                }
            }

            /// Its number.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$kind => $number,)*
                    Self::Unknown(number) => number,
                }
            }

            /// Its name, and what such a part is called.
            pub(super) const fn names(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$kind => ($name, concat!($name, " frame")),)*
                    Self::Unknown(_) => ("unknown", "frame of an unknown type"),
                }
            }

            /// What such a frame is for.
            pub(super) const fn phrase(self) -> &'static str {
                match self {
                    $(Self::$kind => $phrase,)*
                    Self::Unknown(_) => "Nobody has to know this type; who does not know it ignores the frame.",
                }
            }

            /// The section that defines it.
            pub(super) const fn section(self) -> &'static str {
                match self {
                    $(Self::$kind => $section,)*
                    Self::Unknown(_) => "RFC 9113, section 5.5",
                }
            }
        }
    };
}

types! {
    Data = 0x0: "DATA", "It carries content.", "RFC 9113, section 6.1";
    Headers = 0x1: "HEADERS", "It carries fields: those before the content, or the trailers after it.", "RFC 9113, section 6.2";
    Priority = 0x2: "PRIORITY", "It said how important a stream is. That scheme is deprecated, and servers ignore it.", "RFC 9113, section 6.3";
    RstStream = 0x3: "RST_STREAM", "It ends the stream at once.", "RFC 9113, section 6.4";
    Settings = 0x4: "SETTINGS", "It tells the other side what its sender can take, and how it will behave.", "RFC 9113, section 6.5";
    PushPromise = 0x5: "PUSH_PROMISE", "The server announces a response to a request that the client has not made.", "RFC 9113, section 6.6";
    Ping = 0x6: "PING", "It asks whether the connection still works, and how long the way is.", "RFC 9113, section 6.7";
    GoAway = 0x7: "GOAWAY", "Its sender takes no more streams on this connection.", "RFC 9113, section 6.8";
    WindowUpdate = 0x8: "WINDOW_UPDATE", "It lets the other side send more content.", "RFC 9113, section 6.9";
    Continuation = 0x9: "CONTINUATION", "It carries on the field block of the frame before it.", "RFC 9113, section 6.10";
    PriorityUpdate = 0x10: "PRIORITY_UPDATE", "It says how urgent the response is to the client.", "RFC 9218, section 7.1";
}

/// What a flag of a frame of that type is called, what it says, and where; nothing for a bit that is unused there.
pub(super) const fn flag(kind: FrameType, bit: u8) -> Option<(&'static str, &'static str)> {
    use FrameType::{Continuation, Data, Headers, Ping, PushPromise, Settings};
    Some(match (kind, bit) {
        (Data | Headers, END_STREAM) => ("END_STREAM", "its sender sends nothing more on this stream"),
        (Settings, ACK) => ("ACK", "the settings of the other side have been applied"),
        (Ping, ACK) => ("ACK", "it answers a PING"),
        (Headers | PushPromise | Continuation, END_HEADERS) => ("END_HEADERS", "the field block ends with this frame"),
        (Data | Headers | PushPromise, PADDED) => ("PADDED", "the payload is padded, to hide its true length"),
        (Headers, PRIORITY) => ("PRIORITY", "a priority stands before the field block"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read() {
        let header = FrameHeader::read(&[0x01, 0x02, 0x03, 0x01, 0x25, 0x80, 0, 0, 0x07]);
        assert_eq!(
            header,
            FrameHeader {
                length: 0x01_0203,
                kind: FrameType::Headers,
                flags: 0x25,
                reserved: true,
                stream: 7,
            }
        );
        assert!(header.ends_stream() && header.has(END_HEADERS) && header.has(PRIORITY) && !header.has(PADDED));
    }

    #[test]
    fn types_have_the_numbers_of_the_registry() {
        for number in 0..=u8::MAX {
            assert_eq!(FrameType::of(number).number(), number);
        }
        assert_eq!(FrameType::of(0x10), FrameType::PriorityUpdate);
    }
}
