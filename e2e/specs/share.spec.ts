// A read-only link to a frozen copy of an exchange: made, opened by somebody else, and taken back.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, hydrated, test } from '../fixtures.js';
import type { Home } from '../home.js';
import { rowsOf } from '../rows.js';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** The links to the exchange that is shown. */
const links = (panel: Locator) => panel.locator('.share-links').first().getByRole('listitem');

/** Makes a link to the exchange that is shown, and returns it as the clipboard has it. */
async function share(home: Home, page: Page): Promise<string> {
  const panel = await home.tab('Export');
  await panel.getByRole('button', { name: 'Copy link', exact: true }).click();
  await expect(page.getByRole('log')).toContainText('The link is copied. It is kept until 20');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('somebody without the workspace sees the exchange as it was', async ({ browser, home, page, said }) => {
  await home.open();
  await home.run('data');
  const duration = (await home.status.locator('[data-fact=duration]').textContent())!;
  const id = await (await home.field('exchange-id')).textContent();
  const recorded = await (await page.request.get(`/v1/exchanges/${id}/wire`)).json();
  const url = await share(home, page);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/x\/[0-9a-f]{32}$/);
  await page.request.delete('/v1/exchanges');

  const context = await browser.newContext();
  const other = await context.newPage();
  other.on('console', (message) => said.push(message.text()));
  other.on('pageerror', (error) => said.push(error.message));
  expect((await other.goto(url))?.status()).toBe(200);
  await hydrated(other);
  await expect(other).toHaveTitle('POST /api/data · Shared exchange · Roundtrip');
  await expect(other.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex');
  const shown = other.getByRole('region', { name: 'Exchange' });
  const status = shown.locator('.status-line');
  await expect(status.locator('.badge')).toHaveText(/^201\s*Created$/);
  await expect(status).toContainText('/api/data');
  await expect(status.locator('[data-fact=duration]')).toHaveText(duration);
  for (const fact of ['Recorded', 'Shared', 'Kept until']) await expect(other.getByText(fact, { exact: true })).toBeVisible();

  const tab = async (name: string) => {
    await shown.getByRole('tab', { name }).click();
    return shown.getByRole('tabpanel', { name });
  };
  const ladder = await tab('Ladder');
  await expect(ladder).toContainText('Each side as its own clock measured it.');
  for (const name of [/^Wait, /, /^Server: handle, /, /^Render, /])
    await expect(ladder.locator('.ladder').getByRole('button', { name })).toHaveCount(1);
  await expect(await tab('Body')).toContainText('"success"');
  await expect((await tab('Fields')).getByRole('rowheader', { name: /^content-type$/i })).toHaveCount(2);
  await expect(await tab('Timing')).toContainText('Server: handle');

  // The bytes are where they were, and those of the cookie are asterisks.
  const bytes = Buffer.from(recorded.request.base64, 'base64').toString();
  const hidden = bytes.replace(/^(cookie: )(.*)(\r)$/im, (_, name, value, end) => name + '*'.repeat(value.length) + end);
  expect(hidden).toContain('*'.repeat(40));
  const rows = await rowsOf((await tab('Wire')).getByRole('list', { name: 'The bytes of the request' }), '.bytes-text');
  expect(rows.join('')).toBe(hidden.replaceAll('\r', '\\r').replaceAll('\n', '\\n'));

  const exported = await tab('Export');
  await expect(exported.locator('pre').first()).toContainText(/^curl '?http\S*\/api\/data/);
  await expect(exported.getByRole('button', { name: 'Copy link' })).toHaveCount(0);
  await expect(exported).not.toContainText('ws_');
  const download = other.waitForEvent('download');
  await exported.getByRole('link', { name: 'Download the HAR file' }).click();
  expect((await download).suggestedFilename()).toBe(`${id}.har`);
  await context.close();
});

test('the same link is copied again, and taken back it leads nowhere', async ({ home, page }) => {
  await home.open();
  await home.run('hello');
  const url = await share(home, page);
  const panel = await home.tab('Export');
  await expect(links(panel)).toHaveCount(1);
  await panel.getByRole('button', { name: 'Copy link', exact: true }).click();
  await expect(page.getByRole('log')).toContainText('The link is copied.');
  await expect(links(panel)).toHaveCount(1);

  await panel.getByRole('button', { name: 'Take back' }).focus();
  await page.keyboard.press('Enter');
  await expect(links(panel)).toHaveCount(0);
  await expect(panel.getByRole('heading', { name: 'A link for others' })).toBeFocused();
  await page.goto(url);
  await hydrated(page);
  await expect(page.getByText('There is no exchange behind this link.')).toBeVisible();
  await page.getByRole('link', { name: 'To the start' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'See both ends' })).toBeVisible();
});

test('links to other exchanges of the workspace are at hand too', async ({ home, page }) => {
  await home.open();
  await home.run('hello');
  await share(home, page);
  await home.run('unknown');
  await home.run('products');
  const panel = await home.tab('Export');
  await expect(panel.locator('.share-links')).toHaveCount(1);
  const summary = panel.getByText('Links to other exchanges of your workspace (1)');
  await summary.click();
  await expect(panel.locator('.share-others').getByRole('listitem')).toContainText('GET /hello?name=Ada → 200');
});

test('a link outlives the program that made it', async ({ home, own, page }) => {
  await home.open(own.app);
  await home.run('hello');
  const url = await share(home, page);
  await own.halt();
  await own.resume();
  await page.goto(url);
  await hydrated(page);
  await expect(page.getByRole('region', { name: 'Exchange' }).locator('.status-line')).toContainText('/hello?name=Ada');
});

test('a server that does not tell can be asked again', async ({ home, page }) => {
  await home.open();
  await home.run('hello');
  const url = await share(home, page);
  await page.route('**/v1/shares/*', (route) => route.abort());
  await page.goto(url);
  await hydrated(page);
  const failure = page.getByRole('region', { name: 'Failure' });
  await expect(failure).toBeVisible();
  await page.unroute('**/v1/shares/*');
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('region', { name: 'Exchange' }).locator('.badge').first()).toHaveText(/^200/);
});

test('a refusal says why, and what can be done', async ({ home, page }) => {
  await home.open();
  await home.run('hello');
  await page.route('**/v1/exchanges/*/share', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: '/problems/conflict', title: 'The request conflicts', status: 409, detail: 'take one back first' }),
    }),
  );
  const panel = await home.tab('Export');
  await panel.getByRole('button', { name: 'Copy link', exact: true }).click();
  await expect(panel.getByRole('region', { name: 'Problem' })).toContainText('take one back first');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`the page of a link has no violation and fits, ${colorScheme} at ${width}`, async ({ home, page }) => {
      // Each of its seven views is looked through by axe.
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await home.open();
      await home.run('data');
      const url = await share(home, page);
      const check = async (what: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(', ')}`), what).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(width);
      };
      await check('the export tab');
      await page.goto(url);
      await hydrated(page);
      const shown = page.getByRole('region', { name: 'Exchange' });
      for (const name of ['Ladder', 'Body', 'Fields', 'Timing', 'Export']) {
        await shown.getByRole('tab', { name }).click();
        await expect(shown.getByRole('tabpanel', { name })).toBeVisible();
        await check(name);
      }
      await page.goto('/x/0123456789abcdef0123456789abcdef');
      await hydrated(page);
      await expect(page.getByText('There is no exchange behind this link.')).toBeVisible();
      await check('nothing there');
    });
  }
}

test('a link leads to a part of the bytes', async ({ home, page }) => {
  await home.open();
  await home.run('hello');
  await page.goto(await share(home, page));
  await hydrated(page);
  const shown = page.getByRole('region', { name: 'Exchange' });
  await shown.getByRole('tab', { name: 'Wire' }).click();
  const response = shown.locator('.wire-half').last();
  await response.getByText('200', { exact: true }).click();
  await response.getByRole('button', { name: 'Copy the link to this part' }).click();
  await expect(page.getByRole('log')).toContainText('Copied to the clipboard.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/x\/[0-9a-f]{32}#wire-response-9-12$/);

  await page.goto('about:blank');
  await page.goto(link);
  await expect(shown.getByRole('tab', { name: 'Wire' })).toHaveAttribute('aria-selected', 'true');
  await expect(response.getByRole('term').first()).toHaveText('status code');
  await expect(response.locator('[data-current]')).toHaveText('200');
  await expect(response.getByRole('button', { name: 'Pinned' })).toBeVisible();
});
