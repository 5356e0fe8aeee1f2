//! Links in mails: found by the hash of their token, used once, until their time is over.

use domain::id::MailId;
use domain::mail::LinkPurpose;
use domain::people::EmailAddress;
use server::jobs::sweep::sweep;
use server::storage::links::{self, Link, NewLink};
use server::token::Token;

use crate::house::{FAMILY, House, at_once};

/// Adds a link of ten minutes and gives the hash of its token.
async fn add(house: &House, mail: MailId) -> String {
    let hash = Token::new(&house.services.random).hash();
    let account = house.account_id(FAMILY).await;
    let email = EmailAddress::parse("new@house.example").expect("an address");
    let link = NewLink {
        token_hash: &hash,
        purpose: LinkPurpose::NewAddress,
        mail,
        account: Some(account),
        registration: None,
        email: Some(&email),
        ends_at: house.now().plus_seconds(600),
    };
    let mut db = house.services.database.write().await.expect("a transaction");
    links::add(&mut db, &link, house.now()).await.expect("added");
    db.commit().await.expect("kept");
    hash
}

fn mail(house: &House) -> MailId {
    MailId::new(house.services.random.uuid(house.now()))
}

async fn find(house: &House, purpose: LinkPurpose, hash: &str) -> Option<Link> {
    let mut db = house.services.database.read().await.expect("a connection");
    links::find(&mut db, purpose, hash).await.expect("asked")
}

async fn spend(house: &House, hash: &str) -> bool {
    let mut db = house.services.database.write().await.expect("a transaction");
    let spent = links::spend(&mut db, hash, house.now()).await.expect("asked");
    db.commit().await.expect("kept");
    spent
}

on_both_engines! {
    /// A link is what it was made for, and nothing else.
    async fn a_link_is_found_by_purpose_and_hash(house: House) {
        let hash = add(&house, mail(&house)).await;
        let found = find(&house, LinkPurpose::NewAddress, &hash).await.expect("there");
        assert_eq!(found.account, Some(house.account_id(FAMILY).await));
        assert_eq!((found.email.as_deref(), found.registration), (Some("new@house.example"), None));
        assert_eq!((found.ends_at, found.used_at), (house.now().plus_seconds(600), None));
        assert_eq!(find(&house, LinkPurpose::Reset, &hash).await, None);
        assert_eq!(find(&house, LinkPurpose::NewAddress, &"0".repeat(64)).await, None);
    }

    /// A link that is used many times at the same moment works once.
    async fn a_link_works_once(house: House) {
        let hash = add(&house, mail(&house)).await;
        let results = at_once((0..16).map(|_| {
            let (database, hash, now) = (house.services.database.clone(), hash.clone(), house.now());
            async move {
                let mut db = database.write().await.expect("a transaction");
                let spent = links::spend(&mut db, &hash, now).await.expect("asked");
                db.commit().await.expect("kept");
                spent
            }
        }))
        .await;
        assert_eq!(results.iter().filter(|spent| **spent).count(), 1);
        assert!(find(&house, LinkPurpose::NewAddress, &hash).await.expect("there").used_at.is_some());
    }

    /// Ten minutes are ten minutes.
    async fn a_link_ends(house: House) {
        let first = add(&house, mail(&house)).await;
        house.pass_seconds(599);
        assert!(spend(&house, &first).await);
        let second = add(&house, mail(&house)).await;
        house.pass_seconds(600);
        assert!(!spend(&house, &second).await);
        assert!(!spend(&house, &"0".repeat(64)).await);
    }

    /// Only the link of the latest try counts.
    async fn a_later_try_takes_the_place_of_an_earlier_one(house: House) {
        let mail = mail(&house);
        let first = add(&house, mail).await;
        let second = add(&house, mail).await;
        assert_eq!(find(&house, LinkPurpose::NewAddress, &first).await, None);
        assert!(!spend(&house, &first).await);
        assert!(spend(&house, &second).await);
    }

    /// What became of a link can be said for a day; then it is forgotten.
    async fn an_old_link_is_swept_a_day_after_its_end(house: House) {
        let hash = add(&house, mail(&house)).await;
        house.pass_seconds(600 + 86_399);
        sweep(&house.services).await.expect("swept");
        assert!(find(&house, LinkPurpose::NewAddress, &hash).await.is_some());
        house.pass_seconds(1);
        sweep(&house.services).await.expect("swept");
        assert_eq!(find(&house, LinkPurpose::NewAddress, &hash).await, None);
    }
}
