// The server under test: the release binary on free ports, with a data folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const binary = process.env.ROUNDTRIP_BINARY ?? join(root, 'target/release/roundtrip');

/** A server that a test has started. */
export interface Roundtrip {
  /** The app origin, such as `http://127.0.0.1:41234`. */
  readonly app: string;
  /** The echo origin. */
  readonly echo: string;
  /** Ends the program, as an operator would. Its data stay. */
  halt(): Promise<void>;
  /** Starts it again after `halt`, on the same ports and with the same data. */
  resume(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** Starts a server and waits until it says that it is ready. */
export async function start(environment: Record<string, string> = {}): Promise<Roundtrip> {
  const data = await mkdtemp(join(tmpdir(), 'roundtrip-'));
  const run = (app: string, echo: string) =>
    launch(['--app-listen', app, '--echo-listen', echo, '--data', data], environment);
  const first = await run('127.0.0.1:0', '127.0.0.1:0');
  const { app, echo } = first;
  let server: ChildProcess | undefined = first.server;

  const halt = async () => {
    const running = server;
    server = undefined;
    if (running) await end(running);
  };
  const resume = async () => {
    ({ server } = await run(new URL(app).host, new URL(echo).host));
  };
  const stop = async () => {
    await halt();
    await rm(data, { recursive: true, force: true });
  };
  return { app, echo, halt, resume, stop };
}

interface Launched {
  server: ChildProcess;
  app: string;
  echo: string;
}

async function launch(options: string[], environment: Record<string, string>): Promise<Launched> {
  const server = spawn(binary, ['serve', ...options], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server, 'spawn');
  for await (const line of createInterface(server.stdout)) {
    const ready = /^roundtrip ready app=(\S+) echo=(\S+)$/.exec(line);
    if (ready) return { server, app: ready[1]!, echo: ready[2]! };
  }
  throw new Error('the server ended before it was ready');
}

/** Asks the program to end, and makes sure that it ended well. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    await exited;
  }
  if (server.exitCode !== 0) throw new Error(`the server ended with ${server.exitCode ?? server.signalCode}`);
}
