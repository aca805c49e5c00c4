// What is exported is what the tools read that it is for: each archive is checked against the schema of HAR 1.2.
import { createRequire } from 'node:module';
import { expect, test } from '../fixtures.js';
import { outcomes, type Ready } from '../home.js';

// What no server of ours has answered, or what it does not record, has no archive.
const recorded = (Object.keys(outcomes) as Ready[]).filter((id) => !['slow', 'timeout', 'cors', 'gone', 'unknown'].includes(id));

// Both are modules of CommonJS, and the schemas are of JSON Schema's draft 6.
const require = createRequire(import.meta.url);
const Ajv = require('ajv');
const ajv = new Ajv({ allErrors: true });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json'));
ajv.addSchema(Object.values(require('har-schema')));
const validate = ajv.getSchema('har.json');

for (const id of recorded) {
  test(`the archive of ${id} is one of HAR 1.2`, async ({ home, page }) => {
    await home.open();
    await home.run(id);
    const exchange = await (await home.field('exchange-id')).textContent();
    const archive = await (await page.request.get(`/v1/exchanges/${exchange}/har`)).json();
    expect(validate(archive), JSON.stringify(validate.errors, null, 1)).toBe(true);
    const [entry] = archive.log.entries;
    expect(entry.response.status).toBe(Number(outcomes[id].slice(0, 3)));
    // The body is the one that the browser read, whatever it was coded in.
    if (entry.response.content.mimeType.startsWith('application/json')) {
      expect(entry.response.content.encoding).toBeUndefined();
      JSON.parse(entry.response.content.text);
    }
    // And the check is one: an archive without what must be there is none.
    delete entry.request.headersSize;
    expect(validate(archive)).toBe(false);
  });
}
