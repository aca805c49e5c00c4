//! What a sandbox sees: its own rows, and those pristine rows that they do not cover.
//!
//! Both functions give an ordinary query over the pristine table's columns, which callers filter, order, count and page as they
//! would a query of the table. In a sandbox, the table's name stands for the two tables merged.

use sea_orm::{
    ColumnTrait, EntityName, EntityTrait, Iterable, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType},
};

use crate::{product, product_overlay, user, user_overlay};

/// The products that a sandbox sees; without one, the pristine ones.
#[must_use]
pub fn products(sandbox: Option<&str>) -> Select<product::Entity> {
    let Some(sandbox) = sandbox else {
        return product::Entity::find();
    };
    let mut own = Query::select();
    own.columns(product::Column::iter())
        .from(product_overlay::Entity)
        .and_where(product_overlay::Column::Sandbox.eq(sandbox))
        .and_where(product_overlay::Column::Deleted.eq(false));
    let mut covered = Query::select();
    covered
        .column(product_overlay::Column::Id)
        .from(product_overlay::Entity)
        .and_where(product_overlay::Column::Sandbox.eq(sandbox));
    let mut pristine = Query::select();
    pristine
        .columns(product::Column::iter())
        .from(product::Entity)
        .and_where(Expr::col(product::Column::Id).not_in_subquery(covered));
    merged::<product::Entity>(own, pristine)
}

/// The users that a sandbox sees; without one, the pristine ones.
#[must_use]
pub fn users(sandbox: Option<&str>) -> Select<user::Entity> {
    let Some(sandbox) = sandbox else {
        return user::Entity::find();
    };
    let mut own = Query::select();
    own.columns(user::Column::iter())
        .from(user_overlay::Entity)
        .and_where(user_overlay::Column::Sandbox.eq(sandbox));
    let mut pristine = Query::select();
    pristine.columns(user::Column::iter()).from(user::Entity);
    merged::<user::Entity>(own, pristine)
}

/// A query of the pristine table, but over these rows.
fn merged<E: EntityTrait + EntityName>(mut own: SelectStatement, pristine: SelectStatement) -> Select<E> {
    own.union(UnionType::All, pristine);
    let mut query = E::find();
    QuerySelect::query(&mut query)
        .from_clear()
        .from_subquery(own, E::default());
    query
}
