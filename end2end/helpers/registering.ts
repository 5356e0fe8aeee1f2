import { expect, type Page } from "@playwright/test";
import { main, post } from "./people.ts";

/** A family that is not in the demo yet. The number belongs to nobody. */
export const newcomer = {
  name: "王小美",
  id_number: "A123456789",
  email: "new.family@demo.example",
  birth_date: "民國74年3月9日",
  mobile: "0912-345-678",
  phone: "02-2345-6789",
  password: "seven tall trees by the river",
  password_confirm: "seven tall trees by the river",
};

/** Presses the last button of the page's forms that sends one. */
export const submit = (page: Page) => main(page).locator("form button:not([type=button])").last().click();

/** Fills fields by their ids. */
export async function fillIn(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value);
}

/** Agrees to the notice on the page where it stands. */
export async function agree(page: Page): Promise<void> {
  await page.locator("#consent").check();
  await post(page, () => submit(page));
  await expect(page).toHaveURL(/\/register$/);
}

export async function logInAs(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/login");
  await fillIn(page, { email, password });
  await submit(page);
}
