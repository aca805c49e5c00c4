//! One page of a collection.

use serde::{Deserialize, Serialize};

/// Some items of a collection, and where they stand in it.
///
/// Pages are counted from 1. A page past the end has no items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items of this page, in the order that was asked for.
    // Inline, because a derived schema does not register what stands in for its type parameter.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub items: Vec<T>,
    /// How many items there are on all pages.
    pub total: u64,
    /// How many pages there are.
    pub pages: u64,
    /// Which page this is.
    pub current_page: u64,
    /// How many items a full page has.
    pub per_page: u64,
}

/// How many pages it takes to hold all items.
#[must_use]
pub const fn pages(total: u64, per_page: u64) -> u64 {
    total.div_ceil(per_page)
}
