//! A roster as a file: a table with a row for each student. What a row says is judged here; taking bytes apart into
//! cells is the server's.

use serde::{Deserialize, Serialize};

use crate::person_name::{PersonName, PersonNameProblem};
use crate::roster::{CallNumberProblem, DayProblem, Leaving, call_number, day, not_before};
use crate::student::CallNumber;
use crate::text::typed_plainly;
use crate::time::TaipeiDay;

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The most students in one file.
pub const MOST_ROWS: usize = 20_000;

/// What a column holds, by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    CallNumber,
    Name,
    Admitted,
    ExpectedRelease,
    Released,
    Transferred,
}

impl Column {
    pub const ALL: [Self; 6] = [
        Self::CallNumber,
        Self::Name,
        Self::Admitted,
        Self::ExpectedRelease,
        Self::Released,
        Self::Transferred,
    ];

    /// The header in a Chinese and in an English file.
    pub const fn headers(self) -> [&'static str; 2] {
        match self {
            Self::CallNumber => ["呼號", "call_number"],
            Self::Name => ["姓名", "name"],
            Self::Admitted => ["入校日", "admitted"],
            Self::ExpectedRelease => ["預計出校日", "expected_release"],
            Self::Released => ["出校日", "released"],
            Self::Transferred => ["移校日", "transferred"],
        }
    }

    /// Full-width letters, capitals, and 入校日期 for 入校日 are fine.
    pub fn from_header(text: &str) -> Option<Self> {
        let text = typed_plainly(text).to_lowercase().replace([' ', '-'], "_");
        let text = text.strip_suffix('期').unwrap_or(&text);
        Self::ALL.into_iter().find(|column| column.headers().contains(&text))
    }

    /// Without it nobody knows whom a row is about.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::CallNumber | Self::Name)
    }
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileProblem {
    /// No file was chosen, or nothing stands in it.
    Empty,
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// More than [`MOST_ROWS`].
    TooManyRows,
    /// Neither UTF-8 nor Big5.
    Encoding,
    NoColumn(Column),
    ColumnTwice(Column),
    /// The institution is closed and takes nobody any more.
    Closed,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowProblem {
    /// It has cells beside the header's, or stops before name or call number.
    Cells {
        found: u32,
        expected: u32,
    },
    /// A quotation mark that is not closed swallows the lines after it.
    Quotes,
    CallNumber(CallNumberProblem),
    /// An earlier row has the same call number.
    CallNumberTwice {
        first: u32,
    },
    Name(PersonNameProblem),
    Day(Column, DayProblem),
    /// Nobody leaves in two ways.
    LeavesTwice,
}

/// A row that says nothing usable, and why. Lines count from 1, the header's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WrongRow {
    pub line: u32,
    pub problem: RowProblem,
}

/// What a row says of a student. An empty cell says nothing: what is known stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub call_number: CallNumber,
    pub name: PersonName,
    pub admitted: Option<TaipeiDay>,
    pub expected_release: Option<TaipeiDay>,
    pub leaving: Option<(Leaving, TaipeiDay)>,
}

/// Where each column stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    places: [Option<usize>; Column::ALL.len()],
    /// Headers that are none of ours.
    pub unknown: Vec<String>,
}

impl Columns {
    pub fn of_header<'a>(cells: impl IntoIterator<Item = &'a str>) -> Result<Self, FileProblem> {
        let mut columns = Self { places: [None; Column::ALL.len()], unknown: Vec::new() };
        for (place, header) in cells.into_iter().enumerate() {
            match Column::from_header(header) {
                Some(column) if columns.place(column).is_some() => {
                    return Err(FileProblem::ColumnTwice(column));
                }
                Some(column) => columns.places[column as usize] = Some(place),
                None if header.trim().is_empty() => {}
                None => columns.unknown.push(header.trim().to_owned()),
            }
        }
        let missing = Column::ALL.into_iter().find(|c| c.is_required() && columns.place(*c).is_none());
        missing.map_or(Ok(columns), |column| Err(FileProblem::NoColumn(column)))
    }

    /// Cells up to the last column that no row goes without.
    pub fn least_cells(&self) -> usize {
        let places = Column::ALL.into_iter().filter(|c| c.is_required()).filter_map(|c| self.place(c));
        places.max().map_or(0, |place| place + 1)
    }

    /// Does one of our columns stand at this place?
    pub fn is_ours(&self, place: usize) -> bool {
        self.places.contains(&Some(place))
    }

    fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// What the row says, or everything that is wrong with it. `cell` gives the cell at a place.
    pub fn judge<'a>(&self, cell: impl Fn(usize) -> Option<&'a str>) -> Result<FileRow, Vec<RowProblem>> {
        let text = |column| self.place(column).and_then(&cell).unwrap_or_default();
        let mut problems = Vec::new();
        let call_number = call_number(text(Column::CallNumber)).map_err(RowProblem::CallNumber);
        let call_number = call_number.map_err(|problem| problems.push(problem));
        let name = PersonName::parse(text(Column::Name)).map_err(RowProblem::Name);
        let name = name.map_err(|problem| problems.push(problem));
        let mut read = |column, admitted| {
            let read = match day(text(column)) {
                Err(DayProblem::Missing) => Ok(None),
                Ok(day) => not_before(Some(day), admitted),
                Err(problem) => Err(problem),
            };
            read.unwrap_or_else(|problem| {
                problems.push(RowProblem::Day(column, problem));
                None
            })
        };
        let admitted = read(Column::Admitted, None);
        let expected_release = read(Column::ExpectedRelease, admitted);
        let released = read(Column::Released, admitted);
        let transferred = read(Column::Transferred, admitted);
        if released.is_some() && transferred.is_some() {
            problems.push(RowProblem::LeavesTwice);
        }
        let leaving = released
            .map(|day| (Leaving::Released, day))
            .or(transferred.map(|day| (Leaving::Transferred, day)));
        match (call_number, name) {
            (Ok(call_number), Ok(name)) if problems.is_empty() => {
                Ok(FileRow { call_number, name, admitted, expected_release, leaving })
            }
            _ => Err(problems),
        }
    }
}

/// A student as the roster has them, beside a row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub name: String,
    pub admitted: Option<TaipeiDay>,
    pub expected_release: Option<TaipeiDay>,
    pub leaving: Option<(Leaving, TaipeiDay)>,
}

/// What a row changes in a student that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Name { from: String, to: String },
    Admitted { from: Option<TaipeiDay>, to: TaipeiDay },
    ExpectedRelease { from: Option<TaipeiDay>, to: TaipeiDay },
    Leaving { to: (Leaving, TaipeiDay) },
}

impl FileRow {
    /// What differs from what is known; nothing for a row that says what the roster says already. A row that says one
    /// day only may contradict the other one that is known.
    pub fn changes(&self, known: &Known) -> Result<Vec<Change>, RowProblem> {
        let admitted = self.admitted.or(known.admitted);
        let release = self.expected_release.or(known.expected_release);
        let leaving = self.leaving.or(known.leaving).map(|(_, day)| day);
        for (column, day) in [(Column::ExpectedRelease, release), (self.leaving_column(), leaving)] {
            not_before(day, admitted).map_err(|problem| RowProblem::Day(column, problem))?;
        }
        let mut changes = Vec::new();
        if self.name.as_str() != known.name {
            changes.push(Change::Name { from: known.name.clone(), to: self.name.as_str().to_owned() });
        }
        if let Some(to) = self.admitted.filter(|_| self.admitted != known.admitted) {
            changes.push(Change::Admitted { from: known.admitted, to });
        }
        if let Some(to) = self.expected_release.filter(|_| self.expected_release != known.expected_release) {
            changes.push(Change::ExpectedRelease { from: known.expected_release, to });
        }
        if let Some(to) = self.leaving.filter(|_| self.leaving != known.leaving) {
            changes.push(Change::Leaving { to });
        }
        Ok(changes)
    }

    const fn leaving_column(&self) -> Column {
        match self.leaving {
            Some((Leaving::Transferred, _)) => Column::Transferred,
            Some((Leaving::Released, _)) | None => Column::Released,
        }
    }
}

/// What a file would do, before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub new: Vec<PreviewRow>,
    pub changed: Vec<PreviewRow>,
    /// Rows that say what is known already.
    pub unchanged: u32,
    /// With one of these, nothing is imported.
    pub wrong: Vec<WrongRow>,
    /// Headers that are none of ours; their columns are left aside.
    pub ignored: Vec<String>,
}

/// A row of a file, and what it changes; nothing for a new student.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    pub line: u32,
    pub call_number: String,
    pub name: String,
    pub changes: Vec<Change>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns(header: &[&str]) -> Columns {
        Columns::of_header(header.iter().copied()).expect("a header")
    }

    fn judge(cells: &[&str]) -> Result<FileRow, Vec<RowProblem>> {
        let columns = columns(&["呼號", "姓名", "入校日", "預計出校日", "出校日", "移校日"]);
        columns.judge(|place| cells.get(place).copied())
    }

    #[test]
    fn columns_are_known_by_either_name_in_any_order() {
        let english = columns(&["Expected Release", "NAME", "call_number", "note", ""]);
        assert_eq!(english.unknown, ["note"]);
        let row = english.judge(|place| ["115/9/1", "王小明", "１００１"].get(place).copied());
        let row = row.expect("right");
        assert_eq!((row.call_number.as_str(), row.name.as_str()), ("1001", "王小明"));
        assert_eq!(row.expected_release, day("2026/9/1").ok());
        assert_eq!(Column::from_header("入校日期"), Some(Column::Admitted));
        for column in Column::ALL {
            assert!(column.headers().iter().all(|name| Column::from_header(name) == Some(column)));
        }
    }

    #[test]
    fn a_header_needs_call_number_and_name_each_once() {
        let of = |header: &[&str]| Columns::of_header(header.iter().copied()).map(|_| ());
        assert_eq!(of(&["姓名"]), Err(FileProblem::NoColumn(Column::CallNumber)));
        assert_eq!(of(&["呼號", "入校日"]), Err(FileProblem::NoColumn(Column::Name)));
        assert_eq!(of(&["呼號", "姓名", "name"]), Err(FileProblem::ColumnTwice(Column::Name)));
    }

    #[test]
    fn a_row_says_everything_that_is_wrong_with_it() {
        let problems = judge(&["10-01", " ", "昨天", "2026/13/1", "", ""]).expect_err("wrong");
        assert_eq!(
            problems,
            [
                RowProblem::CallNumber(CallNumberProblem::Format),
                RowProblem::Name(PersonNameProblem::Missing),
                RowProblem::Day(Column::Admitted, DayProblem::Format),
                RowProblem::Day(Column::ExpectedRelease, DayProblem::Impossible),
            ]
        );
        let early = judge(&["1", "王", "115/9/2", "115/9/1", "115/9/1", ""]).expect_err("wrong");
        assert_eq!(
            early,
            [Column::ExpectedRelease, Column::Released]
                .map(|column| RowProblem::Day(column, DayProblem::BeforeAdmission))
        );
        let twice = judge(&["1", "王", "", "", "115/9/1", "115/9/1"]).expect_err("wrong");
        assert_eq!(twice, [RowProblem::LeavesTwice]);
    }

    #[test]
    fn an_empty_cell_changes_nothing() {
        let row = judge(&["1001", "王小明", "", "", "", "115/9/1"]).expect("right");
        let same = Known {
            name: "王小明".to_owned(),
            admitted: day("114/1/1").ok(),
            expected_release: day("116/1/1").ok(),
            leaving: row.leaving,
        };
        assert_eq!(row.changes(&same), Ok(Vec::new()));
        let other = Known { name: "王大明".to_owned(), leaving: None, ..same };
        let (from, to) = ("王大明".to_owned(), "王小明".to_owned());
        let leaving = row.leaving.expect("transferred");
        let changes = vec![Change::Name { from, to }, Change::Leaving { to: leaving }];
        assert_eq!(row.changes(&other), Ok(changes));
    }

    #[test]
    fn a_row_may_not_contradict_the_day_that_is_known() {
        let row = judge(&["1001", "王小明", "", "113/1/1", "", ""]).expect("right by itself");
        let known = Known {
            name: "王小明".to_owned(),
            admitted: day("114/1/1").ok(),
            expected_release: None,
            leaving: None,
        };
        let problem = RowProblem::Day(Column::ExpectedRelease, DayProblem::BeforeAdmission);
        assert_eq!(row.changes(&known), Err(problem));
    }

    proptest! {
        #[test]
        fn any_cells_are_judged(
            header in proptest::collection::vec(
                prop_oneof![
                    any::<String>(),
                    proptest::sample::select(Column::ALL.map(|column| column.headers()[0].to_owned()).to_vec()),
                ],
                0..9,
            ),
            cells in proptest::collection::vec(prop_oneof![any::<String>(), "[0-9/年月日王 ]{0,12}"], 0..9),
        ) {
            if let Ok(columns) = Columns::of_header(header.iter().map(String::as_str)) {
                match columns.judge(|place| cells.get(place).map(String::as_str)) {
                    Ok(row) => {
                        let release = row.expected_release;
                        prop_assert!(row.admitted.is_none_or(|day| release.is_none_or(|release| day <= release)));
                    }
                    Err(problems) => prop_assert!(!problems.is_empty()),
                }
            }
        }
    }
}
