// The bytes of an exchange as the server saw them, and what they mean.
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.js';
import type { Home, Ready } from '../home.js';
import { bytesOf, rowsOf } from '../rows.js';

test.beforeEach(({ home }) => home.open());

/** The bytes of a direction as the view writes them. */
function shown(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
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
      const list = panel.getByRole('list', { name: `The bytes of the ${direction}` });
      await panel.getByRole('radio', { name: 'Text' }).click();
      expect((await rowsOf(list, '.bytes-text')).join('')).toBe(shown(bytes));
      await panel.getByRole('radio', { name: 'Hex' }).click();
      expect((await bytesOf(list)).toString('latin1')).toBe(bytes.toString('latin1'));
    }
  });
}

test('of a coded body it is said how it is coded', async ({ home }) => {
  await home.run('products');
  const response = (await home.tab('Wire')).locator('.wire-half').last();
  await response.locator('.bytes-part').filter({ hasText: '\\x' }).first().hover();
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
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(meaning.getByRole('term').first()).toHaveText('method');
});

/** What is lit in a direction, as one text. */
async function lit(half: Locator): Promise<string> {
  return (await half.locator('.bytes-text [data-current]').allTextContents()).join('');
}

test('the path to a part leads to what it is in', async ({ home }) => {
  await home.run('hello');
  const request = (await home.tab('Wire')).locator('.wire-half').first();
  await request.getByText('Host', { exact: true }).click();
  const path = request.getByRole('list', { name: 'What the part is in' });
  await path.getByRole('button', { name: 'field line' }).click();
  await expect(request.getByRole('term').first()).toHaveText('field line');
  await expect.poll(() => lit(request)).toMatch(/^Host: 127\.0\.0\.1:\d+/);
});

test('a pinned part has an address, and stays when the bytes become numbers', async ({ home, page }) => {
  await home.run('hello');
  const panel = await home.tab('Wire');
  const request = panel.locator('.wire-half').first();
  await request.getByText('Host', { exact: true }).click();
  await expect(page).toHaveURL(/\/#wire-request-\d+-\d+$/);
  await panel.getByRole('radio', { name: 'Hex' }).click();
  // They may be in two rows.
  const pairs = request.locator('.bytes-pairs [data-current]');
  await expect.poll(async () => (await pairs.allTextContents()).join(' ')).toMatch(/^48 +6f +73 +74$/);
  const characters = request.locator('.bytes-characters [data-current]');
  expect((await characters.allTextContents()).join('')).toBe('Host');

  await request.getByRole('button', { name: /^Pin/ }).click();
  await expect(page).toHaveURL(/\/$/);
  await request.getByRole('button', { name: /^Pin/ }).click();
  await expect(page).toHaveURL(/#wire-request-/);
  // The exchange is gone with the page, and the page says nothing of it.
  await page.reload();
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
  await expect(home.exchange).toContainText('Nothing sent yet');
});

test('it is seen when the pieces came', async ({ home }) => {
  await home.run('hello');
  const half = (await home.tab('Wire')).locator('.wire-half');
  for (const [index, verb] of ['read', 'written'].entries()) {
    await expect(half.nth(index).getByRole('heading')).toContainText(new RegExp(`${verb} .*\\+[\\d.]+ .s`));
    await expect(half.nth(index).locator('.wire-arrival[data-begins]').first()).toHaveText(
      new RegExp(`^From here ${verb} at \\+[\\d.]+ .s\\. \\+[\\d.]+ .s$`),
    );
  }
});

test('what breaks a rule stands out, and is gone to', async ({ home }) => {
  await home.get('/hello?name=%zz', '200 OK');
  const request = (await home.tab('Wire')).locator('.wire-half').first();
  const faults = request.locator('.wire-faults');
  await expect(faults).toContainText('breaks a rule');
  await faults.getByRole('button').first().click();
  await expect(request.locator('.wire-fault').first()).toContainText('Two hexadecimal digits follow a percent sign');
  await expect(request.locator('.bytes-part[data-fault]').first()).toBeVisible();
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
