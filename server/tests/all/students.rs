//! Staff keep the roster, and make the PINs for the terminal.

use domain::id::StudentId;
use domain::roster::{CallNumberProblem, Show, StudentForm, StudentProblems};
use domain::search::LookedFor;
use domain::student::PinState;
use domain::view::RosterStudent;
use server::Staff;
use server::storage::students::{self, Search};
use server::workflows::add_student::add_student;
use server::workflows::change_student::{Changed, change_student};
use server::workflows::log_in::{LogIn, log_in_student};
use server::workflows::make_pin::make_pin;

use crate::house::{ADMIN, AT_HOME, House, PIN, REVIEWER, REVIEWER_ELSEWHERE, known};

pub async fn staff(house: &House, mail: &str) -> Staff {
    house.account(mail).await.staff().expect("staff").clone()
}

fn form(call_number: &str, name: &str) -> StudentForm {
    StudentForm { call_number: call_number.to_owned(), name: name.to_owned(), ..StudentForm::default() }
}

async fn add(house: &House, form: &StudentForm) -> Result<StudentId, StudentProblems> {
    add_student(&house.services, &staff(house, REVIEWER).await, form).await.expect("asked")
}

pub async fn found(house: &House, text: &str, show: Show) -> Vec<RosterStudent> {
    let mut db = house.services.database.read().await.expect("a connection");
    let search = Search { text: &LookedFor::parse(text), show, today: house.today() };
    let (page, count) = students::search(&mut db, house.here, search, 1).await.expect("read");
    assert_eq!(usize::try_from(count).expect("few"), page.items.len());
    page.items
}

async fn names(house: &House, text: &str, show: Show) -> Vec<String> {
    found(house, text, show).await.into_iter().map(|student| student.name).collect()
}

/// Does the terminal let somebody in with this PIN?
pub async fn lets_in(house: &House, call_number: &str, pin: &str) -> bool {
    let here = house.here.to_string();
    match log_in_student(&house.services, &here, call_number, pin, &AT_HOME).await.expect("asked") {
        LogIn::Done(_) => true,
        LogIn::NotKnown => false,
        LogIn::TooOften(_) | LogIn::SecondStep(_) => panic!("neither yes nor no"),
    }
}

async fn new_pin(house: &House, id: StudentId) -> String {
    let pin = make_pin(&house.services, &staff(house, ADMIN).await, id).await.expect("made");
    pin.expect("a student here").reveal().to_owned()
}

on_both_engines! {
    /// However the number is typed, nobody else here may have it; elsewhere it is free.
    async fn a_call_number_stands_once_in_a_roster(house: House) {
        let taken = add(&house, &form("１００１", "周大同")).await.expect_err("taken");
        assert_eq!(taken.call_number, Some(CallNumberProblem::Taken));
        assert!(add(&house, &form("1003", "周大同")).await.is_ok());
        let elsewhere = staff(&house, REVIEWER_ELSEWHERE).await;
        assert!(add_student(&house.services, &elsewhere, &form("1003", "方小山")).await.expect("asked").is_ok());
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'student_added'").await, 2);
    }

    async fn students_are_found_by_number_and_by_name(house: House) {
        add(&house, &form("A20%", "林_宇")).await.expect_err("no call number");
        add(&house, &form("A20", "Nguyễn An")).await.expect("added");
        for (text, expected) in [
            ("", vec!["林小宇", "陳阿哲", "Nguyễn An"]),
            ("10", vec!["林小宇", "陳阿哲"]),
            ("１００２", vec!["陳阿哲"]),
            ("\0 100\u{7}2", vec!["陳阿哲"]),
            ("\0小\0宇", vec!["林小宇"]),
            ("小宇", vec!["林小宇"]),
            ("a20", vec!["Nguyễn An"]),
            ("nguyễn", vec!["Nguyễn An"]),
            ("%", vec![]),
            ("_", vec![]),
            ("王大海", vec![]),
        ] {
            assert_eq!(names(&house, text, Show::Here).await, expected, "{text}");
        }
        assert!(names(&house, "", Show::Left).await.is_empty());
    }

    async fn only_staff_of_the_institution_change_a_student(house: House) {
        let (here, elsewhere) = (staff(&house, REVIEWER).await, staff(&house, REVIEWER_ELSEWHERE).await);
        let form = StudentForm { admitted: "114/9/1".to_owned(), ..form("9999", "林小雨") };
        let change = async |staff, form| {
            change_student(&house.services, staff, house.student_id, form).await.expect("asked")
        };
        assert_eq!(change(&elsewhere, form.clone()).await, Changed::NotFound);
        assert_eq!(change(&here, form.clone()).await, Changed::Yes);
        assert_eq!(change(&here, form.clone()).await, Changed::Yes, "again");
        let changed = found(&house, "1001", Show::All).await.pop().expect("the number stays");
        assert_eq!(changed.name, "林小雨");
        assert_eq!(changed.admitted.map(|day| day.to_string()).as_deref(), Some("2025/09/01"));
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'student_changed'").await, 1);
        let wrong = StudentForm { expected_release: "114/8/31".to_owned(), ..form };
        assert!(matches!(change(&here, wrong).await, Changed::Refused(_)));
    }

    /// The PIN is handed over once; only its hash is kept.
    async fn a_new_pin_takes_the_place_of_the_old_one(house: House) {
        let here = house.here.to_string();
        let session = known(log_in_student(&house.services, &here, "1001", PIN, &AT_HOME).await);
        let pin = new_pin(&house, house.student_id).await;
        assert_eq!(pin.len(), 6);
        assert!(house.resume(&session).await.student().is_none(), "the old session is over");
        assert!(!lets_in(&house, "1001", PIN).await);
        assert!(lets_in(&house, "1001", &pin).await);
        let kept = "SELECT COUNT(*) AS n FROM student WHERE pin_hash LIKE '$argon2id$%'";
        assert_eq!(house.number(kept).await, 3);
        let elsewhere = staff(&house, REVIEWER_ELSEWHERE).await;
        let foreign = make_pin(&house.services, &elsewhere, house.student_id).await.expect("asked");
        assert!(foreign.is_none());
    }

    async fn nobody_comes_in_without_a_pin(house: House) {
        let id = add(&house, &form("1003", "周大同")).await.expect("added");
        for pin in ["", "000000", "1003"] {
            assert!(!lets_in(&house, "1003", pin).await);
        }
        assert_eq!(found(&house, "1003", Show::Here).await[0].pin, PinState::Missing);
        let pin = new_pin(&house, id).await;
        assert!(lets_in(&house, "1003", &pin).await);
    }

    /// Ten wrong ones in a row, however long they take; a right one in between forgives.
    async fn ten_wrong_pins_lock_a_student_out_until_there_is_a_new_one(house: House) {
        let wrong = async |times| {
            for _ in 0..times {
                assert!(!lets_in(&house, "1001", "000000").await);
                house.pass_seconds(3600);
            }
        };
        wrong(9).await;
        assert!(lets_in(&house, "1001", PIN).await);
        wrong(10).await;
        assert!(!lets_in(&house, "1001", PIN).await, "the right one too");
        assert_eq!(found(&house, "1001", Show::Here).await[0].pin, PinState::Locked);
        assert!(lets_in(&house, "1002", PIN).await, "nobody else");
        let pin = new_pin(&house, house.student_id).await;
        assert!(lets_in(&house, "1001", &pin).await);
    }

    /// A new PIN also forgives what was tried too quickly.
    async fn a_new_pin_works_at_once(house: House) {
        for _ in 0..10 {
            assert!(!lets_in(&house, "1001", "000000").await);
        }
        let pin = new_pin(&house, house.student_id).await;
        assert!(lets_in(&house, "1001", &pin).await);
    }
}
