//! What there is to draw of an exchange: the phases of both sides, and the two messages between them.

use exchange::{Exchange, Interval, Outcome, Phase, Reading, timeline::Side};

use crate::inspector::{
    clocks::Joined,
    figures::{duration, size},
    timing::{colour, label, provenance},
};

/// Where a part is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A bar on one of the two lines.
    Bar { on: Line, nested: bool },
    /// What travels: from the first interval's times on one line to the second's on the other.
    Message {
        from: Line,
        leaves: Interval,
        arrives: Option<Interval>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Client,
    Server,
}

/// One thing that is drawn.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) place: Place,
    /// When it begins and ends.
    pub(super) span: Interval,
    pub(super) name: String,
    /// What is written beside it.
    pub(super) words: String,
    /// A part of it that says enough where there is little room.
    pub(super) few_words: String,
    /// Its colour, and for words how its times are known.
    pub(super) colour: &'static str,
    pub(super) provenance: &'static str,
    pub(super) how: String,
    pub(super) meaning: &'static str,
}

impl Part {
    /// All of it in a sentence.
    pub(super) fn sentence(&self) -> String {
        let Interval { start_us, end_us } = self.span;
        format!(
            "{}, {} ({} to {}). {} {}",
            self.name,
            duration(self.span.duration_us()),
            duration(start_us),
            duration(end_us),
            self.meaning,
            self.how
        )
    }
}

/// The parts of an exchange in the order of time.
pub(super) fn parts(exchange: &Exchange, joined: &Joined) -> Vec<Part> {
    let timeline = &joined.timeline;
    let known = |phase| timeline.span(phase).and_then(|span| span.reading.value()).copied();
    let mut parts: Vec<Part> = timeline
        .0
        .iter()
        .filter_map(|span| {
            let interval = *span.reading.value()?;
            let on = match span.phase.side() {
                Side::Server => Line::Server,
                Side::Client | Side::Browser => Line::Client,
            };
            let nested = matches!(span.phase, Phase::Store | Phase::Encode);
            let name = label(span.phase);
            let words = format!("{} {}", short(span.phase), duration(interval.duration_us()));
            Some(Part {
                place: Place::Bar { on, nested },
                span: interval,
                name: name.to_owned(),
                few_words: words.clone(),
                words,
                colour: colour(span.phase),
                provenance: provenance(&span.reading),
                how: how(&span.reading),
                meaning: meaning(span.phase),
            })
        })
        .collect();
    parts.extend(request(exchange, known));
    parts.extend(response(exchange, known));
    parts.sort_by_key(|part| (part.span.start_us, part.span.end_us));
    parts
}

/// The request on its way. Where the server's side is not known it has no end.
fn request(exchange: &Exchange, known: impl Fn(Phase) -> Option<Interval>) -> Option<Part> {
    let leaves = known(Phase::Send).or_else(|| {
        let wait = known(Phase::Wait)?;
        Some(Interval::between(wait.start_us, wait.start_us))
    })?;
    let first = [Phase::Read, Phase::Route, Phase::Handle].into_iter().find_map(&known);
    let arrives = known(Phase::Read).or(first.map(|first| Interval::between(first.start_us, first.start_us)));
    let span = Interval::between(leaves.start_us, arrives.map_or(leaves.end_us, |arrives| arrives.end_us));
    let bytes = exchange
        .request
        .body
        .as_ref()
        .map(|body| format!(", {}", size(body.size)))
        .unwrap_or_default();
    let method = &exchange.request.method;
    let words = match arrives {
        Some(_) => format!("{method} {}", cut(&exchange.request.target)),
        None => format!("{method}: its arrival is not known"),
    };
    Some(Part {
        place: Place::Message {
            from: Line::Client,
            leaves,
            arrives,
        },
        span,
        name: format!("The request on its way: {words}{bytes}"),
        words,
        few_words: method.clone(),
        colour: "send",
        provenance: "derived",
        how: "From the client's clock at its start and the server's at its end.".to_owned(),
        meaning: "The bytes of the request travel from the client to the server.",
    })
}

/// The response on its way, or what came instead of one.
fn response(exchange: &Exchange, known: impl Fn(Phase) -> Option<Interval>) -> Option<Part> {
    let (name, words, few_words) = match &exchange.outcome {
        Outcome::Response(response) => {
            let bytes = response.body.as_ref().map_or(0, |body| body.size);
            let reason = response
                .reason
                .as_deref()
                .map(|reason| format!(" {reason}"))
                .unwrap_or_default();
            (
                format!("The response on its way: {}{reason}, {}", response.status, size(bytes)),
                format!("{}{reason} · {}", response.status, size(bytes)),
                response.status.to_string(),
            )
        }
        // A failure is drawn on the client's line only: nothing is known to have travelled back.
        Outcome::Failure(_) => return None,
    };
    let arrives = known(Phase::Receive)?;
    let leaves = known(Phase::Write).or_else(|| {
        let answered = [Phase::Encode, Phase::Store, Phase::Handle]
            .into_iter()
            .filter_map(&known)
            .map(|interval| interval.end_us)
            .max()?;
        Some(Interval::between(answered, answered))
    })?;
    Some(Part {
        place: Place::Message {
            from: Line::Server,
            leaves,
            arrives: Some(arrives),
        },
        span: Interval::between(leaves.start_us, arrives.end_us.max(leaves.start_us)),
        name,
        words,
        few_words,
        colour: "receive",
        provenance: "derived",
        how: "From the server's clock at its start and the client's at its end.".to_owned(),
        meaning: "The bytes of the response travel from the server to the client.",
    })
}

/// How a figure is known.
fn how(reading: &Reading<Interval>) -> String {
    reading
        .note()
        .map_or_else(|| "Measured.".to_owned(), |how| format!("Derived: {how}."))
}

/// What a phase is called where its line already says whose it is.
fn short(phase: Phase) -> &'static str {
    match phase {
        Phase::Read => "Read",
        Phase::Route => "Route",
        Phase::Handle => "Handle",
        Phase::Store => "Store",
        Phase::Encode => "Encode",
        Phase::Write => "Write",
        other => label(other),
    }
}

/// A target as long as there is room for.
fn cut(target: &str) -> String {
    const MOST: usize = 28;
    if target.chars().count() <= MOST {
        return target.to_owned();
    }
    target.chars().take(MOST - 1).chain(['…']).collect()
}

/// What happens in a phase, in a sentence.
const fn meaning(phase: Phase) -> &'static str {
    match phase {
        Phase::Queue => "The request waits for its turn or for a free connection.",
        Phase::Dns => "The host's name is resolved to an address.",
        Phase::Connect => "The transport connection is made.",
        Phase::Tls => "Client and server agree on keys.",
        Phase::Send => "The client hands the bytes of the request to the network.",
        Phase::Wait => "The client has asked and has nothing of the response yet.",
        Phase::Receive => "The bytes of the response arrive, from the first to the last.",
        Phase::Read => "The server reads the head of the request, from its first byte to its last.",
        Phase::Route => "The server finds out what is to answer.",
        Phase::Handle => "The handler works on its answer.",
        Phase::Store => "Within the handler: it waits for the database.",
        Phase::Encode => "Within the handler: the representation is made.",
        Phase::Write => "The server hands the bytes of the response to the network.",
        Phase::Parse => "The page turns the bytes into text, and JSON into values.",
        Phase::Render => "The page draws what it was given.",
    }
}

/// The stretches by which the server's account may lie elsewhere, at both of its ends.
pub(super) fn doubt(joined: &Joined) -> Vec<Interval> {
    let server = joined
        .timeline
        .0
        .iter()
        .filter(|span| span.phase.side() == Side::Server);
    let known: Vec<Interval> = server.filter_map(|span| span.reading.value().copied()).collect();
    let start = known.iter().map(|interval| interval.start_us).min();
    let end = known.iter().map(|interval| interval.end_us).max();
    match (start, end, joined.uncertainty_us) {
        (Some(start), Some(end), Some(us)) if us > 0 => vec![
            Interval::between(start.saturating_sub(us), start),
            Interval::between(end, end + us),
        ],
        _ => Vec::new(),
    }
}
