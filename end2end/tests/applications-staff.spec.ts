import { apply, open, press } from "../helpers/applying.ts";
import { alive, login, main, post } from "../helpers/people.ts";
import { expect, test } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");
const advice = "請在亮一點的地方再拍一次。";

test("a reviewer returns one request, and the next one follows to be approved", async ({
  page,
  newPerson,
  javaScriptEnabled,
}) => {
  await login(page, "family");
  await apply(page, say, "1002", javaScriptEnabled);
  const reviewer = await newPerson({ javaScriptEnabled });
  await login(reviewer, "reviewer");

  await test.step("finds it in the queue by its call number", async () => {
    await reviewer.goto("/staff/applications");
    await reviewer.locator("#q").fill("1002");
    await press(reviewer, say("application_queue.search_submit"));
    await expect(main(reviewer).getByRole("link", { name: "陳冠廷 · 1002" })).toBeVisible();
    await expect(main(reviewer).getByRole("link", { name: "宋承翰 · 1014" })).toHaveCount(0);
  });

  await test.step("sees what was typed beside the documents", async () => {
    await open(reviewer, "陳冠廷");
    await expect(main(reviewer)).toContainText("A200000012");
    const visible = main(reviewer).locator("figure.sheet:visible");
    if (javaScriptEnabled) {
      await alive(reviewer);
      await expect(visible).toHaveCount(1);
      await press(reviewer, say("document_viewer.next"));
      await expect(visible.locator("figcaption")).toContainText(say("document_viewer.relationship"));
      await press(reviewer, say("document_viewer.larger"));
      await press(reviewer, say("document_viewer.turn"));
      await expect(visible.locator("img")).toHaveCSS("position", "absolute");
    } else {
      await expect(visible).toHaveCount(2);
    }
  });

  await test.step("sees what the family will read, and returns it", async () => {
    await reviewer.locator("#return > summary").click();
    await main(reviewer).getByLabel(say("usual_reason.identity_unclear")).check();
    await reviewer.locator("#suggestion").fill(advice);
    if (!javaScriptEnabled) {
      expect(await post(reviewer, () => press(reviewer, say("application_review.preview_button")))).toBe(200);
    }
    await expect(main(reviewer).locator(".preview")).toContainText(advice);
    await expect(main(reviewer).locator(".preview")).toContainText(say("usual_reason.identity_unclear"));
    expect(await post(reviewer, () => press(reviewer, say("application_review.return_submit")))).toBe(303);
    await expect(reviewer.getByRole("status").filter({ hasText: say("application_queue.done_returned") })).toBeVisible();
  });

  await test.step("the one that waits longest is there by itself and is approved, and the next one follows", async () => {
    await expect(reviewer.getByRole("heading", { level: 1 })).toContainText("潘冠宇");
    await reviewer.locator("#approve > summary").click();
    expect(await post(reviewer, () => press(reviewer, say("application_review.approve_yes")))).toBe(303);
    await expect(reviewer).toHaveURL(/\/staff\/applications\/[^/]+\?done=approved$/);
    await expect(reviewer.getByRole("heading", { level: 1 })).toContainText("宋承翰");
  });

  await test.step("the family reads why", async () => {
    await page.goto("/applications");
    await expect(main(page)).toContainText(advice);
  });
});

test("two people on one request: the second sees who has it and keeps what was written", async ({
  page,
  newPerson,
  allow,
  javaScriptEnabled,
}) => {
  allow(422);
  await login(page, "family");
  await apply(page, say, "1004", javaScriptEnabled);
  const reviewer = await newPerson({ javaScriptEnabled });
  const head = await newPerson({ javaScriptEnabled });
  await login(reviewer, "reviewer");
  await login(head, "head");
  await open(reviewer, "張家豪");
  await open(head, "張家豪");
  await expect(main(head)).toContainText("陳怡君");
  await post(head, () => press(head, say("application_review.take")));
  await head.locator("#approve > summary").click();
  expect(await post(head, () => press(head, say("application_review.approve_yes")))).toBe(303);

  if (javaScriptEnabled) await alive(reviewer);
  await reviewer.locator("#return > summary").click();
  await reviewer.locator("#suggestion").fill(advice);
  expect(await post(reviewer, () => press(reviewer, say("application_review.return_submit")))).toBe(422);
  await expect(main(reviewer)).toContainText(say("application_review.already_decided"));
  await expect(reviewer.locator("#unsaid")).toHaveValue(advice);
});

test("a request is decided with the keyboard alone", async ({ page, newPerson, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, "the keys are there only when the page is alive");
  await login(page, "family");
  await apply(page, say, "1005", javaScriptEnabled);
  const reviewer = await newPerson();
  await login(reviewer, "reviewer");
  await open(reviewer, "李承恩");
  await alive(reviewer);
  await expect(main(reviewer).getByRole("heading", { name: say("application_keys.title") })).toBeVisible();
  const shown = main(reviewer).locator("figure.sheet:visible figcaption");

  await reviewer.keyboard.press("n");
  await expect(shown).toContainText(say("document_viewer.relationship"));
  await reviewer.keyboard.press("p");
  await expect(shown).toContainText(say("document_viewer.identity"));

  // Inside a field a letter is a letter.
  await reviewer.keyboard.press("r");
  await reviewer.locator("#suggestion").focus();
  await reviewer.keyboard.type("nap");
  await expect(reviewer.locator("#suggestion")).toHaveValue("nap");
  await expect(shown).toContainText(say("document_viewer.identity"));

  await reviewer.locator("#documents").focus();
  await reviewer.keyboard.press("a");
  await expect(reviewer.locator("#approve-yes")).toBeFocused();
  expect(await post(reviewer, () => reviewer.keyboard.press("Enter"))).toBe(303);
});

test("an admin tightens a limit, and the family's form counts to it", async ({ page, newPerson, allow, javaScriptEnabled }) => {
  allow(422);
  const admin = await newPerson({ javaScriptEnabled });
  await login(admin, "admin");
  await admin.goto("/staff/settings");
  if (javaScriptEnabled) await alive(admin);
  await admin.locator("#body").fill("200");
  expect(await post(admin, () => press(admin, say("settings.save")))).toBe(422);
  await expect(admin.locator("#body")).toHaveValue("200");
  await expect(admin.locator("#body-error")).toContainText(say("settings.body_range", { least: 1, most: 150 }));
  await admin.locator("#body").fill("100");
  expect(await post(admin, () => press(admin, say("settings.save")))).toBe(303);
  await expect(admin.getByRole("status").filter({ hasText: say("settings.done") })).toBeVisible();

  await login(page, "family");
  await page.goto("/entries/new");
  await expect(page.locator("#body-counter")).toContainText(say("counter.text", { count: 0, limit: 100 }));
});
