//! Every text is used. (That each language has every text, with the same parameters, is checked when building.)

use crate::arrows::each_file;

#[test]
fn no_text_is_unused() {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut code = String::new();
    each_file(&format!("{root}/app/src"), &mut |_, text| code.push_str(text));
    let words = std::fs::read_to_string(format!("{root}/app/words/zh-Hant.toml")).expect("words");
    let words: toml::Table = words.parse().expect("TOML");
    let mut unused = Vec::new();
    for (section, texts) in &words {
        for key in texts.as_table().expect("a section").keys() {
            let call = format!(".{section}_{key}(");
            if !code.contains(&call) {
                unused.push(format!("{section}.{key}"));
            }
        }
    }
    assert!(unused.is_empty(), "nobody reads these: {unused:?}");
}
