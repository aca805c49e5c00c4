//! A server in process, on a database of its own, and a client of it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use feed::{Feed, Options};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use server::{
    AppState,
    front::Front,
    listen::{self, Answer as _, Arrival, Limits, Peer, Shutdown},
    live::{presence::Presence, topics},
    observe::Observer,
    origin::{Naming, Origins},
    router,
    shop::work,
};
use store::{DatabaseUrl, Store};
use tempfile::TempDir;
use test_postgres::Cluster;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

pub(crate) const APP: &str = "http://app.example";

/// Fields of a request, by name and value.
pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

pub(crate) struct Client {
    pub(crate) database: &'static str,
    pub(crate) store: Store,
    pub(crate) feed: Feed,
    pub(crate) presence: Presence,
    pub(crate) shutdown: Shutdown,
    state: AppState,
    front: Front,
    _folder: Option<TempDir>,
}

/// A response, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) fields: HeaderMap,
    pub(crate) content: Bytes,
}

impl Client {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::sqlite(&folder.path().join("roundtrip.db"));
        Self {
            _folder: Some(folder),
            ..Self::of("SQLite", url).await
        }
    }

    /// One on each database, for what asks the database something that the two might answer differently.
    pub(crate) async fn on_both() -> [Self; 2] {
        let url = Cluster::shared().database().unwrap().parse().unwrap();
        [Self::new().await, Self::of("PostgreSQL", url).await]
    }

    pub(crate) async fn of(database: &'static str, url: DatabaseUrl) -> Self {
        let origins = Origins {
            app: APP.parse().unwrap(),
            echo: "http://echo.example".parse().unwrap(),
        };
        let store = Store::open(&url).await.unwrap();
        let options = Options::new(topics::classes(Duration::from_secs(24 * 60 * 60)));
        let feed = Feed::open(store.clone(), options).await.unwrap();
        let shutdown = Shutdown::new();
        let state = AppState::new(store.clone(), feed.clone(), origins.clone(), shutdown.clone(), &[]).unwrap();
        let presence = state.presence.clone();
        tokio::spawn(presence.clone().run(shutdown.clone()));
        let observer = Observer::new(state.exchanges.clone(), origins.app.clone());
        let naming = Naming::both(origins, true);
        let front = Front::new(
            naming,
            observer,
            router::app(state.clone()),
            router::echo(state.clone()),
        );
        Self {
            database,
            store,
            feed,
            presence,
            shutdown,
            state,
            front,
            _folder: None,
        }
    }

    /// Serves it on a port of its own, for what only a connection shows. It ends with the test's runtime.
    pub(crate) async fn listen(&self) -> SocketAddr {
        self.listen_with(None).await
    }

    /// The same, over TLS if it is given.
    pub(crate) async fn listen_with(&self, tls: Option<TlsAcceptor>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let front = self.front.clone();
        tokio::spawn(listen::serve(
            listener,
            tls,
            front,
            Limits::default(),
            self.shutdown.clone(),
        ));
        address
    }

    /// Works on what is to be done in the background, as a server does. It ends with the test's runtime, or the shutdown.
    pub(crate) fn work(&self) -> JoinHandle<()> {
        tokio::spawn(work::run(self.state.clone()))
    }

    pub(crate) async fn send(&self, method: Method, target: &str, fields: Fields<'_>, content: &[u8]) -> Answer {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in fields {
            request = request.header(*name, value.as_bytes());
        }
        let request = request.body(Body::from(content.to_vec())).unwrap();
        let arrival = Arrival {
            peer: Arc::new(Peer {
                remote: ([127, 0, 0, 1], 49152).into(),
                local: ([127, 0, 0, 1], 80).into(),
                tls: None,
            }),
            head: None,
            claim: None,
        };
        let (head, body) = self.front.answer(request, arrival).await.into_parts();
        Answer {
            status: head.status,
            fields: head.headers,
            content: body.collect().await.unwrap().to_bytes(),
        }
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send(Method::GET, target, &[], b"").await
    }

    pub(crate) async fn get_with(&self, target: &str, fields: Fields<'_>) -> Answer {
        self.send(Method::GET, target, fields, b"").await
    }
}

impl Answer {
    /// A field's value; empty where there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.content).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.content).unwrap()
    }

    /// Asserts that it is a problem of this status, and returns the pointers of its faults.
    pub(crate) fn pointers(&self, status: StatusCode) -> Vec<String> {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.field("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status.as_u16());
        assert!(problem["type"].as_str().unwrap().starts_with("/problems/"), "{problem}");
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| error["pointer"].as_str().unwrap().to_owned())
            .collect()
    }
}
