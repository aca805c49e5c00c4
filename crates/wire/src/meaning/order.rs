//! The order of the tables: by name, with ASCII letters compared as if they were small; and how a name is found in them.

use std::cmp::Ordering;

use super::{FieldMeaning, Meaning};

/// Compares two names byte by byte, ASCII letters regardless of case.
pub(super) const fn compare(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() {
        let (one, other) = (left[at].to_ascii_lowercase(), right[at].to_ascii_lowercase());
        if one != other {
            return if one < other { Ordering::Less } else { Ordering::Greater };
        }
        at += 1;
    }
    if left.len() == right.len() {
        Ordering::Equal
    } else if left.len() < right.len() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// Where the names of a large table are, by their hashes: a name of a message is found in one or two steps, and most of the names
/// that are not there in one. A name that is not where its hash says is in one of the next places.
pub(crate) struct Index<const PLACES: usize>([u16; PLACES]);

/// Nothing is in this place.
const FREE: u16 = u16::MAX;

impl<const PLACES: usize> Index<PLACES> {
    pub(crate) const fn empty() -> Self {
        Self([FREE; PLACES])
    }

    /// The entry of that name stands there in its table. It does not compile where there are too many for a quick search.
    pub(crate) const fn insert(&mut self, name: &str, at: usize) {
        assert!(
            at < PLACES / 2,
            "an index needs twice as many places as there are names"
        );
        let mut place = Self::place(name.as_bytes());
        while self.0[place] != FREE {
            place = (place + 1) % PLACES;
        }
        self.0[place] = at as u16;
    }

    /// Finds the entry with this name in the table that the index was made of.
    pub(crate) fn find<T>(
        &self,
        table: &'static [T],
        name: &[u8],
        name_of: fn(&T) -> &'static str,
    ) -> Option<&'static T> {
        let mut place = Self::place(name);
        while self.0[place] != FREE {
            let entry = &table[usize::from(self.0[place])];
            if name_of(entry).as_bytes().eq_ignore_ascii_case(name) {
                return Some(entry);
            }
            place = (place + 1) % PLACES;
        }
        None
    }

    /// Where a name is looked for first.
    const fn place(name: &[u8]) -> usize {
        hash(0, name) as usize % PLACES
    }
}

/// The hash of a name: the same for all its cases, and made of its beginning if it is long. Names of different kinds have different
/// seeds.
pub(super) const fn hash(seed: u32, name: &[u8]) -> u32 {
    let mut hash = seed ^ name.len() as u32;
    let mut at = 0;
    while at < name.len() && at < 40 {
        // This bit is what small letters have and capital ones do not.
        hash = (hash ^ (name[at] | 0x20) as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash ^ (hash >> 15)
}

/// The table itself. It does not compile where the table is out of order or has a name twice.
pub(super) const fn in_order(table: &[Meaning]) -> &[Meaning] {
    let mut at = 1;
    while at < table.len() {
        assert!(
            compare(table[at - 1].name, table[at].name).is_lt(),
            "a table is out of order or has a name twice"
        );
        at += 1;
    }
    table
}

/// One table in order out of several that are. It does not compile where one of them is not, where a name comes twice,
/// or where `COUNT` is not the number of their entries.
pub(super) const fn merge<const COUNT: usize, const TABLES: usize>(
    tables: &[&[FieldMeaning]; TABLES],
) -> [FieldMeaning; COUNT] {
    let mut merged = [tables[0][0]; COUNT];
    let mut taken = [0; TABLES];
    let mut filled = 0;
    while let Some(table) = least(tables, &taken) {
        merged[filled] = tables[table][taken[table]];
        assert!(
            filled == 0 || compare(merged[filled - 1].meaning.name, merged[filled].meaning.name).is_lt(),
            "a table of fields is out of order, or a field comes twice"
        );
        taken[table] += 1;
        filled += 1;
    }
    assert!(filled == COUNT, "the count is not that of the fields");
    merged
}

/// The table whose next entry comes first, or none when all entries are taken.
const fn least<const TABLES: usize>(tables: &[&[FieldMeaning]; TABLES], taken: &[usize; TABLES]) -> Option<usize> {
    let mut least: Option<usize> = None;
    let mut table = 0;
    while table < TABLES {
        if taken[table] < tables[table].len() {
            let name = tables[table][taken[table]].meaning.name;
            least = match least {
                Some(other) if compare(tables[other][taken[other]].meaning.name, name).is_lt() => least,
                _ => Some(table),
            };
        }
        table += 1;
    }
    least
}
