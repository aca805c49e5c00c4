// Practise: the practice shop, in each state that its panels have.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, gate, hold, open, test } from '../fixtures.js';

const panel = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const row = (within: Locator, name: RegExp): Locator =>
  within.getByRole('row').filter({ has: within.page().getByRole('rowheader', { name }) });

test('products are searched, filtered, sorted and paged', async ({ page }) => {
  await open(page, '/practice');
  const products = panel(page, 'Products');
  await expect(products.getByText(/^Page 1 of \d+, 244 products$/)).toBeVisible();
  await products.getByRole('button', { name: 'Next' }).click();
  await expect(products.getByText(/^Page 2 of /)).toBeVisible();
  await products.getByLabel('Sort by').selectOption('price');
  await expect(products.getByText(/^Page 1 of /)).toBeVisible();
  await products.getByLabel('Category').selectOption({ index: 1 });
  await expect(products.getByText(/, 244 products$/)).toBeHidden();
  await products.getByLabel('Search').fill('no such thing');
  await expect(products.getByText('No product fits what is sought.')).toBeVisible();
  await products.getByRole('button', { name: 'Show all products' }).click();
  await expect(products.getByText(/, 244 products$/)).toBeVisible();
});

test('the exchange of a panel is one click away', async ({ home, page }) => {
  await open(page, '/practice');
  const products = panel(page, 'Products');
  await products.getByRole('button', { name: /^Look into the exchange GET \/api\/products/ }).click();
  await expect(home.log.getByRole('button', { pressed: true })).toContainText('/api/products');
  await expect(home.log.locator('.status-line')).toContainText('200');
});

test('the cart adds up, and has no more than there is', async ({ page }) => {
  await open(page, '/practice');
  const products = panel(page, 'Products');
  const cart = panel(page, 'Cart');
  await expect(cart).toContainText('The cart is empty.');
  const first = products.getByRole('row').nth(1);
  const name = (await first.getByRole('button').first().textContent())!;
  await first.getByRole('button', { name: `Put ${name} into the cart` }).click();
  await expect(cart.getByText('1 thing', { exact: true })).toBeVisible();
  await cart.getByRole('button', { name: `One ${name} more` }).click();
  await expect(cart.getByText('2 things', { exact: true })).toBeVisible();
  await cart.getByRole('button', { name: `Take ${name} out` }).click();
  await expect(cart).toContainText('The cart is empty.');
});

test('what is put into the cart is not undone by an answer that was asked for before', async ({ page }) => {
  const [read, held] = [gate(), gate()];
  await page.route('**/api/cart', async (route) => {
    const response = await route.fetch();
    held.open();
    await read.opened;
    await route.fulfill({ response }).catch(() => {});
  });
  await open(page, '/practice');
  const cart = panel(page, 'Cart');
  await held.opened;
  await panel(page, 'Products').getByRole('row').nth(1).getByRole('button', { name: /^Put / }).click();
  await expect(cart.getByText('1 thing', { exact: true })).toBeVisible();
  read.open();
  await page.unrouteAll({ behavior: 'wait' });
  // What this page is answered now comes after the answer that was held.
  await page.evaluate(() => fetch('/api/cart'));
  await expect(cart.getByText('1 thing', { exact: true })).toBeVisible();
  await cart.getByRole('button', { name: /^One .* more$/ }).click();
  await expect(cart.getByText('2 things', { exact: true })).toBeVisible();
});

test('what is put into the cart twice in a row is in it twice', async ({ page }) => {
  const change = await hold(page, '**/api/cart/items');
  await open(page, '/practice');
  const cart = panel(page, 'Cart');
  await expect(cart).toContainText('The cart is empty.');
  const put = panel(page, 'Products').getByRole('row').nth(1).getByRole('button', { name: /^Put / });
  await put.click();
  await change.asked;
  await put.click();
  change.release();
  await expect(cart.getByText('2 things', { exact: true })).toBeVisible();
});

test('changes of the cart that wait for each other begin from what there is then', async ({ page }) => {
  await open(page, '/practice');
  const cart = panel(page, 'Cart');
  const put = panel(page, 'Products').getByRole('row').nth(1).getByRole('button', { name: /^Put / });
  await put.click();
  await put.click();
  await expect(cart.getByText('2 things', { exact: true })).toBeVisible();
  const change = await hold(page, '**/api/cart/items/*');
  await cart.getByRole('button', { name: /^One .* more$/ }).click();
  await change.asked;
  const fewer = cart.getByRole('button', { name: /^One .* fewer$/ });
  for (let i = 0; i < 3; i += 1) await fewer.click();
  change.release();
  await expect(cart).toContainText('The cart is empty.');
});

test('a change of what somebody else has changed is a conflict that can be resolved', async ({ page }) => {
  await open(page, '/practice');
  const products = panel(page, 'Products');
  await products.getByRole('row').nth(1).getByRole('button').first().click();
  const editor = page.locator('#product-editor');
  await expect(editor).toBeFocused();
  await expect(editor.getByLabel('Name')).not.toHaveValue('');
  await editor.getByRole('button', { name: 'Let somebody else buy one' }).click();
  await expect(page.getByRole('log')).toContainText('Somebody else has bought one');
  await editor.getByLabel('Name').fill('A name of my own');
  await editor.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(editor.getByRole('region', { name: 'Problem' })).toContainText('412');
  const conflict = editor.getByRole('table', { name: 'Somebody else has changed it' });
  await expect(row(conflict, /^Name$/)).toContainText('A name of my own');
  await expect(row(conflict, /^Stock$/)).toBeVisible();
  await editor.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.getByRole('log')).toContainText('A name of my own is saved.');
  await expect(conflict).toBeHidden();
});

test('what is wrong with a new product is pointed out, and then it is there', async ({ page }) => {
  await open(page, '/practice');
  await page.getByRole('button', { name: 'New product' }).click();
  const editor = page.locator('#product-editor');
  await editor.getByRole('button', { name: 'Add it' }).click();
  await expect(editor.getByRole('region', { name: 'Problem' })).toContainText('/name');
  await editor.getByLabel('Name').fill('A thing');
  await editor.getByLabel('Price in euros').fill('1.50');
  await editor.getByLabel('Stock').fill('3');
  const category = await page.locator('#products-category option').nth(1).getAttribute('value');
  await editor.getByLabel('Category').fill(category!);
  await editor.getByRole('button', { name: 'Add it' }).click();
  await expect(editor.getByRole('heading', { name: 'Product 1001' })).toBeVisible();
});

test('somebody logs in and out', async ({ page }) => {
  await open(page, '/practice');
  const account = panel(page, 'Login');
  await account.getByLabel('Username or email').fill('johndoe');
  await account.getByLabel('Password').fill('wrong');
  await account.getByRole('button', { name: 'Log in' }).click();
  await expect(account.getByRole('region', { name: 'Problem' })).toContainText('401');
  await account.getByLabel('Password').fill('secret123');
  await account.getByRole('button', { name: 'Log in' }).click();
  await expect(account.getByText('Email', { exact: true })).toBeVisible();
  await page.reload();
  await account.getByRole('button', { name: 'Log out' }).click();
  await expect(account.getByRole('button', { name: 'Log in' })).toBeVisible();
});

test('a form that logs in leads here', async ({ page }) => {
  await open(page, '/practice');
  await page.evaluate(() => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/login';
    form.innerHTML = '<input name="username" value="johndoe"><input name="password" value="secret123">';
    document.body.append(form);
    form.submit();
  });
  await expect(page).toHaveURL(/\/practice$/);
  await expect(panel(page, 'Login').getByText('Email', { exact: true })).toBeVisible();
});

test('only the fields that are asked for travel', async ({ page }) => {
  await open(page, '/practice');
  const users = panel(page, 'Users');
  await expect(users.getByRole('columnheader')).toHaveText(['Id', 'Name']);
  await users.getByLabel('Email').check();
  await expect(users.getByRole('columnheader')).toHaveText(['Id', 'Name', 'Email']);
});

test('a notification from elsewhere appears by itself', async ({ page }) => {
  await open(page, '/practice');
  const notes = panel(page, 'Notifications');
  await notes.getByLabel('Title').fill('First');
  await notes.getByLabel('Message').fill('from here');
  await notes.getByRole('button', { name: 'Send one' }).click();
  await expect(notes.getByText('from here')).toBeVisible();
  await page.request.post('/api/notifications', { data: { title: 'Second', message: 'from elsewhere' } });
  await expect(notes.getByText('from elsewhere')).toBeVisible();
  await expect(notes.getByText('2 unread')).toBeVisible();
  await notes.getByRole('button', { name: 'Mark as read' }).first().click();
  await expect(notes.getByText('1 unread')).toBeVisible();
});

for (const transport of ['Long polling', 'SSE', 'WebSocket'] as const) {
  test(`notifications come, and are read elsewhere, by ${transport}`, async ({ page }) => {
    await open(page, '/practice');
    const notes = panel(page, 'Notifications');
    await notes.getByRole('radio', { name: transport }).click();
    await notes.getByLabel('Title').fill('First');
    await notes.getByLabel('Message').fill('from here');
    await notes.getByRole('button', { name: 'Send one' }).click();
    await expect(notes.getByRole('status').first()).toHaveText(/^1 unread Live/);
    const sent = await page.request.post('/api/notifications', { data: { title: 'Second', message: 'from elsewhere' } });
    await expect(notes.getByText('from elsewhere')).toHaveCount(1);
    await expect(notes.getByText('2 unread')).toBeVisible();
    const { id } = (await sent.json()) as { id: string };
    expect((await page.request.post(`/api/notifications/${id}/read`)).status()).toBe(204);
    await expect(notes.getByText('1 unread')).toBeVisible();
    await expect(notes.getByRole('button', { name: 'Mark as read' })).toHaveCount(1);

    await notes.getByRole('radio', { name: 'Off' }).click();
    await expect(notes.getByText('Nothing comes by itself.')).toBeVisible();
    await page.request.post('/api/notifications', { data: { title: 'Third', message: 'unheard' } });
    await notes.getByRole('radio', { name: transport }).click();
    // Where it left off, so that nothing is lost meanwhile.
    await expect(notes.getByText('unheard')).toBeVisible();
    await expect(notes.getByText('2 unread')).toBeVisible();
  });
}

test('each fault shows the panels in another state, and without it all is well again', async ({ page }) => {
  await open(page, '/practice');
  const products = panel(page, 'Products');
  const fault = page.getByRole('radiogroup', { name: 'Fault' });
  const choose = (name: string) => fault.getByRole('radio', { name, exact: true }).click();
  await choose('500');
  await expect(products.getByRole('region', { name: 'Problem' })).toContainText('The server failed');
  await choose('Broken JSON');
  await expect(products.getByRole('region', { name: 'Failure' })).toContainText('The answer cannot be read');
  await choose('Offline');
  await expect(products.getByRole('region', { name: 'Failure' })).toContainText('No connection');
  await choose('Slow');
  await expect(products.getByRole('timer')).toBeVisible();
  await expect(products.getByText(/^Page 1 of /)).toBeVisible();
  await choose('500');
  await expect(products.getByRole('region', { name: 'Problem' })).toBeVisible();
  await choose('None');
  await expect(products.getByText(/^Page 1 of /)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`it reads well, ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await open(page, '/practice');
      const products = panel(page, 'Products');
      await products.getByRole('row').nth(1).getByRole('button', { name: /^Put / }).click();
      await expect(panel(page, 'Cart').getByText('1 thing', { exact: true })).toBeVisible();
      await products.getByRole('row').nth(1).getByRole('button').first().click();
      await expect(page.locator('#product-editor').getByLabel('Name')).not.toHaveValue('');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}
