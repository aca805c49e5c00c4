// The reference: found as one types, addressed by a link, tried on the spot.
import { expect, open, test } from '../fixtures.js';

test('a name is found by its number, its words and what it means', async ({ page }) => {
  await open(page, '/reference');
  const names = page.getByRole('region', { name: 'Names' });
  const search = page.getByLabel('Search the names');
  await expect(names.getByRole('link', { name: /^404/ })).toBeVisible();
  const kinds = page.getByRole('navigation', { name: 'Kinds of names' });
  await expect(kinds.locator('[aria-current]')).toHaveText(['Status codes']);

  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await search.fill('teapot');
  await expect(names.getByRole('status')).toHaveText('1 entry');
  await expect(names.getByRole('link')).toHaveText([/^418/]);

  await search.fill('no such thing at all');
  await expect(names).toContainText('Nothing here has that');
});

test('what is sought stays sought among names of another kind', async ({ page }) => {
  await open(page, '/reference/fields');
  await page.getByLabel('Search the names').fill('cache-control');
  const names = page.getByRole('region', { name: 'Names' });
  await expect(names.getByRole('link', { name: /^Cache-Control/ })).toBeVisible();
  await page.getByRole('navigation', { name: 'Kinds of names' }).getByRole('link', { name: 'Methods' }).click();
  await expect(page).toHaveURL(/\/reference\/methods$/);
  await expect(names).toContainText('Nothing here has that');
});

test('a name has an address, and the focus goes to what is picked', async ({ page }) => {
  await open(page, '/reference/fields/cache-control');
  const entry = page.getByRole('article');
  await expect(entry.getByRole('heading', { level: 2 })).toHaveText('Cache-Control');
  await expect(entry.getByRole('rowheader', { name: 'max-age', exact: true })).toBeVisible();
  await expect(page).toHaveTitle('Cache-Control · Roundtrip');

  await page.getByRole('region', { name: 'Names' }).getByRole('link', { name: /^ETag/ }).click();
  await expect(entry.getByRole('heading', { level: 2 })).toHaveText('ETag');
  await expect(entry).toBeFocused();
  await page.goBack();
  await expect(entry.getByRole('heading', { level: 2 })).toHaveText('Cache-Control');
});

test('a kind that does not exist is no page', async ({ page }) => {
  const answer = await page.goto('/reference/nonsense');
  expect(answer!.status()).toBe(404);
});

test('a status code is tried', async ({ page }) => {
  await open(page, '/reference/statuses/418');
  await page.getByRole('button', { name: 'Send a request with it' }).click();
  await expect(page.locator('.status-line .badge')).toHaveText(/^418/);
});

test('a field is tried with a value', async ({ page }) => {
  await open(page, '/reference/fields/Accept-Language');
  await page.getByLabel('Value', { exact: true }).fill('cy, en;q=0.5');
  await page.getByRole('button', { name: 'Send a request with it' }).click();
  await expect(page.locator('.status-line .badge')).toHaveText(/^200/);
  await page.getByRole('tab', { name: 'Body' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Body' })).toContainText('cy, en;q=0.5');
});

test('what a page cannot do says why', async ({ page }) => {
  for (const [path, why] of [
    ['/reference/fields/Host', 'lets no page touch it'],
    ['/reference/methods/TRACE', 'do not take this method'],
    ['/reference/statuses/103', 'keeps it from the page'],
  ] as const) {
    await open(page, path);
    await expect(page.getByRole('article')).toContainText(why);
    await expect(page.getByRole('button', { name: 'Send a request with it' })).toHaveCount(0);
  }
});

test('a server that is gone is said, and asked again when it is back', async ({ own, page, said }) => {
  await open(page, `${own.app}/problems`);
  await own.halt();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Reference' }).click();
  await expect(page.getByRole('region', { name: 'Failure' })).toBeVisible();
  await own.resume();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('region', { name: 'Names' }).getByRole('link', { name: /^404/ })).toBeVisible();
  // Why the page's chunk did not come is for the console.
  expect(said).toEqual(said.filter((words) => /^(error: TypeError|exception): Failed to fetch/.test(words)));
  said.length = 0;
});
