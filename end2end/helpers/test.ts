import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { makeTemplate, startDemo, type Server, type Template } from "./server.ts";

export { expect };
export type { Page };

interface Fixtures {
  /** The demo with fresh data, for this test alone. */
  server: Server;
  /** Says that an answer of this status belongs to the test; any other of 400 or above fails it. */
  allow: (...statuses: number[]) => void;
  /** A page of somebody else: another browser, with other cookies, watched like the first. */
  newPerson: (options?: BrowserContextOptions) => Promise<Page>;
  watch: Watch;
}

interface Watch {
  allowed: Set<number>;
  troubles: string[];
  follow(context: BrowserContext): void;
}

export const test = base.extend<Fixtures, { template: Template }>({
  template: [
    async ({}, use) => {
      const template = await makeTemplate();
      await use(template);
      await template.remove();
    },
    { scope: "worker" },
  ],

  server: async ({ template }, use) => {
    const server = await startDemo(template);
    await use(server);
    const { code, complaints } = await server.stop();
    expect(complaints, "the server's log at level warn").toEqual([]);
    expect(code, "the server's exit code").toBe(0);
  },

  baseURL: async ({ server }, use) => use(server.url),

  watch: async ({ javaScriptEnabled }, use) => {
    const watch = new Watcher(javaScriptEnabled);
    await use(watch);
    expect(watch.troubles, "console, page errors, failed requests and answers that were not expected").toEqual([]);
  },

  context: async ({ context, watch }, use) => {
    watch.follow(context);
    await use(context);
  },

  allow: async ({ watch }, use) => use((...statuses) => statuses.forEach((status) => watch.allowed.add(status))),

  newPerson: async ({ browser, server, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: server.url, ...options });
      contexts.push(context);
      watch.follow(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

class Watcher implements Watch {
  allowed = new Set<number>();
  troubles: string[] = [];

  constructor(private readonly withScript: boolean) {}

  follow(context: BrowserContext): void {
    /** Pages that were left while their code was still coming: the browser cuts it off, and it stops. */
    const cutOff = new Set<Page | null>();
    context.on("console", (message) => {
      const isCode = message.location().url.includes("/pkg/__wasm_split");
      if (isCode && /Response body loading was aborted|TypeError: Failed to fetch/.test(message.text())) {
        cutOff.add(message.page());
        return;
      }
      // What could not be loaded is told by its status, below.
      const told = message.text().startsWith("Failed to load resource");
      // A browser without JavaScript fetches the code all the same and complains that nobody uses it.
      if (!this.withScript && message.text().includes("was preloaded using link preload but not used")) return;
      if (["error", "warning"].includes(message.type()) && !told) {
        this.troubles.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => {
      if (cutOff.delete(error.page()) && error.error().message === "unreachable") return;
      this.troubles.push(`page error: ${error.error().stack ?? error.error()}`);
    });
    context.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // A page that was left gives up what it was still loading; one without JavaScript loads none.
      if (why === "net::ERR_ABORTED") return;
      // Only a test itself takes the network away.
      if (why === "net::ERR_INTERNET_DISCONNECTED") return;
      if (!this.withScript && why === "csp" && request.url().endsWith(".js")) return;
      this.troubles.push(`failed: ${request.method()} ${request.url()}: ${why}`);
    });
    context.on("response", (response) => {
      const status = response.status();
      if (status >= 400 && !this.allowed.has(status)) {
        this.troubles.push(`${status}: ${response.request().method()} ${response.url()}`);
      }
    });
  }
}
