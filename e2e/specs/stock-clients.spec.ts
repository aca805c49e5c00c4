// Clients that know nothing of Roundtrip: `ws` for WebSockets, and curl for everything else. conformance/sockets.py is Python's turn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { expect, test } from '../fixtures.js';
import { expectAll, Room, type Heard } from '../room.js';
import { root, type Roundtrip } from '../server.js';

/** Says forty things in a room; the server ends twice meanwhile and comes again. */
const sayWhileItRestarts = (room: Room, own: Roundtrip, heard: Heard[]) =>
  room.sayAll(40, async (number) => {
    if (number === 10 || number === 25) {
      // Else the server may go again before the reader has come back, which then is told of one end less.
      await expect.poll(() => heard.length).toBe(number + 1);
      await own.halt();
      await own.resume();
    }
  });

/** The codes of curl when nobody is there: refused; or connected to a server that ends, and closed or reset before an answer. */
const nobody = [7, 52, 56];

/** Opens a WebSocket at the log of a room, behind a cursor, and hears what comes until it is closed. */
function listen(room: Room, after: string, hear: (event: Heard) => void): Promise<number> {
  const socket = new WebSocket(`${room.feed.replace(/^http/, 'ws')}?after=${after}`);
  // One that cannot be opened is closed as well.
  socket.on('error', () => {});
  socket.on('message', (text, isBinary) => {
    expect(isBinary).toBe(false);
    hear(JSON.parse(text.toString()));
  });
  return new Promise((closed) => socket.on('close', closed));
}

test('ws is cut, comes again with its cursor, and has missed nothing', async ({ own }) => {
  const room = await Room.enter(own.app);
  const [heard, codes]: [Heard[], number[]] = [[], []];
  let after = room.cursor;
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const code = await listen(room, after, (event) => {
        after = event.cursor;
        if (event.kind === 'message') heard.push(event);
        isOver = heard.length === 40;
        if (isOver) void own.halt();
      });
      // Who is not let in, because nobody is there, tries again.
      if (code === 1006) await sleep(50);
      else codes.push(code);
    }
  })();
  const texts = await sayWhileItRestarts(room, own, heard);
  await reading;
  expectAll(heard, texts, room.cursor);
  expect(codes, 'each end of the server is told').toEqual([1001, 1001, 1001]);
});

test('ws is answered a ping, and is closed with the code that fits', async ({ roundtrip }) => {
  const room = await Room.enter(roundtrip.app);
  const open = async () => {
    const socket = new WebSocket(room.feed.replace(/^http/, 'ws'));
    const [connected] = await once(socket, 'message');
    expect(JSON.parse(connected)).toEqual({ kind: 'connected', topic: `sandbox.${room.sandbox}`, cursor: room.cursor });
    expect(socket.extensions, 'nothing is compressed').toBe('');
    return socket;
  };

  const polite = await open();
  polite.ping('are you there');
  const [payload] = await once(polite, 'pong');
  expect(payload.toString()).toBe('are you there');
  polite.close(1000, 'enough');
  expect((await once(polite, 'close'))[0], 'the client has closed it, and the server says the same').toBe(1000);

  /** A frame as a client masks it, with a mask that changes nothing. */
  const frame = (opcode: number, content: Buffer) => Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | content.length, 0, 0, 0, 0]), content]);
  const cases: [number, string, (socket: WebSocket) => void][] = [
    [1003, 'words', (socket) => socket.send('hello')],
    [1003, 'bytes', (socket) => socket.send(Buffer.from([1, 2, 3]))],
    [1009, 'more than 1 KiB', (socket) => socket.send('x'.repeat(1025))],
    [1007, 'text that is not UTF-8', (socket) => socket.send(Buffer.from([0xff]), { binary: false })],
    // What ws itself would not write goes past it.
    [1002, 'an opcode that there is not', (socket) => (socket as any)._socket.write(frame(3, Buffer.alloc(0)))],
    [1002, 'a frame without a mask', (socket) => (socket as any)._socket.write(Buffer.from([0x81, 1, 0x61]))],
  ];
  for (const [code, what, say] of cases) {
    const socket = await open();
    const closed = once(socket, 'close');
    say(socket);
    expect((await closed)[0], what).toBe(code);
  }
});

test('ws is told why it is not let in', async ({ roundtrip }) => {
  const room = await Room.enter(roundtrip.app);
  const feed = room.feed.replace(/^http/, 'ws');
  const refused = async (url: string, options: object) => {
    const socket = new WebSocket(url, options);
    const [, response] = await once(socket, 'unexpected-response');
    response.resume();
    return [response.statusCode, response.headers['content-type'], response.headers['sec-websocket-version']];
  };
  const problem = 'application/problem+json';
  expect(await refused(`${roundtrip.app.replace(/^http/, 'ws')}/v1/feeds/sandbox.nobody`, {})).toEqual([404, problem, undefined]);
  expect(await refused(`${feed}?after=yesterday`, {})).toEqual([400, problem, undefined]);
  expect(await refused(feed, { origin: 'http://elsewhere.example' })).toEqual([403, problem, undefined]);
  expect(await refused(feed, { protocolVersion: 8 })).toEqual([426, problem, '13']);
});

/** curl, as a shell runs it. */
function curl(...options: string[]) {
  return spawn('curl', ['--silent', '--show-error', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What curl prints, and its exit code. */
async function output(...options: string[]): Promise<[number, string]> {
  const process = curl(...options);
  let text = '';
  process.stdout.on('data', (chunk) => (text += chunk));
  const [code] = await once(process, 'close');
  return [code, text];
}

test('curl -N prints each event as it comes, ends well, and goes on by Last-Event-ID', async ({ own }) => {
  const room = await Room.enter(own.app);
  const heard: Heard[] = [];
  const ends: number[] = [];
  let last = room.cursor;
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const stream = curl('-N', '-H', 'Accept: text/event-stream', '-H', `Last-Event-ID: ${last}`, room.feed);
      const closed = once(stream, 'close');
      let isAnswered = false;
      for await (const line of createInterface(stream.stdout)) {
        isAnswered = true;
        if (line.startsWith('id: ')) last = line.slice(4);
        if (!line.startsWith('data: ')) continue;
        const event = JSON.parse(line.slice(6));
        if (event.kind !== 'message') continue;
        expect(event.cursor, 'the id is the cursor').toBe(last);
        heard.push(event);
        isOver = heard.length === 40;
        if (isOver) void own.halt();
      }
      const [code] = await closed;
      if (!isAnswered && nobody.includes(code)) await sleep(50);
      else ends.push(code);
    }
  })();
  const texts = await sayWhileItRestarts(room, own, heard);
  await reading;
  expectAll(heard, texts, room.cursor);
  expect(ends, 'a stream ends with its last chunk, and is not broken off').toEqual([0, 0, 0]);
});

test('curl polls, and each answer says where to go on', async ({ own }) => {
  const room = await Room.enter(own.app);
  const heard: Heard[] = [];
  let after = room.cursor;
  const reading = (async () => {
    while (heard.length < 40) {
      const [code, text] = await output(`${room.feed}?after=${after}&wait=30`);
      if (code === 0) {
        const { events, cursor } = JSON.parse(text);
        heard.push(...events);
        after = cursor;
      } else {
        expect(nobody).toContain(code);
        await sleep(50);
      }
    }
  })();
  const texts = await sayWhileItRestarts(room, own, heard);
  await reading;
  expectAll(heard, texts, room.cursor);
});

test('curl reads the stream of the practice API by POST, and its query', async ({ roundtrip }) => {
  const room = await Room.enter(roundtrip.app);
  const cursor = await room.say('Hello');
  const from = JSON.stringify({ last_event_id: room.cursor });
  const streams = [
    ['-H', 'Content-Type: application/json', '-d', from, `${roundtrip.app}/api/events?sandbox=${room.sandbox}`],
    ['-H', `Sandbox: ${room.sandbox}`, `${roundtrip.app}/api/events?last_event_id=${room.cursor}`],
  ];
  for (const options of streams) {
    const stream = curl('-N', ...options);
    const events: string[] = [];
    for await (const line of createInterface(stream.stdout)) {
      events.push(line);
      if (line.includes('"text":"Hello"')) break;
    }
    stream.kill();
    expect(events.slice(0, 3)).toEqual(['retry: 2000', `id: ${room.cursor}`, 'event: connected']);
    expect(events.slice(5, 7)).toEqual([`id: ${cursor}`, 'event: message']);
  }
});

test('the commands of the page about the protocol do what it says', async ({ roundtrip }) => {
  const page = await readFile(join(root, 'app/src/pages/protocol/text.html'), 'utf8');
  const commands = /aria-label="Commands"><code>(.*?)<\/code>/s.exec(page)![1]!.replaceAll('&amp;', '&');
  // A stream goes on, and a poll waits; here neither does for long.
  const limited = `curl() { timeout 3 curl "$@"; }\n${commands.replace('http://127.0.0.1:3000', roundtrip.app).replace('wait=30', 'wait=0')}`;
  expect(limited).toContain(roundtrip.app);
  const shell = spawn('bash', ['-c', limited], { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  shell.stdout.on('data', (chunk) => (printed += chunk));
  await once(shell, 'close');
  const [earliest, behind, polled] = printed.split(/(?=retry: )|(?=\{"events")/);
  expect(earliest).toMatch(/event: connected\n.*\n\nid: .*-1\nevent: message\ndata: .*"text":"Hello","id":"a-1"/s);
  expect(behind, 'the cursor of the page is of another log').toMatch(/event: gap\n.*event: message\n/s);
  expect(JSON.parse(polled!)).toEqual({ events: [], cursor: expect.stringMatching(/-1$/) });
});

test('who hears nothing hears that the server is there', async ({ roundtrip }) => {
  const room = await Room.enter(roundtrip.app);
  const comment = (async () => {
    const stream = curl('-N', '-H', 'Accept: text/event-stream', room.feed);
    for await (const line of createInterface(stream.stdout)) if (line.startsWith(':')) break;
    stream.kill();
  })();
  const socket = new WebSocket(room.feed.replace(/^http/, 'ws'));
  await Promise.all([comment, once(socket, 'ping')]);
  // The ping was answered, so the connection is as good as before.
  const next = once(socket, 'message');
  const cursor = await room.say('still here');
  expect(JSON.parse((await next)[0]).cursor).toBe(cursor);
  socket.close();
});
