//! `/account/profile`: name and telephone numbers.

use leptos::prelude::*;

use super::{page_about, problems, save_or_leave};
use crate::api::account::{AccountPage, AccountRefusal};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::notice::{Tone, notice};
use crate::components::page::{Width, page_head};
use crate::refusal::ProfileRefusal;
use crate::words::{Words, use_words};

const NAME: Line = Line { autocomplete: "name", ..Line::TEXT };
const MOBILE: Line = Line { kind: "tel", autocomplete: "tel", keyboard: "tel", required: true };
const PHONE: Line = Line { autocomplete: "home tel", required: false, ..MOBILE };

pub fn page() -> AnyView {
    page_about(use_words().account_profile_title(), Width::Narrow, content)
}

fn content(words: Words, data: AccountPage) -> AnyView {
    let is_family = data.details.is_some();
    let typed = match data.refused {
        Some(AccountRefusal::Profile(refused)) => refused,
        _ => {
            let (mobile, phone) =
                data.details.map(|details| (details.mobile, details.phone)).unwrap_or_default();
            ProfileRefusal { name: data.name, mobile, phone, ..ProfileRefusal::default() }
        }
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
                {Field::new("name", words.account_name(), name_error).line(words, NAME, typed.name)}
                {is_family.then(|| view! {
                    {Field::new("mobile", words.account_mobile(), mobile_error)
                        .hint(words.account_mobile_hint())
                        .line(words, MOBILE, typed.mobile)}
                    {Field::new("phone", words.account_phone_optional(), phone_error)
                        .hint(words.account_phone_hint())
                        .line(words, PHONE, typed.phone)}
                })}
                {save_or_leave(words.account_save(), words.account_leave())}
            </form>
        </section>
    }
    .into_any()
}
