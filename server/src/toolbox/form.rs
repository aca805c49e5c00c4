//! The content of a request as a tool tells of it: form values, files, JSON, or text.
//!
//! A form that cannot be read to its end is told as far as it could be read, and its text in `data`, as httpbin does.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use contract::{
    Problem, ProblemKind,
    toolbox::{
        limits::{FORM_PAIRS, PARTS},
        shapes::{Pairs, RawJson},
    },
};
use http::{HeaderMap, header};

use super::echo::add;
use crate::problem::Rejection;

/// What the content of a request is.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) data: String,
    pub(super) files: Pairs,
    pub(super) form: Pairs,
    pub(super) json: RawJson,
}

impl Content {
    /// Reads it, by the media type that the request names.
    pub(super) async fn read(content: Bytes, request: &HeaderMap) -> Result<Self, Rejection> {
        let media_type = text_of(request, header::CONTENT_TYPE);
        let essence = essence(&media_type);
        let is_form = matches!(&*essence, "application/x-www-form-urlencoded" | "multipart/form-data");
        if is_coded(request) {
            // What is coded is not decoded, as httpbin does not: a client that codes its content sees here what it has sent. A form has no
            // text then.
            let data = if is_form {
                String::new()
            } else {
                text(&content, "application/octet-stream")
            };
            return Ok(Self {
                data,
                ..Self::default()
            });
        }
        match &*essence {
            "application/x-www-form-urlencoded" => Ok(Self {
                form: pairs(&content, FORM_PAIRS.most)?,
                ..Self::default()
            }),
            "multipart/form-data" => Self::multipart(content, &media_type).await,
            _ => Ok(Self {
                json: RawJson::read(&content),
                data: text(&content, "application/octet-stream"),
                ..Self::default()
            }),
        }
    }

    /// Reads a multipart form (RFC 7578): values into `form`, files into `files`.
    async fn multipart(content: Bytes, media_type: &str) -> Result<Self, Rejection> {
        let mut read = Self::default();
        if read.parts(content.clone(), media_type).await?.is_err() {
            read.data = text(&content, "application/octet-stream");
        }
        Ok(read)
    }

    /// The parts of a multipart form, up to the first that cannot be read. The outer error is for a form with too many.
    async fn parts(&mut self, content: Bytes, media_type: &str) -> Result<Result<(), multer::Error>, Rejection> {
        let boundary = match multer::parse_boundary(media_type) {
            Ok(boundary) => boundary,
            Err(error) => return Ok(Err(error)),
        };
        let whole = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(content)]);
        let mut form = multer::Multipart::new(whole, boundary);
        let mut count = 0;
        loop {
            let part = match form.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => return Ok(Ok(())),
                Err(error) => return Ok(Err(error)),
            };
            count += 1;
            if count > PARTS.most {
                return Err(too_many(PARTS.most, "parts"));
            }
            let disposition = Disposition::of(&text_of(part.headers(), header::CONTENT_DISPOSITION));
            let media_type = part
                .content_type()
                .map_or_else(|| "application/octet-stream".to_owned(), ToString::to_string);
            let value = match part.bytes().await {
                Ok(bytes) => text(&bytes, &media_type),
                Err(error) => return Ok(Err(error)),
            };
            let values = if disposition.is_file {
                &mut self.files
            } else {
                &mut self.form
            };
            add(values, disposition.name, value);
        }
    }
}

fn too_many(most: u64, what: &str) -> Rejection {
    Problem::new(ProblemKind::ContentTooLarge)
        .with_detail(format!("The form has more than {most} {what}."))
        .into()
}

/// What a part of a multipart form says of itself (RFC 7578, section 4.2).
#[derive(Debug, PartialEq, Eq)]
struct Disposition {
    name: String,
    is_file: bool,
}

impl Disposition {
    /// Reads the value of Content-Disposition. The names of parameters have no case, and a value is a token or a quoted string, in which a
    /// backslash makes the next character plain (RFC 9110, sections 5.6.4 and 5.6.6).
    fn of(value: &str) -> Self {
        let mut disposition = Self {
            name: String::new(),
            is_file: false,
        };
        let mut rest = value.split_once(';').map_or("", |(_, parameters)| parameters);
        while let Some((name, after)) = rest.split_once('=') {
            let (value, after) = parameter(after.trim_start());
            match name.trim().to_ascii_lowercase().as_str() {
                "name" => disposition.name = value,
                "filename" | "filename*" => disposition.is_file = true,
                _ => {}
            }
            rest = after;
        }
        disposition
    }
}

/// The value of a parameter at the beginning of a text, and what comes after the next semicolon.
fn parameter(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, after) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim_end().to_owned(), after);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                let after = &quoted[at + 1..];
                return (value, after.split_once(';').map_or("", |(_, after)| after));
            }
            '\\' => value.extend(characters.next().map(|(_, plain)| plain)),
            _ => value.push(character),
        }
    }
    (value, "")
}

/// Whether the content has a coding other than `identity`.
fn is_coded(request: &HeaderMap) -> bool {
    let coding = text_of(request, header::CONTENT_ENCODING);
    !matches!(coding.trim().to_ascii_lowercase().as_str(), "" | "identity")
}

/// The body as text, or as a `data:` URL (RFC 2397) where it is not UTF-8.
fn text(content: &[u8], media_type: &str) -> String {
    match str::from_utf8(content) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(content)),
    }
}

fn text_of(fields: &HeaderMap, name: header::HeaderName) -> String {
    fields
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .unwrap_or_default()
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The pairs of `application/x-www-form-urlencoded` (URL standard), by name; at most that many.
fn pairs(encoded: &[u8], most: u64) -> Result<Pairs, Rejection> {
    let mut pairs = Pairs::new();
    for (number, (name, value)) in (1..).zip(form_urlencoded::parse(encoded)) {
        if number > most {
            return Err(too_many(most, "pairs"));
        }
        add(&mut pairs, name.into_owned(), value.into_owned());
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_again_become_lists() {
        let form = b"a=1&b=%C3%BC&a=2&a=3&c";
        assert!(pairs(form, 4).is_err());
        let pairs = pairs(form, 5).unwrap();
        assert_eq!(
            serde_json::to_value(pairs).unwrap(),
            serde_json::json!({"a": ["1", "2", "3"], "b": "ü", "c": ""})
        );
    }

    #[test]
    fn bytes_that_are_not_text_become_a_data_url() {
        assert_eq!(text(&[0xff, 0x00], "image/gif"), "data:image/gif;base64,/wA=");
    }

    #[test]
    fn a_part_is_a_file_only_if_it_has_a_file_name() {
        for (value, name, is_file) in [
            (r#"form-data; name="a""#, "a", false),
            (
                r#"form-data; name="note; filename=x.txt""#,
                "note; filename=x.txt",
                false,
            ),
            (r#"form-data; name=a; filename="x.txt""#, "a", true),
            (r#"form-data; FileName="x.txt"; NAME = a"#, "a", true),
            (r#"form-data; name="a \"b\" \\c""#, r#"a "b" \c"#, false),
            (r#"form-data; name="a"; filename*=UTF-8''x.txt"#, "a", true),
            (r#"form-data; name="a"; filename="""#, "a", true),
            (r#"form-data; name="unfinished"#, "unfinished", false),
            ("form-data", "", false),
            ("", "", false),
        ] {
            let expected = Disposition {
                name: name.to_owned(),
                is_file,
            };
            assert_eq!(Disposition::of(value), expected, "{value}");
        }
    }
}
