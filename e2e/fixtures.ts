// What the tests are given: a server, a page that must not complain, and hands for Home.
import { expect, test as base, type ConsoleMessage, type Page } from '@playwright/test';
import { Home } from './home.js';
import { start, type Roundtrip } from './server.js';

export { expect };

interface OfTest {
  /** A server of the test's own, which it may stop. */
  own: Roundtrip;
  /** Home, not yet opened. */
  home: Home;
  /** What the page has said on the console so far, apart from what the browser itself notes of requests that fail. */
  said: string[];
}

interface OfWorker {
  /** The server that the tests of a worker share. */
  roundtrip: Roundtrip;
}

export const test = base.extend<OfTest, OfWorker>({
  roundtrip: [
    async ({}, use) => {
      const roundtrip = await start();
      await use(roundtrip);
      await roundtrip.stop();
    },
    { scope: 'worker' },
  ],
  own: async ({}, use) => {
    const own = await start();
    await use(own);
    await own.stop();
  },
  baseURL: ({ roundtrip }, use) => use(roundtrip.app),
  home: ({ page }, use) => use(new Home(page)),
  // No test expects a warning or an exception, so every test checks that there was none.
  said: [
    async ({ page }, use) => {
      const said = listen(page);
      await use(said);
      expect(said, 'the console stays empty').toEqual([]);
    },
    { auto: true },
  ],
});

/** Collects what a page says on the console, and its uncaught exceptions. */
function listen(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (!isOfFailedRequest(message)) said.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => said.push(`exception: ${error.message}`));
  return said;
}

/** Whether the browser itself notes that a request failed, or was answered with 4xx or 5xx. No page can keep it from doing so. */
function isOfFailedRequest(message: ConsoleMessage): boolean {
  return message.type() === 'error' && /^(Failed to load resource: |Access to fetch at |WebSocket connection to )/.test(message.text());
}

/** Opens a path and waits until the program in it has taken over. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Waits until the program in the page has taken over. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

/** Something to wait for until it is let happen. */
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** Holds back the requests for a URL from the page, from the first on. */
export async function hold(page: Page, url: string) {
  const [asked, released] = [gate(), gate()];
  await page.route(url, async (route) => {
    asked.open();
    await released.opened;
    await route.continue();
  });
  return { asked: asked.opened, release: released.open };
}
