//! `/register`: the form 註冊帳號 (part 六(一)3). The browser judges each field when the person leaves it, the server all
//! of them.

use domain::identification::IdentificationKind;
use domain::mail::LinkPurpose;
use domain::registration::{Registration, RegistrationForm, RegistrationProblems};
use domain::time::TaipeiDay;
use leptos::prelude::*;

use super::birth_date::birth_date;
use super::notice::consent;
use crate::api::register_form::{RegisterForm, register_form};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line, described_by, field_error};
use crate::components::live_field::{Live, live_line};
use crate::components::loaded::{loaded, page_data};
use crate::components::new_password::new_password;
use crate::components::notice::{Tone, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

const NAME: Line = Line { autocomplete: "name", ..Line::TEXT };
const EMAIL: Line = Line { autocomplete: "email", ..Line::EMAIL };
const MOBILE: Line = Line { kind: "tel", autocomplete: "tel-national", keyboard: "tel", required: true };
/// A browser would fill in the mobile number once more.
const PHONE: Line = Line { autocomplete: "off", required: false, ..MOBILE };

pub fn page() -> AnyView {
    let words = use_words();
    let form = page_data(|| (), |()| register_form());
    loaded(form, move |form| {
        view! { <Page title=words.register_title() width=Width::Narrow>{registering(words, form)}</Page> }
            .into_any()
    })
}

fn registering(words: Words, form: RegisterForm) -> impl IntoView {
    let today = form.today;
    let again = form.refused.is_some();
    let mut refused = form.refused.unwrap_or_default();
    if !again {
        // What most people have.
        IdentificationKind::NationalId.name().clone_into(&mut refused.form.id_kind);
    }
    let fields = Fields::new(words, today, refused.form, &refused.problems);
    let consent_error = refused.consent_missing.then(|| words.notice_again().to_owned());
    let mut problems: Vec<(String, String)> = words
        .registration_problems(&refused.problems)
        .into_iter()
        .map(|(field, sentence)| (field.to_owned(), sentence))
        .collect();
    problems.extend(consent_error.iter().map(|error| ("consent".to_owned(), error.clone())));
    view! {
        <div class="stack">
            {error_summary(words, &problems)}
            {refused.wait.map(|minutes| not_done(words.wait_registrations(minutes)))}
            <section class="card">
                <div class="page-head">{page_head(words.register_title(), words.register_lead())}</div>
                <form class="form" method="post" action="/register" novalidate>
                    {about_person(words, &fields, today)}
                    {how_to_reach(words, &fields)}
                    {again.then(|| notice(Tone::Info, "", words.register_password_again()))}
                    {new_password(words, words.login_password(), fields.password, fields.confirm, fields.about())}
                    {consent_error.map(|error| view! {
                        {consent(words, Some(error))}
                        <p>
                            <a class="manual__link" href="/register/notice" target="_blank" rel="external">
                                {words.notice_read_again()}
                            </a>
                        </p>
                    })}
                    <p>{words.register_after(LinkPurpose::Verify.minutes())}</p>
                    <button class="button button--primary button--wide">{words.register_submit()}</button>
                </form>
            </section>
            <p>{words.register_log_in_ask()} " " <a class="manual__link" href="/login">{words.login_title()}</a></p>
        </div>
    }
}

fn about_person(words: Words, fields: &Fields, today: TaipeiDay) -> AnyView {
    view! {
        {live_line(
            words,
            Field::new("name", words.register_name(), None).hint(words.register_name_hint()),
            NAME,
            fields.name,
            (),
        )}
        {id_kind(words, fields)}
        {live_line(
            words,
            Field::new("id_number", words.register_id_number(), None).hint(words.register_id_number_hint()),
            Line::TEXT,
            fields.id_number,
            (),
        )}
        {birth_date(words, fields.birth_date, today)}
    }
    .into_any()
}

fn how_to_reach(words: Words, fields: &Fields) -> AnyView {
    view! {
        {live_line(
            words,
            Field::new("email", words.register_email(), None).hint(words.register_email_hint()),
            EMAIL,
            fields.email,
            (),
        )}
        {live_line(
            words,
            Field::new("mobile", words.register_mobile(), None).hint(words.register_mobile_hint()),
            MOBILE,
            fields.mobile,
            (),
        )}
        {live_line(
            words,
            Field::new("phone", words.register_phone(), None).hint(words.register_phone_hint()),
            PHONE,
            fields.phone,
            (),
        )}
    }
    .into_any()
}

/// Which document the number stands on. Another one changes what a right number is.
fn id_kind(words: Words, fields: &Fields) -> AnyView {
    let (live, number) = (fields.id_kind, fields.id_number);
    let class = move || if live.error.read().is_some() { "field field--invalid" } else { "field" };
    let choices = IdentificationKind::ALL.map(|kind| {
        let checked = *live.text.read_untracked() == *kind.name();
        let radio: NodeRef<leptos::html::Input> = NodeRef::new();
        let choose = move || {
            live.typed(kind.name().to_owned());
            number.judge_again();
        };
        // What was chosen before the page came to life counts too.
        Effect::new(move || {
            let chosen = radio.get().is_some_and(|radio| radio.checked());
            if chosen && live.text.get_untracked() != kind.name() {
                choose();
            }
        });
        view! {
            <label class="choice">
                <input
                    class="choice__input"
                    type="radio"
                    name="id_kind"
                    value=kind.name()
                    checked=checked
                    required
                    node_ref=radio
                    on:change=move |_| choose()
                />
                <span>{words.identification(kind)}</span>
            </label>
        }
    });
    view! {
        <fieldset
            class=class
            id="id_kind"
            tabindex="-1"
            aria-describedby=move || described_by("id_kind", false, live.error.read().as_ref(), "")
        >
            <legend class="choices__legend">{words.register_id_kind()}</legend>
            <div aria-live="polite">{move || field_error(words, "id_kind", live.error.get())}</div>
            <div class="choices__list">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// What stands in each field now, and what is wrong with it.
struct Fields {
    name: Live,
    id_kind: Live,
    id_number: Live,
    email: Live,
    birth_date: Live,
    mobile: Live,
    phone: Live,
    password: Live,
    confirm: Live,
}

impl Fields {
    /// As the form was typed; `found` is what the server found wrong.
    fn new(words: Words, today: TaipeiDay, form: RegistrationForm, found: &RegistrationProblems) -> Self {
        let texts = Texts::new(form);
        let found = words.registration_problems(found);
        let live = |text: RwSignal<String>, field: &'static str| {
            Live::new(text, sentence_about(field, &found), move || {
                sentence_about(field, &words.registration_problems(&texts.problems(today)))
            })
        };
        Self {
            name: live(texts.name, "name"),
            id_kind: live(texts.id_kind, "id_kind"),
            id_number: live(texts.id_number, "id_number"),
            email: live(texts.email, "email"),
            birth_date: live(texts.birth_date, "birth_date"),
            mobile: live(texts.mobile, "mobile"),
            phone: live(texts.phone, "phone"),
            password: live(texts.password, "password"),
            confirm: live(texts.confirm, "password_confirm"),
        }
    }

    /// What no password should be made of.
    fn about(&self) -> impl Fn() -> Vec<String> + Send + Sync + use<> {
        let own = [self.name.text, self.email.text, self.id_number.text];
        move || own.map(|text| text.get()).into()
    }
}

fn sentence_about(field: &str, problems: &[(&'static str, String)]) -> Option<String> {
    problems.iter().find(|(of, _)| *of == field).map(|(_, sentence)| sentence.clone())
}

/// The form while it is typed.
#[derive(Clone, Copy)]
struct Texts {
    name: RwSignal<String>,
    id_kind: RwSignal<String>,
    id_number: RwSignal<String>,
    email: RwSignal<String>,
    birth_date: RwSignal<String>,
    mobile: RwSignal<String>,
    phone: RwSignal<String>,
    password: RwSignal<String>,
    confirm: RwSignal<String>,
}

impl Texts {
    fn new(form: RegistrationForm) -> Self {
        Self {
            name: RwSignal::new(form.name),
            id_kind: RwSignal::new(form.id_kind),
            id_number: RwSignal::new(form.id_number),
            email: RwSignal::new(form.email),
            birth_date: RwSignal::new(form.birth_date),
            mobile: RwSignal::new(form.mobile),
            phone: RwSignal::new(form.phone),
            password: RwSignal::new(String::new()),
            confirm: RwSignal::new(String::new()),
        }
    }

    /// The server's own judgement. All fields are judged at once, because some depend on others.
    fn problems(self, today: TaipeiDay) -> RegistrationProblems {
        let form = RegistrationForm {
            name: self.name.get_untracked(),
            id_kind: self.id_kind.get_untracked(),
            id_number: self.id_number.get_untracked(),
            email: self.email.get_untracked(),
            birth_date: self.birth_date.get_untracked(),
            mobile: self.mobile.get_untracked(),
            phone: self.phone.get_untracked(),
        };
        let (password, confirm) = (self.password.get_untracked(), self.confirm.get_untracked());
        Registration::parse(&form, &password, &confirm, today).err().unwrap_or_default()
    }
}
