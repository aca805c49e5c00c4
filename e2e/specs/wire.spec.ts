// The bytes of an exchange as the server saw them, and what they mean.
import { expect, test } from '../fixtures.js';
import type { Home, Ready } from '../home.js';

test.beforeEach(({ home }) => home.open());

/** The bytes of a direction as the view writes them. */
function shown(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\r', '\\r').replaceAll('\n', '\\n\n');
}

/** The id that the server gave the exchange that is shown. */
async function idOf(home: Home): Promise<string> {
  return (await (await home.field('exchange-id')).textContent())!;
}

for (const id of ['hello', 'data', 'broken-json', 'method', 'conditional'] satisfies Ready[]) {
  test(`${id}: the view shows what was sent and received, byte for byte`, async ({ home, page }) => {
    await home.run(id);
    const answer = await page.request.get(`/v1/exchanges/${await idOf(home)}/wire`);
    const wire = await answer.json();
    const panel = await home.tab('Wire');
    for (const direction of ['request', 'response']) {
      const bytes = Buffer.from(wire[direction].base64, 'base64');
      expect(wire[direction].size).toBe(bytes.length);
      await expect
        .poll(() => panel.getByLabel(`The bytes of the ${direction}`).textContent())
        .toBe(shown(bytes));
    }
  });
}

test('of a coded body it is said how it is coded', async ({ home }) => {
  await home.run('products');
  const response = (await home.tab('Wire')).locator('.wire-half').last();
  await response.locator('.wire-part').filter({ hasText: '\\x' }).first().hover();
  await expect(response.locator('.wire-meaning')).toContainText(/coded|coding/);
});

test('a part is explained where it is pointed at, and stays when it is pinned', async ({ home }) => {
  await home.run('hello');
  const request = (await home.tab('Wire')).locator('.wire-half').first();
  const meaning = request.locator('.wire-meaning');
  await request.getByText('Host', { exact: true }).hover();
  await expect(meaning.getByRole('term').first()).toHaveText('field name');
  await expect(meaning).toContainText('RFC 9110, section 7.2');
  await request.getByText('Host', { exact: true }).click();
  await request.getByText('GET', { exact: true }).hover();
  await expect(meaning.getByRole('term').first()).toHaveText('field name');
  await request.getByText('Host', { exact: true }).click();
  await request.getByText('GET', { exact: true }).hover();
  await expect(meaning.getByRole('term').first()).toHaveText('method');
});

test('the parts are walked through by keyboard', async ({ home, page }) => {
  await home.run('hello');
  const panel = await home.tab('Wire');
  const meaning = panel.locator('.wire-meaning').first();
  await panel.getByLabel('The bytes of the request').focus();
  await page.keyboard.press('ArrowRight');
  await expect(meaning.getByRole('term').first()).toHaveText('method');
  await page.keyboard.press('Enter');
  await expect(meaning).toHaveAttribute('data-pinned', '');
  await page.keyboard.press('Escape');
  await expect(meaning).not.toHaveAttribute('data-pinned');
  await page.keyboard.press('End');
  await expect(panel.locator('.wire-half').first().locator('[data-current]')).toHaveCount(1);
  await page.keyboard.press('Home');
  await expect(meaning.getByRole('term').first()).toHaveText('method');
});

test('an exchange is taken along as a command, a script and an archive', async ({ home, page }) => {
  await home.run('data');
  const panel = await home.tab('Export');
  await expect(panel.locator('pre').first()).toContainText(/^curl '?http\S*\/api\/data/);
  await expect(panel.locator('pre').nth(1)).toContainText('await fetch("http');
  const download = page.waitForEvent('download');
  await panel.getByRole('link', { name: 'Download the HAR file' }).click();
  expect((await download).suggestedFilename()).toMatch(/^[0-9a-f-]{36}\.har$/);
});

test('a request of another client is recorded with the token that the page shows', async ({ home, page, playwright }) => {
  await home.run('hello');
  const field = (await home.tab('Export')).locator('pre').last();
  await expect(field).toHaveText(/^Authorization: Bearer ws_/);
  const authorization = (await field.textContent())!.slice('Authorization: '.length);
  const other = await playwright.request.newContext({ baseURL: new URL(page.url()).origin, extraHTTPHeaders: { authorization } });
  const answer = await other.get('/hello?name=other');
  const id = answer.headers()['exchange-id'];
  const exchange = await (await other.get(`/v1/exchanges/${id}`)).json();
  expect(exchange.request.target).toBe('/hello?name=other');
  // It is the workspace of the browser as well.
  expect((await page.request.get(`/v1/exchanges/${id}`)).status()).toBe(200);
  await other.dispose();
});

test('an exchange that the server did not record says so', async ({ home }) => {
  await home.run('slow');
  await expect(await home.tab('Wire')).toContainText('The server has no record of this exchange.');
});
