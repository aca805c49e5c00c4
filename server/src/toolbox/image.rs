//! `GET /image` and `/image/{kind}`: a small image of four kinds.
//!
//! `content/ladder.svg` was drawn by hand; the others were made from it, at twice its size, by Chromium (PNG) and Pillow (JPEG with
//! quality 85, WebP without loss).

use axum::response::Response;
use bytes::Bytes;
use contract::{Problem, ProblemKind};
use http::{HeaderMap, HeaderValue, header};

use super::arguments::Arguments;
use crate::{
    accept::{Liking, liking},
    problem::Rejection,
    response::with_content,
};

/// A kind of image.
struct Kind {
    name: &'static str,
    media_type: &'static str,
    content: &'static [u8],
}

/// The kinds, in the order in which httpbin prefers them.
const KINDS: [Kind; 4] = [
    Kind {
        name: "webp",
        media_type: "image/webp",
        content: include_bytes!("content/ladder.webp"),
    },
    Kind {
        name: "svg",
        media_type: "image/svg+xml",
        content: include_bytes!("content/ladder.svg"),
    },
    Kind {
        name: "jpeg",
        media_type: "image/jpeg",
        content: include_bytes!("content/ladder.jpg"),
    },
    Kind {
        name: "png",
        media_type: "image/png",
        content: include_bytes!("content/ladder.png"),
    },
];

/// `GET /image`
pub async fn image(request: HeaderMap) -> Result<Response, Rejection> {
    let liked = KINDS.iter().enumerate().filter_map(|(index, kind)| {
        let Liking { weight, is_named } = liking(&request, kind.media_type).filter(|liking| liking.weight > 0.0)?;
        // Among those that are named the first is best; who would take any gets what everybody can show.
        let rank = if is_named {
            KINDS.len() - index
        } else {
            usize::from(kind.name == "png")
        };
        Some((weight, is_named, rank, kind))
    });
    let best = liked.max_by(|(weight, named, rank, _), (other, other_named, other_rank, _)| {
        weight
            .total_cmp(other)
            .then(named.cmp(other_named))
            .then(rank.cmp(other_rank))
    });
    match best {
        Some((_, _, _, kind)) => {
            let mut response = respond(kind);
            response
                .headers_mut()
                .insert(header::VARY, HeaderValue::from_static("Accept"));
            Ok(response)
        }
        None => {
            let names = KINDS.map(|kind| kind.media_type).join(", ");
            let detail = format!("there are {names}, all of which the Accept field rules out");
            Err(Problem::new(ProblemKind::NotAcceptable).with_detail(detail).into())
        }
    }
}

/// `GET /image/{kind}`
pub async fn image_of(arguments: Arguments) -> Result<Response, Rejection> {
    let name = arguments.part("kind");
    KINDS.iter().find(|kind| kind.name == name).map(respond).ok_or_else(|| {
        let names = KINDS.map(|kind| kind.name).join(", ");
        let detail = format!("there is no image of the kind `{name}`, only {names}");
        Problem::new(ProblemKind::NotFound).with_detail(detail).into()
    })
}

fn respond(kind: &Kind) -> Response {
    with_content(
        HeaderValue::from_static(kind.media_type),
        Bytes::from_static(kind.content),
    )
}
