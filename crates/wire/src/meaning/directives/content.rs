//! Names in the fields that describe content: codings, parameters, dispositions, units and digests.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static CODINGS: &[Meaning] = in_order(&[
    Meaning::new(
        "aes128gcm",
        "The content is encrypted with a key that both ends know.",
        "Push messages to a browser.",
        "RFC 8188",
    ),
    Meaning::new(
        "br",
        "Compressed with Brotli, which packs text tighter than gzip.",
        "Web pages over https.",
        "RFC 7932",
    ),
    Meaning::new(
        "compress",
        "Compressed by the old Unix program of that name.",
        "Hardly ever.",
        "RFC 9110, section 8.4.1.1",
    ),
    Meaning::new(
        "dcb",
        "Compressed with Brotli and a dictionary that the client already has.",
        "Browsers with compression dictionaries.",
        "RFC 9842, section 4",
    ),
    Meaning::new(
        "dcz",
        "Compressed with Zstandard and a dictionary that the client already has.",
        "Browsers with compression dictionaries.",
        "RFC 9842, section 5",
    ),
    Meaning::new(
        "deflate",
        "Compressed with deflate inside the zlib format. Some senders left the zlib part out, so few rely on it.",
        "Offered by browsers, seldom used.",
        "RFC 9110, section 8.4.1.2",
    ),
    Meaning::new(
        "gzip",
        "Compressed with gzip, which everything understands.",
        "Web pages and JSON.",
        "RFC 9110, section 8.4.1.3",
    ),
    Meaning::new(
        "x-compress",
        "An old name of `compress`.",
        "Hardly ever.",
        "RFC 9110, section 8.4.1.1",
    ),
    Meaning::new(
        "x-gzip",
        "An old name of `gzip`.",
        "Old programs.",
        "RFC 9110, section 8.4.1.3",
    ),
    Meaning::new(
        "zstd",
        "Compressed with Zstandard, which is quick and packs well.",
        "Newer browsers and servers.",
        "RFC 8878",
    ),
]);

pub(super) static WEIGHT: &[Meaning] = in_order(&[Meaning::new(
    "q",
    "How much this one is liked, from 0, which means never, to 1.",
    "Lists where the order of liking matters.",
    "RFC 9110, section 12.4.2",
)]);

pub(super) static ACCEPTED_CODINGS: &[Meaning] = in_order(&[
    Meaning::new(
        "*",
        "Every coding that is not named beside it.",
        "`*;q=0` refuses all others.",
        "RFC 9110, section 12.5.3",
    ),
    Meaning::new(
        "identity",
        "Not changed at all.",
        "`identity;q=0` refuses content without a coding.",
        "RFC 9110, section 12.5.3",
    ),
]);

pub(super) static ANYTHING: &[Meaning] = in_order(&[Meaning::new(
    "*",
    "Everything that is not named beside it.",
    "The end of a list.",
    "RFC 9110, sections 12.5.2 and 12.5.4",
)]);

pub(super) static ACCEPTED_TYPES: &[Meaning] = in_order(&[Meaning::new(
    "*/*",
    "Any media type.",
    "The end of a browser's list, and clients that do not care.",
    "RFC 9110, section 12.5.1",
)]);

pub(super) static PARAMETERS: &[Meaning] = in_order(&[
    Meaning::new(
        "boundary",
        "The line that separates the parts of a multipart body.",
        "Forms with files.",
        "RFC 2046, section 5.1.1",
    ),
    Meaning::new(
        "charset",
        "The character encoding of text.",
        "`charset=utf-8` in nearly every text.",
        "RFC 9110, section 8.3.2",
    ),
]);

pub(super) static MEDIA_TYPES: &[Meaning] = in_order(&[
    Meaning::new(
        "application/json",
        "JSON: values, lists and named members as text.",
        "APIs.",
        "RFC 8259",
    ),
    Meaning::new(
        "application/octet-stream",
        "Bytes of no stated kind.",
        "Downloads.",
        "RFC 2046, section 4.5.1",
    ),
    Meaning::new(
        "application/problem+json",
        "An error of an API, as JSON with agreed members.",
        "Errors of careful APIs, Roundtrip's among them.",
        "RFC 9457",
    ),
    Meaning::new(
        "application/x-www-form-urlencoded",
        "Names and values joined by `=` and `&`, percent-encoded.",
        "What an HTML form sends by default.",
        "HTML standard, form submission",
    ),
    Meaning::new("application/xml", "XML.", "Feeds, SOAP and older APIs.", "RFC 7303"),
    Meaning::new(
        "multipart/byteranges",
        "Several ranges of one representation, each with its own Content-Range.",
        "Answers to a request for more than one range.",
        "RFC 9110, section 14.6",
    ),
    Meaning::new(
        "multipart/form-data",
        "The fields of a form as separate parts, which may be files.",
        "Uploads from an HTML form.",
        "RFC 7578",
    ),
    Meaning::new("text/css", "A style sheet.", "The looks of web pages.", "RFC 2318"),
    Meaning::new(
        "text/event-stream",
        "A stream of events that stays open.",
        "Server-sent events.",
        "HTML standard, server-sent events",
    ),
    Meaning::new("text/html", "An HTML page.", "Web pages.", "HTML standard, `text/html`"),
    Meaning::new(
        "text/javascript",
        "A script. The older `application/javascript` means the same.",
        "The behaviour of web pages.",
        "RFC 9239",
    ),
    Meaning::new(
        "text/plain",
        "Text without markup.",
        "Notes, logs and robots.txt.",
        "RFC 2046, section 4.1.3",
    ),
]);

pub(super) static DISPOSITION: &[Meaning] = in_order(&[
    Meaning::new(
        "attachment",
        "Save the content, and do not show it.",
        "Downloads.",
        "RFC 6266, section 4.2",
    ),
    Meaning::new(
        "filename",
        "A name to save the content by.",
        "Downloads, and files in a form.",
        "RFC 6266, section 4.3",
    ),
    Meaning::new(
        "filename*",
        "The name with its character encoding; it wins over `filename`.",
        "Names with letters outside ASCII.",
        "RFC 6266, section 4.3",
    ),
    Meaning::new(
        "form-data",
        "This part is a field of a form.",
        "Bodies of `multipart/form-data`.",
        "RFC 7578, section 4.2",
    ),
    Meaning::new(
        "inline",
        "Show the content, as usual.",
        "Naming a file that is shown and may be saved later.",
        "RFC 6266, section 4.2",
    ),
    Meaning::new(
        "name",
        "The name of the form's field that this part belongs to.",
        "Bodies of `multipart/form-data`.",
        "RFC 7578, section 4.2",
    ),
]);

pub(super) static NO_RANGES: &[Meaning] = in_order(&[Meaning::new(
    "none",
    "The target cannot be asked for in parts.",
    "Content that is made anew each time.",
    "RFC 9110, section 14.3",
)]);

pub(super) static RANGE_UNITS: &[Meaning] = in_order(&[Meaning::new(
    "bytes",
    "Ranges are counted in bytes.",
    "Every range that one really meets.",
    "RFC 9110, section 14.1.2",
)]);

pub(super) static DIGESTS: &[Meaning] = in_order(&[
    Meaning::new(
        "adler",
        "A weak checksum, which only finds accidents. It is deprecated.",
        "Older services.",
        "RFC 9530, section 7.2",
    ),
    Meaning::new(
        "crc32c",
        "A weak checksum, which only finds accidents. It is deprecated.",
        "Storage services.",
        "RFC 9530, section 7.2",
    ),
    Meaning::new(
        "md5",
        "An old hash that can be forged. It is deprecated.",
        "Older services.",
        "RFC 9530, section 7.2",
    ),
    Meaning::new(
        "sha",
        "SHA-1, an old hash that can be forged. It is deprecated.",
        "Older services.",
        "RFC 9530, section 7.2",
    ),
    Meaning::new(
        "sha-256",
        "SHA-256, a strong hash.",
        "The usual choice.",
        "RFC 9530, section 7.2",
    ),
    Meaning::new(
        "sha-512",
        "SHA-512, a strong and longer hash.",
        "Where SHA-256 is not enough.",
        "RFC 9530, section 7.2",
    ),
    Meaning::new(
        "unixcksum",
        "The checksum of the Unix program `cksum`. It is deprecated.",
        "Older services.",
        "RFC 9530, section 7.2",
    ),
    Meaning::new(
        "unixsum",
        "The checksum of the Unix program `sum`. It is deprecated.",
        "Older services.",
        "RFC 9530, section 7.2",
    ),
]);
