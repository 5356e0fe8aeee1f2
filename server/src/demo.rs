//! The example institutions of `contact-book demo`: invented people, and a queue that already waits. The second one is
//! there so that the wall between the two can be seen.
//!
//! Everything is made through the same workflows that people use, at the times it is said to have happened.

mod requests;

use bytes::Bytes;
use domain::birth_date::BirthDate;
use domain::entry::EntryState;
use domain::id::{AccountId, BookId, EntryId, InstitutionId, StudentId};
use domain::identification::{IdentificationKind, IdentificationNumber};
use domain::language::Language;
use domain::people::{AccountState, EmailAddress, Relationship, Role};
use domain::phone::MobileNumber;
use domain::review::ReturnNotice;
use domain::student::CallNumber;
use domain::time::Moment;
use domain::view::Institution;
use thiserror::Error;

use crate::actor::{Family, Reviewer, Staff, Student};
use crate::clock::Clock;
use crate::details::{Details, DetailsError, Whose};
use crate::files::drawings::small_photo;
use crate::jobs::close_books;
use crate::jobs::delete_documents::delete_documents;
use crate::passwords::PasswordError;
use crate::services::Services;
use crate::storage::accounts::{NewAccount, SecondFactor};
use crate::storage::reviews::Verdict;
use crate::storage::roster::NewStudent;
use crate::storage::{StorageError, accounts, books, entries, roster, sessions};
use crate::workflows::decide_application::DecideApplicationError;
use crate::workflows::decide_entry::{DecideError, decide_entry};
use crate::workflows::deliver_entry::deliver_held;
use crate::workflows::look_up_student::LookUpError;
use crate::workflows::open_entry::{OpenError, open_entry};
use crate::workflows::save_application::SaveApplicationError;
use crate::workflows::save_entry::{PhotoChange, SaveError, Target, Written, save_entry};
use crate::workflows::submit_application::SubmitApplicationError;
use crate::workflows::submit_entry::{SubmitError, submit_entry};
use crate::workflows::take_document::TakeDocumentError;

pub use requests::ASKING;

/// The password of every demo account.
pub const PASSWORD: &str = "demo-contact-book";

/// The first institution and the second.
pub const INSTITUTION: &str = "青山中學（示範）";
pub const ELSEWHERE: &str = "麗川少年學校（示範）";

/// Mail, role, name.
type Account = (&'static str, Role, &'static str);

/// Who can log in to the demo, and as what.
pub const ACCOUNTS: [Account; 4] = [
    ("family@demo.example", Role::Family, "林美惠"),
    ("reviewer@demo.example", Role::Reviewer, "陳怡君"),
    ("head@demo.example", Role::Head, "黃志明"),
    ("admin@demo.example", Role::Admin, "張雅婷"),
];

/// The same in the second institution.
pub const ACCOUNTS_ELSEWHERE: [Account; 4] = [
    ("family2@demo.example", Role::Family, "邱玉珍"),
    ("reviewer2@demo.example", Role::Reviewer, "江佳穎"),
    ("head2@demo.example", Role::Head, "范振國"),
    ("admin2@demo.example", Role::Admin, "葉思婷"),
];

/// The student that the demo's family writes to, and the one of the same call number in the second institution.
pub const CALL_NUMBER: &str = "1001";
pub const PIN: &str = "1001";

const STUDENTS: [(&str, &str); 16] = [
    ("1001", "林小宇"),
    ("1002", "陳冠廷"),
    ("1003", "黃柏翰"),
    ("1004", "張家豪"),
    ("1005", "李承恩"),
    ("1006", "吳宗翰"),
    ("1007", "劉彥廷"),
    ("1008", "蔡育誠"),
    ("1009", "楊子傑"),
    ("1010", "許哲瑋"),
    ("1011", "鄭凱文"),
    ("1012", "謝宇軒"),
    ("1013", "郭俊賢"),
    ("1014", "宋承翰"),
    ("1015", "潘冠宇"),
    ("1016", "石柏宏"),
];

const STUDENTS_ELSEWHERE: [(&str, &str); 4] =
    [("1001", "邱奕辰"), ("1002", "賴建宏"), ("1003", "方柏恩"), ("1004", "施明哲")];

/// What each family told about itself. The numbers belong to nobody.
const DETAILS: [(&str, &str, &str, &str); 8] = [
    ("family@demo.example", "A200000012", "1979-05-20", "0900000001"),
    ("zheng@demo.example", "A200000021", "1952-02-11", "0900000002"),
    ("xie@demo.example", "A100000038", "1975-09-03", "0900000003"),
    ("guo@demo.example", "A200000049", "1981-12-25", "0900000004"),
    ("family2@demo.example", "A200000058", "1977-07-07", "0900000005"),
    ("shih@demo.example", "A200000067", "1950-10-30", "0900000006"),
    ("pan@demo.example", "A100000074", "1972-01-16", "0900000007"),
    ("song@demo.example", "A200000085", "1983-06-08", "0900000008"),
];

/// Mail, name, call number, relationship, title, body, which drawing as its photo, hours ago.
type Waiting =
    (&'static str, &'static str, &'static str, Relationship, &'static str, &'static str, Option<u64>, i64);

/// Other families, so that staff find a queue.
const WAITING: [Waiting; 3] = [
    (
        "zheng@demo.example",
        "鄭秀蘭",
        "1011",
        Relationship::Grandmother,
        "阿嬤種的番茄紅了",
        "凱文，院子裡的番茄今天紅了第一顆，阿嬤捨不得吃，先拍給你看。天氣變冷了，早晚記得加件衣服。",
        Some(1),
        30,
    ),
    (
        "xie@demo.example",
        "謝文雄",
        "1012",
        Relationship::Father,
        "弟弟學會騎腳踏車了",
        "宇軒，弟弟這禮拜學會騎腳踏車，跌了三次都沒哭，一直說要等你回來一起騎。爸爸上班一切都好，不用擔心。",
        Some(3),
        20,
    ),
    (
        "guo@demo.example",
        "郭淑芬",
        "1013",
        Relationship::Mother,
        "今天煮了你愛吃的滷肉",
        "俊賢，媽媽今天煮了滷肉，習慣還是多煮了一份。上次你說木工課做了小板凳，媽媽好想看看。",
        None,
        3,
    ),
];

const WAITING_ELSEWHERE: [Waiting; 1] = [(
    "family2@demo.example",
    "邱玉珍",
    "1001",
    Relationship::Aunt,
    "奶奶的生日",
    "奕辰，昨天幫奶奶過生日，她問起你三次。蛋糕留了一塊在冷凍庫，等你回來吃。姑姑一切都好。",
    None,
    5,
)];

#[derive(Debug, Error)]
pub enum DemoError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Details(#[from] DetailsError),
    #[error(transparent)]
    Save(#[from] SaveError),
    #[error(transparent)]
    Submit(#[from] SubmitError),
    #[error(transparent)]
    Decide(#[from] DecideError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    SaveApplication(#[from] SaveApplicationError),
    #[error(transparent)]
    LookUp(#[from] LookUpError),
    #[error(transparent)]
    TakeDocument(#[from] TakeDocumentError),
    #[error(transparent)]
    SubmitApplication(#[from] SubmitApplicationError),
    #[error(transparent)]
    DecideApplication(#[from] DecideApplicationError),
    #[error(
        "the example cannot be laid over what is there, or was stopped while it was made; start the demo in an empty data folder (setting CONTACT_BOOK_DATA_DIR)"
    )]
    Unfinished,
    #[error("the example itself is wrong: {0}")]
    Example(&'static str),
}

/// Names a data folder as the demo's: its passwords are known to everybody, so nobody else may serve it.
pub const MARK: &str = "demo";

/// Fills an empty installation with the example; one that has it already is left alone.
pub async fn furnish(services: &Services) -> Result<(), DemoError> {
    let first = email(ACCOUNTS[0].0)?;
    if accounts::credentials(&mut *services.database.read().await?, &first).await?.is_some() {
        return Ok(());
    }
    if !roster::institutions(&mut *services.database.read().await?).await?.is_empty() {
        return Err(DemoError::Unfinished);
    }
    let institution = add_institution(services, INSTITUTION, "03-000-0000").await?;
    let staff = add_staff(services, institution, &ACCOUNTS).await?;
    let reviewer = staff.reviewer().ok_or(DemoError::Example("no reviewer"))?;
    let students = add_students(services, institution, &STUDENTS).await?;
    send_what_waits(services, &students, &WAITING).await?;
    requests::send_requests(services, institution, &reviewer).await?;

    let elsewhere = add_institution(services, ELSEWHERE, "08-000-0000").await?;
    add_staff(services, elsewhere, &ACCOUNTS_ELSEWHERE).await?;
    let students_elsewhere = add_students(services, elsewhere, &STUDENTS_ELSEWHERE).await?;
    send_what_waits(services, &students_elsewhere, &WAITING_ELSEWHERE).await?;

    let (mail, _, name) = ACCOUNTS[0];
    let xiao_yu = student(&students, CALL_NUMBER)?;
    let (family, book) = add_family(services, mail, name, xiao_yu, Relationship::Mother).await?;
    furnish_past(services, &family, book, &reviewer, institution, xiao_yu).await
}

/// Families with a letter each that waits for review.
async fn send_what_waits(
    services: &Services,
    students: &[(&'static str, StudentId)],
    waiting: &[Waiting],
) -> Result<(), DemoError> {
    let now = services.clock.now();
    for (mail, name, call_number, relationship, title, body, drawing, hours) in waiting {
        let student = student(students, call_number)?;
        let (family, book) = add_family(services, mail, name, student, *relationship).await?;
        let then = at(services, now.plus_seconds(-hours * 3600));
        send(&then, &family, book, title, body, *drawing).await?;
    }
    Ok(())
}

/// What the demo's family wrote before today: one returned and corrected, one read.
async fn furnish_past(
    services: &Services,
    family: &Family,
    book: BookId,
    reviewer: &Reviewer,
    institution: InstitutionId,
    student: StudentId,
) -> Result<(), DemoError> {
    let now = services.clock.now();
    let days_ago = |days: i64| at(services, now.plus_seconds(-days * 86_400));
    let (title, body) = (
        "生日快樂",
        "小宇，十七歲生日快樂！我們在家幫你點了蠟燭，妹妹替你許了一個願，她說不能講。爸媽愛你。",
    );
    let entry = send(&days_ago(9), family, book, title, body, Some(4)).await?;
    decide_entry(&days_ago(8), reviewer, entry, None, Verdict::Approved).await?;
    let reader = Student::new(student, institution, String::new());
    open_entry(&days_ago(7), &reader, entry).await?;

    let (title, body) =
        ("週末的菜市場", "小宇，今天跟妹妹去菜市場，老闆還記得你，多送了一把蔥。妹妹現在會幫忙提菜了。");
    let entry = send(&days_ago(4), family, book, title, body, None).await?;
    let notice =
        ReturnNotice::parse([], "文字很好。提到的人如果是鄰居，請不要寫出姓名或店名，改好再送一次就可以了。")
            .map_err(|_| DemoError::Example("the notice"))?;
    decide_entry(&days_ago(3), reviewer, entry, None, Verdict::Returned(notice)).await?;
    Ok(())
}

async fn add_institution(services: &Services, name: &str, phone: &str) -> Result<InstitutionId, DemoError> {
    let now = services.clock.now();
    let id = InstitutionId::new(services.random.uuid(now));
    let institution =
        Institution { id, name: name.to_owned(), phone: phone.to_owned(), contact_person: String::new() };
    let mut db = services.database.write().await?;
    roster::add_institution(&mut db, &institution, now).await?;
    db.commit().await?;
    Ok(id)
}

/// Adds the staff and returns the reviewer.
async fn add_staff(
    services: &Services,
    institution: InstitutionId,
    accounts: &[Account],
) -> Result<Staff, DemoError> {
    let mut reviewer = None;
    for &(mail, role, name) in accounts.iter().filter(|(_, role, _)| role.is_staff()) {
        let id = add_account(services, mail, role, name, Some(institution)).await?;
        if role == Role::Reviewer {
            let language = Language::TraditionalChinese;
            reviewer = Some(Staff::new(id, name.to_owned(), language, role, institution));
        }
    }
    reviewer.ok_or(DemoError::Example("no reviewer"))
}

async fn add_students(
    services: &Services,
    institution: InstitutionId,
    of: &[(&'static str, &str)],
) -> Result<Vec<(&'static str, StudentId)>, DemoError> {
    let now = services.clock.now();
    let mut students = Vec::new();
    for &(number, name) in of {
        let call_number = CallNumber::parse(number).ok_or(DemoError::Example(number))?;
        // Each PIN is the call number: this is a demo.
        let pin_hash = services.passwords.hash(number).await?;
        let id = StudentId::new(services.random.uuid(now));
        let student = NewStudent { id, institution, call_number: &call_number, name, pin_hash: &pin_hash };
        let mut db = services.database.write().await?;
        roster::add_student(&mut db, &student, now).await?;
        db.commit().await?;
        students.push((number, id));
    }
    Ok(students)
}

async fn add_family(
    services: &Services,
    mail: &'static str,
    name: &str,
    student: StudentId,
    relationship: Relationship,
) -> Result<(Family, BookId), DemoError> {
    let now = services.clock.now();
    let id = add_account(services, mail, Role::Family, name, None).await?;
    let book = BookId::new(services.random.uuid(now));
    let mut db = services.database.write().await?;
    books::open(&mut db, book, student, id, relationship, now).await?;
    db.commit().await?;
    Ok((Family::new(id, name.to_owned(), Language::TraditionalChinese), book))
}

async fn add_account(
    services: &Services,
    mail: &'static str,
    role: Role,
    name: &str,
    institution: Option<InstitutionId>,
) -> Result<AccountId, DemoError> {
    let now = services.clock.now();
    let id = AccountId::new(services.random.uuid(now));
    let password_hash = services.passwords.hash(PASSWORD).await?;
    let details = details(mail);
    let sealed = match &details {
        Some(details) => {
            let sealed = details.seal(services, Whose::Account(&id.to_string()))?;
            Some((sealed, details.number_hash(services)))
        }
        None => None,
    };
    let account = NewAccount {
        id,
        role,
        institution,
        email: &email(mail)?,
        name,
        password_hash: &password_hash,
        language: Language::TraditionalChinese,
        state: AccountState::Active,
        second_factor: if role.is_staff() { SecondFactor::Waived } else { SecondFactor::None },
        details: sealed.as_ref().map(|(sealed, hash)| (sealed, hash.as_str())),
    };
    let mut db = services.database.write().await?;
    accounts::add(&mut db, &account, now).await?.map_err(|_| DemoError::Example(mail))?;
    if role == Role::Family {
        accounts::add_consent(&mut db, id, domain::notice::CURRENT, now).await?;
    }
    db.commit().await?;
    Ok(id)
}

async fn send(
    services: &Services,
    family: &Family,
    book: BookId,
    title: &str,
    body: &str,
    drawing: Option<u64>,
) -> Result<EntryId, DemoError> {
    let photo = drawing.map_or(PhotoChange::Keep, |seed| PhotoChange::Put(Bytes::from(small_photo(seed))));
    let written = Written { book: Some(book), title: title.to_owned(), body: body.to_owned(), photo };
    let saved = save_entry(services, family, Target::New(None), written).await?;
    submit_entry(services, family, saved.entry).await?;
    let stored = entries::find_own(&mut *services.database.read().await?, saved.entry, family.id()).await?;
    match stored.map(|entry| entry.state) {
        Some(EntryState::InReview { .. }) => Ok(saved.entry),
        _ => Err(DemoError::Example("an entry was not sent")),
    }
}

fn details(mail: &str) -> Option<Details> {
    let (_, number, birth_date, mobile) = DETAILS.iter().find(|(of, ..)| *of == mail)?;
    Some(Details {
        identification: IdentificationNumber::parse(IdentificationKind::NationalId, number).ok()?,
        birth_date: BirthDate::from_iso(birth_date)?,
        mobile: MobileNumber::parse(mobile).ok()?,
        phone: None,
    })
}

/// The same services at another time.
fn at(services: &Services, then: Moment) -> Services {
    Services { clock: Clock::standing_at(then), ..services.clone() }
}

fn student(students: &[(&str, StudentId)], call_number: &str) -> Result<StudentId, DemoError> {
    let found = students.iter().find(|(number, _)| *number == call_number);
    found.map(|(_, id)| *id).ok_or(DemoError::Example("a student"))
}

fn email(text: &'static str) -> Result<EmailAddress, DemoError> {
    EmailAddress::parse(text).ok_or(DemoError::Example(text))
}

/// Moves the demo's clock forward and every session with it. `false` when `then` lies in the past.
pub async fn move_clock(services: &Services, then: Moment) -> Result<bool, MoveClockError> {
    let Some(seconds) = services.clock.move_to(then)? else { return Ok(false) };
    let mut db = services.database.write().await?;
    sessions::move_on(&mut db, seconds).await?;
    db.commit().await?;
    // What the time has brought about is there at once.
    delete_documents(services).await?;
    // What the new day brings is there at once.
    close_books::close_due(services).await?;
    deliver_held(services).await?;
    Ok(true)
}

#[derive(Debug, Error)]
pub enum MoveClockError {
    #[error("the new time could not be kept: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
