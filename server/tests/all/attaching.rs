//! 附件 of an entry: attached, shown to whom it may be, taken out again, kept for what was decided. Part 六(三)2.

use domain::attachment::{AttachmentLimits, AttachmentProblem, RefusedAttachment};
use domain::document::DocumentProblem;
use domain::id::{AttachmentId, EntryId, PageId, PhotoId};
use domain::photo::PhotoProblem;
use domain::view::Attachment;
use server::Actor;
use server::files::document::in_a_file;
use server::files::drawings::small_photo;
use server::files::specimen_documents::{clean_pdf, script};
use server::jobs::sweep::sweep;
use server::storage::attachments;
use server::workflows::attach_file::{AttachError, attach_file, detach_file};
use server::workflows::discard_draft::discard_draft;
use server::workflows::save_entry::{Target, Written};
use server::workflows::show_photo::{PhotoSize, show_photo};
use server::{Family, Services};

use crate::house::{FAMILY, House, OTHER_FAMILY, REVIEWER, REVIEWER_ELSEWHERE, drawing, written};
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

    /// 合計限制 20 MB: a photo that comes after the attachments is weighed with them. Words and files stay as they are.
    async fn a_photo_is_weighed_with_what_is_attached(house: House) {
        let family = house.family().await;
        let entry = house.draft(&family).await;
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        house.run("UPDATE attachment SET bytes = 20971520 - 100").await;
        let with_photo = Written { body: "看照片".to_owned(), photo: drawing(1), ..written(house.book) };
        let saved = house.save(&family, Target::Existing(entry), with_photo.clone()).await;
        assert_eq!(saved.photo_problem, Some(PhotoProblem::TooLargeTogether));
        let kept = house.entry(&family, entry).await;
        assert_eq!((kept.body.as_str(), kept.photo, kept.attachments.len()), ("看照片", None, 1));
        house.submit(&family, entry).await;

        house.pass_days(2);
        let other = house.draft(&family).await;
        let saved = house.save(&family, Target::Existing(other), with_photo).await;
        assert_eq!(saved.photo_problem, None, "without attachments there is room");
        attach(&house, &family, other, &clean_pdf()).await.expect("attached");
    }

    /// What was let in by a special approval (專案) is seen when that is over by the time of sending. Words and files are kept.
    async fn what_a_special_approval_let_in_is_seen_at_sending(house: House) {
        use server::workflows::submit_entry::{SubmitError, submit_entry};

        let family = house.family().await;
        let photo = Written { photo: drawing(1), ..written(house.book) };
        let entry = house.save(&family, Target::New(None), photo).await.entry;
        for name in ["一.pdf", "二.pdf", "三.pdf"] {
            attach_as(&house, &family, entry, name, &clean_pdf()).await.expect("attached");
            house.pass_seconds(1);
        }
        let family = house.family().await;
        let refused = async || match submit_entry(&house.services, &family, entry).await {
            Err(SubmitError::Refused(problems)) => (problems.photo, problems.attachments),
            other => panic!("{other:?}"),
        };
        let named = |problem| RefusedAttachment {
            name: "三.pdf".to_owned(),
            problem: AttachmentProblem::File(problem),
        };
        let most = AttachmentLimits::REGULATION.total_bytes;
        house.run("UPDATE photo SET bytes = 12 * 1024 * 1024").await;
        assert_eq!(refused().await, (Some(PhotoProblem::TooLarge), Vec::new()));
        house.run("UPDATE attachment SET bytes = 5 * 1024 * 1024").await;
        house.run("UPDATE photo SET bytes = 6 * 1024 * 1024").await;
        assert_eq!(refused().await, (None, vec![named(DocumentProblem::TooLarge(most))]));
        // As if the limit had been four.
        let (fourth, page) = (
            "INSERT INTO attachment (id, entry_id, name, format, bytes, created_at, given_in)
             SELECT '0193598e-7b1c-7000-8000-0000000000a4', entry_id, '四.pdf', format, 1, created_at + 1000000000, 1
             FROM attachment WHERE name = '三.pdf'",
            "INSERT INTO attachment_page (id, attachment_id, number, width, height)
             VALUES ('0193598e-7b1c-7000-8000-0000000000b4', '0193598e-7b1c-7000-8000-0000000000a4', 1, 10, 10)",
        );
        assert_eq!((house.run(fourth).await, house.run(page).await), (1, 1));
        let (_, attachments) = refused().await;
        let problem = AttachmentProblem::File(DocumentProblem::TooMany(AttachmentLimits::REGULATION.files));
        assert_eq!(attachments, [RefusedAttachment { name: "四.pdf".to_owned(), problem }]);
        let kept = house.entry(&family, entry).await;
        assert_eq!((kept.attachments.len(), kept.photo.is_some(), kept.body), (4, true, written(house.book).body));
    }

    /// The words of an entry that was taken back become a new draft, with copies of its photo and its files that stay when
    /// the first ones go. Pressing twice makes one; what was not taken back is not copied.
    async fn a_withdrawn_entry_is_written_again(house: House) {
        use domain::entry::EntryState;
        use server::workflows::withdraw_entry::withdraw_entry;
        use server::workflows::write_again::{WriteAgainError, write_again};

        let (family, other) = (house.family().await, house.other_family().await);
        let words = Written {
            photo: drawing(1),
            photo_alt: "院子裡的番茄".to_owned(),
            ..written(house.book)
        };
        let entry = house.save(&family, Target::New(None), words).await.entry;
        attach(&house, &family, entry, &clean_pdf()).await.expect("attached");
        house.submit(&family, entry).await;
        let waits = write_again(&house.services, &family, entry, None).await;
        assert!(matches!(waits, Err(WriteAgainError::NotAllowed(_))), "{waits:?}");
        withdraw_entry(&house.services, &family, entry).await.expect("withdrawn");
        let stranger = write_again(&house.services, &other, entry, None).await;
        assert!(matches!(stranger, Err(WriteAgainError::NotFound)), "{stranger:?}");

        let id = EntryId::new(house.services.random.uuid(house.now()));
        for _ in 0..2 {
            let made = write_again(&house.services, &family, entry, Some(id)).await.expect("made");
            assert_eq!(made, id);
        }
        let (first, copy) = (house.entry(&family, entry).await, house.entry(&family, id).await);
        assert_eq!(copy.state, EntryState::Draft);
        assert_eq!(
            (&copy.title, &copy.body, &copy.photo_alt, copy.book),
            (&first.title, &first.body, &first.photo_alt, first.book)
        );
        assert_ne!(copy.photo.expect("a photo").id, first.photo.expect("a photo").id);
        assert_eq!(copy.attachments[0].name, first.attachments[0].name);
        assert_ne!(copy.attachments[0].pages[0].id, first.attachments[0].pages[0].id);
        let me = house.account(FAMILY).await;
        assert!(sees(&house.services, &me, copy.attachments[0].pages[0].id).await);
        let whole = async |photo| {
            show_photo(&house.services, &me, photo, PhotoSize::Whole).await.expect("asked").expect("there")
        };
        assert!(whole(copy.photo.expect("a photo").id).await == whole(first.photo.expect("a photo").id).await);
        house.submit(&family, id).await;
    }
}
