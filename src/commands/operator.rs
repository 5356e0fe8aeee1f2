//! Those who run the installation, on its command line: who they are, and who is kept out.

use clap::Subcommand;
use domain::language::Language;
use domain::people::{AccountState, EmailAddress};
use domain::person_name::PersonName;
use server::settings::Settings;
use server::storage::staff::StaffMember;
use server::workflows::invite_staff::{Invited, invite_operator};
use server::workflows::manage_staff::{Change, Managed, manage_operator, operators};

use super::{Stop, beside};

#[derive(Subcommand)]
pub enum OperatorCommand {
    /// Give somebody who runs the installation an account; a mail invites them to choose a password.
    Add {
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
        /// The language of the invitation.
        #[arg(long, default_value = "zh-Hant")]
        language: String,
    },
    /// List those who run the installation.
    List,
    /// Keep one of them out. All their sessions end at once.
    Deactivate { email: String },
    /// Let one of them in again.
    Activate { email: String },
    /// Let somebody whose phone was lost set up another one at the next log-in. All their sessions end at once.
    RemoveSecondFactor { email: String },
}

pub async fn operator(settings: &Settings, command: &OperatorCommand) -> Result<String, Stop> {
    match command {
        OperatorCommand::Add { name, email, language } => add_operator(settings, name, email, language).await,
        OperatorCommand::List => {
            let operators = operators(&beside(settings).await?).await?;
            let lines: Vec<_> = operators.iter().map(operator_line).collect();
            Ok(if lines.is_empty() { "there is no operator yet".to_owned() } else { lines.join("\n") })
        }
        OperatorCommand::Deactivate { email } => {
            let done = "is kept out from now on; all their sessions have ended";
            change_operator(settings, email, Change::Deactivate, done).await
        }
        OperatorCommand::Activate { email } => {
            change_operator(settings, email, Change::Activate, "may log in again").await
        }
        OperatorCommand::RemoveSecondFactor { email } => {
            let done = "sets up another second factor at the next log-in; all their sessions have ended";
            change_operator(settings, email, Change::RemoveSecondFactor, done).await
        }
    }
}

async fn add_operator(settings: &Settings, name: &str, email: &str, language: &str) -> Result<String, Stop> {
    let name = PersonName::parse(name).map_err(|_| "--name must be 1 to 50 characters")?;
    let email = EmailAddress::parse(email).ok_or("--email is no e-mail address")?;
    let language = Language::from_tag(language).ok_or("--language must be zh-Hant or en")?;
    let services = beside(settings).await?;
    match invite_operator(&services, &name, &email, language).await? {
        Invited::Yes => {
            Ok(format!("invited {}; the mail goes out as soon as the server runs", email.as_str()))
        }
        Invited::Known => Err(format!("{} has an account already", email.as_str()).into()),
    }
}

async fn change_operator(settings: &Settings, email: &str, what: Change, done: &str) -> Result<String, Stop> {
    let email = EmailAddress::parse(email).ok_or_else(|| format!("{email} is no e-mail address"))?;
    let services = beside(settings).await?;
    let email_text = email.as_str();
    match manage_operator(&services, &email, what).await? {
        Managed::Yes => Ok(format!("{email_text} {done}")),
        Managed::NotFound => {
            Err(format!("{email_text} is no operator; `contact-book operator list` names them").into())
        }
        Managed::NotNow | Managed::Oneself if what == Change::Activate => {
            Err(format!("{email_text} is not kept out").into())
        }
        Managed::NotNow | Managed::Oneself => Err(format!("{email_text} is kept out already").into()),
    }
}

/// Such as `operator@authority.example 方淑芬, active, with a second factor`.
fn operator_line(operator: &StaffMember) -> String {
    let state = match operator.state {
        AccountState::Active => "active",
        AccountState::Invited => "invited",
        AccountState::Deactivated => "kept out",
        AccountState::Closed => "closed",
    };
    let factor = if operator.has_second_factor { "with a second factor" } else { "no second factor yet" };
    format!("{} {}, {state}, {factor}", operator.email, operator.name)
}
