//! Which field has which form of value.

use crate::octet::Lower;

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

/// The form of the value of the field of that name, whatever the name's case.
pub(crate) fn form(name: &[u8]) -> Form {
    match &*Lower::of(name) {
        b"content-type" => Form::ContentType,
        b"content-length" => Form::Length,
        b"transfer-encoding" => Form::TransferEncoding,
        b"content-encoding" => Form::ContentEncoding,
        b"upgrade" => Form::Upgrade,
        b"host" => Form::Host,
        b"accept" | b"accept-patch" | b"accept-post" => Form::MediaRanges,
        b"accept-encoding" | b"accept-language" | b"accept-charset" | b"te" => Form::Weighted,
        b"connection"
        | b"vary"
        | b"allow"
        | b"trailer"
        | b"accept-ranges"
        | b"content-language"
        | b"expect"
        | b"pragma"
        | b"cache-status"
        | b"proxy-status"
        | b"clear-site-data"
        | b"timing-allow-origin"
        | b"access-control-allow-headers"
        | b"access-control-allow-methods"
        | b"access-control-expose-headers"
        | b"access-control-request-headers"
        | b"sec-websocket-protocol"
        | b"sec-websocket-extensions"
        | b"sec-ch-ua"
        | b"accept-ch" => Form::List,
        b"access-control-request-method"
        | b"access-control-allow-credentials"
        | b"content-disposition"
        | b"sec-fetch-site"
        | b"sec-fetch-mode"
        | b"sec-fetch-dest"
        | b"sec-fetch-user"
        | b"x-content-type-options"
        | b"x-frame-options"
        | b"referrer-policy"
        | b"cross-origin-opener-policy"
        | b"cross-origin-embedder-policy"
        | b"cross-origin-resource-policy" => Form::Element,
        b"age" | b"max-forwards" | b"access-control-max-age" | b"upgrade-insecure-requests" | b"dnt" => Form::Number,
        b"location" | b"content-location" | b"referer" => Form::Uri,
        b"cookie" => Form::Cookie,
        b"set-cookie" => Form::SetCookie,
        b"cache-control" => Form::CacheControl,
        b"cdn-cache-control"
        | b"keep-alive"
        | b"prefer"
        | b"preference-applied"
        | b"priority"
        | b"alt-svc"
        | b"content-digest"
        | b"repr-digest"
        | b"want-content-digest" => Form::Dictionary,
        b"strict-transport-security" | b"forwarded" => Form::Directives,
        b"content-security-policy" | b"content-security-policy-report-only" => Form::Policy,
        b"date" | b"last-modified" | b"expires" | b"if-modified-since" | b"if-unmodified-since" | b"sunset" => {
            Form::Date
        }
        b"retry-after" => Form::DateOrSeconds,
        b"if-range" => Form::DateOrTag,
        b"etag" => Form::EntityTag,
        b"if-match" | b"if-none-match" => Form::EntityTags,
        b"range" => Form::Range,
        b"content-range" => Form::ContentRange,
        b"authorization" | b"proxy-authorization" => Form::Credentials,
        b"www-authenticate" | b"proxy-authenticate" => Form::Challenges,
        b"authentication-info" | b"proxy-authentication-info" => Form::Dictionary,
        b"link" => Form::Link,
        b"server-timing" => Form::ServerTiming,
        b"server" | b"user-agent" => Form::Products,
        _ => Form::Plain,
    }
}
