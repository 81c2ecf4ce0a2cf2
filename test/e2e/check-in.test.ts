/** The main job: a card held up to the camera of a clinic's check-in page, to the server that believes it. */

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { cardToQrText, createTrust, verifyCard } from '../../src/index.js';
import { heardBy, keepEvents, launch, type Misdeeds, skip, waitForEvent, watchedPage } from './browser.js';
import { type Demo, startDemo, tamper } from './demo.js';
import { fakeCameraFlags, fakeCameraPath, writeFakeCamera } from './fake-camera.js';

/** From the moment the camera is on to the event: the film has half a second of empty desk, the rest is ours. */
const PATIENCE = 5_000;

describe('check-in page', { skip }, () => {
  let demo: Demo;
  let browser: Browser;
  let film: string;
  let jws: string;

  before(async () => {
    demo = await startDemo();
    jws = await demo.card('amara-covid');
    film = await writeFakeCamera(cardToQrText(jws), await fakeCameraPath('check-in'), { secondsPerCode: 3 });
    browser = await launch(fakeCameraFlags(film));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    if (film) await rm(dirname(film), { recursive: true, force: true });
  });

  describe('with a camera', () => {
    let page: Page;
    let misdeeds: Misdeeds;
    before(async () => {
      ({ page, misdeeds } = await watchedPage(browser));
      await keepEvents(page);
      await page.goto(`${demo.origin}/check-in.html`);
      await page.waitForSelector('shc-scanner:defined');
    });

    it('gets the verified FHIR of the card in one event', async (test) => {
      await page.locator('shc-scanner >>> [part~=start-button]').click();
      const { at: on } = await waitForEvent(page, 'shc-camera-change');
      const { detail, at } = await waitForEvent(page, 'shc-verified');
      test.diagnostic(`camera on to shc-verified: ${Math.round(at - on)} ms`);
      assert.ok(at - on < PATIENCE, `${at - on} ms`);
      assert.equal(detail.source, 'camera');
      assert.equal(detail.result.verdict, 'verified');
      assert.equal(detail.result.jws, jws);
      const trust = createTrust({ issuers: [`${demo.origin}/issuer`], allowLoopback: true });
      assert.deepEqual(detail.bundle, (await verifyCard(jws, { trust })).fhirBundle);
      assert.equal((await heardBy(page)).filter(({ type }) => type === 'shc-verified').length, 1);
    });

    it('fills the form with the person on the card', async () => {
      const values = await page.$eval('#check-in', (form) => [...new FormData(form as HTMLFormElement).entries()]);
      const form = Object.fromEntries(values);
      assert.deepEqual(
        [form['given-name'], form['family-name'], form.bday, form.card],
        ['Amara N.', 'Okafor', '1988-04-12', jws],
      );
    });

    it('sends the card to the server, which verifies it again before it believes it', async () => {
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/check-in'));
      await page.locator('#send').click();
      const response = await answered;
      assert.equal(response.status(), 200);
      assert.equal(JSON.parse(response.request().postData() ?? '').card, jws);
      const answer = await response.json();
      assert.deepEqual([answer.accepted, answer.verdict], [true, 'verified']);
      await page.locator('::-p-text(You are checked in)').wait();
      assert.match(await page.$eval('main', ({ textContent }) => textContent ?? ''), /Amara N\. Okafor/);
    });

    it('breaks no rule of its strict policy, asks no other host, and leaves the console clean', () => {
      assert.deepEqual(misdeeds, { violations: [], complaints: [], foreign: [] });
    });

    it('keeps nothing of the card in storage, the address, or attributes of elements', async () => {
      const left = await page.evaluate(() => ({
        storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
        cookie: document.cookie,
        address: location.href,
        scanner: [...document.querySelectorAll('shc-scanner')]
          .map((scanner) => (scanner.cloneNode(false) as Element).outerHTML)
          .join(),
      }));
      for (const [where, text] of Object.entries(left)) assert.doesNotMatch(text, /eyJ|Okafor|Amara/, where);
    });
  });

  describe('with a card that was changed', () => {
    const parts = ['header', 'payload', 'signature'] as const;
    for (const [index, part] of parts.entries()) {
      it(`${part}: the page refuses it and stays empty`, async () => {
        const { page } = await watchedPage(browser);
        await keepEvents(page);
        await page.goto(`${demo.origin}/check-in.html`);
        await page.waitForSelector('shc-scanner:defined');
        await page.$eval(
          'shc-scanner',
          (scanner, text) => (scanner as unknown as { read(text: string): Promise<unknown> }).read(text),
          tamper(jws, index as 0 | 1 | 2),
        );
        const heard = await heardBy(page);
        assert.deepEqual(
          heard.filter(({ type }) => type === 'shc-verified'),
          [],
        );
        // A header that is no JSON any more may be seen as no card at all: then there is an error, and no result.
        const verdicts = heard.filter(({ type }) => type === 'shc-result').map(({ detail }) => detail.result.verdict);
        const errors = heard.filter(({ type }) => type === 'shc-error');
        assert.ok(verdicts.length + errors.length > 0, 'it says so');
        assert.ok(
          verdicts.every((verdict) => verdict === 'invalid' || verdict === 'untrusted'),
          String(verdicts),
        );
        assert.equal(await page.$eval('[name=family-name]', (input) => (input as HTMLInputElement).value), '');
        assert.equal(await page.$eval('#send', (button) => (button as HTMLButtonElement).disabled), true);
        await page.close();
      });

      it(`${part}: the server refuses it, whatever the page says`, async () => {
        const response = await fetch(`${demo.origin}/api/check-in`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ card: tamper(jws, index as 0 | 1 | 2), verified: true, form: {} }),
        });
        assert.equal(response.status, 422);
        const answer = (await response.json()) as { accepted: boolean; verdict: string; person?: unknown };
        assert.equal(answer.accepted, false);
        assert.notEqual(answer.verdict, 'verified');
        assert.equal(answer.person, undefined);
      });
    }

    it("an event forged by the page's visitor is not believed by the server", async () => {
      const { page } = await watchedPage(browser);
      await page.goto(`${demo.origin}/check-in.html`);
      await page.waitForSelector('shc-scanner:defined');
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/check-in'));
      await page.$eval(
        'shc-scanner',
        (scanner, forged) => {
          const resource = {
            resourceType: 'Patient',
            name: [{ given: ['Eve'], family: 'Forger' }],
            birthDate: '1990-01-01',
          };
          const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource }] };
          const result = { verdict: 'verified', jws: forged, fhirBundle: bundle };
          const detail = { bundle, result, index: 0, total: 1, source: 'camera' };
          scanner.dispatchEvent(new CustomEvent('shc-verified', { detail, bubbles: true, composed: true }));
        },
        tamper(jws, 2),
      );
      await page.locator('#send').click();
      assert.equal((await answered).status(), 422);
      await page.locator('::-p-text(We could not check you in)').wait();
      assert.doesNotMatch(await page.$eval('main', ({ textContent }) => textContent ?? ''), /You are checked in/);
      await page.close();
    });
  });
});
