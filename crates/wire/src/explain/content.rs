//! What the parts of content and of its coding mean.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::{
    Place, Words,
    text::{
        Piece::{Plain, Quoted},
        bytes, quoted, said, split,
    },
    value::sender,
};
use crate::{http1::content_of, octet, value::media_type::parameter_of};

pub(super) fn percent(text: &[u8]) -> Words {
    if text.len() < 3 {
        return Words::default();
    }
    let decoded: Vec<u8> = percent_decode(text).collect();
    match str::from_utf8(&decoded) {
        Ok(" ") => Words::meaning("It stands for a space."),
        Ok(_) => Words::meaning(format!("It stands for {}.", quoted(&decoded))),
        Err(_) => Words::meaning(format!(
            "It stands for the octet 0x{:02X}.",
            decoded.first().unwrap_or(&0)
        )),
    }
}

pub(super) fn segment(text: &[u8]) -> Words {
    if text.contains(&b'%') {
        let decoded: Vec<u8> = percent_decode(text).collect();
        return Words::meaning(format!("Decoded: {}.", quoted(&decoded)));
    }
    Words::default()
}

/// What form data stands for: a plus sign is a space, and triplets are octets (URL Standard, section 5.1).
fn form_decoded(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return text.into();
    }
    let spaced: Vec<u8> = text
        .iter()
        .map(|&byte| if byte == b'+' { b' ' } else { byte })
        .collect();
    percent_decode(&spaced).collect::<Vec<u8>>().into()
}

pub(super) fn pair(text: &[u8]) -> Words {
    let (name, value) = match text.iter().position(|&byte| byte == b'=') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let name = form_decoded(name);
    Words::meaning(match value {
        None => said(&[Quoted(&name), Plain(", without a value.")]),
        Some([]) => said(&[Quoted(&name), Plain(" is empty.")]),
        Some(value) => said(&[Quoted(&name), Plain(" is "), Quoted(&form_decoded(value)), Plain(".")]),
    })
}

pub(super) fn delimiter(text: &[u8]) -> Words {
    let name = match text {
        b"," => "comma",
        b";" => "semicolon",
        b"=" => "equals sign",
        b"/" => "slash",
        b"//" => "double slash",
        b"?" => "question mark",
        b"#" => "number sign",
        b"&" => "ampersand",
        b":" => "colon",
        b"@" => "at sign",
        b"-" => "hyphen",
        b"<" | b">" => "angle bracket",
        b"{" | b"}" => "brace",
        b"[" | b"]" => "bracket",
        _ => return Words::default(),
    };
    Words {
        name: Some(name),
        ..Words::default()
    }
}

pub(super) fn content(place: &Place<'_>, length: usize) -> Words {
    let size = bytes(length as u64);
    let sender = sender(place.side);
    Words::meaning(match place.head.declared() {
        _ if place.head.encoded => {
            format!(
                "{size} of the {sender}'s content, under the content coding that Content-Encoding names, so they are not taken apart here."
            )
        }
        Some(_) => format!("{size} of the {sender}'s content."),
        None => format!("{size} of the {sender}'s content; it has no declared length and ends with the connection."),
    })
}

pub(super) fn chunk_size(text: &[u8]) -> Words {
    match octet::hexadecimal(text) {
        Some(0) => Words::meaning("0: the content ends here."),
        Some(size) => Words::meaning(format!("Hexadecimal for {size}: so many bytes of data follow.")),
        None => Words::default(),
    }
}

pub(super) fn chunk_data(place: &Place<'_>, length: usize) -> Words {
    let size = bytes(length as u64);
    Words::meaning(if place.head.encoded {
        format!(
            "{size} of content, under the content coding that Content-Encoding names, so they are not taken apart here."
        )
    } else {
        format!("{size} of content.")
    })
}

/// What a JSON string stands for, where its escapes hide it.
pub(super) fn json_string(text: &[u8]) -> Words {
    if text.len() > 2048 || !text.contains(&b'\\') {
        return Words::default();
    }
    match serde_json::from_slice::<String>(text) {
        Ok(decoded) => Words::meaning(format!("It stands for {}.", quoted(decoded.as_bytes()))),
        Err(_) => Words::default(),
    }
}

/// Which field of a form a body part is, or which file.
pub(super) fn body_part(text: &[u8]) -> Words {
    let disposition = text
        .split_inclusive(|&byte| byte == b'\n')
        .map(content_of)
        .take_while(|line| !line.is_empty())
        .find_map(|line| {
            let (name, value) = split(line, b':');
            value.filter(|_| name.eq_ignore_ascii_case(b"content-disposition"))
        });
    let Some(disposition) = disposition else {
        return Words::default();
    };
    let name = parameter_of(disposition, b"name");
    let file = parameter_of(disposition, b"filename");
    match (name, file) {
        (Some(name), Some(file)) => Words::meaning(format!(
            "The form's field {} is the file {}.",
            quoted(&name),
            quoted(&file)
        )),
        (Some(name), None) => Words::meaning(format!("The form's field {}.", quoted(&name))),
        (None, Some(file)) => Words::meaning(format!("The file {}.", quoted(&file))),
        (None, None) => Words::default(),
    }
    .with_spec("RFC 7578, section 4.2")
}
