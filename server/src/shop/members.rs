//! The members of a JSON object that a caller has sent, read so that every fault is told at once, with a JSON pointer (RFC 6901)
//! and what would be right.

use contract::{Fault, Problem, ProblemKind};
use serde_json::{Map, Value};

use crate::{extract::malformed_json, problem::Rejection};

/// An object, as it was sent.
pub(super) type Object = Map<String, Value>;

/// Reads an object from the content of a request.
pub(super) fn object(content: &[u8]) -> Result<Object, Rejection> {
    let value = serde_json::from_slice(content).map_err(|error| malformed_json(&error, content))?;
    match value {
        Value::Object(object) => Ok(object),
        other => Err(Problem::new(ProblemKind::ValidationFailed)
            .with_fault("", format!("must be an object, and is {}", kind(&other)))
            .into()),
    }
}

/// The members that have not been read yet, and what was wrong with the others.
pub(super) struct Members {
    left: Object,
    faults: Vec<Fault>,
}

impl Members {
    pub(super) fn of(object: Object) -> Self {
        Self {
            left: object,
            faults: Vec::new(),
        }
    }

    /// A member as `read` understands it; `None` where it is missing, null or faulty.
    pub(super) fn take<T>(&mut self, name: &str, read: impl FnOnce(&Value) -> Result<T, String>) -> Option<T> {
        let value = self.left.remove(name).filter(|value| !value.is_null())?;
        match read(&value) {
            Ok(taken) => Some(taken),
            Err(detail) => {
                self.fault(name, detail);
                None
            }
        }
    }

    /// The same of a member that must be there.
    pub(super) fn need<T>(&mut self, name: &str, read: impl FnOnce(&Value) -> Result<T, String>) -> Option<T> {
        if self.left.get(name).is_none_or(Value::is_null) {
            self.left.remove(name);
            self.fault(name, "is needed".to_owned());
            return None;
        }
        self.take(name, read)
    }

    pub(super) fn fault(&mut self, name: &str, detail: String) {
        let name = name.replace('~', "~0").replace('/', "~1");
        self.faults.push(Fault {
            pointer: format!("/{name}"),
            detail,
        });
    }

    /// Whether something was wrong with a member.
    pub(super) fn has_fault(&self, name: &str) -> bool {
        self.faults
            .iter()
            .any(|fault| fault.pointer.strip_prefix('/') == Some(name))
    }

    /// The problem of all faults, if there are any. A member that nobody has read is one: a misspelt name would otherwise be
    /// taken without a word. `known` lists those that there are.
    pub(super) fn finish(mut self, known: &str) -> Result<(), Problem> {
        let unread: Vec<String> = self.left.keys().take(20).cloned().collect();
        for name in unread {
            self.fault(&name, format!("there is no such member; those that there are: {known}"));
        }
        self.finish_leniently()
    }

    /// The same, where members that nobody has read do no harm.
    pub(super) fn finish_leniently(self) -> Result<(), Problem> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let mut problem = Problem::new(ProblemKind::ValidationFailed);
        problem.errors = self.faults;
        Err(problem)
    }
}

/// Text that says something, of at most so many characters.
pub(super) fn text(most: usize) -> impl Fn(&Value) -> Result<String, String> {
    move |value| {
        let text = any_text(most)(value)?;
        if text.trim().is_empty() {
            return Err("must not be empty".to_owned());
        }
        Ok(text)
    }
}

/// Text of at most so many characters, which may be none. PostgreSQL cannot store U+0000.
pub(super) fn any_text(most: usize) -> impl Fn(&Value) -> Result<String, String> {
    move |value| {
        let text = value
            .as_str()
            .ok_or_else(|| format!("must be text, and is {}", kind(value)))?;
        if text.contains('\0') {
            return Err("must not contain U+0000".to_owned());
        }
        let length = text.chars().count();
        if length > most {
            return Err(format!("must have at most {most} characters, and has {length}"));
        }
        Ok(text.to_owned())
    }
}

/// A number without a fraction, however it is written: `2.0` is whole, as it is for JSON Schema. Beyond 53 bits a float does not
/// say which whole number it is.
fn whole(value: &Value) -> Option<i64> {
    const EXACT: f64 = (1_u64 << 53) as f64;
    let of_float = |number: &f64| number.fract() == 0.0 && number.abs() < EXACT;
    let float = || value.as_f64().filter(of_float).map(|number| number as i64);
    value.as_i64().or_else(float)
}

/// A whole number within these bounds.
pub(super) fn whole_number(least: i64, most: i64) -> impl Fn(&Value) -> Result<i64, String> {
    move |value| {
        whole(value)
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| {
                let is = value
                    .as_number()
                    .map_or_else(|| kind(value).to_owned(), ToString::to_string);
                format!("must be a whole number from {least} to {most}, and is {is}")
            })
    }
}

/// What a value is, in words.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a Boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        for (sent, number) in [
            ("2", Some(2)),
            ("2.0", Some(2)),
            ("1e1", Some(10)),
            ("2.5", None),
            ("1e99", None),
        ] {
            let value = serde_json::from_str(sent).unwrap();
            assert_eq!(whole_number(0, 99)(&value).ok(), number, "{sent}");
        }
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let sent = json!({"name": " ", "stock": 1.5, "a/b~c": 1, "description": null});
        let mut members = Members::of(object(sent.to_string().as_bytes()).unwrap());
        assert_eq!(members.need("name", text(10)), None);
        assert_eq!(members.take("description", any_text(10)), None);
        assert_eq!(members.take("stock", whole_number(0, 9)), None);
        assert_eq!(members.need::<String>("category", text(10)), None);
        let problem = members.finish("name, stock").unwrap_err();
        let pointers: Vec<_> = problem.errors.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/stock", "/category", "/a~1b~0c"]);
        assert_eq!(
            problem.errors[1].detail,
            "must be a whole number from 0 to 9, and is 1.5"
        );
    }
}
