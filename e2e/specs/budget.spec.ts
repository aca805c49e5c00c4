// A first load is no heavier than budget.toml allows.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.js';
import { assetsOf, get } from '../raw.js';
import { root } from '../server.js';

test('document, style sheet, JavaScript and WebAssembly are within the budget', async ({ roundtrip }) => {
  const budget = await readFile(join(root, 'budget.toml'), 'utf8');
  const limit = Number(/^first-load = ([\d_]+)$/m.exec(budget)![1]!.replaceAll('_', ''));

  const assets = await assetsOf(roundtrip.app);
  expect(assets.map((path) => path.split('.').at(-1)).sort()).toEqual(['css', 'js', 'wasm']);
  const sizes = new Map<string, number>();
  for (const path of ['/', ...assets]) {
    const { body } = await get(`${roundtrip.app}${path}`, { accept: '*/*, text/html', 'accept-encoding': 'br' });
    expect(body.length, path).toBeGreaterThan(0);
    sizes.set(path, body.length);
  }
  const together = [...sizes.values()].reduce((sum, size) => sum + size);
  expect(together, JSON.stringify(Object.fromEntries(sizes))).toBeLessThanOrEqual(limit);
});
