//! Why a stream or a connection ends (RFC 9113, section 7).

/// What the code is called, and what it says.
pub(super) fn words(code: u32) -> String {
    const CODES: [(&str, &str); 14] = [
        ("NO_ERROR", "nothing is wrong"),
        ("PROTOCOL_ERROR", "the other side broke a rule of the protocol"),
        ("INTERNAL_ERROR", "its sender has failed"),
        ("FLOW_CONTROL_ERROR", "the other side sent more than the window lets it"),
        ("SETTINGS_TIMEOUT", "the settings were not acknowledged in time"),
        ("STREAM_CLOSED", "a frame came after the stream had ended"),
        ("FRAME_SIZE_ERROR", "a frame had a wrong length"),
        (
            "REFUSED_STREAM",
            "nothing was done with the request, so it can be sent again",
        ),
        ("CANCEL", "the stream is not needed any more"),
        ("COMPRESSION_ERROR", "a field block could not be decoded"),
        ("CONNECT_ERROR", "the connection that CONNECT had opened broke"),
        ("ENHANCE_YOUR_CALM", "the other side does too much of something"),
        ("INADEQUATE_SECURITY", "TLS is not strong enough"),
        ("HTTP_1_1_REQUIRED", "the request is to be sent by HTTP/1.1"),
    ];
    match CODES.get(code as usize) {
        Some((name, meaning)) => format!("{name} ({code}): {meaning}."),
        None => format!("{code} is not registered; it counts as INTERNAL_ERROR."),
    }
}
