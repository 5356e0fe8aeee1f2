import {
  alive,
  fill,
  goOn,
  letDecisionsLeave,
  login,
  loginStudent,
  main,
  openToReview,
  post,
  save,
  send,
  speak,
} from "../helpers/people.ts";
import { cornersOf, download, sizeOfJpeg, specimen } from "../helpers/photos.ts";
import { expect, test } from "../helpers/test.ts";
import { countCharacters, dayInTaipei, emoji, exactly } from "../helpers/text.ts";
import { languages, wordsOf } from "../helpers/words.ts";

const title = "奶奶種的桂花開了";
const betterTitle = "奶奶種的花開了";
const body = exactly(150, `小宇，我們都好 ${emoji}，\n院子裡的桂花開了，整條巷子都香。`);
const advice = "文字很好，只要不寫出花的名字就可以了。";

/** The family's window: a phone, and a desktop. */
const windows = { "zh-Hant": { width: 360, height: 740 }, en: { width: 1280, height: 800 } };

for (const language of languages) {
  const say = wordsOf(language);

  test(`a letter is written, returned, corrected, approved and read, in ${language}`, async ({
    page,
    newPerson,
    javaScriptEnabled,
  }) => {
    expect(countCharacters(body)).toBe(150);
    await page.setViewportSize(windows[language]);

    await test.step("a family logs in and sees that it may write today", async () => {
      await login(page, "family");
      await speak(page, language);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("home.title", { name: "林美惠" }));
      await expect(main(page).getByText(say("book.can_write"))).toBeVisible();
    });

    await test.step("writes 150 characters with a photo of 12 megapixels", async () => {
      await main(page).getByRole("link", { name: say("book.write"), exact: true }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("new.title"));
      if (javaScriptEnabled) await alive(page);
      await fill(page, { title, body, photo: specimen("portrait-gps-12mp.jpg") });
      if (javaScriptEnabled) {
        await expect(page.locator("#body-counter")).toHaveText(say("counter.text", { count: 150, limit: 150 }));
        await expect(page.locator(".photo-field__image")).toBeVisible();
      }
    });

    await test.step("looks at it once more as the student will see it", async () => {
      expect(await post(page, () => goOn(page))).toBe(303);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("entry.preview_title"));
      await expect(page.locator(".letter__title")).toHaveText(title);
      expect(await page.locator(".letter__body").textContent()).toBe(body);
      await expect(page.locator(".letter__photo img")).toBeVisible();
      await expect(main(page).getByText(say("entry.turn_note", { date: dayInTaipei(2) }))).toBeVisible();
    });

    await test.step("sends it and sees that it waits", async () => {
      await send(page, say);
      await expect(main(page).getByText(say("state.waiting"), { exact: true })).toBeVisible();
    });
    const entry = new URL(page.url()).pathname;

    const reviewer = await newPerson();
    const waiting = (name: string) => reviewer.getByRole("article", { name, exact: true });
    const decided = reviewer.locator(".undo");

    await test.step("a reviewer finds it in the queue, with text and photo", async () => {
      await login(reviewer, "reviewer");
      await speak(reviewer, language);
      await main(reviewer).getByRole("link", { name: say("staff.start_review") }).click();
      await expect(reviewer.getByRole("heading", { level: 1 })).toHaveText(say("review.title"));
      expect(await waiting(title).locator(".letter__body").textContent()).toBe(body);
      await expect(waiting(title).locator(".letter__photo img")).toBeVisible();
      await expect(waiting(title).getByText(say("review.length_count", { count: 150 }))).toBeVisible();
    });

    await test.step("and returns it with a reason and advice", async () => {
      const letter = waiting(title);
      await letter.getByText(say("review.return"), { exact: true }).click();
      await letter.getByLabel(say("reason.personal_information")).check();
      await letter.getByLabel(say("review.return_advice")).fill(advice);
      await letter.getByRole("button", { name: say("review.return_submit") }).click();
      await expect(decided).toContainText(say("review.undo_returned", { student: "林小宇", title }));
      await expect(decided.getByRole("button", { name: say("review.undo") })).toBeVisible();
      await expect(waiting(title)).toHaveCount(0);
    });

    await test.step("until that leaves, the family sees that it waits", async () => {
      await page.goto(entry);
      await expect(main(page).getByText(say("state.waiting"), { exact: true })).toBeVisible();
      await letDecisionsLeave(page);
    });

    await test.step("the family is told why", async () => {
      await page.goto("/home");
      await expect(main(page).getByRole("heading", { name: say("home.returned", { title }) })).toBeVisible();
      await page.goto(entry);
      await expect(main(page).getByText(say("state.returned"), { exact: true })).toBeVisible();
      await expect(main(page).getByText(say("reason.personal_information"))).toBeVisible();
      await expect(main(page).getByText(advice)).toBeVisible();
    });

    await test.step("finds its words and its photo still there, corrects and sends again", async () => {
      await main(page).getByRole("link", { name: say("entry.correct") }).click();
      await expect(page.locator("#title")).toHaveValue(title);
      await expect(page.locator("#body")).toHaveValue(body);
      await expect(main(page).getByText(advice)).toBeVisible();
      await expect(main(page).getByText(say("field.photo_kept"))).toBeVisible();
      await page.locator("#title").fill(betterTitle);
      await goOn(page);
      await expect(page.locator(".letter__title")).toHaveText(betterTitle);
      await expect(page.locator(".letter__photo img")).toBeVisible();
      await send(page, say);
    });

    await test.step("the reviewer sees what was returned before, and approves", async () => {
      await reviewer.goto("/staff/entries");
      await expect(waiting(betterTitle).getByText(say("review.round", { round: 2 }))).toBeVisible();
      await openToReview(waiting(betterTitle).getByRole("link", { name: say("review.open") }));
      await expect(main(reviewer).getByRole("heading", { name: say("history.title"), exact: true })).toBeVisible();
      await expect(main(reviewer).getByText(advice)).toBeVisible();
      await main(reviewer).getByRole("button", { name: say("review.approve") }).click();
      await expect(decided).toContainText(say("review.undo_approved", { student: "林小宇", title: betterTitle }));
      await expect(waiting(betterTitle)).toHaveCount(0);
      await letDecisionsLeave(page);
    });

    await test.step("the family sees that it is delivered and not read yet", async () => {
      await page.goto("/entries");
      await expect(card(betterTitle).getByText(say("state.delivered"), { exact: true })).toBeVisible();
    });

    const student = await newPerson();

    await test.step("the student opens it", async () => {
      await loginStudent(student);
      await student.waitForURL("/student");
      await speak(student, language);
      const link = student.getByRole("link", { name: betterTitle });
      await expect(link.getByText(say("student.new"), { exact: true })).toBeVisible();
      await link.click();
      await expect(student.getByRole("heading", { level: 1 })).toHaveText(betterTitle);
      expect(await student.locator(".letter__body").textContent()).toBe(body);
    });

    await test.step("the photo stands upright and says nothing of where it was taken", async () => {
      const image = student.locator(".letter__photo img");
      await expect(image).toBeVisible();
      const box = await image.boundingBox();
      expect(box!.height).toBeGreaterThan(box!.width);
      const bytes = await download(student, (await image.getAttribute("src"))!);
      const size = sizeOfJpeg(bytes);
      expect(size.height).toBeGreaterThan(size.width);
      for (const secret of ["Exif", "http://ns.adobe.com/xap", "Taichung"]) {
        expect(bytes.includes(secret), secret).toBe(false);
      }
      const blank = await newPerson({ javaScriptEnabled: true });
      expect(await cornersOf(blank, bytes)).toEqual(["red", "green", "blue", "yellow"]);
    });

    await test.step("the student turns to the older letter and back to all, and leaves nothing behind", async () => {
      await expect(student).toHaveTitle(say("site.page_title", { title: say("student.letter_title") }));
      await student.getByRole("link", { name: say("student.older") }).click();
      await expect(student.getByRole("heading", { level: 1 })).toHaveText("生日快樂");
      await student.getByRole("link", { name: say("back.inbox") }).click();
      await expect(student.getByRole("heading", { level: 1 })).toHaveText(say("student.title"));
      await expect(student.getByText(say("student.new"), { exact: true })).toHaveCount(0);
      await student.getByRole("button", { name: say("nav.log_out") }).click();
      await student.waitForURL("/student/login");
      await student.goBack();
      await student.waitForURL("/student/login");
      await expect(student.getByText(betterTitle)).toHaveCount(0);
    });

    await test.step("the family sees when it was read", async () => {
      await page.goto(entry);
      const badge = main(page).locator(".badge");
      await expect(badge).toHaveText(new RegExp(`^${say("state.read", { when: "\\d{4}/\\d{2}/\\d{2} \\d{2}:\\d{2}" })}$`));
      await expect(main(page).getByText(say("stamp.read"), { exact: true })).toBeVisible();
    });

    await test.step("mail was written about each step", async () => {
      // Mail is in the language of whoever gets it, which is the family's. It is on its way for a moment.
      for (const mail of ["mail.received_subject", "mail.returned_subject", "mail.delivered_subject"]) {
        await expect(async () => {
          await page.goto("/demo/mailbox");
          const heading = page.getByRole("heading", { name: say(mail) });
          await expect(heading.first()).toBeVisible({ timeout: 1000 });
        }).toPass();
      }
    });

    function card(name: string) {
      return page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
    }
  });

  test(`a family writes every other day, withdraws, discards and logs out, in ${language}`, async ({ page }) => {
    await login(page, "family");
    await speak(page, language);
    await page.goto("/entries/new");
    await fill(page, { title: "第一則", body: "今天也很想你。" });
    await goOn(page);
    await send(page, say);

    await test.step("the next letter has to wait until the day after tomorrow, and is kept", async () => {
      await page.goto("/home");
      await expect(main(page).getByText(say("book.next_day", { date: dayInTaipei(2) }))).toBeVisible();
      await main(page).getByRole("link", { name: say("book.draft") }).click();
      await expect(main(page).getByText(say("new.not_yet_title", { date: dayInTaipei(2) }))).toBeVisible();
      await fill(page, { title: "第二則", body: "後天再寄給你。" });
      expect(await post(page, () => goOn(page))).toBe(303);
      await expect(main(page).getByText(say("new.not_yet_title", { date: dayInTaipei(2) }))).toBeVisible();
      await expect(main(page).getByRole("button", { name: say("entry.submit") })).toHaveCount(0);
    });
    const second = new URL(page.url()).pathname;

    await test.step("two days later it may be sent", async () => {
      await page.goto("/demo/clock");
      await main(page).getByRole("button", { name: say("clock.plus_two") }).click();
      await expect(page.getByRole("status").filter({ hasText: say("done.clock") })).toBeVisible();
      await page.goto(second);
      await expect(page.locator(".letter__body")).toHaveText("後天再寄給你。");
      await send(page, say);
    });

    await test.step("withdrawing it gives the turn back", async () => {
      await main(page).getByText(say("entry.withdraw"), { exact: true }).click();
      await main(page).getByRole("button", { name: say("entry.withdraw_confirm") }).click();
      await expect(page.getByRole("status").filter({ hasText: say("done.withdrawn") })).toBeVisible();
      await page.goto("/home");
      await expect(main(page).getByText(say("book.can_write"))).toBeVisible();
    });

    await test.step("a draft is kept, found again and discarded", async () => {
      await page.goto("/entries/new");
      await fill(page, { title: "不要的草稿", body: "" });
      await save(page);
      await expect(page.getByRole("status").filter({ hasText: say("done.saved") })).toBeVisible();
      await main(page).getByRole("link", { name: "不要的草稿" }).click();
      await main(page).getByText(say("entry.discard"), { exact: true }).click();
      await main(page).getByRole("button", { name: say("entry.discard_confirm") }).click();
      await expect(page.getByRole("status").filter({ hasText: say("done.discarded") })).toBeVisible();
      await expect(main(page).getByText("不要的草稿")).toHaveCount(0);
    });

    await test.step("and after logging out nothing is shown any more", async () => {
      await page.getByRole("button", { name: say("nav.log_out") }).click();
      await page.waitForURL("/");
      await page.goto("/home");
      await page.waitForURL("/login?next=%2Fhome");
    });
  });
}
