//! Requests that the browser sends by itself, beside the forms that work without it.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Object, Promise, Reflect, encode_uri_component};
use web_sys::{FormData, Response, XmlHttpRequest};

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

/// Posts a form with few bytes by a request that the browser brings to its end even when the page is closed meanwhile. It is
/// on its way when this returns; the status and text of the answer come to whoever is still there.
pub fn post_beyond_the_page(
    address: &str,
    form: &FormData,
) -> Option<impl Future<Output = Option<(u16, String)>> + use<>> {
    let (headers, init) = (Object::new(), Object::new());
    Reflect::set(&headers, &"Accept".into(), &"application/json".into()).ok()?;
    let post = JsValue::from_str("POST");
    let settings: [(&str, &JsValue); 4] = [
        ("method", &post),
        ("body", form.as_ref()),
        ("headers", headers.as_ref()),
        ("keepalive", &JsValue::TRUE),
    ];
    for (key, value) in settings {
        Reflect::set(&init, &key.into(), value).ok()?;
    }
    let window = web_sys::window()?;
    let fetch: Function = Reflect::get(&window, &"fetch".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = fetch.call2(&window, &address.into(), &init).ok()?.dyn_into().ok()?;
    Some(async move {
        let response: Response = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
        let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        Some((response.status(), text))
    })
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
