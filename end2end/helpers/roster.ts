import type { Page } from "@playwright/test";
import { alive, main, post } from "./people.ts";

/** As staff: opens the page of the student of this call number from the list, and gives its address. */
export async function openStudent(page: Page, callNumber: string): Promise<string> {
  await page.goto(`/staff/students?q=${callNumber}`);
  await main(page).getByRole("table").getByRole("link").click();
  await page.locator("#leaving").waitFor();
  await alive(page);
  return new URL(page.url()).pathname;
}

/** Logs in at the terminal as a student of the demo's first institution; returns the status of the answer. */
export async function logInAtTerminal(page: Page, callNumber: string, pin: string): Promise<number> {
  await page.goto("/student/login");
  await alive(page);
  await page.locator("#institution").selectOption({ label: "青山中學（示範）" });
  await page.locator("#call_number").fill(callNumber);
  await page.locator("#pin").fill(pin);
  return post(page, () => main(page).locator("form button").click());
}

/** A roster file as somebody chooses it. */
export interface RosterFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A file of these lines, as Excel writes 「CSV UTF-8」. */
export function csv(lines: string[]): RosterFile {
  return fileOf(Buffer.from(`\u{feff}${lines.join("\r\n")}\r\n`));
}

export function fileOf(buffer: Buffer): RosterFile {
  return { name: "roster.csv", mimeType: "text/csv", buffer };
}

/** As staff: chooses a file, or none, and asks what it would change; returns the status of the answer. */
export async function showRoster(page: Page, file?: RosterFile): Promise<number> {
  await page.goto("/staff/students/import");
  await alive(page);
  if (file !== undefined) await page.locator("#file").setInputFiles(file);
  return post(page, () => main(page).locator("form button").click());
}
