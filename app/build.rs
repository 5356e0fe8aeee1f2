//! Turns `words/<language>/<part>.toml` into one function a text, so that a missing text or parameter does not
//! compile, and into one file of texts a part and language, which the browser loads.
//!
//! Each file holds `key = "text"` in sections; a text's parameters stand in braces: `{count}`. All languages must have
//! the same keys with the same parameters, in the same part.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::{env, fs};

/// In the order of `Language::ALL`.
const LANGUAGES: [&str; 2] = ["zh-Hant", "en"];
/// In the order of `Part`.
const PARTS: [&str; 3] = ["everyone", "staff", "letters"];

type Texts = BTreeMap<String, String>;

fn main() {
    let mut code = String::new();
    let mut files = String::new();
    code.push_str("impl Words {\n");
    for part in PARTS {
        let languages = LANGUAGES.map(|tag| read(&format!("words/{tag}/{part}.toml")));
        let first = &languages[0];
        for (tag, texts) in LANGUAGES.iter().zip(&languages) {
            compare(&format!("words/{tag}/{part}.toml"), texts, first);
        }
        // What is said in letters is for the server alone.
        let condition = if part == "letters" { "    #[cfg(feature = \"ssr\")]\n" } else { "" };
        for (place, (key, text)) in first.iter().enumerate() {
            code.push_str(condition);
            function(&mut code, part, place, key, &parameters(text));
        }
        files.push_str("    [");
        for (tag, texts) in LANGUAGES.iter().zip(&languages) {
            file(&mut files, part, tag, texts);
        }
        files.push_str("],\n");
    }
    code.push_str("}\n\n");
    let (parts, languages) = (PARTS.len(), LANGUAGES.len());
    write!(code, "const FILES: [[File; {languages}]; {parts}] = [\n{files}];\n").expect("a string");
    write("words.rs", &code);
}

fn write(name: &str, text: &str) {
    let path = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join(name);
    fs::write(path, text).expect("OUT_DIR can be written");
}

fn read(path: &str) -> Texts {
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let sections: BTreeMap<String, Texts> =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut texts = Texts::new();
    for (section, entries) in sections {
        for (key, text) in entries {
            assert!(!text.contains('\n'), "{path}: {section}.{key} has more than one line");
            texts.insert(format!("{section}_{key}"), text);
        }
    }
    texts
}

fn compare(path: &str, texts: &Texts, first: &Texts) {
    let (here, there): (BTreeSet<_>, BTreeSet<_>) = (texts.keys().collect(), first.keys().collect());
    let different: Vec<_> = here.symmetric_difference(&there).collect();
    assert!(different.is_empty(), "{path}: these keys stand in one language only: {different:?}");
    for (key, text) in texts {
        assert_eq!(parameters(text), parameters(&first[key]), "{path}: {key}: other parameters");
    }
}

/// The names in braces, each once, sorted.
fn parameters(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn function(code: &mut String, part: &str, place: usize, key: &str, parameters: &BTreeSet<&str>) {
    let (first, rest) = part.split_at(1);
    let part = format!("Part::{}{rest}", first.to_uppercase());
    if parameters.is_empty() {
        writeln!(code, "    pub fn {key}(self) -> &'static str {{ self.text({part}, {place}) }}")
    } else {
        let list = parameters.iter().fold(String::new(), |list, name| list + ", " + name + ": impl Display");
        let values =
            parameters.iter().fold(String::new(), |list, name| list + &format!("({name:?}, &{name}), "));
        writeln!(
            code,
            "    pub fn {key}(self{list}) -> String {{ fill(self.text({part}, {place}), &[{values}]) }}"
        )
    }
    .expect("a string");
}

/// A line a text, in the order of the functions' places.
fn file(code: &mut String, part: &str, tag: &str, texts: &Texts) {
    let text = texts.values().map(String::as_str).collect::<Vec<_>>().join("\n");
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let name = format!("{part}.{tag}.txt");
    write(&name, &text);
    let address = format!("/words/{part}.{tag}.{:016x}.txt", hasher.finish());
    writeln!(
        code,
        "        File {{ address: {address:?}, #[cfg(feature = \"ssr\")] text: include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) }},"
    )
    .expect("a string");
}
