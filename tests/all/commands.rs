//! Commands, as the operator gives them beside a server that runs.

use std::process::Command;

use crate::house::House;

/// `contact-book audit verify`: did it succeed, and what did it say?
fn verify(house: &House) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_contact-book"))
        .args(["audit", "verify"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CONTACT_BOOK_DATA_DIR", house.data())
        .output()
        .expect("started");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).trim().to_owned())
}

async fn change(house: &House, statement: &'static str) {
    let mut db = house.services.database.write().await.expect("a transaction");
    sqlx::query(statement).execute(&mut *db).await.expect(statement);
    db.commit().await.expect("kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_is_verified_in_words_and_by_the_exit_code() {
    let house = House::real().await;
    let (whole, said) = verify(&house);
    assert!(whole && said.contains("rows were checked and hold; the last one's hash is "), "{said}");
    assert_eq!(said.lines().count(), 1);
    change(&house, "UPDATE audit SET details = '{}' WHERE number = 2").await;
    let (whole, said) = verify(&house);
    assert!(!whole && said.contains("row 2 of the audit does not say what was written"), "{said}");
    change(&house, "DELETE FROM audit WHERE number = 1").await;
    let (whole, said) = verify(&house);
    assert!(!whole && said.contains("row 1 of the audit is missing"), "{said}");
}
