// What browsers and caches are told about the documents and their assets.
import { expect, test } from '../fixtures.js';
import { assetsOf, get } from '../raw.js';

/** The directives of a content security policy. */
function directives(policy: string): Map<string, string[]> {
  return new Map(
    policy.split(';').map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name!, sources] as const;
    }),
  );
}

for (const path of ['/', '/problems', '/problems/not-found', '/no/such/page']) {
  test(`${path} is guarded`, async ({ roundtrip }) => {
    const { fields, text } = await get(`${roundtrip.app}${path}`, { accept: 'text/html' });
    const policy = directives(fields['content-security-policy']!);
    const scripts = policy.get('script-src')!;
    expect(scripts).toEqual(expect.arrayContaining(["'self'", "'wasm-unsafe-eval'"]));
    for (const loose of ["'unsafe-inline'", "'unsafe-eval'", 'http:', 'https:', 'data:', '*'])
      expect(scripts).not.toContain(loose);
    for (const name of ['default-src', 'object-src', 'base-uri', 'frame-ancestors'])
      expect(policy.get(name), name).toEqual(["'none'"]);

    const nonce = scripts.find((source) => source.startsWith("'nonce-"))?.slice("'nonce-".length, -1);
    const inline = [...text.matchAll(/<script\b([^>]*)>/g)].map((script) => /nonce="([^"]*)"/.exec(script[1]!)?.[1]);
    expect(inline.length).toBeGreaterThan(0);
    expect(new Set(inline), 'each script carries the nonce').toEqual(new Set([nonce]));
    expect(text, 'nothing would need a looser policy').not.toMatch(/<[a-z][^>]*\s(style|on[a-z]+)=/);

    expect(fields['x-content-type-options']).toBe('nosniff');
    expect(fields['referrer-policy']).toBe('same-origin');
    expect(fields['cross-origin-opener-policy']).toBe('same-origin');
    expect(fields['cache-control']).toBe('no-store');
  });
}

test('a nonce is used once', async ({ roundtrip }) => {
  const policies = await Promise.all([1, 2].map(() => get(roundtrip.app, { accept: 'text/html' })));
  const [first, second] = policies.map(({ fields }) => fields['content-security-policy']);
  expect(first).not.toBe(second);
});

test('the document is compressed', async ({ roundtrip }) => {
  for (const coding of ['br', 'gzip']) {
    const { fields } = await get(roundtrip.app, { accept: 'text/html', 'accept-encoding': coding });
    expect(fields['content-encoding']).toBe(coding);
    expect(fields['vary']).toMatch(/accept-encoding/i);
  }
});

test('assets are kept for ever, compressed, and not sent twice', async ({ roundtrip }) => {
  for (const path of await assetsOf(roundtrip.app)) {
    for (const coding of ['br', 'gzip']) {
      const { status, fields } = await get(`${roundtrip.app}${path}`, { 'accept-encoding': coding });
      expect(status, path).toBe(200);
      expect(fields['content-encoding'], path).toBe(coding);
      expect(fields['cache-control'], path).toBe('public, max-age=31536000, immutable');
      expect(fields['vary'], path).toMatch(/accept-encoding/i);
      expect(fields['etag'], path).toMatch(/^"[^"]+"$/);

      const again = await get(`${roundtrip.app}${path}`, {
        'accept-encoding': coding,
        'if-none-match': fields['etag']!,
      });
      expect(again.status, path).toBe(304);
      expect(again.body, path).toHaveLength(0);
      expect(again.fields['etag'], path).toBe(fields['etag']);
    }
  }
});

test('the coded assets are the assets', async ({ roundtrip }) => {
  for (const path of await assetsOf(roundtrip.app)) {
    const plain = await get(`${roundtrip.app}${path}`, { 'accept-encoding': 'identity' });
    expect(plain.fields['content-encoding'], path).toBeUndefined();
    for (const coding of ['br', 'gzip']) {
      const coded = await get(`${roundtrip.app}${path}`, { 'accept-encoding': coding });
      expect(coded.decoded.equals(plain.body), `${path} in ${coding}`).toBe(true);
    }
  }
});
