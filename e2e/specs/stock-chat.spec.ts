// Two people who chat through `ws`, which knows nothing of Roundtrip.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { expect, test } from '../fixtures.js';
import { Room } from '../room.js';

interface Told {
  type: string;
  [member: string]: any;
}

/** One end of a chat. */
class Talk {
  /** All that was heard, in order. */
  readonly heard: Told[] = [];
  readonly closed: Promise<number>;
  private arrived: () => void = () => {};

  private constructor(private readonly socket: WebSocket) {
    socket.on('error', () => {});
    this.closed = new Promise((closed) => socket.on('close', closed));
    socket.on('message', (text) => {
      this.heard.push(JSON.parse(text.toString()));
      this.arrived();
    });
  }

  static async open(app: string, sandbox: string): Promise<Talk> {
    const socket = new WebSocket(`${app.replace(/^http/, 'ws')}/api/socket?sandbox=${sandbox}`);
    const talk = new Talk(socket);
    await Promise.race([once(socket, 'open'), talk.closed]);
    return talk;
  }

  /** One that is logged in and in the lobby. */
  static async enter(app: string, room: Room, after?: string): Promise<Talk> {
    const talk = await Talk.open(app, room.sandbox);
    talk.say({ type: 'auth', token: room.token });
    await talk.hear('auth_success');
    talk.say({ type: 'join', room: 'lobby', after });
    await talk.hear('joined');
    return talk;
  }

  say(message: Told | string | Buffer): void {
    const isMessage = typeof message === 'object' && !Buffer.isBuffer(message);
    this.socket.send(isMessage ? JSON.stringify(message) : message);
  }

  /** The next that fits, of what was heard or will be. */
  async hear(type: string, fits: (told: Told) => boolean = () => true): Promise<Told> {
    for (;;) {
      const found = this.heard.find((told) => told.type === type && fits(told));
      if (found) return found;
      await new Promise<void>((arrived) => (this.arrived = arrived));
    }
  }

  /** The texts that were said, in order. */
  get texts(): string[] {
    return this.heard.filter(({ type }) => type === 'chat_message').map(({ text }) => text);
  }

  close(): void {
    this.socket.close(1000);
  }
}

test('two chat, are cut, and have missed nothing', async ({ own }) => {
  const john = await Room.enter(own.app);
  const jane = await john.as('janesmith');
  const [first, second] = [await Talk.enter(own.app, john), await Talk.enter(own.app, jane)];
  const here = await second.hear('joined');
  expect(here.users.map(({ user, status }: any) => [user.username, status]).sort()).toEqual([
    ['janesmith', 'online'],
    ['johndoe', 'online'],
  ]);
  await first.hear('user_status', ({ user, status }) => user.username === 'janesmith' && status === 'online');

  // What is sent twice is said once, and both times it is told where it stands.
  for (const _ of [1, 2]) second.say({ type: 'chat_message', room: 'lobby', text: '<b>Hello</b>', id: 'j-1' });
  await expect.poll(() => second.heard.filter(({ type, id }) => type === 'sent' && id === 'j-1').length).toBe(2);
  const said = await first.hear('chat_message');
  expect(said).toMatchObject({ room: 'lobby', text: '<b>Hello</b>', id: 'j-1', user: { username: 'janesmith' } });
  for (const sent of second.heard.filter(({ type }) => type === 'sent')) expect(sent.cursor).toBe(said.cursor);
  second.say({ type: 'typing', room: 'lobby' });
  await first.hear('typing', ({ user }) => user.username === 'janesmith');
  second.say({ type: 'status', status: 'away' });
  await first.hear('user_status', ({ status }) => status === 'away');

  await own.halt();
  expect(await Promise.all([first.closed, second.closed])).toEqual([1001, 1001]);
  await own.resume();
  // Said while one of them is not there.
  await john.say('meanwhile', 'h-1');
  const again = await Talk.enter(own.app, jane, said.cursor);
  await again.hear('chat_message', ({ text }) => text === 'meanwhile');
  const back = await Talk.enter(own.app, john, said.cursor);
  again.say({ type: 'chat_message', room: 'lobby', text: 'back', id: 'j-2' });
  await back.hear('chat_message', ({ text }) => text === 'back');
  // The one that was sent before the cut is not said again when it is sent again.
  again.say({ type: 'chat_message', room: 'lobby', text: '<b>Hello</b>', id: 'j-1' });
  expect((await again.hear('sent', ({ id }) => id === 'j-1')).cursor).toBe(said.cursor);
  expect(back.texts).toEqual(['meanwhile', 'back']);
  // It may be told that it was sent before it is told what was said.
  await again.hear('chat_message', ({ text }) => text === 'back');
  expect(again.texts).toEqual(['meanwhile', 'back']);
  expect(first.texts).toEqual(['<b>Hello</b>']);

  again.close();
  await back.hear('user_status', ({ user, status }) => user.username === 'janesmith' && status === 'offline');
  back.close();
});

test('who is not logged in is told so, and so is who says something wrong', async ({ roundtrip }) => {
  const room = await Room.enter(roundtrip.app);
  const closes: [number, string, string | Buffer | Told][] = [
    [4401, 'error', { type: 'join', room: 'lobby' }],
    [4401, 'error', 'not JSON'],
    [4401, 'auth_failed', { type: 'auth', token: 'ses_nobody' }],
  ];
  for (const [code, type, message] of closes) {
    const talk = await Talk.open(roundtrip.app, room.sandbox);
    talk.say(message);
    await talk.hear(type);
    expect(await talk.closed, JSON.stringify(message)).toBe(code);
  }
  for (const [code, message] of [[1003, Buffer.from([1])], [1009, 'x'.repeat(32 * 1024 + 1)]] as const) {
    const talk = await Talk.enter(roundtrip.app, room);
    talk.say(message);
    expect(await talk.closed).toBe(code);
  }
  // What is wrong otherwise does not end it.
  const talk = await Talk.enter(roundtrip.app, room);
  talk.say({ type: 'chat_message', room: 'lobby', text: ' ', id: 'empty' });
  const { problem, id } = await talk.hear('error');
  expect([problem.status, problem.errors[0].pointer, id]).toEqual([422, '/text', 'empty']);
  talk.say({ type: 'leave', room: 'lobby' });
  await talk.hear('left');
  talk.close();
  expect(await talk.closed).toBe(1000);
});
