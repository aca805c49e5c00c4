// The page of the echo origin: every tool, without a script.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures.js';

/** The answers of most tools are sandboxed, and the browser notes that it keeps the scripts out by which a test looks into them. */
function expectNothingElse(said: string[]): void {
  expect(said.filter((words) => !words.startsWith('error: Blocked script execution in '))).toEqual([]);
  said.length = 0;
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [360, 1440])
    test(`it is readable in ${colorScheme}, ${width} pixels wide`, async ({ browser, roundtrip }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      await page.goto(`${roundtrip.echo}/`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Toolbox');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))).toEqual([]);
      await context.close();
    });

test('a link is a live example, and the kinds can be jumped to', async ({ page, roundtrip, said }) => {
  await page.goto(`${roundtrip.echo}/`);
  await page.getByRole('link', { name: 'Redirects' }).click();
  await expect(page.getByRole('heading', { name: 'Redirects' })).toBeInViewport();
  await page.getByRole('link', { name: '/redirect/3', exact: true }).click();
  await expect(page).toHaveURL(`${roundtrip.echo}/get`);
  expectNothingElse(said);
});

test('the form sends what was filled in', async ({ page, roundtrip, said }) => {
  await page.goto(`${roundtrip.echo}/forms/post`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Small').check();
  await page.getByRole('button', { name: 'Order' }).click();
  await expect(page).toHaveURL(`${roundtrip.echo}/post`);
  await expect(page.locator('body')).toContainText('"custname": "Ada"');
  expectNothingElse(said);
});

test('a script in what a caller sends does not run', async ({ browser, roundtrip }) => {
  // A page of its own: what the browser says of the script is to be on its console.
  const page = await browser.newPage();
  const script = Buffer.from('<p>before</p><script>document.body.textContent = "it ran"</script>').toString('base64url');
  for (const path of [`/base64/${script}`, `/response-headers?Content-Type=text/html&x=<script>document.title='ran'</script>`]) {
    const blocked = page.waitForEvent('console');
    await page.goto(roundtrip.echo + path);
    expect((await blocked).text()).toMatch(/Blocked script execution|Content Security Policy/);
    await expect(page.locator('body')).not.toContainText('it ran');
    expect(await page.title()).not.toBe('ran');
  }
  await page.close();
});
