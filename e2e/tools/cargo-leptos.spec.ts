// The site that `cargo leptos build --release` makes: the server without a bundle inside, hosting target/site.
import { expect, open, test } from '../fixtures.js';

test('the site of cargo-leptos hydrates', async ({ page, roundtrip }) => {
  const failed: string[] = [];
  page.on('response', (response) => {
    if (!response.ok()) failed.push(`${response.status()} ${response.url()}`);
  });
  await open(page, '/');

  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  // Names without a hash: these are the files of cargo-leptos, not those of a bundle.
  for (const file of ['roundtrip.css', 'roundtrip.js', 'roundtrip.wasm']) {
    expect(loaded).toContain(`${roundtrip.app}/pkg/${file}`);
  }
  expect(failed).toEqual([]);
});
