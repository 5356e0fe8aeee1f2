import { alive, decide, goOn, login, loginAs, loginStudent, main, post, save } from "../helpers/people.ts";
import { specimen } from "../helpers/photos.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

// The terminal speaks Chinese unless another language is chosen.
const say = wordsOf("zh-Hant");

/** Of the demo: the student 1011 takes part in a programme; this letter is answered, and the next one waits for staff. */
const answered = "去舅公的菜園幫忙";
const waiting = "阿嬤種的番茄紅了";
const tooMuch = "阿嬤，謝謝您。".repeat(22);
const words = "阿嬤，番茄好紅。我在這裡很好，您不要擔心。";
const better = "阿嬤，番茄好紅。我在這裡很好。";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

async function openLetter(page: Page, title: string): Promise<void> {
  await loginStudent(page, "1011", "1011");
  await page.getByRole("link", { name: title }).click();
  await expect(heading(page)).toHaveText(title);
}

test("a student replies, staff return it, the corrected reply reaches the family", async ({
  page,
  newPerson,
  javaScriptEnabled,
  allow,
}) => {
  allow(422);
  const [reviewer, family] = [await newPerson(), await newPerson()];
  await login(reviewer, "reviewer");
  await decide(reviewer, say, waiting);

  await test.step("writes too much, which is kept and told", async () => {
    await openLetter(page, waiting);
    await page.getByRole("link", { name: say("reply.write") }).click();
    await expect(heading(page)).toHaveText(say("reply.title"));
    expect(await page.title()).not.toContain(waiting);
    await expect(page.locator("#title")).toHaveValue(say("reply.title_default", { title: waiting }));
    if (javaScriptEnabled) await alive(page);
    await page.locator("#body").fill(tooMuch);
    expect(await post(page, () => goOn(page))).toBe(422);
    await expect(page.locator("#body")).toHaveValue(tooMuch);
    await expect(page.locator("#body-error")).toBeVisible();
  });

  await test.step("makes it shorter, adds a photo, and saves it for now", async () => {
    if (javaScriptEnabled) await alive(page);
    await page.locator("#body").fill(words);
    await page.locator("#photo").setInputFiles(specimen("small-1.jpg"));
    expect(await post(page, () => save(page))).toBe(303);
    await expect(page.getByRole("status").filter({ hasText: say("reply.done_saved") })).toBeVisible();
    await expect(page.locator(".photo-field__image")).toBeVisible();
  });

  await test.step("looks at it and sends it", async () => {
    if (javaScriptEnabled) await alive(page);
    expect(await post(page, () => goOn(page))).toBe(303);
    await expect(heading(page)).toHaveText(say("reply.look_title"));
    await expect(page.locator(".letter__body")).toHaveText(words);
    await expect(page.locator(".letter__photo img")).toBeVisible();
    await main(page).getByRole("button", { name: say("reply.send"), exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: say("reply.done_sent") })).toBeVisible();
    await expect(main(page).getByText(say("reply.waiting"))).toBeVisible();
  });

  const title = say("reply.title_default", { title: waiting });
  await test.step("staff see whose words they are, and return them", async () => {
    await decide(reviewer, say, title, async (page) => {
      await expect(main(page).getByText(say("review.reply_to", { title: waiting }))).toBeVisible();
      const form = main(page).locator("details.disclosure").filter({ hasText: say("review.return") }).first();
      await form.locator("summary").click();
      await form.getByRole("textbox", { name: say("review.return_advice_student") }).fill("最後一句可以不用寫。");
      await form.getByRole("button", { name: say("review.return_submit") }).click();
    });
  });

  await test.step("the student reads why and sends it again", async () => {
    await page.goto("/student");
    if (new URL(page.url()).pathname !== "/student") await loginStudent(page, "1011", "1011");
    await page.getByRole("link", { name: waiting }).click();
    await page.getByRole("link", { name: say("reply.continue") }).click();
    await expect(main(page).getByText("最後一句可以不用寫。")).toBeVisible();
    if (javaScriptEnabled) await alive(page);
    await page.locator("#body").fill(better);
    expect(await post(page, () => goOn(page))).toBe(303);
    await main(page).getByRole("button", { name: say("reply.send"), exact: true }).click();
    await expect(main(page).getByText(say("reply.waiting"))).toBeVisible();
  });

  await decide(reviewer, say, title);

  await test.step("the family finds it, and the student sees that it was read", async () => {
    await loginAs(family, "zheng");
    await family.waitForURL("/home");
    const notice = main(family).locator(".notice").filter({ hasText: waiting });
    await expect(notice).toContainText(say("reply.arrived", { student: "鄭凱文" }));
    await notice.getByRole("link", { name: say("reply.read") }).click();
    const reply = family.getByRole("region", { name: say("reply.of", { student: "鄭凱文" }) });
    await expect(reply.locator(".letter__body")).toHaveText(better);
    await expect(reply.locator(".letter__photo img")).toBeVisible();

    await page.goto("/student");
    await page.getByRole("link", { name: waiting }).click();
    await page.getByRole("link", { name: say("reply.see") }).click();
    await expect(page.locator(".stamp__word")).toHaveText(say("stamp.read"));
  });
});

test("a reply that was read stands below the family's letter, and outside a programme nobody replies", async ({
  page,
  newPerson,
}) => {
  await loginAs(page, "zheng");
  await page.waitForURL("/home");
  await page.goto("/entries");
  await page.getByRole("link", { name: answered }).first().click();
  await expect(page.getByRole("region", { name: say("reply.of", { student: "鄭凱文" }) })).toBeVisible();

  const student = await newPerson();
  await loginStudent(student);
  await student.getByRole("link", { name: "生日快樂" }).click();
  await expect(heading(student)).toHaveText("生日快樂");
  await expect(student.getByRole("link", { name: say("reply.write") })).toHaveCount(0);
  const letter = new URL(student.url()).pathname;
  expect((await student.request.get(`${letter}/reply`)).status()).toBe(404);
  const forged = await student.request.post(`${letter}/reply`, {
    headers: { Origin: new URL(student.url()).origin },
    form: { title: "回", body: "不在活動裡" },
  });
  expect(forged.status()).toBe(404);
});
