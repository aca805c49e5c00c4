// Optimise: a technique is measured, what it is worth is said, and both exchanges are a click away.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, open, test } from '../fixtures.js';

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Measures what a card is about, and waits for the figures. */
async function measure(within: Locator): Promise<void> {
  await within.getByRole('button', { name: /^Measure / }).click();
  await expect(within.getByRole('img')).toHaveCount(2, { timeout: 20_000 });
}

/** The cells of a row of the figures, which are shown: bytes without and with, time without and with. */
async function figures(within: Locator, row: string): Promise<string[]> {
  const named = within.getByRole('row').filter({ has: within.page().getByRole('rowheader', { name: row, exact: true }) });
  await expect(named).toBeVisible();
  return named.getByRole('cell').allTextContents();
}

test('compression saves bytes, and the figures say how many', async ({ page }) => {
  await open(page, '/optimise');
  const compression = card(page, 'Compression');
  await expect(compression).toContainText('Not measured yet.');
  await expect(compression.getByRole('link', { name: 'Accept-Encoding' })).toHaveAttribute(
    'href',
    '/reference/fields/Accept-Encoding',
  );
  await measure(compression);
  await expect(compression.getByRole('status')).toContainText(/\d+\.\d kB → \d+\.\d kB: \d+ % fewer bytes/);
  await expect(compression.getByRole('img', { name: /^Body on the wire: .* without, .* with, the median of 5 runs each$/ })).toBeVisible();
  await expect(compression.locator('.optimise-dot')).toHaveCount(20);

  await compression.getByText('All figures').click();
  const [without, withIt, timeWithout, timeWith] = await figures(compression, 'Median');
  expect(Number(withIt)).toBeGreaterThan(0);
  expect(Number(withIt)).toBeLessThan(Number(without));
  for (const time of [timeWithout, timeWith]) expect(time).toMatch(/^\d.* (µs|ms|s)$/);
  expect(await figures(compression, '5')).toHaveLength(4);
  await expect(compression).toContainText(/The latest answers: without, 200; with, 200, coded with \w+\./);
  await expect(page.getByRole('button', { name: 'Log 10 exchanges' })).toBeVisible();
});

test('each technique is measured in its turn', async ({ page }) => {
  test.slow();
  await open(page, '/optimise');
  await page.getByRole('button', { name: 'Measure all' }).click();
  for (const name of ['Compression', 'Caching', 'Pagination', 'Field selection']) {
    await expect(card(page, name).getByRole('status'), name).toContainText('fewer bytes', { timeout: 20_000 });
  }
  const caching = card(page, 'Caching');
  await expect(caching.getByRole('status')).toContainText('→ 0 B: 100 % fewer bytes');
  await caching.getByText('All figures').click();
  await expect(caching).toContainText(/with, 304\./);
  await expect(page.getByRole('button', { name: 'Log 40 exchanges' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Measure all' })).toBeVisible();
});

test('both exchanges are a click away', async ({ home, page }) => {
  await open(page, '/optimise');
  const caching = card(page, 'Caching');
  await measure(caching);

  await caching.getByRole('button', { name: 'Side by side' }).click();
  const view = page.getByRole('dialog', { name: 'Comparison' });
  await expect(view.locator('.compare-head').first().locator('.badge')).toHaveText(/^200/);
  await expect(view.locator('.compare-head').last().locator('.badge')).toHaveText(/^304/);
  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();

  await caching.getByRole('button', { name: 'With', exact: true }).click();
  await expect(home.log.locator('.status-line .badge')).toHaveText(/^304/);
  await page.keyboard.press('Escape');
  await caching.getByRole('button', { name: 'Without', exact: true }).click();
  await expect(home.log.locator('.status-line .badge')).toHaveText(/^200/);
});

test('a measurement is cancelled, and what was measured before stays', async ({ page }) => {
  await open(page, '/optimise');
  const compression = card(page, 'Compression');
  const caching = card(page, 'Caching');
  // The third request is never answered.
  let requests = 0;
  await page.route('**/api/large-data*', (route) => (++requests === 3 ? undefined : route.continue()));
  await compression.getByRole('button', { name: /^Measure / }).click();
  await expect(compression).toContainText('2 of 10');
  await expect(compression.getByRole('progressbar')).toHaveAttribute('value', '2');
  const other = caching.getByRole('button', { name: /^Measure / });
  await expect(other).toHaveAttribute('aria-disabled', 'true');
  await expect(other).toHaveAttribute('title', 'Another one is being measured.');
  await compression.getByRole('button', { name: 'Cancel' }).click();
  await expect(compression).toContainText('Not measured yet.');

  await measure(compression);
  const said = await compression.getByRole('status').textContent();
  requests = 0;
  await compression.getByRole('button', { name: /^Measure / }).click();
  await expect(compression).toContainText('2 of 10');
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await expect(compression.getByRole('status')).toHaveText(said!);
});

test('what fails says why, and is measured when it is there again', async ({ page }) => {
  await open(page, '/optimise');
  const pagination = card(page, 'Pagination');
  await page.route('**/api/products*', (route) => route.abort());
  await pagination.getByRole('button', { name: /^Measure / }).click();
  const failure = pagination.getByRole('region', { name: 'Failure' });
  await expect(failure).toContainText('No connection');
  await expect(pagination.getByRole('img')).toHaveCount(0);
  await page.unroute('**/api/products*');
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect(pagination.getByRole('img')).toHaveCount(2, { timeout: 20_000 });
  await expect(failure).toHaveCount(0);
});

test('a refusal is shown as the problem that it is', async ({ page }) => {
  await open(page, '/optimise');
  const selection = card(page, 'Field selection');
  await page.route('**/api/products*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: '/problems/unavailable', title: 'Not now', status: 503, detail: 'come back later' }),
    }),
  );
  await selection.getByRole('button', { name: /^Measure / }).click();
  await expect(selection.getByRole('region', { name: 'Problem' })).toContainText('come back later');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`it has no violation and fits, ${colorScheme} at ${width}`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await open(page, '/optimise');
      const check = async (what: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(', ')}`), what).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(width);
      };
      const compression = card(page, 'Compression');
      await expect(compression).toContainText('Not measured yet.');
      await check('not measured');

      await page.route('**/api/large-data*', () => {});
      await compression.getByRole('button', { name: /^Measure / }).click();
      await expect(compression).toContainText('0 of 10');
      await check('being measured');
      await compression.getByRole('button', { name: 'Cancel' }).click();
      await page.unroute('**/api/large-data*');

      await measure(compression);
      await compression.getByText('All figures').click();
      await check('measured');
      const frame = compression.locator('.table-frame');
      expect(await frame.evaluate((it) => it.scrollWidth - it.clientWidth), 'the figures fit').toBeLessThanOrEqual(0);

      await page.route('**/api/products*', (route) => route.abort());
      await card(page, 'Pagination').getByRole('button', { name: /^Measure / }).click();
      await expect(page.getByRole('region', { name: 'Failure' })).toBeVisible();
      await check('failed');
    });
  }
}
