//! Search that finds the same on both databases.
//!
//! `LIKE` ignores the case of ASCII alone on SQLite and of nothing on PostgreSQL, so neither is asked to: a row carries its
//! text folded by us in a column of its own, and what is looked for is folded in the same way.

use sea_orm::{
    ColumnTrait,
    sea_query::{Expr, ExprTrait, LikeExpr},
};

/// Text in which case no longer differs: every character in lower case by itself, without regard to its neighbours (a
/// final sigma folds like any other), so that a piece of a text folds to a piece of the folded text.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// What a product's column `search` holds. The line break keeps a search from matching across the two.
#[must_use]
pub fn folded(name: &str, description: &str) -> String {
    fold(&format!("{name}\n{description}"))
}

/// The condition that a column of folded text contains `text` in any case; `%` and `_` are looked for like other characters.
///
/// PostgreSQL cannot store U+0000 and refuses a parameter that has one, so the caller has to.
#[must_use]
pub fn contains(column: impl ColumnTrait, text: &str) -> Expr {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.chars().flat_map(char::to_lowercase) {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    column.into_expr().like(LikeExpr::new(pattern).escape('\\'))
}
