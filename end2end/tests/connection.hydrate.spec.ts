import { alive, fill, login, main } from "../helpers/people.ts";
import { expect, test } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

test("without a network a form is not sent, its words stay, and both are told", async ({ page, context }) => {
  await login(page, "family");
  await page.goto("/entries/new");
  await alive(page);
  await fill(page, { title: "離線", body: "小宇，網路斷了也不會不見。" });
  await context.setOffline(true);
  const lost = page.getByText(say("connection.lost"));
  await expect(lost).toBeVisible();
  await page.locator("button[value=preview]").click();
  await expect(lost).toBeVisible();
  await expect(page).toHaveURL("/entries/new");
  await expect(page.locator("#body")).toHaveValue("小宇，網路斷了也不會不見。");

  await context.setOffline(false);
  await expect(page.getByText(say("connection.back"))).toBeVisible();
  await page.locator("button[value=preview]").click();
  await expect(main(page).getByText("小宇，網路斷了也不會不見。")).toBeVisible();
});

test("a wrong field is told when it is left, and no sooner", async ({ page }) => {
  await page.goto("/register/notice");
  await page.locator("#consent").check();
  await main(page).locator("form button").last().click();
  await page.waitForURL("/register");
  await alive(page);
  await page.locator("#id_number").pressSequentially("A12345678");
  await expect(page.locator("#id_number-error")).toHaveCount(0);
  await page.locator("#birth_date").fill("74/3/9");
  await expect(page.locator("#id_number-error")).toBeVisible();
  await expect(page.locator("#birth_date-echo")).toContainText("1985 年 3 月 9 日");
  await page.locator("#id_number").fill("A123456789");
  await expect(page.locator("#id_number-error")).toHaveCount(0);
  await page.locator("#password").fill("passwordpassword");
  await expect(page.locator("#password-strength")).not.toBeEmpty();
});
