//! What a list is asked for: the query's parameters, read so that every fault is told at once, with what would be right.

use contract::{
    Problem,
    shop::{DEFAULT_PER_PAGE, ProductsQuery},
};
use http::Uri;
use sea_orm::Order;
use store::product;

use crate::shop::listing::{self, Field as _, Parameters, fields, listed, page, per_page, sort, text};

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

impl listing::Field for Field {
    const OWNER: &'static str = "a product";
    const ALL: &'static [Self] = &[
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

    fn name(self) -> &'static str {
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
}

impl Field {
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
