//! `/api/cart`: what somebody is about to buy. A sandbox has one cart, whoever is logged in.

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters, RequestField},
};

/// The cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cart {
    /// A line for each product, in the order in which they were put in.
    pub items: Vec<CartLine>,
    /// How many things there are in it, all lines together.
    pub quantity: i64,
    /// What they cost together, in units of the currency: `"49.80"`.
    pub total: String,
    /// What they cost together, in the currency's minor unit: `4980`.
    pub total_minor: i64,
    /// The currency's code (ISO 4217).
    pub currency: String,
}

/// One product in the cart, at its present price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartLine {
    /// The product's number.
    pub product_id: i64,
    /// The product's name.
    pub name: String,
    /// What one costs.
    pub price: String,
    /// What one costs, in the currency's minor unit.
    pub price_minor: i64,
    /// How many of it.
    pub quantity: i64,
    /// How many of it the shop has; fewer than `quantity` where the stock has been lowered since.
    pub stock: i64,
    /// What they cost together.
    pub total: String,
    /// What they cost together, in the currency's minor unit.
    pub total_minor: i64,
}

/// `GET /api/cart`: the cart.
#[derive(Clone, Copy, Debug)]
pub struct GetCart;

impl Endpoint for GetCart {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/cart";
    const ID: &'static str = "get_cart";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "The sandbox's cart, with its totals; empty without a sandbox";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::PreconditionFailed];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Cache-Control"];
    const CONDITIONAL: bool = true;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Cart>;
}

/// What is put into the cart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCartItem {
    /// The product's number.
    pub product_id: i64,
    /// How many of it, beside those that are in the cart already; 1 when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub quantity: Option<i64>,
}

/// `POST /api/cart/items`: puts something into the cart.
#[derive(Clone, Copy, Debug)]
pub struct AddCartItem;

impl Endpoint for AddCartItem {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/cart/items";
    const ID: &'static str = "add_cart_item";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Puts something into the cart; more than there is in stock is a conflict";
    const STATUS: StatusCode = StatusCode::CREATED;
    const OTHER_ANSWERS: &'static [(&'static str, &'static str)] =
        &[("200", "There was some of it in the cart already, and now there is more")];
    const PROBLEMS: &'static [ProblemKind] = super::CREATE_PROBLEMS;
    const REQUEST_FIELDS: &'static [RequestField] = super::CREATE_FIELDS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["Location", "Sandbox"];
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"product_id": 1, "quantity": 2}"#);
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = Json<NewCartItem>;
    type Response = Json<Cart>;
}

/// The path of one line of the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct CartItemPath {
    /// The product's number.
    pub product_id: i64,
}

/// How many of a product are to be in the cart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CartItemChange {
    /// How many of it, from 1.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub quantity: i64,
}

/// `PATCH /api/cart/items/{product_id}`: more of it, or fewer.
#[derive(Clone, Copy, Debug)]
pub struct ChangeCartItem;

impl Endpoint for ChangeCartItem {
    const METHODS: &'static [Method] = &[Method::PATCH];
    const PATH: &'static str = "/api/cart/items/{product_id}";
    const ID: &'static str = "change_cart_item";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Sets how many of a product are in the cart";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::MalformedJson,
        ProblemKind::NotFound,
        ProblemKind::Conflict,
        ProblemKind::ContentTooLarge,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::ValidationFailed,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sandbox"];
    const EXAMPLE: Option<&'static str> = Some("/api/cart/items/1");
    const BODY_EXAMPLE: Option<&'static str> = Some(r#"{"quantity": 3}"#);
    type Path = CartItemPath;
    type Query = NoParameters;
    type Body = crate::endpoint::MergePatch<CartItemChange>;
    type Response = Json<Cart>;
}

/// `DELETE /api/cart/items/{product_id}`: none of it.
#[derive(Clone, Copy, Debug)]
pub struct DeleteCartItem;

impl Endpoint for DeleteCartItem {
    const METHODS: &'static [Method] = &[Method::DELETE];
    const PATH: &'static str = "/api/cart/items/{product_id}";
    const ID: &'static str = "delete_cart_item";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Takes a product out of the cart";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::Unavailable];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sandbox"];
    const EXAMPLE: Option<&'static str> = Some("/api/cart/items/1");
    type Path = CartItemPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}
