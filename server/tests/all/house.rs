//! What tests begin with: an empty site, or a house with people in two institutions, made through the public
//! ways in.

use std::collections::HashMap;
use std::io::Cursor;
use std::ops::Deref;
use std::sync::{Arc, LazyLock, Mutex};

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use bytes::Bytes;
use domain::entry::{EntryFilter, EntryState};
use domain::id::{AccountId, BookId, EntryId, InstitutionId, PhotoId, StudentId};
use domain::institution::InstitutionRecord;
use domain::language::Language;
use domain::mail::{LetterKind, MailKind};
use domain::people::{AccountState, EmailAddress, Relationship, Role};
use domain::review::{GivenReturnReason, ReturnNotice};
use domain::student::CallNumber;
use domain::time::{Moment, TaipeiDay};
use domain::view::{Book, FamilyEntry, ReviewedEntry};
use server::archive::Pieces;
use server::data_folder::DataFolder;
use server::files::drawings::small_photo;
use server::files::store::Bucket;
use server::jobs::deliver_mail::deliver_due;
use server::mail::{Compose, Letter, MailTransport};
use server::storage::accounts::{self, NewAccount, SecondFactor};
use server::storage::review_queue::{self, Wanted};
use server::storage::reviews::{self, Verdict};
use server::storage::roster::{self, NewStudent};
use server::storage::{books, entries, institutions};
use server::workflows::decide_entry::decide_finally;
use server::workflows::log_in::{LogIn, LoggedIn, NewDevice, log_in, log_in_student};
use server::workflows::manage_institution::authority;
use server::workflows::resume_session::resume_session;
use server::workflows::save_entry::{PhotoChange, Saved, Target, Written, save_entry};
use server::workflows::submit_entry::submit_entry;
use server::{Actor, Clock, Family, Operator, Random, Reviewer, Services, Student};
use sqlx::Row as _;
use tempfile::TempDir;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::engine::{Engine, Lent};

/// A Tuesday morning in Taipei, when every test begins.
pub const MORNING: &str = "2026-11-24T09:00:00+08:00";

pub const PASSWORD: &str = "correct horse battery staple";
pub const PIN: &str = "123456";
/// The PIN of the student elsewhere who has the same call number.
pub const PIN_ELSEWHERE: &str = "654321";

/// The mother of 小宇, who holds `House::book`.
pub const FAMILY: &str = "family@house.example";
/// The grandfather of 阿哲, who holds `House::other_book`.
pub const OTHER_FAMILY: &str = "other.family@house.example";
/// The sister of the student elsewhere, who holds `House::book_elsewhere`.
pub const FAMILY_ELSEWHERE: &str = "family@elsewhere.example";
pub const REVIEWER: &str = "reviewer@house.example";
pub const COLLEAGUE: &str = "colleague@house.example";
pub const HEAD: &str = "head@house.example";
pub const OPERATOR: &str = "operator@house.example";
pub const ADMIN: &str = "admin@house.example";
pub const REVIEWER_ELSEWHERE: &str = "reviewer@elsewhere.example";

/// A browser that says nothing of itself, at a place that is not known.
pub const AT_HOME: NewDevice<'static> = NewDevice { name: "", from: None };

/// The session of somebody who was let in.
pub fn known<E: std::fmt::Debug>(outcome: Result<LogIn, E>) -> LoggedIn {
    match outcome {
        Ok(LogIn::Done(session)) => session,
        Ok(LogIn::NotKnown) => panic!("not known"),
        Ok(LogIn::TooOften(_)) => panic!("tried too often"),
        Ok(LogIn::SecondStep(_)) => panic!("a second step is to come"),
        Err(error) => panic!("{error:?}"),
    }
}

/// A letter that was sent, with the token of its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentLetter {
    pub what: LetterKind,
    pub to: String,
    pub token: Option<String>,
}

/// Opened services with nothing in them.
pub struct Site {
    pub services: Services,
    pub folder: DataFolder,
    database: Option<Lent>,
    _parent: TempDir,
}

/// Two institutions with their people and three contact books; nothing is written yet.
pub struct House {
    site: Site,
    pub here: InstitutionId,
    pub elsewhere: InstitutionId,
    pub book: BookId,
    pub other_book: BookId,
    pub book_elsewhere: BookId,
    /// 小宇, call number 1001.
    pub student_id: StudentId,
}

/// A mail in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMail {
    pub kind: Option<MailKind>,
    pub entry: Option<EntryId>,
    pub to: String,
    pub state: String,
    pub tries: i64,
    pub last_error: Option<String>,
}

impl Site {
    pub async fn on(engine: Engine) -> Self {
        Self::keeping(engine, None).await
    }

    /// With its files in this bucket.
    pub async fn keeping(engine: Engine, bucket: Option<&Bucket>) -> Self {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(&parent.path().join("data")).expect("a data folder");
        let database = engine.new_database().await;
        let (clock, random) = (Clock::standing_at(at(MORNING)), Random::seeded(1));
        let services =
            Services::open(&folder, database.as_deref(), bucket, clock, random).await.expect("opened");
        Self { services, folder, database, _parent: parent }
    }

    /// Where the rows are.
    pub fn url(&self) -> String {
        self.database.as_deref().map_or_else(|| self.folder.sqlite_url(), str::to_owned)
    }

    pub fn now(&self) -> Moment {
        self.services.clock.now()
    }

    pub fn today(&self) -> TaipeiDay {
        self.now().taipei_day()
    }

    pub fn move_clock(&self, then: Moment) {
        self.services.clock.move_to(then).expect("no file").expect("clocks go forward");
    }

    pub fn pass_seconds(&self, seconds: i64) {
        self.move_clock(self.now().plus_seconds(seconds));
    }

    pub fn pass_days(&self, days: i64) {
        self.pass_seconds(days * 86_400);
    }

    /// The one number that a query gives, named `n`.
    pub async fn number(&self, query: &'static str) -> i64 {
        let mut db = self.services.database.read().await.expect("a connection");
        sqlx::query(query).fetch_one(&mut *db).await.expect("one row").try_get("n").expect("a number")
    }

    /// Runs a statement and says how many rows it changed.
    pub async fn run(&self, statement: &'static str) -> u64 {
        let mut db = self.services.database.write().await.expect("a transaction");
        let done = sqlx::query(statement).execute(&mut *db).await.expect(statement);
        db.commit().await.expect("kept");
        done.rows_affected()
    }

    /// Everything that was ever written to the outbox, newest first.
    pub async fn mails(&self) -> Vec<OutboxMail> {
        let mut db = self.services.database.read().await.expect("a connection");
        let rows = sqlx::query(
            "SELECT o.kind, o.entry_id, o.state, o.tries, o.last_error,
                    COALESCE(o.to_address, a.email, '') AS address
             FROM outbox o LEFT JOIN account a ON a.id = o.account_id ORDER BY o.created_at DESC, o.id DESC",
        )
        .fetch_all(&mut *db)
        .await
        .expect("mails");
        let mails = rows.iter().map(|row| OutboxMail {
            kind: MailKind::from_name(row.get("kind")),
            entry: row.get::<Option<String>, _>("entry_id").and_then(|id| EntryId::parse(&id)),
            to: row.get("address"),
            state: row.get("state"),
            tries: row.get("tries"),
            last_error: row.get("last_error"),
        });
        mails.collect()
    }

    /// Sends all mail that is due and tells what it was.
    pub async fn letters(&self) -> Vec<SentLetter> {
        let sent: Arc<Mutex<Vec<SentLetter>>> = Arc::default();
        let compose: Compose = {
            let sent = sent.clone();
            Arc::new(move |mail| {
                sent.lock().expect("nobody panics").push(SentLetter {
                    what: mail.what,
                    to: mail.to.as_str().to_owned(),
                    token: mail.link.as_ref().map(|(_, token)| token.reveal().to_owned()),
                });
                Letter { subject: String::new(), text: String::new(), html: String::new() }
            })
        };
        let transport = MailTransport::Folder(self.services.mail_folder.clone());
        deliver_due(&self.services, &transport, &compose).await.expect("delivered");
        sent.lock().expect("nobody panics").clone()
    }

    /// The same data, opened once more beside.
    pub async fn reopened(&self) -> Services {
        let folder = DataFolder::beside(self.folder.path()).expect("there");
        let (clock, random) = (self.services.clock.clone(), self.services.random.clone());
        Services::open(&folder, self.database.as_deref(), None, clock, random).await.expect("opened")
    }

    /// What names a session where it may be shown.
    pub async fn session_id(&self, session: &LoggedIn) -> String {
        resume_session(&self.services, &session.token).await.expect("asked").expect("in force").id
    }

    pub async fn resume(&self, session: &LoggedIn) -> Actor {
        let found = resume_session(&self.services, &session.token).await.expect("asked");
        found.map_or(Actor::Anonymous, |found| found.actor)
    }
}

impl Deref for House {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

impl House {
    pub async fn on(engine: Engine) -> Self {
        Self::at(Site::on(engine).await).await
    }

    pub async fn at(site: Site) -> Self {
        let here = add_institution(&site, "青山中學").await;
        let elsewhere = add_institution(&site, "海濱中學").await;

        for (mail, role, name, institution) in [
            (REVIEWER, Role::Reviewer, "陳怡君", here),
            (COLLEAGUE, Role::Reviewer, "周雅玲", here),
            (HEAD, Role::Head, "黃志明", here),
            (ADMIN, Role::Admin, "張雅婷", here),
            (REVIEWER_ELSEWHERE, Role::Reviewer, "吳建國", elsewhere),
        ] {
            add_account(&site, mail, role, name, Some(institution)).await;
        }

        let student_id = add_student(&site, here, "1001", "林小宇", PIN).await;
        let classmate = add_student(&site, here, "1002", "陳阿哲", PIN).await;
        let far = add_student(&site, elsewhere, "1001", "王大海", PIN_ELSEWHERE).await;
        let book = add_family(&site, FAMILY, "林美惠", student_id, Relationship::Mother).await;
        let other_book =
            add_family(&site, OTHER_FAMILY, "陳金水", classmate, Relationship::Grandfather).await;
        let book_elsewhere =
            add_family(&site, FAMILY_ELSEWHERE, "王小溪", far, Relationship::ElderSister).await;
        Self { site, here, elsewhere, book, other_book, book_elsewhere, student_id }
    }

    /// Whoever runs the installation, made when asked for.
    pub async fn operator(&self) -> Operator {
        let mut db = self.services.database.write().await.expect("a transaction");
        let authority = authority(&self.services, &mut db, self.now()).await.expect("made");
        db.commit().await.expect("committed");
        add_account(&self.site, OPERATOR, Role::Operator, "方淑芬", Some(authority)).await;
        self.account(OPERATOR).await.operator().cloned().expect("an operator")
    }

    /// The id of the account with this address.
    pub async fn account_id(&self, mail: &str) -> AccountId {
        let mut db = self.services.database.read().await.expect("a connection");
        let row = sqlx::query("SELECT id FROM account WHERE email = $1").bind(mail).fetch_one(&mut *db).await;
        AccountId::parse(row.expect(mail).get("id")).expect("an id")
    }

    /// Logs in and comes back with the session.
    pub async fn log_in(&self, mail: &str) -> LoggedIn {
        known(log_in(&self.services, mail, PASSWORD, &AT_HOME).await)
    }

    pub async fn account(&self, mail: &str) -> Actor {
        self.resume(&self.log_in(mail).await).await
    }

    pub async fn family(&self) -> Family {
        self.account(FAMILY).await.family().expect("a family").clone()
    }

    pub async fn other_family(&self) -> Family {
        self.account(OTHER_FAMILY).await.family().expect("a family").clone()
    }

    pub async fn reviewer(&self) -> Reviewer {
        self.account(REVIEWER).await.reviewer().expect("a reviewer")
    }

    pub async fn reviewer_elsewhere(&self) -> Reviewer {
        self.account(REVIEWER_ELSEWHERE).await.reviewer().expect("a reviewer")
    }

    /// A family without a book.
    pub async fn new_family(&self, mail: &str, name: &str) -> AccountId {
        add_account(self, mail, Role::Family, name, None).await
    }

    /// A student of the first institution without a book.
    pub async fn new_student(&self, call_number: &str, name: &str) -> StudentId {
        add_student(self, self.here, call_number, name, PIN).await
    }

    pub async fn new_student_elsewhere(&self, call_number: &str, name: &str) -> StudentId {
        add_student(self, self.elsewhere, call_number, name, PIN).await
    }

    /// The student of this call number in the first institution, at the terminal.
    pub async fn at_the_terminal(&self, call_number: &str) -> Actor {
        let here = self.here.to_string();
        let session = known(log_in_student(&self.services, &here, call_number, PIN, &AT_HOME).await);
        self.resume(&session).await
    }

    /// 小宇, to whom `FAMILY` writes.
    pub async fn student(&self) -> Student {
        self.at_the_terminal("1001").await.student().expect("a student").clone()
    }

    pub async fn save(&self, family: &Family, target: Target, written: Written) -> Saved {
        save_entry(&self.services, family, target, written).await.expect("saved")
    }

    /// A draft to 小宇 that can be sent.
    pub async fn draft(&self, family: &Family) -> EntryId {
        self.save(family, Target::New(None), written(self.book)).await.entry
    }

    pub async fn submit(&self, family: &Family, entry: EntryId) {
        submit_entry(&self.services, family, entry).await.expect("sent");
    }

    /// An entry to 小宇 that waits for review.
    pub async fn send(&self, family: &Family, written: Written) -> EntryId {
        let entry = self.save(family, Target::New(None), written).await.entry;
        self.submit(family, entry).await;
        entry
    }

    /// Approves the version of this round.
    pub async fn approve(&self, reviewer: &Reviewer, entry: EntryId, round: u32) {
        decide_finally(&self.services, reviewer, entry, Some(round), Verdict::Approved)
            .await
            .expect("approved");
    }

    /// Returns the version of this round with `notice`.
    pub async fn send_back(&self, reviewer: &Reviewer, entry: EntryId, round: u32) {
        let verdict = Verdict::Returned(notice());
        decide_finally(&self.services, reviewer, entry, Some(round), verdict).await.expect("returned");
    }

    /// An entry as its family sees it; `None` when it is not theirs.
    pub async fn find(&self, family: &Family, entry: EntryId) -> Option<FamilyEntry> {
        let mut db = self.services.database.read().await.expect("a connection");
        entries::one_of_family(&mut db, entry, family.id()).await.expect("asked")
    }

    pub async fn entry(&self, family: &Family, entry: EntryId) -> FamilyEntry {
        self.find(family, entry).await.expect("an entry of this family")
    }

    pub async fn state(&self, family: &Family, entry: EntryId) -> EntryState {
        self.entry(family, entry).await.state
    }

    pub async fn photo(&self, family: &Family, entry: EntryId) -> PhotoId {
        self.entry(family, entry).await.photo.expect("a photo").id
    }

    /// The first page of what a family wrote.
    pub async fn entries(&self, family: &Family) -> Vec<FamilyEntry> {
        let mut db = self.services.database.read().await.expect("a connection");
        entries::of_family(&mut db, family.id(), EntryFilter::All, 1).await.expect("a page").items
    }

    /// The only book of this family.
    pub async fn book_of(&self, family: &Family) -> Book {
        let mut db = self.services.database.read().await.expect("a connection");
        let mut books = books::of_family(&mut db, family.id(), self.now()).await.expect("books");
        assert_eq!(books.len(), 1);
        books.remove(0)
    }

    /// An entry as staff of the first institution see it.
    pub async fn reviewed(&self, entry: EntryId) -> ReviewedEntry {
        let reviewer = self.account_id(REVIEWER).await;
        let mut db = self.services.database.read().await.expect("a connection");
        reviews::reviewed(&mut db, entry, (reviewer, self.here), self.now())
            .await
            .expect("asked")
            .expect("sent to review once")
    }

    /// What waits in the first institution, oldest first.
    pub async fn waiting(&self) -> Vec<EntryId> {
        let mut db = self.services.database.read().await.expect("a connection");
        let page = review_queue::waiting(&mut db, self.here, &Wanted::default(), 1, self.now())
            .await
            .expect("a page");
        page.items.into_iter().map(|entry| entry.id).collect()
    }
}

/// Words without a photo that can be sent.
pub fn written(book: BookId) -> Written {
    Written {
        book: Some(book),
        title: "院子裡的番茄".to_owned(),
        body: "番茄今天紅了第一顆，等你回來一起吃。".to_owned(),
        ..Written::default()
    }
}

/// A drawing as a family would upload it. Drawn once, since drawing takes longer than most tests.
pub fn drawing(seed: u64) -> PhotoChange {
    static DRAWN: LazyLock<Mutex<HashMap<u64, Bytes>>> = LazyLock::new(Mutex::default);

    let mut drawn = DRAWN.lock().expect("no drawing fails");
    PhotoChange::Put(drawn.entry(seed).or_insert_with(|| small_photo(seed).into()).clone())
}

/// The whole of an archive that goes out.
pub async fn received(mut pieces: Pieces) -> Cursor<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.recv().await {
        bytes.extend(piece.expect("whole"));
    }
    Cursor::new(bytes)
}

pub fn notice() -> ReturnNotice {
    let reasons = ["unclear_photo", "personal_information"];
    ReturnNotice::parse(reasons, "請換一張清楚的照片。", &GivenReturnReason::usual()).expect("a notice")
}

pub fn at(text: &str) -> Moment {
    Moment::parse(text).expect(text)
}

/// Does all of this at the same moment, each in its own task, and gives the results in no order.
pub async fn at_once<T: Send + 'static>(
    tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = tasks.into_iter().collect();
    let start = Arc::new(Barrier::new(tasks.len()));
    let mut running = JoinSet::new();
    for task in tasks {
        let start = start.clone();
        running.spawn(async move {
            start.wait().await;
            task.await
        });
    }
    running.join_all().await
}

async fn add_institution(site: &Site, name: &str) -> InstitutionId {
    let id = InstitutionId::new(site.services.random.uuid(site.now()));
    let institution = InstitutionRecord { name: name.to_owned(), phone: "03-000-0000".to_owned() };
    let mut db = site.services.database.write().await.expect("a transaction");
    institutions::add(&mut db, id, &institution, site.now()).await.expect("added").expect("a new name");
    db.commit().await.expect("kept");
    id
}

async fn add_account(
    site: &Site,
    mail: &str,
    role: Role,
    name: &str,
    institution: Option<InstitutionId>,
) -> AccountId {
    let id = AccountId::new(site.services.random.uuid(site.now()));
    let account = NewAccount {
        id,
        role,
        institution,
        email: &EmailAddress::parse(mail).expect(mail),
        name,
        password_hash: &cheap_hash(PASSWORD),
        language: Language::TraditionalChinese,
        state: AccountState::Active,
        second_factor: if role.is_staff() { SecondFactor::Waived } else { SecondFactor::None },
        details: None,
    };
    let mut db = site.services.database.write().await.expect("a transaction");
    accounts::add(&mut db, &account, site.now()).await.expect("asked").expect("added");
    db.commit().await.expect("kept");
    id
}

pub async fn add_student(
    site: &Site,
    institution: InstitutionId,
    call_number: &str,
    name: &str,
    pin: &str,
) -> StudentId {
    let id = StudentId::new(site.services.random.uuid(site.now()));
    let call_number = CallNumber::parse(call_number).expect(call_number);
    let pin_hash = cheap_hash(pin);
    let student = NewStudent { id, institution, call_number: &call_number, name, pin_hash: &pin_hash };
    let mut db = site.services.database.write().await.expect("a transaction");
    roster::add_student(&mut db, &student, site.now()).await.expect("added");
    db.commit().await.expect("kept");
    id
}

async fn add_family(
    site: &Site,
    mail: &str,
    name: &str,
    student: StudentId,
    relationship: Relationship,
) -> BookId {
    let account = add_account(site, mail, Role::Family, name, None).await;
    let book = BookId::new(site.services.random.uuid(site.now()));
    let mut db = site.services.database.write().await.expect("a transaction");
    books::open(&mut db, book, student, account, relationship, site.now()).await.expect("opened");
    db.commit().await.expect("kept");
    book
}

/// Argon2 at the least cost it allows, which log-in reads from the hash: a house has eleven secrets.
fn cheap_hash(secret: &str) -> String {
    let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.expect("allowed"))
        .hash_password_with_salt(secret.as_bytes(), b"salt of the house")
        .expect("hashed")
        .to_string()
}
