//! The bundle as the build script wrote it down.

use super::assets::Asset;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));
