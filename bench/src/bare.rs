//! The server to compare with: hyper with nothing around it, answering with the fields and the body that ours answers with.

use std::{
    convert::Infallible,
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::client;

/// A bare server in a process of its own, which ends with this value.
pub(crate) struct Process {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts one that answers as the server at `upstream` answers a request for `target` with these fields.
    pub(crate) fn start(upstream: SocketAddr, target: &str, fields: &[(&str, &str)]) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["bare", &upstream.to_string(), target])
            .args(fields.iter().flat_map(|(name, value)| [name, value]))
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().context("the child's output is piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line
            .trim()
            .parse()
            .context("the bare server did not say where it listens")?;
        Ok(Self { child, address })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks `upstream` once, then gives its answer to everybody. Prints the address first.
pub(crate) fn serve(upstream: SocketAddr, target: &str, fields: &[(&str, &str)]) -> Result<()> {
    let answer = client::get_until_close(upstream, target, fields)?;
    let status = StatusCode::from_u16(answer.status)?;
    let mut answered = HeaderMap::new();
    for (name, value) in &answer.fields {
        // hyper writes the first two itself, and the last is for the request in HTTP/1.0 alone.
        if !matches!(
            name.to_ascii_lowercase().as_str(),
            "date" | "content-length" | "connection"
        ) {
            answered.append(
                HeaderName::from_bytes(name.as_bytes())?,
                HeaderValue::from_bytes(value)?,
            );
        }
    }
    let body = Bytes::from(answer.body);

    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let (fields, body) = (answered.clone(), body.clone());
            let service = service_fn(move |_: Request<Incoming>| {
                let mut response = Response::new(Full::new(body.clone()));
                *response.status_mut() = status;
                *response.headers_mut() = fields.clone();
                async move { Ok::<_, Infallible>(response) }
            });
            // A connection that breaks is the load's business.
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    })
}
