//! The smallest HTTP/1.1 client that can tell where a response ends.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};

/// How long a server may be silent before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A response that has arrived whole.
pub(crate) struct Response {
    /// The status code.
    pub(crate) status: u16,
    /// The fields, in order.
    pub(crate) fields: Vec<(String, Vec<u8>)>,
    /// The body, content coding still on.
    pub(crate) body: Vec<u8>,
}

/// The bytes of a GET.
pub(crate) fn request(address: SocketAddr, target: &str, fields: &[(&str, &str)]) -> String {
    let fields: String = fields
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n{fields}\r\n")
}

/// Asks once, on a connection of its own.
pub(crate) fn get(address: SocketAddr, target: &str, fields: &[(&str, &str)]) -> Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request(address, target, fields).as_bytes())?;
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = end_of_response(&bytes)? {
            return parse(&bytes[..end]);
        }
        let mut chunk = [0; 16 * 1024];
        let count = stream.read(&mut chunk).context("the server is silent")?;
        ensure!(
            count > 0,
            "the server closed the connection in the middle of a response"
        );
        bytes.extend_from_slice(&chunk[..count]);
    }
}

/// Asks once in HTTP/1.0, whose responses may end with the connection: one that is compressed as it is sent has no length.
pub(crate) fn get_until_close(address: SocketAddr, target: &str, fields: &[(&str, &str)]) -> Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(
        request(address, target, fields)
            .replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n")
            .as_bytes(),
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).context("the server is silent")?;
    parse(&bytes)
}

/// Where the first response in the bytes ends, if it is whole.
pub(crate) fn end_of_response(bytes: &[u8]) -> Result<Option<usize>> {
    let Some(head) = memchr::memmem::find(bytes, b"\r\n\r\n") else {
        return Ok(None);
    };
    let length = content_length(&bytes[..head + 2])?;
    let end = head + 4 + length;
    Ok((bytes.len() >= end).then_some(end))
}

/// The Content-Length in a head. A parser of all fields would cost the load more than the server's work.
fn content_length(head: &[u8]) -> Result<usize> {
    const NAME: &[u8] = b"\r\ncontent-length: ";
    let lines = memchr::memchr_iter(b'\r', head);
    for line in lines {
        let candidate = &head[line..];
        if candidate.len() > NAME.len() && candidate[..NAME.len()].eq_ignore_ascii_case(NAME) {
            let digits = candidate[NAME.len()..]
                .split(|byte| *byte == b'\r')
                .next()
                .unwrap_or_default();
            return Ok(str::from_utf8(digits)?.trim().parse()?);
        }
    }
    bail!("a response without Content-Length")
}

fn parse(bytes: &[u8]) -> Result<Response> {
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut head = httparse::Response::new(&mut fields);
    let httparse::Status::Complete(length) = head.parse(bytes)? else {
        bail!("the head is not whole")
    };
    Ok(Response {
        status: head.code.context("a response has a status")?,
        fields: head
            .headers
            .iter()
            .map(|field| (field.name.to_owned(), field.value.to_vec()))
            .collect(),
        body: bytes[length..].to_vec(),
    })
}
