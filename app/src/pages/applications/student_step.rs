//! The first step: 矯正機關, 收容人呼號, 與收容人關係, 查詢.

use domain::application_form::Step;
use domain::id::ApplicationId;
use domain::people::Relationship;
use domain::view::FamilyApplication;
use leptos::prelude::*;

use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Line};
use crate::components::institutions::institution_options;
use crate::components::page::page_head;
use crate::refusal::{ApplicationRefusal, LookUpRefusal};
use crate::words::Words;

/// What was chosen and typed before.
#[derive(Default)]
pub struct Chosen {
    institution: String,
    call_number: String,
    relationship: Option<Relationship>,
}

impl Chosen {
    pub fn of(application: &FamilyApplication) -> Self {
        Self {
            institution: application
                .institution
                .as_ref()
                .map(|there| there.id.to_string())
                .unwrap_or_default(),
            call_number: application.call_number.clone(),
            relationship: application.relationship,
        }
    }
}

/// `form` is the id that a new request will have.
pub fn student_step(
    words: Words,
    action: String,
    form: Option<ApplicationId>,
    chosen: Chosen,
    refused: Option<&ApplicationRefusal>,
) -> impl IntoView + use<> {
    let problems: Vec<(String, String)> = refused
        .map(|refused| words.application_problems(refused, false))
        .unwrap_or_default()
        .into_iter()
        .map(|(field, sentence)| (field.to_owned(), sentence))
        .collect();
    let error =
        |field: &str| problems.iter().find(|(of, _)| of == field).map(|(_, sentence)| sentence.clone());
    let elsewhere = refused.and_then(|refused| elsewhere(words, refused));
    let institution = Field::new("institution", words.apply_institution(), error("institution"));
    let number = Field::new("call_number", words.apply_call_number(), error("call_number"));
    view! {
        {error_summary(words, &problems)}
        {elsewhere}
        <div class="page-head">{page_head(words.apply_student_title(), words.apply_student_lead())}</div>
        <form class="form" method="post" action=action enctype="multipart/form-data" novalidate>
            <input type="hidden" name="step" value=Step::Student.name()/>
            {form.map(|id| view! { <input type="hidden" name="form" value=id.to_string()/> })}
            {institution.choice(words, view! {
                <option value="">{words.apply_choose()}</option>
                {institution_options(chosen.institution)}
            })}
            {number.hint(words.apply_call_number_hint()).line(words, Line::TEXT, chosen.call_number)}
            <RelationshipField words chosen=chosen.relationship error=error("relationship")/>
            <div class="actions">
                <button class="button button--primary">{words.apply_look_up()}</button>
            </div>
            <p class="field__hint">{words.apply_saved_hint()}</p>
        </form>
    }
}

/// Where to go on, when the family has asked for this student already.
fn elsewhere(words: Words, refused: &ApplicationRefusal) -> Option<AnyView> {
    let (href, label) = match refused.look_up? {
        LookUpRefusal::UnderWay(id) => (format!("/applications/{id}"), words.apply_problem_under_way_link()),
        LookUpRefusal::HasBook => ("/entries/new".to_owned(), words.book_write()),
        LookUpRefusal::NoStudent | LookUpRefusal::TooOften(_) => return None,
    };
    Some(view! { <div class="actions"><a class="button" href=href>{label}</a></div> }.into_any())
}

/// Each relationship says which proof it needs; the chosen one says it once more in a whole sentence.
#[component]
pub fn RelationshipField(
    words: Words,
    chosen: Option<Relationship>,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let current = RwSignal::new(chosen);
    let select: NodeRef<leptos::html::Select> = NodeRef::new();
    // What was chosen before the page came to life counts too.
    Effect::new(move || {
        if let Some(select) = select.get() {
            current.set(Relationship::from_name(&select.value()));
        }
    });
    let field =
        Field { also: "relationship-proof", ..Field::new("relationship", words.apply_relationship(), error) }
            .hint(words.apply_relationship_hint());
    let options = Relationship::ALL.map(|relationship| {
        view! {
            <option value=relationship.name() selected=Some(relationship) == chosen>
                {words.relationship_with_proof(relationship)}
            </option>
        }
    });
    let proof = move || current.get().map(|relationship| words.proof_hint(Some(relationship)));
    let control = view! {
        <select
            class="field__input"
            id=field.id
            name=field.id
            required
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
            node_ref=select
            on:change=move |event| current.set(Relationship::from_name(&event_target_value(&event)))
        >
            <option value="">{words.apply_choose()}</option>
            {options.into_iter().collect_view()}
        </select>
        <p class="field__hint" id="relationship-proof" aria-live="polite">{proof}</p>
    };
    field.around(words, control)
}
