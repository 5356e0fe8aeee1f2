//! Letters on paper: each in one run, once; read only when they were handed over.

use std::collections::BTreeSet;

use domain::audit::AuditAction;
use domain::entry::EntryState;
use domain::id::{EntryId, PrintRunId, RestrictionId};
use domain::mail::MailKind;
use domain::print_run::{PrintRun, PrintedStudent};
use domain::restriction::{NewRestriction, RestrictionForm, RestrictionKind};
use server::storage::print_runs;
use server::workflows::hand_over::{HandOverError, hand_over, hand_over_all};
use server::workflows::make_print_run::{MakePrintRunError, Whose, make_print_run};
use server::workflows::open_entry::open_entry;
use server::workflows::restrict_student::restrict_student;

use crate::audit::{fact, told_of};
use crate::house::{House, at_once, written};

fn some_id(house: &House) -> PrintRunId {
    PrintRunId::new(house.services.random.uuid(house.now()))
}

/// A letter that was delivered and not read.
async fn delivered(house: &House) -> EntryId {
    let letter = house.send(&house.family().await, written(house.book)).await;
    house.approve(&house.reviewer().await, letter, 1).await;
    letter
}

async fn printed(house: &House) -> PrintRunId {
    let id = some_id(house);
    make_print_run(&house.services, &house.reviewer().await, id, Whose::Everyone).await.expect("a run");
    id
}

async fn shown(house: &House, id: PrintRunId) -> (PrintRun, Vec<PrintedStudent>) {
    let mut db = house.services.database.read().await.expect("a connection");
    let run = print_runs::find(&mut db, id, house.here).await.expect("asked").expect("there");
    (run, print_runs::students(&mut db, id, house.now()).await.expect("asked"))
}

async fn restrict(house: &House) {
    let now = house.now();
    let form = RestrictionForm {
        kind: RestrictionKind::Illness.name().to_owned(),
        begins_at: now.to_field(),
        ..RestrictionForm::default()
    };
    let new = NewRestriction::parse(&form, now).expect("a restriction");
    let id = RestrictionId::new(house.services.random.uuid(now));
    restrict_student(&house.services, &house.reviewer().await, house.student_id, id, &new)
        .await
        .expect("restricted");
}

fn is_read(state: EntryState) -> bool {
    matches!(state, EntryState::Read { .. })
}

on_both_engines! {
    /// The audit has a row for each student whose letters are printed.
    async fn the_audit_tells_whose_letters_were_printed(house: House) {
        delivered(&house).await;
        printed(&house).await;
        let lines: Vec<_> = told_of(&house, "1001").await;
        let printed = lines.iter().find(|line| line.action == AuditAction::PrintRunMade).expect("a row");
        assert_eq!(fact(printed, "letters").map(|fact| fact.values.join("")).as_deref(), Some("1"));
        let others = told_of(&house, "1002").await;
        assert!(others.iter().all(|line| line.action != AuditAction::PrintRunMade));
    }

    /// Printing is not reading; handing over is, once, with one mail; a form sent twice makes one run.
    async fn what_was_printed_is_read_when_it_was_handed_over(house: House) {
        let (family, reviewer) = (house.family().await, house.reviewer().await);
        let letter = delivered(&house).await;
        let id = printed(&house).await;
        make_print_run(&house.services, &reviewer, id, Whose::Everyone).await.expect("the same run");
        let (run, students) = shown(&house, id).await;
        assert_eq!((run.letters, run.students, run.handed, students[0].read), (1, 1, 0, 0));
        assert!(!is_read(house.state(&family, letter).await), "printing alone does not count");
        let nothing = make_print_run(&house.services, &reviewer, some_id(&house), Whose::Everyone).await;
        assert!(matches!(nothing, Err(MakePrintRunError::Nothing)), "{nothing:?}");

        house.pass_seconds(600);
        let then = house.now();
        hand_over(&house.services, &reviewer, id, house.student_id).await.expect("handed over");
        house.pass_seconds(600);
        hand_over(&house.services, &reviewer, id, house.student_id).await.expect("as before");
        hand_over_all(&house.services, &reviewer, id).await.expect("as before");
        let read = house.state(&family, letter).await;
        assert!(matches!(read, EntryState::Read { read_at, .. } if read_at == then), "{read:?}");
        let (run, students) = shown(&house, id).await;
        assert_eq!((run.handed, students[0].read), (1, 1));
        assert_eq!(students[0].handed.as_ref().map(|(_, when)| *when), Some(then));
        let mails = house.mails().await.iter().filter(|mail| mail.kind == Some(MailKind::EntryRead)).count();
        assert!(mails <= 1, "{mails} mails");
        let audited = house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'letters_handed_over'").await;
        assert_eq!(audited, 1);
    }

    /// What was read at the terminal meanwhile keeps its time.
    async fn a_letter_read_at_the_terminal_keeps_its_time(house: House) {
        let (family, letter) = (house.family().await, delivered(&house).await);
        let id = printed(&house).await;
        open_entry(&house.services, &house.student().await, letter).await.expect("open").expect("delivered");
        let read = house.state(&family, letter).await;
        house.pass_seconds(600);
        hand_over_all(&house.services, &house.reviewer().await, id).await.expect("handed over");
        assert_eq!(house.state(&family, letter).await, read);
    }

    /// Part 一: nothing of a restricted student is taken up, printed or handed over.
    async fn nothing_of_a_restricted_student_is_handed_over(house: House) {
        let (family, reviewer, letter) = (house.family().await, house.reviewer().await, delivered(&house).await);
        let id = printed(&house).await;
        restrict(&house).await;
        for done in [
            hand_over(&house.services, &reviewer, id, house.student_id).await,
            hand_over_all(&house.services, &reviewer, id).await,
        ] {
            assert!(matches!(done, Err(HandOverError::Restricted)), "{done:?}");
        }
        assert!(!is_read(house.state(&family, letter).await));
        assert_eq!(shown(&house, id).await.0.handed, 0);
        let mut db = house.services.database.read().await.expect("a connection");
        assert!(print_runs::sheets(&mut db, id, house.now()).await.expect("asked").is_empty());
    }

    /// A run takes up nothing of who is restricted, whether chosen or not.
    async fn a_restricted_student_is_in_no_run(house: House) {
        delivered(&house).await;
        restrict(&house).await;
        let reviewer = house.reviewer().await;
        for whose in [Whose::Everyone, Whose::These(BTreeSet::from([house.student_id]))] {
            let made = make_print_run(&house.services, &reviewer, some_id(&house), whose).await;
            assert!(matches!(made, Err(MakePrintRunError::Nothing)), "{made:?}");
        }
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM print_run").await, 0);
    }

    /// Staff who print at the same moment: one has the letter, the others hear that nothing is new.
    async fn each_letter_is_in_one_run(house: House) {
        delivered(&house).await;
        let reviewer = house.reviewer().await;
        let made = at_once((0..4).map(|_| {
            let (services, reviewer, id) = (house.services.clone(), reviewer.clone(), some_id(&house));
            let whose = Whose::These(BTreeSet::from([house.student_id]));
            async move { make_print_run(&services, &reviewer, id, whose).await }
        }))
        .await;
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1, "{made:?}");
        assert_eq!(made.iter().filter(|made| matches!(made, Err(MakePrintRunError::Nothing))).count(), 3);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM print_run").await, 1);
    }

    /// Another institution has neither the student nor the run.
    async fn a_run_is_its_institution_s_own(house: House) {
        delivered(&house).await;
        let elsewhere = house.reviewer_elsewhere().await;
        let chosen = Whose::These(BTreeSet::from([house.student_id]));
        let made = make_print_run(&house.services, &elsewhere, some_id(&house), chosen).await;
        assert!(matches!(made, Err(MakePrintRunError::NotFound)), "{made:?}");
        let id = printed(&house).await;
        let made = make_print_run(&house.services, &elsewhere, id, Whose::Everyone).await;
        assert!(matches!(made, Err(MakePrintRunError::NotFound)), "{made:?}");
        let handed = hand_over(&house.services, &elsewhere, id, house.student_id).await;
        assert!(matches!(handed, Err(HandOverError::NotFound)), "{handed:?}");
        let handed = hand_over_all(&house.services, &elsewhere, id).await;
        assert!(matches!(handed, Err(HandOverError::NotFound)), "{handed:?}");
    }
}
