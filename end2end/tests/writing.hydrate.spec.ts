import type { Request } from "@playwright/test";
import { alive, fill, login, main, speak } from "../helpers/people.ts";
import { lengthOf, specimen } from "../helpers/photos.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { emoji, exactly } from "../helpers/text.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

const counted = (count: number) => say("counter.text", { count, limit: 150 });

async function openForm(page: Page): Promise<void> {
  await login(page, "family");
  await page.goto("/entries/new");
  await alive(page);
}

test("the counter counts as people do while they type", async ({ page }) => {
  await openForm(page);
  const counter = page.locator("#body-counter");
  await expect(counter).toHaveText(counted(0));
  await page.locator("#body").pressSequentially("小宇你好");
  await expect(counter).toHaveText(counted(4));
  await page.keyboard.insertText(emoji);
  await expect(counter).toHaveText(counted(5));
  await page.keyboard.insertText("\r\n早\r\n安");
  await expect(counter).toHaveText(counted(9));
  await page.locator("#body").fill("  \n 好  ");
  await expect(counter).toHaveText(counted(1));
});

test("the counter says how much is too much, and does not cut anything off", async ({ page }) => {
  await openForm(page);
  const counter = page.locator("#body-counter");
  await page.locator("#body").fill(exactly(150, ""));
  await expect(counter).toHaveText(counted(150));
  await expect(counter).not.toHaveClass(/counter--over/);
  await page.locator("#body").press("End");
  await page.keyboard.insertText("啊啊");
  await expect(counter).toHaveText(say("counter.over", { count: 152, limit: 150, over: 2 }));
  await expect(counter).toHaveClass(/counter--over/);
  await expect(page.locator("#body")).toHaveValue(exactly(150, "") + "啊啊");
});

test("what was typed before the page came to life is counted too", async ({ page }) => {
  await login(page, "family");
  // A slow line: the code comes two seconds after the page.
  await page.route("**/pkg/*.wasm", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await route.continue();
  });
  await page.goto("/entries/new", { waitUntil: "commit" });
  await page.locator("#body").fill("早安");
  await alive(page);
  await expect(page.locator("#body")).toHaveValue("早安");
  await expect(page.locator("#body-counter")).toHaveText(counted(2));
});

/** What no browser can draw, one byte larger than it may be. */
const tooLarge = {
  name: "too-large.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(10 * 1024 * 1024 - 3)]),
};

for (const [name, file, key] of [
  ["a text", "text-named.jpg", "error.photo_kind"],
  ["a HEIC that the browser does not know", "iphone.heic", "error.photo_heic"],
  ["an empty file", "empty.jpg", "error.photo_empty"],
  ["a file of 10 MiB and one byte that the browser cannot draw", tooLarge, "error.photo_size"],
] as const) {
  test(`${name} is refused at once, without travelling, and another photo may follow`, async ({ page }) => {
    await openForm(page);
    const sent: Request[] = [];
    page.on("request", (request) => sent.push(request));
    await page.locator("#photo").setInputFiles(typeof file === "string" ? specimen(file) : file);
    await expect(page.locator("#photo-error")).toContainText(say(key, { megabytes: 10 }));
    await expect(page.locator("#photo")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#photo")).toHaveValue("");
    // The words alone may be on their way.
    for (const request of sent) expect(await lengthOf(request)).toBeLessThan(2000);

    await fill(page, { photo: specimen("small-1.jpg") });
    await expect(page.locator("#photo-error")).toHaveCount(0);
    const preview = page.locator(".photo-field__image");
    await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  });
}

test("when it can be sent is told of the book that is chosen, and follows the choice", async ({ page }) => {
  await openForm(page);
  const told = main(page).getByText(say("new.can_send"), { exact: true });
  await expect(told).toBeVisible();
  const book = page.locator("#book");
  const chosen = await book.inputValue();
  await book.selectOption("");
  await expect(told).toHaveCount(0);
  await book.selectOption(chosen);
  await expect(told).toBeVisible();
});

test("in the portal's table what came back is called as in the printed steps, and opens the reasons", async ({ page }) => {
  await login(page, "family");
  await page.goto("/entries?view=table");
  await alive(page);
  const table = main(page).getByRole("table");
  await expect(table.getByText("審核通過", { exact: true }).first()).toBeVisible();
  await table.getByRole("link", { name: "審核未通過" }).first().click();
  await expect(page.getByRole("dialog")).toContainText(say("entries.dialog_title"));
});

test("a kept photo can be taken out again", async ({ page }) => {
  await openForm(page);
  await fill(page, { title: "有照片", body: "先放，再拿掉", photo: specimen("small-1.jpg") });
  await page.locator("button[value=preview]").click();
  await main(page).getByRole("link", { name: say("entry.edit") }).click();
  await main(page).getByRole("button", { name: say("field.photo_remove") }).click();
  await expect(main(page).locator("img")).toHaveCount(0);
});

test("a link of the menu changes the page without loading it anew, and moves the focus there", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await login(page, "family");
  await alive(page);
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  const menu = page.getByRole("navigation", { name: say("nav.label") });
  await menu.getByRole("link", { name: say("nav.entries") }).click();
  await page.waitForURL("/entries");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("entries.title"));
  await expect(page).toHaveTitle(say("site.page_title", { title: say("entries.title") }));
  await expect(menu.getByRole("link", { name: say("nav.entries") })).toHaveAttribute("aria-current", "page");
  await expect(page.locator("#main")).toBeFocused();
  await menu.getByRole("link", { name: say("nav.new") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("new.title"));
  await expect(page.locator("#main")).toBeFocused();
  // The page begins at its top, as one that was loaded would, although the focus is below its head.
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("entries.title"));
  expect(await page.evaluate(() => "stillHere" in window)).toBe(true);
});

test("the language is chosen on the page that one is on, after moving there without loading", async ({ page }) => {
  await login(page, "family");
  await alive(page);
  await page.getByRole("navigation", { name: say("nav.label") }).getByRole("link", { name: say("nav.entries") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("entries.title"));
  await speak(page, "en");
  await page.waitForURL("/entries");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(wordsOf("en")("entries.title"));
});

test("the staff area's code comes only to staff, when they go there", async ({ page, newPerson }) => {
  const codeOf = (person: Page) => {
    const loaded: string[] = [];
    person.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith(".wasm")) loaded.push(pathname);
    });
    // The build names a lazy part after the function that draws it.
    return () => loaded.filter((file) => file.includes("staff_area"));
  };
  const familys = codeOf(page);
  await login(page, "family");
  for (const address of ["/home", "/entries", "/entries/new"]) {
    await page.goto(address);
    await alive(page);
  }
  expect(familys()).toEqual([]);

  const reviewer = await newPerson();
  const staffs = codeOf(reviewer);
  await reviewer.goto("/login");
  await alive(reviewer);
  expect(staffs()).toEqual([]);
  await login(reviewer, "reviewer");
  await alive(reviewer);
  expect(staffs()).not.toEqual([]);
  await reviewer.evaluate(() => Object.assign(window, { stillHere: true }));
  await main(reviewer).getByRole("link", { name: say("staff.start_review") }).click();
  await expect(reviewer.getByRole("article").first()).toBeVisible();
  expect(await reviewer.evaluate(() => "stillHere" in window)).toBe(true);
});
