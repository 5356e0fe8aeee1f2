//! The slip on which a student gets a new PIN, made for paper.

use domain::view::RosterStudent;
use leptos::prelude::*;

use crate::components::facts::{facts, text};
use crate::components::icon::{Icon, icon, notice_icon};
use crate::words::Words;

pub fn slip(words: Words, institution: &str, student: &RosterStudent, pin: String) -> impl IntoView + use<> {
    let back = format!("/staff/students/{}", student.id);
    let rows = vec![
        (words.slip_institution(), text(institution)),
        (words.students_call_number(), text(student.call_number.clone())),
        (words.students_name(), text(student.name.clone())),
        (words.students_pin(), view! { <strong class="slip__pin">{pin}</strong> }.into_any()),
    ];
    view! {
        <div class="stack">
            <a class="back-link" href=back>{icon(Icon::Left)}{student.name.clone()}</a>
            <div class="notice notice--warn" role="status">
                {notice_icon(Icon::Print)}
                <div class="notice__body"><p>{words.slip_keep()}</p></div>
            </div>
            <article class="slip" aria-labelledby="slip">
                <h1 class="slip__title" id="slip">{words.slip_title()}</h1>
                {facts(rows)}
                <h2 class="slip__how">{words.slip_how()}</h2>
                <ol class="slip__steps">
                    <li>{words.slip_step_open()}</li>
                    <li>{words.slip_step_school()}</li>
                    <li>{words.slip_step_number()}</li>
                </ol>
                <p>{words.slip_secret()}</p>
            </article>
        </div>
    }
}
