//! `contact-book`: the server and its commands.

use std::io::BufWriter;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, process};

use clap::{Parser, Subcommand};
use contact_book::commands::{
    self, AuditCommand, InstitutionCommand, KeysCommand, OperatorCommand, RosterCommand, StaffCommand, Stop,
};
use contact_book::http::{State, serve};
use contact_book::site::Configuration;
use domain::document::DocumentLimits;
use mimalloc::MiMalloc;
use server::clock::Clock;
use server::data_folder::DataFolder;
use server::files::document::Renderer;
use server::files::renderer::{self, render_document};
use server::mail::smtp::{self, Smtp};
use server::mail::{Compose, MailTransport};
use server::{Random, Services, demo};
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// 愛在雲端, the electronic family contact book.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site.
    Serve,
    /// Serve an example institution with people who can log in, a mailbox and a clock to move.
    Demo,
    /// Institutions.
    #[command(subcommand)]
    Institution(InstitutionCommand),
    /// The people who work in them.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Those who run the installation.
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Students.
    #[command(subcommand)]
    Roster(RosterCommand),
    /// The keys that seal what is stored.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// What was decided, looked at and changed.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Write everything into one new file, also while the site is served.
    Backup {
        file: PathBuf,
        /// Put the key file in too: then whoever has the backup can open everything.
        #[arg(long)]
        with_key: bool,
    },
    /// Put a backup back into an empty data folder and an empty database.
    Restore { file: PathBuf },
    /// Read a backup through, and say whether it is whole. Changes nothing.
    Verify { file: PathBuf },
    /// Try settings, database, files, key, mail and clock, and say what to do.
    Check,
    /// Draw the pages of a PDF: how the server starts itself, to read what strangers send.
    #[command(name = renderer::ARGUMENT, hide = true)]
    RenderDocument,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // It may use little memory, so it starts nothing else.
    let done = if matches!(arguments.command, Command::RenderDocument) {
        let (input, output) = (std::io::stdin().lock(), BufWriter::new(std::io::stdout().lock()));
        render_document(input, output, &DocumentLimits::REGULATION).map_err(Stop::from)
    } else {
        start_anew_for_the_allocator(&arguments.command).and_then(|()| serve_or_act(&arguments))
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("contact-book: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the allocator is told, in the words of its own variables: to give back within ten milliseconds what photos and
/// passwords took, not within a second, and in small pages. With 64 photos at once that halves the memory.
const ALLOCATOR_OPTIONS: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "10"), ("MIMALLOC_ALLOW_THP", "0")];

/// The allocator reads its options from the environment before `main`, so a server whose environment has none of them
/// starts itself once more in its own place. Returns when that is done or not needed.
fn start_anew_for_the_allocator(command: &Command) -> Result<(), Stop> {
    let serves = matches!(command, Command::Serve | Command::Demo);
    if !serves || ALLOCATOR_OPTIONS.iter().any(|(name, _)| env::var_os(name).is_some()) {
        return Ok(());
    }
    let error = process::Command::new(env::current_exe()?)
        .args(env::args_os().skip(1))
        .envs(ALLOCATOR_OPTIONS)
        .exec();
    Err(format!("the program could not start itself anew: {error}").into())
}

#[tokio::main]
async fn serve_or_act(arguments: &Arguments) -> Result<(), Stop> {
    let Configuration { leptos, settings } = Configuration::read()?;
    let filter = EnvFilter::try_new(&settings.log)
        .map_err(|error| format!("the setting CONTACT_BOOK_LOG cannot be understood: {error}"))?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .init();

    let done = match &arguments.command {
        Command::Serve | Command::Demo | Command::RenderDocument => None,
        Command::Institution(command) => Some(commands::institution(&settings, command).await?),
        Command::Staff(command) => Some(commands::staff(&settings, command).await?),
        Command::Operator(command) => Some(commands::operator(&settings, command).await?),
        Command::Roster(command) => Some(commands::roster(&settings, command).await?),
        Command::Keys(command) => Some(commands::keys(&settings, command).await?),
        Command::Audit(command) => Some(commands::audit(&settings, command).await?),
        Command::Backup { file, with_key } => Some(commands::back_up(&settings, file, *with_key).await?),
        Command::Restore { file } => Some(commands::restore(&settings, file).await?),
        Command::Verify { file } => Some(commands::verify(file).await?),
        Command::Check => Some(commands::check(&settings, &leptos.site_addr.to_string()).await?),
    };
    if let Some(done) = done {
        tell(&done);
        return Ok(());
    }

    let is_demo = matches!(arguments.command, Command::Demo);
    let folder = DataFolder::open(&settings.data_dir)?;
    let random = Random::system().ok_or("the operating system gives no random numbers")?;
    let clock = if is_demo {
        Clock::ahead_by_file(folder.path().join("demo-clock"))
            .map_err(|error| format!("the demo's clock cannot be read: {error}"))?
    } else {
        Clock::system()
    };
    let smtp = settings.smtp.as_ref().filter(|_| !is_demo);
    let smtp = smtp.map(|settings| Smtp::open(settings, smtp::TIMEOUT)).transpose()?;
    if !is_demo && folder.path().join(demo::MARK).exists() {
        let folder = folder.path().display();
        return Err(format!("the data folder {folder} is the demo's, whose passwords everybody knows; choose another one (setting CONTACT_BOOK_DATA_DIR)").into());
    }
    let services =
        Services::open(&folder, settings.database_url.as_deref(), settings.bucket.as_ref(), clock, random)
            .await?;
    let services = services.drawing_with(Renderer::Program(env::current_exe()?));
    if is_demo {
        demo::claim(&services, folder.path()).await?;
        demo::furnish(&services).await?;
    }

    let address = leptos.site_addr;
    let listener = TcpListener::bind(address)
        .map_err(|error| format!("cannot listen on {address}: {error} (setting LEPTOS_SITE_ADDR)"))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let local_url = format!("http://{address}");
    announce(&local_url, is_demo);
    let transport = match smtp {
        _ if is_demo => MailTransport::Folder(services.mail_folder.clone()),
        Some(smtp) => MailTransport::Smtp(Arc::new(smtp)),
        None => {
            tracing::warn!("mail is kept and not sent: the setting CONTACT_BOOK_SMTP_URL is missing");
            MailTransport::None
        }
    };
    let links_lead_to = settings.public_url.clone().unwrap_or(local_url);
    let compose: Compose = Arc::new(move |mail| app::letters::compose(&links_lead_to, mail));
    let public_url = settings.public_url.map(Into::into);
    let address_header = settings.address_header.map(|name| name.parse()).transpose()?;
    serve(
        State { services, leptos, demo: is_demo, public_url, address_header },
        listener,
        transport,
        compose,
        settings.backups.filter(|_| !is_demo),
    )
    .await?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what whoever gave the command is waiting for")]
fn tell(outcome: &str) {
    println!("{outcome}");
}

#[expect(clippy::print_stdout, reason = "the one line that whoever started it is waiting for")]
fn announce(url: &str, is_demo: bool) {
    if is_demo {
        let accounts: Vec<_> = demo::ACCOUNTS.iter().map(|(email, ..)| *email).collect();
        println!(
            "愛在雲端 demo: {url} — log in as {} with the password {}; as the student {} with the PIN {} at {url}/student/login",
            accounts.join(", "),
            demo::PASSWORD,
            demo::CALL_NUMBER,
            demo::PIN
        );
    } else {
        println!("愛在雲端: {url}");
    }
}
