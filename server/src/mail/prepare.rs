//! What a mail becomes, by what is true when it is sent. A registration that meanwhile has an account gets no link,
//! and the minutes of a link count from now.

use domain::id::{AccountId, MailId};
use domain::language::Language;
use domain::mail::{LetterKind, LinkPurpose, MailKind};
use domain::people::{AccountState, EmailAddress, Role};
use domain::restriction::Span;
use domain::time::Moment;

use super::OutgoingMail;
use crate::services::Services;
use crate::storage::addressees::{self, Account, Institution};
use crate::storage::links::{self, NewLink};
use crate::storage::outbox::{self, About, StoredMail};
use crate::storage::{Connection, StorageError, special_approvals};
use crate::token::Token;

/// To whom it goes and what it says, before its link is made.
struct Facts {
    what: LetterKind,
    to: EmailAddress,
    role: Role,
    name: String,
    language: Language,
    institution: Option<Institution>,
    /// From when to when it holds what the letter is about.
    span: Option<Span>,
    link: Option<Target>,
}

/// What a link is for.
#[derive(Default)]
struct Target {
    account: Option<AccountId>,
    registration: Option<String>,
    email: Option<EmailAddress>,
}

/// `None` when there is nobody to write to. Part of the transaction that claims the mail.
pub async fn prepare(
    services: &Services,
    db: &mut Connection,
    id: MailId,
    now: Moment,
) -> Result<Option<OutgoingMail>, StorageError> {
    let Some(mail) = outbox::find(db, id).await? else { return Ok(None) };
    let Some(facts) = resolve(db, &mail, now).await? else { return Ok(None) };
    let link = match (purpose(facts.what), facts.link) {
        (Some(purpose), Some(target)) => {
            let token = Token::new(&services.random);
            let link = NewLink {
                token_hash: &token.hash(),
                purpose,
                mail: id,
                account: target.account,
                registration: target.registration.as_deref(),
                email: target.email.as_ref(),
                ends_at: now.plus_seconds(60 * purpose.minutes()),
            };
            links::add(db, &link, now).await?;
            Some((purpose, token))
        }
        _ => None,
    };
    Ok(Some(OutgoingMail {
        id,
        what: facts.what,
        to: facts.to,
        role: facts.role,
        name: facts.name,
        language: facts.language,
        about: mail.about,
        link,
        institution: facts.institution,
        span: facts.span,
        written_at: mail.created_at,
    }))
}

const fn purpose(what: LetterKind) -> Option<LinkPurpose> {
    match what {
        LetterKind::Verify => Some(LinkPurpose::Verify),
        LetterKind::Reset => Some(LinkPurpose::Reset),
        LetterKind::ConfirmAddress => Some(LinkPurpose::NewAddress),
        LetterKind::Invitation => Some(LinkPurpose::Invitation),
        LetterKind::EntryReceived
        | LetterKind::EntryReturned
        | LetterKind::EntryDelivered
        | LetterKind::EntryRead
        | LetterKind::ReplyArrived
        | LetterKind::ApplicationReceived
        | LetterKind::ApplicationReturned
        | LetterKind::ApplicationApproved
        | LetterKind::ApplicationWithdrawn
        | LetterKind::BookClosed
        | LetterKind::FamilySuspended
        | LetterKind::SuspensionLifted
        | LetterKind::ApprovedSpecially
        | LetterKind::AddressKnown
        | LetterKind::NumberKnown
        | LetterKind::AddressChanged
        | LetterKind::PasswordChanged
        | LetterKind::AccountClosed => None,
    }
}

async fn resolve(db: &mut Connection, mail: &StoredMail, now: Moment) -> Result<Option<Facts>, StorageError> {
    let account = match mail.account {
        Some(id) => addressees::account(db, id).await?,
        None => None,
    };
    let open = account.as_ref().filter(|account| is_open(account));
    match mail.kind {
        MailKind::EntryReceived => about_entry(db, LetterKind::EntryReceived, mail, open).await,
        MailKind::EntryReturned => about_entry(db, LetterKind::EntryReturned, mail, open).await,
        MailKind::EntryDelivered => about_entry(db, LetterKind::EntryDelivered, mail, open).await,
        MailKind::EntryRead => about_entry(db, LetterKind::EntryRead, mail, open).await,
        MailKind::ReplyArrived => about_entry(db, LetterKind::ReplyArrived, mail, open).await,
        MailKind::ApplicationReceived => {
            about_application(db, LetterKind::ApplicationReceived, mail, open).await
        }
        MailKind::ApplicationReturned => {
            about_application(db, LetterKind::ApplicationReturned, mail, open).await
        }
        MailKind::ApplicationApproved => {
            about_application(db, LetterKind::ApplicationApproved, mail, open).await
        }
        MailKind::ApplicationWithdrawn => {
            about_application(db, LetterKind::ApplicationWithdrawn, mail, open).await
        }
        MailKind::BookClosed => about_book(db, LetterKind::BookClosed, mail, open).await,
        MailKind::FamilySuspended => about_suspension(db, LetterKind::FamilySuspended, mail, open).await,
        MailKind::SuspensionLifted => about_suspension(db, LetterKind::SuspensionLifted, mail, open).await,
        MailKind::ApprovedSpecially => about_approval(db, mail, open, now).await,
        MailKind::Registration => registered(db, mail).await,
        MailKind::Forgotten => forgotten(db, mail).await,
        MailKind::NewAddress => new_address(db, mail, open).await,
        // The address is no longer the account's, or the account is closed: it goes there all the same.
        MailKind::OldAddress => Ok(account.as_ref().and_then(|a| at(a, LetterKind::AddressChanged, mail))),
        MailKind::AccountClosed => Ok(account.as_ref().and_then(|a| at(a, LetterKind::AccountClosed, mail))),
        MailKind::PasswordChanged => Ok(open.and_then(|a| to_account(a, LetterKind::PasswordChanged))),
        MailKind::Invitation => Ok(open.and_then(|account| invitation(account, mail))),
    }
}

fn is_open(account: &Account) -> bool {
    matches!(account.state, AccountState::Active | AccountState::Invited)
}

async fn about_entry(
    db: &mut Connection,
    what: LetterKind,
    mail: &StoredMail,
    account: Option<&Account>,
) -> Result<Option<Facts>, StorageError> {
    let (About::Entry(entry), Some(account)) = (mail.about, account) else { return Ok(None) };
    let Some(institution) = addressees::institution(db, entry).await? else { return Ok(None) };
    Ok(to_account(account, what).map(|facts| Facts { institution: Some(institution), ..facts }))
}

async fn about_book(
    db: &mut Connection,
    what: LetterKind,
    mail: &StoredMail,
    account: Option<&Account>,
) -> Result<Option<Facts>, StorageError> {
    let (About::Book(book), Some(account)) = (mail.about, account) else { return Ok(None) };
    let institution = addressees::institution_of_book(db, book).await?;
    Ok(to_account(account, what).map(|facts| Facts { institution, ..facts }))
}

/// Nobody is told of one that was ended before the mail went out.
async fn about_approval(
    db: &mut Connection,
    mail: &StoredMail,
    account: Option<&Account>,
    now: Moment,
) -> Result<Option<Facts>, StorageError> {
    let About::Book(book) = mail.about else { return Ok(None) };
    let Some(span) = special_approvals::newest(db, book, now).await? else { return Ok(None) };
    let facts = about_book(db, LetterKind::ApprovedSpecially, mail, account).await?;
    Ok(facts.map(|facts| Facts { span: Some(span), ..facts }))
}

async fn about_suspension(
    db: &mut Connection,
    what: LetterKind,
    mail: &StoredMail,
    account: Option<&Account>,
) -> Result<Option<Facts>, StorageError> {
    let (About::Suspension(id), Some(account)) = (mail.about, account) else { return Ok(None) };
    let Some((span, institution)) = addressees::suspension(db, id).await? else { return Ok(None) };
    let facts = to_account(account, what);
    Ok(facts.map(|facts| Facts { institution: Some(institution), span: Some(span), ..facts }))
}

async fn about_application(
    db: &mut Connection,
    what: LetterKind,
    mail: &StoredMail,
    account: Option<&Account>,
) -> Result<Option<Facts>, StorageError> {
    let (About::Application(application), Some(account)) = (mail.about, account) else { return Ok(None) };
    let institution = addressees::institution_asked(db, application).await?;
    Ok(to_account(account, what).map(|facts| Facts { institution, ..facts }))
}

/// A registration whose address or identification is known already is told so, and only there: whoever typed it
/// sees the same page in any case.
async fn registered(db: &mut Connection, mail: &StoredMail) -> Result<Option<Facts>, StorageError> {
    let Some(id) = &mail.registration else { return Ok(None) };
    let Some(registration) = addressees::registration(db, id).await? else { return Ok(None) };
    let holder = addressees::account_with_address(db, &registration.email).await?;
    if let Some(holder) = holder.filter(|account| account.state != AccountState::Closed) {
        // In the holder's own name and language: the registration may be a stranger's.
        return Ok(to_account(&holder, LetterKind::AddressKnown));
    }
    let known = addressees::id_number_is_known(db, &registration.id_number_hash).await?;
    Ok(Some(Facts {
        what: if known { LetterKind::NumberKnown } else { LetterKind::Verify },
        to: registration.email,
        role: Role::Family,
        name: registration.name,
        language: registration.language,
        institution: None,
        span: None,
        link: (!known).then(|| Target { registration: Some(id.clone()), ..Target::default() }),
    }))
}

async fn forgotten(db: &mut Connection, mail: &StoredMail) -> Result<Option<Facts>, StorageError> {
    let Some(to) = &mail.to else { return Ok(None) };
    let Some(account) = addressees::account_with_address(db, to).await? else { return Ok(None) };
    let what = match account.state {
        AccountState::Active => LetterKind::Reset,
        AccountState::Invited => LetterKind::Invitation,
        AccountState::Deactivated | AccountState::Closed => return Ok(None),
    };
    Ok(to_account(&account, what).map(|facts| with_link(facts, account.id)))
}

async fn new_address(
    db: &mut Connection,
    mail: &StoredMail,
    account: Option<&Account>,
) -> Result<Option<Facts>, StorageError> {
    let (Some(account), Some(to)) = (account, &mail.to) else { return Ok(None) };
    let holder = addressees::account_with_address(db, to).await?;
    if let Some(holder) = holder.filter(|holder| holder.id != account.id) {
        return Ok(to_account(&holder, LetterKind::AddressKnown));
    }
    let link = Target { account: Some(account.id), email: Some(to.clone()), registration: None };
    Ok(at(account, LetterKind::ConfirmAddress, mail).map(|facts| Facts { link: Some(link), ..facts }))
}

fn invitation(account: &Account, mail: &StoredMail) -> Option<Facts> {
    let facts = at(account, LetterKind::Invitation, mail)?;
    (account.state == AccountState::Invited).then(|| with_link(facts, account.id))
}

fn with_link(facts: Facts, account: AccountId) -> Facts {
    Facts { link: Some(Target { account: Some(account), ..Target::default() }), ..facts }
}

/// To the account's own address.
fn to_account(account: &Account, what: LetterKind) -> Option<Facts> {
    Some(facts(account, what, EmailAddress::parse(&account.email)?))
}

/// To the address that the mail names, else to the account's own.
fn at(account: &Account, what: LetterKind, mail: &StoredMail) -> Option<Facts> {
    let to = mail.to.clone().or_else(|| EmailAddress::parse(&account.email))?;
    Some(facts(account, what, to))
}

fn facts(account: &Account, what: LetterKind, to: EmailAddress) -> Facts {
    Facts {
        what,
        to,
        role: account.role,
        name: account.name.clone(),
        language: account.language,
        institution: account.institution.clone(),
        span: None,
        link: None,
    }
}
