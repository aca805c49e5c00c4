//! `/api/products`: the things that the practice shop sells.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, Page, ProblemKind,
    endpoint::{Group, Json, MergePatch, NoContent, NoParameters, RequestField},
};

/// A thing that the practice shop sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// Its number. Those of the pristine products count from 1, those that a sandbox adds from 1001.
    pub id: i64,
    /// Its name, at most 200 characters.
    pub name: String,
    /// What it is, at most 2000 characters.
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
    /// Its number. Those of the pristine products count from 1, those that a sandbox adds from 1001.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// Its name, at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is, at most 2000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it costs, in units of the currency, as a decimal number: `"24.90"`. Text, so that no client rounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// What it costs, in the currency's minor unit: `2490`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_minor: Option<i64>,
    /// The currency's code (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The slug of its category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How many there are to sell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<i64>,
    /// Since when the shop has had it.
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
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 9_007_199_254_740_991_u64))]
    pub page: Option<u64>,
    /// How many products a page has, 20 when missing; above 100 is taken as 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1))]
    pub per_page: Option<u64>,
    /// Only products whose name or description contains this text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 200, pattern = r"^[^\x00]*$"))]
    pub q: Option<String>,
    /// Only products of the category with this slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Names of fields, parted by commas, most important first; `-` before a name sorts downwards: `price,-name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(
            pattern = r"^(-?(id|name|description|price|price_minor|currency|category|stock|created_at)(,-?(id|name|description|price|price_minor|currency|category|stock|created_at))*)?$"
        )
    )]
    pub sort: Option<String>,
    /// Names of the fields that each product is to have, parted by commas; all of them when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        param(
            pattern = r"^((id|name|description|price|price_minor|currency|category|stock|created_at)(,(id|name|description|price|price_minor|currency|category|stock|created_at))*)?$"
        )
    )]
    pub fields: Option<String>,
}

impl Endpoint for ListProducts {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/products";
    const ID: &'static str = "list_products";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One page of the products, searched, filtered and sorted";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::PreconditionFailed,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Link", "ETag", "Cache-Control", "Cache-Status"];
    const CONDITIONAL: bool = true;
    const EXAMPLE: Option<&'static str> = Some("/api/products?per_page=5&sort=price");
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
    #[cfg_attr(feature = "openapi", param(example = 1))]
    pub id: i64,
}

impl Endpoint for GetProduct {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/products/{id}";
    const ID: &'static str = "get_product";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One product, with validators for conditional requests";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::PreconditionFailed];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Last-Modified", "Cache-Control", "Cache-Status"];
    const CONDITIONAL: bool = true;
    type Path = ProductPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Product>;
}

/// What a caller says of a product that it adds, or that it replaces.
///
/// A product as it was read may be sent back as a whole: `id` and `created_at` are taken where they are as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewProduct {
    /// Its name, 1 to 200 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 200, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")
    )]
    pub name: String,
    /// What it is, at most 2000 characters; empty when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00]*$"))]
    pub description: Option<String>,
    /// What it costs: a decimal number as text, with at most two decimals. This or `price_minor` is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = r"^[0-9]{1,8}(\.[0-9]{1,2})?$"))]
    pub price: Option<String>,
    /// What it costs, in the currency's minor unit. Beside `price`, it has to say the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 9_999_999_999_i64))]
    pub price_minor: Option<i64>,
    /// Always `EUR`, the shop's only currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^EUR$"))]
    pub currency: Option<String>,
    /// The slug of its category.
    pub category: String,
    /// How many there are to sell; 0 when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000))]
    pub stock: Option<i64>,
}

/// What is to change of a product. `null` sets a member back to what it is when a new product leaves it out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProductChange {
    /// Its name, 1 to 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(max_length = 200, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$")
    )]
    pub name: Option<String>,
    /// What it is, at most 2000 characters; empty when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00]*$"))]
    pub description: Option<String>,
    /// What it costs: a decimal number as text, with at most two decimals. This or `price_minor` is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = r"^[0-9]{1,8}(\.[0-9]{1,2})?$"))]
    pub price: Option<String>,
    /// What it costs, in the currency's minor unit. Beside `price`, it has to say the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 9_999_999_999_i64))]
    pub price_minor: Option<i64>,
    /// The slug of its category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How many there are to sell; 0 when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000))]
    pub stock: Option<i64>,
}

/// `POST /api/products`: one more product.
#[derive(Clone, Copy, Debug)]
pub struct CreateProduct;

impl Endpoint for CreateProduct {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/products";
    const ID: &'static str = "create_product";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Adds a product to the sandbox";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = super::CREATE_PROBLEMS;
    const REQUEST_FIELDS: &'static [RequestField] = super::CREATE_FIELDS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["Location", "ETag", "Last-Modified", "Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> =
        Some(r#"{"name": "Enamel mug", "category": "kitchen", "price": "12.50", "stock": 40}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<NewProduct>;
    type Response = Json<Product>;
}

/// What may be wrong with a change of a product.
const CHANGE_PROBLEMS: &[ProblemKind] = &[
    ProblemKind::MalformedJson,
    ProblemKind::NotFound,
    ProblemKind::PreconditionFailed,
    ProblemKind::ContentTooLarge,
    ProblemKind::UnsupportedMediaType,
    ProblemKind::ValidationFailed,
    ProblemKind::Unavailable,
    ProblemKind::SandboxFull,
];

/// `PUT /api/products/{id}`: the product as it is to be.
#[derive(Clone, Copy, Debug)]
pub struct ReplaceProduct;

impl Endpoint for ReplaceProduct {
    const METHODS: &'static [Method] = &[Method::PUT];
    const PATH: &'static str = "/api/products/{id}";
    const ID: &'static str = "replace_product";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Replaces a product in the sandbox";
    const PROBLEMS: &'static [ProblemKind] = CHANGE_PROBLEMS;
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox, RequestField::IfMatch];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Last-Modified", "Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> =
        Some(r#"{"name": "Enamel mug", "category": "kitchen", "price": "12.50", "stock": 40}"#);
    type Path = ProductPath;
    type Query = NoParameters;
    type Body = Json<NewProduct>;
    type Response = Json<Product>;
}

/// `PATCH /api/products/{id}`: what is to change of a product.
#[derive(Clone, Copy, Debug)]
pub struct ChangeProduct;

impl Endpoint for ChangeProduct {
    const METHODS: &'static [Method] = &[Method::PATCH];
    const PATH: &'static str = "/api/products/{id}";
    const ID: &'static str = "change_product";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Changes a product in the sandbox by a JSON merge patch";
    const PROBLEMS: &'static [ProblemKind] = CHANGE_PROBLEMS;
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox, RequestField::IfMatch];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Last-Modified", "Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"stock": 7}"#);
    type Path = ProductPath;
    type Query = NoParameters;
    type Body = MergePatch<ProductChange>;
    type Response = Json<Product>;
}

/// `DELETE /api/products/{id}`: no such product any more.
#[derive(Clone, Copy, Debug)]
pub struct DeleteProduct;

impl Endpoint for DeleteProduct {
    const METHODS: &'static [Method] = &[Method::DELETE];
    const PATH: &'static str = "/api/products/{id}";
    const ID: &'static str = "delete_product";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Takes a product out of the sandbox, and out of its cart";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::NotFound,
        ProblemKind::PreconditionFailed,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox, RequestField::IfMatch];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sandbox"];
    type Path = ProductPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}
