//! The operator adds, renames and closes institutions, and invites their first admins.

use domain::audit::{About, AuditAction, AuditSearch};
use domain::id::InstitutionId;
use domain::institution::{InstitutionForm, InstitutionNameProblem, InstitutionOverview};
use domain::language::Language;
use domain::mail::LetterKind;
use domain::people::{AccountState, EmailAddress, Role};
use domain::person_name::PersonName;
use domain::roster::{CallNumberProblem, LeavingForm, LeavingProblem, StudentForm};
use domain::roster_file::FileProblem;
use server::audit::Who;
use server::storage::audit_trail::{FROM_THE_END, lines};
use server::storage::{institutions, roster, staff};
use server::workflows::add_student::add_student;
use server::workflows::import_roster::import_for;
use server::workflows::invite_staff::{Invitation, Invited, invite_admin, invite_operator};
use server::workflows::leave_student::{Left, leave_student};
use server::workflows::log_in::{LogIn, log_in};
use server::workflows::manage_institution::{
    InstitutionError, add_as, add_institution, change_institution, close_institution, reopen_institution,
};
use server::workflows::manage_staff::{Change, Managed, manage_operator, operators};
use server::{Actor, Operator};

use crate::house::{ADMIN, AT_HOME, House, OPERATOR, PASSWORD, REVIEWER};

fn form(name: &str, phone: &str) -> InstitutionForm {
    InstitutionForm { name: name.to_owned(), phone: phone.to_owned() }
}

fn new_id(house: &House) -> InstitutionId {
    InstitutionId::new(house.services.random.uuid(house.now()))
}

async fn overview(house: &House, id: InstitutionId) -> InstitutionOverview {
    let mut db = house.services.database.read().await.expect("a connection");
    institutions::find(&mut db, id, house.today()).await.expect("asked").expect("an institution")
}

/// What families choose among.
async fn offered(house: &House) -> Vec<String> {
    let mut db = house.services.database.read().await.expect("a connection");
    let all = roster::institutions(&mut db).await.expect("a list");
    all.into_iter().map(|one| one.name).collect()
}

async fn invite(house: &House, operator: &Operator, id: InstitutionId, mail: &str) -> Invited {
    let name = PersonName::parse("蔡文傑").expect("a name");
    let email = EmailAddress::parse(mail).expect("an address");
    let invitation =
        Invitation { name: &name, email: &email, role: Role::Admin, language: Language::TraditionalChinese };
    invite_admin(&house.services, operator, id, &invitation).await.expect("asked").expect("an institution")
}

on_both_engines! {
    async fn a_form_that_is_sent_twice_adds_one_institution(house: House) {
        let (operator, id) = (house.operator().await, new_id(&house));
        let here = house.here;
        for _ in 0..2 {
            add_institution(&house.services, &operator, id, &form("東山中學", "05-000-0000")).await.expect("added");
        }
        assert_eq!(offered(&house).await.len(), 3, "the authority is not among them");
        let taken = add_institution(&house.services, &operator, new_id(&house), &form("東山中學", "1")).await;
        let Err(InstitutionError::Refused(problems)) = taken else { panic!("{taken:?}") };
        assert_eq!(problems.name, Some(InstitutionNameProblem::Taken));
        let taken = change_institution(&house.services, &operator, here, &form("東山中學", "1")).await;
        assert!(matches!(taken, Err(InstitutionError::Refused(_))));
        assert_eq!(overview(&house, here).await.name, "青山中學");
    }

    async fn a_new_name_and_telephone_are_there_at_once_and_in_the_audit(house: House) {
        let (operator, here) = (house.operator().await, house.here);
        for _ in 0..2 {
            change_institution(&house.services, &operator, here, &form("青山學校", "03-111-1111")).await.expect("changed");
        }
        let found = overview(&house, here).await;
        assert_eq!((found.name.as_str(), found.phone.as_str()), ("青山學校", "03-111-1111"));
        assert_eq!((found.students, found.open_books, found.admins), (2, 2, 1));
        let mut db = house.services.database.read().await.expect("a connection");
        let wanted = AuditSearch { action: Some(AuditAction::InstitutionChanged), ..AuditSearch::default() };
        let found = lines(&mut db, here, &wanted, FROM_THE_END, 10).await.expect("rows");
        assert_eq!(found.len(), 1, "the second time changed nothing");
        assert_eq!(found[0].about, About::Institution);
        let nobody = change_institution(&house.services, &operator, operator.institution(), &form("甲", "1")).await;
        assert!(matches!(nobody, Err(InstitutionError::NotFound)), "the authority is none of them");
    }

    async fn one_with_students_is_not_closed(house: House) {
        let operator = house.operator().await;
        let refused = close_institution(&house.services, &operator, house.here).await;
        assert!(matches!(refused, Err(InstitutionError::HasStudents(2))), "{refused:?}");
        assert_eq!(overview(&house, house.here).await.closed_at, None);
    }

    async fn a_closed_one_takes_nobody_until_it_is_opened_again(house: House) {
        let (operator, here) = (house.operator().await, house.here);
        let staff = house.account(REVIEWER).await.staff().cloned().expect("staff");
        let student = house.student_id;
        let gone = LeavingForm { leaving: "released".to_owned(), day: house.today().to_string() };
        assert_eq!(leave_student(&house.services, &staff, student, &gone).await.expect("asked"), Left::Yes);
        house.run("UPDATE student SET left_on = 1 WHERE call_number = '1002'").await;

        for _ in 0..2 {
            close_institution(&house.services, &operator, here).await.expect("closed");
        }
        assert_eq!(offered(&house).await, ["海濱中學"]);
        let new = StudentForm { call_number: "2001".to_owned(), name: "新同學".to_owned(), ..StudentForm::default() };
        let refused = add_student(&house.services, &staff, &new).await.expect("asked").expect_err("closed");
        assert_eq!(refused.call_number, Some(CallNumberProblem::Closed));
        let refused = import_for(&house.services, here, "呼號,姓名\n2001,新同學\n").await.expect("asked");
        assert_eq!(refused, Err(FileProblem::Closed));
        let back = LeavingForm { leaving: "here".to_owned(), day: String::new() };
        let refused = leave_student(&house.services, &staff, student, &back).await.expect("asked");
        assert_eq!(refused, Left::Refused(LeavingProblem::Closed));
        assert!(house.account(ADMIN).await.admin().is_some(), "its staff still log in");

        reopen_institution(&house.services, &operator, here).await.expect("open");
        assert_eq!(offered(&house).await, ["海濱中學", "青山中學"]);
        add_student(&house.services, &staff, &new).await.expect("asked").expect("added");
    }

    async fn closing_and_adding_a_student_at_once_never_leaves_one_in_a_closed_institution(house: House) {
        let (operator, id) = (house.operator().await, new_id(&house));
        add_institution(&house.services, &operator, id, &form("東山中學", "1")).await.expect("added");
        let closing = {
            let (services, operator) = (house.services.clone(), operator.clone());
            async move { close_institution(&services, &operator, id).await.is_ok() }
        };
        let adding = {
            let services = house.services.clone();
            async move { import_for(&services, id, "呼號,姓名\n2001,新同學\n").await.expect("asked").is_ok() }
        };
        let (closed, added) = tokio::join!(tokio::spawn(closing), tokio::spawn(adding));
        assert_ne!(closed.expect("ran"), added.expect("ran"), "one of the two is refused");
    }

    /// The authority has no name that stands in an institution's way, whichever of the two is there first.
    async fn an_institution_may_be_called_as_the_authority_is(house: House) {
        let name = form("矯正署", "1");
        add_as(&house.services, Who::Operator, new_id(&house), &name).await.expect("added");
        let operator = house.operator().await;
        let (name, email) = (PersonName::parse("蔡文傑").expect("a name"), EmailAddress::parse("second@house.example"));
        let invited =
            invite_operator(&house.services, &name, &email.expect("an address"), Language::TraditionalChinese).await;
        assert_eq!(invited.expect("asked"), Invited::Yes);
        assert_eq!(operators(&house.services).await.expect("a list").len(), 2);
        let taken = add_institution(&house.services, &operator, new_id(&house), &form("矯正署", "1")).await;
        assert!(matches!(taken, Err(InstitutionError::Refused(_))), "{taken:?}");
    }

    /// On the command line an operator is kept out at once and let in again, and a lost second factor is removed.
    async fn an_operator_is_kept_out_and_let_in_again(house: House) {
        let email = EmailAddress::parse(OPERATOR).expect("an address");
        let change = async |what| manage_operator(&house.services, &email, what).await.expect("asked");
        assert_eq!(operators(&house.services).await.expect("a list").len(), 0);
        assert_eq!(change(Change::Deactivate).await, Managed::NotFound);

        house.operator().await;
        let session = house.log_in(OPERATOR).await;
        assert_eq!(change(Change::Activate).await, Managed::NotNow);
        assert_eq!(change(Change::RemoveSecondFactor).await, Managed::Yes);
        assert!(matches!(house.resume(&session).await, Actor::Anonymous), "logged out");

        let session = house.log_in(OPERATOR).await;
        assert_eq!(change(Change::Deactivate).await, Managed::Yes);
        assert_eq!(change(Change::Deactivate).await, Managed::NotNow);
        assert!(matches!(house.resume(&session).await, Actor::Anonymous), "logged out");
        let refused = log_in(&house.services, OPERATOR, PASSWORD, &AT_HOME).await.expect("asked");
        assert!(matches!(refused, LogIn::NotKnown));
        let all = operators(&house.services).await.expect("a list");
        assert_eq!((all.len(), all[0].state), (1, AccountState::Deactivated));

        assert_eq!(change(Change::Activate).await, Managed::Yes);
        house.log_in(OPERATOR).await;
        let written = "SELECT COUNT(*) AS n FROM audit WHERE actor_kind = 'operator'
             AND action IN ('second_factor_removed', 'staff_deactivated', 'staff_activated')";
        assert_eq!(house.number(written).await, 3);

        let admin = EmailAddress::parse(ADMIN).expect("an address");
        let elsewhere = manage_operator(&house.services, &admin, Change::Deactivate).await;
        assert_eq!(elsewhere.expect("asked"), Managed::NotFound, "whoever is no operator");
    }

    async fn an_admin_is_invited_and_once_more(house: House) {
        let (operator, here) = (house.operator().await, house.here);
        let mail = "first.admin@house.example";
        assert_eq!(invite(&house, &operator, here, mail).await, Invited::Yes);
        assert_eq!(invite(&house, &operator, here, mail).await, Invited::Yes, "the letter is sent again");
        assert_eq!(invite(&house, &operator, house.elsewhere, mail).await, Invited::Known);
        assert_eq!(invite(&house, &operator, here, ADMIN).await, Invited::Known);
        let letters = house.letters().await;
        assert!(letters.iter().all(|letter| letter.what == LetterKind::Invitation && letter.to == mail));
        let mut db = house.services.database.read().await.expect("a connection");
        let all = staff::of_institution(&mut db, here).await.expect("a list");
        let invited: Vec<_> = all.iter().filter(|one| one.email == mail).collect();
        assert_eq!(invited.len(), 1);
        assert_eq!((invited[0].role, invited[0].state), (Role::Admin, AccountState::Invited));
    }
}
