/** The share page against the real demo host: what a person does from choosing to stopping, and what leaves the page meanwhile. */

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { createTrust, openLink, parseLink } from '../../src/index.js';
import { launch, type Misdeeds, skip, watchedPage } from './browser.js';
import { type Demo, startDemo } from './demo.js';

const PASSCODE = 'canary-4711';
const OWN = 'Canarius Canaryson';

describe('share page', { skip }, () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  let misdeeds: Misdeeds;
  let uri: string;
  /** Every request of the page: address, headers, body. */
  const requests: { method: string; url: string; text: string }[] = [];

  const inside = (selector: string) => page.locator(`shl-share >>> ${selector}`);
  const text = () => page.$eval('shl-share', ({ shadowRoot }) => shadowRoot?.querySelector('.root')?.textContent ?? '');
  const open = () =>
    openLink(uri, {
      recipient: 'Harbor clinic',
      passcode: PASSCODE,
      allowLoopback: true,
      trust: createTrust({ issuers: [`${demo.origin}/issuer`], allowLoopback: true }),
    });

  before(async () => {
    demo = await startDemo();
    browser = await launch();
    ({ page, misdeeds } = await watchedPage(browser));
    page.on('request', async (request) => {
      const body = request.hasPostData() ? (request.postData() ?? (await request.fetchPostData())) : '';
      requests.push({
        method: request.method(),
        url: request.url(),
        text: `${request.url()} ${JSON.stringify(request.headers())} ${body}`,
      });
    });
    await page.evaluateOnNewDocument(() => {
      document.addEventListener('shl-share', ({ detail }) => Object.assign(globalThis, { shared: detail.uri }));
    });
    await page.goto(`${demo.origin}/share.html`);
    await inside('.choice input').wait();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('makes a link of what was chosen, with the keyboard alone', async () => {
    await page.$eval('shl-share', ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('#what')?.focus());
    await page.keyboard.press('Space');
    const [chooser] = await Promise.all([page.waitForFileChooser(), inside('#add').click()]);
    const folder = await mkdtemp(join(tmpdir(), 'shc-share-'));
    await writeFile(join(folder, 'letter.txt'), OWN);
    await chooser.accept([join(folder, 'letter.txt')]);
    await inside('.choice button').wait();
    await rm(folder, { recursive: true });
    for (const [selector, key] of [
      ['[aria-describedby=passcode-help]', 'Space'],
      ['[aria-describedby=live-help]', 'Space'],
    ] as const) {
      await page.$eval(
        'shl-share',
        ({ shadowRoot }, one) => shadowRoot?.querySelector<HTMLElement>(one)?.focus(),
        selector,
      );
      await page.keyboard.press(key);
    }
    await inside('#passcode').fill(PASSCODE);
    await page.$eval('shl-share', ({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>('#passcode')?.focus());
    await page.keyboard.press('Enter');
    await inside('.qr').wait();
    uri = await page.evaluate(() => (globalThis as unknown as { shared: string }).shared);
    assert.equal(parseLink(uri).label, 'Health records of Amara');
    assert.match(await text(), /Ready to share/);
  });

  it('can be opened by whoever has link and passcode, and says who did', async () => {
    const { files } = await open();
    assert.deepEqual(
      files.map(({ kind, status, cards }) => [kind, status, cards?.map(({ verdict }) => verdict)]),
      [
        ['cards', 'can-change', ['verified']],
        ['fhir', 'can-change', undefined],
      ],
    );
    assert.ok(JSON.stringify(files[1]?.resource).includes(Buffer.from(OWN).toString('base64')));
    await inside('[part=accesses] button').click();
    await inside('.accesses').wait();
    assert.match(await text(), /Harbor clinic/);
  });

  it('is changed, and then stopped for good', async () => {
    await inside('#change').click();
    await inside('.choice button').click();
    await inside('form button[type=submit]').click();
    await inside('#stop').wait();
    assert.deepEqual(
      (await open()).files.map(({ kind }) => kind),
      ['cards'],
    );
    await inside('#stop').click();
    await inside('.danger').click();
    await inside('#ended').wait();
    await assert.rejects(open(), { code: 'LINK_INACTIVE' });
  });

  it('lets no key and nothing readable out: not to the host, not to the console, not into storage', async () => {
    const { key } = parseLink(uri);
    const made = requests.filter(({ url }) => new URL(url).pathname.startsWith('/shl'));
    assert.deepEqual(
      made.filter(({ method }) => method !== 'GET').map(({ method }) => method),
      ['POST', 'PUT', 'PUT', 'DELETE'],
    );
    assert.ok(
      made.some(({ text: one }) => one.includes('"jwe"')),
      'bodies were looked into',
    );
    const cardStart = (await demo.card('amara-covid')).slice(0, 60);
    const secrets = [
      key,
      OWN,
      Buffer.from(OWN).toString('base64'),
      'letter.txt',
      'Amara',
      'verifiableCredential',
      cardStart,
    ];
    for (const { text: one, method } of made) {
      for (const secret of secrets) assert.ok(!one.includes(secret), `${method}: ${secret}`);
    }
    for (const { url } of requests) assert.ok(!url.includes(key) && !url.includes(PASSCODE));
    assert.equal(made.filter(({ text: one }) => one.includes(PASSCODE)).length, 1);
    assert.deepEqual(misdeeds, { violations: [], complaints: [], foreign: [] });
    const kept = await page.evaluate(async () => [
      JSON.stringify({ ...localStorage, ...sessionStorage }),
      document.cookie,
      location.href,
      JSON.stringify(await indexedDB.databases()),
      JSON.stringify(await caches.keys()),
    ]);
    assert.deepEqual(kept, ['{}', '', `${demo.origin}/share.html`, '[]', '[]']);
  });
});
