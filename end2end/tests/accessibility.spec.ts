import { violations } from "../helpers/axe.ts";
import { pages, routeOf } from "../helpers/pages.ts";
import { alive, login, loginStudent, main } from "../helpers/people.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { nameOf, tour, windowOf, type Look } from "../helpers/tour.ts";
import { wordsOf } from "../helpers/words.ts";

/** Contrast hangs on the scheme, and what is shown on the width. English words are the longest. */
const narrow: Look = { language: "en", width: 320, colorScheme: "light" };
const wide: Look = { language: "en", width: 1280, colorScheme: "dark" };
const chinese: Look = { language: "zh-Hant", width: 1280, colorScheme: "light" };

test("nothing is wrong on any page, narrow and light, wide and dark", async ({ newPerson, allow }) => {
  test.setTimeout(2_400_000);
  allow(403, 404, 409, 410, 422);
  const seen = new Set<string>();
  await tour(narrow, newPerson, async (page, name) => {
    seen.add(routeOf(page.url()));
    await examine(page, name, narrow);
    await turnTo(page, wide);
    await examine(page, name, wide);
    await turnTo(page, narrow);
  });
  const missed = pages.map(({ address }) => address).filter((address) => !seen.has(address));
  expect(missed, "pages that the tour does not come by").toEqual([]);
});

test("nothing is wrong on the pages in Chinese", async ({ newPerson, allow }) => {
  test.setTimeout(1_200_000);
  allow(404, 410);
  const people = {
    family: ["Holder", "Family"],
    reviewer: ["Staff", "Reviewer"],
    head: ["Head"],
    admin: ["Admin", "Keeper"],
    operator: ["Operator", "Auditor"],
  } as const;
  const visit = async (page: Page, access: readonly string[]) => {
    for (const { address } of pages.filter((one) => access.includes(one.access) && !one.address.includes("{id}"))) {
      await page.goto(address);
      await alive(page);
      await examine(page, address, chinese);
    }
  };
  const someone = () =>
    newPerson({ viewport: windowOf(chinese), colorScheme: chinese.colorScheme, reducedMotion: "reduce" });
  await visit(await someone(), ["Anyone", "Demo"]);
  for (const [who, access] of Object.entries(people)) {
    const page = await someone();
    await login(page, who as keyof typeof people);
    await visit(page, access);
  }
  const student = await someone();
  await loginStudent(student);
  await student.waitForURL("/student");
  await visit(student, ["Student"]);
});

async function turnTo(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: look.colorScheme });
  await page.setViewportSize(windowOf(look));
}

/** Asks axe, and what axe does not ask. */
async function examine(page: Page, name: string, look: Look): Promise<void> {
  const where = `${name}, ${nameOf(look)}`;
  const onItsWay = await page.evaluate(() => document.getAnimations().length);
  expect.soft(onItsWay, `${where}: moves, though less motion is asked for`).toBe(0);
  // An open menu covers what is below it until it is closed.
  const covered = name === "landing-languages" ? ".site-nav" : undefined;
  expect.soft(await violations(page, covered), where).toEqual([]);
  const { title, language, headings, tooWide, tooSmall } = await page.evaluate(inspect);
  const brand = wordsOf(look.language)("site.page_title", { title: "" });
  expect.soft(title, where).toMatch(new RegExp(`.${brand}$`));
  expect.soft(language, where).toBe(look.language);
  expect.soft(headings, `${where}: first headings`).toBe(1);
  expect.soft(tooWide, `${where}: wider than the window`).toEqual([]);
  expect.soft(tooSmall, `${where}: too small to touch`).toEqual([]);
}

/** Runs in the page. */
function inspect() {
  const told = (one: Element) => `${one.tagName.toLowerCase()}.${one.getAttribute("class")}`;
  const room = document.documentElement.clientWidth;
  // What makes the page scroll sideways.
  const wide =
    document.documentElement.scrollWidth <= room
      ? []
      : [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 0.5);
  // What is touched and is not 44 pixels high. A hidden field is touched by its label.
  const touched =
    "button, .button, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio], .visually-hidden), .choice, nav a";
  const small = [...document.querySelectorAll(touched)].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height < 43.5,
  );
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    tooWide: wide.map(told),
    tooSmall: small.map((one) => `${told(one)} “${one.textContent}”`),
  };
}

const say = wordsOf("zh-Hant");

test("the first key leads past the head of the page to its content", async ({ page }) => {
  await login(page, "family");
  await page.goto("/entries");
  await alive(page);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: say("site.skip_link") });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(main(page).getByRole("link", { name: say("entries.new") }).first()).toBeFocused();
});

test("a letter is written and sent with the keyboard alone", async ({ page }) => {
  await login(page, "family");
  await page.goto("/entries/new");
  await alive(page);
  await page.locator("#main").focus();
  const tabTo = async (target: string) => {
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press("Tab");
      if (await page.locator(target).evaluate((one) => one === document.activeElement)) return;
    }
    throw new Error(`the Tab key does not lead to ${target}`);
  };
  await tabTo("#book");
  await tabTo("#title");
  await page.keyboard.type("只用鍵盤");
  await tabTo("#body");
  await page.keyboard.type("小宇，這是用鍵盤寫的。");
  await tabTo("#photo");
  await tabTo("button[value=preview]");
  await expect(page.locator("button[value=preview]")).toHaveCSS("outline-style", "solid");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("entry.preview_title"));
  await page.locator("#main").focus();
  await tabTo("form[action$='/submit'] button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: say("done.sent") })).toBeVisible();
});

test("a student logs in and reads with the keyboard alone", async ({ page }) => {
  await page.goto("/student/login");
  await page.locator("#institution").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.type("1001");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1001");
  await page.keyboard.press("Enter");
  await page.waitForURL("/student");
  await page.locator("#main").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("生日快樂");
});
