//! The second step: 確認申請對象（呼號及姓名）無誤, and 勾選［家庭聯絡簿］.

use domain::application::Service;
use domain::application_form::Step;
use leptos::prelude::*;

use super::progress::step_address;
use crate::api::application::Application;
use crate::components::error_summary::error_summary;
use crate::components::facts::{facts, text};
use crate::components::field::{described_by, field_error};
use crate::components::page::page_head;
use crate::words::Words;

pub fn confirm_step(words: Words, found: &Application) -> impl IntoView + use<> {
    let application = &found.application;
    let problems: Vec<(String, String)> = found
        .refused
        .as_ref()
        .map(|refused| words.application_problems(refused, false))
        .unwrap_or_default()
        .into_iter()
        .map(|(field, sentence)| (field.to_owned(), sentence))
        .collect();
    let error = problems.iter().find(|(field, _)| field == "service").map(|(_, sentence)| sentence.clone());
    let id = application.id;
    view! {
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.apply_confirm_title(), words.apply_confirm_lead())}</div>
        <div class="card">
            {facts(vec![
                (words.apply_institution_short(), text(
                    application.institution.as_ref().map(|there| there.name.clone()).unwrap_or_default(),
                )),
                (words.apply_call_number_short(), view! {
                    <strong class="found__value">{application.call_number.clone()}</strong>
                }.into_any()),
                (words.apply_name(), view! {
                    <strong class="found__value">{application.masked_name.clone()}</strong>
                }.into_any()),
                (words.apply_relationship_short(), text(
                    application.relationship.map(|it| words.relationship(it)).unwrap_or_default(),
                )),
            ])}
        </div>
        <form class="form" method="post" action=format!("/applications/{id}") enctype="multipart/form-data" novalidate>
            <input type="hidden" name="step" value=Step::Confirm.name()/>
            <fieldset
                class="choices"
                aria-describedby=described_by("service", false, error.as_ref(), "")
            >
                <legend class="choices__legend">{words.apply_service()}</legend>
                {field_error(words, "service", error.clone())}
                <div class="choices__list">
                    <label class="choice">
                        <input
                            class="choice__input"
                            type="checkbox"
                            id="service"
                            name="service"
                            value=Service::ContactBook.name()
                            checked=error.is_none()
                        />
                        <span>
                            <strong>{words.apply_service_book()}</strong>
                            <br/>
                            {words.apply_service_book_text()}
                        </span>
                    </label>
                </div>
            </fieldset>
            <div class="actions">
                <button class="button button--primary">{words.apply_yes()}</button>
                <a class="button" href=step_address(id, Step::Student) rel="external">{words.apply_no()}</a>
            </div>
        </form>
    }
}
