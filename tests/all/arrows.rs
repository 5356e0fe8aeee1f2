//! `src → app → server → studio → domain`, and never another way; `ssr` and `hydrate` never together.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const ARROWS: [(&str, &[&str]); 6] = [
    ("contact-book", &["contact-book-app", "contact-book-domain", "contact-book-server"]),
    ("contact-book-app", &["contact-book-domain", "contact-book-server"]),
    ("contact-book-server", &["contact-book-domain", "contact-book-studio"]),
    ("contact-book-studio", &["contact-book-domain"]),
    ("contact-book-domain", &[]),
    // Tests only.
    ("contact-book-workflows", &[]),
];

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Each crate's dependencies inside the workspace, but those of its tests.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            let inside = dependencies
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| text(&dependency["name"]))
                .filter(|name| name.starts_with("contact-book"))
                .collect();
            (text(&package["name"]), inside)
        })
        .collect()
}

#[test]
fn no_arrow_goes_the_wrong_way() {
    let allowed: BTreeMap<_, BTreeSet<_>> = ARROWS
        .into_iter()
        .map(|(from, to)| (from.to_owned(), to.iter().map(|name| (*name).to_owned()).collect()))
        .collect();
    assert_eq!(arrows(), allowed);
}

#[test]
fn what_only_the_server_does_is_compiled_for_the_server_only() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    for package in packages {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let to_server = dependency["name"] == "contact-book-server" && dependency["kind"].is_null();
            assert!(!to_server || dependency["optional"] == true, "{} → server", package["name"]);
        }
        let features = &package["features"];
        for (hydrate, ssr) in [("hydrate", "ssr"), ("ssr", "hydrate")] {
            let implied = features[hydrate].as_array().map(Vec::as_slice).unwrap_or_default();
            let crosses = |feature: &serde_json::Value| {
                feature.as_str().is_some_and(|name| name == ssr || name.ends_with(&format!("/{ssr}")))
            };
            assert!(!implied.iter().any(crosses), "{}: {hydrate} implies {ssr}", package["name"]);
        }
    }
}

/// The domain is compiled for browsers, so it may not reach for files, network or clock.
#[test]
fn the_domain_does_no_input_or_output() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/domain/src");
    let reaches =
        ["std::fs", "std::net", "std::process", "std::env", "SystemTime", "Instant::now", "println!"];
    each_file(folder, &mut |path, text| {
        for reach in reaches {
            assert!(!text.contains(reach), "{path} uses {reach}");
        }
    });
}

/// SQL stands only in `server/src/storage`.
#[test]
fn sql_stands_in_storage_only() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    for folder in ["src", "app/src", "domain/src", "server/src", "server/studio/src"] {
        each_file(&format!("{root}{folder}"), &mut |path, text| {
            assert!(path.contains("/storage/") || !text.contains("sqlx::query"), "{path}");
        });
    }
}

/// What is decided, and that it was, is only added to: table `audit` and the reviews.
#[test]
fn no_statement_changes_or_removes_what_is_kept_for_ever() {
    let storage = concat!(env!("CARGO_MANIFEST_DIR"), "/server/src/storage");
    each_file(storage, &mut |path, text| {
        let words: Vec<_> =
            text.split_whitespace().map(|word| word.trim_matches(['"', '(', ')', ';'])).collect();
        for table in ["audit", "review", "application_review"] {
            let changed = words.windows(2).any(|pair| pair == ["UPDATE", table]);
            let removed = words.windows(3).any(|three| three == ["DELETE", "FROM", table]);
            assert!(!changed && !removed, "{path} changes rows of {table}");
        }
    });
}

pub fn each_file(folder: &str, look: &mut dyn FnMut(&str, &str)) {
    for entry in std::fs::read_dir(folder).expect(folder) {
        let path = entry.expect("an entry").path();
        let name = path.to_str().expect("a name").to_owned();
        if path.is_dir() {
            each_file(&name, look);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            look(&name, &std::fs::read_to_string(&path).expect("text"));
        }
    }
}
