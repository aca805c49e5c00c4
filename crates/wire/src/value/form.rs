//! Which field has which form of value.

use crate::meaning::Index;

/// The form of a field's value. The few fields that framing or content depends on have forms of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text that is not taken apart.
    Plain,
    /// Elements with commas between, perhaps with parameters.
    List,
    /// As a list; each element may have a weight.
    Weighted,
    /// One element with parameters.
    Element,
    /// A media type.
    ContentType,
    /// Media types and ranges of them, with weights.
    MediaRanges,
    /// The length of the content.
    Length,
    /// A number.
    Number,
    /// The codings that framing depends on.
    TransferEncoding,
    /// The codings of the content.
    ContentEncoding,
    /// Protocols to switch to.
    Upgrade,
    /// Host and port.
    Host,
    /// A URI or a relative reference.
    Uri,
    /// Cookies of a request.
    Cookie,
    /// One cookie of a response, with attributes.
    SetCookie,
    /// Cache directives.
    CacheControl,
    /// Names with values, commas between.
    Dictionary,
    /// Names with values, semicolons between.
    Directives,
    /// A content security policy: names with several values, semicolons between.
    Policy,
    /// A date.
    Date,
    /// A date or a number of seconds.
    DateOrSeconds,
    /// A date or an entity tag.
    DateOrTag,
    /// An entity tag.
    EntityTag,
    /// Entity tags, or an asterisk.
    EntityTags,
    /// Ranges that are asked for.
    Range,
    /// The range that is enclosed.
    ContentRange,
    /// Credentials of a request.
    Credentials,
    /// Challenges of a response.
    Challenges,
    /// Links.
    Link,
    /// Metrics of the server.
    ServerTiming,
    /// Software with versions and comments.
    Products,
}

/// The fields that have a form, with the fields of each form together.
static FORMS: [(&str, Form); 93] = [
    ("content-type", Form::ContentType),
    ("content-length", Form::Length),
    ("transfer-encoding", Form::TransferEncoding),
    ("content-encoding", Form::ContentEncoding),
    ("upgrade", Form::Upgrade),
    ("host", Form::Host),
    ("accept", Form::MediaRanges),
    ("accept-patch", Form::MediaRanges),
    ("accept-post", Form::MediaRanges),
    ("accept-encoding", Form::Weighted),
    ("accept-language", Form::Weighted),
    ("accept-charset", Form::Weighted),
    ("te", Form::Weighted),
    ("connection", Form::List),
    ("vary", Form::List),
    ("allow", Form::List),
    ("trailer", Form::List),
    ("accept-ranges", Form::List),
    ("content-language", Form::List),
    ("expect", Form::List),
    ("pragma", Form::List),
    ("cache-status", Form::List),
    ("proxy-status", Form::List),
    ("clear-site-data", Form::List),
    ("timing-allow-origin", Form::List),
    ("access-control-allow-headers", Form::List),
    ("access-control-allow-methods", Form::List),
    ("access-control-expose-headers", Form::List),
    ("access-control-request-headers", Form::List),
    ("sec-websocket-protocol", Form::List),
    ("sec-websocket-extensions", Form::List),
    ("sec-ch-ua", Form::List),
    ("accept-ch", Form::List),
    ("access-control-request-method", Form::Element),
    ("access-control-allow-credentials", Form::Element),
    ("content-disposition", Form::Element),
    ("sec-fetch-site", Form::Element),
    ("sec-fetch-mode", Form::Element),
    ("sec-fetch-dest", Form::Element),
    ("sec-fetch-user", Form::Element),
    ("x-content-type-options", Form::Element),
    ("x-frame-options", Form::Element),
    ("referrer-policy", Form::Element),
    ("cross-origin-opener-policy", Form::Element),
    ("cross-origin-embedder-policy", Form::Element),
    ("cross-origin-resource-policy", Form::Element),
    ("age", Form::Number),
    ("max-forwards", Form::Number),
    ("access-control-max-age", Form::Number),
    ("upgrade-insecure-requests", Form::Number),
    ("dnt", Form::Number),
    ("location", Form::Uri),
    ("content-location", Form::Uri),
    ("referer", Form::Uri),
    ("cookie", Form::Cookie),
    ("set-cookie", Form::SetCookie),
    ("cache-control", Form::CacheControl),
    ("cdn-cache-control", Form::Dictionary),
    ("keep-alive", Form::Dictionary),
    ("prefer", Form::Dictionary),
    ("preference-applied", Form::Dictionary),
    ("priority", Form::Dictionary),
    ("alt-svc", Form::Dictionary),
    ("content-digest", Form::Dictionary),
    ("repr-digest", Form::Dictionary),
    ("want-content-digest", Form::Dictionary),
    ("strict-transport-security", Form::Directives),
    ("forwarded", Form::Directives),
    ("content-security-policy", Form::Policy),
    ("content-security-policy-report-only", Form::Policy),
    ("date", Form::Date),
    ("last-modified", Form::Date),
    ("expires", Form::Date),
    ("if-modified-since", Form::Date),
    ("if-unmodified-since", Form::Date),
    ("sunset", Form::Date),
    ("retry-after", Form::DateOrSeconds),
    ("if-range", Form::DateOrTag),
    ("etag", Form::EntityTag),
    ("if-match", Form::EntityTags),
    ("if-none-match", Form::EntityTags),
    ("range", Form::Range),
    ("content-range", Form::ContentRange),
    ("authorization", Form::Credentials),
    ("proxy-authorization", Form::Credentials),
    ("www-authenticate", Form::Challenges),
    ("proxy-authenticate", Form::Challenges),
    ("authentication-info", Form::Dictionary),
    ("proxy-authentication-info", Form::Dictionary),
    ("link", Form::Link),
    ("server-timing", Form::ServerTiming),
    ("server", Form::Products),
    ("user-agent", Form::Products),
];

/// Where each of them is.
static BY_NAME: Index<256> = {
    let mut index = Index::empty();
    let mut at = 0;
    while at < FORMS.len() {
        index.insert(FORMS[at].0, at);
        at += 1;
    }
    index
};

/// The form of the value of the field of that name, whatever the name's case.
pub(crate) fn form(name: &[u8]) -> Form {
    let found = BY_NAME.find(&FORMS, name, |&(name, _)| name);
    found.map_or(Form::Plain, |&(_, form)| form)
}
