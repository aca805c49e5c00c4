//! The pages, a module each. Every page sets its title and renders one element of the class `page`. Those that are much code are
//! [late].

pub mod docs;
pub mod home;
pub(crate) mod late;
pub mod live;
pub mod not_found;
pub mod optimise;
pub mod practice;
pub mod problem;
pub mod problems;
pub mod protocol;
pub mod reference;
pub mod shared;
