//! Judging what a family has filled in to apply for a contact book. Part 六(二) of the regulation.

use serde::{Deserialize, Serialize};

use crate::application::{ApplicationNotice, ApplicationProblems, Concern, Service};
use crate::document::DocumentKind;
use crate::id::{InstitutionId, StudentId};
use crate::people::Relationship;
use crate::time::Moment;

/// What is filled in so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub institution: Option<InstitutionId>,
    /// As typed.
    pub call_number: String,
    pub relationship: Option<Relationship>,
    /// The student whom the family has confirmed.
    pub student: Option<StudentId>,
    pub service: Option<Service>,
    /// The kinds of which there are documents, each with the time of its latest one.
    pub documents: Vec<(DocumentKind, Moment)>,
}

/// One step of the way to a request, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// 矯正機關, 呼號, 關係, 查詢.
    Student,
    /// 確認申請對象（呼號及姓名）無誤, and 勾選申請服務項目.
    Confirm,
    /// 上傳身分證明文件及關係證明文件.
    Documents,
    /// 確認填入資訊無誤, 送出申請.
    Check,
}

impl Step {
    pub const ALL: [Self; 4] = [Self::Student, Self::Confirm, Self::Documents, Self::Check];

    /// As it stands in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Confirm => "confirm",
            Self::Documents => "documents",
            Self::Check => "check",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }
}

impl Filled {
    /// What keeps it from being sent.
    pub fn problems(&self) -> ApplicationProblems {
        ApplicationProblems {
            institution_missing: self.institution.is_none(),
            call_number_missing: self.call_number.trim().is_empty(),
            relationship_missing: self.relationship.is_none(),
            student_not_confirmed: self.student.is_none(),
            service_missing: self.service.is_none(),
            documents_missing: self.missing(|_| true),
        }
    }

    /// The same for a correction: of what was asked for again there has to be something newer than the return.
    pub fn problems_after(&self, notice: &ApplicationNotice, returned_at: Moment) -> ApplicationProblems {
        let new_enough = |kind, at: Moment| !must_be_new(notice, kind) || at > returned_at;
        ApplicationProblems {
            documents_missing: self.missing(|(kind, at)| new_enough(kind, at)),
            ..self.problems()
        }
    }

    /// The step that is to be taken next.
    pub fn next_step(&self, found: bool) -> Step {
        let problems = self.problems();
        if problems.institution_missing
            || problems.call_number_missing
            || problems.relationship_missing
            || !found
        {
            Step::Student
        } else if problems.student_not_confirmed || problems.service_missing {
            Step::Confirm
        } else if !problems.documents_missing.is_empty() {
            Step::Documents
        } else {
            Step::Check
        }
    }

    fn missing(&self, counts: impl Fn((DocumentKind, Moment)) -> bool) -> Vec<DocumentKind> {
        let there = |kind| self.documents.iter().any(|document| document.0 == kind && counts(*document));
        DocumentKind::ALL.into_iter().filter(|kind| !there(*kind)).collect()
    }
}

/// Was this kind of document named when the request came back? With words alone everything may be changed, and nothing
/// has to be.
fn must_be_new(notice: &ApplicationNotice, kind: DocumentKind) -> bool {
    notice.reasons().iter().any(|reason| reason.concern() == Concern::Document(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{GivenReason, UsualReason};

    const ID: &str = "0193598e-7b1c-7000-8000-0123456789ab";

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    fn filled() -> Filled {
        Filled {
            institution: InstitutionId::parse(ID),
            call_number: "1002".to_owned(),
            relationship: Some(Relationship::Mother),
            student: StudentId::parse(ID),
            service: Some(Service::ContactBook),
            documents: vec![(DocumentKind::Identity, at(5)), (DocumentKind::Relationship, at(5))],
        }
    }

    fn returned(reasons: &[UsualReason], suggestion: Option<&str>) -> ApplicationNotice {
        let reasons = reasons.iter().copied().map(GivenReason::Usual).collect();
        ApplicationNotice::stored(reasons, suggestion.map(str::to_owned))
    }

    #[test]
    fn each_thing_that_is_missing_is_named() {
        assert!(filled().problems().is_empty());
        assert_eq!(
            Filled { call_number: " ".to_owned(), ..Filled::default() }.problems(),
            ApplicationProblems {
                institution_missing: true,
                call_number_missing: true,
                relationship_missing: true,
                student_not_confirmed: true,
                service_missing: true,
                documents_missing: DocumentKind::ALL.to_vec(),
            }
        );
    }

    #[test]
    fn a_document_that_was_asked_for_again_must_be_newer_than_the_return() {
        let notice = returned(&[UsualReason::IdentityUnclear], None);
        assert_eq!(filled().problems_after(&notice, at(4)).documents_missing, []);
        assert_eq!(filled().problems_after(&notice, at(5)).documents_missing, [DocumentKind::Identity]);
        let words = returned(&[], Some("請再確認"));
        assert!(filled().problems_after(&words, at(9)).is_empty());
        let neither = returned(&[UsualReason::BookExists], None);
        assert!(filled().problems_after(&neither, at(9)).is_empty());
    }

    #[test]
    fn the_steps_come_one_after_the_other() {
        let mut form = Filled::default();
        assert_eq!(form.next_step(false), Step::Student);
        form = Filled { student: None, service: None, documents: Vec::new(), ..filled() };
        assert_eq!((form.next_step(false), form.next_step(true)), (Step::Student, Step::Confirm));
        form = Filled { documents: vec![(DocumentKind::Identity, at(1))], ..filled() };
        assert_eq!(form.next_step(true), Step::Documents);
        assert_eq!(filled().next_step(true), Step::Check);
    }

    #[test]
    fn every_name_leads_back() {
        assert!(Step::ALL.iter().all(|step| Step::from_name(step.name()) == Some(*step)));
    }
}
