// The part of the program that is loaded apart.
import { expect, test } from '../fixtures.js';

const chunk = /\/pkg\/split_later\./;

test('what did not come is told, and can be tried again', async ({ home, page, said }) => {
  await page.route(chunk, (route) => route.abort());
  await home.open();
  await home.run('hello');
  await expect(home.failure).toContainText('A part of this program is missing');

  await page.unroute(chunk);
  await home.failure.getByRole('button', { name: 'Try again' }).click();
  await expect(await home.tab('Body')).toContainText('Hello, Ada!');
  await expect(home.failure).toBeHidden();
  // Why it did not come is for the console.
  expect(said).toEqual(said.filter((words) => /^(error: TypeError|exception): Failed to fetch/.test(words)));
  said.length = 0;
});
