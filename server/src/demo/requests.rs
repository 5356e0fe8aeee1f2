//! Families of the demo who ask for a contact book: two wait for an answer, one was asked to correct.

use domain::application::{ApplicationNotice, GivenReason, UsualReason};
use domain::document::DocumentKind;
use domain::id::{ApplicationId, InstitutionId};
use domain::language::Language;
use domain::people::{Relationship, Role};

use super::people::add_account;
use super::{DemoError, at};
use crate::actor::{Family, Reviewer};
use crate::files::document::in_a_file;
use crate::files::drawings::{household_transcript, identity_card};
use crate::services::Services;
use crate::storage::application_reviews::ApplicationVerdict;
use crate::workflows::decide_application::decide_application;
use crate::workflows::look_up_student::look_up_student;
use crate::workflows::save_application::{ApplicationTarget, Typed, save_application};
use crate::workflows::submit_application::submit_application;
use crate::workflows::take_document::take_document;

/// Mail, name, call number, relationship, days ago.
pub type Asking = (&'static str, &'static str, &'static str, Relationship, i64);

/// Who asks at the first institution. The first one came back to its family a day after it was sent.
pub const ASKING: [Asking; 3] = [
    ("shih@demo.example", "石淑貞", "1016", Relationship::Grandmother, 6),
    ("pan@demo.example", "潘志強", "1015", Relationship::Father, 26),
    ("song@demo.example", "宋美玲", "1014", Relationship::Mother, 2),
];

const RETURNED: UsualReason = UsualReason::RelationshipOutdated;
const SUGGESTION: &str = "謄本上的日期是去年三月。請到任一戶政事務所申請三個月內的戶籍謄本，拍照上傳就可以了，其他資料都不用再填。";

pub(super) async fn send_requests(
    services: &Services,
    institution: InstitutionId,
    reviewer: &Reviewer,
) -> Result<(), DemoError> {
    let days_ago = |days: i64| at(services, services.clock.now().plus_seconds(-days * 86_400));
    let [to_correct, waiting @ ..] = ASKING;
    for asking in waiting {
        send(&days_ago(asking.4), institution, asking).await?;
    }
    let id = send(&days_ago(to_correct.4), institution, to_correct).await?;
    let offered = [GivenReason::Usual(RETURNED)];
    let notice = ApplicationNotice::parse([offered[0].name()], SUGGESTION, &offered)
        .map_err(|_| DemoError::Example("the reason of a return"))?;
    let returned = ApplicationVerdict::Returned(notice);
    decide_application(&days_ago(to_correct.4 - 1), reviewer, id, None, returned).await?;
    Ok(())
}

/// What a family does from the first step to the last.
async fn send(
    services: &Services,
    institution: InstitutionId,
    (mail, name, call_number, relationship, _): Asking,
) -> Result<ApplicationId, DemoError> {
    let account = add_account(services, mail, Role::Family, name, None).await?;
    let family = Family::new(account, name.to_owned(), Language::TraditionalChinese);
    let id = ApplicationId::new(services.random.uuid(services.clock.now()));
    let student = Typed {
        institution: Some(institution.to_string()),
        call_number: Some(call_number.to_owned()),
        relationship: Some(relationship.name().to_owned()),
        service: None,
    };
    save_application(services, &family, ApplicationTarget::New(id), &student).await?;
    look_up_student(services, &family, id).await?;
    let confirmed = Typed { service: Some("contact_book".to_owned()), ..Typed::default() };
    save_application(services, &family, ApplicationTarget::Existing(id), &confirmed).await?;
    for (kind, file_name, picture) in [
        (DocumentKind::Identity, "身分證.jpg", identity_card()),
        (DocumentKind::Relationship, "戶籍謄本.jpg", household_transcript()),
    ] {
        let file = in_a_file(&picture).map_err(|_| DemoError::Example("a document"))?;
        take_document(services, &family, id, kind, file_name, file).await?;
    }
    submit_application(services, &family, id).await?;
    Ok(id)
}
