import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "./test.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 A and AA, and axe's best practices. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/**
 * What axe finds wrong on a page as it stands, a line each; nothing in what matches `except` is looked at. The page has no
 * frames, and keeps axe until it is left.
 */
export async function violations(page: Page, except?: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(
    async ({ rules, exclude }) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe;
      const { violations } = await run({ include: ["html"], exclude }, { runOnly: rules, resultTypes: ["violations"] });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.any[0]?.message ?? node.failureSummary}`),
      );
    },
    { rules, exclude: except ? [except] : [] },
  );
}
