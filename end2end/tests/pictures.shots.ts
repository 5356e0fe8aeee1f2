import { join } from "node:path";
import { repository } from "../helpers/server.ts";
import { test } from "../helpers/test.ts";
import { nameOf, tour, type Look } from "../helpers/tour.ts";
import { languages } from "../helpers/words.ts";

const looks: Look[] = languages.flatMap((language) =>
  [320, 1280].flatMap((width) =>
    (["light", "dark"] as const).map((colorScheme) => ({ language, width, colorScheme })),
  ),
);

for (const look of looks) {
  test(`pictures of every page, ${nameOf(look)}`, async ({ newPerson, allow }) => {
    test.setTimeout(1_200_000);
    allow(403, 404, 409, 410, 422);
    await tour(look, newPerson, async (page, name) => {
      // The pictures on it have come too; the queue, which listens on, is never idle.
      await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => {});
      const path = join(repository, "shots", `${name}-${nameOf(look)}.png`);
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
    });
  });
}
