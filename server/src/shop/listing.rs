//! What lists have in common: the parameters of their queries, read so that every fault is told at once, with what would be
//! right, and the links to their other pages.

use contract::{Problem, ProblemKind, shop::MAX_PER_PAGE};
use http::Uri;
use sea_orm::Order;

use super::sandbox::Seen;
use crate::origin::Origin;

/// The largest page number: the largest integer that every reader of JSON reads exactly (RFC 8259, section 6).
const MAX_PAGE: u64 = (1 << 53) - 1;

/// How many characters a text may have that is looked for. No product says more, and SQLite limits its patterns.
const MAX_TEXT: usize = 200;

/// A field of what is listed, for `sort` and `fields`.
pub(super) trait Field: Copy + PartialEq + 'static {
    /// All of them, in their order.
    const ALL: &'static [Self];
    /// What has them: `a product`.
    const OWNER: &'static str;

    fn name(self) -> &'static str;

    /// The field of that name.
    fn named(name: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|field| field.name() == name)
            .ok_or_else(|| {
                let names: Vec<_> = Self::ALL.iter().map(|field| field.name()).collect();
                format!(
                    "{} has no field `{name}`; its fields are {}",
                    Self::OWNER,
                    names.join(", ")
                )
            })
    }
}

/// Names parted by commas, with `-` before those that sort downwards.
pub(super) fn listed<T, F: Field>(items: &[T], part: impl Fn(&T) -> (F, bool)) -> String {
    let names = items
        .iter()
        .map(part)
        .map(|(field, down)| format!("{}{}", if down { "-" } else { "" }, field.name()));
    names.collect::<Vec<_>>().join(",")
}

/// The parameters of a query, and what is wrong with them.
pub(super) struct Parameters {
    pairs: Vec<(String, String)>,
    pub(super) problem: Problem,
}

impl Parameters {
    pub(super) fn of(uri: &Uri) -> Self {
        // Any query is a list of pairs; there is nothing in it that could be malformed.
        let pairs = axum::extract::Query::try_from_uri(uri).map_or_else(|_| Vec::new(), |query| query.0);
        Self {
            pairs,
            problem: Problem::new(ProblemKind::InvalidParameters),
        }
    }

    /// The parameter as `read` understands it; `None` where it is missing or faulty.
    pub(super) fn take<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let mut values = self
            .pairs
            .iter()
            .filter(|(given, _)| given == name)
            .map(|(_, value)| value.as_str());
        let value = values.next()?;
        let taken = if values.next().is_some() {
            Err("is given more than once".to_owned())
        } else {
            read(value)
        };
        match taken {
            Ok(taken) => Some(taken),
            Err(fault) => {
                self.problem.errors.push(contract::Fault {
                    pointer: format!("/{name}"),
                    detail: fault,
                });
                None
            }
        }
    }

    /// The same, where an empty value stands for none.
    pub(super) fn take_filled<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        self.take(name, |value| {
            if value.is_empty() {
                Ok(None)
            } else {
                read(value).map(Some)
            }
        })?
    }
}

/// A whole number from 1, in digits; one that is too large to hold is as large as can be.
pub(super) fn number(value: &str) -> Result<u64, String> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse().unwrap_or(u64::MAX) {
        number if digits && number > 0 => Ok(number),
        _ => Err(format!("must be a whole number from 1, and is `{}`", excerpt(value))),
    }
}

pub(super) fn page(value: &str) -> Result<u64, String> {
    let page = number(value)?;
    if page > MAX_PAGE {
        return Err(format!("must be at most {MAX_PAGE}, and is `{}`", excerpt(value)));
    }
    Ok(page)
}

pub(super) fn per_page(value: &str) -> Result<u64, String> {
    number(value).map(|per_page| per_page.min(MAX_PER_PAGE))
}

/// Text that is looked for. PostgreSQL cannot even be asked for U+0000.
pub(super) fn text(value: &str) -> Result<String, String> {
    if value.contains('\0') {
        return Err("must not contain U+0000".to_owned());
    }
    let length = value.chars().count();
    if length > MAX_TEXT {
        return Err(format!("must have at most {MAX_TEXT} characters, and has {length}"));
    }
    Ok(value.to_owned())
}

pub(super) fn sort<F: Field>(value: &str) -> Result<Vec<(F, Order)>, String> {
    let mut sort: Vec<(F, Order)> = Vec::new();
    for key in value.split(',') {
        let (name, order) = key
            .strip_prefix('-')
            .map_or((key, Order::Asc), |name| (name, Order::Desc));
        let field = F::named(excerpt(name))?;
        if sort.iter().any(|(sorted, _)| *sorted == field) {
            return Err(format!("names `{name}` more than once"));
        }
        sort.push((field, order));
    }
    Ok(sort)
}

pub(super) fn fields<F: Field>(value: &str) -> Result<Vec<F>, String> {
    let mut fields = Vec::new();
    for name in value.split(',') {
        let field = F::named(excerpt(name))?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Ok(fields)
}

/// The beginning of what the caller sent, short enough to be said back to them.
fn excerpt(value: &str) -> &str {
    value.char_indices().nth(40).map_or(value, |(end, _)| &value[..end])
}

/// The value of the Link field (RFC 8288): where the pages before and behind are, those that there are. `target` makes the
/// target of a page. The targets are absolute, because whoever follows them may be a page of another origin, and they name the
/// sandbox if the request's own target did.
pub(super) fn links(
    origin: &Origin,
    seen: Option<&Seen>,
    page: u64,
    pages: u64,
    target: impl Fn(u64) -> String,
) -> String {
    let last = pages.max(1);
    let relations = [
        ("first", Some(1)),
        // From past the end, the page before is the last that there is.
        ("prev", (page > 1).then(|| (page - 1).min(last))),
        ("next", (page < last).then_some(page + 1)),
        ("last", Some(last)),
    ];
    let sandbox = seen
        .filter(|seen| seen.by_query)
        .map(|seen| format!("&sandbox={}", seen.id));
    let sandbox = sandbox.unwrap_or_default();
    let links = relations.into_iter().filter_map(|(relation, page)| {
        let target = target(page?);
        Some(format!("<{origin}{target}{sandbox}>; rel=\"{relation}\""))
    });
    links.collect::<Vec<_>>().join(", ")
}
