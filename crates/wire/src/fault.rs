//! The rules that a message can break, each with the section that makes it.

macro_rules! faults {
    ($($name:ident: $rule:literal, $section:literal;)*) => {
        /// A broken rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Fault {
            $($name,)*
        }

        impl Fault {
            /// The rule and where it stands, in a sentence.
            pub(crate) const fn rule(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($rule, " (", $section, ")."),)*
                }
            }
        }
    };
}

faults! {
    // Lines
    BareLf: "A line ends with CR LF, not with LF alone", "RFC 9112, section 2.2";
    BareCr: "A carriage return stands only before a line feed", "RFC 9112, section 2.2";
    EmptyLineBeforeResponse: "Nothing stands before a status line", "RFC 9112, section 2.1";
    // Start line
    SpaceInRequestLine: "Exactly one space stands between the parts of a request line, and none around it", "RFC 9112, section 3";
    SpaceInTarget: "A request target has no whitespace in it", "RFC 9112, section 3.2";
    BadMethod: "A method is a token: letters, digits and a few marks", "RFC 9110, section 9.1";
    MissingTarget: "A request line has a method, a target and a version", "RFC 9112, section 3";
    MissingVersion: "A request line ends with the version", "RFC 9112, section 3";
    BadVersion: "A version is `HTTP/`, a digit, a point and a digit", "RFC 9112, section 2.3";
    UnknownVersion: "No such version of HTTP travels in this form; HTTP/1.0 and HTTP/1.1 do", "RFC 9112, section 2.3";
    BadStatusCode: "A status code is three digits, the first from 1 to 5", "RFC 9110, section 15";
    MissingStatusCode: "A status line has a version and a status code", "RFC 9112, section 4";
    SpaceInStatusLine: "Exactly one space stands between the parts of a status line", "RFC 9112, section 4";
    MissingReasonSpace: "A space follows the status code even where no reason phrase does", "RFC 9112, section 4";
    BadReason: "A reason phrase has no control characters", "RFC 9112, section 4";
    // URIs
    BadPercent: "Two hexadecimal digits follow a percent sign", "RFC 3986, section 2.1";
    BadTargetCharacter: "This character stands in a URI only percent-encoded", "RFC 3986, section 2";
    FragmentInTarget: "A fragment stays with the client and is never sent", "RFC 9110, section 4.2.5";
    BadTarget: "A target is a path, a URI with its scheme, an authority for CONNECT, or an asterisk for OPTIONS", "RFC 9112, section 3.2";
    MissingPort: "CONNECT names a port, because no scheme does", "RFC 9112, section 3.2.3";
    BadPort: "A port is a number from 0 to 65535", "RFC 3986, section 3.2.3";
    // Fields
    SpaceBeforeColon: "No whitespace stands between a field's name and its colon", "RFC 9112, section 5.1";
    SpaceBeforeField: "No whitespace stands before the first field", "RFC 9112, section 2.2";
    MissingColon: "A field line has a name, a colon and a value", "RFC 9112, section 5";
    BadFieldName: "A field's name is a token: letters, digits and a few marks", "RFC 9110, section 5.1";
    EmptyFieldName: "A field has a name", "RFC 9110, section 5.1";
    ControlCharacter: "A field's value has no control characters", "RFC 9110, section 5.5";
    ObsoleteFolding: "A field's value does not go on in the next line; that form is obsolete", "RFC 9112, section 5.2";
    MissingHost: "A request of HTTP/1.1 has a Host field, and no line before this one is one", "RFC 9112, section 3.2";
    SecondHost: "A request has one Host field, not several", "RFC 9112, section 3.2";
    BadHost: "Host has a host and perhaps a port, nothing else", "RFC 9110, section 7.2";
    BadLength: "Content-Length is a decimal number", "RFC 9110, section 8.6";
    TwoLengths: "A message has one length; this one differs from an earlier one", "RFC 9112, section 6.3";
    LengthAndCoding: "A message with Transfer-Encoding has no Content-Length; two readers may find two different ends", "RFC 9112, section 6.2";
    CodingInOldVersion: "Transfer-Encoding came with HTTP/1.1; with HTTP/1.0 the framing is not to be trusted", "RFC 9112, section 6.1";
    ChunkedNotLast: "A request with transfer codings has `chunked` as the last of them, or its end cannot be found", "RFC 9112, section 6.3";
    ChunkedTwice: "`chunked` is applied once only", "RFC 9112, section 6.1";
    CodingWithoutBody: "This response has no content, so it has no Transfer-Encoding", "RFC 9112, section 6.1";
    // Values
    Unexpected: "This text has no place in the value", "RFC 9110, section 5.6";
    UnclosedQuote: "A quoted string ends with a quotation mark", "RFC 9110, section 5.6.4";
    NotToken: "This is a token or, if it has other characters, a quoted string", "RFC 9110, section 5.6.6";
    MissingValue: "A value follows the equals sign", "RFC 9110, section 5.6.6";
    BadWeight: "A weight is a number from 0 to 1 with three decimals at most", "RFC 9110, section 12.4.2";
    BadMediaType: "A media type is a type, a slash and a subtype", "RFC 9110, section 8.3.1";
    MissingBoundary: "A multipart type names the boundary between its parts", "RFC 2046, section 5.1.1";
    BadBoundary: "A boundary has 1 to 70 characters of ASCII and does not end with a space", "RFC 2046, section 5.1.1";
    BadCookie: "A cookie is a name, an equals sign and a value", "RFC 6265, section 4.2.1";
    BadCookieOctet: "A cookie has no whitespace, quotation mark, comma, semicolon or backslash in its value", "RFC 6265, section 4.1.1";
    BadSameSite: "SameSite is `Strict`, `Lax` or `None`", "Internet-Draft draft-ietf-httpbis-rfc6265bis, section 4.1.2.7";
    InsecureSameSite: "A cookie with `SameSite=None` is kept only if it is `Secure` too", "Internet-Draft draft-ietf-httpbis-rfc6265bis, section 5.7";
    NotInteger: "This is a number of decimal digits", "RFC 9111, section 1.2.2";
    BadDate: "A date is `Sun, 06 Nov 1994 08:49:37 GMT`", "RFC 9110, section 5.6.7";
    ObsoleteDate: "This form of date is obsolete: it may be read, but not sent", "RFC 9110, section 5.6.7";
    WrongWeekday: "The day of the week is that of the date", "RFC 9110, section 5.6.7";
    BadEntityTag: "An entity tag is a quoted string, perhaps with `W/` before it", "RFC 9110, section 8.8.3";
    BadRange: "A range is a first and a last position, or one of them", "RFC 9110, section 14.1.2";
    BackwardRange: "A range does not end before it begins", "RFC 9110, section 14.1.1";
    BadContentRange: "Content-Range has a unit, a range or an asterisk, a slash and a length or an asterisk", "RFC 9110, section 14.4";
    BadCredentials: "Credentials are a scheme and a token or parameters", "RFC 9110, section 11.4";
    BadBase64: "The credentials of Basic are base64 of a user name, a colon and a password", "RFC 7617, section 2";
    BadLink: "A link is a target between angle brackets, and parameters", "RFC 8288, section 3";
    BadMetric: "A metric of Server-Timing has a name, and perhaps `dur` and `desc`", "W3C Server Timing";
    UnclosedComment: "A comment ends with a parenthesis", "RFC 9110, section 5.6.5";
    // Body
    BadChunkSize: "A chunk begins with its size in hexadecimal digits", "RFC 9112, section 7.1";
    BadChunkExtension: "A chunk extension is a semicolon, a name and perhaps a value", "RFC 9112, section 7.1.1";
    BadChunkEnd: "CR LF follows the data of a chunk", "RFC 9112, section 7.1";
    NoFraming: "The end of this content cannot be found, because its framing is broken", "RFC 9112, section 6.3";
    AfterEnd: "The message has ended before these bytes", "RFC 9112, section 6.3";
    // What is missing
    EndsInLine: "The message ends in the middle of this line", "RFC 9112, section 8";
    EndsInHead: "The message ends before the empty line that closes its header section", "RFC 9112, section 8";
    EndsInContent: "The message ends before its content does", "RFC 9112, section 8";
    EndsInChunks: "The message ends before the last chunk, of size 0", "RFC 9112, section 8";
    EndsInChunk: "The message ends before all bytes of this chunk came", "RFC 9112, section 8";
    EndsInTrailers: "The message ends before the empty line that closes its trailer section", "RFC 9112, section 8";
    NoFinalResponse: "A final response follows an interim one", "RFC 9110, section 15.2";
    // Content
    BadFormCharacter: "In form data this character stands percent-encoded", "URL Standard, section 5.2";
    BadJson: "No JSON value is written like this", "RFC 8259, section 2";
    BadJsonString: "A JSON string has no control characters, and only the escapes that are named", "RFC 8259, section 7";
    BadJsonNumber: "A JSON number has no leading zero or plus, and digits around its point", "RFC 8259, section 6";
    BadJsonMember: "A member is a name between quotation marks, a colon and a value", "RFC 8259, section 4";
    JsonEnds: "The JSON text ends before its value does", "RFC 8259, section 2";
    AfterJson: "A JSON text is one value, and nothing follows it", "RFC 8259, section 2";
    NotUtf8: "JSON text is in UTF-8", "RFC 8259, section 8.1";
    TrailingComma: "No comma stands after the last element", "RFC 8259, section 2";
    MissingComma: "A comma stands between two elements", "RFC 8259, section 2";
    NoDelimiter: "A multipart body begins each part with its boundary, and it is not here", "RFC 2046, section 5.1.1";
    NoCloseDelimiter: "The last part ends with the boundary and two hyphens", "RFC 2046, section 5.1.1";
}
