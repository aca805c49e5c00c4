// A server that is none of ours, on an origin of its own, which lets any page read what it has.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { test as base } from './fixtures.js';

export { expect } from './fixtures.js';

interface Resource {
  fields: OutgoingHttpHeaders;
  body: Buffer;
}

export interface Elsewhere {
  readonly origin: string;
  /** The paths that were asked for. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** The last line of `/long`. */
export const lastLine = 'This is the last line.';

/** Lines of 64 bytes, 64 MiB of them. */
function long(): Buffer {
  const line = (number: number) => `${String(number).padStart(12, '0')} ${'.'.repeat(50)}\n`;
  const block = Buffer.from(Array.from({ length: 1024 }, (_, number) => line(number)).join(''));
  const body = Buffer.alloc(64 * 1024 * 1024);
  for (let at = 0; at < body.length; at += block.length) block.copy(body, at);
  body.write(`${lastLine}\n`, body.length - lastLine.length - 1);
  // The line before it ends where it begins.
  body.write('\n', body.length - lastLine.length - 2);
  return body;
}

/** Four pixels, two wide and two high. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR4nGM4IRclUnGCAUIBACNeBSlvh2P4AAAAAElFTkSuQmCC',
  'base64',
);

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><script>parent.ran = true</script>
<rect width="30" height="20" fill="teal" onload="parent.ran = true"/></svg>`;

const page = `<!DOCTYPE html><html lang="en"><title>Page</title><style>h1 { color: rgb(1, 2, 3) }</style>
<h1 onclick="this.textContent = 'ran'">Untouched</h1><img src="/pixel.png" alt="">
<script>document.querySelector('h1').textContent = 'ran'; parent.postMessage('ran', '*')</script>
<p><a href="/leads-away">Away</a></p></html>`;

const resources: Record<string, () => Resource> = {
  '/image.png': () => ({ fields: { 'content-type': 'image/png' }, body: png }),
  '/broken.png': () => ({ fields: { 'content-type': 'image/png' }, body: Buffer.from('no image') }),
  '/image.svg': () => ({ fields: { 'content-type': 'image/svg+xml' }, body: Buffer.from(svg) }),
  '/page': () => ({ fields: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(page) }),
  '/latin': () => ({
    fields: { 'content-type': 'text/html; charset=iso-8859-1' },
    body: Buffer.from('<h1>Gr\u00fc\u00dfe</h1>', 'latin1'),
  }),
  '/gzip': () => ({
    fields: {
      'content-type': 'text/plain',
      'content-encoding': 'gzip',
      'access-control-expose-headers': 'content-encoding',
    },
    body: gzipSync('0123456789'.repeat(1000)),
  }),
  '/bytes': () => ({
    fields: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256)),
  }),
  '/long': () => ({ fields: { 'content-type': 'text/plain' }, body: long() }),
};

async function startElsewhere(): Promise<Elsewhere> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const path = request.url!;
    asked.push(path);
    const resource = resources[path]?.();
    response.writeHead(resource ? 200 : 404, {
      'access-control-allow-origin': '*',
      'timing-allow-origin': '*',
      ...resource?.fields,
    });
    response.end(resource?.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { origin: `http://127.0.0.1:${port}`, asked, stop };
}

/** Tests that have such a server. */
export const test = base.extend<object, { elsewhere: Elsewhere }>({
  elsewhere: [
    async ({}, use) => {
      const elsewhere = await startElsewhere();
      await use(elsewhere);
      await elsewhere.stop();
    },
    { scope: 'worker' },
  ],
});
