//! Examples of parameters, read off a target that shows the operation at work.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use utoipa::openapi::{
    RefOr, Schema,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{SchemaType, Type},
};

/// Gives each parameter that a target has a value for this value as its example, unless it has one already. `path` is the
/// template that the target was made from.
pub(super) fn exemplify(parameters: &mut [Parameter], path: &str, target: &str) {
    let (target, query) = target.split_once('?').unwrap_or((target, ""));
    let mut rest = target;
    for segment in path.split('/') {
        let (value, after) = match segment {
            // It takes all of the path that is left.
            _ if segment.starts_with("{*") => (rest, ""),
            _ => rest.split_once('/').unwrap_or((rest, "")),
        };
        rest = after;
        if let Some(name) = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            let value = percent_decode_str(value).decode_utf8_lossy();
            set(parameters, &ParameterIn::Path, name.trim_start_matches('*'), &value);
        }
    }
    let mut free = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !set(parameters, &ParameterIn::Query, &name, &value) {
            match free.entry(name) {
                serde_json::map::Entry::Vacant(entry) => {
                    entry.insert(Value::from(value));
                }
                serde_json::map::Entry::Occupied(mut entry) => match entry.get_mut() {
                    Value::Array(values) => values.push(Value::from(value)),
                    first => *first = Value::from(vec![first.take(), Value::from(value)]),
                },
            }
        }
    }
    // The names that a caller chooses are one parameter to the document, an object.
    let open = parameters
        .iter_mut()
        .find(|parameter| parameter.parameter_in == ParameterIn::Query && types(parameter).contains(&Type::Object));
    if let (Some(parameter), false) = (open, free.is_empty()) {
        give(parameter, Value::Object(free));
    }
}

/// Gives the parameter of that name and place an example, and says whether there is one.
fn set(parameters: &mut [Parameter], place: &ParameterIn, name: &str, text: &str) -> bool {
    let Some(parameter) = parameters
        .iter_mut()
        .find(|parameter| parameter.parameter_in == *place && parameter.name == name)
    else {
        return false;
    };
    let types = types(parameter);
    let value = if types.contains(&Type::Integer) || types.contains(&Type::Number) || types.contains(&Type::Boolean) {
        serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
    } else {
        Value::from(text)
    };
    give(parameter, value);
    true
}

/// Gives a parameter an example, unless it has one.
fn give(parameter: &mut Parameter, example: Value) {
    if example_of(parameter).is_none() {
        *parameter = ParameterBuilder::from(parameter.clone()).example(Some(example)).build();
    }
}

/// The example of a parameter, which its type keeps to itself.
fn example_of(parameter: &Parameter) -> Option<Value> {
    serde_json::to_value(parameter).ok()?.get("example").cloned()
}

/// The types that a parameter may be of.
fn types(parameter: &Parameter) -> Vec<Type> {
    match &parameter.schema {
        Some(RefOr::T(Schema::Object(schema))) => match &schema.schema_type {
            SchemaType::Type(of) => vec![of.clone()],
            SchemaType::Array(of) => of.clone(),
            SchemaType::AnyValue => Vec::new(),
        },
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use utoipa::openapi::{Object, path::ParameterBuilder};

    use super::*;

    fn parameter(name: &str, place: ParameterIn, of: Type) -> Parameter {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(place)
            .schema(Some(Object::with_type(of)))
            .build()
    }

    fn examples(parameters: &[Parameter]) -> Vec<Option<Value>> {
        parameters.iter().map(example_of).collect()
    }

    #[test]
    fn values_are_found_in_path_and_query() {
        let mut parameters = [
            parameter("n", ParameterIn::Path, Type::Integer),
            parameter("key", ParameterIn::Path, Type::String),
            parameter("seconds", ParameterIn::Query, Type::Number),
            parameter("other", ParameterIn::Query, Type::String),
        ];
        exemplify(
            &mut parameters,
            "/fail/{n}/{key}",
            "/fail/2/my%20test?seconds=1.5&unknown=1",
        );
        assert_eq!(
            examples(&parameters),
            [Some(json!(2)), Some(json!("my test")), Some(json!(1.5)), None]
        );
    }

    #[test]
    fn the_rest_of_a_path_is_one_value() {
        let mut parameters = [parameter("path", ParameterIn::Path, Type::String)];
        exemplify(&mut parameters, "/anything/{*path}", "/anything/books/7");
        assert_eq!(examples(&parameters), [Some(json!("books/7"))]);
    }

    #[test]
    fn names_of_the_callers_own_are_an_object() {
        let mut parameters = [parameter("pairs", ParameterIn::Query, Type::Object)];
        exemplify(&mut parameters, "/get", "/get?name=Ada&lang=en&lang=fr");
        assert_eq!(
            examples(&parameters),
            [Some(json!({"name": "Ada", "lang": ["en", "fr"]}))]
        );
    }

    #[test]
    fn an_example_that_is_there_stays() {
        let mut parameters = [parameter("id", ParameterIn::Path, Type::Integer)];
        give(&mut parameters[0], json!(1));
        exemplify(&mut parameters, "/api/products/{id}", "/api/products/7");
        assert_eq!(examples(&parameters), [Some(json!(1))]);
    }
}
