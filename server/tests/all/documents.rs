//! Documents of a request: taken, shown, taken out again, deleted. Part 六(二) of the regulation.

use std::fs;

use domain::document::{DocumentKind, DocumentLimits, DocumentProblem};
use domain::id::{ApplicationId, DocumentId, InstitutionId, PageId};
use domain::view::Document;
use server::files::document::in_a_file;
use server::files::drawings::small_photo;
use server::files::key::Keyring;
use server::files::specimen_documents::{clean_pdf, script};
use server::files::vault::FileName;
use server::jobs::delete_documents::delete_documents;
use server::jobs::sweep::sweep;
use server::storage::documents;
use server::workflows::close_account::{Closed, close_account};
use server::workflows::remove_document::{RemoveDocumentError, remove_document};
use server::workflows::rotate_keys::rotate_keys;
use server::workflows::show_page::show_page;
use server::workflows::show_photo::PhotoSize;
use server::workflows::take_document::{TakeDocumentError, take_document};
use server::{Family, Services};
use sqlx::Row as _;

use crate::house::{FAMILY, House, OTHER_FAMILY, PASSWORD, REVIEWER, at_once};
use crate::photos::everyone;
use crate::sessions::{HOUR, date_files};

const IDENTITY: DocumentKind = DocumentKind::Identity;
const RELATIONSHIP: DocumentKind = DocumentKind::Relationship;

/// A request of this family to the first institution that nobody has sent yet.
async fn draft(house: &House, mail: &str) -> ApplicationId {
    let id = ApplicationId::new(house.services.random.uuid(house.now()));
    let account = house.account_id(mail).await;
    let mut db = house.services.database.write().await.expect("a transaction");
    sqlx::query(
        "INSERT INTO application (id, account_id, institution_id, call_number, relationship, student_id, service,
                                  state, created_at, edited_at)
         VALUES ($1, $2, $3, '1001', 'mother', $4, 'contact_book', 'draft', $5, $5)",
    )
    .bind(id.to_string())
    .bind(account.to_string())
    .bind(house.here.to_string())
    .bind(house.student_id.to_string())
    .bind(house.now().micros())
    .execute(&mut *db)
    .await
    .expect("added");
    db.commit().await.expect("kept");
    id
}

/// Moves a request to another state, as sending, deciding and withdrawing do.
async fn moves(house: &House, id: ApplicationId, state: &str) {
    let round = i64::from(state == "in_review");
    let mut db = house.services.database.write().await.expect("a transaction");
    sqlx::query(
        "UPDATE application SET state = $1, round = round + $2, submitted_at = COALESCE(submitted_at, $3), due_on = COALESCE(due_on, 30000),
                decided_at = $4, withdrawn_at = $5 WHERE id = $6",
    )
    .bind(state)
    .bind(round)
    .bind(house.now().micros())
    .bind(matches!(state, "approved" | "returned").then_some(house.now().micros()))
    .bind((state == "withdrawn").then_some(house.now().micros()))
    .bind(id.to_string())
    .execute(&mut *db)
    .await
    .expect("moved");
    db.commit().await.expect("kept");
}

async fn take(
    services: &Services,
    family: &Family,
    application: ApplicationId,
    bytes: &[u8],
) -> Result<DocumentId, TakeDocumentError> {
    let file = in_a_file(bytes).expect("a file");
    take_document(services, family, application, IDENTITY, "../身分證 “正面”.jpg", file).await
}

async fn taken(house: &House, family: &Family, application: ApplicationId, seed: u64) -> DocumentId {
    take(&house.services, family, application, &small_photo(seed)).await.expect("taken")
}

/// What the family sees.
async fn own(house: &House, family: &Family, application: ApplicationId) -> Vec<Document> {
    let mut db = house.services.database.read().await.expect("a connection");
    documents::of_application(&mut db, &house.services.keyring, application, family.id())
        .await
        .expect("asked")
}

/// What staff see of a round.
async fn of_round(
    house: &House,
    application: ApplicationId,
    at: InstitutionId,
    round: u32,
) -> Vec<DocumentId> {
    let mut db = house.services.database.read().await.expect("a connection");
    let keyring = &house.services.keyring;
    let all = documents::of_round(&mut db, keyring, application, at, round).await.expect("asked");
    all.into_iter().map(|document| document.id).collect()
}

async fn page_of(house: &House, family: &Family, application: ApplicationId, id: DocumentId) -> PageId {
    let all = own(house, family, application).await;
    all.iter().find(|document| document.id == id).expect("theirs").pages[0].id
}

async fn remove(
    house: &House,
    family: &Family,
    application: ApplicationId,
    id: DocumentId,
) -> Result<(), RemoveDocumentError> {
    remove_document(&house.services, family, application, id).await
}

async fn files(house: &House) -> usize {
    house.services.vault.names().await.expect("listed").len()
}

/// What was written into the audit: action, subject, details.
async fn audited(house: &House) -> Vec<(String, String, String)> {
    let mut db = house.services.database.read().await.expect("a connection");
    let rows = sqlx::query("SELECT action, subject_id, details FROM audit ORDER BY number")
        .fetch_all(&mut *db)
        .await
        .expect("read");
    rows.iter().map(|row| (row.get("action"), row.get("subject_id"), row.get("details"))).collect()
}

async fn keeps_documents_for(house: &House, days: u32) {
    let mut db = house.services.database.write().await.expect("a transaction");
    sqlx::query("UPDATE institution SET settings = $1 WHERE id = $2")
        .bind(format!("{{\"document_days\":{days}}}"))
        .bind(house.here.to_string())
        .execute(&mut *db)
        .await
        .expect("set");
    db.commit().await.expect("kept");
}

fn problem<T: std::fmt::Debug>(taken: Result<T, TakeDocumentError>) -> DocumentProblem {
    match taken {
        Err(TakeDocumentError::Refused(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

on_both_engines! {
    /// A PDF becomes two pictures and a name that may be shown; the name and the pictures are sealed.
    async fn a_document_is_kept_as_pictures_of_its_pages(house: House) {
        let family = house.family().await;
        let application = draft(&house, FAMILY).await;
        let pdf = clean_pdf();
        let file = in_a_file(&pdf).expect("a file");
        let name = "C:\\scans\\戶籍\u{202E}謄本.pdf";
        let id = take_document(&house.services, &family, application, RELATIONSHIP, name, file).await.expect("taken");
        let all = own(&house, &family, application).await;
        assert_eq!(all.len(), 1);
        let document = &all[0];
        assert_eq!((document.id, document.kind, document.name.as_str()), (id, RELATIONSHIP, "戶籍謄本.pdf"));
        assert_eq!((document.bytes, document.deleted), (pdf.len() as u64, false));
        let sizes: Vec<_> = document.pages.iter().map(|page| (page.width, page.height)).collect();
        assert_eq!(sizes, [(1695, 2400), (2400, 1695)]);
        assert_eq!(files(&house).await, 4, "a whole picture and a small one of each page, and no PDF");
        for page in &document.pages {
            let kept = house.services.vault.get(FileName::Whole(page.id.uuid())).await.expect("asked");
            assert!(kept.expect("kept").starts_with(b"\xFF\xD8\xFF"));
        }
        let mut db = house.services.database.read().await.expect("a connection");
        let row = sqlx::query("SELECT name FROM document").fetch_one(&mut *db).await.expect("a row");
        assert!(!row.get::<String, _>("name").contains("戶籍"));
        let kinds = documents::kinds(&mut db, application).await.expect("asked");
        assert_eq!(kinds, [RELATIONSHIP]);
    }

    /// Into a foreign request, or one that is not the family's to change at present, nothing comes in or goes out.
    async fn only_a_request_of_one_s_own_that_is_open_takes_documents(house: House) {
        let (family, other) = (house.family().await, house.other_family().await);
        let application = draft(&house, FAMILY).await;
        let theirs = draft(&house, OTHER_FAMILY).await;
        let id = taken(&house, &family, application, 1).await;
        let photo = small_photo(2);
        let foreign = take(&house.services, &other, application, &photo).await;
        assert!(matches!(foreign, Err(TakeDocumentError::NotFound)));
        assert!(matches!(remove(&house, &other, application, id).await, Err(RemoveDocumentError::NotFound)));
        assert!(matches!(remove(&house, &other, theirs, id).await, Err(RemoveDocumentError::NotFound)));
        for state in ["in_review", "approved", "withdrawn"] {
            moves(&house, application, state).await;
            let late = take(&house.services, &family, application, &photo).await;
            assert!(matches!(late, Err(TakeDocumentError::NotEditable)), "{state}");
            let late = remove(&house, &family, application, id).await;
            assert!(matches!(late, Err(RemoveDocumentError::NotEditable)), "{state}");
        }
        assert_eq!(own(&house, &family, application).await.len(), 1);
        assert_eq!(own(&house, &other, application).await, []);
        assert_eq!(files(&house).await, 2, "what was refused left nothing");
    }

    /// Part 六(二): together at most 20 MB, however often one tries at once; and at most 20 files.
    async fn all_documents_together_stay_within_the_limits(house: House) {
        let family = house.family().await;
        let limits = DocumentLimits::REGULATION;
        let application = draft(&house, FAMILY).await;
        let eight_mib = server::files::specimens::exactly(8 * 1024 * 1024);
        let tries = (0..4).map(|_| {
            let (services, family, bytes) = (house.services.clone(), family.clone(), eight_mib.clone());
            async move { take(&services, &family, application, &bytes).await }
        });
        let (in_time, late): (Vec<_>, Vec<_>) = at_once(tries).await.into_iter().partition(Result::is_ok);
        assert_eq!(in_time.len(), 2);
        for late in late {
            assert_eq!(problem(late), DocumentProblem::TooLarge(limits.total_bytes));
        }
        let first = own(&house, &family, application).await[0].id;
        remove(&house, &family, application, first).await.expect("removed");
        take(&house.services, &family, application, &eight_mib).await.expect("there is room again");

        let many = draft(&house, FAMILY).await;
        let tiny = small_photo(1);
        for _ in 0..limits.files {
            take(&house.services, &family, many, &tiny).await.expect("taken");
        }
        assert_eq!(problem(take(&house.services, &family, many, &tiny).await), DocumentProblem::TooMany(limits.files));
        assert_eq!(problem(take(&house.services, &family, application, &script()).await), DocumentProblem::Script);
    }

    /// One row for each place a page can be in, one column for each who might ask, in both sizes.
    async fn a_page_is_shown_to_whom_it_is_for(house: House) {
        const NOBODY: &[&str] = &[];
        const THE_FAMILY: &[&str] = &["family"];
        const AND_STAFF: &[&str] = &["family", "reviewer", "head"];
        let family = house.family().await;
        let mut cases = Vec::new();
        let mut place = async |state: &[&str], shown: &'static [&'static str]| {
            let application = draft(&house, FAMILY).await;
            let id = taken(&house, &family, application, 1).await;
            for state in state {
                moves(&house, application, state).await;
            }
            cases.push((state.join(", "), page_of(&house, &family, application, id).await, shown));
            application
        };
        place(&[], THE_FAMILY).await;
        place(&["in_review"], AND_STAFF).await;
        place(&["in_review", "approved"], AND_STAFF).await;
        place(&["in_review", "withdrawn"], AND_STAFF).await;
        place(&["in_review", "returned", "in_review"], AND_STAFF).await;
        let correcting = place(&["in_review", "returned"], AND_STAFF).await;

        let old = own(&house, &family, correcting).await[0].clone();
        let new = taken(&house, &family, correcting, 2).await;
        cases.push(("added in a correction".to_owned(), page_of(&house, &family, correcting, new).await, THE_FAMILY));
        remove(&house, &family, correcting, old.id).await.expect("replaced");
        let over = draft(&house, FAMILY).await;
        let id = taken(&house, &family, over, 1).await;
        let page = page_of(&house, &family, over, id).await;
        moves(&house, over, "in_review").await;
        moves(&house, over, "approved").await;
        let mut db = house.services.database.write().await.expect("a transaction");
        documents::mark_deleted(&mut db, over, house.now()).await.expect("marked");
        db.commit().await.expect("kept");
        cases.push(("deleted".to_owned(), page, NOBODY));

        let mut wrong = Vec::new();
        for (place, page, may_see) in cases {
            for (who, viewer) in everyone(&house).await {
                for size in [PhotoSize::Whole, PhotoSize::Thumbnail] {
                    let shown = show_page(&house.services, &viewer, page, size).await.expect("asked").is_some();
                    if shown != may_see.contains(&who) {
                        wrong.push(format!("{place}, {who}, {size:?}: shown is {shown}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// Each look of staff at a whole page is written down with who and which page; thumbnails and the family's own are not.
    async fn each_look_of_staff_is_audited(house: House) {
        let family = house.family().await;
        let application = draft(&house, FAMILY).await;
        let file = in_a_file(&clean_pdf()).expect("a file");
        let id = take_document(&house.services, &family, application, IDENTITY, "a.pdf", file).await.expect("taken");
        let pages = own(&house, &family, application).await.remove(0).pages;
        let (mother, reviewer) = (house.account(FAMILY).await, house.account(REVIEWER).await);
        let look = async |who, page: usize, size| {
            show_page(&house.services, who, pages[page].id, size).await.expect("asked").is_some()
        };
        assert!(!look(&reviewer, 0, PhotoSize::Whole).await, "a draft");
        assert!(look(&mother, 0, PhotoSize::Whole).await);
        moves(&house, application, "in_review").await;
        assert!(look(&reviewer, 0, PhotoSize::Thumbnail).await);
        assert_eq!(audited(&house).await, []);
        for page in [1, 0, 1] {
            assert!(look(&reviewer, page, PhotoSize::Whole).await);
        }
        let seen = |page: u32| ("document_seen".to_owned(), id.to_string(), format!("{{\"page\":{page}}}"));
        assert_eq!(audited(&house).await, [seen(2), seen(1), seen(2)]);
    }

    /// Out of a draft a document goes with its files. Out of a correction it goes, but staff still see what they decided.
    async fn what_was_decided_about_is_still_shown_after_a_correction(house: House) {
        let family = house.family().await;
        let application = draft(&house, FAMILY).await;
        let (first, second) =
            (taken(&house, &family, application, 1).await, taken(&house, &family, application, 2).await);
        remove(&house, &family, application, first).await.expect("removed");
        assert_eq!(files(&house).await, 2, "its files are gone at once");
        assert!(matches!(remove(&house, &family, application, first).await, Err(RemoveDocumentError::NotFound)));

        moves(&house, application, "in_review").await;
        moves(&house, application, "returned").await;
        remove(&house, &family, application, second).await.expect("replaced");
        assert!(matches!(remove(&house, &family, application, second).await, Err(RemoveDocumentError::NotFound)));
        let (third, fourth) =
            (taken(&house, &family, application, 3).await, taken(&house, &family, application, 4).await);
        remove(&house, &family, application, third).await.expect("removed");
        let ids: Vec<_> = own(&house, &family, application).await.iter().map(|document| document.id).collect();
        assert_eq!(ids, [fourth]);
        assert_eq!(of_round(&house, application, house.here, 1).await, [second]);
        assert_eq!(of_round(&house, application, house.here, 2).await, [], "not sent yet");

        moves(&house, application, "in_review").await;
        assert_eq!(of_round(&house, application, house.here, 1).await, [second]);
        assert_eq!(of_round(&house, application, house.here, 2).await, [fourth]);
        assert_eq!(of_round(&house, application, house.elsewhere, 2).await, []);
        assert_eq!(files(&house).await, 4);
    }

    /// A set time after the decision the pictures and the names are gone; the rest of the request stays. Once is enough.
    async fn documents_are_deleted_a_set_time_after_the_decision(house: House) {
        let family = house.family().await;
        keeps_documents_for(&house, 30).await;
        let mut decided = Vec::new();
        for state in ["approved", "withdrawn", "returned"] {
            let application = draft(&house, FAMILY).await;
            taken(&house, &family, application, 1).await;
            moves(&house, application, "in_review").await;
            moves(&house, application, state).await;
            decided.push(application);
        }
        let (waiting, corrected, open) =
            (draft(&house, FAMILY).await, draft(&house, FAMILY).await, draft(&house, FAMILY).await);
        for application in [waiting, corrected, open] {
            taken(&house, &family, application, 1).await;
        }
        moves(&house, waiting, "in_review").await;
        for state in ["in_review", "returned", "in_review"] {
            moves(&house, corrected, state).await;
        }
        house.pass_seconds(30 * 86_400 - 1);
        assert_eq!(delete_documents(&house.services).await.expect("done"), 0);
        house.pass_seconds(1);
        assert_eq!(delete_documents(&house.services).await.expect("done"), 3);
        assert_eq!(delete_documents(&house.services).await.expect("done"), 0, "nothing is left to do");
        for application in &decided {
            let gone = own(&house, &family, *application).await.remove(0);
            assert_eq!((gone.deleted, gone.name.as_str(), gone.pages.len()), (true, "", 0));
        }
        for application in [waiting, corrected, open] {
            assert!(!own(&house, &family, application).await[0].deleted);
        }
        assert_eq!(files(&house).await, 6);
        let deleted: Vec<_> = audited(&house).await;
        assert_eq!(deleted.len(), 3);
        assert!(deleted.iter().all(|(action, _, details)| action == "documents_deleted" && details == "{\"pages\":1}"));
        let returned = decided[2];
        assert_eq!(documents::kinds(&mut house.services.database.read().await.expect("a connection"), returned)
            .await.expect("asked"), [], "it has to be given again");
    }

    /// Without a setting it is 180 days.
    async fn documents_are_kept_for_half_a_year_where_nobody_says_otherwise(house: House) {
        let family = house.family().await;
        let application = draft(&house, FAMILY).await;
        taken(&house, &family, application, 1).await;
        moves(&house, application, "in_review").await;
        moves(&house, application, "approved").await;
        house.pass_days(179);
        assert_eq!(delete_documents(&house.services).await.expect("done"), 0);
        house.pass_days(1);
        assert_eq!(delete_documents(&house.services).await.expect("done"), 1);
    }

    /// When the store fails, nobody is told that a document was kept, and no row names a file that is not there.
    async fn a_file_store_that_fails_leaves_no_row(house: House) {
        let family = house.family().await;
        let application = draft(&house, FAMILY).await;
        let folder = house.folder.path().join("files");
        let aside = house.folder.path().join("aside");
        // The folder becomes a file: unlike a mode, this stops root as well.
        fs::rename(&folder, &aside).expect("moved");
        fs::write(&folder, b"").expect("written");
        let refused = take(&house.services, &family, application, &small_photo(1)).await;
        assert!(matches!(refused, Err(TakeDocumentError::Vault(_))), "{refused:?}");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM document").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM document_page").await, 0);
        fs::remove_file(&folder).expect("removed");
        fs::rename(&aside, &folder).expect("moved back");
        taken(&house, &family, application, 1).await;
        assert_eq!(files(&house).await, 2);
    }

    /// The sweep keeps the pages that a row names, and removes those of a request that was sent away meanwhile, of a
    /// document that is marked as deleted, and of drafts that went with their account.
    async fn after_the_sweep_no_file_is_without_its_row(house: House) {
        let family = house.family().await;
        let application = draft(&house, FAMILY).await;
        let kept = taken(&house, &family, application, 1).await;
        let page = page_of(&house, &family, application, kept).await;
        moves(&house, application, "in_review").await;
        let over = draft(&house, FAMILY).await;
        taken(&house, &family, over, 2).await;
        moves(&house, over, "in_review").await;
        moves(&house, over, "approved").await;
        let mut db = house.services.database.write().await.expect("a transaction");
        documents::mark_deleted(&mut db, over, house.now()).await.expect("marked");
        db.commit().await.expect("kept");
        let open = draft(&house, FAMILY).await;
        taken(&house, &family, open, 3).await;
        let closed = close_account(&house.services, &family, PASSWORD).await.expect("asked");
        assert_eq!(closed, Closed::Yes);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM document").await, 2);

        date_files(&house, house.now());
        house.pass_seconds(HOUR + 1);
        assert_eq!(sweep(&house.services).await.expect("swept"), 4);
        for name in [FileName::Whole(page.uuid()), FileName::Thumbnail(page.uuid())] {
            assert!(house.services.vault.get(name).await.expect("asked").is_some());
        }
    }

    /// After a new key was added, the names of files are sealed under it and still open.
    async fn names_of_files_are_sealed_anew(house: House) {
        let family = house.family().await;
        let application = draft(&house, FAMILY).await;
        taken(&house, &family, application, 1).await;
        Keyring::add_key(house.folder.path(), &house.services.random).expect("added");
        let again = house.reopened().await;
        assert_eq!(rotate_keys(&again).await.expect("rotated"), 1);
        assert_eq!(rotate_keys(&again).await.expect("rotated"), 0);
        let mut db = again.database.read().await.expect("a connection");
        let all = documents::of_application(&mut db, &again.keyring, application, family.id()).await.expect("asked");
        assert_eq!(all[0].name, "身分證 “正面”.jpg");
        drop(db);
        again.database.close().await;
    }
}
