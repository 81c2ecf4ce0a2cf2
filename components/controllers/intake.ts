/** From whatever came in (text, pictures, files) to what it is and whether it is good: recognized, collected, verified. */

import {
  type CardResult,
  type Code,
  type HealthLink,
  parseLink,
  type Recognized,
  recognize,
  type Trust,
  verifyCard,
  verifyCards,
} from '../../src/index.js';
import { codeOf } from '../trust-source.js';
import type { ChunkCollector, ChunkStep } from './chunks.js';
import { readFile } from './pictures.js';
import type { QrReader } from './qr-reader.js';

export type Input = string | Blob | ImageData;

/** What something is instead of a card, or why this page does not take it. */
export type InsteadOfCard =
  | Extract<Recognized, { kind: 'other' }>['what']
  /** A card where only links are taken, and the other way round. */
  | 'card'
  | 'health-link'
  | 'heic'
  | 'pdf'
  /** It may be one: the decoder did not load. */
  | 'engine';

export interface Problem {
  readonly code: Code;
  readonly what?: InsteadOfCard;
}

/** All that came of one input. Several of these may be filled: a folder of files may hold cards, links and other things. */
export interface Outcome {
  readonly cards: readonly CardResult[];
  readonly links: readonly HealthLink[];
  readonly problems: readonly Problem[];
  /** A part of a card that is not whole yet. */
  readonly progress?: ChunkStep;
}

export interface IntakeOptions {
  readonly accept: ReadonlySet<'cards' | 'links'>;
  /** Called for everything that was recognized, before anything is done with it; false: leave it alone. */
  readonly announce: (kind: Recognized['kind']) => boolean;
  readonly trust: () => Promise<Trust | undefined>;
  readonly signal: AbortSignal;
}

interface Draft {
  readonly cards: CardResult[];
  readonly links: HealthLink[];
  readonly problems: Problem[];
  progress?: ChunkStep;
}

export class Intake {
  readonly #reader: QrReader;
  readonly #chunks: ChunkCollector;

  constructor(reader: QrReader, chunks: ChunkCollector) {
    this.#reader = reader;
    this.#chunks = chunks;
  }

  /** Reads everything, in order. What is wrong with the input is in the outcome; only the signal's reason is thrown. */
  async read(inputs: readonly Input[], options: IntakeOptions): Promise<Outcome> {
    const outcome: Draft = { cards: [], links: [], problems: [] };
    for (const input of inputs) {
      try {
        await this.#one(input, outcome, options);
      } catch (error) {
        options.signal.throwIfAborted();
        outcome.problems.push({ code: codeOf(error) });
      }
    }
    return outcome;
  }

  async #one(input: Input, outcome: Draft, options: IntakeOptions): Promise<void> {
    if (typeof input === 'string') return this.#text(input, outcome, options);
    const content = input instanceof Blob ? await readFile(input) : { kind: 'image' as const, image: input };
    options.signal.throwIfAborted();
    if (content.kind === 'unreadable') {
      const { code, what } = content;
      outcome.problems.push(what ? { code, what } : { code });
    } else if (content.kind === 'text') {
      await this.#text(content.text, outcome, options, 'FILE_FORMAT');
    } else {
      if (!(await this.#canReadCodes())) {
        outcome.problems.push({ code: 'RUNTIME', what: 'engine' });
        return;
      }
      const texts = await this.#reader.still(content.image, options.signal, isPartOfMore);
      if (!texts.length) outcome.problems.push({ code: 'NO_CODE_FOUND' });
      for (const text of texts) await this.#text(text, outcome, options);
    }
  }

  async #canReadCodes(): Promise<boolean> {
    try {
      await this.#reader.load();
      return true;
    } catch {
      return false;
    }
  }

  /** @param unknown the code for a text that is nothing in particular */
  async #text(text: string, outcome: Draft, options: IntakeOptions, unknown: Code = 'NOT_A_CARD'): Promise<void> {
    const found = recognize(text);
    if (!options.announce(found.kind)) return;
    if (found.kind === 'other') {
      const isNothingInParticular = found.what === 'json' || found.what === 'text' || found.what === 'empty';
      const named = unknown === 'NOT_A_CARD' || !isNothingInParticular;
      outcome.problems.push(named ? { code: 'NOT_A_CARD', what: found.what } : { code: unknown });
    } else if (found.kind === 'health-link') {
      if (options.accept.has('links')) outcome.links.push(parseLink(found.text));
      else outcome.problems.push({ code: 'NOT_A_CARD', what: 'health-link' });
    } else if (!options.accept.has('cards')) {
      outcome.problems.push({ code: 'NOT_A_CARD', what: 'card' });
    } else if (found.kind === 'card-chunk') {
      await this.#chunk(found.text, outcome, options);
    } else {
      outcome.cards.push(...(await verifyCards(found.text, await verifyOptions(options))));
    }
  }

  async #chunk(text: string, outcome: Draft, options: IntakeOptions): Promise<void> {
    const step = this.#chunks.add(text);
    if (!step) {
      outcome.problems.push({ code: 'QR_CHUNK' });
    } else if (!step.complete) {
      outcome.progress = step;
    } else {
      delete outcome.progress;
      outcome.cards.push(await verifyCard([...step.complete], await verifyOptions(options)));
    }
  }
}

/** Is the last code read one of several on the same sheet? */
function isPartOfMore(texts: readonly string[]): boolean {
  const found = recognize(texts.at(-1) ?? '');
  return found.kind === 'card-chunk' && texts.length < found.total;
}

async function verifyOptions({ trust, signal }: IntakeOptions): Promise<{ trust?: Trust; signal: AbortSignal }> {
  const resolved = await trust();
  signal.throwIfAborted();
  return resolved ? { trust: resolved, signal } : { signal };
}
