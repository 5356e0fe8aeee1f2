//! A family takes everything home that we hold about it: one JSON file and its photos, in a ZIP archive.

use domain::application::GivenReason;
use domain::entry::EntryFilter;
use domain::id::EntryId;
use domain::people::Relationship;
use domain::phone::PhoneNumber;
use domain::review::GivenReturnReason;
use domain::time::Moment;
use domain::view::FamilyApplication;
use serde_json::{Value, json};

use super::show_account::{ShownAccount, show_account};
use crate::actor::Family;
use crate::archive::{Pieces, stream};
use crate::failure::Failure;
use crate::files::vault::FileName;
use crate::services::Services;
use crate::storage::{applications, entries, feedback};

/// The archive; what stands in it is read before it begins, but for the photos.
pub async fn download_account(services: &Services, family: &Family) -> Result<Pieces, Failure> {
    let account = show_account(services, &family.holder()).await?;
    let mut letters = Vec::new();
    let mut photos = Vec::new();
    let mut page = 1;
    loop {
        let mut db = services.database.read().await?;
        let some = entries::of_family(&mut db, family.id(), EntryFilter::All, page).await?;
        for entry in some.items {
            let photo = entry.photo.as_ref().map(|photo| {
                photos.push((entry.id, photo.id));
                name(entry.id)
            });
            letters.push(json!({
                "to": entry.student_name,
                "title": entry.title,
                "text": entry.body,
                "photo": photo,
                "photo_description": entry.photo_alt,
                "state": entry.state.kind().name(),
                "submitted": entry.submitted_at.map(Moment::to_rfc3339),
                "edited": entry.edited_at.to_rfc3339(),
                "returned": entry.returned.map(|returned| json!({
                    "at": returned.returned_at.to_rfc3339(),
                    "reasons": returned.notice.reasons().iter().map(GivenReturnReason::code_or_words).collect::<Vec<_>>(),
                    "suggestion": returned.notice.suggestion(),
                })),
            }));
        }
        if !some.has_next {
            break;
        }
        page += 1;
    }
    let applications = applied_for(services, family).await?;
    let said = feedback::of_account(&mut *services.database.read().await?, family.id()).await?;
    let said =
        said.into_iter().map(|(at, page, text)| json!({ "at": at.to_rfc3339(), "page": page, "text": text }));
    let data = json!({
        "account": about(&account),
        "letters": letters,
        "applications": applications,
        "feedback": said.collect::<Vec<_>>(),
    });
    let data = serde_json::to_vec_pretty(&data).map_err(|error| Failure::Archive(error.to_string()))?;
    let services = services.clone();
    Ok(stream(async move |archive| {
        let mut archive = archive.add_text("data.json", data).await?;
        for (entry, photo) in photos {
            // A photo that was replaced while this ran is simply not there any more.
            if let Some(bytes) = services.vault.get(FileName::Whole(photo.uuid())).await? {
                archive = archive.add_picture(&name(entry), bytes).await?;
            }
        }
        Ok(archive)
    }))
}

/// The family's requests for contact books, those that were never sent too.
async fn applied_for(services: &Services, family: &Family) -> Result<Vec<Value>, Failure> {
    let mut db = services.database.read().await?;
    let mut all = applications::drafts(&mut db, family.id()).await?;
    for page in 1.. {
        let some = applications::of_family(&mut db, family.id(), page).await?;
        all.extend(some.items);
        if !some.has_next {
            break;
        }
    }
    let of = |one: FamilyApplication| {
        json!({
            "institution": one.institution.map(|there| there.name),
            "call_number": one.call_number,
            "relationship": one.relationship.map(Relationship::name),
            "state": one.state.kind().name(),
            "submitted": one.submitted_at.map(Moment::to_rfc3339),
            "edited": one.edited_at.to_rfc3339(),
            "decisions": one.decisions.into_iter().map(|decision| json!({
                "at": decision.decided_at.to_rfc3339(),
                "returned": decision.returned.map(|notice| json!({
                    "reasons": notice.reasons().iter().map(GivenReason::code_or_words).collect::<Vec<_>>(),
                    "suggestion": notice.suggestion(),
                })),
            })).collect::<Vec<_>>(),
        })
    };
    Ok(all.into_iter().map(of).collect())
}

fn about(account: &ShownAccount) -> Value {
    json!({
        "name": account.name,
        "email": account.email,
        "identification": account.details.as_ref().map(|details| json!({
            "kind": details.identification.kind().name(),
            "number": details.identification.as_str(),
        })),
        "birth_date": account.details.as_ref().map(|details| details.birth_date.to_iso()),
        "mobile": account.details.as_ref().map(|details| details.mobile.as_str()),
        "phone": account.details.as_ref().and_then(|details| details.phone.as_ref()).map(PhoneNumber::as_str),
        "consents": account.consents.iter().map(|(version, at)| json!({
            "notice": version, "at": at.to_rfc3339(),
        })).collect::<Vec<_>>(),
        "devices": account.devices.iter().map(|device| json!({
            "name": device.name, "since": device.began_at.to_rfc3339(),
        })).collect::<Vec<_>>(),
    })
}

fn name(entry: EntryId) -> String {
    format!("photos/{entry}.jpg")
}
