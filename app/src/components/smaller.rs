//! Photos are made smaller before they travel over a slow line.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Files over this are made smaller, in bytes.
const LARGE: u64 = 3 * 1024 * 1024;
/// Pictures under this are sent as they are, without looking at their size in pixels.
const SMALL: u64 = 512 * 1024;

/// A large photo made smaller and turned upright, at most `long_edge` pixels long; `None` when it may go as it is.
pub async fn make_smaller(file: &web_sys::Blob, long_edge: u32) -> Option<web_sys::Blob> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size in whole bytes")]
    let size = file.size() as u64;
    if size <= SMALL {
        return None;
    }
    // The browser turns it as the camera was held.
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file).ok()?).await.ok()?;
    let bitmap: ImageBitmap = bitmap.dyn_into().ok()?;
    let (width, height) = (bitmap.width(), bitmap.height());
    let long = width.max(height);
    if long <= long_edge && size <= LARGE {
        return None;
    }
    let scaled = |edge: u32| if long > long_edge { (edge * long_edge / long).max(1) } else { edge };
    let (width, height) = (scaled(width), scaled(height));
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // A transparent picture lies on white paper.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width.into(), height.into())
        .ok()?;
    bitmap.close();
    let encoded = Promise::new(&mut |resolve, _| {
        let quality = JsValue::from_f64(0.88);
        // A browser that cannot leaves the promise empty-handed, and the file goes as it is.
        if canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality).is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let blob: web_sys::Blob = JsFuture::from(encoded).await.ok()?.dyn_into().ok()?;
    (blob.size() < file.size()).then_some(blob)
}
