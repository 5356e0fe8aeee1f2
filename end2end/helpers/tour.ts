import type { BrowserContextOptions, Page } from "@playwright/test";
import { alive, fill, goOn, login, loginStudent, main, post, save, send, speak } from "./people.ts";
import { specimen } from "./photos.ts";
import { exactly } from "./text.ts";
import { wordsOf, type Language } from "./words.ts";

export interface Look {
  language: Language;
  width: number;
  colorScheme: "light" | "dark";
}

export const nameOf = ({ language, width, colorScheme }: Look) =>
  `${language === "en" ? "en" : "zh"}-${width}-${colorScheme}`;

/** Leads through every page and state, and calls `see` at each. It needs the answers 403, 404 and 422 allowed. */
export async function tour(
  { language, width, colorScheme }: Look,
  newPerson: (options: BrowserContextOptions) => Promise<Page>,
  see: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const say = wordsOf(language);
  const person = () =>
    newPerson({
      locale: language === "en" ? "en-GB" : "zh-TW",
      viewport: { width, height: width < 600 ? 640 : 800 },
      colorScheme,
      hasTouch: width < 600,
    });
  const look = async (page: Page, name: string) => {
    await alive(page);
    await see(page, name);
  };
  const visit = async (page: Page, address: string, name: string) => {
    await page.goto(address);
    await look(page, name);
  };

  const nobody = await person();
  await visit(nobody, "/", "landing");
  await nobody.locator("details.language > summary").click();
  await look(nobody, "landing-languages");
  await visit(nobody, "/login", "login");
  await nobody.locator("#email").fill("family@demo.example");
  await nobody.locator("#password").fill("wrong");
  await post(nobody, () => main(nobody).locator("form button").click());
  await look(nobody, "login-refused");
  await visit(nobody, "/student/login", "student-login");
  await post(nobody, () => loginStudent(nobody, ""));
  await look(nobody, "student-login-refused");
  await visit(nobody, "/demo", "demo");
  await visit(nobody, "/demo/clock", "demo-clock");
  await nobody.locator("#now").fill("yesterday");
  await post(nobody, () => main(nobody).getByRole("button", { name: say("clock.submit") }).click());
  await look(nobody, "demo-clock-refused");
  await visit(nobody, "/nowhere", "error-not-found");

  const family = await person();
  await login(family, "family");
  await speak(family, language);
  await visit(family, "/home", "home");
  await visit(family, "/entries", "entries");
  await family.getByRole("link", { name: "生日快樂" }).click();
  await family.waitForURL(/entries\/[0-9a-f-]+$/);
  await look(family, "entry-read");
  await family.goto("/entries");
  await family.getByRole("link", { name: "週末的菜市場" }).click();
  await family.waitForURL(/entries\/[0-9a-f-]+$/);
  await look(family, "entry-returned");
  await main(family).getByRole("link", { name: say("entry.correct") }).click();
  await family.waitForURL(/edit$/);
  await look(family, "edit-returned");
  await visit(family, "/entries/new", "new");
  await fill(family, { title: "", body: exactly(163, "小宇，今天家裡很熱鬧。\n\n"), photo: specimen("truncated.jpg") });
  await look(family, "new-too-long");
  await post(family, () => goOn(family));
  await look(family, "new-refused");
  await fill(family, {
    title: "妹妹的畢業典禮",
    body: "小宇，妹妹今天畢業了！\n\n她說等你回來，要把獎狀給你看。",
    photo: specimen("portrait-gps-12mp.jpg"),
  });
  await look(family, "new-with-photo");
  await post(family, () => goOn(family));
  await look(family, "entry-preview");
  await main(family).getByText(say("entry.discard"), { exact: true }).click();
  await look(family, "entry-discard");
  await send(family, say);
  await look(family, "entry-sent");
  const entry = new URL(family.url()).pathname;
  await main(family).getByText(say("entry.withdraw"), { exact: true }).click();
  await look(family, "entry-withdraw");
  await visit(family, "/entries/new", "new-too-early");
  await fill(family, { title: "下一則", body: "先寫好存著。" });
  await post(family, () => save(family));
  await look(family, "entries-saved");
  await main(family).getByRole("link", { name: "下一則" }).click();
  await look(family, "entry-too-early");
  await visit(family, "/home", "home-too-early");
  await visit(family, "/entries/new", "new-with-draft");
  await visit(family, "/staff", "error-forbidden");

  const reviewer = await person();
  await login(reviewer, "reviewer");
  await speak(reviewer, language);
  await visit(reviewer, "/staff", "staff");
  await visit(reviewer, "/staff/entries", "queue");
  const first = reviewer.getByRole("article").first();
  await first.getByText(say("review.return"), { exact: true }).click();
  await look(reviewer, "queue-return-open");
  await post(reviewer, () => first.getByRole("button", { name: say("review.return_submit") }).click());
  await look(reviewer, "queue-return-refused");
  await first.getByLabel(say("reason.unclear_photo")).check();
  await first.getByLabel(say("review.return_advice")).fill("番茄的照片有點暗，請在白天再拍一張。");
  const history = await first.getByRole("link", { name: say("review.open") }).getAttribute("href");
  await visit(reviewer, history!, "history-waiting");
  await main(reviewer).getByText(say("review.return"), { exact: true }).click();
  await main(reviewer).getByLabel(say("reason.unclear_photo")).check();
  await main(reviewer).getByLabel(say("review.return_advice")).fill("番茄的照片有點暗，請在白天再拍一張。");
  await post(reviewer, () => main(reviewer).getByRole("button", { name: say("review.return_submit") }).click());
  await look(reviewer, "queue-returned");
  await visit(reviewer, history!, "history-returned");
  await reviewer.goto("/staff/entries");
  for (let left = await reviewer.getByRole("article", { name: /./ }).count(); left > 0; left -= 1) {
    const approve = main(reviewer).getByRole("button", { name: say("review.approve") }).first();
    await post(reviewer, () => approve.click());
  }
  await look(reviewer, "queue-empty");

  const admin = await person();
  await login(admin, "admin");
  await speak(admin, language);
  await visit(admin, "/staff", "staff-admin");

  const student = await person();
  await loginStudent(student);
  await student.waitForURL("/student");
  await look(student, "student-inbox");
  await student.getByRole("link", { name: "妹妹的畢業典禮" }).click();
  await look(student, "student-letter");
  const lonely = await person();
  await lonely.goto("/student/login");
  await lonely.locator("#call_number").fill("1002");
  await lonely.locator("#pin").fill("1002");
  await main(lonely).locator("form button").click();
  await lonely.waitForURL("/student");
  await look(lonely, "student-inbox-empty");

  await visit(family, entry, "entry-just-read");
  await visit(nobody, "/demo/mailbox", "demo-mailbox");
}
