// Light, dark, or as the system says; remembered, and right from the first paint.
import type { Page } from '@playwright/test';
import { expect, hydrated, test } from '../fixtures.js';

const themeSwitch = (page: Page) => page.getByRole('button', { name: /^Theme: / });

/** Whether the page's ground is dark. */
async function isDark(page: Page): Promise<boolean> {
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const lightness = /^oklch\((\d*\.?\d+)/.exec(ground)?.[1];
  expect(lightness, ground).toBeDefined();
  return Number(lightness) < 0.5;
}

test('the switch goes through the three choices', async ({ home, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await home.open();
  const root = page.locator('html');
  await expect(themeSwitch(page)).toHaveAccessibleName(/^Theme: system/);
  expect(await isDark(page), 'the system is dark').toBe(true);

  await themeSwitch(page).click();
  await expect(root).toHaveAttribute('data-theme', 'light');
  expect(await isDark(page)).toBe(false);
  await themeSwitch(page).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  expect(await isDark(page)).toBe(true);
  await themeSwitch(page).click();
  await expect(root).not.toHaveAttribute('data-theme');
  await expect(themeSwitch(page)).toHaveAccessibleName(/^Theme: system/);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await isDark(page), 'the page follows the system').toBe(false);
});

test('the choice outlives a reload and does not flash', async ({ home, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await home.open();
  await themeSwitch(page).click();
  await themeSwitch(page).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  // Nothing can have been painted before there is a body.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      Object.assign(globalThis, { themeAtFirst: document.documentElement.dataset.theme ?? 'none' });
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  expect(await page.evaluate(() => (globalThis as unknown as { themeAtFirst: string }).themeAtFirst)).toBe('dark');
  await hydrated(page);
  await expect(themeSwitch(page)).toHaveAccessibleName(/^Theme: dark/);
  expect(await isDark(page)).toBe(true);
});

test('the system is followed again after a reload', async ({ home, page }) => {
  await home.open();
  for (let presses = 0; presses < 3; presses += 1) await themeSwitch(page).click();
  await page.reload();
  await hydrated(page);
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await expect(themeSwitch(page)).toHaveAccessibleName(/^Theme: system/);
});
