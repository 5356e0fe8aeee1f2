import { violations } from "../helpers/axe.ts";
import { alive, decide, login, loginStudent, send, write } from "../helpers/people.ts";
import { specimen } from "../helpers/photos.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

const birthday = "生日快樂";
const title = "陽台的貓";
const body = "小宇，陽台來了一隻貓。";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const warning = (page: Page) => page.getByRole("alertdialog", { name: say("student.quiet_title") });
const history = (page: Page) => page.evaluate(() => window.history.length);

/** Dialogs are open for a moment only, so that nobody else comes by to check them. */
async function isAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

/** The student opens the letter that is there from the start, which has a photo. */
async function openBirthday(page: Page): Promise<void> {
  await loginStudent(page);
  await page.waitForURL("/student");
  await alive(page);
  await page.getByRole("link", { name: birthday }).click();
  await expect(heading(page)).toHaveText(birthday);
  await alive(page);
}

/** The family writes a second letter, a reviewer approves it, and that has left. */
async function writeAnother(newPerson: () => Promise<Page>): Promise<void> {
  const family = await newPerson();
  await login(family, "family");
  await write(family, { title, body, photo: specimen("small-1.jpg") });
  await send(family, say);
  const reviewer = await newPerson();
  await login(reviewer, "reviewer");
  await decide(reviewer, say, title);
}

test.describe("who has gone", () => {
  test("is asked, and stays when somebody answers", async ({ page }) => {
    await page.clock.install();
    await openBirthday(page);
    await page.getByRole("button", { name: say("letter.print") }).focus();
    await page.clock.fastForward(80_000);
    await expect(warning(page)).toBeHidden();
    await page.clock.fastForward(15_000);
    await expect(warning(page)).toBeVisible();
    const stay = warning(page).getByRole("button", { name: say("student.quiet_stay") });
    await expect(stay).toBeFocused();
    const left = async () => Number(/\d+/.exec((await warning(page).getByRole("timer").textContent())!)![0]);
    const first = await left();
    expect(first).toBeLessThanOrEqual(25);
    await page.clock.fastForward(5000);
    await expect.poll(left).toBeLessThanOrEqual(first - 5);

    // A movement is no answer: the button stays where it is until it is pressed.
    await page.mouse.move(200, 200);
    await page.clock.runFor(1000);
    await expect(warning(page)).toBeVisible();
    await stay.click();
    await expect(warning(page)).toBeHidden();
    await expect(page.getByRole("button", { name: say("letter.print") })).toBeFocused();
    await page.clock.fastForward(80_000);
    await expect(warning(page)).toBeHidden();
    await expect(heading(page)).toHaveText(birthday);

    // Escape answers too.
    await page.clock.fastForward(15_000);
    await expect(warning(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(warning(page)).toBeHidden();
  });

  test("is not asked while moving", async ({ page }) => {
    await page.clock.install();
    await openBirthday(page);
    for (const x of [100, 200, 300]) {
      await page.clock.fastForward(80_000);
      await page.mouse.move(x, 200);
    }
    await page.clock.runFor(2000);
    await expect(warning(page)).toBeHidden();
    await expect(heading(page)).toHaveText(birthday);
  });

  test("is logged off, and the back button shows no letter", async ({ page }) => {
    await page.clock.install();
    await openBirthday(page);
    const letter = new URL(page.url()).pathname;
    const loggedOff = page.waitForResponse((response) => response.url().includes("/logout"));
    await page.clock.fastForward(125_000);
    expect(await (await loggedOff).headerValue("clear-site-data")).toBe('"cache"');
    await page.waitForURL("/student/login");
    await page.goBack();
    await page.waitForURL("/student/login");
    await expect(page.locator(".letter")).toHaveCount(0);
    await page.goto(letter);
    await page.waitForURL("/student/login");
  });

  test("is logged off from the inbox, and never at the log-in", async ({ page }) => {
    await page.clock.install();
    await loginStudent(page);
    await page.waitForURL("/student");
    await alive(page);
    await page.clock.fastForward(125_000);
    await page.waitForURL("/student/login");
    await alive(page);
    await page.locator("#call_number").fill("1001");
    await page.clock.fastForward(300_000);
    await expect(page.locator("#call_number")).toHaveValue("1001");
    await expect(warning(page)).toHaveCount(0);
  });
});

test("letters are turned by keys and links, and the history does not grow", async ({ page, newPerson }) => {
  await writeAnother(newPerson);
  await loginStudent(page);
  await page.waitForURL("/student");
  await alive(page);
  await page.getByRole("link", { name: title }).click();
  await expect(heading(page)).toHaveText(title);
  await alive(page);
  await expect(page).toHaveTitle(say("site.page_title", { title: say("student.letter_title") }));
  const before = await history(page);

  await test.step("an arrow with another key is the browser's, and the newest letter has no newer one", async () => {
    for (const key of ["Shift+ArrowRight", "Control+ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    await expect(heading(page)).toHaveText(title);
  });

  await test.step("the arrows lead there and back", async () => {
    await page.keyboard.press("ArrowRight");
    await expect(heading(page)).toHaveText(birthday);
    await alive(page);
    await page.keyboard.press("ArrowLeft");
    await expect(heading(page)).toHaveText(title);
    await alive(page);
  });

  await test.step("and so do the links, which are large", async () => {
    const older = page.getByRole("link", { name: say("student.older") });
    expect((await older.boundingBox())!.height).toBeGreaterThanOrEqual(56);
    await older.click();
    await expect(heading(page)).toHaveText(birthday);
    await alive(page);
    await page.getByRole("link", { name: say("back.inbox") }).click();
    await expect(heading(page)).toHaveText(say("student.title"));
  });

  expect(await history(page)).toBe(before);
  await expect(page.getByText(say("student.new"), { exact: true })).toHaveCount(0);
});

test("the photo is shown over the whole screen, and closed again", async ({ page }) => {
  await openBirthday(page);
  const photo = page.locator(".letter__photo img");
  const large = page.getByRole("dialog", { name: say("student.photo_large") });
  const close = large.getByRole("button", { name: say("student.photo_close") });

  await photo.click();
  await expect(large.getByRole("img")).toHaveAttribute("src", (await photo.getAttribute("src"))!);
  const [room, box] = [page.viewportSize()!, (await large.boundingBox())!];
  expect([box.width, box.height]).toEqual([room.width, room.height]);
  await expect(close).toBeInViewport({ ratio: 1 });
  expect((await close.boundingBox())!.height).toBeGreaterThanOrEqual(56);
  await close.click();
  await expect(large).toBeHidden();

  await photo.focus();
  await page.keyboard.press("Enter");
  await expect(large).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(large).toBeHidden();
  await expect(photo).toBeFocused();

  await page.getByRole("button", { name: say("student.photo_open") }).click();
  await expect(large).toBeVisible();
  await close.press("Enter");
  await expect(large).toBeHidden();
});

test("a small terminal shows all of it, and everything is large enough to touch", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.clock.install();
  await openBirthday(page);
  const isWhole = () => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  expect(await isWhole()).toBe(true);
  const small = await page.locator("button:visible, .button:visible, summary:visible, .back-link").evaluateAll((all) =>
    all.filter((one) => one.getBoundingClientRect().height < 56).map((one) => one.textContent),
  );
  expect(small).toEqual([]);
  await page.getByRole("button", { name: say("student.photo_open") }).click();
  await isAccessible(page);
  // The question comes above the photo too.
  await page.clock.fastForward(100_000);
  await expect(warning(page).getByRole("button")).toBeInViewport({ ratio: 1 });
  expect(await isWhole()).toBe(true);
  await isAccessible(page);
});

interface Utterance {
  text: string;
  lang?: string;
  voice?: { lang: string };
  onend?: () => void;
}

interface Said {
  text: string;
  lang: string;
  voice: string;
}

/** A browser with these voices, whose speech is written down instead of heard. */
async function giveVoices(page: Page, voices: { lang: string; localService: boolean }[]): Promise<void> {
  await page.addInitScript((voices) => {
    const said: unknown[] = [];
    let last: Utterance | undefined;
    function SpeechSynthesisUtterance(this: Utterance, text: string) {
      this.text = text;
    }
    const synthesis = {
      onvoiceschanged: null,
      getVoices: () => voices,
      speak(utterance: Utterance) {
        last = utterance;
        said.push({ text: utterance.text, lang: utterance.lang, voice: utterance.voice?.lang });
      },
      cancel: () => said.push("stopped"),
    };
    Object.defineProperty(window, "speechSynthesis", { value: synthesis });
    Object.assign(window, { SpeechSynthesisUtterance, said, end: () => last?.onend?.() });
  }, voices);
}

const said = (page: Page) => page.evaluate(() => (window as unknown as { said: (Said | "stopped")[] }).said);

test("a letter is read aloud, and stopped", async ({ page }) => {
  await giveVoices(page, [
    { lang: "zh-CN", localService: true },
    { lang: "zh_TW", localService: true },
  ]);
  await openBirthday(page);
  const text = await page.locator(".letter__body").textContent();
  const read = page.getByRole("button", { name: say("student.read_aloud") });
  const stop = page.getByRole("button", { name: say("student.read_stop") });
  await read.click();
  await expect(stop).toBeVisible();
  expect((await said(page)).at(-1)).toEqual({ text: `${birthday}。\n${text}`, lang: "zh-TW", voice: "zh_TW" });
  await stop.click();
  expect((await said(page)).at(-1)).toBe("stopped");
  await read.click();
  await expect(stop).toBeVisible();
  await page.evaluate(() => (window as unknown as { end: () => void }).end());
  await expect(read).toBeVisible();
});

test("where only voices from elsewhere speak Chinese, nothing offers to read aloud", async ({ page }) => {
  await giveVoices(page, [
    { lang: "en-GB", localService: true },
    { lang: "zh-TW", localService: false },
  ]);
  await openBirthday(page);
  await expect(page.getByRole("button", { name: say("letter.print") })).toBeVisible();
  await expect(page.getByRole("button", { name: say("student.read_aloud") })).toHaveCount(0);
});
