//! The outbox: mail waits for its time, is claimed by one server, and ends as sent, dead or void.

use domain::id::MailId;
use domain::mail::{LinkPurpose, MailKind};
use server::jobs::forget::forget;
use server::jobs::sweep::sweep;
use server::storage::StorageError;
use server::storage::links::{self, NewLink};
use server::storage::outbox::{self, About, Claimed, Counts, Due, Recipient};
use server::token::Token;

use crate::house::{FAMILY, House, at_once};

async fn add(house: &House) -> MailId {
    let id = MailId::new(house.services.random.uuid(house.now()));
    let to = Recipient::Account(house.account_id(FAMILY).await);
    let mut db = house.services.database.write().await.expect("a transaction");
    outbox::add(&mut db, id, MailKind::PasswordChanged, to, About::Nothing, house.now())
        .await
        .expect("added");
    db.commit().await.expect("kept");
    id
}

async fn due(house: &House) -> Vec<Due> {
    let mut db = house.services.database.read().await.expect("a connection");
    outbox::due(&mut db, house.now(), 20).await.expect("asked")
}

async fn claim(house: &House, due: &Due) -> Option<Claimed> {
    let mut db = house.services.database.write().await.expect("a transaction");
    let claimed = outbox::claim(&mut db, due, house.now().plus_seconds(300)).await.expect("asked");
    db.commit().await.expect("kept");
    claimed
}

on_both_engines! {
    /// What is claimed is nobody else's until the claim is over, as it is when the server was killed.
    async fn a_mail_is_claimed_until_its_server_is_gone(house: House) {
        let id = add(&house).await;
        let waiting = due(&house).await;
        assert_eq!((waiting.len(), waiting[0].id, waiting[0].tries), (1, id, 0));
        assert!(claim(&house, &waiting[0]).await.is_some());
        assert!(claim(&house, &waiting[0]).await.is_none());
        assert_eq!(due(&house).await, []);
        house.pass_seconds(299);
        assert_eq!(due(&house).await, []);
        house.pass_seconds(1);
        assert_eq!(due(&house).await.len(), 1);
    }

    /// Of many servers that see the same mail at the same moment one sends it.
    async fn one_of_sixteen_claims_a_mail(house: House) {
        add(&house).await;
        let waiting = due(&house).await[0];
        let results = at_once((0..16).map(|_| {
            let (database, until) = (house.services.database.clone(), house.now().plus_seconds(300));
            async move {
                let mut db = database.write().await.expect("a transaction");
                let claimed = outbox::claim(&mut db, &waiting, until).await.expect("asked");
                db.commit().await.expect("kept");
                claimed.is_some()
            }
        }))
        .await;
        assert_eq!(results.iter().filter(|claimed| **claimed).count(), 1);
    }

    /// Each end is kept and counted; nothing that has ended is due again.
    async fn a_mail_ends_as_sent_dead_or_void(house: House) {
        let mut claimed = Vec::new();
        for _ in 0..4 {
            add(&house).await;
            let waiting = due(&house).await[0];
            claimed.push(claim(&house, &waiting).await.expect("ours"));
        }
        let later = house.now().plus_seconds(60);
        let mut db = house.services.database.write().await.expect("a transaction");
        outbox::sent(&mut db, &claimed[0], house.now()).await.expect("ours");
        outbox::given_up(&mut db, &claimed[1], "recipient: 550").await.expect("ours");
        outbox::void(&mut db, &claimed[2]).await.expect("ours");
        outbox::failed_once(&mut db, &claimed[3], later, "timeout").await.expect("ours");
        db.commit().await.expect("kept");

        let mails = house.mails().await;
        let mut ends: Vec<_> =
            mails.iter().map(|m| (m.state.as_str(), m.tries, m.last_error.as_deref())).collect();
        ends.sort_unstable();
        assert_eq!(ends, [
            ("dead", 1, Some("recipient: 550")),
            ("sent", 0, None),
            ("void", 0, None),
            ("waiting", 1, Some("timeout")),
        ]);
        let mut db = house.services.database.read().await.expect("a connection");
        let counts = outbox::counts(&mut db).await.expect("asked");
        assert_eq!(counts, Counts { waiting: 1, delayed: 1, dead: 1 });
        drop(db);
        assert_eq!(due(&house).await, []);
        house.pass_days(1);
        let again = due(&house).await;
        assert_eq!((again.len(), again[0].id, again[0].tries), (1, claimed[3].id, 1));
    }

    /// A mail that was sent is forgotten after ninety days, unless its link still works; others stay.
    async fn sent_mail_is_swept_after_ninety_days(house: House) {
        let mut claimed = Vec::new();
        for _ in 0..3 {
            add(&house).await;
            claimed.push(claim(&house, &due(&house).await[0]).await.expect("ours"));
        }
        let link = NewLink {
            token_hash: &Token::new(&house.services.random).hash(),
            purpose: LinkPurpose::Invitation,
            mail: claimed[1].id,
            account: Some(house.account_id(FAMILY).await),
            registration: None,
            email: None,
            ends_at: house.now().plus_seconds(90 * 86_400),
        };
        let mut db = house.services.database.write().await.expect("a transaction");
        outbox::sent(&mut db, &claimed[0], house.now()).await.expect("ours");
        outbox::sent(&mut db, &claimed[1], house.now()).await.expect("ours");
        outbox::given_up(&mut db, &claimed[2], "recipient: 550").await.expect("ours");
        links::add(&mut db, &link, house.now()).await.expect("added");
        db.commit().await.expect("kept");
        add(&house).await;

        let left = async || {
            sweep(&house.services).await.expect("swept");
            forget(&house.services).await.expect("forgotten");
            let mut states: Vec<_> = house.mails().await.into_iter().map(|mail| mail.state).collect();
            states.sort_unstable();
            states.join(" ")
        };
        house.pass_seconds(90 * 86_400 - 1);
        assert_eq!(left().await, "dead sent sent waiting");
        house.pass_seconds(1);
        assert_eq!(left().await, "sent waiting");
        house.pass_days(1);
        assert_eq!(left().await, "waiting");
    }

    /// Who comes back after its claim was over changes nothing.
    async fn a_claim_that_is_over_settles_nothing(house: House) {
        add(&house).await;
        let first = claim(&house, &due(&house).await[0]).await.expect("ours");
        house.pass_seconds(300);
        let second = claim(&house, &due(&house).await[0]).await.expect("theirs");
        let mut db = house.services.database.write().await.expect("a transaction");
        let late = outbox::failed_once(&mut db, &first, house.now(), "timeout").await;
        assert!(matches!(late, Err(StorageError::Changed(_))), "{late:?}");
        outbox::sent(&mut db, &second, house.now()).await.expect("theirs");
        let late = outbox::sent(&mut db, &first, house.now()).await;
        assert!(matches!(late, Err(StorageError::Changed(_))), "{late:?}");
        db.commit().await.expect("kept");
    }
}
