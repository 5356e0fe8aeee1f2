//! A link that came by mail is used: a registration becomes an account (part 六(一) steps 4 and 5).

use domain::id::AccountId;
use domain::mail::LinkPurpose;
use domain::people::{AccountState, EmailAddress, Role};

use crate::details::{Details, Whose};
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::accounts::{self, NewAccount, SecondFactor};
use crate::storage::{links, registrations};
use crate::token::Token;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    Yes,
    /// The link does not work (any more).
    Over,
    /// Meanwhile somebody else registered this address or identification.
    Taken,
}

/// `token` is as it was sent.
pub async fn verify_address(services: &Services, token: &str) -> Result<Verified, Failure> {
    let Some(token) = Token::parse(token) else { return Ok(Verified::Over) };
    let hash = token.hash();
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    if !links::spend(&mut db, &hash, now).await? {
        return Ok(Verified::Over);
    }
    let link = links::find(&mut db, LinkPurpose::Verify, &hash).await?;
    let waiting = match link.and_then(|link| link.registration) {
        Some(id) => registrations::find(&mut db, &id).await?,
        None => None,
    };
    let Some(waiting) = waiting else { return Ok(Verified::Over) };
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
