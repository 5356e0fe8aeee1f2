//! A month's figures with their names, as the page shows them and as the file for a spreadsheet program holds them.

use domain::month::Month;
#[cfg(feature = "ssr")]
use domain::report::QUIET_DAYS;
use domain::report::{Counted, QuietStudent, Tallies};

use crate::api::reports::Reports;
use crate::words::Words;

pub fn month_name(words: Words, month: Month) -> String {
    words.report_month_name(month.month(), month.year())
}

pub fn figures(words: Words, tallies: &Tallies) -> Vec<(&'static str, String)> {
    let none = || words.report_none().to_owned();
    let of = |counted| tallies.of(counted).to_string();
    let within = |percent| tallies.within(percent).map_or_else(none, |seconds| span(words, seconds));
    vec![
        (words.report_received(), of(Counted::Received)),
        (words.report_decided(), tallies.decided().to_string()),
        (words.report_returned(), of(Counted::Returned)),
        (
            words.report_returned_share(),
            tallies.returned_share().map_or_else(none, |share| words.report_percent(share)),
        ),
        (words.report_median(), within(50)),
        (words.report_slowest(), within(95)),
        (words.report_families(), tallies.families.to_string()),
        (words.report_requests_received(), of(Counted::RequestReceived)),
        (words.report_requests_approved(), of(Counted::RequestApproved)),
        (words.report_requests_returned(), of(Counted::RequestReturned)),
        (words.report_replies_received(), of(Counted::ReplyReceived)),
        (words.report_replies_approved(), of(Counted::ReplyApproved)),
        (words.report_replies_returned(), of(Counted::ReplyReturned)),
    ]
}

/// How often each reason was given.
pub fn reasons(words: Words, data: &Reports) -> Vec<(String, u32)> {
    let known = data.reasons.iter().map(|(reason, count)| (words.given_return_reason(reason), *count));
    let own = (words.report_in_own_words().to_owned(), data.tallies.of(Counted::InOwnWords));
    known.chain([own]).collect()
}

/// A time as people say it.
fn span(words: Words, seconds: i64) -> String {
    let minutes = seconds / 60;
    if minutes < 60 {
        words.report_minutes(minutes)
    } else if minutes <= 24 * 60 {
        words.report_hours(minutes / 60, minutes % 60)
    } else {
        words.review_waiting_days(minutes / 1440, minutes / 60 % 24)
    }
}

pub fn quiet_heads(words: Words) -> [&'static str; 4] {
    [words.students_call_number(), words.students_name(), words.students_book(), words.report_last_letter()]
}

pub fn quiet_line(words: Words, student: &QuietStudent) -> [String; 4] {
    let book = if student.has_book { words.students_book_yes() } else { words.students_book_no() };
    let last = match student.last {
        Some(last) => last.taipei_day().to_string(),
        None => words.report_never().to_owned(),
    };
    [student.call_number.clone(), student.name.clone(), book.to_owned(), last]
}

/// All that the page shows, row by row; `quiet` are the students, for those who may read who they are.
#[cfg(feature = "ssr")]
pub fn rows(words: Words, data: &Reports, quiet: Option<&[QuietStudent]>) -> Vec<Vec<String>> {
    let line = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut rows = vec![line(&[&data.institution, &month_name(words, data.month)])];
    rows.extend(figures(words, &data.tallies).iter().map(|(name, value)| line(&[name, value])));
    rows.push(Vec::from([String::new()]));
    rows.push(line(&[words.report_reason(), words.report_times()]));
    rows.extend(reasons(words, data).iter().map(|(name, count)| line(&[name, &count.to_string()])));
    rows.push(Vec::from([String::new()]));
    rows.push(line(&[words.report_month(), words.report_received(), words.report_decided()]));
    rows.extend(data.months.iter().map(|one| {
        line(&[&month_name(words, one.month), &one.received.to_string(), &one.decided.to_string()])
    }));
    if let Some(quiet) = quiet {
        rows.push(Vec::from([String::new()]));
        rows.push(Vec::from([words.report_quiet_title(QUIET_DAYS)]));
        rows.push(line(&quiet_heads(words)));
        rows.extend(quiet.iter().map(|student| Vec::from(quiet_line(words, student))));
    }
    rows
}
