//! 紀念冊: a family's book, or all that came to a student, as one page for the printer and as an archive to keep.
//!
//! It holds what was delivered and the replies to it. What still waits, came back or is held is not in it.

use std::collections::HashSet;

use domain::audit::AuditAction;
use domain::id::{BookId, StudentId};
use serde_json::json;
use uuid::Uuid;

use crate::actor::{Family, Reviewer};
use crate::archive::{Archive, Pieces, stream};
use crate::audit::{self, Subject, Who};
use crate::failure::Failure;
use crate::files::vault::FileName;
use crate::services::Services;
use crate::storage::keepsakes::{self, Cover, KeptLetter, Whose};

/// Letters that are in memory at once, without their pictures.
const AT_ONCE: u32 = 50;

/// Letters on one page for the printer: more pictures than these a browser does not like to print.
pub const LETTERS_OF_A_PART: u32 = 200;

/// How it looks, piece by piece, as HTML.
pub trait Layout: Send + Sync {
    /// `part` counts from 1, of so many.
    fn begin(&self, cover: &Cover, part: u32, parts: u32) -> String;

    /// `address` says where a picture stands, by its id; `None` when it is not there any more.
    fn letter(&self, letter: &KeptLetter, address: &dyn Fn(Uuid) -> Option<String>) -> String;

    fn end(&self) -> String;
}

/// Whose keepsake is asked for, and by whom.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    Family(&'a Family, BookId),
    Staff(&'a Reviewer, StudentId),
}

impl Asked<'_> {
    fn whose(self) -> Whose {
        match self {
            Self::Family(family, book) => Whose::Family { account: family.id(), book },
            Self::Staff(reviewer, student) => Whose::Student { institution: reviewer.institution(), student },
        }
    }
}

/// One page for the printer, whose pictures stand at their addresses on the site. `None` when there is no such book or
/// student for them, or no such part.
pub async fn keepsake_page(
    services: &Services,
    asked: Asked<'_>,
    part: u32,
    layout: &dyn Layout,
) -> Result<Option<String>, Failure> {
    let Some(cover) = open(services, asked, "page").await? else { return Ok(None) };
    let parts = cover.letters.div_ceil(LETTERS_OF_A_PART).max(1);
    if part == 0 || part > parts {
        return Ok(None);
    }
    let offset = (part - 1) * LETTERS_OF_A_PART;
    let mut db = services.database.read().await?;
    let letters = keepsakes::letters(&mut db, asked.whose(), offset, LETTERS_OF_A_PART).await?;
    let mut page = layout.begin(&cover, part, parts);
    for letter in &letters {
        page.push_str(&layout.letter(letter, &|id| Some(format!("/files/{id}"))));
    }
    page.push_str(&layout.end());
    Ok(Some(page))
}

/// The archive: one page that needs nothing else, and its pictures. `None` when there is no such book or student for them.
pub async fn keepsake_archive(
    services: &Services,
    asked: Asked<'_>,
    layout: impl Layout + 'static,
) -> Result<Option<Pieces>, Failure> {
    let Some(cover) = open(services, asked, "archive").await? else { return Ok(None) };
    let (services, whose) = (services.clone(), asked.whose());
    Ok(Some(stream(async move |archive| fill(&services, whose, &cover, &layout, archive).await)))
}

async fn fill(
    services: &Services,
    whose: Whose,
    cover: &Cover,
    layout: &dyn Layout,
    mut archive: Archive,
) -> Result<Archive, Failure> {
    let mut page = layout.begin(cover, 1, 1);
    for offset in (0..cover.letters).step_by(AT_ONCE as usize) {
        let mut db = services.database.read().await?;
        let letters = keepsakes::letters(&mut db, whose, offset, AT_ONCE).await?;
        drop(db);
        for letter in &letters {
            let mut kept = HashSet::new();
            for id in pictures(letter) {
                // One that is lost is told in the page, and the others are there.
                if let Some(bytes) = services.vault.get(FileName::Whole(id)).await? {
                    archive = archive.add_picture(&file_name(id), bytes).await?;
                    kept.insert(id);
                }
            }
            page.push_str(&layout.letter(letter, &|id| kept.contains(&id).then(|| file_name(id))));
        }
    }
    page.push_str(&layout.end());
    archive.add_text("index.html", page.into_bytes()).await
}

/// When staff make it, that is written down first.
async fn open(services: &Services, asked: Asked<'_>, form: &str) -> Result<Option<Cover>, Failure> {
    let Asked::Staff(reviewer, student) = asked else {
        let mut db = services.database.read().await?;
        return Ok(keepsakes::cover(&mut db, asked.whose()).await?);
    };
    let mut db = services.database.write().await?;
    let Some(cover) = keepsakes::cover(&mut db, asked.whose()).await? else { return Ok(None) };
    let details = json!({ "form": form, "letters": cover.letters });
    let (who, subject) = (Who::Account(reviewer.id()), Subject::Student(student));
    let (institution, now) = (Some(reviewer.institution()), services.clock.now());
    audit::write(&mut db, institution, who, AuditAction::KeepsakeMade, subject, details, now).await?;
    db.commit().await?;
    Ok(Some(cover))
}

/// Of the letter, its attachments and its reply, in this order.
fn pictures(letter: &KeptLetter) -> Vec<Uuid> {
    let photo = letter.photo.iter().map(|photo| photo.id.uuid());
    let pages = letter.attachments.iter().flat_map(|one| &one.pages).map(|page| page.id.uuid());
    let reply = letter.reply.iter().filter_map(|reply| reply.photo.as_ref()).map(|photo| photo.id.uuid());
    photo.chain(pages).chain(reply).collect()
}

fn file_name(id: Uuid) -> String {
    format!("photos/{id}.jpg")
}
