//! Every text is used, and only where it has arrived. (That each language has every text, with the same parameters, is
//! checked when building.)

use crate::arrows::each_file;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The beginning of a call of each text of a part, such as `.login_title(`.
fn calls(part: &str) -> Vec<String> {
    let file = format!("{ROOT}/app/words/zh-Hant/{part}.toml");
    let words: toml::Table = std::fs::read_to_string(&file).expect(&file).parse().expect("TOML");
    let of = |(section, texts): (&String, &toml::Value)| -> Vec<String> {
        texts.as_table().expect("a section").keys().map(|key| format!(".{section}_{key}(")).collect()
    };
    words.iter().flat_map(of).collect()
}

#[test]
fn no_text_is_unused() {
    let mut code = String::new();
    each_file(&format!("{ROOT}/app/src"), &mut |_, text| code.push_str(text));
    let all = ["everyone", "staff", "letters"].into_iter().flat_map(calls);
    let unused: Vec<String> = all.filter(|call| !code.contains(call)).collect();
    assert!(unused.is_empty(), "nobody reads these: {unused:?}");
}

/// Elsewhere a browser would not have them: only these areas load the staff's part.
#[test]
fn only_the_staff_s_area_and_the_style_guide_say_what_the_staff_s_part_holds() {
    let own = ["pages/staff/", "pages/staff.rs", "pages/demo/", "pages/demo.rs"];
    let staff = calls("staff");
    let mut elsewhere = Vec::new();
    each_file(&format!("{ROOT}/app/src"), &mut |name, text| {
        if !own.iter().any(|place| name.contains(place)) {
            elsewhere.extend(
                staff.iter().filter(|call| text.contains(*call)).map(|call| format!("{name}: {call}")),
            );
        }
    });
    assert!(elsewhere.is_empty(), "a browser has no words there: {elsewhere:?}");
}
