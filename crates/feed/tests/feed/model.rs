//! The feed beside a model of it: a list of numbers, where it begins, and which topic it is.

use feed::{Cursor, Delivery, Feed, Missing, Position};
use proptest::{prelude::*, test_runner::TestRunner};
use tokio::runtime::Runtime;

use crate::databases::{Database, Got, append, event, number, options, subscribe, topic};

/// How many events the class of these topics keeps.
const KEPT: usize = 10;

#[derive(Debug, Clone)]
enum Step {
    Append(u64),
    /// By a writer of that name.
    Once(u8),
    Sweep,
    Remove,
    /// The feed is closed and opened again: what is in memory is forgotten.
    Reopen,
    /// A reader leaves and comes back, or is new, with one of the cursors that were given out.
    Return(usize, prop::sample::Index),
    /// A reader reads what there is.
    Read(usize),
    /// A page is read behind one of the cursors that were given out.
    Page(prop::sample::Index, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (1..8_u64).prop_map(Step::Append),
        3 => (0..4_u8).prop_map(Step::Once),
        2 => Just(Step::Sweep),
        1 => Just(Step::Remove),
        1 => Just(Step::Reopen),
        3 => (0..3_usize, any::<prop::sample::Index>()).prop_map(|(reader, place)| Step::Return(reader, place)),
        5 => (0..3_usize).prop_map(Step::Read),
        3 => (any::<prop::sample::Index>(), 1..6_usize).prop_map(|(place, limit)| Step::Page(place, limit)),
    ]
}

/// A topic: `None` before it is made.
#[derive(Debug, Default)]
struct Model {
    epoch: u64,
    events: Vec<u64>,
    floor: usize,
    /// Where the writers' events are.
    once: [Option<usize>; 4],
}

impl Model {
    /// What a reader at this place gets, and where it is then.
    fn behind(&self, cursor: Cursor, limit: usize) -> (Vec<Got>, Cursor) {
        let at = |seq: usize| Cursor::new(self.epoch, seq as u64).unwrap_or(Cursor::ORIGIN);
        let seq = usize::try_from(cursor.seq()).unwrap();
        if cursor != Cursor::ORIGIN && cursor.epoch() != self.epoch {
            return (vec![Got::Missed(Missing::Unknown)], at(self.floor));
        }
        if seq < self.floor {
            let (from, to) = (seq as u64 + 1, self.floor as u64);
            return (vec![Got::Missed(Missing::Range { from, to })], at(self.floor));
        }
        let to = self.events.len().min(seq + limit);
        let got = self.events[seq..to].iter().copied().map(Got::Event).collect();
        (got, if self.epoch == 0 { Cursor::ORIGIN } else { at(to) })
    }

    fn all_behind(&self, mut cursor: Cursor) -> (Vec<Got>, Cursor) {
        let mut all = Vec::new();
        loop {
            let (got, next) = self.behind(cursor, usize::MAX >> 1);
            let gap = matches!(got[..], [Got::Missed(_)]);
            all.extend(got);
            cursor = next;
            if !gap {
                return (all, cursor);
            }
        }
    }
}

async fn run(database: &Database, name: &str, steps: &[Step]) {
    let kind = database.kind;
    let topic = topic(name);
    let mut feed = database.feed().await;
    let mut model = Model::default();
    let mut places = vec![Cursor::ORIGIN];
    let mut readers = [Cursor::ORIGIN; 3];
    let mut subscriptions = Vec::new();
    for _ in 0..3 {
        subscriptions.push(subscribe(&feed, &topic, Position::Earliest).await);
    }
    let mut next = 0;
    for (index, step) in steps.iter().enumerate() {
        match step {
            Step::Append(count) => {
                let cursors = append(&feed, &topic, next, *count).await;
                model.epoch = cursors[0].epoch();
                model.events.extend(next..next + count);
                assert_eq!(
                    cursors.last().unwrap().seq(),
                    model.events.len() as u64,
                    "{kind}, step {index}"
                );
                next += count;
                places.extend(cursors);
            }
            Step::Once(id) => {
                let new = event(next).written_by("ada", &id.to_string()).unwrap();
                let appended = feed.append(&topic, vec![new]).await.unwrap()[0];
                let place = &mut model.once[usize::from(*id)];
                let known = place.filter(|place| *place > model.floor);
                assert_eq!(appended.new, known.is_none(), "{kind}, step {index}");
                if appended.new {
                    model.epoch = appended.cursor.epoch();
                    model.events.push(next);
                    next += 1;
                    *place = Some(model.events.len());
                    places.push(appended.cursor);
                }
                assert_eq!(appended.cursor.seq(), place.unwrap() as u64, "{kind}, step {index}");
            }
            Step::Sweep => {
                feed.sweep().await.unwrap();
                model.floor = model.floor.max(model.events.len().saturating_sub(KEPT));
            }
            Step::Remove => {
                assert_eq!(
                    feed.remove(&topic).await.unwrap(),
                    model.epoch != 0,
                    "{kind}, step {index}"
                );
                model = Model::default();
            }
            Step::Reopen => {
                feed.close().await;
                assert!(subscriptions[0].next().await.unwrap().is_none(), "{kind}, step {index}");
                feed = Feed::open(database.store().await, options()).await.unwrap();
                for (reader, subscription) in subscriptions.iter_mut().enumerate() {
                    *subscription = subscribe(&feed, &topic, readers[reader].into()).await;
                }
            }
            Step::Return(reader, place) => {
                readers[*reader] = *place.get(&places);
                subscriptions[*reader] = subscribe(&feed, &topic, readers[*reader].into()).await;
            }
            Step::Read(reader) => {
                let (expected, cursor) = model.all_behind(readers[*reader]);
                let subscription = &mut subscriptions[*reader];
                let mut got = Vec::new();
                while got.len() < expected.len() {
                    match subscription.next().await.unwrap().unwrap() {
                        Delivery::Events(batch) => {
                            got.extend(batch.events.iter().map(|event| Got::Event(number(event))));
                        }
                        Delivery::Gap(gap) => got.push(Got::Missed(gap.missing)),
                    }
                }
                assert_eq!(got, expected, "{kind}, step {index}");
                let place = subscription.cursors().next().unwrap().1;
                assert_eq!(
                    (place.seq(), place == cursor || got.is_empty()),
                    (cursor.seq(), true),
                    "{kind}, step {index}"
                );
                readers[*reader] = place;
            }
            Step::Page(place, limit) => {
                let cursor = *place.get(&places);
                let page = feed.read(&topic, cursor.into(), *limit).await.unwrap();
                let mut got: Vec<_> = page.gap.iter().map(|gap| Got::Missed(gap.missing)).collect();
                got.extend(page.events.iter().map(|event| Got::Event(number(event))));
                assert_eq!((got, page.cursor), model.behind(cursor, *limit), "{kind}, step {index}");
            }
        }
    }
    feed.close().await;
}

/// Steps in every order. The database is kept for all cases, each with a topic of its own.
fn agrees_with_the_model(database: &Database, cases: u32) {
    let runtime = Runtime::new().unwrap();
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let case = std::cell::Cell::new(0);
    let steps = prop::collection::vec(step(), 1..40);
    let outcome = TestRunner::new(config).run(&steps, |steps| {
        case.set(case.get() + 1);
        let name = format!("few.case-{}", case.get());
        runtime.block_on(run(database, &name, &steps));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", database.kind));
}

#[test]
fn on_sqlite_it_agrees_with_the_model() {
    agrees_with_the_model(&Database::sqlite(), 60);
}

#[test]
fn on_postgresql_it_agrees_with_the_model() {
    let runtime = Runtime::new().unwrap();
    let database = runtime.block_on(async { Database::postgres() });
    agrees_with_the_model(&database, 30);
}
