import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./server.ts";

/** A page as the server's table of routes has it. */
export interface Route {
  /** `/entries/{id}` */
  address: string;
  /** Who may use it, such as `Family`. */
  access: string;
}

const source = readFileSync(join(repository, "src/http/routes.rs"), "utf8");

export const pages: Route[] = [...source.matchAll(/^    \("(\/[^"]*)", Access::(\w+)\),$/gm)]
  .map(([, address, access]) => ({ address: address!, access: access! }))
  .filter(({ address }) => !address.startsWith("/api/"));

/** The table's way to write an address that somebody visits: `/entries/019a…` is `/entries/{id}`. */
export const routeOf = (url: string): string => new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}");
