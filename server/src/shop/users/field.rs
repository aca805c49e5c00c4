//! A field of a user, for `sort` and `fields`.

use store::user;

use crate::shop::listing;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Name,
    Email,
    CreatedAt,
    Role,
}

impl listing::Field for Field {
    const OWNER: &'static str = "a user";
    const ALL: &'static [Self] = &[Self::Id, Self::Name, Self::Email, Self::CreatedAt, Self::Role];

    fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Email => "email",
            Self::CreatedAt => "created_at",
            Self::Role => "role",
        }
    }
}

impl Field {
    /// What the field is sorted by.
    pub(super) const fn column(self) -> user::Column {
        match self {
            Self::Id => user::Column::Id,
            Self::Name => user::Column::Name,
            Self::Email => user::Column::Email,
            Self::CreatedAt => user::Column::CreatedAt,
            Self::Role => user::Column::Role,
        }
    }
}
