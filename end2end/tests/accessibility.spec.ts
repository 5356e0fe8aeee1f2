import { AxeBuilder } from "@axe-core/playwright";
import { alive, login, main } from "../helpers/people.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { nameOf, tour, type Look } from "../helpers/tour.ts";
import { wordsOf } from "../helpers/words.ts";

/** Each width, scheme and language once: contrast hangs on the scheme, and English words are the longest. */
const looks: Look[] = [
  { language: "en", width: 320, colorScheme: "light" },
  { language: "zh-Hant", width: 1280, colorScheme: "dark" },
];

const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

for (const look of looks) {
  test(`axe finds nothing on any page, ${nameOf(look)}`, async ({ newPerson, allow }) => {
    test.setTimeout(1_200_000);
    allow(403, 404, 409, 410, 422);
    const brand = wordsOf(look.language)("site.page_title", { title: "" });
    await tour(look, newPerson, async (page, name) => {
      // No page has frames, so one run in the page itself sees all; and only what is wrong is told in full.
      const axe = new AxeBuilder({ page }).options({ runOnly, resultTypes: ["violations"] }).setLegacyMode();
      // An open menu covers what is below it until it is closed.
      if (name === "landing-languages") axe.exclude(".site-nav");
      const found = await axe.analyze();
      const violations = found.violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.any[0]?.message ?? node.failureSummary}`),
      );
      expect.soft(violations, name).toEqual([]);
      expect.soft(await page.title(), name).toMatch(new RegExp(`.${brand}$`));
      expect.soft(await page.locator("html").getAttribute("lang"), name).toBe(look.language);
      expect.soft(await page.locator("h1").count(), `${name}: first headings`).toBe(1);
      expect.soft(await tooWide(page), `${name}: wider than the window`).toEqual([]);
      expect.soft(await tooSmall(page), `${name}: too small to touch`).toEqual([]);
    });
  });
}

/** What makes the page scroll sideways. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 0.5);
    return wide.map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class")}`);
  });
}

/** What is touched and is not 44 pixels high. A hidden field is touched by its label. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const touched = "button, .button, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio], .visually-hidden), .choice, nav a";
    const small = [...document.querySelectorAll(touched)].filter(
      (one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height < 43.5,
    );
    return small.map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class")} “${one.textContent}”`);
  });
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
