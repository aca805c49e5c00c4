// Lists of which only the rows in view are in the document.
import { expect, type Locator } from '@playwright/test';

/** What one part of each row says, from the first row to the last. The list is scrolled through for it. */
export async function rowsOf(list: Locator, part: string): Promise<string[]> {
  const texts = new Map<number, string>();
  await list.evaluate((it) => it.scrollTo(0, 0));
  await expect(async () => {
    const { size, rows } = await list.evaluate((it, part) => {
      const all = [...it.querySelectorAll('[role=listitem]')];
      const rows = all.map((row) => [
        Number(row.getAttribute('aria-posinset')),
        row.querySelector(part)?.textContent ?? '',
      ]);
      const size = Number(all[0]?.getAttribute('aria-setsize') ?? 0);
      // What was not drawn as it was passed is come by once more.
      const isEnd = it.scrollTop + it.clientHeight >= it.scrollHeight - 1;
      it.scrollTo(0, isEnd ? 0 : it.scrollTop + it.clientHeight);
      return { size, rows: rows as [number, string][] };
    }, part);
    for (const [place, text] of rows) texts.set(place, text);
    expect(size).toBeGreaterThan(0);
    expect(texts.size).toBe(size);
  }).toPass({ intervals: [20] });
  return [...texts].sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** The bytes of a dump. */
export async function bytesOf(list: Locator): Promise<Buffer> {
  const pairs = (await rowsOf(list, '.bytes-pairs')).join(' ');
  return Buffer.from(pairs.replace(/\s+/g, ''), 'hex');
}
