// Every ready request ends in the state that it is there to show.
import { expect, test } from '../fixtures.js';

test.beforeEach(({ home }) => home.open());

test('nothing is sent before it is asked for', async ({ home }) => {
  await expect(home.exchange).toContainText('Nothing sent yet');
  await expect(home.logButton).toHaveAccessibleName('Log 0 exchanges');
});

test('hello greets by the name that was edited', async ({ home }) => {
  await home.pick('hello');
  await expect(home.url).toHaveValue('/hello?name=Ada');
  await home.get('/hello?name=<Grace>', '200 OK');

  const body = await home.tab('Body');
  await expect(body).toContainText('text/html');
  await expect(body, 'the page is shown as text, not as a page').toContainText('<h1>Hello, &lt;Grace&gt;!</h1>');
});

test('data come back as JSON that can be folded', async ({ home }) => {
  await home.pick('data');
  await home.body.fill('{"name": "Grace", "numbers": [1.50, 1e3]}');
  await home.send.click();
  await home.expectOutcome('201 Created');

  const body = await home.tab('Body');
  await expect(body).toContainText('"status": "success"');
  const received = body.locator('details', { has: home.page.locator('summary', { hasText: '"received"' }) }).last();
  const numbers = received.locator('details');
  await expect(received.getByText('"Grace"')).toBeVisible();
  await expect(numbers.getByText('1.50', { exact: true }), 'numbers keep the digits that were sent').toBeVisible();
  await expect(numbers.getByText('1e3', { exact: true })).toBeVisible();

  await numbers.locator('summary').click();
  await expect(numbers.getByText('1.50', { exact: true })).toBeHidden();
  await expect(received.getByText('"Grace"')).toBeVisible();
  await received.locator('summary').first().click();
  await expect(received.getByText('"Grace"')).toBeHidden();
});

test('the wrong media type is refused with what would be right', async ({ home }) => {
  await home.run('media-type');
  await expect(home.problem).toContainText('text/plain');
  await expect(await home.field('accept')).toHaveText('application/json');
});

test('broken JSON is refused with the line and the column of the fault', async ({ home }) => {
  await home.run('broken-json');
  await expect(home.problem).toContainText('line 4, column 1');
});

test('the wrong method is refused with the methods that work', async ({ home }) => {
  await home.run('method');
  await expect(await home.field('allow')).toHaveText(/\bPOST\b/);
});

test('a page of products is sorted by price and links to the next', async ({ home }) => {
  const answer = home.page.waitForResponse((response) => response.url().includes('/api/products'));
  await home.run('products');

  const { items } = (await (await answer).json()) as { items: { name: string; price_minor: number }[] };
  expect(items).toHaveLength(5);
  expect(items.map((item) => item.price_minor)).toEqual(items.map((item) => item.price_minor).sort((a, b) => a - b));

  const body = await home.tab('Body');
  for (const { name } of items)
    await expect(body.getByText(JSON.stringify(name), { exact: true }).first()).toBeVisible();
  await expect(await home.field('link')).toContainText('rel="next"');
});

test('a conditional request is answered with 304 and no body', async ({ home }) => {
  await home.run('conditional');
  await expect(await home.tab('Body')).toContainText('the copy that you have is still right');
  const sent = await home.composer.getByLabel('Value of the field').inputValue();
  await expect(await home.field('etag')).toHaveText(sent);
});

test('an unknown path is refused with 404', async ({ home }) => {
  await home.run('unknown');
  await expect(home.problem).toContainText('/no/such/path');
});

test('a slow answer comes in the end', async ({ home }) => {
  await home.run('slow');
  await expect(home.status.locator('[data-fact=duration]')).toHaveText(/^3\.\d\d s$/);
});

test('what takes too long is given up', async ({ home }) => {
  await home.run('timeout');
  await expect(home.failure).toContainText('No whole answer within 1.0 s');
  await expect(home.failure.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('what the browser keeps from the page is told from a missing server', async ({ home }) => {
  await home.run('cors');
  await expect(home.failure).toContainText('A server answers there');
});

test('a server that is gone is no connection', async ({ home }) => {
  await home.run('gone');
  await expect(home.failure).toContainText('No server answers there');
});
