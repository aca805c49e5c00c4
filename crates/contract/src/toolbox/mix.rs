//! Several effects in one URL.

use super::content::AnyContent;
use crate::endpoint::Raw;

tools! {
    /// `/mix/{*effects}`.
    Mix = ANY "/mix/{*effects}" "mix" {
        "Effects one after the other, in the order written: status=, header=, cookie=, redirect=, delay=, body=, base64=, bytes=, \
         gzip, hint=, declared=, slow-head=, trailer=, close, reset";
        example "/mix/status=503/delay=0.2/header=Retry-After:1/body=busy";
        path MixPath {
            /// The effects with slashes between, each a name or `name=value`; what is special in a path is percent-encoded.
            #[cfg_attr(feature = "openapi", param(example = "status=201/body=made"))]
            effects: String,
        }
        answers Raw<AnyContent>, or "default" "With the status code that was asked for";
        limits EFFECTS, ALL_SECONDS, ALL_BYTES;
        problems InvalidParameters;
        http2 "As the tools do that the effects come from.";
    }
}
