//! Who lives and works in the demo: invented people, none of whom is anybody.

use domain::application::{Concern, OwnReason};
use domain::birth_date::BirthDate;
use domain::id::{AccountId, BookId, InstitutionId, StudentId};
use domain::identification::{IdentificationKind, IdentificationNumber};
use domain::institution::InstitutionRecord;
use domain::language::Language;
use domain::people::{AccountState, EmailAddress, Relationship, Role};
use domain::phone::MobileNumber;
use domain::student::CallNumber;
use domain::time::TaipeiDay;

use super::DemoError;
use crate::actor::{Family, Head, Reviewer, Staff};
use crate::details::{Details, Whose};
use crate::services::Services;
use crate::storage::accounts::{self, NewAccount, SecondFactor};
use crate::storage::roster::NewStudent;
use crate::storage::{books, institutions, roster, settings, students};
use crate::workflows::manage_institution::authority;

/// The password of every demo account.
pub const PASSWORD: &str = "demo-contact-book";

/// The first institution and the second.
pub const INSTITUTION: &str = "青山中學（示範）";
pub const ELSEWHERE: &str = "麗川少年學校（示範）";

/// Mail, role, name.
pub type Account = (&'static str, Role, &'static str);

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

/// 矯正署, in no institution.
pub const OPERATOR: Account = ("operator@demo.example", Role::Operator, "方淑芬");

/// The student that the demo's family writes to, and the one of the same call number in the second institution.
pub const CALL_NUMBER: &str = "1001";
pub const PIN: &str = "1001";

/// A family-support programme, and who may reply inside it.
pub(super) const PROGRAMME: &str = "家書週：寫一封回信給家人";
pub const REPLYING: [&str; 4] = ["1011", "1012", "1013", "1017"];
/// The family whose student has replied to it.
pub const REPLIED_TO: &str = "zheng@demo.example";

/// Whose family is proposed for a suspension, and what the reviewer noted.
pub(super) const PROPOSED: &str = "1024";
pub(super) const PROPOSED_BECAUSE: &str = "三次的原因都不一樣，家屬每次都有照建議修改。";

/// Whose family may write more for a while, and why.
pub(super) const ALLOWED_MORE: &str = "1021";
pub(super) const ALLOWED_BECAUSE: &str = "外婆住院，家屬想每天報平安。";

/// Call number, name, how many days before the roster was entered they were admitted.
type Pupil = (&'static str, &'static str, i64);

/// The books of 1002 to 1010 are free to be applied for; 1014 to 1016 are asked for.
pub(super) const STUDENTS: [Pupil; 24] = [
    ("1001", "林小宇", 352),
    ("1002", "陳冠廷", 347),
    ("1003", "黃柏翰", 331),
    ("1004", "張家豪", 331),
    ("1005", "李承恩", 310),
    ("1006", "吳宗翰", 296),
    ("1007", "劉彥廷", 289),
    ("1008", "蔡育誠", 275),
    ("1009", "楊子傑", 254),
    ("1010", "許哲瑋", 254),
    ("1011", "鄭凱文", 240),
    ("1012", "謝宇軒", 226),
    ("1013", "郭俊賢", 205),
    ("1014", "宋承翰", 191),
    ("1015", "潘冠宇", 184),
    ("1016", "石柏宏", 163),
    ("1017", "徐靖文", 149),
    ("1018", "蕭振宇", 149),
    ("1019", "曾聖傑", 121),
    ("1020", "羅孝恩", 100),
    ("1021", "高浩哲", 86),
    ("1022", "游家瑋", 65),
    ("1023", "丁柏安", 44),
    ("1024", "簡士倫", 23),
];

pub(super) const STUDENTS_ELSEWHERE: [Pupil; 4] =
    [("1001", "邱奕辰", 212), ("1002", "賴建宏", 170), ("1003", "方柏恩", 93), ("1004", "施明哲", 30)];

/// What each family told about itself. The numbers belong to nobody.
const DETAILS: [(&str, &str, &str, &str); 16] = [
    ("family@demo.example", "A200000012", "1979-05-20", "0900000001"),
    ("zheng@demo.example", "A200000021", "1952-02-11", "0900000002"),
    ("xie@demo.example", "A100000038", "1975-09-03", "0900000003"),
    ("guo@demo.example", "A200000049", "1981-12-25", "0900000004"),
    ("family2@demo.example", "A200000058", "1977-07-07", "0900000005"),
    ("shih@demo.example", "A200000067", "1950-10-30", "0900000006"),
    ("pan@demo.example", "A100000074", "1972-01-16", "0900000007"),
    ("song@demo.example", "A200000085", "1983-06-08", "0900000008"),
    ("hsu@demo.example", "A200000094", "1980-04-02", "0900000009"),
    ("xiao@demo.example", "A100000109", "1948-08-19", "0900000010"),
    ("zeng@demo.example", "A200000110", "1974-11-27", "0900000011"),
    ("luo@demo.example", "A100000127", "2003-03-14", "0900000012"),
    ("ruan@demo.example", "A200000138", "1985-10-05", "0900000013"),
    ("you@demo.example", "A200000147", "1951-01-23", "0900000014"),
    ("ding@demo.example", "A200000156", "2002-07-18", "0900000015"),
    ("jian@demo.example", "A100000163", "1973-12-09", "0900000016"),
];

/// A reason for returning letters that the first institution has added.
pub(super) const OWN_REASON: &str = "own-1";

pub(super) fn own_reason() -> OwnReason {
    OwnReason {
        name: OWN_REASON.to_owned(),
        text: "照片裡看得到其他孩子的臉".to_owned(),
        english: Some("The faces of other children can be seen in the photo".to_owned()),
        concern: Concern::Nothing,
    }
}

pub(super) async fn add_own_reason(services: &Services, institution: InstitutionId) -> Result<(), DemoError> {
    let mut db = services.database.write().await?;
    let found = settings::find(&mut db, institution).await?.ok_or(DemoError::Example("no settings"))?;
    let mut all = found.all;
    all.settings.own_letter_reasons.push(own_reason());
    all.settings.last_own_reason = 1;
    settings::save(&mut db, institution, found.version, &all).await?;
    db.commit().await?;
    Ok(())
}

pub(super) async fn add_institution(
    services: &Services,
    name: &'static str,
    phone: &str,
) -> Result<InstitutionId, DemoError> {
    let now = services.clock.now();
    let id = InstitutionId::new(services.random.uuid(now));
    let institution = InstitutionRecord { name: name.to_owned(), phone: phone.to_owned() };
    let mut db = services.database.write().await?;
    institutions::add(&mut db, id, &institution, now).await?.map_err(|_| DemoError::Example(name))?;
    db.commit().await?;
    Ok(id)
}

/// Whoever runs the installation.
pub(super) async fn add_operator(services: &Services) -> Result<(), DemoError> {
    let (mail, role, name) = OPERATOR;
    let now = services.clock.now();
    let mut db = services.database.write().await?;
    let authority = authority(services, &mut db, now).await?;
    db.commit().await?;
    add_account(services, mail, role, name, Some(authority)).await?;
    Ok(())
}

/// Adds the staff and returns the reviewer and the head.
pub(super) async fn add_staff(
    services: &Services,
    institution: InstitutionId,
    accounts: &[Account],
) -> Result<(Reviewer, Head), DemoError> {
    let (mut reviewer, mut head) = (None, None);
    for &(mail, role, name) in accounts.iter().filter(|(_, role, _)| role.is_staff()) {
        let id = add_account(services, mail, role, name, Some(institution)).await?;
        let staff = Staff::new(id, name.to_owned(), Language::TraditionalChinese, role, institution);
        match role {
            Role::Reviewer => reviewer = staff.reviewer(),
            Role::Head => head = staff.head(),
            Role::Admin | Role::Family | Role::Operator => {}
        }
    }
    reviewer.zip(head).ok_or(DemoError::Example("no reviewer, or no head"))
}

/// Call numbers and whose they are.
pub(super) type Roster = Vec<(&'static str, StudentId)>;

pub(super) async fn add_students(
    services: &Services,
    institution: InstitutionId,
    of: &[Pupil],
) -> Result<Roster, DemoError> {
    let now = services.clock.now();
    let mut roster = Roster::new();
    for &(number, name, days) in of {
        let call_number = CallNumber::parse(number).ok_or(DemoError::Example(number))?;
        // Each PIN is the call number: this is a demo.
        let pin_hash = services.passwords.hash(number).await?;
        let id = StudentId::new(services.random.uuid(now));
        let student = NewStudent { id, institution, call_number: &call_number, name, pin_hash: &pin_hash };
        let admitted = TaipeiDay::from_number(now.taipei_day().number() - days);
        let mut db = services.database.write().await?;
        roster::add_student(&mut db, &student, now).await?;
        students::change(&mut db, id, name, Some(admitted), None).await?;
        db.commit().await?;
        roster.push((number, id));
    }
    Ok(roster)
}

pub(super) async fn add_family(
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

pub(super) async fn add_account(
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

fn details(mail: &str) -> Option<Details> {
    let (_, number, birth_date, mobile) = DETAILS.iter().find(|(of, ..)| *of == mail)?;
    Some(Details {
        identification: IdentificationNumber::parse(IdentificationKind::NationalId, number).ok()?,
        birth_date: BirthDate::from_iso(birth_date)?,
        mobile: MobileNumber::parse(mobile).ok()?,
        phone: None,
    })
}

pub(super) fn email(text: &'static str) -> Result<EmailAddress, DemoError> {
    EmailAddress::parse(text).ok_or(DemoError::Example(text))
}
