/** The camera of an element: opening it, choosing it, and above all letting go of it. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type CameraCode, cameraBarrier, cameraFailure } from './camera-failure.js';

export type CameraState = 'off' | 'starting' | 'on' | 'failed';

export interface CameraDevice {
  readonly id: string;
  /** Empty until the person has allowed a camera. */
  readonly label: string;
}

export interface ZoomRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** What Media Capture adds to capabilities and settings that TypeScript's DOM types lack. */
interface CameraCapabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
  readonly zoom?: ZoomRange;
  readonly focusMode?: readonly string[];
}
type CameraSettings = MediaTrackSettings & { readonly zoom?: number; readonly torch?: boolean };

/** The one thing we keep on the device: which camera was chosen. */
const STORAGE_KEY = 'shc-scanner-camera';
/** Nobody answers a permission prompt in fewer milliseconds. */
const PROMPT_MINIMUM = 250;
/** What is asked of any camera; dense codes need the pixels. */
const WANTED: MediaTrackConstraints = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/**
 * Opens and closes the camera. Tracks are stopped by `stop()`, when the element leaves the page, while the page is hidden (and
 * opened again when it is shown), and when permission comes after any of these.
 */
export class CameraController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #onChange: () => void;
  #state: CameraState = 'off';
  #failure: CameraCode | undefined;
  #stream: MediaStream | undefined;
  #devices: readonly CameraDevice[] = [];
  #torch = false;
  #zoom: number | undefined;
  /** Counts starts and stops: an answer that belongs to an older one is dropped. */
  #turn = 0;
  #choice = 'environment';
  #resume = false;

  /** @param onChange called after state, camera or the list of cameras changed */
  constructor(host: ReactiveControllerHost, onChange: () => void = () => {}) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  get state(): CameraState {
    return this.#state;
  }
  /** Why `state` is 'failed'. */
  get failure(): CameraCode | undefined {
    return this.#failure;
  }
  get stream(): MediaStream | undefined {
    return this.#stream;
  }
  /** The cameras there are; filled once one was allowed. */
  get devices(): readonly CameraDevice[] {
    return this.#devices;
  }
  get deviceId(): string | undefined {
    return this.#settings?.deviceId;
  }
  /** Looks at the person in front of the screen. */
  get facesUser(): boolean {
    return this.#settings?.facingMode === 'user';
  }
  get hasTorch(): boolean {
    return this.#capabilities?.torch === true;
  }
  get torch(): boolean {
    return this.#torch;
  }
  /** Where the camera can zoom. */
  get zoomRange(): ZoomRange | undefined {
    const zoom = this.#capabilities?.zoom;
    return zoom && zoom.max > zoom.min ? zoom : undefined;
  }
  get zoom(): number | undefined {
    return this.#zoom;
  }

  /**
   * Opens a camera. Never throws: see `state` and `failure`.
   * @param choice 'environment', 'user', or a device id. With 'environment', a camera chosen before on this device comes first.
   */
  async start(choice = this.#choice): Promise<void> {
    this.#release();
    const turn = this.#turn;
    this.#choice = choice;
    const barrier = cameraBarrier();
    if (barrier) return this.#set('failed', barrier);
    this.#set('starting');
    const opened = await open(choice);
    // Stopped, restarted or taken off the page meanwhile: this camera must not stay on.
    if (turn !== this.#turn) return 'stream' in opened ? stopTracks(opened.stream) : undefined;
    if ('code' in opened) return this.#set('failed', opened.code);
    this.#stream = opened.stream;
    this.#zoom = (this.#settings as CameraSettings | undefined)?.zoom;
    this.#track?.addEventListener('ended', this.#onEnded);
    this.#set('on');
    void this.#focus();
    await this.#listDevices(turn);
  }

  /** Opens this camera and remembers it for the next time. */
  async choose(deviceId: string): Promise<void> {
    remember(deviceId);
    await this.start(deviceId);
  }

  /** Lets go of the camera: its light goes out. */
  stop(): void {
    this.#resume = false;
    this.#release();
    this.#set('off');
  }

  /** Light on or off, where `hasTorch`. */
  async setTorch(on: boolean): Promise<void> {
    if (!this.hasTorch) return;
    if (await this.#apply({ torch: on })) this.#torch = on;
    this.#host.requestUpdate();
  }

  /** Where `zoomRange`, and within it. */
  async setZoom(zoom: number): Promise<void> {
    if (!this.zoomRange) return;
    if (await this.#apply({ zoom })) this.#zoom = zoom;
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
    navigator.mediaDevices?.addEventListener?.('devicechange', this.#onDevices);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    navigator.mediaDevices?.removeEventListener?.('devicechange', this.#onDevices);
    this.stop();
  }

  #onVisibility = (): void => {
    if (document.hidden) {
      if (this.#state !== 'on' && this.#state !== 'starting') return;
      this.#release();
      this.#resume = true;
      this.#set('off');
    } else if (this.#resume) {
      this.#resume = false;
      void this.start();
    }
  };

  #onDevices = (): void => {
    if (this.#state === 'on') void this.#listDevices(this.#turn);
  };

  /** The camera was unplugged, or the system took it away. */
  #onEnded = (): void => {
    this.#release();
    this.#set('failed', 'CAMERA_NONE');
  };

  get #track(): MediaStreamTrack | undefined {
    return this.#stream?.getVideoTracks()[0];
  }
  get #settings(): MediaTrackSettings | undefined {
    return this.#track?.getSettings();
  }
  get #capabilities(): CameraCapabilities | undefined {
    return this.#track?.getCapabilities?.() as CameraCapabilities | undefined;
  }

  #set(state: CameraState, failure?: CameraCode): void {
    const changed = state !== this.#state || failure !== this.#failure;
    this.#state = state;
    this.#failure = failure;
    this.#host.requestUpdate();
    if (changed) this.#onChange();
  }

  #release(): void {
    this.#turn++;
    this.#track?.removeEventListener('ended', this.#onEnded);
    if (this.#stream) stopTracks(this.#stream);
    this.#stream = undefined;
    this.#torch = false;
    this.#zoom = undefined;
  }

  async #listDevices(turn: number): Promise<void> {
    const devices = await videoInputs();
    if (turn !== this.#turn) return;
    this.#devices = devices;
    this.#host.requestUpdate();
  }

  /** Continuous focus where a camera has it but does not start with it. */
  async #focus(): Promise<void> {
    if (this.#capabilities?.focusMode?.includes('continuous')) await this.#apply({ focusMode: 'continuous' });
  }

  async #apply(constraint: Record<string, unknown>): Promise<boolean> {
    try {
      await this.#track?.applyConstraints({ advanced: [constraint as MediaTrackConstraintSet] });
      return true;
    } catch {
      return false;
    }
  }
}

type Opened = { readonly stream: MediaStream } | { readonly code: CameraCode };

/** Tries what was asked for, then less, then the other cameras: one that is gone or busy must not be the end of it. */
async function open(choice: string): Promise<Opened> {
  const facing = choice === 'environment' || choice === 'user';
  const known = facing ? (choice === 'environment' ? remembered() : undefined) : choice;
  const attempts: MediaTrackConstraints[] = [
    ...(known ? [{ ...WANTED, deviceId: { exact: known } }] : []),
    { ...WANTED, facingMode: { ideal: facing ? choice : 'environment' } },
    {},
  ];
  let code: CameraCode = 'CAMERA_NONE';
  for (let i = 0; i < attempts.length; i++) {
    const begun = performance.now();
    try {
      return { stream: await navigator.mediaDevices.getUserMedia({ video: attempts[i] ?? true, audio: false }) };
    } catch (error) {
      code = await cameraFailure(error, performance.now() - begun > PROMPT_MINIMUM);
      if (code !== 'CAMERA_NONE' && code !== 'CAMERA_IN_USE') break;
    }
    if (i === attempts.length - 1 && code === 'CAMERA_IN_USE' && attempts.length < 8) {
      const tried = new Set(attempts.map(({ deviceId }) => (deviceId as { exact?: string } | undefined)?.exact));
      const other = (await videoInputs()).find(({ id }) => id && !tried.has(id));
      if (other) attempts.push({ deviceId: { exact: other.id } });
    }
  }
  return { code };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function videoInputs(): Promise<CameraDevice[]> {
  try {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all
      .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId)
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  } catch {
    return [];
  }
}

// Storage may be forbidden (private windows, sandboxed frames): the choice is then forgotten, no more.
function remembered(): string | undefined {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(deviceId: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, deviceId);
  } catch {
    // See above.
  }
}
