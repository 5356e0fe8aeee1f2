//! The words for applying: states of a request, proofs, and what is still missing.

use domain::application::{ApplicationProblems, ApplicationStateKind};
use domain::document::DocumentKind;
use domain::people::{Proof, Relationship};

use super::Words;
use crate::refusal::{ApplicationRefusal, LookUpRefusal};

impl Words {
    pub fn application_state(self, state: ApplicationStateKind) -> &'static str {
        match state {
            ApplicationStateKind::Draft => self.application_state_draft(),
            ApplicationStateKind::InReview => self.application_state_in_review(),
            ApplicationStateKind::Returned => self.application_state_returned(),
            ApplicationStateKind::Approved => self.application_state_approved(),
            ApplicationStateKind::Withdrawn => self.application_state_withdrawn(),
        }
    }

    pub fn document_kind(self, kind: DocumentKind) -> &'static str {
        match kind {
            DocumentKind::Identity => self.document_kind_identity(),
            DocumentKind::Relationship => self.document_kind_relationship(),
        }
    }

    /// 「媽媽：準備戶籍謄本」
    pub fn relationship_with_proof(self, relationship: Relationship) -> String {
        let proof = match relationship.proof() {
            Proof::HouseholdTranscript => self.apply_proof_transcript(),
            Proof::ProofOfCohabitation => self.apply_proof_cohabitation(),
        };
        self.apply_with_proof(proof, self.relationship(relationship))
    }

    /// What the proof of a relationship has to show.
    pub fn proof_hint(self, relationship: Option<Relationship>) -> &'static str {
        match relationship.map(Relationship::proof) {
            Some(Proof::ProofOfCohabitation) => self.apply_cohabitation_hint(),
            Some(Proof::HouseholdTranscript) | None => self.apply_transcript_hint(),
        }
    }

    pub fn look_up_refusal(self, refusal: LookUpRefusal) -> String {
        match refusal {
            LookUpRefusal::NoStudent => self.apply_problem_no_student().to_owned(),
            LookUpRefusal::HasBook => self.apply_problem_has_book().to_owned(),
            LookUpRefusal::UnderWay(_) => self.apply_problem_under_way().to_owned(),
            LookUpRefusal::TooOften(minutes) => self.apply_problem_too_often(minutes),
        }
    }

    /// What a step was refused for, as pairs of field and sentence in the order of the forms. `again`: in a correction,
    /// where a document may be there and has to be a new one.
    pub fn application_problems(
        self,
        refused: &ApplicationRefusal,
        again: bool,
    ) -> Vec<(&'static str, String)> {
        let ApplicationProblems {
            institution_missing,
            call_number_missing,
            relationship_missing,
            student_not_confirmed,
            service_missing,
            documents_missing,
        } = &refused.problems;
        let mut problems = Vec::new();
        let mut say = |wrong: bool, field, sentence: &str| {
            if wrong {
                problems.push((field, sentence.to_owned()));
            }
        };
        say(*institution_missing, "institution", self.apply_problem_institution());
        say(*call_number_missing, "call_number", self.apply_problem_call_number());
        say(*relationship_missing, "relationship", self.apply_problem_relationship());
        if let Some(look_up) = refused.look_up {
            say(true, "call_number", &self.look_up_refusal(look_up));
        }
        say(*student_not_confirmed && !*service_missing, "service", self.apply_problem_confirm());
        say(*service_missing, "service", self.apply_problem_service());
        for kind in DocumentKind::ALL {
            let refused = refused.documents.iter().filter(|refused| refused.kind == kind);
            for file in refused {
                say(true, document_field(kind), &self.refused_document(file));
            }
            let missing = match (kind, again) {
                (DocumentKind::Identity, false) => self.apply_problem_identity(),
                (DocumentKind::Relationship, false) => self.apply_problem_relationship_document(),
                (DocumentKind::Identity, true) => self.apply_problem_identity_again(),
                (DocumentKind::Relationship, true) => self.apply_problem_relationship_again(),
            };
            say(documents_missing.contains(&kind), document_field(kind), missing);
        }
        problems
    }
}

/// The name and id of a document's field.
pub const fn document_field(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Identity => "identity_document",
        DocumentKind::Relationship => "relationship_document",
    }
}
