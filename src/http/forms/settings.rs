//! `POST /staff/settings`: all settings of an institution together.

use app::refusal::{Refusal, SettingsRefusal};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::settings_form::{MOST_OWN_REASONS, OwnReasonRow, SettingsForm, SettingsProblems};
use server::workflows::change_settings::{ChangeSettingsError, change_settings};

use super::super::State;
use super::super::failure::{failed, forbidden};
use super::super::fields::{BadForm, Fields};
use super::super::render::refused;
use super::super::visitor::Visitor;
use super::see_other;

const PAGE: &str = "/staff/settings";

pub async fn change(state: State, visitor: Visitor, request: Request<Body>) -> Response {
    let Some(admin) = visitor.actor.admin() else { return forbidden(&state, &visitor).await };
    let (version, form) = match read(request).await {
        Ok(read) => read,
        Err(bad) => return bad.answer(&state, &visitor).await,
    };
    let (problems, overtaken) = match change_settings(&state.services, &admin, version, &form).await {
        Ok(_) => return see_other("/staff/settings?done=saved"),
        Err(ChangeSettingsError::Refused(problems)) => (problems, false),
        Err(ChangeSettingsError::OtherVersion) => (SettingsProblems::default(), true),
        Err(ChangeSettingsError::Storage(error)) => return failed(&state, visitor, &error).await,
    };
    let refusal = Refusal::Settings(SettingsRefusal { version, form, problems, overtaken });
    refused(&state, &visitor, PAGE, refusal, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn read(request: Request<Body>) -> Result<(i64, SettingsForm), BadForm> {
    let fields = Fields::read(request).await?;
    let version = fields.one("version")?.parse().map_err(|_| BadForm::NotUnderstood)?;
    let form = SettingsForm {
        phone: fields.text("phone")?,
        contact_person: fields.text("contact_person")?,
        body: fields.text("body")?,
        days_between_uses: fields.text("days_between_uses")?,
        photos: !fields.one("photos")?.is_empty(),
        pdf: !fields.one("pdf")?.is_empty(),
        pictures: !fields.one("pictures")?.is_empty(),
        mail_sender: fields.text("mail_sender")?,
        document_days: fields.text("document_days")?,
        reasons: fields.all("reasons").map(str::to_owned).collect(),
        own_reasons: own_reasons(&fields, "own", true)?,
        letter_reasons: fields.all("letter_reasons").map(str::to_owned).collect(),
        own_letter_reasons: own_reasons(&fields, "letter", false)?,
        watch_words: fields.text("watch_words")?,
        guide: fields.text("guide")?,
    };
    Ok((version, form))
}

/// The lines of a list, whose fields begin with `list`. Each line has all fields once; the one for what the family has to
/// put right is there only for requests.
fn own_reasons(fields: &Fields, list: &str, has_concern: bool) -> Result<Vec<OwnReasonRow>, BadForm> {
    let all = |name| fields.all(&format!("{list}_{name}")).map(str::to_owned).collect::<Vec<_>>();
    let (names, texts, english) = (all("name"), all("text"), all("english"));
    let lines = names.len();
    let concerns = if has_concern { all("concern") } else { vec![String::new(); lines] };
    if lines > 2 * MOST_OWN_REASONS || [&texts, &english, &concerns].iter().any(|of| of.len() != lines) {
        return Err(BadForm::NotUnderstood);
    }
    let rows = names.into_iter().zip(texts).zip(english).zip(concerns);
    Ok(rows.map(|(((name, text), english), concern)| OwnReasonRow { name, text, english, concern }).collect())
}
