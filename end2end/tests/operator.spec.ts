import { press } from "../helpers/applying.ts";
import { linkInMail } from "../helpers/mail.ts";
import { alive, login, main, post } from "../helpers/people.ts";
import { fillIn } from "../helpers/registering.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

const done = (page: Page, text: string) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();

test("an institution comes, gets its admin, and goes", async ({ page, newPerson, allow }) => {
  allow(422);
  await login(page, "operator");
  await expect(page).toHaveURL("/operator/institutions");
  await alive(page);

  await test.step("a name that another one has is refused, and what was typed stays", async () => {
    await fillIn(page, { institution: "青山中學（示範）", phone: "05-000-0000" });
    expect(await post(page, () => press(page, say("institutions.add")))).toBe(422);
    await expect(page.locator("#error-summary")).toBeFocused();
    await expect(page.locator("#institution-error")).toContainText(say("institutions.taken"));
    await expect(page.locator("#phone")).toHaveValue("05-000-0000");
  });

  await test.step("a new one is there for families at once", async () => {
    await alive(page);
    await fillIn(page, { institution: "東山中學" });
    expect(await post(page, () => press(page, say("institutions.add")))).toBe(303);
    await done(page, say("institutions.done_added"));
    const family = await newPerson();
    await family.goto("/");
    await expect(main(family)).toContainText("東山中學");
  });

  await test.step("its first admin is invited", async () => {
    await alive(page);
    await fillIn(page, { name: "蔡文傑", email: "first.admin@demo.example" });
    expect(await post(page, () => press(page, say("staff_accounts.invite_submit")))).toBe(303);
    await done(page, say("staff_accounts.done_invited"));
    await expect(main(page)).toContainText("first.admin@demo.example");
    const admin = await newPerson();
    await admin.goto(await linkInMail(admin, "/invitation"));
    await expect(main(admin).locator("#password")).toBeVisible();
  });

  await test.step("it is closed after one more question, and families do not see it any more", async () => {
    await page.reload();
    await alive(page);
    await main(page).locator("summary").filter({ hasText: say("institutions.close") }).click();
    expect(await post(page, () => press(page, say("institutions.close_yes")))).toBe(303);
    await done(page, say("institutions.done_closed"));
    const family = await newPerson();
    await family.goto("/");
    await expect(main(family)).not.toContainText("東山中學");
  });
});

test("a job runs when it is asked to", async ({ page }) => {
  await login(page, "operator");
  await page.goto("/operator/jobs");
  await alive(page);
  const sweep = main(page).getByRole("row").filter({ hasText: say("jobs.sweep") });
  expect(await post(page, () => sweep.getByRole("button").click())).toBe(303);
  await done(page, say("jobs.done_asked"));
  await expect(async () => {
    await page.goto("/operator/jobs");
    await expect(sweep).toContainText(say("jobs.state_good"), { timeout: 1_000 });
  }).toPass();
});

test("how long things are kept is set, within its limits", async ({ page, allow }) => {
  allow(422);
  await login(page, "operator");
  await page.goto("/staff/retention");
  await alive(page);
  await fillIn(page, { drafts: "7" });
  expect(await post(page, () => press(page, say("account.save")))).toBe(422);
  await expect(page.locator("#drafts-error")).toContainText("30");
  await alive(page);
  await fillIn(page, { drafts: "60" });
  expect(await post(page, () => press(page, say("account.save")))).toBe(303);
  await done(page, say("retention.done"));
  await expect(main(page)).toContainText(say("retention.days", { days: 60 }));
});
