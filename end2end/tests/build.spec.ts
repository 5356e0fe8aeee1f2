import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { login } from "../helpers/people.ts";
import { repository } from "../helpers/server.ts";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "../helpers/test.ts";
import { type Language, languages, wordsOf } from "../helpers/words.ts";

const pkg = join(repository, "target/site/pkg");
const built = readdirSync(pkg);
const wasm = built.filter((name) => name.endsWith(".wasm"));

/** Which files each lazy area needs, as the build wrote it down. */
function areas(): Map<string, string[]> {
  const name = built.find((file) => /^__wasm_split_manifest\..*json$/.test(file));
  const manifest = JSON.parse(readFileSync(join(pkg, name!), "utf8")) as Record<string, string[]>;
  return new Map(
    Object.entries(manifest).map(([view, files]) => [
      /^__(\w+)_area_view_/.exec(view)![1]!,
      files.map((file) => `${file}.wasm`),
    ]),
  );
}

/** The files that hold these bytes, such as a class name that only one area draws. */
const holding = (text: string) => wasm.filter((name) => readFileSync(join(pkg, name)).includes(text));

/** What a page loads of the texts: language and text of each file. */
async function textsOf(page: string, request: APIRequestContext, language: Language) {
  const html = await (await request.get(page, { headers: { "accept-language": language } })).text();
  const addresses = [...html.matchAll(/"(\/words\/[^"]+)"/g)].map(([, address]) => address!);
  return Promise.all(addresses.map(async (address) => ({ address, text: await (await request.get(address)).text() })));
}

test("what /login downloads holds no code and no words of the staff's area", async ({ request }) => {
  const page = await (await request.get("/login")).text();
  const named = [...page.matchAll(/[\w.-]+\.wasm/g)].map(([name]) => name);
  const first = wasm.filter((name) => named.includes(name));
  expect(first.length, "the page names the WASM that it loads").toBeGreaterThan(0);

  const staff = areas().get("staff")!;
  expect(staff.length).toBeGreaterThan(1);
  expect(staff.filter((name) => !wasm.includes(name)), "files of the area that were not built").toEqual([]);
  expect(staff.filter((name) => first.includes(name))).toEqual([]);

  const own = staff.filter((name) => name.startsWith("split___staff_area"));
  expect(holding("review__side")).toEqual(own);
});

test("pages that are drawn at the same moment each name their own code", async ({ page, request }) => {
  await login(page, "reviewer");
  const areasOf = async (asker: APIRequestContext, address: string) => {
    const html = await (await asker.get(address)).text();
    return new Set([...html.matchAll(/\bhref="[^"]*split___(\w+)_area_view/g)].map(([, area]) => area));
  };
  const pages = Array.from({ length: 60 }, () =>
    Promise.all([areasOf(request, "/login"), areasOf(page.request, "/staff/entries")]),
  );
  for (const [first, staff] of await Promise.all(pages)) {
    expect(first).not.toContain("staff");
    expect(staff).toEqual(new Set(["staff"]));
  }
});

test("/login loads the texts of its language alone, and none of the staff's", async ({ request }) => {
  for (const language of languages) {
    const files = await textsOf("/login", request, language);
    expect(files.map(({ address }) => address)).toEqual([expect.stringContaining(`/everyone.${language}.`)]);
    const lines = files[0]!.text.split("\n");
    expect(lines).toContain(wordsOf(language)("login.title"));
    expect(lines).not.toContain(wordsOf(language)("staff_accounts.deactivate_text"));
  }
});

test("no language is in the code", () => {
  for (const language of languages) {
    for (const key of ["login.lead", "landing.lead", "staff_accounts.deactivate_text", "review.empty_title"]) {
      const text = wordsOf(language)(key);
      expect(holding(text), text).toEqual([]);
    }
  }
});

test("a family's pages need no file that only the staff's area draws", () => {
  const all = areas();
  const own = all.get("staff")!.filter((name) => name.startsWith("split___staff_area"));
  for (const [area, files] of all) {
    if (area !== "staff") expect(files.filter((name) => own.includes(name)), area).toEqual([]);
  }
});
