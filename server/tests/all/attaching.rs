//! 附件 of an entry: attached, shown to whom it may be, taken out again, kept for what was decided. Part 六(三)2.

use domain::attachment::{AttachmentLimits, AttachmentProblem};
use domain::document::DocumentProblem;
use domain::id::{AttachmentId, EntryId, PageId, PhotoId};
use domain::view::Attachment;
use server::Actor;
use server::files::document::in_a_file;
use server::files::drawings::small_photo;
use server::files::specimen_documents::{clean_pdf, script};
use server::jobs::sweep::sweep;
use server::storage::attachments;
use server::workflows::attach_file::{AttachError, attach_file, detach_file};
use server::workflows::discard_draft::discard_draft;
use server::workflows::show_photo::{PhotoSize, show_photo};
use server::{Family, Services};

use crate::house::{FAMILY, House, OTHER_FAMILY, REVIEWER, REVIEWER_ELSEWHERE, written};
use crate::sessions::{HOUR, date_files};

async fn attach(house: &House, family: &Family, entry: EntryId, bytes: &[u8]) -> Result<(), AttachError> {
    attach_as(house, family, entry, "週記.pdf", bytes).await
}

async fn attach_as(
    house: &House,
    family: &Family,
    entry: EntryId,
    name: &str,
    bytes: &[u8],
) -> Result<(), AttachError> {
    let file = in_a_file(bytes).expect("a file");
    attach_file(&house.services, family, entry, name, file).await
}

async fn attached(house: &House, entry: EntryId) -> Vec<Attachment> {
    let mut db = house.services.database.read().await.expect("a connection");
    attachments::of_entry(&mut db, entry).await.expect("asked")
}

async fn sees(services: &Services, who: &Actor, page: PageId) -> bool {
    show_photo(services, who, PhotoId::new(page.uuid()), PhotoSize::Whole).await.expect("asked").is_some()
}

on_both_engines! {
    /// A PDF becomes clean pictures of its pages; a second picture and a PDF with a script are refused with a reason.
    async fn a_pdf_is_attached_and_a_second_picture_is_not(house: House) {
        let family = house.family().await;
        let entry = house.draft(&family).await;
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        let there = attached(&house, entry).await;
        assert_eq!((there.len(), there[0].name.as_str()), (1, "週記.pdf"));
        assert!(!there[0].pages.is_empty());
        let picture = attach(&house, &family, entry, &small_photo(1)).await;
        assert!(matches!(picture, Err(AttachError::Refused(AttachmentProblem::NoPicture))), "{picture:?}");
        let script = attach(&house, &family, entry, &script()).await;
        let refused = AttachmentProblem::File(DocumentProblem::Script);
        assert!(matches!(script, Err(AttachError::Refused(problem)) if problem == refused));
        assert_eq!(attached(&house, entry).await, there, "a refusal changes nothing");
    }

    /// No more files than the limit, however many come at once.
    async fn no_more_files_than_the_limit_come_in(house: House) {
        let family = house.family().await;
        let entry = house.draft(&family).await;
        let pdf = clean_pdf();
        let (a, b, c, d) = tokio::join!(
            attach_as(&house, &family, entry, "一.pdf", &pdf),
            attach_as(&house, &family, entry, "二.pdf", &pdf),
            attach_as(&house, &family, entry, "三.pdf", &pdf),
            attach_as(&house, &family, entry, "四.pdf", &pdf),
        );
        let taken = [a, b, c, d].iter().filter(|done| done.is_ok()).count();
        assert_eq!(taken, AttachmentLimits::REGULATION.files as usize);
        assert_eq!(attached(&house, entry).await.len(), taken);
    }

    /// Who got no answer attaches it once more: it is there once.
    async fn the_same_file_is_attached_once(house: House) {
        let family = house.family().await;
        let entry = house.draft(&family).await;
        let pdf = clean_pdf();
        let (a, b) =
            tokio::join!(attach(&house, &family, entry, &pdf), attach(&house, &family, entry, &pdf));
        assert!(a.is_ok() && b.is_ok());
        attach(&house, &family, entry, &pdf).await.expect("it is there");
        assert_eq!(attached(&house, entry).await.len(), 1);
    }

    /// A page is seen by its family always, by staff once it was sent, by the student once it was delivered, by nobody else.
    async fn a_page_is_shown_to_whom_its_entry_is(house: House) {
        let family = house.family().await;
        let reviewer = house.reviewer().await;
        let entry = house.draft(&family).await;
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        let page = attached(&house, entry).await[0].pages[0].id;
        let mut people = Vec::new();
        for mail in [FAMILY, REVIEWER, OTHER_FAMILY, REVIEWER_ELSEWHERE] {
            people.push(house.account(mail).await);
        }
        people.push(house.at_the_terminal("1001").await);
        people.push(house.at_the_terminal("1002").await);
        people.push(Actor::Anonymous);
        let seen = async || {
            let mut seen = Vec::new();
            for who in &people {
                seen.push(sees(&house.services, who, page).await);
            }
            seen
        };
        assert_eq!(seen().await, [true, false, false, false, false, false, false], "a draft");
        house.submit(&family, entry).await;
        assert_eq!(seen().await, [true, true, false, false, false, false, false], "in review");
        house.approve(&reviewer, entry, 1).await;
        assert_eq!(seen().await, [true, true, false, false, true, false, false], "delivered");
    }

    /// What was decided about keeps its attachments, whatever the correction takes out or brings.
    async fn each_round_keeps_what_was_sent_with_it(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let entry = house.draft(&family).await;
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        let first = attached(&house, entry).await[0].id;
        house.submit(&family, entry).await;
        let sent = attach(&house, &family, entry, &clean_pdf()).await;
        assert!(matches!(sent, Err(AttachError::NotEditable)), "{sent:?}");
        house.send_back(&reviewer, entry, 1).await;
        detach_file(&house.services, &family, entry, first).await.expect("taken out");
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        let second = attached(&house, entry).await;
        assert!(second.len() == 1 && second[0].id != first);
        house.submit(&family, entry).await;
        let shown = house.reviewed(entry).await;
        let ids = |all: &[Attachment]| all.iter().map(|one| one.id).collect::<Vec<AttachmentId>>();
        assert_eq!(ids(&shown.waiting.expect("it waits").attachments), ids(&second));
        assert_eq!(ids(&shown.history[0].version.attachments), [first]);
    }

    /// What is another's is not there, and a discarded draft leaves no file behind.
    async fn attachments_are_nobody_else_s_and_go_with_their_draft(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let entry = house.draft(&family).await;
        let stranger = attach(&house, &other, entry, &clean_pdf()).await;
        assert!(matches!(stranger, Err(AttachError::NotFound)), "{stranger:?}");
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        let there = attached(&house, entry).await;
        let taken = detach_file(&house.services, &other, entry, there[0].id).await;
        assert!(matches!(taken, Err(AttachError::NotFound)), "{taken:?}");
        let files = async || house.services.vault.names().await.expect("named").len();
        let before = files().await;
        date_files(&house, house.now().plus_seconds(-2 * HOUR));
        assert_eq!(sweep(&house.services).await.expect("swept"), 0, "what a row names stays");
        assert!(discard_draft(&house.services, &family, entry).await.expect("discarded"));
        sweep(&house.services).await.expect("swept");
        assert_eq!(files().await, before - 2 * there[0].pages.len());
    }

    /// Words that were written with an attachment go nowhere when the institution has stopped taking it; they are kept.
    async fn what_is_not_taken_any_more_is_told_at_sending(house: House) {
        use domain::attachment::RefusedAttachment;
        use domain::settings_form::SettingsForm;
        use server::storage::settings;
        use server::workflows::change_settings::change_settings;
        use server::workflows::submit_entry::{SubmitError, submit_entry};

        let family = house.family().await;
        let entry = house.draft(&family).await;
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        let admin = house.account(crate::house::ADMIN).await.admin().expect("an admin");
        let now = settings::find(&mut house.services.database.read().await.expect("a connection"), house.here).await;
        let now = now.expect("asked").expect("settings");
        let form = SettingsForm { pdf: false, ..SettingsForm::of(&now.all) };
        change_settings(&house.services, &admin, now.version, &form).await.expect("changed");
        let Err(SubmitError::Refused(problems)) = submit_entry(&house.services, &family, entry).await else {
            panic!("it was sent");
        };
        let refused = RefusedAttachment { name: "週記.pdf".to_owned(), problem: AttachmentProblem::NoPdf };
        assert_eq!(problems.attachments, [refused]);
        let picture_of = written(house.book);
        assert_eq!(house.entry(&family, entry).await.body, picture_of.body);
    }
}
