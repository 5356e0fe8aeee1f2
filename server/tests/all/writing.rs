//! A family writes, saves, sends, withdraws and throws away.

use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use domain::draft::{BookProblem, EntryProblems};
use domain::entry::{EntryState, EntryStateKind, NotAllowed};
use domain::id::EntryId;
use domain::mail::MailKind;
use domain::photo::PhotoProblem;
use domain::text::TextProblem;
use server::Actor;
use server::storage::{books, entries};
use server::workflows::discard_draft::discard_draft;
use server::workflows::open_entry::open_entry;
use server::workflows::save_entry::{PhotoChange, SaveError, Target, Written, save_entry};
use server::workflows::say_again::{Kept, keep_what_was_typed};
use server::workflows::show_photo::{PhotoSize, show_photo};
use server::workflows::submit_entry::{SubmitError, submit_entry};
use server::workflows::withdraw_entry::{WithdrawError, withdraw_entry};
use tokio::spawn;
use tokio::time::sleep;

use crate::house::{House, at, at_once, drawing, written};

/// The id that a new form carries.
fn form_id(house: &House) -> EntryId {
    EntryId::new(house.services.random.uuid(house.now()))
}

on_both_engines! {
    /// What was saved is there again, word for word, with its photo in both sizes.
    async fn a_draft_keeps_text_and_photo(house: House) {
        let family = house.family().await;
        let saved = house
            .save(&family, Target::New(None), Written { photo: drawing(1), ..written(house.book) })
            .await;
        assert!(!saved.book_refused && saved.photo_problem.is_none(), "{saved:?}");
        let typed = written(house.book);
        assert_eq!((&saved.title, &saved.body, saved.book), (&typed.title, &typed.body, Some(house.book)));

        let entry = house.entry(&family, saved.entry).await;
        assert_eq!((entry.title, entry.body), (typed.title, typed.body));
        assert_eq!((entry.book, entry.student_name.as_deref()), (Some(house.book), Some("林小宇")));
        assert_eq!((entry.state, entry.edited_at), (EntryState::Draft, house.now()));
        let photo = entry.photo.expect("a photo");
        assert_eq!((photo.width, photo.height), (800, 600));
        for size in [PhotoSize::Whole, PhotoSize::Thumbnail] {
            let viewer = Actor::Family(family.clone());
            let jpeg = show_photo(&house.services, &viewer, photo.id, size).await.expect("shown");
            assert!(jpeg.expect("a file").starts_with(&[0xFF, 0xD8, 0xFF]), "{size:?}");
        }
    }

    /// Emojis, markup, quotes and spaces come back as they were typed, line ends as LF: judging tidies, saving does not.
    async fn text_comes_back_as_it_was_typed(house: House) {
        let family = house.family().await;
        let typed = "  早\r\n安 👨‍👩‍👧‍👦 <b>&amp;</b> '; DROP TABLE entry; -- e\u{301} \u{202E}\t";
        let saved = house
            .save(
                &family,
                Target::New(None),
                Written { title: typed.to_owned(), body: typed.to_owned(), ..written(house.book) },
            )
            .await;
        let entry = house.entry(&family, saved.entry).await;
        let kept = typed.replace("\r\n", "\n");
        assert_eq!((&entry.title, &entry.body), (&kept, &kept));
    }

    /// What will be refused is kept first; the refusal names the field and changes nothing.
    async fn a_refusal_loses_no_text(house: House) {
        let family = house.family().await;
        let title = |problem| EntryProblems { title: Some(problem), ..EntryProblems::default() };
        let body = |problem| EntryProblems { body: Some(problem), ..EntryProblems::default() };
        let long = |count, limit| TextProblem::TooLong { count, limit };
        let piled = format!("q{}", "\u{323}".repeat(16));
        let cases = [
            ("早安", "字".repeat(151), body(long(151, 150))),
            ("早安", "👨‍👩‍👧‍👦".repeat(151), body(long(151, 150))),
            ("早安", "a\0b".to_owned(), body(TextProblem::Forbidden)),
            ("早安", "a\u{202E}b".to_owned(), body(TextProblem::Forbidden)),
            ("早安", " \r\n\u{3000}".to_owned(), body(TextProblem::Empty)),
            ("早安", String::new(), body(TextProblem::Empty)),
            ("早安", piled, body(TextProblem::PiledUp)),
            (
                "題題題題題題題題題題題題題題題題題題題題題題題題題題題題題題題",
                "好".to_owned(),
                title(long(31, 30)),
            ),
            ("早\n安", "好".to_owned(), title(TextProblem::Forbidden)),
            ("\0", "好".to_owned(), title(TextProblem::Forbidden)),
            ("", "好".to_owned(), title(TextProblem::Empty)),
        ];
        for (title, body, expected) in cases {
            let words = Written { title: title.to_owned(), body: body.clone(), ..written(house.book) };
            let id = house.save(&family, Target::New(None), words).await.entry;
            let kept = house.entry(&family, id).await;
            // No database text can hold NUL.
            assert_eq!(kept.title, title.replace('\0', "\u{FFFD}"));
            assert_eq!(kept.body, body.replace('\0', "\u{FFFD}").replace("\r\n", "\n"));

            let refused = submit_entry(&house.services, &family, id).await;
            let Err(SubmitError::Refused(problems)) = refused else { panic!("{body:?}: {refused:?}") };
            assert_eq!(problems, expected, "{body:?}");
            assert_eq!(house.entry(&family, id).await, kept);
        }
        assert_eq!(house.mails().await, []);
        assert!(house.book_of(&family).await.may_send_today);
    }

    /// 150 characters are counted as people count them, and fit on both engines.
    async fn a_hundred_and_fifty_family_emojis_are_sent(house: House) {
        let family = house.family().await;
        let body = "👨‍👩‍👧‍👦".repeat(150);
        let id = house.send(&family, Written { body: body.clone(), ..written(house.book) }).await;
        assert_eq!(house.reviewed(id).await.waiting.expect("waiting").body, body);
    }

    /// A file that is no photo is named as the problem; the words are saved and the photo before it stays.
    async fn a_refused_photo_leaves_words_and_the_photo_before(house: House) {
        let family = house.family().await;
        let first = Written { photo: drawing(1), ..written(house.book) };
        let id = house.save(&family, Target::New(None), first).await.entry;
        let photo = house.photo(&family, id).await;

        for (change, problem) in [
            (PhotoChange::Put(Bytes::from_static(b"no photo at all")), PhotoProblem::NotAPhoto),
            (PhotoChange::Put(Bytes::new()), PhotoProblem::Empty),
            (PhotoChange::Refused(PhotoProblem::TooLarge), PhotoProblem::TooLarge),
        ] {
            let body = format!("{problem:?}");
            let again = Written { body: body.clone(), photo: change, ..written(house.book) };
            let saved = house.save(&family, Target::Existing(id), again).await;
            assert_eq!(saved.photo_problem, Some(problem));
            let entry = house.entry(&family, id).await;
            assert_eq!((entry.body, entry.photo.map(|photo| photo.id)), (body, Some(photo)));
        }
    }

    /// An upload waits in a file; it is read from its beginning, also a second time.
    async fn a_photo_comes_from_a_file_too(house: House) {
        let family = house.family().await;
        let PhotoChange::Put(picture) = drawing(1) else { panic!("a picture at hand") };
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&picture).expect("written");
        let words = Written { photo: PhotoChange::PutFile(file.into()), ..written(house.book) };
        for _ in 0..2 {
            let saved = house.save(&family, Target::New(None), words.clone()).await;
            assert_eq!(saved.photo_problem, None);
            house.photo(&family, saved.entry).await;
        }
    }

    /// Saving without a word about the photo keeps it; another one takes its place; it can be taken away.
    async fn a_photo_is_kept_replaced_and_removed(house: House) {
        let family = house.family().await;
        let with = |photo| Written { photo, ..written(house.book) };
        let id = house.save(&family, Target::New(None), with(drawing(1))).await.entry;
        let first = house.photo(&family, id).await;

        house.save(&family, Target::Existing(id), with(PhotoChange::Keep)).await;
        assert_eq!(house.photo(&family, id).await, first);

        house.save(&family, Target::Existing(id), with(drawing(2))).await;
        assert_ne!(house.photo(&family, id).await, first);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM photo").await, 1);

        house.save(&family, Target::Existing(id), with(PhotoChange::Remove)).await;
        assert_eq!(house.entry(&family, id).await.photo, None);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM photo").await, 0);
    }

    /// A form carries the id of its entry, so pressing the button again writes into the same one.
    async fn the_same_form_saved_twice_makes_one_entry(house: House) {
        let (family, id) = (house.family().await, form_id(&house));
        house.save(&family, Target::New(Some(id)), written(house.book)).await;
        let again = Written { body: "第二次".to_owned(), ..written(house.book) };
        house.save(&family, Target::New(Some(id)), again).await;

        let entries = house.entries(&family).await;
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].id, entries[0].body.as_str()), (id, "第二次"));
    }

    /// A hasty thumb makes no second entry either, and no error.
    async fn the_same_form_saved_twenty_times_at_once_makes_one_entry(house: House) {
        let (family, id) = (house.family().await, form_id(&house));
        let results = at_once((0..20).map(|_| {
            let (services, family, words) = (house.services.clone(), family.clone(), written(house.book));
            async move { save_entry(&services, &family, Target::New(Some(id)), words).await }
        }))
        .await;
        for result in results {
            assert_eq!(result.expect("saved").entry, id);
        }
        assert_eq!(house.entries(&family).await.len(), 1);
    }

    /// Of photos that arrive at the same moment one stays; the others leave no row that keeps their file.
    async fn photos_saved_at_once_leave_one_photo(house: House) {
        let (family, id) = (house.family().await, form_id(&house));
        let results = at_once((0..6).map(|seed| {
            let words = Written { photo: drawing(seed % 2), ..written(house.book) };
            let (services, family) = (house.services.clone(), family.clone());
            async move { save_entry(&services, &family, Target::New(Some(id)), words).await }
        }))
        .await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        house.photo(&family, id).await;
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM photo").await, 1);
    }

    /// Nobody can write into what is not theirs, nor learn that it exists.
    async fn another_familys_entry_is_not_found(house: House) {
        let (family, stranger) = (house.family().await, house.other_family().await);
        let words = Written { photo: drawing(1), ..written(house.book) };
        let id = house.save(&family, Target::New(None), words).await.entry;
        let before = house.entry(&family, id).await;

        for target in [Target::New(Some(id)), Target::Existing(id), Target::Existing(form_id(&house))] {
            let theirs = Written {
                body: "不是我的".to_owned(),
                photo: PhotoChange::Remove,
                ..written(house.other_book)
            };
            let refused = save_entry(&house.services, &stranger, target, theirs).await;
            assert!(matches!(refused, Err(SaveError::NotFound)), "{target:?}: {refused:?}");
        }
        let refused = submit_entry(&house.services, &stranger, id).await;
        assert!(matches!(refused, Err(SubmitError::NotFound)), "{refused:?}");
        let refused = withdraw_entry(&house.services, &stranger, id).await;
        assert!(matches!(refused, Err(WithdrawError::NotFound)), "{refused:?}");
        assert!(!discard_draft(&house.services, &stranger, id).await.expect("asked"));

        assert_eq!(house.find(&stranger, id).await, None);
        assert_eq!(house.entries(&stranger).await, []);
        assert_eq!(house.entry(&family, id).await, before);
    }

    /// What was sent stays as staff read it, in every state but draft and returned.
    async fn what_was_sent_cannot_be_changed(house: House) {
        let (family, reviewer, student) =
            (house.family().await, house.reviewer().await, house.student().await);
        let mut sent = Vec::new();
        for _ in 0..4 {
            sent.push(house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await);
            house.pass_days(2);
        }
        withdraw_entry(&house.services, &family, sent[1]).await.expect("withdrawn");
        house.approve(&reviewer, sent[2], 1).await;
        house.approve(&reviewer, sent[3], 1).await;
        open_entry(&house.services, &student, sent[3]).await.expect("asked").expect("delivered");

        let kinds = [
            EntryStateKind::InReview,
            EntryStateKind::Withdrawn,
            EntryStateKind::Delivered,
            EntryStateKind::Read,
        ];
        for (id, kind) in sent.into_iter().zip(kinds) {
            let before = house.entry(&family, id).await;
            assert_eq!(before.state.kind(), kind);
            for photo in [PhotoChange::Keep, PhotoChange::Remove, drawing(2)] {
                for target in [Target::New(Some(id)), Target::Existing(id)] {
                    let words =
                        Written { body: "太晚了".to_owned(), photo: photo.clone(), ..written(house.book) };
                    let refused = save_entry(&house.services, &family, target, words).await;
                    assert!(matches!(refused, Err(SaveError::NotEditable)), "{kind:?}: {refused:?}");
                }
            }
            assert!(!discard_draft(&house.services, &family, id).await.expect("asked"), "{kind:?}");
            assert_eq!(house.entry(&family, id).await, before);
        }
    }

    /// Words that come too late become a draft of their own, with their photo; the same words do not.
    async fn words_that_come_too_late_become_a_draft(house: House) {
        let (family, stranger) = (house.family().await, house.other_family().await);
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        let before = house.entry(&family, id).await;

        let typed = written(house.book);
        let retyped = Written { body: format!(" {}\r\n", typed.body), ..typed.clone() };
        for same in [typed.clone(), retyped, Written { photo: drawing(1), ..typed }] {
            let kept = keep_what_was_typed(&house.services, &family, id, same).await.expect("kept");
            assert_eq!(kept, Kept::Already);
        }
        let new = Written { body: "還有一件事".to_owned(), photo: drawing(2), ..written(house.book) };
        let kept = keep_what_was_typed(&house.services, &family, id, new.clone()).await.expect("kept");
        let Kept::AsDraft(draft) = kept else { panic!("{kept:?}") };
        let entry = house.entry(&family, draft).await;
        assert_eq!((entry.state, entry.body.as_str()), (EntryState::Draft, "還有一件事"));
        assert!(entry.photo.is_some());
        assert_eq!(house.entry(&family, id).await, before);

        let refused = keep_what_was_typed(&house.services, &stranger, id, new).await;
        assert!(matches!(refused, Err(SaveError::NotFound)), "{refused:?}");
    }

    /// A book that is somebody else's is no book: the draft keeps its words without one and cannot be sent.
    async fn another_familys_book_is_refused_and_the_words_are_kept(house: House) {
        let family = house.family().await;
        for book in [house.other_book, house.book_elsewhere] {
            let saved = house.save(&family, Target::New(None), written(book)).await;
            assert!(saved.book_refused);
            let entry = house.entry(&family, saved.entry).await;
            assert_eq!((entry.book, entry.student_name, entry.state), (None, None, EntryState::Draft));
            assert_eq!(entry.body, written(book).body);

            let refused = submit_entry(&house.services, &family, saved.entry).await;
            let Err(SubmitError::Refused(problems)) = refused else { panic!("{refused:?}") };
            assert_eq!(
                problems,
                EntryProblems { book: Some(BookProblem::NotChosen), ..EntryProblems::default() }
            );
        }
        assert_eq!(house.waiting().await, []);
    }

    /// Part 二(四): sending takes the day's turn, and one mail says that the entry arrived.
    async fn sending_takes_a_turn(house: House) {
        let family = house.family().await;
        let id = house.draft(&family).await;
        house.submit(&family, id).await;

        let state = EntryState::InReview { turn: house.today(), round: 1, submitted_at: house.now() };
        assert_eq!(house.state(&family, id).await, state);
        let book = house.book_of(&family).await;
        assert_eq!((book.next_turn, book.may_send_today), (house.today().plus_days(2), false));
        let mails = house.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!((mails[0].entry, mails[0].kind), (Some(id), Some(MailKind::EntryReceived)));
        assert_eq!((mails[0].to.as_str(), mails[0].state.as_str()), ("family@house.example", "waiting"));
    }

    /// Part 二(四), 每 2 天限 1 次: the refusal names the day, and that day begins at midnight in Taipei.
    async fn the_next_turn_comes_two_days_later(house: House) {
        let family = house.family().await;
        let first = house.draft(&family).await;
        house.submit(&family, first).await;
        let second = house.draft(&family).await;
        let before = house.entry(&family, second).await;

        for early in ["2026-11-24T09:00:00+08:00", "2026-11-24T23:59:59+08:00", "2026-11-25T23:59:59+08:00"] {
            house.move_clock(at(early));
            let refused = submit_entry(&house.services, &family, second).await;
            let Err(SubmitError::TooEarly(next)) = refused else { panic!("{early}: {refused:?}") };
            assert_eq!(next, at("2026-11-26T00:00:00+08:00").taipei_day());
        }
        assert_eq!(house.entry(&family, second).await, before);
        assert_eq!(house.mails().await.len(), 1);

        house.move_clock(at("2026-11-26T00:00:00+08:00"));
        house.submit(&family, second).await;
        assert_eq!(house.waiting().await, [first, second]);
    }

    /// The turn is the book's: another family's does not wait.
    async fn each_book_has_its_own_turns(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        house.send(&family, written(house.book)).await;
        house.send(&other, written(house.other_book)).await;
        assert_eq!(house.waiting().await.len(), 2);
    }

    /// Sending what already waits succeeds and changes nothing.
    async fn sending_twice_takes_one_turn_and_writes_one_mail(house: House) {
        let family = house.family().await;
        let id = house.send(&family, written(house.book)).await;
        let before = house.entry(&family, id).await;
        house.pass_seconds(60);
        house.submit(&family, id).await;
        assert_eq!(house.entry(&family, id).await, before);
        assert_eq!(house.mails().await.len(), 1);
    }

    /// Taking back what nobody has decided gives the turn back: another entry can go the same day.
    async fn withdrawing_before_a_decision_gives_the_turn_back(house: House) {
        let family = house.family().await;
        let first = house.send(&family, written(house.book)).await;
        house.pass_seconds(60);
        withdraw_entry(&house.services, &family, first).await.expect("withdrawn");
        let withdrawn = EntryState::Withdrawn { turn: None, withdrawn_at: house.now() };
        assert_eq!(house.state(&family, first).await, withdrawn);
        assert_eq!(house.waiting().await, []);

        house.pass_seconds(60);
        withdraw_entry(&house.services, &family, first).await.expect("withdrawn already");
        assert_eq!(house.state(&family, first).await, withdrawn);
        let refused = submit_entry(&house.services, &family, first).await;
        let from = EntryStateKind::Withdrawn;
        assert!(matches!(refused, Err(SubmitError::NotAllowed(NotAllowed { from: f })) if f == from));

        house.send(&family, written(house.book)).await;
    }

    /// What somebody has read once has used its turn, even when its correction is taken back.
    async fn withdrawing_a_correction_keeps_the_turn(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let day = house.today();
        let id = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, id, 1).await;
        house.pass_days(1);
        house.submit(&family, id).await;
        withdraw_entry(&house.services, &family, id).await.expect("withdrawn");
        let withdrawn = EntryState::Withdrawn { turn: Some(day), withdrawn_at: house.now() };
        assert_eq!(house.state(&family, id).await, withdrawn);

        let next = house.draft(&family).await;
        let refused = submit_entry(&house.services, &family, next).await;
        assert!(matches!(refused, Err(SubmitError::TooEarly(at)) if at == day.plus_days(2)), "{refused:?}");
    }

    /// Only what waits can be taken back.
    async fn what_does_not_wait_cannot_be_withdrawn(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let draft = house.draft(&family).await;
        let delivered = house.send(&family, written(house.book)).await;
        house.approve(&reviewer, delivered, 1).await;
        house.pass_days(2);
        let returned = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, returned, 1).await;
        for id in [draft, delivered, returned] {
            let before = house.entry(&family, id).await;
            let refused = withdraw_entry(&house.services, &family, id).await;
            let Err(WithdrawError::NotAllowed(NotAllowed { from })) = refused else { panic!("{refused:?}") };
            assert_eq!(from, before.state.kind());
            assert_eq!(house.entry(&family, id).await, before);
        }
    }

    /// Part 六(三)5, 修正，重新發佈: a correction goes out the same day, in its own turn and in its own book.
    async fn correcting_takes_no_turn(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        let turn = house.today();
        house.pass_seconds(60);
        house.send_back(&reviewer, id, 1).await;

        let corrected = Written { body: "改好了。".to_owned(), ..written(house.other_book) };
        let saved = house.save(&family, Target::Existing(id), corrected).await;
        assert_eq!((saved.book, saved.book_refused), (Some(house.book), false));
        house.submit(&family, id).await;
        let entry = house.entry(&family, id).await;
        assert_eq!(entry.state, EntryState::InReview { turn, round: 2, submitted_at: house.now() });
        assert_eq!((entry.book, entry.body.as_str()), (Some(house.book), "改好了。"));

        // Nor does it take the turn of an entry that was written in between.
        house.pass_days(2);
        house.send_back(&reviewer, id, 2).await;
        house.send(&family, written(house.book)).await;
        house.submit(&family, id).await;
        assert_eq!(house.state(&family, id).await.turn(), Some(turn));
    }

    /// A refused correction stays returned, with what was typed.
    async fn a_refused_correction_stays_returned(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, id, 1).await;
        let long = Written { body: "字".repeat(151), ..written(house.book) };
        house.save(&family, Target::Existing(id), long).await;
        let refused = submit_entry(&house.services, &family, id).await;
        assert!(matches!(refused, Err(SubmitError::Refused(_))), "{refused:?}");
        let entry = house.entry(&family, id).await;
        assert_eq!((entry.state.kind(), entry.body), (EntryStateKind::Returned, "字".repeat(151)));
    }

    /// A draft thrown away is gone with its photo, and throwing it away again does nothing.
    async fn a_discarded_draft_is_gone(house: House) {
        let family = house.family().await;
        let words = Written { photo: drawing(1), ..written(house.book) };
        let id = house.save(&family, Target::New(None), words).await.entry;
        let photo = house.photo(&family, id).await;
        assert!(discard_draft(&house.services, &family, id).await.expect("asked"));
        assert_eq!(house.find(&family, id).await, None);
        let viewer = Actor::Family(family.clone());
        let shown = show_photo(&house.services, &viewer, photo, PhotoSize::Whole).await.expect("asked");
        assert_eq!(shown, None);
        assert!(!discard_draft(&house.services, &family, id).await.expect("asked"));
    }

    /// A returned entry is no draft: what was decided about it is kept for ever.
    async fn a_returned_entry_cannot_be_discarded(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let id = house.send(&family, written(house.book)).await;
        house.send_back(&reviewer, id, 1).await;
        assert!(!discard_draft(&house.services, &family, id).await.expect("asked"));
        assert_eq!(house.state(&family, id).await.kind(), EntryStateKind::Returned);
    }

    /// However many entries a family sends at one moment, one takes the turn and the others come too early.
    async fn sixty_four_entries_sent_at_once_take_one_turn(house: House) {
        let family = house.family().await;
        let mut drafts = Vec::new();
        for _ in 0..64 {
            drafts.push(house.draft(&family).await);
        }
        let results = at_once(drafts.into_iter().map(|id| {
            let (services, family) = (house.services.clone(), family.clone());
            async move { submit_entry(&services, &family, id).await }
        }))
        .await;

        let next = house.today().plus_days(2);
        let sent = results.iter().filter(|result| result.is_ok()).count();
        let early =
            results.iter().filter(|r| matches!(r, Err(SubmitError::TooEarly(day)) if *day == next)).count();
        assert_eq!((sent, early), (1, 63), "{results:?}");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM entry WHERE turn IS NOT NULL").await, 1);
        assert_eq!(house.waiting().await.len(), 1);
        assert_eq!(house.mails().await.len(), 1);
    }

    /// One entry sent many times at one moment succeeds for each of them and counts once.
    async fn one_entry_sent_sixty_four_times_at_once_counts_once(house: House) {
        let family = house.family().await;
        let id = house.draft(&family).await;
        let results = at_once((0..64).map(|_| {
            let (services, family) = (house.services.clone(), family.clone());
            async move { submit_entry(&services, &family, id).await }
        }))
        .await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        let state = EntryState::InReview { turn: house.today(), round: 1, submitted_at: house.now() };
        assert_eq!(house.state(&family, id).await, state);
        assert_eq!(house.mails().await.len(), 1);
    }

    /// Words that are saved while their entry is being sent are either judged or too late.
    async fn words_saved_while_sending_never_go_unjudged(house: House) {
        let family = house.family().await;
        let id = house.draft(&family).await;

        // Somebody holds the book, so that sending has to wait in the middle.
        let mut held = house.services.database.write().await.expect("a transaction");
        assert!(books::lock(&mut held, house.book, family.id()).await.expect("asked"));
        let (services, sender) = (house.services.clone(), family.clone());
        let sending = spawn(async move { submit_entry(&services, &sender, id).await });
        sleep(Duration::from_millis(100)).await;
        let long = Written { body: "字".repeat(151), ..written(house.book) };
        let (services, writer) = (house.services.clone(), family.clone());
        let saving = spawn(async move { save_entry(&services, &writer, Target::Existing(id), long).await });
        sleep(Duration::from_millis(100)).await;
        drop(held);

        let (sent, saved) = (sending.await.expect("ran"), saving.await.expect("ran"));
        let entry = house.entry(&family, id).await;
        match entry.state {
            EntryState::InReview { .. } => {
                assert!(matches!(saved, Err(SaveError::NotEditable)), "{saved:?}");
                assert_eq!(entry.body, written(house.book).body);
            }
            _ => assert!(matches!(sent, Err(SubmitError::Refused(_))) && saved.is_ok(), "{sent:?} {saved:?}"),
        }
    }

    /// Saving, sending and throwing away the same draft at one moment breaks nothing.
    async fn whatever_happens_to_a_draft_at_once_is_no_failure(house: House) {
        let family = house.family().await;
        for _ in 0..4 {
            let words = Written { photo: drawing(1), ..written(house.book) };
            let id = house.save(&family, Target::New(None), words).await.entry;
            let without = Written { photo: PhotoChange::Remove, ..written(house.book) };
            let failures = at_once((0..3).map(|step| {
                let (services, family, words) = (house.services.clone(), family.clone(), without.clone());
                async move {
                    match step {
                        0 => match save_entry(&services, &family, Target::Existing(id), words).await {
                            Err(error @ (SaveError::Storage(_) | SaveError::Vault(_))) => {
                                Some(error.to_string())
                            }
                            _ => None,
                        },
                        1 => match submit_entry(&services, &family, id).await {
                            Err(SubmitError::Storage(error)) => Some(error.to_string()),
                            _ => None,
                        },
                        _ => discard_draft(&services, &family, id).await.err().map(|error| error.to_string()),
                    }
                }
            }))
            .await;
            assert!(failures.iter().all(Option::is_none), "{failures:?}");
            house.pass_days(2);
        }
    }

    /// What asks for the family's hand: returned entries first, then drafts, each the latest first.
    async fn what_is_not_finished_is_listed(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let mut listed = Vec::new();
        for _ in 0..2 {
            let returned = house.send(&family, written(house.book)).await;
            house.pass_seconds(60);
            house.save(&family, Target::New(None), written(house.book)).await;
            house.send_back(&reviewer, returned, 1).await;
            listed.insert(0, returned);
            house.pass_days(2);
        }
        let waits = house.send(&family, written(house.book)).await;
        withdraw_entry(&house.services, &family, waits).await.expect("withdrawn");
        house.send(&family, written(house.book)).await;
        let drafts =
            house.entries(&family).await.into_iter().filter(|entry| entry.state == EntryState::Draft);
        listed.extend(drafts.map(|entry| entry.id));

        let mut db = house.services.database.read().await.expect("a connection");
        let unfinished = entries::unfinished(&mut db, family.id()).await.expect("a list");
        assert_eq!(unfinished.iter().map(|entry| entry.id).collect::<Vec<_>>(), listed);
        assert_eq!(unfinished.iter().filter(|entry| entry.returned.is_some()).count(), 2);
    }

    /// The list begins with what was sent or edited last.
    async fn the_latest_stands_first_in_the_list(house: House) {
        let family = house.family().await;
        let first = house.send(&family, written(house.book)).await;
        house.pass_seconds(60);
        let second = house.draft(&family).await;
        house.pass_seconds(60);
        let third = house.draft(&family).await;
        house.pass_seconds(60);
        house.save(&family, Target::Existing(second), written(house.book)).await;
        let listed: Vec<_> = house.entries(&family).await.into_iter().map(|entry| entry.id).collect();
        assert_eq!(listed, [second, third, first]);
    }
}
