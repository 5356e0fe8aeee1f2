//! A person's own account: what it holds, where it is logged in, and its forms as they were refused.

use domain::identification::IdentificationKind;
use domain::people::Role;
use domain::time::Moment;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::{AddressRefusal, ChangePasswordRefusal, CloseRefusal, ProfileRefusal};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    pub name: String,
    pub email: String,
    pub role: Role,
    /// A family's own details; staff have none.
    pub details: Option<Details>,
    /// Mail when the student has read.
    pub mail_when_read: bool,
    /// Which notice was agreed to, and when, the latest first.
    pub consents: Vec<(String, Moment)>,
    /// The latest first.
    pub devices: Vec<Device>,
    /// Where a new address still waits to be confirmed.
    pub new_email: Option<String>,
    pub refused: Option<AccountRefusal>,
}

/// The identification is shown masked, to its owner too: a screen may be looked at by others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub id_kind: IdentificationKind,
    pub id_masked: String,
    /// In words of the language that is spoken.
    pub birth_date: String,
    pub mobile: String,
    pub phone: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Names the session to end; it is not its secret.
    pub id: String,
    /// What the browser calls itself, such as `Chrome · Android`; may be empty.
    pub name: String,
    pub began_at: Moment,
    pub last_seen_at: Moment,
    pub is_this_one: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountRefusal {
    Profile(ProfileRefusal),
    Address(AddressRefusal),
    Password(ChangePasswordRefusal),
    Close(CloseRefusal),
}

#[server(name = LoadAccount, endpoint = "account")]
pub async fn account() -> Result<AccountPage, PageError> {
    use server::workflows::show_account::show_account;

    use crate::context::{failed, holder, visit};
    use crate::refusal::Refusal;
    use crate::words::Words;

    let visit = visit()?;
    let holder = holder(&visit)?;
    let shown = show_account(&visit.services, &holder).await.map_err(|error| failed(&visit, &error))?;
    let refused = match &visit.refusal {
        Some(Refusal::Profile(refusal)) => Some(AccountRefusal::Profile(refusal.clone())),
        Some(Refusal::Address(refusal)) => Some(AccountRefusal::Address(refusal.clone())),
        Some(Refusal::ChangePassword(refusal)) => Some(AccountRefusal::Password(refusal.clone())),
        Some(Refusal::Close(refusal)) => Some(AccountRefusal::Close(refusal.clone())),
        _ => None,
    };
    let this = visit.session.clone();
    Ok(AccountPage {
        name: shown.name,
        email: shown.email,
        role: shown.role,
        mail_when_read: shown.mail_when_read,
        details: shown.details.map(|details| Details {
            id_kind: details.identification.kind(),
            id_masked: details.identification.masked(),
            birth_date: Words(visit.language).birth_date_in_digits(details.birth_date),
            mobile: details.mobile.national(),
            phone: details.phone.map(|phone| phone.national()).unwrap_or_default(),
        }),
        consents: shown.consents,
        devices: shown
            .devices
            .into_iter()
            .map(|device| Device {
                is_this_one: this.as_deref() == Some(device.id.as_str()),
                id: device.id,
                name: device.name,
                began_at: device.began_at,
                last_seen_at: device.last_seen_at,
            })
            .collect(),
        new_email: shown.new_email,
        refused,
    })
}
