// The client of docs/, in Node and in Chromium, and Chromium's EventSource: the server ends and comes again while somebody speaks, and
// each message is heard once.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { expect, test } from '../fixtures.js';
import { expectAll, Room, type Heard } from '../room.js';
import { root, type Roundtrip } from '../server.js';

const transports = ['sse', 'poll', 'socket'] as const;
type Transport = (typeof transports)[number];

/** What a client that follows has told. */
interface Told {
  events: Heard[];
  gaps: { cursor: string }[];
  cuts: number;
}

const nothing = (): Told => ({ events: [], gaps: [], cuts: 0 });

/** What is shown to the clients, and what becomes of it. */
async function conversation(own: Roundtrip, room: Room, told: Told): Promise<void> {
  let interruption = Promise.resolve();
  const texts = await room.sayAll(60, async (number) => {
    if (number % 20 !== 19) return;
    // Whoever speaks goes on meanwhile, and is cut as well.
    await interruption;
    interruption = own.halt().then(own.resume);
  });
  await interruption;
  await expect.poll(() => told.events.length).toBeGreaterThanOrEqual(texts.length);
  expectAll(told.events, texts, room.cursor);
  expect(told.cuts).toBeGreaterThan(0);
  expect(told.gaps).toEqual([]);

  // What is not there any more is said.
  await room.reset();
  await expect.poll(() => told.gaps.map(({ cursor }) => cursor)).toEqual(['0-0']);
  const cursor = await room.say('anew');
  await expect.poll(() => told.events.slice(texts.length).map((event) => event.cursor)).toEqual([cursor]);
}

// Something that is no page of ours holds the client, and may.
test.use({ bypassCSP: true });

for (const by of transports) {
  test(`in Node by ${by}`, async ({ own }) => {
    // What Node has itself from version 22 on.
    globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket;
    const client = await import(join(root, 'docs/live-client.mjs'));
    const { socket } = await import(join(root, 'docs/live-socket.mjs'));
    const room = await Room.enter(own.app);
    const told = nothing();
    const stop = new AbortController();
    const end: Promise<void> = client.follow(room.feed, {
      by: { ...client, socket }[by],
      after: room.cursor,
      onEvent: (event: Heard) => told.events.push(event),
      onGap: (gap: { cursor: string }) => told.gaps.push(gap),
      onCut: () => (told.cuts += 1),
      signal: stop.signal,
    });
    await conversation(own, room, told);
    stop.abort();
    await end;
  });

  test(`in Chromium by ${by}`, async ({ own, page, said }) => {
    await page.route(`${own.app}/docs/*.mjs`, async (route) => {
      const path = join(root, new URL(route.request().url()).pathname);
      await route.fulfill({ contentType: 'text/javascript', body: await readFile(path, 'utf8') });
    });
    await page.goto(`${own.app}/healthz`);
    const told = nothing();
    await page.exposeFunction('onEvent', (event: Heard) => void told.events.push(event));
    await page.exposeFunction('onGap', (gap: { cursor: string }) => void told.gaps.push(gap));
    await page.exposeFunction('onCut', () => void (told.cuts += 1));
    const room = await Room.enter(own.app);
    await page.evaluate(
      async ([feed, after, by]) => {
        const [follow, socket] = ['/docs/live-client.mjs', '/docs/live-socket.mjs'];
        const client = await import(follow!);
        const { onEvent, onGap, onCut } = globalThis as any;
        const cut = (error: Error) => onCut(String(error));
        void client.follow(feed, { by: { ...client, ...(await import(socket!)) }[by!], after, onEvent, onGap, onCut: cut });
      },
      [room.feed, room.cursor, by],
    );
    await conversation(own, room, told);
    // It would go on when the server ends. The browser notes each connection that it cannot open; no page can keep it from doing so.
    await page.goto('about:blank');
    said.splice(0, said.length, ...said.filter((words) => !/WebSocket connection to .* failed/.test(words)));
  });
}

test('in Chromium by its own EventSource', async ({ own, page }) => {
  await page.goto(`${own.app}/healthz`);
  const told = nothing();
  await page.exposeFunction('onEvent', (id: string, data: string) => {
    const event = JSON.parse(data);
    expect(id).toBe(event.cursor);
    told.events.push(event);
  });
  await page.exposeFunction('onGap', (data: string) => void told.gaps.push(JSON.parse(data)));
  await page.exposeFunction('onCut', () => void (told.cuts += 1));
  const room = await Room.enter(own.app);
  await page.evaluate(
    ([feed, after]) => {
      const { onEvent, onGap, onCut } = globalThis as any;
      const source = new EventSource(`${feed}?after=${after}`);
      source.addEventListener('message', ({ lastEventId, data }) => onEvent(lastEventId, data));
      source.addEventListener('gap', ({ data }) => onGap(data));
      source.addEventListener('error', () => onCut());
    },
    [room.feed, room.cursor],
  );
  await conversation(own, room, told);
  await page.goto('about:blank');
});

test('the client is thirty lines', async () => {
  const text = await readFile(join(root, 'docs/live-client.mjs'), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
});
