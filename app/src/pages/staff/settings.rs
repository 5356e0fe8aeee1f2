//! `/staff/settings`: what the institution sets for itself, saved all together.

use domain::application::{Concern, UsualReason};
use domain::document::DocumentKind;
use domain::limits::EntryLimits;
use domain::review::ReturnReason;
use domain::settings_form::{
    LEAST_DOCUMENT_DAYS, LinesProblem, MOST_DAYS_BETWEEN_USES, MOST_DOCUMENT_DAYS, NumberProblem,
    OwnReasonRow, Setting, SettingsForm, SettingsProblems,
};
use domain::text::TextProblem;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::settings::{SettingsPage, settings};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line, field_error, invalid};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{done, not_done};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

const OPTIONAL: Line = Line { required: false, ..Line::TEXT };
/// Empty lines at the end of the list of own reasons, to write new ones into.
const NEW_LINES: usize = 2;

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| settings());
    let saved = use_query_map().get_untracked().get("done").is_some_and(|what| what == "saved");
    loaded(data, move |data| {
        view! {
            <Page title=words.settings_title() width=Width::Reading>
                <div class="stack">
                    {saved.then(|| done(words.settings_done()))}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: SettingsPage) -> impl IntoView {
    let errors = Errors::of(words, &data.problems);
    let lead = words.settings_lead(&data.institution);
    let form = data.form;
    view! {
        {error_summary(words, &errors.list())}
        {data.overtaken.map(|changed| not_done(overtaken(words, &changed)))}
        <div class="page-head">{page_head(words.settings_title(), lead)}</div>
        <form class="form" method="post" action="/staff/settings" novalidate>
            <input type="hidden" name="version" value=data.version/>
            {contact(words, &form, &errors)}
            {limits(words, &form, &errors)}
            {documents(words, &form, &errors)}
            {ticked(
                words,
                ("reasons", words.settings_reasons()),
                &form.reasons,
                UsualReason::ALL.map(|reason| (reason.name(), words.usual_reason(reason))),
            )}
            {own_reasons(words, &OwnList::REQUESTS, &form.own_reasons, &errors)}
            {ticked(
                words,
                ("letter_reasons", words.settings_letter_reasons()),
                &form.letter_reasons,
                ReturnReason::ALL.map(|reason| (reason.name(), words.reason(reason))),
            )}
            {own_reasons(words, &OwnList::LETTERS, &form.own_letter_reasons, &errors)}
            {reviewing(words, &form, &errors)}
            <button class="button button--primary">{words.settings_save()}</button>
        </form>
    }
}

/// Somebody else saved meanwhile: which settings stand differently there now.
fn overtaken(words: Words, changed: &[Setting]) -> String {
    let names: Vec<_> = changed.iter().map(|setting| name(words, *setting)).collect();
    words.settings_overtaken(names.join(words.sign_between()))
}

fn name(words: Words, setting: Setting) -> &'static str {
    match setting {
        Setting::Phone => words.settings_phone(),
        Setting::ContactPerson => words.settings_contact_person(),
        Setting::Body => words.settings_body(),
        Setting::DaysBetweenUses => words.settings_days(),
        Setting::Photos => words.settings_photos(),
        Setting::Attachments => words.settings_attachments(),
        Setting::MailSender => words.settings_mail_sender(),
        Setting::DocumentDays => words.settings_document_days(),
        Setting::Reasons => words.settings_reasons(),
        Setting::OwnReasons => words.settings_own_reasons(),
        Setting::LetterReasons => words.settings_letter_reasons(),
        Setting::OwnLetterReasons => words.settings_own_letter_reasons(),
        Setting::WatchWords => words.settings_watch_words(),
        Setting::Guide => words.settings_guide(),
    }
}

/// What staff want to notice, and what families are told beside the form.
fn reviewing(words: Words, form: &SettingsForm, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <fieldset class="card form">
            <legend class="choices__legend">{words.settings_entries()}</legend>
            {Field::new("watch_words", words.settings_watch_words(), errors.at("watch_words"))
                .hint(words.settings_watch_words_hint())
                .area(words, 5, form.watch_words.clone())}
            {Field::new("guide", words.settings_guide(), errors.at("guide"))
                .hint(words.settings_guide_hint())
                .area(words, 4, form.guide.clone())}
        </fieldset>
    }
}

fn contact(words: Words, form: &SettingsForm, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <fieldset class="card form">
            <legend class="choices__legend">{words.settings_contact()}</legend>
            {Field::new("phone", words.settings_phone(), errors.at("phone"))
                .hint(words.settings_phone_hint())
                .line(words, Line { kind: "tel", keyboard: "tel", ..Line::TEXT }, form.phone.clone())}
            {Field::new("contact_person", words.settings_contact_person(), errors.at("contact_person"))
                .hint(words.settings_contact_person_hint())
                .line(words, OPTIONAL, form.contact_person.clone())}
            {Field::new("mail_sender", words.settings_mail_sender(), errors.at("mail_sender"))
                .hint(words.settings_mail_sender_hint())
                .line(words, OPTIONAL, form.mail_sender.clone())}
        </fieldset>
    }
}

fn limits(words: Words, form: &SettingsForm, errors: &Errors) -> impl IntoView + use<> {
    let most = EntryLimits::REGULATION;
    let (body_hint, days_hint) = (
        words.settings_body_hint(most.body),
        words.settings_days_hint(most.days_between_uses, MOST_DAYS_BETWEEN_USES),
    );
    view! {
        <fieldset class="card form">
            <legend class="choices__legend">{words.settings_limits()}</legend>
            <p class="field__hint">{words.settings_limits_hint()}</p>
            {Field::new("body", words.settings_body(), errors.at("body"))
                .hint(body_hint)
                .line(words, Line::DIGITS, form.body.clone())}
            {Field::new("days_between_uses", words.settings_days(), errors.at("days_between_uses"))
                .hint(days_hint)
                .line(words, Line::DIGITS, form.days_between_uses.clone())}
            <label class="choice">
                <input class="choice__input" type="checkbox" name="photos" value="on" checked=form.photos/>
                <span>{words.settings_photos()}</span>
            </label>
            <label class="choice">
                <input class="choice__input" type="checkbox" name="pdf" value="on" checked=form.pdf/>
                <span>{words.settings_pdf()}</span>
            </label>
            <label class="choice">
                <input class="choice__input" type="checkbox" name="pictures" value="on" checked=form.pictures/>
                <span>{words.settings_pictures()}</span>
            </label>
        </fieldset>
    }
}

fn documents(words: Words, form: &SettingsForm, errors: &Errors) -> impl IntoView + use<> {
    view! {
        <fieldset class="card form">
            <legend class="choices__legend">{words.settings_documents()}</legend>
            {Field::new("document_days", words.settings_document_days(), errors.at("document_days"))
                .hint(words.settings_document_days_hint(LEAST_DOCUMENT_DAYS, MOST_DOCUMENT_DAYS))
                .line(words, Line::DIGITS, form.document_days.clone())}
            <p><a href="/staff/retention">{words.settings_retention()}</a></p>
        </fieldset>
    }
}

/// The usual reasons, each with its name and its words, to be offered or not.
fn ticked<const N: usize>(
    words: Words,
    (field, legend): (&'static str, &'static str),
    ticked: &[String],
    usual: [(&'static str, &'static str); N],
) -> impl IntoView + use<N> {
    let choices = usual.map(|(name, text)| {
        let checked = ticked.iter().any(|one| one == name);
        view! {
            <label class="choice">
                <input class="choice__input" type="checkbox" name=field value=name checked=checked/>
                <span>{text}</span>
            </label>
        }
    });
    view! {
        <fieldset class="card">
            <legend class="choices__legend">{legend}</legend>
            <p class="field__hint">{words.settings_reasons_hint()}</p>
            <div class="choices__list">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
}

/// One of the two lists of own reasons.
struct OwnList {
    setting: Setting,
    /// What the names of its fields begin with.
    fields: &'static str,
    /// Whether there is something that a family can put right.
    has_concern: bool,
}

impl OwnList {
    const REQUESTS: Self = Self { setting: Setting::OwnReasons, fields: "own", has_concern: true };
    const LETTERS: Self = Self { setting: Setting::OwnLetterReasons, fields: "letter", has_concern: false };
}

fn own_reasons(
    words: Words,
    list: &OwnList,
    rows: &[OwnReasonRow],
    errors: &Errors,
) -> impl IntoView + use<> {
    let mut rows = rows.to_vec();
    while rows.last().is_some_and(|row| row.name.is_empty() && row.text.is_empty() && row.english.is_empty())
    {
        rows.pop();
    }
    rows.resize(
        rows.len() + NEW_LINES,
        OwnReasonRow { concern: Concern::Nothing.name().to_owned(), ..OwnReasonRow::default() },
    );
    let lines = rows.into_iter().enumerate().map(|(line, row)| own_reason(words, list, line, row, errors));
    let (id, legend) = (list.setting.name(), name(words, list.setting));
    view! {
        <fieldset class="card" id=id tabindex="-1">
            <legend class="choices__legend">{legend}</legend>
            <p class="field__hint">{words.settings_own_reasons_hint()}</p>
            {field_error(words, id, errors.at(id))}
            {lines.collect_view()}
        </fieldset>
    }
}

/// One line: in Chinese, in English, and what the family has to put right.
fn own_reason(
    words: Words,
    list: &OwnList,
    line: usize,
    row: OwnReasonRow,
    errors: &Errors,
) -> impl IntoView + use<> {
    let field = |of: &str| format!("{}_{of}", list.fields);
    let id = |of: &str| format!("{}-{line}", field(of));
    let (text_id, english_id) = (id("text"), id("english"));
    let error = errors.at(&text_id);
    let class = if error.is_some() { "own-reason field--invalid" } else { "own-reason" };
    let concern = list.has_concern.then(|| concern(words, id("concern"), field("concern"), &row.concern));
    let number = line + 1;
    view! {
        <div class=class role="group" aria-label=words.settings_own_reason(number)>
            <input type="hidden" name=field("name") value=row.name/>
            <div class="field">
                <label class="field__label" for=text_id.clone()>{words.settings_own_text(number)}</label>
                {field_error(words, &text_id, error.clone())}
                <input
                    class="field__input"
                    id=text_id.clone()
                    name=field("text")
                    value=row.text
                    autocomplete="off"
                    aria-invalid=invalid(error.as_ref())
                    aria-describedby=error.as_ref().map(|_| format!("{text_id}-error"))
                />
            </div>
            <div class="field">
                <label class="field__label" for=english_id.clone()>{words.settings_own_english()}</label>
                <input
                    class="field__input"
                    id=english_id
                    name=field("english")
                    value=row.english
                    autocomplete="off"
                    lang="en"
                />
            </div>
            {concern}
        </div>
    }
}

fn concern(words: Words, id: String, field: String, chosen: &str) -> impl IntoView + use<> {
    let options = Concern::ALL.map(|concern| {
        let selected = concern.name() == chosen;
        view! { <option value=concern.name() selected=selected>{concern_text(words, concern)}</option> }
    });
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{words.settings_own_concern()}</label>
            <select class="field__input" id=id name=field>{options.into_iter().collect_view()}</select>
        </div>
    }
}

fn concern_text(words: Words, concern: Concern) -> &'static str {
    match concern {
        Concern::Document(DocumentKind::Identity) => words.settings_concern_identity(),
        Concern::Document(DocumentKind::Relationship) => words.settings_concern_relationship_document(),
        Concern::Relationship => words.settings_concern_relationship(),
        Concern::Nothing => words.settings_concern_nothing(),
    }
}

/// What is wrong, in words, at the ids of the fields and in their order.
struct Errors(Vec<(String, String)>);

impl Errors {
    fn of(words: Words, problems: &SettingsProblems) -> Self {
        let text = |problem: &TextProblem| text_problem(words, problem);
        let mut errors: Vec<(String, String)> = [
            ("phone", problems.phone.as_ref().map(text)),
            ("contact_person", problems.contact_person.as_ref().map(text)),
            ("mail_sender", problems.mail_sender.as_ref().map(text)),
            ("body", problems.body.map(|problem| body_problem(words, problem))),
            ("days_between_uses", problems.days_between_uses.map(|problem| days_problem(words, problem))),
            ("document_days", problems.document_days.map(|problem| document_problem(words, problem))),
        ]
        .into_iter()
        .filter_map(|(field, error)| Some((field.to_owned(), error?)))
        .collect();
        let lists = problems.lists.iter();
        errors.extend(lists.map(|(of, problem)| (of.name().to_owned(), lines_problem(words, *of, problem))));
        errors.extend(problems.own_reasons.iter().map(|(of, line, problem)| {
            let list = if *of == Setting::OwnReasons { OwnList::REQUESTS } else { OwnList::LETTERS };
            (format!("{}_text-{line}", list.fields), text(problem))
        }));
        Self(errors)
    }

    fn list(&self) -> Vec<(String, String)> {
        self.0.clone()
    }

    fn at(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(of, _)| of == field).map(|(_, error)| error.clone())
    }
}

pub(super) fn text_problem(words: Words, problem: &TextProblem) -> String {
    match problem {
        TextProblem::Empty => words.settings_text_missing().to_owned(),
        TextProblem::TooLong { count, limit } => words.settings_text_long(count, limit),
        TextProblem::Forbidden | TextProblem::PiledUp => words.settings_text_forbidden().to_owned(),
    }
}

fn lines_problem(words: Words, of: Setting, problem: &LinesProblem) -> String {
    match problem {
        LinesProblem::TooMany { most } if matches!(of, Setting::OwnReasons | Setting::OwnLetterReasons) => {
            words.settings_too_many(most)
        }
        LinesProblem::TooMany { most } => words.settings_lines_too_many(most),
        LinesProblem::Line { line, problem } => words.settings_line(line, text_problem(words, problem)),
    }
}

fn body_problem(words: Words, problem: NumberProblem) -> String {
    match problem {
        NumberProblem::NotANumber => words.settings_not_a_number().to_owned(),
        NumberProblem::OutOfRange { least, most } => words.settings_body_range(least, most),
    }
}

fn days_problem(words: Words, problem: NumberProblem) -> String {
    match problem {
        NumberProblem::NotANumber => words.settings_not_a_number().to_owned(),
        NumberProblem::OutOfRange { least, most } => words.settings_days_range(least, most),
    }
}

fn document_problem(words: Words, problem: NumberProblem) -> String {
    match problem {
        NumberProblem::NotANumber => words.settings_not_a_number().to_owned(),
        NumberProblem::OutOfRange { least, most } => words.settings_document_days_range(least, most),
    }
}
