//! A request that shows an operation at work, made from the examples of the document, and the same as a command line.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::{
    document::{Body, Content, Detail, Document, Operation, Parameter, is_true, list, members, text},
    shape::plain,
};
use crate::client::{draft::Draft, is_json};

/// What may stand as it is in a path (RFC 3986, section 3.3): a parameter may take the rest of it, so slashes stay.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// How many values may lie in each other in content that is made up.
const MOST_NESTED: usize = 5;

/// A request, ready to be sent but for what nobody but the caller can know.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) draft: Draft,
    /// The same URL, with its origin.
    pub(super) url: String,
    /// The names of the parameters of which the document has no example; they stand in braces.
    pub(super) open: Vec<String>,
}

impl Sample {
    /// A request for that operation.
    pub(super) fn of(document: &Document, operation: &Operation, detail: &Detail) -> Self {
        let mut open = Vec::new();
        let mut path = operation.path.clone();
        let mut query = Vec::new();
        let mut fields = Vec::new();
        for parameter in &detail.parameters {
            let name = &parameter.name;
            let Some(value) = value(document, parameter) else {
                if parameter.is_required {
                    open.push(name.clone());
                    // In a path it stands already.
                    if parameter.place == "query" {
                        query.push((name.clone(), format!("{{{name}}}")));
                    }
                }
                continue;
            };
            match (&*parameter.place, &value) {
                ("path", value) => {
                    let value = utf8_percent_encode(&plain(value), PATH).to_string();
                    path = path.replace(&format!("{{{name}}}"), &value);
                }
                // An object is the parameters that it has (OpenAPI 3.1, style `form`, exploded), an array one parameter
                // several times.
                ("query", Value::Object(pairs)) => {
                    for (name, value) in pairs {
                        push(&mut query, name, value);
                    }
                }
                ("query", value) => push(&mut query, name, value),
                ("header", value) => fields.push((name.clone(), plain(value))),
                _ => {}
            }
        }
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        let target = if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        };
        let url = format!("{}{target}", detail.server);
        // What is on the page's own origin is asked for by its path, so that it is right behind any proxy.
        let mut draft = Draft::new(
            &operation.method,
            if detail.is_elsewhere { url.clone() } else { target },
        );
        draft.fields = fields;
        if let Some((media_type, content)) = detail.body.as_ref().and_then(|body| content(document, body)) {
            draft = draft.with_field("Content-Type", &media_type).with_body(content);
        }
        Self { draft, url, open }
    }

    /// The request as a command line of curl, for a POSIX shell.
    pub(super) fn curl(&self) -> String {
        let Draft {
            method, fields, body, ..
        } = &self.draft;
        let mut options = match (&**method, body) {
            ("GET", None) | ("POST", Some(_)) => Vec::new(),
            ("HEAD", _) => vec!["--head".to_owned()],
            _ => vec![format!("--request {method}")],
        };
        options.extend(
            fields
                .iter()
                .map(|(name, value)| format!("--header {}", quoted(&format!("{name}: {value}")))),
        );
        // As it is, even where it begins with an `@`.
        options.extend(body.iter().map(|body| format!("--data-raw {}", quoted(body))));
        options.insert(0, format!("curl {}", quoted(&self.url)));
        options.join(" \\\n  ")
    }
}

/// A text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Adds a parameter of the query, several times where it has several values.
fn push(query: &mut Vec<(String, String)>, name: &str, value: &Value) {
    match value {
        Value::Array(values) => query.extend(values.iter().map(|value| (name.to_owned(), plain(value)))),
        value => query.push((name.to_owned(), plain(value))),
    }
}

/// What a parameter may be. One that need not be there is left out unless there is an example of it.
fn value(document: &Document, parameter: &Parameter) -> Option<Value> {
    let schema = document.resolve(&parameter.schema).0;
    let shown = || example(schema).filter(|_| parameter.is_required || schema.get("example").is_some());
    parameter.example.clone().or_else(shown)
}

/// A value that a schema itself names.
fn example(schema: &Value) -> Option<Value> {
    let of = |name: &str| schema.get(name).filter(|value| !value.is_null());
    of("example")
        .or_else(|| list(schema, "examples").next())
        .or_else(|| of("const"))
        .or_else(|| of("default"))
        .or_else(|| list(schema, "enum").next())
        .cloned()
}

/// Content for a request, and its media type: JSON if it may be. What may be left out is, unless there is an example.
fn content(document: &Document, body: &Body) -> Option<(String, String)> {
    let of_json = |content: &&Content| content.media_types.iter().any(|media_type| is_json(media_type));
    let content = body.contents.iter().find(of_json).or_else(|| body.contents.first())?;
    if !body.is_required && content.example.is_none() {
        return None;
    }
    let value = content
        .example
        .clone()
        .unwrap_or_else(|| instance(document, &content.schema, 0));
    let json = content.media_types.iter().find(|media_type| is_json(media_type));
    Some(match (json, &value) {
        (Some(media_type), value) => (media_type.clone(), format!("{value:#}")),
        (None, value) => (content.media_types.first()?.clone(), plain(value)),
    })
}

/// A value of a schema: what it names itself, or else the smallest that there is.
fn instance(document: &Document, schema: &Value, depth: usize) -> Value {
    let schema = document.resolve(schema).0;
    if let Some(example) = example(schema) {
        return example;
    }
    if depth > MOST_NESTED {
        return Value::Null;
    }
    let form = ["oneOf", "anyOf"].iter().find_map(|name| list(schema, name).next());
    if let Some(form) = form {
        return instance(document, form, depth + 1);
    }
    let kind = match schema.get("type") {
        Some(Value::Array(types)) => types.first().and_then(Value::as_str),
        Some(Value::String(name)) => Some(&**name),
        _ => None,
    };
    match kind {
        Some("string") => Value::from(match &*text(schema, "format") {
            "date-time" => "2026-01-01T00:00:00Z",
            "date" => "2026-01-01",
            "uuid" => "00000000-0000-0000-0000-000000000000",
            "email" => "ada@example.org",
            "uri" => "http://example.org/",
            _ => "text",
        }),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| Value::from(1)),
        Some("boolean") => Value::Bool(true),
        Some("null") => Value::Null,
        Some("array") => {
            let is_empty = schema.get("minItems").and_then(Value::as_u64).unwrap_or_default() == 0;
            let item = schema.get("items").filter(|_| !is_empty);
            Value::from_iter(item.map(|item| instance(document, item, depth + 1)))
        }
        _ => object(document, schema, depth),
    }
}

/// The members that an object has to have; of those that it may have, what can be written.
fn object(document: &Document, schema: &Value, depth: usize) -> Value {
    let mut object = Map::new();
    for part in list(schema, "allOf") {
        if let Value::Object(part) = instance(document, part, depth + 1) {
            object.extend(part);
        }
    }
    for (name, member) in members(schema, "properties") {
        let is_required = list(schema, "required").any(|required| required.as_str() == Some(name));
        if is_required && !is_true(member, "readOnly") {
            object.insert(name.clone(), instance(document, member, depth + 1));
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The sample of the one operation of a document, which has that method, path and description.
    fn sample(method: &str, path: &str, operation: Value) -> Sample {
        let mut root = json!({
            "servers": [{"url": "http://app.example"}],
            "components": {"schemas": {
                "Node": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
            }}
        });
        root["paths"][path][method] = operation;
        let document = Document::read(root);
        let operation = document.groups[0].operations[0].clone();
        Sample::of(&document, &operation, &document.detail(&operation))
    }

    fn parameter(place: &str, name: &str, more: Value) -> Value {
        let mut parameter =
            json!({"name": name, "in": place, "schema": {"type": "string"}, "required": place == "path"});
        parameter
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        parameter
    }

    #[test]
    fn parameters_have_their_examples() {
        let sample = sample(
            "get",
            "/a/{id}/{rest}",
            json!({"parameters": [
                parameter("path", "id", json!({"example": 7})),
                parameter("path", "rest", json!({"example": "x/y z%"})),
                parameter("query", "sort", json!({"example": "price,-name"})),
                parameter("query", "pairs", json!({"example": {"name": "Ada", "lang": ["en", "fr"]}})),
                parameter("query", "must", json!({"required": true, "schema": {"enum": ["first", "second"]}})),
                parameter("query", "may", json!({"schema": {"default": 20}})),
                parameter("header", "Accept", json!({"example": "text/html"})),
            ]}),
        );
        let query = "sort=price%2C-name&lang=en&lang=fr&name=Ada&must=first";
        assert_eq!(sample.draft.url, format!("/a/7/x/y%20z%25?{query}"));
        assert_eq!(sample.url, format!("http://app.example/a/7/x/y%20z%25?{query}"));
        assert_eq!(sample.draft.fields, [("Accept".to_owned(), "text/html".to_owned())]);
        assert!(sample.open.is_empty());
    }

    #[test]
    fn what_nobody_can_know_stays_open() {
        let sample = sample(
            "get",
            "/a/{id}",
            json!({"parameters": [parameter("path", "id", json!({}))]}),
        );
        assert_eq!((&*sample.draft.url, &*sample.open), ("/a/{id}", &["id".to_owned()][..]));
    }

    #[test]
    fn another_origin_is_in_the_url() {
        let sample = sample("get", "/a", json!({"servers": [{"url": "http://echo.example/"}]}));
        assert_eq!(sample.draft.url, "http://echo.example/a");
    }

    #[test]
    fn content_is_an_example_or_made_up() {
        let of = |body: Value| sample("post", "/a", json!({ "requestBody": body })).draft;
        let draft = of(json!({"required": true, "content": {"application/json": {"example": {"a": 1}}}}));
        assert_eq!(draft.body.unwrap(), "{\n  \"a\": 1\n}");
        assert_eq!(draft.fields[0].1, "application/json");
        let schema = json!({"type": "object", "required": ["n", "at", "tags"], "properties": {
            "n": {"type": ["integer", "null"], "minimum": 3}, "at": {"type": "string", "format": "date-time"},
            "tags": {"type": "array", "items": {"type": "string"}}, "other": {"type": "string"}}});
        let draft = of(json!({"required": true, "content": {"application/json": {"schema": schema}}}));
        let made_up: Value = serde_json::from_str(&draft.body.unwrap()).unwrap();
        assert_eq!(made_up, json!({"n": 3, "at": "2026-01-01T00:00:00Z", "tags": []}));
        let draft = of(json!({"content": {"application/json": {"schema": {}}}}));
        assert_eq!(draft.body, None);
    }

    #[test]
    fn content_of_a_schema_that_has_itself_inside_has_an_end() {
        let schema = json!({"$ref": "#/components/schemas/Node"});
        let body = json!({"required": true, "content": {"application/json": {"schema": schema}}});
        let draft = sample("post", "/a", json!({ "requestBody": body })).draft;
        assert!(draft.body.unwrap().ends_with('}'));
    }

    #[test]
    fn a_command_line_is_for_a_shell() {
        let body = json!({"required": true, "content": {"text/plain": {"example": "it's"}}});
        for (method, operation, command) in [
            ("get", json!({}), "curl 'http://app.example/a'"),
            (
                "delete",
                json!({}),
                "curl 'http://app.example/a' \\\n  --request DELETE",
            ),
            ("head", json!({}), "curl 'http://app.example/a' \\\n  --head"),
            ("post", json!({}), "curl 'http://app.example/a' \\\n  --request POST"),
            (
                "post",
                json!({ "requestBody": body }),
                "curl 'http://app.example/a' \\\n  --header 'Content-Type: text/plain' \\\n  --data-raw 'it'\\''s'",
            ),
        ] {
            assert_eq!(sample(method, "/a", operation).curl(), command);
        }
    }
}
