//! Requests that the browser sends by itself, beside the forms that work without it.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Promise, encode_uri_component};
use web_sys::{FormData, XmlHttpRequest};

/// Sends a request and waits until it is over, whatever became of it.
pub async fn ended(request: &XmlHttpRequest, form: Option<&FormData>) -> Option<()> {
    let over = over(request);
    request.send_with_opt_form_data(form).ok()?;
    JsFuture::from(over).await.ok().map(|_| ())
}

/// Posts a form without files and asks to be answered without a page. The status, or `None` when there was no answer.
pub async fn post(address: &str, fields: &[(&str, &str)]) -> Option<u16> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", address).ok()?;
    request.set_request_header("Accept", "application/json").ok()?;
    request.set_request_header("Content-Type", "application/x-www-form-urlencoded").ok()?;
    let pairs =
        fields.iter().map(|(name, value)| format!("{name}={}", String::from(encode_uri_component(value))));
    let body = pairs.collect::<Vec<_>>().join("&");
    let over = over(&request);
    request.send_with_opt_str(Some(&body)).ok()?;
    JsFuture::from(over).await.ok()?;
    request.status().ok().filter(|status| *status != 0)
}

/// Kept when the request has ended.
fn over(request: &XmlHttpRequest) -> Promise {
    Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move || {
            // Nobody waits any more when it cannot be called.
            let _ = resolve.call0(&JsValue::NULL);
        });
        request.set_onloadend(Some(done.unchecked_ref()));
    })
}
