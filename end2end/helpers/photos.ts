import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page, Request } from "@playwright/test";
import { repository } from "./server.ts";

/** The path of a test photo, made by the server's example `specimens`. */
export function specimen(name: string): string {
  const path = join(repository, "end2end/specimens", name);
  if (!existsSync(path)) throw new Error(`${path} is missing: make the test photos first (scripts/test does)`);
  return path;
}

/** How many bytes travel with a request, besides its head. */
export async function lengthOf(request: Request): Promise<number> {
  return Number((await request.allHeaders())["content-length"] ?? 0);
}

/** A photo as the server gives it to whoever is logged in on `page`. */
export async function download(page: Page, address: string): Promise<Buffer> {
  const response = await page.context().request.get(address);
  if (!response.ok()) throw new Error(`${address}: ${response.status()}`);
  return response.body();
}

export interface Size {
  width: number;
  height: number;
}

/** The size of a JPEG (ITU-T T.81, B.2.2: the frame header). */
export function sizeOfJpeg(bytes: Buffer): Size {
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
  }
  throw new Error("this is no JPEG");
}

/** The colours in the corners of a picture, line by line, as a browser shows it. `page` needs JavaScript. */
export async function cornersOf(page: Page, bytes: Buffer): Promise<string[]> {
  return page.evaluate(async (base64) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${base64}`)).blob());
    const { width, height } = picture;
    const canvas = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
    canvas.drawImage(picture, 0, 0);
    const name = (x: number, y: number) => {
      const [red, green, blue] = [...canvas.getImageData(x, y, 1, 1).data].map((part) => part > 125);
      if (red && green) return "yellow";
      return red ? "red" : green ? "green" : blue ? "blue" : "dark";
    };
    const [left, top, right, bottom] = [9, 9, width - 10, height - 10];
    return [name(left, top), name(right, top), name(left, bottom), name(right, bottom)];
  }, bytes.toString("base64"));
}
