/** Hears hardware scanners that type: bursts far too fast for a person, ended by Enter or Tab, anywhere on the page. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readingsOf, type WedgeKey } from './wedge-text.js';

/** Milliseconds between two keys above which a burst is over: no scanner is slower, few people are as fast. */
const MAX_GAP = 80;
/** Mean milliseconds for a key; a fast typist needs about 100. */
const MAX_MEAN = 40;
/** Fewer keys than this may be a person rolling fingers over the keyboard. */
const MIN_LENGTH = 16;
/** Milliseconds of silence after which a card or link counts as whole: some scanners send no ending key. */
const SILENCE = 250;
/** The shortest beginning that no person types by chance at this speed. */
const OURS = /^(\][A-Za-z]\d)?(shc:\/|shlink:\/)/i;

/** A burst of keys as it grows. Knows nothing of the page. */
export class WedgeBurst {
  readonly keys: WedgeKey[] = [];
  #first = 0;
  #last = 0;

  /** Adds a key pressed at `time` (milliseconds). A pause longer than any scanner makes begins a new burst. */
  add(key: WedgeKey, time: number): void {
    if (this.keys.length && time - this.#last > MAX_GAP) this.clear();
    if (!this.keys.length) this.#first = time;
    this.keys.push(key);
    this.#last = time;
  }

  /** Is this too fast and too long for a person, when the ending key comes at `time`? */
  isScanner(time: number): boolean {
    return this.keys.length >= MIN_LENGTH && time - this.#last <= MAX_GAP && this.#mean <= MAX_MEAN;
  }

  /** Already clear from how it begins: a scanner typing a card or a link. */
  get beginsCard(): boolean {
    return (
      this.#mean <= MAX_MEAN && this.keys.length >= 5 && readingsOf(this.keys.slice(0, 14)).some((t) => OURS.test(t))
    );
  }

  clear(): void {
    this.keys.length = 0;
  }

  get #mean(): number {
    return (this.#last - this.#first) / Math.max(1, this.keys.length - 1);
  }
}

export interface WedgeOptions {
  /** Whether to listen just now. */
  readonly enabled: () => boolean;
  /** Does the text mean something to us (a card, part of one, a link)? */
  readonly isOurs: (text: string) => boolean;
  /** A scan. When none of its readings is ours, the text as it came out. */
  readonly onText: (text: string) => void;
}

/** What a text field held before a burst reached it. */
interface Snapshot {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
}

/**
 * Listens on the whole page while its element is connected and `enabled`. A person's typing is never touched. Text that a
 * scanner types into a field stays there, unless it is a card or a link: that is kept out of the field, whose value is put back, because it does not belong there.
 * A scan with no field in focus never presses the button that happens to have the focus.
 */
export class WedgeController implements ReactiveController {
  readonly #options: WedgeOptions;
  readonly #burst = new WedgeBurst();
  #snapshot: Snapshot | undefined;
  #holding = false;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, options: WedgeOptions) {
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#onKey, { capture: true });
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#onKey, { capture: true });
    this.#reset();
  }

  #onKey = (event: KeyboardEvent): void => {
    if (!this.#options.enabled()) return;
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    if (event.repeat || event.isComposing || isShortcut) this.#reset();
    else if (event.key === 'Enter' || event.key === 'Tab') this.#onEnd(event);
    // Shift, AltGraph and other keys without a character do not end a burst.
    else if ([...event.key].length === 1) this.#onCharacter(event);
  };

  #onCharacter(event: KeyboardEvent): void {
    const before = this.#burst.keys.length;
    this.#burst.add({ key: event.key, code: event.code, shift: event.shiftKey }, event.timeStamp);
    if (this.#burst.keys.length <= before || before === 0) this.#begin(event);
    this.#holding ||= this.#burst.beginsCard;
    clearTimeout(this.#silence);
    if (!this.#holding) return;
    event.preventDefault();
    this.#silence = setTimeout(() => this.#onSilence(), SILENCE);
  }

  #begin(event: KeyboardEvent): void {
    this.#holding = false;
    const field = fieldOf(event);
    this.#snapshot = field && { field, value: field.value };
  }

  #onEnd(event: KeyboardEvent): void {
    const readings = this.#burst.isScanner(event.timeStamp) ? readingsOf(this.#burst.keys) : [];
    const ours = readings.find((text) => this.#options.isOurs(text));
    if (!readings.length || (ours === undefined && isEditable(event))) {
      this.#reset();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.#deliver(ours, readings[0]);
  }

  #onSilence(): void {
    const ours = readingsOf(this.#burst.keys).find((text) => this.#options.isOurs(text));
    if (ours === undefined) this.#reset();
    else this.#deliver(ours);
  }

  #deliver(ours: string | undefined, other = ''): void {
    if (ours !== undefined) this.#putBack();
    this.#reset();
    this.#options.onText(ours ?? other);
  }

  /** Takes what was typed out of the field again, in a way that frameworks bound to the field notice. */
  #putBack(): void {
    const { field, value } = this.#snapshot ?? {};
    if (!field?.isConnected || field.value === value) return;
    // Through the prototype: React replaces the setter on the field itself, and would not notice.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value ?? '');
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }

  #reset(): void {
    clearTimeout(this.#silence);
    this.#burst.clear();
    this.#snapshot = undefined;
    this.#holding = false;
  }
}

/** Where the key really went, through open shadow roots. */
const targetOf = (event: KeyboardEvent): EventTarget | undefined => event.composedPath()[0];

const NOT_TEXT = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

function fieldOf(event: KeyboardEvent): HTMLInputElement | HTMLTextAreaElement | undefined {
  const target = targetOf(event);
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && !NOT_TEXT.has(target.type) ? target : undefined;
}

function isEditable(event: KeyboardEvent): boolean {
  const target = targetOf(event);
  return fieldOf(event) !== undefined || (target instanceof HTMLElement && target.isContentEditable);
}
