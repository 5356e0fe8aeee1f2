//! A roster comes as a file: shown first, then imported, whole or not at all.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use domain::roster::Show;
use domain::roster_file::{Change, RowProblem};
use server::roster_file::decode;
use server::workflows::import_roster::{
    Imported, Shown, import_for, import_roster, preview_for, preview_roster,
};

use crate::house::{House, REVIEWER, REVIEWER_ELSEWHERE};
use crate::students::{found, staff};

const FILE: &str = "姓名,呼號,入校日,預計出校日,備註\n林小宇,1001,114/9/1,,\n\"李, 大同\",2001,2025/9/1,民國116年8月31日,新生\n";

async fn shown(house: &House, text: &str) -> Shown {
    let staff = staff(house, REVIEWER).await;
    preview_roster(&house.services, &staff, text).await.expect("asked").expect("a file")
}

async fn import(house: &House, text: &str) -> Imported {
    let (staff, mark) = (staff(house, REVIEWER).await, shown(house, text).await.mark);
    import_roster(&house.services, &staff, text, &mark).await.expect("asked").expect("a file")
}

on_both_engines! {
    async fn a_preview_writes_nothing_and_an_import_does_what_it_showed(house: House) {
        let preview = shown(&house, FILE).await.preview;
        assert_eq!(preview.new.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["李, 大同"]);
        assert_eq!((preview.changed.len(), preview.changed[0].line), (1, 2));
        assert!(matches!(preview.changed[0].changes.as_slice(), [Change::Admitted { from: None, .. }]));
        assert_eq!(preview.ignored, ["備註"]);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM student").await, 3);

        assert_eq!(import(&house, FILE).await, Imported::Yes);
        let new = found(&house, "2001", Show::Here).await.pop().expect("imported");
        assert_eq!(new.expected_release.map(|day| day.to_string()).as_deref(), Some("2027/08/31"));
        assert_eq!(found(&house, "1002", Show::Here).await.len(), 1, "who is missing stays");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM student").await, 4, "nobody elsewhere");
    }

    async fn the_same_file_twice_changes_nothing(house: House) {
        assert_eq!(import(&house, FILE).await, Imported::Yes);
        let preview = shown(&house, FILE).await.preview;
        assert!(preview.new.is_empty() && preview.changed.is_empty());
        assert_eq!(preview.unchanged, 2);
        assert_eq!(import(&house, FILE).await, Imported::Yes);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'roster_imported'").await, 1);
    }

    /// UTF-8 with its mark, and Big5 as Excel writes it, with CRLF.
    async fn a_file_is_read_in_every_encoding(house: House) {
        let marked = [b"\xEF\xBB\xBF".as_slice(), FILE.as_bytes()].concat();
        let big5: &[u8] = b"\xA9I\xB8\xB9,\xA9m\xA6W\r\n3001,\xA4\xFD\xA4p\xA9\xFA\r\n";
        for bytes in [marked.as_slice(), big5] {
            let text = decode(bytes).expect("text");
            assert_eq!(import(&house, &text).await, Imported::Yes);
        }
        assert_eq!(found(&house, "2001", Show::Here).await[0].name, "李, 大同");
        assert_eq!(found(&house, "3001", Show::Here).await[0].name, "王小明");
    }

    async fn one_wrong_row_keeps_everything_out(house: House) {
        let file = "呼號,姓名\n2001,周大同\n2002,\n２００１,方小山\n";
        let Imported::Wrong(shown) = import(&house, file).await else { panic!("imported") };
        let lines: Vec<u32> = shown.preview.wrong.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 4]);
        assert_eq!(shown.preview.wrong[1].problem, RowProblem::CallNumberTwice { first: 2 });
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM student").await, 3);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit").await, 0);
    }

    /// What was looked at is what is done.
    async fn a_roster_that_changed_meanwhile_is_shown_again(house: House) {
        let (staff, mark) = (staff(&house, REVIEWER).await, shown(&house, FILE).await.mark);
        let other = "呼號,姓名\n2001,李大同\n";
        assert_eq!(import(&house, other).await, Imported::Yes);
        let outcome = import_roster(&house.services, &staff, FILE, &mark).await.expect("asked");
        let Ok(Imported::Other(shown)) = outcome else { panic!("{outcome:?}") };
        assert_eq!((shown.preview.new.len(), shown.preview.changed.len()), (0, 2));
        assert_eq!(found(&house, "2001", Show::Here).await[0].name, "李大同");
    }

    /// A day in the past closes the book in the same transaction.
    async fn who_left_by_the_file_has_left(house: House) {
        let day = house.today().to_string();
        let file = format!("呼號,姓名,出校日,移校日\n1001,林小宇,{day},\n1002,陳阿哲,,2199/1/1\n");
        assert_eq!(import(&house, &file).await, Imported::Yes);
        let closed = "SELECT COUNT(*) AS n FROM book WHERE closed_because = 'released'";
        assert_eq!(house.number(closed).await, 1);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM outbox WHERE kind = 'book_closed'").await, 1);
        assert_eq!(found(&house, "", Show::Left).await.len(), 1);
        assert!(shown(&house, &file).await.preview.changed.is_empty());
    }

    async fn a_file_is_about_one_institution(house: House) {
        let elsewhere = staff(&house, REVIEWER_ELSEWHERE).await;
        let shown = preview_roster(&house.services, &elsewhere, FILE).await.expect("asked").expect("a file");
        assert_eq!(shown.preview.changed[0].call_number, "1001");
        let done = import_roster(&house.services, &elsewhere, FILE, &shown.mark).await.expect("asked");
        assert_eq!(done, Ok(Imported::Yes));
        assert!(found(&house, "2001", Show::All).await.is_empty());
    }

    async fn five_thousand_students_are_imported_in_seconds(house: House) {
        let mut file = "呼號,姓名,入校日,預計出校日\n".to_owned();
        for number in 0..5000 {
            writeln!(file, "B{number:05},王小{},114/9/1,116/8/31", number % 7).expect("a string");
        }
        let start = Instant::now();
        let done = import_for(&house.services, house.here, &file).await.expect("asked");
        assert_eq!(done, Ok(Imported::Yes));
        let again = preview_for(&house.services, house.here, &file).await.expect("asked").expect("a file");
        assert_eq!(again.preview.unchanged, 5000);
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
        let rows = "SELECT COUNT(*) AS n FROM audit WHERE action = 'roster_imported' AND actor_kind = 'operator'";
        assert_eq!(house.number(rows).await, 1);
    }
}
