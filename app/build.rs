//! Turns `words/*.toml` into one function a text, so that a missing text or parameter does not compile.
//!
//! Each file holds `key = "text"` in sections; a text's parameters stand in braces: `{count}`. All languages
//! must have the same keys with the same parameters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const LANGUAGES: [(&str, &str); 2] = [("TraditionalChinese", "zh-Hant"), ("English", "en")];

type Texts = BTreeMap<String, String>;

fn main() {
    let languages: Vec<(&str, Texts)> =
        LANGUAGES.iter().map(|(variant, tag)| (*variant, read(&format!("words/{tag}.toml")))).collect();
    let (_, first) = &languages[0];
    for ((_, tag), (_, texts)) in LANGUAGES.iter().zip(&languages) {
        let (here, there): (BTreeSet<_>, BTreeSet<_>) = (texts.keys().collect(), first.keys().collect());
        let different: Vec<_> = here.symmetric_difference(&there).collect();
        assert!(
            different.is_empty(),
            "words/{tag}.toml: these keys stand in one language only: {different:?}"
        );
    }

    let mut code = String::from("impl Words {\n");
    for (key, text) in first {
        let parameters = parameters(text);
        for (variant, texts) in &languages {
            assert_eq!(parameters, self::parameters(&texts[key]), "{key}: parameters differ in {variant}");
        }
        function(&mut code, key, &parameters, &languages);
    }
    code.push_str("}\n");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("words.rs"), code).expect("OUT_DIR can be written");
}

fn read(path: &str) -> Texts {
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let sections: BTreeMap<String, Texts> =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut texts = Texts::new();
    for (section, entries) in sections {
        for (key, text) in entries {
            texts.insert(format!("{section}_{key}"), text);
        }
    }
    texts
}

/// The names in braces, each once, sorted.
fn parameters(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn function(code: &mut String, key: &str, parameters: &BTreeSet<String>, languages: &[(&str, Texts)]) {
    if parameters.is_empty() {
        writeln!(code, "    pub const fn {key}(self) -> &'static str {{\n        match self.0 {{")
            .expect("a string");
        for (variant, texts) in languages {
            writeln!(code, "            Language::{variant} => {:?},", texts[key]).expect("a string");
        }
    } else {
        let list = parameters.iter().fold(String::new(), |list, name| list + ", " + name + ": impl Display");
        writeln!(code, "    pub fn {key}(self{list}) -> String {{\n        match self.0 {{")
            .expect("a string");
        for (variant, texts) in languages {
            writeln!(code, "            Language::{variant} => format!({:?}),", texts[key])
                .expect("a string");
        }
    }
    code.push_str("        }\n    }\n");
}
