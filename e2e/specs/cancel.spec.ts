// While an answer is awaited the page says for how long, and lets go of it when asked to.
import { expect, test } from '../fixtures.js';

test.beforeEach(async ({ home }) => {
  await home.open();
  await home.pick('slow');
});

test('the elapsed time is counted until the request is cancelled', async ({ home, page }) => {
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/delay/'));
  await home.send.click();
  await expect(home.send, 'one request at a time').toBeHidden();
  const elapsed = home.exchange.getByRole('timer', { name: 'Time elapsed' });
  await expect(elapsed).toHaveText(/^0\.[3-9] s$/);
  await expect(elapsed).toHaveText(/^0\.[6-9] s$/);

  await home.cancel.click();
  await home.expectOutcome('Cancelled');
  expect((await failed).failure()?.errorText, 'the browser gave the request up').toBe('net::ERR_ABORTED');
  await expect(elapsed).toHaveCount(0);
});

test('what was cancelled can be sent again', async ({ home }) => {
  await home.send.click();
  await home.cancel.click();
  await home.expectOutcome('Cancelled');
  await home.failure.getByRole('button', { name: 'Try again' }).click();
  await home.expectOutcome('200 OK');
});

test('what is under way when the page is left is given up', async ({ home, page }) => {
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/delay/'));
  await home.send.click();
  await page.getByRole('link', { name: 'Problems' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Problems' })).toBeVisible();
  await failed;
  await expect(home.logButton, 'the log has it all the same').toHaveAccessibleName('Log 1 exchange');
});
