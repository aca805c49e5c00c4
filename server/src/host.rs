//! Hosting of the pages: rendered documents and the bundle's assets.
//!
//! A release build carries the bundle in the binary. A build without one, as under `cargo leptos watch`, hosts the folder that
//! `LEPTOS_SITE_ROOT` names.

pub mod assets;
mod bundle_table;
pub mod pages;
