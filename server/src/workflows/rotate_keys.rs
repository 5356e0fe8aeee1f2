//! After a key was added: everything small that is sealed in the database is sealed anew. Files stay under the key
//! that sealed them, which goes on opening.

use crate::details::{Details, Whose};
use crate::failure::Failure;
use crate::services::Services;
use crate::storage::{accounts, documents, registrations, second_factors};

/// Rows in one transaction.
const BATCH: u32 = 100;

/// How many rows were sealed anew.
pub async fn rotate_keys(services: &Services) -> Result<u32, Failure> {
    let mut done = 0;
    loop {
        let some = rotate_accounts(services).await?
            + rotate_registrations(services).await?
            + rotate_documents(services).await?;
        if some == 0 {
            return Ok(done);
        }
        done += some;
    }
}

async fn rotate_accounts(services: &Services) -> Result<u32, Failure> {
    let mut db = services.database.write().await?;
    let rows = accounts::sealed_under_others(&mut db, &services.keyring.current(), BATCH).await?;
    let mut count = 0;
    for (id, details, secret) in rows {
        let text = id.to_string();
        if let Some(before) = details {
            let sealed = Details::unseal(services, Whose::Account(&text), &before)?
                .seal(services, Whose::Account(&text))?;
            accounts::set_details(&mut db, id, &before, &sealed).await?;
        }
        if let Some(before) = secret {
            let context = super::second_factor::context(&text);
            let plain = services.keyring.unseal_text(&context, &before)?;
            let sealed = services.keyring.seal_text(&services.random, &context, &plain)?;
            second_factors::reseal(&mut db, id, &before, &sealed).await?;
        }
        count += 1;
    }
    db.commit().await?;
    Ok(count)
}

async fn rotate_registrations(services: &Services) -> Result<u32, Failure> {
    let mut db = services.database.write().await?;
    let rows = registrations::sealed_under_others(&mut db, &services.keyring.current(), BATCH).await?;
    let mut count = 0;
    for (id, before) in rows {
        let sealed = Details::unseal(services, Whose::Registration(&id), &before)?
            .seal(services, Whose::Registration(&id))?;
        registrations::reseal(&mut db, &id, &sealed).await?;
        count += 1;
    }
    db.commit().await?;
    Ok(count)
}

/// The names of files that families sent.
async fn rotate_documents(services: &Services) -> Result<u32, Failure> {
    let mut db = services.database.write().await?;
    let rows = documents::sealed_under_others(&mut db, &services.keyring.current(), BATCH).await?;
    let mut count = 0;
    for (id, before) in rows {
        let context = documents::context(id);
        let plain = services.keyring.unseal_text(&context, &before)?;
        let sealed = services.keyring.seal_text(&services.random, &context, &plain)?;
        documents::reseal(&mut db, id, &sealed).await?;
        count += 1;
    }
    db.commit().await?;
    Ok(count)
}
