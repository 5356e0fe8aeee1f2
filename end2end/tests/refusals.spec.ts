import { alive, fill, goOn, login, loginStudent, main, openToReview, password, post, save, speak, write } from "../helpers/people.ts";
import { specimen } from "../helpers/photos.ts";
import { expect, test, type Page } from "../helpers/test.ts";
import { emoji, exactly } from "../helpers/text.ts";
import { languages, wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

/** The summary on top has the focus and says this, with a link to the field, where it stands again. */
async function isRefused(page: Page, field: string, sentence: string): Promise<void> {
  const summary = page.locator("#error-summary");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link", { name: sentence })).toHaveAttribute("href", `#${field}`);
  await expect(page.locator(`#${field}-error`)).toContainText(sentence);
  await expect(page.locator(`#${field}`)).toHaveAttribute("aria-invalid", "true");
}

test.describe("words", () => {
  for (const language of languages) {
    test(`151 characters are one too many, and nothing is lost, in ${language}`, async ({ page, allow }) => {
      allow(422);
      const say = wordsOf(language);
      const body = exactly(151, "小宇，\n媽媽今天想跟你說：");
      await login(page, "family");
      await speak(page, language);
      expect(await write(page, { title: "太長了", body, photo: specimen("small-1.jpg") })).toBe(422);
      await isRefused(page, "body", say("error.body_long", { count: 151, limit: 150, over: 1 }));
      await expect(page.locator("#title")).toHaveValue("太長了");
      await expect(page.locator("#body")).toHaveValue(body);
      await expect(main(page).getByText(say("field.photo_kept"))).toBeVisible();
      await page.locator("#error-summary a").click();
      await expect(page.locator("#body")).toBeFocused();

      await page.locator("#body").fill(exactly(150, "小宇，\n媽媽今天想跟你說："));
      expect(await post(page, () => goOn(page))).toBe(303);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("entry.preview_title"));
      await expect(page.locator(".letter__photo img")).toBeVisible();
    });
  }

  test("150 family emojis are 150 characters", async ({ page }) => {
    await login(page, "family");
    expect(await write(page, { title: emoji.repeat(30), body: emoji.repeat(150) })).toBe(303);
    await expect(page.locator(".letter__body")).toHaveText(emoji.repeat(150));
  });

  test("a title of 31 characters is too long", async ({ page, allow }) => {
    allow(422);
    await login(page, "family");
    expect(await write(page, { title: exactly(31, "標題"), body: "今天很想你" })).toBe(422);
    await isRefused(page, "title", say("error.title_long", { count: 31 }));
    await expect(page.locator("#title")).toHaveValue(exactly(31, "標題"));
    await expect(page.locator("#body")).toHaveValue("今天很想你");
  });

  test("nothing but spaces is nothing, and a book has to be chosen", async ({ page, allow }) => {
    allow(422);
    await login(page, "family");
    await page.goto("/entries/new");
    await page.locator("#book").selectOption("");
    await fill(page, { title: "　 ", body: " \n　\n " });
    expect(await post(page, () => goOn(page))).toBe(422);
    await isRefused(page, "book", say("error.book_missing"));
    await isRefused(page, "title", say("error.title_missing"));
    await isRefused(page, "body", say("error.body_missing"));
  });

  test("markup stays text and does nothing", async ({ page }) => {
    const title = "<b>重要</b>&amp;";
    const body = "</textarea><script>window.hit = 1</script>\n<img src=x onerror='window.hit = 2'>";
    await login(page, "family");
    expect(await write(page, { title, body })).toBe(303);
    await expect(page.locator(".letter__title")).toHaveText(title);
    expect(await page.locator(".letter__body").textContent()).toBe(body);
    await main(page).getByRole("link", { name: say("entry.edit") }).click();
    await expect(page.locator("#title")).toHaveValue(title);
    await expect(page.locator("#body")).toHaveValue(body);
    expect(await page.evaluate(() => "hit" in window)).toBe(false);
  });

  test("the same form sent twice at once makes one entry, and one use", async ({ page, allow }) => {
    allow(422);
    await login(page, "family");
    await page.goto("/entries/new");
    const form = await page.locator("input[name=form]").inputValue();
    const book = await page.locator("#book").inputValue();
    const send = () =>
      page.request.post("/entries/new", {
        multipart: { form, book, title: "只有一則", body: "按了兩次", action: "preview" },
        maxRedirects: 0,
      });
    const answers = await Promise.all([send(), send()]);
    expect(answers.map((answer) => answer.status())).toEqual([303, 303]);
    const [first, second] = answers.map((answer) => answer.headers()["location"]!);
    expect(second).toBe(first);
    const submit = () => page.request.post(`${first}/submit`, { maxRedirects: 0 });
    const statuses = (await Promise.all([submit(), submit()])).map((answer) => answer.status());
    expect(statuses).toContain(303);
    await page.goto("/entries");
    await expect(page.getByRole("article").filter({ hasText: "只有一則" })).toHaveCount(1);
  });

  for (const language of languages) {
    test(`what an old form says of a draft that has changed is kept apart, in ${language}`, async ({
      page,
      javaScriptEnabled,
    }) => {
      test.skip(javaScriptEnabled, "a page with JavaScript asks: see drafts.hydrate.spec.ts");
      const say = wordsOf(language);
      await login(page, "family");
      await speak(page, language);
      await page.goto("/entries/new");
      await fill(page, { title: "兩個分頁", body: "最早的字" });
      expect(await post(page, () => save(page))).toBe(303);
      await page.getByRole("link", { name: "兩個分頁" }).click();
      await main(page).getByRole("link", { name: say("entry.edit") }).click();
      await page.waitForURL(/\/edit$/);
      const address = new URL(page.url()).pathname;
      const other = await page.context().newPage();
      await other.goto(address);

      await fill(page, { body: "第一頁的字" });
      expect(await post(page, () => save(page))).toBe(303);
      await fill(other, { body: "第二頁的字" });
      expect(await post(other, () => goOn(other))).toBe(303);
      await expect(other.getByRole("status").filter({ hasText: say("done.apart") })).toBeVisible();
      await expect(other.locator("#title")).toHaveValue("兩個分頁");
      await expect(other.locator("#body")).toHaveValue("第二頁的字");
      expect(new URL(other.url()).pathname).not.toBe(address);
      await page.goto(address);
      await expect(page.locator("#body")).toHaveValue("第一頁的字");
      await page.goto("/entries");
      await expect(page.getByRole("article").filter({ hasText: "兩個分頁" })).toHaveCount(2);
    });
  }
});

test.describe("photos", () => {
  const refused: { file: string; key: string; status?: number }[] = [
    { file: "truncated.jpg", key: "error.photo_broken" },
    { file: "sixty-megapixels.jpg", key: "error.photo_pixels" },
    { file: "text-named.jpg", key: "error.photo_kind" },
    { file: "iphone.heic", key: "error.photo_heic" },
    { file: "empty.jpg", key: "error.photo_empty" },
    { file: "ten-mib-and-one.jpg", key: "error.photo_size", status: 413 },
  ];

  for (const { file, key, status = 422 } of refused) {
    test(`${file} is refused and the words are kept`, async ({ page, allow, javaScriptEnabled }) => {
      test.skip(javaScriptEnabled && status === 413, "a browser makes it smaller: see drafts.hydrate.spec.ts");
      allow(status);
      await login(page, "family");
      const words = { title: "有照片", body: "看看這張照片" };
      await page.goto("/entries/new");
      if (javaScriptEnabled) await alive(page);
      await fill(page, { ...words, photo: specimen(file) });
      if (javaScriptEnabled) {
        // It is looked at, or has travelled, before any button is pressed.
        await expect(page.locator("#photo-error")).toContainText(say(key, { megabytes: 10 }));
        await expect(page.locator("#photo")).toHaveAttribute("aria-invalid", "true");
      } else {
        expect(await post(page, () => goOn(page))).toBe(status);
        await isRefused(page, "photo", say(key, { megabytes: 10 }));
      }
      await expect(page.locator("#title")).toHaveValue(words.title);
      await expect(page.locator("#body")).toHaveValue(words.body);
    });
  }

  test("a refused photo leaves the one that was there", async ({ page, allow, javaScriptEnabled }) => {
    allow(422);
    await login(page, "family");
    expect(await write(page, { title: "換照片", body: "換一張", photo: specimen("small-2.jpg") })).toBe(303);
    await main(page).getByRole("link", { name: say("entry.edit") }).click();
    await page.waitForURL(/\/edit$/);
    const kept = await main(page).locator(".photo-field__image").getAttribute("src");
    if (javaScriptEnabled) await alive(page);
    await fill(page, { photo: specimen("truncated.jpg") });
    if (javaScriptEnabled) {
      await expect(page.locator("#photo-error")).toContainText(say("error.photo_broken"));
    } else {
      expect(await post(page, () => goOn(page))).toBe(422);
      await isRefused(page, "photo", say("error.photo_broken"));
    }
    await expect(main(page).locator(".photo-field__image")).toHaveAttribute("src", kept!);
  });

  test("a PNG is a photo whatever it is called, and 10 MiB are not too much", async ({ page }) => {
    await login(page, "family");
    expect(await write(page, { title: "圖", body: "一張圖", photo: specimen("png-named.jpg") })).toBe(303);
    await expect(page.locator(".letter__photo img")).toBeVisible();
    expect(await write(page, { title: "大圖", body: "一張大圖", photo: specimen("ten-mib.jpg") })).toBe(303);
    await expect(page.locator(".letter__photo img")).toBeVisible();
  });

  test("two photos are one too many", async ({ page, allow, javaScriptEnabled }) => {
    allow(422);
    await login(page, "family");
    await page.goto("/entries/new");
    if (javaScriptEnabled) await alive(page);
    await fill(page, { title: "兩張", body: "放了兩張照片" });
    await page.locator("#photo").evaluate((input) => input.setAttribute("multiple", ""));
    await page.locator("#photo").setInputFiles([specimen("small-1.jpg"), specimen("small-2.jpg")]);
    if (javaScriptEnabled) {
      await expect(page.locator("#photo-error")).toContainText(say("error.photo_more"));
    } else {
      expect(await post(page, () => goOn(page))).toBe(422);
      await isRefused(page, "photo", say("error.photo_more"));
    }
    await expect(page.locator("#body")).toHaveValue("放了兩張照片");
  });
});

test.describe("logging in", () => {
  test("a wrong password is refused and the address stays", async ({ page, allow }) => {
    allow(422);
    await page.goto("/login");
    await page.locator("#email").fill("family@demo.example");
    await page.locator("#password").fill("wrong");
    expect(await post(page, () => main(page).locator("form button").click())).toBe(422);
    await isRefused(page, "email", say("error.login"));
    await expect(page.locator("#email")).toHaveValue("family@demo.example");
    await expect(page.locator("#password")).toHaveValue("");
  });

  test("empty fields are named", async ({ page, allow }) => {
    allow(422);
    await page.goto("/login");
    expect(await post(page, () => main(page).locator("form button").click())).toBe(422);
    await isRefused(page, "email", say("error.email_missing"));
    await isRefused(page, "password", say("error.password_missing"));
  });

  test("a wrong PIN is refused and the call number stays", async ({ page, allow }) => {
    allow(422);
    expect(await post(page, () => loginStudent(page, "0000"))).toBe(422);
    await isRefused(page, "pin", say("error.student_login"));
    await expect(page.locator("#call_number")).toHaveValue("1001");
    await expect(page.locator("#pin")).toHaveValue("");
  });

  test("whoever was on the way somewhere lands there after logging in", async ({ page }) => {
    await page.goto("/entries/new");
    await page.waitForURL("/login?next=%2Fentries%2Fnew");
    await page.locator("#email").fill("family@demo.example");
    await page.locator("#password").fill(password);
    await main(page).locator("form button").click();
    await page.waitForURL("/entries/new");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("new.title"));
  });

  test("the way is still known after a wrong password", async ({ page, allow }) => {
    allow(422);
    await page.goto("/entries");
    await page.locator("#email").fill("family@demo.example");
    await page.locator("#password").fill("wrong");
    expect(await post(page, () => main(page).locator("form button").click())).toBe(422);
    await page.locator("#password").fill(password);
    await main(page).locator("form button").click();
    await page.waitForURL("/entries");
  });
});

test.describe("addresses", () => {
  for (const language of languages) {
    test(`an unknown address and a page that is not theirs say so, in ${language}`, async ({ page, allow }) => {
      allow(403, 404);
      const say = wordsOf(language);
      await login(page, "family");
      await speak(page, language);
      const unknown = ["/nowhere", "/entries/nothing", "/entries/01890a5d-ac96-774b-bcce-b302099a8057", "/entries/new/x"];
      for (const address of unknown) {
        expect((await page.goto(address))!.status(), address).toBe(404);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("missing.title"));
      }
      for (const address of ["/staff", "/staff/entries", "/student"]) {
        expect((await page.goto(address))!.status(), address).toBe(403);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("forbidden.title"));
      }
      await main(page).getByRole("link", { name: say("back.home") }).click();
      await expect(page.locator("html")).toHaveAttribute("lang", language);
    });
  }

  test("another family's photo and entry are not there", async ({ page, newPerson, allow }) => {
    allow(404);
    await login(page, "reviewer");
    await page.goto("/staff/entries");
    const photo = await main(page).locator(".letter__photo img").first().getAttribute("src");
    const link = main(page).getByRole("link", { name: say("review.open") }).first();
    const entry = (await link.getAttribute("href"))!.replace("/staff", "");
    const family = await newPerson();
    await login(family, "family");
    for (const address of [photo!, `${photo}/thumbnail`, entry, `${entry}/edit`]) {
      expect((await family.goto(address))!.status(), address).toBe(404);
    }
  });
});

test.describe("reviewing", () => {
  test("a return without a reason is refused where it was filled in", async ({ page, allow }) => {
    allow(422);
    await login(page, "reviewer");
    await page.goto("/staff/entries");
    await openToReview(main(page).getByRole("link", { name: say("review.open") }).first());
    await main(page).getByText(say("review.return"), { exact: true }).click();
    const submit = main(page).getByRole("button", { name: say("review.return_submit") });
    expect(await post(page, () => submit.click())).toBe(422);
    await expect(page.locator("#error-summary")).toBeFocused();
    await expect(main(page).locator(".field__error")).toContainText(say("error.reasons_missing"));
  });

  test("what another reviewer decided meanwhile stands", async ({ page, newPerson, allow }) => {
    allow(409, 422);
    await login(page, "reviewer");
    // A line on which nothing comes by itself: the page goes on showing how things stood.
    await page.route(/\/staff\/entries\/events$|\/api\/review-queue/, (route) => route.abort("aborted"));
    const head = await newPerson();
    await login(head, "head");
    await Promise.all([page.goto("/staff/entries"), head.goto("/staff/entries")]);
    const approve = (who: Page) => who.getByRole("article").first().getByRole("button", { name: say("review.approve") });
    await approve(head).click();
    await expect(head.locator(".undo").getByRole("button", { name: say("review.undo") })).toBeVisible();
    expect(await post(page, () => approve(page).click())).toBe(422);
    await expect(page.getByRole("alert").filter({ hasText: say("error.already_decided") })).toBeVisible();
    await expect(page.locator(".undo").getByRole("button")).toHaveCount(0);
  });
});
