import { press } from "../helpers/applying.ts";
import { letterSays } from "../helpers/mail.ts";
import { alive, login, main, password, post } from "../helpers/people.ts";
import { fillIn, logInAs } from "../helpers/registering.ts";
import { openStudent } from "../helpers/roster.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { dayInTaipei } from "../helpers/text.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

/** The family whose words came back three times; its suspension is proposed already. */
const proposed = { family: "jian@demo.example", name: "簡國樑", student: "簡士倫", callNumber: "1024" };

const done = (page: Page, text: string) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const open = (page: Page, label: string) => main(page).getByText(label, { exact: true }).click();

test("the head suspends a family, which reads why and answers once, and lifts it again", async ({
  page,
  newPerson,
  allow,
}) => {
  allow(403, 422);
  const family = await newPerson();
  const reviewer = await newPerson();
  await login(page, "head");
  await login(reviewer, "reviewer");

  const address = await test.step("the list names the proposal, and its page shows what came back", async () => {
    await page.goto("/staff/suspensions");
    await main(page).getByRole("link", { name: `${proposed.student} · ${proposed.callNumber}` }).click();
    await expect(heading(page)).toHaveText(say("suspension.case_title", { family: proposed.name }));
    await expect(main(page)).toContainText(say("suspension.evidence_count", { count: 3 }));
    await expect(main(page)).toContainText("保管金的事");
    return new URL(page.url()).pathname;
  });

  await test.step("a reviewer sees it and does not decide", async () => {
    await reviewer.goto(address);
    await expect(main(reviewer)).toContainText(say("suspension.only_head"));
    await expect(main(reviewer).getByText(say("suspension.suspend"), { exact: true })).toHaveCount(0);
  });

  await test.step("a refusal needs its reason", async () => {
    await alive(page);
    await open(page, say("suspension.refuse"));
    expect(await post(page, () => press(page, say("suspension.refuse_yes")))).toBe(422);
    await expect(page.locator("#error-summary")).toBeFocused();
    await expect(page.locator("#reason-error")).toContainText(say("suspension.reason_missing"));
  });

  await test.step("suspended, the family is told by mail and at home, and answers", async () => {
    await page.goto(address);
    await alive(page);
    await open(page, say("suspension.suspend"));
    await page.locator("#told").fill("請寫想對孩子說的話。");
    expect(await post(page, () => press(page, say("suspension.suspend_yes")))).toBe(303);
    await done(page, say("suspension.done_suspended"));
    await logInAs(family, proposed.family, password);
    await family.waitForURL("/home");
    await letterSays(family, say("mail.suspended_subject"));
    await family.goto("/home");
    await alive(family);
    for (const text of [say("suspended.why"), "請寫想對孩子說的話。"]) await expect(main(family)).toContainText(text);
    await open(family, say("suspended.answer_open"));
    await family.locator("textarea[name=answer]").fill("我會照建議寫。");
    expect(await post(family, () => press(family, say("suspended.answer_submit")))).toBe(303);
    await done(family, say("suspended.answer_done"));
    await expect(family.locator("textarea[name=answer]")).toHaveCount(0);
  });

  await test.step("the head reads the answer and lifts the suspension", async () => {
    await page.goto("/staff");
    const tile = main(page).getByRole("link", { name: say("tile.answers") });
    await expect(tile).toContainText("1");
    await tile.click();
    await main(page).getByRole("link", { name: `${proposed.student} · ${proposed.callNumber}` }).click();
    await page.waitForURL(address);
    await alive(page);
    await expect(main(page)).toContainText("我會照建議寫。");
    await open(page, say("suspension.lift"));
    expect(await post(page, () => press(page, say("suspension.lift_yes")))).toBe(303);
    await done(page, say("suspension.done_lifted"));
    await family.goto("/home");
    await expect(main(family)).not.toContainText(say("suspended.why"));
  });
});

test("the head lets a family write more for a while, and it sees what it may do", async ({ page, newPerson, allow }) => {
  allow(422);
  const family = await newPerson();
  await login(page, "head");

  await test.step("the book is found, and a number that is too large is refused", async () => {
    await page.goto("/staff/special-approvals");
    await alive(page);
    await page.locator("#q").fill("1001");
    await press(page, say("students.search_submit"));
    await main(page).getByRole("link", { name: "林小宇 · 1001" }).click();
    await page.locator("#last").waitFor();
    await alive(page);
    await fillIn(page, { last: dayInTaipei(7), reason: "生日", days_between_uses: "1", body: "2000" });
    expect(await post(page, () => press(page, say("special_approval.submit")))).toBe(422);
    await expect(page.locator("#body-error")).toContainText(say("special_approval.too_much", { most: 1000 }));
    await expect(page.locator("#reason")).toHaveValue("生日");
  });

  await test.step("approved, the family sees it at home and beside the form", async () => {
    await alive(page);
    await fillIn(page, { body: "300" });
    expect(await post(page, () => press(page, say("special_approval.submit")))).toBe(303);
    await done(page, say("special_approval.done_made"));
    await login(family, "family");
    for (const address of ["/home", "/entries/new"]) {
      await family.goto(address);
      await expect(main(family)).toContainText(say("allowed.daily"));
      await expect(main(family)).toContainText(say("allowed.body", { count: 300 }));
    }
  });

  await test.step("ended, the usual limits hold", async () => {
    await alive(page);
    const card = main(page).getByRole("article").filter({ hasText: "林小宇" });
    await card.getByText(say("special_approval.end"), { exact: true }).click();
    expect(
      await post(page, () => card.getByRole("button", { name: say("special_approval.end_yes") }).click()),
    ).toBe(303);
    await done(page, say("special_approval.done_ended"));
    await family.goto("/home");
    await expect(main(family)).not.toContainText(say("allowed.daily"));
  });
});

test("the head begins a programme with students from the roster, extends and ends it", async ({ page, allow }) => {
  allow(422);
  await login(page, "head");
  const last = dayInTaipei(20);

  await test.step("searching keeps what is filled in and ticked", async () => {
    await page.goto("/staff/programmes/new");
    await alive(page);
    await fillIn(page, { title: "除夕寫信", last });
    await main(page).getByLabel("林小宇 · 1001").check();
    await page.locator("#search").fill("丁柏安");
    expect(await post(page, () => press(page, say("students.search_submit")))).toBe(200);
    await expect(page.locator("#title")).toHaveValue("除夕寫信");
    await expect(main(page).getByLabel("林小宇 · 1001")).toBeChecked();
    await alive(page);
    await main(page).getByLabel("丁柏安 · 1023").check();
    expect(await post(page, () => press(page, say("programme.submit")))).toBe(303);
    await done(page, say("programme.done_made"));
    await expect(heading(page)).toHaveText("除夕寫信");
    for (const text of ["林小宇 · 1001", "丁柏安 · 1023"]) await expect(main(page)).toContainText(text);
  });

  await test.step("only a later day extends it", async () => {
    await alive(page);
    await page.locator("#last").fill(last);
    expect(await post(page, () => press(page, say("programme.extend")))).toBe(422);
    await expect(page.locator("#last-error")).toContainText(say("days.not_later"));
    await alive(page);
    await page.locator("#last").fill(dayInTaipei(30));
    expect(await post(page, () => press(page, say("programme.extend")))).toBe(303);
    await done(page, say("programme.done_extended"));
  });

  await test.step("ended, it is over", async () => {
    await alive(page);
    await open(page, say("programme.end"));
    expect(await post(page, () => press(page, say("programme.end_yes")))).toBe(303);
    await done(page, say("programme.done_ended"));
    await expect(main(page)).toContainText(say("programme.was_ended"));
  });
});

test("from the student's page a reviewer comes to proposing only where something came back often", async ({ page }) => {
  await login(page, "reviewer");
  const student = await openStudent(page, "1001");
  await page.goto(`${student}/suspension`);
  await expect(main(page)).toContainText(say("suspension.problem_few", { count: 1 }));
  await expect(main(page).getByRole("button", { name: say("suspension.propose_submit") })).toHaveCount(0);
});
