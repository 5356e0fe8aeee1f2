import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./server.ts";

export type Language = "zh-Hant" | "en";

export const languages: Language[] = ["zh-Hant", "en"];

export type Say = (key: string, values?: Record<string, string | number>) => string;

/** What the pages say in a language: `say("entry.submit")`, as the translation files have it. */
export function wordsOf(language: Language): Say {
  const folder = join(repository, "app/words", language);
  const words = new Map(readdirSync(folder).flatMap((file) => [...read(join(folder, file))]));
  return (key, values = {}) => {
    const text = words.get(key);
    if (text === undefined) throw new Error(`${language} has no ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (!(name in values)) throw new Error(`${key} needs ${name}`);
      return String(values[name]);
    });
  };
}

/** The part of TOML that the translation files use: `[section]` and `key = "text"`. */
function read(file: string): Map<string, string> {
  const words = new Map<string, string>();
  let section = "";
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const head = /^\[(\w+)\]$/.exec(line);
    const pair = /^(\w+) = (".*")$/.exec(line);
    if (head) section = head[1]!;
    else if (pair) words.set(`${section}.${pair[1]}`, JSON.parse(pair[2]!) as string);
    else if (line !== "") throw new Error(`${file} cannot be read: ${line}`);
  }
  return words;
}
