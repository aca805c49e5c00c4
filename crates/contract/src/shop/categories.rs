//! `/api/categories`: the groups that products are in.

use http::Method;
use serde::{Deserialize, Serialize};

use crate::{
    Endpoint, ProblemKind,
    endpoint::{Group, Json, NoContent, NoParameters},
};

/// A group of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    /// Its name in URLs and in the products' member `category`.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// What is in it, in one sentence.
    pub description: String,
    /// How many products it has in the pristine data; a cache may keep that for everybody, so no sandbox is counted.
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
