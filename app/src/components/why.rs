//! 審核未通過: the dialog that says why something came back, and leads to correcting it.

use leptos::prelude::*;

use crate::words::Words;

fn dialog_id(of: &str) -> String {
    format!("why-{of}")
}

/// Why what has the id `of` came back. It opens with [`open_why`].
pub fn why(
    words: Words,
    of: String,
    title: &'static str,
    reasons: Option<AnyView>,
    href: String,
    correct: &'static str,
) -> impl IntoView {
    let id = dialog_id(&of);
    let (title_id, labelled_by) = (format!("{id}-title"), format!("{id}-title"));
    let close = {
        let id = id.clone();
        move |_| close_dialog(&id)
    };
    view! {
        <dialog class="dialog" id=id aria-labelledby=labelled_by>
            <div class="stack">
                <h3 class="dialog__title" id=title_id>{title}</h3>
                {reasons}
                <div class="actions">
                    <a class="button button--primary" href=href>{correct}</a>
                    <button class="button" type="button" on:click=close>{words.applications_dialog_close()}</button>
                </div>
            </div>
        </dialog>
    }
}

#[cfg(feature = "hydrate")]
fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    use wasm_bindgen::JsCast;

    document().get_element_by_id(id)?.dyn_into().ok()
}

/// False when the browser knows no dialogs: then the link leads to a page that says the same.
pub fn open_why(of: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return dialog(&dialog_id(of)).is_some_and(|dialog| dialog.show_modal().is_ok());
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = of;
        false
    }
}

fn close_dialog(id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}
