import { find, press } from "../helpers/applying.ts";
import { hold } from "../helpers/hold.ts";
import { fill, goOn, login, main, post } from "../helpers/people.ts";
import { specimen } from "../helpers/photos.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");
const photo = specimen("small-1.jpg");

/**
 * On a slow line somebody fills a form and sends it before the page's code has come; it comes while the form is still on
 * its way. Gives the status of the answer to the form.
 */
async function sendEarly(page: Page, address: string, fillIn: () => Promise<void>, act: () => Promise<void>) {
  const bringCode = await hold(page, "**/pkg/*.wasm");
  await page.goto(address, { waitUntil: "commit" });
  await fillIn();

  const bringForm = await hold(page, "**/*", (request) => request.isNavigationRequest() && request.method() === "POST");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.resourceType());
  });
  const answer = post(page, act);
  await expect.poll(() => sent).toEqual(["document"]);
  const come = page.waitForEvent("requestfinished", (request) => /contact-book\..*\.wasm/.test(request.url()));
  bringCode();
  await come;
  // The page cannot be asked anything while it is being left. In this time it comes to life, and would save what it holds.
  await page.waitForTimeout(4000);
  expect(sent, "nothing is sent a second time").toEqual(["document"]);
  bringForm();
  return answer;
}

test("a letter that is sent before the page came to life travels once, with its photo", async ({ page }) => {
  await login(page, "family");
  const words = { title: "等不及", body: "照片已經選好了", photo };
  expect(await sendEarly(page, "/entries/new", () => fill(page, words), () => goOn(page))).toBe(303);
  await expect(page.locator(".letter__body")).toHaveText(words.body);
  await expect(page.locator(".letter__photo img")).toBeVisible();
  await page.goto("/entries");
  await expect(main(page).getByRole("article").filter({ hasText: words.title })).toHaveCount(1);
});

test("documents that are sent before the page came to life are taken once", async ({ page }) => {
  await login(page, "family");
  const address = await find(page, say, "1002");
  const fields = main(page).locator("input[type=file]:not([capture])");
  const choose = async () => {
    await fields.nth(0).setInputFiles(photo);
    await fields.nth(1).setInputFiles(photo);
  };
  expect(await sendEarly(page, address, choose, () => press(page, say("apply.next")))).toBe(303);
  await expect(main(page).getByRole("heading", { level: 1 })).toHaveText(say("apply.check_title"));
  await expect(main(page).locator(".documents__page img")).toHaveCount(2);
});
