//! How well a few letters fit a text.

/// How well `query` fits `text`; `None` when its letters do not all occur there in this order.
///
/// Letters that begin a word or follow the letter before them count more, so that "pp" finds "products page" before "apply".
/// Case and blanks in the query do not matter. An empty query fits everything equally.
pub(super) fn score(query: &str, text: &str) -> Option<u32> {
    let mut letters = query
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase);
    let mut wanted = letters.next();
    let mut score = 0;
    let (mut in_word, mut in_run) = (false, false);
    for letter in text.chars() {
        let begins_word = !in_word && letter.is_alphanumeric();
        in_word = letter.is_alphanumeric();
        let Some(next) = wanted else { break };
        if letter.to_lowercase().eq([next]) {
            score += 1 + 2 * u32::from(in_run) + 3 * u32::from(begins_word);
            in_run = true;
            wanted = letters.next();
        } else {
            in_run = false;
        }
    }
    wanted.is_none().then_some(score)
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn finds_letters_in_order_only() {
        assert!(score("thd", "Theme: dark").is_some());
        assert!(score("DARK", "Theme: dark").is_some());
        assert!(score("the dark", "Theme: dark").is_some());
        assert_eq!(score("kd", "Theme: dark"), None);
        assert_eq!(score("darker", "Theme: dark"), None);
    }

    #[test]
    fn an_empty_query_fits_everything_equally() {
        assert_eq!(score("", "Theme: dark"), Some(0));
        assert_eq!(score(" ", ""), Some(0));
    }

    #[test]
    fn words_begun_and_letters_in_a_row_come_first() {
        assert!(score("pp", "products page") > score("pp", "hippopotamus"));
        assert!(score("log", "Open the log") > score("log", "Let us go"));
    }
}
