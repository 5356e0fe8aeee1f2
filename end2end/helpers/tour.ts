import { expect, type BrowserContextOptions, type Page } from "@playwright/test";
import { press } from "./applying.ts";
import { linkInMail } from "./mail.ts";
import {
  alive,
  fill,
  fillStudent,
  goOn,
  letDecisionsLeave,
  login,
  loginAs,
  loginStudent,
  main,
  password,
  post,
  save,
  send,
  speak,
} from "./people.ts";
import { codeOf } from "./totp.ts";
import { specimen } from "./photos.ts";
import { fillIn, logInAs } from "./registering.ts";
import { csv, openStudent, showRoster } from "./roster.ts";
import { dayInTaipei, exactly } from "./text.ts";
import { wordsOf, type Language } from "./words.ts";

export interface Look {
  language: Language;
  width: number;
  colorScheme: "light" | "dark";
}

export const nameOf = ({ language, width, colorScheme }: Look) =>
  `${language === "en" ? "en" : "zh"}-${width}-${colorScheme}`;

export const windowOf = ({ width }: Pick<Look, "width">) => ({ width, height: width < 600 ? 640 : 800 });

/**
 * Leads through every page and state, and calls `see` at each. It needs the answers 403, 404, 409, 410 and 422
 * allowed.
 */
export async function tour(
  { language, width, colorScheme }: Look,
  newPerson: (options: BrowserContextOptions) => Promise<Page>,
  see: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const say = wordsOf(language);
  const someone = () =>
    newPerson({
      locale: language === "en" ? "en-GB" : "zh-TW",
      viewport: windowOf({ width }),
      colorScheme,
      // A colour on its way to another has no contrast.
      reducedMotion: "reduce",
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

  const nobody = await someone();
  await visit(nobody, "/", "landing");
  await nobody.locator("details.language > summary").click();
  await look(nobody, "landing-languages");
  await visit(nobody, "/login", "login");
  await nobody.locator("#email").fill("family@demo.example");
  await nobody.locator("#password").fill("wrong");
  await post(nobody, () => main(nobody).locator("form button").click());
  await look(nobody, "login-refused");
  await visit(nobody, "/register/notice", "register-notice");
  await post(nobody, () => main(nobody).locator("form button").last().click());
  await look(nobody, "register-notice-refused");
  await nobody.locator("#consent").check();
  await post(nobody, () => main(nobody).locator("form button").last().click());
  await look(nobody, "register");
  const person = {
    name: "王小美",
    id_number: "A123456780",
    email: "new.family@demo.example",
    birth_date: "民國74年3月9日",
    mobile: "0912-345-678",
    password: "seven tall trees by the river",
    password_confirm: "seven tall trees",
  };
  for (const [id, value] of Object.entries(person)) await nobody.locator(`#${id}`).fill(value);
  await look(nobody, "register-filled");
  await post(nobody, () => main(nobody).locator("form button:not([type=button])").last().click());
  await look(nobody, "register-refused");
  await nobody.locator("#id_number").fill("A123456789");
  await nobody.locator("#password").fill(person.password);
  await nobody.locator("#password_confirm").fill(person.password);
  await post(nobody, () => main(nobody).locator("form button:not([type=button])").last().click());
  await look(nobody, "verify-sent");
  await visit(nobody, await linkInMail(nobody, "/verify"), "verify");
  await post(nobody, () => main(nobody).locator("form button").last().click());
  await look(nobody, "verify-refused");
  await nobody.locator("#password").fill(person.password);
  await post(nobody, () => main(nobody).locator("form button").last().click());
  await look(nobody, "login-verified");
  await visit(nobody, "/verify?token=0", "verify-over");
  await visit(nobody, "/verify/resend", "verify-resend");
  await visit(nobody, "/forgot", "forgot");
  await nobody.locator("#email").fill("guo@demo.example");
  await post(nobody, () => main(nobody).locator("form button").last().click());
  await look(nobody, "forgot-sent");
  await visit(nobody, await linkInMail(nobody, "/reset"), "reset");
  await visit(nobody, "/account/email/confirm?token=0", "email-confirm-over");
  await visit(nobody, "/login/totp", "totp-over");
  await visit(nobody, "/styleguide", "styleguide");
  await visit(nobody, "/student/login", "student-login");
  await post(nobody, () => loginStudent(nobody, ""));
  await look(nobody, "student-login-refused");
  await visit(nobody, "/demo", "demo");
  await visit(nobody, "/demo/clock", "demo-clock");
  await nobody.locator("#now").fill("yesterday");
  await post(nobody, () => main(nobody).getByRole("button", { name: say("clock.submit") }).click());
  await look(nobody, "demo-clock-refused");
  await visit(nobody, "/nowhere", "error-not-found");

  const family = await someone();
  await login(family, "family");
  await speak(family, language);
  await visit(family, "/home", "home");
  const keepsake = await main(family).getByRole("link", { name: say("book.keepsake") }).first().getAttribute("href");
  await visit(family, keepsake!, "keepsake");
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
  await family.waitForURL(/entries\/[0-9a-f-]+$/);
  await look(family, "entry-too-early");
  await main(family).getByRole("link", { name: say("entry.edit") }).click();
  await family.waitForURL(/edit$/);
  await alive(family);
  const tab = await family.context().newPage();
  await tab.goto(family.url());
  await alive(tab);
  await fill(tab, { body: "在另一個分頁寫的。" });
  await expect(tab.locator(".saved")).toHaveText(/\d:\d/);
  await look(tab, "edit-saved");
  await fill(family, { body: "這一頁還開著。" });
  await expect(family.locator("#draft-trouble")).toBeVisible();
  await look(family, "edit-overtaken");
  await tab.close();
  await visit(family, "/home", "home-too-early");
  await visit(family, "/entries/new", "new-with-draft");
  await visit(family, "/applications", "applications-empty");
  await visit(family, "/applications/new", "apply-student");
  await family.locator("#institution").selectOption({ index: 1 });
  await family.locator("#call_number").fill("9999");
  await post(family, () => main(family).getByRole("button", { name: say("apply.look_up") }).click());
  await look(family, "apply-student-refused");
  await fillStudent(family, "1002");
  await post(family, () => main(family).getByRole("button", { name: say("apply.look_up") }).click());
  await look(family, "apply-confirm");
  const request = new URL(family.url()).pathname;
  await post(family, () => main(family).getByRole("button", { name: say("apply.yes") }).click());
  await look(family, "apply-documents");
  await post(family, () => main(family).getByRole("button", { name: say("apply.next") }).click());
  await look(family, "apply-documents-refused");
  for (const id of ["identity_document", "relationship_document"]) {
    await family.locator(`#${id}`).setInputFiles([specimen("portrait-gps-12mp.jpg"), specimen("text-named.jpg")]);
  }
  await expect(main(family).locator(".documents__page img")).toHaveCount(2);
  await expect(main(family).locator(".upload__item .field__error")).toHaveCount(2);
  await look(family, "apply-documents-taken");
  await post(family, () => main(family).getByRole("button", { name: say("apply.next") }).click());
  await look(family, "apply-check");
  await visit(family, "/applications", "applications-draft");
  await family.goto(request);
  await post(family, () => main(family).getByRole("button", { name: say("apply.submit") }).click());
  await look(family, "application-sent");
  await main(family).getByText(say("application.withdraw"), { exact: true }).click();
  await look(family, "application-withdraw");
  await visit(family, "/applications", "applications");
  await visit(family, "/home", "home-application");
  await visit(family, "/staff", "error-forbidden");
  for (const page of ["profile", "email", "password", "devices", "close"]) {
    await visit(family, `/account/${page}`, `account-${page}`);
  }
  await visit(family, "/account", "account");
  await visit(family, "/feedback?from=/account", "feedback");
  await post(family, () => press(family, say("feedback.submit")));
  await look(family, "feedback-refused");
  await family.locator("#text").fill("字太小，看不清楚。");
  await post(family, () => press(family, say("feedback.submit")));
  await look(family, "feedback-thanks");

  const grandmother = await someone();
  await logInAs(grandmother, "shih@demo.example", password);
  await grandmother.waitForURL("/home");
  await speak(grandmother, language);
  await visit(grandmother, "/home", "home-application-returned");
  await visit(grandmother, "/applications", "applications-returned");
  await main(grandmother).getByRole("link", { name: say("applications.why") }).click();
  const why = grandmother.locator("dialog[open]");
  await expect(why).toBeVisible();
  await look(grandmother, "applications-why");
  await why.getByRole("link", { name: say("application.correct") }).click();
  await grandmother.locator("#kept").waitFor();
  await look(grandmother, "application-correct");
  await post(grandmother, () => press(grandmother, say("application.correct_send")));
  await look(grandmother, "application-correct-refused");

  const reviewer = await someone();
  await login(reviewer, "reviewer");
  await speak(reviewer, language);
  await visit(reviewer, "/staff", "staff");
  await visit(reviewer, "/staff/entries", "queue");
  await alive(reviewer);
  const first = reviewer.getByRole("article").first();
  await first.getByText(say("review.return"), { exact: true }).click();
  await look(reviewer, "queue-return-open");
  await first.getByRole("button", { name: say("review.return_submit") }).click();
  await expect(first.getByText(say("error.reasons_missing"))).toBeVisible();
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
  await visit(reviewer, history!, "history-undo");
  await visit(reviewer, "/staff/entries?q=nobody", "queue-none");
  await reviewer.goto("/staff/entries");
  await alive(reviewer);
  for (let left = await reviewer.locator(".review").count(); left > 0; left -= 1) {
    const approve = main(reviewer).getByRole("button", { name: say("review.approve"), exact: true }).first();
    await expect(approve).toBeEnabled();
    await approve.press("Enter");
    await expect(reviewer.locator(".review")).toHaveCount(left - 1);
  }
  await look(reviewer, "queue-empty");
  await letDecisionsLeave(reviewer);
  await visit(reviewer, history!, "history-returned");

  await visit(reviewer, "/staff/applications?filter=all", "requests");
  await visit(reviewer, "/staff/applications?q=nobody", "requests-none");
  await reviewer.goto("/staff/applications");
  await main(reviewer).getByRole("link", { name: "潘冠宇 · 1015" }).click();
  await reviewer.locator("#return").waitFor();
  await look(reviewer, "request");
  const asked = new URL(reviewer.url()).pathname;
  await reviewer.locator("#approve > summary").click();
  await look(reviewer, "request-approve-open");
  await reviewer.locator("#approve > summary").click();
  await reviewer.locator("#return > summary").click();
  const unclear = main(reviewer).getByLabel(say("usual_reason.relationship_unclear"));
  const suggestion = "戶籍謄本的第二頁沒有拍到，請把每一頁都拍下來。";
  await unclear.check();
  await reviewer.locator("#suggestion").fill(suggestion);
  await look(reviewer, "request-return-open");
  await unclear.uncheck();
  await reviewer.locator("#suggestion").fill("");
  await post(reviewer, () => press(reviewer, say("application_review.return_submit")));
  await look(reviewer, "request-return-refused");
  await unclear.check();
  await reviewer.locator("#suggestion").fill(suggestion);
  await post(reviewer, () => press(reviewer, say("application_review.return_submit")));
  await look(reviewer, "request-next");
  await visit(reviewer, asked, "request-returned");

  await visit(reviewer, "/staff/students", "roster");
  await fillIn(reviewer, { call_number: "10-05", admitted: "昨天", expected_release: "2026/2/30" });
  await post(reviewer, () => press(reviewer, say("students.add_submit")));
  await look(reviewer, "roster-add-refused");
  await visit(reviewer, "/staff/students?q=nobody", "roster-none");
  // Nobody else in the tour needs this student.
  const leaver = await openStudent(reviewer, "1010");
  await look(reviewer, "roster-student");
  await main(reviewer).getByText(say("student_page.pin_again"), { exact: true }).click();
  await look(reviewer, "roster-pin-again");
  await post(reviewer, () => press(reviewer, say("student_page.pin_yes")));
  await look(reviewer, "roster-slip");
  await reviewer.goto(leaver);
  await alive(reviewer);
  const leave = main(reviewer).getByRole("region", { name: say("leaving.title") });
  await leave.getByLabel(say("leaving.released"), { exact: true }).check();
  await post(reviewer, () => leave.getByRole("button").click());
  await look(reviewer, "roster-leaving-refused");
  await leave.locator("#day").fill(dayInTaipei(30));
  await post(reviewer, () => leave.getByRole("button").click());
  await look(reviewer, "roster-leaving");
  await visit(reviewer, `${leaver}/restrictions`, "restrictions-none");
  await main(reviewer).getByText(say("restriction.add"), { exact: true }).click();
  await reviewer.locator("#until").fill("2020-01-01T00:00");
  await post(reviewer, () => press(reviewer, say("restriction.submit")));
  await look(reviewer, "restrictions-refused");
  await main(reviewer).getByLabel(say("restriction.kind_illness")).check();
  await reviewer.locator("#until").fill("");
  await reviewer.locator("#note").fill("水痘，等醫師通知。");
  await post(reviewer, () => press(reviewer, say("restriction.submit")));
  await look(reviewer, "restrictions-in-force");
  await main(reviewer).getByText(say("restriction.end"), { exact: true }).click();
  await look(reviewer, "restrictions-end-open");
  await post(reviewer, () => press(reviewer, say("restriction.end_yes")));
  await look(reviewer, "restrictions-ended");
  await visit(reviewer, "/staff/restrictions", "restrictions-for-many-none");
  await visit(reviewer, "/staff/restrictions/new", "restrictions-for-many-new");
  await post(reviewer, () => press(reviewer, say("restriction_batch.look")));
  await look(reviewer, "restrictions-for-many-refused");
  await main(reviewer).getByLabel(say("restriction.kind_illness")).check();
  for (const number of [0, 1]) await reviewer.locator("[name=students]").nth(number).check();
  await post(reviewer, () => press(reviewer, say("restriction_batch.look")));
  await look(reviewer, "restrictions-for-many-look");
  await post(reviewer, () => press(reviewer, say("restriction_batch.make")));
  await look(reviewer, "restrictions-for-many-made");
  await main(reviewer).getByRole("link", { name: say("restriction_batch.open") }).click();
  await look(reviewer, "restrictions-for-many-one");
  await main(reviewer).getByText(say("restriction_batch.end"), { exact: true }).click();
  await look(reviewer, "restrictions-for-many-end-open");
  await post(reviewer, () => press(reviewer, say("restriction_batch.end_yes")));
  await look(reviewer, "restrictions-for-many-ended");
  await visit(reviewer, "/staff/students/import", "roster-import");
  await showRoster(reviewer, csv(["姓名,入校日", "歐陽思源,115/9/1"]));
  await look(reviewer, "roster-import-unreadable");
  const roster = ["呼號,姓名,入校日,備註", "2001,歐陽思源,115/9/1,新來的", "1002,陳冠霆,114/9/1,"];
  await showRoster(reviewer, csv([...roster, "1004", "1002,陳冠廷,,", "10-05,李承恩,昨天,"]));
  await look(reviewer, "roster-import-problems");
  await showRoster(reviewer, csv(roster));
  await look(reviewer, "roster-import-preview");

  const head = await someone();
  await login(head, "head");
  await speak(head, language);
  await visit(head, "/staff/suspensions", "suspensions");
  const proposal = await main(head).getByRole("link", { name: "簡士倫 · 1024" }).getAttribute("href");
  await visit(reviewer, proposal!, "suspension-reviewer");
  await visit(head, proposal!, "suspension-proposed");
  await main(head).getByText(say("suspension.refuse"), { exact: true }).click();
  await post(head, () => press(head, say("suspension.refuse_yes")));
  await look(head, "suspension-refused");
  await head.goto(proposal!);
  await alive(head);
  await main(head).getByText(say("suspension.suspend"), { exact: true }).click();
  await head.locator("#told").fill("請寫想對孩子說的話，和家裡的近況。");
  await look(head, "suspension-open");
  await post(head, () => press(head, say("suspension.suspend_yes")));
  await look(head, "suspension-made");
  await visit(head, "/staff/suspensions?filter=in_force", "suspensions-in-force");
  await visit(head, "/staff/suspensions?filter=over", "suspensions-over");
  const suspended = await someone();
  await logInAs(suspended, "jian@demo.example", password);
  await suspended.waitForURL("/home");
  await speak(suspended, language);
  await alive(suspended);
  await main(suspended).getByText(say("suspended.answer_open"), { exact: true }).click();
  await look(suspended, "home-suspended");
  await post(suspended, () => press(suspended, say("suspended.answer_submit")));
  await look(suspended, "home-answer-refused");
  await suspended.locator("textarea[name=answer]").fill("我會照建議寫。");
  await post(suspended, () => press(suspended, say("suspended.answer_submit")));
  await look(suspended, "home-answered");
  await visit(reviewer, `${await openStudent(reviewer, "1001")}/suspension`, "propose-too-few");
  await visit(head, "/staff/special-approvals", "special-approvals");
  await visit(head, "/staff/special-approvals?q=nobody", "special-approvals-none");
  await visit(head, "/staff/special-approvals?filter=over", "special-approvals-over");
  await head.goto("/staff/special-approvals?q=1001");
  const book = await main(head).getByRole("link", { name: "林小宇 · 1001" }).getAttribute("href");
  await visit(head, book!, "special-approval-new");
  await fillIn(head, { first: "明天", body: "2000", photos: "1" });
  await post(head, () => press(head, say("special_approval.submit")));
  await look(head, "special-approval-refused");
  await visit(reviewer, "/staff/poster", "poster");
  await visit(reviewer, "/staff/poster?language=en", "poster-english");
  await visit(reviewer, "/staff/print-runs", "print-runs");
  await post(reviewer, () => press(reviewer, say("print_run.chosen")));
  await look(reviewer, "print-runs-refused");
  await post(reviewer, () => main(reviewer).locator("button[name=action][value=all]").click());
  await look(reviewer, "print-run-made");
  const printed = new URL(reviewer.url()).pathname;
  await visit(reviewer, `${printed}/print`, "print-run-sheets");
  await visit(reviewer, printed, "print-run");
  await main(reviewer).getByText(say("print_run.hand_all"), { exact: true }).click();
  await look(reviewer, "print-run-hand-open");
  await visit(reviewer, "/staff/print-runs", "print-runs-nothing");
  await visit(head, "/staff/reports", "reports");
  await visit(head, "/staff/programmes", "programmes");
  const programme = await main(head).getByRole("table").getByRole("link").getAttribute("href");
  await visit(reviewer, programme!, "programme-reviewer");
  await visit(head, programme!, "programme");
  await post(head, () => press(head, say("programme.extend")));
  await look(head, "programme-refused");
  await visit(head, "/staff/programmes/new", "programme-new");
  await post(head, () => press(head, say("programme.submit")));
  await look(head, "programme-new-refused");

  const admin = await someone();
  await login(admin, "admin");
  await speak(admin, language);
  await visit(admin, "/staff", "staff-admin");
  await visit(admin, "/staff/accounts", "staff-accounts");
  await post(admin, () => main(admin).getByRole("button", { name: say("staff_accounts.invite_submit") }).click());
  await look(admin, "staff-accounts-refused");
  await admin.locator("#name").fill("蔡文傑");
  await admin.locator("#email").fill("colleague@demo.example");
  await admin.locator("input[name=role][value=reviewer]").check();
  await post(admin, () => main(admin).getByRole("button", { name: say("staff_accounts.invite_submit") }).click());
  await look(admin, "staff-accounts-invited");
  await visit(admin, "/staff/feedback", "feedback-list");
  await visit(admin, "/staff/feedback?filter=done", "feedback-list-none");
  await visit(admin, "/staff/settings", "settings");
  await fillIn(admin, { phone: "", body: "200", document_days: "always", "own_text-0": exactly(101, "原因") });
  await post(admin, () => press(admin, say("settings.save")));
  await look(admin, "settings-refused");
  await visit(admin, "/staff/retention", "retention-admin");

  const operator = await someone();
  await login(operator, "operator");
  await speak(operator, language);
  await visit(operator, "/operator/institutions", "institutions");
  await post(operator, () => press(operator, say("institutions.add")));
  await look(operator, "institutions-refused");
  await fillIn(operator, { institution: "龍山中學", phone: "05-000-0000" });
  await post(operator, () => press(operator, say("institutions.add")));
  await look(operator, "institution-new");
  await operator.goto("/operator/institutions");
  await main(operator).getByRole("link", { name: "青山中學" }).click();
  await operator.waitForURL(/institutions\/[0-9a-f-]+$/);
  await look(operator, "institution");
  await visit(operator, "/operator/jobs", "jobs");
  await visit(operator, "/staff/retention", "retention");
  await fillIn(operator, { drafts: "7" });
  await post(operator, () => press(operator, say("account.save")));
  await look(operator, "retention-refused");
  await visit(operator, "/staff/feedback", "feedback-operator");
  await visit(operator, "/staff/audit", "audit-operator");

  const colleague = await someone();
  await visit(colleague, await linkInMail(colleague, "/invitation"), "invitation");
  const secret = "seven tall trees by the river";
  await colleague.locator("#password").fill(secret);
  await colleague.locator("#password_confirm").fill(secret);
  await post(colleague, () => main(colleague).locator("form button:not([type=button])").last().click());
  await colleague.locator("#email").fill("colleague@demo.example");
  await colleague.locator("#password").fill(secret);
  await main(colleague).locator("form button").last().click();
  await colleague.waitForURL("/login/set-up");
  await look(colleague, "totp-set-up");
  await colleague.locator("#code").fill(codeOf(await colleague.locator(".codes__secret").innerText()));
  await post(colleague, () => main(colleague).locator("form button").last().click());
  await look(colleague, "totp-recovery-codes");
  const again = await someone();
  await again.goto("/login");
  await again.locator("#email").fill("colleague@demo.example");
  await again.locator("#password").fill(secret);
  await main(again).locator("form button").last().click();
  await again.waitForURL("/login/totp");
  await look(again, "totp");

  const student = await someone();
  await loginStudent(student);
  await student.waitForURL("/student");
  await look(student, "student-inbox");
  await student.getByRole("link", { name: "妹妹的畢業典禮" }).click();
  await student.waitForURL(/student\/entries\//);
  await look(student, "student-letter");
  const lonely = await someone();
  await lonely.goto("/student/login");
  await lonely.locator("#call_number").fill("1002");
  await lonely.locator("#pin").fill("1002");
  await main(lonely).locator("form button").click();
  await lonely.waitForURL("/student");
  await look(lonely, "student-inbox-empty");

  const replying = await someone();
  await loginStudent(replying, "1017", "1017");
  await replying.waitForURL("/student");
  await replying.getByRole("link", { name: "夜市的攤子搬新家了" }).click();
  await replying.waitForURL(/student\/entries\//);
  await look(replying, "student-letter-to-reply");
  const reply = `${new URL(replying.url()).pathname}/reply`;
  await visit(replying, reply, "student-reply");
  await fill(replying, { title: "", body: exactly(160, "媽，我看到新的攤子了。") });
  await post(replying, () => goOn(replying));
  await look(replying, "student-reply-refused");
  await fill(replying, { title: "回：攤子", body: "媽，新的攤子好亮。我在這裡很好，不用擔心。", photo: specimen("small-1.jpg") });
  await replying.locator(".photo-field__image").waitFor();
  await alive(replying);
  await post(replying, () => goOn(replying));
  await look(replying, "student-reply-look");
  await post(replying, () => press(replying, say("reply.send")));
  await look(replying, "student-reply-sent");
  await visit(reviewer, "/staff/entries?q=1017", "queue-reply");
  const parent = await someone();
  await loginAs(parent, "zheng");
  await parent.waitForURL("/home");
  await speak(parent, language);
  await look(parent, "home-replied");
  await main(parent).getByRole("link", { name: say("reply.read") }).first().click();
  await parent.waitForURL(/entries\//);
  await look(parent, "entry-replied");

  await visit(family, entry, "entry-just-read");
  await visit(nobody, "/demo/mailbox", "demo-mailbox");
}
