//! What stands in the audit, in words.

use domain::application::{OwnReason, UsualReason};
use domain::audit::{About, AuditAction, AuditLine, Doer, Fact};
use domain::people::Role;
use domain::restriction::RestrictionKind;
use domain::review::ReturnReason;

use crate::words::Words;

pub fn action(words: Words, action: AuditAction) -> &'static str {
    match action {
        AuditAction::EntryApproved => words.audit_entry_approved(),
        AuditAction::EntryReturned => words.audit_entry_returned(),
        AuditAction::DecisionUndone => words.audit_decision_undone(),
        AuditAction::SuspensionProposed => words.audit_suspension_proposed(),
        AuditAction::SuspensionRefused => words.audit_suspension_refused(),
        AuditAction::FamilySuspended => words.audit_family_suspended(),
        AuditAction::SuspensionLifted => words.audit_suspension_lifted(),
        AuditAction::SuspensionAnswered => words.audit_suspension_answered(),
        AuditAction::SpeciallyApproved => words.audit_specially_approved(),
        AuditAction::SpecialApprovalEnded => words.audit_special_approval_ended(),
        AuditAction::ProgrammeStarted => words.audit_programme_started(),
        AuditAction::ProgrammeExtended => words.audit_programme_extended(),
        AuditAction::ProgrammeEnded => words.audit_programme_ended(),
        AuditAction::PrintRunMade => words.audit_print_run_made(),
        AuditAction::LettersHandedOver => words.audit_letters_handed_over(),
        AuditAction::ApplicationApproved => words.audit_application_approved(),
        AuditAction::ApplicationReturned => words.audit_application_returned(),
        AuditAction::ApplicantSeen => words.audit_applicant_seen(),
        AuditAction::DocumentSeen => words.audit_document_seen(),
        AuditAction::DocumentsDeleted => words.audit_documents_deleted(),
        AuditAction::StudentLookedUp => words.audit_student_looked_up(),
        AuditAction::RosterImported => words.audit_roster_imported(),
        AuditAction::StudentAdded => words.audit_student_added(),
        AuditAction::StudentChanged => words.audit_student_changed(),
        AuditAction::StudentLeft => words.audit_student_left(),
        AuditAction::KeepsakeMade => words.audit_keepsake_made(),
        AuditAction::PinMade => words.audit_pin_made(),
        AuditAction::RestrictionMade => words.audit_restriction_made(),
        AuditAction::RestrictionEnded => words.audit_restriction_ended(),
        AuditAction::BookClosed => words.audit_book_closed(),
        AuditAction::SettingsChanged => words.audit_settings_changed(),
        AuditAction::InstitutionAdded => words.audit_institution_added(),
        AuditAction::InstitutionChanged => words.audit_institution_changed(),
        AuditAction::InstitutionClosed => words.audit_institution_closed(),
        AuditAction::InstitutionReopened => words.audit_institution_reopened(),
        AuditAction::MailSentAgain => words.audit_mail_sent_again(),
        AuditAction::RetentionChanged => words.audit_retention_changed(),
        AuditAction::RetentionCarriedOut => words.audit_retention_carried_out(),
        AuditAction::StaffInvited => words.audit_staff_invited(),
        AuditAction::StaffDeactivated => words.audit_staff_deactivated(),
        AuditAction::StaffActivated => words.audit_staff_activated(),
        AuditAction::SecondFactorRemoved => words.audit_second_factor_removed(),
    }
}

pub fn doer(words: Words, doer: &Doer) -> String {
    match doer {
        Doer::Account { name, role: Some(role) } => words.audit_doer(name, words.role(*role)),
        Doer::Account { name, role: None } => name.clone(),
        Doer::Job => words.audit_job().to_owned(),
        Doer::Operator => words.audit_operator().to_owned(),
    }
}

/// Whom or what it was about, and the page that shows it to somebody of this role, if there is one.
pub fn about(words: Words, about: &About, role: Role) -> (String, Option<String>) {
    let of = |student: &Option<String>, kind: &'static str| match student {
        Some(student) => words.audit_of_student(kind, student),
        None => kind.to_owned(),
    };
    let reviews = role.may_review();
    match about {
        About::Account { name } => (words.audit_account(name), None),
        About::Application { id, student } => {
            let page = id.as_ref().filter(|_| reviews).map(|id| format!("/staff/applications/{id}"));
            (of(student, words.audit_application()), page)
        }
        About::Book { id, student } => {
            (of(student, words.audit_book()), id.as_ref().map(|id| format!("/staff/students/{id}")))
        }
        About::Entry { id, student } => {
            (of(student, words.audit_entry()), reviews.then(|| format!("/staff/entries/{id}")))
        }
        About::Institution if role == Role::Operator => (words.audit_installation().to_owned(), None),
        About::Institution => (words.audit_institution().to_owned(), None),
        About::Student { id, student } => {
            let name = student.clone().unwrap_or_else(|| words.audit_student().to_owned());
            (name, id.as_ref().map(|id| format!("/staff/students/{id}")))
        }
    }
}

/// `own` are the reasons that the institution has and had of its own.
pub fn details(words: Words, line: &AuditLine, own: &[OwnReason]) -> String {
    let told: Vec<_> = line.details.iter().filter_map(|fact| detail(words, line.action, fact, own)).collect();
    told.join(words.audit_between())
}

fn detail(words: Words, of: AuditAction, fact: &Fact, own: &[OwnReason]) -> Option<String> {
    let value = fact.values.join(words.audit_and());
    if value.is_empty() {
        return None;
    }
    Some(match fact.name.as_str() {
        "round" => words.audit_round(value),
        "reasons" => {
            let reasons: Vec<_> = fact.values.iter().map(|name| reason(words, of, name, own)).collect();
            words.audit_reasons(reasons.join(words.audit_and()))
        }
        "kind" => match RestrictionKind::from_name(&value) {
            Some(kind) => super::restrictions::kind(words, kind).to_owned(),
            None => value,
        },
        "role" => Role::from_name(&value).map_or(value, |role| words.role(role).to_owned()),
        "again" => words.audit_again().to_owned(),
        "found" if value == "true" => words.audit_found().to_owned(),
        "found" => words.audit_not_found().to_owned(),
        "pages" => words.audit_pages(value),
        "programme" => words.audit_programme(value),
        // The last day that it had before.
        "from" if of == AuditAction::ProgrammeExtended => return None,
        "until" => words.audit_until(moment(value)),
        "from" => words.audit_from(moment(value)),
        "wider" => {
            let wider: Vec<_> = fact.values.iter().map(|one| limit(words, one)).collect();
            wider.join(words.audit_and())
        }
        "drafts" => words.audit_drafts(value),
        "requests" => words.audit_requests(value),
        "mail" => words.audit_mail(value),
        "accounts" => words.audit_accounts(value),
        "count" if of == AuditAction::MailSentAgain => words.audit_letters(value),
        "letters" => words.audit_letters(value),
        "of_students" => words.audit_of_students(value),
        "strikes" => words.audit_strikes(value),
        "day" => words.audit_day(value),
        "new" => words.audit_count_new(value),
        "changed" if of == AuditAction::RosterImported => words.audit_count_changed(value),
        "changed" | "fields" => words.audit_fields(value),
        "unchanged" => words.audit_count_unchanged(value),
        "because" | "leaving" => match value.as_str() {
            "released" => words.audit_released().to_owned(),
            "transferred" => words.audit_transferred().to_owned(),
            "account_closed" => words.audit_account_closed().to_owned(),
            _ => value,
        },
        "decision" if value == "approved" => words.audit_entry_approved().to_owned(),
        "decision" => words.audit_entry_returned().to_owned(),
        "first" | "last" => {
            let day = domain::time::TaipeiDay::from_number(value.parse().ok()?).to_string();
            if fact.name == "first" { words.audit_from(day) } else { words.audit_until(day) }
        }
        name => format!("{name}: {value}"),
    })
}

/// A moment as people read it.
fn moment(written: String) -> String {
    domain::time::Moment::parse(&written).map_or(written, |moment| moment.to_string())
}

/// What a special approval made wider, written as `name: number`.
fn limit(words: Words, written: &str) -> String {
    let Some((name, number)) = written.split_once(": ") else { return written.to_owned() };
    let (name, number) = match name {
        "days_between_uses" => (words.special_approval_days(), number.to_owned()),
        "body" => (words.special_approval_body(), number.to_owned()),
        "photos" => (words.special_approval_photos(), number.to_owned()),
        "photo_bytes" => {
            let megabytes = number.parse::<u64>().map(|bytes| (bytes / 1024 / 1024).to_string());
            (words.special_approval_megabytes(), megabytes.unwrap_or_default())
        }
        _ => return written.to_owned(),
    };
    words.audit_limit(name, number)
}

fn reason(words: Words, of: AuditAction, name: &str, own: &[OwnReason]) -> String {
    if let Some(own) = own.iter().find(|own| own.name == name) {
        return words.own_reason(own).to_owned();
    }
    let usual = match of {
        AuditAction::ApplicationReturned => UsualReason::from_name(name).map(|one| words.usual_reason(one)),
        _ => ReturnReason::from_name(name).map(|one| words.reason(one)),
    };
    usual.map_or_else(|| name.to_owned(), str::to_owned)
}

/// The rows of the file for a spreadsheet program.
#[cfg(feature = "ssr")]
pub fn rows(words: Words, lines: &[AuditLine], role: Role, own: &[OwnReason]) -> Vec<Vec<String>> {
    let heads = [
        words.audit_number(),
        words.audit_when(),
        words.audit_who(),
        words.audit_what(),
        words.audit_about(),
        words.audit_details(),
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.extend(lines.iter().map(|line| {
        vec![
            line.number.to_string(),
            line.at.to_string(),
            doer(words, &line.doer),
            action(words, line.action).to_owned(),
            about(words, &line.about, role).0,
            details(words, line, own),
        ]
    }));
    rows
}

/// What stands above the line in the file with the audit's head.
#[cfg(feature = "ssr")]
pub fn head_file(words: Words) -> &'static str {
    words.audit_head_file()
}
