// A plain HTTP client, as a program has one that was written against httpbin: it follows nothing, decodes nothing and keeps no cookies.
import { request, type IncomingHttpHeaders } from 'node:http';

export interface Call {
  method?: string;
  fields?: Record<string, string>;
  content?: string | Buffer;
}

export interface Answer {
  status: number;
  fields: IncomingHttpHeaders;
  content: Buffer;
  /** The content as text. */
  text: string;
}

/** Sends a request on a connection of its own. */
export async function call(url: string, { method = 'GET', fields = {}, content }: Call = {}): Promise<Answer> {
  const [status, received, body] = await new Promise<[number, IncomingHttpHeaders, Buffer]>((resolve, reject) => {
    const length = content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) };
    const exchange = request(url, { method, headers: { ...length, ...fields }, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => resolve([response.statusCode!, response.headers, Buffer.concat(pieces)]));
    });
    exchange.on('error', reject);
    exchange.end(content);
  });
  return { status, fields: received, content: body, text: body.toString('utf8') };
}
