// Live: the same messages by three transports, none lost, doubled or reordered whatever happens to the connections.
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect, gate, hold, hydrated, open, test } from '../fixtures.js';

const transports = ['Long polling', 'Server-sent events', 'WebSocket'] as const;
type Transport = (typeof transports)[number];

const column = (page: Page, name: Transport) => page.getByRole('region', { name, exact: true });
const proof = (page: Page) => page.getByRole('region', { name: 'The proof' });
const chat = (page: Page) => page.getByRole('region', { name: 'Chat', exact: true });
const state = (within: Locator) => within.locator('.live-chip');

/** Opens the page and joins as somebody; the first to join makes the sandbox. */
async function join(page: Page, person = 'John Doe', path = '/live'): Promise<void> {
  await open(page, path);
  await page.getByLabel('Join as').selectOption({ label: person });
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByText(`You are ${person}`)).toBeVisible();
  for (const name of transports) await expect(state(column(page, name)), name).toHaveText(/^Live/);
}

async function send(page: Page, words: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(words);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** What the proof says of a transport: received, first, last, in order, missing, twice, gaps. */
const row = (page: Page, name: Transport) => figuresOf(proof(page), name);

/** What a table says of a transport, from the top. */
async function figuresOf(within: Locator, name: Transport): Promise<string[]> {
  const cells = await within.getByRole('cell').allTextContents();
  return cells.filter((_, index) => index % transports.length === transports.indexOf(name));
}

/** How many events a transport has received. */
const received = async (page: Page, name: Transport) => Number((await row(page, name))[0]);

/**
 * Waits until every transport has received at least so many events, and all are at the end of the log: each event once and in order.
 * There may be more than were sent, because who comes and goes is in the log too.
 */
async function expectAll(page: Page, least: number): Promise<void> {
  for (const name of transports) {
    await expect.poll(() => received(page, name), { message: name, timeout: 90_000 }).toBeGreaterThanOrEqual(least);
  }
  const apart = async () => {
    const log = (await (await page.request.get('/api/messages?limit=1')).json()) as { cursor: string };
    const last = await Promise.all(transports.map(async (name) => (await row(page, name))[2]!));
    return last.filter((seq) => seq !== `#${log.cursor.split('-')[1]}`);
  };
  await expect.poll(apart, { timeout: 30_000 }).toEqual([]);
  for (const name of transports) {
    const [, , , order, missing, twice] = await row(page, name);
    expect({ name, order, missing, twice }).toEqual({ name, order: 'Yes', missing: '0', twice: '0' });
  }
  await expect(proof(page).getByRole('status')).toContainText('All three');
}

test('what is sent comes by all three, with the same cursors', async ({ page }) => {
  await open(page, '/live');
  await expect(page.getByText('There is no log of yours yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await join(page);
  // Whoever is the first greets, which makes the sandbox.
  await expectAll(page, 1);
  await send(page, 'One');
  await send(page, '<b>Two</b>');
  await expectAll(page, 3);
  for (const name of transports) {
    await expect(column(page, name).locator('.live-cursor')).toHaveText(/^[0-9a-f]+-\d+$/);
    await expect(column(page, name).locator('.live-counts')).toContainText(/^\d+ events, /);
  }
  await expect(column(page, 'Server-sent events').locator('.live-counts')).toContainText('1 request');
  await expect(column(page, 'WebSocket').locator('.live-counts')).toContainText('1 handshake');
  await expect(page.getByRole('button', { name: /^Log \d+ exchanges$/ })).toBeVisible();
});

test('whoever joins while the log is looked for greets when there is none', async ({ page }) => {
  const events = await hold(page, '**/api/events');
  await open(page, '/live');
  await events.asked;
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByText('You are John Doe')).toBeVisible();
  events.release();
  await expectAll(page, 1);
  await expect(chat(page).getByText('John Doe is here.')).toBeVisible();
});

test('a login that ends late does not log out whoever has joined since', async ({ page, request }) => {
  await join(page);
  const [refused, sent] = [gate(), gate()];
  await page.route('**/api/messages', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    sent.open();
    await refused.opened;
    // As if the login had ended meanwhile, and the browser had no cookie of another.
    const headers = { authorization: 'Bearer ended' };
    await route.fulfill({ response: await request.post('/api/messages', { headers, data: route.request().postDataJSON() }) });
  });
  await send(page, 'Of John');
  await sent.opened;
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByLabel('Join as').selectOption({ label: 'Jane Smith' });
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByText('You are Jane Smith')).toBeVisible();
  const answered = page.waitForResponse((response) => response.status() === 401);
  refused.open();
  await answered;
  await page.unrouteAll({ behavior: 'wait' });
  await send(page, 'Of Jane');
  await expect(chat(page).getByText('Of Jane')).toBeVisible();
  await expect(page.getByText('You are Jane Smith')).toBeVisible();
});

test('a hundred come in order, and the figures say what they cost', async ({ page }) => {
  test.slow();
  await join(page);
  await page.getByRole('button', { name: 'Send 100' }).click();
  await expectAll(page, 101);
  // The chat follows, however fast they come.
  const said = chat(page).getByRole('group', { name: 'Messages' });
  await expect(said.getByText('Message 100 of 100')).toHaveCount(1);
  await expect.poll(() => said.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight)).toBeLessThan(10);
  await page.getByText('All figures, and where each is known from').click();
  const costs = page.getByRole('region', { name: 'What it costs' });
  const overhead = async (name: Transport) => (await figuresOf(costs, name))[3];
  // The header of a frame from the server, for a message of 126 bytes and more, and a share of the message that says where it begins.
  expect(await overhead('WebSocket')).toMatch(/^[45] B$/);
  for (const name of ['Long polling', 'Server-sent events'] as const) expect(await overhead(name), name).toMatch(/^\d+(\.\d)? k?B$/);
  await expect(costs.getByText(/^Long polling, derived: content counted by this page, and for each answered request heads of \d+ and \d+ bytes/)).toBeVisible();
  await expect(costs.getByText(/^WebSocket, derived: .*without the handshake/)).toBeVisible();
  await expect(costs.getByRole('img')).toHaveCount(3);
});

test('a connection that is cut goes on where it was', async ({ page }) => {
  await join(page);
  for (const name of transports) {
    const one = column(page, name);
    await one.getByRole('button', { name: `Cut ${name}` }).click();
    await expect(state(one)).toHaveText(/^Retrying in \d s$/);
    await expect(one.locator('.live-words')).toContainText('The connection ends: this page ended it.');
  }
  await send(page, 'While they are away');
  for (const name of transports) await expect(state(column(page, name)), name).toHaveText('Live, resumed', { timeout: 30_000 });
  await expectAll(page, 2);
  const socket = column(page, 'WebSocket');
  await socket.getByRole('button', { name: 'Reconnect WebSocket' }).click();
  await expect(socket.locator('.live-counts')).toContainText('3 handshakes');
  await send(page, 'And after');
  await expectAll(page, 3);
});

test('what the server ends goes on where it was', async ({ page }) => {
  await join(page);
  await send(page, 'Before');
  await expectAll(page, 2);
  await page.getByRole('button', { name: 'Restart server' }).click();
  const endings: Record<Transport, string> = {
    'Long polling': 'the server answered before its time with nothing',
    'Server-sent events': 'the server ended the response',
    WebSocket: 'the server is stopping',
  };
  for (const name of transports) await expect(column(page, name).locator('.live-words'), name).toContainText(endings[name]);
  for (const name of transports) await expect(state(column(page, name)), name).toHaveText('Live, resumed', { timeout: 30_000 });
  await send(page, 'After');
  await expectAll(page, 3);
  await page.getByRole('link', { name: 'The protocol on a page' }).click();
  await expect(page).toHaveURL(/\/docs\/live$/);
});

test('what piles up while the page is offline comes when it is back', async ({ page }) => {
  await join(page);
  await page.getByRole('button', { name: 'Go offline' }).click();
  for (const name of transports) await expect(state(column(page, name)), name).toHaveText('Offline');
  const before = await Promise.all(transports.map((name) => received(page, name)));
  for (const words of ['One', 'Two', 'Three']) await send(page, words);
  await expect(page.getByRole('button', { name: 'Log 6 exchanges' })).toBeVisible();
  expect(await Promise.all(transports.map((name) => received(page, name)))).toEqual(before);
  await page.getByRole('button', { name: 'Go online' }).click();
  await expectAll(page, Math.max(...before) + 3);
  for (const name of transports) await expect(state(column(page, name)), name).toHaveText('Live, resumed');
});

test.describe('with a server of its own', () => {
  test.use({ baseURL: ({ own }, use) => use(own.app) });

  test('a server that stops and starts again loses nothing', async ({ own, page }) => {
    test.slow();
    await join(page);
    await send(page, 'Before');
    await expectAll(page, 2);
    await own.halt();
    for (const name of transports) await expect(state(column(page, name)), name).toHaveText(/^(Retrying|Connecting)/);
    await own.resume();
    for (const name of transports) await expect(state(column(page, name)), name).toHaveText('Live, resumed', { timeout: 60_000 });
    await send(page, 'After');
    await expectAll(page, 3);
  });

  test('EventSource and WebSocket of the browser come again by themselves', async ({ own, page }) => {
    test.slow();
    await open(page, '/problems');
    const made = await page.request.post('/api/notifications', { data: { title: 'Makes', message: 'the sandbox' } });
    const sandbox = made.headers()['sandbox']!;
    const login = await page.request.post('/login', { data: { username: 'johndoe', password: 'secret123' } });
    const { token } = (await login.json()) as { token: string };
    const say = async (text: string) => {
      const answer = await page.request.post('/api/messages', {
        headers: { authorization: `Bearer ${token}` },
        data: { room: 'lobby', text },
      });
      expect(answer.status()).toBe(201);
    };
    await page.evaluate((topic) => {
      const heard = { stream: [] as string[], socket: [] as string[], opened: 0, after: 'latest' };
      Object.assign(window, { heard });
      const source = new EventSource('/api/events');
      source.addEventListener('open', () => (heard.opened += 1));
      source.addEventListener('message', (event) => heard.stream.push((JSON.parse(event.data) as { text: string }).text));
      const connect = () => {
        const socket = new WebSocket(`/v1/feeds/${topic}?after=${heard.after}`);
        socket.addEventListener('message', ({ data }) => {
          const event = JSON.parse(data as string) as { kind: string; cursor: string; data?: { text: string } };
          heard.after = event.cursor;
          if (event.kind === 'message') heard.socket.push(event.data!.text);
        });
        socket.addEventListener('close', () => setTimeout(connect, 200));
      };
      connect();
    }, `sandbox.${sandbox}`);
    const heard = () =>
      page.evaluate(() => (window as unknown as { heard: { stream: string[]; socket: string[]; opened: number; after: string } }).heard);
    await expect.poll(async () => (await heard()).opened).toBe(1);
    await expect.poll(async () => (await heard()).after).not.toBe('latest');
    await say('one');
    await expect.poll(heard).toMatchObject({ stream: ['one'], socket: ['one'] });
    await own.halt();
    await own.resume();
    await say('two');
    await expect.poll(heard, { timeout: 60_000 }).toMatchObject({ stream: ['one', 'two'], socket: ['one', 'two'], opened: 2 });
  });
});

test('what a reset has taken away is told as a gap', async ({ page }) => {
  await join(page);
  await send(page, 'Gone soon');
  await expectAll(page, 2);
  expect((await page.request.post('/api/sandbox/reset')).status()).toBe(204);
  for (const name of transports) {
    await expect(column(page, name).getByText('Gap of unknown size')).toBeVisible();
    await expect.poll(async () => (await row(page, name))[6]).toBe('Gap of unknown size');
  }
  await send(page, 'Anew');
  await expectAll(page, 3);
});

test('who has joined is known after a reload, and nobody after leaving', async ({ page }) => {
  await join(page, 'Ada Okafor');
  await page.reload();
  await hydrated(page);
  await expect(page.getByText('You are Ada Okafor')).toBeVisible();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
  for (const name of transports) await expect(state(column(page, name)), name).toHaveText('Live');
});

test('the ladders stand still when they are held', async ({ page }) => {
  await join(page);
  await page.getByRole('radio', { name: '2 s', exact: true }).click();
  await page.getByRole('button', { name: 'Hold still' }).click();
  const ladder = column(page, 'WebSocket').locator('.live-ladder');
  const before = await ladder.innerHTML();
  await send(page, 'Not drawn');
  await expectAll(page, 2);
  expect(await ladder.innerHTML()).toBe(before);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(ladder).toContainText(/#\d/);
  await column(page, 'WebSocket').getByText('The same in words').click();
  await expect(column(page, 'WebSocket')).toContainText(/A message of \d+ B comes, with event \d+\./);
});

/** A second window of the same browser: another tab, with its own login. */
const beside = (context: BrowserContext) => context.newPage();

test('two windows talk, see each other, and see who writes', async ({ context, page }) => {
  await join(page);
  const other = await beside(context);
  await join(other, 'Jane Smith');
  for (const one of [page, other]) {
    await expect(state(chat(one))).toHaveText(/^Live/);
    await expect(chat(one).getByRole('list', { name: 'People' })).toContainText(/Jane Smith.*John Doe/);
  }
  await chat(other).getByLabel('Say something').pressSequentially('<i>Hi');
  await expect(chat(page).getByText('Jane Smith is writing')).toBeVisible();
  await chat(other).getByRole('button', { name: 'Say', exact: true }).click();
  await expect(chat(page).getByText('<i>Hi', { exact: true })).toBeVisible();
  await expect(chat(other).getByText('<i>Hi', { exact: true })).toHaveCount(1);
  await other.close();
  await expect(chat(page).getByRole('list', { name: 'People' })).not.toContainText('Jane Smith', { timeout: 60_000 });
});

test('a room of its own is apart, and counts what came meanwhile', async ({ context, page }) => {
  await join(page);
  const other = await beside(context);
  await join(other, 'Jane Smith');
  await chat(page).getByLabel('Another room').fill('no spaces');
  await chat(page).getByRole('button', { name: 'Enter' }).click();
  await expect(chat(page).getByText('1 to 64 letters, digits, _ and -')).toBeVisible();
  await chat(page).getByLabel('Another room').fill('garden');
  await chat(page).getByRole('button', { name: 'Enter' }).click();
  await expect(chat(page).getByText('Nobody has said anything here yet.')).toBeVisible();
  await chat(other).getByLabel('Say something').fill('In the lobby');
  await chat(other).getByRole('button', { name: 'Say', exact: true }).click();
  await chat(page).getByRole('button', { name: 'lobby 1 new' }).click();
  await expect(chat(page).getByText('In the lobby')).toBeVisible();
});

test('earlier messages are a page away', async ({ page }) => {
  test.slow();
  await join(page);
  await page.getByRole('button', { name: 'Send 100' }).click();
  await expectAll(page, 101);
  await page.reload();
  await hydrated(page);
  const messages = chat(page).locator('.live-message');
  await expect(messages).toHaveCount(30);
  await chat(page).getByRole('button', { name: 'Earlier messages' }).click();
  await expect(messages).toHaveCount(60);
  const seqs = await messages.evaluateAll((all) => all.map((it) => Number(it.getAttribute('data-cursor')!.split('-')[1])));
  expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
});

test('what could not be sent is kept, also over a reload, and sent once', async ({ context, page }) => {
  await join(page);
  const other = await beside(context);
  await join(other, 'Jane Smith');
  await expect(state(chat(page))).toHaveText(/^Live/);
  await page.getByRole('button', { name: 'Go offline' }).click();
  await expect(state(chat(page))).toHaveText('Offline');
  await chat(page).getByLabel('Say something').fill('Kept');
  await chat(page).getByRole('button', { name: 'Say', exact: true }).click();
  await expect(chat(page).getByText('Not sent yet')).toBeVisible();
  await expect(chat(page).getByText(/^1 unsent: kept in this tab/)).toBeVisible();
  // The page begins online, and sends it.
  await page.reload();
  await hydrated(page);
  for (const one of [page, other]) await expect(chat(one).getByText('Kept', { exact: true })).toHaveCount(1);
  await expect(chat(page).getByText('Not sent yet')).toHaveCount(0);
  await page.getByRole('button', { name: 'Go offline' }).click();
  await page.getByRole('button', { name: 'Go online' }).click();
  await expect(state(chat(page))).toHaveText(/^Live/);
  await expect(chat(other).getByText('Kept', { exact: true })).toHaveCount(1);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`it reads well, ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await join(page);
      await send(page, 'One');
      await expectAll(page, 2);
      await column(page, 'Long polling').getByRole('button', { name: /^Cut/ }).click();
      await page.getByText('All figures, and where each is known from').click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}
