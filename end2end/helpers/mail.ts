import { expect, type Page } from "@playwright/test";

/** Opens the demo's mailbox until a letter is there with a link to `path`, and gives the link. */
export async function linkInMail(page: Page, path: string): Promise<string> {
  const link = page.locator(`a[href*="${path}?token="]`).first();
  await expect(async () => {
    await page.goto("/demo/mailbox");
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  return (await link.getAttribute("href"))!;
}

/** Waits until the demo's mailbox holds a letter with this text. */
export async function letterSays(page: Page, text: string): Promise<void> {
  await expect(async () => {
    await page.goto("/demo/mailbox");
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

