/** Four people in one character. */
export const emoji = "👨‍👩‍👧‍👦";

/** `start` with as much after it as makes it exactly this many characters long. */
export function exactly(count: number, start: string): string {
  return start + "字".repeat(count - countCharacters(start));
}

export function countCharacters(text: string): number {
  return [...new Intl.Segmenter("zh-Hant").segment(text)].length;
}

/** A day in Taipei, so many days after `start`, as pages write it. */
export function dayInTaipei(daysAhead: number, start = new Date()): string {
  const then = new Date(start.getTime() + (8 * 3600 + daysAhead * 86_400) * 1000);
  return then.toISOString().slice(0, 10).replaceAll("-", "/");
}
