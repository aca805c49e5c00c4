//! What the tables' columns have in common.

use sea_orm::{DbBackend, DeriveIden};
use sea_orm_migration::sea_query::{ColumnDef, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Iden};

#[derive(DeriveIden)]
enum Sandbox {
    Table,
    Id,
}

/// Text that is compared and ordered by code point, as SQLite does by itself. A PostgreSQL database has a collation of
/// its own, which depends on how it was made.
pub(super) fn text(backend: DbBackend, name: impl Iden + 'static) -> ColumnDef {
    nullable_text(backend, name).not_null().to_owned()
}

/// The same, which may be missing.
pub(super) fn nullable_text(backend: DbBackend, name: impl Iden + 'static) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text();
    if backend == DbBackend::Postgres {
        column.extra(r#"COLLATE "C""#);
    }
    column
}

/// A number, or a time in microseconds.
pub(super) fn integer(name: impl Iden + 'static) -> ColumnDef {
    nullable_integer(name).not_null().to_owned()
}

/// The same, which may be missing.
pub(super) fn nullable_integer(name: impl Iden + 'static) -> ColumnDef {
    ColumnDef::new(name).big_integer().to_owned()
}

/// What a sandbox holds goes with it.
pub(super) fn of_sandbox(table: impl Iden + 'static, column: impl Iden + 'static) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, column)
        .to(Sandbox::Table, Sandbox::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
