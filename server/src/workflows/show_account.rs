//! What an account holds, for whoever holds it.

use domain::mail::LinkPurpose;
use domain::people::Role;
use domain::time::Moment;

use crate::actor::Holder;
use crate::details::{Details, Whose};
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::sessions::Device;
use crate::storage::{accounts, outbox, sessions};

pub struct ShownAccount {
    pub name: String,
    pub email: String,
    pub role: Role,
    /// Staff have none.
    pub details: Option<Details>,
    pub mail_when_read: bool,
    pub consents: Vec<(String, Moment)>,
    pub devices: Vec<Device>,
    /// A new address that waits to be confirmed.
    pub new_email: Option<String>,
}

pub async fn show_account(services: &Services, holder: &Holder) -> Result<ShownAccount, Failure> {
    let now = services.clock.now();
    let mut db = services.database.read().await?;
    let account = accounts::find(&mut db, holder.id()).await?;
    let account = account.ok_or(crate::storage::StorageError::Changed("account"))?;
    let details = match &account.details {
        Some(sealed) => Some(Details::unseal(services, Whose::Account(&account.id.to_string()), sealed)?),
        None => None,
    };
    let link_began = now.plus_seconds(-60 * LinkPurpose::NewAddress.minutes());
    let new_email = outbox::new_address(&mut db, holder.id(), link_began).await?;
    Ok(ShownAccount {
        // Once it is confirmed it is the address.
        new_email: new_email.filter(|new| *new != account.email),
        name: account.name,
        email: account.email,
        role: account.role,
        mail_when_read: account.mail_when_read,
        details,
        consents: accounts::consents(&mut db, holder.id()).await?,
        devices: sessions::of_account(&mut db, holder.id(), now).await?,
    })
}
