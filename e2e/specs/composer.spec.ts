// What is edited is what is sent, and what a browser will not send is told beforehand.
import { expect, test } from '../fixtures.js';

test.beforeEach(({ home }) => home.open());

test('method, fields and body are sent as they were edited', async ({ home, page }) => {
  await home.pick('data');
  await home.composer.getByRole('tab', { name: /^Fields/ }).click();
  await home.composer.getByRole('button', { name: 'Add a field' }).click();
  const name = home.composer.getByLabel('Name of the field').last();
  await expect(name, 'the new field is there to be written in').toBeFocused();
  await name.fill('X-Mine');
  await home.composer.getByLabel('Value of the field').last().fill('one, two');
  await home.composer.getByRole('tab', { name: 'Body' }).click();
  await home.body.fill('[1]');
  await home.composer.getByLabel('Method').selectOption('PUT');

  const sent = page.waitForRequest((request) => request.url().endsWith('/api/data'));
  await home.send.click();
  const request = await sent;
  expect(request.method()).toBe('PUT');
  expect(request.postData()).toBe('[1]');
  expect(request.headers()).toMatchObject({ 'x-mine': 'one, two', 'content-type': 'application/json' });
  await home.expectOutcome('405 Method Not Allowed');
});

test('a field that was removed is not sent', async ({ home, page }) => {
  await home.pick('conditional');
  await home.composer.getByRole('button', { name: 'Remove this field' }).click();
  const sent = page.waitForRequest((request) => request.url().endsWith('/api/categories'));
  await home.send.click();
  expect((await sent).headers()).not.toHaveProperty('if-none-match');
  await home.expectOutcome('200 OK');
});

test('a body where there can be none keeps the request from being sent, and says why', async ({ home }) => {
  await home.pick('data');
  await home.composer.getByLabel('Method').selectOption('GET');
  await expect(home.composer).toContainText('do not let pages send GET with a body');
  await expect(home.send).toHaveAttribute('aria-disabled', 'true');
  // Playwright waits for a button to be enabled, and a person does not.
  await home.send.click({ force: true });
  await home.url.press('Control+Enter');
  await expect(home.logButton).toHaveAccessibleName('Log 0 exchanges');
});

test('a field that the browser leaves out is told', async ({ home }) => {
  await home.composer.getByRole('button', { name: 'Add a field' }).click();
  await home.composer.getByLabel('Name of the field').fill('Host');
  await expect(home.composer).toContainText('Browsers do not let pages set Host');
});

test('the time that a request may take is chosen', async ({ home }) => {
  await home.pick('slow');
  await home.composer.getByRole('tab', { name: 'Options' }).click();
  await home.composer.getByLabel('Give up after').selectOption('1 s');
  await home.send.click();
  await home.expectOutcome('No answer in time');
});
