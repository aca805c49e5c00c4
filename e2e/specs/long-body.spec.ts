// A body of 64 MiB does not freeze the page.
import { expect, lastLine, test } from '../elsewhere.js';

// A trace would hold the body, several times.
test.use({ trace: 'off' });
test.beforeEach(({ home }) => home.open());

test('a body of 64 MiB is shown whole while the page stays usable', async ({ elsewhere, home, page }) => {
  test.setTimeout(180_000);
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: 'longtask',
    });
    Object.assign(window, { tasks });
    // One that is long for sure shows that long ones are seen.
    setTimeout(() => {
      const start = performance.now();
      while (performance.now() - start < 200);
    });
  });
  const longest = () => page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));
  await expect.poll(longest).toBeGreaterThan(150);
  await page.evaluate(() => ((window as unknown as { tasks: number[] }).tasks.length = 0));
  await home.url.fill(`${elsewhere.origin}/long`);
  await home.send.click();
  await expect(home.status.locator('.badge')).toHaveText(/^200/, { timeout: 60_000 });
  const body = await home.tab('Body');
  const list = body.getByRole('list', { name: 'The body' });
  const rows = () => list.getByRole('listitem').first().getAttribute('aria-setsize').then(Number);
  await expect.poll(rows, { timeout: 60_000 }).toBeGreaterThan(1_000_000);
  await list.focus();
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(list.getByRole('listitem').last()).toContainText(lastLine, { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await page.keyboard.press('Home');
  await expect(list.getByRole('listitem').first()).toContainText('000000000000 ...');
  expect(await list.getByRole('listitem').count(), 'only what is in view is in the document').toBeLessThan(100);

  await body.getByRole('radio', { name: 'Hex' }).click();
  await list.focus();
  await page.keyboard.press('End');
  await expect(list.locator('.bytes-offset').last()).toHaveText('03fffff0');
  await expect(list.locator('.bytes-characters').last()).toHaveText(`${lastLine}\n`.slice(-16).replace('\n', '\u00b7'));

  const took = await longest();
  test.info().annotations.push({ type: 'longest task', description: `${took} ms` });
  expect(took).toBeLessThan(1_000);
});
