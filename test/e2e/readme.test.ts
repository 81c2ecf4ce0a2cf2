/** What README tells people to copy: it runs as it stands. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { createTrust, verifyCard } from '../../src/index.js';
import { keepEvents, launch, skip, waitForEvent, watchedPage } from './browser.js';
import { issueTestCard } from './issuer.js';
import { serveSite } from './static-site.js';

const readme = await readFile(fileURLToPath(new URL('../../../README.md', import.meta.url)), 'utf8');
const snippet = (language: string) => readme.match(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``))?.[1] ?? '';
const page = snippet('html');
const issuer = page.match(/issuers="([^"]+)"/)?.[1] ?? '';

describe('README', { skip }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  it('the page has ten lines', () => {
    assert.equal(page.trimEnd().split('\n').length, 10);
  });

  it('the page verifies a card, with the issuer it names', async () => {
    const { jws, keySet } = await issueTestCard(issuer);
    const site = await serveSite({ '/': page }, { cdn: '/shc/' });
    try {
      const { page: tab } = await watchedPage(browser);
      await keepEvents(tab);
      // The issuer is elsewhere: here its one file is answered as its server would, with the key of our test card.
      await tab.setRequestInterception(true);
      tab.on('request', (request) =>
        request.url() === `${issuer}/.well-known/jwks.json`
          ? request.respond({
              contentType: 'application/json',
              headers: { 'access-control-allow-origin': '*' },
              body: JSON.stringify(keySet),
            })
          : request.continue(),
      );
      await tab.goto(site.origin);
      await tab.waitForSelector('shc-scanner:defined');
      await tab.$eval(
        'shc-scanner',
        (scanner, text) => (scanner as unknown as { read(text: string): Promise<unknown> }).read(text),
        jws,
      );
      await waitForEvent(tab, 'shc-verified');
      const shown = JSON.parse(await tab.$eval('pre', (pre) => pre.textContent ?? ''));
      assert.equal(shown.entry[0].resource.name[0].family, 'Anyperson');
    } finally {
      await site.close();
    }
  });

  it("the server's lines verify the same card", async () => {
    const { jws, keySet } = await issueTestCard(issuer);
    const body = snippet('js').replace(/^import .*$/m, '');
    const AsyncFunction = (async () => {}).constructor as new (
      ...args: string[]
    ) => (...args: unknown[]) => Promise<string>;
    const answering = async () => Response.json(keySet);
    const withFetch = (policy: object) => createTrust({ ...policy, fetch: answering });
    const run = new AsyncFunction('createTrust', 'verifyCard', 'jws', `${body}; return verdict;`);
    assert.equal(await run(withFetch, verifyCard, jws), 'verified');
  });
});
