import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../helpers/server.ts";
import { expect, test } from "../helpers/test.ts";
import { languages, wordsOf } from "../helpers/words.ts";

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

/** The files that hold these bytes: a text or a class name that only one area draws. */
const holding = (text: string) => wasm.filter((name) => readFileSync(join(pkg, name)).includes(text));

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
  const marks = ["review__side", ...languages.map((language) => wordsOf(language)("staff_accounts.deactivate_text"))];
  for (const mark of marks) expect(holding(mark), mark).toEqual(own);
});

test("a family's pages need no file that only the staff's area draws", () => {
  const all = areas();
  const own = all.get("staff")!.filter((name) => name.startsWith("split___staff_area"));
  for (const [area, files] of all) {
    if (area !== "staff") expect(files.filter((name) => own.includes(name)), area).toEqual([]);
  }
});
