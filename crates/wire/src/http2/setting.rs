//! The settings of a connection (RFC 9113, section 6.5.2, and the registry that it made).

/// A window or a frame is not larger than what 31 and 24 bits can say.
const MOST_WINDOW: u32 = u32::MAX >> 1;
const LEAST_FRAME: u32 = 1 << 14;
const MOST_FRAME: u32 = (1 << 24) - 1;

/// What the identifier stands for, and where that is specified.
pub(super) const fn name(identifier: u16) -> (&'static str, &'static str) {
    const SECTION: &str = "RFC 9113, section 6.5.2";
    match identifier {
        1 => ("SETTINGS_HEADER_TABLE_SIZE", SECTION),
        2 => ("SETTINGS_ENABLE_PUSH", SECTION),
        3 => ("SETTINGS_MAX_CONCURRENT_STREAMS", SECTION),
        4 => ("SETTINGS_INITIAL_WINDOW_SIZE", SECTION),
        5 => ("SETTINGS_MAX_FRAME_SIZE", SECTION),
        6 => ("SETTINGS_MAX_HEADER_LIST_SIZE", SECTION),
        8 => ("SETTINGS_ENABLE_CONNECT_PROTOCOL", "RFC 8441, section 3"),
        9 => ("SETTINGS_NO_RFC7540_PRIORITIES", "RFC 9218, section 2.1"),
        _ => ("a setting that is not known here, and is ignored", SECTION),
    }
}

/// What the value says.
pub(super) fn meaning(identifier: u16, value: u32) -> String {
    match (identifier, value) {
        (1, _) => format!("The table that remembers the fields sent to me may have {value} bytes."),
        (2, 0) => "Do not push responses to me.".into(),
        (2, _) => "Responses may be pushed to me.".into(),
        (3, _) => format!("At most {value} streams may be open at a time that you began."),
        (4, _) => format!("Of each stream, {value} bytes of content may be sent to me before I ask for more."),
        (5, _) => format!("A frame to me may have a payload of {value} bytes."),
        (6, _) => format!("I take {value} bytes of fields in a message, decoded, with 32 more for each field."),
        (8, 1) => "CONNECT may name a protocol, such as WebSocket.".into(),
        (9, 1) => "I do not heed the priorities of the first HTTP/2.".into(),
        _ => format!("{value}."),
    }
}

/// Whether the setting can have the value.
pub(super) const fn is_right(identifier: u16, value: u32) -> bool {
    match identifier {
        2 | 8 | 9 => value <= 1,
        4 => value <= MOST_WINDOW,
        5 => value >= LEAST_FRAME && value <= MOST_FRAME,
        _ => true,
    }
}
