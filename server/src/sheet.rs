//! Tables that people open in a spreadsheet program.

use thiserror::Error;

#[derive(Debug, Error)]
#[error("the table cannot be written: {0}")]
pub struct SheetError(String);

/// A CSV file that opens right in Chinese: UTF-8 with a mark in front that says so, and lines as Windows ends them.
pub fn sheet<Cells>(rows: impl IntoIterator<Item = Cells>) -> Result<Vec<u8>, SheetError>
where
    Cells: IntoIterator<Item = String>,
{
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.into_iter().map(harmless)).map_err(|error| SheetError(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| SheetError(error.to_string()))
}

/// A spreadsheet program calculates what begins like a formula, and may so call out what somebody typed; after an
/// apostrophe it is text.
fn harmless(cell: String) -> String {
    let looks_like_a_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r', '\n']);
    if looks_like_a_formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[&[&str]]) -> String {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()));
        String::from_utf8(sheet(rows).expect("written")).expect("UTF-8")
    }

    #[test]
    fn a_sheet_begins_with_its_mark_and_ends_lines_as_windows_does() {
        let rows: &[&[&str]] = &[&["月份", "收到"], &["2026-11", "1,000", "多"]];
        assert_eq!(written(rows), "\u{feff}月份,收到\r\n2026-11,\"1,000\",多\r\n");
    }

    #[test]
    fn nothing_in_a_sheet_is_calculated() {
        for cell in ["=1+1", "+886", "-1", "@sum", " =1", "\t=1", "＝1"] {
            assert!(written(&[&[cell]]).contains(&format!("'{cell}")), "{cell}");
        }
        assert!(!written(&[&["王小明", "1-2"]]).contains('\''));
    }
}
