//! `/staff/students/import`: a roster as a file, shown before it is imported.

use domain::roster::Leaving;
use domain::roster_file::{Change, Column, FileProblem, Preview, PreviewRow, RowProblem, WrongRow};
use leptos::prelude::*;

use super::student_fields::{call_number_problem, day_problem};
use crate::api::roster_import::roster_import;
use crate::components::error_summary::error_summary;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::{Tone, not_done, notice};
use crate::components::page::{Page, Width, page_head};
use crate::components::table::{cell, row, table};
use crate::refusal::RosterAnswer;
use crate::words::{Words, use_words};

/// Rows that are listed; nobody reads more of them.
const LISTED: usize = 100;

pub fn page() -> AnyView {
    let words = use_words();
    let data = page_data(|| (), |()| roster_import());
    loaded(data, move |answer| {
        view! {
            <Page title=words.roster_import_title() width=Width::Full>
                <div class="stack">{content(words, answer)}</div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, answer: Option<RosterAnswer>) -> impl IntoView {
    let (problem, shown) = match answer {
        None => (None, None),
        Some(RosterAnswer::Unreadable(problem)) => (Some(file_problem(words, &problem)), None),
        Some(RosterAnswer::Preview { text, mark, preview, changed_meanwhile }) => {
            (None, Some((text, mark, preview, changed_meanwhile)))
        }
    };
    let problems: Vec<_> = problem.iter().map(|problem| ("file".to_owned(), problem.clone())).collect();
    view! {
        <a class="back-link" href="/staff/students">{icon(Icon::Left)}{words.roster_import_back()}</a>
        {error_summary(words, &problems)}
        <div class="page-head">{page_head(words.roster_import_title(), words.roster_import_lead())}</div>
        {shown.map(|(text, mark, preview, meanwhile)| view! {
            {meanwhile.then(|| not_done(words.roster_import_changed_meanwhile()))}
            {what_it_does(words, preview, text, mark)}
        })}
        {choose(words, problem)}
    }
}

fn choose(words: Words, problem: Option<String>) -> impl IntoView {
    let field = Field::new("file", words.roster_import_file(), problem).hint(words.roster_import_file_hint());
    let control = view! {
        <input
            class="photo-field__input"
            type="file"
            id="file"
            name="file"
            accept=".csv,text/csv"
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        />
    };
    let columns = Column::ALL.map(|column| {
        let name = match column {
            Column::CallNumber => words.roster_import_column_call_number(),
            Column::Name => words.roster_import_column_name(),
            Column::Admitted => words.roster_import_column_admitted(),
            Column::ExpectedRelease => words.roster_import_column_expected_release(),
            Column::Released => words.roster_import_column_released(),
            Column::Transferred => words.roster_import_column_transferred(),
        };
        view! { <li>{name}</li> }
    });
    view! {
        <section class="card" aria-labelledby="choose">
            <h2 class="card__title" id="choose">{words.roster_import_file()}</h2>
            <p>{words.roster_import_columns()}</p>
            <ul>{columns.into_iter().collect_view()}</ul>
            <p>{words.roster_import_empty_cells()}</p>
            <form
                class="form"
                method="post"
                action="/staff/students/import"
                enctype="multipart/form-data"
                novalidate
            >
                {field.around(words, control)}
                <button class="button button--primary">{words.roster_import_submit()}</button>
            </form>
        </section>
    }
}

fn what_it_does(words: Words, preview: Preview, text: String, mark: String) -> impl IntoView {
    let counts = [
        (words.roster_import_count_new(), preview.new.len()),
        (words.roster_import_count_changed(), preview.changed.len()),
        (words.roster_import_count_unchanged(), preview.unchanged as usize),
        (words.roster_import_count_wrong(), preview.wrong.len()),
    ];
    let tiles = counts.map(|(name, count)| {
        view! {
            <li class="tiles__link">
                <span class="tiles__name">{name}</span>
                <span class="tiles__value">{count.to_string()}</span>
            </li>
        }
    });
    let right = preview.wrong.is_empty();
    let nothing = preview.new.is_empty() && preview.changed.is_empty();
    let ignored = (!preview.ignored.is_empty()).then(|| preview.ignored.join(words.sign_between()));
    view! {
        <section class="stack" aria-labelledby="summary">
            <h2 id="summary">{words.roster_import_summary()}</h2>
            <ul class="tiles" role="list" aria-labelledby="summary">{tiles.into_iter().collect_view()}</ul>
            {ignored.map(|columns| notice(Tone::Info, "", words.roster_import_ignored(columns)))}
            {(right && nothing).then(|| notice(Tone::Good, "", words.roster_import_nothing()))}
            {(right && !nothing).then(|| view! {
                <form
                    class="actions"
                    method="post"
                    action="/staff/students/import"
                    enctype="multipart/form-data"
                >
                    <input type="hidden" name="text" value=text/>
                    <input type="hidden" name="mark" value=mark/>
                    <button class="button button--primary">{words.roster_import_apply()}</button>
                </form>
            })}
        </section>
        {(!right).then(|| wrong(words, preview.wrong))}
        {rows(words, "changed", words.roster_import_changed(), preview.changed)}
        {rows(words, "new", words.roster_import_new(), preview.new)}
    }
}

fn wrong(words: Words, wrong: Vec<WrongRow>) -> impl IntoView {
    let more = wrong.len().saturating_sub(LISTED);
    let lines = wrong.into_iter().take(LISTED).map(|wrong| {
        row(view! {
            {cell(words.roster_import_line_head(), words.roster_import_line(wrong.line))}
            {cell(words.roster_import_problem(), row_problem(words, &wrong.problem))}
        })
    });
    view! {
        <section class="stack" aria-labelledby="wrong">
            <h2 id="wrong">{words.roster_import_wrong()}</h2>
            {not_done(words.roster_import_wrong_text())}
            {table("wrong", [words.roster_import_line_head(), words.roster_import_problem()], lines.collect_view())}
            {(more > 0).then(|| view! { <p>{words.roster_import_more(more)}</p> })}
        </section>
    }
}

fn rows(
    words: Words,
    id: &'static str,
    title: &'static str,
    rows: Vec<PreviewRow>,
) -> Option<impl IntoView + use<>> {
    if rows.is_empty() {
        return None;
    }
    let more = rows.len().saturating_sub(LISTED);
    let changes = rows.iter().any(|row| !row.changes.is_empty());
    let mut heads =
        vec![words.roster_import_line_head(), words.students_call_number(), words.students_name()];
    heads.extend(changes.then(|| words.roster_import_what()));
    let lines = rows.into_iter().take(LISTED).map(|one| {
        let what: Vec<String> = one.changes.iter().map(|change| change_text(words, change)).collect();
        row(view! {
            {cell(words.roster_import_line_head(), words.roster_import_line(one.line))}
            {cell(words.students_call_number(), one.call_number)}
            {cell(words.students_name(), one.name)}
            {changes.then(|| cell(words.roster_import_what(), what.join(words.sign_between())))}
        })
    });
    let lines = lines.collect_view();
    Some(view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {table(id, heads, lines)}
            {(more > 0).then(|| view! { <p>{words.roster_import_more(more)}</p> })}
        </section>
    })
}

pub fn change_text(words: Words, change: &Change) -> String {
    match change {
        Change::Name { from, to } => words.roster_import_change_name(from, to),
        Change::Admitted { to, .. } => words.roster_import_change_admitted(to),
        Change::ExpectedRelease { to, .. } => words.roster_import_change_expected_release(to),
        Change::Leaving { to: (Leaving::Released, day) } => words.roster_import_change_released(day),
        Change::Leaving { to: (Leaving::Transferred, day) } => words.roster_import_change_transferred(day),
    }
}

pub fn row_problem(words: Words, problem: &RowProblem) -> String {
    match problem {
        RowProblem::Cells { found, expected } => words.roster_import_problem_cells(expected, found),
        RowProblem::Quotes => words.roster_import_problem_quotes().to_owned(),
        RowProblem::CallNumber(problem) => call_number_problem(words, *problem).to_owned(),
        RowProblem::CallNumberTwice { first } => words.roster_import_problem_twice(first),
        RowProblem::Name(problem) => words.name_problem(*problem).to_owned(),
        RowProblem::Day(column, problem) => {
            words.roster_import_problem_day(column_name(words, *column), day_problem(words, *problem))
        }
        RowProblem::LeavesTwice => words.roster_import_problem_leaves_twice().to_owned(),
    }
}

pub fn file_problem(words: Words, problem: &FileProblem) -> String {
    match problem {
        FileProblem::Empty => words.roster_import_problem_empty().to_owned(),
        FileProblem::TooLarge => words.roster_import_problem_large().to_owned(),
        FileProblem::TooManyRows => words.roster_import_problem_rows().to_owned(),
        FileProblem::Encoding => words.roster_import_problem_encoding().to_owned(),
        FileProblem::NoColumn(column) => words.roster_import_problem_column(column_name(words, *column)),
        FileProblem::ColumnTwice(column) => {
            words.roster_import_problem_column_twice(column_name(words, *column))
        }
        FileProblem::Closed => words.roster_closed().to_owned(),
    }
}

/// As the header of a file in this language has it.
fn column_name(words: Words, column: Column) -> &'static str {
    let [chinese, english] = column.headers();
    match words.0 {
        domain::language::Language::TraditionalChinese => chinese,
        domain::language::Language::English => english,
    }
}
