/**
 * The scanner with a camera, in every engine: a canvas that shows real QR codes plays the camera, as a real media stream.
 * What only a device has (torch, zoom, several cameras, a person who says no) is stood in for at the browser's own door.
 */
import { expect } from '@esm-bundle/chai';
import { ShcScanner } from '../../components/shc-scanner.js';
import { cardToQrText, createTrust, generateIssuerKey, issueCard, publicKeySet, type Trust } from '../../src/index.js';
import { encodeQr } from '../../src/qr/index.js';

if (!customElements.get('shc-scanner')) customElements.define('shc-scanner', ShcScanner);

const ISSUER = 'https://clinic.example.org/cards';
const devices = navigator.mediaDevices as MediaDevices | undefined;
const canPlayCamera = devices !== undefined && 'captureStream' in HTMLCanvasElement.prototype;

let trust: Trust;
let cards: string[];
let scanner: ShcScanner;
let events: string[];
let streams: MediaStream[];
let canvas: HTMLCanvasElement;
let shownText: string | undefined;
let painting: ReturnType<typeof setInterval>;

before(async function () {
  if (!canPlayCamera) this.skip(); // skipped: this engine has no media devices
  const key = await generateIssuerKey();
  trust = createTrust({ issuers: [{ url: ISSUER, name: 'Clinic', keys: publicKeySet([key]) }], liveKeys: 'never' });
  cards = await Promise.all(
    ['Uno', 'Dos'].map((family) =>
      issueCard({
        issuer: ISSUER,
        key,
        bundle: {
          resourceType: 'Bundle',
          type: 'collection',
          entry: [{ fullUrl: 'resource:0', resource: { resourceType: 'Patient', name: [{ family, given: ['Ana'] }] } }],
        },
      }),
    ),
  );
});

/** Draws what is held before the camera, a little differently each time as a hand does. */
function paint(): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = '#777';
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (shownText === undefined) return;
  const { size, modules } = encodeQr(shownText);
  const scale = Math.floor(440 / (size + 8));
  const [left, top] = [60 + Math.round(Math.random() * 8), 10 + Math.round(Math.random() * 8)];
  context.fillStyle = '#fff';
  context.fillRect(left, top, (size + 8) * scale, (size + 8) * scale);
  context.fillStyle = '#000';
  modules.forEach((dark, i) => {
    const [x, y] = [(i % size) + 4, Math.floor(i / size) + 4];
    if (dark) context.fillRect(left + x * scale, top + y * scale, scale, scale);
  });
}

/** Puts something of ours in the place of a browser's method, until the test ends. */
const undo: (() => void)[] = [];
function standIn<T extends object, K extends keyof T>(target: T, name: K, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  undo.push(() => (own ? Object.defineProperty(target, name, own) : Reflect.deleteProperty(target, name)));
}

const giveCamera = async (): Promise<MediaStream> => {
  const stream = canvas.captureStream(15);
  streams.push(stream);
  return stream;
};

beforeEach(async () => {
  events = [];
  streams = [];
  shownText = undefined;
  canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 640, height: 480 });
  painting = setInterval(paint, 60);
  standIn(devices as MediaDevices, 'getUserMedia', giveCamera);
  scanner = document.createElement('shc-scanner') as ShcScanner;
  Object.assign(scanner, { silent: true, trust });
  document.body.append(scanner);
  for (const name of ['shc-verified', 'shc-error', 'shc-scan']) scanner.addEventListener(name, () => events.push(name));
  scanner.addEventListener('shc-camera-change', (event) => events.push(event.detail.active ? 'on' : 'off'));
  await scanner.updateComplete;
});
afterEach(() => {
  scanner.remove();
  clearInterval(painting);
  for (const back of undo.splice(0)) back();
  localStorage.removeItem('shc-scanner-camera');
});

const qrOf = (jws: string | undefined): string => cardToQrText(jws ?? '')[0] ?? '';
const shadow = () => scanner.shadowRoot as ShadowRoot;
const live = () =>
  streams.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === 'live').length;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

describe('<shc-scanner> with a camera', function () {
  // Reading waits for the decoder to load, and for a machine that may be busy.
  this.timeout(30_000);

  it('reads a card held before it, and lets go of the camera', async () => {
    shownText = qrOf(cards[0]);
    await scanner.start();
    expect(live()).to.equal(1);
    await until(() => events.includes('shc-verified'));
    await scanner.updateComplete;
    expect(events).to.deep.equal(['on', 'shc-scan', 'off', 'shc-verified']);
    expect(live()).to.equal(0);
    expect(shadow().querySelector('video')?.srcObject === null).to.equal(true);
    expect(shadow().querySelector('.person-name')?.textContent).to.contain('Uno');
    expect(scanner.engine).to.be.oneOf(['wasm', 'js']);
    expect(JSON.stringify({ ...localStorage })).to.equal('{}');
  });

  it('goes on to the next person when continuous, and announces each card once', async () => {
    scanner.continuous = true;
    shownText = qrOf(cards[0]);
    await scanner.start();
    await until(() => events.includes('shc-verified'));
    await pause(400);
    shownText = qrOf(cards[1]);
    await until(() => shadow().querySelector('.person-name')?.textContent?.includes('Dos') ?? false);
    await pause(400);
    expect(events.filter((name) => name === 'shc-verified')).to.have.length(2);
    expect(live()).to.equal(1);
    scanner.stop();
    expect(live()).to.equal(0);
  });

  it('says what a wrong code is, and keeps looking', async () => {
    shownText = 'https://example.org/menu';
    await scanner.start();
    await until(() => events.includes('shc-error'));
    await scanner.updateComplete;
    expect(shadow().querySelector('[role=alert]')?.textContent).to.contain('web link');
    expect(live()).to.equal(1);
    shownText = qrOf(cards[0]);
    await until(() => events.includes('shc-verified'));
    expect(events.filter((name) => name === 'shc-error')).to.have.length(1);
  });

  it('keeps a card that is still lying there wiped after the idle time', async () => {
    scanner.continuous = true;
    scanner.idle = 0.3;
    shownText = qrOf(cards[0]);
    await scanner.start();
    await until(() => events.includes('shc-verified'));
    await pause(1200);
    expect(shadow().querySelectorAll('.verdict')).to.have.length(0);
    expect(events.filter((name) => name === 'shc-verified')).to.have.length(1);
  });

  describe('lets go of it', () => {
    it('when the element leaves the page', async () => {
      await scanner.start();
      scanner.remove();
      expect(live()).to.equal(0);
    });

    it('when permission comes after the element has gone, or after stop()', async () => {
      let permit: () => void = () => {};
      standIn(devices as MediaDevices, 'getUserMedia', async () => {
        await new Promise<void>((resolve) => {
          permit = resolve;
        });
        return giveCamera();
      });
      for (const leave of [() => scanner.stop(), () => scanner.remove()]) {
        const starting = scanner.start();
        leave();
        permit();
        await starting;
        expect(live()).to.equal(0);
      }
      expect(streams).to.have.length(2);
    });

    it('while the page is hidden, and takes it up again', async () => {
      await scanner.start();
      standIn(document, 'hidden', true);
      document.dispatchEvent(new Event('visibilitychange'));
      expect(live()).to.equal(0);
      standIn(document, 'hidden', false);
      document.dispatchEvent(new Event('visibilitychange'));
      await until(() => live() === 1);
    });

    it('each of fifty times', async () => {
      for (let i = 0; i < 50; i++) {
        await scanner.start();
        if (i % 10 === 0) await pause(50);
        scanner.stop();
      }
      expect(streams).to.have.length(50);
      expect(live()).to.equal(0);
    });
  });

  describe('tells failures apart', () => {
    const CASES = [
      ['NotAllowedError', 'CAMERA_DENIED'],
      ['SecurityError', 'CAMERA_BLOCKED_BY_POLICY'],
      ['NotFoundError', 'CAMERA_NONE'],
      ['NotReadableError', 'CAMERA_IN_USE'],
    ] as const;
    for (const [name, expected] of CASES) {
      it(`${name} is ${expected}, and everything else still works`, async () => {
        standIn(devices as MediaDevices, 'getUserMedia', async () => {
          throw new DOMException('', name);
        });
        let code: string | undefined;
        scanner.addEventListener('shc-error', (event) => {
          ({ code } = event.detail);
        });
        await scanner.start();
        await scanner.updateComplete;
        expect(code).to.equal(expected);
        expect(shadow().querySelector('.cover [role=alert]')?.textContent).to.not.equal('');
        await scanner.read(cards[0] ?? '');
        expect(events).to.include('shc-verified');
      });
    }

    it('takes another camera when the one remembered is gone', async () => {
      localStorage.setItem('shc-scanner-camera', 'gone');
      const asked: MediaTrackConstraints[] = [];
      standIn(devices as MediaDevices, 'getUserMedia', async ({ video }: { video: MediaTrackConstraints }) => {
        asked.push(video);
        if (video.deviceId) throw new DOMException('', 'OverconstrainedError');
        return giveCamera();
      });
      await scanner.start();
      expect(live()).to.equal(1);
      expect(asked[1]).to.deep.include({ facingMode: { ideal: 'environment' }, width: { ideal: 1920 } });
    });
  });

  it('offers the cameras there are, and remembers the choice', async () => {
    standIn(devices as MediaDevices, 'enumerateDevices', async () => [
      { kind: 'videoinput', deviceId: 'a', label: 'Front' },
      { kind: 'audioinput', deviceId: 'm', label: 'Microphone' },
      { kind: 'videoinput', deviceId: 'b', label: 'Back' },
    ]);
    await scanner.start();
    await scanner.updateComplete;
    const select = shadow().querySelector('select') as HTMLSelectElement;
    expect([...select.options].map(({ textContent }) => textContent)).to.deep.equal(['Front', 'Back']);
    select.value = 'b';
    select.dispatchEvent(new Event('change'));
    await until(() => streams.length === 2);
    expect(live()).to.equal(1);
    expect({ ...localStorage }).to.deep.equal({ 'shc-scanner-camera': 'b' });
  });

  it('has a light and a zoom where the camera has them', async () => {
    const applied: unknown[] = [];
    standIn(devices as MediaDevices, 'getUserMedia', async () => {
      const stream = await giveCamera();
      const [track] = stream.getVideoTracks();
      Object.assign(track ?? {}, {
        getCapabilities: () => ({ torch: true, zoom: { min: 1, max: 4, step: 0.5 }, focusMode: ['continuous'] }),
        applyConstraints: async ({ advanced }: { advanced: unknown[] }) => applied.push(advanced[0]),
      });
      return stream;
    });
    await scanner.start();
    await scanner.updateComplete;
    const light = [...shadow().querySelectorAll('button')].find((button) => button.ariaLabel === 'Light');
    light?.click();
    await pause(20);
    await scanner.updateComplete;
    expect(light?.getAttribute('aria-pressed')).to.equal('true');
    const zoom = shadow().querySelector('input[type=range]') as HTMLInputElement;
    zoom.value = '2';
    zoom.dispatchEvent(new Event('input'));
    expect(applied).to.deep.equal([{ focusMode: 'continuous' }, { torch: true }, { zoom: 2 }]);
  });

  it('reads a picture with the codes of two parts on one sheet', async () => {
    const text = qrOf(cards[0]);
    const digits = text.slice('shc:/'.length);
    const half = Math.ceil(digits.length / 4) * 2;
    const parts = [`shc:/1/2/${digits.slice(0, half)}`, `shc:/2/2/${digits.slice(half)}`];
    const sheet = document.createElement('canvas');
    const codes = parts.map(encodeQr);
    Object.assign(sheet, { width: 900, height: 460 });
    const context = sheet.getContext('2d') as CanvasRenderingContext2D;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 900, 460);
    context.fillStyle = '#000';
    codes.forEach(({ size, modules }, place) => {
      const scale = Math.floor(400 / (size + 8));
      modules.forEach((dark, i) => {
        const [x, y] = [(i % size) + 4, Math.floor(i / size) + 4];
        if (dark) context.fillRect(20 + place * 440 + x * scale, 20 + y * scale, scale, scale);
      });
    });
    const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, 'image/png'));
    const results = await scanner.read(blob as Blob);
    expect(results).to.have.length(1);
    expect(events).to.deep.equal(['shc-scan', 'shc-scan', 'shc-verified']);
  });

  it('says so when a picture has no code', async () => {
    paint();
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    let code: string | undefined;
    scanner.addEventListener('shc-error', (event) => {
      ({ code } = event.detail);
    });
    expect(await scanner.read(context.getImageData(0, 0, canvas.width, canvas.height))).to.equal(null);
    expect(code).to.equal('NO_CODE_FOUND');
  });
});
