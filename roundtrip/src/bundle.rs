//! The files of the pages that the program carries, as the build script wrote them down.

use server::host::assets::Asset;

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));
