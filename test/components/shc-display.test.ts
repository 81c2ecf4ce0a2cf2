/** `<shc-display>` in real engines, with cards issued and verified for real. */
import { expect } from '@esm-bundle/chai';
import type { FhirResource } from 'fhir/r4.js';
import '../../components/define/shc-display.js';
import type { ShcDisplay } from '../../components/shc-display.js';
import { cardFile, createTrust, type Trust, verifyCard } from '../../src/index.js';
import {
  accessible,
  bundleOf,
  type Clinic,
  find,
  ISSUER,
  once,
  openClinic,
  patient,
  tamper,
  textOf,
  vaccination,
} from './help.js';

let clinic: Clinic;
let card: string;
let expired: string;
let elements: HTMLElement[] = [];

before(async () => {
  document.documentElement.lang = 'en';
  clinic = await openClinic();
  card = await clinic.issue(bundleOf(patient('Rivera'), vaccination()));
  expired = await clinic.issue(bundleOf(patient('Old'), vaccination()), {
    issuedAt: new Date('2021-01-10'),
    expiresAt: new Date('2022-01-01'),
  });
});

afterEach(() => {
  for (const element of elements) element.remove();
  elements = [];
});

function make(set: Partial<ShcDisplay> = {}): ShcDisplay {
  const element = document.createElement('shc-display');
  Object.assign(element, set);
  document.body.append(element);
  elements.push(element);
  return element;
}

/** An element that has made up its mind. */
async function show(set: Partial<ShcDisplay>): Promise<ShcDisplay> {
  const element = make(set);
  await once(element, 'shc-result');
  await element.updateComplete;
  return element;
}

const measured = (value: number, date: string): FhirResource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }], text: 'Potassium' },
  subject: { reference: 'resource:0' },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'mmol/L' },
  referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
});

const coverage: FhirResource = {
  resourceType: 'Coverage',
  status: 'active',
  beneficiary: { reference: 'resource:0' },
  subscriberId: 'LKS-4471',
  payor: [{ display: 'Acme Insurance' }],
  extension: [
    {
      url: 'http://hl7.org/fhir/us/insurance-card/StructureDefinition/C4DIC-BackgroundColor-extension',
      valueCodeableConcept: { coding: [{ code: '#00bfff' }] },
    },
  ],
  costToBeneficiary: [{ type: { coding: [{ code: 'gpvisit' }] }, valueMoney: { value: 25, currency: 'USD' } }],
};

const seal = (element: ShcDisplay) => find(element, '.verdict.verified');

describe('<shc-display>', () => {
  describe('accessibility', () => {
    const states: readonly (readonly [string, () => Promise<ShcDisplay>])[] = [
      ['verified', () => show({ card, trust: clinic.trust, expect: { name: 'Ana Rivera', birthDate: '1984-02-29' } })],
      ['of an unknown issuer', () => show({ card })],
      ['expired, of another person', () => show({ card: expired, trust: clinic.trust, expect: { name: 'Bo Lee' } })],
      ['invalid', () => show({ card: tamper(card), trust: clinic.trust })],
      ['not a card', () => show({ card: 'good morning', trust: clinic.trust })],
      [
        'as a QR code',
        async () => {
          const element = await show({ card, trust: clinic.trust, view: 'qr' });
          await waitFor(() => find(element, 'svg.qr'));
          return element;
        },
      ],
      [
        'several cards of one person, read together, one of them expired',
        async () => {
          const old = await clinic.issue(bundleOf(patient('Rivera'), vaccination('03')), {
            issuedAt: new Date('2021-01-10'),
            expiresAt: new Date('2022-01-01'),
          });
          const element = await show({ card: cardFile([card, old]), trust: clinic.trust });
          const together = find<HTMLDetailsElement>(element, 'details.combined');
          if (together) together.open = true;
          return element;
        },
      ],
      [
        'a long summary with trends and an insurance card',
        async () => {
          const results = Array.from({ length: 24 }, (_, at) =>
            measured(3 + (at % 4), `20${10 + (at % 12)}-0${1 + (at % 9)}-01`),
          );
          const bundle = bundleOf(patient('Rivera'), ...results, coverage);
          const element = await show({ card: await clinic.issue(bundle), trust: clinic.trust, view: 'summary' });
          const table = find<HTMLDetailsElement>(element, '.trend details');
          if (table) table.open = true;
          await waitFor(() => find(element, '.trend table'));
          return element;
        },
      ],
      [
        'a set of QR codes, large',
        async () => {
          const results = Array.from({ length: 24 }, (_, at) => ({
            ...measured(3.25 + at, '2021-01-17'),
            note: [{ text: crypto.randomUUID() }],
          })) as FhirResource[];
          const long = await clinic.issue(bundleOf(patient('Rivera'), ...results), { minimize: false });
          const element = await show({ card: long, trust: clinic.trust, view: 'qr' });
          await waitFor(() => find(element, '.qr-turner'));
          find(element, '.qr-view > .actions button')?.click();
          return element;
        },
      ],
      [
        'empty',
        async () => {
          const element = make();
          await element.updateComplete;
          return element;
        },
      ],
    ];
    for (const [name, state] of states) {
      it(`has no violation when ${name}`, async () => {
        await accessible(await state());
      });
    }

    it('is used by keyboard: every control is a real button or summary, in reading order', async () => {
      const element = await show({ card, trust: clinic.trust });
      const controls = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('button, summary, a[href]') ?? [])];
      expect(controls.length).to.be.greaterThan(3);
      for (const control of controls) {
        control.focus();
        expect(element.shadowRoot?.activeElement).to.equal(control);
      }
    });

    it('tells a screen reader when the verdict is there', async () => {
      const element = await show({ card, trust: clinic.trust });
      expect(find(element, '[role=status]')?.textContent).to.equal('Verified');
    });
  });

  it('shows a verified card: verdict, person, what and when, site apart from issuer', async () => {
    const element = await show({ card, trust: clinic.trust });
    const text = textOf(element);
    for (const words of [
      'Verified',
      'Check photo ID',
      'Ana Rivera',
      'Feb 29, 1984',
      'Jan 9, 2021',
      'A7F3',
      'Harbor Hospital',
    ]) {
      expect(text).to.contain(words);
    }
    expect(find(element, '[part=issuer]')?.textContent).to.contain('Sunrise Clinic').and.to.contain(ISSUER);
    expect(seal(element)).to.not.equal(null);
    expect(find(element, '.axes')?.querySelectorAll('dt').length).to.equal(4);
  });

  it('has a verdict word of at least 28 pixels', async () => {
    const element = await show({ card, trust: clinic.trust });
    element.style.setProperty('--shc-font-size', '12px');
    const word = find(element, '.verdict-word') as HTMLElement;
    expect(Number.parseFloat(getComputedStyle(word).fontSize)).to.be.at.least(28);
  });

  it('fires shc-result and shc-verified with the bundle, composed and bubbling', async () => {
    const host = document.createElement('div');
    document.body.append(host);
    elements.push(host);
    const seen: string[] = [];
    const root = host.attachShadow({ mode: 'open' });
    document.addEventListener('shc-result', (event) => seen.push(event.detail.result.verdict), { once: true });
    const verified = new Promise<GlobalEventHandlersEventMap['shc-verified']>((resolve) => {
      document.addEventListener('shc-verified', resolve, { once: true });
    });
    const element = document.createElement('shc-display');
    Object.assign(element, { card, trust: clinic.trust });
    root.append(element);
    const { detail } = await verified;
    expect(seen).to.deep.equal(['verified']);
    expect(detail.index).to.equal(0);
    expect(detail.total).to.equal(1);
    expect(detail.bundle.entry?.[0]?.resource?.resourceType).to.equal('Patient');
  });

  it('fires no shc-verified for anything but a verified card', async () => {
    let fired = 0;
    const count = () => {
      fired += 1;
    };
    document.addEventListener('shc-verified', count);
    await show({ card: expired, trust: clinic.trust });
    await show({ card: tamper(card), trust: clinic.trust });
    await show({ card });
    await show({ card, trust: createTrust({ liveKeys: 'never' }) });
    document.removeEventListener('shc-verified', count);
    expect(fired).to.equal(0);
  });

  it('reads "Not checked" without a policy, makes no request, and draws no seal', async () => {
    const { fetch } = window;
    let requests = 0;
    window.fetch = () => {
      requests += 1;
      return Promise.reject(new TypeError());
    };
    try {
      const element = await show({ card });
      expect(textOf(element)).to.contain('Not checked: this page does not know the issuer');
      expect(textOf(element)).to.not.contain('Rivera');
      expect(seal(element)).to.equal(null);
    } finally {
      window.fetch = fetch;
    }
    expect(requests).to.equal(0);
  });

  it('shows nothing of the data of an invalid card', async () => {
    const element = await show({ card: tamper(card), trust: clinic.trust });
    const all = element.shadowRoot?.innerHTML ?? '';
    expect(textOf(element)).to.contain('Not valid').and.to.contain('Do not accept it');
    for (const secret of ['Rivera', 'A7F3', 'Harbor', 'Sunrise', '1984']) expect(all).to.not.contain(secret);
    expect(find(element, '[part=actions]')).to.equal(null);
  });

  it('shows the data of an expired card, marked', async () => {
    const element = await show({ card: expired, trust: clinic.trust });
    expect(textOf(element)).to.contain('Expired').and.to.contain('Ana Old').and.to.contain('from an expired card');
    expect(find(element, '.data.unverified')).to.not.equal(null);
    expect(seal(element)).to.equal(null);
  });

  it('verifies a result it is given again, and does not believe it', async () => {
    const result = await verifyCard(card, { trust: clinic.trust });
    const forged = { ...result, jws: tamper(card), verdict: 'verified' as const };
    const element = await show({ card: forged, trust: clinic.trust });
    expect(find(element, '.verdict.invalid')).to.not.equal(null);
    expect(textOf(element)).to.not.contain('Rivera');
    const without = await show({ card: { ...result, jws: undefined } as never, trust: clinic.trust });
    expect(find(without, '.verdict.invalid')).to.not.equal(null);
  });

  it('clears the old badge at once when new input arrives', async () => {
    const element = await show({ card, trust: clinic.trust });
    expect(seal(element)).to.not.equal(null);
    element.card = tamper(card);
    await element.updateComplete;
    expect(find(element, '.verdict')).to.equal(null);
    expect(element.shadowRoot?.innerHTML).to.not.contain('Rivera');
    await once(element, 'shc-result');
    await element.updateComplete;
    expect(find(element, '.verdict.invalid')).to.not.equal(null);
  });

  it('lets the latest card win when an older check ends later', async () => {
    let release = (_: Response) => {};
    const slow = createTrust({ issuers: [ISSUER], fetch: () => new Promise((resolve) => (release = resolve)) });
    const element = make({ card, trust: slow });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const verdicts: string[] = [];
    element.addEventListener('shc-result', (event) => verdicts.push(event.detail.result.verdict));
    element.card = expired;
    element.trust = clinic.trust;
    await once(element, 'shc-result');
    const { publicJwk } = clinic.key;
    release(new Response(JSON.stringify({ keys: [publicJwk] })));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(verdicts).to.deep.equal(['expired']);
    expect(textOf(element)).to.contain('Ana Old').and.to.not.contain('Rivera');
  });

  it('stops telling about the old file when a listener puts in another card', async () => {
    const element = make({ card: cardFile([card, expired]), trust: clinic.trust });
    const seen: string[] = [];
    element.addEventListener('shc-result', (event) => {
      seen.push(`${event.detail.index}/${event.detail.total}`);
      if (seen.length === 1) element.card = expired;
    });
    await once(element, 'shc-result');
    await once(element, 'shc-result');
    expect(seen).to.deep.equal(['0/2', '0/1']);
  });

  it('shows all cards of a file, each under its own verdict', async () => {
    const element = make({
      card: new File([cardFile([card, expired, tamper(card)])], 'x.smart-health-card'),
      trust: clinic.trust,
    });
    await once(element, 'shc-result');
    await element.updateComplete;
    const verdicts = [...(element.shadowRoot?.querySelectorAll('.verdict') ?? [])].map((banner) => banner.classList[1]);
    expect(verdicts).to.deep.equal(['verified', 'expired', 'invalid']);
    expect(textOf(element)).to.contain('Card 2 of 3');
  });

  it('takes directory and issuers as attributes, and keeps properties set before the upgrade', async () => {
    const raw = document.createElement('shc-display-late') as HTMLElement & { card?: string; trust?: Trust };
    raw.card = card;
    raw.trust = clinic.trust;
    document.body.append(raw);
    elements.push(raw);
    const { ShcDisplay: Base } = await import('../../components/shc-display.js');
    const result = once(raw, 'shc-verified');
    customElements.define('shc-display-late', class extends Base {});
    expect((await result).detail.result.verdict).to.equal('verified');
  });

  it('says that the directory could not be loaded, and still checks the card', async () => {
    const element = make();
    element.setAttribute('directory', '/no-such-directory.json');
    const error = once(element, 'shc-error');
    element.card = card;
    const result = await once(element, 'shc-result');
    await element.updateComplete;
    expect((await error).detail.code).to.match(/^NETWORK|JSON|FILE/);
    expect(result.detail.result.verdict).to.equal('untrusted');
    expect(textOf(element)).to.contain('list of issuers could not be loaded');
  });

  it('says why a src cannot be loaded, with a way to try again', async () => {
    const element = make();
    element.setAttribute('src', '/no-such-card.smart-health-card');
    const { detail } = await once(element, 'shc-error');
    await element.updateComplete;
    expect(detail).to.deep.equal({ code: 'NETWORK_STATUS' });
    expect(find(element, '[role=alert]')?.textContent).to.contain('server answered with an error');
    const again = once(element, 'shc-error');
    find(element, 'button')?.click();
    expect((await again).detail.code).to.equal('NETWORK_STATUS');
  });

  it('does not load a src of http from elsewhere', async () => {
    const element = make({ src: 'http://elsewhere.example/card' });
    expect((await once(element, 'shc-error')).detail.code).to.equal('NETWORK');
  });

  it('names whose data it is when a card is about two people', async () => {
    const two = await clinic.issue(
      bundleOf(
        patient('Rivera'),
        patient('Stranger', 'Some'),
        vaccination('207', 'resource:0'),
        vaccination('229', 'resource:1'),
      ),
    );
    const element = await show({ card: two, trust: clinic.trust });
    const text = textOf(element);
    expect(text)
      .to.contain('more than one person')
      .and.to.contain('About Some Stranger')
      .and.to.contain('About Ana Rivera');
  });

  it('compares with the expected person', async () => {
    const at = async (expect: { name?: string; birthDate?: string }) =>
      find(await show({ card, trust: clinic.trust, expect }), '.match')
        ?.getAttribute('part')
        ?.split('-')
        .at(-1);
    expect(await at({ name: 'RIVERA, Ána', birthDate: '1984-02-29' })).to.equal('match');
    expect(await at({ name: 'Ana Rivera', birthDate: '1984-02-28' })).to.equal('mismatch');
    expect(await at({ name: 'Bo Lee', birthDate: '1984-02-29' })).to.equal('mismatch');
    expect(await at({ name: 'Ana', birthDate: '1984-02-29' })).to.equal('partial');
  });

  it('draws the QR code it would be scanned from, and goes back', async () => {
    const element = await show({ card, trust: clinic.trust });
    const toggle = [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((button) =>
      /QR/.test(button.textContent ?? ''),
    );
    toggle?.click();
    const svg = await waitFor(() => find<SVGElement>(element, 'svg.qr'));
    const { createDecoder } = await import('../../src/qr/index.js');
    const image = await pixels(svg);
    const decoder = await createDecoder({ engine: 'js' });
    const read = await decoder.decode(image, { still: true });
    decoder.dispose();
    expect(read?.text).to.match(/^shc:\/5676/);
    expect((await verifyCard(read?.text ?? '', { trust: clinic.trust })).verdict).to.equal('verified');
  });

  it('asks an unlisted issuer on a click only, once, and does not trust it for that', async () => {
    let requests = 0;
    const { publicJwk } = clinic.key;
    const trust = createTrust({
      fetch: async () => {
        requests += 1;
        return new Response(JSON.stringify({ keys: [publicJwk] }));
      },
    });
    const element = await show({ card, trust });
    expect(requests).to.equal(0);
    const result = once(element, 'shc-result');
    find(element, '.ask button')?.click();
    const { detail } = await result;
    await element.updateComplete;
    expect(requests).to.equal(1);
    expect(detail.result.signature).to.equal('valid');
    expect(detail.result.verdict).to.equal('untrusted');
    expect(seal(element)).to.equal(null);
    expect(find(element, '.ask')).to.equal(null);
    const never = await show({ card, trust: createTrust({ liveKeys: 'never' }) });
    expect(find(never, '.ask')).to.equal(null);
  });

  it('writes no card text and no data into attributes, of itself or anything inside', async () => {
    const element = await show({ card, trust: clinic.trust, expect: { name: 'Ana Rivera' } });
    expect(element.getAttributeNames()).to.deep.equal([]);
    const values = [...(element.shadowRoot?.querySelectorAll('*') ?? [])].flatMap((node) =>
      [...node.attributes].map(({ value }) => value),
    );
    for (const secret of ['Rivera', 'A7F3', 'Harbor', card.slice(0, 40)]) {
      expect(values.some((value) => value.includes(secret))).to.equal(false);
    }
    expect(values.length).to.be.greaterThan(10);
    expect(element.shadowRoot?.querySelector('[style]')).to.equal(null);
  });

  it('speaks the language of the nearest lang, from its table, and follows when it changes', async () => {
    const section = document.createElement('section');
    section.lang = 'es-MX';
    document.body.append(section);
    elements.push(section);
    const element = document.createElement('shc-display');
    Object.assign(element, { card, trust: clinic.trust });
    section.append(element);
    await once(element, 'shc-result');
    await waitFor(() => (find(element, '.verdict-word')?.textContent === 'Verificada' ? true : undefined));
    expect(find(element, '.root')?.getAttribute('lang')).to.equal('es-MX');
    expect(textOf(element)).to.contain('29 feb 1984').and.to.contain('Vacunas');
    element.lang = 'en';
    await waitFor(() => (find(element, '.verdict-word')?.textContent === 'Verified' ? true : undefined));
  });

  it('lays itself out from right to left where the language asks for it', async () => {
    const element = make({ card, trust: clinic.trust, messages: { 'verdict.verified': 'تم التحقق' } });
    element.lang = 'ar';
    await once(element, 'shc-result');
    await element.updateComplete;
    const root = find(element, '.root') as HTMLElement;
    await waitFor(() => root.lang === 'ar' || undefined);
    expect(getComputedStyle(root).direction).to.equal('rtl');
    expect(textOf(element)).to.contain('التطعيمات');
    expect(root.scrollWidth).to.be.at.most(root.clientWidth + 1);
  });

  it('fits into 320 pixels with text of twice the size', async () => {
    const element = await show({ card, trust: clinic.trust });
    element.style.inlineSize = '320px';
    element.style.setProperty('--shc-font-size', '32px');
    const root = find(element, '.root') as HTMLElement;
    for (const node of [root, ...root.querySelectorAll<HTMLElement>('.panel, .section, .verdict')]) {
      expect(node.scrollWidth, node.className).to.be.at.most(node.clientWidth + 1);
    }
  });

  it('prints itself alone, with its QR code, and leaves no mark on the page', async () => {
    const element = await show({ card, trust: clinic.trust });
    const { print } = window;
    let seen = {};
    window.print = () => {
      seen = { marked: element.hasAttribute('data-shc-print'), qr: find(element, '.print-only svg.qr') !== null };
      window.dispatchEvent(new Event('afterprint'));
    };
    try {
      const sheets = document.adoptedStyleSheets.length;
      await element.print();
      expect(seen).to.deep.equal({ marked: true, qr: true });
      expect(document.adoptedStyleSheets.length).to.equal(sheets);
      expect(element.getAttributeNames()).to.deep.equal([]);
    } finally {
      window.print = print;
    }
  });

  it('saves the cards it was given as one file, without those that are not valid', async () => {
    const element = await show({ card: cardFile([card, tamper(card), expired]), trust: clinic.trust });
    const { createObjectURL } = URL;
    let saved: Blob | undefined;
    URL.createObjectURL = (blob) => {
      saved = blob as Blob;
      return createObjectURL.call(URL, blob);
    };
    // Keeps the test page from really downloading.
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = () => {};
    try {
      element.download();
    } finally {
      HTMLAnchorElement.prototype.click = click;
      URL.createObjectURL = createObjectURL;
    }
    expect(saved?.type).to.equal('application/smart-health-card');
    expect(await saved?.text()).to.equal(cardFile([card, expired]));
  });

  it('speaks the words of the page where it brings its own, and its dates in its language', async () => {
    const element = make({ card, trust: clinic.trust, messages: { 'verdict.verified': 'Geprüft' } });
    element.lang = 'de';
    await once(element, 'shc-result');
    await element.updateComplete;
    expect(find(element, '.verdict-word')?.textContent).to.equal('Geprüft');
    expect(textOf(element)).to.contain('29. Feb. 1984');
  });
});

async function waitFor<T>(get: () => T | null | undefined): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const value = get();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It did not come.');
}

/** What a camera would see of an SVG: drawn from its own path, without an image load. */
async function pixels(svg: SVGElement): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const [x = 0, y = 0, width = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const scale = 6;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = width * scale;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.translate(-x, -y);
  context.fillStyle = '#000';
  context.fill(new Path2D(svg.querySelector('path')?.getAttribute('d') ?? ''));
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { data, width: canvas.width, height: canvas.height };
}
