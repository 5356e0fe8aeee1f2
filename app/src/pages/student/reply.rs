//! `/student/entries/{id}/reply`: writing a reply inside a programme, or where it stands. `…/reply/look`: as the family will
//! read it, before it is sent.

use domain::entry::EntryState;
use domain::id::EntryId;
use domain::text::split_at_limit;
use domain::view::StudentReply;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::closed::closed;
use crate::api::reply::{ReplyPage, reply as load_reply};
use crate::components::badge::state_badge;
use crate::components::error_summary::error_summary;
use crate::components::icon::{Icon, icon};
use crate::components::letter::{Letter, letter};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, done, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::reasons::reasons;
use crate::pages::entries::draft::{Draft, Place};
use crate::pages::entries::fields::{body_field, photo_field, pressed_by_enter, title_field};
use crate::pages::entries::saved_note::saved_note;
use crate::refusal::StepRefusal;
use crate::words::{Words, use_words};

pub fn reply_page() -> AnyView {
    page(|words, id, found| match &found.reply {
        Some(reply) if !reply.state.is_editable() => stands(words, &found, reply).into_any(),
        _ => writing(words, id, found).into_any(),
    })
}

pub fn look_page() -> AnyView {
    page(|words, id, found| match found.reply.clone() {
        Some(reply) if reply.state.is_editable() => look(words, id, &found, &reply).into_any(),
        Some(reply) => stands(words, &found, &reply).into_any(),
        None => writing(words, id, found).into_any(),
    })
}

fn page(content: fn(Words, String, ReplyPage) -> AnyView) -> AnyView {
    let words = use_words();
    let params = use_params_map();
    let id = move || params.read().get("id").unwrap_or_default();
    let found = page_data(id, load_reply);
    let done_text = match use_query_map().get_untracked().get("done").as_deref() {
        Some("sent") => Some(words.reply_done_sent()),
        Some("saved") => Some(words.reply_done_saved()),
        _ => None,
    };
    loaded(found, move |found| {
        let id = params.read_untracked().get("id").unwrap_or_default();
        let content = match found {
            None => closed(words).into_any(),
            Some(found) => view! {
                <div class="stack">
                    <a class="back-link" href=format!("/student/entries/{id}") rel="external">
                        {icon(Icon::Left)}{words.reply_back()}
                    </a>
                    {done_text.map(done)}
                    {found.refused.as_ref().map(|refused| not_done(hindered(words, refused)))}
                    {content(words, id, found)}
                </div>
            }
            .into_any(),
        };
        // The browser's history keeps no title of a letter.
        view! { <Page title=words.reply_title() width=Width::Reading>{content}</Page> }.into_any()
    })
}

fn hindered(words: Words, why: &StepRefusal) -> &'static str {
    match why {
        StepRefusal::Paused => words.reply_paused(),
        StepRefusal::NoProgramme => words.reply_no_programme(),
        StepRefusal::BookClosed => words.reply_book_closed(),
        _ => words.error_not_allowed(),
    }
}

fn writing(words: Words, id: String, found: ReplyPage) -> impl IntoView {
    let reply = found.reply.as_ref();
    let problems: Vec<(String, String)> = words
        .entry_problems(&found.problems, &found.limits)
        .into_iter()
        .map(|(field, sentence)| (field.to_owned(), sentence))
        .collect();
    let error =
        |field: &str| problems.iter().find(|(of, _)| of == field).map(|(_, sentence)| sentence.clone());
    let limits = Signal::stored(found.limits);
    let title = match reply {
        Some(reply) => reply.title.clone(),
        None => split_at_limit(&words.reply_title_default(&found.letter_title), found.limits.title).0,
    };
    let kept = reply.map(|reply| (reply.body.clone(), reply.photo_alt.clone())).unwrap_or_default();
    let (title, body, alt) = match found.typed.clone() {
        Some(typed) => typed,
        None => (title, kept.0, kept.1),
    };
    let revision = reply.map_or(0, |reply| reply.revision);
    // Until the page saves by itself.
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let letter = EntryId::parse(&id);
    let draft = letter.map(|letter| {
        Draft::begin(Place::Terminal(letter), revision, reply.and_then(|reply| reply.photo), limits)
    });
    let form = draft.map(|draft| {
        let element = draft.form;
        view! {
            <form
                class="form"
                method="post"
                action=draft.place.get_untracked().address()
                enctype="multipart/form-data"
                novalidate
                node_ref=element
                on:input=move |event| draft.changed(&event)
                on:submit=move |event| draft.submitted(&event)
            >
                {pressed_by_enter()}
                <input type="hidden" name="revision" value=revision prop:value=move || draft.revision.get()/>
                {title_field(words, title, error("title"))}
                {body_field(words, body, limits, error("body"))}
                {photo_field(words, draft, alt, error("photo"), error("photo_alt"))}
                {move || (!alive.get()).then(|| view! { <p class="field__hint">{words.reply_save_in_time()}</p> })}
                {saved_note(words, draft)}
                <div class="actions">
                    <button class="button button--primary" name="action" value="preview">{words.new_next()}</button>
                    <button class="button" name="action" value="save">{words.reply_save()}</button>
                </div>
            </form>
        }
    });
    let lead = words.reply_lead(words.relationship(found.relationship));
    view! {
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.reply_title(), lead)}</div>
        {hindrance(words, &found)}
        {found.typed.as_ref().map(|_| notice(Tone::Warn, "", words.reply_overtaken()))}
        {reply.and_then(|reply| reply.returned.as_ref()).map(|returned| view! {
            {notice(Tone::Info, "", words.reply_returned())}
            {reasons(words, &returned.notice)}
        })}
        {form}
    }
}

fn hindrance(words: Words, found: &ReplyPage) -> Option<impl IntoView + use<>> {
    let why = found.hindrance.as_ref().filter(|_| found.refused.is_none())?;
    Some(notice(Tone::Warn, "", hindered(words, why)))
}

fn look(words: Words, id: String, found: &ReplyPage, reply: &StudentReply) -> impl IntoView + use<> {
    let address = format!("/student/entries/{id}/reply");
    let may_send = found.hindrance.is_none();
    view! {
        <div class="page-head">{page_head(words.reply_look_title(), words.reply_look_lead())}</div>
        {hindrance(words, found)}
        {sheet(words, found, reply)}
        <div class="actions">
            {may_send.then(|| view! {
                <form method="post" action=format!("{address}/send")>
                    <button class="button button--primary">{words.reply_send()}</button>
                </form>
            })}
            <a class="button" href=address rel="external">{icon(Icon::Pen)}{words.entry_edit()}</a>
        </div>
    }
}

/// It was sent: where it is now.
fn stands(words: Words, found: &ReplyPage, reply: &StudentReply) -> impl IntoView + use<> {
    let text = match reply.state {
        EntryState::InReview { .. } => words.reply_waiting(),
        EntryState::Approved { .. } => words.reply_held(),
        EntryState::Delivered { .. } => words.reply_delivered(),
        EntryState::Withdrawn { .. } => words.reply_withdrawn(),
        EntryState::Draft | EntryState::Returned { .. } | EntryState::Read { .. } => "",
    };
    view! {
        <div class="page-head">{page_head(words.reply_stands_title(), "")}</div>
        <p>{state_badge(words, &reply.state)}</p>
        {(!text.is_empty()).then(|| notice(Tone::Info, "", text))}
        {sheet(words, found, reply)}
        {found.typed.clone().map(|(_, body, _)| view! {
            {notice(Tone::Warn, "", words.reply_not_sent())}
            <p class="quote">{body}</p>
        })}
    }
}

fn sheet(words: Words, found: &ReplyPage, reply: &StudentReply) -> impl IntoView + use<> {
    let title =
        if reply.title.trim().is_empty() { words.new_no_title().to_owned() } else { reply.title.clone() };
    letter(
        words,
        Letter {
            date: reply.edited_at,
            title,
            body: reply.body.clone(),
            photo: reply.photo,
            photo_alt: reply.photo_alt.clone(),
            attachments: Vec::new(),
            marks: Vec::new(),
            from: words.reply_from(words.relationship(found.relationship), &found.student_name),
            read_at: match reply.state {
                EntryState::Read { read_at, .. } => Some(read_at),
                _ => None,
            },
            title_id: None,
            is_heading: false,
        },
    )
}
