// No violation that axe can find, in light and in dark.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from '../fixtures.js';
import type { Ready } from '../home.js';

/** What axe finds, in a form that tells where to look. */
async function violations(page: Page): Promise<string[]> {
  // In the frame that shows a page nothing runs, axe neither.
  const { violations } = await new AxeBuilder({ page }).exclude('.body-frame').analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`when it is ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    for (const path of ['/', '/docs', '/live', '/problems', '/problems/not-found', '/no/such/page']) {
      test(path, async ({ page }) => {
        await open(page, path);
        expect(await violations(page)).toEqual([]);
      });
    }

    for (const id of ['data', 'hello', 'conditional', 'broken-json', 'gone'] satisfies Ready[]) {
      test(`after ${id}, in each tab`, async ({ home, page }) => {
        await home.open();
        await home.run(id);
        for (const name of ['Body', 'Ladder', 'Fields', 'Timing'] as const) {
          await home.tab(name);
          expect(await violations(page), name).toEqual([]);
        }
      });
    }

    test('the bytes and the exports of an exchange', async ({ home, page }) => {
      await home.open();
      await home.run('data');
      const wire = await home.tab('Wire');
      await wire.getByText('Host', { exact: true }).click();
      expect(await violations(page), 'Wire').toEqual([]);
      await wire.getByRole('radio', { name: 'Hex' }).click();
      await expect(wire.locator('.bytes-pairs [data-current]').first()).toBeVisible();
      expect(await violations(page), 'Wire in numbers').toEqual([]);
      await expect(await home.tab('Export')).toContainText('curl');
      expect(await violations(page), 'Export').toEqual([]);
    });

    test('a body in each form', async ({ home, page, said }) => {
      await home.open();
      await home.run('products');
      const body = await home.tab('Body');
      await body.getByLabel('Search the body').fill('price');
      await expect(body.locator('mark').first()).toBeVisible();
      expect(await violations(page), 'a search').toEqual([]);
      await home.run('hello');
      for (const form of ['Hex', 'Page']) {
        await body.getByRole('radio', { name: form }).click();
        if (form === 'Page') await expect(body.getByRole('status').last()).toContainText('In a sandbox', { timeout: 30_000 });
        expect(await violations(page), form).toEqual([]);
      }
      // Whoever looks into the frame from outside is kept from running there, and the console says so.
      expect(said).toEqual(said.filter((words) => words.includes('sandboxed')));
      said.length = 0;
    });

    test('a problem with faults', async ({ home, page }) => {
      await home.open();
      await home.get('/api/products?page=0', '400 Bad Request');
      expect(await violations(page)).toEqual([]);
    });

    test('while an answer is awaited', async ({ home, page }) => {
      await home.open();
      await home.get('/api/products', '200 OK');
      await home.pick('slow');
      await page.route('**/delay/*', () => {});
      await home.send.click();
      await expect(home.exchange.getByRole('timer')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('the composer, in each tab, with its hints', async ({ home, page }) => {
      await home.open();
      await home.pick('data');
      await home.composer.getByLabel('Method').selectOption('GET');
      for (const name of [/^Fields/, /^Body/, /^Options/]) {
        await home.composer.getByRole('tab', { name }).click();
        expect(await violations(page), String(name)).toEqual([]);
      }
    });

    test('with the palette open', async ({ home, page }) => {
      await home.open();
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.type('zzzz');
      await expect(page.getByText('No command fits.')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('with the log open', async ({ home, page }) => {
      await home.open();
      await home.logButton.click();
      expect(await violations(page), 'empty').toEqual([]);
      await page.keyboard.press('Escape');
      await home.run('data');
      await home.run('gone');
      await home.logButton.click();
      await home.log.getByRole('button', { name: /api\/data/ }).click();
      expect(await violations(page), 'with an exchange').toEqual([]);
    });
  });
}

test('every identifier names one element, and every control has a name', async ({ home, page }) => {
  await home.open();
  await home.run('data');
  await home.logButton.click();
  await home.log.getByRole('button', { name: /api\/data/ }).click();
  const identifiers = await page.locator('[id]').evaluateAll((all) => all.map((element) => element.id));
  expect(identifiers.filter((id, index) => identifiers.indexOf(id) !== index)).toEqual([]);

  // What the browser tells assistive technology: axe looks at the markup alone.
  for (const control of await page.locator('button, input, select, textarea, a').filter({ visible: true }).all()) {
    await expect(control).toHaveAccessibleName(/\S/);
  }
});

test.describe('in a window of 360 pixels', () => {
  test.use({ viewport: { width: 360, height: 740 }, contextOptions: { reducedMotion: 'reduce' } });

  test('after an answer', async ({ home, page }) => {
    await home.open();
    await home.run('products');
    for (const name of ['Body', 'Fields', 'Timing'] as const) {
      await home.tab(name);
      expect(await violations(page), name).toEqual([]);
    }
  });
});
