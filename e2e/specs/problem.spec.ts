// A problem says what is wrong and where, and leads to the page that explains its type.
import { expect, open, test } from '../fixtures.js';

test('a problem names each fault and its place', async ({ home }) => {
  await home.open();
  await home.get('/api/products?per_page=many&sort=colour', '400 Bad Request');
  await expect(home.problem.getByRole('heading')).toHaveText('A parameter is not valid');
  const places = home.problem.getByRole('term');
  await expect(places).toHaveText(['/per_page', '/sort']);
  await expect(home.problem.getByRole('definition')).toHaveText([/whole number.*`many`/, /`colour`.*price/]);
});

test('a problem leads to the page of its type', async ({ home, page }) => {
  await home.open();
  await home.run('media-type');
  await home.problem.getByRole('link', { name: 'What this means' }).click();

  await expect(page).toHaveURL('/problems/unsupported-media-type');
  await expect(page).toHaveTitle("The body's media type is not supported · Roundtrip");
  await expect(page.getByRole('heading', { level: 1 })).toHaveText("The body's media type is not supported");
  await expect(page.getByRole('main')).toContainText('RFC 9110, section 15.5.16');
  await expect(page.getByRole('main'), 'who follows a link reads on from there').toBeFocused();
});

test('every type in the list has its page', async ({ page, request }) => {
  await open(page, '/problems');
  const links = page.getByRole('table', { name: 'Every type of problem' }).getByRole('link');
  await expect(links).not.toHaveCount(0);
  const types = await links.evaluateAll((all) =>
    all.map((link) => [link.getAttribute('href')!, link.textContent!] as const),
  );
  for (const [path, title] of types) {
    const response = await request.get(path, { headers: { accept: 'text/html' } });
    expect(response.status(), path).toBe(200);
    const heading = await page.evaluate(
      (document) => {
        return new DOMParser().parseFromString(document, 'text/html').querySelector('h1')?.textContent;
      },
      await response.text(),
    );
    expect(heading, path).toBe(title);
  }
});
