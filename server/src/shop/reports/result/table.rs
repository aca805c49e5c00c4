//! A result as JSON, CSV (RFC 4180) or HTML. What is kept of a row is its JSON, which goes into JSON as it is.

use std::io;

use contract::shop::{OrderRow, Report, ReportKind, ReportSource, TrafficRow};
use serde::Serialize;

use super::Format;
use crate::shop::html::escape;

/// How a report is written.
pub(super) struct Table {
    report: Report,
    format: Format,
}

/// What stands before the rows; see [`contract::shop::ReportResult`].
#[derive(Serialize)]
struct Beginning {
    kind: ReportKind,
    source: ReportSource,
    created_at: jiff::Timestamp,
    total: u64,
    items: [(); 0],
}

impl Table {
    pub(super) fn new(report: Report, format: Format) -> Self {
        Self { report, format }
    }

    /// The names of the columns.
    fn columns(&self) -> [&'static str; 5] {
        match self.report.kind {
            ReportKind::Orders => ["order", "placed_at", "product", "quantity", "amount"],
            ReportKind::Traffic => ["at", "method", "path", "status", "duration_us"],
        }
    }

    /// What stands before the rows.
    pub(super) fn beginning(&self) -> io::Result<Vec<u8>> {
        let report = &self.report;
        Ok(match self.format {
            Format::Json => {
                let beginning = Beginning {
                    kind: report.kind,
                    source: report.source,
                    created_at: report.created_at,
                    total: report.rows,
                    items: [],
                };
                let mut json = serde_json::to_vec(&beginning)?;
                // The list is left open.
                json.truncate(json.len() - "]}".len());
                json
            }
            Format::Csv => {
                let mut csv = Vec::new();
                record(self.columns().map(str::to_owned), &mut csv);
                csv
            }
            Format::Html => self.head().into_bytes(),
        })
    }

    /// Some rows, each of which is a line of JSON.
    pub(super) fn rows(&self, lines: &[u8], are_first: bool) -> io::Result<Vec<u8>> {
        let mut written = Vec::with_capacity(lines.len() * 2);
        for line in lines.split(|&byte| byte == b'\n') {
            match self.format {
                Format::Json => {
                    if !are_first || !written.is_empty() {
                        written.push(b',');
                    }
                    written.extend_from_slice(line);
                }
                Format::Csv => record(self.cells(line)?, &mut written),
                Format::Html => {
                    let mut row = String::from("<tr>");
                    for cell in self.cells(line)? {
                        row.push_str("<td>");
                        escape(&cell, &mut row);
                        row.push_str("</td>");
                    }
                    row.push_str("</tr>\n");
                    written.extend_from_slice(row.as_bytes());
                }
            }
        }
        Ok(written)
    }

    /// What stands behind the rows.
    pub(super) fn end(&self) -> Vec<u8> {
        match self.format {
            Format::Json => b"]}".to_vec(),
            Format::Csv => Vec::new(),
            Format::Html => b"</tbody></table></body></html>\n".to_vec(),
        }
    }

    fn cells(&self, line: &[u8]) -> serde_json::Result<[String; 5]> {
        Ok(match self.report.kind {
            ReportKind::Orders => {
                let row: OrderRow = serde_json::from_slice(line)?;
                let (order, quantity) = (row.order.to_string(), row.quantity.to_string());
                [order, row.placed_at.to_string(), row.product, quantity, row.amount]
            }
            ReportKind::Traffic => {
                let row: TrafficRow = serde_json::from_slice(line)?;
                let status = row.status.map(|status| status.to_string()).unwrap_or_default();
                [
                    row.at.to_string(),
                    row.method,
                    row.path,
                    status,
                    row.duration_us.to_string(),
                ]
            }
        })
    }

    fn head(&self) -> String {
        let Report { kind, rows, .. } = &self.report;
        let kind = kind.name();
        let source = match self.report.source {
            ReportSource::Recorded => "",
            ReportSource::Generated => ", generated",
        };
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Report: \
             {kind}</title></head><body><table><caption>{kind}, {rows} rows{source}, asked for at {}</caption><thead><tr>",
            self.report.created_at
        );
        for column in self.columns() {
            page.push_str("<th scope=\"col\">");
            page.push_str(column);
            page.push_str("</th>");
        }
        page.push_str("</tr></thead><tbody>\n");
        page
    }
}

/// A record of CSV. What has a comma, a quotation mark or the end of a line in it is quoted.
fn record(cells: [String; 5], csv: &mut Vec<u8>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            csv.push(b',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            csv.push(b'"');
            csv.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            csv.push(b'"');
        } else {
            csv.extend_from_slice(cell.as_bytes());
        }
    }
    csv.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be() {
        let mut csv = Vec::new();
        let cells = ["plain", "a, b", "say \"hi\"", "two\nlines", ""];
        record(cells.map(str::to_owned), &mut csv);
        assert_eq!(csv, b"plain,\"a, b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
    }
}
