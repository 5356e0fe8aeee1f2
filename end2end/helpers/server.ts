import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Server {
  url: string;
  /** Asks it to stop, waits, and says with which code it ended and what it complained of. */
  stop(): Promise<{ code: number | null; complaints: string[] }>;
}

/** The demo's data as it is after the first start; making it takes a few seconds, copying it does not. */
export interface Template {
  data: string;
  remove(): Promise<void>;
}

export async function makeTemplate(): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), "contact-book-end2end-"));
  const server = await start(folder);
  await server.stop();
  return { data: join(folder, "data"), remove: () => rm(folder, { recursive: true }) };
}

/** Starts the demo on a free port, with data of its own. */
export async function startDemo(template: Template): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "contact-book-end2end-"));
  await cp(template.data, join(folder, "data"), { recursive: true, preserveTimestamps: true });
  const server = await start(folder);
  return {
    url: server.url,
    async stop() {
      const end = await server.stop();
      await rm(folder, { recursive: true });
      return end;
    },
  };
}

async function start(folder: string): Promise<Server> {
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const server = spawn(join(repository, "target/release/contact-book"), ["demo"], {
    cwd: repository,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: undefined,
      LEPTOS_SITE_ADDR: address,
      CONTACT_BOOK_DATA_DIR: join(folder, "data"),
      CONTACT_BOOK_LOG: "warn",
    },
  });
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = once(server, "exit") as Promise<[number | null]>;

  const deadline = Date.now() + 30_000;
  while (!(await isReady(url))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      server.kill();
      throw new Error(`the demo did not start: ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return {
    url,
    async stop() {
      server.kill("SIGTERM");
      const giveUp = setTimeout(() => server.kill("SIGKILL"), 40_000);
      const [code] = await ended;
      clearTimeout(giveUp);
      return { code, complaints: log.split("\n").filter((line) => line !== "") };
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
