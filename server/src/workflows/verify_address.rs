//! A link that came by mail is used: a registration becomes an account (part 六(一) steps 4 and 5).
//!
//! The password that was chosen with it is asked for, so that nobody's press of a button gives somebody else, who
//! registered their address, an account there.

use domain::id::AccountId;
use domain::mail::LinkPurpose;
use domain::people::{AccountState, EmailAddress, Role};

use crate::details::{Details, Whose};
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::accounts::{self, NewAccount, SecondFactor};
use crate::storage::registrations::Registration;
use crate::storage::{StorageError, links, registrations};
use crate::throttle::{self, REGISTERED_PASSWORD, Wait};
use crate::token::Token;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    Yes,
    /// The link does not work (any more).
    Over,
    /// The link works still.
    WrongPassword,
    TooOften(Wait),
    /// Meanwhile somebody else registered this address or identification.
    Taken,
}

/// `token` is as it was sent, `password` as it is typed.
pub async fn verify_address(services: &Services, token: &str, password: &str) -> Result<Verified, Failure> {
    let Some(token) = Token::parse(token) else { return Ok(Verified::Over) };
    let hash = token.hash();
    let now = services.clock.now();
    let Some(waiting) = waiting(services, &hash).await? else { return Ok(Verified::Over) };
    if let Err(wait) = throttle::count(services, &[(REGISTERED_PASSWORD, &waiting.id)]).await? {
        return Ok(Verified::TooOften(wait));
    }
    if !services.passwords.check(password, Some(&waiting.password_hash)).await? {
        return Ok(Verified::WrongPassword);
    }

    let mut db = services.database.write().await?;
    // Another link of the same address may have been faster.
    let first = links::spend(&mut db, &hash, now).await?
        && registrations::find(&mut db, &waiting.id).await?.is_some();
    if !first {
        return Ok(Verified::Over);
    }
    let Some(email) = EmailAddress::parse(&waiting.email) else { return Ok(Verified::Over) };

    let id = AccountId::new(services.random.uuid(now));
    let details = Details::unseal(services, Whose::Registration(&waiting.id), &waiting.details)?;
    let sealed = details.seal(services, Whose::Account(&id.to_string()))?;
    let account = NewAccount {
        id,
        role: Role::Family,
        institution: None,
        email: &email,
        name: &waiting.name,
        password_hash: &waiting.password_hash,
        language: waiting.language,
        state: AccountState::Active,
        second_factor: SecondFactor::None,
        details: Some((&sealed, &waiting.id_number_hash)),
    };
    if accounts::add(&mut db, &account, now).await?.is_err() {
        return Ok(Verified::Taken);
    }
    accounts::add_consent(&mut db, id, &waiting.notice_version, waiting.agreed_at).await?;
    registrations::remove_all(&mut db, &waiting.email).await?;
    db.commit().await?;
    Ok(Verified::Yes)
}

/// The registration of a link that works.
async fn waiting(services: &Services, token_hash: &str) -> Result<Option<Registration>, StorageError> {
    let now = services.clock.now();
    let mut db = services.database.read().await?;
    let link = links::find(&mut db, LinkPurpose::Verify, token_hash).await?;
    match link.filter(|link| link.used_at.is_none() && link.ends_at > now).and_then(|link| link.registration)
    {
        Some(id) => registrations::find(&mut db, &id).await,
        None => Ok(None),
    }
}
