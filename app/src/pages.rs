//! The pages, a module each. Every page sets its title and renders one element of the class `page`.

pub mod home;
pub mod not_found;
pub mod problem;
pub mod problems;
pub mod reference;
pub mod shared;
