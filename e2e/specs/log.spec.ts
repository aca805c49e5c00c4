// The log lists every exchange that the page has had.
import { expect, test } from '../fixtures.js';

test.beforeEach(({ home }) => home.open());

test('every exchange is listed, the latest first', async ({ home }) => {
  await home.run('hello');
  // This one asks for an entity tag first, and the log does not hide that.
  await home.run('conditional');
  await home.run('gone');
  await expect(home.logButton).toHaveAccessibleName('Log 4 exchanges');

  await home.logButton.click();
  await expect(home.log.getByRole('heading', { name: 'Log' })).toBeFocused();
  await expect(home.log.getByRole('listitem')).toHaveText([
    /GEThttp:\/\/gone\.invalid\/.*No connection/,
    /\/api\/categories.*304/,
    /\/api\/categories.*200/,
    /\/hello\?name=Ada.*200/,
  ]);
});

test('an exchange is opened and closed again', async ({ home }) => {
  await home.run('data');
  await home.run('hello');
  await home.logButton.click();
  const row = home.log.getByRole('button', { name: /api\/data/ });
  await row.click();
  await expect(row).toHaveAttribute('aria-pressed', 'true');
  await expect(home.log.locator('.status-line')).toContainText('201');
  await home.log.getByRole('tab', { name: 'Body' }).click();
  await expect(home.log.getByRole('tabpanel', { name: 'Body' })).toContainText('"received"');
  await expect(home.status, 'the page keeps its own').toContainText('200');

  await row.click();
  await expect(home.log.locator('.status-line')).toHaveCount(0);
});

test('Escape closes the log and gives the focus back', async ({ home, page }) => {
  await home.run('hello');
  await home.logButton.click();
  await expect(home.logButton).toHaveAttribute('aria-expanded', 'true');
  await home.log.getByRole('button', { name: /hello/ }).click();
  await page.keyboard.press('Escape');
  await expect(home.log).toBeHidden();
  await expect(home.logButton).toBeFocused();
  await expect(home.logButton).toHaveAttribute('aria-expanded', 'false');
});

test('j and k go down and up the list', async ({ home, page }) => {
  await home.run('hello');
  await home.run('products');
  await home.run('unknown');
  await home.logButton.click();
  const rows = home.log.getByRole('listitem').getByRole('button');
  await rows.first().focus();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(rows.nth(2), 'the end is the end').toBeFocused();
  await page.keyboard.press('k');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(home.log.locator('.status-line')).toContainText('/api/products');
});

test('the log outlives the page it was filled on, until it is cleared', async ({ home, page }) => {
  await home.run('hello');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Problems' }).click();
  await expect(page).toHaveURL('/problems');
  await home.logButton.click();
  await expect(home.log.getByRole('listitem')).toHaveCount(1);

  await home.log.getByRole('button', { name: 'Clear' }).click();
  await expect(home.log).toContainText('Every request that this page sends is listed here');
  await expect(home.logButton).toHaveAccessibleName('Log 0 exchanges');
});
