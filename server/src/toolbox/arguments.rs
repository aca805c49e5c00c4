//! What a caller chooses: the parameters of path and query, each held to its limit.

use std::{convert::Infallible, time::Duration};

use axum::extract::FromRequestParts;
use contract::{
    Problem, ProblemKind,
    endpoint::{Limit, Unit},
};
use http::request::Parts;

use super::twister::Twister;
use crate::routes::PathParameters;

/// The parameters of a request, by name.
#[derive(Clone, Debug)]
pub struct Arguments {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

impl<S: Sync> FromRequestParts<S> for Arguments {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let path = parts
            .extensions
            .get()
            .map_or_else(Vec::new, |PathParameters(path)| path.clone());
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self {
            path,
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        })
    }
}

impl Arguments {
    /// The value of a parameter. Names in the query are taken in any case, as httpbin does.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let in_path = self.path.iter().find(|(given, _)| given == name);
        let given = in_path.or_else(|| self.query.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)));
        given.map(|(_, value)| value.as_str())
    }

    /// A parameter of the path, which is there because the route has it.
    pub(super) fn part(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// All values of a parameter.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self
            .query
            .iter()
            .filter(move |(given, _)| given.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    /// The parameters of the query in their order, at most so many of them.
    pub(super) fn pairs(&self, limit: &Limit) -> Result<&[(String, String)], Problem> {
        if self.query.len() as u64 > limit.most {
            let detail = format!("the query has {} parameters", self.query.len());
            return Err(refusal("", &detail, &format!("at most {} of them", limit.most)));
        }
        Ok(&self.query)
    }

    /// A whole number, if it is there.
    pub(super) fn number(&self, limit: &Limit) -> Result<Option<u64>, Problem> {
        self.read(limit, whole)
    }

    /// A time, if it is there.
    pub(crate) fn time(&self, limit: &Limit) -> Result<Option<Duration>, Problem> {
        self.read(limit, time)
    }

    /// A share of one, if it is there.
    pub(super) fn share(&self, limit: &Limit) -> Result<Option<f64>, Problem> {
        self.read(limit, fraction)
    }

    /// A source of chance: with a `seed` always the same one.
    pub(super) fn chance(&self) -> Result<Twister, Problem> {
        match self.text("seed") {
            None => Ok(Twister::of_chance()),
            Some(text) => match text.trim().parse::<i64>() {
                Ok(seed) => Ok(Twister::new(seed.unsigned_abs())),
                Err(_) => Err(refusal(
                    "seed",
                    &format!("`{text}` is no seed"),
                    "a whole number of 64 bits, or none for bytes of chance",
                )),
            },
        }
    }

    fn read<T>(&self, limit: &Limit, read: fn(&str, &Limit) -> Option<T>) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(limit.parameter) else {
            return Ok(None);
        };
        match read(text, limit) {
            Some(value) => Ok(Some(value)),
            None => Err(beyond(text, limit)),
        }
    }
}

/// A whole number within its limit.
pub(super) fn whole(text: &str, limit: &Limit) -> Option<u64> {
    let number = text.trim().parse().ok()?;
    (limit.least..=limit.most).contains(&number).then_some(number)
}

/// A time within its limit: a number of seconds, or a duration as Go writes them, such as `100ms` or `1m30s`.
pub(crate) fn time(text: &str, limit: &Limit) -> Option<Duration> {
    debug_assert_eq!(limit.unit, Unit::Seconds);
    let text = text.trim();
    let seconds = text.parse().ok().or_else(|| duration(text))?;
    Some(Duration::from_secs_f64(within(seconds, limit)?))
}

/// The seconds of a duration in Go's form: numbers, each with its unit, one after the other.
fn duration(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let (number, unit_and_rest) = rest.split_at(rest.find(|letter: char| letter.is_alphabetic())?);
        let end = unit_and_rest.find(|letter: char| !letter.is_alphabetic());
        let (unit, after) = unit_and_rest.split_at(end.unwrap_or(unit_and_rest.len()));
        let scale = match unit {
            "ns" => 1e-9,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * scale;
        rest = after;
    }
    (!text.is_empty()).then_some(seconds)
}

/// A number with fractions within its limit.
fn fraction(text: &str, limit: &Limit) -> Option<f64> {
    within(text.trim().parse().ok()?, limit)
}

fn within(number: f64, limit: &Limit) -> Option<f64> {
    // Limits are far below what a float holds exactly.
    (limit.least as f64..=limit.most as f64)
        .contains(&number)
        .then_some(number)
}

/// The problem of a parameter that is beyond its limit.
pub(super) fn beyond(text: &str, limit: &Limit) -> Problem {
    let words = limit.words();
    refusal(limit.parameter, &format!("`{text}` is not {words}"), &words)
}

/// The problem of a parameter that is not what it should be.
pub(super) fn refusal(parameter: &str, detail: &str, right: &str) -> Problem {
    Problem::new(ProblemKind::InvalidParameters)
        .with_detail(detail)
        .with_fault(format!("/{parameter}"), right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_held_to_their_limits() {
        let limit = Limit::bytes("n", 1, 10);
        for (text, number) in [
            ("1", Some(1)),
            ("10", Some(10)),
            (" 7 ", Some(7)),
            ("0", None),
            ("11", None),
            ("-1", None),
            ("1.5", None),
            ("", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(whole(text, &limit), number, "{text}");
        }
        let limit = Limit::seconds("seconds", 10);
        for (text, milliseconds) in [
            ("0", Some(0)),
            ("1.5", Some(1500)),
            ("10", Some(10_000)),
            ("10.001", None),
            ("-0.1", None),
            ("NaN", None),
            ("inf", None),
            ("soon", None),
            ("100ms", Some(100)),
            ("1.5s", Some(1500)),
            ("1s500ms", Some(1500)),
            ("0m2s", Some(2000)),
            ("1m", None),
            ("1d", None),
            ("ms", None),
            ("1s2", None),
        ] {
            assert_eq!(time(text, &limit), milliseconds.map(Duration::from_millis), "{text}");
        }
    }
}
