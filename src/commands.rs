//! What the operator does on the command line: institutions, the first staff, rosters, keys, the audit, backups.

mod operator;
mod backup;
mod check;

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use app::roster_words::{change_text, file_problem, row_problem};
use app::words::Words;
use clap::{Subcommand, ValueEnum};
use domain::audit::Comparison;
use domain::id::InstitutionId;
use domain::institution::{InstitutionForm, InstitutionNameProblem};
use domain::language::Language;
use domain::people::{EmailAddress, Role};
use domain::person_name::PersonName;
use domain::roster_file::{FileProblem, MOST_BYTES, Preview};
use domain::view::Institution;
use server::audit::Who;
use server::clock::Clock;
use server::data_folder::DataFolder;
use server::files::key::Keyring;
use server::kept_head::{compare, sign};
use server::roster_file::decode;
use server::settings::Settings;
use server::storage::audit::{self, Broken, Whole};
use server::storage::roster;
use server::workflows::import_roster::{Imported, import_for, preview_for};
use server::workflows::invite_staff::{Invitation, Invited, invite_to};
use server::workflows::manage_institution::{InstitutionError, add_as};
use server::workflows::rotate_keys::rotate_keys;
use server::{Random, Services};

pub use backup::{back_up, restore, verify};
pub use check::check;
pub use operator::{OperatorCommand, operator};

/// Anything that stops a command, as one sentence.
pub type Stop = Box<dyn std::error::Error + Send + Sync>;

#[derive(Subcommand)]
pub enum InstitutionCommand {
    /// Add an institution.
    Add {
        /// Such as 青山中學.
        #[arg(long)]
        name: String,
        /// The telephone number that families see.
        #[arg(long)]
        phone: String,
    },
    /// List the institutions with their ids.
    List,
}

#[derive(Subcommand)]
pub enum StaffCommand {
    /// Give somebody an account; a mail invites them to choose a password.
    Add {
        /// The institution's name or id.
        #[arg(long)]
        institution: String,
        #[arg(long)]
        role: StaffRole,
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
        /// The language of the invitation.
        #[arg(long, default_value = "zh-Hant")]
        language: String,
    },
}

#[derive(Subcommand)]
pub enum RosterCommand {
    /// Show what a CSV file of students would change, and change it.
    Import {
        file: PathBuf,
        /// The institution's name or id, if there are several.
        #[arg(long)]
        institution: Option<String>,
        /// Import it, whole or not at all; without this nothing is written.
        #[arg(long)]
        apply: bool,
    },
}

#[derive(Subcommand)]
pub enum KeysCommand {
    /// Add a key and seal personal details under it. The server must be stopped.
    Rotate,
}

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Follow the chain of the audit from its first row, and name the first one that does not hold.
    Verify {
        /// A line that this command, or the page of the audit, once gave to be kept elsewhere: is its row as it was?
        #[arg(long, value_name = "LINE")]
        head: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum StaffRole {
    Reviewer,
    Head,
    Admin,
}

pub async fn institution(settings: &Settings, command: &InstitutionCommand) -> Result<String, Stop> {
    let services = beside(settings).await?;
    match command {
        InstitutionCommand::Add { name, phone } => {
            let id = InstitutionId::new(services.random.uuid(services.clock.now()));
            let form = InstitutionForm { name: name.clone(), phone: phone.clone() };
            match add_as(&services, Who::Operator, id, &form).await {
                Ok(()) => Ok(format!("added {id} {}", name.trim())),
                Err(InstitutionError::Refused(problems)) => Err(match problems.name {
                    Some(InstitutionNameProblem::Taken) => {
                        format!("there is an institution of the name {} already", name.trim()).into()
                    }
                    Some(InstitutionNameProblem::Text(_)) => "--name must be 1 to 40 characters".into(),
                    None => "--phone must be 1 to 40 characters".into(),
                }),
                Err(error) => Err(error.into()),
            }
        }
        InstitutionCommand::List => {
            let institutions = roster::institutions(&mut *services.database.read().await?).await?;
            let lines: Vec<_> = institutions.iter().map(|one| format!("{} {}", one.id, one.name)).collect();
            Ok(if lines.is_empty() { "there is no institution yet".to_owned() } else { lines.join("\n") })
        }
    }
}

pub async fn staff(settings: &Settings, command: &StaffCommand) -> Result<String, Stop> {
    let StaffCommand::Add { institution, role, name, email, language } = command;
    let name = PersonName::parse(name).map_err(|_| "--name must be 1 to 50 characters")?;
    let email = EmailAddress::parse(email).ok_or("--email is no e-mail address")?;
    let language = Language::from_tag(language).ok_or("--language must be zh-Hant or en")?;
    let services = beside(settings).await?;
    let institution = the_institution(&services, Some(institution)).await?;
    let invitation = Invitation { name: &name, email: &email, role: (*role).into(), language };
    match invite_to(&services, institution.id, &invitation).await? {
        Invited::Yes => Ok(format!(
            "invited {} to {}; the mail goes out as soon as the server runs",
            email.as_str(),
            institution.name
        )),
        Invited::Known => Err(format!("{} has an account already", email.as_str()).into()),
    }
}

pub async fn roster(settings: &Settings, command: &RosterCommand) -> Result<String, Stop> {
    let RosterCommand::Import { file, institution, apply } = command;
    let words = Words(Language::English);
    let said = |problem: &FileProblem| format!("{}: {}", file.display(), file_problem(words, problem));
    // One byte more tells that it is too large.
    let mut bytes = Vec::new();
    let open = File::open(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    open.take(MOST_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let text = decode(&bytes).map_err(|problem| said(&problem))?;
    let services = beside(settings).await?;
    let institution = the_institution(&services, institution.as_deref()).await?;
    let shown = preview_for(&services, institution.id, &text).await?.map_err(|problem| said(&problem))?;
    let preview = told(words, &shown.preview);
    if !shown.preview.wrong.is_empty() {
        return Err(format!("nothing was imported.\n{preview}").into());
    }
    if !apply {
        return Ok(format!("{preview}\nnothing was written; add --apply to import it"));
    }
    match import_for(&services, institution.id, &text).await?.map_err(|problem| said(&problem))? {
        Imported::Yes => Ok(format!("{preview}\nimported into {}", institution.name)),
        Imported::Wrong(shown) | Imported::Other(shown) => {
            Err(format!("nothing was imported.\n{}", told(words, &shown.preview)).into())
        }
    }
}

/// A line a row, as an editor counts lines.
fn told(words: Words, preview: &Preview) -> String {
    let mut lines = vec![format!(
        "{} new, {} changed, {} unchanged, {} wrong",
        preview.new.len(),
        preview.changed.len(),
        preview.unchanged,
        preview.wrong.len()
    )];
    lines.extend(preview.ignored.iter().map(|column| format!("the column {column:?} is not used")));
    for row in &preview.wrong {
        lines.push(format!("line {}: {}", row.line, row_problem(words, &row.problem)));
    }
    for row in &preview.changed {
        let changes: Vec<String> = row.changes.iter().map(|change| change_text(words, change)).collect();
        lines.push(format!(
            "line {}: changed {} {}: {}",
            row.line,
            row.call_number,
            row.name,
            changes.join("; ")
        ));
    }
    for row in &preview.new {
        lines.push(format!("line {}: new {} {}", row.line, row.call_number, row.name));
    }
    lines.join("\n")
}

/// The one that is named, or the only one there is.
async fn the_institution(services: &Services, named: Option<&str>) -> Result<Institution, Stop> {
    let mut all = roster::institutions(&mut *services.database.read().await?).await?;
    match named {
        Some(named) => all
            .into_iter()
            .find(|one| one.name == named || one.id.to_string() == named)
            .ok_or_else(|| NO_SUCH_INSTITUTION.into()),
        None if all.len() == 1 => Ok(all.remove(0)),
        None => Err("name the --institution; `contact-book institution list` names them".into()),
    }
}

const NO_SUCH_INSTITUTION: &str =
    "there is no such --institution; `contact-book institution list` names them";

pub async fn keys(settings: &Settings, command: &KeysCommand) -> Result<String, Stop> {
    let KeysCommand::Rotate = command;
    // A running server would not know the new key.
    let folder = DataFolder::open(&settings.data_dir)?;
    let random = Random::system().ok_or("the operating system gives no random numbers")?;
    // Opened once before, so that a folder without a key gets its first one.
    open(settings, &folder, &random).await?.database.close().await;
    Keyring::add_key(folder.path(), &random)?;
    let services = open(settings, &folder, &random).await?;
    let count = rotate_keys(&services).await?;
    services.database.close().await;
    Ok(format!(
        "a new key seals from now on; {count} rows were sealed anew. Keep the file {}: what was sealed before, \
         photos above all, still needs the old keys in it",
        folder.path().join("key").display()
    ))
}

pub async fn audit(settings: &Settings, command: &AuditCommand) -> Result<String, Stop> {
    let AuditCommand::Verify { head } = command;
    let services = beside(settings).await?;
    let mut db = services.database.read().await?;
    let found = audit::verify(&mut db).await?;
    let compared = match head {
        Some(head) => Some(compare(&services, &mut db, head).await?),
        None => None,
    };
    let signed = sign(&services, &mut db).await?;
    drop(db);
    services.database.close().await;
    let mut said = chain(found)?;
    if let Some(compared) = compared {
        said = format!("{said}\n{}", kept(compared)?);
    }
    Ok(match signed {
        Some(line) => format!("{said}\nto be kept elsewhere: {line}"),
        None => said,
    })
}

/// What a head that was kept elsewhere told, in words.
fn kept(compared: Comparison) -> Result<String, String> {
    match compared {
        Comparison::Same { number, at } => Ok(format!("row {number} is as it was on {at}")),
        Comparison::Other { number, at } => {
            Err(format!("row {number} is not as it was on {at}: it or an earlier one was written anew"))
        }
        Comparison::NotOurs => Err("--head is no line that this installation gave".to_owned()),
    }
}

/// What was found of the audit, in words.
fn chain(found: Result<Whole, Broken>) -> Result<String, String> {
    match found {
        Ok(Whole { rows: 0, .. }) => Ok("the audit is empty".to_owned()),
        Ok(Whole { rows, hash }) => {
            Ok(format!("{rows} rows were checked and hold; the last one's hash is {hash}"))
        }
        Err(Broken::Changed(row)) => {
            Err(format!("row {row} of the audit does not say what was written; the rows before it hold"))
        }
        Err(Broken::Missing(row)) => {
            Err(format!("row {row} of the audit is missing; the rows before it hold"))
        }
        Err(Broken::Added(row)) => Err(format!("row {row} of the audit was put in from outside")),
        Err(Broken::Headless) => {
            Err("what was noted of the audit's last row is missing, so nobody can tell whether rows are"
                .to_owned())
        }
    }
}

/// Beside a server that may be running.
async fn beside(settings: &Settings) -> Result<Services, Stop> {
    let folder = DataFolder::beside(&settings.data_dir)?;
    let random = Random::system().ok_or("the operating system gives no random numbers")?;
    open(settings, &folder, &random).await
}

async fn open(settings: &Settings, folder: &DataFolder, random: &Random) -> Result<Services, Stop> {
    let url = settings.database_url.as_deref();
    Ok(Services::open(folder, url, settings.bucket.as_ref(), Clock::system(), random.clone()).await?)
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Reviewer => Self::Reviewer,
            StaffRole::Head => Self::Head,
            StaffRole::Admin => Self::Admin,
        }
    }
}
