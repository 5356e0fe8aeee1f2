import type { Page, Request } from "@playwright/test";

/** A promise that is kept when the test says so. */
export function later(): { promise: Promise<void>; keep: () => void } {
  let keep = () => {};
  const promise = new Promise<void>((resolve) => (keep = resolve));
  return { promise, keep };
}

/** A slow line: requests to this address, or those of them that are meant, wait until what is given back is called. */
export async function hold(page: Page, address: string, isMeant = (_: Request) => true): Promise<() => void> {
  const { promise, keep } = later();
  await page.route(address, async (route) => {
    if (isMeant(route.request())) await promise;
    await route.fallback();
  });
  return keep;
}
