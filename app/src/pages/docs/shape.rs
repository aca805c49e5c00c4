//! A schema, one level of it at a time, in words.
//!
//! What is inside is not looked at before somebody unfolds it, so a schema that has itself inside has an end.

use serde_json::Value;

use super::document::{Document, is_true, list, members, text};

/// How many arrays may lie in each other before what is in them is no longer looked at.
const MOST_NESTED: usize = 6;

/// What a schema says of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// What kind of value it is: `integer or null`, `array of strings`.
    pub(super) kind: String,
    /// The name that the schema has in the document.
    pub(super) name: Option<String>,
    pub(super) meaning: String,
    /// What holds of it beside its kind.
    pub(super) rules: Vec<Rule>,
    /// What is inside of it.
    pub(super) inside: Vec<Part>,
}

/// A rule: words, and a value that they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) words: &'static str,
    /// Code; nothing where the words are all of it.
    pub(super) code: String,
}

/// Something inside of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// What it is called.
    pub(super) name: PartName,
    pub(super) is_required: bool,
    pub(super) schema: Value,
}

/// How a part is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PartName {
    /// The name of a member.
    Member(String),
    /// Any member that is not named.
    AnyMember,
    /// One of several forms that the value may have.
    Form,
}

impl Shape {
    /// What that schema of the document says.
    pub(super) fn of(document: &Document, schema: &Value) -> Self {
        Self::nested(document, schema, 0)
    }

    fn nested(document: &Document, schema: &Value, depth: usize) -> Self {
        let (target, name) = document.resolve(schema);
        let mut shape = Self {
            name: name.map(str::to_owned),
            // What stands beside a reference is about this very place.
            meaning: [schema, target]
                .iter()
                .map(|of| text(of, "description"))
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
            ..Self::default()
        };
        match target {
            Value::Bool(false) => "no value".clone_into(&mut shape.kind),
            Value::Object(_) => shape.read(document, target, depth),
            Value::Bool(true) => "any value".clone_into(&mut shape.kind),
            _ => "not described".clone_into(&mut shape.kind),
        }
        shape
    }

    fn read(&mut self, document: &Document, schema: &Value, depth: usize) {
        let mut kinds = types(schema);
        self.rules(schema);
        for (name, member) in members(schema, "properties") {
            let is_required = list(schema, "required").any(|required| required.as_str() == Some(name));
            self.inside.push(Part {
                name: PartName::Member(name.clone()),
                is_required,
                schema: member.clone(),
            });
        }
        // What has to be there is read first.
        self.inside.sort_by_key(|part| !part.is_required);
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => self.rule("no other members", String::new()),
            Some(other @ Value::Object(_)) => self.inside.push(Part {
                name: PartName::AnyMember,
                is_required: false,
                schema: other.clone(),
            }),
            _ => {}
        }
        if kinds.is_empty() && !self.inside.is_empty() {
            kinds.push("object".to_owned());
        }
        if let (Some(items), true) = (schema.get("items"), depth < MOST_NESTED) {
            let item = Self::nested(document, items, depth + 1);
            let of = item.name.unwrap_or(item.kind);
            for kind in kinds.iter_mut().filter(|kind| *kind == "array") {
                *kind = format!("array of {of}");
            }
            self.inside.extend(item.inside);
        }
        self.forms(document, schema, depth, &mut kinds);
        // All of several schemas together.
        for part in list(schema, "allOf").filter(|_| depth < MOST_NESTED) {
            let part = Self::nested(document, part, depth + 1);
            if !kinds.contains(&part.kind) {
                kinds.push(part.kind);
            }
            self.rules.extend(part.rules);
            self.inside.extend(part.inside);
            if self.meaning.is_empty() {
                self.meaning = part.meaning;
            }
        }
        self.kind = match &*kinds {
            [] if schema.get("enum").is_some() || schema.get("const").is_some() => "value".to_owned(),
            [] => "any value".to_owned(),
            kinds => kinds.join(" or "),
        };
        if let Some(format) = schema.get("format").and_then(Value::as_str) {
            self.kind.push_str(", ");
            self.kind.push_str(format);
        }
    }

    /// Several forms, of which a value has one. Null beside one other is no form of its own.
    fn forms(&mut self, document: &Document, schema: &Value, depth: usize, kinds: &mut Vec<String>) {
        let forms: Vec<&Value> = list(schema, "oneOf").chain(list(schema, "anyOf")).collect();
        let is_null = |form: &&&Value| form.get("type").and_then(Value::as_str) == Some("null");
        let others: Vec<&Value> = forms.iter().filter(|form| !is_null(form)).copied().collect();
        if depth >= MOST_NESTED || forms.is_empty() {
            return;
        }
        if let [only] = &*others {
            let form = Self::nested(document, only, depth + 1);
            kinds.push(form.name.clone().unwrap_or(form.kind));
            self.name = self.name.take().or(form.name);
            self.rules.extend(form.rules);
            self.inside.extend(form.inside);
            if self.meaning.is_empty() {
                self.meaning = form.meaning;
            }
        } else {
            for form in others {
                let shape = Self::nested(document, form, depth + 1);
                let kind = shape.name.unwrap_or(shape.kind);
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
                self.inside.push(Part {
                    name: PartName::Form,
                    is_required: false,
                    schema: form.clone(),
                });
            }
        }
        if forms.iter().any(|form| is_null(&form)) {
            kinds.push("null".to_owned());
        }
    }

    /// What holds of the value itself.
    fn rules(&mut self, schema: &Value) {
        for (words, name) in [
            ("at least", "minimum"),
            ("more than", "exclusiveMinimum"),
            ("at most", "maximum"),
            ("less than", "exclusiveMaximum"),
            ("a multiple of", "multipleOf"),
            ("characters at least", "minLength"),
            ("characters at most", "maxLength"),
            ("elements at least", "minItems"),
            ("elements at most", "maxItems"),
            ("always", "const"),
            ("matches", "pattern"),
            ("default", "default"),
        ] {
            if let Some(value) = schema.get(name).filter(|value| !value.is_null()) {
                self.rule(words, plain(value));
            }
        }
        let choices: Vec<String> = list(schema, "enum").map(plain).collect();
        if !choices.is_empty() {
            self.rule("one of", choices.join(", "));
        }
        for (words, name) in [
            ("each element once", "uniqueItems"),
            ("only in requests", "writeOnly"),
            ("only in responses", "readOnly"),
            ("deprecated", "deprecated"),
        ] {
            if is_true(schema, name) {
                self.rule(words, String::new());
            }
        }
    }

    fn rule(&mut self, words: &'static str, code: String) {
        self.rules.push(Rule { words, code });
    }
}

/// The types that a schema names.
fn types(schema: &Value) -> Vec<String> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// A value as one reads it: text without its quotation marks.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Document {
        Document::read(json!({"components": {"schemas": {
            "Term": {"type": "object", "description": "A term.", "required": ["name"],
                "properties": {"about": {"type": ["string", "null"]}, "name": {"type": "string"}}},
            "Part": {"type": "object", "properties": {
                "name": {"type": "string"},
                "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}}},
            "Turtles": {"type": "array", "items": {"$ref": "#/components/schemas/Turtles"}},
            "Mirror": {"oneOf": [{"$ref": "#/components/schemas/Mirror"}, {"type": "null"}]},
            "Loop": {"$ref": "#/components/schemas/Loop"}
        }}}))
    }

    fn of(schema: Value) -> Shape {
        Shape::of(&document(), &schema)
    }

    fn reference(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    fn names(shape: &Shape) -> Vec<(&str, bool)> {
        let name = |part: &Part| -> &str {
            match &part.name {
                PartName::Member(name) => Box::leak(name.clone().into_boxed_str()),
                PartName::AnyMember => "*",
                PartName::Form => "|",
            }
        };
        shape.inside.iter().map(|part| (name(part), part.is_required)).collect()
    }

    #[test]
    fn kinds_are_words() {
        for (schema, kind) in [
            (json!({"type": "string"}), "string"),
            (
                json!({"type": ["integer", "null"], "format": "int64"}),
                "integer or null, int64",
            ),
            (json!({"type": "array", "items": {"type": "string"}}), "array of string"),
            (json!({"type": "array", "items": reference("Term")}), "array of Term"),
            (json!({"oneOf": [reference("Term"), {"type": "null"}]}), "Term or null"),
            (
                json!({"oneOf": [{"type": "string"}, reference("Term")]}),
                "string or Term",
            ),
            (json!({"properties": {"a": {}}}), "object"),
            (json!({"enum": [1, 2]}), "value"),
            (json!({}), "any value"),
            (json!(true), "any value"),
            (json!(false), "no value"),
            (json!(7), "not described"),
            (
                json!({"type": 7, "items": "x", "oneOf": {}, "properties": []}),
                "any value",
            ),
            (json!({"$ref": "#/nowhere"}), "not described"),
        ] {
            assert_eq!(of(schema.clone()).kind, kind, "{schema}");
        }
    }

    #[test]
    fn rules_are_words_and_code() {
        let shape = of(json!({
            "type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a", "default": null, "enum": ["a", "b"], "writeOnly": true
        }));
        let rules: Vec<_> = shape.rules.iter().map(|rule| (rule.words, &*rule.code)).collect();
        assert_eq!(
            rules,
            [
                ("characters at least", "1"),
                ("characters at most", "9"),
                ("matches", "^a"),
                ("one of", "a, b"),
                ("only in requests", ""),
            ]
        );
    }

    #[test]
    fn members_come_with_what_is_required_first() {
        let shape = of(reference("Term"));
        assert_eq!((shape.name.as_deref(), &*shape.meaning), (Some("Term"), "A term."));
        assert_eq!(names(&shape), [("name", true), ("about", false)]);
        // What stands beside the reference is about this place.
        let shape = of(json!({"$ref": "#/components/schemas/Term", "description": "The first."}));
        assert_eq!(shape.meaning, "The first.");
    }

    #[test]
    fn several_schemas_together_are_one() {
        let shape = of(json!({"allOf": [reference("Term"), {"type": "object", "properties": {"code": {}}}]}));
        assert_eq!(shape.kind, "object");
        assert_eq!(names(&shape), [("name", true), ("about", false), ("code", false)]);
    }

    #[test]
    fn forms_and_names_of_the_callers_own_are_parts() {
        let shape = of(json!({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}));
        assert_eq!((&*shape.kind, shape.inside.len()), ("string or array of string", 2));
        let shape = of(json!({"type": "object", "additionalProperties": {"type": "string"}}));
        assert_eq!(names(&shape), [("*", false)]);
        let shape = of(json!({"type": "object", "additionalProperties": false}));
        assert_eq!(shape.rules[0].words, "no other members");
    }

    #[test]
    fn what_has_itself_inside_has_an_end() {
        let part = of(reference("Part"));
        assert_eq!(names(&part), [("name", false), ("parts", false)]);
        let parts = of(part.inside[1].schema.clone());
        assert_eq!((&*parts.kind, names(&parts).len()), ("array of Part", 2));
        for name in ["Turtles", "Mirror", "Loop"] {
            let shape = of(reference(name));
            assert_eq!(shape.name.as_deref(), Some(name));
        }
    }
}
