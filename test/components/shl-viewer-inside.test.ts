/** What can be inside a link besides cards and records, in `<shl-viewer>`: real files, and a real server on loopback where something is asked. */
import { expect } from '@esm-bundle/chai';
import '../../components/define/shl-viewer.js';
import { decodePicture, fileTypeOf, inspectPicture, maybePicture } from '../../components/attachments.js';
import { availabilityOf, endpointsOf } from '../../components/endpoints.js';
import { readScope } from '../../components/scopes.js';
import type { ShlViewer } from '../../components/shl-viewer.js';
import { createTrust, encryptFile } from '../../src/index.js';
import {
  accessible,
  bundleOf,
  find,
  json,
  LINK_KEY,
  linkText,
  manifestOf,
  once,
  patient,
  textOf,
  vaccination,
} from './help.js';

const FHIR = 'application/fhir+json';
const ACCESS = 'application/smart-api-access';
const TOKEN = 'canary-token-9f31c7';

let elements: HTMLElement[] = [];
before(() => {
  document.documentElement.lang = 'en';
});
afterEach(() => {
  for (const element of elements) element.remove();
  elements = [];
});

function make(set: Partial<ShlViewer> = {}): ShlViewer {
  const element = document.createElement('shl-viewer');
  Object.assign(element, { recipient: 'Desk', ...set });
  document.body.append(element);
  elements.push(element);
  return element;
}

/** Answers for the link's own host; anything else is really fetched. */
const hosting =
  (manifest: object): typeof fetch =>
  (url, init) =>
    String(url).startsWith('https://share.example') ? Promise.resolve(json(manifest)) : fetch(url, init);

/** A link with these files, opened. */
async function opened(
  files: readonly (readonly [contentType: string, content: string | object])[],
  set: Partial<ShlViewer> = {},
): Promise<ShlViewer> {
  const manifest = await manifestOf(
    files.map(([type, content]) => [type, typeof content === 'string' ? content : JSON.stringify(content)]),
  );
  const element = make({ fetch: hosting(manifest), ...set });
  const result = once(element, 'shl-result');
  element.link = linkText();
  await result;
  await element.updateComplete;
  return element;
}

const all = <T extends Element = HTMLElement>(element: Element, selector: string): T[] => [
  ...(element.shadowRoot?.querySelectorAll<T>(selector) ?? []),
];
const button = (element: Element, words: string): HTMLButtonElement | undefined =>
  all<HTMLButtonElement>(element, 'button').find((each) => each.textContent?.includes(words));

async function until(what: () => unknown, milliseconds = 5000): Promise<void> {
  for (const end = Date.now() + milliseconds; !what(); ) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
}

/** A room on the test server: real requests, real headers. */
function room() {
  const base = `${location.origin}/loopback/${crypto.randomUUID()}`;
  return {
    base,
    /** Answers a path with this. */
    async put(path: string, body: unknown, more: { status?: number; headers?: Record<string, string> } = {}) {
      await fetch(`${base}/${path}`, { method: 'PUT', body: JSON.stringify({ body, ...more }) });
    },
    asked: async (): Promise<Asked[]> => (await fetch(base)).json(),
  };
}

const loopbackTrust = () =>
  createTrust({ allowLoopback: true, liveKeys: 'never', issuers: ['https://clinic.example/cards'] });

/** Everything a token could have got into. */
function watchFor(secret: string, element: HTMLElement) {
  const leaks: string[] = [];
  const look = (where: string, value: unknown) => {
    let text = '';
    try {
      text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    } catch {
      text = String(value);
    }
    if (text.includes(secret)) leaks.push(where);
  };
  for (const name of ['shl-open', 'shl-file', 'shl-result', 'shl-error'] as const) {
    element.addEventListener(name, (event) => look(name, event.detail));
  }
  const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => {
    const before = console[name];
    console[name] = (...args: unknown[]) => {
      for (const arg of args) look(`console.${name}`, arg instanceof Error ? `${arg.message} ${arg.stack}` : arg);
    };
    return () => {
      console[name] = before;
    };
  });
  const onError = (event: ErrorEvent | PromiseRejectionEvent) =>
    look('uncaught', String('reason' in event ? event.reason : event.message));
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onError);
  return {
    leaks,
    now() {
      look('document', element.outerHTML + (element.shadowRoot?.innerHTML ?? ''));
      look('text', textOf(element));
      look('storage', { ...localStorage, ...sessionStorage });
      look('address', location.href);
      look(
        'requests',
        performance.getEntriesByType('resource').map(({ name }) => name),
      );
    },
    stop() {
      for (const restore of consoles) restore();
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onError);
    },
  };
}

const accessFile = (aud: string, more: object = {}) => ({
  access_token: TOKEN,
  token_type: 'Bearer',
  expires_in: 3600,
  scope: 'patient/Immunization.rs patient/Observation.read launch/patient',
  aud,
  query: ['Patient/1', 'Immunization?patient=1'],
  ...more,
});

describe('access to a server, behind a link', () => {
  it('says which server, what for and until when, and asks nothing before the click', async () => {
    const server = room();
    const element = await opened([[ACCESS, accessFile(`${server.base}/fhir`)]], { trust: loopbackTrust() });
    expect(textOf(element))
      .to.contain(location.host)
      .and.to.contain('Read: Vaccinations, Test results, and Vital signs')
      .and.to.match(/Access ends.*20\d\d/);
    expect(await server.asked()).to.deep.equal([]);
    await accessible(element);
  });

  it('runs the suggested queries on the click, and shows each answer by itself as shared, not verified', async () => {
    const server = room();
    await server.put('fhir/Patient/1', { ...patient('Aster', 'Ann'), id: '1' });
    await server.put('fhir/Immunization?patient=1', {
      resourceType: 'Bundle',
      type: 'searchset',
      link: [{ relation: 'next', url: `${server.base}/fhir/page2` }],
      entry: [{ resource: vaccination('207', 'Patient/1') }],
    });
    const element = await opened([[ACCESS, accessFile(`${server.base}/fhir`)]], { trust: loopbackTrust() });
    button(element, 'Get these records')?.click();
    await until(() => textOf(element).includes('Ann Aster') && textOf(element).includes('COVID-19'));
    const answers = all(element, '[part=answer]');
    expect(answers).to.have.length(2);
    for (const answer of answers) expect(answer.textContent).to.contain('Shared, not verified');
    expect(answers[0]?.textContent).to.contain('Ann Aster').and.not.to.contain('COVID-19');
    expect(answers[1]?.textContent).to.contain('The server has more').and.not.to.contain('Ann Aster');
    expect(find(element, '.verdict')).to.equal(null);
    const asked = await server.asked();
    expect(asked.map(({ method, path }) => `${method} ${path}`).sort()).to.deep.equal([
      'GET fhir/Immunization?patient=1',
      'GET fhir/Patient/1',
    ]);
    for (const { headers } of asked) {
      expect(headers.authorization).to.equal(`Bearer ${TOKEN}`);
      expect(headers.cookie).to.equal(undefined);
      expect(headers.referer).to.equal(undefined);
    }
    await accessible(element);
  });

  it('asks only below the server, follows no redirect, and says of each what went wrong', async () => {
    const server = room();
    await server.put('fhir/Observation', '', { status: 302, headers: { location: `${server.base}/elsewhere` } });
    await server.put('fhir/Condition', 'gone', { status: 401 });
    await server.put('fhir/Procedure', '<html>');
    await server.put('elsewhere', patient('Stolen'));
    const query = ['../private', 'https://evil.example/x', '//evil.example/x', 'Observation', 'Condition', 'Procedure'];
    const element = await opened([[ACCESS, accessFile(`${server.base}/fhir`, { query })]], { trust: loopbackTrust() });
    const watch = watchFor(TOKEN, element);
    button(element, 'Get these records')?.click();
    await until(() => all(element, '[part=answer] [role=alert]').length === query.length);
    expect((await server.asked()).map(({ path }) => path).sort()).to.deep.equal([
      'fhir/Condition',
      'fhir/Observation',
      'fhir/Procedure',
    ]);
    expect(textOf(element)).to.contain('not followed').and.not.to.contain('Stolen');
    watch.now();
    watch.stop();
    expect(watch.leaks).to.deep.equal([]);
    await accessible(element);
  });

  it('keeps the token out of document, events, console, storage and addresses', async () => {
    const server = room();
    await server.put('fhir/Patient/1', patient('Aster'));
    const manifest = await manifestOf([[ACCESS, JSON.stringify(accessFile(`${server.base}/fhir`))]]);
    const element = make({ trust: loopbackTrust(), fetch: hosting(manifest) });
    const watch = watchFor(TOKEN, element);
    element.link = linkText();
    await once(element, 'shl-result');
    await element.updateComplete;
    watch.now();
    button(element, 'Get these records')?.click();
    await until(() => textOf(element).includes('Aster'));
    for (const details of all<HTMLDetailsElement>(element, 'details')) details.open = true;
    await element.updateComplete;
    watch.now();
    watch.stop();
    expect(watch.leaks).to.deep.equal([]);
  });

  it('offers nothing when its time is over, or when nothing is suggested', async () => {
    const over = await opened([[ACCESS, accessFile('https://fhir.example', { expires_in: 0 })]]);
    expect(textOf(over)).to.contain('This access has ended');
    expect(button(over, 'Get these records')).to.equal(undefined);
    const none = await opened([[ACCESS, accessFile('https://fhir.example', { query: undefined })]]);
    expect(textOf(none)).to.contain('suggests nothing to look up');
    expect(button(none, 'Get these records')).to.equal(undefined);
  });

  it('forgets the answers with the link, also those that come late', async () => {
    const manifest = await manifestOf([[ACCESS, JSON.stringify(accessFile('https://fhir.example'))]]);
    let answer = (_: Response) => {};
    const element = make({
      fetch: (url) =>
        String(url).startsWith('https://share.example')
          ? Promise.resolve(json(manifest))
          : new Promise<Response>((resolve) => {
              answer = resolve;
            }),
    });
    const first = once(element, 'shl-result');
    element.link = linkText();
    await first;
    await element.updateComplete;
    button(element, 'Get these records')?.click();
    await until(() => textOf(element).includes('Waiting'));
    const second = once(element, 'shl-result');
    element.link = linkText({ label: 'another' });
    await second;
    await element.updateComplete;
    answer(json(patient('Late')));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(all(element, '[part=answer]')).to.deep.equal([]);
    expect(textOf(element)).not.to.contain('Late');
    expect(button(element, 'Get these records')?.disabled).to.equal(false);
  });

  it('tells scopes in words, and what it has none for as written', () => {
    expect(
      readScope(
        'patient/*.rs user/Observation.cud patient/Condition.rs?category=x offline_access launch openid odd/one',
      ),
    ).to.deep.equal({ read: ['*'], change: ['Observation'], narrowed: true, lasting: true, other: ['odd/one'] });
    expect(readScope('patient/Observation.write system/*.*')).to.deep.equal({
      read: ['*'],
      change: ['*'],
      narrowed: false,
      lasting: false,
      other: [],
    });
    expect(readScope('patient/<img>.read').other).to.deep.equal(['patient/<img>.read']);
  });
});

const endpoint = (more: object = {}) => ({
  resourceType: 'Endpoint',
  status: 'active',
  name: 'Comment on the case',
  connectionType: { system: 'https://smarthealthit.org', code: 'shl-interactive-experience' },
  payloadType: [{ coding: [{ code: 'none' }] }],
  address: 'https://interact.example.org/case/42',
  ...more,
});

describe('an Endpoint behind a link', () => {
  it('is a choice with its host and period, in the sender’s words, and is not opened by itself', async () => {
    const openBefore = window.open;
    let windows = 0;
    window.open = () => {
      windows += 1;
      return null;
    };
    const element = await opened([[FHIR, endpoint({ period: { end: '2099-10-20T12:30:00Z' } })]]);
    window.open = openBefore;
    expect(windows).to.equal(0);
    const link = find<HTMLAnchorElement>(element, '[part=endpoint] a');
    expect(link?.href).to.equal('https://interact.example.org/case/42');
    expect(link?.rel.split(' ')).to.include.members(['noopener', 'noreferrer']);
    expect(link?.target).to.equal('_blank');
    expect(link?.textContent).to.contain('interact.example.org');
    expect(textOf(element))
      .to.contain('Comment on the case')
      .and.to.contain('2099')
      .and.to.contain('Shared, not verified')
      .and.not.to.contain('No name');
    expect(performance.getEntriesByType('resource').some(({ name }) => name.includes('interact.example'))).to.equal(
      false,
    );
    await accessible(element);
  });

  it('names a SMART on FHIR server to copy, and does not open it', async () => {
    const connectionType = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }],
    };
    const element = await opened([[FHIR, endpoint({ connectionType, address: 'https://fhir.example.org/r4' })]]);
    expect(textOf(element)).to.contain('health apps can connect').and.to.contain('fhir.example.org/r4');
    expect(find(element, '[part=endpoint] a')).to.equal(null);
    expect(find(element, '[part=endpoint] .copy')).not.to.equal(null);
    await accessible(element);
  });

  const addresses = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://evil.example/1',
    'http://plain.example/x',
    'https://clinic.example@evil.example/',
    'intent://scan/#Intent;end',
    '//evil.example',
    'https://',
  ];
  it('shows every other scheme as text', async () => {
    const element = await opened([[FHIR, bundleOf(...addresses.map((address) => endpoint({ address }) as never))]]);
    expect(all(element, '[part=endpoint]')).to.have.length(addresses.length);
    expect(all(element, 'a')).to.deep.equal([]);
    expect(textOf(element)).to.contain('javascript:alert(1)').and.to.contain('[U+0001]javascript');
    expect(
      all(element, '[part=endpoint]').every((each) => each.textContent?.includes('not opened from here')),
    ).to.equal(true);
    await accessible(element);
  });

  it('stands beside the records of a bundle, not among them, and keeps its headers to itself', async () => {
    const element = await opened([
      [
        FHIR,
        bundleOf(patient('Shared', 'Sam'), vaccination(), endpoint({ header: ['Authorization: secret-9'] }) as never),
      ],
    ]);
    expect(textOf(element))
      .to.contain('Sam Shared')
      .and.to.contain('Comment on the case')
      .and.not.to.contain('secret-9');
    expect(all(element, '[part~=group-other]')).to.deep.equal([]);
    expect(all(element, '[part=endpoint]')).to.have.length(1);
  });

  it('says when it is over, or taken back', async () => {
    const now = Date.parse('2026-05-10T12:00:00Z');
    const state = (more: object) => availabilityOf(endpointsOf(endpoint(more))[0] as never, now);
    expect(state({})).to.equal('open');
    expect(state({ period: { end: '2026-05-10' } })).to.equal('open');
    expect(state({ period: { end: '2026-05-09' } })).to.equal('ended');
    expect(state({ period: { end: '2026-05' } })).to.equal('open');
    expect(state({ period: { start: '2027' } })).to.equal('not-yet');
    expect(state({ status: 'off' })).to.equal('off');
    const off = await opened([[FHIR, endpoint({ status: 'entered-in-error' })]]);
    expect(find(off, '[part=endpoint] a')).to.equal(null);
    expect(textOf(off)).to.contain('not in use');
  });

  it('says what is strange instead of breaking', () => {
    for (const strange of [null, 1, 'x', [], {}, { resourceType: 'Bundle', entry: [null, 1, { resource: null }] }]) {
      expect(endpointsOf(strange)).to.deep.equal([]);
    }
    expect(
      endpointsOf({ resourceType: 'Endpoint', name: 1, address: {}, period: 'x', connectionType: [null] }),
    ).to.deep.equal([{ kind: 'other', index: -1 }]);
  });
});

/** A picture as this engine writes it. */
async function image(type: 'image/png' | 'image/jpeg', width = 60, height = 40): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = 'rgb(200, 30, 60)';
  context.fillRect(0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type));
  return new Uint8Array(await (blob as Blob).arrayBuffer());
}

const base64 = (bytes: Uint8Array | string): string =>
  btoa(typeof bytes === 'string' ? bytes : Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const joined = (...parts: (Uint8Array | string)[]): Uint8Array<ArrayBuffer> => {
  const all = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  all.reduce((at, part) => {
    bytes.set(part, at);
    return at + part.length;
  }, 0);
  return bytes;
};

/** Says another size in the head of a PNG. */
function resized(png: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(png);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="parent.pwned=1"><script>parent.pwned=1</script></svg>';

const documentWith = (attachment: object, more: object = {}) =>
  ({ resourceType: 'DocumentReference', status: 'current', content: [{ attachment }], ...more }) as never;

/** What was saved while `work` ran: the browser's own download is held back. */
async function saved(work: () => unknown): Promise<{ name: string; type: string; size: number }[]> {
  const blobs = new Map<string, Blob>();
  const found: { name: string; type: string; size: number }[] = [];
  const { createObjectURL } = URL;
  const { click } = HTMLAnchorElement.prototype;
  URL.createObjectURL = (blob: Blob) => {
    const url = createObjectURL.call(URL, blob);
    blobs.set(url, blob);
    return url;
  };
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    const blob = blobs.get(this.href);
    found.push({ name: this.download, type: blob?.type ?? '', size: blob?.size ?? -1 });
  };
  try {
    await work();
  } finally {
    URL.createObjectURL = createObjectURL;
    HTMLAnchorElement.prototype.click = click;
  }
  return found;
}

/** Nothing in it that loads, frames or runs. */
function expectInert(element: Element): void {
  expect(all(element, 'img, iframe, embed, object, video, audio, script, [src], [style], [srcdoc]')).to.deep.equal([]);
  expect(all(element, '[href^="blob:"], [href^="data:"], [href^="javascript:"]')).to.deep.equal([]);
  expect((window as { pwned?: number }).pwned).to.equal(undefined);
}

describe('files inside the data', () => {
  for (const type of ['image/png', 'image/jpeg'] as const) {
    it(`draws ${type} onto a canvas, on a click`, async () => {
      const data = base64(await image(type));
      const element = await opened([
        [
          FHIR,
          bundleOf({ ...patient('Shared'), photo: [{ contentType: type, data, title: 'Passport photo' }] } as never),
        ],
      ]);
      expect(find(element, 'canvas')).to.equal(null);
      await accessible(element);
      button(element, 'Show picture')?.click();
      await until(() => find(element, 'canvas'));
      const canvas = find<HTMLCanvasElement>(element, 'canvas') as HTMLCanvasElement;
      expect([canvas.width, canvas.height]).to.deep.equal([60, 40]);
      const [red = 0, green = 0] = canvas.getContext('2d')?.getImageData(30, 20, 1, 1).data ?? [];
      expect(red).to.be.closeTo(200, 12);
      expect(green).to.be.closeTo(30, 12);
      expect(canvas.getAttribute('aria-label')).to.equal('Passport photo');
      expectInert(element);
      await accessible(element);
      button(element, 'Hide picture')?.click();
      expect(find(element, 'canvas')).to.equal(null);
    });
  }

  it('neither draws nor runs an SVG that calls itself PNG, and saves it as plain bytes', async () => {
    const element = await opened([
      [
        FHIR,
        bundleOf(patient('Shared'), documentWith({ contentType: 'image/png', data: base64(SVG), title: 'x.png' })),
      ],
    ]);
    expect(button(element, 'Show picture')).to.equal(undefined);
    const files = await saved(() => find<HTMLButtonElement>(element, '.attachment button')?.click());
    expect(files).to.deep.equal([
      { name: 'shared-health-data.bin', type: 'application/octet-stream', size: SVG.length },
    ]);
    expectInert(element);
  });

  it('saves what it is by its bytes, under a name of ours, whatever it calls itself', async () => {
    const png = await image('image/png');
    const kinds: readonly (readonly [string, Uint8Array | string, string, string])[] = [
      ['application/pdf', '%PDF-1.7 ...', 'application/pdf', 'pdf'],
      ['text/html', '<script>alert(1)</script>', 'application/octet-stream', 'bin'],
      ['application/pdf', '<script>alert(1)</script>%PDF-1.7', 'application/octet-stream', 'bin'],
      ['text/html', joined(png, '<script>alert(1)</script>'), 'image/png', 'png'],
      ['text/plain', 'a note', 'application/octet-stream', 'txt'],
      ['application/x-msdownload', 'MZ', 'application/octet-stream', 'bin'],
      ['text/html; x=.exe', 'x', 'application/octet-stream', 'bin'],
    ];
    for (const [claimed, bytes, type, extension] of kinds) {
      const element = await opened([
        [FHIR, bundleOf(documentWith({ contentType: claimed, data: base64(bytes), title: '../../evil.exe' }))],
      ]);
      const [file] = await saved(() => button(element, 'Save file')?.click());
      expect(file).to.include({ name: `shared-health-data.${extension}`, type });
    }
  });

  it('says that a damaged file is damaged', async () => {
    const element = await opened([[FHIR, bundleOf(documentWith({ contentType: 'application/pdf', data: '!!!' }))]]);
    expect(await saved(() => button(element, 'Save file')?.click())).to.deep.equal([]);
    expect(textOf(element)).to.contain('This file is damaged');
  });

  it('draws a polyglot as the picture it begins with, and nothing of the rest', async () => {
    const bytes = joined(await image('image/png'), SVG, '%PDF-1.4');
    const element = await opened([[FHIR, bundleOf(documentWith({ contentType: 'text/html', data: base64(bytes) }))]]);
    button(element, 'Show picture')?.click();
    await until(() => find(element, 'canvas'));
    expectInert(element);
  });

  it('refuses huge, empty and lying pictures before anything decodes them', async () => {
    const png = await image('image/png');
    const jpeg = await image('image/jpeg');
    const before = window.createImageBitmap;
    let decoded = 0;
    window.createImageBitmap = ((source: ImageBitmapSource) => {
      decoded += 1;
      return (before as (source: ImageBitmapSource) => Promise<ImageBitmap>).call(window, source);
    }) as typeof createImageBitmap;
    try {
      for (const [width, height] of [
        [50_000, 50_000],
        [0xffffffff, 1],
        [16_385, 1],
        [16_384, 16_384],
      ] as const) {
        expect(await decodePicture(resized(png, width, height))).to.equal('too-large');
      }
      expect(await decodePicture(resized(png, 0, 10))).to.equal('broken');
      expect(await decodePicture(joined(png, new Uint8Array(10_000_001)))).to.equal('too-large');
      expect(await decodePicture(joined(SVG))).to.equal('not-a-picture');
      expect(await decodePicture(joined('GIF89a'))).to.equal('not-a-picture');
      expect(await decodePicture(joined(png.subarray(0, 8)))).to.equal('broken');
      expect(await decodePicture(joined(jpeg.subarray(0, 3)))).to.equal('broken');
      expect(await decodePicture(joined(new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 0]), SVG))).to.equal('broken');
      expect(decoded).to.equal(0);
      expect(inspectPicture(jpeg)).to.include({ type: 'image/jpeg', width: 60, height: 40 });
      expect(inspectPicture(png)).to.include({ type: 'image/png', width: 60, height: 40 });
      // The head is harmless, what follows is not a picture.
      expect(await decodePicture(joined(png.subarray(0, 40), SVG))).to.equal('broken');
      // The second frame header of a JPEG says another size: whichever the decoder takes, it is not the one we looked at.
      const frame = (size: number) =>
        new Uint8Array([0xff, 0xc0, 0, 11, 8, size >> 8, size & 255, 0, 60, 1, 1, 0x11, 0]);
      const twice = joined(jpeg.subarray(0, 2), frame(8), jpeg.subarray(2));
      expect(await decodePicture(twice)).to.equal('broken');
      // A decoder that makes something else of it than its head says.
      const other = await image('image/png', 61, 40);
      window.createImageBitmap = (() => before(new Blob([other]))) as unknown as typeof createImageBitmap;
      expect(await decodePicture(png)).to.equal('broken');
    } finally {
      window.createImageBitmap = before;
    }
    const element = await opened([
      [FHIR, bundleOf(documentWith({ contentType: 'image/png', data: base64(resized(png, 50_000, 50_000)) }))],
    ]);
    button(element, 'Show picture')?.click();
    await until(() => textOf(element).includes('too large to be shown'));
    expect(find(element, 'canvas')).to.equal(null);
    await accessible(element);
  });

  it('never decodes by itself, and tells pictures by their first bytes', async () => {
    expect(maybePicture({ data: base64(await image('image/png')) })).to.equal(true);
    expect(maybePicture({ data: ` \n${base64(await image('image/jpeg'))}` })).to.equal(true);
    expect(maybePicture({ data: base64(SVG) })).to.equal(false);
    expect(maybePicture({ data: '%' })).to.equal(false);
    expect(maybePicture({})).to.equal(false);
    expect(fileTypeOf(new Uint8Array(0)).extension).to.equal('bin');
  });

  it('fetches no address of a file: https is a link with its host, anything else is text', async () => {
    const server = room();
    const element = await opened([
      [
        FHIR,
        bundleOf(
          { ...patient('Shared'), photo: [{ contentType: 'image/png', url: `${server.base}/photo.png` }] } as never,
          documentWith({ contentType: 'application/pdf', url: 'https://files.example/scan.pdf', title: 'Scan' }),
          documentWith({ contentType: 'text/html', url: 'javascript:alert(1)', title: 'Script' }),
          documentWith({ contentType: 'text/html', url: 'data:text/html,x', title: 'Data' }),
        ),
      ],
    ]);
    const links = all<HTMLAnchorElement>(element, '.attachment a');
    expect(links.map(({ href }) => href)).to.deep.equal(['https://files.example/scan.pdf']);
    expect(links[0]?.rel.split(' ')).to.include.members(['noopener', 'noreferrer']);
    expect(links[0]?.textContent).to.contain('files.example').and.not.to.contain('scan.pdf');
    expect(textOf(element)).to.contain('javascript:alert(1)');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await server.asked()).to.deep.equal([]);
    expectInert(element);
    await accessible(element);
  });

  it('marks what the patient shares, and tells the own story from the rendered summary', async () => {
    const pdf = { contentType: 'application/pdf', data: base64('%PDF-1.4') };
    const type = (code: string) => ({ type: { coding: [{ system: 'http://loinc.org', code }] } });
    const shared = {
      ...bundleOf(
        patient('Shared', 'Sam'),
        documentWith({ ...pdf, title: 'My story' }, type('51855-5')),
        documentWith({ ...pdf, title: 'Summary' }, type('60591-5')),
        documentWith({ ...pdf, title: 'Other' }, type('34133-9')),
      ),
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'PATAST' }] },
    };
    const element = await opened([[FHIR, shared]]);
    expect(textOf(element)).to.contain('Shared by the patient');
    const marks = all(element, '[part=row]').map((row) => row.querySelector('.document-kind')?.textContent?.trim());
    expect(marks).to.deep.equal(['In the patient’s own words', 'Summary of the records, to read or print', undefined]);
    const [file] = await saved(() => button(element, 'Save file')?.click());
    expect(file).to.deep.equal({ name: 'shared-health-data.pdf', type: 'application/pdf', size: 8 });
    await accessible(element);
  });
});

describe('files of other kinds behind a link', () => {
  it('names them, says how large they are, and saves them', async () => {
    const png = await image('image/png');
    const manifest = {
      files: [
        { contentType: 'text/html\u202e', embedded: await encryptFile(SVG, 'text/html\u202e', LINK_KEY) },
        { contentType: 'image/png', embedded: await encryptFile(png, 'image/png', LINK_KEY) },
        { contentType: 'application/pdf', embedded: await encryptFile('%PDF-1.4', 'application/pdf', LINK_KEY) },
      ],
    };
    const element = make({ fetch: async () => json(manifest) });
    const result = once(element, 'shl-result');
    element.link = linkText();
    await result;
    await element.updateComplete;
    const panels = all(element, '[part=file]');
    expect(panels.map((panel) => panel.querySelector('h3')?.textContent?.trim())).to.deep.equal([
      'text/html[U+202E]',
      'Picture',
      'PDF document',
    ]);
    for (const panel of panels)
      expect(panel.textContent)
        .to.contain('Shared, not verified')
        .and.to.match(/\d+ kB/);
    const files = await saved(() => {
      for (const each of all(element, '[part=file] .actions button')) each.click();
    });
    expect(files.map(({ name, type }) => [name, type])).to.deep.equal([
      ['shared-health-data.bin', 'application/octet-stream'],
      ['shared-health-data.png', 'image/png'],
      ['shared-health-data.pdf', 'application/pdf'],
    ]);
    button(element, 'Show picture')?.click();
    await until(() => find(element, 'canvas'));
    expectInert(element);
    await accessible(element);
  });
});

describe('a watched link whose file cannot be had now', () => {
  it('keeps showing the last good content, and says from when it is', async () => {
    const server = room();
    const person = JSON.stringify(bundleOf(patient('Shared', 'Sam'), vaccination()));
    await server.put('file', await encryptFile(person, FHIR, LINK_KEY), {
      headers: { 'content-type': 'application/jose' },
    });
    await server.put(
      'manifest-0123456789-0123456789-0123456789-0123456789',
      { files: [{ contentType: FHIR, location: `${server.base}/file` }] },
      { headers: { 'retry-after': '1' } },
    );
    const element = make({ trust: loopbackTrust(), watch: true });
    const first = once(element, 'shl-result');
    element.link = linkText({
      url: `${server.base}/manifest-0123456789-0123456789-0123456789-0123456789`,
      flag: 'L',
    });
    await first;
    await element.updateComplete;
    expect(textOf(element)).to.contain('Sam Shared').and.not.to.contain('Could not be updated');
    await server.put('file', '', { status: 500 });
    await until(() => textOf(element).includes('Could not be updated. This is as of'), 8000);
    expect(textOf(element)).to.contain('Sam Shared').and.not.to.contain('A file could not be opened');
    expect(find(element, '[part=stale]')).not.to.equal(null);
    await accessible(element);
  });
});
