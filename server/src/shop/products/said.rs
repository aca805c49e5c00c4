//! What a caller says of a product: read as a whole, with every fault told.

use contract::Problem;
use serde_json::Value;
use store::{product, search};

use crate::shop::members::{Members, Object, any_text, kind, text, whole_number};

/// How many characters a name may have.
const MAX_NAME: usize = 200;

/// How many characters a description may have.
const MAX_DESCRIPTION: usize = 2_000;

/// The highest price, in cents: a hundred million less one cent. A cart's total then fits its integer by far.
const MAX_PRICE: i64 = 9_999_999_999;

/// The most that can be in stock.
const MAX_STOCK: i64 = 1_000_000;

/// The shop's only currency.
const CURRENCY: &str = "EUR";

const KNOWN: &str = "name, description, price, price_minor, currency, category, stock";

/// What a product is to be.
pub(super) struct Said {
    name: String,
    description: String,
    price_minor: i64,
    category: String,
    stock: i64,
}

impl Said {
    /// Reads it. `present` is the product as it is, if there is one: what only the server sets may be sent back as it was.
    pub(super) fn read(object: Object, slugs: &[String], present: Option<&Object>) -> Result<Self, Problem> {
        let mut members = Members::of(object);
        let name = members.need("name", text(MAX_NAME));
        let description = members.take("description", any_text(MAX_DESCRIPTION));
        let price = members.take("price", minor);
        let price_minor = members.take("price_minor", whole_number(0, MAX_PRICE));
        members.take("currency", currency);
        let category = members.need("category", |value| one_of(value, slugs));
        let stock = members.take("stock", whole_number(0, MAX_STOCK));
        for member in ["id", "created_at"] {
            let is = present.and_then(|present| present.get(member));
            members.take(member, |value| same(value, is));
        }
        let price_minor = match (price, price_minor) {
            (Some(price), Some(minor)) if price != minor => {
                let detail =
                    format!("says other than /price, which is {price} in the minor unit; leave one of them out");
                members.fault("price_minor", detail);
                None
            }
            (Some(minor), _) | (None, Some(minor)) => Some(minor),
            (None, None) => {
                if !members.has_fault("price") && !members.has_fault("price_minor") {
                    members.fault("price", "is needed, or price_minor".to_owned());
                }
                None
            }
        };
        members.finish(KNOWN)?;
        match (name, price_minor, category) {
            (Some(name), Some(price_minor), Some(category)) => Ok(Self {
                name,
                description: description.unwrap_or_default(),
                price_minor,
                category,
                stock: stock.unwrap_or(0),
            }),
            // What is needed and missing is a fault, so there is no such case; and if there were, it is the caller's.
            _ => Err(contract::ProblemKind::ValidationFailed.into()),
        }
    }

    /// The row that says so.
    pub(super) fn into_row(self, id: i64, created_at: store::Time, updated_at: store::Time) -> product::Model {
        product::Model {
            id,
            search: search::folded(&self.name, &self.description),
            name: self.name,
            description: self.description,
            price_minor: self.price_minor,
            currency: CURRENCY.to_owned(),
            category: self.category,
            stock: self.stock,
            created_at,
            updated_at,
        }
    }
}

/// Refuses a merge patch that removes what only the server sets.
pub(super) fn check_removals(patch: &Object) -> Result<(), Problem> {
    let removed = ["id", "created_at", "currency"]
        .into_iter()
        .filter(|name| patch.get(*name).is_some_and(Value::is_null));
    let mut problem = Problem::new(contract::ProblemKind::ValidationFailed);
    for name in removed {
        problem = problem.with_fault(format!("/{name}"), "cannot be removed");
    }
    if problem.errors.is_empty() {
        Ok(())
    } else {
        Err(problem)
    }
}

/// Puts a merge patch over what is there (RFC 7396). All members are scalars, so there is nothing to merge within one. A price
/// that the patch gives goes for both of its members.
pub(super) fn merged(mut present: Object, patch: Object) -> Object {
    let gives_price = patch.contains_key("price") || patch.contains_key("price_minor");
    present.remove("price_minor");
    if gives_price {
        present.remove("price");
    }
    for (name, value) in patch {
        let is_price = matches!(name.as_str(), "price" | "price_minor");
        // To remove what is not there is nothing to do, but what no product has is a fault of the patch.
        let is_removed = value.is_null() && (present.remove(&name).is_some() || is_price);
        if !is_removed {
            present.insert(name, value);
        }
    }
    present
}

/// A decimal number in text, as cents. Text, because a number of JSON is read as a binary fraction by most, and 0.1 is none.
fn minor(value: &Value) -> Result<i64, String> {
    let wrong = |is: &str| format!("must be a decimal number as text, from \"0.00\" to \"99999999.99\", and is {is}");
    let text = value.as_str().ok_or_else(|| wrong(kind(value)))?;
    let (units, decimals) = text.split_once('.').unwrap_or((text, "00"));
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(units, 8) || !digits(decimals, 2) {
        let excerpt: String = text.chars().take(40).collect();
        return Err(wrong(&format!("\"{excerpt}\"")));
    }
    // At most ten digits, which fit.
    let cents = format!("{units}{decimals:0<2}");
    cents.parse().map_err(|_| wrong("too large"))
}

fn currency(value: &Value) -> Result<(), String> {
    if value == CURRENCY {
        Ok(())
    } else {
        Err(format!("must be `{CURRENCY}`, the shop's only currency"))
    }
}

fn one_of(value: &Value, slugs: &[String]) -> Result<String, String> {
    let named = value.as_str().filter(|slug| slugs.iter().any(|known| known == slug));
    named
        .map(str::to_owned)
        .ok_or_else(|| format!("must be the slug of a category: {}", slugs.join(", ")))
}

/// What only the server sets.
fn same(value: &Value, is: Option<&Value>) -> Result<(), String> {
    match is {
        Some(is) if is == value => Ok(()),
        Some(is) => Err(format!("cannot be changed, and is {is}")),
        None => Err("is set by the server; leave it out".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_price_is_read_to_the_cent() {
        for (text, cents) in [
            ("0", Some(0)),
            ("24.9", Some(2490)),
            ("24.90", Some(2490)),
            ("0.07", Some(7)),
            ("99999999.99", Some(9_999_999_999)),
            ("100000000", None),
            ("24.905", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            ("1,50", None),
            (".5", None),
            ("5.", None),
            (" 1", None),
            ("", None),
        ] {
            assert_eq!(minor(&json!(text)).ok(), cents, "{text}");
        }
        assert!(minor(&json!(24.9)).unwrap_err().ends_with("and is a number"));
    }
}
