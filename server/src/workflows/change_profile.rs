//! A person corrects name and telephone numbers. Identification and birth date are for the institution to correct.

use domain::person_name::PersonName;
use domain::phone::{MobileNumber, PhoneNumber};

use crate::actor::Holder;
use crate::details::{Details, Whose};
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::{StorageError, accounts};

/// What only families tell.
pub struct OfFamily {
    pub mobile: MobileNumber,
    pub phone: Option<PhoneNumber>,
    /// Mail when the student has read.
    pub mail_when_read: bool,
}

/// `family` is `None` for staff.
pub async fn change_profile(
    services: &Services,
    holder: &Holder,
    name: &PersonName,
    family: Option<OfFamily>,
) -> Result<(), Failure> {
    let mut db = services.database.write().await?;
    accounts::lock(&mut db, holder.id()).await?;
    let account = accounts::find(&mut db, holder.id()).await?.ok_or(StorageError::Changed("account"))?;
    accounts::set_name(&mut db, holder.id(), name.as_str()).await?;
    let Some(OfFamily { mobile, phone, mail_when_read }) = family else { return Ok(db.commit().await?) };
    accounts::set_mail_when_read(&mut db, holder.id(), mail_when_read).await?;
    if let Some(before) = account.details {
        let id = holder.id().to_string();
        let details = Details::unseal(services, Whose::Account(&id), &before)?;
        let details = Details { mobile, phone, ..details };
        let sealed = details.seal(services, Whose::Account(&id))?;
        if !accounts::set_details(&mut db, holder.id(), &before, &sealed).await? {
            return Err(StorageError::Changed("account").into());
        }
    }
    Ok(db.commit().await?)
}
