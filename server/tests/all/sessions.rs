//! Logging in, staying in, logging out; and the sweep that tidies up behind it.

use std::fs::File;
use std::time::{Duration, UNIX_EPOCH};

use domain::job::Job;
use domain::language::Language;
use domain::people::Role;
use domain::time::Moment;
use domain::view::Viewer;
use server::files::vault::FileName;
use server::jobs::sweep::{run, sweep};
use server::workflows::choose_language::choose_language;
use server::workflows::discard_draft::discard_draft;
use server::workflows::log_in::{LogIn, LoggedIn, Token, log_in, log_in_student, log_out};
use server::workflows::resume_session::look_at_session;
use server::workflows::save_entry::{Target, Written};
use server::{Actor, Staff};
use sha2::{Digest, Sha256};
use sqlx::Row as _;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::house::{
    ADMIN, AT_HOME, FAMILY, HEAD, House, PASSWORD, PIN, PIN_ELSEWHERE, REVIEWER, REVIEWER_ELSEWHERE, drawing,
    known, written,
};

const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

async fn is_in(house: &House, session: &LoggedIn) -> bool {
    !matches!(house.resume(session).await, Actor::Anonymous)
}

async fn student_session(house: &House) -> LoggedIn {
    known(log_in_student(&house.services, &house.here.to_string(), "1001", PIN, &AT_HOME).await)
}

/// The files of the vault were put there at `then`.
pub fn date_files(house: &House, then: Moment) {
    let then = UNIX_EPOCH + Duration::from_micros(u64::try_from(then.micros()).expect("after 1970"));
    for file in house.folder.path().join("files").read_dir().expect("the vault") {
        let path = file.expect("a file").path();
        File::options().write(true).open(path).expect("a file").set_modified(then).expect("dated");
    }
}

/// A file that no row names.
async fn nobody_s_file(house: &House) -> FileName {
    let file = FileName::Whole(house.services.random.uuid(house.now()));
    house.services.vault.put(file, b"orphan").await.expect("kept");
    file
}

on_both_engines! {
    /// The right password opens a session for the person it belongs to, in their role.
    async fn the_right_password_lets_each_person_in(house: House) {
        for (mail, role, name) in [
            (FAMILY, Role::Family, "林美惠"),
            (REVIEWER, Role::Reviewer, "陳怡君"),
            (HEAD, Role::Head, "黃志明"),
            (ADMIN, Role::Admin, "張雅婷"),
            (" Family@HOUSE.example ", Role::Family, "林美惠"),
        ] {
            let session = known(log_in(&house.services, mail, PASSWORD, &AT_HOME).await);
            assert_eq!(session.role, Some(role));
            let actor = house.resume(&session).await;
            assert_eq!(actor.viewer(), Viewer::Account { name: name.to_owned(), role });
            assert_eq!(actor.staff().map(Staff::institution), role.is_staff().then_some(house.here));
        }
    }

    /// A wrong password and an unknown person get the same answer and no session.
    async fn wrong_and_unknown_are_refused_alike(house: House) {
        let long = "字".repeat(100_000);
        for (mail, password) in [
            (FAMILY, "correct horse battery stapl"),
            (FAMILY, ""),
            (FAMILY, "nobody has this password"),
            (FAMILY, &long),
            ("nobody@house.example", PASSWORD),
            ("nobody@house.example", "nobody has this password"),
            ("no address", PASSWORD),
            ("", ""),
            ("' OR 1=1 --", "' OR 1=1 --"),
            (&long, PASSWORD),
            ("a\0@house.example", "\0"),
        ] {
            let refused = log_in(&house.services, mail, password, &AT_HOME).await;
            assert!(matches!(refused, Ok(LogIn::NotKnown)));
        }
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM session").await, 0);
    }

    /// A student comes in with institution, call number and PIN, also typed full-width.
    async fn a_student_logs_in_with_full_width_digits(house: House) {
        let here = house.here.to_string();
        for (call_number, pin) in [("1001", PIN), ("１００１", "１２３４５６"), (" 1001 ", " 123456\n")]
        {
            let session = known(log_in_student(&house.services, &here, call_number, pin, &AT_HOME).await);
            assert_eq!(session.role, None);
            let actor = house.resume(&session).await;
            assert_eq!(actor.viewer(), Viewer::Student { name: "林小宇".to_owned() });
            let student = actor.student().expect("a student");
            assert_eq!((student.id(), student.institution()), (house.student_id, house.here));
        }
    }

    /// The same call number elsewhere is another student; nothing but all three together lets anyone in.
    async fn a_wrong_pin_or_institution_is_refused(house: House) {
        let (here, elsewhere) = (house.here.to_string(), house.elsewhere.to_string());
        for (institution, call_number, pin) in [
            (here.as_str(), "1001", PIN_ELSEWHERE),
            (&elsewhere, "1001", PIN),
            (&here, "1001", ""),
            (&here, "1001", "12345a"),
            (&here, "9999", PIN),
            (&here, "", PIN),
            ("", "1001", PIN),
            ("' OR 1=1 --", "1001", PIN),
        ] {
            let refused = log_in_student(&house.services, institution, call_number, pin, &AT_HOME).await;
            assert!(matches!(refused, Ok(LogIn::NotKnown)), "{institution} {call_number} {pin}");
        }
        let session =
            known(log_in_student(&house.services, &elsewhere, "1001", PIN_ELSEWHERE, &AT_HOME).await);
        assert_eq!(house.resume(&session).await.viewer(), Viewer::Student { name: "王大海".to_owned() });
    }

    /// Who reads the database cannot become somebody: of the token only its hash is there.
    async fn only_the_hash_of_a_token_is_stored(house: House) {
        let session = house.log_in(FAMILY).await;
        let mut db = house.services.database.read().await.expect("a connection");
        let row =
            sqlx::query("SELECT token_hash FROM session").fetch_one(&mut *db).await.expect("one session");
        let stored: String = row.try_get("token_hash").expect("text");
        assert_eq!(stored, hex::encode(Sha256::digest(session.token.reveal())));
        assert!(Token::parse(&stored).is_some(), "the hash looks like a token");
        let stolen = LoggedIn { token: Token::parse(&stored).expect("a token"), role: session.role };
        assert!(!is_in(&house, &stolen).await);
    }

    /// What is no token of ours is nobody.
    async fn a_token_that_was_never_given_is_nobody(house: House) {
        house.log_in(FAMILY).await;
        let token = Token::parse(&"0".repeat(64)).expect("a token");
        assert!(!is_in(&house, &LoggedIn { token, role: None }).await);
        for text in ["", "0", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64), &"\0".repeat(64)] {
            assert!(Token::parse(text).is_none(), "{text:?}");
        }
    }

    /// A session ends after so long without a request, and after so long in all, whoever it belongs to.
    async fn a_session_ends_when_idle_and_at_its_age(house: House) {
        for (mail, idle, whole) in [
            (Some(FAMILY), 14 * DAY, 60 * DAY),
            (Some(REVIEWER), 4 * HOUR, 12 * HOUR),
            (Some(HEAD), 4 * HOUR, 12 * HOUR),
            (Some(ADMIN), 4 * HOUR, 12 * HOUR),
            (None, 3 * MINUTE, 4 * HOUR),
        ] {
            let enter = async || match mail {
                Some(mail) => house.log_in(mail).await,
                None => student_session(&house).await,
            };
            let session = enter().await;
            for _ in 0..2 {
                house.pass_seconds(idle - 1);
                assert!(is_in(&house, &session).await, "{mail:?} before it is idle");
            }
            house.pass_seconds(idle);
            assert!(!is_in(&house, &session).await, "{mail:?} idle");

            let session = enter().await;
            let ends_at = house.now().plus_seconds(whole);
            while house.now().plus_seconds(idle / 2) < ends_at {
                house.pass_seconds(idle / 2);
                assert!(is_in(&house, &session).await, "{mail:?} before its age");
            }
            house.move_clock(ends_at.plus_seconds(-1));
            assert!(is_in(&house, &session).await, "{mail:?} a second before its age");
            house.move_clock(ends_at);
            assert!(!is_in(&house, &session).await, "{mail:?} at its age");
        }
    }

    /// Reading pages costs no write: being seen is noted once a minute.
    async fn being_seen_is_noted_once_a_minute(house: House) {
        let session = house.log_in(FAMILY).await;
        let begun = house.now().micros();
        let seen = async || house.number("SELECT last_seen_at AS n FROM session").await - begun;
        house.pass_seconds(59);
        assert!(is_in(&house, &session).await);
        assert_eq!(seen().await, 0);
        house.pass_seconds(1);
        assert!(is_in(&house, &session).await);
        assert_eq!(seen().await, 60_000_000);
    }

    /// A student's session is short, so being seen is noted four times a minute.
    async fn a_student_is_noted_more_often(house: House) {
        let session = student_session(&house).await;
        let begun = house.now().micros();
        let seen = async || house.number("SELECT last_seen_at AS n FROM session").await - begun;
        house.pass_seconds(14);
        assert!(is_in(&house, &session).await);
        assert_eq!(seen().await, 0);
        house.pass_seconds(1);
        assert!(is_in(&house, &session).await);
        assert_eq!(seen().await, 15_000_000);
    }

    /// Logging out ends this session and no other, and doing it twice is no failure.
    async fn logging_out_ends_one_session(house: House) {
        let (first, second) = (house.log_in(FAMILY).await, house.log_in(FAMILY).await);
        for _ in 0..2 {
            log_out(&house.services, &first.token).await.expect("ended");
        }
        assert!(!is_in(&house, &first).await);
        assert!(is_in(&house, &second).await);
    }

    /// The language is kept with the account; a student has none to keep.
    async fn a_chosen_language_is_kept_with_the_account(house: House) {
        let session = house.log_in(FAMILY).await;
        let before = house.resume(&session).await;
        assert_eq!(before.language(), Some(Language::TraditionalChinese));
        choose_language(&house.services, &before, Language::English).await.expect("kept");
        assert_eq!(house.account(FAMILY).await.language(), Some(Language::English));
        assert_eq!(house.account(REVIEWER).await.language(), Some(Language::TraditionalChinese));

        for actor in [house.resume(&student_session(&house).await).await, Actor::Anonymous] {
            choose_language(&house.services, &actor, Language::English).await.expect("nothing to keep");
            assert_eq!(actor.language(), None);
        }
    }

    /// The sweep removes the sessions that are over and leaves the others in.
    async fn the_sweep_removes_sessions_that_are_over(house: House) {
        student_session(&house).await;
        house.log_in(REVIEWER_ELSEWHERE).await;
        let family = house.log_in(FAMILY).await;
        let sessions = async || house.number("SELECT COUNT(*) AS n FROM session").await;
        for (pass, left) in [(0, 3), (3 * MINUTE, 2), (4 * HOUR, 1)] {
            house.pass_seconds(pass);
            sweep(&house.services).await.expect("swept");
            assert_eq!(sessions().await, left);
        }
        assert!(is_in(&house, &family).await);
        house.pass_days(60);
        sweep(&house.services).await.expect("swept");
        assert_eq!(sessions().await, 0);
    }

    /// The sweep removes files that no row names once they are an hour old, and no others.
    async fn the_sweep_removes_old_files_without_a_row(house: House) {
        let family = house.family().await;
        let reviewer = house.reviewer().await;
        let vault = &house.services.vault;
        let with_photo = |seed| Written { photo: drawing(seed), ..written(house.book) };
        let names = |id: Uuid| [FileName::Whole(id), FileName::Thumbnail(id)];

        // Kept: the photo of a draft, and one that was replaced after staff had read it.
        let draft = house.save(&family, Target::New(None), with_photo(1)).await.entry;
        let returned = house.send(&family, with_photo(1)).await;
        let mut kept = vec![house.photo(&family, draft).await, house.photo(&family, returned).await];
        house.send_back(&reviewer, returned, 1).await;
        house.save(&family, Target::Existing(returned), with_photo(2)).await;
        kept.push(house.photo(&family, returned).await);
        // Not kept: a photo replaced in a draft, one thrown away with its draft, and one that never got a row.
        let replaced = house.photo(&family, draft).await;
        house.save(&family, Target::Existing(draft), with_photo(2)).await;
        kept[0] = house.photo(&family, draft).await;
        let discarded = house.save(&family, Target::New(None), with_photo(1)).await.entry;
        let thrown_away = house.photo(&family, discarded).await;
        assert!(discard_draft(&house.services, &family, discarded).await.expect("asked"));
        let orphan = house.services.random.uuid(house.now());
        vault.put(FileName::Whole(orphan), b"orphan").await.expect("kept");
        date_files(&house, house.now());

        house.pass_seconds(HOUR);
        assert_eq!(sweep(&house.services).await.expect("swept"), 0);
        house.pass_seconds(1);
        assert_eq!(sweep(&house.services).await.expect("swept"), 5);
        for name in kept.iter().flat_map(|photo| names(photo.uuid())) {
            assert!(vault.get(name).await.expect("asked").is_some(), "{name}");
        }
        for name in [replaced.uuid(), thrown_away.uuid(), orphan].into_iter().flat_map(names) {
            assert_eq!(vault.get(name).await.expect("asked"), None, "{name}");
        }
        assert_eq!(sweep(&house.services).await.expect("swept"), 0);
    }

    /// More files than are asked for at once.
    async fn the_sweep_tells_many_files_apart(house: House) {
        let family = house.family().await;
        let draft = house.save(&family, Target::New(None), Written { photo: drawing(1), ..written(house.book) }).await;
        let kept = house.photo(&family, draft.entry).await;
        for _ in 0..450 {
            nobody_s_file(&house).await;
        }
        date_files(&house, house.now().plus_seconds(-2 * HOUR));
        assert_eq!(sweep(&house.services).await.expect("swept"), 450);
        let left = house.services.vault.names().await.expect("listed");
        assert!(left.len() == 2 && left.iter().all(|file| file.name.id() == kept.uuid()));
    }

    /// All files are looked at when the server starts, once a day, and when somebody asks for it.
    async fn the_sweep_lists_all_files_once_a_day(house: House) {
        let (stop, stopping) = watch::channel(false);
        let there = async |file| house.services.vault.get(file).await.expect("asked").is_some();
        let rounds = async || sleep(Duration::from_millis(300)).await;
        let gone_soon = async |file| {
            timeout(Duration::from_secs(10), async {
                while there(file).await {
                    sleep(Duration::from_millis(20)).await;
                }
            })
            .await
            .expect("removed");
        };
        let old_file = async || {
            let file = nobody_s_file(&house).await;
            date_files(&house, house.now().plus_seconds(-2 * HOUR));
            file
        };

        let first = old_file().await;
        let job = tokio::spawn(run(house.services.clone(), Duration::from_millis(20), stopping));
        gone_soon(first).await;
        rounds().await;
        let second = old_file().await;
        student_session(&house).await;
        house.pass_seconds(23 * HOUR);
        rounds().await;
        assert!(there(second).await, "not before a day is over");
        assert_eq!(house.number("SELECT COUNT(*) AS n FROM session").await, 0, "what costs little is done");
        house.pass_seconds(HOUR);
        gone_soon(second).await;
        let third = old_file().await;
        rounds().await;
        assert!(there(third).await);
        house.services.run_now(Job::Sweep);
        gone_soon(third).await;
        stop.send_replace(true);
        job.await.expect("stopped well");
    }

    /// What can be nobody's address or number is no try of anybody.
    async fn slips_of_strangers_do_not_add_up(house: House) {
        let here = house.here.to_string();
        for _ in 0..11 {
            let family = log_in(&house.services, "林美惠", PASSWORD, &AT_HOME).await.expect("asked");
            assert!(matches!(family, LogIn::NotKnown));
            let student = log_in_student(&house.services, &here, "十號", PIN, &AT_HOME).await.expect("asked");
            assert!(matches!(student, LogIn::NotKnown));
        }
    }

    /// A page that asks by itself keeps nobody logged in.
    async fn looking_at_a_session_does_not_make_it_longer(house: House) {
        let reviewer = house.log_in(REVIEWER).await;
        house.pass_seconds(3 * HOUR);
        assert!(look_at_session(&house.services, &reviewer.token).await.expect("asked").is_some());
        house.pass_seconds(HOUR);
        assert!(look_at_session(&house.services, &reviewer.token).await.expect("asked").is_none());
        assert!(!is_in(&house, &reviewer).await);
    }
}
