//! 紀念冊: what was delivered is in it, whole, and nothing of anybody else.

use std::io::{Cursor, Read as _};

use domain::id::{EntryId, PhotoId};
use server::files::vault::FileName;
use server::storage::keepsakes::{Cover, KeptLetter};
use server::workflows::make_keepsake::{Asked, Layout, keepsake_archive, keepsake_page};
use server::workflows::open_entry::open_entry;
use server::workflows::save_entry::Written;
use uuid::Uuid;
use zip::ZipArchive;

use crate::house::{House, REVIEWER_ELSEWHERE, drawing, received, written};

/// A line for each thing.
struct Plain;

impl Layout for Plain {
    fn begin(&self, cover: &Cover, part: u32, parts: u32) -> String {
        let families: Vec<_> = cover.families.iter().map(|(name, _)| name.as_str()).collect();
        format!("{} {} {} {part}/{parts}\n", cover.student_name, families.join(","), cover.letters)
    }

    fn letter(&self, letter: &KeptLetter, address: &dyn Fn(Uuid) -> Option<String>) -> String {
        let photo = letter.photo.as_ref().map(|photo| address(photo.id.uuid()).unwrap_or("lost".into()));
        let read = if letter.read_at.is_some() { "read" } else { "delivered" };
        format!("{} {read} {}\n", letter.title, photo.unwrap_or_default())
    }

    fn end(&self) -> String {
        "end\n".to_owned()
    }
}

fn titled(house: &House, title: &str) -> Written {
    Written { title: title.to_owned(), ..written(house.book) }
}

/// One that was read, with a photo; one that was delivered; one that came back; one that waits; a draft.
async fn lived_in(house: &House) -> (EntryId, PhotoId) {
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let read = house.send(&family, Written { photo: drawing(1), ..titled(house, "第一則") }).await;
    house.approve(&reviewer, read, 1).await;
    let student = house.at_the_terminal("1001").await;
    let student = student.student().expect("a student");
    open_entry(&house.services, student, read).await.expect("asked").expect("there");
    house.pass_days(2);
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let delivered = house.send(&family, titled(house, "第二則")).await;
    house.approve(&reviewer, delivered, 1).await;
    house.pass_days(2);
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let returned = house.send(&family, titled(house, "退回的")).await;
    house.send_back(&reviewer, returned, 1).await;
    house.pass_days(2);
    let family = house.family().await;
    house.send(&family, titled(house, "還在等的")).await;
    house.draft(&family).await;
    (read, house.photo(&family, read).await)
}

fn unpacked(file: Cursor<Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(file).expect("an archive");
    (0..archive.len())
        .map(|place| {
            let mut file = archive.by_index(place).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("whole");
            (file.name().expect("text").into_owned(), bytes)
        })
        .collect()
}

on_both_engines! {
    /// A family's page and archive hold what was delivered, oldest first, and the pictures of it.
    async fn a_family_has_what_was_delivered(house: House) {
        let (_, photo) = lived_in(&house).await;
        let family = house.family().await;
        let asked = Asked::Family(&family, house.book);
        let page = keepsake_page(&house.services, asked, 1, &Plain).await.expect("made").expect("theirs");
        assert_eq!(page, format!("林小宇 林美惠 2 1/1\n第一則 read /files/{photo}\n第二則 delivered \nend\n"));
        assert_eq!(keepsake_page(&house.services, asked, 2, &Plain).await.expect("asked"), None);
        assert_eq!(keepsake_page(&house.services, asked, 0, &Plain).await.expect("asked"), None);

        let archive = keepsake_archive(&house.services, asked, Plain).await.expect("made").expect("theirs");
        let files = unpacked(received(archive).await);
        let name = format!("photos/{photo}.jpg");
        assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [&name, "index.html"]);
        assert!(files[0].1.starts_with(b"\xFF\xD8\xFF"));
        let index = String::from_utf8(files[1].1.clone()).expect("text");
        assert_eq!(index, format!("林小宇 林美惠 2 1/1\n第一則 read {name}\n第二則 delivered \nend\n"));
    }

    /// Staff have what came to the student, and each time stands in the audit.
    async fn staff_have_what_came_to_a_student(house: House) {
        lived_in(&house).await;
        let reviewer = house.reviewer().await;
        let asked = Asked::Staff(&reviewer, house.student_id);
        let page = keepsake_page(&house.services, asked, 1, &Plain).await.expect("made").expect("theirs");
        assert!(page.starts_with("林小宇 林美惠 2 1/1\n第一則 read "), "{page}");
        keepsake_archive(&house.services, asked, Plain).await.expect("made").expect("theirs");
        let audited = "SELECT COUNT(*) AS n FROM audit WHERE action = 'keepsake_made'";
        assert_eq!(house.number(audited).await, 2);
    }

    /// Nobody has another's.
    async fn a_keepsake_is_for_those_alone_whose_it_is(house: House) {
        lived_in(&house).await;
        let (other, elsewhere) = (house.other_family().await, house.account(REVIEWER_ELSEWHERE).await);
        let elsewhere = elsewhere.reviewer().expect("a reviewer");
        for asked in [Asked::Family(&other, house.book), Asked::Staff(&elsewhere, house.student_id)] {
            assert_eq!(keepsake_page(&house.services, asked, 1, &Plain).await.expect("asked"), None);
            assert!(keepsake_archive(&house.services, asked, Plain).await.expect("asked").is_none());
        }
        let own = Asked::Family(&other, house.other_book);
        let page = keepsake_page(&house.services, own, 1, &Plain).await.expect("made").expect("theirs");
        assert_eq!(page, "陳阿哲 陳金水 0 1/1\nend\n");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'keepsake_made'").await, 0);
    }

    /// It goes out while it is made: its first piece is there before its last pictures are asked for, which are lost by
    /// then; and what nobody receives any more is given up.
    async fn an_archive_goes_out_while_it_is_made(house: House) {
        let family = house.family().await;
        let mut photos = Vec::new();
        for day in 0..6 {
            house.pass_days(2 * day.min(1));
            let (family, reviewer) = (house.family().await, house.reviewer().await);
            let photo = Written { photo: drawing(1), ..titled(&house, "一則") };
            let sent = house.send(&family, photo).await;
            house.approve(&reviewer, sent, 1).await;
            photos.push(house.photo(&family, sent).await);
        }
        let asked = Asked::Family(&family, house.book);
        let mut pieces = keepsake_archive(&house.services, asked, Plain).await.expect("made").expect("theirs");
        let first = pieces.recv().await.expect("a piece").expect("whole");
        assert!(first.starts_with(b"PK"));
        let last = photos.last().expect("one").uuid();
        house.services.vault.delete(FileName::Whole(last)).await.expect("deleted");
        let rest = received(pieces).await.into_inner();
        let files = unpacked(Cursor::new([first, rest].concat()));
        assert_eq!(files.len(), 6, "five pictures and the page");
        assert!(String::from_utf8_lossy(&files[5].1).contains("一則 delivered lost\n"));

        let pieces = keepsake_archive(&house.services, asked, Plain).await.expect("made").expect("theirs");
        drop(pieces);
    }

    /// A picture that is lost does not lose the others.
    async fn a_lost_picture_is_told(house: House) {
        let (_, photo) = lived_in(&house).await;
        house.services.vault.delete(FileName::Whole(photo.uuid())).await.expect("deleted");
        let family = house.family().await;
        let asked = Asked::Family(&family, house.book);
        let archive = keepsake_archive(&house.services, asked, Plain).await.expect("made").expect("theirs");
        let files = unpacked(received(archive).await);
        assert_eq!(files.len(), 1);
        assert!(String::from_utf8_lossy(&files[0].1).contains("第一則 read lost\n"));
    }
}
