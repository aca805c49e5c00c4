// The bodies of an exchange, in each form that fits them.
import type { Locator } from '@playwright/test';
import { expect, test } from '../elsewhere.js';
import { bytesOf, rowsOf } from '../rows.js';

// To record a trace is to read the images' URLs, which the page's policy does not allow.
test.use({ trace: 'off' });
test.beforeEach(({ home }) => home.open());

/** Shows the body in that form. */
async function show(body: Locator, form: string): Promise<void> {
  await body.getByRole('radio', { name: form }).click();
}

test('a tree is searched, and unfolds where it has what is looked for', async ({ home, page }) => {
  const answer = page.waitForResponse((response) => response.url().includes('/api/products'));
  await home.run('products');
  const names = ((await (await answer).json()) as { items: { name: string }[] }).items.map((item) => item.name);
  const body = await home.tab('Body');
  const items = body.locator('summary', { hasText: '"items"' });
  await items.click();
  await expect(body.getByText(JSON.stringify(names[0]), { exact: true })).toBeHidden();

  const field = body.getByLabel('Search the body');
  await field.fill('"NAME"');
  await expect(body.getByRole('status').first()).toHaveText('1 of 5');
  await expect(body.locator('[data-found]')).toContainText(names[0]!);
  await expect(body.locator('[data-found]')).toBeInViewport();
  await expect(body.locator('[data-found] mark')).toHaveText('"name"');
  await field.press('Enter');
  await expect(body.locator('[data-found]')).toContainText(names[1]!);
  await field.press('Shift+Enter');
  await field.press('Shift+Enter');
  await expect(body.getByRole('status').first()).toHaveText('5 of 5');
  await expect(body.locator('[data-found]')).toContainText(names[4]!);
  await field.fill('no such words');
  await expect(body.getByRole('status').first()).toHaveText('not found');
  await field.press('Escape');
  await expect(field).toHaveValue('');
});

test('text and numbers are the bytes that came', async ({ elsewhere, home }) => {
  await home.get(`${elsewhere.origin}/bytes`, '200 OK');
  const body = await home.tab('Body');
  const list = body.getByRole('list', { name: 'The body' });
  await expect(body.getByRole('radio', { name: 'Hex' })).toBeChecked();
  const expected = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
  expect((await bytesOf(list)).equals(expected)).toBe(true);

  await home.get(`${elsewhere.origin}/page`, '200 OK');
  await expect(body.getByRole('radio', { name: 'Text' })).toBeChecked();
  expect((await rowsOf(list, '.bytes-text')).join('')).toContain('<h1 onclick="this.textContent = \'ran\'">Untouched</h1>');
  await body.getByLabel('Search the body').fill('TEXTCONTENT');
  await expect(body.getByRole('status').first()).toHaveText('1 of 2');
  await expect(body.locator('[data-kind=found][data-current]').first()).toHaveText('textContent');
});

test('an image is drawn, and its script does not run', async ({ elsewhere, home, page }) => {
  await home.get(`${elsewhere.origin}/image.png`, '200 OK');
  const body = await home.tab('Body');
  await expect(body.getByRole('status').last()).toHaveText('2 \u00d7 2 pixels');
  await home.get(`${elsewhere.origin}/image.svg`, '200 OK');
  await expect(body.getByRole('status').last()).toHaveText('30 \u00d7 20 pixels');
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  await home.get(`${elsewhere.origin}/broken.png`, '200 OK');
  await expect(body.getByRole('status').last()).toContainText('cannot decode');
});

test('a page is shown in a frame in which nothing runs', async ({ elsewhere, home, page, roundtrip, said }) => {
  await home.get(`${elsewhere.origin}/page`, '200 OK');
  const body = await home.tab('Body');
  await show(body, 'Page');
  await expect(body.getByRole('status').last()).toContainText('In a sandbox');
  const outer = page.frameLocator('iframe[title="The body as a page"]');
  const heading = outer.frameLocator('iframe').getByRole('heading');
  await expect(heading).toHaveText('Untouched');
  await expect(heading).toHaveCSS('color', 'rgb(1, 2, 3)');
  await heading.click();
  await outer.frameLocator('iframe').getByRole('link').click();
  await expect(heading).toHaveText('Untouched');
  expect(elsewhere.asked).not.toContain('/pixel.png');
  expect(elsewhere.asked).not.toContain('/leads-away');
  const frames = page.frames().map((frame) => frame.url());
  expect(frames).toContain(`${roundtrip.echo}/frame`);

  await home.get(`${elsewhere.origin}/latin`, '200 OK');
  await show(body, 'Page');
  await expect(heading, 'in its own character encoding').toHaveText('Gr\u00fc\u00dfe');
  // What was kept from running and loading is for the console.
  expect(said.length).toBeGreaterThan(0);
  expect(said).toEqual(said.filter((words) => /sandbox|Content Security Policy/i.test(words)));
  said.length = 0;
});

test('both sizes of a coded body are told', async ({ elsewhere, home }) => {
  await home.get(`${elsewhere.origin}/gzip`, '200 OK');
  const body = await home.tab('Body');
  await expect(body.locator('[data-fact=size]')).toHaveText(/^\d+ B sent \(gzip\), 10\.0 kB decoded: 0\.\d %$/);
});

test('the body of the request is there too', async ({ home }) => {
  await home.run('broken-json');
  const body = await home.tab('Body');
  await show(body, 'Request');
  await expect(body).toContainText('it is none, so it is shown as text');
  await expect(body.getByRole('list', { name: 'The body' })).toContainText('"age": 36,');
  await show(body, 'Response');
  await expect(body.locator('.json-view')).toContainText('"status"');
});
