// The static bundle that `trunk build` puts into dist/, served by a plain server of files on an origin of its own.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { expect, test as base } from '../fixtures.js';
import { root } from '../server.js';

const mediaTypes: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

const test = base.extend<{ origin: string }>({
  /** The origin of the files. */
  origin: async ({ roundtrip }, use) => {
    const files = createServer(async (request, response) => {
      const path = normalize(new URL(request.url ?? '/', 'http://files').pathname);
      const name = path === '/' ? '/index.html' : path;
      try {
        let content: string | Buffer = await readFile(join(root, 'dist', name));
        // What whoever hosts the bundle does once: say where the server's two origins are.
        if (name === '/index.html') {
          content = content.toString().replace('http://127.0.0.1:3000', roundtrip.app);
          content = content.replace('http://127.0.0.1:3001', roundtrip.echo);
        }
        response.writeHead(200, { 'content-type': mediaTypes[extname(name)] ?? 'application/octet-stream' });
        response.end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
    await use(`http://127.0.0.1:${(files.address() as AddressInfo).port}`);
    files.closeAllConnections();
    await new Promise((resolve) => files.close(resolve));
  },
});

test('the static bundle renders itself and talks to an API on another origin', async ({ home, origin, page, roundtrip }) => {
  await home.open(origin);
  const answer = page.waitForResponse((response) => response.url().startsWith(`${roundtrip.app}/hello`));
  await home.run('hello');
  expect((await answer).status()).toBe(200);
});
