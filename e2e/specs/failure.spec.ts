// What fails on the way is told apart, and can be tried again.
import { expect, test } from '../fixtures.js';

test('a server that went away and came back', async ({ home, own }) => {
  await home.open(own.app);
  await home.run('hello');

  await own.halt();
  await home.send.click();
  await home.expectOutcome('No connection');
  await expect(home.failure).toContainText('The server of this page does not answer');
  await expect(await home.tab('Body')).toContainText('No response came');

  const retry = home.failure.getByRole('button', { name: 'Try again' });
  await retry.click();
  await expect(home.logButton).toHaveAccessibleName('Log 3 exchanges');
  await home.expectOutcome('No connection');

  await own.resume();
  await retry.click();
  await home.expectOutcome('200 OK');
  await expect(home.failure).toBeHidden();
});

test('a device that went offline and came back', async ({ context, home }) => {
  await home.openWhole();
  await context.setOffline(true);
  await home.send.click();
  await home.expectOutcome('Offline');

  await context.setOffline(false);
  await home.failure.getByRole('button', { name: 'Try again' }).click();
  await home.expectOutcome('200 OK');
});

test('a URL that is none is told and not tried again', async ({ home }) => {
  await home.open();
  await home.get('ftp://example.test/', 'The request cannot be sent');
  await expect(home.failure).toContainText('use http: or https:');
  await expect(home.failure.getByRole('button', { name: 'Try again' })).toBeHidden();
  await expect(await home.tab('Timing')).toContainText('Nothing was sent');
});
