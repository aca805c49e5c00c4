//! Content without its coding (RFC 9110, section 8.4), for what is read and not sent on.
//!
//! A recording has content as it travelled. Who looks at an exchange, or puts it into an archive, wants the representation.

use std::io;

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use exchange::{Body, Exchange, Outcome, body::Preview, message::field};
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// So much of a representation is kept: some bytes can stand for very many.
const MOST_BYTES: u64 = 256 * 1024;

/// More codings than one are applied in turn; nobody means more than these.
const MOST_CODINGS: usize = 3;

/// The exchange with the representation of its response in place of the coded content. What cannot be decoded stays as it is.
pub async fn decoded(mut exchange: Exchange) -> Exchange {
    if let Outcome::Response(response) = &mut exchange.outcome
        && let Some(codings) = field(&response.fields, "content-encoding")
        && let Some(body) = &mut response.body
        && let Some((bytes, whole)) = decode(body, codings).await
    {
        let whole = whole && !body.truncated;
        body.decoded_size = whole.then_some(bytes.len() as u64);
        body.truncated = !whole;
        body.preview = preview(bytes, whole);
    }
    exchange
}

/// The bytes of a body without its codings, and whether they are all there are.
async fn decode(body: &Body, codings: &str) -> Option<(Vec<u8>, bool)> {
    let mut bytes = match &body.preview {
        Preview::Bytes(bytes) => bytes.clone(),
        Preview::Text(text) => text.clone().into_bytes(),
        Preview::None => return None,
    };
    let codings: Vec<_> = codings.split(',').map(str::trim).collect();
    if codings.len() > MOST_CODINGS {
        return None;
    }
    let mut whole = true;
    // They are listed in the order in which they were applied.
    for coding in codings.iter().rev() {
        let coding = coding.to_ascii_lowercase();
        let read = match coding.as_str() {
            "identity" | "" => continue,
            "br" => read(BrotliDecoder::new(&bytes[..])).await,
            "gzip" | "x-gzip" => read(GzipDecoder::new(&bytes[..])).await,
            "deflate" => read(ZlibDecoder::new(&bytes[..])).await,
            "zstd" => read(ZstdDecoder::new(&bytes[..])).await,
            _ => return None,
        };
        whole &= read.1;
        if read.0.is_empty() && !bytes.is_empty() && !read.1 {
            return None;
        }
        bytes = read.0;
    }
    Some((bytes, whole))
}

/// What can be read, and whether that is all of it. What comes before a fault is worth having: of a long body there is only the
/// beginning.
async fn read(decoder: impl AsyncRead + Unpin) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    let mut limited = decoder.take(MOST_BYTES + 1);
    let outcome: io::Result<usize> = limited.read_to_end(&mut bytes).await;
    let fits = bytes.len() as u64 <= MOST_BYTES;
    bytes.truncate(usize::try_from(MOST_BYTES).unwrap_or(usize::MAX));
    (bytes, outcome.is_ok() && fits)
}

/// Text where it is text. The beginning of a text may end within a character, which is left out then.
fn preview(bytes: Vec<u8>, whole: bool) -> Preview {
    match String::from_utf8(bytes) {
        Ok(text) => Preview::Text(text),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let is_cut = !whole && error.utf8_error().error_len().is_none();
            let mut bytes = error.into_bytes();
            if is_cut {
                bytes.truncate(valid);
            }
            String::from_utf8(bytes).map_or_else(|error| Preview::Bytes(error.into_bytes()), Preview::Text)
        }
    }
}

#[cfg(test)]
mod tests {
    use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};

    use super::*;

    async fn coded(coding: &str, bytes: &[u8]) -> Vec<u8> {
        let (mut coded, whole) = match coding {
            "br" => read(BrotliEncoder::new(bytes)).await,
            "gzip" => read(GzipEncoder::new(bytes)).await,
            "deflate" => read(ZlibEncoder::new(bytes)).await,
            _ => read(ZstdEncoder::new(bytes)).await,
        };
        assert!(whole);
        coded.shrink_to_fit();
        coded
    }

    fn body(bytes: Vec<u8>) -> Body {
        Body {
            size: bytes.len() as u64,
            preview: Preview::Bytes(bytes),
            ..Body::default()
        }
    }

    #[tokio::test]
    async fn codings_are_taken_off_in_their_order() {
        let text = "the same again ".repeat(50);
        for coding in ["br", "gzip", "deflate", "zstd"] {
            let once = body(coded(coding, text.as_bytes()).await);
            assert_eq!(
                decode(&once, coding).await,
                Some((text.clone().into_bytes(), true)),
                "{coding}"
            );
            let twice = body(coded("gzip", &coded(coding, text.as_bytes()).await).await);
            let codings = format!("{coding}, GZIP");
            assert_eq!(
                decode(&twice, &codings).await,
                Some((text.clone().into_bytes(), true)),
                "{codings}"
            );
        }
    }

    #[tokio::test]
    async fn of_what_is_cut_or_too_long_there_is_the_beginning() {
        let text: String = (0..40_000).map(|number| format!("{number} ")).collect();
        let whole = coded("gzip", text.as_bytes()).await;
        let (bytes, is_whole) = decode(&body(whole[..whole.len() / 2].to_vec()), "gzip").await.unwrap();
        assert!(!is_whole && !bytes.is_empty() && text.as_bytes().starts_with(&bytes));

        let most = usize::try_from(MOST_BYTES).unwrap();
        let bomb = body(coded("gzip", &vec![b'x'; most + 1]).await);
        assert!(bomb.size < 1_000);
        let (bytes, is_whole) = decode(&bomb, "gzip").await.unwrap();
        assert_eq!((bytes.len(), is_whole), (most, false));
        assert_eq!(decode(&bomb, "gzip, gzip, gzip, gzip").await, None);
    }

    #[tokio::test]
    async fn what_is_not_what_it_says_stays_as_it_is() {
        for (bytes, coding) in [(&b"plain"[..], "gzip"), (b"plain", "compress"), (b"\0\0\0", "zstd")] {
            assert_eq!(decode(&body(bytes.to_vec()), coding).await, None, "{coding}");
        }
    }

    #[test]
    fn a_text_that_is_cut_within_a_character_is_text() {
        let bytes = "naïv".as_bytes();
        assert_eq!(preview(bytes[..3].to_vec(), false), Preview::Text("na".to_owned()));
        assert_eq!(preview(bytes[..3].to_vec(), true), Preview::Bytes(bytes[..3].to_vec()));
    }
}
