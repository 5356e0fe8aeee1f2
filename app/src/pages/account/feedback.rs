//! `/feedback`: saying in two lines what did not work. `?from=` is the page that it is about.

use domain::feedback::{PagePath, TEXT_LIMIT};
use domain::text::TextProblem;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::problems;
use crate::api::feedback_form::{FeedbackForm, feedback_form};
use crate::components::art::{Mood, small_cloud};
use crate::components::error_summary::error_summary;
use crate::components::field::Field;
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::not_done;
use crate::components::page::{Page, Width, page_head};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let query = use_query_map();
    let from = query.read_untracked().get("from").and_then(|from| PagePath::parse(&from));
    if query.read_untracked().get("done").is_some() {
        return framed(words, thanks(words, from));
    }
    let data = page_data(|| (), |()| feedback_form());
    loaded(data, move |data| framed(words, content(words, data, from.clone())))
}

fn framed(words: Words, content: AnyView) -> AnyView {
    view! {
        <Page title=words.feedback_title() width=Width::Narrow>
            <div class="stack">{content}</div>
        </Page>
    }
    .into_any()
}

fn thanks(words: Words, from: Option<PagePath>) -> AnyView {
    let (href, back) = match &from {
        Some(from) => (from.as_str().to_owned(), words.feedback_back()),
        None => ("/account".to_owned(), words.account_back()),
    };
    view! {
        <div class="empty" role="status">
            {small_cloud(Mood::Done)}
            <h1>{words.feedback_thanks_title()}</h1>
            <p class="empty__text">{words.feedback_thanks_text()}</p>
            <div class="actions"><a class="button button--primary" href=href>{back}</a></div>
        </div>
    }
    .into_any()
}

fn content(words: Words, data: FeedbackForm, from: Option<PagePath>) -> AnyView {
    let FeedbackForm { form, is_named, refused } = data;
    let from = from.map(|from| from.as_str().to_owned()).unwrap_or_default();
    let (page, text, problem, wait) = match refused {
        Some(refused) => (refused.page, refused.text, refused.problem, refused.wait),
        None => (from, String::new(), None, None),
    };
    let error = problem.map(|problem| sentence(words, &problem));
    let leave = if page.is_empty() { "/account".to_owned() } else { page.clone() };
    let who_sees = if is_named { words.feedback_named() } else { words.feedback_not_named() };
    view! {
        {error_summary(words, &problems([("text", &error)]))}
        {wait.map(|minutes| not_done(words.feedback_wait(minutes)))}
        <section class="card">
            <div class="page-head">{page_head(words.feedback_title(), words.feedback_lead())}</div>
            <ul>
                <li>{words.feedback_who_reads()} {who_sees}</li>
                <li>{words.feedback_not_for()}</li>
                <li>{words.feedback_urgent()}</li>
            </ul>
            <form class="form" method="post" action="/feedback" novalidate>
                <input type="hidden" name="form" value=form.to_string()/>
                <input type="hidden" name="page" value=page/>
                {Field::new("text", words.feedback_text(), error)
                    .hint(words.feedback_text_hint(TEXT_LIMIT))
                    .area(words, 2, text)}
                <div class="actions">
                    <button class="button button--primary">{words.feedback_submit()}</button>
                    <a class="button button--quiet" href=leave>{words.feedback_leave()}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn sentence(words: Words, problem: &TextProblem) -> String {
    match problem {
        TextProblem::Empty => words.feedback_missing().to_owned(),
        TextProblem::TooLong { count, limit } => words.feedback_long(count, limit),
        TextProblem::Forbidden | TextProblem::PiledUp => words.feedback_wrong().to_owned(),
    }
}
