//! Reading a letter aloud, for those to whom reading is hard. Only by a voice of the machine itself: others would send
//! the letter to whoever made them.

use leptos::prelude::*;

use crate::words::use_words;

/// Nothing is seen of it where no voice speaks Chinese.
#[component]
pub fn ReadAloud(title: String, body: String) -> impl IntoView {
    let words = use_words();
    let (ready, speaking) = (RwSignal::new(false), RwSignal::new(false));
    let text = StoredValue::new(format!("{title}。\n{body}"));
    #[cfg(feature = "hydrate")]
    voice::prepare(ready);
    let press = move |_| {
        #[cfg(feature = "hydrate")]
        if speaking.get_untracked() {
            voice::stop();
            speaking.set(false);
        } else {
            text.with_value(|text| voice::speak(text, speaking));
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = text;
    };
    let label = move || if speaking.get() { words.student_read_stop() } else { words.student_read_aloud() };
    move || {
        ready.get().then(|| view! { <button class="button" type="button" on:click=press>{label}</button> })
    }
}

#[cfg(feature = "hydrate")]
mod voice {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::js_sys::Function;
    use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

    const LANGUAGE: &str = "zh-TW";

    /// Sees whether there is a voice, now or once the browser has found its voices, and stops speaking when the page is left.
    pub fn prepare(ready: RwSignal<bool>) {
        let Some(synthesis) = synthesis() else { return };
        Effect::new(move || ready.set(voice().is_some()));
        let found = callback(move || {
            // The page may be gone by then.
            let _ = ready.try_set(voice().is_some());
        });
        synthesis.set_onvoiceschanged(Some(&found));
        let listener = window_event_listener_untyped("pagehide", |_| stop());
        on_cleanup(move || {
            listener.remove();
            stop();
        });
    }

    pub fn speak(text: &str, speaking: RwSignal<bool>) {
        let (Some(synthesis), Some(voice)) = (synthesis(), voice()) else { return };
        let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(text) else { return };
        utterance.set_lang(LANGUAGE);
        utterance.set_voice(Some(&voice));
        // Browsers forget an utterance that nobody holds, and then never say that it is over; so it is held until then.
        let held = utterance.clone();
        let over = callback(move || {
            held.set_onend(None);
            held.set_onerror(None);
            // The page may be gone by then.
            let _ = speaking.try_set(false);
        });
        utterance.set_onend(Some(&over));
        utterance.set_onerror(Some(&over));
        synthesis.cancel();
        synthesis.speak(&utterance);
        speaking.set(true);
    }

    pub fn stop() {
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
    }

    /// A browser that cannot speak has `undefined` there.
    fn synthesis() -> Option<SpeechSynthesis> {
        window().speech_synthesis().ok().filter(|synthesis| !synthesis.is_undefined())
    }

    /// The voice of Taiwan, else another of the same language.
    fn voice() -> Option<SpeechSynthesisVoice> {
        let voices = synthesis()?.get_voices().into_iter();
        voices
            .map(JsCast::unchecked_into::<SpeechSynthesisVoice>)
            .filter(SpeechSynthesisVoice::local_service)
            .filter_map(|voice| Some((rank(&voice.lang())?, voice)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, voice)| voice)
    }

    /// How near a voice's language tag is to ours; some browsers write it with underscores. Cantonese is another
    /// language to the ear.
    fn rank(tag: &str) -> Option<u8> {
        let tag = tag.replace('_', "-").to_ascii_lowercase();
        let mut parts = tag.split('-');
        let language = parts.next()?;
        let place = parts.next_back();
        match (language, place) {
            ("zh" | "cmn", Some("tw")) => Some(0),
            ("zh", Some("hk" | "mo")) => None,
            ("zh" | "cmn", _) => Some(1),
            _ => None,
        }
    }

    fn callback(act: impl Fn() + 'static) -> Function {
        Closure::<dyn Fn()>::new(act).into_js_value().unchecked_into()
    }
}
