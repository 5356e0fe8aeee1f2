//! `Leptos.toml` and `Cargo.toml` say the same; a wrong setting stops the start with a sentence.

use std::process::Command;

fn table(file: &str, path: &[&str]) -> toml::Table {
    let text = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).expect(file);
    let mut table: toml::Table = text.parse().expect(file);
    for key in path {
        table = table.remove(*key).and_then(|value| value.as_table().cloned()).expect(key);
    }
    table
}

#[test]
fn what_the_server_reads_is_what_the_build_used() {
    let read = table("Leptos.toml", &["package", "metadata", "leptos"]);
    let built = table("Cargo.toml", &["package", "metadata", "leptos"]);
    for (key, value) in read.iter().filter(|(key, _)| *key != "env") {
        assert_eq!(built.get(key), Some(value), "{key}");
    }
}

fn start_with(variable: &str, value: &str) -> (bool, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_contact-book"))
        .arg("serve")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CONTACT_BOOK_DATA_DIR", home.path().join("data"))
        .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
        .env(variable, value)
        .output()
        .expect("started");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_wrong_setting_stops_the_start_with_one_sentence_that_names_it() {
    let cases = [
        ("LEPTOS_SITE_ADDR", "somewhere"),
        ("DATABASE_URL", "mysql://localhost"),
        ("DATABASE_URL", "sqlite:///no/such/folder/book.sqlite"),
        ("CONTACT_BOOK_DATA_DIR", "/proc/nowhere"),
        ("CONTACT_BOOK_PUBLIC_URL", "book.example"),
        ("CONTACT_BOOK_LOG", "=nonsense="),
        ("CONTACT_BOOK_SMTP_URL", "http://me:secret@mail.example"),
        ("CONTACT_BOOK_SMTP_URL", "smtps://me:secret@mail.example"),
        ("CONTACT_BOOK_MAIL_FROM", "nobody"),
    ];
    for (variable, value) in cases {
        let (started, said) = start_with(variable, value);
        assert!(!started, "{variable}={value}");
        let named = if value.starts_with("smtps:") { "CONTACT_BOOK_MAIL_FROM" } else { variable };
        assert!(said.contains(named), "{variable}={value}: {said}");
        assert!(!said.contains("secret"), "{said}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
    }
}
