//! What a family tells about itself when it registers: sealed before it reaches the database.

use domain::birth_date::BirthDate;
use domain::identification::{IdentificationKind, IdentificationNumber};
use domain::phone::{MobileNumber, PhoneNumber};
use domain::registration::Registration;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::files::key::{SealError, Sealed, UnsealError};
use crate::services::Services;

#[derive(Clone, Debug)]
pub struct Details {
    pub identification: IdentificationNumber,
    pub birth_date: BirthDate,
    pub mobile: MobileNumber,
    pub phone: Option<PhoneNumber>,
}

#[derive(Debug, Error)]
pub enum DetailsError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Unseal(#[from] UnsealError),
    #[error("sealed details cannot be understood")]
    Content,
}

/// Whose details they are. What is sealed for one opens for no other.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    Registration(&'a str),
    Account(&'a str),
}

#[derive(Serialize, Deserialize)]
struct Kept {
    id_kind: String,
    id_number: String,
    birth_date: String,
    mobile: String,
    phone: Option<String>,
}

impl Details {
    pub fn of(registration: &Registration) -> Self {
        Self {
            identification: registration.identification.clone(),
            birth_date: registration.birth_date,
            mobile: registration.mobile.clone(),
            phone: registration.phone.clone(),
        }
    }

    pub fn seal(&self, services: &Services, whose: Whose<'_>) -> Result<Sealed, DetailsError> {
        let kept = Kept {
            id_kind: self.identification.kind().name().to_owned(),
            id_number: self.identification.as_str().to_owned(),
            birth_date: self.birth_date.to_iso(),
            mobile: self.mobile.as_str().to_owned(),
            phone: self.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        };
        let plain = serde_json::to_vec(&kept).map_err(|_| DetailsError::Content)?;
        Ok(services.keyring.seal_text(&services.random, &whose.context(), &plain)?)
    }

    pub fn unseal(services: &Services, whose: Whose<'_>, sealed: &str) -> Result<Self, DetailsError> {
        let plain = services.keyring.unseal_text(&whose.context(), sealed)?;
        let kept: Kept = serde_json::from_slice(&plain).map_err(|_| DetailsError::Content)?;
        kept.read().ok_or(DetailsError::Content)
    }

    /// Tells whether an identification is known without telling which one it is.
    pub fn number_hash(&self, services: &Services) -> String {
        let number = &self.identification;
        services.keyring.index("identification", &format!("{} {}", number.kind().name(), number.as_str()))
    }
}

impl Kept {
    fn read(self) -> Option<Details> {
        let kind = IdentificationKind::from_name(&self.id_kind)?;
        let phone = match self.phone {
            Some(phone) => Some(PhoneNumber::parse(&phone).ok()?),
            None => None,
        };
        Some(Details {
            identification: IdentificationNumber::parse(kind, &self.id_number).ok()?,
            birth_date: BirthDate::from_iso(&self.birth_date)?,
            mobile: MobileNumber::parse(&self.mobile).ok()?,
            phone,
        })
    }
}

impl Whose<'_> {
    pub fn context(self) -> String {
        match self {
            Self::Registration(id) => format!("registration {id}"),
            Self::Account(id) => format!("account {id}"),
        }
    }
}
