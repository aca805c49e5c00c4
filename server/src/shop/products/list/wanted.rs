//! What a list is asked for: the query's parameters, read so that every fault is told at once, with what would be right.

use contract::{
    Problem, ProblemKind,
    shop::{DEFAULT_PER_PAGE, MAX_PER_PAGE, ProductsQuery},
};
use http::Uri;
use sea_orm::Order;
use store::product;

/// The largest page number: the largest integer that every reader of JSON reads exactly (RFC 8259, section 6).
const MAX_PAGE: u64 = (1 << 53) - 1;

/// How many characters a text may have that is looked for. No product says more, and SQLite limits its patterns.
const MAX_TEXT: usize = 200;

/// A list, as it is asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) page: u64,
    pub(super) per_page: u64,
    pub(super) q: Option<String>,
    pub(super) category: Option<String>,
    pub(super) sort: Vec<(Field, Order)>,
    pub(super) fields: Vec<Field>,
    /// The same in the contract's words and without what was left out, to make the targets of other pages from.
    pub(super) query: ProductsQuery,
}

/// A field of a product, for `sort` and `fields`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Name,
    Description,
    Price,
    PriceMinor,
    Currency,
    Category,
    Stock,
    CreatedAt,
}

impl Field {
    const ALL: [Self; 9] = [
        Self::Id,
        Self::Name,
        Self::Description,
        Self::Price,
        Self::PriceMinor,
        Self::Currency,
        Self::Category,
        Self::Stock,
        Self::CreatedAt,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Description => "description",
            Self::Price => "price",
            Self::PriceMinor => "price_minor",
            Self::Currency => "currency",
            Self::Category => "category",
            Self::Stock => "stock",
            Self::CreatedAt => "created_at",
        }
    }

    /// What the field is sorted by.
    pub(super) const fn column(self) -> product::Column {
        match self {
            Self::Id => product::Column::Id,
            Self::Name => product::Column::Name,
            Self::Description => product::Column::Description,
            Self::Price | Self::PriceMinor => product::Column::PriceMinor,
            Self::Currency => product::Column::Currency,
            Self::Category => product::Column::Category,
            Self::Stock => product::Column::Stock,
            Self::CreatedAt => product::Column::CreatedAt,
        }
    }

    fn named(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|field| field.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("a product has no field `{name}`; its fields are {names}")
        })
    }
}

impl Wanted {
    /// Reads the query. An empty `q`, `category`, `sort` or `fields` is one that was left out, as in a form that was not filled
    /// in; parameters of other names are none of ours.
    pub(super) fn read(uri: &Uri) -> Result<Self, Problem> {
        let mut parameters = Parameters::of(uri);
        let page = parameters.take("page", page);
        let per_page = parameters.take("per_page", per_page);
        let q = parameters.take_filled("q", text);
        let category = parameters.take_filled("category", text);
        let sort = parameters.take_filled("sort", sort);
        let fields = parameters.take_filled("fields", fields);
        if !parameters.problem.errors.is_empty() {
            return Err(parameters.problem);
        }
        let query = ProductsQuery {
            page,
            per_page,
            q: q.clone(),
            category: category.clone(),
            sort: sort
                .as_deref()
                .map(|sort| listed(sort, |(field, order)| (*field, matches!(order, Order::Desc)))),
            fields: fields.as_deref().map(|fields| listed(fields, |field| (*field, false))),
        };
        Ok(Self {
            page: page.unwrap_or(1),
            per_page: per_page.unwrap_or(DEFAULT_PER_PAGE),
            q,
            category,
            sort: sort.unwrap_or_default(),
            fields: fields.unwrap_or_else(|| Field::ALL.to_vec()),
            query,
        })
    }
}

/// Names parted by commas, with `-` before those that sort downwards.
fn listed<T>(items: &[T], part: impl Fn(&T) -> (Field, bool)) -> String {
    let names = items
        .iter()
        .map(part)
        .map(|(field, down)| format!("{}{}", if down { "-" } else { "" }, field.name()));
    names.collect::<Vec<_>>().join(",")
}

/// The parameters of a query, and what is wrong with them.
struct Parameters {
    pairs: Vec<(String, String)>,
    problem: Problem,
}

impl Parameters {
    fn of(uri: &Uri) -> Self {
        // Any query is a list of pairs; there is nothing in it that could be malformed.
        let pairs = axum::extract::Query::try_from_uri(uri).map_or_else(|_| Vec::new(), |query| query.0);
        Self {
            pairs,
            problem: Problem::new(ProblemKind::InvalidParameters),
        }
    }

    /// The parameter as `read` understands it; `None` where it is missing or faulty.
    fn take<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
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
    fn take_filled<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
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
fn number(value: &str) -> Result<u64, String> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse().unwrap_or(u64::MAX) {
        number if digits && number > 0 => Ok(number),
        _ => Err(format!("must be a whole number from 1, and is `{}`", excerpt(value))),
    }
}

fn page(value: &str) -> Result<u64, String> {
    let page = number(value)?;
    if page > MAX_PAGE {
        return Err(format!("must be at most {MAX_PAGE}, and is `{}`", excerpt(value)));
    }
    Ok(page)
}

fn per_page(value: &str) -> Result<u64, String> {
    number(value).map(|per_page| per_page.min(MAX_PER_PAGE))
}

/// Text that is looked for. PostgreSQL cannot even be asked for U+0000.
fn text(value: &str) -> Result<String, String> {
    if value.contains('\0') {
        return Err("must not contain U+0000".to_owned());
    }
    let length = value.chars().count();
    if length > MAX_TEXT {
        return Err(format!("must have at most {MAX_TEXT} characters, and has {length}"));
    }
    Ok(value.to_owned())
}

fn sort(value: &str) -> Result<Vec<(Field, Order)>, String> {
    let mut sort: Vec<(Field, Order)> = Vec::new();
    for key in value.split(',') {
        let (name, order) = key
            .strip_prefix('-')
            .map_or((key, Order::Asc), |name| (name, Order::Desc));
        let field = Field::named(excerpt(name))?;
        if sort.iter().any(|(sorted, _)| *sorted == field) {
            return Err(format!("names `{name}` more than once"));
        }
        sort.push((field, order));
    }
    Ok(sort)
}

fn fields(value: &str) -> Result<Vec<Field>, String> {
    let mut fields = Vec::new();
    for name in value.split(',') {
        let field = Field::named(excerpt(name))?;
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
