//! The rules that frames and field blocks can break, each with the section that makes it.

use super::Malformed;

macro_rules! rules {
    ($($name:ident: $rule:literal, $section:literal;)*) => {
        $(pub(super) const $name: &str = concat!($rule, " (", $section, ").");)*
    };
}

rules! {
    // Frames
    UNFINISHED_PREFACE: "A client begins with the 24 bytes of the preface", "RFC 9113, section 3.4";
    UNFINISHED_FRAME: "The bytes end before all that the frame's header announces", "RFC 9113, section 4.1";
    RESERVED_BIT: "The first bit before the stream identifier is 0", "RFC 9113, section 4.1";
    NO_STREAM: "A frame of this type belongs to a stream, and 0 is none", "RFC 9113, section 5.1.1";
    ON_STREAM: "A frame of this type belongs to the connection, which is stream 0", "RFC 9113, section 5.1.1";
    EVEN_STREAM: "A client gives its streams odd identifiers", "RFC 9113, section 5.1.1";
    IDLE_STREAM: "A stream begins with HEADERS", "RFC 9113, section 5.1";
    CLOSED_STREAM: "Its sender has ended the stream before this frame", "RFC 9113, section 5.1";
    WRONG_LENGTH: "A frame of this type has another length", "RFC 9113, section 4.2";
    ACK_WITH_SETTINGS: "A SETTINGS frame with ACK has no settings", "RFC 9113, section 6.5";
    PADDING_TOO_LONG: "The padding is shorter than the payload", "RFC 9113, section 6.1";
    PADDING_NOT_ZERO: "Padding is zeros", "RFC 9113, section 6.1";
    NO_BLOCK: "CONTINUATION carries on a field block, and none is open", "RFC 9113, section 6.10";
    OPEN_BLOCK: "Until a field block ends, only CONTINUATION frames of its stream follow", "RFC 9113, section 4.3";
    ZERO_INCREMENT: "A window grows by 1 at least", "RFC 9113, section 6.9";
    CLIENT_PUSHES: "A client cannot push", "RFC 9113, section 8.4";
    SERVER_PRIORITY: "Only clients send PRIORITY_UPDATE", "RFC 9218, section 7.1";
    OWN_DEPENDENCY: "A stream does not depend on itself", "RFC 7540, section 5.3.1";
    BAD_SETTING: "This setting cannot have this value", "RFC 9113, section 6.5.2";
    LENGTH_DIFFERS: "The content is as long as Content-Length says", "RFC 9113, section 8.1.1";
    // Fields
    LATE_PSEUDO_FIELD: "Fields whose names begin with a colon stand before all others", "RFC 9113, section 8.3";
    UNKNOWN_PSEUDO_FIELD: "There is no such field with a colon before its name in this message", "RFC 9113, section 8.3";
    SECOND_PSEUDO_FIELD: "A field whose name begins with a colon comes once", "RFC 9113, section 8.3";
    TRAILER_PSEUDO_FIELD: "Trailers have no fields whose names begin with a colon", "RFC 9113, section 8.1";
    REQUEST_LACKS: "A request has `:method`, `:scheme` and `:path`; one with CONNECT has `:method` and `:authority`", "RFC 9113, section 8.3.1";
    RESPONSE_LACKS: "A response has `:status`", "RFC 9113, section 8.3.2";
    UPPER_CASE: "A field's name is in lower case", "RFC 9113, section 8.2";
    BAD_NAME: "A field's name is a token: letters, digits and a few marks", "RFC 9113, section 8.2.1";
    BAD_VALUE: "A field's value has no NUL, carriage return or line feed", "RFC 9113, section 8.2.1";
    BLANK_AROUND: "No whitespace stands around a field's value", "RFC 9113, section 8.2.1";
    OF_CONNECTION: "What a field says of one connection, HTTP/2 says in frames", "RFC 9113, section 8.2.2";
    TE_NOT_TRAILERS: "TE says `trailers` or nothing", "RFC 9113, section 8.2.2";
    // HPACK
    ENDS: "The field block ends in the middle of a field", "RFC 9113, section 4.3";
    LARGE_INTEGER: "A number is not larger than a decoder can take", "RFC 7541, section 5.1";
    ZERO_INDEX: "The index 0 stands for nothing", "RFC 7541, section 6.1";
    UNKNOWN_INDEX: "An index is not larger than the tables", "RFC 7541, section 2.3.3";
    BAD_HUFFMAN: "A text in Huffman code is codes and less than eight set bits behind them", "RFC 7541, section 5.2";
    LARGE_RESIZE: "The table is not made larger than the other side's SETTINGS_HEADER_TABLE_SIZE", "RFC 7541, section 6.3";
    LATE_RESIZE: "The size of the table is changed at the beginning of a field block", "RFC 7541, section 4.2";
}

impl Malformed {
    /// The rule that was broken.
    pub(super) const fn rule(self) -> &'static str {
        match self {
            Self::Ends => ENDS,
            Self::LargeInteger => LARGE_INTEGER,
            Self::ZeroIndex => ZERO_INDEX,
            Self::UnknownIndex => UNKNOWN_INDEX,
            Self::Huffman => BAD_HUFFMAN,
            Self::LargeResize => LARGE_RESIZE,
            Self::LateResize => LATE_RESIZE,
        }
    }
}
