//! `GET /links/{n}` and `/links/{n}/{i}`: pages that link to each other.

use std::fmt::Write as _;

use axum::response::{Html, Response};
use contract::toolbox::limits::{LINK, LINKS};

use super::{
    arguments::{Arguments, beyond},
    redirect::found,
};
use crate::problem::Rejection;

/// `GET /links/{n}`
pub async fn links(arguments: Arguments) -> Result<Response, Rejection> {
    let count = arguments.number(&LINKS)?.ok_or_else(|| beyond("", &LINKS))?;
    Ok(found(&format!("/links/{count}/0"))?)
}

/// `GET /links/{n}/{i}`
pub async fn links_page(arguments: Arguments) -> Result<Html<String>, Rejection> {
    let count = arguments.number(&LINKS)?.ok_or_else(|| beyond("", &LINKS))?;
    let own = arguments.number(&LINK)?.ok_or_else(|| beyond("", &LINK))?;
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"en\"><head><title>Links</title></head><body>\n");
    for index in 0..count {
        let written = if index == own {
            writeln!(page, "{index}")
        } else {
            writeln!(page, "<a href=\"/links/{count}/{index}\">{index}</a>")
        };
        written.map_err(Rejection::internal)?;
    }
    page.push_str("</body></html>\n");
    Ok(Html(page))
}
