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

impl Response {
    /// The first value of a field, if it is text.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name))?;
        str::from_utf8(value).ok()
    }
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
    exchange(address, &request(address, target, fields))
}

/// Sends JSON once, on a connection of its own.
pub(crate) fn post(address: SocketAddr, target: &str, fields: &[(&str, &str)], json: &str) -> Result<Response> {
    let length = json.len().to_string();
    let fields = [
        fields,
        &[("Content-Type", "application/json"), ("Content-Length", &length)],
    ]
    .concat();
    let head = request(address, target, &fields).replacen("GET ", "POST ", 1);
    exchange(address, &(head + json))
}

fn exchange(address: SocketAddr, request: &str) -> Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
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

/// Where the first response in the bytes ends, if it is whole. Behind one in chunks there is no other, because nothing was asked
/// before its end.
pub(crate) fn end_of_response(bytes: &[u8]) -> Result<Option<usize>> {
    const LAST_CHUNK: &[u8] = b"\r\n0\r\n\r\n";
    let Some(head) = memchr::memmem::find(bytes, b"\r\n\r\n") else {
        return Ok(None);
    };
    let content = head + 4;
    if bytes.starts_with(b"HTTP/1.1 304") {
        return Ok(Some(content));
    }
    // A parser of all fields, or of each chunk, would cost the load more than the server's work.
    let end = match value(&bytes[..head + 2], b"\r\nContent-Length: ") {
        Some(digits) => content + str::from_utf8(digits)?.trim().parse::<usize>()?,
        None if value(&bytes[..head + 2], b"\r\ntransfer-encoding: ").is_some() => {
            return Ok(bytes[content - 2..].ends_with(LAST_CHUNK).then_some(bytes.len()));
        }
        None => bail!("a response whose end is that of the connection"),
    };
    Ok((bytes.len() >= end).then_some(end))
}

/// The value of the field that is named like this, line end before it and colon after it included.
fn value<'a>(head: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    memchr::memchr_iter(b'\r', head).find_map(|line| {
        let (start, rest) = head[line..].split_at_checked(name.len())?;
        start
            .eq_ignore_ascii_case(name)
            .then(|| rest.split(|byte| *byte == b'\r').next())?
    })
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
