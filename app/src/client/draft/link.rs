//! The address of a request: Home's, with a query that says what to put into its editor. Opening it sends nothing.

use form_urlencoded::{Serializer, parse};

use super::Draft;

impl Draft {
    /// Home's address with this request in it. How long it may take is not told.
    #[must_use]
    pub fn link(&self) -> String {
        let home = String::from("/?");
        let query_start = home.len();
        let mut pairs = Serializer::for_suffix(home, query_start);
        pairs.append_pair("method", &self.method).append_pair("url", &self.url);
        for (name, value) in &self.fields {
            pairs.append_pair("field", &format!("{name}: {value}"));
        }
        if let Some(body) = &self.body {
            pairs.append_pair("body", body);
        }
        pairs.finish()
    }

    /// The request that the query of such an address asks for; none without a URL.
    #[must_use]
    pub fn of_link(query: &str) -> Option<Self> {
        let mut draft = Self::new("GET", "");
        for (name, value) in parse(query.trim_start_matches('?').as_bytes()) {
            match &*name {
                "method" => draft.method = value.into_owned(),
                "url" => draft.url = value.into_owned(),
                "field" => {
                    let (name, value) = value.split_once(':').unwrap_or((&value, ""));
                    draft = draft.with_field(name.trim(), value.trim());
                }
                "body" => draft = draft.with_body(value),
                _ => {}
            }
        }
        (!draft.url.is_empty()).then_some(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_back_from_its_address() {
        for draft in [
            Draft::new("GET", "/hello?name=Ada&x=100%25"),
            Draft::new("POST", "http://127.0.0.1:3001/post#x")
                .with_field("Content-Type", "text/plain; charset=utf-8")
                .with_field("X-Empty", "")
                .with_field("X-Colon", "a:b")
                .with_body("a=1&b=2+3\n\u{fc} %41"),
        ] {
            let link = draft.link();
            let query = link.strip_prefix("/?").unwrap();
            assert_eq!(Draft::of_link(query), Some(draft.clone()), "{link}");
            assert_eq!(Draft::of_link(&format!("?{query}")), Some(draft), "{link}");
        }
    }

    #[test]
    fn an_address_without_a_url_asks_for_nothing() {
        for query in ["", "method=POST", "url=", "utm_source=x"] {
            assert_eq!(Draft::of_link(query), None, "{query}");
        }
        assert_eq!(Draft::of_link("url=/ip"), Some(Draft::new("GET", "/ip")));
    }
}
