//! The OpenAPI document, made from the endpoint descriptors.

mod example;

use std::collections::BTreeMap;

use contract::{
    Fault, Problem, ProblemKind,
    endpoint::{Group, Limit, RequestField, Unit},
    problem::PROBLEM_JSON,
    shop::fault::{PRACTICE_FAULT, SLOW_SECONDS},
};
use http::{Method, StatusCode};
use utoipa::{
    PartialSchema,
    openapi::{
        ComponentsBuilder, ContentBuilder, HeaderBuilder, HttpMethod, InfoBuilder, LicenseBuilder, Object, OpenApi,
        OpenApiBuilder, PathItem, PathsBuilder, Ref, RefOr, Required, Response, ResponseBuilder, ResponsesBuilder,
        Schema, ServerBuilder,
        path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        schema::{SchemaType, Type},
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
        tag::{Tag, TagBuilder},
    },
};

use crate::{origin::Origins, routes::Descriptor};

/// One operation of the document.
#[derive(Clone)]
pub struct Operation {
    path: String,
    method: HttpMethod,
    group: Group,
    operation: utoipa::openapi::path::Operation,
    /// What its schemas refer to, by name.
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Operation {
    /// What the document says of an endpoint: an operation for each of its methods.
    pub(crate) fn of(endpoint: &Descriptor) -> Vec<Self> {
        let mut schemas = Vec::new();
        (endpoint.body.referenced)(&mut schemas);
        (endpoint.response.referenced)(&mut schemas);
        let operation = |(index, method): (usize, &Method)| {
            // An operationId names one operation, so those of further methods carry their method.
            let id = if index == 0 {
                endpoint.id.to_owned()
            } else {
                format!("{}_{}", endpoint.id, method.as_str().to_lowercase())
            };
            Some(Self {
                // A parameter that takes the rest of the path is one like others there.
                path: endpoint.path.replace("{*", "{"),
                method: http_method(method)?,
                group: endpoint.group,
                operation: operation(endpoint, id).build(),
                schemas: schemas.clone(),
            })
        };
        endpoint.methods.iter().enumerate().filter_map(operation).collect()
    }
}

impl Operation {
    /// The group that it belongs to.
    #[must_use]
    pub fn group(&self) -> Group {
        self.group
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

fn operation(endpoint: &Descriptor, id: String) -> OperationBuilder {
    let mut parameters = (endpoint.parameters)();
    for limit in endpoint.limits {
        let named = parameters
            .iter_mut()
            .find(|parameter| parameter.name == limit.parameter);
        if let Some(Some(RefOr::T(Schema::Object(schema)))) = named.map(|parameter| &mut parameter.schema) {
            bound(schema, limit);
        }
    }
    if let Some(target) = endpoint.example {
        example::exemplify(&mut parameters, endpoint.path, target);
    }
    parameters.extend(endpoint.request_fields.iter().copied().flat_map(request_field));
    let mut operation = OperationBuilder::new()
        .operation_id(Some(id))
        .tag(endpoint.group.name())
        .summary(Some(endpoint.summary))
        .parameters((!parameters.is_empty()).then_some(parameters))
        .responses(responses(endpoint));
    if endpoint.request_fields.contains(&RequestField::Authorization) {
        // The cookie does as well, and a logout needs neither.
        let bearer = SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, []);
        operation = operation.securities(Some([SecurityRequirement::default(), bearer]));
    }
    if let (Some(media_type), Some(schema)) = (endpoint.body.media_type, (endpoint.body.schema)()) {
        let mut content = ContentBuilder::new().schema(Some(schema)).build();
        // Whether it is JSON is tested; in another media type it is the same value.
        content.example = endpoint
            .body_example
            .and_then(|example| serde_json::from_str(example).ok());
        let required = if endpoint.body.required {
            Required::True
        } else {
            Required::False
        };
        let mut body = RequestBodyBuilder::new().content(media_type, content.clone());
        for media_type in endpoint.body.other_media_types {
            body = body.content(*media_type, content.clone());
        }
        operation = operation.request_body(Some(body.required(Some(required)).build()));
    }
    operation
}

/// Writes a limit into the schema of a number.
fn bound(schema: &mut Object, limit: &Limit) {
    let is_number = [Type::Integer, Type::Number]
        .map(SchemaType::new)
        .contains(&schema.schema_type)
        || matches!(&schema.schema_type, SchemaType::Array(types) if types.contains(&Type::Integer) || types.contains(&Type::Number));
    if is_number {
        let number = |value: u64| match limit.unit {
            Unit::Count | Unit::Bytes => utoipa::Number::UInt(usize::try_from(value).unwrap_or(usize::MAX)),
            // Limits are far below what a float holds exactly.
            Unit::Seconds | Unit::Share => utoipa::Number::Float(value as f64),
        };
        schema.minimum = Some(number(limit.least));
        schema.maximum = Some(number(limit.most));
    }
}

/// The name of the scheme that a token of a login is given in.
const BEARER: &str = "session";

/// The parameters that stand for a field of the request. Authorization is none in OpenAPI: it has security schemes for that.
fn request_field(field: RequestField) -> Vec<Parameter> {
    let parameter = |name: &str, within, description: &str| {
        let mut text = Object::with_type(Type::String);
        text.pattern = field.pattern().map(str::to_owned);
        ParameterBuilder::new()
            .name(name)
            .parameter_in(within)
            .required(Required::False)
            .description(Some(description))
            .schema(Some(text))
            .build()
    };
    let named = parameter(field.name(), ParameterIn::Header, field.meaning());
    match field {
        RequestField::Authorization => Vec::new(),
        RequestField::IdempotencyKey | RequestField::IfMatch => vec![named],
        RequestField::Sandbox => vec![
            named,
            parameter(
                "sandbox",
                ParameterIn::Query,
                "The id of the sandbox, where a field cannot be sent.",
            ),
        ],
    }
}

fn responses(endpoint: &Descriptor) -> utoipa::openapi::Responses {
    let mut usual =
        ResponseBuilder::new().description(endpoint.status.canonical_reason().unwrap_or("The usual answer"));
    for field in endpoint.response_fields {
        usual = usual.header(*field, HeaderBuilder::new().schema(Some(String::schema())).build());
    }
    if let (Some(media_type), Some(schema)) = (endpoint.response.media_type, (endpoint.response.schema)()) {
        usual = usual.content(media_type, ContentBuilder::new().schema(Some(schema)).build());
        for media_type in endpoint.response.other_media_types {
            let text = ContentBuilder::new().schema(Some(String::schema())).build();
            usual = usual.content(*media_type, text);
        }
    }
    let mut responses = ResponsesBuilder::new()
        .response("default", RefOr::Ref(Ref::from_response_name("Problem")))
        .response(endpoint.status.as_str(), usual.build());
    for (status, description) in endpoint.other_answers {
        let mut other = ResponseBuilder::new().description(*description);
        if let (true, Some(media_type), Some(schema)) = (
            (endpoint.has_usual_content)(status),
            endpoint.response.media_type,
            (endpoint.response.schema)(),
        ) {
            other = other.content(media_type, ContentBuilder::new().schema(Some(schema)).build());
        }
        responses = responses.response(*status, other.build());
    }
    if endpoint.conditional {
        let status = StatusCode::NOT_MODIFIED;
        let known = ResponseBuilder::new()
            .description("The caller's copy is still right")
            .build();
        responses = responses.response(status.as_str(), known);
    }
    // Several kinds may share a status; the description then names them all.
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for kind in endpoint.problems {
        by_status.entry(kind.status().as_u16()).or_default().push(kind.title());
    }
    for (status, titles) in by_status {
        responses = responses.response(status.to_string(), problem(&titles.join("; ")));
    }
    responses.build()
}

fn problem(description: &str) -> Response {
    let schema = RefOr::<Schema>::Ref(Ref::from_schema_name("Problem"));
    ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, ContentBuilder::new().schema(Some(schema)).build())
        .build()
}

/// The document of a server with these origins.
#[must_use]
pub fn document(operations: Vec<Operation>, origins: &Origins) -> OpenApi {
    let app = ServerBuilder::new()
        .url(origins.app.to_string())
        .description(Some("The app origin"))
        .build();
    let echo = ServerBuilder::new()
        .url(origins.echo.to_string())
        .description(Some("The echo origin"))
        .build();
    let mut paths = PathsBuilder::new();
    let mut components = ComponentsBuilder::new();
    for Operation {
        path,
        method,
        group,
        mut operation,
        schemas,
    } in operations
    {
        components = components.schemas_from_iter(schemas);
        if group == Group::Toolbox {
            operation.servers = Some(vec![echo.clone()]);
        }
        paths = paths.path(path, PathItem::new(method, operation));
    }
    let any = "What any request may meet: a malformed message, a body or a head over the limits, a failing server";
    let kinds = ProblemKind::ALL
        .iter()
        .map(|kind| kind.path())
        .collect::<Vec<_>>()
        .join(", ");
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Roundtrip")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(format!(
                    "A practice API with real data and a toolbox for HTTP clients. Every error is a problem of RFC 9457 \
                     whose type is one of: {kinds}."
                )))
                .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build()))
                .build(),
        )
        .servers(Some([app]))
        .tags(Some(Group::ALL.map(tag)))
        .paths(paths.build())
        .components(Some(
            components
                .schema("Problem", Problem::schema())
                .schema("Fault", Fault::schema())
                .response("Problem", problem(any))
                .security_scheme(BEARER, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)))
                .build(),
        ))
        .build()
}

fn tag(group: Group) -> Tag {
    let tag = TagBuilder::new().name(group.name());
    match group {
        Group::Practice => tag.description(Some(format!(
            "Each of these fails on demand, so that a front end can be seen in every state: with the request field \
             `{PRACTICE_FAULT}`, `slow` holds the answer back for {SLOW_SECONDS} s and `slow=SECONDS` for as long as it says (0 to \
             10), `error` answers 500 and does nothing, and `broken-json` breaks the answer off in the middle."
        ))),
        Group::Toolbox | Group::Exchanges | Group::Feeds | Group::Reference | Group::System => tag,
    }
    .build()
}

fn http_method(method: &Method) -> Option<HttpMethod> {
    Some(match method.as_str() {
        "GET" => HttpMethod::Get,
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        _ => return None,
    })
}
