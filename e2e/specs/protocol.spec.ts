// The page about the protocol: written by the server, kept by the browser, and loaded by whoever comes from another page.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from '../fixtures.js';
import { get } from '../raw.js';
import { root } from '../server.js';

const chunk = /\/pkg\/split_docs\./;

/** The files that the tests run are the ones that are shown. */
async function expectText(page: Page): Promise<void> {
  for (const file of ['docs/live-client.mjs', 'docs/live-socket.mjs']) {
    const shown = page.getByRole('group', { name: file }).locator('code');
    expect(await shown.textContent()).toBe((await readFile(join(root, file), 'utf8')).trimEnd());
  }
}

/** Whether a heading has been gone to. */
const expectAt = (page: Page, name: string) => expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeInViewport();

test('the server writes it, and a browser loads nothing more', async ({ page, roundtrip }) => {
  const { text } = await get(`${roundtrip.app}/docs/live`, { accept: 'text/html' });
  expect(text).toContain('Sec-WebSocket-Version: 13');
  expect(text).toContain('export async function follow');
  const chunks: string[] = [];
  page.on('request', (request) => {
    if (chunk.test(request.url())) chunks.push(request.url());
  });
  await open(page, '/docs/live#gaps');
  await expectText(page);
  await expectAt(page, 'Gaps');
  await expect(page).toHaveTitle('Live protocol · Roundtrip');
  expect(chunks).toEqual([]);
});

test('whoever comes from the API gets it too, at the place that a link names', async ({ page }) => {
  await open(page, '/docs');
  await page.getByRole('link', { name: 'the live protocol' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Live protocol');
  await expect(page.getByRole('heading', { level: 2, name: 'The log' })).toBeVisible();
  await expectText(page);
  const contents = page.getByRole('navigation', { name: 'On this page' });
  for (const name of await contents.getByRole('link').allTextContents()) {
    await contents.getByRole('link', { name, exact: true }).click();
    await expectAt(page, name);
  }
});

test('a chunk that does not come is asked for again', async ({ page, said }) => {
  await open(page, '/live');
  await page.route(chunk, (route) => route.abort());
  await page.getByRole('link', { name: 'The protocol on a page' }).click();
  await expect(page.getByText('A part of this program is missing')).toBeVisible();
  await page.unroute(chunk);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'The log' })).toBeVisible();
  // Why it did not come is for the console.
  said.splice(0, said.length, ...said.filter((words) => !/^(error: TypeError|exception): Failed to fetch/.test(words)));
});

test('it is read without a program', async ({ browser, roundtrip }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${roundtrip.app}/docs/live`);
  await page.getByRole('link', { name: 'From a shell' }).click();
  await expectAt(page, 'From a shell');
  await expectText(page);
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing when it is ${colorScheme}, in a narrow window too`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, '/docs/live');
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 740 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))).toEqual([]);
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
    }
  });
}
