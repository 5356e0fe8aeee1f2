//! The demo's mailbox: the mail that would have been sent.

use domain::view::MailboxLetter;
use leptos::prelude::*;

use crate::error::PageError;

#[server(name = LoadMailbox, endpoint = "demo/mailbox")]
pub async fn mailbox() -> Result<Vec<MailboxLetter>, PageError> {
    use crate::context::{failed, not_found, visit};

    const MOST: usize = 50;
    let visit = visit()?;
    if !visit.demo {
        return Err(not_found());
    }
    visit.services.mail_folder.latest(MOST).await.map_err(|error| failed(&visit, &error))
}
