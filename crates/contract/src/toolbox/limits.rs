//! What callers of the toolbox may ask for at most.
//!
//! Who asks for more gets a problem that says what would be right; nothing is cut down in silence, and nothing hangs.

use crate::endpoint::Limit;

/// How many bytes [`Bytes`](super::stream::Bytes) and [`StreamBytes`](super::stream::StreamBytes) make.
pub const BYTES: Limit = Limit::bytes("n", 0, 1024 * 1024);
/// The size of the pieces that a body is sent in.
pub const CHUNK_SIZE: Limit = Limit::bytes("chunk_size", 1, 1024 * 1024);
/// The size of what [`Range`](super::caching::Range) is about.
pub const RANGE: Limit = Limit::bytes("n", 1, 1024 * 1024);
/// How many ranges one request may ask for.
pub const RANGES: Limit = Limit::count("number of ranges", 1, 16);
/// How long an answer may be delayed.
pub const DELAY: Limit = Limit::seconds("seconds", 10);
/// How long a body may wait before it begins.
pub const FIRST_DELAY: Limit = Limit::seconds("delay", 10);
/// The time over which a body may be spread.
pub const DURATION: Limit = Limit::seconds("duration", 10);
/// How much of the time between two events is up to chance.
pub const JITTER: Limit = Limit::share("jitter");
/// How many bytes [`Drip`](super::stream::Drip) sends.
pub const DRIP_BYTES: Limit = Limit::bytes("numbytes", 1, 10 * 1024 * 1024);
/// A status code that a caller chooses for a whole response; 1xx are interim (RFC 9110, section 15.2).
pub const CODE: Limit = Limit::count("code", 200, 599);
/// A status code of [`Status`](super::status::Status).
pub const STATUS_CODE: Limit = Limit::count("codes", CODE.least, CODE.most);
/// How many status codes there may be to choose from.
pub const CODES: Limit = Limit::count("number of codes", 1, 64);
/// How many lines [`Stream`](super::stream::Stream) sends.
pub const LINES: Limit = Limit::count("n", 0, 100);
/// How many events [`Sse`](super::stream::Sse) and [`Jsonl`](super::stream::Jsonl) send.
pub const EVENTS: Limit = Limit::count("count", 0, 1000);
/// How many links a page has.
pub const LINKS: Limit = Limit::count("n", 1, 200);
/// Which of the links a page is.
pub const LINK: Limit = Limit::count("i", 0, 199);
/// How many redirects follow each other.
pub const REDIRECTS: Limit = Limit::count("n", 1, 100);
/// The status code of a redirect.
pub const REDIRECT_CODE: Limit = Limit::count("status_code", 300, 399);
/// For how long caches may keep an answer: a year.
pub const CACHE: Limit = Limit::count("seconds", 0, 31_536_000);
/// How often a request fails before it does not.
pub const FAILURES: Limit = Limit::count("n", 0, 100);
/// How many keys of [`Fail`](super::status::Fail) are remembered, the ones used last.
pub const FAILURE_KEYS: Limit = Limit::count("keys remembered", 0, 10_000);
/// For how long a key is remembered after its last use.
pub const FAILURE_MEMORY: Limit = Limit::seconds("memory of a key after its last use", 600);
/// The bytes of a key.
pub const FAILURE_KEY: Limit = Limit::bytes("size of a key", 1, 64);
/// How often a request fails by chance.
pub const FAILURE_RATE: Limit = Limit::share("failure_rate");
/// After how many uses a nonce is stale.
pub const STALE_AFTER: Limit = Limit::count("stale_after", 0, 1000);
/// How many fields, trailers, hints or cookies one request may ask for.
pub const PAIRS: Limit = Limit::count("number of them", 0, 64);
/// How large a body of a request may be.
pub const UPLOAD: Limit = Limit::bytes("size of the body", 0, 10 * 1024 * 1024);
/// How many parts a multipart form may have.
pub const PARTS: Limit = Limit::count("parts of a multipart form", 0, 1000);
/// How many pairs a form may have.
pub const FORM_PAIRS: Limit = Limit::count("pairs of a form", 0, 100_000);
/// The bytes that [`Truncate`](super::wire::Truncate) declares.
pub const DECLARED: Limit = Limit::bytes("declared", 1, 1024 * 1024);
/// The bytes that are sent before a connection is closed or reset.
pub const SENT: Limit = Limit::bytes("sent", 0, 1024 * 1024);
/// The size of one chunk of [`Chunks`](super::wire::Chunks).
pub const CHUNK: Limit = Limit::bytes("sizes", 1, 64 * 1024);
/// How many chunks there may be.
pub const CHUNKS: Limit = Limit::count("number of chunks", 1, 256);
/// The time over which a head is spread.
pub const HEAD_SECONDS: Limit = Limit::seconds("seconds", 10);
/// How long to wait between the hints and the answer.
pub const HINT_WAIT: Limit = Limit::seconds("wait", 10);
/// How many effects [`Mix`](super::mix::Mix) takes.
pub const EFFECTS: Limit = Limit::count("number of effects", 1, 32);
/// The content that the pieces of an answer may come to together.
pub const ALL_BYTES: Limit = Limit::bytes("size in all", 0, 1024 * 1024);
/// The time that the pauses of an answer may come to together.
pub const ALL_SECONDS: Limit = Limit::seconds("time in all", 10);
/// How much of a request [`DumpRequest`](super::inspect::DumpRequest) shows.
pub const DUMP: Limit = Limit::bytes("what is shown of the request", 0, 64 * 1024);
/// The size of a WebSocket message.
pub const MESSAGE: Limit = Limit::bytes("max_message_size", 1, 1024 * 1024);
/// The size of a WebSocket frame.
pub const FRAGMENT: Limit = Limit::bytes("max_fragment_size", 1, 1024 * 1024);
/// How long a WebSocket may be silent.
pub const WEBSOCKET_IDLE: Limit = Limit::seconds("silence before it is closed", 60);
/// How long a WebSocket stays open.
pub const WEBSOCKET_LIFE: Limit = Limit::seconds("life of the connection", 600);
