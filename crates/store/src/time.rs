//! A column that holds an instant.

use jiff::Timestamp;
use sea_orm::{
    ColIdx, DbErr, QueryResult, TryGetError, TryGetable,
    sea_query::{ArrayType, ColumnType, Nullable, Value, ValueType, ValueTypeErr},
};

/// An instant in UTC with a precision of a microsecond, stored as the number of microseconds since 1970.
///
/// An integer, because the databases' own types for date and time differ in precision, in their text and in how they
/// compare, and an integer does not. What is finer than a microsecond is cut off when an instant becomes a `Time`, so that
/// what was written equals what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl From<Timestamp> for Time {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        Self::from_microsecond(time.0).expect("a `Time` is only made from what was a timestamp or could be one")
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Self {
        Self::BigInt(Some(time.0))
    }
}

impl TryGetable for Time {
    fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
        let microseconds = i64::try_get_by(row, column)?;
        let timestamp = Timestamp::from_microsecond(microseconds);
        timestamp
            .map(Self::from)
            .map_err(|error| DbErr::Type(error.to_string()).into())
    }
}

impl ValueType for Time {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let microseconds = <i64 as ValueType>::try_from(value)?;
        Timestamp::from_microsecond(microseconds)
            .map(Self::from)
            .map_err(|_| ValueTypeErr)
    }

    fn type_name() -> String {
        "Time".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::BigInt
    }

    fn column_type() -> ColumnType {
        ColumnType::BigInteger
    }
}

impl Nullable for Time {
    fn null() -> Value {
        Value::BigInt(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_keeps_its_microseconds_and_nothing_finer() {
        let rows = [
            ("2024-02-29T23:59:59.123456789Z", "2024-02-29T23:59:59.123456Z"),
            ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
        ];
        for (given, kept) in rows {
            let time = Time::from(given.parse::<Timestamp>().unwrap());
            assert_eq!(Timestamp::from(time).to_string(), kept);
            assert_eq!(<Time as ValueType>::try_from(Value::from(time)).ok(), Some(time));
        }
    }

    #[test]
    fn a_number_beyond_the_calendar_is_an_error_and_no_panic() {
        assert!(<Time as ValueType>::try_from(Value::BigInt(Some(i64::MAX))).is_err());
    }
}
