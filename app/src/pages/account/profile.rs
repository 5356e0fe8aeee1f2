//! `/account/profile`: name and telephone numbers.

use domain::person_name::PersonName;
use domain::phone::{MobileNumber, PhoneNumber, PhoneProblem};
use leptos::prelude::*;

use super::{page_about, problems, save_or_leave};
use crate::api::account::{AccountPage, AccountRefusal};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::live_field::{Live, live_line};
use crate::components::notice::{Tone, notice};
use crate::components::page::{Width, page_head};
use crate::refusal::ProfileRefusal;
use crate::words::{Words, use_words};

const NAME: Line = Line { autocomplete: "name", ..Line::TEXT };
const MOBILE: Line = Line { kind: "tel", autocomplete: "tel-national", keyboard: "tel", required: true };
/// A browser would fill in the mobile number once more.
const PHONE: Line = Line { autocomplete: "off", required: false, ..MOBILE };

pub fn page() -> AnyView {
    page_about(use_words().account_profile_title(), Width::Narrow, content)
}

fn content(words: Words, data: AccountPage) -> AnyView {
    let is_family = data.details.is_some();
    let typed = if let Some(AccountRefusal::Profile(refused)) = data.refused {
        refused
    } else {
        let (mobile, phone) = data.details.map(|details| (details.mobile, details.phone)).unwrap_or_default();
        let mail_when_read = data.mail_when_read;
        ProfileRefusal { name: data.name, mobile, phone, mail_when_read, ..ProfileRefusal::default() }
    };
    let name_error = typed.name_problem.map(|problem| words.name_problem(problem).to_owned());
    let mobile_error = typed.mobile_problem.map(|problem| words.mobile_problem(problem).to_owned());
    let phone_error = typed.phone_problem.map(|problem| words.phone_problem(problem).to_owned());
    let problems = problems([("name", &name_error), ("mobile", &mobile_error), ("phone", &phone_error)]);
    view! {
        {error_summary(words, &problems)}
        <section class="card">
            <div class="page-head">{page_head(words.account_profile_title(), "")}</div>
            {is_family.then(|| notice(Tone::Info, "", words.account_profile_fixed()))}
            <form class="form" method="post" action="/account/profile" novalidate>
                {name(words, typed.name, name_error)}
                {is_family.then(|| view! {
                    {mobile(words, typed.mobile, mobile_error)}
                    {phone(words, typed.phone, phone_error)}
                    <label class="choice">
                        <input
                            class="choice__input"
                            type="checkbox"
                            name="mail_when_read"
                            value="on"
                            checked=typed.mail_when_read
                        />
                        <span>{words.account_mail_when_read()}</span>
                    </label>
                })}
                {save_or_leave(words.account_save(), words.account_leave())}
            </form>
        </section>
    }
    .into_any()
}

fn name(words: Words, name: String, error: Option<String>) -> AnyView {
    let text = RwSignal::new(name);
    let check = move || {
        let problem = PersonName::parse(&text.read_untracked()).err()?;
        Some(words.name_problem(problem).to_owned())
    };
    let field = Field::new("name", words.account_name(), None);
    live_line(words, field, NAME, Live::new(text, error, check), ())
}

fn mobile(words: Words, mobile: String, error: Option<String>) -> AnyView {
    let text = RwSignal::new(mobile);
    let check = move || {
        let problem = MobileNumber::parse(&text.read_untracked()).err()?;
        Some(words.mobile_problem(problem).to_owned())
    };
    let field = Field::new("mobile", words.account_mobile(), None).hint(words.account_mobile_hint());
    live_line(words, field, MOBILE, Live::new(text, error, check), ())
}

/// It may stay empty.
fn phone(words: Words, phone: String, error: Option<String>) -> AnyView {
    let text = RwSignal::new(phone);
    let check = move || match PhoneNumber::parse(&text.read_untracked()) {
        Ok(_) | Err(PhoneProblem::Missing) => None,
        Err(problem) => Some(words.phone_problem(problem).to_owned()),
    };
    let field = Field::new("phone", words.account_phone(), None).hint(words.account_phone_hint());
    live_line(words, field, PHONE, Live::new(text, error, check), ())
}
