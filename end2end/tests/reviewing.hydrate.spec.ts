import { hold, later } from "../helpers/hold.ts";
import { alive, letDecisionsLeave, login, main, password, post, send, speak, write } from "../helpers/people.ts";
import { fillIn, logInAs } from "../helpers/registering.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

/** The letter that has waited longest. */
const tomatoes = { title: "阿嬤種的番茄紅了", family: "zheng@demo.example", student: "鄭凱文", callNumber: "1011" };

const articles = (page: Page) => page.locator(".review");
const waiting = (page: Page, title: string) => page.getByRole("article", { name: title, exact: true });
const titleOf = (page: Page, place: number) => articles(page).nth(place).locator(".letter__title").innerText();
const undoBar = (page: Page) => page.locator(".undo");
const undo = (page: Page) => undoBar(page).getByRole("button", { name: say("review.undo") });
const approve = (page: Page, title: string) =>
  waiting(page, title).getByRole("button", { name: say("review.approve"), exact: true });
const choice = (page: Page, title: string) => waiting(page, title).getByRole("checkbox", { name: say("review.choose") });
const tellsOf = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

/** Opens the queue, and leaves a mark by which a page is known that was not loaded anew. */
async function openQueue(page: Page, who: "reviewer" | "head" = "reviewer"): Promise<void> {
  await login(page, who);
  await page.goto("/staff/entries");
  await alive(page);
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
}

const isStillHere = (page: Page) => page.evaluate(() => "stillHere" in window);

/** Where a letter begins can be read: neither above the window, nor below, nor behind what can be undone. */
async function beginsInSight(page: Page, title: string): Promise<void> {
  const isInSight = () =>
    waiting(page, title).locator(".letter__title").evaluate((line) => {
      const { top, bottom } = line.getBoundingClientRect();
      return top >= document.querySelector(".undo")!.getBoundingClientRect().bottom && bottom <= innerHeight;
    });
  await expect.poll(isInSight, title).toBe(true);
}

/** What the family reads of its letter. */
async function familyReads(page: Page, title: string, state: string): Promise<void> {
  await page.goto("/entries");
  await expect(main(page).getByRole("article").filter({ hasText: title }).getByText(state, { exact: true })).toBeVisible();
}

test("a decision that is undone in time is none: the letter waits again, and the family never heard of it", async ({
  page,
  newPerson,
}) => {
  const family = await newPerson();
  await logInAs(family, tomatoes.family, password);
  await family.waitForURL("/home");
  await openQueue(page);
  const before = await articles(page).count();

  await approve(page, tomatoes.title).click();
  await expect(waiting(page, tomatoes.title)).toHaveCount(0);
  await expect(articles(page)).toHaveCount(before - 1);
  await expect(undoBar(page)).toContainText(say("review.undo_approved", tomatoes));
  await expect(undoBar(page)).toContainText(new RegExp(say("review.undo_left", { seconds: "[12]?\\d" })));
  expect(await isStillHere(page)).toBe(true);
  await expect(tellsOf(page, say("review.said_approved", { seconds: 30, title: tomatoes.title }))).toHaveCount(1);
  await familyReads(family, tomatoes.title, say("state.waiting"));

  await undo(page).click();
  await expect(tellsOf(page, say("review.done_undone"))).toHaveCount(1);
  await expect(waiting(page, tomatoes.title)).toBeFocused();
  await expect(undo(page)).toHaveCount(0);
  expect(await isStillHere(page)).toBe(true);
  await letDecisionsLeave(family);
  await familyReads(family, tomatoes.title, say("state.waiting"));
});

test("what comes back because it was undone is not told as a new letter", async ({ page }) => {
  await openQueue(page);
  await approve(page, tomatoes.title).click();
  await expect(waiting(page, tomatoes.title)).toHaveCount(0);
  // The page hears how the queue stands only when it has said that the decision is undone.
  const tell = await hold(page, "**/api/review-queue*");
  await undo(page).click();
  await expect(tellsOf(page, say("review.done_undone"))).toHaveCount(1);
  tell();
  await expect(waiting(page, tomatoes.title)).toBeFocused();
  await expect(tellsOf(page, say("review.done_undone"))).toHaveCount(1);
});

test("a return of which the page hears before it is answered is offered once to be undone", async ({ page }) => {
  await openQueue(page);
  const [title, before] = [await titleOf(page, 0), await articles(page).count()];
  const { promise: held, keep: answer } = later();
  await page.route("**/return", async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  const letter = waiting(page, title);
  await letter.getByText(say("review.return"), { exact: true }).click();
  await letter.getByLabel(say("reason.unclear_photo")).check();
  await letter.getByRole("button", { name: say("review.return_submit") }).click();
  await expect(undo(page)).toHaveCount(1);
  await expect(letter).toBeVisible();
  await expect(letter.getByText(say("review.gone")), "it is sent").toHaveCount(0);
  answer();
  await expect(articles(page)).toHaveCount(before - 1);
  await expect(undo(page)).toHaveCount(1);
  await undo(page).click();
  await expect(letter.getByLabel(say("reason.unclear_photo"))).toBeChecked();
  await expect(undo(page)).toHaveCount(0);
});

for (const [width, height] of [[360, 640], [768, 1024], [1280, 800]] as const) {
  test(`the letter that is read next begins in sight, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openQueue(page);
    const titles = await articles(page).locator(".letter__title").allInnerTexts();
    await page.locator("#main").focus();
    await page.keyboard.press("j");
    for (const [place, title] of titles.slice(0, 4).entries()) {
      await expect(waiting(page, title)).toBeFocused();
      await beginsInSight(page, title);
      await expect(approve(page, title)).toBeEnabled();
      if (place < 3) await page.keyboard.press("a");
    }
    for (const [key, title] of [["j", titles[4]!], ["k", titles[3]!]] as const) {
      await page.keyboard.press(key);
      await beginsInSight(page, title);
    }
    await page.keyboard.press("u");
    await expect(waiting(page, titles[2]!)).toBeFocused();
    await beginsInSight(page, titles[2]!);
  });
}

test("the key that takes back is heard at once, also while the decision is still on its way", async ({ page }) => {
  await openQueue(page);
  const before = await articles(page).count();
  // The page hears how the queue stands only at the end.
  const tell = await hold(page, "**/api/review-queue*");
  const [first, second] = [await titleOf(page, 0), await titleOf(page, 1)];

  await test.step("it has arrived, and the page has not heard yet how the queue stands", async () => {
    await waiting(page, first).focus();
    await page.keyboard.press("a");
    await expect(waiting(page, first)).toHaveCount(0);
    await expect(undoBar(page)).toContainText(first);
    await page.keyboard.press("u");
    await expect(tellsOf(page, say("review.done_undone"))).toHaveCount(1);
    await expect(undo(page)).toHaveCount(0);
  });

  await test.step("it is on its way", async () => {
    const arrive = await hold(page, "**/approve");
    const asked = page.waitForRequest("**/approve");
    await expect(approve(page, second)).toBeEnabled();
    await waiting(page, second).focus();
    await page.keyboard.press("a");
    await asked;
    await page.keyboard.press("u");
    await expect(waiting(page, second)).toBeFocused();
    const undone = page.waitForResponse("**/undo");
    arrive();
    expect((await undone).status()).toBe(204);
  });

  tell();
  await expect(articles(page)).toHaveCount(before);
  await expect(undo(page)).toHaveCount(0);
});

test("after half a minute a decision has left: the family reads it, and there is nothing to undo", async ({
  page,
  newPerson,
}) => {
  const family = await newPerson();
  await logInAs(family, tomatoes.family, password);
  await family.waitForURL("/home");
  await openQueue(page);
  await approve(page, tomatoes.title).click();
  const action = await undoBar(page).locator("form").getAttribute("action");
  await letDecisionsLeave(family);
  // The page hears of it by itself.
  await expect(undo(page)).toHaveCount(0);
  expect(await isStillHere(page)).toBe(true);
  await familyReads(family, tomatoes.title, say("state.delivered"));

  await test.step("whoever undoes it all the same is told that it is too late", async () => {
    const answer = await page.request.post(action!, { maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    await page.goto(answer.headers()["location"]!);
    await expect(main(page).getByText(say("review.done_too_late"))).toBeVisible();
    await familyReads(family, tomatoes.title, say("state.delivered"));
  });
});

test("the seconds until a decision leaves are counted down, and then nothing is offered any more", async ({ page }) => {
  test.slow();
  await openQueue(page);
  await approve(page, tomatoes.title).click();
  const seconds = async () => Number(/(\d+) 秒後送出/.exec(await undoBar(page).innerText())?.[1] ?? -1);
  await expect(undo(page)).toBeVisible();
  const first = await seconds();
  expect(first).toBeGreaterThan(20);
  await expect.poll(seconds).toBeLessThan(first - 1);
  await expect(undo(page)).toHaveCount(0, { timeout: 40_000 });
});

test("a letter that a family sends comes to the pages of all reviewers, and goes when one has decided", async ({
  page,
  newPerson,
}) => {
  const title = "剛剛寫的一則";
  const [head, family] = [await newPerson(), await newPerson()];
  await Promise.all([openQueue(page), openQueue(head, "head"), login(family, "family")]);
  const before = await articles(page).count();
  await write(family, { title, body: "小宇，今天的晚霞很漂亮。" });
  await send(family, say);
  for (const reviewer of [page, head]) {
    await expect(waiting(reviewer, title)).toBeVisible();
    await expect(articles(reviewer)).toHaveCount(before + 1);
    await expect(tellsOf(reviewer, say("review.live_new", { count: 1 }))).toHaveCount(1);
    await expect(main(reviewer).getByText(say("review.total", { count: before + 1 }))).toBeVisible();
  }

  await approve(page, title).click();
  for (const reviewer of [page, head]) {
    await expect(waiting(reviewer, title)).toHaveCount(0);
    expect(await isStillHere(reviewer)).toBe(true);
  }
  await expect(undo(page)).toBeVisible();
  // What somebody else decided is theirs to undo.
  await expect(undo(head)).toHaveCount(0);

  await undo(page).click();
  await expect(waiting(head, title)).toBeVisible();

  await family.goto("/entries");
  await main(family).getByRole("link", { name: title }).click();
  await main(family).getByText(say("entry.withdraw"), { exact: true }).click();
  await main(family).getByRole("button", { name: say("entry.withdraw_confirm") }).click();
  await expect(tellsOf(family, say("done.withdrawn"))).toBeVisible();
  for (const reviewer of [page, head]) await expect(waiting(reviewer, title)).toHaveCount(0);
});

test("what is new is told in the language of the page", async ({ page, newPerson }) => {
  const family = await newPerson();
  await login(page, "reviewer");
  await speak(page, "en");
  await page.goto("/staff/entries");
  await alive(page);
  await login(family, "family");
  await write(family, { title: "剛剛寫的一則", body: "小宇，今天的晚霞很漂亮。" });
  await send(family, say);
  await expect(waiting(page, "剛剛寫的一則")).toBeVisible();
  await expect(tellsOf(page, wordsOf("en")("review.live_new", { count: 1 }))).toHaveCount(1);
});

test("a letter that somebody is returning stays, with its words and a notice, when a colleague decides it", async ({
  page,
  newPerson,
  allow,
}) => {
  allow(409, 422);
  const advice = "照片有點暗，請在白天再拍一張。";
  const head = await newPerson();
  await Promise.all([openQueue(page), openQueue(head, "head")]);
  const [mine, other] = [await titleOf(page, 0), await titleOf(page, 1)];
  const letter = waiting(page, mine);
  await letter.getByText(say("review.return"), { exact: true }).click();
  await letter.getByLabel(say("reason.unclear_photo")).check();
  await letter.getByLabel(say("review.return_advice")).fill(advice);

  await approve(head, other).click();
  await approve(head, mine).click();
  await expect(waiting(page, other)).toHaveCount(0);
  await expect(letter.getByText(say("review.gone"))).toBeVisible();
  await expect(letter.getByLabel(say("reason.unclear_photo"))).toBeChecked();
  await expect(letter.getByLabel(say("review.return_advice"))).toHaveValue(advice);

  expect(await post(page, () => letter.getByRole("button", { name: say("review.return_submit") }).click())).toBe(422);
  const told = page.getByRole("alert").filter({ hasText: say("error.already_decided") });
  await expect(told).toBeVisible();
  await expect(told).toContainText(advice);
  await expect(undo(page)).toHaveCount(0);
});

test("who approves what a colleague has just decided is told, though the letter has left the page by then", async ({
  page,
  newPerson,
  allow,
}) => {
  allow(409);
  const head = await newPerson();
  await Promise.all([openQueue(page), openQueue(head, "head")]);
  const title = await titleOf(page, 0);
  // A slow line: the decision arrives after the colleague's.
  const arrive = await hold(page, "**/approve");
  const asked = page.waitForRequest("**/approve");
  await approve(page, title).click();
  await asked;
  await approve(head, title).click();
  await expect(undo(head)).toBeVisible();
  await expect(waiting(page, title)).toHaveCount(0);
  arrive();
  await expect(main(page).getByText(say("error.already_decided"))).toBeVisible();
});

test("a letter that a colleague has open says so, and can be taken over", async ({ page, newPerson }) => {
  const head = await newPerson();
  await Promise.all([openQueue(page), openQueue(head, "head")]);
  const title = await titleOf(page, 0);
  await articles(page).first().focus();
  const theirs = waiting(head, title);
  await expect(theirs.getByText(say("review.colleague", { name: "陳怡君" }))).toBeVisible();
  await expect(choice(head, title)).toBeDisabled();

  expect(await post(head, () => theirs.getByRole("button", { name: say("review.take") }).click())).toBe(303);
  await expect(head.getByRole("heading", { level: 1 })).toHaveText(say("review.entry_title"));
  await expect(waiting(page, title).getByText(say("review.colleague", { name: "黃志明" }))).toBeVisible();
});

test("the queue is cleared with the keyboard alone, and what was decided last is undone with it", async ({ page }) => {
  test.slow();
  await openQueue(page);
  const total = await articles(page).count();
  const [first, second, third] = [await titleOf(page, 0), await titleOf(page, 1), await titleOf(page, 2)];
  await page.locator("#main").focus();

  await test.step("j and k lead to and fro", async () => {
    await page.keyboard.press("j");
    await expect(waiting(page, first)).toBeFocused();
    await page.keyboard.press("j");
    await expect(waiting(page, second)).toBeFocused();
    await page.keyboard.press("k");
    await expect(waiting(page, first)).toBeFocused();
  });

  await test.step("x chooses what was looked at, and lets it go again", async () => {
    await expect(choice(page, first)).toBeEnabled();
    await page.keyboard.press("x");
    await expect(choice(page, first)).toBeChecked();
    await page.keyboard.press("x");
    await expect(choice(page, first)).not.toBeChecked();
  });

  await test.step("with another key they are the browser's", async () => {
    await page.keyboard.press("Control+a");
    await expect(waiting(page, first)).toBeFocused();
    await expect(articles(page)).toHaveCount(total);
  });

  await test.step("a approves, and the next letter has the focus", async () => {
    await page.keyboard.press("a");
    await expect(articles(page)).toHaveCount(total - 1);
    await expect(waiting(page, first)).toHaveCount(0);
    await expect(waiting(page, second)).toBeFocused();
    expect(await isStillHere(page)).toBe(true);
  });

  await test.step("u takes that back", async () => {
    await page.keyboard.press("u");
    await expect(tellsOf(page, say("review.done_undone"))).toHaveCount(1);
    await expect(waiting(page, first)).toBeFocused();
  });

  await test.step("r opens the form of a return, in which keys are letters", async () => {
    await page.keyboard.press("r");
    const form = waiting(page, first).getByRole("form", { name: say("review.return_title") });
    await expect(form.getByRole("group", { name: say("review.return_reasons") })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await expect(form.getByRole("checkbox").first()).toBeChecked();
    const advice = form.getByLabel(say("review.return_advice"));
    for (let step = 0; step < 12 && !(await advice.evaluate((one) => one === document.activeElement)); step += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("jakroux 請再拍一張");
    await expect(advice).toHaveValue("jakroux 請再拍一張");
    await page.keyboard.press("Tab");
    const submit = form.getByRole("button", { name: say("review.return_submit") });
    await expect(submit).toBeFocused();
    await expect(submit).toBeEnabled();
    await page.keyboard.press("Enter");
    await expect(undoBar(page).locator(".notice")).toHaveCount(1);
    await expect(undoBar(page)).toContainText(first);
    await expect(articles(page)).toHaveCount(total - 1);
    await expect(waiting(page, second)).toBeFocused();
  });

  await test.step("a as often as there are letters clears it", async () => {
    for (let left = total - 1; left > 0; left -= 1) {
      const title = await titleOf(page, 0);
      await expect(waiting(page, title)).toBeFocused();
      await expect(approve(page, title)).toBeEnabled();
      await page.keyboard.press("a");
      await expect(articles(page)).toHaveCount(left - 1);
      await expect(undoBar(page)).toContainText(title);
    }
    await expect(main(page).getByRole("heading", { name: say("review.empty_title") })).toBeVisible();
    await expect(waiting(page, third)).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });

  await test.step("and u brings the last one back", async () => {
    await page.keyboard.press("u");
    await expect(articles(page)).toHaveCount(1);
    await expect(articles(page).first()).toBeFocused();
    expect(await isStillHere(page)).toBe(true);
  });
});

test("a key that is held down approves one letter, and none of those that follow", async ({ page }) => {
  await openQueue(page);
  const total = await articles(page).count();
  const [first, second] = [await titleOf(page, 0), await titleOf(page, 1)];
  await waiting(page, first).focus();
  for (let pressed = 0; pressed < 20; pressed += 1) {
    // After the first time it is the same press, which repeats itself.
    await page.keyboard.down("a");
    await page.waitForTimeout(100);
  }
  await page.keyboard.up("a");
  await expect(waiting(page, second)).toBeFocused();
  await expect(articles(page)).toHaveCount(total - 1);
});

test("a double click approves one letter, and not the one that takes its place", async ({ page }) => {
  await openQueue(page);
  const total = await articles(page).count();
  const first = await titleOf(page, 0);
  await approve(page, first).dblclick();
  await expect(waiting(page, first)).toHaveCount(0);
  await expect(approve(page, await titleOf(page, 0))).toBeEnabled();
  await expect(articles(page)).toHaveCount(total - 1);

  await test.step("nor when the second click comes as soon as the letter has gone", async () => {
    await page.evaluate(async () => {
      const button = () => document.querySelector<HTMLButtonElement>(".review button[id^=approve]")!;
      const clicked = button();
      clicked.click();
      while (clicked.isConnected) await new Promise(requestAnimationFrame);
      button().click();
    });
    await expect(approve(page, await titleOf(page, 0))).toBeEnabled();
    await expect(articles(page)).toHaveCount(total - 2);
    await expect(undoBar(page).locator(".notice")).toHaveCount(2);
    await expect(page.getByRole("alert")).toHaveCount(0);
    expect(await isStillHere(page)).toBe(true);
  });
});

test("a letter is opened by whoever reads it, not by a mouse that passes over it", async ({ page }) => {
  await openQueue(page);
  const taken: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/take")) taken.push(request.url());
  });
  for (const letter of await articles(page).all()) {
    await letter.scrollIntoViewIfNeeded();
    const box = (await letter.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
  }
  await page.mouse.move(0, 0);
  await page.waitForTimeout(2_500);
  expect(taken).toEqual([]);

  await test.step("where it rests for a while, somebody reads", async () => {
    const title = await titleOf(page, 0);
    await waiting(page, title).locator(".letter__title").hover();
    await expect(choice(page, title)).toBeEnabled();
    expect(taken).toHaveLength(1);
  });

  await test.step("and where it clicks", async () => {
    const title = await titleOf(page, 1);
    await waiting(page, title).locator(".letter__title").click();
    await expect(choice(page, title)).toBeEnabled({ timeout: 1_500 });
  });
});

test("a return that is undone is there again as it was written, and another one that was begun stays", async ({
  page,
}) => {
  await openQueue(page);
  const total = await articles(page).count();
  const [first, second] = [await titleOf(page, 0), await titleOf(page, 1)];
  const opened = async (title: string, advice: string) => {
    await waiting(page, title).getByText(say("review.return"), { exact: true }).click();
    const field = waiting(page, title).getByLabel(say("review.return_advice"));
    await field.fill(advice);
    return field;
  };
  const begun = await opened(second, "這一則還沒寫完");
  const written = await opened(first, "請在白天再拍一張。");
  await waiting(page, first).getByLabel(say("reason.unclear_photo")).check();
  await waiting(page, first).getByRole("button", { name: say("review.return_submit") }).click();
  await expect(articles(page)).toHaveCount(total - 1);
  await expect(tellsOf(page, say("review.said_returned", { seconds: 30, title: first }))).toHaveCount(1);
  await expect(waiting(page, second)).toBeFocused();
  await expect(begun).toHaveValue("這一則還沒寫完");

  await undo(page).click();
  await expect(waiting(page, first)).toBeFocused();
  await expect(written).toHaveValue("請在白天再拍一張。");
  await expect(waiting(page, first).getByLabel(say("reason.unclear_photo"))).toBeChecked();
  await expect(begun).toHaveValue("這一則還沒寫完");
  expect(await isStillHere(page)).toBe(true);
});

test("a return that says nothing is told so where it is, and nothing else on the page is lost", async ({ page }) => {
  await openQueue(page);
  const letter = waiting(page, await titleOf(page, 0));
  await letter.getByText(say("review.return"), { exact: true }).click();
  await letter.getByRole("button", { name: say("review.return_submit") }).click();
  await expect(letter.getByText(say("error.reasons_missing"))).toBeVisible();
  await expect(letter.getByRole("group", { name: say("review.return_reasons") })).toBeFocused();
  expect(await isStillHere(page)).toBe(true);
});

test("a return that was sent before the page was loaded is undone to a page with what it said", async ({ page }) => {
  await openQueue(page);
  const title = await titleOf(page, 0);
  const letter = waiting(page, title);
  await letter.getByText(say("review.return"), { exact: true }).click();
  await letter.getByLabel(say("review.return_advice")).fill("請在白天再拍一張。");
  await letter.getByRole("button", { name: say("review.return_submit") }).click();
  await expect(undo(page)).toBeVisible();
  await page.goto("/staff/entries?filter=new");
  await alive(page);
  expect(await post(page, () => undo(page).click())).toBe(200);
  await expect(tellsOf(page, say("review.done_undone"))).toBeVisible();
  await expect(main(page).getByLabel(say("review.return_advice"))).toHaveValue("請在白天再拍一張。");
  expect(await post(page, () => main(page).getByRole("button", { name: say("review.return_submit") }).click())).toBe(303);
  await expect(undoBar(page)).toContainText(title);
});

const events = "**/staff/entries/events";
const silence = (page: Page, text: string) => main(page).locator(".notice").filter({ hasText: text });

test("what changed before the page could hear of it is there once it hears", async ({ page, newPerson }) => {
  const begin = await hold(page, events);
  const head = await newPerson();
  await Promise.all([openQueue(page), openQueue(head, "head")]);
  const title = await titleOf(page, 0);
  await approve(head, title).click();
  await expect(undo(head)).toBeVisible();
  await expect(waiting(page, title)).toBeVisible();
  begin();
  await expect(waiting(page, title)).toHaveCount(0);
});

test("a page that hears of no changes says so, and goes on when it hears again", async ({ page, newPerson, allow }) => {
  test.slow();
  allow(503);
  await page.route(events, (route) => route.fulfill({ status: 503 }));
  await openQueue(page);
  const silent = silence(page, say("review.live_down"));
  await expect(silent).toBeVisible();
  await expect(silent.getByRole("link", { name: say("review.live_reload") })).toHaveAttribute("href", "/staff/entries");
  await expect(tellsOf(page, say("review.live_down"))).toHaveCount(1);

  await page.unroute(events);
  await expect(silent).toHaveCount(0, { timeout: 30_000 });
  const head = await newPerson();
  await openQueue(head, "head");
  const title = await titleOf(page, 0);
  await approve(head, title).click();
  await expect(waiting(page, title)).toHaveCount(0);
  expect(await isStillHere(page)).toBe(true);
});

test("a page whose session is over says so, and where to log in", async ({ page, allow }) => {
  test.slow();
  allow(401);
  await page.route(events, (route) => route.fulfill({ status: 204 }));
  await openQueue(page);
  await expect(silence(page, say("review.live_down"))).toBeVisible();
  await page.context().clearCookies();
  const over = silence(page, say("review.live_over"));
  await expect(over).toBeVisible({ timeout: 30_000 });
  await over.getByRole("link", { name: say("review.live_log_in") }).click();
  await page.waitForURL("/login?next=*");
});

for (const viewport of [
  { width: 320, height: 640 },
  { width: 1280, height: 800 },
]) {
  test(`what can be undone never covers the letters, ${viewport.width} pixels wide`, async ({ page }) => {
    test.slow();
    await page.setViewportSize(viewport);
    await openQueue(page);
    for (let left = await articles(page).count(); left > 0; left -= 1) {
      const letter = articles(page).first();
      await letter.getByRole("button", { name: say("review.approve"), exact: true }).click();
      await expect(articles(page)).toHaveCount(left - 1);
    }
    await expect(main(page).getByRole("heading", { name: say("review.empty_title") })).toBeVisible();
  });
}

test("the keys can be switched off", async ({ page }) => {
  await openQueue(page);
  await page.getByRole("checkbox", { name: say("application_keys.on") }).uncheck();
  await page.locator("#main").focus();
  await page.keyboard.press("j");
  await expect(page.locator("#main")).toBeFocused();
});

test("letters that were looked at are chosen and approved together; others cannot be", async ({ page }) => {
  await openQueue(page);
  const [first, second, third] = [await titleOf(page, 0), await titleOf(page, 1), await titleOf(page, 2)];
  for (const title of [first, second, third]) await expect(choice(page, title)).toBeDisabled();
  await expect(waiting(page, third).getByText(say("review.choose_hint"))).toBeVisible();
  for (const title of [first, second]) {
    await waiting(page, title).focus();
    await expect(choice(page, title)).toBeEnabled();
    await page.keyboard.press("x");
    await expect(choice(page, title)).toBeChecked();
  }
  await expect(choice(page, third)).toBeDisabled();
  const unread = await choice(page, third).getAttribute("value");
  const together = page.locator("#together").getByRole("button", { name: say("review.together") });
  expect(await post(page, () => together.press("Enter"))).toBe(303);
  await expect(tellsOf(page, say("review.done_many", { count: 2 }))).toBeVisible();
  for (const title of [first, second]) {
    await expect(waiting(page, title)).toHaveCount(0);
    await expect(undoBar(page)).toContainText(title);
  }
  await expect(waiting(page, third)).toBeVisible();

  await test.step("nor does the server approve what nobody has opened", async () => {
    const answer = await page.request.post("/staff/entries/approve", { form: { entry: unread! }, maxRedirects: 0 });
    await page.goto(answer.headers()["location"]!);
    await expect(tellsOf(page, say("review.done_unread", { count: 1 }))).toBeVisible();
    await expect(waiting(page, third)).toBeVisible();
  });
});

test("a number is looked for, and one kind of letters is shown", async ({ page }) => {
  await openQueue(page);
  const total = await articles(page).count();
  await page.locator("#q").fill(tomatoes.callNumber);
  await page.locator("#q").press("Enter");
  await expect(articles(page)).toHaveCount(1);
  await expect(waiting(page, tomatoes.title)).toBeVisible();
  await main(page).getByRole("link", { name: say("application_queue.search_clear") }).click();
  await expect(articles(page)).toHaveCount(total);
  const filters = page.getByRole("navigation", { name: say("review.filter_label") });
  await filters.getByRole("link", { name: say("review.filter_corrected") }).click();
  await expect(filters.getByRole("link", { name: say("review.filter_corrected") })).toHaveAttribute("aria-current", "page");
  for (const letter of await articles(page).all()) {
    await expect(letter.getByText(new RegExp(say("review.round", { round: "\\d" })))).toBeVisible();
  }
  expect(await articles(page).count()).toBeGreaterThan(0);
  expect(await articles(page).count()).toBeLessThan(total);
});

test("the words that an institution watches for are marked for its staff, and for nobody else", async ({
  page,
  newPerson,
}) => {
  const [admin, family] = [await newPerson(), await newPerson()];
  await login(admin, "admin");
  await admin.goto("/staff/settings");
  await fillIn(admin, { watch_words: "番茄\n小宇*漂亮\n##:##" });
  expect(await post(admin, () => main(admin).getByRole("button", { name: say("settings.save") }).click())).toBe(303);
  await expect(tellsOf(admin, say("settings.done"))).toBeVisible();

  const title = "晚霞";
  await login(family, "family");
  await write(family, { title, body: "小宇，今天的晚霞很漂亮，18:05 拍的。" });
  await expect(family.locator("mark")).toHaveCount(0);
  await send(family, say);

  await openQueue(page);
  const marked = (name: string) => waiting(page, name).locator(".letter mark");
  await expect(marked(tomatoes.title)).toHaveText(["番茄", "番茄"]);
  await expect(marked(title)).toHaveText(["小宇，今天的晚霞很漂亮", "18:05"]);
  await waiting(page, title).getByRole("link", { name: say("review.open") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("review.entry_title"));
  await expect(main(page).locator(".letter mark")).toHaveText(["小宇，今天的晚霞很漂亮", "18:05"]);
});

test("a reason that the institution adds is ticked, previewed and read by the family", async ({ page, newPerson }) => {
  const [admin, family] = [await newPerson(), await newPerson()];
  const reason = "請不要寫到球隊其他同學的名字";
  await login(admin, "admin");
  await admin.goto("/staff/settings");
  const own = main(admin).getByRole("group", { name: say("settings.own_letter_reasons") });
  await own.getByLabel(say("settings.own_text", { number: 2 }), { exact: true }).fill(reason);
  expect(await post(admin, () => main(admin).getByRole("button", { name: say("settings.save") }).click())).toBe(303);
  await expect(own.getByLabel(say("settings.own_text", { number: 2 }), { exact: true })).toHaveValue(reason);

  const title = "球隊";
  await login(family, "family");
  await write(family, { title, body: "小宇，你們球隊的大熊和阿布今天來找我。" });
  await send(family, say);

  await openQueue(page);
  const letter = waiting(page, title);
  await letter.getByText(say("review.return"), { exact: true }).click();
  await letter.getByRole("checkbox", { name: reason }).check();
  await expect(letter.locator(".preview")).toContainText(reason);
  await letter.getByRole("button", { name: say("review.return_submit") }).click();
  await expect(waiting(page, title)).toHaveCount(0);
});

test("all students who were found are ticked at once", async ({ page }) => {
  await login(page, "reviewer");
  await page.goto("/staff/restrictions/new");
  await alive(page);
  await main(page).getByRole("button", { name: say("choose_students.all") }).click();
  const boxes = main(page).getByRole("checkbox");
  expect(await boxes.count()).toBeGreaterThan(20);
  for (const box of await boxes.all()) await expect(box).toBeChecked();
});
