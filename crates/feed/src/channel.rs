//! A topic that somebody reads: its latest events in memory, shared by all its readers.
//!
//! What a channel holds is a part of the log without a hole, so whatever lies in it may be handed out. Whatever does not, a reader
//! reads from the log itself; only the log decides that there is a gap, because the channel of a node may be behind.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
};

use crate::{Cursor, Event, Topic, gap::Extent, signal::Readers};

/// How many events a channel holds at most.
pub(crate) const EVENTS: usize = 256;

/// How much memory they may take, in bytes: more than the largest event does.
const BYTES: usize = 1 << 20;

/// How much memory the events of all channels may take together, in bytes. Beyond it, readers are sent to the log.
pub(crate) const ALL_BYTES: usize = 64 << 20;

/// A topic and its readers.
#[derive(Debug)]
pub(crate) struct Channel {
    pub(crate) topic: Topic,
    pub(crate) readers: Readers,
    /// Goes up with every change, so that a reader that has looked knows without the lock whether to look again.
    version: AtomicU64,
    state: Mutex<State>,
    /// What the events of all channels take.
    memory: Arc<AtomicUsize>,
    /// Held by whoever reads the log for all readers.
    pub(crate) refreshing: tokio::sync::Mutex<()>,
    /// Whether it waits to be refreshed.
    pub(crate) to_refresh: AtomicBool,
    /// Whether it is to be filled with what was there before it when it is refreshed.
    pub(crate) to_fill: AtomicBool,
    /// Whether its readers wait to be woken.
    pub(crate) to_wake: AtomicBool,
    /// Whether nobody has read it when it was last looked at.
    pub(crate) idle: AtomicBool,
    /// How often those who read it have been dismissed.
    dismissals: AtomicU32,
}

#[derive(Debug)]
struct State {
    known: Known,
    /// The events up to the head, contiguous.
    events: VecDeque<Arc<Event>>,
    weight: usize,
    /// Whether it has been tried to fill it with events from before it was there.
    filled: bool,
}

/// What is known of the topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing: the log has not been asked.
    Nothing,
    /// That it does not exist.
    Absent,
    /// Where it begins and ends.
    Present(Extent),
}

/// What a channel has for a reader.
#[derive(Debug)]
pub(crate) enum Look {
    /// Events behind its place.
    Events(Vec<Arc<Event>>),
    /// Nothing; the reader is woken when that changes.
    Nothing,
    /// Nothing yet, but the channel can be filled with what the reader lacks.
    Fill,
    /// The log has to be asked.
    Log,
}

impl Channel {
    pub(crate) fn new(topic: Topic, memory: Arc<AtomicUsize>) -> Self {
        Self {
            topic,
            readers: Readers::default(),
            version: AtomicU64::new(1),
            state: Mutex::new(State {
                known: Known::Nothing,
                events: VecDeque::new(),
                weight: 0,
                filled: false,
            }),
            memory,
            refreshing: tokio::sync::Mutex::new(()),
            to_refresh: AtomicBool::new(false),
            to_fill: AtomicBool::new(false),
            to_wake: AtomicBool::new(false),
            idle: AtomicBool::new(false),
            dismissals: AtomicU32::new(0),
        }
    }

    /// What tells readers that came before a dismissal from those that came after it.
    pub(crate) fn dismissals(&self) -> u32 {
        self.dismissals.load(Ordering::Acquire)
    }

    /// Has whoever reads it now read no more. They have to be woken.
    pub(crate) fn dismiss(&self) {
        self.dismissals.fetch_add(1, Ordering::Release);
    }

    /// Never 0.
    pub(crate) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// Whether the log has been asked.
    pub(crate) fn is_loaded(&self) -> bool {
        self.lock().known != Known::Nothing
    }

    /// Where the topic begins and ends, as far as is known here.
    pub(crate) fn extent(&self) -> Option<Extent> {
        match self.lock().known {
            Known::Present(extent) => Some(extent),
            Known::Nothing | Known::Absent => None,
        }
    }

    /// What there is for a reader at this place: at most `limit` events.
    pub(crate) fn look(&self, cursor: Cursor, limit: usize) -> Look {
        let state = self.lock();
        let extent = match state.known {
            Known::Nothing => return Look::Log,
            Known::Absent if cursor == Cursor::ORIGIN => return Look::Nothing,
            Known::Absent => return Look::Log,
            Known::Present(extent) => extent,
        };
        let latest = extent.latest();
        if (cursor != Cursor::ORIGIN && cursor.epoch() != latest.epoch()) || cursor.seq() > latest.seq() {
            return Look::Log;
        }
        let behind = latest.seq() - cursor.seq();
        if behind == 0 {
            return Look::Nothing;
        }
        let held = state.events.len();
        match usize::try_from(behind) {
            Ok(behind) if behind <= held => {
                let events = state.events.range(held - behind..).take(limit);
                Look::Events(events.cloned().collect())
            }
            Ok(behind) if behind <= EVENTS && !state.filled && cursor.seq() >= extent.earliest().seq() => Look::Fill,
            _ => Look::Log,
        }
    }

    /// Takes in events that were just appended, which may be none of the next ones. Gives whether they fitted; if not, the log has
    /// to be read.
    pub(crate) fn extend(&self, events: &[Arc<Event>]) -> bool {
        let (Some(first), Some(last)) = (events.first(), events.last()) else {
            return true;
        };
        let mut state = self.lock();
        if state.known == Known::Absent && first.cursor().seq() == 1 {
            state.known = Known::Present(Extent {
                epoch: first.cursor().epoch().cast_signed(),
                head: 0,
                floor: 0,
            });
        }
        let Known::Present(extent) = &mut state.known else {
            return false;
        };
        let latest = extent.latest();
        if latest.epoch() != last.cursor().epoch() {
            return false;
        }
        if last.cursor().seq() <= latest.seq() {
            return true;
        }
        if first.cursor().seq() > latest.seq() + 1 {
            return false;
        }
        let known = usize::try_from(latest.seq() + 1 - first.cursor().seq()).unwrap_or(usize::MAX);
        extent.head = last.cursor().seq().cast_signed();
        for event in events.iter().skip(known) {
            self.push(&mut state, Arc::clone(event));
        }
        self.changed(state);
        true
    }

    /// Takes in what the log says: where the topic is, and events that end at its head if there are any. With less than what is
    /// known already, nothing happens. Gives whether all that the log has is known now.
    pub(crate) fn learn(&self, extent: Option<Extent>, events: &[Arc<Event>]) -> bool {
        let mut state = self.lock();
        match (state.known, extent) {
            (Known::Absent, None) => return true,
            (_, None) => {
                self.clear(&mut state);
                state.known = Known::Absent;
            }
            (Known::Present(known), Some(extent)) if known.epoch == extent.epoch => {
                let floor = known.floor.max(extent.floor);
                let head = known.head;
                state.known = Known::Present(Extent { floor, ..known });
                self.trim(&mut state, floor);
                if extent.head <= head {
                    drop(state);
                    return true;
                }
                drop(state);
                return self.extend(events) && self.extent().is_some_and(|known| known.head >= extent.head);
            }
            (_, Some(extent)) => {
                self.clear(&mut state);
                state.known = Known::Present(extent);
            }
        }
        self.changed(state);
        true
    }

    /// Lets go of what retention has taken away, up to `floor`.
    pub(crate) fn swept(&self, epoch: i64, floor: i64) {
        let mut state = self.lock();
        if let Known::Present(extent) = &mut state.known
            && extent.epoch == epoch
            && extent.floor < floor
        {
            extent.floor = floor;
            self.trim(&mut state, floor);
            self.changed(state);
        }
    }

    /// Starts anew at the head of the log, when what lies between is too much to be taken in.
    pub(crate) fn jump(&self, extent: Extent) {
        let mut state = self.lock();
        self.clear(&mut state);
        state.known = Known::Present(extent);
        self.changed(state);
    }

    /// Puts events before those that are there. Whether it could be or not, it is not tried again.
    pub(crate) fn fill(&self, events: &[Arc<Event>]) {
        let mut state = self.lock();
        state.filled = true;
        if let Known::Present(extent) = state.known {
            let first = state
                .events
                .front()
                .map_or(extent.latest().seq() + 1, |event| event.cursor().seq());
            let earlier = events.iter().rev().skip_while(|event| event.cursor().seq() >= first);
            let mut next = first;
            for event in earlier {
                let weight = event.weight();
                let fits = event.cursor().epoch() == extent.latest().epoch()
                    && event.cursor().seq() + 1 == next
                    && state.events.len() < EVENTS
                    && state.weight + weight <= BYTES
                    && self.memory.load(Ordering::Relaxed) + weight <= ALL_BYTES;
                if !fits {
                    break;
                }
                next = event.cursor().seq();
                state.weight += weight;
                self.memory.fetch_add(weight, Ordering::Relaxed);
                state.events.push_front(Arc::clone(event));
            }
        }
        self.changed(state);
    }

    fn push(&self, state: &mut State, event: Arc<Event>) {
        let weight = event.weight();
        state.weight += weight;
        self.memory.fetch_add(weight, Ordering::Relaxed);
        state.events.push_back(event);
        while state.events.len() > EVENTS
            || state.weight > BYTES
            || (self.memory.load(Ordering::Relaxed) > ALL_BYTES && !state.events.is_empty())
        {
            self.pop(state);
        }
    }

    fn pop(&self, state: &mut State) {
        if let Some(event) = state.events.pop_front() {
            state.weight -= event.weight();
            self.memory.fetch_sub(event.weight(), Ordering::Relaxed);
            // What goes for lack of room would go again.
            state.filled = true;
        }
    }

    /// What retention has taken away goes here too.
    fn trim(&self, state: &mut State, floor: i64) {
        while state
            .events
            .front()
            .is_some_and(|event| event.cursor().seq().cast_signed() <= floor)
        {
            self.pop(state);
        }
    }

    fn clear(&self, state: &mut State) {
        self.memory.fetch_sub(state.weight, Ordering::Relaxed);
        state.events.clear();
        state.weight = 0;
        state.filled = false;
    }

    fn changed(&self, state: MutexGuard<'_, State>) {
        self.version.fetch_add(1, Ordering::Release);
        drop(state);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let weight = self.state.get_mut().unwrap_or_else(PoisonError::into_inner).weight;
        self.memory.fetch_sub(weight, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    const EPOCH: i64 = 7;

    fn channel(memory: &Arc<AtomicUsize>) -> Channel {
        Channel::new("room.lobby".parse().unwrap(), Arc::clone(memory))
    }

    fn events(seqs: impl IntoIterator<Item = i64>) -> Vec<Arc<Event>> {
        let topic: Topic = "room.lobby".parse().unwrap();
        let event = |seq| {
            let cursor = Cursor::of(EPOCH, seq);
            Event::new(topic.clone(), cursor, Timestamp::UNIX_EPOCH, "number", "1".into(), None)
        };
        seqs.into_iter().map(event).collect()
    }

    fn extent(floor: i64, head: i64) -> Option<Extent> {
        let epoch = EPOCH;
        Some(Extent { epoch, head, floor })
    }

    /// What a reader behind this event is given.
    fn look(channel: &Channel, seq: i64) -> Result<Vec<u64>, &'static str> {
        match channel.look(Cursor::of(EPOCH, seq), 100) {
            Look::Events(events) => Ok(events.iter().map(|event| event.cursor().seq()).collect()),
            Look::Nothing => Err("nothing"),
            Look::Fill => Err("fill"),
            Look::Log => Err("log"),
        }
    }

    #[test]
    fn what_follows_is_taken_in_and_what_does_not_is_not() {
        let channel = channel(&Arc::default());
        assert!(!channel.extend(&events(1..=2)), "nothing is known yet");
        assert_eq!(look(&channel, 0), Err("log"));
        assert!(channel.learn(extent(0, 2), &[]));
        assert!(channel.extend(&events(3..=5)));
        assert!(channel.extend(&events(4..=4)), "known already");
        assert!(channel.extend(&events(4..=6)), "partly known");
        assert!(!channel.extend(&events(8..=8)), "a hole");
        assert_eq!(look(&channel, 2), Ok(vec![3, 4, 5, 6]));
        assert_eq!(look(&channel, 6), Err("nothing"));
        assert_eq!(look(&channel, 7), Err("log"), "the log may know more");
        assert!(!channel.learn(extent(0, 9), &events(7..=8)), "one is missing still");
        assert!(channel.learn(extent(0, 9), &events(9..=9)));
        assert_eq!(look(&channel, 6), Ok(vec![7, 8, 9]));
    }

    #[test]
    fn it_is_filled_once_with_what_was_before() {
        let channel = channel(&Arc::default());
        channel.learn(extent(2, 8), &[]);
        assert_eq!(look(&channel, 4), Err("fill"));
        assert_eq!(look(&channel, 1), Err("log"), "there is a gap to be told");
        channel.extend(&events(9..=9));
        channel.fill(&events(5..=9));
        assert_eq!(look(&channel, 4), Ok(vec![5, 6, 7, 8, 9]));
        assert_eq!(look(&channel, 3), Err("log"), "not tried again");
        channel.swept(EPOCH, 7);
        assert_eq!(look(&channel, 6), Err("log"));
        assert_eq!(look(&channel, 7), Ok(vec![8, 9]));
    }

    #[test]
    fn a_topic_that_begins_is_read_from_its_first_event() {
        let channel = channel(&Arc::default());
        channel.learn(None, &[]);
        assert!(matches!(channel.look(Cursor::ORIGIN, 9), Look::Nothing));
        assert_eq!(look(&channel, 3), Err("log"), "a place in what was removed");
        assert!(channel.extend(&events(1..=3)));
        assert!(matches!(channel.look(Cursor::ORIGIN, 9), Look::Events(events) if events.len() == 3));
    }

    #[test]
    fn memory_is_bounded_and_given_back() {
        let memory = Arc::default();
        let first = channel(&memory);
        first.learn(extent(0, 0), &[]);
        for seq in 1..=1_000 {
            first.extend(&events([seq]));
        }
        assert_eq!(look(&first, 1_000 - EVENTS as i64).map(|events| events.len()), Ok(100));
        assert_eq!(look(&first, 999 - EVENTS as i64), Err("log"));
        let taken = memory.load(Ordering::Relaxed);
        assert_eq!(taken, EVENTS * events([1])[0].weight());

        memory.fetch_add(ALL_BYTES, Ordering::Relaxed);
        let second = channel(&memory);
        second.learn(extent(0, 0), &[]);
        assert!(second.extend(&events(1..=3)));
        assert_eq!(look(&second, 0), Err("log"), "there is no room");
        drop((first, second));
        assert_eq!(memory.load(Ordering::Relaxed), ALL_BYTES);
    }
}
