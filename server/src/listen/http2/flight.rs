//! One exchange of an HTTP/2 connection while it is on its way.

use http::Request;
use tokio::time::Instant;
use wire::http2::{Malformed, Table};

use crate::listen::{
    facts::HeadTimes,
    tap::{FieldTables, Recording, Taker},
    tape::Tape,
};

/// An exchange that is not over, or that nobody has looked at yet.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) stream: u32,
    /// How many exchanges came before on the connection.
    pub(super) number: u64,
    pub(super) request: Half,
    pub(super) response: Half,
    /// When the first byte of its fields came.
    pub(super) first: Instant,
    /// When its fields came, once they have.
    pub(super) head: Option<HeadTimes>,
    /// What its fields ask for.
    pub(super) asked: Option<Asked>,
    pub(super) claimed: Claimed,
    pub(super) wanted: Wanted,
    /// Whether one side has ended the stream at once.
    pub(super) reset: bool,
}

/// One direction of an exchange.
#[derive(Debug, Default)]
pub(super) struct Half {
    pub(super) tape: Tape,
    /// The table before each field block.
    tables: Vec<Table>,
}

/// Whether the request has reached the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claimed {
    Not,
    By,
    /// It never will: a later one has.
    Skipped,
}

#[derive(Debug)]
pub(super) enum Wanted {
    /// Nobody has been asked.
    Open,
    No,
    By(Taker),
}

/// What a request is recognised by.
#[derive(Debug, Default)]
pub(super) struct Asked {
    method: Vec<u8>,
    path: Vec<u8>,
    fields: usize,
}

impl Asked {
    /// Reads it from a field block, which the table runs over.
    pub(super) fn read(table: &mut Table, block: &[u8]) -> Result<Self, Malformed> {
        let mut asked = Self::default();
        table.decode(block, |line| {
            let name = line.name()?;
            match &*name {
                b":method" => asked.method = line.value()?.into_owned(),
                b":path" => asked.path = line.value()?.into_owned(),
                [b':', ..] => {}
                _ => asked.fields += 1,
            }
            Ok(())
        })?;
        Ok(asked)
    }

    /// Whether the request is that one.
    pub(super) fn is<B>(&self, request: &Request<B>) -> bool {
        // A fragment is not to be sent, and hyper takes it away.
        let path = self.path.split(|&byte| byte == b'#').next().unwrap_or_default();
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        self.fields == request.headers().len()
            && self.method == request.method().as_str().as_bytes()
            && path == target.as_bytes()
    }
}

impl Half {
    pub(super) fn append(&mut self, bytes: &[u8], at: Instant) {
        // Several frames may come with one read.
        if self.tape.last != Some(at) {
            self.tape.note(self.tape.size, at);
        }
        self.tape.append(bytes);
    }

    pub(super) fn note_table(&mut self, table: &Table) {
        // A block that begins where nothing is kept is not looked at, so neither is its table.
        if (self.tape.bytes.len() as u64) == self.tape.size {
            self.tables.push(table.clone());
        }
    }

    fn forget(&mut self) {
        self.tape = Tape {
            ended: self.tape.ended,
            ..Tape::default()
        };
        self.tables = Vec::new();
    }
}

impl Flight {
    pub(super) fn new(stream: u32, number: u64, request: Half, response: Half, first: Instant) -> Self {
        Self {
            stream,
            number,
            request,
            response,
            first,
            head: None,
            asked: None,
            claimed: Claimed::Not,
            wanted: Wanted::Open,
            reset: false,
        }
    }

    /// Whether its bytes are kept.
    pub(super) fn is_kept(&self) -> bool {
        !matches!(self.wanted, Wanted::No)
    }

    /// Who has not asked by now does not want it.
    pub(super) fn settle(&mut self) {
        if matches!(self.wanted, Wanted::Open) {
            self.wanted = Wanted::No;
            self.request.forget();
            self.response.forget();
        }
    }

    /// Whether nothing more of it comes.
    pub(super) fn is_over(&self) -> bool {
        self.reset || self.request.tape.ended && self.response.tape.ended
    }

    /// Gives the recording to whoever wants it.
    pub(super) fn hand_over(mut self) {
        if let Wanted::By(taker) = self.wanted {
            taker.take(Recording {
                request: &mut self.request.tape,
                response: &mut self.response.tape,
                number: self.number,
                tables: Some(FieldTables {
                    request: self.request.tables,
                    response: self.response.tables,
                }),
            });
        }
    }
}
