//! HTTP/2, TLS and switches to other protocols.

use std::{sync::Arc, time::Duration};

use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::{
    ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use server::listen::{Limits, tls};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::harness::{Client, Server, filler, guarded, limits, problem};

pub(crate) type Http2 = (SendRequest<Full<bytes::Bytes>>, JoinHandle<hyper::Result<()>>);

pub(crate) async fn http2<IO: AsyncRead + AsyncWrite + Unpin + Send + 'static>(io: IO) -> Http2 {
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(io)).await.unwrap();
    (sender, tokio::spawn(connection))
}

pub(crate) async fn exchange(
    sender: &mut SendRequest<Full<bytes::Bytes>>,
    request: http::request::Builder,
    body: bytes::Bytes,
) -> (StatusCode, String) {
    let response = guarded(sender.send_request(request.body(Full::new(body)).unwrap()))
        .await
        .unwrap();
    assert_eq!(response.version(), Version::HTTP_2);
    let status = response.status();
    let body = guarded(response.into_body().collect()).await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn http2_with_prior_knowledge_is_served() {
    let server = Server::start(limits()).await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    let (status, facts) = exchange(&mut sender, Request::get("http://h/facts"), bytes::Bytes::new()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(facts.contains("times=Some(true) version=HTTP/2.0 tls=none"), "{facts}");
    assert_eq!(
        exchange(&mut sender, Request::post("http://h/echo"), filler(100_000))
            .await
            .1
            .len(),
        100_000
    );
}

#[tokio::test]
async fn http2_bodies_are_limited_too() {
    let server = Server::start(Limits {
        max_body: 1000,
        ..limits()
    })
    .await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    let (status, _) = exchange(&mut sender, Request::post("http://h/echo"), filler(2000)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, _) = exchange(&mut sender, Request::post("http://h/echo"), filler(1000)).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn http2_heads_above_the_limits_are_answered_with_a_problem() {
    let server = Server::start(Limits {
        max_target: 100,
        max_fields: 20,
        ..limits()
    })
    .await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    let long_target = Request::get(format!("http://h/{}", "a".repeat(200)));
    let long_field = Request::get("http://h/").header("a", "a".repeat(5000));
    let many_fields = (0..30).fold(Request::get("http://h/"), |request, _| request.header("a", "b"));
    for (request, status, detail) in [
        (long_target, StatusCode::URI_TOO_LONG, "longer than 100 bytes"),
        (
            long_field,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "larger than 4096 bytes",
        ),
        (
            many_fields,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "more than 20 fields",
        ),
    ] {
        let (found, problem) = exchange(&mut sender, request, bytes::Bytes::new()).await;
        assert_eq!(found, status);
        assert!(problem.contains(detail), "{problem}");
    }
}

#[tokio::test]
async fn an_idle_http2_connection_is_closed_politely() {
    let server = Server::start(Limits {
        idle: Duration::from_millis(100),
        ..limits()
    })
    .await;
    let (mut sender, connection) = http2(server.connect().await.io).await;
    assert_eq!(
        exchange(&mut sender, Request::get("http://h/hello"), bytes::Bytes::new())
            .await
            .1,
        "hello"
    );
    guarded(connection).await.unwrap().unwrap();
}

#[tokio::test]
async fn an_http2_connection_with_an_open_stream_is_not_idle() {
    let idle = Duration::from_millis(100);
    let server = Server::start(Limits { idle, ..limits() }).await;
    let (mut sender, _connection) = http2(server.connect().await.io).await;
    let stage = server.stage.clone();
    let releasing = tokio::spawn(async move {
        stage.reached.notified().await;
        tokio::time::sleep(idle * 3).await;
        stage.release.add_permits(1);
    });
    assert_eq!(
        exchange(&mut sender, Request::get("http://h/held"), bytes::Bytes::new())
            .await
            .1,
        "released"
    );
    releasing.await.unwrap();
}

#[tokio::test]
async fn http2_streams_in_flight_are_finished_at_shutdown() {
    let server = Server::start(limits()).await;
    let (mut sender, connection) = http2(server.connect().await.io).await;
    let (stage, shutdown) = (server.stage.clone(), server.shutdown.clone());
    let stopping = tokio::spawn(async move {
        stage.reached.notified().await;
        shutdown.begin();
        stage.release.add_permits(1);
    });
    assert_eq!(
        exchange(&mut sender, Request::get("http://h/held"), bytes::Bytes::new())
            .await
            .1,
        "released"
    );
    stopping.await.unwrap();
    guarded(connection).await.unwrap().unwrap();
    guarded(server.ended).await.unwrap();
}

#[tokio::test]
async fn tls_agrees_on_http2() {
    let (_server, stream) = over_tls(limits(), &["h2", "http/1.1"]).await;
    let (mut sender, _connection) = http2(stream).await;
    let (_, facts) = exchange(
        &mut sender,
        Request::get("https://localhost/facts"),
        bytes::Bytes::new(),
    )
    .await;
    assert!(facts.contains("version=HTTP/2.0 tls=TLSv1.3 TLS13_"), "{facts}");
    assert!(facts.contains("Some(\"h2\")"), "{facts}");
}

#[tokio::test]
async fn tls_agrees_on_http1_or_on_nothing() {
    for (offered, alpn) in [(&["http/1.1"][..], "Some(\"http/1.1\")"), (&[], "None")] {
        let (_server, io) = over_tls(limits(), offered).await;
        let mut client = Client { io };
        client.send(b"GET /facts HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        let (_, facts) = client.response().await;
        assert!(
            facts.contains("version=HTTP/1.1 tls=TLSv1.3") && facts.contains(alpn),
            "{facts}"
        );
    }
}

#[tokio::test]
async fn a_broken_head_over_tls_is_answered_and_the_session_closed_properly() {
    let (_server, io) = over_tls(limits(), &["http/1.1"]).await;
    let mut client = Client { io };
    client.send(b"BROKEN\r\n\r\n").await;
    // Without a close_notify the read would fail.
    assert_eq!(problem(&client.rest().await).0, 400);
}

#[tokio::test]
async fn plain_http_on_a_port_for_tls_is_told_so() {
    let server = Server::start_with(limits(), Some(tls::self_signed().unwrap())).await;
    let (status, detail) = problem(&server.converse(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").await);
    assert_eq!(status, 400);
    assert!(
        detail.contains("this is plain HTTP, but the port speaks TLS"),
        "{detail}"
    );
}

#[tokio::test]
async fn a_tls_handshake_that_does_not_come_is_not_waited_for() {
    let limits = Limits {
        tls_handshake: Duration::from_millis(100),
        ..limits()
    };
    let server = Server::start_with(limits, Some(tls::self_signed().unwrap())).await;
    assert_eq!(server.connect().await.rest().await, "");
}

#[tokio::test]
async fn another_protocol_takes_the_connection_over_with_what_was_sent_early() {
    let server = Server::start(Limits {
        idle: Duration::from_millis(100),
        head: Duration::from_millis(100),
        ..limits()
    })
    .await;
    let mut client = server.connect().await;
    client
        .send(b"GET /upgrade HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: parrot\r\n\r\nearly\0bird")
        .await;
    let head = client.until("\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    assert_eq!(client.until("early\0bird").await, "early\0bird");
    client.send(b"\xff\n\n").await;
    let mut heard = [0; 3];
    guarded(tokio::io::AsyncReadExt::read_exact(&mut client.io, &mut heard))
        .await
        .unwrap();
    assert_eq!(&heard, b"\xff\n\n");
    client.io.shutdown().await.unwrap();
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn after_a_declined_upgrade_http_goes_on() {
    let server = Server::start(limits()).await;
    let mut client = server.connect().await;
    let declined = "GET /upgrade HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n";
    client
        .send(format!("{declined}GET /hello HTTP/1.1\r\nHost: h\r\n\r\nBROKEN\r\n").as_bytes())
        .await;
    assert_eq!(client.response().await.1, "not upgraded");
    assert_eq!(client.response().await.1, "hello");
    assert_eq!(problem(&client.rest().await).0, 400);
}

pub(crate) async fn over_tls(limits: Limits, offered: &[&str]) -> (Server, TlsStream<TcpStream>) {
    let server = Server::start_with(limits, Some(tls::self_signed().unwrap())).await;
    let provider = Arc::new(ring::default_provider());
    let verifier = AnyCertificate(provider.signature_verification_algorithms);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = offered.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    let name = ServerName::try_from("localhost").unwrap();
    let io = server.connect().await.io;
    let stream = guarded(TlsConnector::from(Arc::new(config)).connect(name, io))
        .await
        .unwrap();
    (server, stream)
}

/// A client that takes any certificate, as one must for a self-signed one that it has not seen before.
#[derive(Debug)]
struct AnyCertificate(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
