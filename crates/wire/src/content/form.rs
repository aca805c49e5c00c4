//! Form data in a body: `application/x-www-form-urlencoded` (URL Standard, section 5).

use super::Content;
use crate::{
    kind::Kind,
    uri::component::{Encoding, pair},
};

/// Takes pairs while there is room.
pub(super) fn form(content: &mut Content<'_, '_>) {
    while content.has_room() && !content.reader.rest().is_empty() {
        let length = content.reader.until(b"&");
        let cut = length == content.reader.rest().len() && !content.whole;
        if cut {
            // Where the pair is cut, the triplet at its end may be cut too, which is not its fault.
            content.reader.leaf(Kind::Rest, length);
            return;
        }
        pair(&mut content.reader.within(length), Encoding::Form);
        content.reader.eat(b'&');
    }
}
