import { give, open, press } from "../helpers/applying.ts";
import { letterSays, linkInMail } from "../helpers/mail.ts";
import { fillStudent, login, main, post, speak } from "../helpers/people.ts";
import { agree, fillIn, logInAs, newcomer, submit } from "../helpers/registering.ts";
import { expect, test } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const advice = "請在亮一點的地方再拍一次。";

/** Each size and language meets once; JavaScript is on or off by the project. */
const people = [
  { language: "zh-Hant", size: "a phone", options: { viewport: { width: 390, height: 844 }, hasTouch: true } },
  { language: "en", size: "a desktop", options: { viewport: { width: 1280, height: 800 } } },
] as const;

for (const { language, size, options } of people) {
  test(`a stranger comes to a contact book, corrected once on the way, in ${language} on ${size}`, async ({
    newPerson,
    javaScriptEnabled,
  }) => {
    test.slow();
    const say = wordsOf(language);
    const page = await newPerson({ javaScriptEnabled, ...options });

    await test.step("registers from the first page on", async () => {
      await page.goto("/");
      await speak(page, language);
      await main(page).getByRole("link", { name: say("register.link") }).click();
      await page.waitForURL("/register/notice");
      await agree(page);
      await fillIn(page, newcomer);
      expect(await post(page, () => submit(page))).toBe(303);
      await page.goto(await linkInMail(page, "/verify"));
      await fillIn(page, { password: newcomer.password });
      expect(await post(page, () => submit(page))).toBe(303);
      await logInAs(page, newcomer.email, newcomer.password);
      await page.waitForURL("/home");
    });

    const address = await test.step("is invited to apply, and does", async () => {
      await main(page).getByRole("link", { name: say("home.apply") }).click();
      await page.waitForURL("/applications/new");
      await fillStudent(page, "1008");
      expect(await post(page, () => press(page, say("apply.look_up")))).toBe(303);
      await expect(main(page)).toContainText("蔡○誠");
      expect(await post(page, () => press(page, say("apply.yes")))).toBe(303);
      await give(page, javaScriptEnabled);
      expect(await post(page, () => press(page, say("apply.next")))).toBe(303);
      expect(await post(page, () => press(page, say("apply.submit")))).toBe(303);
      return new URL(page.url()).pathname;
    });

    const reviewer = await newPerson({ javaScriptEnabled, ...options });
    await test.step("a reviewer returns it, with a reason and advice", async () => {
      await login(reviewer, "reviewer");
      await open(reviewer, "蔡育誠");
      await reviewer.locator("#return > summary").click();
      await main(reviewer).getByLabel(wordsOf("zh-Hant")("usual_reason.relationship_unclear")).check();
      await reviewer.locator("#suggestion").fill(advice);
      const send = wordsOf("zh-Hant")("application_review.return_submit");
      expect(await post(reviewer, () => press(reviewer, send))).toBe(303);
    });

    await test.step("reads why, and is asked for that alone", async () => {
      await letterSays(page, say("mail.application_returned_subject"));
      await page.goto("/home");
      await main(page).getByRole("link", { name: say("home.application_correct") }).click();
      await page.waitForURL(address);
      await expect(main(page)).toContainText(advice);
      await expect(main(page)).toContainText(say("usual_reason.relationship_unclear"));
      await expect(page.locator("#identity_document")).toHaveCount(0);
      await give(page, javaScriptEnabled);
      expect(await post(page, () => press(page, say("application.correct_send")))).toBe(303);
      await expect(main(page)).toContainText(say("application_state.in_review"));
    });

    await test.step("the reviewer approves it", async () => {
      await open(reviewer, "蔡育誠");
      await reviewer.locator("#approve > summary").click();
      const yes = wordsOf("zh-Hant")("application_review.approve_yes");
      expect(await post(reviewer, () => press(reviewer, yes))).toBe(303);
    });

    await test.step("finds the book, and may write", async () => {
      await letterSays(page, say("mail.application_approved_subject"));
      await page.goto("/home");
      await expect(main(page)).toContainText("蔡育誠");
      await page.goto("/entries/new");
      await expect(page.locator("#body")).toBeVisible();
    });
  });
}
