//! `/operator/jobs`: what the server does by itself, when it last did, what failed; and mail that could not be sent.

use domain::job::{Cause, Job, JobRun, TroubledMail};
use domain::mail::MailKind;
use domain::time::Moment;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::jobs::{Jobs, jobs};
use crate::components::confirm::{Question, confirm};
use crate::components::icon::{Icon, icon};
use crate::components::loaded::{loaded, page_data};
use crate::components::notice::done;
use crate::components::page::{Page, Width, page_head};
use crate::components::pager::{page_number, pager};
use crate::components::table::{cell, row, table};
use crate::words::{Words, use_words};

pub fn page() -> AnyView {
    let words = use_words();
    let what = use_query_map().get_untracked().get("done").unwrap_or_default();
    let data = page_data(page_number(), jobs);
    loaded(data, move |data| {
        let done_text = match what.as_str() {
            "asked" => Some(words.jobs_done_asked()),
            "again" => Some(words.jobs_done_again()),
            "nothing" => Some(words.jobs_done_nothing()),
            _ => None,
        };
        view! {
            <Page title=words.jobs_title() width=Width::Full>
                <div class="stack">
                    {done_text.map(done)}
                    {content(words, data)}
                </div>
            </Page>
        }
        .into_any()
    })
}

fn content(words: Words, data: Jobs) -> impl IntoView {
    let Jobs { now, runs, waiting, troubled } = data;
    let heads = [
        words.jobs_job(),
        words.jobs_often(),
        words.jobs_last(),
        words.jobs_well(),
        words.jobs_state(),
        words.jobs_actions(),
    ];
    let rows = Job::ALL.map(|job| line(words, now, job, runs.iter().find(|run| run.job == job)));
    let (number, has_next) = (troubled.number, troubled.has_next);
    view! {
        <div class="page-head">
            {page_head(words.jobs_title(), words.jobs_lead())}
            <a class="button" href="/operator/jobs" rel="external">{words.jobs_look_again()}</a>
        </div>
        <section class="stack" aria-labelledby="jobs">
            <h2 id="jobs">{words.jobs_list()}</h2>
            {table("jobs", heads, rows.into_iter().collect_view())}
        </section>
        <section class="stack" aria-labelledby="mail">
            <h2 id="mail">{words.jobs_mail()}</h2>
            <p>{words.jobs_mail_lead(waiting)}</p>
            {mails(words, troubled.items)}
            {pager(words, "/operator/jobs", number, has_next)}
        </section>
    }
}

fn line(words: Words, now: Moment, job: Job, run: Option<&JobRun>) -> impl IntoView {
    let (name, often) = match job {
        Job::Mail => (words.jobs_send_mail(), words.jobs_often_at_once()),
        Job::Decisions => (words.jobs_decisions(), words.jobs_often_at_once()),
        Job::Deliveries => (words.jobs_deliveries(), words.jobs_often_seconds()),
        Job::Books => (words.jobs_books(), words.jobs_often_minute()),
        Job::Retention => (words.jobs_retention(), words.jobs_often_day()),
        Job::Sweep => (words.jobs_sweep(), words.jobs_often_minutes()),
        Job::Backup => (words.jobs_backup(), words.jobs_often_set()),
    };
    let off = run.is_some_and(|run| run.cause == Some(Cause::NotSetUp));
    let ran = run.filter(|_| !off);
    let last = ran.map_or_else(|| words.jobs_never().to_owned(), |run| run.ended_at.to_string());
    let well = match ran.and_then(|run| run.good_at) {
        Some(when) => when.to_string(),
        None => words.jobs_never().to_owned(),
    };
    let newest = ran.filter(|_| job == Job::Backup).and_then(|run| run.did_at);
    let newest = newest.map(|when| view! { <p>{words.jobs_newest(when)}</p> });
    let action = format!("/operator/jobs/{}/run", job.name());
    let ask = (!off).then(|| {
        view! {
            <form method="post" action=action>
                <button class="button button--quiet">
                    {icon(Icon::Clock)}
                    {words.jobs_run()}
                    <span class="visually-hidden">{name}</span>
                </button>
            </form>
        }
    });
    row(view! {
        {cell(words.jobs_job(), view! { <strong>{name}</strong> {newest} })}
        {cell(words.jobs_often(), often)}
        {cell(words.jobs_last(), last)}
        {cell(words.jobs_well(), well)}
        {cell(words.jobs_state(), state(words, now, run))}
        {cell(words.jobs_actions(), ask)}
    })
}

fn state(words: Words, now: Moment, run: Option<&JobRun>) -> impl IntoView + use<> {
    let (class, picture, text) = match run {
        None => ("badge badge--waiting", Icon::Clock, words.jobs_state_waiting().to_owned()),
        Some(JobRun { cause: Some(Cause::NotSetUp), .. }) => {
            ("badge badge--withdrawn", Icon::Info, words.jobs_state_off().to_owned())
        }
        Some(run) if run.is_late(now) => {
            ("badge badge--returned", Icon::Alert, words.jobs_state_late().to_owned())
        }
        Some(JobRun { cause: Some(cause), failures, .. }) => {
            let cause = match cause {
                Cause::Database => words.jobs_cause_database(),
                Cause::Files => words.jobs_cause_files(),
                Cause::Other | Cause::NotSetUp => words.jobs_cause_other(),
            };
            ("badge badge--returned", Icon::Alert, words.jobs_state_failed(cause, failures))
        }
        Some(_) => ("badge badge--read", Icon::Check, words.jobs_state_good().to_owned()),
    };
    view! { <span class=class>{icon(picture)}{text}</span> }
}

fn mails(words: Words, mails: Vec<TroubledMail>) -> AnyView {
    if mails.is_empty() {
        return view! { <p class="empty__text">{words.jobs_mail_none()}</p> }.into_any();
    }
    let all = Question {
        label: words.jobs_again_all(),
        picture: Icon::Mail,
        title: words.jobs_again_all_title(),
        text: words.jobs_again_all_text(),
        action: "/operator/mail/again".to_owned(),
        yes: words.jobs_again_all_yes(),
    };
    let heads = [
        words.jobs_mail_kind(),
        words.jobs_mail_institution(),
        words.jobs_mail_written(),
        words.jobs_mail_tries(),
        words.jobs_mail_reason(),
        words.jobs_state(),
        words.jobs_actions(),
    ];
    let rows = mails.into_iter().map(|mail| {
        let state = match mail.next_try_at {
            Some(when) => words.jobs_mail_next(when),
            None => words.jobs_mail_dead().to_owned(),
        };
        let institution = mail.institution.unwrap_or_else(|| words.jobs_mail_no_institution().to_owned());
        let action = format!("/operator/mail/{}/again", mail.id);
        let again = view! {
            <form method="post" action=action>
                <button class="button button--quiet">{icon(Icon::Mail)}{words.jobs_again()}</button>
            </form>
        };
        row(view! {
            {cell(words.jobs_mail_kind(), kind(words, mail.kind))}
            {cell(words.jobs_mail_institution(), institution)}
            {cell(words.jobs_mail_written(), mail.written_at.to_string())}
            {cell(words.jobs_mail_tries(), mail.tries.to_string())}
            {cell(words.jobs_mail_reason(), view! { <code>{mail.reason}</code> })}
            {cell(words.jobs_state(), state)}
            {cell(words.jobs_actions(), again)}
        })
    });
    let rows = rows.collect_view();
    view! {
        {table("mail", heads, rows)}
        {confirm(words, all)}
    }
    .into_any()
}

fn kind(words: Words, kind: MailKind) -> &'static str {
    match kind {
        MailKind::EntryReceived => words.mail_kind_entry_received(),
        MailKind::EntryReturned => words.mail_kind_entry_returned(),
        MailKind::EntryDelivered => words.mail_kind_entry_delivered(),
        MailKind::EntryRead => words.mail_kind_entry_read(),
        MailKind::ReplyArrived => words.mail_kind_reply_arrived(),
        MailKind::ApplicationReceived => words.mail_kind_application_received(),
        MailKind::ApplicationReturned => words.mail_kind_application_returned(),
        MailKind::ApplicationApproved => words.mail_kind_application_approved(),
        MailKind::ApplicationWithdrawn => words.mail_kind_application_withdrawn(),
        MailKind::BookClosed => words.mail_kind_book_closed(),
        MailKind::FamilySuspended => words.mail_kind_family_suspended(),
        MailKind::SuspensionLifted => words.mail_kind_suspension_lifted(),
        MailKind::ApprovedSpecially => words.mail_kind_approved_specially(),
        MailKind::Registration => words.mail_kind_registration(),
        MailKind::Forgotten => words.mail_kind_forgotten(),
        MailKind::NewAddress => words.mail_kind_new_address(),
        MailKind::OldAddress => words.mail_kind_old_address(),
        MailKind::PasswordChanged => words.mail_kind_password_changed(),
        MailKind::Invitation => words.mail_kind_invitation(),
        MailKind::AccountClosed => words.mail_kind_account_closed(),
    }
}
