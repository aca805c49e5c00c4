//! The case of header names in HTTP/1.1.
//!
//! Names have no case (RFC 9110, section 5.1), but scripts search for `Content-Type:` as most servers and every textbook write it, so
//! that is what goes out, from hyper and from whatever else writes a head. HTTP/2 has lower case only (RFC 9113, section 8.2.1).

/// A name with each of its words capitalized.
pub(crate) fn title_case(name: &str) -> String {
    let mut at_start = true;
    let capitalize = |letter: char| {
        let letter = if at_start { letter.to_ascii_uppercase() } else { letter };
        at_start = letter == '-';
        letter
    };
    name.chars().map(capitalize).collect()
}

#[cfg(test)]
mod tests {
    use super::title_case;

    #[test]
    fn each_word_is_capitalized() {
        for (name, written) in [
            ("content-type", "Content-Type"),
            ("x-b3-traceid", "X-B3-Traceid"),
            ("te", "Te"),
            ("-a--b", "-A--B"),
        ] {
            assert_eq!(title_case(name), written);
        }
    }
}
