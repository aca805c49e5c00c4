// Everything can be done from the keyboard, and the focus is always seen.
import type { Locator, Page } from '@playwright/test';
import { expect, open, test } from '../fixtures.js';

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await element.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the focus never reached the element');
}

test('the first Tab offers to skip to the content', async ({ page }) => {
  for (const path of ['/', '/problems']) {
    await open(page, path);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('main').locator(':focus')).toBeVisible();
  }
});

test('a request is picked, edited and sent', async ({ home, page }) => {
  await home.open();
  await tabTo(page, home.ready('data'));
  await page.keyboard.press('Enter');
  await tabTo(page, home.body);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('"by keyboard"');
  await page.keyboard.press('Control+Enter');
  await home.expectOutcome('201 Created');
  await expect(home.body, 'the focus stays where one was writing').toBeFocused();
  await expect(await home.tab('Body')).toContainText('"by keyboard"');
});

test('a request is sent from wherever one is, but not from a dialog', async ({ home, page }) => {
  await home.open();
  await page.keyboard.press('Control+Enter');
  await home.expectOutcome('200 OK');
  await tabTo(page, home.ready('unknown'));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.getByRole('combobox').fill('nothing of that name');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  await expect(home.logButton).toHaveAccessibleName('Log 1 exchange');
  await page.keyboard.press('Control+Enter');
  await home.expectOutcome('404 Not Found');
  await expect(home.logButton).toHaveAccessibleName('Log 2 exchanges');
  await expect(home.ready('unknown')).toBeFocused();
});

test('sending and cancelling leave the focus on the button', async ({ home, page }) => {
  await home.open();
  await home.pick('slow');
  await tabTo(page, home.send);
  await page.keyboard.press('Enter');
  await expect(home.cancel).toBeFocused();
  await page.keyboard.press('Enter');
  await home.expectOutcome('Cancelled');
  await expect(home.send).toBeFocused();
});

test('trying again leads to what comes of it', async ({ context, home, page }) => {
  await home.openWhole();
  await context.setOffline(true);
  await home.send.click();
  await home.expectOutcome('Offline');
  await context.setOffline(false);
  await tabTo(page, home.failure.getByRole('button', { name: 'Try again' }));
  await page.keyboard.press('Enter');
  await home.expectOutcome('200 OK');
  await expect(home.exchange).toBeFocused();
});

test('the arrows go through the tabs', async ({ home, page }) => {
  await home.open();
  await home.run('hello');
  const tab = (name: string) => home.exchange.getByRole('tab', { name });
  await tabTo(page, tab('Body'));
  for (const [key, name] of [
    ['ArrowRight', 'Ladder'],
    ['ArrowRight', 'Fields'],
    ['ArrowRight', 'Timing'],
    ['End', 'Export'],
    ['ArrowRight', 'Body'],
    ['ArrowLeft', 'Export'],
    ['ArrowLeft', 'Wire'],
    ['Home', 'Body'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(tab(name)).toBeFocused();
    await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
    await expect(home.exchange.getByRole('tabpanel', { name })).toBeVisible();
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the focus is seen wherever it goes, when it is ${colorScheme}`, async ({ home, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await home.open();
    await home.run('data');
    // From the first element on, wherever the focus is now.
    await page.getByRole('link', { name: 'Skip to the content' }).focus();
    const stops = new Set<string>();
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(describeFocus);
      if (stop === null) break;
      expect(stop.seen, stop.name).toBe(true);
      stops.add(stop.name);
    }
    expect(stops.size, 'the whole page was passed through').toBeGreaterThan(30);
  });
}

/** What has the focus, and whether it is marked: by an outline of its own, or a change of its edge. */
function describeFocus(): { name: string; seen: boolean } | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  const style = getComputedStyle(focused);
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const words = focused.getAttribute('aria-label') ?? focused.textContent?.trim().slice(0, 40);
  return { name: `${focused.tagName.toLowerCase()}#${focused.id} ${words}`, seen };
}
