//! What forms do with good and with bad input: a clear answer, the right status, and what was typed still there.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use server::files::specimens;

use crate::house::{Answer, House};
use crate::people::{Anonymous, Head, Mother, Reviewer, Student, institution};

/// The address of the mother's book in the form.
async fn book(house: &House, mother: &Mother) -> String {
    let home = house.get(mother, "/home").await.text;
    let start = home.find("/entries/new?book=").expect("a book") + "/entries/new?book=".len();
    home[start..start + 36].to_owned()
}

async fn write(house: &House, mother: &Mother, title: &str, body: &str) -> Answer {
    let book = book(house, mother).await;
    house.post(mother, "/entries/new", &[("book", &book), ("title", title), ("body", body)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_goes_from_the_family_over_staff_to_the_student_and_back_as_read() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let portrait = specimens::portrait_with_gps();
    let book = book(&house, &mother).await;
    let parts: [(&str, &str, &[u8]); 4] = [
        ("book", "", book.as_bytes()),
        ("title", "", "阿嬤的番茄".as_bytes()),
        ("body", "", "番茄紅了，等你回來吃。".as_bytes()),
        ("photo", "IMG_2041.jpg", &portrait),
    ];
    let saved = house.post_files(&mother, "/entries/new", &parts).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let entry = saved.location().to_owned();
    let sent = house.post(&mother, &format!("{entry}/submit"), &[]).await;
    assert_eq!(sent.location(), format!("{entry}?done=sent"));
    assert!(house.get(&mother, &entry).await.text.contains("等待審核"));

    let reviewer = Reviewer::of(&house).await;
    let queue = house.get(&reviewer, "/staff/entries").await.text;
    assert!(queue.contains("番茄紅了，等你回來吃。"));
    let at_staff = format!("/staff{entry}");
    let returned = house
        .post(
            &reviewer,
            &format!("{at_staff}/return"),
            &[("reasons", "unclear_photo"), ("suggestion", "請換一張")],
        )
        .await;
    assert_eq!(returned.status, StatusCode::SEE_OTHER, "{}", returned.text);
    assert!(house.get(&reviewer, returned.location()).await.text.contains("復原"));
    assert!(house.get(&mother, &entry).await.text.contains("等待審核"), "nothing has left yet");
    house.let_decisions_leave().await;
    let seen = house.get(&mother, "/entries").await.text;
    assert!(seen.contains("照片看不清楚") && seen.contains("請換一張") && seen.contains("修改後重新送出"));

    let table = main_of(&house.get(&mother, "/entries?view=table").await.text);
    assert!(
        table.contains("審核未通過") && !table.contains("退回修改"),
        "the words of the printed steps: {table}"
    );

    let corrected = [("title", "阿嬤的番茄"), ("body", "番茄紅了，我們替你留著。")];
    assert_eq!(house.post(&mother, &format!("{entry}/edit"), &corrected).await.location(), entry);
    assert_eq!(house.post(&mother, &format!("{entry}/submit"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.post(&reviewer, &format!("{at_staff}/approve"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    house.let_decisions_leave().await;

    let student = Student::of(&house).await;
    let letter = house.get(&student, &format!("/student{entry}")).await.text;
    assert!(letter.contains("番茄紅了，我們替你留著。"));
    assert!(house.get(&mother, &entry).await.text.contains("已讀 2026/11/26 09:01"));
    let history = house.get(&reviewer, &at_staff).await.text;
    assert!(history.contains("番茄紅了，等你回來吃。"), "the first version is kept");
    assert!(main_of(&house.get(&mother, "/entries?view=table").await.text).contains("審核通過"));
}

fn main_of(page: &str) -> String {
    page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a page").to_owned()
}

/// Changes what no page can: the arrangement of a test.
async fn run(house: &House, statement: &'static str) {
    let mut db = house.services.database.write().await.expect("a transaction");
    let done = sqlx::query(statement).execute(&mut *db).await.expect(statement);
    assert!(done.rows_affected() > 0, "{statement}");
    db.commit().await.expect("kept");
}

/// Without JavaScript nothing follows the choice, so that each book says its day beside its name.
#[tokio::test(flavor = "multi_thread")]
async fn among_several_books_each_says_its_day() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let one = main_of(&house.get(&mother, "/entries/new").await.text);
    assert!(one.contains("今天可以送出 1 則。") && !one.contains(" · 今天可以送出"), "{one}");
    run(
        &house,
        "INSERT INTO book (id, student_id, account_id, relationship, opened_at)
         SELECT '0193598e-7b1c-7000-8000-0000000000b2', s.id, a.id, 'aunt', 1 FROM student s, account a
         WHERE s.call_number = '1009' AND a.email = 'family@demo.example'
           AND s.institution_id = (SELECT s.institution_id FROM book b JOIN student s ON s.id = b.student_id
                                   WHERE b.account_id = a.id)",
    )
    .await;
    let first = house.get(&mother, "/home").await.text;
    let books: Vec<&str> =
        first.split("/entries/new?book=").skip(1).filter_map(|rest| rest.get(..36)).collect();
    let sent = books.iter().find(|book| !book.ends_with("0000000000b2")).expect("the first book");
    let fields = [("book", *sent), ("title", "一"), ("body", "第一篇")];
    let entry = house.post(&mother, "/entries/new", &fields).await.location().to_owned();
    house.post(&mother, &format!("{entry}/submit"), &[]).await;

    let form = main_of(&house.get(&mother, "/entries/new").await.text);
    let option = |name: &str| {
        let options = form.split("<option").filter(|option| option.contains(name));
        options.map(str::to_owned).next().expect("an option")
    };
    assert!(option("林小宇").contains(" · 2026/11/28 起可以送出"), "{}", option("林小宇"));
    assert!(option("0000000000b2").contains(" · 今天可以送出"), "{}", option("0000000000b2"));
    let early = main_of(&house.get(&mother, &format!("/entries/new?book={sent}")).await.text);
    assert!(early.contains("下次可以送出的日子是 2026/11/28"));
    let other =
        main_of(&house.get(&mother, "/entries/new?book=0193598e-7b1c-7000-8000-0000000000b2").await.text);
    assert!(other.contains("今天可以送出 1 則。"));
}

/// Only a page that is alive makes photos smaller.
#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_the_limit_of_a_photo_is_told() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let form = main_of(&house.get(&mother, "/entries/new").await.text);
    assert!(form.contains("10 MB 以內") && !form.contains("會自動縮小"));
}

/// Where too few were decided to say how long it takes, nothing is made up.
#[tokio::test(flavor = "multi_thread")]
async fn how_long_it_takes_is_told_only_where_it_is_known() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let entry = write(&house, &mother, "早安", "今天也要加油").await.location().to_owned();
    house.post(&mother, &format!("{entry}/submit"), &[]).await;
    run(&house, "UPDATE review SET decided_at = 1").await;
    let page = main_of(&house.get(&mother, &entry).await.text);
    assert!(page.contains("讀過以後，會寄信告訴您結果") && !page.contains("工作天"), "{page}");
    run(&house, "UPDATE review SET decided_at = (SELECT submitted_at FROM entry WHERE title = '早安' AND state = 'in_review')").await;
    run(&house, "UPDATE review SET submitted_at = decided_at - 1000000").await;
    let page = main_of(&house.get(&mother, &entry).await.text);
    assert!(page.contains("最近大多在 1 小時內看完。") && !page.contains("慢的時候"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_entry_is_written_again_with_one_button() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let entry = write(&house, &mother, "早安", "這段話還要用").await.location().to_owned();
    house.post(&mother, &format!("{entry}/submit"), &[]).await;
    assert!(!house.get(&mother, &entry).await.text.contains("/again\""));
    let early = house.post(&mother, &format!("{entry}/again"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.post(&mother, &format!("{entry}/withdraw"), &[]).await;
    let page = main_of(&house.get(&mother, &entry).await.text);
    let form = page.split(&format!("action=\"{entry}/again\"")).nth(1).expect("a form");
    let draft = form.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.get(..36)).expect("an id");
    for _ in 0..2 {
        let made = house.post(&mother, &format!("{entry}/again"), &[("form", draft)]).await;
        assert_eq!(made.location(), format!("/entries/{draft}/edit?done=again"));
    }
    let page = main_of(&house.get(&mother, &format!("/entries/{draft}/edit?done=again")).await.text);
    assert!(page.contains("這段話還要用") && page.contains("做好一份新的草稿"));
    assert_eq!(
        house.post(&mother, &format!("/entries/{draft}/submit"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
}

/// Part 一: what passed and waits for the end of a restriction is told kindly, and never why it waits.
#[tokio::test(flavor = "multi_thread")]
async fn a_held_entry_says_that_it_passed_and_that_nothing_is_to_be_done() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let entry = write(&house, &mother, "早安", "等一下就到").await.location().to_owned();
    house.post(&mother, &format!("{entry}/submit"), &[]).await;
    run(&house, "UPDATE entry SET state = 'approved', decided_at = submitted_at WHERE title = '早安' AND state = 'in_review'")
        .await;
    let page = main_of(&house.get(&mother, &entry).await.text);
    assert!(page.contains("已經讀過，也通過了") && page.contains("您不用再做什麼"), "{page}");
}

/// The student hears of all that is new, not only of what stands on the page.
#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_counts_what_is_new_on_every_page() {
    let house = House::demo().await;
    let student = Student::of(&house).await;
    run(
        &house,
        "WITH RECURSIVE n (k) AS (SELECT 10 UNION ALL SELECT k + 1 FROM n WHERE k < 40)
         INSERT INTO entry (id, account_id, written_by, book_id, title, body, revision, state, round, turn, created_at,
                            edited_at, submitted_at, decided_at, delivered_at)
         SELECT '0193598e-7b1c-7000-8000-0000000000' || n.k, e.account_id, e.written_by, e.book_id, e.title, e.body, 1,
                'delivered', 1, e.turn, e.created_at, e.edited_at, e.submitted_at, e.decided_at, e.delivered_at
         FROM n, (SELECT entry.* FROM entry JOIN book ON book.id = entry.book_id JOIN student ON student.id = book.student_id
                  WHERE student.call_number = '1001' AND entry.state IN ('delivered', 'read') AND entry.answers IS NULL
                  ORDER BY entry.id LIMIT 1) e",
    )
    .await;
    let page = main_of(&house.get(&student, "/student").await.text);
    let told = page.split("有 ").nth(1).and_then(|rest| rest.split(" 則新的").next()).expect("a count");
    let told: u32 = told.parse().expect("a number");
    assert!(told >= 31, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_text_comes_back_with_a_sentence_at_its_field() {
    let cases = [
        ("早安", "字".repeat(151), "body-error", "請少 1 字"),
        ("早安", " \u{3000} ".to_owned(), "body-error", "請寫幾句話"),
        ("早安", "a\u{202E}b".to_owned(), "body-error", "無法顯示"),
        ("早安", "a\0b".to_owned(), "body-error", "無法顯示"),
        ("", "安".to_owned(), "title-error", "請填標題"),
    ];
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    for (title, body, field, sentence) in &cases {
        let answer = write(&house, &mother, title, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body:?}");
        assert!(answer.text.contains(field) && answer.text.contains(sentence), "{body:?}: {}", answer.text);
        assert!(answer.text.contains("id=\"error-summary\""));
    }
    let long = write(&house, &mother, &"題".repeat(31), "安").await;
    assert!(long.text.contains("title-error") && long.text.contains(&"題".repeat(31)));
}

#[tokio::test(flavor = "multi_thread")]
async fn line_ends_and_family_emojis_count_as_people_count() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    for body in ["👨‍👩‍👧‍👦".repeat(150), "字\r\n".repeat(75), "字\r".repeat(75)] {
        let answer = write(&house, &mother, "早安", &body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_is_shown_as_text_in_every_place() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let evil = "</textarea><script>alert(1)</script>";
    let answer = write(&house, &mother, "<b>嗨</b>", evil).await;
    let entry = answer.location().to_owned();
    for path in [&entry, &format!("{entry}/edit"), &"/entries".to_owned(), &"/home".to_owned()] {
        let text = house.get(&mother, path).await.text;
        assert!(!text.contains("<script>alert(1)") && !text.contains("<b>嗨"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_cannot_be_taken_leaves_the_words() {
    let limit = 10 * 1024 * 1024;
    let cases: Vec<(&str, Vec<u8>, StatusCode, &str)> = vec![
        ("a.jpg", specimens::exactly(limit + 1), StatusCode::PAYLOAD_TOO_LARGE, "10 MB"),
        ("a.jpg", specimens::sixty_megapixels(), StatusCode::UNPROCESSABLE_ENTITY, "5000 萬"),
        ("a.jpg", specimens::truncated(), StatusCode::UNPROCESSABLE_ENTITY, "打不開"),
        ("a.jpg", specimens::text(), StatusCode::UNPROCESSABLE_ENTITY, "JPG 或 PNG"),
        ("a.heic", specimens::heic_header(), StatusCode::UNPROCESSABLE_ENTITY, "HEIC"),
        ("a.jpg", Vec::new(), StatusCode::UNPROCESSABLE_ENTITY, "空的"),
    ];
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let book = book(&house, &mother).await;
    for (name, content, status, sentence) in cases {
        let parts: [(&str, &str, &[u8]); 4] = [
            ("book", "", book.as_bytes()),
            ("title", "", "早安".as_bytes()),
            ("body", "", "這段話要留著".as_bytes()),
            ("photo", name, &content),
        ];
        let answer = house.post_files(&mother, "/entries/new", &parts).await;
        assert_eq!(answer.status, status, "{sentence}");
        assert!(answer.text.contains(sentence) && answer.text.contains("photo-error"), "{sentence}");
        assert!(answer.text.contains("這段話要留著"), "{sentence}");
    }
    let whole = specimens::exactly(limit);
    let parts: [(&str, &str, &[u8]); 2] = [("book", "", book.as_bytes()), ("photo", "a.png", &whole)];
    let answer = house.post_files(&mother, "/entries/new", &parts).await;
    assert!(answer.text.contains("/thumbnail") && !answer.text.contains("photo-error"), "ten MiB are taken");
    let small = specimens::png_named_jpg();
    let parts: [(&str, &str, &[u8]); 2] = [("photo", "a.jpg", &small), ("photo", "b.jpg", &small)];
    let answer = house.post_files(&mother, "/entries/new", &parts).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("一次只能放 1 張照片"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_too_early_says_the_day_and_keeps_the_draft() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let first = write(&house, &mother, "一", "第一篇").await.location().to_owned();
    house.post(&mother, &format!("{first}/submit"), &[]).await;
    let second = write(&house, &mother, "二", "第二篇").await.location().to_owned();
    let early = house.post(&mother, &format!("{second}/submit"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("2026/11/28") && early.text.contains("第二篇"));
    house.post(&mother, &format!("{first}/withdraw"), &[]).await;
    assert_eq!(house.post(&mother, &format!("{second}/submit"), &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_sent_twice_makes_one_entry() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let book = book(&house, &mother).await;
    let form = "0193598e-7b1c-7000-8000-0123456789ab";
    let fields = [("form", form), ("book", book.as_str()), ("title", "早"), ("body", "安")];
    let first = house.post(&mother, "/entries/new", &fields).await.location().to_owned();
    assert_eq!(house.post(&mother, "/entries/new", &fields).await.location(), first);
    for _ in 0..2 {
        assert_eq!(house.post(&mother, &format!("{first}/submit"), &[]).await.status, StatusCode::SEE_OTHER);
    }
    // Once more after it was sent: still the same entry.
    assert_eq!(house.post(&mother, "/entries/new", &fields).await.location(), first);
    // Other words do not vanish.
    let other = [("form", form), ("book", book.as_str()), ("title", "早"), ("body", "還有一句")];
    let kept = house.post(&mother, "/entries/new", &other).await.location().to_owned();
    assert!(kept.ends_with("/edit?done=kept"), "{kept}");
    assert!(house.get(&mother, &kept).await.text.contains("還有一句"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_of_ours_is_a_bad_request_that_changes_nothing() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let send = |path: &'static str, kind: &'static str, body: Vec<u8>| {
        let with = move |request: axum::http::request::Builder| request.header(header::CONTENT_TYPE, kind);
        house.send(&mother, Method::POST, path, with, Body::from(body))
    };
    let form = "application/x-www-form-urlencoded";
    let cases = [
        ("/entries/new", "application/json", b"{}".to_vec(), 400),
        ("/entries/new", "multipart/form-data", b"x".to_vec(), 400),
        ("/entries/new", "multipart/form-data; boundary=a", b"no part at all".to_vec(), 400),
        ("/entries/new", form, b"title=a&title=b".to_vec(), 400),
        ("/entries/new", form, [b"title=".to_vec(), vec![b'a'; 10 << 20]].concat(), 413),
        ("/entries/new", form, b"title=%FF%FE&body=%00".to_vec(), 422),
        ("/login", "text/plain", b"email=a".to_vec(), 400),
        ("/login", form, b"email=a&email=b&password=c".to_vec(), 400),
        ("/login", form, [b"email=".to_vec(), vec![b'a'; 100_000]].concat(), 413),
        ("/language", form, b"language=tlh".to_vec(), 400),
    ];
    let before = house.get(&mother, "/entries").await.text.matches("entry-card__title").count();
    for (path, kind, body, status) in cases {
        let told: String = String::from_utf8_lossy(&body).chars().take(40).collect();
        let answer = send(path, kind, body).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {kind} {told}");
        assert!(answer.text.contains("<h1>"), "a page says what is wrong");
    }
    let after = house.get(&mother, "/entries").await.text.matches("entry-card__title").count();
    assert_eq!(after, before + 1, "only the one that could be read as a form was kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_log_in_keeps_the_address_and_tells_nothing() {
    let house = House::demo().await;
    let known =
        house.post(&Anonymous, "/login", &[("email", "family@demo.example"), ("password", "wrong")]).await;
    let unknown =
        house.post(&Anonymous, "/login", &[("email", "nobody@demo.example"), ("password", "wrong")]).await;
    for answer in [&known, &unknown] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("電子信箱或密碼不對") && !answer.text.contains("wrong"));
    }
    assert!(known.text.contains("value=\"family@demo.example\""));
    let institution = institution(&house).await;
    let fields = [("institution", institution.as_str()), ("call_number", "1001"), ("pin", "9999")];
    let student = house.post(&Anonymous, "/student/login", &fields).await;
    assert_eq!(student.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(student.text.contains("value=\"1001\"") && !student.text.contains("9999"));
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_who_say_nothing_or_come_late_are_told_so() {
    let house = House::demo().await;
    let reviewer = Reviewer::of(&house).await;
    let queue = house.get(&reviewer, "/staff/entries").await.text;
    let start = queue.find("action=\"/staff/entries/").expect("one waits") + "action=\"".len();
    let entry = &queue[start..start + "/staff/entries/".len() + 36];
    let nothing = house.post(&reviewer, &format!("{entry}/return"), &[("round", "1")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("reasons-"));
    let other = house.post(&reviewer, &format!("{entry}/approve"), &[("round", "7")]).await;
    assert!(other.text.contains("家屬剛剛改過"));
    assert_eq!(house.post(&reviewer, &format!("{entry}/approve"), &[("round", "1")]).await.status, 303);
    let head = Head::of(&house).await;
    let late = house.post(&head, &format!("{entry}/approve"), &[("round", "1")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("已經有人審過"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_the_demo_moves_forward_only_and_logs_nobody_out() {
    let house = House::demo().await;
    let mother = Mother::of(&house).await;
    let past = house.post(&mother, "/demo/clock", &[("now", "2020-01-01T00:00:00+08:00")]).await;
    assert!(past.status == 422 && past.text.contains("時間只能往前撥"));
    let nonsense = house.post(&mother, "/demo/clock", &[("now", "tomorrow")]).await;
    assert!(nonsense.status == 422 && nonsense.text.contains("tomorrow"));
    let ahead = house.post(&mother, "/demo/clock", &[("now", "2027-03-01T09:00:00+08:00")]).await;
    assert_eq!(ahead.status, 303);
    assert_eq!(house.get(&mother, "/home").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_language_stays() {
    let house = House::demo().await;
    let answer = house.post(&Anonymous, "/language", &[("language", "en"), ("back", "/login")]).await;
    assert_eq!(answer.location(), "/login");
    assert!(answer.header("set-cookie").starts_with("language=en;"));
    let mother = Mother::of(&house).await;
    house.post(&mother, "/language", &[("language", "en"), ("back", "/home")]).await;
    let home = house.get(&mother, "/home").await.text;
    assert!(home.contains("<html lang=\"en\"") && home.contains("Your contact books"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_names_everybody_who_can_log_in() {
    let page = House::demo().await.get(&Anonymous, "/demo").await.text;
    let people = server::demo::ACCOUNTS
        .iter()
        .chain(&server::demo::ACCOUNTS_ELSEWHERE)
        .chain([&server::demo::OPERATOR]);
    let secrets = [server::demo::PASSWORD, server::demo::CALL_NUMBER, server::demo::PIN];
    let institutions = [server::demo::INSTITUTION, server::demo::ELSEWHERE];
    let asking = server::demo::ASKING.iter().map(|(email, ..)| *email);
    let replying = [server::demo::REPLIED_TO, server::demo::REPLYING[0]];
    let told =
        people.map(|(email, ..)| *email).chain(asking).chain(secrets).chain(institutions).chain(replying);
    for told in told {
        assert!(page.contains(told), "{told}");
    }
}
