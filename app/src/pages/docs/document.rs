//! An OpenAPI document (3.0 or 3.1), as far as the page shows it.
//!
//! It is read leniently: what has an unknown shape is left out or shown without its details, and nothing that a document says can
//! make reading it fail or go on for ever.

use serde_json::{Map, Value};

/// The methods that a path may have operations for (OpenAPI 3.1, Path Item Object), in the order in which they are shown.
const METHODS: [&str; 8] = ["get", "head", "post", "put", "patch", "delete", "options", "trace"];

/// The media type of problems (RFC 9457).
const PROBLEM: &str = "application/problem+json";

/// How often a reference may lead to another one; one that leads back to itself would never end.
const MOST_HOPS: usize = 8;

/// A document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Document {
    /// The version of OpenAPI that it is written in.
    pub(super) openapi: String,
    /// The version of what it describes.
    pub(super) version: String,
    /// What it says of itself.
    pub(super) description: String,
    /// The operations, by the first of their tags, in the order of the document's tags.
    pub(super) groups: Vec<Group>,
    root: Value,
}

/// The operations with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) description: String,
    /// The base of the URLs of its first operation.
    pub(super) server: String,
    pub(super) operations: Vec<Operation>,
}

/// An operation, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operation {
    /// Its `operationId`, which is its address in the page; its method and path where it has none.
    pub(super) id: String,
    /// In upper case, as it is sent.
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) is_deprecated: bool,
    /// What a search looks through, in lower case.
    sought_in: String,
}

/// All that is shown of an operation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Detail {
    pub(super) description: String,
    /// The base of its URLs.
    pub(super) server: String,
    /// Whether its URLs have another base than those of the document.
    pub(super) is_elsewhere: bool,
    /// What it may be authorised by, each in words; nothing where it need not be.
    pub(super) security: Vec<String>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<Answer>,
    /// The answers that are nothing but a problem.
    pub(super) problems: Vec<Answer>,
}

/// A parameter, or a field of a response.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// Where it stands: `path`, `query`, `header`, `cookie`; empty for a field of a response.
    pub(super) place: String,
    pub(super) is_required: bool,
    pub(super) description: String,
    pub(super) schema: Value,
    pub(super) example: Option<Value>,
}

/// The content of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Body {
    pub(super) is_required: bool,
    pub(super) description: String,
    pub(super) contents: Vec<Content>,
}

/// Content of one media type; several with the same schema are one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    pub(super) media_types: Vec<String>,
    pub(super) schema: Value,
    pub(super) example: Option<Value>,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// A status code, a class of them (`3XX`), or `default`.
    pub(super) status: String,
    pub(super) description: String,
    pub(super) fields: Vec<Parameter>,
    pub(super) contents: Vec<Content>,
}

impl Document {
    /// Reads a document. One that is none has no operations.
    pub(super) fn read(root: Value) -> Self {
        let described = list(&root, "tags").map(|tag| (text(tag, "name"), text(tag, "description")));
        let mut groups: Vec<Group> = described
            .map(|(name, description)| Group {
                name,
                description,
                server: String::new(),
                operations: Vec::new(),
            })
            .collect();
        for (path, item) in members(&root, "paths") {
            let item = resolved(&root, item);
            for method in METHODS {
                let Some(operation) = item.get(method).filter(|operation| operation.is_object()) else {
                    continue;
                };
                let tag = list(operation, "tags")
                    .next()
                    .and_then(Value::as_str)
                    .unwrap_or("Others");
                let index = groups.iter().position(|group| group.name == tag).unwrap_or_else(|| {
                    groups.push(Group {
                        name: tag.to_owned(),
                        description: String::new(),
                        server: String::new(),
                        operations: Vec::new(),
                    });
                    groups.len() - 1
                });
                let group = &mut groups[index];
                if group.operations.is_empty() {
                    group.server = server(&root, item, operation).0;
                }
                group.operations.push(Operation::read(path, method, operation));
            }
        }
        groups.retain(|group| !group.operations.is_empty());
        for group in &mut groups {
            // In the order of paths, those of one path in that of their methods, whatever order the document has.
            group.operations.sort_by(|one, other| one.path.cmp(&other.path));
        }
        let info = root.get("info").unwrap_or(&Value::Null);
        Self {
            openapi: text(&root, "openapi"),
            version: text(info, "version"),
            description: text(info, "description"),
            groups,
            root,
        }
    }

    /// How many operations it has.
    pub(super) fn len(&self) -> usize {
        self.groups.iter().map(|group| group.operations.len()).sum()
    }

    /// All that it says of an operation.
    pub(super) fn detail(&self, operation: &Operation) -> Detail {
        let root = &self.root;
        let item = root.get("paths").and_then(|paths| paths.get(&operation.path));
        let item = resolved(root, item.unwrap_or(&Value::Null));
        let said = item.get(operation.method.to_lowercase()).unwrap_or(&Value::Null);
        let (server, is_elsewhere) = server(root, item, said);
        let mut parameters: Vec<Parameter> = list(said, "parameters")
            .map(|parameter| Parameter::read(root, None, parameter))
            .collect();
        // What is said of all operations of a path counts unless an operation says otherwise.
        for parameter in list(item, "parameters").map(|parameter| Parameter::read(root, None, parameter)) {
            let is_known = |known: &Parameter| known.name == parameter.name && known.place == parameter.place;
            if !parameters.iter().any(is_known) {
                parameters.push(parameter);
            }
        }
        let body = said.get("requestBody").map(|body| {
            let body = resolved(root, body);
            Body {
                is_required: is_true(body, "required"),
                description: text(body, "description"),
                contents: contents(body),
            }
        });
        let (problems, answers) = members(said, "responses")
            .map(|(status, answer)| Answer::read(root, status, answer))
            .partition(Answer::is_problem);
        Detail {
            description: text(said, "description"),
            server,
            is_elsewhere,
            security: security(root, said),
            parameters,
            body,
            answers,
            problems,
        }
    }

    /// What a value stands for where it may be a reference, and the name that the reference has last.
    pub(super) fn resolve<'a>(&'a self, value: &'a Value) -> (&'a Value, Option<&'a str>) {
        let name = value.get("$ref").and_then(Value::as_str);
        let name = name.map(|target| target.rsplit_once('/').map_or(target, |(_, name)| name));
        (resolved(&self.root, value), name)
    }
}

impl Operation {
    fn read(path: &str, method: &str, operation: &Value) -> Self {
        let method = method.to_uppercase();
        let summary = text(operation, "summary");
        let id = match text(operation, "operationId") {
            id if id.is_empty() => format!("{method}-{path}"),
            id => id,
        };
        let sought_in = format!("{method} {path} {summary} {id}").to_lowercase();
        Self {
            id,
            method,
            path: path.to_owned(),
            summary,
            is_deprecated: is_true(operation, "deprecated"),
            sought_in,
        }
    }

    /// Whether it has every word of a text, which is in lower case.
    pub(super) fn fits(&self, sought: &str) -> bool {
        sought.split_whitespace().all(|word| self.sought_in.contains(word))
    }
}

impl Parameter {
    fn read(root: &Value, name: Option<&str>, value: &Value) -> Self {
        let value = resolved(root, value);
        let of_content = || contents(value).into_iter().next().map(|content| content.schema);
        Self {
            name: name.map_or_else(|| text(value, "name"), str::to_owned),
            place: text(value, "in"),
            is_required: is_true(value, "required"),
            description: text(value, "description"),
            schema: value
                .get("schema")
                .cloned()
                .or_else(of_content)
                .unwrap_or(Value::Bool(true)),
            example: example(value),
        }
    }
}

impl Answer {
    fn read(root: &Value, status: &str, value: &Value) -> Self {
        let value = resolved(root, value);
        Self {
            status: status.to_owned(),
            description: text(value, "description"),
            fields: members(value, "headers")
                .map(|(name, field)| Parameter::read(root, Some(name), field))
                .collect(),
            contents: contents(value),
        }
    }

    /// Whether its content is a problem and nothing else.
    fn is_problem(&self) -> bool {
        let mut media_types = self.contents.iter().flat_map(|content| &content.media_types).peekable();
        media_types.peek().is_some() && media_types.all(|media_type| media_type == PROBLEM)
    }
}

/// The base of an operation's URLs, and whether it is another one than the document's.
fn server(root: &Value, item: &Value, operation: &Value) -> (String, bool) {
    let url = |of: &Value| list(of, "servers").next().map(|server| text(server, "url"));
    let (own, general) = (url(operation).or_else(|| url(item)), url(root));
    let is_elsewhere = own.is_some() && own != general;
    let base = own.or(general).unwrap_or_default();
    (base.trim_end_matches('/').to_owned(), is_elsewhere)
}

/// What an operation may be authorised by, each of several ways in words.
fn security(root: &Value, operation: &Value) -> Vec<String> {
    let requirements = if operation.get("security").is_some() {
        operation
    } else {
        root
    };
    let schemes = root.pointer("/components/securitySchemes").unwrap_or(&Value::Null);
    list(requirements, "security")
        .filter_map(Value::as_object)
        .map(|requirement| {
            let names: Vec<String> = requirement
                .keys()
                .map(|name| {
                    scheme(
                        name,
                        schemes.get(name).map_or(&Value::Null, |scheme| resolved(root, scheme)),
                    )
                })
                .collect();
            if names.is_empty() {
                "nothing".to_owned()
            } else {
                names.join(" and ")
            }
        })
        .collect()
}

/// A security scheme in words.
fn scheme(name: &str, scheme: &Value) -> String {
    match &*text(scheme, "type") {
        "http" => match &*text(scheme, "scheme").to_lowercase() {
            "bearer" => format!("a token in `Authorization: Bearer` ({name})"),
            "basic" => format!("name and password in `Authorization: Basic` ({name})"),
            other => format!("`Authorization: {other}` ({name})"),
        },
        "apiKey" => format!("`{}` in the {} ({name})", text(scheme, "name"), text(scheme, "in")),
        _ => name.to_owned(),
    }
}

/// What is in a body, by media type.
fn contents(value: &Value) -> Vec<Content> {
    let mut contents: Vec<Content> = Vec::new();
    for (media_type, content) in members(value, "content") {
        let schema = content.get("schema").cloned().unwrap_or(Value::Bool(true));
        let example = example(content);
        let same = contents
            .iter_mut()
            .find(|known| known.schema == schema && known.example == example);
        match same {
            Some(same) => same.media_types.push(media_type.clone()),
            None => contents.push(Content {
                media_types: vec![media_type.clone()],
                schema,
                example,
            }),
        }
    }
    contents
}

/// The example of a parameter or of content; of several the first.
fn example(value: &Value) -> Option<Value> {
    let of_several = || members(value, "examples").find_map(|(_, example)| example.get("value"));
    value.get("example").or_else(of_several).cloned()
}

/// What a value stands for, where it may be a reference to another part of the document. What leads nowhere is nothing.
fn resolved<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    for _ in 0..MOST_HOPS {
        let Some(target) = value.get("$ref").and_then(Value::as_str) else {
            return value;
        };
        let Some(found) = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer)) else {
            return &Value::Null;
        };
        value = found;
    }
    &Value::Null
}

/// A member that is text; empty where there is none.
pub(super) fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Whether a member is `true`.
pub(super) fn is_true(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// The elements of a member that is an array; none where it is not.
pub(super) fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// The members of a member that is an object; none where it is not.
pub(super) fn members<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value
        .get(name)
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Document {
        Document::read(json!({
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1", "description": "What it sells"},
            "servers": [{"url": "http://shop.example/"}],
            "tags": [{"name": "Things", "description": "All of them"}, {"name": "Nothing"}],
            "paths": {
                "/things/{id}": {
                    "parameters": [{"$ref": "#/components/parameters/Id"}, {"name": "q", "in": "query", "description": "of the path"}],
                    "delete": {"tags": ["Things"], "operationId": "delete_thing", "deprecated": true},
                    "get": {
                        "tags": ["Things"], "operationId": "get_thing", "summary": "One thing", "description": "Whole.",
                        "security": [{}, {"session": []}],
                        "parameters": [{"name": "q", "in": "query", "description": "of the operation", "example": "x"}],
                        "responses": {
                            "200": {
                                "description": "OK",
                                "headers": {"ETag": {"schema": {"type": "string"}}},
                                "content": {"application/json": {"schema": {"type": "string"}}, "text/plain": {"schema": {"type": "string"}}}
                            },
                            "404": {"$ref": "#/components/responses/Problem"}
                        }
                    }
                },
                "/elsewhere": {"post": {
                    "servers": [{"url": "http://echo.example"}],
                    "requestBody": {"required": true, "content": {"application/json": {"schema": {}, "examples": {"a": {"value": 7}}}}}
                }},
                "/broken": {"get": 7, "put": null, "x-own": {}},
                "/also-broken": "none"
            },
            "components": {
                "parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}},
                "responses": {"Problem": {"description": "Not there", "content": {"application/problem+json": {}}}},
                "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}}
            }
        }))
    }

    fn find(document: &Document, id: &str) -> Operation {
        let mut all = document.groups.iter().flat_map(|group| &group.operations);
        all.find(|operation| operation.id == id).unwrap().clone()
    }

    #[test]
    fn operations_are_grouped_by_tag_and_sorted() {
        let document = document();
        let shown: Vec<_> = document
            .groups
            .iter()
            .map(|group| {
                let operations = group.operations.iter().map(|it| format!("{} {}", it.method, it.path));
                (&*group.name, &*group.description, operations.collect::<Vec<_>>())
            })
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "Things",
                    "All of them",
                    vec!["GET /things/{id}".to_owned(), "DELETE /things/{id}".to_owned()]
                ),
                ("Others", "", vec!["POST /elsewhere".to_owned()]),
            ]
        );
        assert_eq!(document.len(), 3);
        assert!(find(&document, "delete_thing").is_deprecated);
        // Without an operationId it is named by what it is.
        assert_eq!(find(&document, "POST-/elsewhere").summary, "");
    }

    #[test]
    fn an_operation_is_read_whole() {
        let document = document();
        let detail = document.detail(&find(&document, "get_thing"));
        assert_eq!(detail.description, "Whole.");
        assert_eq!((&*detail.server, detail.is_elsewhere), ("http://shop.example", false));
        assert_eq!(
            detail.security,
            ["nothing", "a token in `Authorization: Bearer` (session)"]
        );
        let parameters: Vec<_> = detail
            .parameters
            .iter()
            .map(|it| (&*it.name, &*it.place, it.is_required, &*it.description))
            .collect();
        assert_eq!(
            parameters,
            [("q", "query", false, "of the operation"), ("id", "path", true, "")]
        );
        let [usual] = &*detail.answers else {
            panic!("{:?}", detail.answers)
        };
        assert_eq!((&*usual.status, &*usual.fields[0].name), ("200", "ETag"));
        assert_eq!(usual.contents[0].media_types, ["application/json", "text/plain"]);
        assert_eq!(detail.problems[0].description, "Not there");
    }

    #[test]
    fn another_server_and_an_example_are_found() {
        let document = document();
        let detail = document.detail(&find(&document, "POST-/elsewhere"));
        assert_eq!((&*detail.server, detail.is_elsewhere), ("http://echo.example", true));
        assert_eq!(detail.body.unwrap().contents[0].example, Some(json!(7)));
    }

    #[test]
    fn what_is_no_document_has_no_operations() {
        for value in [
            json!(null),
            json!([1]),
            json!("text"),
            json!({"paths": []}),
            json!({"paths": {"/": {"get": {"tags": 1}}}, "tags": "none"}),
        ] {
            assert!(Document::read(value.clone()).len() <= 1, "{value}");
        }
    }

    #[test]
    fn references_in_a_circle_lead_nowhere() {
        let document = Document::read(json!({
            "a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}, "c": {"$ref": "#/c"},
            "d": {"$ref": "#/e"}, "e": {"type": "string"}
        }));
        for (pointer, found) in [
            ("#/a", json!(null)),
            ("#/c", json!(null)),
            ("#/missing", json!(null)),
            ("http://elsewhere.example/x", json!(null)),
            ("#/d", json!({"type": "string"})),
        ] {
            assert_eq!(document.resolve(&json!({ "$ref": pointer })).0, &found, "{pointer}");
        }
    }

    #[test]
    fn a_search_finds_by_path_method_and_summary() {
        let operation = find(&document(), "get_thing");
        for (sought, fits) in [
            ("", true),
            ("things", true),
            ("get /things", true),
            ("one thing", true),
            ("thing get", true),
            ("delete", false),
        ] {
            assert_eq!(operation.fits(sought), fits, "{sought}");
        }
    }
}
