import { login, main, write } from "../helpers/people.ts";
import { specimen } from "../helpers/photos.ts";
import { expect, test } from "../helpers/test.ts";
import { wordsOf } from "../helpers/words.ts";

const say = wordsOf("zh-Hant");

test("every page has a strict policy with a nonce of its own", async ({ request }) => {
  const nonces = new Set<string>();
  for (const address of ["/", "/login", "/student/login", "/demo"]) {
    const answer = await request.get(address);
    const policy = new Map(
      answer
        .headers()
        ["content-security-policy"]!.split(";")
        .map((part) => part.trim().split(/ (.*)/) as [string, string]),
    );
    expect(policy.get("default-src"), address).toBe("'none'");
    const [, nonce] = /'nonce-([^']{16,})'/.exec(policy.get("script-src")!)!;
    expect(policy.get("script-src")).toBe(`'self' 'nonce-${nonce}' 'wasm-unsafe-eval'`);
    expect(policy.get("style-src")).toBe("'self'");
    expect(policy.get("frame-ancestors")).toBe("'none'");
    expect(policy.get("base-uri")).toBe("'none'");
    expect(policy.get("form-action")).toBe("'self'");
    expect([...policy.values()].join(" ")).not.toContain("unsafe-inline");
    expect(await answer.text()).toContain(`nonce="${nonce}"`);
    nonces.add(nonce!);
  }
  expect(nonces.size).toBe(4);
});

test("every answer carries the headers that protect people", async ({ page, request, allow }) => {
  allow(404);
  await login(page, "family");
  await write(page, { title: "標頭", body: "看看標頭", photo: specimen("small-1.jpg") });
  const photo = await main(page).locator(".letter__photo img").getAttribute("src");
  const icon = await request.get("/favicon.svg");
  for (const answer of [
    ...(await Promise.all(["/home", "/entries", photo!, "/nowhere"].map((address) => page.request.get(address)))),
    await request.get("/login"),
    await request.get("/healthz"),
    icon,
  ]) {
    const headers = answer.headers();
    expect(headers["x-content-type-options"], answer.url()).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["permissions-policy"]).toContain("camera=()");
    expect(headers["permissions-policy"]).toContain("geolocation=()");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["strict-transport-security"], "never on localhost").toBeUndefined();
  }
});

test("what holds personal data is not stored", async ({ page }) => {
  await login(page, "family");
  await write(page, { title: "不留下", body: "不留下", photo: specimen("small-1.jpg") });
  const entry = new URL(page.url()).pathname;
  const photo = await main(page).locator(".letter__photo img").getAttribute("src");
  for (const address of ["/home", "/entries", "/entries/new", entry, `${entry}/edit`]) {
    const answer = await page.request.get(address);
    expect(answer.status(), address).toBe(200);
    expect(answer.headers()["cache-control"], address).toContain("no-store");
  }
  const cached = (await page.request.get(photo!)).headers()["cache-control"];
  expect(cached).toMatch(/no-store|private/);
});

test("the program's own files are compressed and kept for ever", async ({ page, request }) => {
  const files = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(pkg|words)\//.test(pathname)) files.add(pathname);
  });
  await page.goto("/login", { waitUntil: "networkidle" });
  const kinds = [...files].map((file) => file.split(".").pop());
  expect(new Set(kinds)).toEqual(new Set(["css", "js", "txt", "wasm"]));
  for (const file of files) {
    const answer = await request.get(file, { headers: { "Accept-Encoding": "br, gzip" } });
    expect(answer.headers()["cache-control"], file).toBe("public, max-age=31536000, immutable");
    expect(answer.headers()["content-encoding"], file).toBe(file.endsWith(".txt") ? "gzip" : "br");
    const plain = await request.get(file, { headers: { "Accept-Encoding": "identity" } });
    expect(plain.headers()["content-encoding"], file).toBeUndefined();
  }
});

for (const headers of [
  { Origin: "https://evil.example" },
  { Origin: "null" },
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site" },
] as Record<string, string>[]) {
  test(`a form with ${JSON.stringify(headers)} changes nothing`, async ({ page }) => {
    await login(page, "family");
    const answer = await page.request.post("/logout", { headers, maxRedirects: 0 });
    expect(answer.status()).toBe(403);
    expect(await answer.text()).toContain(say("refused.origin_title"));
    expect((await page.goto("/home"))!.status()).toBe(200);
  });
}

test("a form of another site, in a real browser, changes nothing", async ({ page, server, allow }) => {
  allow(403);
  await login(page, "family");
  // The same server under another name is another site.
  const other = server.url.replace("127.0.0.1", "localhost");
  await page.route(`${other}/trap`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<form method="post" action="${server.url}/logout"><button>win</button></form>`,
    }),
  );
  await page.goto(`${other}/trap`);
  await page.getByRole("button").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("refused.origin_title"));
  await page.goto("/home");
  expect(new URL(page.url()).pathname).toBe("/home");
});

test("a cookie that says nothing is nobody's", async ({ request }) => {
  for (const value of ["garbage", "", "%00", "x".repeat(4000), "../../etc/passwd"]) {
    const headers = { Cookie: `session=${value}; language=xx` };
    expect((await request.get("/login", { headers })).status(), value).toBe(200);
    const home = await request.get("/home", { headers, maxRedirects: 0 });
    expect(home.status(), value).toBe(303);
    expect(home.headers()["location"]).toBe("/login?next=%2Fhome");
  }
});

test("the session's cookie cannot be read by scripts", async ({ page, context }) => {
  await login(page, "family");
  const session = (await context.cookies()).find((cookie) => cookie.name === "session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});
