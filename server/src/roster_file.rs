//! From the bytes of a roster to its rows.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};
use domain::roster_file::{Columns, FileProblem, FileRow, MOST_BYTES, MOST_ROWS, RowProblem, WrongRow};
use encoding_rs::BIG5;

/// The rows of a file that say something of a student, each with its line, and those that do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterFile {
    pub rows: Vec<(u32, FileRow)>,
    pub wrong: Vec<WrongRow>,
    /// Headers that are none of ours.
    pub ignored: Vec<String>,
}

/// UTF-8 with or without its mark (BOM), else Big5.
pub fn decode(bytes: &[u8]) -> Result<String, FileProblem> {
    if bytes.len() > MOST_BYTES {
        return Err(FileProblem::TooLarge);
    }
    let (marked, bytes) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) if marked || is_latin(bytes) => Err(FileProblem::Encoding),
        Err(_) => BIG5
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(String::from)
            .ok_or(FileProblem::Encoding),
    }
}

/// `Hélène` in Latin-1 is by chance also Big5, where é and the letter after it are one character. But then a Chinese
/// character whose second byte is a letter stands right beside small letters, which no roster in Big5 has.
fn is_latin(bytes: &[u8]) -> bool {
    let mut place = 0;
    let mut after_small = false;
    while let Some(byte) = bytes.get(place) {
        if byte.is_ascii() {
            after_small = byte.is_ascii_lowercase();
            place += 1;
            continue;
        }
        let letter = bytes.get(place + 1).is_some_and(u8::is_ascii_alphabetic);
        let before_small = bytes.get(place + 2).is_some_and(u8::is_ascii_lowercase);
        if letter && (after_small || before_small) {
            return true;
        }
        after_small = false;
        place += 2;
    }
    false
}

/// Reads what [`decode`] gave.
pub fn read(text: &str) -> Result<RosterFile, FileProblem> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    // What is read is text already, so only memory could fail it.
    let header = records.next().and_then(Result::ok).ok_or(FileProblem::Empty)?;
    let columns = Columns::of_header(header.iter())?;
    let mut file = RosterFile { rows: Vec::new(), wrong: Vec::new(), ignored: columns.unknown.clone() };
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut count = 0;
    let mut lines = Lines { text, place: 0, line: 1 };
    for record in records {
        let record = record.map_err(|_| FileProblem::Encoding)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        count += 1;
        if count > MOST_ROWS {
            return Err(FileProblem::TooManyRows);
        }
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        match row(&columns, &header, &record) {
            Ok(row) => {
                let number = row.call_number.as_str();
                if let Some(&first) = first.get(number) {
                    file.wrong.push(WrongRow { line, problem: RowProblem::CallNumberTwice { first } });
                } else {
                    first.insert(number.to_owned(), line);
                    file.rows.push((line, row));
                }
            }
            Err(problems) => {
                file.wrong.extend(problems.into_iter().map(|problem| WrongRow { line, problem }));
            }
        }
    }
    Ok(file)
}

/// Counts lines as an editor does. The reader's own count lags where it takes a line end together with what follows.
struct Lines<'a> {
    text: &'a str,
    /// Up to where they are counted.
    place: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line, from 1, of the record that begins at this byte or after the line ends there. Ask in their order.
    fn at(&mut self, byte: u64) -> u32 {
        let begin = usize::try_from(byte).unwrap_or(usize::MAX);
        let bytes = self.text.as_bytes();
        while let Some(&here) = bytes.get(self.place) {
            if self.place >= begin && !matches!(here, b'\n' | b'\r') {
                break;
            }
            let ends = here == b'\n' || (here == b'\r' && bytes.get(self.place + 1) != Some(&b'\n'));
            self.line = self.line.saturating_add(u32::from(ends));
            self.place += 1;
        }
        self.line
    }
}

/// Some programs leave out empty cells at the end of a row, so fewer are no mistake.
fn row(columns: &Columns, header: &StringRecord, record: &StringRecord) -> Result<FileRow, Vec<RowProblem>> {
    let odd = record.len() < columns.least_cells()
        || record.iter().skip(header.len()).any(|cell| !cell.trim().is_empty());
    let broken = |(place, cell): (usize, &str)| columns.is_ours(place) && cell.contains(['\n', '\r']);
    if record.iter().enumerate().any(broken) || (odd && record.iter().any(|cell| cell.contains('\n'))) {
        return Err(vec![RowProblem::Quotes]);
    }
    if odd {
        let cells = |record: &StringRecord| u32::try_from(record.len()).unwrap_or(u32::MAX);
        return Err(vec![RowProblem::Cells { found: cells(record), expected: cells(header) }]);
    }
    columns.judge(|place| record.get(place))
}

#[cfg(test)]
mod tests {
    use domain::roster::{CallNumberProblem, DayProblem};
    use domain::roster_file::Column;
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = "呼號,姓名,入校日,預計出校日\n1001,王小明,114/9/1,116/8/31\n1002,\"李, 大同\",,\n";

    fn big5(text: &str) -> Vec<u8> {
        let (bytes, _, unmappable) = BIG5.encode(text);
        assert!(!unmappable);
        bytes.into_owned()
    }

    fn wrong(text: &str) -> Vec<(u32, RowProblem)> {
        read(text).expect("a file").wrong.into_iter().map(|row| (row.line, row.problem)).collect()
    }

    #[test]
    fn a_file_says_the_same_in_every_encoding() {
        let marked = [b"\xEF\xBB\xBF".as_slice(), FILE.as_bytes()].concat();
        for bytes in [FILE.as_bytes(), &marked, &big5(FILE), &big5(&FILE.replace('\n', "\r\n"))] {
            let file = read(&decode(bytes).expect("text")).expect("a file");
            assert_eq!(file.wrong, []);
            let names: Vec<_> = file.rows.iter().map(|(line, row)| (*line, row.name.as_str())).collect();
            assert_eq!(names, [(2, "王小明"), (3, "李, 大同")]);
        }
    }

    #[test]
    fn what_is_neither_utf_8_nor_big5_is_refused() {
        let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
        for name in ["José", "Hélène", "Müller", "García", "Zoë", "Ángel", "Ñandú"] {
            let bytes: Vec<u8> = latin(&format!("call_number,name\n1001,{name}\n"));
            assert_eq!(decode(&bytes), Err(FileProblem::Encoding), "{name}");
        }
        let utf_16: Vec<u8> = FILE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&[b"\xFF\xFE".as_slice(), &utf_16].concat()), Err(FileProblem::Encoding));
        assert_eq!(decode(b"\xEF\xBB\xBF\xA4\xA4"), Err(FileProblem::Encoding));
        assert!(decode(&big5("呼號,姓名,備註\nA1,林A小名,e化教室\n")).is_ok());
    }

    #[test]
    fn too_much_is_refused_before_it_is_read() {
        assert_eq!(decode(&vec![b'a'; MOST_BYTES + 1]), Err(FileProblem::TooLarge));
        let rows = "1,王\n".repeat(MOST_ROWS + 1);
        assert_eq!(read(&format!("呼號,姓名\n{rows}")), Err(FileProblem::TooManyRows));
        assert_eq!(read(""), Err(FileProblem::Empty));
        assert_eq!(read("姓名\n王\n"), Err(FileProblem::NoColumn(Column::CallNumber)));
    }

    #[test]
    fn every_wrong_row_is_named_by_its_line() {
        let text = "呼號,姓名,入校日\n1001,王小明,\n\n10-01,李,昨天\n1001,陳,\n1003\n1004,林,115/1/1,多的\n1005,吳\n,,\n";
        assert_eq!(
            wrong(text),
            [
                (4, RowProblem::CallNumber(CallNumberProblem::Format)),
                (4, RowProblem::Day(Column::Admitted, DayProblem::Format)),
                (5, RowProblem::CallNumberTwice { first: 2 }),
                (6, RowProblem::Cells { found: 1, expected: 3 }),
                (7, RowProblem::Cells { found: 4, expected: 3 }),
            ]
        );
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_named_by_the_line_where_it_stands() {
        assert_eq!(wrong("呼號,姓名\n1001,王\n1002,\"李\n1003,陳\n"), [(3, RowProblem::Quotes)]);
        let file = read("呼號,姓名,備註\n1001,王,\"兩行\n的備註\"\n1002,李,\n").expect("a file");
        assert_eq!((file.wrong.as_slice(), file.rows[1].0), ([].as_slice(), 4));
        assert_eq!(file.ignored, ["備註"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            close in "(呼號|姓名|入校日|name)(,(呼號|姓名|入校日)){0,3}\n([0-9a-z王\",/\n\r]{0,80})",
        ) {
            if let Ok(text) = decode(&bytes) {
                let _ = read(&text);
            }
            let _ = read(&close);
            if let Ok(text) = decode(&big5(&close)) {
                prop_assert_eq!(read(&text), read(&close));
            }
        }
    }
}
