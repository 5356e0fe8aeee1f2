import { defineConfig } from "@playwright/test";

/** Debian's Chromium without a window, which starts in half the time; another one is named by CHROMIUM. */
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";

/** Pictures are taken only when asked for by name; workers hear of it through the environment. */
if (process.argv.includes("--project=shots")) process.env.SHOTS = "1";

const both = ["main-job.spec.ts", "refusals.spec.ts", "account.spec.ts", "applications.spec.ts", "applications-staff.spec.ts", "whole-path.spec.ts", "students.spec.ts", "replies.spec.ts", "head.spec.ts", "keepsake.spec.ts", "printing.spec.ts", "operator.spec.ts"];

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  // One more than the two processors that are expected: some tests wait for the clock.
  workers: 3,
  forbidOnly: true,
  // A second try is CI's alone: what passes only then is named at the end as flaky, and is a fault to be found.
  retries: process.env.CONTACT_BOOK_SECOND_TRY ? 1 : 0,
  // Generous: a machine that does much else at the same time is slow, and nothing waits so long that works.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    locale: "zh-TW",
    timezoneId: "Asia/Taipei",
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
      ],
    },
  },
  projects: process.env.SHOTS
    ? [{ name: "shots", testMatch: "pictures.shots.ts" }]
    : [
        { name: "with-js", testMatch: "*.spec.ts" },
        { name: "without-js", testMatch: both, use: { javaScriptEnabled: false } },
      ],
});
