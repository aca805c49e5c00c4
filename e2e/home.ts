// Home, as a person uses it.
import { expect, type Locator, type Page } from '@playwright/test';

/** The ready requests, by the names that they have in identifiers, each with the words of the state that it ends in. */
export const outcomes = {
  hello: '200 OK',
  data: '201 Created',
  'media-type': '415 Unsupported Media Type',
  'broken-json': '400 Bad Request',
  method: '405 Method Not Allowed',
  products: '200 OK',
  conditional: '304 Not Modified',
  unknown: '404 Not Found',
  slow: '200 OK',
  timeout: 'No answer in time',
  cors: 'Kept from this page by the browser',
  gone: 'No connection',
} as const;

/** The name of a ready request. */
export type Ready = keyof typeof outcomes;

/** The names of all of them. */
export const ready = Object.keys(outcomes) as Ready[];

export class Home {
  readonly composer: Locator;
  readonly url: Locator;
  readonly body: Locator;
  readonly send: Locator;
  readonly cancel: Locator;
  readonly exchange: Locator;
  /** The exchange in one line. */
  readonly status: Locator;
  readonly problem: Locator;
  readonly failure: Locator;
  readonly logButton: Locator;
  readonly log: Locator;

  constructor(readonly page: Page) {
    this.composer = page.getByRole('form', { name: 'Request' });
    this.url = this.composer.getByLabel('URL', { exact: true });
    this.body = this.composer.getByRole('textbox', { name: 'Body' });
    this.send = this.composer.getByRole('button', { name: 'Send', exact: true });
    this.cancel = this.composer.getByRole('button', { name: 'Cancel' });
    this.exchange = page.getByRole('region', { name: 'Exchange' });
    this.status = this.exchange.locator('.status-line');
    this.problem = this.exchange.getByRole('region', { name: 'Problem' });
    this.failure = this.exchange.getByRole('region', { name: 'Failure' });
    this.logButton = page.getByRole('button', { name: /exchanges?$/ });
    this.log = page.getByRole('region', { name: 'Log' });
  }

  async open(origin = ''): Promise<void> {
    await this.page.goto(`${origin}/`);
    await expect(this.page.locator('html[data-hydrated]')).toBeAttached();
  }

  /** Opens it and waits for what the page loads when it has nothing else to do, as whoever stays for a moment does. */
  async openWhole(origin = ''): Promise<void> {
    const rest = this.page.waitForResponse(/\/pkg\/split_later\./);
    await this.open(origin);
    await (await rest).finished();
  }

  /** The button of a ready request. */
  ready(id: Ready): Locator {
    return this.page.locator(`#ready-${id}`);
  }

  /** Picks a ready request and waits until the composer has all of it. */
  async pick(id: Ready): Promise<void> {
    await this.ready(id).click();
    await expect(this.ready(id)).toHaveAttribute('aria-pressed', 'true');
    if (id === 'conditional') await expect(this.composer.getByLabel('Value of the field')).toHaveValue(/^"[^"]+"$/);
  }

  /** Picks a ready request, sends it, and waits for the state that it ends in. */
  async run(id: Ready): Promise<void> {
    await this.pick(id);
    await this.send.click();
    await this.expectOutcome(outcomes[id]);
  }

  /** Sends a GET for a URL and waits for the state that it ends in. */
  async get(url: string, outcome: string): Promise<void> {
    await this.url.fill(url);
    await this.send.click();
    await this.expectOutcome(outcome);
  }

  async expectOutcome(outcome: string): Promise<void> {
    // The slowest of the ready requests is answered after three seconds.
    await expect(this.status.locator('.badge')).toHaveText(words(outcome), { timeout: 10_000 });
    await expect(this.send).toBeVisible();
  }

  /** The panel of one of the exchange's tabs, opened. */
  async tab(name: 'Body' | 'Ladder' | 'Fields' | 'Timing' | 'Wire' | 'Export'): Promise<Locator> {
    await this.exchange.getByRole('tab', { name }).click();
    return this.exchange.getByRole('tabpanel', { name });
  }

  /** The value of a field of the response. */
  async field(name: string): Promise<Locator> {
    const table = (await this.tab('Fields')).getByRole('table', { name: 'Response fields' });
    return table
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: new RegExp(`^${name}$`, 'i') }) })
      .getByRole('cell')
      .first();
  }
}

/** The words of an outcome, whatever blank there is between a status code and its reason. */
function words(outcome: string): RegExp {
  return new RegExp(`^${outcome.replace(/^(\d{3}) /, '$1\\s*')}$`);
}
