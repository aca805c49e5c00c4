//! How long a body is: as it travelled, and with its content coding undone.

use exchange::Body;

use super::super::figures::size;

/// The sizes in words, and what there is to say about how they are known.
pub(super) struct Sizes {
    pub(super) words: String,
    pub(super) note: Option<String>,
}

/// The sizes of a body. `hidden` is why its size with the content coding is not known; `kept` is how much of it there is here.
pub(super) fn sizes(body: &Body, coding: Option<&str>, hidden: Option<&str>, kept: usize) -> Sizes {
    let decoded = body.decoded_size.unwrap_or(body.size);
    let words = match body.decoded_size {
        Some(decoded) => {
            let coding = coding.map(|coding| format!(" ({coding})")).unwrap_or_default();
            let share = share(body.size, decoded);
            format!("{} sent{coding}, {} decoded: {share}", size(body.size), size(decoded))
        }
        None if hidden.is_some() => format!("{} decoded", size(decoded)),
        None => size(body.size),
    };
    let hidden = hidden.map(|why| format!("How many bytes were sent is not known: {why}."));
    let cut = (decoded > kept as u64).then(|| format!("Only the first {} are kept here.", size(kept as u64)));
    let notes: Vec<String> = hidden.into_iter().chain(cut).collect();
    Sizes {
        words,
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    }
}

/// How much of the decoded size was sent.
fn share(sent: u64, decoded: u64) -> String {
    match sent.saturating_mul(1_000).checked_div(decoded) {
        None => "of nothing".to_owned(),
        Some(0) => "less than 0.1 %".to_owned(),
        Some(thousandths @ ..100) => format!("{}.{} %", thousandths / 10, thousandths % 10),
        Some(thousandths) => format!("{} %", (thousandths + 5) / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(size: u64, decoded_size: Option<u64>) -> Body {
        Body {
            size,
            decoded_size,
            ..Body::default()
        }
    }

    #[test]
    fn both_sizes_and_their_ratio_where_they_differ() {
        for (body, coding, hidden, kept, words, note) in [
            (
                body(2_100, Some(9_800)),
                Some("br"),
                None,
                9_800,
                "2.1 kB sent (br), 9.8 kB decoded: 21 %",
                None,
            ),
            (
                body(65, Some(65_000)),
                None,
                None,
                65_000,
                "65 B sent, 65.0 kB decoded: 0.1 %",
                None,
            ),
            (
                body(40, Some(20)),
                Some("gzip"),
                None,
                20,
                "40 B sent (gzip), 20 B decoded: 200 %",
                None,
            ),
            (body(512, None), None, None, 512, "512 B", None),
            (
                body(512, None),
                None,
                Some("it hides it"),
                512,
                "512 B decoded",
                Some("How many bytes were sent is not known: it hides it."),
            ),
            (
                body(5_000, None),
                None,
                None,
                1_000,
                "5.0 kB",
                Some("Only the first 1.0 kB are kept here."),
            ),
        ] {
            let sizes = sizes(&body, coding, hidden, kept);
            assert_eq!((&*sizes.words, sizes.note.as_deref()), (words, note));
        }
    }
}
