//! Says when the line breaks, and keeps forms from being sent into nothing: the browser's own error page would
//! swallow what was typed.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::words::use_words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser can lose its connection"))]
enum Connection {
    Fine,
    Lost,
    /// It was lost and has just come back.
    Back,
}

/// Called once, around all pages. Nothing is seen of it while the line holds.
#[component]
pub fn ConnectionWatch() -> impl IntoView {
    let words = use_words();
    let connection = RwSignal::new(Connection::Fine);
    #[cfg(feature = "hydrate")]
    Effect::new(move || watch::begin(connection));
    let said = move || {
        let (class, picture, sentence) = match connection.get() {
            Connection::Fine => return None,
            Connection::Lost => ("connection__text", Icon::Alert, words.connection_lost()),
            Connection::Back => {
                ("connection__text connection__text--back", Icon::Check, words.connection_back())
            }
        };
        Some(view! { <p class=class>{icon(picture)}<span>{sentence}</span></p> })
    };
    view! { <div class="connection" id="connection" role="status" tabindex="-1">{said}</div> }
}

#[cfg(feature = "hydrate")]
mod watch {
    use std::time::Duration;

    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;

    use super::Connection;
    use crate::api::site::site;
    use crate::components::navigation::focus;
    use crate::error::PageError;

    const SEEN: Duration = Duration::from_secs(5);

    pub fn begin(connection: RwSignal<Connection>) {
        if !window().navigator().on_line() {
            look(connection);
        }
        // Both listen as long as the document is there.
        window_event_listener_untyped("offline", move |_| look(connection));
        window_event_listener_untyped("online", move |_| restored(connection));
        hold_forms(connection);
    }

    /// A browser may think that it is offline where our server is still reached, such as on the same machine.
    fn look(connection: RwSignal<Connection>) {
        spawn_local(async move {
            if !is_reached().await {
                connection.set(Connection::Lost);
            }
        });
    }

    fn restored(connection: RwSignal<Connection>) {
        if connection.get_untracked() != Connection::Lost {
            return;
        }
        connection.set(Connection::Back);
        let quiet = move || {
            if connection.get_untracked() == Connection::Back {
                connection.set(Connection::Fine);
            }
        };
        set_timeout(quiet, SEEN);
    }

    /// While the line is broken, no form leaves the page; the message takes the focus instead.
    fn hold_forms(connection: RwSignal<Connection>) {
        let listener = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            if connection.get_untracked() != Connection::Lost {
                return;
            }
            event.prevent_default();
            event.stop_propagation();
            focus("connection");
            // The browser may have missed that the line is back.
            spawn_local(async move {
                if is_reached().await {
                    restored(connection);
                }
            });
        });
        let callback = listener.as_ref().unchecked_ref();
        // Without it forms behave as before.
        let _ = document().add_event_listener_with_callback_and_bool("submit", callback, true);
        listener.forget();
    }

    /// Any answer will do, also a refusal. A server that was not reached gives the failure no number.
    async fn is_reached() -> bool {
        !matches!(site().await, Err(PageError::Failed(number)) if number.is_empty())
    }
}
