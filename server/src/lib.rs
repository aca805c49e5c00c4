//! The server of Roundtrip.
//!
//! `main` reads the configuration and wires; here is what it wires. Where to start reading: [`router`] lists every route,
//! [`front`] is what each request goes through, [`serve`] starts and stops everything.
//!
//! - [`config`], [`origin`]: what the program can be told, and the two origins that follow from it
//! - [`listen`]: from sockets to requests, with deadlines and limits
//! - [`front`], [`routes`], [`compress`], [`cors`], [`clock`]: what is done to every request, so that no handler has to
//! - [`extract`], [`problem`], [`conditional`], [`accept`], [`encoding`]: what handlers are built with
//! - [`shop`], [`toolbox`], [`system`], [`host`]: the handlers, a module an audience
//! - [`logging`], [`metrics`], [`openapi`]: what the server says about itself

pub mod accept;
pub mod clock;
pub mod compress;
pub mod conditional;
pub mod config;
pub mod cors;
pub mod encoding;
pub mod extract;
pub mod front;
pub mod host;
pub mod listen;
pub mod logging;
pub mod metrics;
pub mod openapi;
pub mod origin;
pub mod problem;
pub mod router;
pub mod routes;
pub mod serve;
pub mod shop;
pub mod system;
pub mod toolbox;

use std::sync::Arc;

use crate::listen::Shutdown;
use app::shell::PageAssets;
use store::Store;

use crate::{origin::Origins, system::Document};

/// What handlers work with. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// What the practice API keeps in memory.
    pub shop: Arc<shop::Caches>,
    /// The public URLs.
    pub origins: Arc<Origins>,
    /// Where documents find their assets.
    pub page_assets: Arc<PageAssets>,
    /// The OpenAPI document.
    pub document: Arc<Document>,
    /// Says when the server begins to stop.
    pub shutdown: Shutdown,
}

impl AppState {
    /// The state of a server with this database and these origins.
    ///
    /// # Errors
    /// When the OpenAPI document has no JSON form.
    pub fn new(store: Store, origins: Origins, shutdown: Shutdown) -> Result<Self, serde_json::Error> {
        let document = openapi::document(router::operations(), &origins);
        Ok(Self {
            store,
            shop: Arc::new(shop::Caches::default()),
            page_assets: Arc::new(host::assets::page_assets(&origins.echo)),
            document: Arc::new(Document::new(&document)?),
            origins: Arc::new(origins),
            shutdown,
        })
    }
}
