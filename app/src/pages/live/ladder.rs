//! The ladder of a transport: the browser and the server as two lines, time downwards up to now, and what travelled, to scale.
//!
//! Lengths are attributes, because a `style` attribute would need a weaker content security policy. The way itself takes less than a
//! line is thick, so what travels is drawn level.

use leptos::prelude::*;

use super::{
    desk::Clock,
    lane::{Lane, Mark, What},
};
use crate::{
    client::live::Transport,
    inspector::figures::{duration, size},
};

/// How high the drawing is, where its time begins, and where it ends.
const HEIGHT: i32 = 236;
const TOP: i32 = 30;
const BOTTOM: i32 = HEIGHT - 8;

/// How far to the right the two lines are.
const BROWSER: &str = "20%";
const SERVER: &str = "80%";

/// What travels within so many pixels of the one before is drawn as one.
const CLOSE: i32 = 4;

/// How many pixels words need for themselves.
const WORDS: i32 = 13;

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// Something that travels.
    Arrow {
        y: i32,
        /// Whether it comes back from the server.
        back: bool,
        phase: &'static str,
        words: String,
    },
    /// Something that lasts, on the server's line, or on both.
    Bar {
        top: i32,
        bottom: i32,
        both: bool,
        phase: &'static str,
    },
    /// The end of a connection.
    End { y: i32 },
}

/// Time as heights: the last so many milliseconds up to now.
#[derive(Clone, Copy)]
struct Window {
    now: f64,
    span: f64,
}

impl Window {
    #[expect(clippy::cast_possible_truncation, reason = "within the drawing")]
    fn y(self, at: f64) -> i32 {
        let share = (at - (self.now - self.span)) / self.span;
        TOP + (share.clamp(0.0, 1.0) * f64::from(BOTTOM - TOP)).round() as i32
    }

    fn has(self, at: f64) -> bool {
        at <= self.now && at >= self.now - self.span
    }

    /// The bar of something that lasts, if some of it is shown.
    fn bar(self, from: f64, to: f64, both: bool, phase: &'static str) -> Option<Shape> {
        if to < self.now - self.span || from > self.now {
            return None;
        }
        Some(Shape::Bar {
            top: self.y(from),
            bottom: self.y(to),
            both,
            phase,
        })
    }
}

/// What is written at something that came.
fn came_words(content: u64, seqs: Option<(u64, u64)>, gap: bool, transport: Transport) -> String {
    match (seqs, gap) {
        (Some((first, last)), _) if first == last => format!("#{first}, {}", size(content)),
        (Some((first, last)), _) => format!("#{first} to #{last}, {}", size(content)),
        (None, true) => "gap".to_owned(),
        (None, false) if transport == Transport::Poll => "nothing new".to_owned(),
        (None, false) => size(content),
    }
}

/// The bytes of content that came, the numbers of the first and the last event in it, and whether a gap was told.
type Came = (u64, Option<(u64, u64)>, bool);

/// What travels, before what lies close is put together.
struct Travel {
    y: i32,
    back: bool,
    phase: &'static str,
    words: Option<&'static str>,
    came: Option<Came>,
    /// How many it stands for.
    count: u32,
    /// Whether it has words of its own.
    is_told: bool,
}

impl Travel {
    fn of(mark: &Mark, y: i32, transport: Transport) -> Option<Self> {
        let travel = |back, phase, words| Self {
            y,
            back,
            phase,
            words: Some(words),
            came: None,
            count: 1,
            is_told: true,
        };
        Some(match (&mark.what, transport) {
            (What::Asked, Transport::Socket) => travel(false, "connect", "GET, Upgrade"),
            (What::Asked, _) => travel(false, "send", "GET"),
            (What::Opened, Transport::Socket) => travel(true, "connect", "101"),
            (What::Opened, _) => travel(true, "connect", "200"),
            (&What::Came { content, seqs, gap }, _) => Self {
                y,
                back: true,
                phase: "receive",
                words: None,
                came: Some((content, seqs, gap)),
                count: 1,
                is_told: true,
            },
            (What::Ended(_), _) => return None,
        })
    }

    /// Takes another one in that came so close behind that the two could not be told apart, if both are of one kind.
    fn take(&mut self, other: &Self) -> bool {
        let is_close = other.y - self.y < CLOSE && self.is_like(other);
        if is_close {
            self.add(other);
        }
        is_close
    }

    fn is_like(&self, other: &Self) -> bool {
        self.words == other.words && self.came.is_some() == other.came.is_some()
    }

    /// Tells of another one too, if it is of the same kind.
    fn add(&mut self, other: &Self) {
        if !self.is_like(other) {
            return;
        }
        self.count += other.count;
        if let (Some(own), Some(came)) = (&mut self.came, other.came) {
            own.0 += came.0;
            own.1 = match (own.1, came.1) {
                (Some((first, _)), Some((_, last))) => Some((first, last)),
                (own, came) => own.or(came),
            };
            own.2 |= came.2;
        }
    }

    /// What is written at it.
    fn told(&self, transport: Transport) -> String {
        match (self.words, self.came) {
            // At the very top there is no room above the line; of several, the words may stand below the first.
            _ if !self.is_told || (self.count == 1 && self.y < TOP + WORDS) => String::new(),
            (Some(words), _) if self.count > 1 => format!("{words} ×{}", self.count),
            (Some(words), _) => words.to_owned(),
            (None, Some((content, seqs, gap))) => came_words(content, seqs, gap, transport),
            (None, None) => String::new(),
        }
    }
}

/// What lies so close that its words would cover each other is told in one, at the first of it.
fn gather(travels: &mut [Travel]) {
    // For each direction, where the first is, and how high the latest.
    let mut firsts: [Option<(usize, i32)>; 2] = [None; 2];
    for index in 0..travels.len() {
        let (before, rest) = travels.split_at_mut(index);
        let travel = &mut rest[0];
        let latest = &mut firsts[usize::from(travel.back)];
        match latest {
            Some((first, y)) if travel.y - *y < WORDS => {
                *y = travel.y;
                travel.is_told = false;
                before[*first].add(travel);
            }
            _ => *latest = Some((index, travel.y)),
        }
    }
}

/// What is drawn of what happened, in that window.
fn scene(marks: &[Mark], window: Window, transport: Transport) -> Vec<Shape> {
    let mut bars = Vec::new();
    let mut travels: Vec<Travel> = Vec::new();
    let mut ends = Vec::new();
    let both = transport == Transport::Socket;
    // Of a long connection the beginning may not be kept.
    let is_open =
        transport != Transport::Poll && matches!(marks.first().map(|mark| &mark.what), Some(What::Came { .. }));
    let mut open: Option<(f64, &'static str)> = is_open.then_some((f64::MIN, "receive"));
    for mark in marks {
        let close = |open: &mut Option<(f64, &'static str)>| {
            let (from, phase) = open.take()?;
            window.bar(from, mark.at, both && phase == "receive", phase)
        };
        match mark.what {
            What::Asked => {
                bars.extend(close(&mut open));
                open = Some((mark.at, "wait"));
            }
            What::Opened => {
                bars.extend(close(&mut open));
                open = Some((mark.at, "receive"));
            }
            What::Came { .. } if transport == Transport::Poll => bars.extend(close(&mut open)),
            What::Came { .. } => {}
            What::Ended(_) => {
                bars.extend(close(&mut open));
                if window.has(mark.at) {
                    ends.push(Shape::End { y: window.y(mark.at) });
                }
            }
        }
        if window.has(mark.at)
            && let Some(travel) = Travel::of(mark, window.y(mark.at), transport)
        {
            // What came between two others of its kind may be a request, with which the next answer has to be told apart.
            let is_taken = travels.iter_mut().rev().take(2).any(|last| last.take(&travel));
            if !is_taken {
                travels.push(travel);
            }
        }
    }
    if let Some((from, phase)) = open {
        bars.extend(window.bar(from, window.now, both && phase == "receive", phase));
    }
    gather(&mut travels);
    let arrows = travels.into_iter().map(|travel| Shape::Arrow {
        y: travel.y,
        back: travel.back,
        phase: travel.phase,
        words: travel.told(transport),
    });
    bars.into_iter().chain(arrows).chain(ends).collect()
}

/// Something that happened, in words, with how long before the last thing.
pub(super) fn sentence(mark: &Mark, end: f64, transport: Transport) -> String {
    let what = match &mark.what {
        What::Asked if transport == Transport::Socket => "The handshake leaves.".to_owned(),
        What::Asked => "A request leaves.".to_owned(),
        What::Opened if transport == Transport::Socket => "The server has switched protocols.".to_owned(),
        What::Opened => "The response begins, and goes on.".to_owned(),
        &What::Came { content, seqs, gap } => {
            let kind = match transport {
                Transport::Poll => "An answer",
                Transport::Stream => "A piece of the response",
                Transport::Socket => "A message",
            };
            let with = match seqs {
                Some((first, last)) if first == last => format!("event {first}"),
                Some((first, last)) => format!("events {first} to {last}"),
                None if gap => "a gap".to_owned(),
                None => "no event".to_owned(),
            };
            format!("{kind} of {} comes, with {with}.", size(content))
        }
        What::Ended(why) => format!("The connection ends: {why}."),
    };
    let before = before(end - mark.at);
    format!("{before}: {what}")
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative is taken as zero"
)]
fn before(ms: f64) -> String {
    match (ms.max(0.0) * 1_000.0) as u64 {
        0 => "Last".to_owned(),
        us => format!("{} before", duration(us)),
    }
}

#[component]
pub(super) fn Ladder(lane: Lane, clock: Clock, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let drawn = move || {
        let window = Window {
            now: clock.now(),
            span: clock.span_ms(),
        };
        let shapes = lane.with(|seen| {
            let marks = seen.marks.iter().cloned().collect::<Vec<_>>();
            scene(&marks, window, lane.transport)
        });
        let ticks = (0..3).map(|third| tick(window, third)).collect_view();
        let shapes = shapes.into_iter().map(draw).collect_view();
        view! { {ticks} {shapes} }
    };
    let texts = [(BROWSER, "Browser"), (SERVER, "Server")]
        .map(|(x, words)| {
            view! {
                <text class="live-line-name" x=x y="16" text-anchor="middle">{words}</text>
                <line class="live-line" x1=x x2=x y1=(TOP - 8).to_string() y2=HEIGHT.to_string() />
            }
        })
        .collect_view();
    view! {
        <svg class="live-ladder" role="img" aria-label=move || label.get() width="100%" height=HEIGHT.to_string() focusable="false">
            {texts}
            {drawn}
        </svg>
    }
    .into_any()
}

/// One of the three times that are named: the beginning, and each third.
fn tick(window: Window, third: u32) -> AnyView {
    let before = window.span * f64::from(3 - third) / 3.0;
    let y = window.y(window.now - before).to_string();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most a minute"
    )]
    let tenths = (before / 100.0).round() as u32;
    let words = match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("−{whole} s"),
        (whole, tenth) => format!("−{whole}.{tenth} s"),
    };
    view! {
        <line class="live-tick" x1="0" x2="100%" y1=y.clone() y2=y.clone() />
        <text class="live-time" x="0" y=y dx="6" dy="-4">{words}</text>
    }
    .into_any()
}

fn draw(shape: Shape) -> AnyView {
    match shape {
        Shape::Arrow { y, back, phase, words } => {
            let (head, points) = if back {
                (BROWSER, format!("1,{y} 8,{} 8,{}", y - 4, y + 4))
            } else {
                (SERVER, format!("-1,{y} -8,{} -8,{}", y - 4, y + 4))
            };
            let line = y.to_string();
            let words = (!words.is_empty()).then(|| {
                let (x, dx, anchor) = if back {
                    (SERVER, "-14", "end")
                } else {
                    (BROWSER, "12", "start")
                };
                let y = (y - 4).max(TOP + WORDS - 4).to_string();
                view! { <text class="live-arrow-words" x=x dx=dx y=y text-anchor=anchor>{words}</text> }
            });
            view! {
                <g data-phase=phase>
                    <line class="live-arrow" x1=BROWSER x2=SERVER y1=line.clone() y2=line />
                    <svg x=head overflow="visible" aria-hidden="true"><polygon class="live-arrow-head" points=points /></svg>
                    {words}
                </g>
            }
            .into_any()
        }
        Shape::Bar {
            top,
            bottom,
            both,
            phase,
        } => {
            let height = (bottom - top).max(2).to_string();
            let bar = |x: &'static str| {
                view! {
                    <svg x=x overflow="visible" aria-hidden="true">
                        <rect class="live-bar-part" x="-4" width="8" rx="2" y=top.to_string() height=height.clone() />
                    </svg>
                }
            };
            let other = both.then(|| bar(BROWSER));
            view! { <g data-phase=phase>{bar(SERVER)}{other}</g> }.into_any()
        }
        Shape::End { y } => {
            let path = format!("M-5 {}l10 10m0 -10l-10 10", y - 5);
            view! { <svg x="50%" overflow="visible" aria-hidden="true"><path class="live-end" d=path /></svg> }
                .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window {
        now: 20_000.0,
        span: 10_000.0,
    };

    fn mark(at: f64, what: What) -> Mark {
        Mark { at, what }
    }

    const fn came(first: u64, last: u64) -> What {
        What::Came {
            content: 100,
            seqs: Some((first, last)),
            gap: false,
        }
    }

    fn bars(shapes: &[Shape]) -> Vec<(i32, i32, bool, &'static str)> {
        let bars = shapes.iter().filter_map(|shape| match *shape {
            Shape::Bar {
                top,
                bottom,
                both,
                phase,
            } => Some((top, bottom, both, phase)),
            _ => None,
        });
        bars.collect()
    }

    fn words(shapes: &[Shape]) -> Vec<&str> {
        let words = shapes.iter().filter_map(|shape| match shape {
            Shape::Arrow { words, .. } => Some(words.as_str()),
            _ => None,
        });
        words.collect()
    }

    #[test]
    fn a_poll_waits_between_request_and_answer() {
        let marks = [
            mark(5_000.0, What::Asked),
            mark(15_000.0, came(3, 3)),
            mark(15_000.0, What::Asked),
        ];
        let shapes = scene(&marks, WINDOW, Transport::Poll);
        let middle = TOP + (BOTTOM - TOP) / 2;
        assert_eq!(
            bars(&shapes),
            [(TOP, middle, false, "wait"), (middle, BOTTOM, false, "wait")]
        );
        // The first request left long ago.
        assert_eq!(words(&shapes), ["#3, 100 B", "GET"]);
    }

    #[test]
    fn a_stream_lasts_and_its_end_shows() {
        let marks = [
            mark(12_000.0, What::Asked),
            mark(13_000.0, What::Opened),
            mark(16_000.0, What::Ended("cut".into())),
        ];
        let shapes = scene(&marks, WINDOW, Transport::Socket);
        let phases: Vec<_> = bars(&shapes)
            .into_iter()
            .map(|(.., both, phase)| (both, phase))
            .collect();
        assert_eq!(phases, [(false, "wait"), (true, "receive")]);
        assert_eq!(words(&shapes), ["GET, Upgrade", "101"]);
        assert!(shapes.contains(&Shape::End { y: WINDOW.y(16_000.0) }));
    }

    #[test]
    fn what_comes_close_together_is_one() {
        let marks: Vec<_> = (1_u32..=100)
            .map(|seq| mark(15_000.0 + f64::from(seq), came(seq.into(), seq.into())))
            .collect();
        let shapes = scene(&marks, WINDOW, Transport::Stream);
        assert_eq!(words(&shapes), ["#1 to #100, 10.0 kB"]);
        // It was there before what is kept of it.
        assert_eq!(bars(&shapes), [(TOP, BOTTOM, false, "receive")]);
    }

    #[test]
    fn words_that_would_cover_each_other_are_said_once() {
        let marks: Vec<_> = (1_u32..=5)
            .flat_map(|seq| {
                let at = 15_000.0 + f64::from(seq) * 300.0;
                [mark(at, came(seq.into(), seq.into())), mark(at, What::Asked)]
            })
            .collect();
        let shapes = scene(&marks, WINDOW, Transport::Poll);
        let said: Vec<_> = words(&shapes).into_iter().filter(|words| !words.is_empty()).collect();
        assert_eq!((words(&shapes).len(), said), (10, vec!["#1 to #5, 500 B", "GET ×5"]));
    }

    #[test]
    fn what_happened_is_told_in_words() {
        for (what, transport, expected) in [
            (What::Asked, Transport::Poll, "2.00 s before: A request leaves."),
            (
                came(1, 4),
                Transport::Stream,
                "2.00 s before: A piece of the response of 100 B comes, with events 1 to 4.",
            ),
            (
                What::Ended("cut".into()),
                Transport::Socket,
                "2.00 s before: The connection ends: cut.",
            ),
        ] {
            assert_eq!(sentence(&mark(1_000.0, what), 3_000.0, transport), expected);
        }
    }
}
