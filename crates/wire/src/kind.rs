//! What a part can be: its name in the words of the specifications, what it is for, and the section that defines it.
//!
//! What a part means *here*, in this message, is worked out in [`crate::explain`]; the sentence of this table stands where
//! there is nothing more to say.

macro_rules! kinds {
    ($($kind:ident: $name:literal, $meaning:literal, $spec:literal;)*) => {
        /// What a part is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Kind {
            $($kind,)*
        }

        /// The words for each kind.
        static WORDS: &[Words] = &[$(Words::new($name, $meaning, $spec),)*];
    };
}

/// What is said of a kind.
#[derive(Debug)]
pub(crate) struct Words {
    /// Its name.
    pub(crate) name: &'static str,
    /// What such a part is for; nothing where the name says it.
    pub(crate) meaning: Option<&'static str>,
    /// The section that defines it; nothing where it is nobody's.
    pub(crate) spec: Option<&'static str>,
}

impl Words {
    const fn new(name: &'static str, meaning: &'static str, spec: &'static str) -> Self {
        const fn said(text: &'static str) -> Option<&'static str> {
            if text.is_empty() { None } else { Some(text) }
        }
        Self {
            name,
            meaning: said(meaning),
            spec: said(spec),
        }
    }
}

impl Kind {
    /// The words for it.
    pub(crate) fn words(self) -> &'static Words {
        &WORDS[self as usize]
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        self.words().name
    }
}

kinds! {
    // Start line
    EmptyLine: "empty line", "An empty line before the request line is ignored.", "RFC 9112, section 2.2";
    RequestLine: "request line", "It says what is asked, of what, and in which version of HTTP.", "RFC 9112, section 3";
    Method: "method", "", "RFC 9110, section 9.1";
    Target: "request target", "", "RFC 9112, section 3.2";
    Version: "version", "", "RFC 9112, section 2.3";
    StatusLine: "status line", "It says what came of the request.", "RFC 9112, section 4";
    StatusCode: "status code", "", "RFC 9110, section 15";
    Reason: "reason phrase", "It is for people; clients ignore it.", "RFC 9112, section 4";
    Space: "space", "It separates the parts of the start line.", "RFC 9112, section 3";
    LineEnd: "line end", "Carriage return and line feed end the line.", "RFC 9112, section 2.2";
    UnfinishedLine: "unfinished line", "The line's end is not here, so it is not taken apart.", "RFC 9112, section 2.2";
    Interim: "interim response", "It is not the answer yet; a final response follows on the same connection.", "RFC 9110, section 15.2";
    // Fields
    HeaderSection: "header section", "The fields that come before the content.", "RFC 9112, section 2.1";
    FieldLine: "field line", "", "RFC 9112, section 5";
    FieldName: "field name", "", "RFC 9110, section 5.1";
    Colon: "colon", "It separates a field's name from its value.", "RFC 9112, section 5";
    Whitespace: "whitespace", "It separates and means nothing.", "RFC 9110, section 5.6.3";
    FieldValue: "field value", "", "RFC 9110, section 5.5";
    FoldedLine: "folded line", "It continues the value of the field line before it.", "RFC 9112, section 5.2";
    FurtherLines: "further field lines", "There are so many that these are not taken apart.", "RFC 9112, section 5";
    EndOfHeader: "end of the header section", "An empty line: no more fields come. The content follows, if there is any.", "RFC 9112, section 2.1";
    EndOfTrailer: "end of the trailer section", "An empty line: the message ends here.", "RFC 9112, section 7.1.2";
    // URIs
    UriScheme: "scheme", "", "RFC 3986, section 3.1";
    UserInfo: "user information", "Who asks. It may have a password in it, so it is not repeated here, and HTTP forbids to send it.", "RFC 9110, section 4.2.4";
    Host: "host", "", "RFC 3986, section 3.2.2";
    Port: "port", "", "RFC 3986, section 3.2.3";
    Path: "path", "It names the resource on its origin.", "RFC 3986, section 3.3";
    Segment: "path segment", "", "RFC 3986, section 3.3";
    Query: "query", "It selects within what the path names.", "RFC 3986, section 3.4";
    Fragment: "fragment", "A place inside the resource. The client keeps it for itself.", "RFC 3986, section 3.5";
    Asterisk: "asterisk", "The server as a whole, not one resource on it.", "RFC 9112, section 3.2.4";
    Percent: "percent-encoded character", "", "RFC 3986, section 2.1";
    Plus: "encoded space", "In form data a plus sign stands for a space.", "URL Standard, section 5.1";
    Pair: "parameter", "", "URL Standard, section 5.1";
    PairName: "parameter name", "", "URL Standard, section 5.1";
    PairValue: "parameter value", "", "URL Standard, section 5.1";
    // Values
    Delimiter: "delimiter", "", "";
    Text: "text", "", "";
    Element: "list element", "", "RFC 9110, section 5.6.1";
    ElementName: "element name", "", "RFC 9110, section 5.6.1";
    Parameter: "parameter", "", "RFC 9110, section 5.6.6";
    ParameterName: "parameter name", "", "RFC 9110, section 5.6.6";
    ParameterValue: "parameter value", "", "RFC 9110, section 5.6.6";
    Weight: "weight", "", "RFC 9110, section 12.4.2";
    MediaType: "media type", "", "RFC 9110, section 8.3.1";
    MediaRange: "media range", "", "RFC 9110, section 12.5.1";
    Type: "type", "", "RFC 9110, section 8.3.1";
    Subtype: "subtype", "", "RFC 9110, section 8.3.1";
    Cookie: "cookie", "", "RFC 6265, section 4.2";
    CookieName: "cookie name", "", "RFC 6265, section 4.1.1";
    CookieValue: "cookie value", "Only the server that set it knows what it stands for. It may be a key to an account: show it to nobody.", "RFC 6265, section 4.1.1";
    Attribute: "cookie attribute", "", "RFC 6265, section 4.1.2";
    AttributeName: "attribute name", "", "RFC 6265, section 4.1.2";
    AttributeValue: "attribute value", "", "RFC 6265, section 4.1.2";
    Directive: "directive", "", "";
    DirectiveName: "directive name", "", "";
    DirectiveValue: "directive value", "", "";
    Date: "date", "", "RFC 9110, section 5.6.7";
    DayName: "day of the week", "", "RFC 9110, section 5.6.7";
    Day: "day of the month", "", "RFC 9110, section 5.6.7";
    Month: "month", "", "RFC 9110, section 5.6.7";
    Year: "year", "", "RFC 9110, section 5.6.7";
    TimeOfDay: "time of day", "", "RFC 9110, section 5.6.7";
    Zone: "time zone", "GMT, which stands for UTC: no other is allowed.", "RFC 9110, section 5.6.7";
    EntityTag: "entity tag", "", "RFC 9110, section 8.8.3";
    Weak: "weakness indicator", "The representation may differ in bytes and still count as the same.", "RFC 9110, section 8.8.3";
    OpaqueTag: "opaque tag", "Only the server knows what is in it; it is compared, never taken apart.", "RFC 9110, section 8.8.3";
    AnyTag: "asterisk", "Any representation, if there is one at all.", "RFC 9110, section 13.1.1";
    RangeUnit: "range unit", "", "RFC 9110, section 14.1";
    RangeSpec: "range", "", "RFC 9110, section 14.1.1";
    First: "first position", "", "RFC 9110, section 14.1.1";
    Last: "last position", "", "RFC 9110, section 14.1.1";
    CompleteLength: "complete length", "", "RFC 9110, section 14.4";
    Challenge: "challenge", "", "RFC 9110, section 11.3";
    AuthScheme: "authentication scheme", "", "RFC 9110, section 11.1";
    Credentials: "credentials", "This is a secret: who has it can act in its owner's name.", "RFC 9110, section 11.4";
    Link: "link", "", "RFC 8288, section 3";
    LinkTarget: "link target", "", "RFC 8288, section 3.1";
    Metric: "server timing metric", "", "W3C Server Timing";
    MetricName: "metric name", "", "W3C Server Timing";
    Number: "number", "", "RFC 9110, section 5.5";
    Product: "product", "", "RFC 9110, section 10.1.5";
    ProductName: "product name", "", "RFC 9110, section 10.1.5";
    ProductVersion: "product version", "", "RFC 9110, section 10.1.5";
    Comment: "comment", "For people, in parentheses.", "RFC 9110, section 5.6.5";
    Source: "source expression", "", "W3C Content Security Policy Level 3, section 2.3.1";
    // Body
    Content: "content", "", "RFC 9110, section 6.4";
    ChunkedBody: "chunked body", "The content travels in chunks, each with its size before it, because its length was not known at the start.", "RFC 9112, section 7.1";
    Chunk: "chunk", "", "RFC 9112, section 7.1";
    ChunkSize: "chunk size", "", "RFC 9112, section 7.1";
    ChunkExtension: "chunk extension", "It says something of this chunk; who does not know it ignores it.", "RFC 9112, section 7.1.1";
    ChunkData: "chunk data", "", "RFC 9112, section 7.1";
    LastChunk: "last chunk", "A chunk of size 0: the content ends here.", "RFC 9112, section 7.1";
    FurtherChunks: "further chunks", "There are so many that these are not taken apart.", "RFC 9112, section 7.1";
    TrailerSection: "trailer section", "Fields that were known only after the content.", "RFC 9112, section 7.1.2";
    Tunnel: "bytes of another protocol", "After the switch this connection does not speak HTTP/1.1 any more.", "RFC 9110, section 7.8";
    AfterEnd: "bytes after the message", "", "RFC 9112, section 6.3";
    Unframed: "unreadable rest", "", "RFC 9112, section 6.3";
    // Content
    Rest: "rest of the content", "Long or deeply nested content is taken apart at its beginning only.", "";
    Object: "JSON object", "Members: names with values.", "RFC 8259, section 4";
    Array: "JSON array", "Values in order.", "RFC 8259, section 5";
    Member: "JSON member", "", "RFC 8259, section 4";
    MemberName: "JSON member name", "", "RFC 8259, section 4";
    String: "JSON string", "", "RFC 8259, section 7";
    JsonNumber: "JSON number", "", "RFC 8259, section 6";
    Literal: "JSON literal", "", "RFC 8259, section 3";
    Preamble: "preamble", "Text before the first boundary; it is ignored.", "RFC 2046, section 5.1.1";
    BoundaryLine: "boundary", "A part begins after it.", "RFC 2046, section 5.1.1";
    CloseBoundary: "closing boundary", "The last part has ended.", "RFC 2046, section 5.1.1";
    BodyPart: "body part", "", "RFC 2046, section 5.1";
    PartHeader: "part header", "Fields about this part only.", "RFC 2046, section 5.1";
    EndOfPartHeader: "end of the part's header", "An empty line: the part's content follows.", "RFC 2046, section 5.1";
    PartContent: "part content", "", "RFC 2046, section 5.1";
    Epilogue: "epilogue", "Text after the closing boundary; it is ignored.", "RFC 2046, section 5.1.1";
}
