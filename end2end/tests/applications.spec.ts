import { find, give, press } from "../helpers/applying.ts";
import { alive, fillStudent, login, main, post, speak } from "../helpers/people.ts";
import { letterSays } from "../helpers/mail.ts";
import { specimen } from "../helpers/photos.ts";
import { expect, test } from "../helpers/test.ts";
import { dayInTaipei } from "../helpers/text.ts";
import { languages, wordsOf } from "../helpers/words.ts";

const photo = specimen("portrait-gps-12mp.jpg");

for (const language of languages) {
  const say = wordsOf(language);

  test(`a family applies for a contact book, in ${language}`, async ({ page, javaScriptEnabled }) => {
    await login(page, "family");
    await speak(page, language);

    await test.step("it is invited to apply", async () => {
      await page.goto("/applications");
      await main(page).getByRole("link", { name: say("applications.new") }).click();
      await page.waitForURL("/applications/new");
    });

    const address = await test.step("the look-up shows a masked name to confirm", async () => {
      await fillStudent(page, "１００２");
      expect(await post(page, () => press(page, say("apply.look_up")))).toBe(303);
      await expect(main(page)).toContainText("1002");
      await expect(main(page)).toContainText("陳○廷");
      await expect(main(page)).not.toContainText("陳冠廷");
      const address = new URL(page.url()).pathname;
      expect(await post(page, () => press(page, say("apply.yes")))).toBe(303);
      return address;
    });

    await test.step("two documents are taken", async () => {
      await give(page, javaScriptEnabled);
      expect(await post(page, () => press(page, say("apply.next")))).toBe(303);
      await expect(main(page).getByRole("heading", { level: 1 })).toHaveText(say("apply.check_title"));
      await expect(main(page).locator(".documents__page img")).toHaveCount(2);
    });

    await test.step("it is checked and sent", async () => {
      expect(await post(page, () => press(page, say("apply.submit")))).toBe(303);
      await expect(page.getByRole("status").filter({ hasText: say("application.done_sent") })).toBeVisible();
      await expect(main(page)).toContainText(say("application_state.in_review"));
    });

    await test.step("the list tells where it stands", async () => {
      await page.goto("/applications");
      const row = main(page).getByRole("row").filter({ hasText: "陳○廷" });
      await expect(row).toContainText(say("relationship.mother"));
      await expect(row).toContainText(say("application_state.in_review"));
      await row.getByRole("link").click();
      await page.waitForURL(address);
    });

    await letterSays(page, say("mail.application_received_subject"));
  });
}

const say = wordsOf("zh-Hant");

test("a wrong number and a student who has a book look the same, and what was typed stays", async ({ page, allow }) => {
  allow(422);
  await login(page, "family");
  for (const number of ["9999", "1011"]) {
    await page.goto("/applications/new");
    await fillStudent(page, number, "aunt");
    expect(await post(page, () => press(page, say("apply.look_up")))).toBe(422);
    await expect(page.locator("#call_number-error")).toContainText(say("apply_problem.no_student"));
    await expect(page.locator("#call_number")).toHaveValue(number);
    await expect(page.locator("#relationship")).toHaveValue("aunt");
  }
});

test("who stops goes on on another device", async ({ page, newPerson, javaScriptEnabled }) => {
  await login(page, "family");
  const address = await find(page, say, "1003");
  const phone = await newPerson({ javaScriptEnabled, viewport: { width: 360, height: 640 } });
  await login(phone, "family");
  await phone.goto("/applications");
  await main(phone).getByRole("link", { name: say("applications.draft_continue") }).click();
  await phone.waitForURL(address);
  await expect(main(phone).getByRole("heading", { level: 1 })).toHaveText(say("apply.documents_title"));
  await give(phone, javaScriptEnabled);
  expect(await post(phone, () => press(phone, say("apply.next")))).toBe(303);
  await page.goto(address);
  await expect(main(page).locator(".documents__page img")).toHaveCount(2);
});

test("a file that cannot be taken is named, and the others stay", async ({ page, allow, javaScriptEnabled }) => {
  allow(422);
  await login(page, "family");
  await find(page, say, "1004");
  if (javaScriptEnabled) await alive(page);
  await page.locator("#identity_document").setInputFiles([photo, specimen("text-named.jpg")]);
  if (javaScriptEnabled) await expect(main(page).locator(".documents__page img")).toHaveCount(1);
  else expect(await post(page, () => press(page, say("apply.upload")))).toBe(422);
  await expect(main(page).getByText(say("document.wrong_kind")).first()).toBeVisible();
  await expect(main(page).locator(".documents__page img")).toHaveCount(1);
  expect(await post(page, () => press(page, say("apply.next")))).toBe(422);
  await expect(main(page).getByText(say("apply_problem.relationship_document")).first()).toBeVisible();
});

test("a document is removed again", async ({ page, javaScriptEnabled }) => {
  await login(page, "family");
  await find(page, say, "1005");
  await give(page, javaScriptEnabled);
  if (!javaScriptEnabled) expect(await post(page, () => press(page, say("apply.upload")))).toBe(303);
  const remove = main(page).getByRole("button", { name: say("upload.remove_file", { file: "portrait-gps-12mp.jpg" }) });
  await expect(remove).toHaveCount(2);
  await remove.first().click();
  await expect(remove).toHaveCount(1);
});

test("what was sent can be taken back", async ({ page, javaScriptEnabled }) => {
  await login(page, "family");
  const address = await find(page, say, "1006");
  await give(page, javaScriptEnabled);
  await post(page, () => press(page, say("apply.next")));
  await post(page, () => press(page, say("apply.submit")));
  await expect(main(page)).toContainText(dayInTaipei(0).slice(0, 5));
  await main(page).getByText(say("application.withdraw"), { exact: true }).click();
  expect(await post(page, () => press(page, say("application.withdraw_confirm")))).toBe(303);
  expect(new URL(page.url()).pathname).toBe(address);
  await expect(main(page)).toContainText(say("application_state.withdrawn"));
});
