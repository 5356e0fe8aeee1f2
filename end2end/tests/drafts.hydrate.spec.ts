import type { Request } from "@playwright/test";
import { readFileSync } from "node:fs";
import { alive, fill, goOn, login, main, post, save, send, speak } from "../helpers/people.ts";
import { cornersOf, download, lengthOf, sizeOfJpeg, specimen } from "../helpers/photos.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { exactly } from "../helpers/text.ts";
import { languages, wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

const draftAddress = /\/entries\/[0-9a-f-]{36}\/edit$/;

const counter = (page: Page) => page.locator("#body-counter");
const note = (page: Page) => page.locator(".draft-state");
const picture = (page: Page) => page.locator(".photo-field__image");
const trouble = (page: Page, title: string) =>
  page.getByRole("alert").filter({ has: page.getByRole("heading", { name: title }) });

async function openForm(page: Page): Promise<void> {
  await login(page, "family");
  await page.goto("/entries/new");
  await alive(page);
}

/** What was typed last is safe: the note says when. */
async function isSaved(page: Page, words = say): Promise<void> {
  const at = words("draft.saved", { at: "\\d{2}:\\d{2}" });
  await expect(note(page)).toHaveText(new RegExp(`^${at}$`), { timeout: 20_000 });
}

/** Writes a draft that has saved itself, and gives its address. */
async function begin(page: Page, title: string, body: string): Promise<string> {
  await openForm(page);
  await fill(page, { title, body });
  await isSaved(page);
  await expect(page).toHaveURL(draftAddress);
  return new URL(page.url()).pathname;
}

/** Changes the words, and waits until they have been saved. */
async function rewrite(page: Page, body: string): Promise<void> {
  const saved = page.waitForResponse((response) => isSave(response.request()) && response.ok());
  await page.locator("#body").fill(body);
  await saved;
  await isSaved(page);
}

const isSave = (request: Request) => request.method() === "POST" && request.resourceType() === "xhr";

/** What saves itself from now on. */
function savesOf(page: Page): Request[] {
  const saves: Request[] = [];
  page.on("request", (request) => {
    if (isSave(request)) saves.push(request);
  });
  return saves;
}

for (const language of languages) {
  test(`a draft saves itself, says when, and a reload finds it, in ${language}`, async ({ page }) => {
    const say = wordsOf(language);
    await login(page, "family");
    await speak(page, language);
    await page.goto("/entries/new");
    await alive(page);
    await expect(note(page)).toBeEmpty();
    const saves = savesOf(page);
    await fill(page, { title: "還沒寫完", body: "小宇，今天" });
    await isSaved(page, say);
    await expect(page).toHaveURL(draftAddress);
    // The page is at another address now, and as much alive there.
    await alive(page);
    // One save for both fields: it waits until the keys are still.
    expect(saves.length).toBe(1);
    await page.reload();
    await expect(page.locator("#title")).toHaveValue("還沒寫完");
    await expect(page.locator("#body")).toHaveValue("小宇，今天");
    await alive(page);
    expect(saves.length).toBe(1);

    await fill(page, { body: "小宇，今天的晚霞很漂亮。" });
    expect(await post(page, () => goOn(page))).toBe(303);
    await expect(page.locator(".letter__body")).toHaveText("小宇，今天的晚霞很漂亮。");
  });
}

test("the button pressed at once takes the last words along", async ({ page }) => {
  await openForm(page);
  await fill(page, { title: "馬上", body: "寫完就按" });
  expect(await post(page, () => save(page))).toBe(303);
  await page.waitForURL("/entries?done=saved");
  await expect(main(page).getByRole("article").filter({ hasText: "馬上" })).toHaveCount(1);
});

test("a draft survives its tab: another one, and another device, lead to it and go on", async ({
  page,
  context,
  newPerson,
}) => {
  await begin(page, "阿嬤的話", "小宇，阿嬤說");
  await page.close();

  const next = await context.newPage();
  await test.step("a new form tells of it", async () => {
    await next.goto("/entries/new");
    await expect(next.locator("#title")).toHaveValue("");
    const waits = next.locator(".notice").filter({ hasText: say("new.draft_waiting", { title: "阿嬤的話" }) });
    await waits.getByRole("link", { name: say("entry.continue") }).click();
    await expect(next.locator("#body")).toHaveValue("小宇，阿嬤說");
    await alive(next);
    await rewrite(next, "小宇，阿嬤說她很好");
    await next.close();
  });

  await test.step("and so does the home page, on another device", async () => {
    const device = await newPerson();
    await login(device, "family");
    const waits = device.locator(".notice").filter({ hasText: say("home.draft", { title: "阿嬤的話" }) });
    await waits.getByRole("link", { name: say("home.draft_action") }).click();
    await expect(device.locator("#title")).toHaveValue("阿嬤的話");
    await expect(device.locator("#body")).toHaveValue("小宇，阿嬤說她很好");
  });
});

test("two tabs do not overwrite each other: the second one is told, and decides", async ({ page, context, allow }) => {
  allow(409);
  const address = await begin(page, "兩個分頁", "最早的字");
  const other = await context.newPage();
  await other.goto(address);
  await alive(other);
  await rewrite(page, "第一頁的字");

  await other.locator("#body").fill("第二頁的字");
  const told = trouble(other, say("draft.overtaken_title"));
  await expect(told).toBeVisible();
  await expect(other.locator("#body")).toHaveValue("第二頁的字");

  await test.step("no button of the form goes past the question", async () => {
    await goOn(other);
    await expect(other.locator("#draft-trouble")).toBeFocused();
    await expect(other).toHaveURL(address);
  });

  await test.step("the words of the other tab can be looked at", async () => {
    const opened = context.waitForEvent("page");
    await told.getByRole("link", { name: say("draft.overtaken_look") }).click();
    const third = await opened;
    await third.waitForURL(address);
    await expect(third.locator("#body")).toHaveValue("第一頁的字");
    await third.close();
    await expect(other.locator("#body")).toHaveValue("第二頁的字");
    await expect(told).toBeVisible();
  });

  await test.step("or be replaced by the ones of this page", async () => {
    await told.getByRole("button", { name: say("draft.overtaken_keep") }).click();
    await isSaved(other);
    await expect(told).toHaveCount(0);
    await other.reload();
    await expect(other.locator("#body")).toHaveValue("第二頁的字");
  });

  await test.step("then it is the first tab that is told", async () => {
    await page.locator("#body").fill("第一頁還想說的");
    await expect(trouble(page, say("draft.overtaken_title"))).toBeVisible();
    await expect(page.locator("#body")).toHaveValue("第一頁還想說的");
  });
});

test("what was sent from another tab is not changed any more, and that is told", async ({ page, context, allow }) => {
  allow(410);
  const address = await begin(page, "送出的", "在另一頁送出");
  const other = await context.newPage();
  await other.goto(address);
  expect(await post(other, () => goOn(other))).toBe(303);
  await send(other, say);
  await page.locator("#body").fill("這裡還開著");
  await expect(trouble(page, say("draft.sent_title"))).toBeVisible();
  await expect(page.locator("#body")).toHaveValue("這裡還開著");
  await other.reload();
  await expect(other.locator(".letter__body")).toHaveText("在另一頁送出");
});

test("a draft that was deleted from another tab is told as such, and what is typed becomes a new one", async ({
  page,
  context,
  allow,
}) => {
  allow(404);
  const address = await begin(page, "刪掉的", "在這裡寫的");
  await page.reload();
  await alive(page);
  const other = await context.newPage();
  await other.goto(address.replace("/edit", ""));
  await main(other).getByText(say("entry.discard"), { exact: true }).click();
  await main(other).getByRole("button", { name: say("entry.discard_confirm") }).click();
  await other.waitForURL("/entries?done=discarded");

  await page.locator("#body").fill("還沒寫完的話");
  const told = trouble(page, say("draft.gone_title"));
  await expect(told).toBeVisible();

  await test.step("no button of the form loses it", async () => {
    await goOn(page);
    await expect(page.locator("#draft-trouble")).toBeFocused();
    await expect(page.locator("#body")).toHaveValue("還沒寫完的話");
  });

  await test.step("it is kept as a new one, and goes on there", async () => {
    await told.getByRole("button", { name: say("draft.gone_keep") }).click();
    await isSaved(page);
    await expect(told).toHaveCount(0);
    await expect(page).toHaveURL(draftAddress);
    const now = new URL(page.url()).pathname;
    expect(now).not.toBe(address);
    await rewrite(page, "寫完了");
    expect(new URL(page.url()).pathname).toBe(now);
    await page.reload();
    await expect(page.locator("#body")).toHaveValue("寫完了");
    await page.goto("/entries");
    await expect(main(page).getByRole("article").filter({ hasText: "刪掉的" })).toHaveCount(1);
  });
});

test("what was typed before the page came to life is saved without another key", async ({ page }) => {
  await login(page, "family");
  // A slow line: the code comes two seconds after the page.
  await page.route("**/pkg/*.wasm", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await route.continue();
  });
  await page.goto("/entries/new", { waitUntil: "commit" });
  await page.locator("#title").fill("還沒活過來");
  await page.locator("#body").fill("就寫好了");
  await alive(page);
  await isSaved(page);
  await page.reload();
  await expect(page.locator("#title")).toHaveValue("還沒活過來");
  await expect(page.locator("#body")).toHaveValue("就寫好了");
});

test("a form that nobody touched saves nothing when it comes to life or is left", async ({ page, context }) => {
  await openForm(page);
  const saves = savesOf(page);
  await page.waitForTimeout(2500);
  expect(saves.length).toBe(0);
  await page.close({ runBeforeUnload: true });
  const next = await context.newPage();
  await next.goto("/entries");
  await expect(main(next).getByText(say("new.no_title"))).toHaveCount(0);
});

/** Closes the tab as a person does, at once after typing. */
async function typeAndClose(page: Page, body: string): Promise<void> {
  await page.locator("#body").fill(body);
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
}

/** The words are there a moment later, and nowhere else. */
async function holds(page: Page, address: string, body: string): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await expect(page.locator("#body")).toHaveValue(body, { timeout: 500 });
  }).toPass();
}

test("a tab that is closed right after the last key loses nothing", async ({ page, context }) => {
  const address = await begin(page, "關得很快", "先存好的");
  await typeAndClose(page, "最後一個字也在");
  await holds(await context.newPage(), address, "最後一個字也在");
});

test("a tab that is closed while a save is on its way loses nothing, and makes no second draft", async ({
  page,
  context,
}) => {
  const address = await begin(page, "存到一半", "先存好的");
  // A slow line: the server has it, and its answer comes long after the tab is gone.
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  const slow = { offline: false, latency: 5000, downloadThroughput: -1, uploadThroughput: -1 };
  await cdp.send("Network.emulateNetworkConditions", slow);
  const underWay = page.waitForRequest(isSave);
  await page.locator("#body").fill("存到一半的");
  await underWay;
  await page.waitForTimeout(500);
  await typeAndClose(page, "存到一半又寫的");
  const next = await context.newPage();
  await holds(next, address, "存到一半又寫的");
  await next.goto("/entries");
  await expect(main(next).getByRole("article").filter({ hasText: "存到一半" })).toHaveCount(1);
});

test("a link of the menu, followed right after the last key, loses nothing", async ({ page }) => {
  const address = await begin(page, "點走了", "先存好的");
  await page.locator("#body").fill("點走以前寫的");
  const menu = page.getByRole("navigation", { name: say("nav.label") });
  await menu.getByRole("link", { name: say("nav.entries") }).click();
  await page.waitForURL("/entries");
  await holds(page, address, "點走以前寫的");
});

test("a page that only goes out of sight saves, and goes on when it is seen again", async ({ page, context }) => {
  const address = await begin(page, "換到別的程式", "先存好的");
  const hide = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, hidden);
  await page.locator("#body").fill("離開以前寫的");
  await hide(true);
  const other = await context.newPage();
  await holds(other, address, "離開以前寫的");
  await hide(false);
  await rewrite(page, "回來以後寫的");
  await expect(page.locator("#draft-trouble")).toHaveCount(0);
  await holds(other, address, "回來以後寫的");
});

test("without a network a draft says that it is not saved yet, and saves itself once the line is back", async ({
  page,
  context,
}) => {
  const address = await begin(page, "離線", "在線上寫的");
  await context.setOffline(true);
  await page.locator("#body").fill("在離線時寫的");
  await expect(note(page)).toHaveText(say("draft.offline"));
  await context.setOffline(false);
  await isSaved(page);
  const other = await context.newPage();
  await other.goto(address);
  await expect(other.locator("#body")).toHaveValue("在離線時寫的");
});

test("a draft whose session ended says so, and saves itself after logging in again in another tab", async ({
  page,
  context,
  allow,
}) => {
  allow(401);
  const address = await begin(page, "登出", "登出以前寫的");
  const other = await context.newPage();
  await other.goto("/home");
  await other.getByRole("button", { name: say("nav.log_out") }).click();
  await other.waitForURL("/");

  await page.locator("#body").fill("登出以後寫的");
  const told = trouble(page, say("draft.logged_out_title"));
  await expect(told).toBeVisible();
  await goOn(page);
  await expect(page.locator("#draft-trouble")).toBeFocused();
  await expect(page.locator("#body")).toHaveValue("登出以後寫的");

  const opened = context.waitForEvent("page");
  await told.getByRole("link", { name: say("login.submit") }).click();
  const again = await opened;
  await again.waitForURL(/\/login/);
  await login(again, "family");
  await isSaved(page);
  await expect(told).toHaveCount(0);
  await again.goto(address);
  await expect(again.locator("#body")).toHaveValue("登出以後寫的");
});

test("a photo of 12 megapixels travels small, stands upright, is kept, and can be taken out again", async ({
  page,
  newPerson,
}) => {
  await openForm(page);
  const file = specimen("portrait-gps-12mp.jpg");
  expect(readFileSync(file).length).toBeGreaterThan(1.5 * 1024 * 1024);
  const saves = savesOf(page);
  await fill(page, { photo: file });
  await isSaved(page);
  const travelled = Math.max(...(await Promise.all(saves.map(lengthOf))));
  expect(travelled).toBeGreaterThan(10_000);
  expect(travelled).toBeLessThan(1_500_000);
  await expect(page).toHaveURL(draftAddress);
  await expect(picture(page)).toBeVisible();
  await expect(main(page).getByText(say("field.photo_kept"))).toBeVisible();

  await page.reload();
  await alive(page);
  await expect(main(page).getByText(say("field.photo_kept"))).toBeVisible();
  const bytes = await download(page, (await picture(page).getAttribute("src"))!.replace("/thumbnail", ""));
  const { width, height } = sizeOfJpeg(bytes);
  expect(width / height).toBeCloseTo(3 / 4);
  expect(height).toBeGreaterThan(1000);
  expect(await cornersOf(await newPerson(), bytes)).toEqual(["red", "green", "blue", "yellow"]);

  await main(page).getByRole("button", { name: say("field.photo_remove") }).click();
  await expect(picture(page)).toHaveCount(0);
  await isSaved(page);
  await page.reload();
  await expect(page.locator("#photo")).toBeVisible();
  await expect(picture(page)).toHaveCount(0);
});

test("a photo that was just chosen can be taken out again, and the description beside it stays", async ({ page }) => {
  await openForm(page);
  await fill(page, { photo: specimen("small-1.jpg") });
  await page.locator("#photo_alt").fill("院子裡的番茄");
  await isSaved(page);
  await main(page).getByRole("button", { name: say("field.photo_remove") }).click();
  await expect(picture(page)).toHaveCount(0);
  await isSaved(page);
  await page.reload();
  await expect(page.locator("#photo_alt")).toHaveValue("院子裡的番茄");
  await expect(picture(page)).toHaveCount(0);
});

test("a photo of more than 10 MiB is made smaller and taken", async ({ page }) => {
  await openForm(page);
  const saves = savesOf(page);
  await fill(page, { title: "大照片", body: "超過十 MB", photo: specimen("ten-mib-and-one.jpg") });
  await isSaved(page);
  for (const save of saves) expect(await lengthOf(save)).toBeLessThan(1_500_000);
  await expect(page.locator("#photo-error")).toHaveCount(0);
  expect(await post(page, () => goOn(page))).toBe(303);
  await expect(page.locator(".letter__photo img")).toBeVisible();
});

test("a photo that the server refuses holds back the button that was pressed meanwhile", async ({ page, allow }) => {
  allow(422);
  await openForm(page);
  // A slow line: the answer to the photo comes after the button.
  await page.route("**/entries/new", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  await fill(page, { title: "壞掉的照片", body: "按得很快", photo: specimen("truncated.jpg") });
  await goOn(page);
  await expect(page.locator("#photo-error")).toContainText(say("error.photo_broken"));
  await expect(page.locator("#title")).toHaveValue("壞掉的照片");
});

test("a button that is pressed while the photo is still being made smaller takes the photo along", async ({ page }) => {
  // An old telephone: it takes a second to look at a photo.
  await page.addInitScript(() => {
    const quick = createImageBitmap;
    window.createImageBitmap = async (...all: unknown[]) => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return Reflect.apply(quick, window, all) as Promise<ImageBitmap>;
    };
  });
  await openForm(page);
  const sent: Request[] = [];
  page.on("request", (request) => sent.push(request));
  await fill(page, { title: "大照片", body: "按得很快", photo: specimen("ten-mib-and-one.jpg") });
  expect(await post(page, () => goOn(page))).toBe(303);
  await expect(page.locator(".letter__photo img")).toBeVisible();
  for (const request of sent) expect(await lengthOf(request)).toBeLessThan(1_500_000);
});

test("what is wrong with a photo is told in the language of the page", async ({ page }) => {
  await login(page, "family");
  await speak(page, "en");
  await page.goto("/entries/new");
  await alive(page);
  for (const [file, key] of [
    ["text-named.jpg", "error.photo_kind"],
    ["truncated.jpg", "error.photo_broken"],
  ] as const) {
    await fill(page, { photo: specimen(file) });
    await expect(page.locator("#photo-error")).toContainText(wordsOf("en")(key));
  }
});

/** Gives a photo to the page as if it was dropped on the field, or pasted. */
async function give(page: Page, how: "drop" | "paste"): Promise<void> {
  const base64 = readFileSync(specimen("small-1.jpg")).toString("base64");
  await page.evaluate(
    ([base64, how]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
      const rest = { bubbles: true, cancelable: true };
      if (how === "drop") {
        const field = document.querySelector(".photo-field__drop")!;
        field.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, ...rest }));
        field.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...rest }));
      } else {
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...rest }));
      }
    },
    [base64, how] as const,
  );
}

for (const how of ["drop", "paste"] as const) {
  test(`a photo is taken by ${how} too`, async ({ page }) => {
    await openForm(page);
    await give(page, how);
    await isSaved(page);
    await expect(picture(page)).toBeVisible();
    await page.reload();
    await expect(main(page).getByText(say("field.photo_kept"))).toBeVisible();
    await expect(picture(page)).toBeVisible();
  });
}

test("text that is pasted stays text", async ({ page }) => {
  await openForm(page);
  await page.locator("#body").focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "貼上的字");
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    Object.assign(window, { isLeft: document.activeElement!.dispatchEvent(event) });
  });
  expect(await page.evaluate(() => (window as unknown as { isLeft: boolean }).isLeft)).toBe(true);
  await expect(picture(page)).toHaveCount(0);
});

test("text that brings a picture of itself stays text where text is written", async ({ page }) => {
  await openForm(page);
  await page.locator("#body").focus();
  const base64 = readFileSync(specimen("small-1.jpg")).toString("base64");
  const isLeft = await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const data = new DataTransfer();
    data.setData("text/plain", "從文件複製的字");
    data.items.add(new File([bytes], "image.png", { type: "image/png" }));
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    return document.activeElement!.dispatchEvent(event);
  }, base64);
  expect(isLeft).toBe(true);
  await expect(picture(page)).toHaveCount(0);
});

test("what takes a photo or a file out is said, and the focus goes to its field", async ({ page }) => {
  await begin(page, "拿掉", "放了又拿掉");
  const said = page.getByRole("status");
  const saved = page.waitForResponse((response) => isSave(response.request()) && response.ok());
  await page.locator("#photo").setInputFiles(specimen("small-1.jpg"));
  await saved;
  await main(page).getByRole("button", { name: say("field.photo_remove") }).click();
  await expect(page.locator("#photo")).toBeFocused();
  await expect(said.filter({ hasText: say("field.photo_removed") })).toHaveCount(1);

  await page.locator("#attachments").setInputFiles(specimen("clean.pdf"));
  await page.locator(".attached__item").getByRole("button").click();
  await expect(page.locator("#attachments")).toBeFocused();
  await expect(said.filter({ hasText: say("attachment.removed", { name: "clean.pdf" }) })).toHaveCount(1);
  await isSaved(page);
});

test("words that are still being composed are counted, and neither counter nor saving disturbs them", async ({
  page,
  context,
}) => {
  await openForm(page);
  await page.locator("#title").fill("注音");
  await page.locator("#body").focus();
  await page.keyboard.insertText("小宇");
  const cdp = await context.newCDPSession(page);
  const compose = (text: string) =>
    cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  for (const text of ["ㄋ", "ㄋㄧ", "ㄋㄧˇ", "你"]) {
    await compose(text);
    await expect(counter(page)).toHaveText(say("counter.text", { count: 2 + text.length, limit: 150 }));
  }
  // The draft saves itself in the middle of it.
  await isSaved(page);
  await compose("你ㄏ");
  await compose("你好");
  await cdp.send("Input.insertText", { text: "你好" });
  await expect(page.locator("#body")).toHaveValue("小宇你好");
  await expect(counter(page)).toHaveText(say("counter.text", { count: 4, limit: 150 }));
  await rewrite(page, "小宇你好嗎");
  await page.reload();
  await expect(page.locator("#body")).toHaveValue("小宇你好嗎");
});

test("one character too many is shown as such, and nothing is cut off", async ({ page, allow }) => {
  allow(422);
  await openForm(page);
  const surplus = page.locator(".too-much");
  await page.locator("#body").fill(exactly(150, "小宇，"));
  await expect(surplus).toHaveCount(0);
  await page.locator("#body").press("End");
  await page.keyboard.insertText("啊");
  await expect(surplus.locator(".too-much__part")).toHaveText("啊");
  await expect(surplus).toContainText(say("counter.too_much"));
  await expect(counter(page)).toHaveText(say("counter.over", { count: 151, limit: 150, over: 1 }));
  await expect(page.locator("#body")).toHaveValue(exactly(150, "小宇，") + "啊");

  await page.locator("#title").fill("太長");
  await isSaved(page);
  await page.reload();
  await expect(page.locator("#body")).toHaveValue(exactly(150, "小宇，") + "啊");
  await expect(surplus.locator(".too-much__part")).toHaveText("啊");
  await alive(page);
  await page.locator("#body").press("Control+End");
  await page.keyboard.press("Backspace");
  await expect(surplus).toHaveCount(0);
  expect(await post(page, () => goOn(page))).toBe(303);
});

test("attachments are safe as soon as they are chosen, and what is refused is told at once", async ({ page }) => {
  const address = await begin(page, "附上週記", "小宇，這是妹妹的週記。");
  const field = page.locator("#attachments");
  const attached = page.locator(".attached__item");

  await test.step("a PDF is sent at once", async () => {
    const saved = page.waitForResponse((response) => isSave(response.request()) && response.ok());
    await field.setInputFiles(specimen("clean.pdf"));
    await saved;
    await expect(attached).toHaveCount(1);
    await expect(attached.first()).toContainText("clean.pdf");
    await expect(attached.first().getByRole("button")).toBeVisible();
  });

  await test.step("a picture is refused before it travels, a PDF with a script after", async () => {
    const saves = savesOf(page);
    await field.setInputFiles(specimen("small-1.jpg"));
    await expect(page.locator("#attachments-error")).toContainText(say("attachment.no_picture"));
    expect(saves.length).toBe(0);
    await field.setInputFiles([specimen("script.pdf"), specimen("clean.pdf")]);
    await expect(page.locator("#attachments-error")).toContainText("script.pdf");
    // The same file once more is there once.
    await isSaved(page);
    await expect(attached).toHaveCount(1);
  });

  await test.step("they are there after a reload, until they are taken out", async () => {
    await page.reload();
    await alive(page);
    await expect(page).toHaveURL(new RegExp(`${address}$`));
    await expect(attached).toHaveCount(1);
    await attached.first().getByRole("button").click();
    await expect(attached).toHaveCount(0);
    await isSaved(page);
    await page.reload();
    await alive(page);
    await expect(attached).toHaveCount(0);
    await field.setInputFiles(specimen("clean.pdf"));
    expect(await post(page, () => goOn(page))).toBe(303);
    await expect(page.locator(".letter__page img")).toHaveCount(2);
  });
});

test("files chosen without a network wait for it, and go once the line is back", async ({ page, context }) => {
  await begin(page, "在捷運上", "小宇，這裡收不到訊號。");
  await context.setOffline(true);
  await page.locator("#attachments").setInputFiles(specimen("clean.pdf"));
  await expect(note(page)).toHaveText(say("draft.offline"));
  await page.locator("button[value=preview]").click();
  await expect(page.locator("#body")).toHaveValue("小宇，這裡收不到訊號。");
  await context.setOffline(false);
  await isSaved(page);
  await expect(page.locator(".attached__item").getByRole("button")).toBeVisible();
  expect(await post(page, () => goOn(page))).toBe(303);
  await expect(page.locator(".letter__page img")).toHaveCount(2);
});

test("Enter in a line goes on, and takes no photo out", async ({ page }) => {
  await begin(page, "按了換行", "小宇，看照片。");
  const saved = page.waitForResponse((response) => isSave(response.request()) && response.ok());
  await page.locator("#photo").setInputFiles(specimen("small-1.jpg"));
  await saved;
  await isSaved(page);
  await page.locator("#photo_alt").fill("院子裡的小狗");
  expect(await post(page, () => page.locator("#photo_alt").press("Enter"))).toBe(303);
  await expect(page.locator(".letter__photo img")).toHaveAttribute("alt", "院子裡的小狗");
});
