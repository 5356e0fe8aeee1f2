import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { login, main } from "../helpers/people.ts";
import { openStudent } from "../helpers/roster.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");
const birthday = "生日快樂";

/** Every picture of the page has come. */
async function picturesAreShown(page: Page): Promise<void> {
  const pictures = page.locator("img");
  expect(await pictures.count()).toBeGreaterThan(0);
  for (const picture of await pictures.all()) {
    await expect(picture).toHaveAttribute("alt", /./);
    await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
  }
}

test("a family opens its keepsake, prints it, and takes it home", async ({ page, browser }) => {
  await login(page, "family");
  await main(page).getByRole("link", { name: say("book.keepsake") }).first().click();
  await page.waitForURL(/keepsakes\/[0-9a-f-]+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("keepsake.title", { student: "林小宇" }));
  await expect(page.getByRole("heading", { name: birthday })).toBeVisible();
  await picturesAreShown(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toBeHidden();
  await page.emulateMedia({ media: null });

  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: say("keepsake.archive") }).click();
  const archive = await coming;
  expect(archive.suggestedFilename()).toBe("keepsake.zip");
  const folder = mkdtempSync(join(tmpdir(), "keepsake-"));
  execFileSync("python3", ["-m", "zipfile", "-e", await archive.path(), folder]);
  expect(readdirSync(join(folder, "photos")).length).toBeGreaterThan(0);
  expect(readFileSync(join(folder, "index.html"), "utf8")).not.toMatch(/https?:|<script|<link/);

  // From the disk, with no server and no network.
  const away = await browser.newContext({ offline: true });
  const home = await away.newPage();
  await home.goto(pathToFileURL(join(folder, "index.html")).href);
  await expect(home.getByRole("heading", { name: birthday })).toBeVisible();
  await picturesAreShown(home);
  await away.close();
});

test("staff print what came to a student", async ({ page }) => {
  await login(page, "reviewer");
  await openStudent(page, "1001");
  await main(page).getByRole("link", { name: say("student_page.keepsake_open") }).click();
  await page.waitForURL(/\/keepsake$/);
  await expect(page.getByRole("heading", { name: birthday })).toBeVisible();
  await picturesAreShown(page);
  await page.getByRole("link", { name: say("keepsake.back") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("林小宇");
});
