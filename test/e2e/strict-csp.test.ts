/** The elements under the strict content security policy of SECURITY.md, from the files for script tags, at a path of the site's own. */

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { cardToQrText } from '../../src/index.js';
import { keepEvents, launch, skip, waitForEvent, watchedPage } from './browser.js';
import { fakeCameraFlags, fakeCameraPath, writeFakeCamera } from './fake-camera.js';
import { issueTestCard } from './issuer.js';
import { serveSite } from './static-site.js';

const policy = (scripts: string) =>
  `default-src 'none'; script-src 'self'${scripts}; style-src 'self'; connect-src 'self'; worker-src 'self'; ` +
  "require-trusted-types-for 'script'; trusted-types lit-html shc-elements";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Strict</title>
<script type="module" src="/page.js"></script>
<shc-scanner></shc-scanner><shc-display></shc-display><shl-viewer></shl-viewer></html>`;

const script = (entry: string, trust: unknown) => `import { createTrust } from '/lib/shc/${entry}';
document.querySelector('shc-scanner').trust = createTrust(${JSON.stringify(trust)});`;

describe('strict content security policy', { skip }, () => {
  let browser: Browser;
  let film: string;
  let issued: Awaited<ReturnType<typeof issueTestCard>>;

  before(async () => {
    issued = await issueTestCard();
    film = await writeFakeCamera(cardToQrText(issued.jws), await fakeCameraPath('strict'), { secondsPerCode: 3 });
    browser = await launch(fakeCameraFlags(film));
  });
  after(async () => {
    await browser?.close();
    if (film) await rm(dirname(film), { recursive: true, force: true });
  });

  const cases = [
    { name: "with 'wasm-unsafe-eval'", scripts: " 'wasm-unsafe-eval'", engine: 'engine-wasm.js' },
    { name: 'without WebAssembly', scripts: '', engine: 'engine-js.js' },
  ];
  for (const { name, scripts, engine } of cases) {
    it(`${name}: reads a card from the camera in the worker, with ${engine}`, async (test) => {
      const site = await serveSite(
        { '/': PAGE, '/page.js': script('shc-elements.min.js', { issuers: [issued.issuer], liveKeys: 'never' }) },
        { cdn: '/lib/shc/', headers: { 'Content-Security-Policy': policy(scripts) } },
      );
      try {
        const { page, misdeeds } = await watchedPage(browser);
        await keepEvents(page);
        const workers: string[] = [];
        page.on('workercreated', (worker) => workers.push(new URL(worker.url()).pathname));
        await page.goto(site.origin);
        await page.waitForSelector('shl-viewer:defined');
        await page.$eval('shc-scanner', (scanner) => (scanner as unknown as { start(): Promise<void> }).start());
        const { at: on } = await waitForEvent(page, 'shc-camera-change');
        const { detail, at } = await waitForEvent(page, 'shc-verified', 30_000);
        test.diagnostic(`camera on to shc-verified: ${Math.round(at - on)} ms`);
        assert.equal(detail.bundle.entry[0].resource.name[0].family, 'Anyperson');
        assert.deepEqual(workers, ['/lib/shc/qr-worker.js']);
        assert.deepEqual(misdeeds.violations, []);
        assert.deepEqual(misdeeds.foreign, []);
        // The browser itself says in the console that WebAssembly was refused.
        const unexpected = scripts
          ? misdeeds.complaints
          : misdeeds.complaints.filter((text) => !/WebAssembly/.test(text));
        assert.deepEqual(unexpected, []);
        const loaded = site.requests.filter((path) => path.startsWith('/lib/shc/engine-') || path.endsWith('.min.js'));
        assert.deepEqual([loaded[0], loaded.at(-1)], ['/lib/shc/shc-elements.min.js', `/lib/shc/${engine}`]);
        await page.close();
      } finally {
        await site.close();
      }
    });
  }
});
