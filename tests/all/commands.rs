//! Commands, as the operator gives them beside a server that runs.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use crate::house::House;

/// `contact-book audit verify`: did it succeed, and what did it say?
fn verify(house: &House) -> (bool, String) {
    verify_with(house, &[])
}

fn verify_with(house: &House, more: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_contact-book"))
        .args(["audit", "verify"])
        .args(more)
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
    let kept =
        said.lines().last().and_then(|line| line.split_once(": ")).expect("a line to be kept").1.to_owned();
    let (same, said) = verify_with(&house, &["--head", &kept]);
    assert!(same && said.contains("is as it was on "), "{said}");
    let (known, said) = verify_with(&house, &["--head", &kept.replace('2', "3")]);
    assert!(!known && said.contains("--head is no line that this installation gave"), "{said}");
    change(&house, "UPDATE audit SET details = '{}' WHERE number = 2").await;
    let (whole, said) = verify(&house);
    assert!(!whole && said.contains("row 2 of the audit does not say what was written"), "{said}");
    change(&house, "DELETE FROM audit WHERE number = 1").await;
    let (whole, said) = verify(&house);
    assert!(!whole && said.contains("row 1 of the audit is missing"), "{said}");
}

const ROSTER: &str = "呼號,姓名,入校日\n1001,林小宇,114/9/1\n1002,陳阿哲,\n";

fn run(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_contact-book"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CONTACT_BOOK_DATA_DIR", data)
        .env_remove("DATABASE_URL")
        .output()
        .expect("run")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_roster_is_shown_imported_and_refused_line_by_line() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, file) = (home.path().join("data"), home.path().join("roster.csv"));
    let path = file.to_str().expect("text");
    std::fs::write(&file, ROSTER).expect("written");
    let add = ["institution", "add", "--name", "青山中學", "--phone", "03-000-0000"];
    assert!(run(&data, &add).status.success());

    let shown = run(&data, &["roster", "import", path]);
    assert!(shown.status.success(), "{}", said(&shown));
    assert!(said(&shown).contains("2 new, 0 changed") && said(&shown).contains("line 3: new 1002 陳阿哲"));
    let done = run(&data, &["roster", "import", path, "--institution", "青山中學", "--apply"]);
    assert!(done.status.success(), "{}", said(&done));
    let again = run(&data, &["roster", "import", path, "--apply"]);
    assert!(said(&again).contains("0 new, 0 changed, 2 unchanged"), "{}", said(&again));

    std::fs::write(&file, format!("{ROSTER}10-01,王,\n1001,王,昨天\n")).expect("written");
    let wrong = run(&data, &["roster", "import", path, "--apply"]);
    assert!(!wrong.status.success());
    for sentence in
        ["nothing was imported", "line 4: A call number has", "line 5: admitted: This is not a date"]
    {
        assert!(said(&wrong).contains(sentence), "{sentence}: {}", said(&wrong));
    }
    std::fs::write(&file, b"call_number,name\n1,Jos\xE9\n").expect("written");
    let latin = run(&data, &["roster", "import", path]);
    assert!(!latin.status.success() && said(&latin).contains("Save it as UTF-8 or Big5"), "{}", said(&latin));
    let nowhere = run(&data, &["roster", "import", path, "--institution", "海濱中學"]);
    assert!(!nowhere.status.success());
}

#[test]
fn an_operator_is_listed_kept_out_and_let_in_again() {
    const EMAIL: &str = "operator@authority.example";
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let tells = |arguments: &[&str], well: bool, sentence: &str| {
        let output = run(&data, arguments);
        assert_eq!(output.status.success(), well, "{}", said(&output));
        assert!(said(&output).contains(sentence), "{sentence}: {}", said(&output));
    };
    tells(&["operator", "list"], true, "there is no operator yet");
    tells(&["operator", "deactivate", EMAIL], false, "is no operator");
    tells(
        &["operator", "add", "--name", "方淑芬", "--email", EMAIL],
        true,
        "invited operator@authority.example",
    );
    tells(&["operator", "list"], true, "operator@authority.example 方淑芬, invited, no second factor yet");
    tells(&["operator", "activate", EMAIL], false, "is not kept out");
    tells(
        &["operator", "remove-second-factor", EMAIL],
        true,
        "sets up another second factor at the next log-in",
    );
    tells(&["operator", "deactivate", EMAIL], true, "is kept out from now on");
    tells(&["operator", "deactivate", EMAIL], false, "is kept out already");
    tells(&["operator", "list"], true, "方淑芬, kept out");
    tells(&["operator", "activate", EMAIL], true, "may log in again");
    tells(&["operator", "list"], true, "方淑芬, invited");
    tells(&["operator", "deactivate", "nobody"], false, "nobody is no e-mail address");
    tells(&["audit", "verify"], true, "4 rows were checked and hold");
}

#[test]
fn a_backup_used_wrongly_is_refused_in_words_and_changes_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, file) = (home.path().join("data"), home.path().join("backup.zip"));
    let path = file.to_str().expect("text");
    let refused = |data: &Path, arguments: &[&str], sentence: &str| {
        let output = run(data, arguments);
        assert!(
            !output.status.success() && said(&output).contains(sentence),
            "{sentence}: {}",
            said(&output)
        );
        assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    };
    refused(&data, &["backup", path], "there is no data folder");
    refused(&data, &["restore", path], "cannot be read");
    assert!(!data.exists());

    let add = ["institution", "add", "--name", "青山中學", "--phone", "03-000-0000"];
    assert!(run(&data, &add).status.success());
    let made = run(&data, &["backup", path]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("the key is not in it: keep ") && said(&made).contains("elsewhere"));
    refused(&data, &["backup", path], "is there already; a backup overwrites nothing");
    refused(&data, &["restore", path], "already; restore into an empty one");
    let verified = run(&data, &["verify", path]);
    assert!(verified.status.success() && said(&verified).contains("is whole: "), "{}", said(&verified));

    let bytes = std::fs::read(&file).expect("read");
    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("cut off");
    refused(&data, &["verify", path], "is no whole backup: it was changed or cut off");
    let other = home.path().join("other");
    refused(&other, &["restore", path], "is no whole backup: it was changed or cut off");
    assert!(!other.exists());

    std::fs::write(&file, &bytes).expect("whole again");
    let restored = run(&other, &["restore", path]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("put the key file to "), "{}", said(&restored));
    std::fs::remove_file(data.join("key")).expect("lost");
    std::fs::remove_file(&file).expect("removed");
    refused(&data, &["backup", path], "is missing: put it back from its backup");

    std::fs::write(other.join("restoring"), "").expect("broken off");
    let broken_off = "was broken off, so what is there is not whole";
    refused(&other, &["serve"], broken_off);
    refused(&other, &["restore", path], "cannot be read");
    refused(&other, &["institution", "list"], broken_off);
}

#[test]
fn a_check_says_what_is_right_and_what_to_do() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    let before = run(&data, &["check"]);
    assert!(
        before.status.success() && said(&before).contains("is made at the first start"),
        "{}",
        said(&before)
    );
    assert!(!data.exists(), "a check makes nothing");

    let add = ["institution", "add", "--name", "青山中學", "--phone", "03-000-0000"];
    assert!(run(&data, &add).status.success());
    let right = run(&data, &["check"]);
    assert!(right.status.success(), "{}", said(&right));
    for sentence in [
        "right  database: SQLite answers and takes what is written",
        "right  key file: ",
        "right  file store: a file was written to ",
        "note   mail: it waits in the database",
        "everything that is needed works",
    ] {
        assert!(said(&right).contains(sentence), "{sentence}: {}", said(&right));
    }

    std::fs::set_permissions(data.join("key"), std::fs::Permissions::from_mode(0o644)).expect("opened");
    let wrong = Command::new(env!("CARGO_BIN_EXE_contact-book"))
        .arg("check")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CONTACT_BOOK_DATA_DIR", &data)
        // Nobody listens there.
        .env("CONTACT_BOOK_SMTP_URL", "smtp://localhost:1")
        .env("CONTACT_BOOK_MAIL_FROM", "mail@book.example")
        .env("CONTACT_BOOK_BACKUP_DIR", home.path().join("nowhere"))
        .env_remove("DATABASE_URL")
        .output()
        .expect("run");
    assert!(!wrong.status.success());
    for sentence in [
        "chmod 600",
        "WRONG  mail: localhost:1 does not take letters",
        "WRONG  backups: ",
        "WRONG  file store: it cannot be tried without the key file",
    ] {
        assert!(said(&wrong).contains(sentence), "{sentence}: {}", said(&wrong));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_stands_before_what_was_written_is_wrong() {
    let house = House::real().await;
    // In the year 2100.
    change(&house, "UPDATE account SET created_at = 4102444800000000 WHERE role = 'admin'").await;
    let output = run(house.data(), &["check"]);
    assert!(!output.status.success());
    let wrong = said(&output);
    assert!(
        wrong.contains("WRONG  clock: it is ") && wrong.contains("written at 2100/01/01 08:00"),
        "{wrong}"
    );
}

#[test]
fn the_demo_touches_no_installation_that_is_somebody_s() {
    let adding = [
        &["institution", "add", "--name", "青山中學", "--phone", "03-000-0000"][..],
        &["operator", "add", "--name", "方淑芬", "--email", "operator@moj.example"],
    ];
    // Nobody can listen there, so a demo that is not refused ends too.
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    for add in adding {
        let home = tempfile::tempdir().expect("a folder");
        let data = home.path().join("data");
        let added = run(&data, add);
        assert!(added.status.success(), "{}", said(&added));
        let demo = Command::new(env!("CARGO_BIN_EXE_contact-book"))
            .arg("demo")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("CONTACT_BOOK_DATA_DIR", &data)
            .env("LEPTOS_SITE_ADDR", &address)
            .env_remove("DATABASE_URL")
            .output()
            .expect("run");
        assert!(said(&demo).contains("the database is somebody's"), "{add:?}: {}", said(&demo));
        assert!(!data.join("demo").exists(), "{add:?}: it can be served still");
    }
}
