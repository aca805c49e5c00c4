// A page whose program does not run can still be read, and says what is missing.
import { expect, test } from '../fixtures.js';

const notice = 'This page can be read but not used.';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test.beforeEach(async ({ page }) => {
    // Playwright stops scripts, but the parser still takes the content of <noscript> for text, unlike in a browser without them.
    await page.route(/\/$/, async (route) => {
      const response = await route.fetch();
      const document = await response.text();
      expect(document).toContain('<noscript>');
      await route.fulfill({ response, body: document.replaceAll(/<\/?noscript>/g, '') });
    });
  });
  test.afterEach(({ said }) => {
    // What was preloaded for the program is not used, and the browser says so.
    expect(said.filter((words) => !words.includes('was preloaded'))).toEqual([]);
    said.length = 0;
  });

  test('Home is there and says what it needs', async ({ home, page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('See both ends of an HTTP request');
    await expect(home.ready('hello')).toBeVisible();
    await expect(home.url).toHaveValue('/hello?name=Ada');
    await expect(page.getByText(`${notice} It needs JavaScript and WebAssembly`)).toBeVisible();
  });

  test('the pages about problems are there and lead on', async ({ page }) => {
    await page.goto('/problems');
    await page.getByRole('link', { name: 'The body is not valid JSON' }).click();
    await expect(page).toHaveURL('/problems/malformed-json');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The body is not valid JSON');
    await expect(page.getByRole('heading', { name: 'What to do' })).toBeVisible();
  });
});

for (const [what, pattern] of [
  ['WebAssembly', '**/*.wasm'],
  ['JavaScript file', '**/*.js'],
] as const) {
  test(`a page whose ${what} does not load is read and says so`, async ({ page, said }) => {
    await page.route(pattern, (route) => route.abort());
    await page.goto('/problems/not-found');
    await expect(page.getByRole('alert').filter({ hasText: notice })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at that address');
    // The reason is in the console, where the notice says that it is.
    await expect.poll(() => said).toEqual([expect.stringMatching(/^error: TypeError: Failed to fetch/)]);
    said.length = 0;
  });
}

test('a page whose program runs does not say so', async ({ home, page }) => {
  await home.open();
  await expect(page.getByText(notice)).toBeHidden();
});
