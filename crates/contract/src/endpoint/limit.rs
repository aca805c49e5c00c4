//! What a number that the caller chooses may be.

use crate::{Problem, ProblemKind};

/// What a number that the caller chooses may be. The handler checks it, and the documents tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The name of the parameter.
    pub parameter: &'static str,
    /// The smallest value.
    pub least: u64,
    /// The largest value.
    pub most: u64,
    /// What is counted.
    pub unit: Unit,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things, in whole numbers.
    Count,
    /// Bytes.
    Bytes,
    /// Seconds, with fractions.
    Seconds,
    /// A share of one, with fractions.
    Share,
}

impl Limit {
    /// A limit of a whole number.
    #[must_use]
    pub const fn count(parameter: &'static str, least: u64, most: u64) -> Self {
        Self {
            parameter,
            least,
            most,
            unit: Unit::Count,
        }
    }

    /// A limit of a number of bytes.
    #[must_use]
    pub const fn bytes(parameter: &'static str, least: u64, most: u64) -> Self {
        Self {
            parameter,
            least,
            most,
            unit: Unit::Bytes,
        }
    }

    /// A limit of a time.
    #[must_use]
    pub const fn seconds(parameter: &'static str, most: u64) -> Self {
        Self {
            parameter,
            least: 0,
            most,
            unit: Unit::Seconds,
        }
    }

    /// A limit of a probability.
    #[must_use]
    pub const fn share(parameter: &'static str) -> Self {
        Self {
            parameter,
            least: 0,
            most: 1,
            unit: Unit::Share,
        }
    }

    /// The number, if it is within the limit.
    ///
    /// # Errors
    /// The problem that says what would be right.
    pub fn check(&self, number: u64) -> Result<u64, Problem> {
        if (self.least..=self.most).contains(&number) {
            return Ok(number);
        }
        let (pointer, right) = (format!("/{}", self.parameter), format!("must be {}", self.words()));
        Err(Problem::new(ProblemKind::InvalidParameters).with_fault(pointer, right))
    }

    /// What would be right, in words: `a number of seconds from 0 to 10, fractions allowed`.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { least, most, .. } = self;
        match self.unit {
            Unit::Count => format!("a whole number from {least} to {most}"),
            Unit::Bytes => format!("a number of bytes from {least} to {most}"),
            Unit::Seconds => format!("a number of seconds from {least} to {most}, fractions allowed"),
            Unit::Share => format!("a number from {least} to {most}, fractions allowed"),
        }
    }
}
