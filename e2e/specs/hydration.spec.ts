// What the server rendered is taken over without a word on the console.
import type { Page } from '@playwright/test';
import { expect, hydrated, test } from '../fixtures.js';

const pages = ['/', '/problems', '/problems/not-found', '/reference', '/reference/statuses/404', '/docs', '/live', '/?method=POST&url=%2Fapi%2Fdata&body=1'];

/** Opens a path and gives everything time to complain: all of it has loaded, and was painted twice. */
async function settle(page: Page, path: string): Promise<number | undefined> {
  const response = await page.goto(path, { waitUntil: 'load' });
  await hydrated(page);
  await page.evaluate(() =>
    document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))),
  );
  return response?.status();
}

/** Every message of the console, those of the browser itself included. */
function everything(page: Page): string[] {
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  return messages;
}

for (const path of pages) {
  test(`${path} hydrates in silence`, async ({ page }) => {
    const messages = everything(page);
    expect(await settle(page, path)).toBe(200);
    expect(messages).toEqual([]);
  });

  test(`${path} hydrates in silence in the dark`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    const messages = everything(page);
    await settle(page, path);
    expect(messages).toEqual([]);
  });

  test(`${path} hydrates in silence with a theme of the user's own`, async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('theme', 'dark'));
    const messages = everything(page);
    await settle(page, path);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(messages).toEqual([]);
  });
}

for (const path of ['/no/such/page', '/problems/no-such-problem']) {
  test(`${path} is a page with status 404, and hydrates in silence`, async ({ page }) => {
    const messages = everything(page);
    expect(await settle(page, path)).toBe(404);
    // The browser notes the status of the document itself; the page adds nothing.
    expect(messages).toEqual([expect.stringMatching(/^Failed to load resource: .* 404 /)]);
    await expect(page.getByRole('heading', { level: 1, name: 'There is no page at this address' })).toBeVisible();
    await page.getByRole('link', { name: 'To the start' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'See both ends' })).toBeVisible();
  });
}

test('a link to no share hydrates in silence', async ({ page }) => {
  const messages = everything(page);
  const asked = page.waitForResponse(/\/v1\/shares\//);
  expect(await settle(page, '/x/0123456789abcdef0123456789abcdef')).toBe(200);
  await asked;
  await expect(page.getByText('There is no exchange behind this link.')).toBeVisible();
  // The browser notes the status of what the page asks for, in its own time; the page adds nothing.
  await expect.poll(() => messages).toEqual([expect.stringMatching(/^Failed to load resource: .* 404 /)]);
});

test('the program is loaded once and without anything beside it, and its rest when the page is idle', async ({ page }) => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname.replace(/\.[0-9a-f]{8,}\./, '.')));
  const rest = page.waitForRequest(/\/pkg\/split_later\./);
  await settle(page, '/');
  await rest;
  expect(loaded.length).toBe(new Set(loaded).size);
  // What chunks share is in chunks of their own, which come with the first that needs them.
  const names = loaded.filter((path) => !/^\/(favicon\.svg|fonts\/.*|pkg\/chunk_\d+\.wasm)$/.test(path));
  expect(names.sort()).toEqual([
    '/',
    '/pkg/roundtrip.css',
    '/pkg/roundtrip.js',
    '/pkg/roundtrip_bg.wasm',
    '/pkg/split_later.wasm',
  ]);
});

test('each page has a title of its own', async ({ page }) => {
  for (const [path, title] of [
    ['/', 'Roundtrip'],
    ['/problems', 'Problems · Roundtrip'],
    ['/problems/not-found', 'There is nothing at that address · Roundtrip'],
    ['/docs', 'API · Roundtrip'],
    ['/live', 'Live · Roundtrip'],
    ['/no/such/page', 'Not found · Roundtrip'],
  ] as const) {
    await settle(page, path);
    await expect(page).toHaveTitle(title);
  }
});
