//! `/api/orders`: what was bought. An order is made of the cart and never changes; a reset of the sandbox takes it away.

use exchange::Timestamp;
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Endpoint, Page, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters, RequestField},
};

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    /// A UUIDv7.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Uuid,
    /// Its number in the sandbox, from 1, for people.
    pub number: i64,
    /// When it was placed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub placed_at: Timestamp,
    /// A line for each product, in the order in which they lay in the cart.
    pub items: Vec<OrderLine>,
    /// How many things were bought, all lines together.
    pub quantity: i64,
    /// What they cost together, in units of the currency: `"49.80"`.
    pub total: String,
    /// What they cost together, in the currency's minor unit: `4980`.
    pub total_minor: i64,
    /// The currency's code (ISO 4217).
    pub currency: String,
}

/// One product of an order, as it was called and at the price that it had when the order was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLine {
    /// The product's number. There may be no such product any more.
    pub product_id: i64,
    /// The product's name.
    pub name: String,
    /// What one cost.
    pub price: String,
    /// What one cost, in the currency's minor unit.
    pub price_minor: i64,
    /// How many of it.
    pub quantity: i64,
    /// What they cost together.
    pub total: String,
    /// What they cost together, in the currency's minor unit.
    pub total_minor: i64,
}

/// `POST /api/orders`: buys what is in the cart.
#[derive(Clone, Copy, Debug)]
pub struct PlaceOrder;

impl Endpoint for PlaceOrder {
    const METHODS: &'static [Method] = &[Method::POST];
    const PATH: &'static str = "/api/orders";
    const ID: &'static str = "place_order";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "Buys what is in the cart: the stock goes down, the cart is empty, and a notification says so; an empty cart and \
         more than there is in stock are conflicts";
    const STATUS: StatusCode = StatusCode::CREATED;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::BadRequest,
        ProblemKind::NotFound,
        ProblemKind::Conflict,
        ProblemKind::ValidationFailed,
        ProblemKind::Unavailable,
        ProblemKind::SandboxFull,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = super::CREATE_FIELDS;
    const RESPONSE_FIELDS: &'static [&'static str] = &["Location", "ETag", "Sandbox"];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Order>;
}

/// `GET /api/orders`: one page of the orders.
#[derive(Clone, Copy, Debug)]
pub struct ListOrders;

/// The query of [`ListOrders`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct OrdersQuery {
    /// Which page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 9_007_199_254_740_991_u64))]
    pub page: Option<u64>,
    /// How many orders a page has, 20 when missing; above 100 is taken as 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1))]
    pub per_page: Option<u64>,
}

impl Endpoint for ListOrders {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/orders";
    const ID: &'static str = "list_orders";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One page of the sandbox's orders, the newest first; none without a sandbox";
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::InvalidParameters,
        ProblemKind::NotFound,
        ProblemKind::PreconditionFailed,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Cache-Control", "Link"];
    const CONDITIONAL: bool = true;
    const EXAMPLE: Option<&'static str> = Some("/api/orders?page=1&per_page=20");
    type Path = NoParameters;
    type Query = OrdersQuery;
    type Body = NoContent;
    type Response = Json<Page<Order>>;
}

/// `GET /api/orders/{id}`: one order.
#[derive(Clone, Copy, Debug)]
pub struct GetOrder;

/// The path of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct OrderPath {
    /// The order's id.
    #[cfg_attr(feature = "openapi", param(value_type = String))]
    pub id: Uuid,
}

impl Endpoint for GetOrder {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/orders/{id}";
    const ID: &'static str = "get_order";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "One order, as it was placed";
    const PROBLEMS: &'static [ProblemKind] = &[ProblemKind::NotFound, ProblemKind::PreconditionFailed];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["ETag", "Cache-Control"];
    const CONDITIONAL: bool = true;
    type Path = OrderPath;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = Json<Order>;
}
