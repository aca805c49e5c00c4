// The command palette: whatever can be done, by a few letters.
import type { Page } from '@playwright/test';
import { expect, open, test } from '../fixtures.js';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' });
const field = (page: Page) => palette(page).getByRole('combobox', { name: 'Find a command' });

/** Opens the palette and writes into it. */
async function find(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(words);
}

test.beforeEach(({ home }) => home.open());

test('it opens by key and by button, and Escape gives the focus back', async ({ home, page }) => {
  await home.url.focus();
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(home.url).toBeFocused();

  const button = page.getByRole('button', { name: /^Find a command/ });
  await button.click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('it closes by the key that opened it, and by a press outside', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(palette(page)).toBeHidden();
});

test('the key pressed again before the browser has told of the closing leaves it open', async ({ page }) => {
  await page.evaluate(async () => {
    for (let press = 0; press < 3; press++) {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }));
      // Effects run as microtasks, the close event as a task of its own: these three presses are over before it.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
  });
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('theme');
  await expect(palette(page).getByRole('option').first()).toContainText('Theme');
});

test('letters narrow the list, and it says when nothing is left', async ({ page }) => {
  await find(page, '');
  const options = palette(page).getByRole('option');
  const all = await options.count();
  expect(all, 'twelve ready requests and more').toBeGreaterThan(12);
  await page.keyboard.type('theme');
  await expect(options.first()).toContainText('Theme');
  expect(await options.count()).toBeLessThan(all);
  await page.keyboard.type(' qqqq');
  await expect(options).toHaveCount(0);
  await expect(palette(page).getByRole('status')).toHaveText('No command fits.');
});

test('the arrows go through the list, round its ends', async ({ page }) => {
  await find(page, '');
  const options = palette(page).getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await expect(options.last(), 'what is chosen is in sight').toBeInViewport();
  await expect(field(page)).toHaveAttribute('aria-activedescendant', (await options.last().getAttribute('id'))!);
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
});

test('it picks a ready request, which is then sent from it', async ({ home, page }) => {
  await find(page, 'page of prod');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
  await expect(home.ready('products')).toHaveAttribute('aria-pressed', 'true');
  await expect(home.url).toHaveValue(/^\/api\/products\?/);
  await find(page, 'send the request');
  await page.keyboard.press('Enter');
  await home.expectOutcome('200 OK');
});

test('it goes to a page, where the ready requests are no longer offered', async ({ page }) => {
  await find(page, 'go to prob');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/problems');
  await expect(page.getByRole('main')).toBeFocused();
  await find(page, '');
  await expect(palette(page).getByRole('option', { name: /Go to Home/ })).toBeVisible();
  await expect(palette(page).getByRole('option', { name: /Say hello/ })).toHaveCount(0);
});

test('it changes the theme', async ({ page }) => {
  await find(page, 'theme dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('it opens the log, which takes the focus', async ({ home, page }) => {
  await find(page, 'log');
  await page.keyboard.press('Enter');
  await expect(home.log.getByRole('heading', { name: 'Log' })).toBeFocused();
});

test('it is on every page', async ({ page }) => {
  await open(page, '/problems/not-found');
  await find(page, 'home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/');
});
