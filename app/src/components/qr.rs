//! A QR code.

use leptos::prelude::*;

use crate::api::second_step::QrCode;

pub fn qr(label: impl Into<String>, code: QrCode) -> impl IntoView {
    view! {
        <svg
            class="qr"
            viewBox=format!("0 0 {0} {0}", code.size)
            shape-rendering="crispEdges"
            role="img"
            aria-label=label.into()
        >
            <path d=code.path></path>
        </svg>
    }
}
