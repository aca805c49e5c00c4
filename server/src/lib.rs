//! The server of Roundtrip.
//!
//! `main` reads the configuration and wires; here is what it wires. Where to start reading: [`router`] lists every route,
//! [`front`] is what each request goes through, [`serve`] starts and stops everything.
//!
//! - [`config`], [`origin`]: what the program can be told, and the two origins that follow from it
//! - [`listen`]: from sockets to requests, with deadlines and limits
//! - [`front`], [`routes`], [`compress`], [`cors`], [`clock`]: what is done to every request, so that no handler has to
//! - [`extract`], [`response`], [`document`], [`stored`], [`problem`], [`conditional`], [`accept`], [`encoding`]: what handlers are built
//!   with
//! - [`observe`], [`workspace`], [`decoding`]: what is recorded of a request, for whom, and its content as it is read
//! - [`live`], `websocket`: the event log by three transports, and WebSockets as such
//! - [`random`]: where secrets come from
//! - [`shop`], [`v1`], [`toolbox`], [`system`], [`host`]: the handlers, a module an audience
//! - [`logging`], [`metrics`], [`openapi`]: what the server says about itself

pub mod accept;
pub mod clock;
pub mod compress;
pub mod conditional;
pub mod config;
mod cookies;
pub mod cors;
pub mod decoding;
pub mod document;
pub mod encoding;
pub mod extract;
pub mod front;
pub mod host;
pub mod listen;
pub mod live;
pub mod logging;
pub mod metrics;
pub mod observe;
pub mod openapi;
pub mod origin;
pub mod problem;
pub mod random;
pub mod response;
pub mod router;
pub mod routes;
pub mod serve;
pub mod shop;
pub mod stored;
pub mod system;
pub mod toolbox;
pub mod v1;
mod websocket;
pub mod workspace;

use std::{ops::Deref, sync::Arc, time::SystemTime};

use app::shell::PageAssets;
use feed::Feed;
use store::Store;

use crate::{
    document::Document, host::assets::Asset, listen::Shutdown, live::presence::Presence, observe::Shelves,
    origin::Origins,
};

/// What handlers work with. A clone is one count, because the router makes several for each request.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of an [`AppState`].
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The event log.
    pub feed: Feed,
    /// What the practice API keeps in memory.
    pub shop: shop::Shop,
    /// What was recorded, by workspace.
    pub exchanges: Shelves,
    /// How often which key of the toolbox has failed.
    pub failures: toolbox::fail::Failures,
    /// When the server started.
    pub started: SystemTime,
    /// The public URLs.
    pub origins: Origins,
    /// The files of the pages, if the program carries them.
    pub bundle: &'static [Asset],
    /// Where documents find their assets.
    pub page_assets: PageAssets,
    /// The OpenAPI document.
    pub document: Document,
    /// Who is in which room.
    pub presence: Presence,
    /// Says when the server begins to stop.
    pub shutdown: Shutdown,
}

impl AppState {
    /// The state of a server with this database, its event log, these origins, and the files of the pages. Without such files, as in a build
    /// for development, it hosts a folder instead.
    ///
    /// # Errors
    /// When the OpenAPI document has no JSON form.
    pub fn new(
        store: Store,
        feed: Feed,
        origins: Origins,
        shutdown: Shutdown,
        bundle: &'static [Asset],
    ) -> Result<Self, serde_json::Error> {
        let document = openapi::document(router::operations(), &origins);
        Ok(Self(Arc::new(Parts {
            presence: Presence::new(store.clone(), feed.clone()),
            store,
            feed,
            shop: shop::Shop::default(),
            exchanges: Shelves::default(),
            failures: toolbox::fail::Failures::default(),
            started: SystemTime::now(),
            bundle,
            page_assets: host::assets::page_assets(bundle, &origins.echo),
            document: Document::new(&document)?,
            origins,
            shutdown,
        })))
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
