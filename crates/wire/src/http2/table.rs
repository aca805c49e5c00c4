//! The tables that indices point into, as they are at one moment of a connection (RFC 7541, section 2.3).

use std::{borrow::Cow, collections::VecDeque, sync::Arc};

use super::{
    Malformed,
    representation::{Indexing, Literal, Name, Representation},
    static_table::STATIC,
};

/// The size that a dynamic table may have before anything else was agreed (RFC 9113, section 6.5.2).
const INITIAL: usize = 4096;

/// No table becomes larger than this here, whatever is agreed.
const MOST: usize = 64 * 1024;

/// What an entry counts beside its name and its value (RFC 7541, section 4.1).
const OVERHEAD: usize = 32;

/// The dynamic table of one direction of a connection, with the static one before it.
///
/// Each field block of the direction changes it, so each has to be given to it, in order. A clone is cheap: it keeps what the
/// table is now, and the table is copied when it changes.
#[derive(Clone, Debug)]
pub struct Table {
    /// The newest first.
    entries: Arc<VecDeque<Arc<Entry>>>,
    size: usize,
    /// What the encoder lets it have.
    capacity: usize,
    /// What the decoder's settings let the encoder choose.
    allowed: usize,
}

#[derive(Debug)]
struct Entry {
    name: Box<[u8]>,
    value: Box<[u8]>,
}

impl Entry {
    fn size(&self) -> usize {
        self.name.len() + self.value.len() + OVERHEAD
    }
}

/// A field of a field block. What is asked for is decoded, and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Line<'l> {
    table: &'l Table,
    form: Form<'l>,
}

#[derive(Clone, Copy, Debug)]
enum Form<'l> {
    Indexed(u32),
    Literal(&'l Literal<'l>),
}

impl Line<'_> {
    /// Its name.
    ///
    /// # Errors
    /// If it has no such thing: the block is malformed.
    pub fn name(&self) -> Result<Cow<'_, [u8]>, Malformed> {
        match self.form {
            Form::Indexed(index) => self.table.entry(index).map(|(name, _)| Cow::Borrowed(name)),
            Form::Literal(literal) => self.table.name(literal),
        }
    }

    /// Its value.
    ///
    /// # Errors
    /// If it has no such thing: the block is malformed.
    pub fn value(&self) -> Result<Cow<'_, [u8]>, Malformed> {
        match self.form {
            Form::Indexed(index) => self.table.entry(index).map(|(_, value)| Cow::Borrowed(value)),
            Form::Literal(literal) => literal.value.decoded(),
        }
    }
}

impl Default for Table {
    fn default() -> Self {
        Self {
            entries: Arc::default(),
            size: 0,
            capacity: INITIAL,
            allowed: INITIAL,
        }
    }
}

impl Table {
    /// The decoder has said with SETTINGS_HEADER_TABLE_SIZE how large the table may become.
    pub fn allow(&mut self, size: u32) {
        self.allowed = size as usize;
    }

    /// How large the encoder may make it.
    pub(super) fn allowed(&self) -> usize {
        self.allowed
    }

    /// The size of the dynamic table, by the measure of RFC 7541, section 4.1.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Reads a whole field block, field by field, and becomes what the table is after it. After an error it is worth nothing.
    ///
    /// # Errors
    /// What is wrong with the block. A decoder then ends the connection, because it does not know the table any more.
    pub fn decode(
        &mut self,
        mut block: &[u8],
        mut each: impl FnMut(Line<'_>) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        let mut begun = false;
        while !block.is_empty() {
            let (representation, length) = Representation::read(block)?;
            block = &block[length..];
            match &representation {
                Representation::Indexed(index) => {
                    self.entry(*index)?;
                    each(Line {
                        table: self,
                        form: Form::Indexed(*index),
                    })?;
                }
                Representation::Literal(literal) => each(Line {
                    table: self,
                    form: Form::Literal(literal),
                })?,
                Representation::Resize(_) if begun => return Err(Malformed::LateResize),
                Representation::Resize(_) => {}
            }
            begun |= !matches!(representation, Representation::Resize(_));
            self.apply(&representation)?;
        }
        Ok(())
    }

    /// What a representation does to the table.
    pub(super) fn apply(&mut self, representation: &Representation<'_>) -> Result<(), Malformed> {
        match representation {
            Representation::Literal(literal) if literal.indexing == Indexing::Incremental => {
                let name = self.name(literal)?.into();
                let value = literal.value.decoded()?.into();
                self.insert(Entry { name, value });
            }
            Representation::Resize(size) => {
                let size = *size as usize;
                if size > self.allowed.min(MOST) {
                    return Err(Malformed::LargeResize);
                }
                self.capacity = size;
                self.shrink(size);
            }
            Representation::Indexed(_) | Representation::Literal(_) => {}
        }
        Ok(())
    }

    /// Name and value of the field with that index (RFC 7541, section 2.3.3).
    pub(super) fn entry(&self, index: u32) -> Result<(&[u8], &[u8]), Malformed> {
        let index = (index as usize).checked_sub(1).ok_or(Malformed::ZeroIndex)?;
        if let Some((name, value)) = STATIC.get(index) {
            return Ok((name.as_bytes(), value.as_bytes()));
        }
        let entry = self.entries.get(index - STATIC.len()).ok_or(Malformed::UnknownIndex)?;
        Ok((&entry.name, &entry.value))
    }

    /// The name of a literal field.
    pub(super) fn name<'l>(&'l self, literal: &Literal<'l>) -> Result<Cow<'l, [u8]>, Malformed> {
        match literal.name {
            Name::Index(index) => self.entry(index).map(|(name, _)| Cow::Borrowed(name)),
            Name::New(text) => text.decoded(),
        }
    }

    fn insert(&mut self, entry: Entry) {
        let size = entry.size();
        self.shrink(self.capacity.saturating_sub(size));
        // One that is larger than the table empties it, and is no error (RFC 7541, section 4.4).
        if size <= self.capacity {
            self.size += size;
            Arc::make_mut(&mut self.entries).push_front(Arc::new(entry));
        }
    }

    /// Takes the oldest entries away until what is left is not larger than that.
    fn shrink(&mut self, size: usize) {
        while self.size > size
            && let Some(entry) = Arc::make_mut(&mut self.entries).pop_back()
        {
            self.size -= entry.size();
        }
    }
}

/// Whether the field of that index is one of the static table.
pub(super) fn is_static(index: u32) -> bool {
    index as usize <= STATIC.len()
}

#[cfg(test)]
mod tests;
