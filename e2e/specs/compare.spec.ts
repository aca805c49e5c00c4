// Two exchanges side by side: phases, fields and bytes, and what differs.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.js';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Comparison' });
const row = (within: Locator, name: string) =>
  within.getByRole('row').filter({ has: within.page().getByRole('rowheader', { name, exact: true }) });

test.beforeEach(({ home }) => home.open());

test('what differs between an answer and the 304 to the same address', async ({ home, page }) => {
  await home.get('/api/categories', '200 OK');
  await expect(home.exchange.getByRole('button', { name: 'Compare with the previous one' })).toHaveCount(0);
  await home.run('conditional');
  await home.exchange.getByRole('button', { name: 'Compare with the previous one' }).click();
  const view = dialog(page);
  await expect(view.locator('.compare-head').first().locator('.badge')).toHaveText(/^200/);
  await expect(view.locator('.compare-head').last().locator('.badge')).toHaveText(/^304/);
  await expect(view).toContainText("As the fields were sent, in the server's records.");

  const request = view.getByRole('table', { name: 'Request: what differs' });
  await expect(row(request, 'if-none-match')).toHaveAttribute('data-change', 'added');
  await expect(row(request, 'if-none-match')).toContainText('only in B');
  await expect(row(request, 'Host')).toHaveCount(0);
  const response = view.getByRole('table', { name: 'Response: what differs' });
  await expect(row(response, 'Status')).toContainText(/200 OK.*304 Not Modified/);
  await expect(row(response, 'Content-Type')).toHaveAttribute('data-change', 'removed');
  await view.getByText(/\d+ the same/).first().click();
  await expect(row(view.getByRole('table', { name: 'Request: what is the same' }), 'Host')).toBeVisible();

  const phases = view.getByRole('table', { name: 'Phases of both exchanges' });
  await expect(row(phases, 'Wait').locator('.phase-bar')).toHaveCount(2);
  await expect(row(phases, 'Wait')).toContainText(/[+−]|the same/);
  await expect(row(phases, 'Server: handle').locator('.phase-bar')).toHaveCount(2);
  await expect(row(phases, 'Total').locator('td').last()).toHaveText(/^([+−]\d.* (µs|ms|s)|the same)$/);

  await expect(row(view.getByRole('table', { name: 'Sizes' }), 'Response, on the wire')).toContainText('−');
  await expect(view).toContainText(/The responses first differ at byte 9, in the status line › status code\./);
  await expect(view).toContainText('Only A has one.');

  await view.getByRole('button', { name: 'Swap the sides' }).click();
  await expect(view.locator('.compare-head').first().locator('.badge')).toHaveText(/^304/);
  await expect(row(request, 'if-none-match')).toHaveAttribute('data-change', 'removed');
  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();
  await expect(home.exchange.getByRole('button', { name: 'Compare with the previous one' })).toBeFocused();
});

test('bodies are compared line by line, JSON a value a line', async ({ home, page }) => {
  await home.get('/api/products?per_page=3&fields=id,name', '200 OK');
  await home.get('/api/products?per_page=3&page=2&fields=id,name', '200 OK');
  await home.logButton.click();
  await home.log.getByRole('button', { name: 'Compare' }).press('Enter');
  await expect(dialog(page), 'two are to be chosen first').toBeHidden();
  for (const box of await home.log.getByRole('checkbox').all()) await box.check();
  await home.log.getByRole('button', { name: 'Compare' }).click();
  const diff = dialog(page).getByRole('group', { name: 'Body of the response, line by line' });
  const lines = (change: string) => diff.locator(`[data-change=${change}] .diff-text`);
  await expect(lines('removed').first()).toHaveText('"id": 1,');
  await expect(lines('added').first()).toHaveText('"id": 4,');
  await expect(lines('removed').filter({ hasText: 'current_page' })).toHaveText('"current_page": 1,');
  await expect(lines('added').filter({ hasText: 'current_page' })).toHaveText('"current_page": 2,');
  const text = await diff.textContent();
  expect(text).toContain('−');
  expect(text).toContain('+');
});

test('two are chosen and compared from the keyboard alone', async ({ home, page }) => {
  await home.run('hello');
  await home.run('gone');
  await home.logButton.click();
  await home.log.getByRole('button', { name: /gone\.invalid/ }).focus();
  await page.keyboard.press('c');
  await expect(home.log.getByRole('checkbox').first()).toBeChecked();
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  const view = dialog(page);
  await expect(view).toBeVisible();
  await expect(view).toContainText('the server has not recorded both exchanges');
  await expect(row(view.getByRole('table', { name: 'Response: what differs' }), 'Status')).toContainText('No connection');
  await page.keyboard.press('Escape');
  await expect(home.log.getByRole('button', { name: /hello/ })).toBeFocused();
  // A third takes the place of the one that was chosen first.
  await page.keyboard.press('c');
  await expect(home.log.getByRole('checkbox').last()).not.toBeChecked();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`it reads well, ${colorScheme} at ${width}`, async ({ home, page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await home.get('/api/products?per_page=3', '200 OK');
      await home.get('/api/products?per_page=3&page=2', '200 OK');
      await home.logButton.click();
      for (const box of await home.log.getByRole('checkbox').all()) await box.check();
      await home.log.getByRole('button', { name: 'Compare' }).click();
      const view = dialog(page);
      await expect(view.getByRole('table', { name: 'Sizes' })).toContainText('on the wire');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
      const scroll = view.locator('.compare-scroll');
      expect(await scroll.evaluate((it) => it.scrollWidth - it.clientWidth), 'no sideways scrolling').toBeLessThanOrEqual(0);
      const heads = await view.locator('.compare-head').evaluateAll((all) => all.map((it) => it.getBoundingClientRect()));
      const beside = heads[0]!.right <= heads[1]!.left;
      expect(beside, 'side by side where there is room').toBe(width > 1000);
    });
  }
}
