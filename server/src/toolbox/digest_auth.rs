//! `/digest-auth/{qop}/{user}/{password}[/{algorithm}[/{stale_after}]]`: Digest (RFC 7616).
//!
//! As in httpbin, cookies tell what a nonce has been through: `stale_after` counts its uses down, `last_nonce` is one that
//! was refused, and `fake` shows whether cookies come back. So the server keeps nothing.

mod response;

use axum::{
    body::Body,
    extract::{FromRequest as _, State},
    response::{IntoResponse as _, Response},
};
use contract::{
    Problem, ProblemKind,
    toolbox::{limits::STALE_AFTER, shapes::Authenticated},
};
use http::{HeaderMap, HeaderValue, Request, header};
use uuid::Uuid;

use self::response::{Algorithm, Credentials, Demand};
use super::{
    arguments::{Arguments, beyond, refusal, whole},
    basic_auth::{credentials, unauthorized},
    cookies::{all, cookie},
    echo::base,
    json::json,
};
use crate::{extract::Content, problem::Rejection, routes::RequestState};

const REALM: &str = "Roundtrip";

/// Challenges, or lets in whoever has answered a challenge.
pub async fn digest_auth(
    State(state): State<RequestState>,
    arguments: Arguments,
    request: Request<Body>,
) -> Result<Response, Rejection> {
    let algorithm = match arguments.text("algorithm") {
        None => Algorithm::Md5,
        Some(name) => Algorithm::named(name).ok_or_else(|| {
            let detail = format!("`{name}` is no algorithm that there is here");
            refusal("algorithm", &detail, "MD5, SHA-256, SHA-512-256 or SHA-512")
        })?,
    };
    let stale_after = arguments.text("stale_after").unwrap_or("never");
    if stale_after != "never" && whole(stale_after, &STALE_AFTER).is_none() {
        return Err(beyond(stale_after, &STALE_AFTER).into());
    }
    let demand = Demand {
        algorithm,
        qop: Some(arguments.part("qop")).filter(|qop| matches!(*qop, "auth" | "auth-int")),
    };
    let wants_cookie = arguments
        .text("require-cookie")
        .is_some_and(|wants| matches!(&*wants.to_ascii_lowercase(), "1" | "t" | "true"));
    let (head, body) = request.into_parts();
    let secure = if base(&head, &state).starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let session = Session {
        cookies: all(&head.headers),
        secure,
    };

    let given = credentials(&head.headers, "Digest").map(|text| Credentials::parse(&text));
    let Some(given) = given.filter(|_| !wants_cookie || head.headers.contains_key(header::COOKIE)) else {
        let why = "the request has no Authorization field of the scheme Digest, or not the cookie of the challenge";
        return session.challenge(&demand, why, false, &[("stale_after", stale_after)]);
    };
    if wants_cookie && session.get("fake") != Some("fake_value") {
        let problem = Problem::new(ProblemKind::Forbidden).with_detail("the cookie `fake` of the challenge is missing");
        return session.with_cookies(Rejection::new(problem).into_response(), &[]);
    }
    let nonce = given.get("nonce").unwrap_or_default().to_owned();
    let marks = [("stale_after", stale_after), ("last_nonce", &*nonce)];
    if session.get("last_nonce") == Some(&*nonce) || session.get("stale_after") == Some("0") {
        return session.challenge(&demand, "the nonce is stale; answer the new one", true, &marks);
    }
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str())
        .to_owned();
    let method = head.method.clone();
    let Content(content) = Content::from_request(Request::from_parts(head, body), &()).await?;
    let (user, password) = (arguments.part("user"), arguments.part("password"));
    let answered = given.answer(&demand, REALM, (user, password), (method.as_str(), &target, &content));
    if let Err(why) = answered {
        return session.challenge(&demand, &why, false, &marks);
    }
    let answer = json(&Authenticated {
        authenticated: true,
        user: user.to_owned(),
    });
    let left = session.get("stale_after").map(|left| match left.parse::<u64>() {
        Ok(left) => left.saturating_sub(1).to_string(),
        Err(_) => "never".to_owned(),
    });
    session.with_cookies(
        answer,
        &left
            .as_deref()
            .map(|left| ("stale_after", left))
            .into_iter()
            .collect::<Vec<_>>(),
    )
}

/// What the cookies of the request say, and how cookies are set.
struct Session {
    cookies: std::collections::BTreeMap<String, String>,
    secure: &'static str,
}

impl Session {
    fn get(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// 401 with a new nonce.
    fn challenge(
        &self,
        demand: &Demand<'_>,
        why: &str,
        is_stale: bool,
        cookies: &[(&str, &str)],
    ) -> Result<Response, Rejection> {
        let (nonce, opaque) = (Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let challenge = format!(
            "Digest realm=\"{REALM}\", nonce=\"{nonce}\", opaque=\"{opaque}\", qop=\"{qop}\", algorithm={algorithm}, \
             charset=UTF-8, stale={is_stale}",
            qop = demand.qop.unwrap_or("auth, auth-int"),
            algorithm = demand.algorithm.name(),
        );
        let challenge = HeaderValue::try_from(challenge).map_err(Rejection::internal)?;
        self.with_cookies(unauthorized(why.to_owned(), challenge).into_response(), cookies)
    }

    fn with_cookies(&self, mut response: Response, cookies: &[(&str, &str)]) -> Result<Response, Rejection> {
        let fields: &mut HeaderMap = response.headers_mut();
        for (name, value) in cookies.iter().chain(&[("fake", "fake_value")]) {
            // A nonce that is no cookie's value was none of ours.
            if let Ok(cookie) = cookie(name, value, self.secure) {
                fields.append(header::SET_COOKIE, cookie);
            }
        }
        Ok(response)
    }
}
