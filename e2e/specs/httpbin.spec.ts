// A client's suite that was written against httpbin 0.10, run against the echo origin: its paths, its parameters and the shapes
// of its JSON. What is deliberately otherwise stands in docs/toolbox.md and is not asked here.
import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { call, type Answer, type Call } from '../client.js';
import { expect, test } from '../fixtures.js';

interface Case extends Omit<Call, 'content'> {
  path: string;
  /** The content of the request. */
  sent?: string | Buffer;
  /** 200 unless said. */
  status?: number;
  /** The names of the JSON object, all of them. */
  keys?: string[];
  /** What the JSON contains. */
  json?: object;
  /** Fields of the answer. */
  answer?: Record<string, string | RegExp>;
  /** How many bytes of content there are. */
  size?: number;
  /** What the content is, or contains. */
  content?: string | RegExp;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
const submitted = ['args', 'data', 'files', 'form', 'headers', 'json', 'origin', 'url'];
const multipart = [
  '--bound',
  'Content-Disposition: form-data; name="field"',
  '',
  'value',
  '--bound',
  'Content-Disposition: form-data; name="media"; filename="test.txt"',
  '',
  'a file',
  '--bound--',
  '',
].join('\r\n');

const cases: Case[] = [
  { path: '/', content: /<h1>/ },
  // Methods
  { path: '/get?a=1&b=2&b=3', keys: ['args', 'headers', 'origin', 'url'], json: { args: { a: '1', b: ['2', '3'] }, origin: '127.0.0.1' } },
  { path: '/get', fields: { 'user-agent': 'test' }, json: { args: {}, headers: { 'User-Agent': 'test' } }, content: /\n$/ },
  { path: '/get', fields: { 'x-forwarded-proto': 'https' }, json: { url: expect.stringMatching(/^https:\/\//) } },
  { path: '/get', method: 'POST', status: 405, answer: { allow: /GET/ } },
  { path: '/get', answer: { 'access-control-allow-origin': '*' } },
  ...['post', 'put', 'patch', 'delete'].flatMap((name): Case[] => [
    { path: `/${name}`, method: name.toUpperCase(), keys: submitted, json: { data: '', form: {}, files: {}, json: null } },
    { path: `/${name}`, method: name.toUpperCase(), fields: form, sent: 'name=kevin&x=1&x=2', json: { form: { name: 'kevin', x: ['1', '2'] }, data: '' } },
    { path: `/${name}`, method: name.toUpperCase(), fields: { 'content-type': 'application/json' }, sent: '{"animal":"dog"}', json: { data: '{"animal":"dog"}', json: { animal: 'dog' } } },
  ]),
  { path: '/post', method: 'POST', sent: 'оживлённым', json: { data: 'оживлённым' } },
  { path: '/post', method: 'POST', fields: { 'content-type': 'application/octet-stream' }, sent: Buffer.from([1, 2, 3, 0x81, 0x82, 0x83]), json: { data: 'data:application/octet-stream;base64,AQIDgYKD' } },
  { path: '/post', method: 'POST', fields: { 'content-type': 'multipart/form-data; boundary=bound' }, sent: multipart, json: { form: { field: 'value' }, files: { media: 'a file' }, data: '' } },
  { path: '/anything', method: 'DELETE', keys: [...submitted, 'method'].sort(), json: { method: 'DELETE' } },
  { path: '/anything/foo/bar', json: { args: {}, method: 'GET', url: expect.stringMatching(/^http:\/\/[^/]*\/anything\/foo\/bar$/) } },
  // What was seen
  { path: '/headers', fields: { via: 'bar', accept: '*/*' }, keys: ['headers'], json: { headers: { Accept: '*/*', Host: expect.any(String) } } },
  { path: '/ip', json: { origin: '127.0.0.1' }, keys: ['origin'] },
  { path: '/user-agent', fields: { 'user-agent': 'test' }, json: { 'user-agent': 'test' }, keys: ['user-agent'] },
  { path: '/uuid', json: { uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) } },
  { path: '/response-headers?animal=dog', json: { animal: 'dog' }, answer: { animal: 'dog' } },
  { path: '/response-headers?animal=dog&animal=cat', method: 'POST', json: { animal: ['dog', 'cat'] }, answer: { animal: 'dog, cat' } },
  // Status codes and redirects
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE'].map((method): Case => ({ path: '/status/418', method, status: 418, answer: { 'x-more-info': /rfc2324/ } })),
  ...[200, 204, 304, 404, 500, 503].map((status): Case => ({ path: `/status/${status}`, status, size: 0 })),
  { path: '/status/302', status: 302, answer: { location: '/redirect/1' } },
  { path: '/status/401', status: 401, answer: { 'www-authenticate': /^Basic realm=/ } },
  { path: '/status/407', status: 407, answer: { 'proxy-authenticate': /^Basic realm=/ } },
  { path: '/status/200:1,500:0', status: 200 },
  { path: '/status/4!9', status: 400 },
  { path: '/status/200,402,foo', status: 400 },
  { path: '/redirect/1', status: 302, answer: { location: '/get' } },
  { path: '/redirect/5', status: 302, answer: { location: '/relative-redirect/4' } },
  { path: '/redirect/5?absolute=true', status: 302, answer: { location: /^http:\/\/[^/]*\/absolute-redirect\/4$/ } },
  { path: '/relative-redirect/7', status: 302, answer: { location: '/relative-redirect/6' } },
  { path: '/absolute-redirect/1', status: 302, answer: { location: /^http:\/\/[^/]*\/get$/ } },
  { path: '/redirect-to?url=/post&status_code=307', method: 'POST', status: 307, answer: { location: '/post' } },
  { path: '/redirect-to?url=http%3A%2F%2Fexample.com%2F', status: 302, answer: { location: 'http://example.com/' } },
  // Cookies
  { path: '/cookies', fields: { cookie: 'k1=v1; k2=v2' }, json: { cookies: { k1: 'v1', k2: 'v2' } }, keys: ['cookies'] },
  { path: '/cookies/set?k1=v1&k2=v2', status: 302, answer: { location: '/cookies', 'set-cookie': /^k1=v1; Path=\/, k2=v2; Path=\/$/ } },
  { path: '/cookies/set/k1/v1', status: 302, answer: { location: '/cookies', 'set-cookie': /^k1=v1;/ } },
  { path: '/cookies/delete?k1', status: 302, answer: { location: '/cookies', 'set-cookie': /^k1=;.*Max-Age=0/ } },
  // Credentials
  { path: '/basic-auth/user/passwd', fields: { authorization: basic('user:passwd') }, json: { authenticated: true, user: 'user' } },
  { path: '/basic-auth/user/passwd', status: 401, answer: { 'www-authenticate': /^Basic/ } },
  { path: '/hidden-basic-auth/user/passwd', fields: { authorization: basic('user:passwd') }, json: { authenticated: true, user: 'user' } },
  { path: '/hidden-basic-auth/user/passwd', status: 404 },
  { path: '/bearer', fields: { authorization: 'Bearer abcd1234' }, json: { authenticated: true, token: 'abcd1234' } },
  { path: '/bearer', fields: { authorization: 'Basic 1234abcd' }, status: 401, answer: { 'www-authenticate': /^Bearer/ } },
  { path: '/digest-auth/auth/user/passwd/MD5', fields: { authorization: 'Digest username="user",realm="wrong",nonce="wrong",uri="/x",response="wrong"' }, status: 401, answer: { 'www-authenticate': /^Digest/ } },
  // Time, bytes and streams
  { path: '/delay/0.05', method: 'POST', fields: form, sent: 'a=b', json: { form: { a: 'b' }, args: {}, files: {}, data: '' } },
  { path: '/drip?numbytes=400&duration=0.2&delay=0.1', size: 400, answer: { 'content-length': '400', 'content-type': 'application/octet-stream' } },
  { path: '/drip?numbytes=4&duration=0&code=500', size: 4, status: 500, content: '****' },
  { path: '/drip?numbytes=0', status: 400 },
  { path: '/bytes/1024', size: 1024, answer: { 'content-type': 'application/octet-stream' } },
  { path: '/stream-bytes/1024', size: 1024, answer: { 'transfer-encoding': 'chunked' } },
  { path: '/bytes/0', size: 0 },
  { path: '/links/10/0', content: /href="\/links\/10\/9"/ },
  { path: '/links/10', status: 302, answer: { location: '/links/10/0' } },
  // Ranges, caching
  { path: '/range/1234', size: 1234, answer: { 'accept-ranges': 'bytes' } },
  { path: '/range/100?duration=0.1&chunk_size=5', fields: { range: 'bytes=10-24' }, status: 206, content: 'klmnopqrstuvwxy', answer: { 'content-range': 'bytes 10-24/100', 'content-length': '15' } },
  { path: '/range/26', fields: { range: 'bytes=20-' }, status: 206, content: 'uvwxyz', answer: { 'content-range': 'bytes 20-25/26' } },
  { path: '/range/26', fields: { range: 'bytes=-5' }, status: 206, content: 'vwxyz', answer: { 'content-range': 'bytes 21-25/26' } },
  { path: '/range/26', fields: { range: 'bytes=10-5' }, status: 416, answer: { 'content-range': 'bytes */26' } },
  { path: '/range/26', fields: { range: 'bytes=32-40' }, status: 416 },
  { path: '/cache', answer: { etag: /./, 'last-modified': /GMT$/ }, keys: ['args', 'headers', 'origin', 'url'] },
  { path: '/cache', fields: { 'if-modified-since': new Date(Date.now() + 1000).toUTCString() }, status: 304, size: 0 },
  { path: '/cache/60', answer: { 'cache-control': 'public, max-age=60' } },
  { path: '/etag/abc', fields: { 'if-none-match': '"123", "abc"' }, status: 304 },
  { path: '/etag/abc', fields: { 'if-none-match': '*' }, status: 304 },
  { path: '/etag/abc', fields: { 'if-none-match': 'W/"abc"' }, status: 304 },
  { path: '/etag/abc', fields: { 'if-match': '"123", "abc"' }, status: 200 },
  { path: '/etag/abc', fields: { 'if-match': '*' }, status: 200 },
  { path: '/etag/abc', fields: { 'if-match': '"123"' }, status: 412 },
  // Content
  { path: '/html', answer: { 'content-type': 'text/html; charset=utf-8' }, content: /<h1>/ },
  { path: '/xml', answer: { 'content-type': 'application/xml' }, content: /^<\?xml/ },
  { path: '/json', keys: ['slideshow'], json: { slideshow: { title: expect.any(String), author: expect.any(String), date: expect.any(String), slides: expect.any(Array) } } },
  { path: '/encoding/utf8', answer: { 'content-type': 'text/html; charset=utf-8' }, content: /∀x∈ℝ/ },
  { path: '/robots.txt', answer: { 'content-type': /^text\/plain/ }, content: /Disallow: \/deny/ },
  { path: '/deny', answer: { 'content-type': /^text\/plain/ } },
  { path: '/forms/post', content: /name="custname"/ },
  { path: `/base64/${Buffer.from('Здравствуй, мир!').toString('base64url')}`, content: 'Здравствуй, мир!' },
  ...['png', 'jpeg', 'webp', 'svg'].map((kind): Case => ({ path: `/image/${kind}`, answer: { 'content-type': kind === 'svg' ? 'image/svg+xml' : `image/${kind}` } })),
  { path: '/image', fields: { accept: 'image/webp' }, answer: { 'content-type': 'image/webp' } },
  { path: '/image', fields: { accept: 'image/*' }, answer: { 'content-type': 'image/png' } },
  { path: '/image', fields: { accept: 'text/plain' }, status: 406 },
  { path: '/no/such/path', status: 404 },
];

test('httpbin, path by path', async ({ roundtrip }) => {
  for (const { path, status = 200, keys, json, answer, size, content, sent, ...request } of cases) {
    const got = await call(`${roundtrip.echo}${path}`, { method: request.method, fields: request.fields, content: sent });
    const what = `${request.method ?? 'GET'} ${path} ${JSON.stringify(request.fields ?? {})}`;
    expect(got.status, `${what}: ${got.text}`).toBe(status);
    if (keys) expect(Object.keys(JSON.parse(got.text)).sort(), what).toEqual(keys);
    if (json) expect(JSON.parse(got.text), what).toMatchObject(json);
    if (size !== undefined) expect(got.content.length, what).toBe(size);
    if (typeof content === 'string') expect(got.text, what).toBe(content);
    if (content instanceof RegExp) expect(got.text, what).toMatch(content);
    for (const [name, expected] of Object.entries(answer ?? {})) {
      const value = [got.fields[name]].flat().join(', ');
      if (typeof expected === 'string') expect(value, `${what}: ${name}`).toBe(expected);
      else expect(value, `${what}: ${name}`).toMatch(expected);
    }
  }
});

test('the codings decode to what was seen', async ({ roundtrip }) => {
  for (const [path, coding, flag, decode] of [
    ['/gzip', 'gzip', 'gzipped', gunzipSync],
    ['/deflate', 'deflate', 'deflated', inflateSync],
    ['/brotli', 'br', 'brotli', brotliDecompressSync],
  ] as const) {
    const { fields, content } = await call(`${roundtrip.echo}${path}`);
    expect(fields['content-encoding']).toBe(coding);
    const seen = JSON.parse(decode(content).toString());
    expect(Object.keys(seen).sort()).toEqual([flag, 'headers', 'method', 'origin'].sort());
    expect(seen[flag]).toBe(true);
  }
});

test('a stream is lines of JSON', async ({ roundtrip }) => {
  const { text, fields } = await call(`${roundtrip.echo}/stream/5?a=1`);
  expect(fields['transfer-encoding']).toBe('chunked');
  const lines = text.trim().split('\n').map((line) => JSON.parse(line));
  expect(lines.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
  for (const line of lines) expect(Object.keys(line).sort()).toEqual(['args', 'headers', 'id', 'origin', 'url']);
});

test('the bytes of a seed are those that Python makes', async ({ roundtrip }) => {
  for (const path of ['/bytes/10?seed=0', '/stream-bytes/10?seed=0']) {
    const { content } = await call(`${roundtrip.echo}${path}`);
    expect(content.toString('hex')).toBe('c5d71484f8cf9bf4b76f');
  }
});

/** What a client answers to a Digest challenge (RFC 7616, section 3.4). */
function digest(challenge: string, target: string, password: string, qop: string | undefined, count: number): string {
  const parameter = (name: string) => new RegExp(`${name}="?([^",]*)`).exec(challenge)![1]!;
  const [realm, nonce, algorithm] = ['realm', 'nonce', 'algorithm'].map(parameter) as [string, string, string];
  const hash = (text: string) =>
    createHash({ 'MD5': 'md5', 'SHA-256': 'sha256', 'SHA-512': 'sha512' }[algorithm]!).update(text).digest('hex');
  const secret = hash(`user:${realm}:${password}`);
  const request = hash(qop === 'auth-int' ? `GET:${target}:${hash('')}` : `GET:${target}`);
  const nc = String(count).padStart(8, '0');
  const response = hash(qop ? `${secret}:${nonce}:${nc}:c:${qop}:${request}` : `${secret}:${nonce}:${request}`);
  const more = qop ? `, qop=${qop}, nc=${nc}, cnonce="c"` : '';
  return `Digest username="user", realm="${realm}", nonce="${nonce}", uri="${target}", response="${response}", algorithm=${algorithm}${more}`;
}

const jar = ({ fields }: Answer) => (fields['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');

test('digest, with each quality and algorithm', async ({ roundtrip }) => {
  for (const qop of [undefined, 'auth', 'auth-int'])
    for (const algorithm of ['', '/MD5', '/SHA-256', '/SHA-512']) {
      const target = `/digest-auth/${qop ?? 'wrong-qop'}/user/passwd${algorithm}`;
      const first = await call(roundtrip.echo + target);
      expect(first.status).toBe(401);
      const challenge = first.fields['www-authenticate']!;
      const send = (password: string, cookie = '') =>
        call(roundtrip.echo + target, {
          fields: { authorization: digest(challenge, target, password, qop, 1), ...(cookie ? { cookie } : {}) },
        });
      const right = await send('passwd');
      expect(JSON.parse(right.text), target).toEqual({ authenticated: true, user: 'user' });
      const wrong = await send('wrongPassword');
      expect([wrong.status, /stale=true/i.test(wrong.fields['www-authenticate']!)]).toEqual([401, false]);
      const reused = await send('passwd', jar(wrong));
      expect([reused.status, /stale=true/i.test(reused.fields['www-authenticate']!)]).toEqual([401, true]);
    }
});

test('digest, with a nonce that goes stale', async ({ roundtrip }) => {
  const target = '/digest-auth/auth/user/passwd/SHA-256/2';
  let answer = await call(roundtrip.echo + target);
  const challenge = answer.fields['www-authenticate']!;
  for (const [count, status] of [[1, 200], [2, 200], [3, 401]] as const) {
    const authorization = digest(challenge, target, 'passwd', 'auth', count);
    answer = await call(roundtrip.echo + target, { fields: { authorization, cookie: jar(answer) } });
    expect(answer.status, `use ${count}`).toBe(status);
  }
  expect(answer.fields['www-authenticate']).toMatch(/stale=true/i);
});
