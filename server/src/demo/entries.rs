//! What the families of the demo wrote, made step by step as it is said to have happened.

use bytes::Bytes;
use domain::id::{BookId, EntryId, RestrictionId, StudentId};
use domain::people::Relationship;
use domain::restriction::{NewRestriction, RestrictionForm, RestrictionKind};
use domain::review::{GivenReturnReason, ReturnNotice};
use domain::time::{Moment, TaipeiDay};

use super::people::{Roster, add_family, own_reason};
use super::{DemoError, at};
use crate::actor::{Family, Reviewer, Student};
use crate::files::drawings::small_photo;
use crate::services::Services;
use crate::storage::replies;
use crate::storage::reviews::Verdict;
use crate::workflows::decide_entry::decide_finally;
use crate::workflows::open_entry::open_entry;
use crate::workflows::restrict_student::{Restricted, restrict_student};
use crate::workflows::save_entry::{PhotoChange, Target, Written, save_entry};
use crate::workflows::save_reply::save_reply;
use crate::workflows::send_reply::send_reply;
use crate::workflows::submit_entry::submit_entry;
use crate::workflows::withdraw_entry::withdraw_entry;

/// A family that holds a book, and what it wrote in it, oldest first.
pub(super) struct Household {
    pub(super) mail: &'static str,
    pub(super) name: &'static str,
    pub(super) call_number: &'static str,
    pub(super) relationship: Relationship,
    pub(super) stories: &'static [Story],
}

/// An entry, and how it came to stand where it stands.
pub(super) struct Story {
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    /// Which drawing, and what it shows in the family's words.
    pub(super) photo: Option<(u64, &'static str)>,
    pub(super) steps: &'static [(Ago, Step)],
}

/// How long before the start of the demo something happened.
#[derive(Clone, Copy)]
pub(super) enum Ago {
    /// So many days before today at this hour and minute in Taipei. Never none: today may only just have begun.
    Days(i64, i64, i64),
    Minutes(i64),
}

pub(super) enum Step {
    Save,
    Send,
    /// Staff return it with the reasons of these names and this suggestion.
    Return(&'static [&'static str], &'static str),
    /// The family sends it again with this title and this body. The photo stays.
    Correct(&'static str, &'static str),
    Approve,
    Open,
    /// The student replies to it in these words.
    Reply(&'static str, &'static str),
    ApproveReply,
    Withdraw,
    /// Staff restrict the student for so many days, with this note.
    Restrict(RestrictionKind, i64, &'static str),
}

/// An entry that is being written.
struct Writing {
    family: Family,
    book: BookId,
    student: StudentId,
    entry: EntryId,
    story: &'static Story,
}

/// Adds the families, whose books were opened at the time of `opened`, and takes all their steps, the oldest first,
/// so that the audit tells them in their order.
pub(super) async fn write_entries(
    services: &Services,
    opened: &Services,
    reviewer: &Reviewer,
    roster: &Roster,
    households: &'static [Household],
) -> Result<(), DemoError> {
    let now = services.clock.now();
    let mut writings = Vec::new();
    for household in households {
        let student = roster.iter().find(|(number, _)| *number == household.call_number);
        let student = student.ok_or(DemoError::Example(household.call_number))?.1;
        let Household { mail, name, relationship, .. } = *household;
        let (family, book) = add_family(opened, mail, name, student, relationship).await?;
        for story in household.stories {
            let entry = EntryId::new(services.random.uuid(now));
            writings.push(Writing { family: family.clone(), book, student, entry, story });
        }
    }
    let of_one = |writing| steps_of(writing).map(move |(ago, step)| (ago.moment(now), writing, step));
    let mut steps: Vec<_> = writings.iter().flat_map(of_one).collect();
    steps.sort_by_key(|(when, ..)| *when);
    for (when, writing, step) in steps {
        take(&at(services, when), reviewer, writing, step).await?;
    }
    Ok(())
}

fn steps_of(writing: &Writing) -> impl Iterator<Item = (Ago, &'static Step)> {
    writing.story.steps.iter().map(|(ago, step)| (*ago, step))
}

async fn take(
    services: &Services,
    reviewer: &Reviewer,
    writing: &Writing,
    step: &Step,
) -> Result<(), DemoError> {
    let Writing { family, entry, story, .. } = writing;
    match step {
        Step::Save => save(services, writing, (story.title, story.body), drawn(story)).await?,
        Step::Send => {
            save(services, writing, (story.title, story.body), drawn(story)).await?;
            submit_entry(services, family, *entry).await?;
        }
        Step::Correct(title, body) => {
            save(services, writing, (title, body), PhotoChange::Keep).await?;
            submit_entry(services, family, *entry).await?;
        }
        Step::Return(reasons, suggestion) => {
            let mut offered = GivenReturnReason::usual();
            offered.push(GivenReturnReason::Own(own_reason()));
            let notice = ReturnNotice::parse(reasons.iter().copied(), suggestion, &offered)
                .map_err(|_| DemoError::Example("a return"))?;
            decide_finally(services, reviewer, *entry, None, Verdict::Returned(notice)).await?;
        }
        Step::Approve => {
            decide_finally(services, reviewer, *entry, None, Verdict::Approved).await?;
        }
        Step::Open => {
            let reader = Student::new(writing.student, reviewer.institution(), String::new());
            open_entry(services, &reader, *entry).await?.ok_or(DemoError::Example(story.title))?;
        }
        Step::Reply(title, body) => {
            let reader = Student::new(writing.student, reviewer.institution(), String::new());
            let written =
                Written { title: (*title).to_owned(), body: (*body).to_owned(), ..Written::default() };
            save_reply(services, &reader, *entry, written).await?;
            send_reply(services, &reader, *entry).await?;
        }
        Step::ApproveReply => {
            let reply = {
                let mut db = services.database.read().await?;
                replies::of_letter(&mut db, *entry, writing.student).await?
            };
            let reply = reply.ok_or(DemoError::Example(story.title))?.id;
            decide_finally(services, reviewer, reply, None, Verdict::Approved).await?;
        }
        Step::Withdraw => withdraw_entry(services, family, *entry).await?,
        Step::Restrict(kind, days, note) => {
            restrict(services, reviewer, writing.student, (*kind, *days, note)).await?;
        }
    }
    Ok(())
}

/// Saves the entry as a family would with the form.
async fn save(
    services: &Services,
    writing: &Writing,
    (title, body): (&str, &str),
    photo: PhotoChange,
) -> Result<(), DemoError> {
    let shown = writing.story.photo.map_or("", |(_, shown)| shown);
    let written = Written {
        book: Some(writing.book),
        title: title.to_owned(),
        body: body.to_owned(),
        photo,
        photo_alt: shown.to_owned(),
        ..Written::default()
    };
    let target = Target::New(Some(writing.entry));
    let saved = save_entry(services, &writing.family, target, written).await?;
    if saved.book_refused || saved.photo_problem.is_some() {
        return Err(DemoError::Example(writing.story.title));
    }
    Ok(())
}

fn drawn(story: &Story) -> PhotoChange {
    story.photo.map_or(PhotoChange::Keep, |(seed, _)| PhotoChange::Put(Bytes::from(small_photo(seed))))
}

async fn restrict(
    services: &Services,
    reviewer: &Reviewer,
    student: StudentId,
    (kind, days, note): (RestrictionKind, i64, &str),
) -> Result<(), DemoError> {
    let now = services.clock.now();
    let form = RestrictionForm {
        kind: kind.name().to_owned(),
        begins_at: now.to_field(),
        until: now.plus_seconds(days * 86_400).to_field(),
        note: note.to_owned(),
    };
    let new = NewRestriction::parse(&form, now).map_err(|_| DemoError::Example("a restriction"))?;
    let id = RestrictionId::new(services.random.uuid(now));
    match restrict_student(services, reviewer, student, id, &new).await? {
        Restricted::Yes => Ok(()),
        Restricted::NotFound => Err(DemoError::Example("the student of a restriction")),
    }
}

impl Ago {
    fn moment(self, now: Moment) -> Moment {
        match self {
            Self::Days(days, hour, minute) => {
                let day = TaipeiDay::from_number(now.taipei_day().number() - days);
                day.starts_at().plus_seconds(hour * 3600 + minute * 60)
            }
            Self::Minutes(minutes) => now.plus_seconds(-minutes * 60),
        }
    }
}
