//! `/entries/new` and `/entries/{id}/edit`: writing an entry.

use domain::id::BookId;
use domain::limits::EntryLimits;
use domain::view::Book;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::attachments_field::attachments_field;
use super::draft::{Draft, Place};
use super::fields::{body_field, photo_field, pressed_by_enter, title_field};
use super::guide::guide;
use super::saved_note::saved_note;
use crate::api::entry_form::{EntryForm, entry_form};
use crate::components::allowed::allowed;
use crate::components::art::{Mood, small_cloud};
use crate::components::error_summary::error_summary;
use crate::components::field::Field;
use crate::components::icon::{Icon, notice_icon};
use crate::components::loaded::{PageData, loaded, page_data};
use crate::components::notice::{Tone, done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::reasons::reasons;
use crate::words::{Words, use_words};

pub fn new_page() -> AnyView {
    let query = use_query_map();
    let form = page_data(
        move || query.read().get("book").unwrap_or_default(),
        |book| entry_form(String::new(), book),
    );
    form_page(form)
}

pub fn edit_page() -> AnyView {
    let params = use_params_map();
    let form =
        page_data(move || params.read().get("id").unwrap_or_default(), |id| entry_form(id, String::new()));
    form_page(form)
}

fn form_page(form: PageData<EntryForm>) -> AnyView {
    let words = use_words();
    let kept = match use_query_map().get_untracked().get("done").as_deref() {
        Some("kept") => Some(words.done_kept()),
        Some("apart") => Some(words.done_apart()),
        Some("gone") => Some(words.done_gone()),
        Some("again") => Some(words.done_again()),
        _ => None,
    };
    loaded(form, move |form| {
        let title = if form.saved_at.is_some() { words.edit_title() } else { words.new_title() };
        view! {
            <Page title width=Width::Full>
                <div class="stack">
                    {kept.map(done)}
                    {if form.books.is_empty() { no_book(words).into_any() } else { writing(words, form).into_any() }}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn no_book(words: Words) -> impl IntoView {
    view! {
        <div class="empty">
            {small_cloud(Mood::Warm)}
            <h1>{words.new_title()}</h1>
            <p class="empty__text">{words.home_books_empty()}</p>
            <div class="actions">
                <a class="button button--primary" href="/applications/new">{words.home_apply()}</a>
                <a class="button" href="/home">{words.back_home()}</a>
            </div>
        </div>
    }
}

fn writing(words: Words, form: EntryForm) -> impl IntoView {
    let problems: Vec<(String, String)> = words
        .entry_problems(&form.problems, &form.limits)
        .into_iter()
        .map(|(field, sentence)| (field.to_owned(), sentence))
        .collect();
    let error =
        |field: &str| problems.iter().find(|(of, _)| of == field).map(|(_, sentence)| sentence.clone());
    let title = if form.saved_at.is_some() { words.edit_title() } else { words.new_title() };
    let action = if form.saved_at.is_some() {
        format!("/entries/{}/edit", form.id)
    } else {
        "/entries/new".to_owned()
    };
    let chosen = RwSignal::new(form.book);
    let limits = limits_of(&form, chosen);
    let draft = Draft::begin(Place::Book(form.id), form.revision, form.photo, limits);
    let element = draft.form;
    view! {
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(title, words.new_lead())}</div>
        {form.returned.as_ref().map(|returned| reasons(words, &returned.notice))}
        {drafts(words, &form)}
        <div aria-live="polite">{when_to_send(words, &form, chosen)}</div>
        {specially(words, &form, chosen)}
        <div class="writing">
            <form
                class="form writing__form"
                method="post"
                action=action
                enctype="multipart/form-data"
                novalidate
                node_ref=element
                on:input=move |event| draft.changed(&event)
                on:submit=move |event| draft.submitted(&event)
            >
                {form.saved_at.is_none().then(|| view! {
                    <input type="hidden" name="form" value=form.id.to_string()/>
                })}
                {pressed_by_enter()}
                <input type="hidden" name="revision" value=form.revision prop:value=move || draft.revision.get()/>
                {book_field(words, &form, draft, chosen, error("book"))}
                {title_field(words, form.title.clone(), error("title"))}
                {body_field(words, form.body.clone(), limits, error("body"))}
                {photo_field(words, draft, form.photo_alt.clone(), error("photo"), error("photo_alt"))}
                {attachments_field(words, draft, form.attachments.clone(), error("attachments"))}
                {saved_note(words, draft)}
                <div class="actions">
                    <button class="button button--primary" name="action" value="preview">{words.new_next()}</button>
                    <button class="button" name="action" value="save">{words.new_save()}</button>
                </div>
            </form>
            {guide(words, &form, chosen)}
        </div>
    }
}

/// On a new form: what was begun before and not sent.
fn drafts(words: Words, form: &EntryForm) -> impl IntoView + use<> {
    form.drafts
        .iter()
        .take(3)
        .map(|(id, title)| {
            let title = if title.trim().is_empty() { words.new_no_title() } else { title };
            view! {
                <div class="notice notice--info">
                    {notice_icon(Icon::Pen)}
                    <div class="notice__body">
                        <p>{words.new_draft_waiting(title)}</p>
                        <div class="actions">
                            <a class="button button--quiet" href=format!("/entries/{id}/edit")>
                                {words.entry_continue()}
                            </a>
                        </div>
                    </div>
                </div>
            }
        })
        .collect_view()
}

/// May it be sent today? Asked of the chosen book; a correction takes no turn. Without JavaScript, a choice among several
/// has it beside each book.
fn when_to_send(words: Words, form: &EntryForm, chosen: RwSignal<Option<BookId>>) -> impl IntoView + use<> {
    let (books, is_correction) = (form.books.clone(), form.returned.is_some());
    move || {
        let book = books.iter().find(|book| Some(book.id) == chosen.get());
        if book.is_some_and(|book| book.paused) {
            return Some(notice(Tone::Warn, words.paused_title(), words.paused_text()).into_any());
        }
        if let Some(until) = book.and_then(|book| book.suspended_until) {
            return Some(notice(Tone::Warn, words.suspended_title(until), words.suspended_text()).into_any());
        }
        if is_correction {
            return Some(notice(Tone::Info, "", words.entry_returned_text()).into_any());
        }
        let book = book?;
        Some(if book.may_send_today {
            notice(Tone::Info, "", words.new_can_send()).into_any()
        } else {
            notice(Tone::Warn, words.new_not_yet_title(book.next_turn), words.new_not_yet_text()).into_any()
        })
    }
}

/// The same in few words, where one chooses among several books.
fn day_of(words: Words, book: &Book) -> String {
    match book.suspended_until {
        _ if book.paused => words.paused_option().to_owned(),
        Some(until) => words.suspended_title(until),
        None if book.may_send_today => words.new_option_today().to_owned(),
        None => words.new_option_from(book.next_turn),
    }
}

/// What the head allows in the chosen book for a while.
fn specially(words: Words, form: &EntryForm, chosen: RwSignal<Option<BookId>>) -> impl IntoView + use<> {
    let books = form.books.clone();
    move || {
        let book = books.iter().find(|book| Some(book.id) == chosen.get())?;
        book.allowed.map(|one| allowed(words, &one))
    }
}

/// The limits of the chosen book: each institution may have tightened its own.
fn limits_of(form: &EntryForm, chosen: RwSignal<Option<BookId>>) -> Signal<EntryLimits> {
    let (of_books, first) = (form.books.clone(), form.limits);
    Signal::derive(move || {
        let book = of_books.iter().find(|book| Some(book.id) == chosen.get());
        book.map_or(first, |book| book.limits)
    })
}

fn book_field(
    words: Words,
    form: &EntryForm,
    draft: Draft,
    chosen: RwSignal<Option<BookId>>,
    error: Option<String>,
) -> impl IntoView + use<> {
    let tells_days = form.books.len() > 1 && form.returned.is_none();
    let label = |book: &Book| {
        let name = words.sign_aside(&book.student_name, &book.institution_name);
        if tells_days || book.paused { format!("{name} · {}", day_of(words, book)) } else { name }
    };
    let options = form
        .books
        .iter()
        .map(|book| {
            let selected = Some(book.id) == form.book;
            view! { <option value=book.id.to_string() selected=selected>{label(book)}</option> }
        })
        .collect_view();
    let element: NodeRef<html::Select> = NodeRef::new();
    let drawn = form.books.iter().map(|book| book.id).find(|id| Some(*id) == form.book);
    // A book that was chosen before the page came to life counts too.
    Effect::new(move || {
        let Some(select) = element.get() else { return };
        let now = BookId::parse(&select.value());
        if now != drawn {
            chosen.set(now);
            draft.changed_early();
        }
    });
    let field = Field::new("book", words.field_book(), error);
    let control = view! {
        <select
            node_ref=element
            class="field__input"
            id=field.id
            name=field.id
            required
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
            on:change=move |event| chosen.set(BookId::parse(&event_target_value(&event)))
        >
            <option value="">{words.field_book_choose()}</option>
            {options}
        </select>
    };
    field.around(words, control)
}
