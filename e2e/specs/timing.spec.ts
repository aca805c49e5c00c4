// The phases are a table in which every figure says how it is known.
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.js';

test.beforeEach(({ home }) => home.open());

interface Row {
  phase: string;
  provenance: string | undefined;
  figure: string;
  how: string;
}

/** The rows of the table of phases, without the total. */
async function phases(panel: Locator): Promise<Row[]> {
  const rows = panel.getByRole('table', { name: 'Phases of the exchange' }).locator('tbody tr:not(.phase-total)');
  await expect(rows).not.toHaveCount(0);
  return rows.evaluateAll((all) =>
    all.map((row) => {
      const text = (cell: Element | null | undefined) => cell?.textContent?.trim() ?? '';
      return {
        phase: text(row.querySelector('th[scope=row]')),
        provenance: (row as HTMLElement).dataset.provenance,
        figure: text(row.querySelector('td.number:not(.phase-moment)')),
        how: text(row.querySelector('td:last-child')),
      };
    }),
  );
}

/** What must hold in every row, whatever happened. */
function expectHonest(rows: Row[]): void {
  for (const { phase, provenance, figure, how } of rows) {
    switch (provenance) {
      case 'measured':
        expect(how, phase).toMatch(/^measured( by the server; its place is known to ± \d.* (µs|ms|s))?$/);
        expect(figure, phase).toMatch(/^\d.* (µs|ms|s)$/);
        break;
      case 'derived':
        expect(how, phase).toMatch(/^derived: \w.{10,}/);
        expect(figure, phase).toMatch(/^\d.* (µs|ms|s)$/);
        break;
      default:
        expect(provenance, phase).toBe('unavailable');
        expect(how, `${phase} says why`).toMatch(/\w.{10,}/);
        expect(figure, `${phase} has no figure`).toBe('–');
    }
  }
}

const provenanceOf = (rows: Row[], phase: string) => rows.find((row) => row.phase === phase)?.provenance;

test('every phase of hello says how it is known', async ({ home }) => {
  await home.run('hello');
  const rows = await phases(await home.tab('Timing'));
  expectHonest(rows);
  expect(provenanceOf(rows, 'Wait')).toBe('measured');
  expect(provenanceOf(rows, 'Receive')).toBe('measured');
  // A browser tells neither, and the host is an address.
  for (const phase of ['DNS', 'TLS', 'Send']) expect(provenanceOf(rows, phase), phase).toBe('unavailable');

});

test("the server's phases are those that it recorded, on its own clock", async ({ home, page }) => {
  await home.run('products');
  const panel = await home.tab('Timing');
  await expect(panel).toContainText('Each side as its own clock measured it.');
  const rows = await phases(panel);
  expectHonest(rows);
  const id = await (await home.field('exchange-id')).textContent();
  await home.tab('Timing');
  const recorded = await (await page.request.get(`/v1/exchanges/${id}`)).json();
  const shown = rows.filter((row) => row.phase.startsWith('Server: '));
  expect(shown.map((row) => row.phase.slice('Server: '.length))).toEqual(
    recorded.timeline.map((span: { phase: string }) => span.phase),
  );
  for (const { phase, provenance, start_us, end_us } of recorded.timeline) {
    const row = shown.find((row) => row.phase === `Server: ${phase}`)!;
    expect(row.provenance, phase).toBe(provenance);
    if (provenance !== 'unavailable' && end_us - start_us < 1000) {
      expect(row.figure, phase).toBe(`${end_us - start_us} µs`);
    }
  }
});

test('what the server has not recorded is placed by what Server-Timing tells', async ({ home, page }) => {
  const answer = page.waitForResponse((response) => response.url().includes('/hello'));
  // The server is asked for another exchange, which it does not have.
  await page.route('**/v1/exchanges/*', (route) =>
    route.continue({ url: new URL('/v1/exchanges/00000000-0000-7000-8000-000000000000', route.request().url()).href }),
  );
  await home.run('hello');
  const panel = await home.tab('Timing');
  await expect(panel).toContainText('The server has no record of this exchange.');
  const rows = await phases(panel);
  expectHonest(rows);
  const serverTiming = (await (await answer).headerValue('server-timing'))!;
  const told = serverTiming.split(',').map((metric) => metric.trim().split(';')[0]!);
  expect(told).toContain('handle');
  const shown = rows.filter((row) => row.phase.startsWith('Server: '));
  expect(shown.map((row) => row.phase.slice('Server: '.length)).sort()).toEqual(told.sort());
  for (const row of shown) expect(row.provenance, row.phase).toBe('derived');
});

test('what the page makes of the answer is told apart from the exchange', async ({ home, page }) => {
  // Large enough for the step of the browser's clock.
  const body = JSON.stringify(Array.from({ length: 40_000 }, (_, number) => ({ number })));
  await page.route('**/api/large', (route) => route.fulfill({ body, contentType: 'application/json' }));
  await home.get('/api/large', '200 OK');
  const panel = await home.tab('Timing');
  await expect.poll(async () => provenanceOf(await phases(panel), 'Render')).toBe('derived');
  const rows = await phases(panel);
  expectHonest(rows);
  expect(provenanceOf(rows, 'Parse')).toBe('measured');
  expect(rows.slice(-2).map((row) => row.phase)).toEqual(['Parse', 'Render']);
  await expect(panel.getByRole('row', { name: /^Render/ })).toContainText('after the exchange');
});

test('an exchange of the log is timed when it is first shown', async ({ home }) => {
  // To pick it asks for the categories, and nobody shows that.
  await home.pick('conditional');
  await home.logButton.click();
  await home.log.getByRole('button', { name: /api\/categories/ }).click();
  const panel = home.log.getByRole('tabpanel', { name: 'Timing' });
  await expect.poll(async () => provenanceOf(await phases(panel), 'Render')).toBe('derived');
  expectHonest(await phases(panel));
  await expect(home.log.getByRole('button', { name: /api\/categories/ }), 'the list is still the same').toBeFocused();
});

test('the total is the duration of the status line', async ({ home }) => {
  await home.run('products');
  const panel = await home.tab('Timing');
  const duration = (await home.status.locator('[data-fact=duration]').textContent())!;
  expect(duration).toMatch(/^\d/);
  await expect(panel.getByRole('row', { name: /^Total/ }).locator('td.number')).toHaveText(duration);
});

test('what another origin hides is not shown as zero', async ({ home, page }) => {
  // A server that shares its answers with every page and its timing with none.
  await page.route('http://hides.test/**', (route) =>
    route.fulfill({ body: 'hidden', headers: { 'access-control-allow-origin': '*' } }),
  );
  await home.get('http://hides.test/', '200 OK');
  const rows = await phases(await home.tab('Timing'));
  expectHonest(rows);
  for (const phase of ['Queue', 'DNS', 'Connect', 'TLS', 'Send']) {
    expect(rows.find((row) => row.phase === phase)?.how, phase).toContain('Timing-Allow-Origin');
  }
  expect(provenanceOf(rows, 'Wait')).toBe('derived');
});

test('what failed shows how long it was waited for and nothing received', async ({ home }) => {
  await home.run('timeout');
  const rows = await phases(await home.tab('Timing'));
  expectHonest(rows);
  expect(rows.find((row) => row.phase === 'Wait')?.figure).toMatch(/^1\.\d\d s$/);
  expect(provenanceOf(rows, 'Receive')).toBe('unavailable');
});
