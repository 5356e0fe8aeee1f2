import { expect, test, type Locator, type Page } from "@playwright/test";
import type { Language, Say } from "./words.ts";

export const password = "demo-contact-book";

const home = {
  family: "/home",
  reviewer: "/staff",
  head: "/staff",
  admin: "/staff",
  operator: "/operator/institutions",
};

/** Logs in at `/login` as one of the demo's accounts. */
export async function login(page: Page, who: keyof typeof home): Promise<void> {
  await loginAs(page, who);
  await page.waitForURL(home[who]);
}

/** Logs in at `/login` as whoever has this address at `demo.example`. */
export async function loginAs(page: Page, who: string): Promise<void> {
  await page.goto("/login");
  await page.locator("#email").fill(`${who}@demo.example`);
  await page.locator("#password").fill(password);
  await main(page).locator("form button").click();
}

/** Logs in at the terminal, as the student whose family `family@demo.example` is unless another one is named. */
export async function loginStudent(page: Page, pin = "1001", callNumber = "1001"): Promise<void> {
  await page.goto("/student/login");
  await page.locator("#call_number").fill(callNumber);
  await page.locator("#pin").fill(pin);
  await main(page).locator("form button").click();
}

/** Chooses a language in the head of the page. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.locator("details.language > summary").click();
  await page.locator(`button[name=language][value=${language}]`).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

export function main(page: Page) {
  return page.locator("main");
}

export interface Words {
  title?: string;
  body?: string;
  /** A file's path. */
  photo?: string;
}

/** Fills the form of an entry on the page where it stands. */
export async function fill(page: Page, { title, body, photo }: Words): Promise<void> {
  if (title !== undefined) await page.locator("#title").fill(title);
  if (body !== undefined) await page.locator("#body").fill(body);
  if (photo !== undefined) await page.locator("#photo").setInputFiles(photo);
}

/** Opens a new form, fills it and goes on; returns the status of the answer to the form. */
export async function write(page: Page, words: Words): Promise<number> {
  await page.goto("/entries/new");
  await fill(page, words);
  return post(page, () => goOn(page));
}

/** Fills the first step of applying for a contact book. */
export async function fillStudent(page: Page, callNumber: string, relationship = "mother"): Promise<void> {
  await page.locator("#institution").selectOption({ index: 1 });
  await page.locator("#call_number").fill(callNumber);
  await page.locator("#relationship").selectOption(relationship);
}

/** 「下一步」 */
export async function goOn(page: Page): Promise<void> {
  await page.locator("button[value=preview]").click();
}

/** 「先存成草稿」 */
export async function save(page: Page): Promise<void> {
  await page.locator("button[value=save]").click();
}

/** 「送出審核」 on an entry's own page. */
export async function send(page: Page, say: Say): Promise<void> {
  await main(page).getByRole("button", { name: say("entry.submit") }).click();
  await expect(page.getByRole("status").filter({ hasText: say("done.sent") })).toBeVisible();
}

/** Does what posts a form, and gives the status of the answer once the page that follows has loaded. */
export async function post(page: Page, act: () => Promise<void>): Promise<number> {
  const answer = page.waitForResponse(
    (response) => response.request().isNavigationRequest() && response.request().method() === "POST",
  );
  // The page before stands there until the next one has come, which may be after a redirection.
  const loaded = answer.then(() => page.waitForEvent("load"));
  await act();
  const status = (await answer).status();
  await loaded;
  return status;
}

/**
 * The page has come to life: its code has taken over what the server drew, and says so at the document's root. A page
 * about what went wrong has no code, and without JavaScript there is nothing to wait for.
 */
export async function alive(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) return;
  await expect(async () => {
    const isAlive = await page.evaluate(
      () =>
        document.documentElement.dataset.alive === location.pathname || !document.querySelector("script[type=module]"),
    );
    expect(isAlive, `${page.url()} is alive`).toBe(true);
  }).toPass({ intervals: [20, 50, 100], timeout: 60_000 });
}

/** Opens a letter from the review queue. Until its own page has come, the queue's buttons have the same names. */
export async function openToReview(link: Locator): Promise<void> {
  const page = link.page();
  await link.click();
  await page.waitForURL(/\/staff\/entries\/[0-9a-f-]{36}/);
  await alive(page);
}

/** 「核准」 on the page of what waits. */
const approve = (reviewer: Page, say: Say) =>
  main(reviewer).getByRole("button", { name: say("review.approve"), exact: true }).click();

/** Staff open what waits under this title, decide about it on its page, and the decision leaves. */
export async function decide(reviewer: Page, say: Say, title: string, act = approve): Promise<void> {
  await reviewer.goto("/staff/entries");
  const letter = reviewer.getByRole("article", { name: title, exact: true });
  await openToReview(letter.getByRole("link", { name: say("review.open") }));
  await act(reviewer, say);
  await expect(reviewer.locator(".undo")).toContainText(title);
  await letDecisionsLeave(reviewer);
}

/** Moves the demo's clock past the half minute in which a decision can be undone, so that all of them leave. */
export async function letDecisionsLeave(page: Page): Promise<void> {
  await page.goto("/demo/clock");
  const tomorrow = Date.parse((await page.locator("button[name=now]").first().getAttribute("value"))!);
  await page.locator("#now").fill(new Date(tomorrow - 86_400_000 + 31_000).toISOString());
  expect(await post(page, () => page.locator("form:has(#now) button").click())).toBe(303);
}
