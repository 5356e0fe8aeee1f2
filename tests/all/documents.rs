//! The doors for documents: files of every kind and none, with and without trouble on the way.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::document::{DocumentKind, DocumentProblem, RefusedDocument};
use domain::id::{AccountId, ApplicationId};
use domain::view::Document;
use futures_util::stream;
use server::files::drawings::small_photo;
use server::files::specimen_documents as documents;
use server::files::specimens;
use sqlx::Row as _;

use crate::house::{Answer, House, multipart};
use crate::people::{Grandmother, Mother, Person, Reviewer};

const NOBODYS: &str = "0193598e-7b1c-7000-8000-0123456789ab";

/// A request of this family that nobody has sent yet.
async fn draft(house: &House, email: &str) -> String {
    let id = ApplicationId::new(house.services.random.uuid(house.services.clock.now()));
    let mut db = house.services.database.write().await.expect("a transaction");
    sqlx::query(
        "INSERT INTO application (id, account_id, institution_id, call_number, relationship, student_id, service,
                                  state, created_at, edited_at)
         SELECT $1, a.id, s.institution_id, s.call_number, 'mother', s.id, 'contact_book', 'draft', 0, 0
         FROM account a, student s WHERE a.email = $2 AND s.call_number = '1002'",
    )
    .bind(id.to_string())
    .bind(email)
    .execute(&mut *db)
    .await
    .expect("added");
    db.commit().await.expect("kept");
    format!("/applications/{id}/documents")
}

async fn send(house: &House, who: &impl Person, path: &str, name: &str, file: &[u8]) -> Answer {
    house.post_files(who, path, &[("kind", "", b"identity"), ("file", name, file)]).await
}
