//! Hosting of the pages: rendered documents and the bundle's assets.
//!
//! The released program carries the bundle. One without it, as under `cargo leptos watch`, hosts the folder that
//! `LEPTOS_SITE_ROOT` names.

pub mod assets;
pub mod pages;
