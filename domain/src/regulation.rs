//! One row for each clause of the regulation that the code enforces, by its number.

use crate::application::ApplicationState;
use crate::attachment::{AttachmentProblem, Taken, check_attachment};
use crate::birth_date::{BirthDate, BirthDateProblem};
use crate::entry::EntryState;
use crate::identification::{IdentificationKind, IdentificationNumber, IdentificationProblem};
use crate::limits::{EntryLimits, Wider};
use crate::mail::LinkPurpose;
use crate::notice;
use crate::password::{ConfirmProblem, NewPassword, PasswordProblem, PasswordProblems};
use crate::person_name::PersonNameProblem;
use crate::phone::PhoneProblem;
use crate::photo::{PhotoProblem, check_photo};
use crate::programme::Days;
use crate::registration::{EmailProblem, Registration, RegistrationForm, RegistrationProblems};
use crate::restriction::{RestrictionKind, Span, in_force};
use crate::review::{GivenReturnReason, ReturnNotice, ReturnReason};
use crate::settings::InstitutionSettings;
use crate::strikes::suspension_possible;
use crate::suspension;
use crate::text::{Body, TextProblem, Title};
use crate::time::Moment;
use crate::turn::{next_turn, take_turn};

const LIMITS: EntryLimits = EntryLimits::REGULATION;
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0];
const FAMILY: &str = "👨‍👩‍👧‍👦";
const PASSWORD: &str = "tomatoes in the yard";

/// A clause, what it says of one case, and whether the code does so.
type Row = (&'static str, &'static str, bool);

fn at(text: &str) -> Moment {
    Moment::parse(text).expect(text)
}

fn body_problem(text: &str) -> Option<TextProblem> {
    Body::parse(text, LIMITS.body).err()
}

/// Sent first at `first`: may a new entry be sent at `then`?
fn may_send_again(first: &str, then: &str) -> bool {
    take_turn(Some(at(first).taipei_day()), at(then), LIMITS.days_between_uses).is_ok()
}

fn photo_problem(size: u64) -> Option<PhotoProblem> {
    check_photo(size, JPEG, &LIMITS.photo).err()
}

fn sent(first: &str) -> EntryState {
    EntryState::Draft.submit(at(first), None, &LIMITS).expect("the first use")
}

/// What is wrong with a registration form that is right but for what `change` does to it.
fn form_problems(change: fn(&mut RegistrationForm)) -> RegistrationProblems {
    let mut form = RegistrationForm {
        name: "王小明".to_owned(),
        id_kind: "national_id".to_owned(),
        id_number: "A123456789".to_owned(),
        email: "family@demo.example".to_owned(),
        birth_date: "1985/3/9".to_owned(),
        mobile: "0912-345-678".to_owned(),
        phone: "02-2345-6789".to_owned(),
    };
    change(&mut form);
    let today = at("2026-11-26T09:00:00+08:00").taipei_day();
    Registration::parse(&form, PASSWORD, PASSWORD, today).err().unwrap_or_default()
}

fn born(text: &str) -> Result<String, BirthDateProblem> {
    BirthDate::parse(text, at("2026-11-26T09:00:00+08:00").taipei_day()).map(BirthDate::to_iso)
}

fn password_problems(password: &str, confirm: &str) -> PasswordProblems {
    NewPassword::parse(password, confirm, &[]).err().unwrap_or_default()
}

/// Part 六(一), steps 2 to 5: from the notice to the link in the mail.
fn registering() -> Vec<Row> {
    let of_kind = |kind, text| IdentificationNumber::parse(kind, text).is_ok();
    vec![
        (
            "六(一)2 個人資料蒐集告知聲明",
            "its version names the month it is from",
            Moment::parse(&format!("{}-01T00:00:00+08:00", notice::CURRENT)).is_some(),
        ),
        ("六(一)3 註冊帳號", "a form that is filled in right is taken", form_problems(|_| ()).is_empty()),
        (
            "六(一)3 姓名",
            "a name is asked for",
            form_problems(|form| form.name.clear()).name == Some(PersonNameProblem::Missing),
        ),
        (
            "六(一)3 身份證",
            "the number of an identity card, a resident certificate or a passport",
            of_kind(IdentificationKind::NationalId, "A123456789")
                && of_kind(IdentificationKind::ResidentCertificate, "A800000014")
                && of_kind(IdentificationKind::Passport, "123456789"),
        ),
        (
            "六(一)3 身份證",
            "a check digit that does not fit is refused",
            form_problems(|form| form.id_number = "A123456788".to_owned()).id_number
                == Some(IdentificationProblem::Checksum),
        ),
        (
            "六(一)3 信箱",
            "what cannot be an address is refused",
            form_problems(|form| form.email = "family".to_owned()).email == Some(EmailProblem::Format),
        ),
        (
            "六(一)3 生日",
            "by Gregorian or by 民國 years",
            ["1985/3/9", "民國74年3月9日", "740309"]
                .iter()
                .all(|text| born(text).as_deref() == Ok("1985-03-09")),
        ),
        (
            "六(一)3 生日",
            "no calendar has a year 0",
            born("民國0年3月9日") == Err(BirthDateProblem::Impossible),
        ),
        (
            "六(一)3 手機",
            "a mobile number is asked for",
            form_problems(|form| form.mobile.clear()).mobile == Some(PhoneProblem::Missing),
        ),
        ("六(一)3 電話", "may be left out", form_problems(|form| form.phone.clear()).is_empty()),
        (
            "六(一)3 密碼",
            "11 characters are too few",
            password_problems("x7Kq!29fLmZ", "x7Kq!29fLmZ").password
                == Some(PasswordProblem::TooShort { count: 11 }),
        ),
        ("六(一)3 密碼", "12 are enough", password_problems("x7Kq!29fLmZ3", "x7Kq!29fLmZ3").is_empty()),
        (
            "六(一)3 再次確認密碼",
            "it is the same password",
            password_problems(PASSWORD, "tomatoes in the Yard").confirm == Some(ConfirmProblem::Differs),
        ),
        ("六(一)4 10 分鐘內收信", "the link works for ten minutes", LinkPurpose::Verify.minutes() == 10),
        ("六(一)5 點選網址", "it leads to the page that verifies", LinkPurpose::Verify.path() == "/verify"),
    ]
}

/// Part 二(四), last sentence: what a special approval changes.
fn approved_specially() -> Vec<Row> {
    let wider = Wider {
        days_between_uses: Some(1),
        body: Some(300),
        photos: Some(2),
        photo_bytes: Some(12 * 1024 * 1024),
    };
    let limits = LIMITS.widened_by(&wider);
    vec![
        ("二(四) 專案不在此限", "300 characters", Body::parse(&"字".repeat(300), limits.body).is_ok()),
        ("二(四) 專案不在此限", "and no more", Body::parse(&"字".repeat(301), limits.body).is_err()),
        (
            "二(四) 專案不在此限",
            "a larger photo",
            check_photo(12 * 1024 * 1024, JPEG, &limits.photo).is_ok()
                && check_photo(12 * 1024 * 1024 + 1, JPEG, &limits.photo).is_err(),
        ),
        (
            "二(四) 專案不在此限",
            "a second photo, attached",
            check_attachment(9, JPEG, &limits, Taken::default()).is_ok()
                && check_attachment(9, JPEG, &LIMITS, Taken::default()).is_err(),
        ),
        (
            "二(四) 專案不在此限",
            "on the next day",
            take_turn(
                Some(at("2026-11-30T23:59:00+08:00").taipei_day()),
                at("2026-12-01T00:00:00+08:00"),
                limits.days_between_uses,
            )
            .is_ok(),
        ),
        (
            "二(四) 專案不在此限",
            "an institution that is stricter is widened from there",
            InstitutionSettings { body: Some(100), ..InstitutionSettings::default() }
                .entry_limits()
                .widened_by(&Wider { body: Some(120), ..Wider::default() })
                .body
                == 120,
        ),
    ]
}

/// Part 二(二): 除其他家庭支持活動方案經機關長官核准者外，學生端平日不啟用上傳功能.
fn in_a_programme() -> Vec<Row> {
    let clause = "二(二) 家庭支持活動方案";
    // A leap February.
    let days = Days {
        first: at("2028-02-28T12:00:00+08:00").taipei_day(),
        last: at("2028-02-29T12:00:00+08:00").taipei_day(),
    };
    let may_reply = |when| days.include(at(when).taipei_day());
    vec![
        (clause, "no reply before its first day begins in Taipei", !may_reply("2028-02-27T23:59:59+08:00")),
        (clause, "a reply from 00:00 on", may_reply("2028-02-28T00:00:00+08:00")),
        (clause, "a reply until its last day ends", may_reply("2028-02-29T23:59:59+08:00")),
        (clause, "no reply after it", !may_reply("2028-03-01T00:00:00+08:00")),
    ]
}

/// Part 六(三)2: 附件種類可上傳格式: PDF、JPG、JPEG、PNG, 合計限制 20 MB.
fn attached() -> Vec<Row> {
    let (pdf, megabyte) = (b"%PDF-1.7".as_slice(), 1024 * 1024);
    let taken = Taken { photo: Some(6 * megabyte), files: 1, bytes: 4 * megabyte };
    let judged =
        |size, beginning: &[u8], limits: &EntryLimits| check_attachment(size, beginning, limits, taken);
    let pictures = InstitutionSettings { pictures: true, ..InstitutionSettings::default() };
    vec![
        ("六(三)2 附件 PDF", "a PDF", judged(megabyte, pdf, &LIMITS).is_ok()),
        (
            "六(三)2 附件 JPG、PNG",
            "a second picture only where the institution permits it",
            judged(megabyte, JPEG, &LIMITS) == Err(AttachmentProblem::NoPicture)
                && judged(megabyte, JPEG, &pictures.entry_limits()).is_ok(),
        ),
        (
            "六(三)2 合計限制 20 MB",
            "photo and attachments together",
            judged(10 * megabyte, pdf, &LIMITS).is_ok() && judged(10 * megabyte + 1, pdf, &LIMITS).is_err(),
        ),
        ("六(三)2 可上傳格式", "nothing else", judged(megabyte, b"PK\x03\x04", &LIMITS).is_err()),
    ]
}

/// Part 二(五): 暫停學生家屬使用權限 1 個月.
fn suspended() -> Vec<Row> {
    let until = |begins: &str| suspension::one_month_from(at(begins)).until.map(|end| end.to_string());
    let ends = |begins: &str, end: &str| until(begins).as_deref() == Some(end);
    let span = suspension::one_month_from(at("2026-11-10T14:00:00+08:00"));
    let lifted = Span { ended_at: Some(at("2026-11-20T09:00:00+08:00")), ..span };
    let in_force = |span, now: &str| suspension::in_force([span], at(now)).is_some();
    vec![
        ("二(五) 1 個月", "one calendar month", ends("2026-11-10T14:00:00+08:00", "2026/12/10 00:00")),
        ("二(五) 1 個月", "over the end of a year", ends("2026-12-15T09:00:00+08:00", "2027/01/15 00:00")),
        (
            "二(五) 1 個月",
            "from the end of a long month through the last day of a short one",
            ends("2027-01-31T09:00:00+08:00", "2027/03/01 00:00")
                && ends("2028-01-30T09:00:00+08:00", "2028/03/01 00:00")
                && ends("2028-01-29T09:00:00+08:00", "2028/02/29 00:00")
                && ends("2026-10-31T00:00:00+08:00", "2026/12/01 00:00"),
        ),
        ("二(五) 1 個月", "it ends by itself", {
            in_force(span, "2026-12-09T23:59:59+08:00") && !in_force(span, "2026-12-10T00:00:00+08:00")
        }),
        ("二(五) 1 個月", "it can be lifted early", {
            in_force(lifted, "2026-11-20T08:59:59+08:00") && !in_force(lifted, "2026-11-20T09:00:00+08:00")
        }),
    ]
}

/// Part 一: for whom the service is not open.
fn restricted() -> Vec<Row> {
    let (begins_at, until) = (at("2026-11-24T09:00:00+08:00"), at("2026-11-26T09:00:00+08:00"));
    let span = Span { begins_at, until: Some(until), ended_at: None };
    let paused = |kind, now: &str| !in_force([(kind, span)], at(now)).is_empty();
    vec![
        (
            "一 惟不開放 … 之學生使用",
            "each of the six kinds pauses the service",
            RestrictionKind::ALL.iter().all(|kind| paused(*kind, "2026-11-25T09:00:00+08:00")),
        ),
        (
            "一 執行期間",
            "not before it begins, and not from its end on",
            RestrictionKind::ALL.iter().all(|kind| {
                !paused(*kind, "2026-11-24T08:59:59+08:00") && !paused(*kind, "2026-11-26T09:00:00+08:00")
            }),
        ),
        (
            "一 經院、檢禁止接見、通信、受授物件",
            "blocks opening a book; an illness does not",
            RestrictionKind::CourtBan.blocks_approval() && !RestrictionKind::Illness.blocks_approval(),
        ),
    ]
}

/// Part 二(一): 機關於 1 個月內完成審核; and part 二(三): what is sent is about caring for the student.
fn decided() -> Vec<Row> {
    let asked_for = |on: &str| ApplicationState::Draft.submit(at(on)).expect("a draft is sent");
    let late = |sent: &str, today: &str| asked_for(sent).is_overdue(at(today).taipei_day());
    let greeting = ReturnNotice::parse(["not_caring"], "", &GivenReturnReason::usual());
    vec![
        (
            "二(一) 1 個月內完成審核",
            "on the same day of the next month it is still in time, and on the day after no more",
            !late("2026-11-10T23:59:00+08:00", "2026-12-10T23:59:00+08:00")
                && late("2026-11-10T00:00:00+08:00", "2026-12-11T00:00:00+08:00"),
        ),
        (
            "二(一) 1 個月內完成審核",
            "asked for on the last day of a long month, it is due on that of a short one",
            !late("2027-01-31T09:00:00+08:00", "2027-02-28T23:59:00+08:00")
                && late("2027-01-31T09:00:00+08:00", "2027-03-01T00:00:00+08:00"),
        ),
        (
            "二(一) 1 個月內完成審核",
            "what was decided is not late",
            asked_for("2026-11-10T09:00:00+08:00")
                .approve(at("2026-12-10T09:00:00+08:00"))
                .is_ok_and(|approved| !approved.is_overdue(at("2027-01-01T09:00:00+08:00").taipei_day())),
        ),
        (
            "二(三) 關懷問候或有助於增進家庭關係",
            "staff can return what is neither, and say so",
            greeting
                .is_ok_and(|notice| notice.reasons() == [GivenReturnReason::Usual(ReturnReason::NotCaring)]),
        ),
    ]
}

#[test]
fn every_clause_holds() {
    let morning = "2026-11-24T09:00:00+08:00";
    let too_long = |count| Some(TextProblem::TooLong { count, limit: 150 });
    let returned = sent(morning).return_to_family(at("2026-11-25T10:00:00+08:00")).expect("in review");
    let corrected = returned.submit(at("2026-11-25T11:00:00+08:00"), Some(at(morning).taipei_day()), &LIMITS);

    let mut rows: Vec<Row> = vec![
        ("二(四) 文字以 150 字為限", "150 characters are sent", body_problem(&"字".repeat(150)).is_none()),
        ("二(四) 文字以 150 字為限", "151 are not", body_problem(&"字".repeat(151)) == too_long(151)),
        ("二(四) 文字以 150 字為限", "150 family emojis are", body_problem(&FAMILY.repeat(150)).is_none()),
        ("二(四) 文字以 150 字為限", "151 are not", body_problem(&FAMILY.repeat(151)) == too_long(151)),
        ("二(四) 文字以 150 字為限", "CRLF counts once", body_problem(&"字\r\n".repeat(75)).is_none()),
        (
            "二(四) 文字以 150 字為限",
            "spaces alone are nothing",
            body_problem("  \u{3000}") == Some(TextProblem::Empty),
        ),
        ("六(三)2 標題", "a title of 30", Title::parse(&"題".repeat(30), LIMITS.title).is_ok()),
        ("六(三)2 標題", "a title of 31 is too long", Title::parse(&"題".repeat(31), LIMITS.title).is_err()),
        ("二(四) 照(圖)片檔限 1 張", "one photo", LIMITS.photos == 1),
        ("二(四) 不超過 10M", "10 MiB", photo_problem(10 * 1024 * 1024).is_none()),
        (
            "二(四) 不超過 10M",
            "and one byte is too much",
            matches!(photo_problem(10 * 1024 * 1024 + 1), Some(PhotoProblem::TooLarge)),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "not twice on one day",
            !may_send_again(morning, "2026-11-24T23:59:59+08:00"),
        ),
        ("二(四) 每 2 天限 1 次", "not the day after", !may_send_again(morning, "2026-11-25T23:59:59+08:00")),
        (
            "二(四) 每 2 天限 1 次",
            "from 00:00 of the day after that",
            may_send_again(morning, "2026-11-26T00:00:00+08:00"),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "a minute before midnight uses that day",
            may_send_again("2026-11-24T23:59:00+08:00", "2026-11-26T00:00:00+08:00"),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "days are Taipei's, not UTC's",
            !may_send_again("2026-11-24T16:30:00Z", "2026-11-26T10:00:00+08:00"),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "over the end of a month",
            may_send_again("2026-11-30T09:00:00+08:00", "2026-12-02T00:00:00+08:00"),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "over a leap day",
            !may_send_again("2028-02-28T09:00:00+08:00", "2028-02-29T23:00:00+08:00")
                && may_send_again("2028-02-28T09:00:00+08:00", "2028-03-01T00:00:00+08:00"),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "over the end of a year",
            may_send_again("2026-12-30T09:00:00+08:00", "2027-01-01T00:00:00+08:00"),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "the form shows the next day",
            next_turn(Some(at(morning).taipei_day()), at(morning).taipei_day(), 2).to_string()
                == "2026/11/26",
        ),
        (
            "六(三)5 修正，重新發佈",
            "correcting takes no new turn",
            corrected.is_ok_and(|state| state.turn() == Some(at(morning).taipei_day())),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "withdrawn undecided gives the turn back",
            sent(morning).withdraw(at(morning)).is_ok_and(|state| state.turn().is_none()),
        ),
        (
            "二(四) 每 2 天限 1 次",
            "a withdrawn correction does not",
            corrected
                .is_ok_and(|state| state.withdraw(at(morning)).is_ok_and(|state| state.turn().is_some())),
        ),
        ("二(五) 退件累計 3 次以上", "two returns do not allow a suspension", !suspension_possible(2)),
        ("二(五) 退件累計 3 次以上", "three do", suspension_possible(3)),
    ];
    rows.extend(approved_specially());
    rows.extend(in_a_programme());
    rows.extend(attached());
    rows.extend(suspended());
    rows.extend(registering());
    rows.extend(restricted());
    rows.extend(decided());
    let broken: Vec<_> = rows.iter().filter(|(.., holds)| !holds).collect();
    assert!(broken.is_empty(), "broken: {broken:#?}");
}
