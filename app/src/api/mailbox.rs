//! The demo's mailbox: the mail that would have been sent.

use domain::view::Mail;
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadMailbox, endpoint = "demo/mailbox")]
pub async fn mailbox() -> Result<Vec<Mail>, PageError> {
    use server::storage::mails;

    use crate::context::{failed, not_found, visit};

    const MOST: u32 = 50;
    let visit = visit()?;
    if !visit.demo {
        return Err(not_found());
    }
    let load = async { mails::latest(&mut *visit.services.database.read().await?, MOST).await };
    load.await.map_err(|error| failed(&visit, &error))
}
