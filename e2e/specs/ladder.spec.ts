// The ladder: both ends of an exchange in one picture, to scale.
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.js';

test.beforeEach(({ home }) => home.open());

/** The parts of the picture, in the order of time. */
const parts = (panel: Locator) => panel.locator('.ladder').getByRole('button');
const part = (panel: Locator, name: RegExp) => panel.locator('.ladder').getByRole('button', { name });
const both = 'Each side as its own clock measured it.';

test("it shows the browser's phases, the server's, and what travels between", async ({ home, page }) => {
  await home.run('products');
  const id = await (await home.field('exchange-id')).textContent();
  const panel = await home.tab('Ladder');
  await expect(panel).toContainText(both);
  for (const name of [/^Queue, /, /^Wait, /, /^Receive, /, /^The request on its way: GET /, /^The response on its way: 200 OK, /])
    await expect(part(panel, name)).toHaveCount(1);

  const recorded = await (await page.request.get(`/v1/exchanges/${id}`)).json();
  for (const { phase, provenance, start_us, end_us } of recorded.timeline) {
    const drawn = part(panel, new RegExp(`^Server: ${phase}, `));
    await expect(drawn, phase).toHaveCount(provenance === 'unavailable' ? 0 : 1);
    if (provenance !== 'unavailable' && end_us - start_us < 1000)
      await expect(drawn, phase).toHaveAccessibleName(new RegExp(`, ${end_us - start_us} µs \\(`));
  }
});

/** When something took place, in seconds, as its name says it: `Wait, 3.00 s (4.00 ms to 3.00 s). …`. */
function times(name: string): { from: number; to: number } {
  const units: Record<string, number> = { µs: 1e-6, ms: 1e-3, s: 1 };
  const [, from, fromUnit, to, toUnit] = /\(([\d.]+) (µs|ms|s) to ([\d.]+) (µs|ms|s)\)/.exec(name)!;
  return { from: Number(from) * units[fromUnit!]!, to: Number(to) * units[toUnit!]! };
}

test('it is drawn to scale', async ({ home }) => {
  await home.run('slow');
  const panel = await home.tab('Ladder');
  const drawn = async (name: RegExp) => {
    const button = part(panel, name);
    const { y, height } = (await button.locator('.ladder-span').boundingBox())!;
    return { ...times((await button.getAttribute('aria-label'))!), y, height };
  };
  // What the page does with the answer is measured last, and the picture is drawn anew for it.
  await expect(part(panel, /^Render, /)).toHaveCount(1);
  // Three seconds of waiting beside some milliseconds of everything else.
  const wait = await drawn(/^Wait, 3\.\d+ s/);
  const pixels = wait.height / (wait.to - wait.from);
  const handle = await drawn(/^Server: handle, 3\.\d+ s/);
  expect(Math.abs(handle.height - pixels * (handle.to - handle.from))).toBeLessThan(3);
  const render = await drawn(/^Render, /);
  expect(Math.abs(render.y - wait.y - pixels * (render.from - wait.from))).toBeLessThan(3);
  // All of it together takes up the picture.
  const whole = (await panel.locator('.ladder').boundingBox())!.height;
  expect(pixels * render.to).toBeGreaterThan(0.8 * whole);
  expect((await drawn(/^Receive, /)).height).toBeLessThan(0.05 * whole);
});

test('what the page does with the answer comes last, and leaves room for the exchange', async ({ home }) => {
  await home.run('hello');
  const panel = await home.tab('Ladder');
  await expect(part(panel, /^Render, /)).toHaveCount(1);
  const receive = part(panel, /^Receive, /).locator('.ladder-span');
  const { y, height } = (await receive.boundingBox())!;
  const whole = (await panel.locator('.ladder').boundingBox())!;
  expect(y + height - whole.y, 'the exchange has most of the height').toBeGreaterThan(0.4 * whole.height);
  const wider = panel.getByRole('button', { name: 'Wider' });
  while ((await wider.getAttribute('aria-disabled')) !== 'true') await wider.click();
  await expect(part(panel, /^Render, /).locator('.ladder-span')).toBeVisible();
  await panel.getByRole('button', { name: 'All' }).click();
  await expect.poll(async () => (await receive.boundingBox())!.y).toBeCloseTo(y, 0);
});

test('what it shows, it says in words', async ({ home }) => {
  await home.run('hello');
  const panel = await home.tab('Ladder');
  await expect(panel).toContainText(both);
  await expect(part(panel, /^Render, /), 'by now it knows when it was drawn').toHaveCount(1);
  await panel.getByText('The same in words').click();
  const names = await parts(panel).evaluateAll((all) => all.map((it) => it.getAttribute('aria-label')));
  expect(names.length).toBeGreaterThan(5);
  await expect(panel.getByRole('listitem')).toHaveText(names as string[]);
});

test('the keys go from part to part, look closer and back', async ({ home, page }) => {
  await home.run('hello');
  const panel = await home.tab('Ladder');
  await expect(panel).toContainText(both);
  await expect(part(panel, /^Render, /)).toHaveCount(1);
  const times = panel.locator('.ladder-time');
  const before = await times.allTextContents();
  await parts(panel).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(parts(panel).nth(1)).toBeFocused();
  await expect(panel.locator('.ladder [data-current]')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(parts(panel).nth(1)).toBeFocused();
  expect(await times.allTextContents()).not.toEqual(before);
  await page.keyboard.press('0');
  await expect.poll(() => times.allTextContents()).toEqual(before);
  await expect(parts(panel).nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(parts(panel).last()).toBeFocused();
  await expect(panel.locator('.ladder-detail')).toContainText(/Measured|Derived|From the/);
});

test('what travels leads to its bytes', async ({ home }) => {
  await home.run('hello');
  const panel = await home.tab('Ladder');
  await part(panel, /^The response on its way/).locator('.ladder-message').hover();
  await panel.getByRole('button', { name: 'Its bytes' }).click();
  await expect(home.exchange.getByLabel('The bytes of the response', { exact: true })).toBeVisible();
});

test('of a server that is gone only the client is drawn', async ({ home }) => {
  await home.run('gone');
  const panel = await home.tab('Ladder');
  await expect(panel).toContainText("Nothing is known of the server's side.");
  await expect(panel).not.toContainText('Server-Timing');
  await expect(part(panel, /^Wait, /)).toHaveCount(1);
  await expect(part(panel, /^The response/)).toHaveCount(0);
  await expect(panel.locator('.ladder-failure')).toHaveText('No connection');
});

test('whoever cannot be asked for the other side can be asked again', async ({ home, page }) => {
  await page.route('**/v1/exchanges/*', (route) => route.abort());
  await home.run('hello');
  const panel = await home.tab('Ladder');
  await expect(panel).toContainText('did not tell');
  await page.unroute('**/v1/exchanges/*');
  await panel.getByRole('button', { name: 'Ask again' }).click();
  await expect(panel).toContainText(both);
});
