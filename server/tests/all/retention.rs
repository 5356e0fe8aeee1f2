//! What people have left behind goes when its time is over, and not before.

use domain::audit::{AuditAction, AuditSearch};
use domain::retention::{Kept, Retention, RetentionForm};
use server::jobs::forget::forget;
use server::storage::audit_trail::{FROM_THE_END, lines};
use server::storage::retention::{NO_NAME, find};
use server::workflows::change_retention::{ChangeRetentionError, change_retention};
use server::workflows::close_account::close_account;
use server::workflows::save_entry::{Target, Written};

use crate::house::{House, PASSWORD, drawing, written};

fn form(drafts: u32, mail: u32) -> RetentionForm {
    RetentionForm::from(&Retention { drafts, mail, ..Retention::USUAL })
}

async fn days(house: &House) -> (Retention, i64) {
    let mut db = house.services.database.read().await.expect("a connection");
    find(&mut db).await.expect("asked")
}

on_both_engines! {
    async fn the_operator_sets_the_days_and_the_audit_tells(house: House) {
        let operator = house.operator().await;
        assert_eq!(days(&house).await, (Retention::USUAL, 0));
        for _ in 0..2 {
            change_retention(&house.services, &operator, 0, &form(60, 90)).await.expect("set");
        }
        let (set, version) = days(&house).await;
        assert_eq!((set.drafts, version), (60, 1));
        let late = change_retention(&house.services, &operator, 0, &form(70, 90)).await;
        assert!(matches!(late, Err(ChangeRetentionError::OtherVersion)), "{late:?}");
        let wrong = change_retention(&house.services, &operator, 1, &form(29, 366)).await;
        let Err(ChangeRetentionError::Refused(wrong)) = wrong else { panic!("{wrong:?}") };
        assert_eq!(wrong, [Kept::Drafts, Kept::Mail]);
        assert_eq!(days(&house).await.0.drafts, 60);
        change_retention(&house.services, &operator, 1, &form(70, 90)).await.expect("set");
        let mut db = house.services.database.read().await.expect("a connection");
        let wanted = AuditSearch { action: Some(AuditAction::RetentionChanged), ..AuditSearch::default() };
        let rows = lines(&mut db, operator.institution(), &wanted, FROM_THE_END, 10).await.expect("rows");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].details.iter().map(|fact| fact.name.as_str()).collect::<Vec<_>>(), ["drafts"]);
    }

    /// Drafts with photo go a year after their last change; what was sent stays.
    async fn old_drafts_go_and_what_was_sent_stays(house: House) {
        let family = house.family().await;
        let photo = Written { photo: drawing(1), ..written(house.book) };
        let draft = house.save(&family, Target::New(None), photo).await.entry;
        let sent = house.send(&family, written(house.book)).await;
        house.pass_days(364);
        forget(&house.services).await.expect("done");
        assert!(house.find(&family, draft).await.is_some());
        house.pass_days(1);
        forget(&house.services).await.expect("done");
        let family = house.family().await;
        assert!(house.find(&family, draft).await.is_none());
        assert!(house.find(&family, sent).await.is_some());
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM photo").await, 0);
        assert_eq!(forget(&house.services).await.expect("done"), 0, "nothing is left to do");
    }

    /// Many go in several transactions, so that others write in between, and each stands in the audit.
    async fn many_old_drafts_go_a_batch_at_a_time(house: House) {
        let family = house.family().await;
        for _ in 0..51 {
            house.draft(&family).await;
        }
        house.pass_days(365);
        assert_eq!(forget(&house.services).await.expect("done"), 51);
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM entry").await, 0);
        let rows = house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'retention_carried_out'").await;
        assert_eq!(rows, 2);
    }

    async fn the_name_of_a_closed_account_goes_five_years_later(house: House) {
        let family = house.family().await;
        close_account(&house.services, &family, PASSWORD).await.expect("closed");
        house.pass_days(1824);
        forget(&house.services).await.expect("done");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM account WHERE name = '林美惠'").await, 1);
        house.pass_days(1);
        forget(&house.services).await.expect("done");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM account WHERE name = '林美惠'").await, 0);
        assert_eq!(NO_NAME, "—");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM account WHERE name = '—'").await, 1);
        let rows = house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'retention_carried_out'").await;
        assert!(rows >= 1, "the audit tells");
    }
}
