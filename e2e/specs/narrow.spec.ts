// A window of 360 pixels: the page never scrolls sideways, and everything can be got at.
import type { Page } from '@playwright/test';
import { expect, open, test } from '../fixtures.js';
import { outcomes, ready } from '../home.js';

test.use({ viewport: { width: 360, height: 740 } });

/** The elements that reach out of the window while the page scrolls sideways; none of both when all is well. */
function widerThanWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (it) => it.getBoundingClientRect().right > root.clientWidth + 0.5,
    );
    return [
      `page of ${root.scrollWidth}`,
      ...wide.map((it) => `${it.tagName.toLowerCase()}.${it.className}`).slice(0, 8),
    ];
  });
}

/** The controls that cannot be brought into the window whole. */
function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')];
    return controls
      .filter((control) => control.checkVisibility() && !control.matches('.skip-link'))
      .filter((control) => {
        control.scrollIntoView({ block: 'center', inline: 'center' });
        const { left, right, width } = control.getBoundingClientRect();
        return width < 1 || left < -0.5 || right > document.documentElement.clientWidth + 0.5;
      })
      .map((control) => `${control.tagName.toLowerCase()} ${control.id || control.textContent?.trim().slice(0, 40)}`);
  });
}

async function expectToFit(page: Page, what: string): Promise<void> {
  expect(await widerThanWindow(page), what).toEqual([]);
  expect(await outOfReach(page), what).toEqual([]);
}

for (const path of ['/', '/live', '/reference', '/reference/fields/Cache-Control', '/docs', '/docs/live', '/problems', '/problems/unsupported-media-type', '/no/such/page']) {
  test(`${path} fits`, async ({ page }) => {
    await open(page, path);
    await expectToFit(page, path);
  });
}

for (const id of ready) {
  test(`what comes of ${id} fits`, async ({ home, page }) => {
    await home.open();
    await home.pick(id);
    await expectToFit(page, 'the composer');
    await home.send.click();
    if (id === 'slow') {
      await expect(home.exchange.getByRole('timer')).toBeVisible();
      await expectToFit(page, 'while it is awaited');
    }
    await home.expectOutcome(outcomes[id]);
    for (const name of ['Body', 'Ladder', 'Fields', 'Timing'] as const) {
      await home.tab(name);
      await expectToFit(page, name);
    }
  });
}

test('the bytes fit in both forms', async ({ home, page }) => {
  await home.open();
  await home.run('hello');
  const panels = [await home.tab('Body'), await home.tab('Wire')];
  for (const [index, name] of (['Body', 'Wire'] as const).entries()) {
    await home.tab(name);
    await panels[index]!.getByRole('radio', { name: 'Hex' }).click();
    await expect(panels[index]!.locator('.bytes-pairs').first()).toHaveAttribute('data-per-row', '8');
    await expectToFit(page, name);
    const lists = await panels[index]!.locator('.bytes').all();
    for (const list of lists) {
      expect(await list.evaluate((it) => it.scrollWidth - it.clientWidth), 'the rows are not wider').toBeLessThanOrEqual(0);
    }
  }
});

test('the composer fits in each of its tabs', async ({ home, page }) => {
  await home.open();
  await home.composer.getByRole('button', { name: 'Add a field' }).click();
  await home.composer.getByLabel('Name of the field').fill('Host');
  await expectToFit(page, 'a field');
  await home.composer.getByRole('tab', { name: 'Options' }).click();
  await expectToFit(page, 'the options');
});

test('the pages are in a menu, which a choice closes', async ({ page }) => {
  await open(page, '/');
  const nav = page.getByRole('navigation', { name: 'Pages' });
  await expect(nav).toBeHidden();
  const button = page.getByRole('button', { name: 'Pages' });
  await button.click();
  await expect(nav.getByRole('link', { name: 'Home' })).toHaveAttribute('aria-current', 'page');
  await expectToFit(page, 'the menu');
  await nav.getByRole('link', { name: 'Problems' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Problems' })).toBeVisible();
  await expect(nav).toBeHidden();

  await button.click();
  await expect(nav).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(nav).toBeHidden();
});

test('the palette fits', async ({ home, page }) => {
  await home.open();
  await page.getByRole('button', { name: /^Find a command/ }).click();
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeInViewport({ ratio: 1 });
  expect(await widerThanWindow(page)).toEqual([]);
});

test('the log fits, with an exchange open too', async ({ home, page }) => {
  await home.open();
  await home.run('products');
  await home.run('gone');
  await home.logButton.click();
  await expectToFit(page, 'the list');
  await home.log.getByRole('button', { name: /api\/products/ }).click();
  for (const name of ['Body', 'Ladder', 'Fields', 'Timing']) {
    await home.log.getByRole('tab', { name }).click();
    await expectToFit(page, name);
  }
});
