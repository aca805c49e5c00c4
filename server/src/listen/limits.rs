//! How long the listener waits and how much it takes: every number that a caller could otherwise choose for us.

use std::time::Duration;

/// The deadlines and limits of one listener. Each default says what it is for; all of them are above what an honest client on
/// a bad line needs, and low enough that a dishonest one gains nothing.
#[derive(Clone, Debug)]
pub struct Limits {
    /// From the accepted connection to the end of the TLS handshake.
    pub tls_handshake: Duration,
    /// From there to the first byte of the first request. A connection that stays silent is closed without a word.
    pub first_byte: Duration,
    /// From the first byte of a head to its last. A slower one is answered with 408.
    pub head: Duration,
    /// How long a connection may stay open between two requests (HTTP/1.1) or with no open stream (HTTP/2).
    pub idle: Duration,
    /// The window in which a body must progress; only the time spent waiting for the client counts.
    pub body_window: Duration,
    /// The bytes that each window but the first must bring, unless the body ends; the first must bring one. In bytes.
    pub body_window_min: u64,
    /// How long the client may take not a single byte of what is written to it.
    pub write_stall: Duration,
    /// The size of a request line with its header section, in bytes. More is answered with 431.
    pub max_head: usize,
    /// The number of field lines. More is answered with 431.
    pub max_fields: usize,
    /// The size of a request target, in bytes. More is answered with 414.
    pub max_target: usize,
    /// The size of a body, in bytes, unless a route raises it with [`BodyLimit`](super::BodyLimit). More is answered with 413.
    pub max_body: u64,
    /// Open connections. At the limit those that have waited longest without a request in flight make room for new ones, and then
    /// the newest one of the client that has the most, for a client that has fewer than half as many. If there is none, a new connection
    /// is answered with 503.
    pub max_connections: usize,
    /// The content of requests that all connections together may hold, in bytes. More is answered with 503. A handler makes up to four
    /// times as much of it.
    pub max_held: u64,
    /// The content of requests that one connection may hold, in bytes. More is answered with 503.
    pub max_held_by_connection: u64,
    /// What a connection above the limit may ask for: the paths by which a load balancer asks how the server is.
    pub reserved_paths: &'static [&'static str],
    /// Concurrent streams of one HTTP/2 connection.
    pub max_streams: u32,
    /// How often an HTTP/2 client is asked whether it is still there, and how long it may take to answer.
    pub ping: Duration,
    /// After the last response of a connection the listener goes on reading what the client still sends, so that the kernel's reset
    /// does not overtake the response (RFC 9112, section 9.6): how long the client may send nothing then.
    pub linger: Duration,
    /// How long it may go on sending.
    pub linger_total: Duration,
    /// How many bytes it may send.
    pub linger_bytes: usize,
    /// At shutdown: how long requests in flight may take to finish.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tls_handshake: Duration::from_secs(10),
            first_byte: Duration::from_secs(10),
            head: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            body_window: Duration::from_secs(15),
            body_window_min: 1024,
            write_stall: Duration::from_secs(30),
            max_head: 32 * 1024,
            max_fields: 100,
            max_target: 8 * 1024,
            max_body: 10 * 1024 * 1024,
            max_connections: 10_000,
            max_held: 256 * 1024 * 1024,
            max_held_by_connection: 32 * 1024 * 1024,
            reserved_paths: &["/healthz", "/readyz"],
            max_streams: 128,
            ping: Duration::from_secs(20),
            linger: Duration::from_secs(1),
            linger_total: Duration::from_secs(10),
            linger_bytes: 32 * 1024 * 1024,
            grace: Duration::from_secs(10),
        }
    }
}

/// File descriptors kept free of client connections: for the database, the probe's own connections and the log.
const DESCRIPTOR_HEADROOM: u64 = 256;

/// Raises the soft limit on open files to the hard one, and returns how many connections that leaves room for (at most 20,000),
/// which the listeners of a process share. Many systems start a process with a soft limit of 1,024.
#[must_use]
pub fn connection_budget() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let found = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: found.maximum,
        maximum: found.maximum,
    };
    let descriptors = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => found.maximum,
        Err(_) => found.current,
    };
    let room = descriptors
        .unwrap_or(u64::MAX)
        .saturating_sub(DESCRIPTOR_HEADROOM)
        .clamp(64, 20_000);
    usize::try_from(room).expect("a number up to 20,000 fits any usize")
}
