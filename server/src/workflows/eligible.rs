//! May this family apply for this student now?

use domain::id::{AccountId, ApplicationId, StudentId};
use domain::time::TaipeiDay;

use crate::storage::applications::Candidate;

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ineligible {
    /// A wrong number, a student who left, one whose book another family has: nobody learns which.
    NoStudent,
    /// Part 二(一): the family itself has this student's book.
    HasBook,
    /// The family has asked already.
    UnderWay(ApplicationId),
}

pub(super) fn eligible(
    candidate: Option<Candidate>,
    family: AccountId,
    today: TaipeiDay,
) -> Result<StudentId, Ineligible> {
    let here = |candidate: &Candidate| candidate.left_on.is_none_or(|left_on| today < left_on);
    let candidate = candidate.filter(here).ok_or(Ineligible::NoStudent)?;
    match (candidate.book_of, candidate.asked) {
        (Some(holder), _) if holder == family => Err(Ineligible::HasBook),
        (Some(_), _) => Err(Ineligible::NoStudent),
        (None, Some(asked)) => Err(Ineligible::UnderWay(asked)),
        (None, None) => Ok(candidate.student),
    }
}
