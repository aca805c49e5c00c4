//! The practice API: what a learner writes a front end against.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Endpoint, Page, ProblemKind,
    endpoint::{Group, Html, Json, NoContent, NoParameters},
};

/// The most items that a page can have; more than that is taken as this many.
pub const MAX_PER_PAGE: u64 = 100;

/// How many items a page has when the request does not say.
pub const DEFAULT_PER_PAGE: u64 = 20;

/// `GET /hello`: the smallest dynamic page there is.
#[derive(Clone, Copy, Debug)]
pub struct Hello;

/// The query of [`Hello`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct HelloQuery {
    /// Whom to greet; `World` when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Endpoint for Hello {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/hello";
    const ID: &'static str = "hello";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Greets by name, and says which browser asked";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::InvalidParameters];
    type Path = NoParameters;
    type Query = HelloQuery;
    type Body = NoContent;
    type Response = Html;
}

/// `POST /api/data`: takes any JSON value and says that it did.
#[derive(Clone, Copy, Debug)]
pub struct SubmitData;

/// What [`SubmitData`] answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Received {
    /// Always `success`; what is not a success is a problem.
    pub status: String,
    /// The value that was received.
    pub received: Value,
}

impl Endpoint for SubmitData {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/data";
    const ID: &'static str = "submit_data";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Takes any JSON value and gives it back";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::MalformedJson,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
    ];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<Value>;
    type Response = Json<Received>;
}

/// A thing that the practice shop sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// Its number, from 1.
    pub id: i64,
    /// Its name, which no other product has.
    pub name: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// What it costs, in units of the currency, as a decimal number: `"24.90"`. Text, so that no client rounds it.
    pub price: String,
    /// What it costs, in the currency's minor unit: `2490`.
    pub price_minor: i64,
    /// The currency's code (ISO 4217).
    pub currency: String,
    /// The slug of its category.
    pub category: String,
    /// How many there are to sell.
    pub stock: i64,
    /// Since when the shop has had it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

/// A product of which only the fields that were asked for are there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SparseProduct {
    /// See [`Product::id`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// See [`Product::name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// See [`Product::description`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// See [`Product::price`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// See [`Product::price_minor`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_minor: Option<i64>,
    /// See [`Product::currency`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// See [`Product::category`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// See [`Product::stock`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<i64>,
    /// See [`Product::created_at`].
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub created_at: Option<Timestamp>,
}

/// `GET /api/products`: one page of the products.
#[derive(Clone, Copy, Debug)]
pub struct ListProducts;

/// The query of [`ListProducts`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ProductsQuery {
    /// Which page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1))]
    pub page: Option<u64>,
    /// How many products a page has, 20 when missing; above 100 is taken as 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1))]
    pub per_page: Option<u64>,
    /// Only products whose name or description contains this text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only products of the category with this slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Names of fields, parted by commas, most important first; `-` before a name sorts downwards: `price,-name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Names of the fields that each product is to have, parted by commas; all of them when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<String>,
}

impl Endpoint for ListProducts {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/products";
    const ID: &'static str = "list_products";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One page of the products, searched, filtered and sorted";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::InvalidParameters, ProblemKind::PreconditionFailed];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Link", "ETag", "Cache-Control", "Cache-Status"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = ProductsQuery;
    type Body = NoContent;
    type Response = Json<Page<SparseProduct>>;
}

/// `GET /api/products/{id}`: one product.
#[derive(Clone, Copy, Debug)]
pub struct GetProduct;

/// The path of what belongs to one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ProductPath {
    /// The product's number.
    pub id: i64,
}

impl Endpoint for GetProduct {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/products/{id}";
    const ID: &'static str = "get_product";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One product, with validators for conditional requests";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::PreconditionFailed];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Last-Modified", "Cache-Control", "Cache-Status"];
    const CONDITIONAL: bool = true;
    type Path = ProductPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Product>;
}

/// A group of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    /// Its name in URLs and in [`Product::category`].
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// What is in it, in one sentence.
    pub description: String,
    /// How many products it has.
    pub products: u64,
}

/// All categories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Categories {
    /// The categories, by name.
    pub items: Vec<Category>,
}

/// `GET /api/categories`: all categories.
#[derive(Clone, Copy, Debug)]
pub struct ListCategories;

impl Endpoint for ListCategories {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/categories";
    const ID: &'static str = "list_categories";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "All categories; a representation that any cache may keep for an hour";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::PreconditionFailed];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Cache-Control", "Cache-Status"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Categories>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_carry_their_parameters() {
        assert_eq!(
            Hello::target(
                &NoParameters {},
                &HelloQuery {
                    name: Some("Ada & Co".into())
                }
            ),
            "/hello?name=Ada+%26+Co"
        );
        assert_eq!(
            GetProduct::target(&ProductPath { id: 12 }, &NoParameters {}),
            "/api/products/12"
        );
        let query = ProductsQuery {
            per_page: Some(5),
            sort: Some("price,-name".into()),
            ..ProductsQuery::default()
        };
        assert_eq!(
            ListProducts::target(&NoParameters {}, &query),
            "/api/products?per_page=5&sort=price%2C-name"
        );
    }
}
