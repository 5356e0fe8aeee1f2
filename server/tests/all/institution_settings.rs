//! What an institution sets for itself, and that it really holds.

use domain::draft::EntryProblems;
use domain::limits::EntryLimits;
use domain::photo::PhotoProblem;
use domain::settings_form::{AllSettings, SettingsForm};
use domain::text::TextProblem;
use server::storage::settings;
use server::workflows::change_settings::{ChangeSettingsError, change_settings};
use server::workflows::save_entry::{Target, Written};
use server::workflows::submit_entry::{SubmitError, submit_entry};
use server::{Admin, StorageError};

use crate::house::{ADMIN, FAMILY_ELSEWHERE, House, drawing, written};
use crate::mail_server::MailServer;

async fn admin(house: &House) -> Admin {
    house.account(ADMIN).await.admin().expect("an admin")
}

async fn stored(house: &House) -> (AllSettings, i64) {
    let mut db = house.services.database.read().await.expect("a connection");
    let found: Result<_, StorageError> = settings::find(&mut db, house.here).await;
    let found = found.expect("asked").expect("there");
    (found.all, found.version)
}

/// Changes some of the first institution's settings, as its admin would on the page.
pub async fn change(house: &House, with: impl FnOnce(&mut SettingsForm)) -> AllSettings {
    let (all, version) = stored(house).await;
    let mut form = SettingsForm::of(&all);
    with(&mut form);
    change_settings(&house.services, &admin(house).await, version, &form).await.expect("saved")
}

on_both_engines! {
    /// A shorter text and a longer wait hold for the books here, and for no others.
    async fn tightened_limits_hold_for_the_books_of_the_institution(house: House) {
        let family = house.family().await;
        change(&house, |form| {
            form.body = "10".into();
            form.days_between_uses = "7".into();
        })
        .await;
        let limits = house.book_of(&family).await.limits;
        assert_eq!((limits.body, limits.days_between_uses), (10, 7));
        let elsewhere = house.account(FAMILY_ELSEWHERE).await.family().expect("a family").clone();
        assert_eq!(house.book_of(&elsewhere).await.limits, EntryLimits::REGULATION);

        let long = house.save(&family, Target::New(None), written(house.book)).await;
        assert_eq!(long.limits.body, 10);
        let refused = submit_entry(&house.services, &family, long.entry).await;
        let too_long = Some(TextProblem::TooLong { count: 18, limit: 10 });
        assert!(
            matches!(&refused, Err(SubmitError::Refused(EntryProblems { body, .. })) if *body == too_long),
            "{refused:?}"
        );

        let short = || Written { body: "等你回來".to_owned(), ..written(house.book) };
        house.send(&family, short()).await;
        house.pass_days(6);
        let second = house.save(&family, Target::New(None), short()).await.entry;
        let early = submit_entry(&house.services, &family, second).await;
        assert!(matches!(early, Err(SubmitError::TooEarly(_))), "{early:?}");
        assert!(!house.book_of(&family).await.may_send_today);
        house.pass_days(1);
        house.submit(&family, second).await;
    }

    /// Where no photos are taken a photo is kept with its draft and cannot be sent.
    async fn a_photo_is_kept_but_not_sent_where_none_are_taken(house: House) {
        let family = house.family().await;
        let before = Written { photo: drawing(1), ..written(house.book) };
        let draft = house.save(&family, Target::New(None), before).await;
        assert_eq!(draft.photo_problem, None);
        change(&house, |form| form.photos = false).await;
        let again = house.save(&family, Target::Existing(draft.entry), written(house.book)).await;
        assert_eq!(again.photo_problem, Some(PhotoProblem::NotAllowed));
        let refused = submit_entry(&house.services, &family, draft.entry).await;
        let not_allowed = Some(PhotoProblem::NotAllowed);
        assert!(
            matches!(&refused, Err(SubmitError::Refused(EntryProblems { photo, .. })) if *photo == not_allowed),
            "{refused:?}"
        );
        assert!(house.entry(&family, draft.entry).await.photo.is_some());
        house.send(&family, written(house.book)).await;
    }

    /// Two admins with the same page open: the second is told, and nothing of the first one's is lost.
    async fn two_admins_do_not_overwrite_each_other(house: House) {
        let admin = admin(&house).await;
        let (all, version) = stored(&house).await;
        change(&house, |form| form.phone = "03-111-1111".into()).await;
        let form = SettingsForm { body: "100".to_owned(), ..SettingsForm::of(&all) };
        let refused = change_settings(&house.services, &admin, version, &form).await;
        assert!(matches!(refused, Err(ChangeSettingsError::OtherVersion)), "{refused:?}");
        let (now, _) = stored(&house).await;
        assert_eq!((now.phone.as_str(), now.settings.body), ("03-111-1111", None));
    }

    /// The audit tells what was changed, not to what; saving what stands already is no change.
    async fn the_audit_names_what_was_changed(house: House) {
        change(&house, |_| ()).await;
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit").await, 0);
        change(&house, |form| {
            form.contact_person = "王小姐".into();
            form.document_days = "90".into();
        })
        .await;
        let named = "SELECT COUNT(*) AS n FROM audit WHERE action = 'settings_changed'
                       AND details = '{\"changed\":[\"contact_person\",\"document_days\"]}'";
        assert_eq!(house.number(named).await, 1);
    }

    /// A form with one wrong field changes nothing at all.
    async fn settings_are_saved_whole_or_not_at_all(house: House) {
        let (all, version) = stored(&house).await;
        let form = SettingsForm {
            phone: "03-111-1111".to_owned(),
            body: "151".to_owned(),
            ..SettingsForm::of(&all)
        };
        let refused = change_settings(&house.services, &admin(&house).await, version, &form).await;
        assert!(matches!(refused, Err(ChangeSettingsError::Refused(_))), "{refused:?}");
        assert_eq!(stored(&house).await, (all, version));
    }

    /// The institution's own name stands in front of the address that mail comes from.
    async fn mail_comes_under_the_institution_s_name(house: House) {
        let family = house.family().await;
        change(&house, |form| form.mail_sender = "青山中學 家庭聯絡簿".into()).await;
        house.send(&family, written(house.book)).await;
        let server = MailServer::start();
        let compose = crate::mail_server::compose();
        server::jobs::deliver_mail::deliver_due(&house.services, &server.transport(), &compose)
            .await
            .expect("delivered");
        assert_eq!(server.accepted()[0]["headers"]["from"], "青山中學 家庭聯絡簿 <mail@book.example>");
    }
}
