// Somebody who is logged in and speaks in the lobby of a sandbox, so that there is something to follow.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';

/** A message as the log of a sandbox has it. */
export interface Heard {
  cursor: string;
  kind: string;
  data: { room: string; text: string; id?: string };
}

export class Room {
  private constructor(
    private readonly app: string,
    readonly token: string,
    readonly sandbox: string,
    /** The place behind the message that made the sandbox. */
    readonly cursor: string,
  ) {}

  /** Logs in, and says a first thing, which makes a sandbox. */
  static async enter(app: string): Promise<Room> {
    const token = await logIn(app, 'johndoe');
    const said = await post(`${app}/api/messages`, { room: 'lobby', text: 'first' }, { authorization: `Bearer ${token}` });
    const { cursor } = await said.json();
    return new Room(app, token, said.headers.get('sandbox')!, cursor);
  }

  /** The same room as somebody else. */
  async as(username: string): Promise<Room> {
    return new Room(this.app, await logIn(this.app, username), this.sandbox, this.cursor);
  }

  /** The address of the sandbox's log. */
  get feed(): string {
    return `${this.app}/v1/feeds/sandbox.${this.sandbox}`;
  }

  /** Says something, and returns its cursor once it is in the log. */
  async say(text: string, id?: string): Promise<string> {
    const said = await post(`${this.app}/api/messages`, { room: 'lobby', text, id }, this.fields);
    return (await said.json()).cursor;
  }

  /** Says so many things, numbered, each again and again until the server says that it has it: what a client with a name for each
   * message can do. */
  async sayAll(count: number, said: (number: number) => Promise<void> | void = () => {}): Promise<string[]> {
    const texts = Array.from({ length: count }, (_, number) => `message ${number}`);
    for (const [number, text] of texts.entries()) {
      while (!(await this.say(text, `m-${number}`).catch(() => undefined))) await sleep(20);
      await said(number);
    }
    return texts;
  }

  /** Forgets all that was said, and the log with it. */
  async reset(): Promise<void> {
    await post(`${this.app}/api/sandbox/reset`, undefined, this.fields);
  }

  private get fields(): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, sandbox: this.sandbox };
  }
}

async function logIn(app: string, username: string): Promise<string> {
  const session = await post(`${app}/login`, { username, password: 'secret123' });
  return (await session.json()).token;
}

async function post(url: string, content: unknown, fields: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...fields },
    body: JSON.stringify(content),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
}

/** Checks that each message came once and in order, with cursors that leave nothing out. */
export function expectAll(heard: Heard[], texts: string[], behind: string): void {
  expect(heard.map(({ data }) => data.text)).toEqual(texts);
  const [epoch, seq] = behind.split('-');
  expect(heard.map(({ cursor }) => cursor)).toEqual(texts.map((_, number) => `${epoch}-${Number(seq) + 1 + number}`));
}
