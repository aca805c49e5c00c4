//! Codings made ahead of time: brotli and gzip at their slowest and smallest, which no server can afford for each
//! response.

use std::io::{self, Write as _};

use anyhow::Context as _;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// A variant must save at least this share of the content to be worth its place in the binary: one part in twenty.
const WORTHWHILE: usize = 20;

/// The content in `br` (RFC 7932), unless that saves nothing.
pub(crate) fn brotli(content: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
    // Quality 11, the largest window of the RFC, and a hint at the length so that the window is no larger than needed.
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut coded = Vec::new();
    brotli::BrotliCompress(&mut io::Cursor::new(content), &mut coded, &params).context("brotli failed")?;
    Ok(worthwhile(content, coded))
}

/// The content in `gzip` (RFC 1952), unless that saves nothing.
pub(crate) fn gzip(content: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).context("gzip failed")?;
    Ok(worthwhile(content, encoder.finish().context("gzip failed")?))
}

fn worthwhile(content: &[u8], coded: Vec<u8>) -> Option<Vec<u8>> {
    (coded.len() < content.len() - content.len() / WORTHWHILE).then_some(coded)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn a_variant_decodes_to_the_content() {
        let content = b"the same words again, ".repeat(100);
        let mut from_brotli = Vec::new();
        let coded = brotli(&content).unwrap().unwrap();
        brotli::BrotliDecompress(&mut coded.as_slice(), &mut from_brotli).unwrap();
        assert_eq!(from_brotli, content);

        let mut from_gzip = Vec::new();
        GzDecoder::new(gzip(&content).unwrap().unwrap().as_slice())
            .read_to_end(&mut from_gzip)
            .unwrap();
        assert_eq!(from_gzip, content);
    }

    #[test]
    fn content_that_is_coded_already_has_no_variant() {
        let coded = brotli(&b"the same words again, ".repeat(100)).unwrap().unwrap();
        assert_eq!(brotli(&coded).unwrap(), None);
        assert_eq!(gzip(&coded).unwrap(), None);
        assert_eq!(gzip(b"").unwrap(), None);
    }
}
