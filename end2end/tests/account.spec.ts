import { readFileSync } from "node:fs";
import { linkInMail, letterSays } from "../helpers/mail.ts";
import { login, main, password, post } from "../helpers/people.ts";
import { agree, fillIn, logInAs, newcomer, submit } from "../helpers/registering.ts";
import { expect, test } from "../helpers/test.ts";
import { codeOf } from "../helpers/totp.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");
const { email, password: chosen } = newcomer;

test("a family registers, confirms its address and comes in", async ({ page, newPerson, allow }) => {
  allow(422);
  await page.goto("/");
  await page.getByRole("link", { name: say("register.link") }).first().click();
  await expect(page).toHaveURL(/\/register\/notice$/);
  await agree(page);
  await fillIn(page, newcomer);
  await post(page, () => submit(page));
  await expect(page).toHaveURL(/\/verify\/sent$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("mailed.title"));

  const reader = await newPerson();
  await page.goto(await linkInMail(reader, "/verify"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("verify.title"));
  await fillIn(page, { password: "not the one that was chosen" });
  expect(await post(page, () => submit(page))).toBe(422);
  await expect(page.locator("#password-error")).toContainText(say("verify.password_wrong"));
  await fillIn(page, { password: chosen });
  await post(page, () => submit(page));
  await expect(page.getByRole("status").filter({ hasText: say("login_done.verified") })).toBeVisible();
  await logInAs(page, email, chosen);
  await page.waitForURL("/home");

  await page.goto("/account");
  await expect(main(page)).toContainText(email);
  await expect(main(page)).toContainText("1985/03/09");
  await expect(main(page)).toContainText("A12****789");
  await expect(main(page)).not.toContainText("A123456789");
});

test("without agreeing to the notice there is no registration", async ({ page, allow }) => {
  allow(422);
  await page.goto("/register");
  await expect(page).toHaveURL(/\/register\/notice$/);
  expect(await post(page, () => submit(page))).toBe(422);
  await expect(page.locator("#error-summary")).toContainText(say("notice.refused"));
});

test("a refused registration keeps all that was typed but the passwords", async ({ page, allow }) => {
  allow(422);
  await page.goto("/register/notice");
  await agree(page);
  const wrong = { ...newcomer, name: "<b>", id_number: "A123456780", birth_date: "民國0年1月1日", password_confirm: "another" };
  await fillIn(page, wrong);
  expect(await post(page, () => submit(page))).toBe(422);
  const summary = page.locator("#error-summary");
  for (const field of ["name", "id_number", "birth_date", "password_confirm"]) {
    await expect(summary.locator(`a[href="#${field}"]`)).toBeVisible();
    await expect(page.locator(`#${field}-error`)).toBeVisible();
  }
  await expect(summary.locator('a[href="#email"]')).toHaveCount(0);
  for (const field of ["name", "id_number", "email", "birth_date", "mobile", "phone"] as const) {
    await expect(page.locator(`#${field}`)).toHaveValue(wrong[field]);
  }
  await expect(page.locator("#password")).toHaveValue("");
  await fillIn(page, newcomer);
  await post(page, () => submit(page));
  await expect(page).toHaveURL(/\/verify\/sent$/);
});

test("a link that is over says so and sends another one", async ({ page, allow }) => {
  allow(410);
  const answer = await page.goto("/verify?token=0");
  expect(answer!.status()).toBe(410);
  await main(page).getByRole("link", { name: say("mailed.again") }).click();
  await expect(page).toHaveURL(/\/verify\/resend$/);
  await fillIn(page, { email });
  await post(page, () => submit(page));
  await expect(page).toHaveURL(/\/verify\/sent$/);
});

test("a forgotten password is replaced, and an unknown address is answered alike", async ({ page, newPerson, allow }) => {
  allow(422);
  await page.goto("/login");
  await page.getByRole("link", { name: say("forgot.link") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("forgot.title"));
  await fillIn(page, { email: "nobody@demo.example" });
  await post(page, () => submit(page));
  await expect(page).toHaveURL(/\/forgot\/sent$/);
  const told = await main(page).innerText();
  await page.goto("/forgot");
  await fillIn(page, { email: "family@demo.example" });
  await post(page, () => submit(page));
  expect(await main(page).innerText()).toBe(told);

  const reader = await newPerson();
  await page.goto(await linkInMail(reader, "/reset"));
  await fillIn(page, { password: "passwordpassword", password_confirm: "passwordpassword" });
  expect(await post(page, () => submit(page))).toBe(422);
  await expect(page.locator("#password-error")).toBeVisible();
  await fillIn(page, { password: chosen, password_confirm: chosen });
  await post(page, () => submit(page));
  await expect(page.getByRole("status").filter({ hasText: say("login_done.reset") })).toBeVisible();
  await logInAs(page, "family@demo.example", chosen);
  await page.waitForURL("/home");
});

test("a person manages the account: profile, address, password, devices", async ({ page, newPerson, allow }) => {
  allow(422);
  const elsewhere = await newPerson();
  await login(elsewhere, "family");
  await login(page, "family");

  await page.goto("/account/profile");
  await fillIn(page, { name: "" });
  expect(await post(page, () => submit(page))).toBe(422);
  await fillIn(page, { name: "林美慧" });
  await post(page, () => submit(page));
  await expect(page.getByRole("status").filter({ hasText: say("account.done_profile") })).toBeVisible();
  await expect(main(page)).toContainText("林美慧");

  await page.goto("/account/devices");
  await expect(main(page).getByText(say("account.devices_began"))).toHaveCount(2);
  await main(page).getByRole("button", { name: say("account.devices_end_others") }).click();
  await expect(page.getByRole("status").filter({ hasText: say("account.done_devices") })).toBeVisible();
  await elsewhere.goto("/home");
  await expect(elsewhere).toHaveURL(/\/login/);

  await page.goto("/account/email");
  await fillIn(page, { email, password: "wrong" });
  expect(await post(page, () => submit(page))).toBe(422);
  await expect(page.locator("#email")).toHaveValue(email);
  await fillIn(page, { password });
  await post(page, () => submit(page));
  await expect(main(page)).toContainText(email);
  await page.goto(await linkInMail(elsewhere, "/account/email/confirm"));
  await post(page, () => submit(page));
  await expect(page.getByRole("status").filter({ hasText: say("account.done_email") })).toBeVisible();
  await letterSays(elsewhere, say("mail.address_changed_subject"));

  await page.goto("/account/password");
  await fillIn(page, { present: password, password: chosen, password_confirm: chosen });
  await post(page, () => submit(page));
  await expect(page.getByRole("status").filter({ hasText: say("account.done_password") })).toBeVisible();
  await logInAs(elsewhere, email, chosen);
  await elsewhere.waitForURL("/home");
});

test("a family downloads what is held about it, and closes the account", async ({ page, allow }) => {
  allow(422);
  await login(page, "family");
  await page.goto("/account");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: say("account.download_action") }).click();
  const file = readFileSync(await (await download).path());
  expect(file.subarray(0, 2).toString()).toBe("PK");
  expect(file.includes("data.json")).toBe(true);

  await page.goto("/account/close");
  await fillIn(page, { password });
  expect(await post(page, () => submit(page))).toBe(422);
  await page.locator("#understood").check();
  await fillIn(page, { password });
  await post(page, () => submit(page));
  await expect(page.getByRole("status").filter({ hasText: say("login_done.closed") })).toBeVisible();
  await logInAs(page, "family@demo.example", password);
  await expect(page.locator("#error-summary")).toBeVisible();
});

test("an admin invites a colleague, who comes in with a second factor and is let go", async ({ page, newPerson, allow }) => {
  allow(422);
  await login(page, "admin");
  await page.getByRole("navigation", { name: say("nav.label") }).getByRole("link", { name: say("staff_accounts.title") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("staff_accounts.title"));
  await fillIn(page, { name: "蔡文傑", email: "colleague@demo.example" });
  await page.locator("input[name=role][value=reviewer]").check();
  await post(page, () => main(page).getByRole("button", { name: say("staff_accounts.invite_submit") }).click());
  await expect(page.getByRole("status").filter({ hasText: say("staff_accounts.done_invited") })).toBeVisible();

  const colleague = await newPerson();
  await colleague.goto(await linkInMail(colleague, "/invitation"));
  await fillIn(colleague, { password: chosen, password_confirm: chosen });
  await post(colleague, () => submit(colleague));
  await logInAs(colleague, "colleague@demo.example", chosen);
  await colleague.waitForURL("/login/set-up");
  const secret = await colleague.locator(".codes__secret").innerText();
  await fillIn(colleague, { code: "000000" });
  expect(await post(colleague, () => submit(colleague))).toBe(422);
  await fillIn(colleague, { code: codeOf(secret) });
  await post(colleague, () => submit(colleague));
  await expect(colleague.getByRole("heading", { level: 1 })).toHaveText(say("totp.recovery_title"));
  const recovery = (await colleague.locator(".codes__code").first().innerText()).trim();
  await main(colleague).getByRole("link", { name: say("totp.recovery_next") }).click();
  await colleague.waitForURL("/staff");

  const again = await newPerson();
  await logInAs(again, "colleague@demo.example", chosen);
  await again.waitForURL("/login/totp");
  await again.getByRole("link", { name: say("totp.use_recovery_code") }).click();
  await fillIn(again, { code: recovery });
  await post(again, () => submit(again));
  await again.waitForURL("/staff");

  const row = page.getByRole("row", { name: /蔡文傑/ });
  await row.getByText(say("staff_accounts.deactivate"), { exact: true }).click();
  await row.getByRole("button", { name: say("staff_accounts.deactivate_yes") }).click();
  await expect(page.getByRole("status").filter({ hasText: say("staff_accounts.done_deactivated") })).toBeVisible();
  await again.goto("/staff");
  await expect(again).toHaveURL(/\/login/);
});
