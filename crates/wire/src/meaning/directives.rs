//! The names that stand inside field values, a file for each theme.

use super::{
    Meaning,
    order::{self, Index},
};

mod authentication;
mod caching;
mod connection;
mod content;
mod content_security;
mod cookies;
mod cross_origin;
mod links;
mod permissions;
mod security;
mod services;

/// The names that the value of one field can hold.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(super) field: &'static str,
    /// Several tables, so that fields can share what they have in common. No name is in two of them.
    pub(super) tables: &'static [&'static [Meaning]],
    /// Tells its names from the same ones of others.
    seed: u32,
}

impl Vocabulary {
    /// The names that the value of that field can hold, if any are known.
    pub(crate) fn of(field: &[u8]) -> Option<&'static Self> {
        BY_FIELD.find(VOCABULARIES, field, |vocabulary| vocabulary.field)
    }

    /// What a token means, in whatever case.
    pub(crate) fn find(&self, token: &[u8]) -> Option<&'static Meaning> {
        let mut place = order::hash(self.seed, token) as usize % TOKEN_PLACES;
        loop {
            let [vocabulary, table, at] = BY_TOKEN[place];
            if vocabulary == FREE {
                return None;
            }
            let vocabulary = &VOCABULARIES[usize::from(vocabulary)];
            let meaning = &vocabulary.tables[usize::from(table)][usize::from(at)];
            if std::ptr::eq(vocabulary, self) && meaning.name.as_bytes().eq_ignore_ascii_case(token) {
                return Some(meaning);
            }
            place = (place + 1) % TOKEN_PLACES;
        }
    }
}

pub(super) static VOCABULARIES: &[Vocabulary] = &[
    of(
        "Accept",
        &[content::WEIGHT, content::ACCEPTED_TYPES, content::MEDIA_TYPES],
    ),
    of("Accept-Charset", &[content::WEIGHT, content::ANYTHING]),
    of(
        "Accept-Encoding",
        &[content::CODINGS, content::WEIGHT, content::ACCEPTED_CODINGS],
    ),
    of("Accept-Language", &[content::WEIGHT, content::ANYTHING]),
    of("Accept-Ranges", &[content::NO_RANGES, content::RANGE_UNITS]),
    of("Access-Control-Allow-Credentials", &[cross_origin::ALLOW_CREDENTIALS]),
    of("Access-Control-Allow-Headers", &[cross_origin::CORS_LISTS]),
    of("Access-Control-Allow-Methods", &[cross_origin::CORS_LISTS]),
    of("Access-Control-Allow-Origin", &[cross_origin::ALLOW_ORIGIN]),
    of("Access-Control-Expose-Headers", &[cross_origin::CORS_LISTS]),
    of("Alt-Svc", &[connection::ALT_SVC]),
    of("Authentication-Info", &[authentication::AUTHENTICATION_INFO]),
    of(
        "Authorization",
        &[
            authentication::SCHEMES,
            authentication::SHARED_PARAMETERS,
            authentication::CREDENTIALS_PARAMETERS,
        ],
    ),
    of("Cache-Control", &[caching::CACHE_CONTROL]),
    of("Cache-Status", &[caching::CACHE_STATUS]),
    of("CDN-Cache-Control", &[caching::CACHE_CONTROL]),
    of("Clear-Site-Data", &[security::CLEAR_SITE_DATA]),
    of("Connection", &[connection::CONNECTION]),
    of("Content-Digest", &[content::DIGESTS]),
    of("Content-Disposition", &[content::DISPOSITION]),
    of("Content-Encoding", &[content::CODINGS]),
    of("Content-Range", &[content::RANGE_UNITS]),
    of(
        "Content-Security-Policy",
        &[content_security::POLICY, content_security::SANDBOX],
    ),
    of(
        "Content-Security-Policy-Report-Only",
        &[content_security::POLICY, content_security::SANDBOX],
    ),
    of("Content-Type", &[content::PARAMETERS, content::MEDIA_TYPES]),
    of("Cross-Origin-Embedder-Policy", &[cross_origin::EMBEDDER_POLICY]),
    of(
        "Cross-Origin-Embedder-Policy-Report-Only",
        &[cross_origin::EMBEDDER_POLICY],
    ),
    of("Cross-Origin-Opener-Policy", &[cross_origin::OPENER_POLICY]),
    of("Cross-Origin-Opener-Policy-Report-Only", &[cross_origin::OPENER_POLICY]),
    of("Cross-Origin-Resource-Policy", &[cross_origin::RESOURCE_POLICY]),
    of("DAV", &[services::DAV]),
    of("Depth", &[services::DEPTH]),
    of("DNT", &[services::DNT]),
    of("Early-Data", &[services::EARLY_DATA]),
    of("Expect", &[connection::EXPECT]),
    of("Expect-CT", &[security::EXPECT_CT]),
    of("Forwarded", &[connection::FORWARDED]),
    of("If-Match", &[caching::VALIDATOR]),
    of("If-None-Match", &[caching::VALIDATOR]),
    of("Keep-Alive", &[connection::KEEP_ALIVE]),
    of("Link", &[links::PARAMETERS, links::RELATIONS]),
    of("Origin", &[cross_origin::ORIGIN]),
    of("Overwrite", &[services::OVERWRITE]),
    of("Permissions-Policy", &[permissions::FEATURES]),
    of("Permissions-Policy-Report-Only", &[permissions::FEATURES]),
    of("Pragma", &[caching::PRAGMA]),
    of("Prefer", &[services::PREFER]),
    of("Preference-Applied", &[services::PREFER]),
    of("Priority", &[connection::PRIORITY]),
    of(
        "Proxy-Authenticate",
        &[
            authentication::SCHEMES,
            authentication::SHARED_PARAMETERS,
            authentication::CHALLENGE_PARAMETERS,
        ],
    ),
    of("Proxy-Authentication-Info", &[authentication::AUTHENTICATION_INFO]),
    of(
        "Proxy-Authorization",
        &[
            authentication::SCHEMES,
            authentication::SHARED_PARAMETERS,
            authentication::CREDENTIALS_PARAMETERS,
        ],
    ),
    of("Proxy-Status", &[connection::PROXY_STATUS]),
    of("Range", &[content::RANGE_UNITS]),
    of("RateLimit", &[services::RATE_LIMIT]),
    of("RateLimit-Policy", &[services::RATE_LIMIT]),
    of("Referrer-Policy", &[security::REFERRER_POLICY]),
    of("Repr-Digest", &[content::DIGESTS]),
    of("Save-Data", &[services::SAVE_DATA]),
    of("Sec-Fetch-Dest", &[cross_origin::FETCH_DEST]),
    of("Sec-Fetch-Mode", &[cross_origin::FETCH_MODE]),
    of("Sec-Fetch-Site", &[cross_origin::FETCH_SITE]),
    of("Sec-Fetch-Storage-Access", &[cross_origin::STORAGE_ACCESS]),
    of("Sec-Fetch-User", &[cross_origin::FETCH_USER]),
    of("Sec-GPC", &[services::GPC]),
    of("Sec-Purpose", &[cross_origin::SEC_PURPOSE]),
    of("Sec-WebSocket-Extensions", &[services::WEBSOCKET_EXTENSIONS]),
    of("Sec-WebSocket-Version", &[services::WEBSOCKET_VERSION]),
    of("Server-Timing", &[services::SERVER_TIMING]),
    of("Set-Cookie", &[cookies::SET_COOKIE]),
    of("Strict-Transport-Security", &[security::STRICT_TRANSPORT_SECURITY]),
    of("TE", &[content::WEIGHT, connection::TE]),
    of("Timeout", &[services::LOCK_TIMEOUT]),
    of("Timing-Allow-Origin", &[cross_origin::TIMING_ALLOW_ORIGIN]),
    of("Transfer-Encoding", &[connection::TRANSFER_CODINGS]),
    of("Upgrade", &[connection::UPGRADE]),
    of("Upgrade-Insecure-Requests", &[services::UPGRADE_INSECURE_REQUESTS]),
    of("Vary", &[caching::VARY]),
    of("Want-Content-Digest", &[content::DIGESTS]),
    of("Want-Repr-Digest", &[content::DIGESTS]),
    of(
        "WWW-Authenticate",
        &[
            authentication::SCHEMES,
            authentication::SHARED_PARAMETERS,
            authentication::CHALLENGE_PARAMETERS,
        ],
    ),
    of("X-Content-Type-Options", &[security::CONTENT_TYPE_OPTIONS]),
    of("X-Frame-Options", &[security::FRAME_OPTIONS]),
    of("X-Requested-With", &[services::X_REQUESTED_WITH]),
    of("X-Robots-Tag", &[services::ROBOTS]),
    of("X-XSS-Protection", &[security::XSS_PROTECTION]),
];

const fn of(field: &'static str, tables: &'static [&'static [Meaning]]) -> Vocabulary {
    Vocabulary {
        field,
        tables,
        seed: order::hash(0, field.as_bytes()),
    }
}

/// Where the names of all vocabularies are: which vocabulary, which of its tables, and where in that. A name that is not where its
/// hash says is in one of the next places.
static BY_TOKEN: [[u8; 3]; TOKEN_PLACES] = {
    let mut places = [[FREE; 3]; TOKEN_PLACES];
    let mut count = 0;
    let mut vocabulary = 0;
    while vocabulary < VOCABULARIES.len() {
        let Vocabulary { tables, seed, .. } = VOCABULARIES[vocabulary];
        let mut table = 0;
        while table < tables.len() {
            let mut at = 0;
            while at < tables[table].len() {
                let mut place = order::hash(seed, tables[table][at].name.as_bytes()) as usize % TOKEN_PLACES;
                while places[place][0] != FREE {
                    place = (place + 1) % TOKEN_PLACES;
                }
                places[place] = [vocabulary as u8, table as u8, at as u8];
                count += 1;
                at += 1;
            }
            assert!(
                at < FREE as usize,
                "a place has one byte for where in a table a name is"
            );
            table += 1;
        }
        vocabulary += 1;
    }
    assert!(vocabulary < FREE as usize, "a place has one byte for the vocabulary");
    assert!(
        count < TOKEN_PLACES / 2,
        "twice as many places are needed as there are names"
    );
    places
};

const TOKEN_PLACES: usize = 2048;

/// Nothing is in this place.
const FREE: u8 = u8::MAX;

/// Where the vocabulary of each field is.
static BY_FIELD: Index<256> = {
    let mut index = Index::empty();
    let mut at = 0;
    while at < VOCABULARIES.len() {
        index.insert(VOCABULARIES[at].field, at);
        at += 1;
    }
    index
};
