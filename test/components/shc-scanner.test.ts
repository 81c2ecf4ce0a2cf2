/** The scanner element in real engines: real cards issued here, real verification, no camera needed but where it is said. */
import { expect } from '@esm-bundle/chai';
import type { Bundle } from 'fhir/r4.js';
import { ShcScanner } from '../../components/shc-scanner.js';
import {
  type CardResult,
  cardToQrText,
  createTrust,
  generateIssuerKey,
  type IssuerKey,
  issueCard,
  publicKeySet,
  type Trust,
} from '../../src/index.js';

if (!customElements.get('shc-scanner')) customElements.define('shc-scanner', ShcScanner);

const ISSUER = 'https://clinic.example.org/cards';
const person = (family: string): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      fullUrl: 'resource:0',
      resource: { resourceType: 'Patient', name: [{ family, given: ['Ana'] }], birthDate: '1980-02-03' },
    },
    {
      fullUrl: 'resource:1',
      resource: {
        resourceType: 'Immunization',
        status: 'completed',
        vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '207' }] },
        patient: { reference: 'resource:0' },
        occurrenceDateTime: '2021-01-01',
      },
    },
  ],
});

let key: IssuerKey;
let trust: Trust;
let card: string;
let otherCard: string;
let expiredCard: string;

before(async () => {
  key = await generateIssuerKey();
  trust = createTrust({
    issuers: [{ url: ISSUER, name: 'Clinic', keys: publicKeySet([key]) }],
    liveKeys: 'never',
  });
  card = await issueCard({ issuer: ISSUER, key, bundle: person('Uno') });
  otherCard = await issueCard({ issuer: ISSUER, key, bundle: person('Dos') });
  const issuedAt = new Date('2021-01-01');
  expiredCard = await issueCard({
    issuer: ISSUER,
    key,
    bundle: person('Tres'),
    issuedAt,
    expiresAt: new Date('2022-01-01'),
  });
});

const NAMES = ['shc-scan', 'shc-progress', 'shc-verified', 'shc-result', 'shl-scan', 'shc-error'] as const;
let scanner: ShcScanner;
let seen: string[];

async function add(
  setUp: (element: ShcScanner) => void = () => {},
  parent: Element = document.body,
): Promise<ShcScanner> {
  const element = document.createElement('shc-scanner') as ShcScanner;
  element.silent = true;
  element.trust = trust;
  setUp(element);
  parent.append(element);
  await element.updateComplete;
  return element;
}

beforeEach(async () => {
  seen = [];
  scanner = await add();
  for (const name of NAMES) scanner.addEventListener(name, () => seen.push(name));
});
afterEach(() => {
  scanner.remove();
});

const shadow = (element = scanner) => element.shadowRoot as ShadowRoot;
const find = (selector: string, element = scanner) => shadow(element).querySelector<HTMLElement>(selector);
/** For assertions: a node in a failed one would be written out whole. */
const has = (selector: string, element = scanner) => find(selector, element) !== null;
const word = () => find('.verdict-word')?.textContent;
const link = () => {
  const payload = { url: `https://links.example.org/${'a'.repeat(43)}`, key: 'k'.repeat(43), label: 'Mine' };
  return `shlink:/${btoa(JSON.stringify(payload)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`;
};
const settled = async (element = scanner) => {
  await element.updateComplete;
  await new Promise((resolve) => setTimeout(resolve, 30));
  await element.updateComplete;
};

/** Waits for what is to come; the test's own time limit ends a wait in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('<shc-scanner>', () => {
  it('can be used without a camera: the ways in are there, named, and reachable by keyboard', () => {
    const buttons = [...shadow().querySelectorAll('button')].map((button) => button.textContent?.trim());
    expect(buttons).to.include.members(['Start camera', 'Choose a picture or file', 'Paste text']);
    expect(has('[role=status]')).to.equal(true);
    expect(find('.result')?.hidden).to.equal(true);
  });

  it('verifies a card and gives its FHIR in one event', async () => {
    let bundle: Bundle | undefined;
    let detail: unknown;
    scanner.addEventListener('shc-verified', (event) => {
      ({ bundle } = event.detail);
      detail = event.detail;
    });
    const results = (await scanner.read(card)) as CardResult[];
    await scanner.updateComplete;
    expect(results[0]?.verdict).to.equal('verified');
    expect(bundle?.entry).to.have.length(2);
    expect(detail).to.include({ index: 0, total: 1, source: 'text' });
    expect(seen).to.deep.equal(['shc-scan', 'shc-result', 'shc-verified']);
    expect(word()).to.equal('Verified');
    expect(find('.person-name')?.textContent).to.contain('Ana Uno');
  });

  it('reads QR text with line breaks as people paste it', async () => {
    const [qr = ''] = cardToQrText(card);
    const results = (await scanner.read(`  ${qr.replace(/(.{70})/g, '$1\n')} `)) as CardResult[];
    expect(results[0]?.verdict).to.equal('verified');
  });

  it('shows a refusal for what it is, with no shc-verified', async () => {
    await scanner.read(expiredCard);
    await scanner.updateComplete;
    expect(word()).to.equal('Expired');
    expect(seen).to.deep.equal(['shc-scan', 'shc-result']);
    expect(scanner.value).to.equal(null);
  });

  it('never calls a changed card good', async () => {
    const [head, payload, signature = ''] = card.split('.');
    const changed = `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    await scanner.read(changed);
    await scanner.updateComplete;
    expect(word()).to.equal('Not valid');
    expect(has('.person-name')).to.equal(false);
    expect(seen).to.not.include('shc-verified');
  });

  it('says what something is instead of a card', async () => {
    let code: string | undefined;
    scanner.addEventListener('shc-error', (event) => {
      ({ code } = event.detail);
    });
    for (const [text, words] of [
      ['HC1:6BFOXN', 'EU Digital COVID Certificate'],
      ['https://example.org/menu', 'web link'],
      ['vhlink:/eyJ1cmwiOiIifQ', 'Verifiable Health Link'],
    ] as const) {
      expect(await scanner.read(text)).to.equal(null);
      await scanner.updateComplete;
      expect(find('[role=alert]')?.textContent).to.contain(words);
      expect(code).to.equal('NOT_A_CARD');
    }
  });

  it('checks nothing when the page cancels shc-scan', async () => {
    scanner.addEventListener('shc-scan', (event) => event.preventDefault());
    expect(await scanner.read(card)).to.equal(null);
    expect(seen).to.deep.equal(['shc-scan']);
    await scanner.updateComplete;
    expect(word()).to.equal(undefined);
  });

  it('gives a link to the page, and shows no key', async () => {
    let received: { key?: string } | undefined;
    scanner.addEventListener('shl-scan', (event) => {
      received = event.detail.link;
    });
    await scanner.read(link());
    await scanner.updateComplete;
    expect(received?.key).to.equal('k'.repeat(43));
    expect(find('.link')?.textContent).to.contain('Mine');
    expect(shadow().innerHTML).to.not.contain('kkkk');
  });

  it('takes only what `accept` names', async () => {
    scanner.accept = 'links';
    await scanner.read(card);
    scanner.accept = 'cards';
    await scanner.read(link());
    expect(seen).to.deep.equal(['shc-scan', 'shc-error', 'shc-scan', 'shc-error']);
  });

  describe('a card in several codes', () => {
    // Too long for one code: many doses.
    let chunks: string[];
    before(async () => {
      const bundle = person('Largo');
      for (let i = 2; i < 60; i++) {
        const lotNumber = crypto.randomUUID();
        bundle.entry?.push({
          fullUrl: `resource:${i}`,
          resource: { ...(bundle.entry[1]?.resource as object), lotNumber } as never,
        });
      }
      chunks = cardToQrText(await issueCard({ issuer: ISSUER, key, bundle }), { chunks: true });
      expect(chunks.length).to.be.above(2);
    });

    it('comes together in any order, with progress', async () => {
      const progress: number[] = [];
      scanner.addEventListener('shc-progress', (event) => progress.push(event.detail.have));
      const backwards = [...chunks].reverse();
      for (const chunk of backwards.slice(0, -1)) expect(await scanner.read(chunk)).to.equal(null);
      await scanner.updateComplete;
      expect(has('.codes .read')).to.equal(true);
      const results = (await scanner.read(backwards.at(-1) ?? '')) as CardResult[];
      expect(results[0]?.verdict).to.equal('verified');
      expect(progress).to.deep.equal(chunks.slice(1).map((_, i) => i + 1));
    });

    it('survives a pause of the camera, and not clear()', async () => {
      await scanner.read(chunks[0] ?? '');
      scanner.stop();
      const have: number[] = [];
      scanner.addEventListener('shc-progress', (event) => have.push(event.detail.have));
      await scanner.read(chunks[1] ?? '');
      scanner.clear();
      await scanner.read(chunks[1] ?? '');
      expect(have).to.deep.equal([2, 1]);
    });
  });

  describe('one card at a time', () => {
    it('drops what an older input gives, whatever finishes first', async () => {
      const verified: string[] = [];
      scanner.addEventListener('shc-verified', (event) => verified.push(event.detail.result.jws ?? ''));
      const [first, second] = await Promise.all([scanner.read(card), scanner.read(otherCard)]);
      expect(first).to.equal(null);
      expect((second as CardResult[])[0]?.jws).to.equal(otherCard);
      expect(verified).to.deep.equal([otherCard]);
      await scanner.updateComplete;
      expect(find('.person-name')?.textContent).to.contain('Dos');
    });

    it('takes the badge away the moment something new comes in', async () => {
      await scanner.read(card);
      await scanner.updateComplete;
      expect(word()).to.equal('Verified');
      const reading = scanner.read(expiredCard);
      await scanner.updateComplete;
      expect(has('.verdict.verified')).to.equal(false);
      expect(scanner.value).to.equal(null);
      await reading;
    });

    it('stops telling when a listener puts something new in', async () => {
      scanner.addEventListener('shc-result', () => scanner.clear(), { once: true });
      await scanner.read(card);
      expect(seen).to.deep.equal(['shc-scan', 'shc-result']);
    });
  });

  describe('an issuer the page does not know', () => {
    it('reads as not checked without any policy, and offers one click', async () => {
      scanner.trust = undefined;
      await scanner.read(card);
      await scanner.updateComplete;
      expect(word()).to.equal('Not checked');
      expect(find('.ask button')?.textContent).to.contain('Check with the issuer');
      expect(seen).to.not.include('shc-verified');
    });

    it('asks that issuer once when told to, and never trusts it for that', async () => {
      const asked: string[] = [];
      const fetch = async (url: string | URL | Request): Promise<Response> => {
        asked.push(String(url));
        return new Response(JSON.stringify(publicKeySet([key])), { headers: { 'content-type': 'application/json' } });
      };
      scanner.trust = createTrust({ issuers: ['https://elsewhere.example.org'], fetch: fetch as never });
      await scanner.read(card);
      await scanner.updateComplete;
      expect(asked).to.deep.equal([]);
      const answered = new Promise<CardResult>((resolve) => {
        scanner.addEventListener('shc-result', (event) => resolve(event.detail.result), { once: true });
      });
      find('.ask button')?.click();
      const result = await answered;
      await scanner.updateComplete;
      expect(asked).to.deep.equal([`${ISSUER}/.well-known/jwks.json`]);
      expect(result).to.include({ verdict: 'untrusted', signature: 'valid' });
      expect(word()).to.equal('Not trusted');
      expect(has('.ask')).to.equal(false);
      expect(seen).to.not.include('shc-verified');
    });

    it('does not offer that against the policy', async () => {
      scanner.trust = createTrust({ liveKeys: 'never' });
      await scanner.read(card);
      await scanner.updateComplete;
      expect(has('.ask')).to.equal(false);
    });
  });

  describe('in a form', () => {
    let form: HTMLFormElement;
    let field: ShcScanner;
    beforeEach(async () => {
      form = document.createElement('form');
      document.body.append(form);
      field = await add((element) => {
        element.name = 'card';
      }, form);
    });
    afterEach(() => form.remove());

    it('submits the JWS of the last verified card, and of no other', async () => {
      expect(new FormData(form).get('card')).to.equal(null);
      await field.read(card);
      expect(new FormData(form).get('card')).to.equal(card);
      await field.read(expiredCard);
      expect(new FormData(form).get('card')).to.equal(null);
    });

    it('is emptied by a reset', async () => {
      await field.read(card);
      form.reset();
      expect(new FormData(form).get('card')).to.equal(null);
      await field.updateComplete;
      expect(has('.verdict', field)).to.equal(false);
    });
  });

  describe('what stays', () => {
    it('is wiped by clear(), and after the idle time', async () => {
      scanner.idle = 0.05;
      await scanner.updateComplete;
      await scanner.read(card);
      await scanner.updateComplete;
      expect(word()).to.equal('Verified');
      await new Promise((resolve) => setTimeout(resolve, 120));
      await scanner.updateComplete;
      expect(has('.verdict')).to.equal(false);
      expect(scanner.value).to.equal(null);
      expect(shadow().textContent).to.not.contain('Uno');
    });

    it('puts nothing into attributes, storage or the console', async () => {
      const said: unknown[] = [];
      const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
      const originals = methods.map((method) => console[method]);
      for (const method of methods) console[method] = (...args: unknown[]) => said.push(...args);
      try {
        await scanner.read(card);
        await scanner.read(`${card}x`);
        await scanner.read(link());
        await scanner.updateComplete;
      } finally {
        methods.forEach((method, i) => {
          console[method] = originals[i] as never;
        });
      }
      expect(said).to.deep.equal([]);
      expect(scanner.getAttributeNames()).to.deep.equal([]);
      expect(JSON.stringify({ ...localStorage, ...sessionStorage })).to.not.match(/Uno|eyJ|shlink/);
    });

    it('leaves the page with the element', async () => {
      await scanner.read(card);
      scanner.remove();
      await scanner.updateComplete;
      expect(scanner.value).to.equal(null);
      expect(shadow().textContent).to.not.contain('Uno');
    });
  });

  it('offers another try where the check could not be finished', async () => {
    let online = false;
    const fetch = async (): Promise<Response> => {
      if (!online) throw new TypeError('offline');
      return new Response(JSON.stringify(publicKeySet([key])));
    };
    scanner.trust = createTrust({ issuers: [ISSUER], fetch: fetch as never });
    await scanner.read(card);
    await scanner.updateComplete;
    expect(word()).to.equal('Could not be checked');
    online = true;
    const again = [...shadow().querySelectorAll('button')].find(
      (button) => button.textContent?.trim() === 'Check again',
    );
    again?.click();
    await until(() => word() === 'Verified');
    expect(scanner.value).to.equal(card);
  });

  describe('other ways in', () => {
    it('reads files: cards, several at once, and says what is wrong with each', async () => {
      const input = find('input[type=file]') as HTMLInputElement;
      const files = new DataTransfer();
      files.items.add(new File([JSON.stringify({ verifiableCredential: [card, otherCard] })], 'a.smart-health-card'));
      files.items.add(new File(['{}'], 'b.json'));
      input.files = files.files;
      const total = new Promise<number>((resolve) => {
        scanner.addEventListener('shc-result', (event) => resolve(event.detail.total), { once: true });
      });
      input.dispatchEvent(new Event('change'));
      expect(await total).to.equal(2);
      await scanner.updateComplete;
      expect(shadow().querySelectorAll('.verdict.verified')).to.have.length(2);
      expect(find('[role=alert]')?.textContent).to.contain('holds no SMART Health Card');
      expect(input.files).to.have.length(0);
    });

    it('says plainly that PDF and damaged pictures are not read', async () => {
      await scanner.read(new Blob(['%PDF-1.7 ...']));
      await scanner.updateComplete;
      expect(find('[role=alert]')?.textContent).to.contain('screenshot');
      const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
      await scanner.read(new Blob([png]));
      expect(seen.filter((name) => name === 'shc-error')).to.have.length(2);
    });

    it('refuses a picture of too many pixels before decoding it', async () => {
      const bomb = new Uint8Array(40);
      bomb.set([
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xff, 0xff, 0, 0,
        0xff, 0xff,
      ]);
      let code: string | undefined;
      scanner.addEventListener('shc-error', (event) => {
        ({ code } = event.detail);
      });
      await scanner.read(new Blob([bomb]));
      expect(code).to.equal('TOO_LARGE');
    });

    it('reads text typed into the box, and empties the box', async () => {
      [...shadow().querySelectorAll<HTMLElement>('.inputs button')].at(-1)?.click();
      await settled();
      const box = find('textarea') as HTMLTextAreaElement;
      expect(shadow().activeElement === box).to.equal(true);
      box.value = card;
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      expect(box.value).to.equal('');
      await until(() => word() === 'Verified');
    });

    it('reads a paste on the page, and leaves other pastes to the page', async function () {
      const paste = (text: string): ClipboardEvent => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        return new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true });
      };
      const own = paste(card);
      // Firefox drops the data of a paste made by a script.
      if (own.clipboardData?.getData('text/plain') !== card) this.skip();
      expect(document.body.dispatchEvent(paste('anything'))).to.equal(true);
      expect(document.body.dispatchEvent(own)).to.equal(false);
      await until(() => word() === 'Verified');
      const field = document.createElement('input');
      document.body.append(field);
      expect(field.dispatchEvent(paste(otherCard))).to.equal(true);
      field.remove();
    });

    it('reads what is dropped on it', async () => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([card], 'card.txt'));
      let source: string | undefined;
      scanner.addEventListener('shc-verified', (event) => {
        ({ source } = event.detail);
      });
      const drag = (type: string) =>
        find('.root')?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      expect(drag('dragover')).to.equal(false);
      await scanner.updateComplete;
      expect(has('.drop')).to.equal(true);
      expect(drag('drop')).to.equal(false);
      await until(() => source !== undefined);
      await scanner.updateComplete;
      expect(source).to.equal('drop');
      expect(has('.drop')).to.equal(false);
    });

    it('reads a hand-held scanner when `keyboard` is set, once for a trigger pulled twice', async () => {
      const type = () => {
        let time = performance.now();
        for (const one of [...card, 'Enter']) {
          const event = new KeyboardEvent('keydown', { key: one, bubbles: true, cancelable: true });
          time += 3;
          Object.defineProperty(event, 'timeStamp', { value: time });
          document.body.dispatchEvent(event);
        }
      };
      type();
      await settled();
      expect(seen).to.deep.equal([]);
      scanner.keyboard = true;
      type();
      type();
      await until(() => seen.includes('shc-verified'));
      await settled();
      expect(seen).to.deep.equal(['shc-scan', 'shc-result', 'shc-verified']);
    });
  });

  it('keeps the focus near when the button that had it goes away', async () => {
    await scanner.read(card);
    await scanner.updateComplete;
    const clear = [...shadow().querySelectorAll('button')].find((button) => button.textContent?.trim() === 'Clear');
    clear?.focus();
    clear?.click();
    await settled();
    expect(shadow().activeElement?.textContent).to.contain('Start camera');
  });

  it('keeps properties that were set before it was defined', async () => {
    class Later extends ShcScanner {}
    const early = document.createElement('shc-scanner-later') as ShcScanner;
    early.trust = trust;
    early.silent = true;
    document.body.append(early);
    customElements.define('shc-scanner-later', Later);
    const results = (await early.read(card)) as CardResult[];
    expect(results[0]?.verdict).to.equal('verified');
    early.remove();
  });
});
