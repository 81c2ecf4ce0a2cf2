import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import {
  type CardResult,
  createTrust,
  type HealthLink,
  type Recognized,
  recognize,
  type Summary,
  summarize,
  type Trust,
  verifyCard,
} from '../src/index.js';
import { ShcElement } from './base.js';
import { CameraController } from './controllers/camera.js';
import { ChunkCollector } from './controllers/chunks.js';
import { DropPasteController } from './controllers/drop-paste.js';
import { type Feedback, give } from './controllers/feedback.js';
import { eachFrame } from './controllers/frames.js';
import { Hints } from './controllers/hints.js';
import { type Input, Intake, type Outcome } from './controllers/intake.js';
import { QrReader } from './controllers/qr-reader.js';
import { LatestRun } from './controllers/run.js';
import { Sightings } from './controllers/sightings.js';
import { WedgeController } from './controllers/wedge.js';
import {
  ShcCameraChangeEvent,
  ShcErrorEvent,
  ShcProgressEvent,
  ShcResultEvent,
  ShcScanEvent,
  ShcVerifiedEvent,
  ShlScanEvent,
  type Source,
} from './events.js';
import { icons } from './icons.js';
import type { ExpectedPerson } from './match.js';
import { styles } from './shc-scanner.styles.js';
import { inputsView } from './views/inputs.js';
import { warningView } from './views/notice.js';
import { problemView, progressView, scannedCardView, scannedLinkView } from './views/scanned.js';
import { verdictWord } from './views/verdict.js';
import { viewfinderView } from './views/viewfinder.js';

const STATES = [
  'camera-on',
  'camera-failed',
  'reading',
  'progress',
  'result',
  'link',
  'problem',
  'dragging',
  'verified',
  'unverifiable',
  'not-yet-valid',
  'expired',
  'revoked',
  'untrusted',
  'invalid',
] as const;

/** What is on the page: the outcome of the last input, with where it came from. */
interface Shown extends Outcome {
  readonly source: Source;
  readonly summaries: readonly (Summary | undefined)[];
}

/**
 * @summary Reads a SMART Health Card or SMART Health Link from the camera, a picture, a file, pasted or dropped text, or a hand-held scanner;
 *   verifies cards; gives the page the verified FHIR in one event.
 *
 * It checks signature, issuer, dates and revocation, and shows the verdict. It does not check whose card it is: compare with photo ID. Whoever
 * acts on a card on a server verifies the JWS again there.
 *
 * @element shc-scanner
 *
 * @fires {ShcVerifiedEvent} shc-verified - A verified card: `{ bundle, result, index, total, source }`. The one event most pages need.
 * @fires {ShcResultEvent} shc-result - Every card, whatever its verdict: `{ result, index, total, source }`.
 * @fires {ShlScanEvent} shl-scan - A link: `{ link, source }`. It holds the key: hand it to `<shl-viewer>`.
 * @fires {ShcScanEvent} shc-scan - Something was recognized: `{ kind, source }`, before anything is done with it. Cancelable.
 * @fires {ShcProgressEvent} shc-progress - A part of a card was read: `{ have, of, source }`.
 * @fires {ShcErrorEvent} shc-error - Something did not work: `{ code }`.
 * @fires {ShcCameraChangeEvent} shc-camera-change - The camera went on or off: `{ active, deviceId?, label? }`.
 *
 * @slot - Shown below the ways to put something in: a page's own help.
 *
 * @csspart base - All of it.
 * @csspart viewfinder - The stage of the camera.
 * @csspart video - The picture.
 * @csspart aim - The frame to aim with.
 * @csspart controls - The buttons on the picture.
 * @csspart button - Every button; `start-button`, `stop-button`, `next-button`, `ask-button` beside it.
 * @csspart camera-select - The list of cameras.
 * @csspart status - The line that says what to do; a live region.
 * @csspart progress - Which codes of a card have been read.
 * @csspart result - What came of the last scan.
 * @csspart card - One card of it.
 * @csspart verdict - The verdict of a card; `verdict-verified`, `verdict-expired` and so on beside it.
 * @csspart link - A link that was read.
 * @csspart error - What did not work.
 * @csspart inputs - The other ways to put something in.
 * @csspart paste - The box for text.
 *
 * @cssstate camera-on - The camera is on.
 * @cssstate camera-failed - It could not be opened.
 * @cssstate reading - Something is being read or checked.
 * @cssstate progress - Some codes of a card have been read, others are missing.
 * @cssstate result - The verdict of a card is shown; with it one of `verified`, `unverifiable`, `not-yet-valid`, `expired`, `revoked`, `untrusted`, `invalid`: that of the gravest card.
 * @cssstate link - A link was read.
 * @cssstate problem - What was put in could not be used.
 * @cssstate dragging - Something is held over the element.
 *
 * @cssprop [--shc-accent] - Colour of buttons and the frame. All `--shc-*` properties: see the guide.
 * @cssprop [--shc-radius=14px] - Corners.
 * @cssprop [--shc-max-width=44em] - Widest it gets.
 */
export class ShcScanner extends ShcElement {
  static formAssociated = true;
  static override styles = [...ShcElement.styles, ...styles];

  /** What is read: `cards`, `links`, or both. */
  @property() accept = 'cards links';
  /** Goes on to the next card by itself: the camera stays on. */
  @property({ type: Boolean }) continuous = false;
  /** `environment`, `user`, or a device id. */
  @property() camera = 'environment';
  /** Opens the camera as soon as the element is on the page. */
  @property({ type: Boolean }) autostart = false;
  /** Listens to hand-held scanners that type, anywhere on the page. */
  @property({ type: Boolean }) keyboard = false;
  /** No sound and no vibration. */
  @property({ type: Boolean }) silent = false;
  /** Seconds after which what is shown is wiped from page and memory; 0 for never. */
  @property({ type: Number }) idle = 0;
  /** Name in the form: it submits the JWS of the last verified card. */
  @property({ reflect: true }) name: string | undefined;
  /** Whom the page expects: name and date of birth are compared and differences shown. */
  @property({ attribute: false }) expect: ExpectedPerson | undefined;

  @state() private shown: Shown | undefined;
  @state() private directoryProblem = false;
  @state() private pasting = false;
  @state() private flipped = false;
  @state() private caught = false;

  @query('video') private readonly video!: HTMLVideoElement | null;
  @query('textarea') private readonly textarea!: HTMLTextAreaElement | null;

  readonly #run = new LatestRun(this);
  readonly #reader = new QrReader(this);
  readonly #cameraControl = new CameraController(this, () => this.#onCamera());
  readonly #chunks = new ChunkCollector();
  readonly #intake = new Intake(this.#reader, this.#chunks);
  readonly #sightings = new Sightings();
  readonly #hints = new Hints(this);
  readonly #dropPaste = new DropPasteController(this, {
    onInputs: (inputs, source) => void this.#take(inputs, source),
    isOwnBox: (target) => target === this.textarea,
  });
  #watching: AbortController | undefined;
  #value: string | null = null;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #hadFocus = false;

  constructor() {
    super();
    new WedgeController(this, {
      enabled: () => this.keyboard,
      isOurs: (text) => recognize(text).kind !== 'other',
      onText: (text) => void this.#see(text, 'keyboard'),
    });
  }

  // The page's side

  /** The JWS of the last verified card while it is shown, as the form submits it. */
  get value(): string | null {
    return this.#value;
  }
  /** What reads the codes, once it is loaded: WebAssembly, or JavaScript where that is not allowed. */
  get engine(): 'wasm' | 'js' | undefined {
    return this.#reader.engine;
  }
  get form(): HTMLFormElement | null {
    return this.internals?.form ?? null;
  }

  /** Opens the camera, after wiping what is shown. Never throws: a failure is shown, with a `shc-error`. */
  async start(): Promise<void> {
    this.#wipe();
    this.#sightings.clear();
    // Loaded while the person is asked for the camera.
    this.#reader.load().catch(() => {});
    await this.#cameraControl.start(this.camera);
  }

  /** Closes the camera. What is shown stays, and so do the codes of a card that is not whole yet. */
  stop(): void {
    this.#cameraControl.stop();
  }

  /** Wipes what was read from page and memory, the form's value and half-read cards too; ends what is being checked. The camera stays as it is. */
  clear(): void {
    this.#wipe();
    this.#chunks.clear();
    this.directoryProblem = false;
    if (this.textarea) this.textarea.value = '';
  }

  /**
   * Reads a text, a file or a picture as if it had been scanned, with all events.
   * @returns the checked cards; without any the first link; null when there was neither, when the page cancelled `shc-scan`, or when newer input came
   */
  async read(input: Input): Promise<CardResult[] | HealthLink | null> {
    const outcome = await this.#take([input], typeof input === 'string' ? 'text' : 'file');
    if (outcome?.cards.length) return [...outcome.cards];
    return outcome?.links[0] ?? null;
  }

  // What comes in

  /** Something seen by the camera or typed by a scanner, perhaps again and again: once is enough. */
  async #see(text: string, source: 'camera' | 'keyboard'): Promise<void> {
    const repeated = this.#sightings.isRepeated(text);
    const wiped = !this.shown && !this.#run.busy;
    // After a wipe a card still lying before the camera stays wiped; a trigger pulled again means it.
    if (repeated && (source === 'camera' || !wiped)) return;
    await this.#take([text], source);
  }

  /** The one way in. What was shown is gone at once; what an older input gives is dropped. */
  async #take(inputs: readonly Input[], source: Source): Promise<Outcome | undefined> {
    this.#wipe();
    const outcome = await this.#run.run(async (signal) => {
      // Properties set before the element was defined arrive with its first update.
      if (this.isConnected && !this.hasUpdated) await this.updateComplete;
      signal.throwIfAborted();
      return this.#intake.read(inputs, {
        signal,
        accept: this.#accepted,
        announce: (kind) => this.#announce(kind, source),
        trust: () => this.#policy(),
      });
    });
    if (outcome) this.#deliver(outcome, source);
    return outcome;
  }

  get #accepted(): Set<'cards' | 'links'> {
    const words = new Set(this.accept.toLowerCase().split(/\s+/));
    return new Set((['cards', 'links'] as const).filter((word) => words.has(word)));
  }

  #announce(kind: Recognized['kind'], source: Source): boolean {
    return this.dispatchEvent(new ShcScanEvent(kind, source));
  }

  async #policy(): Promise<Trust | undefined> {
    const { trust, problem } = await this.trustSource.get(this);
    this.directoryProblem = problem !== undefined;
    if (problem) this.dispatchEvent(new ShcErrorEvent(problem));
    return trust;
  }

  /** Shows what came of it, and tells the page. A listener that puts something new in ends the telling. */
  #deliver(outcome: Outcome, source: Source): void {
    const { cards, links, problems, progress } = outcome;
    const summaries = cards.map(({ fhirBundle }) => fhirBundle && summarize(fhirBundle));
    const shown: Shown = { ...outcome, source, summaries };
    this.shown = shown;
    this.#setValue(cards.findLast(({ verdict }) => verdict === 'verified')?.jws ?? null);
    this.#feedBack(outcome);
    this.#catch();
    if (cards.length + links.length > 0 && !this.continuous) this.#cameraControl.stop();
    this.#scheduleWipe();

    const events: Event[] = [];
    if (progress && !progress.repeated) events.push(new ShcProgressEvent(progress.have, progress.of, source));
    cards.forEach((result, index) => {
      const place = { index, total: cards.length, source };
      events.push(new ShcResultEvent({ result, ...place }));
      const { fhirBundle: bundle } = result;
      if (result.verdict === 'verified' && bundle) events.push(new ShcVerifiedEvent({ bundle, result, ...place }));
    });
    for (const link of links) events.push(new ShlScanEvent(link, source));
    for (const { code } of problems) events.push(new ShcErrorEvent(code));
    for (const event of events) {
      if (this.shown !== shown) return;
      this.dispatchEvent(event);
    }
  }

  #feedBack({ cards, links, problems, progress }: Outcome): void {
    if (this.silent) return;
    const refused = problems.length > 0 || cards.some(({ verdict }) => verdict !== 'verified');
    const feedback: Feedback | undefined =
      cards.length + links.length + problems.length > 0 ? (refused ? 'refusal' : 'success') : progress && 'progress';
    if (feedback) give(feedback);
  }

  /** One request, to an issuer this page does not know; the verdict stays untrusted whatever the answer. */
  async #askIssuer(index: number): Promise<void> {
    const before = this.shown;
    const jws = before?.cards[index]?.jws;
    if (!before || !jws) return;
    const policy = (await this.#policy())?.policy;
    if (this.shown !== before) return;
    const trust = createTrust({ ...policy, liveKeys: 'any' });
    const result = await this.#run.run((signal) => verifyCard(jws, { trust, signal }));
    if (!result || this.shown !== before) return;
    const summary = result.fhirBundle && summarize(result.fhirBundle);
    this.shown = {
      ...before,
      cards: before.cards.map((card, i) => (i === index ? result : card)),
      summaries: before.summaries.map((old, i) => (i === index ? summary : old)),
    };
    this.#scheduleWipe();
    this.dispatchEvent(new ShcResultEvent({ result, index, total: before.cards.length, source: before.source }));
  }

  // What goes out of memory

  #wipe(): void {
    clearTimeout(this.#idleTimer);
    this.#run.cancel();
    this.shown = undefined;
    this.#setValue(null);
  }

  #setValue(value: string | null): void {
    this.#value = value;
    this.internals?.setFormValue(value);
  }

  #scheduleWipe = (): void => {
    clearTimeout(this.#idleTimer);
    if (this.idle > 0 && this.shown) this.#idleTimer = setTimeout(() => this.clear(), this.idle * 1000);
  };

  formResetCallback(): void {
    this.clear();
  }

  // The camera

  #onCamera(): void {
    const { state, failure, deviceId, stream } = this.#cameraControl;
    if (state === 'failed' && failure) this.dispatchEvent(new ShcErrorEvent(failure));
    if (state === 'on') {
      const label = stream?.getVideoTracks()[0]?.label;
      this.dispatchEvent(
        new ShcCameraChangeEvent({ active: true, ...(deviceId && { deviceId }), ...(label && { label }) }),
      );
    } else if (this.#watching) {
      this.dispatchEvent(new ShcCameraChangeEvent({ active: false }));
    }
    if (state !== 'on') this.#unwatch();
  }

  /** Puts the stream on the page and reads its frames, for as long as this stream is on. */
  async #watch(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
    this.#unwatch();
    const watching = new AbortController();
    this.#watching = watching;
    const { signal } = watching;
    video.srcObject = stream;
    this.#hints.start();
    try {
      await video.play();
    } catch {
      // Interrupted by a stop, or refused until the page is touched: frames come when it plays.
    }
    try {
      await this.#reader.load();
    } catch {
      if (signal.aborted) return;
      this.#cameraControl.stop();
      this.#deliver({ cards: [], links: [], problems: [{ code: 'RUNTIME', what: 'engine' }] }, 'camera');
      return;
    }
    await eachFrame(
      video,
      async (image) => {
        const text = await this.#frameText(image, signal);
        if (text && !signal.aborted) {
          this.#hints.start();
          void this.#see(text, 'camera');
        }
        await this.#reader.rest();
      },
      signal,
    );
  }

  /** A frame that could not be read, for whatever reason, is a frame without a code: the next one comes. */
  async #frameText(image: ImageData, signal: AbortSignal): Promise<string | null> {
    try {
      return await this.#reader.frame(image, signal);
    } catch {
      return null;
    }
  }

  #unwatch(): void {
    this.#watching?.abort();
    this.#watching = undefined;
    this.#hints.stop();
    if (this.video) this.video.srcObject = null;
  }

  /** The frame flashes. */
  #catch(): void {
    this.caught = true;
    setTimeout(() => {
      this.caught = false;
    }, 600);
  }

  // Files and typed text

  readonly #inputsActions = {
    onFiles: (input: HTMLInputElement) => {
      const files = [...(input.files ?? [])];
      input.value = '';
      if (files.length) void this.#take(files, 'file');
    },
    onText: (box: HTMLTextAreaElement) => {
      const text = box.value;
      box.value = '';
      void this.#take([text], 'text');
    },
    togglePaste: async () => {
      this.pasting = !this.pasting;
      await this.updateComplete;
      this.textarea?.focus();
    },
  };

  // Life

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.autostart) void this.#autostart();
  }

  async #autostart(): Promise<void> {
    await this.updateComplete;
    if (this.isConnected) await this.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.clear();
    this.#unwatch();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#hadFocus = this.hasUpdated && this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null;
    const verdicts = this.shown?.cards.map(({ verdict }) => verdict) ?? [];
    const gravest = GRAVEST_FIRST.find((verdict) => verdicts.includes(verdict));
    const camera = this.#cameraControl.state;
    this.showStates(STATES, [
      camera === 'on' ? 'camera-on' : camera === 'failed' ? 'camera-failed' : undefined,
      this.#run.busy ? 'reading' : undefined,
      this.shown?.progress && 'progress',
      gravest && 'result',
      gravest,
      this.shown?.links.length ? 'link' : undefined,
      this.shown?.problems.length ? 'problem' : undefined,
      this.#dropPaste.dragging ? 'dragging' : undefined,
    ]);
  }

  protected override updated(changed: PropertyValues): void {
    const { stream, state } = this.#cameraControl;
    if (stream && this.video && this.video.srcObject !== stream) void this.#watch(this.video, stream);
    if (changed.has('camera') && changed.get('camera') !== undefined && state === 'on') {
      void this.#cameraControl.start(this.camera);
    }
    if (changed.has('idle')) this.#scheduleWipe();
    this.#keepFocus();
  }

  /** A button that went away with what it did must not leave keyboard users at the top of the page. */
  #keepFocus(): void {
    const root = this.renderRoot as ShadowRoot;
    if (!this.#hadFocus || root.activeElement) return;
    const next = root.querySelector<HTMLElement>('.result:not([hidden]), .stage button, button');
    next?.focus({ preventScroll: true });
  }

  // The view

  protected override render(): TemplateResult {
    const { texts } = this;
    const { t } = texts;
    const finished = this.shown !== undefined && this.shown.cards.length + this.shown.links.length > 0;
    const stage = !finished || this.continuous || this.#cameraControl.state !== 'off';
    return html`<div
      class="root ${this.#dropPaste.dragging ? 'dragging' : ''} ${finished ? 'finished' : ''}"
      part="base"
      role="region"
      aria-label=${t('scanner.label')}
      @dragenter=${this.#dropPaste.onDrag}
      @dragover=${this.#dropPaste.onDrag}
      @dragleave=${this.#dropPaste.onDragLeave}
      @drop=${this.#dropPaste.onDrop}
      @pointerdown=${this.#scheduleWipe}
      @keydown=${this.#scheduleWipe}
    >
      <div class="result" part="result" tabindex="-1" ?hidden=${!finished && !this.shown?.problems.length}>
        ${this.shown ? this.#shownView(this.shown, finished) : nothing}
      </div>
      <div class="finder" ?hidden=${!stage}>
        ${viewfinderView(
          this.#cameraControl,
          { mirrored: this.#cameraControl.facesUser !== this.flipped, busy: this.#run.busy, caught: this.caught },
          texts,
          this.#viewfinderActions,
        )}
      </div>
      <div class="status-line">
        ${this.#run.busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}
        <p class=${finished ? 'visually-hidden' : 'status'} role="status" part="status">${this.#status()}</p>
        ${this.shown?.progress ? progressView(this.shown.progress.places, this.shown.progress.of) : nothing}
      </div>
      ${inputsView(this.pasting, texts, this.#inputsActions)}
      <slot></slot>
      ${this.#dropPaste.dragging ? html`<div class="drop" aria-hidden="true">${icons.download}<span>${t('scanner.drop')}</span></div>` : nothing}
    </div>`;
  }

  readonly #viewfinderActions = {
    start: () => void this.start(),
    stop: () => this.stop(),
    choose: (deviceId: string) => void this.#cameraControl.choose(deviceId),
    torch: (on: boolean) => void this.#cameraControl.setTorch(on),
    zoom: (value: number) => void this.#cameraControl.setZoom(value),
    flip: () => {
      this.flipped = !this.flipped;
    },
  };

  /** One sentence: what is going on, or what to do. */
  #status(): string {
    const { texts, shown } = this;
    const { t } = texts;
    const [card] = shown?.cards ?? [];
    if (this.#run.busy) return t('scanner.reading');
    if (card) {
      const words = shown?.cards.map((result) => t(`verdict.${verdictWord(result)}`)) ?? [];
      return words.join('. ');
    }
    if (shown?.links.length) return t('scanner.link');
    if (shown?.progress) {
      const { have, of, stray } = shown.progress;
      return t(stray ? 'scanner.stray' : 'scanner.progress', { have, of });
    }
    if (this.#cameraControl.state === 'on') return t(this.#hints.current ?? 'scanner.aim');
    return this.keyboard ? t('scanner.keyboard') : '';
  }

  #shownView(shown: Shown, finished: boolean): TemplateResult {
    const { texts } = this;
    const { cards, links, problems, summaries } = shown;
    return html`
      ${this.directoryProblem && cards.length ? warningView(texts.t('card.directory')) : nothing}
      ${cards.map((result, index) => {
        const summary = summaries[index];
        const askIssuer = this.#mayAsk(result) ? () => void this.#askIssuer(index) : undefined;
        const { jws } = result;
        const again = result.verdict === 'unverifiable' && jws ? () => void this.#take([jws], shown.source) : undefined;
        return scannedCardView(
          { result, ...(summary && { summary }), ...(askIssuer && { askIssuer }), ...(again && { again }) },
          { index, total: cards.length },
          texts,
          this.expect,
        );
      })}
      ${links.map((link) => scannedLinkView(link, texts))}
      ${problems.map((problem) => problemView(problem, texts))}
      ${
        finished
          ? html`<div class="actions">
              ${
                this.#cameraControl.state === 'off'
                  ? html`<button type="button" class="primary" part="button next-button" @click=${() => this.#next()}>
                      ${icons.qr}${texts.t('scanner.next')}
                    </button>`
                  : nothing
              }
              <button type="button" part="button" @click=${() => this.clear()}>${texts.t('scanner.clear')}</button>
            </div>`
          : nothing
      }
    `;
  }

  /** Only an issuer nobody here knows, whose keys were not asked for yet; never against the policy. */
  #mayAsk({ issuer, jws, signature, findings }: CardResult): boolean {
    const unknown = findings.some(({ code }) => code === 'ISSUER_UNTRUSTED');
    return unknown && signature === 'unchecked' && !!issuer.url && !!jws && this.trust?.liveKeys !== 'never';
  }

  /** After a scan by camera the camera again; after anything else the empty scanner. */
  #next(): void {
    const { source } = this.shown ?? {};
    this.clear();
    if (source === 'camera') void this.start();
  }
}

/** For `:state()`: several cards are as good as the gravest of them. */
const GRAVEST_FIRST = [
  'invalid',
  'untrusted',
  'revoked',
  'expired',
  'not-yet-valid',
  'unverifiable',
  'verified',
] as const;

declare global {
  interface HTMLElementTagNameMap {
    'shc-scanner': ShcScanner;
  }
}
