import { press } from "../helpers/applying.ts";
import { letterSays } from "../helpers/mail.ts";
import { alive, login, main, post, send, write } from "../helpers/people.ts";
import { fillIn } from "../helpers/registering.ts";
import { csv, fileOf, logInAtTerminal, openStudent, showRoster } from "../helpers/roster.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { dayInTaipei } from "../helpers/text.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

/** Says that this was just done. */
const done = (page: Page, text: string) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** The new PIN that stands on the slip. */
async function pinOf(page: Page): Promise<string> {
  await expect(heading(page)).toHaveText(say("slip.title"));
  const pin = (await page.locator(".slip__pin").innerText()).trim();
  expect(pin).toMatch(/^\d{6}$/);
  return pin;
}

test("a student is added and found, and logs in with the PIN of the slip", async ({ page, newPerson, allow }) => {
  allow(422);
  await login(page, "admin");

  await test.step("a call number that is taken is refused, and what was typed stays", async () => {
    await page.goto("/staff/students");
    await alive(page);
    await fillIn(page, { call_number: "1001", name: "歐陽思源", admitted: "115/9/1" });
    expect(await post(page, () => press(page, say("students.add_submit")))).toBe(422);
    await expect(page.locator("#error-summary")).toBeFocused();
    await expect(page.locator("#call_number-error")).toContainText(say("roster.call_number_taken"));
    await expect(page.locator("#call_number")).toHaveValue("1001");
    await expect(page.locator("#name")).toHaveValue("歐陽思源");
    await expect(page.locator("#admitted")).toHaveValue("115/9/1");
  });

  const address = await test.step("with one of their own the student is in the roster", async () => {
    await alive(page);
    await fillIn(page, { call_number: "２００１" });
    expect(await post(page, () => press(page, say("students.add_submit")))).toBe(303);
    await done(page, say("student_page.done_added"));
    await expect(heading(page)).toHaveText("歐陽思源");
    await expect(main(page)).toContainText("2026/09/01");
    return new URL(page.url()).pathname;
  });

  await test.step("a search finds the student by a part of the name, and nobody by another", async () => {
    await page.goto("/staff/students");
    await alive(page);
    await page.locator("#q").fill("歐陽大");
    await press(page, say("students.search_submit"));
    await expect(main(page)).toContainText(say("students.none"));
    await alive(page);
    await page.locator("#q").fill("陽思");
    await press(page, say("students.search_submit"));
    await expect(main(page)).toContainText(say("students.found", { count: 1 }));
    const row = main(page).getByRole("row").filter({ hasText: "2001" });
    await expect(row).toContainText(say("students.pin_missing"));
    await row.getByRole("link", { name: "歐陽思源" }).click();
    await page.waitForURL(address);
  });

  const pin = await test.step("a PIN is made, and its slip is seen once", async () => {
    await alive(page);
    await expect(main(page)).toContainText(say("student_page.pin_first_text"));
    expect(await post(page, () => press(page, say("student_page.pin_make")))).toBe(200);
    const pin = await pinOf(page);
    for (const text of ["青山中學（示範）", "2001", "歐陽思源", say("slip.keep")]) {
      await expect(main(page)).toContainText(text);
    }
    await page.goto(`${address}/pin`);
    await page.waitForURL(address);
    await expect(main(page)).toContainText(say("student_page.pin_works_text"));
    await expect(main(page)).not.toContainText(pin);
    return pin;
  });

  const student = await newPerson();
  await test.step("the student comes in with it, and nothing was written yet", async () => {
    expect(await logInAtTerminal(student, "2001", pin)).toBe(303);
    await student.waitForURL("/student");
    await expect(heading(student)).toHaveText(say("student.empty_title"));
    await expect(student.getByRole("banner")).toContainText("歐陽思源");
  });

  await test.step("a new PIN makes the old one useless at once", async () => {
    await alive(page);
    await main(page).getByText(say("student_page.pin_again"), { exact: true }).click();
    expect(await post(page, () => press(page, say("student_page.pin_yes")))).toBe(200);
    const newPin = await pinOf(page);
    await student.goto("/student");
    await student.waitForURL("/student/login");
    expect(await logInAtTerminal(student, "2001", pin)).toBe(422);
    await expect(student.locator("#pin-error")).toContainText(say("error.student_login"));
    expect(await logInAtTerminal(student, "2001", newPin)).toBe(303);
    await student.waitForURL("/student");
  });
});

const head = "呼號,姓名,入校日,預計出校日,備註";
const right = ["2001,歐陽思源,115/9/1,,新來的", "1002,陳冠霆,,116/8/31,", "1003,黃柏翰,,,"];
const wrong = ["1004", "1002,陳冠廷,,,", "10-05,李承恩,昨天,,"];

test("a roster file is shown line by line, and imported once it is right", async ({ page, allow }) => {
  allow(422);
  await login(page, "admin");
  const figure = (key: string) =>
    main(page).locator(".tiles__link").filter({ hasText: say(key) }).locator(".tiles__value");
  const row = (table: string, line: number) =>
    main(page)
      .getByRole("table", { name: say(table) })
      .getByRole("row")
      .filter({ has: page.getByRole("cell", { name: say("roster_import.line", { line }), exact: true }) });
  const importIt = main(page).getByRole("button", { name: say("roster_import.apply") });
  const rosterIsAsBefore = async () => {
    await page.goto("/staff/students?q=2001");
    await expect(main(page)).toContainText(say("students.none"));
    await page.goto("/staff/students?q=1002");
    await expect(main(page).getByRole("row").filter({ hasText: "1002" })).toContainText("陳冠廷");
  };

  await test.step("what is new, changed and wrong is told with its line", async () => {
    expect(await showRoster(page, csv([head, ...right, ...wrong]))).toBe(422);
    await expect(figure("roster_import.count_new")).toHaveText("1");
    await expect(figure("roster_import.count_changed")).toHaveText("1");
    await expect(figure("roster_import.count_unchanged")).toHaveText("1");
    await expect(figure("roster_import.count_wrong")).toHaveText("4");
    await expect(row("roster_import.new", 2)).toContainText("歐陽思源");
    await expect(row("roster_import.changed", 3)).toContainText(
      say("roster_import.change_name", { from: "陳冠廷", to: "陳冠霆" }),
    );
    await expect(row("roster_import.changed", 3)).toContainText(
      say("roster_import.change_expected_release", { day: "2027/08/31" }),
    );
    await expect(row("roster_import.wrong", 5)).toContainText(
      say("roster_import.problem_cells", { found: 1, expected: 5 }),
    );
    await expect(row("roster_import.wrong", 6)).toContainText(say("roster_import.problem_twice", { line: 3 }));
    await expect(row("roster_import.wrong", 7)).toContainText([
      say("roster.call_number_format"),
      say("roster_import.problem_day", { column: "入校日", problem: say("roster.day_format") }),
    ]);
    await expect(main(page)).toContainText(say("roster_import.ignored", { columns: "備註" }));
  });

  await test.step("with a wrong line nothing can be imported, and nothing is", async () => {
    await expect(page.getByRole("alert").filter({ hasText: say("roster_import.wrong_text") })).toBeVisible();
    await expect(importIt).toHaveCount(0);
    await rosterIsAsBefore();
  });

  await test.step("the corrected file is only shown at first", async () => {
    expect(await showRoster(page, csv([head, ...right]))).toBe(200);
    await expect(figure("roster_import.count_wrong")).toHaveText("0");
    await rosterIsAsBefore();
  });

  await test.step("and imported when that is confirmed", async () => {
    expect(await showRoster(page, csv([head, ...right]))).toBe(200);
    expect(await post(page, () => importIt.click())).toBe(303);
    await done(page, say("students.done_imported"));
    await page.goto("/staff/students?q=2001");
    const added = main(page).getByRole("row").filter({ hasText: "2001" });
    await expect(added).toContainText("歐陽思源");
    await expect(added).toContainText("2026/09/01");
    await expect(added).toContainText(say("students.pin_missing"));
    await openStudent(page, "1002");
    await expect(heading(page)).toHaveText("陳冠霆");
    await expect(main(page)).toContainText("2027/08/31");
  });

  await test.step("the same file again changes nothing", async () => {
    expect(await showRoster(page, csv([head, ...right]))).toBe(200);
    await expect(main(page)).toContainText(say("roster_import.nothing"));
    await expect(figure("roster_import.count_new")).toHaveText("0");
    await expect(figure("roster_import.count_changed")).toHaveText("0");
    await expect(figure("roster_import.count_unchanged")).toHaveText("3");
    await expect(importIt).toHaveCount(0);
  });
});

test("a roster file that cannot be read says why at its field", async ({ page, allow }) => {
  allow(422);
  await login(page, "reviewer");
  const latin = Buffer.from("call_number,name\r\n2001,José\r\n", "latin1");
  const cases = [
    { file: fileOf(latin), sentence: say("roster_import.problem_encoding") },
    { file: csv(["姓名", "歐陽思源"]), sentence: say("roster_import.problem_column", { column: "呼號" }) },
    { file: undefined, sentence: say("roster_import.problem_empty") },
  ];
  for (const { file, sentence } of cases) {
    expect(await showRoster(page, file), sentence).toBe(422);
    const summary = page.locator("#error-summary");
    await expect(summary).toBeFocused();
    await expect(summary.getByRole("link", { name: sentence })).toHaveAttribute("href", "#file");
    await expect(page.locator("#file-error")).toContainText(sentence);
  }
});

test("a student leaves today, and the family keeps what it wrote", async ({ page, newPerson, allow }) => {
  allow(422);
  const today = dayInTaipei(0);
  const waiting = "還在等審核的一則";
  await login(page, "family");
  expect(await write(page, { title: waiting, body: "小宇，明天見。" })).toBe(303);
  await send(page, say);
  const student = await newPerson();
  expect(await logInAtTerminal(student, "1001", "1001")).toBe(303);
  const reviewer = await newPerson();
  await login(reviewer, "reviewer");
  const leave = main(reviewer).getByRole("region", { name: say("leaving.title") });

  await test.step("without a day it is refused", async () => {
    await openStudent(reviewer, "1001");
    await leave.getByLabel(say("leaving.released"), { exact: true }).check();
    expect(await post(reviewer, () => leave.getByRole("button").click())).toBe(422);
    await expect(leave.locator("#day-error")).toContainText(say("roster.day_missing"));
    await expect(leave.getByLabel(say("leaving.released"), { exact: true })).toBeChecked();
  });

  await test.step("with today the student has left", async () => {
    await leave.locator("#day").fill(today);
    expect(await post(reviewer, () => leave.getByRole("button").click())).toBe(303);
    await done(reviewer, say("student_page.done_leaving"));
    await expect(main(reviewer)).toContainText(say("students.state_released", { day: today }));
    await reviewer.goto("/staff/students?q=1001");
    await expect(main(reviewer)).toContainText(say("students.none"));
    await reviewer.goto("/staff/students?q=1001&show=left");
    await expect(main(reviewer).getByRole("row").filter({ hasText: "林小宇" })).toContainText(say("students.book_no"));
    await reviewer.goto("/staff/entries");
    await expect(main(reviewer).getByRole("article").first()).toBeVisible();
    await expect(main(reviewer).getByRole("article", { name: waiting })).toHaveCount(0);
  });

  await test.step("the family is told at home and by letter", async () => {
    await page.goto("/home");
    await expect(main(page).getByRole("heading", { name: say("closed_book.title") })).toBeVisible();
    const book = main(page).getByRole("article").filter({ hasText: "林小宇" });
    await expect(book).toContainText(say("closed_book.text"));
    await expect(book).toContainText(today);
    await expect(main(page).getByRole("link", { name: say("book.write"), exact: true })).toHaveCount(0);
    await page.goto("/entries/new");
    await expect(main(page)).toContainText(say("home.books_empty"));
    await expect(page.locator("#body")).toHaveCount(0);
    await letterSays(page, say("mail.book_closed_subject"));
    const letter = main(page).getByRole("article").filter({ hasText: say("mail.book_closed_subject") });
    await expect(letter).toHaveCount(1);
    await expect(letter).toContainText("family@demo.example");
  });

  await test.step("what was published can still be read, and what waited is taken back", async () => {
    await page.goto("/entries");
    const card = (title: string) => main(page).getByRole("article").filter({ hasText: title });
    await expect(card(waiting).getByText(say("state.withdrawn"), { exact: true })).toBeVisible();
    await card("生日快樂").getByRole("link", { name: "生日快樂" }).click();
    await page.waitForURL(/\/entries\/[0-9a-f-]+$/);
    await expect(page.locator(".letter__body")).toContainText("小宇，十七歲生日快樂！");
    await expect(page.locator(".letter__photo img")).toBeVisible();
  });

  await test.step("the student is logged out and does not come in again", async () => {
    await student.goto("/student");
    await student.waitForURL("/student/login");
    expect(await logInAtTerminal(student, "1001", "1001")).toBe(422);
    await expect(student.locator("#pin-error")).toContainText(say("error.student_login"));
  });
});

test("a restriction pauses a book, and the family never sees why", async ({ page, newPerson, allow }) => {
  allow(422);
  const note = "和同學打架，由班導處理";
  const kind = say("restriction.kind_discipline");
  await login(page, "family");
  expect(await write(page, { title: "暫停前寫好的", body: "小宇，今天家裡很熱鬧。" })).toBe(303);
  const entry = new URL(page.url()).pathname;
  const student = await newPerson();
  expect(await logInAtTerminal(student, "1001", "1001")).toBe(303);
  const reviewer = await newPerson();
  await login(reviewer, "reviewer");

  await test.step("a reviewer is asked for the kind", async () => {
    await openStudent(reviewer, "1001");
    await main(reviewer).getByRole("link", { name: say("restriction.open") }).click();
    await reviewer.waitForURL(/\/restrictions$/);
    await alive(reviewer);
    await expect(main(reviewer)).toContainText(say("restriction.none"));
    await main(reviewer).getByText(say("restriction.add"), { exact: true }).click();
    await reviewer.locator("#note").fill(note);
    expect(await post(reviewer, () => press(reviewer, say("restriction.submit")))).toBe(422);
    await expect(reviewer.locator("#error-summary")).toBeFocused();
    await expect(reviewer.locator("#kind-error")).toContainText(say("restriction.kind_missing"));
    await expect(reviewer.locator("#note")).toHaveValue(note);
    await expect(reviewer.locator("#begins_at")).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  });

  await test.step("and restricts the student from now on", async () => {
    await alive(reviewer);
    await main(reviewer).getByLabel(kind).check();
    expect(await post(reviewer, () => press(reviewer, say("restriction.submit")))).toBe(303);
    await done(reviewer, say("restriction.done_made"));
    await expect(main(reviewer).getByRole("heading", { name: say("sign.named", { label: say("restriction.now"), name: kind }) })).toBeVisible();
    await expect(main(reviewer)).toContainText(note);
    await expect(main(reviewer)).not.toContainText(say("restriction.none"));
  });

  await test.step("the family cannot send what it had written, and loses nothing", async () => {
    expect(await post(page, () => press(page, say("entry.submit")))).toBe(422);
    await expect(page.getByRole("alert").filter({ hasText: say("paused.step") })).toBeVisible();
    await page.goto(entry);
    await expect(page.locator(".letter__title")).toHaveText("暫停前寫好的");
    await expect(main(page)).toContainText(say("paused.text"));
    await expect(main(page).getByRole("button", { name: say("entry.submit") })).toHaveCount(0);
  });

  await test.step("it sees that the service is paused", async () => {
    await page.goto("/home");
    const book = main(page).getByRole("article").filter({ hasText: "林小宇" });
    await expect(book).toContainText(say("paused.book"));
    await expect(book.getByRole("link", { name: say("book.write"), exact: true })).toHaveCount(0);
    await page.goto("/entries/new");
    await expect(main(page)).toContainText(say("paused.title"));
  });

  await test.step("and not why, not even in what its browser gets and does not show", async () => {
    for (const address of ["/home", "/entries", "/entries/new", entry]) {
      const answer = await (await page.request.get(address)).text();
      expect(answer, address).toContain("林美惠");
      for (const secret of [kind, "discipline", note]) expect(answer, address).not.toContain(secret);
    }
  });

  await test.step("the student reads nothing meanwhile", async () => {
    await student.goto("/student");
    await expect(heading(student)).toHaveText(say("closed.title"));
    await expect(main(student)).not.toContainText("生日快樂");
  });

  await test.step("the reviewer ends it early, and it stays written down", async () => {
    await alive(reviewer);
    await main(reviewer).getByText(say("restriction.end"), { exact: true }).click();
    expect(await post(reviewer, () => press(reviewer, say("restriction.end_yes")))).toBe(303);
    await done(reviewer, say("restriction.done_ended"));
    await expect(main(reviewer)).toContainText(say("restriction.none"));
    const past = main(reviewer).getByRole("table", { name: say("restriction.history") });
    for (const text of [kind, note, say("restriction.ended_by", { name: "陳怡君" })]) {
      await expect(past).toContainText(text);
    }
  });

  await test.step("the family may send again, and the student may read again", async () => {
    await page.goto("/home");
    await expect(main(page)).toContainText(say("book.can_write"));
    await page.goto(entry);
    await send(page, say);
    await student.goto("/student");
    await expect(student.getByRole("link", { name: "生日快樂" })).toBeVisible();
  });
});

test("many students are restricted at once, and it is ended for all", async ({ page, allow }) => {
  allow(422);
  await login(page, "reviewer");
  // It never begins, so it is in no other test's way.
  const begins = `${dayInTaipei(10).replaceAll("/", "-")}T09:00`;
  const note = `全班隔離 ${test.info().project.name}`;
  const chosen = ["林小宇 · 1001", "丁柏安 · 1023"];
  const card = main(page).getByRole("article").filter({ hasText: note });

  await test.step("who and what is shown once more, and the way back keeps it", async () => {
    await page.goto("/staff/restrictions/new");
    await alive(page);
    await fillIn(page, { begins_at: begins, note });
    await main(page).getByLabel(say("restriction.kind_illness")).check();
    expect(await post(page, () => press(page, say("restriction_batch.look")))).toBe(422);
    await expect(page.locator("#students-error")).toContainText(say("choose_students.nobody"));
    await alive(page);
    for (const student of chosen) await main(page).getByLabel(student).check();
    expect(await post(page, () => press(page, say("restriction_batch.look")))).toBe(200);
    await expect(heading(page)).toHaveText(say("restriction_batch.look_title", { count: 2 }));
    for (const text of [...chosen, note]) await expect(main(page)).toContainText(text);
    await alive(page);
    expect(await post(page, () => press(page, say("restriction_batch.change")))).toBe(200);
    await expect(page.locator("#begins_at")).toHaveValue(begins);
    for (const student of chosen) await expect(main(page).getByLabel(student)).toBeChecked();
  });

  await test.step("confirmed, it stands in the list with its one end", async () => {
    await alive(page);
    expect(await post(page, () => press(page, say("restriction_batch.look")))).toBe(200);
    await alive(page);
    expect(await post(page, () => press(page, say("restriction_batch.make")))).toBe(303);
    await done(page, say("restriction_batch.done_made"));
    await alive(page);
    await expect(card).toContainText(say("restriction_batch.count", { count: 2 }));
    await card.getByRole("link", { name: say("restriction_batch.open") }).click();
    await expect(heading(page)).toHaveText(say("restriction.kind_illness"));
    await alive(page);
    await main(page).getByText(say("restriction_batch.end"), { exact: true }).click();
    for (const student of chosen) {
      await expect(main(page).locator(".disclosure__panel")).toContainText(student);
      await expect(main(page).getByRole("cell", { name: student })).toBeVisible();
    }
    expect(await post(page, () => press(page, say("restriction_batch.end_yes")))).toBe(303);
    await done(page, say("restriction_batch.done_ended"));
    await expect(card).toContainText(say("restriction_batch.over"));
  });
});
