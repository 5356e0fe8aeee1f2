//! Logs off who has gone without logging out. Half a minute before, the page asks whether somebody is still there.

use leptos::html::{Dialog, Form};
use leptos::prelude::*;

use crate::words::use_words;

/// What is known of whoever sits there.
#[derive(Clone, Copy)]
struct Watch {
    /// Seconds left, while the page asks.
    left: RwSignal<Option<u64>>,
    dialog: NodeRef<Dialog>,
    form: NodeRef<Form>,
    /// When somebody was last noticed, and when the server was last told, in milliseconds since 1970.
    noticed: StoredValue<f64>,
    told: StoredValue<f64>,
    leaving: StoredValue<bool>,
}

#[component]
pub fn QuietLogOff() -> impl IntoView {
    let words = use_words();
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let watch = Watch {
        left: RwSignal::new(None),
        dialog: NodeRef::new(),
        form: NodeRef::new(),
        noticed: StoredValue::new(0.0),
        told: StoredValue::new(0.0),
        leaving: StoredValue::new(false),
    };
    #[cfg(feature = "hydrate")]
    watch.begin();
    let left = move || watch.left.get().map(|seconds| words.student_quiet_left(seconds));
    let content = move || {
        view! {
            // The query says from where, since the session may be over by then.
            <form method="post" action="/logout?terminal" node_ref=watch.form hidden></form>
            <dialog
                class="dialog quiet"
                role="alertdialog"
                aria-labelledby="quiet-title"
                aria-describedby="quiet-text quiet-left"
                node_ref=watch.dialog
                // Escape closes it too. Browsers tell of a dialog that closed only with the next picture they draw, of the
                // key at once, but not always.
                on:cancel=move |_: leptos::ev::Event| watch.is_answered()
                on:close=move |_| watch.is_answered()
            >
                <div class="stack">
                    <h2 class="dialog__title" id="quiet-title">{words.student_quiet_title()}</h2>
                    <p id="quiet-text">{words.student_quiet_text()}</p>
                    <p class="quiet__left" id="quiet-left" role="timer">{left}</p>
                    <button
                        class="button button--primary button--wide quiet__stay"
                        type="button"
                        on:click=move |_| watch.answer()
                    >
                        {words.student_quiet_stay()}
                    </button>
                </div>
            </dialog>
        }
    };
    move || alive.get().then(content)
}

/// The server draws nothing of it.
#[cfg(not(feature = "hydrate"))]
impl Watch {
    fn answer(self) {
        let _ = self.dialog;
    }

    fn is_answered(self) {
        let _ = (self.noticed, self.told, self.leaving);
    }
}

#[cfg(feature = "hydrate")]
mod watching {
    use std::time::Duration;

    use domain::view::Viewer;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use web_sys::js_sys::Date;

    use super::Watch;
    use crate::api::site::site;

    /// A touch, a key or a movement; `click` is how aids press buttons.
    const SIGNS: [&str; 5] = ["pointerdown", "pointermove", "keydown", "wheel", "click"];
    /// Without a sign for so long, the student is logged off.
    const QUIET: Duration = Duration::from_mins(2);
    /// So long before that, the page asks.
    const WARNING: Duration = Duration::from_secs(30);
    /// The server ends a silent session after three minutes; while somebody is there, it hears so at least this often.
    const TELL_EVERY: Duration = Duration::from_secs(30);

    impl Watch {
        pub fn begin(self) {
            self.noticed.set_value(Date::now());
            self.told.set_value(Date::now());
            let signs = SIGNS.map(|sign| window_event_listener_untyped(sign, move |_| self.notice()));
            let look = set_interval_with_handle(move || self.look(), Duration::from_secs(1)).ok();
            on_cleanup(move || {
                signs.into_iter().for_each(WindowListenerHandle::remove);
                if let Some(look) = look {
                    look.clear();
                }
            });
        }

        /// While the page asks, only its answer counts: a dialog that went at the first movement would let the click
        /// that follows fall on what lies below.
        fn notice(self) {
            if self.left.get_untracked().is_none() {
                self.somebody_is_there();
            }
        }

        pub fn answer(self) {
            self.is_answered();
            if let Some(dialog) = self.dialog.get_untracked() {
                dialog.close();
            }
        }

        pub fn is_answered(self) {
            self.left.set(None);
            self.somebody_is_there();
        }

        fn somebody_is_there(self) {
            self.noticed.set_value(Date::now());
            if since(self.told) >= TELL_EVERY {
                self.told.set_value(Date::now());
                spawn_local(self.tell());
            }
        }

        /// Any request keeps the session. When the server has ended it already, the page goes too.
        async fn tell(self) {
            if let Ok(site) = site().await
                && !matches!(site.viewer, Viewer::Student { .. })
            {
                self.log_off();
            }
        }

        fn look(self) {
            match QUIET.checked_sub(since(self.noticed)) {
                None | Some(Duration::ZERO) => self.log_off(),
                Some(left) if left <= WARNING => self.ask(left),
                Some(_) => {}
            }
        }

        fn ask(self, left: Duration) {
            self.left.set(Some(left.as_secs() + u64::from(left.subsec_nanos() > 0)));
            let closed = self.dialog.get_untracked().filter(|dialog| !dialog.open());
            if let Some(dialog) = closed
                && dialog.show_modal().is_err()
            {
                // Not above everything, but seen.
                dialog.set_open(true);
            }
        }

        /// By a form and not by a request, so that the browser leaves the page whatever comes of it; also when the line
        /// is broken, since the browser's own error shows no letter.
        fn log_off(self) {
            // The page may be gone by then, or is about to go.
            let form = self.form.try_get_untracked().flatten();
            if let Some(form) = form.filter(|_| !self.leaving.get_value()) {
                self.leaving.set_value(true);
                // Nothing is left to try.
                let _ = form.submit();
            }
        }
    }

    /// A clock that was set back counts as no time. The time of day goes on while the machine sleeps, other clocks may not.
    fn since(moment: StoredValue<f64>) -> Duration {
        Duration::try_from_secs_f64((Date::now() - moment.get_value()) / 1000.0).unwrap_or_default()
    }
}
