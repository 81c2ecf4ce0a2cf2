/** `<shl-share>` in real engines: files encrypted and links opened for real; the host is an object that keeps what it gets. */
import { expect } from '@esm-bundle/chai';
import '../../components/define/shl-share.js';
import type { ShareContent, ShlShare } from '../../components/shl-share.js';
import {
  type HostedAccess,
  type HostRequest,
  type LinkHost,
  type LinkResult,
  openLink,
  parseLink,
} from '../../src/index.js';
import {
  accessible,
  bundleOf,
  type Clinic,
  find,
  json,
  once,
  openClinic,
  patient,
  textOf,
  vaccination,
} from './help.js';

const FHIR = 'application/fhir+json';
const CARD = 'application/smart-health-card';
const PASSCODE = 'open-sesame-4711';
const HOUR = 60 * 60;

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

interface TestHost extends LinkHost {
  /** Everything it was ever given, as text. */
  readonly got: string[];
  readonly request: HostRequest | undefined;
  readonly revoked: string[];
  seen: HostedAccess[];
  /** Opens a link of this host, as a reader would. */
  open(uri: string, passcode?: string): Promise<LinkResult>;
}

/** A host in memory: files and passcode, as any host has them. */
function makeHost(override: Partial<LinkHost> = {}): TestHost {
  let request: HostRequest | undefined;
  const host: TestHost = {
    got: [],
    revoked: [],
    seen: [],
    get request() {
      return request;
    },
    async create(given) {
      host.got.push(JSON.stringify(given));
      request = given;
      return { url: `https://share.example/links/${'Ab3x'.repeat(11)}`, manage: 'manage-1' };
    },
    async update(manage, files) {
      host.got.push(manage, JSON.stringify(files));
      request = { ...(request as HostRequest), files };
    },
    async revoke(manage) {
      host.revoked.push(manage);
      request = undefined;
    },
    accesses: async () => host.seen,
    open: (uri, passcode) =>
      openLink(uri, {
        recipient: 'Front desk',
        trust: clinic.trust,
        ...(passcode !== undefined && { passcode }),
        fetch: async (_, init) => {
          if (!request) return new Response('', { status: 404 });
          const asked = JSON.parse(String(init?.body));
          if (asked.passcode !== request.passcode) return json({ remainingAttempts: 4 }, { status: 401 });
          return json({ files: request.files.map(({ jwe, ...about }) => ({ ...about, embedded: jwe })) });
        },
      }),
    ...override,
  };
  return host;
}

const items = (): ShareContent => [
  { name: 'COVID-19 vaccines', contentType: CARD, content: card },
  {
    name: 'Summary',
    contentType: FHIR,
    content: JSON.stringify(bundleOf(patient('Shared', 'Sam'))),
    fhirVersion: '4.0.1',
  },
];

function make(set: Partial<ShlShare> = {}): ShlShare {
  const element = document.createElement('shl-share');
  Object.assign(element, set);
  document.body.append(element);
  elements.push(element);
  return element;
}

const all = <T extends Element = HTMLElement>(element: ShlShare, selector: string): T[] => [
  ...(element.shadowRoot?.querySelectorAll<T>(selector) ?? []),
];
const boxes = (element: ShlShare) => all<HTMLInputElement>(element, '.choice input');
const click = async (element: ShlShare, selector: string) => {
  (find(element, selector) as HTMLElement).click();
  await element.updateComplete;
};
async function type(element: ShlShare, selector: string, value: string): Promise<void> {
  const field = find<HTMLInputElement>(element, selector) as HTMLInputElement;
  field.value = value;
  for (const name of ['input', 'change']) field.dispatchEvent(new Event(name));
  await element.updateComplete;
}
const PASSCODE_BOX = '[aria-describedby=passcode-help]';
const LIVE_BOX = '[aria-describedby=live-help]';

async function share(element: ShlShare): Promise<string> {
  const shared = once(element, 'shl-share');
  await click(element, '#create');
  const { uri } = (await shared).detail;
  await element.updateComplete;
  return uri;
}

/** Waits for what comes by itself: a QR code, an answer of the host. */
async function until(what: () => unknown, why: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (what()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Still waiting for ${why}`);
}

async function addFile(element: ShlShare, ...files: File[]): Promise<void> {
  const before = boxes(element).length;
  const input = find<HTMLInputElement>(element, 'input[type=file]') as HTMLInputElement;
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
  await until(() => boxes(element).length > before || find(element, '.field-error'), 'the file');
  await element.updateComplete;
}

describe('<shl-share>', () => {
  describe('accessibility', () => {
    const ready = async (set: Partial<ShlShare> = {}) => {
      const element = make({ host: makeHost(), content: items(), label: 'For Dr. Lee', ...set });
      await element.updateComplete;
      return element;
    };
    const shared = async (set: Partial<ShlShare> = {}) => {
      const element = await ready(set);
      await click(element, '.choice input');
      await click(element, PASSCODE_BOX);
      await click(element, LIVE_BOX);
      await share(element);
      await until(() => find(element, '.qr'), 'the QR code');
      return element;
    };
    const states: readonly (readonly [string, () => Promise<ShlShare>])[] = [
      ['without a host and content', async () => make()],
      ['choosing', ready],
      [
        'told what is missing',
        async () => {
          const element = await ready();
          await click(element, PASSCODE_BOX);
          await type(element, '#passcode', '1');
          await type(element, '#period', 'date');
          await addFile(element, new File(['%PDF'], 'letter.pdf', { type: 'application/pdf' }));
          await click(element, '.choice:last-child input');
          await click(element, '#create');
          return element;
        },
      ],
      [
        'sending',
        async () => {
          const element = await ready({ host: makeHost({ create: () => new Promise(() => {}) }) });
          await click(element, '.choice input');
          await click(element, '#create');
          return element;
        },
      ],
      [
        'told that it failed',
        async () => {
          const element = await ready({ host: makeHost({ create: () => Promise.reject(new Error()) }) });
          await click(element, '.choice input');
          const failed = once(element, 'shl-error');
          await click(element, '#create');
          await failed;
          return element;
        },
      ],
      ['shared', shared],
      [
        'shared, and opened',
        async () => {
          const host = makeHost();
          host.seen = [{ at: '2026-01-02T03:04:05Z', recipient: 'Front desk' }];
          const element = await shared({ host });
          await until(() => find(element, '.accesses'), 'who opened it');
          return element;
        },
      ],
      [
        'changing it',
        async () => {
          const element = await shared();
          await click(element, '#change');
          return element;
        },
      ],
      [
        'asked whether to stop',
        async () => {
          const element = await shared();
          await click(element, '#stop');
          return element;
        },
      ],
      [
        'stopped',
        async () => {
          const element = await shared();
          await click(element, '#stop');
          await click(element, '.danger');
          await until(() => find(element, '#ended'), 'the end');
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

  it('shares what is chosen, and only that: a reader opens it', async () => {
    const host = makeHost();
    const element = make({ host, content: items(), label: 'For Dr. Lee' });
    await element.updateComplete;
    expect(boxes(element).map(({ checked }) => checked)).to.deep.equal([false, false]);
    await click(element, '.choice:nth-child(2) input');
    const uri = await share(element);
    const { files, link } = await host.open(uri);
    expect(link.label).to.equal('For Dr. Lee');
    expect(link.flags.size).to.equal(0);
    expect(files.map(({ kind, fhirVersion, status }) => [kind, fhirVersion, status])).to.deep.equal([
      ['fhir', '4.0.1', 'finalized'],
    ]);
    expect(JSON.stringify(files[0]?.resource)).to.contain('Shared');
    const left = ((link.exp as Date).getTime() - Date.now()) / 1000;
    expect(left).to.be.within(24 * HOUR - 60, 24 * HOUR);
    expect(host.request?.exp).to.equal((link.exp as Date).getTime() / 1000);
  });

  it('takes cards by their JWS, and a Bundle', async () => {
    const host = makeHost();
    const element = make({ host, content: [card] });
    await element.updateComplete;
    // There is no choice to make about a single thing.
    expect(boxes(element).map(({ checked }) => checked)).to.deep.equal([true]);
    const { files } = await host.open(await share(element));
    expect(files[0]?.cards?.map(({ verdict }) => verdict)).to.deep.equal(['verified']);
    element.content = bundleOf(patient('Whole', 'Wanda'));
    await element.updateComplete;
    const opened = await host.open(await share(element));
    expect(opened.files[0]?.kind).to.equal('fhir');
    expect(JSON.stringify(opened.files[0]?.resource)).to.contain('Wanda');
  });

  it('takes files of one’s own: FHIR and cards as they are, all else as a document', async () => {
    const host = makeHost();
    const element = make({ host });
    await element.updateComplete;
    const bytes = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0, 255, 1]);
    for (const file of [
      new File([bytes], 'letter.pdf', { type: 'application/pdf' }),
      new File([JSON.stringify(bundleOf(patient('Own')))], 'records.json', { type: 'application/json' }),
      new File([JSON.stringify({ verifiableCredential: [card] })], 'my.smart-health-card'),
      new File(['{"no":"fhir"}'], 'other.json', { type: 'application/json' }),
    ]) {
      await addFile(element, file);
    }
    const { files } = await host.open(await share(element));
    expect(files.map(({ kind, error }) => error?.code ?? kind)).to.deep.equal(['fhir', 'fhir', 'cards', 'fhir']);
    const attachments = files.map(
      ({ resource }) => (resource as { content?: { attachment: Record<string, unknown> }[] })?.content?.[0]?.attachment,
    );
    expect(attachments[0]).to.deep.equal({
      contentType: 'application/pdf',
      data: btoa(String.fromCharCode(...bytes)),
      size: 7,
      title: 'letter.pdf',
    });
    expect(attachments[3]?.contentType).to.equal('application/json');
    expect(files[2]?.cards?.[0]?.verdict).to.equal('verified');
  });

  it('refuses a file that is too large, and one that cannot be read, by name', async () => {
    const element = make({ host: makeHost() });
    await element.updateComplete;
    await addFile(element, new File([new Uint8Array(7_000_001)], 'film.mov'));
    expect(textOf(element)).to.contain('“film.mov” is larger than 7 MB');
    expect(boxes(element)).to.deep.equal([]);
  });

  it('removes a file that was added', async () => {
    const element = make({ host: makeHost(), content: items() });
    await element.updateComplete;
    await addFile(element, new File(['x'], 'a.txt', { type: 'text/plain' }));
    expect(boxes(element)).to.have.length(3);
    expect(find(element, '.choice button')?.getAttribute('aria-label')).to.equal('Remove a.txt');
    await click(element, '.choice button');
    await element.updateComplete;
    expect(boxes(element)).to.have.length(2);
    expect(element.shadowRoot?.activeElement?.id).to.equal('add');
  });

  it('asks for a passcode when told so: proposed, shown, and known to the host alone', async () => {
    const host = makeHost();
    const element = make({ host, content: [card] });
    await element.updateComplete;
    await click(element, PASSCODE_BOX);
    expect(find<HTMLInputElement>(element, '#passcode')?.value).to.match(/^\d{6}$/);
    await type(element, '#passcode', ` ${PASSCODE} `);
    const uri = await share(element);
    expect(parseLink(uri).flags.has('P')).to.equal(true);
    expect(host.request?.passcode).to.equal(PASSCODE);
    expect(textOf(element)).to.contain(PASSCODE);
    expect((await host.open(uri, PASSCODE)).files).to.have.length(1);
    const refused = await host.open(uri, 'other').catch((error) => error.code);
    expect(refused).to.equal('LINK_PASSCODE_WRONG');
  });

  it('says what is missing, marks it, and puts the focus there; nothing is sent', async () => {
    const host = makeHost();
    const element = make({ host, content: items() });
    await element.updateComplete;
    await click(element, PASSCODE_BOX);
    await type(element, '#passcode', '123');
    await type(element, '#period', 'date');
    await click(element, '#create');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.id).to.equal('what');
    expect(textOf(element)).to.contain('Choose at least one').and.to.contain('At least 4 characters');
    expect(find(element, '#date')?.getAttribute('aria-invalid')).to.equal('true');
    await click(element, '.choice input');
    await type(element, '#passcode', '1234');
    expect(textOf(element)).to.not.contain('Choose at least one').and.to.not.contain('At least 4');
    for (const day of ['2020-01-01', '2999-01-01']) {
      await type(element, '#date', day);
      await click(element, '#create');
      await element.updateComplete;
      expect(element.shadowRoot?.activeElement?.id).to.equal('date');
    }
    expect(host.got).to.deep.equal([]);
  });

  it('ends when it was told to: an hour, a week, a day of the calendar', async () => {
    const host = makeHost();
    const element = make({ host, content: [card] });
    await element.updateComplete;
    const endsIn = async () => (parseLink(await share(element)).exp as Date).getTime() / 1000 - Date.now() / 1000;
    const again = async () => {
      element.clear();
      element.content = [card];
      await element.updateComplete;
    };
    for (const [period, hours] of [
      ['hour', 1],
      ['week', 7 * 24],
      ['month', 30 * 24],
    ] as const) {
      await type(element, '#period', period);
      expect(await endsIn()).to.be.within(hours * HOUR - 60, hours * HOUR);
      await again();
    }
    await type(element, '#period', 'date');
    const day = new Date(Date.now() + 3 * 24 * HOUR * 1000);
    const local = new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    await type(element, '#date', local);
    const { exp } = parseLink(await share(element));
    expect([exp?.getFullYear(), exp?.getMonth(), exp?.getDate(), exp?.getHours()]).to.deep.equal([
      day.getFullYear(),
      day.getMonth(),
      day.getDate(),
      23,
    ]);
  });

  it('keeps the name of the link to 80 characters and warns that others read it', async () => {
    const host = makeHost();
    const element = make({ host, content: [card], label: 'x'.repeat(100) });
    await element.updateComplete;
    expect(textOf(element)).to.contain('Anybody who sees the link can read this name');
    expect(textOf(element)).to.contain('0 characters left');
    expect(find<HTMLInputElement>(element, '#label')?.maxLength).to.equal(80);
    await type(element, '#label', 'For the school nurse');
    const uri = await share(element);
    expect(parseLink(uri).label).to.equal('For the school nurse');
    expect(host.got.join()).to.not.contain('nurse');
  });

  it('shows the link as a QR code of level M with nothing over it, under the name of the standard', async () => {
    const element = make({ host: makeHost(), content: [card] });
    await element.updateComplete;
    const uri = await share(element);
    await until(() => find(element, '.qr'), 'the QR code');
    const { encodeQr } = await import('../../src/qr/index.js');
    const { qrPath } = await import('../../components/views/qr.js');
    const code = find(element, '.qr') as Element;
    // encodeQr gives level M to everything that is no card.
    expect(code.querySelector('path')?.getAttribute('d')).to.equal(qrPath(encodeQr(uri)));
    expect([...code.children].map(({ tagName }) => tagName)).to.deep.equal(['rect', 'path']);
    const box = code.getBoundingClientRect();
    const over = element.shadowRoot?.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    expect(over === code || code.contains(over as Node)).to.equal(true);
    expect(find<HTMLInputElement>(element, '#uri')?.value).to.equal(uri);
    expect(uri).to.match(/^shlink:\//);
    expect(textOf(element)).to.contain('SMART Health Link');
    expect(element.shadowRoot?.activeElement?.id).to.equal('ready');
  });

  it('puts a viewer’s address in front when the page has one, and then keeps the standard’s name away', async () => {
    const host = makeHost();
    const element = make({ host, content: [card], viewer: 'https://viewer.example/open' });
    await element.updateComplete;
    const uri = await share(element);
    expect(uri).to.match(/^https:\/\/viewer\.example\/open#shlink:\//);
    expect(textOf(element)).to.contain('Health link').and.to.not.contain('SMART');
    expect((await host.open(uri)).files).to.have.length(1);
  });

  it('shows who opened it, newest first as the host says, with anything odd made visible', async () => {
    const host = makeHost();
    host.seen = [
      { at: '2026-01-02T03:04:05Z', recipient: 'Front\u202Edesk' },
      { at: '2026-01-01T03:04:05Z', recipient: '<b>Dr. Lee</b>' },
    ];
    const element = make({ host, content: [card] });
    await element.updateComplete;
    await share(element);
    await until(() => find(element, '.accesses'), 'who opened it');
    const names = all(element, '.accesses b').map(({ textContent }) => textContent);
    expect(names).to.deep.equal(['Front[U+202E]desk', '<b>Dr. Lee</b>']);
    expect(textOf(element)).to.contain('Nobody has checked it');
    host.seen = [];
    await click(element, '[part=accesses] button');
    await until(() => !find(element, '.accesses'), 'the new list');
    expect(textOf(element)).to.contain('Nobody yet');
  });

  it('says nothing of who opened it when the host does not keep that', async () => {
    const { accesses: _, ...host } = makeHost();
    const element = make({ host: host as LinkHost, content: [card] });
    await element.updateComplete;
    await share(element);
    expect(find(element, '[part=accesses]')).to.equal(null);
  });

  it('stops only after asking once more; then nothing of the link is left', async () => {
    const host = makeHost();
    const element = make({ host, content: [card] });
    await element.updateComplete;
    const uri = await share(element);
    await click(element, '#stop');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.id).to.equal('stop-ask');
    expect(host.revoked).to.deep.equal([]);
    await click(element, '.confirm button:last-child');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.id).to.equal('stop');
    await click(element, '#stop');
    await click(element, '.danger');
    await until(() => find(element, '#ended'), 'the end');
    expect(host.revoked).to.deep.equal(['manage-1']);
    expect(await host.open(uri).catch((error) => error.code)).to.equal('LINK_INACTIVE');
    expect(find(element, '#uri')).to.equal(null);
    await click(element, '.again button');
    expect(boxes(element)).to.have.length(1);
  });

  it('says so when stopping failed, and keeps the link', async () => {
    const element = make({ host: makeHost({ revoke: () => Promise.reject(new Error('x')) }), content: [card] });
    await element.updateComplete;
    await share(element);
    await click(element, '#stop');
    const failed = once(element, 'shl-error');
    await click(element, '.danger');
    expect((await failed).detail.code).to.equal('RUNTIME');
    await element.updateComplete;
    expect(textOf(element)).to.contain('It did not work');
    expect(find(element, '#uri')).to.not.equal(null);
  });

  it('changes what is shared, under the same link and key, when that was foreseen', async () => {
    const host = makeHost();
    const element = make({ host, content: items() });
    await element.updateComplete;
    await click(element, '.choice input');
    await click(element, LIVE_BOX);
    const uri = await share(element);
    expect((await host.open(uri)).files.map(({ kind, status }) => [kind, status])).to.deep.equal([
      ['cards', 'can-change'],
    ]);
    await click(element, '#change');
    expect(boxes(element).map(({ checked }) => checked)).to.deep.equal([true, false]);
    for (const box of boxes(element)) box.click();
    await element.updateComplete;
    await click(element, 'form button[type=submit]');
    await until(() => find(element, '#change'), 'the update');
    expect((await host.open(uri)).files.map(({ kind }) => kind)).to.deep.equal(['fhir']);
    expect(find(element, '[part=facts]')?.textContent).to.contain('Summary').and.to.contain('Updated');
  });

  it('offers no change for a link that was not made for it', async () => {
    const element = make({ host: makeHost(), content: [card] });
    await element.updateComplete;
    await share(element);
    expect(find(element, '#change')).to.equal(null);
  });

  it('starts over with new content: nothing of the person before is left', async () => {
    const element = make({ host: makeHost(), content: items(), label: 'Of Ana' });
    await element.updateComplete;
    await click(element, '.choice input');
    await addFile(element, new File(['x'], 'ana.txt', { type: 'text/plain' }));
    await type(element, '#label', 'Ana’s vaccines');
    await share(element);
    element.label = 'Of Bob';
    element.content = [
      { name: 'Bob', contentType: FHIR, content: '{}' },
      { name: 'Bob 2', contentType: FHIR, content: '{}' },
    ];
    await element.updateComplete;
    expect(element.shadowRoot?.innerHTML).to.not.contain('ana').and.to.not.contain('COVID');
    expect(find<HTMLInputElement>(element, '#label')?.value).to.equal('Of Bob');
    expect(boxes(element).map(({ checked }) => checked)).to.deep.equal([false, false]);
  });

  it('does not start over when a template makes the same list again, nor when the page offers newer content', async () => {
    const host = makeHost();
    const element = make({ host, content: items() });
    await element.updateComplete;
    await click(element, '.choice input');
    await click(element, LIVE_BOX);
    element.content = items();
    await element.updateComplete;
    expect(boxes(element)[0]?.checked).to.equal(true);
    const uri = await share(element);
    element.offer([
      { name: 'COVID-19 vaccines', contentType: CARD, content: `${card}` },
      { name: 'New', contentType: FHIR, content: '{"resourceType":"Patient"}' },
    ]);
    await element.updateComplete;
    expect(find<HTMLInputElement>(element, '#uri')?.value).to.equal(uri);
    await click(element, '#change');
    expect(boxes(element).map(({ checked }) => checked)).to.deep.equal([true, false]);
    expect(textOf(element)).to.contain('New').and.to.not.contain('Summary');
  });

  it('takes a link down whose making was cancelled on the way', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const host = makeHost();
    const { create } = host;
    host.create = async (request) => {
      await waiting;
      return create(request);
    };
    const element = make({ host, content: [card] });
    await element.updateComplete;
    let shared = 0;
    element.addEventListener('shl-share', () => {
      shared += 1;
    });
    await click(element, '#create');
    await until(() => find(element, '.sending button'), 'the button to cancel');
    // Until the files are encrypted and the host was called.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await click(element, '.sending button');
    expect(find(element, '#create')).to.not.equal(null);
    release();
    await until(() => host.revoked.length > 0, 'the host to be told');
    expect(shared).to.equal(0);
  });

  const failures: readonly (readonly [string, Record<string, unknown>, string, RegExp])[] = [
    ['is too much', { code: 'TOO_LARGE' }, 'TOO_LARGE', /fewer or smaller files/],
    ['has to wait', { code: 'LINK_RATE_LIMITED', retryAfter: 30 }, 'LINK_RATE_LIMITED', /30 seconds/],
    ['is refused', { code: 'NETWORK_STATUS' }, 'NETWORK_STATUS', /did not take them/],
    ['does not arrive', { code: 'NETWORK' }, 'NETWORK', /could not be reached.*internet connection/],
    ['fails for another reason', { message: 'secret words' }, 'RUNTIME', /It did not work/],
  ];
  for (const [what, error, code, words] of failures) {
    it(`explains when what is shared ${what}, and keeps the form`, async () => {
      const host = makeHost({ create: () => Promise.reject(Object.assign(new Error(), error)) });
      const element = make({ host, content: items() });
      await element.updateComplete;
      await click(element, '.choice input');
      const failed = once(element, 'shl-error');
      await click(element, '#create');
      const { detail } = await failed;
      await element.updateComplete;
      expect(detail).to.deep.equal({ code, ...('retryAfter' in error && { retryAfter: 30 }) });
      expect(textOf(element)).to.match(words).and.to.not.contain('secret');
      expect(boxes(element)[0]?.checked).to.equal(true);
    });
  }

  it('refuses an address that a link cannot have, and takes the files back', async () => {
    const host = makeHost({ create: async () => ({ url: 'http://plain.example/x', manage: 'manage-2' }) });
    const element = make({ host, content: [card] });
    await element.updateComplete;
    const failed = once(element, 'shl-error');
    await click(element, '#create');
    await failed;
    expect(host.revoked).to.deep.equal(['manage-2']);
  });

  it('copies the link, and says so', async () => {
    const element = make({ host: makeHost(), content: [card] });
    await element.updateComplete;
    const uri = await share(element);
    let copied = '';
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: {
        writeText: async (text: string) => {
          copied = text;
        },
      },
    });
    try {
      await click(element, '.shared .primary');
      await until(() => /Copied/.test(textOf(element)), 'the word');
      expect(copied).to.equal(uri);
      Object.defineProperty(navigator, 'clipboard', {
        configurable: true,
        value: { writeText: () => Promise.reject(new DOMException('', 'NotAllowedError')) },
      });
      await click(element, '.shared .primary');
      await until(() => /copy it by hand/.test(textOf(element)), 'the words');
      expect(element.shadowRoot?.activeElement?.id).to.equal('uri');
    } finally {
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
    }
  });

  it('hands the link to the system’s share sheet, where there is one; never the passcode', async () => {
    const { share: before } = navigator;
    let given: ShareData | undefined;
    Object.defineProperty(navigator, 'share', {
      configurable: true,
      value: async (data: ShareData) => {
        given = data;
      },
    });
    try {
      const element = make({ host: makeHost(), content: [card], label: 'For Dr. Lee' });
      await element.updateComplete;
      await click(element, PASSCODE_BOX);
      await type(element, '#passcode', PASSCODE);
      const uri = await share(element);
      await click(element, '.shared .actions button:last-child');
      expect(given).to.deep.equal({ title: 'For Dr. Lee', text: uri });
      element.clear();
      element.viewer = 'https://viewer.example/';
      element.content = [card];
      await element.updateComplete;
      const other = await share(element);
      await click(element, '.shared .actions button:last-child');
      expect(given).to.deep.equal({ title: 'For Dr. Lee', url: other });
    } finally {
      Object.defineProperty(navigator, 'share', { configurable: true, value: before });
    }
  });

  it('says that it has ended when the host no longer knows the link', async () => {
    const host = makeHost({ accesses: () => Promise.reject(Object.assign(new Error(), { code: 'LINK_INACTIVE' })) });
    const element = make({ host, content: [card] });
    await element.updateComplete;
    await share(element);
    await until(() => find(element, '#ended'), 'the end');
    expect(textOf(element)).to.contain('This link has ended');
    expect(find(element, '.qr')).to.equal(null);
  });

  it('lets no key, link, passcode or content out but by the event: not to the host, nor into attributes, console or storage', async () => {
    const printed: string[] = [];
    const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const originals = methods.map((name) => console[name]);
    for (const name of methods) console[name] = (...values) => void printed.push(values.map(String).join(' '));
    const heard: string[] = [];
    const host = makeHost();
    const element = make({ host, content: items() });
    try {
      await element.updateComplete;
      element.addEventListener('shl-error', ({ detail }) => heard.push(JSON.stringify(detail)));
      for (const box of boxes(element)) box.click();
      await addFile(element, new File(['Canarius'], 'secret.txt', { type: 'text/plain' }));
      await click(element, PASSCODE_BOX);
      await type(element, '#passcode', PASSCODE);
      await click(element, LIVE_BOX);
      const uri = await share(element);
      await until(() => find(element, '.qr'), 'the QR code');
      await click(element, '#change');
      await click(element, 'form button[type=submit]');
      await until(() => find(element, '#change'), 'the update');
      const { key } = parseLink(uri);
      const secrets = [key, uri, uri.slice(8, 60), card, card.slice(0, 80), 'Shared', 'Sam', 'Canarius'];
      const attributes = [element, ...all(element, '*')].flatMap((one) =>
        [...one.attributes].filter(({ name }) => name !== 'd').map(({ value }) => value),
      );
      const places = {
        host: host.got,
        attributes,
        console: printed,
        events: heard,
        storage: [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })],
        address: [location.href, document.cookie],
      };
      for (const [place, texts] of Object.entries(places)) {
        for (const secret of secrets)
          expect(
            texts.some((text) => text.includes(secret)),
            place,
          ).to.equal(false);
      }
      // The host asks for the passcode, so it gets that: once.
      expect(host.got.filter((text) => text.includes(PASSCODE))).to.have.length(1);
      expect([...attributes, ...printed].some((text) => text.includes(PASSCODE))).to.equal(false);
      element.clear();
      await element.updateComplete;
      const left = `${element.shadowRoot?.innerHTML} ${all<HTMLInputElement>(element, 'input').map(({ value }) => value)}`;
      for (const secret of [...secrets, PASSCODE]) expect(left).to.not.contain(secret);
    } finally {
      methods.forEach((name, index) => {
        console[name] = originals[index] as (typeof console)['log'];
      });
    }
  });

  it('shows its states to the page', async function () {
    const element = make({ host: makeHost(), content: [card] });
    await element.updateComplete;
    try {
      expect(element.matches(':state(choosing)')).to.equal(true);
    } catch {
      this.skip(); // an engine without :state()
    }
    await share(element);
    expect(element.matches(':state(shared)')).to.equal(true);
    expect(element.matches(':state(choosing)')).to.equal(false);
  });
});
