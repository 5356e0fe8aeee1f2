//! The people who work in an institution, for its admin.

use domain::id::AccountId;
use domain::people::{AccountState, Role};
use domain::time::Moment;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::InviteRefusal;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccounts {
    pub institution: String,
    /// By name; those who left come last.
    pub accounts: Vec<StaffAccount>,
    pub refused: Option<InviteRefusal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccount {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: AccountState,
    pub has_second_factor: bool,
    pub last_seen_at: Option<Moment>,
    /// Nobody locks themselves out.
    pub is_oneself: bool,
}

#[server(name = LoadStaffAccounts, endpoint = "staff-accounts")]
pub async fn staff_accounts() -> Result<StaffAccounts, PageError> {
    use server::storage::{StorageError, roster, staff};

    use crate::context::{admin, failed, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    let admin = admin(&visit)?;
    let refused = match &visit.refusal {
        Some(Refusal::Invite(refusal)) => Some(refusal.clone()),
        _ => None,
    };
    let load = async {
        let mut db = visit.services.database.read().await?;
        let name = roster::institution(&mut db, admin.institution()).await?.map(|one| one.name);
        let accounts = staff::of_institution(&mut db, admin.institution()).await?;
        Ok::<_, StorageError>((name.unwrap_or_default(), accounts))
    };
    let (institution, accounts) = load.await.map_err(|error| failed(&visit, &error))?;
    let accounts = accounts
        .into_iter()
        .map(|one| StaffAccount {
            is_oneself: one.id == admin.id(),
            id: one.id,
            name: one.name,
            email: one.email,
            role: one.role,
            state: one.state,
            has_second_factor: one.has_second_factor,
            last_seen_at: one.last_seen_at,
        })
        .collect();
    Ok(StaffAccounts { institution, accounts, refused })
}
