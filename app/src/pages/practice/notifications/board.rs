//! What is known of the notifications, and what an event changes about it.

use contract::shop::{Notification, Notifications};

/// The notifications that are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Board {
    /// The newest first.
    pub(super) items: Vec<Notification>,
    /// How many of all have not been read.
    pub(super) unread: u64,
}

impl Board {
    /// What there is when it is asked for as a whole.
    pub(super) fn of(mut came: Notifications) -> Self {
        came.items.reverse();
        Self {
            items: came.items,
            unread: came.unread,
        }
    }

    /// One was sent, or somebody has read one. Says whether that is all that has to be known: of one that is too old to be shown, only
    /// the server knows whether it counted as unread.
    pub(super) fn take(&mut self, came: Notification) -> bool {
        match self.items.iter_mut().find(|item| item.id == came.id) {
            Some(item) => {
                if came.read && !item.read {
                    self.unread = self.unread.saturating_sub(1);
                }
                item.read |= came.read;
                true
            }
            None if came.read => false,
            None => {
                self.unread += 1;
                self.items.insert(0, came);
                true
            }
        }
    }

    /// Somebody has read one.
    pub(super) fn read(&mut self, id: uuid::Uuid) {
        let item = self.items.iter_mut().find(|item| item.id == id && !item.read);
        if let Some(item) = item {
            item.read = true;
            self.unread = self.unread.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

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
        Board::of(Notifications {
            items: vec![note(1, true), note(2, false)],
            unread: 5,
            cursor: "1-2".into(),
            events_cursor: "1-2".into(),
        })
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
}
