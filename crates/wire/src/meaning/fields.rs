//! The fields, a file for each theme, merged into one table in the order of their names.

use super::{
    Carried, FieldMeaning, Meaning,
    order::{self, Index},
};

mod access;
mod caching;
mod client_hints;
mod content;
mod cross_origin;
mod framing;
mod message;
mod security;
mod services;
mod streams;
mod webdav;

const THEMES: [&[FieldMeaning]; 11] = [
    message::FIELDS,
    framing::FIELDS,
    content::FIELDS,
    caching::FIELDS,
    access::FIELDS,
    cross_origin::FIELDS,
    client_hints::FIELDS,
    security::FIELDS,
    streams::FIELDS,
    webdav::FIELDS,
    services::FIELDS,
];

const COUNT: usize = {
    let (mut count, mut theme) = (0, 0);
    while theme < THEMES.len() {
        count += THEMES[theme].len();
        theme += 1;
    }
    count
};

pub(super) static FIELDS: [FieldMeaning; COUNT] = order::merge(&THEMES);

/// Where each of them is.
pub(super) static BY_NAME: Index<1024> = {
    let mut index = Index::empty();
    let mut at = 0;
    while at < COUNT {
        index.insert(FIELDS[at].meaning.name, at);
        at += 1;
    }
    index
};

const fn request(name: &'static str, phrase: &'static str, when: &'static str, spec: &'static str) -> FieldMeaning {
    FieldMeaning {
        carried: Carried::ByRequests,
        meaning: Meaning::new(name, phrase, when, spec),
    }
}

const fn response(name: &'static str, phrase: &'static str, when: &'static str, spec: &'static str) -> FieldMeaning {
    FieldMeaning {
        carried: Carried::ByResponses,
        meaning: Meaning::new(name, phrase, when, spec),
    }
}

const fn both(name: &'static str, phrase: &'static str, when: &'static str, spec: &'static str) -> FieldMeaning {
    FieldMeaning {
        carried: Carried::ByBoth,
        meaning: Meaning::new(name, phrase, when, spec),
    }
}
