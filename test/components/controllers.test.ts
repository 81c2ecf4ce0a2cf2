/** The scanner's parts, each by itself. Recorded key timings come from the names of their sources, not from this machine. */
import { expect } from '@esm-bundle/chai';
import type { ReactiveControllerHost } from 'lit';
import { ChunkCollector } from '../../components/controllers/chunks.js';
import { fileFacts } from '../../components/controllers/file-kind.js';
import { LatestRun } from '../../components/controllers/run.js';
import { Sightings } from '../../components/controllers/sightings.js';
import { WedgeBurst, WedgeController } from '../../components/controllers/wedge.js';
import { readingsOf, usCharacter, type WedgeKey } from '../../components/controllers/wedge-text.js';

const host = { addController() {}, requestUpdate() {} } as unknown as ReactiveControllerHost;
const digits = (length: number, seed = 5) => Array.from({ length }, (_, i) => (i * seed + seed) % 10).join('');
const chunk = (place: number, of: number, length: number, seed = 5) =>
  `shc:/${place}/${of}/${digits(length * 2, seed)}`;

describe('ChunkCollector', () => {
  it('gives a whole set in order, however it came', () => {
    const chunks = new ChunkCollector();
    const [one, two, three] = [chunk(1, 3, 400), chunk(2, 3, 400), chunk(3, 3, 398)];
    expect(chunks.add(three)).to.deep.include({ have: 1, of: 3, places: [3] });
    expect(chunks.add(one)).to.deep.include({ have: 2, places: [1, 3], stray: false });
    expect(chunks.add(one)).to.deep.include({ have: 2, repeated: true });
    expect(chunks.add(two)?.complete).to.deep.equal([one, two, three]);
    expect(chunks.current).to.equal(undefined);
  });

  it('keeps a code of another set apart, and says so', () => {
    const chunks = new ChunkCollector();
    chunks.add(chunk(1, 3, 400));
    expect(chunks.add(chunk(2, 2, 400))).to.include({ have: 1, of: 2, stray: true });
    expect(chunks.add(chunk(1, 3, 400, 7))).to.include({ have: 1, of: 3, stray: true });
    expect(chunks.add(chunk(2, 3, 300))).to.include({ have: 1, stray: true });
    // The first set is still there.
    expect(chunks.add(chunk(2, 3, 400))).to.include({ have: 2, of: 3 });
  });

  it('takes unbalanced sets: full codes and a short rest', () => {
    const chunks = new ChunkCollector();
    chunks.add(chunk(3, 3, 40));
    chunks.add(chunk(1, 3, 1191));
    expect(chunks.add(chunk(2, 3, 1191))?.complete).to.have.length(3);
  });

  it('refuses numbers that make no sense', () => {
    const chunks = new ChunkCollector();
    for (const text of ['shc:/3/2/5676', 'shc:/0/2/5676', 'shc:/5676', 'shc:/1/100/5676', 'https://example.org']) {
      expect(chunks.add(text), text).to.equal(undefined);
    }
  });

  it('forgets all when cleared', () => {
    const chunks = new ChunkCollector();
    chunks.add(chunk(1, 2, 400));
    chunks.clear();
    expect(chunks.add(chunk(2, 2, 400))).to.include({ have: 1, stray: false });
  });
});

/** The key presses of a US scanner for a text, as a computer with another layout reports them. */
function typed(text: string, layout: (us: string, code: string, shift: boolean) => string = (us) => us): WedgeKey[] {
  return [...text].map((us) => {
    const code = codeOf(us);
    const shift = us !== us.toLowerCase() || ':?_{}"'.includes(us);
    return { key: layout(us, code, shift), code, shift };
  });
}
function codeOf(us: string): string {
  if (/[a-z]/i.test(us)) return `Key${us.toUpperCase()}`;
  if (/\d/.test(us)) return `Digit${us}`;
  return { ':': 'Semicolon', '/': 'Slash', '-': 'Minus', _: 'Minus', ']': 'BracketRight' }[us] ?? '';
}
const german = (us: string) => ({ ':': 'Ö', '/': '-', '-': 'ß', _: '?', y: 'z', z: 'y', Y: 'Z', Z: 'Y' })[us] ?? us;
const french = (us: string, _code: string, shift: boolean) =>
  /\d/.test(us) && !shift ? ('à&é"\'(-è_ç'[Number(us)] ?? us) : ({ ':': 'M', '/': '!' }[us] ?? us);

describe('what a wedge meant', () => {
  const card = `shc:/5676${digits(200)}`;
  const link = `shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnL3ktel9aWSJ9`;

  it('is what it typed, on the layout it expects', () => {
    expect(readingsOf(typed(card))[0]).to.equal(card);
  });

  it('is found through other layouts by the keys that were hit', () => {
    for (const layout of [german, french]) {
      expect(readingsOf(typed(card, layout))).to.include(card);
      expect(readingsOf(typed(link, layout))).to.include(link);
    }
  });

  it('is found where the system names no keys', () => {
    const withoutCodes = (text: string) => [...text].map((key) => ({ key, code: '', shift: false }));
    expect(readingsOf(withoutCodes(card.replace(':/', 'Ö-')))).to.include(card);
    expect(readingsOf(withoutCodes(`shcÖ-2-3-${digits(80)}`))).to.include(`shc:/2/3/${digits(80)}`);
    expect(readingsOf(withoutCodes(card.slice(5)))).to.include(card);
    expect(readingsOf(withoutCodes(`]Q1${card}`))).to.include(card);
    expect(readingsOf(withoutCodes(card.toUpperCase()))).to.include(card);
    const swapped = [...link].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');
    expect(readingsOf(withoutCodes(swapped))).to.include(link);
  });

  it('knows a US keyboard', () => {
    expect(usCharacter({ key: 'M', code: 'Semicolon', shift: true })).to.equal(':');
    expect(usCharacter({ key: '1', code: 'Numpad1', shift: false })).to.equal('1');
    expect(usCharacter({ key: 'F1', code: 'F1', shift: false })).to.equal(undefined);
  });
});

describe('WedgeBurst', () => {
  const feed = (gap: number, length = 20) => {
    const burst = new WedgeBurst();
    for (let i = 0; i < length; i++) burst.add({ key: '5', code: 'Digit5', shift: false }, i * gap);
    return burst.isScanner((length - 1) * gap + gap);
  };
  it('is a scanner at 1 to 35 ms a key, a person above', () => {
    for (const gap of [0, 1, 5, 16, 35]) expect(feed(gap), `${gap} ms`).to.equal(true);
    for (const gap of [50, 75, 100, 180]) expect(feed(gap), `${gap} ms`).to.equal(false);
  });
  it('is no scanner when it is short', () => {
    expect(feed(5, 8)).to.equal(false);
  });
});

describe('WedgeController', () => {
  const card = `shc:/5676${digits(120)}`;
  let texts: string[];
  let controller: WedgeController;
  let field: HTMLInputElement;

  beforeEach(() => {
    texts = [];
    controller = new WedgeController(host, {
      enabled: () => true,
      isOurs: (text) => text.startsWith('shc:/'),
      onText: (text) => texts.push(text),
    });
    controller.hostConnected();
    field = document.createElement('input');
    document.body.append(field);
  });
  afterEach(() => {
    controller.hostDisconnected();
    field.remove();
  });

  /** Presses keys as a browser does: what is not prevented goes into the field. Returns whether the last was let through. */
  function press(keys: string[], gap: number, target: HTMLElement = field): boolean {
    let time = performance.now();
    let passed = true;
    for (const key of keys) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
      time += gap;
      Object.defineProperty(event, 'timeStamp', { value: time });
      passed = target.dispatchEvent(event);
      if (passed && key.length === 1 && target instanceof HTMLInputElement) target.value += key;
    }
    return passed;
  }

  it('reads a card from anywhere, and keeps Enter from pressing the button in focus', () => {
    const button = document.createElement('button');
    document.body.append(button);
    expect(press([...card, 'Enter'], 4, button)).to.equal(false);
    expect(texts).to.deep.equal([card]);
    button.remove();
  });

  it('reads a card that ends in Tab', () => {
    press([...card, 'Tab'], 4);
    expect(texts).to.deep.equal([card]);
  });

  it('takes a card out of the field it was typed into, and tells the page', () => {
    field.value = 'Ann';
    const seen: string[] = [];
    field.addEventListener('input', () => seen.push(field.value));
    press([...card, 'Enter'], 4);
    expect(field.value).to.equal('Ann');
    expect(seen).to.deep.equal(['Ann']);
  });

  it('leaves a person typing alone', () => {
    const text = 'shc:/5676 is how a card begins';
    expect(press([...text, 'Enter'], 110)).to.equal(true);
    expect(field.value).to.equal(text);
    expect(texts).to.deep.equal([]);
  });

  it('leaves other scans in the field they belong to', () => {
    const barcode = 'ABC-0123456789-0123456789';
    expect(press([...barcode, 'Enter'], 4)).to.equal(true);
    expect(field.value).to.equal(barcode);
    expect(texts).to.deep.equal([]);
  });

  it('hands on other scans that no field is waiting for', () => {
    const barcode = 'ABC-0123456789-0123456789';
    expect(press([...barcode, 'Enter'], 4, document.body)).to.equal(false);
    expect(texts).to.deep.equal([barcode]);
  });

  it('does not take shortcuts and held keys for a scan', () => {
    const event = new KeyboardEvent('keydown', { key: 'v', ctrlKey: true, bubbles: true, cancelable: true });
    expect(field.dispatchEvent(event)).to.equal(true);
    for (let i = 0; i < 40; i++) {
      const held = new KeyboardEvent('keydown', { key: 'a', repeat: true, bubbles: true, cancelable: true });
      expect(field.dispatchEvent(held)).to.equal(true);
    }
    expect(press(['Enter'], 1)).to.equal(true);
    expect(texts).to.deep.equal([]);
  });

  it('reads a scanner that sends no ending key', async () => {
    press([...card], 4);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(texts).to.deep.equal([card]);
    expect(field.value).to.equal('');
  });
});

describe('LatestRun', () => {
  const later = <T>(value: T, ms: number) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

  it('delivers the latest only, though it finishes first', async () => {
    const run = new LatestRun(host);
    const slow = run.run(() => later('old', 40));
    const fast = run.run(() => later('new', 1));
    expect(await fast).to.equal('new');
    expect(await slow).to.equal(undefined);
  });

  it('swallows the error of what no longer counts, and passes on that of what does', async () => {
    const run = new LatestRun(host);
    const old = run.run(async () => {
      await later(0, 5);
      throw new Error('old');
    });
    run.cancel();
    expect(await old).to.equal(undefined);
    let problem: unknown;
    await run
      .run(async () => {
        throw new Error('new');
      })
      .catch((error: unknown) => {
        problem = error;
      });
    expect(problem).to.be.instanceOf(Error);
    expect(run.busy).to.equal(false);
  });

  it('aborts when the element goes', async () => {
    const run = new LatestRun(host);
    let aborted = false;
    const work = run.run(async (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      await later(0, 5);
      return 'value';
    });
    run.hostDisconnected();
    expect(await work).to.equal(undefined);
    expect(aborted).to.equal(true);
  });
});

describe('Sightings', () => {
  it('counts a text again only after it was out of view for five seconds', () => {
    const sightings = new Sightings();
    expect(sightings.isRepeated('a', 0)).to.equal(false);
    expect(sightings.isRepeated('a', 4000)).to.equal(true);
    expect(sightings.isRepeated('a', 8900)).to.equal(true);
    expect(sightings.isRepeated('b', 8900)).to.equal(false);
    expect(sightings.isRepeated('a', 14_000)).to.equal(false);
  });
});

describe('fileFacts', () => {
  const bytes = (...parts: (string | number[])[]) =>
    new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)));

  it('goes by the first bytes', () => {
    expect(fileFacts(bytes('%PDF-1.7')).kind).to.equal('pdf');
    expect(fileFacts(bytes([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0])).kind).to.equal('heic');
    expect(fileFacts(bytes([0, 0, 0, 24], 'ftypavif', [0, 0, 0, 0])).kind).to.equal('image');
    expect(fileFacts(bytes('{"verifiableCredential":[]}')).kind).to.equal('text');
    expect(fileFacts(new Uint8Array()).kind).to.equal('text');
  });

  it('knows the size of a picture before it is decoded', async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 321, height: 123 });
    for (const type of ['image/png', 'image/jpeg']) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type));
      if (blob?.type !== type) throw new Error(`This engine makes no ${type}`);
      const facts = fileFacts(new Uint8Array(await blob.arrayBuffer()));
      expect(facts).to.deep.equal({ kind: 'image', pixels: 321 * 123 });
    }
    const bomb = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', [0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    expect(fileFacts(bomb).pixels).to.equal(65535 * 65535);
  });
});
