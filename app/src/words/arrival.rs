//! The texts come to the browser in a file of their own, which the page names for loading at once.

use domain::language::Language;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{LOADED, Part, Words};

/// The server decides; the browser reads what the server wrote into `<html lang>`.
pub fn page_language() -> Language {
    let lang = document().document_element().and_then(|html| html.get_attribute("lang"));
    lang.and_then(|tag| Language::from_tag(&tag)).unwrap_or_default()
}

/// Waits until the texts of a part are here. Says whether they are: without them a page stays as the server drew it.
pub async fn arrive(part: Part) -> bool {
    let words = Words(page_language());
    let lines = &LOADED[part as usize][words.0 as usize];
    if lines.get().is_none() {
        let Ok(text) = load(words.file(part).address).await else { return false };
        // Two that load the same text at once set the same.
        let _ = lines.set(String::leak(text).lines().collect());
    }
    true
}

async fn load(address: &str) -> Result<String, JsValue> {
    let response: web_sys::Response = JsFuture::from(window().fetch_with_str(address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::NULL)
}
