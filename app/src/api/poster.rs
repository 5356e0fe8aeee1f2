//! The poster for the front door of a school.

use domain::language::Language;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::second_step::QrCode;
use crate::error::PageError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poster {
    pub institution: String,
    /// The address that people use, such as `https://book.example`.
    pub address: String,
    pub qr: QrCode,
    pub large: PosterText,
    pub small: PosterText,
}

/// What it says in one language. A browser has the texts of its own language only, so the server says both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PosterText {
    pub language: Language,
    pub title: String,
    pub lead: String,
    pub scan: String,
    pub qr_label: String,
    pub steps: Vec<String>,
    pub ask: String,
    pub contact: String,
}

/// `language` is the one that is written large; anything unknown is Chinese.
#[server(name = LoadPoster, endpoint = "poster")]
pub async fn poster(language: String) -> Result<Poster, PageError> {
    use server::qr;
    use server::storage::roster;

    use crate::context::{failed, not_found, staff, visit};
    use crate::pages::staff::poster_text;

    let visit = visit()?;
    let id = staff(&visit)?.institution();
    let load = async { roster::institution(&mut *visit.services.database.read().await?, id).await };
    let institution = load.await.map_err(|error| failed(&visit, &error))?.ok_or_else(not_found)?;
    let address = visit.public_url.to_string();
    let qr = qr::draw(&address).ok_or_else(|| PageError::Failed(visit.request_id.clone()))?;
    let large = Language::from_tag(&language).unwrap_or_default();
    let small = match large {
        Language::TraditionalChinese => Language::English,
        Language::English => Language::TraditionalChinese,
    };
    Ok(Poster {
        qr: QrCode { size: qr.size, path: qr.path },
        large: poster_text(large, &institution, &address),
        small: poster_text(small, &institution, &address),
        institution: institution.name,
        address,
    })
}
