import { expect, type Page } from "@playwright/test";
import { alive, fillStudent, main, post } from "./people.ts";
import { specimen } from "./photos.ts";
import type { Say } from "./words.ts";

const photo = specimen("portrait-gps-12mp.jpg");

/** Presses the button of this name in the page's own part. */
export const press = (page: Page, name: string) => main(page).getByRole("button", { name, exact: true }).click();

/** Looks a student up, confirms that it is the one, and gives the address of the request. */
export async function find(page: Page, say: Say, callNumber: string): Promise<string> {
  await page.goto("/applications/new");
  await fillStudent(page, callNumber);
  expect(await post(page, () => press(page, say("apply.look_up")))).toBe(303);
  const address = new URL(page.url()).pathname;
  await expect(main(page).getByRole("heading", { level: 1 })).toHaveText(say("apply.confirm_title"));
  await expect(page.locator("#service")).toBeChecked();
  expect(await post(page, () => press(page, say("apply.yes")))).toBe(303);
  return address;
}

/** Gives one file of each kind that the page asks for; with JavaScript each is sent by itself at once. */
export async function give(page: Page, withScript: boolean | undefined): Promise<void> {
  if (withScript) await alive(page);
  const fields = main(page).locator("input[type=file]:not([capture])");
  const count = await fields.count();
  const pages = main(page).locator(".documents__page img");
  const before = await pages.count();
  for (let place = 0; place < count; place += 1) await fields.nth(place).setInputFiles(photo);
  if (withScript) await expect(pages).toHaveCount(before + count);
}

/** Applies for the student of this call number, from the first step to the last. */
export async function apply(page: Page, say: Say, callNumber: string, withScript: boolean | undefined): Promise<string> {
  const address = await find(page, say, callNumber);
  await give(page, withScript);
  expect(await post(page, () => press(page, say("apply.next")))).toBe(303);
  expect(await post(page, () => press(page, say("apply.submit")))).toBe(303);
  return address;
}

/** As staff: opens the request for the student of this name from the queue. */
export async function open(page: Page, student: string): Promise<void> {
  await page.goto("/staff/applications");
  await main(page).getByRole("link", { name: student }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(student);
}
