//! Links (RFC 8288, section 3) and the metrics of Server-Timing, which have parameters in the same way.

use super::parameter::parameters;
use crate::{fault::Fault, kind::Kind, octet, reader::Reader, uri};

/// Takes one link: a target between angle brackets, and parameters.
pub(crate) fn link(reader: &mut Reader<'_, '_>) {
    let branch = reader.open(Kind::Link);
    let length = reader.run(|byte| byte != b'>');
    if reader.sees(b'<') && length < reader.rest().len() {
        reader.delimiter();
        let target = reader.open(Kind::LinkTarget);
        let mut inner = reader.within(length - 1);
        uri::reference(&mut inner);
        inner.refuse_rest(Fault::BadLink);
        reader.close(target);
        reader.delimiter();
        parameters(reader, false);
    } else {
        let length = reader.until(b",");
        reader.faulty(Kind::Text, length, Fault::BadLink);
    }
    reader.close(branch);
}

/// Takes one metric: a name, and parameters. Servers write these with little care, so anything up to the next comma is taken.
pub(crate) fn metric(reader: &mut Reader<'_, '_>) {
    let branch = reader.open(Kind::Metric);
    let length = reader.run(octet::is_token);
    reader.leaf(Kind::MetricName, length);
    if length == 0 {
        let length = reader.until(b",");
        reader.faulty(Kind::Text, length, Fault::BadMetric);
    }
    parameters(reader, false);
    reader.close(branch);
}
