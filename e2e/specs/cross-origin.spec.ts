// The practice API as a learner's own page uses it: from another origin.
import type { Page } from '@playwright/test';
import { expect, test } from '../elsewhere.js';

interface Answer {
  status: number;
  fields: Record<string, string>;
  json: any;
}

/** Has the page fetch something, and read of the answer what a page of its origin may. */
async function ask(page: Page, url: string, init: RequestInit = {}): Promise<Answer> {
  return page.evaluate(
    async ({ url, init }) => {
      const response = await fetch(url, init);
      const text = await response.text();
      return {
        status: response.status,
        fields: Object.fromEntries(response.headers),
        json: text ? JSON.parse(text) : undefined,
      };
    },
    { url, init },
  );
}

test.beforeEach(async ({ elsewhere, page }) => {
  await page.goto(`${elsewhere.origin}/latin`);
});

test('a page of another origin reads, with the fields that it needs and the times', async ({ page, roundtrip }) => {
  const url = `${roundtrip.app}/api/products?per_page=5`;
  const { status, fields, json } = await ask(page, url);
  expect(status).toBe(200);
  expect(json.items).toHaveLength(5);
  expect(fields).toMatchObject({
    etag: expect.stringMatching(/^"/),
    'exchange-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    link: expect.stringContaining('rel="next"'),
    'server-timing': expect.stringContaining('handle;dur='),
  });
  const timing = await page.evaluate(
    (url) => (performance.getEntriesByName(url) as PerformanceResourceTiming[]).map((entry) => entry.requestStart > 0),
    url,
  );
  expect(timing).toEqual([true]);
});

test('it writes after a preflight, into a sandbox that it names by a field or in the query', async ({ page, roundtrip }) => {
  const products = `${roundtrip.app}/api/products`;
  const draft = { name: 'Cross-origin mug', price: '9.50', category: 'kitchen', stock: 3, description: 'From elsewhere.' };
  const created = await ask(page, products, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(draft),
  });
  expect(created.status).toBe(201);
  const { sandbox, location, etag } = created.fields;
  expect(sandbox).toBeTruthy();
  const url = new URL(location!, roundtrip.app).href;

  // Without the sandbox it is not there, and with it in either way it is.
  expect((await ask(page, url)).status).toBe(404);
  expect((await ask(page, `${url}?sandbox=${sandbox}`)).json).toMatchObject({ name: draft.name });
  const changed = await ask(page, url, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json', 'if-match': etag!, sandbox: sandbox! },
    body: '{"stock":4}',
  });
  expect([changed.status, changed.json.stock]).toEqual([200, 4]);
  const late = await ask(page, url, { method: 'DELETE', headers: { 'if-match': etag!, sandbox: sandbox! } });
  expect(late.status).toBe(412);
  expect(late.json.type).toContain('/problems/');
});

test('no cookie of ours counts in what another origin has sent, and none is given to it', async ({ context, page, roundtrip }) => {
  // The browser has a session and a sandbox, from a visit to the app's own origin.
  const own = await context.request.post(`${roundtrip.app}/login`, { data: { username: 'johndoe', password: 'secret123' } });
  expect(own.status()).toBe(200);
  await context.request.post(`${roundtrip.app}/api/notifications`, { data: { title: 'Mine', message: 'for me alone' } });
  expect((await context.cookies(roundtrip.app)).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['roundtrip_sandbox', 'roundtrip_session']),
  );
  const before = await context.cookies(roundtrip.app);

  // A browser gives the answer to a request with credentials to nobody, because `*` does not allow that.
  const withCredentials = page.evaluate(
    async (url) => {
      const answer = await fetch(url, { credentials: 'include' });
      return answer.status;
    },
    `${roundtrip.app}/api/me`,
  );
  await expect(withCredentials).rejects.toThrow('Failed to fetch');

  // What it sends without asking first is answered as if there were no cookie: nothing is written into the owner's sandbox.
  await page.evaluate(async (url) => {
    await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({ title: 'Not', message: 'yours' }) });
  }, `${roundtrip.app}/api/notifications`);
  await page.evaluate(async (url) => {
    await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' });
  }, `${roundtrip.app}/api/sandbox/reset`);
  const mine = await (await context.request.get(`${roundtrip.app}/api/notifications`)).json();
  expect(mine.items.map(({ title }: { title: string }) => title)).toEqual(['Mine']);
  expect(await context.cookies(roundtrip.app)).toEqual(before);
});

test("Roundtrip's own API is closed to it", async ({ page, roundtrip }) => {
  await expect(ask(page, `${roundtrip.app}/v1/exchanges`)).rejects.toThrow('Failed to fetch');
});
