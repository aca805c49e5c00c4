// The API page: the whole document, found as one types, addressed by a link, tried on the spot.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, open, test } from '../fixtures.js';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
}

/** The operations of the document that a server has. */
async function operations(page: Page): Promise<(Operation & { method: string; path: string })[]> {
  const document = await (await page.request.get('/openapi.json')).json();
  return Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** An operation of the page. */
const operation = (page: Page, id: string): Locator => page.locator(`details.docs-operation[id="${id}"]`);

test('every operation of the document is there, under its tag', async ({ page }) => {
  await open(page, '/docs');
  const all = await operations(page);
  await expect(page.getByRole('status').filter({ hasText: 'operations' })).toHaveText(`${all.length} operations`);
  const shown = await page.locator('.docs-operation').evaluateAll((rows) =>
    rows.map((row) => ({
      id: row.id,
      method: row.querySelector('.method-tag')!.textContent,
      path: row.querySelector('.docs-path')!.textContent,
      summary: row.querySelector('.docs-words')!.textContent,
      tag: row.closest('section')!.querySelector('h2')!.textContent,
    })),
  );
  const expected = all.map(({ operationId, method, path, summary, tags }) => ({ id: operationId, method, path, summary, tag: tags[0] }));
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  expect(shown.sort(byId)).toEqual(expected.sort(byId));
  // What the tag means, and where its operations are.
  const practice = page.getByRole('region', { name: 'Practice API' });
  await expect(practice).toContainText('Each of these fails on demand');
});

test('an operation is found by its path, its method and what it does', async ({ page }) => {
  await open(page, '/docs');
  const search = page.getByLabel('Search the operations');
  const count = page.getByRole('status').filter({ hasText: 'operations' });
  await expect(operation(page, 'list_products')).toBeVisible();

  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await search.fill('post /api/products');
  await expect(count).toHaveText(/^1 of \d+ operations$/);
  await expect(operation(page, 'create_product')).toBeVisible();
  await expect(operation(page, 'list_products')).toBeHidden();
  await expect(page.getByRole('heading', { level: 2, name: 'Toolbox' })).toBeHidden();

  await search.fill('merge STATUS no such');
  await expect(page.getByText('No operation has that in its method, path or summary.')).toBeVisible();
  await search.fill('');
  await expect(operation(page, 'list_products')).toBeVisible();
});

test('an operation says what it takes, what it answers and what may go wrong', async ({ page }) => {
  await open(page, '/docs');
  await operation(page, 'list_products').locator('summary').first().press('Enter');
  const products = operation(page, 'list_products');
  const page_ = products.getByRole('listitem').filter({ hasText: 'Which page, from 1.' });
  await expect(page_).toContainText('query, integer, int64');
  await expect(page_).toContainText('at least 1');
  await expect(products.getByRole('listitem').filter({ hasText: 'Names of fields' })).toContainText('matches ^(-?(id|name|');
  // A nested object unfolds.
  const items = products.getByRole('listitem').filter({ hasText: 'The items of this page' }).first();
  await expect(items).toContainText('array of object');
  await items.getByText('9 members').click();
  await expect(items).toContainText("What it costs, in the currency's minor unit");
  // Fields and problems lead to what they mean.
  await expect(products.getByRole('link', { name: 'ETag' })).toHaveAttribute('href', '/reference/fields/ETag');
  await expect(products.getByRole('link', { name: '412' })).toHaveAttribute('href', '/reference/statuses/412');
  await expect(products.getByText('A precondition does not hold')).toBeVisible();
  await products.getByText('What a problem says').click();
  await expect(products.getByText('pointer', { exact: true })).toBeHidden();
  await expect(products.getByText('detail', { exact: true })).toBeVisible();
});

test('a schema that has itself inside unfolds as far as one likes', async ({ page }) => {
  await open(page, '/docs#getWire');
  const wire = operation(page, 'getWire');
  const parts = wire.getByRole('listitem').filter({ has: page.locator('> .docs-member-head > .docs-name', { hasText: /^request$/ }) });
  await parts.locator('summary').first().click();
  const inside = parts.getByRole('listitem').filter({ has: page.locator('> .docs-member-head > .docs-name', { hasText: /^parts$/ }) });
  await inside.first().locator('summary').first().click();
  const deeper = inside.first().getByRole('listitem').filter({ has: page.locator('> .docs-member-head > .docs-name', { hasText: /^parts$/ }) });
  await expect(deeper).toContainText('array of Part');
});

test('an operation has an address, which unfolds it and can be copied', async ({ context, page, roundtrip }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, '/docs#get_status');
  const status = operation(page, 'get_status');
  await expect(status.getByRole('link', { name: 'Try it' })).toBeInViewport();
  await expect(status.locator('summary').first()).toBeFocused();
  await status.getByRole('button', { name: 'Copy a link' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${roundtrip.app}/docs#get_status`);
  await status.getByRole('button', { name: 'Copy the command line' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`curl '${roundtrip.app}/v1/reference/statuses/404'`);

  // What is not found by the search is shown when an address asks for it.
  await page.getByLabel('Search the operations').fill('cookies');
  await page.evaluate(() => (location.hash = '#healthz'));
  await expect(operation(page, 'healthz').getByRole('link', { name: 'Try it' })).toBeInViewport();
  await expect(page.getByLabel('Search the operations')).toHaveValue('');
});

for (const [id, method, url, status] of [
  ['list_products', 'GET', '/api/products?per_page=5&sort=price', '200'],
  ['create_product', 'POST', '/api/products', '201'],
  ['login', 'POST', '/login', '200'],
  ['status', 'GET', 'ECHO/status/418', '418'],
  ['anything_below_put', 'PUT', 'ECHO/anything/books/7?format=short', '200'],
] as const) {
  test(`${id} is tried and answered`, async ({ home, page, roundtrip }) => {
    await open(page, `/docs#${id}`);
    await operation(page, id).getByRole('link', { name: 'Try it' }).click();
    await expect(home.composer).toBeFocused();
    await expect(home.composer.getByLabel('Method')).toHaveValue(method);
    await expect(home.url).toHaveValue(url.replace('ECHO', roundtrip.echo));
    await page.keyboard.press('Control+Enter');
    await expect(home.status.locator('.badge')).toHaveText(new RegExp(`^${status}`));
  });
}

test('what only the caller can know is left open', async ({ home, page }) => {
  await open(page, '/docs#getShare');
  const share = operation(page, 'getShare');
  await expect(share).toContainText('Put one of your own in place of {token}.');
  await share.getByRole('link', { name: 'Try it' }).click();
  await expect(home.url).toHaveValue('/v1/shares/{token}');
});

test('a request has an address in Home, and another one takes its place', async ({ home, page }) => {
  const address = (query: Record<string, string>) => `/?${new URLSearchParams(query)}`;
  await open(page, address({ method: 'POST', url: '/api/data', field: 'Content-Type: application/json', body: '{"a": "100%25 + 1"}' }));
  await expect(home.composer).toBeFocused();
  await expect(home.body).toHaveValue('{"a": "100%25 + 1"}');
  await home.send.click();
  await home.expectOutcome('201 Created');
  // A method that the editor does not offer could not be shown.
  await page.goto(address({ method: 'PROPFIND', url: '/api/data' }));
  await expect(home.url).toHaveValue('/hello?name=Ada');
});

test('the request for the document is in the log', async ({ home, page }) => {
  await open(page, '/docs');
  await expect(operation(page, 'list_products')).toBeVisible();
  await home.logButton.click();
  await expect(home.log.getByRole('button', { name: /openapi\.json/ })).toBeVisible();
});

test('a document that does not come is said, and asked for again', async ({ page }) => {
  const problem = { type: '/problems/unavailable', title: 'The server cannot answer at the moment', status: 503 };
  await page.route('**/openapi.json', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  await open(page, '/docs');
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText('503');
  await page.unroute('**/openapi.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(operation(page, 'list_products')).toBeVisible();
});

test('a document of an unknown shape is no operations', async ({ page }) => {
  await page.route('**/openapi.json', (route) => route.fulfill({ json: { paths: [1, 2], tags: 'none' } }));
  await open(page, '/docs');
  await expect(page.getByText('The document lists no operations.')).toBeVisible();
});

test('without a program the page leads to the document', async ({ browser, roundtrip }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${roundtrip.app}/docs`);
  await expect(page.getByRole('heading', { level: 1, name: 'API' })).toBeVisible();
  await expect(page.getByText('needs JavaScript and WebAssembly').first()).toBeVisible();
  await expect(page.locator('.skeleton')).toBeHidden();
  await page.getByRole('link', { name: '/openapi.json' }).click();
  await expect(page).toHaveURL(`${roundtrip.app}/openapi.json`);
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing when it is ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, '/docs#create_product');
    for (const id of ['create_product', 'getExchange']) {
      if (id !== 'create_product') await operation(page, id).locator('summary').first().press('Enter');
      await expect(operation(page, id).getByRole('link', { name: 'Try it' })).toBeVisible();
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))).toEqual([]);
  });
}

test('it fits a window of 360 pixels, with operations unfolded', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, '/docs#list_products');
  for (const id of ['list_products', 'create_product', 'getExchange', 'digest_auth_stale', 'mix']) {
    const details = operation(page, id);
    if ((await details.getAttribute('open')) === null) await details.locator('summary').first().click();
    await expect(details.getByRole('link', { name: 'Try it' })).toBeVisible();
  }
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
});
