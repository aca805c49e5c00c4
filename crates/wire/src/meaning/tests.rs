use std::collections::BTreeSet;

use super::*;

/// Every meaning of every table, with what to call it in a failure.
fn all() -> Vec<(String, &'static Meaning)> {
    let methods = methods().map(|meaning| (format!("method {}", meaning.name), meaning));
    let statuses = statuses().map(|status| (format!("status {}", status.code), &status.meaning));
    let fields = fields().map(|field| (format!("field {}", field.meaning.name), &field.meaning));
    let directives = directives().map(|directive| {
        (
            format!("{}: {}", directive.field, directive.meaning.name),
            directive.meaning,
        )
    });
    methods.chain(statuses).chain(fields).chain(directives).collect()
}

#[test]
fn every_entry_says_what_it_means_and_when_in_whole_sentences() {
    for (entry, meaning) in all() {
        for text in [meaning.phrase, meaning.when] {
            let first = text.chars().next().expect("not empty");
            assert!(
                !first.is_ascii_lowercase(),
                "{entry} does not begin like a sentence: {text}"
            );
            assert!(text.ends_with('.'), "{entry} does not end like a sentence: {text}");
            assert_eq!(
                text.matches('`').count() % 2,
                0,
                "{entry} opens a quotation and does not close it: {text}"
            );
            assert!(
                text.is_ascii() && !text.contains("  "),
                "{entry} has a stray character: {text}"
            );
            assert!(text.len() <= 220, "{entry} says too much: {text}");
        }
        assert!(
            !meaning.name.is_empty() && meaning.name.trim() == meaning.name,
            "{entry} has a bad name"
        );
    }
}

#[test]
fn every_entry_names_its_specification() {
    let standards = [
        "ECMA-426, ",
        "Fetch standard, ",
        "Fullscreen standard, ",
        "HTML standard, ",
        "Standard Webhooks, ",
    ];
    let others = [
        "Internet-Draft draft-",
        "No specification, ",
        "OASIS ",
        "Roundtrip, ",
        "W3C ",
        "WICG ",
        "gRPC, ",
    ];
    for (entry, meaning) in all() {
        let spec = meaning.spec;
        let known = spec.strip_prefix("RFC ").map_or_else(
            || standards.iter().chain(&others).any(|kind| spec.starts_with(kind)),
            is_reference,
        );
        assert!(known, "{entry} cites {spec}");
    }
}

/// Whether this is a number and, after a comma, one or two sections or an appendix.
fn is_reference(rfc: &str) -> bool {
    let (number, place) = rfc
        .split_once(", ")
        .map_or((rfc, None), |(number, place)| (number, Some(place)));
    let number_is_right = number
        .parse::<u16>()
        .is_ok_and(|number| (1000..20_000).contains(&number));
    let is_section = |section: &str| section.split('.').all(|part| part.parse::<u8>().is_ok());
    let is_appendix = |section: &str| section.starts_with(|letter: char| letter.is_ascii_uppercase());
    number_is_right
        && place.is_none_or(|place| match place.split_once(' ') {
            Some(("section", section)) => is_section(section),
            Some(("sections", two)) => two
                .split_once(" and ")
                .is_some_and(|(a, b)| is_section(a) && is_section(b)),
            Some(("appendix", section)) => is_appendix(section),
            _ => false,
        })
}

#[test]
fn every_entry_is_found_by_its_own_name() {
    for meaning in methods() {
        assert_eq!(method(meaning.name), Some(meaning));
    }
    for expected in statuses() {
        assert_eq!(status(expected.code), Some(expected));
    }
    for expected in fields() {
        assert_eq!(field(&expected.meaning.name.to_uppercase()), Some(expected));
        assert_eq!(field(&expected.meaning.name.to_lowercase()), Some(expected));
    }
    for expected in directives() {
        let found = directive(&expected.field.to_lowercase(), &expected.meaning.name.to_uppercase());
        assert_eq!(found, Some(expected.meaning));
    }
}

#[test]
fn the_tables_are_listed_in_order_and_without_doubles() {
    let names: Vec<String> = fields().map(|field| field.meaning.name.to_lowercase()).collect();
    assert!(names.is_sorted_by(|one, next| one < next));
    assert!(statuses().is_sorted_by(|one, next| one.code < next.code));
    assert!(methods().is_sorted_by(|one, next| one.name < next.name));
    assert!(directives().map(|entry| entry.field.to_lowercase()).is_sorted());
    let mut seen = BTreeSet::new();
    for entry in directives() {
        let name = (entry.field.to_lowercase(), entry.meaning.name.to_lowercase());
        assert!(seen.insert(name), "{}: {} comes twice", entry.field, entry.meaning.name);
    }
}

#[test]
fn what_is_unknown_is_said_to_be_unknown() {
    assert_eq!(method("get"), None, "methods are case-sensitive");
    assert_eq!(method(""), None);
    assert_eq!(status(299), None);
    assert_eq!(status(430), None, "not registered");
    assert_eq!(field("Content-Lengt"), None);
    assert_eq!(field("Content-Lengthy"), None);
    assert_eq!(field(""), None);
    assert_eq!(directive("Cache-Control", "max-age=60"), None, "the token stands alone");
    assert_eq!(
        directive("Set-Cookie", "max-stale"),
        None,
        "a directive of another field"
    );
    assert_eq!(directive("Nonsense", "max-age"), None);
}

#[test]
fn every_registered_method_is_there() {
    let registered = "* ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT CONNECT COPY DELETE GET HEAD LABEL LINK LOCK MERGE \
        MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH PATCH POST PRI PROPFIND PROPPATCH \
        PUT QUERY REBIND REPORT SEARCH TRACE UNBIND UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL";
    assert!(methods().map(|method| method.name).eq(registered.split_whitespace()));
}

#[test]
fn every_registered_status_code_is_there() {
    let registered = [
        100, 101, 102, 103, 104, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306,
        307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421,
        422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511,
    ];
    assert!(statuses().map(|status| status.code).eq(registered));
}

#[test]
fn there_is_much_to_look_up() {
    assert!(fields().len() >= 120, "{} fields", fields().len());
    assert!(directives().count() >= 300, "{} directives", directives().count());
}

#[test]
fn every_directive_belongs_to_a_field_that_is_known_by_the_same_spelling() {
    let named: BTreeSet<&str> = directives().map(|directive| directive.field).collect();
    for name in named {
        assert_eq!(field(name).map(|field| field.meaning.name), Some(name));
    }
}

#[test]
fn a_field_says_which_messages_carry_it() {
    let carried = |name| field(name).map(|field| field.carried);
    assert_eq!(carried("host"), Some(Carried::ByRequests));
    assert_eq!(carried("set-cookie"), Some(Carried::ByResponses));
    assert_eq!(carried("content-type"), Some(Carried::ByBoth));
}
