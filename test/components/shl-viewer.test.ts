/** `<shl-viewer>` in real engines: real links, files encrypted and cards verified for real; the host is a function. */
import { expect } from '@esm-bundle/chai';
import '../../components/define/shl-viewer.js';
import type { ShlViewer } from '../../components/shl-viewer.js';
import { cardFile, parseLink } from '../../src/index.js';
import {
  accessible,
  bundleOf,
  type Clinic,
  find,
  json,
  LINK_KEY,
  linkText,
  manifestOf,
  once,
  openClinic,
  patient,
  tamper,
  textOf,
  vaccination,
} from './help.js';

const FHIR = 'application/fhir+json';
const CARD = 'application/smart-health-card';
const PASSCODE = 'open-sesame-4711';

let clinic: Clinic;
let card: string;
let elements: HTMLElement[] = [];

before(async () => {
  document.documentElement.lang = 'en';
  clinic = await openClinic();
  card = await clinic.issue(bundleOf(patient('Rivera'), vaccination()));
});

afterEach(() => {
  for (const element of elements) element.remove();
  elements = [];
});

interface Host {
  readonly fetch: typeof fetch;
  /** Bodies of the requests that were made. */
  readonly asked: { url: string; body: Record<string, unknown> }[];
}

/** A host that answers one after the other; the last answer again and again. */
function host(...answers: (() => Response | Promise<Response>)[]): Host {
  const asked: Host['asked'] = [];
  return {
    asked,
    fetch: async (url, init) => {
      asked.push({ url: String(url), body: init?.body ? JSON.parse(String(init.body)) : {} });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      return (answer as () => Response)();
    },
  };
}

const files = async (...list: Parameters<typeof manifestOf>[0][number][]) => {
  const manifest = await manifestOf(list);
  return () => json(manifest);
};

function make(set: Partial<ShlViewer> = {}): ShlViewer {
  const element = document.createElement('shl-viewer');
  Object.assign(element, set);
  document.body.append(element);
  elements.push(element);
  return element;
}

async function settled(
  element: ShlViewer,
  ...names: ('shl-result' | 'shl-error' | 'shl-passcode-request')[]
): Promise<void> {
  await Promise.race(names.map((name) => once(element, name)));
  await element.updateComplete;
}

const person = JSON.stringify(bundleOf(patient('Shared', 'Sam'), vaccination()));

describe('<shl-viewer>', () => {
  describe('accessibility', () => {
    const states: readonly (readonly [string, () => Promise<ShlViewer>])[] = [
      ['empty', async () => make()],
      ['asking who is opening', async () => make({ link: linkText({ label: 'For Dr. Lee' }) })],
      [
        'asking for a passcode',
        async () => {
          const element = make({ link: linkText({ flag: 'P' }) });
          await settled(element, 'shl-passcode-request');
          return element;
        },
      ],
      [
        'told the passcode is wrong',
        async () => {
          const { fetch } = host(() => json({ remainingAttempts: 2 }, { status: 401 }));
          const element = make({ link: linkText({ flag: 'P' }), recipient: 'Desk', fetch });
          await settled(element, 'shl-passcode-request');
          await element.open('wrong');
          await element.updateComplete;
          return element;
        },
      ],
      [
        'opening',
        async () => {
          const element = make({ link: linkText(), recipient: 'Desk', fetch: () => new Promise(() => {}) });
          await once(element, 'shl-open');
          await element.updateComplete;
          return element;
        },
      ],
      [
        'open, with cards, records, other files and a broken one',
        async () => {
          const manifest = (await manifestOf([
            [CARD, cardFile([card, tamper(card)])],
            [FHIR, person],
            ['application/pdf', '%PDF-1.4'],
          ])) as { files: object[] };
          manifest.files.push({ contentType: FHIR, embedded: 'broken' });
          const element = make({
            link: linkText({ flag: 'L' }),
            recipient: 'Desk',
            trust: clinic.trust,
            fetch: host(() => json(manifest)).fetch,
          });
          await settled(element, 'shl-result');
          return element;
        },
      ],
      [
        'told that the link is gone',
        async () => {
          const element = make({
            link: linkText(),
            recipient: 'Desk',
            fetch: host(() => new Response('', { status: 404 })).fetch,
          });
          await settled(element, 'shl-error');
          return element;
        },
      ],
    ];
    for (const [name, state] of states) {
      it(`has no violation when ${name}`, async () => {
        const element = await state();
        await element.updateComplete;
        await accessible(element);
      });
    }
  });

  it('opens a link: cards under their own verdict, the rest as "shared, not verified"', async () => {
    const { fetch, asked } = host(await files([CARD, cardFile([card])], [FHIR, person]));
    const element = make({ link: linkText(), recipient: 'Front desk', trust: clinic.trust, fetch });
    const seen: number[] = [];
    element.addEventListener('shl-file', (event) => seen.push(event.detail.index));
    const { detail } = await once(element, 'shl-result');
    await element.updateComplete;
    expect(seen.sort()).to.deep.equal([0, 1]);
    expect(asked[0]?.body.recipient).to.equal('Front desk');
    expect(detail.result.files.map(({ kind }) => kind)).to.deep.equal(['cards', 'fhir']);
    expect(find(element, '[part=card] .verdict.verified')).to.not.equal(null);
    const unsigned = find(element, '.unsigned-data');
    expect(unsigned?.textContent).to.contain('Shared, not verified').and.to.contain('Sam Shared');
    expect(unsigned?.querySelector('.verdict')).to.equal(null);
  });

  it('fires no shc events for cards inside', async () => {
    let fired = 0;
    const count = () => {
      fired += 1;
    };
    for (const name of ['shc-verified', 'shc-result'] as const) document.addEventListener(name, count);
    const element = make({
      link: linkText(),
      recipient: 'Desk',
      trust: clinic.trust,
      fetch: host(await files([CARD, cardFile([card])])).fetch,
    });
    await settled(element, 'shl-result');
    for (const name of ['shc-verified', 'shc-result'] as const) document.removeEventListener(name, count);
    expect(fired).to.equal(0);
  });

  it('quotes the label as the sender’s words, cut at 80 characters', async () => {
    const element = make({ link: linkText({ label: `VERIFIED ${'x'.repeat(200)}` }) });
    await element.updateComplete;
    expect(find(element, 'q')?.textContent).to.have.length(81);
    expect(textOf(element)).to.contain('The sender calls it');
    expect(find(element, '.verdict')).to.equal(null);
  });

  it('asks who is opening, and makes no request until it is told', async () => {
    const { fetch, asked } = host(await files([FHIR, person]));
    const element = make({ link: linkText(), fetch });
    await element.updateComplete;
    find<HTMLButtonElement>(element, 'button[type=submit]')?.click();
    await element.updateComplete;
    expect(asked).to.deep.equal([]);
    expect(find(element, '#recipient')?.getAttribute('aria-invalid')).to.equal('true');
    const field = find<HTMLInputElement>(element, '#recipient') as HTMLInputElement;
    field.value = '  Harbor Clinic ';
    const result = once(element, 'shl-result');
    find<HTMLFormElement>(element, 'form')?.requestSubmit();
    await result;
    expect(asked[0]?.body.recipient).to.equal('Harbor Clinic');
  });

  it('is stopped by preventDefault on shl-open, before any request', async () => {
    const { fetch, asked } = host(await files([FHIR, person]));
    const element = make({ fetch, recipient: 'Desk' });
    element.addEventListener('shl-open', (event) => event.preventDefault(), { once: true });
    element.link = linkText();
    await once(element, 'shl-open');
    await element.updateComplete;
    expect(asked).to.deep.equal([]);
    expect(textOf(element)).to.contain('stopped');
    const result = once(element, 'shl-result');
    await element.open();
    await result;
    expect(asked).to.have.length(1);
  });

  it('opens once when the page sets everything and calls open() in the same breath', async () => {
    const { fetch, asked } = host(await files([FHIR, person]));
    const element = make({ fetch });
    let opened = 0;
    element.addEventListener('shl-open', () => {
      opened += 1;
    });
    element.recipient = 'Desk';
    element.link = linkText();
    const result = once(element, 'shl-result');
    await element.open();
    await result;
    expect(opened).to.equal(1);
    expect(asked).to.have.length(1);
  });

  it('sends a passcode once, shows the tries left, and never sends it again by itself', async () => {
    const { fetch, asked } = host(() => json({ remainingAttempts: 3 }, { status: 401 }), await files([FHIR, person]));
    const element = make({ link: linkText({ flag: 'P' }), recipient: 'Desk', fetch });
    const first = await once(element, 'shl-passcode-request');
    expect(first.detail).to.deep.equal({});
    await element.updateComplete;
    const field = () => find<HTMLInputElement>(element, '#passcode') as HTMLInputElement;
    expect(field().type).to.equal('password');
    field().value = PASSCODE;
    const again = once(element, 'shl-passcode-request');
    find<HTMLFormElement>(element, 'form')?.requestSubmit();
    expect((await again).detail.remainingAttempts).to.equal(3);
    await element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(textOf(element)).to.contain('3 tries left').and.to.contain('passcode is not right');
    expect(field().value).to.equal('');
    expect(element.shadowRoot?.activeElement).to.equal(field());
    expect(asked).to.have.length(1);
    field().value = 'the right one';
    const result = once(element, 'shl-result');
    find<HTMLFormElement>(element, 'form')?.requestSubmit();
    await result;
    expect(asked.map(({ body }) => body.passcode)).to.deep.equal([PASSCODE, 'the right one']);
  });

  it('says that the link is locked when no tries are left, and offers none', async () => {
    const { fetch } = host(() => json({ remainingAttempts: 0 }, { status: 401 }));
    const element = make({ link: linkText({ flag: 'P' }), recipient: 'Desk', fetch });
    await once(element, 'shl-passcode-request');
    const error = once(element, 'shl-error');
    await element.open('x');
    await error;
    await element.updateComplete;
    expect(textOf(element)).to.contain('No tries left');
    expect(find(element, 'form')).to.equal(null);
  });

  const failures: readonly (readonly [string, Record<string, unknown>, () => Response, string, RegExp, boolean])[] = [
    ['gone', {}, () => new Response('', { status: 404 }), 'LINK_INACTIVE', /no longer works/, false],
    [
      'to be waited for',
      {},
      () => new Response('', { status: 429, headers: { 'retry-after': '30' } }),
      'LINK_RATE_LIMITED',
      /30 seconds/,
      true,
    ],
    ['expired', { exp: 1_600_000_000 }, () => new Response(''), 'LINK_EXPIRED', /has expired/, false],
    ['of a newer kind', { v: 2 }, () => new Response(''), 'LINK_VERSION', /newer kind/, false],
    ['contradictory', { flag: 'UP' }, () => new Response(''), 'LINK_FLAG_CONFLICT', /at once/, false],
  ];
  for (const [what, payload, answer, code, words, retry] of failures) {
    it(`explains a link that is ${what}`, async () => {
      const { fetch } = host(answer);
      const element = make({ link: linkText(payload), recipient: 'Desk', fetch });
      const { detail } = await once(element, 'shl-error');
      await element.updateComplete;
      expect(detail.code).to.equal(code);
      expect(textOf(element)).to.match(words);
      expect(find(element, '.again') !== null).to.equal(retry);
    });
  }

  it('makes no request for a link that can be seen to be bad', async () => {
    for (const payload of [{ exp: 1_600_000_000 }, { v: 2 }, { flag: 'UP' }, { url: 'http://plain.example/x' }]) {
      const { fetch, asked } = host(() => new Response(''));
      const element = make({ link: linkText(payload), recipient: 'Desk', fetch });
      await once(element, 'shl-error');
      expect(asked).to.deep.equal([]);
    }
  });

  it('does not lose the other files for a bad one', async () => {
    const manifest = (await manifestOf([[FHIR, person]])) as { files: object[] };
    manifest.files.unshift({ contentType: CARD, embedded: 'broken' });
    const element = make({ link: linkText(), recipient: 'Desk', fetch: host(() => json(manifest)).fetch });
    await settled(element, 'shl-result');
    expect(textOf(element)).to.contain('Sam Shared').and.to.contain('could not be opened');
  });

  it('lets the latest link win, and clears what was shown at once', async () => {
    let release = (_: Response) => {};
    const first = await files([FHIR, JSON.stringify(bundleOf(patient('First', 'Fay')))]);
    const second = await files([FHIR, JSON.stringify(bundleOf(patient('Second', 'Sue')))]);
    let calls = 0;
    const element = make({
      link: linkText({ label: 'one' }),
      recipient: 'Desk',
      fetch: () =>
        calls++ === 0 ? new Promise<Response>((resolve) => (release = resolve)) : Promise.resolve(second()),
    });
    await once(element, 'shl-open');
    await new Promise((resolve) => setTimeout(resolve, 50));
    element.link = linkText({ label: 'two' });
    await once(element, 'shl-result');
    release(first());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(textOf(element)).to.contain('Sue Second').and.to.not.contain('Fay');
    element.clear();
    await element.updateComplete;
    expect(element.shadowRoot?.innerHTML).to.not.contain('Second');
  });

  it('takes the link from the location and removes it there', async () => {
    history.replaceState({ kept: 1 }, '', `#${linkText({ label: 'by address' })}`);
    const element = make({ fromLocation: true });
    expect(location.hash).to.equal('');
    expect(history.state).to.deep.equal({ kept: 1 });
    await element.updateComplete;
    expect(textOf(element)).to.contain('by address');
    expect(element.getAttributeNames()).to.deep.equal([]);
  });

  it('leaves another fragment alone', async () => {
    history.replaceState(null, '', '#chapter-2');
    const element = make({ fromLocation: true });
    await element.updateComplete;
    expect(location.hash).to.equal('#chapter-2');
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('lets no key and no passcode out: not into events, attributes, text or storage', async () => {
    const leaks: string[] = [];
    const look = (where: string, value: unknown) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (text?.includes(LINK_KEY) || text?.includes(PASSCODE)) leaks.push(where);
    };
    const { fetch, asked } = host(await files([CARD, cardFile([card])], [FHIR, person]));
    const element = make({ fetch, recipient: 'Desk', trust: clinic.trust });
    for (const name of ['shl-open', 'shl-passcode-request', 'shl-file', 'shl-result', 'shl-error'] as const) {
      element.addEventListener(name, (event) => look(name, event.detail));
    }
    const dom = () => {
      look('html', element.outerHTML + (element.shadowRoot?.innerHTML ?? ''));
      look('storage', { ...localStorage, ...sessionStorage });
      look('address', location.href);
    };
    element.link = parseLink(linkText({ flag: 'P' }));
    await once(element, 'shl-passcode-request');
    dom();
    const field = find<HTMLInputElement>(element, '#passcode') as HTMLInputElement;
    field.value = PASSCODE;
    const result = once(element, 'shl-result');
    find<HTMLFormElement>(element, 'form')?.requestSubmit();
    dom();
    await result;
    await element.updateComplete;
    dom();
    expect(asked[0]?.body.passcode).to.equal(PASSCODE);
    look(
      'requests',
      asked.map(({ url }) => url),
    );
    expect(leaks).to.deep.equal([]);
    expect(Object.values(element).some((value) => value === PASSCODE)).to.equal(false);
  });

  it('never asks an unsigned bundle for a badge, whatever it says of itself', async () => {
    const liar = bundleOf(patient('VERIFIED', 'Card'), vaccination());
    const signed = { ...liar, verdict: 'verified', signature: 'valid' };
    const element = make({
      link: linkText({ label: 'Verified' }),
      recipient: 'Desk',
      trust: clinic.trust,
      fetch: host(await files([FHIR, JSON.stringify(signed)])).fetch,
    });
    await settled(element, 'shl-result');
    expect(find(element, '.verdict')).to.equal(null);
    expect(textOf(element)).to.contain('Shared, not verified');
  });

  it('opens HL7’s IPS link and explains the insurance link, whose file is no encrypted file', async function () {
    const get = (path: string) => fetch(`/vectors/links/${path}`);
    const ips = await get('IPS_IG-bundle-01-shl.txt');
    if (ips.status === 404) this.skip(); // skipped: no vectors
    const serve = (path: string) => async () => new Response(await (await get(path)).arrayBuffer());
    const opened = make({
      link: await ips.text(),
      recipient: 'Desk',
      fetch: host(serve('IPS_IG-bundle-01-enc.txt')).fetch,
    });
    await settled(opened, 'shl-result');
    expect(textOf(opened)).to.contain('Martha DeLarosa').and.to.contain('Allergies');
    const text = await (await get('CARIN_INS_CD-bundle-01-shl.txt')).text();
    const failed = make({ link: text, recipient: 'Desk', fetch: host(serve('CARIN_INS_CD-bundle-01-enc.txt')).fetch });
    const { detail } = await once(failed, 'shl-error');
    await failed.updateComplete;
    expect(detail.code).to.equal('LINK_DECRYPT');
    expect(textOf(failed)).to.contain('signed card rather than an encrypted file');
  });
});
