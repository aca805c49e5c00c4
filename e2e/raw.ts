// Responses as they came over the wire: browsers and most clients decode them before one can see them.
import { request, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface RawResponse {
  status: number;
  fields: Record<string, string | undefined>;
  /** The body as it was sent, coded or not. */
  body: Buffer;
  /** The body with its coding undone. */
  decoded: Buffer;
  /** The decoded body as text. */
  text: string;
}

export async function get(url: string, fields: Record<string, string> = {}): Promise<RawResponse> {
  const [status, received, body] = await new Promise<[number, IncomingHttpHeaders, Buffer]>((resolve, reject) => {
    // A connection of its own: one that is kept would hold up the end of the server.
    const exchange = request(url, { headers: fields, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve([response.statusCode!, response.headers, Buffer.concat(chunks)]));
    });
    exchange.on('error', reject);
    exchange.end();
  });
  const decoded = decode(body, received['content-encoding']);
  const joined = Object.entries(received).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return { status, fields: Object.fromEntries(joined), body, decoded, text: decoded.toString('utf8') };
}

function decode(body: Buffer, coding: string | undefined): Buffer {
  if (body.length === 0) return body;
  switch (coding) {
    case 'br':
      return brotliDecompressSync(body);
    case 'gzip':
      return gunzipSync(body);
    default:
      return body;
  }
}

/** The paths of what the document at an origin is made of: its style sheet, JavaScript and WebAssembly. */
export async function assetsOf(origin: string): Promise<string[]> {
  const { text } = await get(origin, { accept: 'text/html' });
  const links = [...text.matchAll(/<link\b[^>]*>/g)].map(([link]) => link);
  const assets = links.filter((link) => /rel="(stylesheet|modulepreload|preload)"/.test(link));
  return [...new Set(assets.map((link) => /href="([^"]+)"/.exec(link)![1]!))];
}
