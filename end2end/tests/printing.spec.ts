import { press } from "../helpers/applying.ts";
import { alive, login, main, post } from "../helpers/people.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

const done = (page: Page, text: string) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();

/** How many pages a printed page has; PDF names each of them as an object of its own. */
async function pagesOnPaper(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test("letters are printed, a page a student, and count as read when they were handed over", async ({ page, allow }) => {
  allow(422);
  await login(page, "reviewer");

  await test.step("nobody ticked is refused", async () => {
    await page.goto("/staff");
    await main(page).getByRole("link", { name: say("print_run.open"), exact: true }).click();
    await page.waitForURL("/staff/print-runs");
    await alive(page);
    expect(await post(page, () => press(page, say("print_run.chosen")))).toBe(422);
    await expect(page.locator("#error-summary")).toContainText(say("print_run.no_students"));
  });

  const run = await test.step("one student is chosen", async () => {
    await page.goto("/staff/print-runs");
    await alive(page);
    await main(page).getByRole("checkbox").first().check();
    expect(await post(page, () => press(page, say("print_run.chosen")))).toBe(303);
    await done(page, say("print_run.done_made"));
    return new URL(page.url()).pathname;
  });

  await test.step("the page to print holds the one student", async () => {
    await page.goto(`${run}/print`);
    await expect(page.locator(".print-sheet")).toHaveCount(1);
    await expect(page.locator(".print-sheet .letter").first()).toBeVisible();
    expect(await pagesOnPaper(page)).toBeGreaterThan(0);
  });

  await test.step("handed over, it counts as read", async () => {
    await page.goto(run);
    await alive(page);
    await main(page).getByText(say("print_run.hand"), { exact: true }).click();
    expect(await post(page, () => press(page, say("print_run.hand_yes")))).toBe(303);
    await done(page, say("print_run.done_handed"));
    await expect(main(page).getByText(say("print_run.hand"), { exact: true })).toHaveCount(0);
    await page.goto("/staff/print-runs");
    await expect(main(page).getByRole("table")).toContainText(say("print_run.handed_count", { handed: 1, students: 1 }));
  });
});

test("the poster is one page of A4, in either language", async ({ page }) => {
  await login(page, "admin");
  await page.goto("/staff");
  await main(page).getByRole("link", { name: say("poster.open"), exact: true }).click();
  await page.waitForURL("/staff/poster");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("poster.title"));
  await expect(page.getByRole("img")).toHaveCount(1);
  expect(await pagesOnPaper(page)).toBe(1);
  await main(page).getByRole("link", { name: say("poster.other_language") }).click();
  await page.waitForURL("/staff/poster?language=en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(wordsOf("en")("poster.title"));
  expect(await pagesOnPaper(page)).toBe(1);
});
