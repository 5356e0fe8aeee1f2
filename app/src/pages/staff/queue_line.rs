//! The line on which the server tells the page of the queue that something has moved. A browser opens it again by itself
//! when it breaks, but not after an answer that is no stream: then this does.

use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::EventSource;

use super::queue_live::{Hearing, Live};

/// Before the line is opened again for the first time; then twice as long each time.
const FIRST_PAUSE: u64 = 3;
const LONGEST_PAUSE: u64 = 60;

#[derive(Clone, Copy)]
struct Line {
    live: Live,
    open: StoredValue<Option<Open>, LocalStorage>,
    /// How often it failed since something was heard.
    failures: StoredValue<u32>,
    /// Opens it again.
    pause: StoredValue<Option<TimeoutHandle>>,
}

/// A stream, and what is called by it.
struct Open {
    source: EventSource,
    _heard: [Closure<dyn Fn()>; 3],
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// For as long as the page is there. Each time the line stands, and each time the page comes into sight, it is asked how
/// things stand: something may have moved while nobody listened.
pub fn listen(live: Live) {
    let opened = Line {
        live,
        open: StoredValue::new_local(None),
        failures: StoredValue::new(0),
        pause: StoredValue::new(None),
    };
    opened.open();
    let visible = leptos::ev::Custom::<web_sys::Event>::new("visibilitychange");
    let seen = window_event_listener(visible, move |_| {
        if document().hidden() {
            return;
        }
        live.ask_again();
        if live.hearing.try_get_untracked() == Some(Hearing::Nothing) {
            opened.stop();
            opened.open();
        }
    });
    on_cleanup(move || {
        seen.remove();
        opened.stop();
    });
}

impl Line {
    fn open(self) {
        // A browser without it shows how things stood.
        let Ok(source) = EventSource::new("/staff/entries/events") else { return };
        let opened = Closure::<dyn Fn()>::new(move || {
            self.failures.try_set_value(0);
            self.live.hears(Hearing::Well);
            self.live.ask_again();
        });
        let moved = Closure::<dyn Fn()>::new(move || self.live.ask_again());
        let failed = Closure::<dyn Fn()>::new(move || self.failed());
        for (event, heard) in [("open", &opened), ("moved", &moved), ("error", &failed)] {
            // A browser that refuses the listener shows how things stood.
            let _ = source.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
        }
        self.open.try_set_value(Some(Open { source, _heard: [opened, moved, failed] }));
    }

    /// A stream ends every few minutes, and the browser opens it again by itself: it is down when that fails.
    fn failed(self) {
        let failures = self.failures.try_update_value(|failures| {
            *failures += 1;
            *failures
        });
        let closed = self.open.try_with_value(|open| {
            open.as_ref().is_none_or(|open| open.source.ready_state() == EventSource::CLOSED)
        });
        let (Some(failures), Some(closed)) = (failures, closed) else { return };
        if closed || failures > 1 {
            self.live.hears(Hearing::Nothing);
        }
        if closed {
            // Its answer also tells when the session is over.
            self.live.ask_again();
            let seconds = FIRST_PAUSE.saturating_mul(1 << (failures - 1).min(10)).min(LONGEST_PAUSE);
            let again = move || {
                if self.live.hearing.try_get_untracked() != Some(Hearing::LoggedOut) {
                    self.open();
                }
            };
            self.pause.try_set_value(set_timeout_with_handle(again, Duration::from_secs(seconds)).ok());
        }
    }

    fn stop(self) {
        if let Some(pause) = self.pause.try_update_value(Option::take).flatten() {
            pause.clear();
        }
        self.open.try_set_value(None);
    }
}
