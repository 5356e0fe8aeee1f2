//! From columns to domain types.

use domain::claim::Claim;
use domain::id::{
    AccountId, ApplicationId, BookId, DocumentId, EntryId, InstitutionId, PageId, PhotoId, StudentId,
};
use domain::time::{Moment, TaipeiDay};
use domain::view::Photo;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::StorageError;

/// A row being read; `table` is for the error message when the database holds what it should not.
pub(super) struct Row<'a> {
    pub row: &'a AnyRow,
    pub table: &'static str,
}

impl<'a> Row<'a> {
    pub fn of(table: &'static str, row: &'a AnyRow) -> Self {
        Self { row, table }
    }

    pub fn text(&self, column: &'static str) -> Result<String, StorageError> {
        Ok(self.row.try_get(column)?)
    }

    pub fn optional_text(&self, column: &'static str) -> Result<Option<String>, StorageError> {
        Ok(self.row.try_get(column)?)
    }

    pub fn number(&self, column: &'static str) -> Result<i64, StorageError> {
        Ok(self.row.try_get(column)?)
    }

    pub fn count(&self, column: &'static str) -> Result<u32, StorageError> {
        u32::try_from(self.number(column)?).map_err(|_| self.wrong(column, "a count"))
    }

    /// Bytes.
    pub fn size(&self, column: &'static str) -> Result<u64, StorageError> {
        u64::try_from(self.number(column)?).map_err(|_| self.wrong(column, "a size"))
    }

    pub fn optional_number(&self, column: &'static str) -> Result<Option<i64>, StorageError> {
        Ok(self.row.try_get(column)?)
    }

    pub fn moment(&self, column: &'static str) -> Result<Moment, StorageError> {
        self.number(column).map(Moment::from_micros)
    }

    pub fn optional_moment(&self, column: &'static str) -> Result<Option<Moment>, StorageError> {
        Ok(self.optional_number(column)?.map(Moment::from_micros))
    }

    pub fn optional_day(&self, column: &'static str) -> Result<Option<TaipeiDay>, StorageError> {
        Ok(self.optional_number(column)?.map(TaipeiDay::from_number))
    }

    /// Reads a text with `parse`, such as `EntryId::parse` or `Role::from_name`.
    pub fn parsed<T>(&self, column: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, StorageError> {
        let text = self.text(column)?;
        parse(&text).ok_or_else(|| self.wrong(column, "not what belongs there"))
    }

    pub fn optional_parsed<T>(
        &self,
        column: &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StorageError> {
        match self.optional_text(column)? {
            Some(text) => parse(&text).map(Some).ok_or_else(|| self.wrong(column, "not what belongs there")),
            None => Ok(None),
        }
    }

    pub fn account(&self, column: &'static str) -> Result<AccountId, StorageError> {
        self.parsed(column, AccountId::parse)
    }

    pub fn institution(&self, column: &'static str) -> Result<InstitutionId, StorageError> {
        self.parsed(column, InstitutionId::parse)
    }

    pub fn student(&self, column: &'static str) -> Result<StudentId, StorageError> {
        self.parsed(column, StudentId::parse)
    }

    pub fn book(&self, column: &'static str) -> Result<BookId, StorageError> {
        self.parsed(column, BookId::parse)
    }

    pub fn application(&self, column: &'static str) -> Result<ApplicationId, StorageError> {
        self.parsed(column, ApplicationId::parse)
    }

    pub fn document(&self, column: &'static str) -> Result<DocumentId, StorageError> {
        self.parsed(column, DocumentId::parse)
    }

    pub fn page(&self, column: &'static str) -> Result<PageId, StorageError> {
        self.parsed(column, PageId::parse)
    }

    pub fn entry(&self, column: &'static str) -> Result<EntryId, StorageError> {
        self.parsed(column, EntryId::parse)
    }

    /// Who has it open: the columns `taken_by`, `taken_at` and `taken_name`.
    pub fn claim(&self) -> Result<Option<Claim>, StorageError> {
        let taken = (self.optional_parsed("taken_by", AccountId::parse)?, self.optional_moment("taken_at")?);
        let (Some(by), Some(at)) = taken else { return Ok(None) };
        Ok(Some(Claim { by, name: self.text("taken_name")?, at }))
    }

    /// The columns `photo_id`, `width`, `height` of a left join.
    pub fn photo(&self) -> Result<Option<Photo>, StorageError> {
        let Some(id) = self.optional_parsed("photo_id", PhotoId::parse)? else { return Ok(None) };
        Ok(Some(Photo { id, width: self.count("width")?, height: self.count("height")? }))
    }

    pub fn missing(&self, column: &'static str) -> StorageError {
        self.wrong(column, "missing")
    }

    fn wrong(&self, column: &'static str, what: &str) -> StorageError {
        StorageError::Row { table: self.table, what: format!("{column}: {what}") }
    }
}
