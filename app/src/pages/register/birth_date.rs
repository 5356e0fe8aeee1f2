//! The birthday, read back under its field in both calendars as soon as it can be understood.

use domain::birth_date::BirthDate;
use domain::time::TaipeiDay;
use leptos::prelude::*;

use crate::components::field::{Field, Line};
use crate::components::live_field::{Live, live_line};
use crate::words::Words;

const ECHO_ID: &str = "birth_date-echo";
/// No suggestion of a browser is written in both calendars, and no keyboard for digits has a slash everywhere.
const BIRTH_DATE: Line = Line::TEXT;

pub(super) fn birth_date(words: Words, birth_date: Live, today: TaipeiDay) -> AnyView {
    let read_back = Memo::new(move |_| {
        BirthDate::parse(&birth_date.text.read(), today).ok().map(|date| words.birth_date(date))
    });
    let field = Field { also: ECHO_ID, ..Field::new("birth_date", words.register_birth_date(), None) }
        .hint(words.register_birth_date_hint());
    let echo = view! { <p class="echo" id=ECHO_ID aria-live="polite">{move || read_back.get()}</p> };
    live_line(words, field, BIRTH_DATE, birth_date, echo)
}
