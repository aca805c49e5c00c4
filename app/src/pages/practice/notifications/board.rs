//! What is known of the notifications, and what an event changes about it.

use std::collections::VecDeque;

use contract::shop::{MAX_NOTIFICATIONS, Notification, Notifications};
use uuid::Uuid;

/// The notifications that are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Board {
    /// The newest first.
    pub(super) items: Vec<Notification>,
    /// How many of all have not been read.
    pub(super) unread: u64,
    /// The last changes, as many as a list can have.
    changes: VecDeque<Change>,
    /// How many changes there were.
    changed: usize,
    /// How often the notifications were asked for.
    asked: usize,
    /// The latest of these questions that is answered.
    answered: usize,
}

/// What has changed.
#[derive(Clone, Debug, PartialEq)]
enum Change {
    /// One was sent, or somebody has read one.
    Came(Notification),
    /// It was read here.
    Read(Uuid),
}

/// A question for the notifications: what changed after it may be missing in its answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    number: usize,
    changed: usize,
}

impl Board {
    /// The notifications are about to be asked for.
    pub(super) fn ask(&mut self) -> Asked {
        self.asked += 1;
        Asked {
            number: self.asked,
            changed: self.changed,
        }
    }

    /// What there was when it was asked for as a whole, and what has changed since; nothing new where a later question has been
    /// answered already.
    pub(super) fn renew(&mut self, mut came: Notifications, asked: Asked) {
        if asked.number < self.answered {
            return;
        }
        self.answered = asked.number;
        came.items.reverse();
        self.items = came.items;
        self.unread = came.unread;
        let since = (self.changed - asked.changed).min(self.changes.len());
        let later: Vec<_> = self.changes.range(self.changes.len() - since..).cloned().collect();
        for change in later {
            // Whoever made it has asked again if the list does not tell enough.
            self.apply(change);
        }
    }

    /// One was sent, or somebody has read one. Says whether that is all that has to be known: of one that is too old to be shown, only
    /// the server knows whether it counted as unread.
    pub(super) fn take(&mut self, came: Notification) -> bool {
        self.change(Change::Came(came))
    }

    /// It has been read here.
    pub(super) fn read(&mut self, id: Uuid) {
        self.change(Change::Read(id));
    }

    fn change(&mut self, change: Change) -> bool {
        if self.changes.len() as u64 == MAX_NOTIFICATIONS {
            self.changes.pop_front();
        }
        self.changes.push_back(change.clone());
        self.changed += 1;
        self.apply(change)
    }

    /// Makes a change. It may have been made already.
    fn apply(&mut self, change: Change) -> bool {
        let (id, is_read) = match &change {
            Change::Came(came) => (came.id, came.read),
            Change::Read(id) => (*id, true),
        };
        match (self.items.iter_mut().find(|item| item.id == id), change) {
            (Some(item), _) => {
                if is_read && !item.read {
                    item.read = true;
                    self.unread = self.unread.saturating_sub(1);
                }
                true
            }
            (None, Change::Came(came)) if !is_read => {
                self.unread += 1;
                self.items.insert(0, came);
                true
            }
            (None, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(id: u128, read: bool) -> Notification {
        Notification {
            id: Uuid::from_u128(id),
            title: id.to_string(),
            message: String::new(),
            read,
            created_at: exchange::Timestamp::UNIX_EPOCH,
            cursor: format!("1-{id}"),
        }
    }

    fn board() -> Board {
        let mut board = Board::default();
        let asked = board.ask();
        board.renew(list(vec![note(1, true), note(2, false)], 5), asked);
        board
    }

    fn list(items: Vec<Notification>, unread: u64) -> Notifications {
        Notifications {
            items,
            unread,
            cursor: "1-2".into(),
            events_cursor: "1-2".into(),
        }
    }

    #[test]
    fn what_comes_twice_counts_once() {
        let mut board = board();
        for _ in 0..2 {
            assert!(board.take(note(2, false)));
            assert!(board.take(note(3, false)));
        }
        let titles: Vec<_> = board.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!((titles, board.unread), (vec!["3", "2", "1"], 6));
    }

    #[test]
    fn what_was_read_elsewhere_is_read_here() {
        let mut board = board();
        assert!(board.take(note(2, true)) && board.take(note(2, true)));
        board.read(Uuid::from_u128(2));
        assert_eq!(board.unread, 4);
        assert!(board.items[0].read);
        // An old one, which is not shown.
        assert!(!board.take(note(9, true)));
        assert_eq!(board.items.len(), 2);
    }

    #[test]
    fn what_comes_while_the_list_is_asked_for_is_not_lost() {
        let mut board = board();
        board.take(note(3, false));
        let asked = board.ask();
        board.take(note(4, false));
        board.read(Uuid::from_u128(2));
        // The answer is from before both, or from after them.
        for (items, unread) in [
            (vec![note(1, true), note(2, false), note(3, false)], 6),
            (vec![note(1, true), note(2, true), note(3, false), note(4, false)], 6),
        ] {
            board.renew(list(items, unread), asked);
            let titles: Vec<_> = board.items.iter().map(|item| item.title.as_str()).collect();
            assert_eq!((titles, board.unread), (vec!["4", "3", "2", "1"], 6));
            assert!(board.items[2].read);
        }
    }

    #[test]
    fn an_answer_that_was_overtaken_changes_nothing() {
        let mut board = board();
        let (first, second) = (board.ask(), board.ask());
        board.renew(list(vec![note(2, true)], 0), second);
        board.renew(list(vec![note(1, true), note(2, false)], 5), first);
        assert_eq!((board.items.len(), board.unread), (1, 0));
    }
}
