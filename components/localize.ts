/** A host's language: found, loaded, and handed to the views as one object. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { CODES, type Finding, type Params } from '../src/index.js';
import { formatDate, formatInstant, formatNumber } from './format.js';
import { messages as en } from './locales/en.js';
import { hasLanguage, loadMessages, messagesNow } from './locales/index.js';
import { fill, type Message, type MessageKey, type MessageOverrides } from './messages.js';

/** What a view needs to speak: the words and formats of one language. */
export interface Texts {
  /** BCP 47. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  t(key: MessageKey, params?: Params): string;
  /** For keys that come from data; undefined when there are no words for it. */
  maybe(key: string, params?: Params): string | undefined;
  /** FHIR date as written, at its precision, without a zone shift. */
  date(written: string): string;
  /** A moment, in the reader's zone. */
  instant(iso: string): string;
  instantWithTime(iso: string): string;
  number(value: number): string;
  /** A finding in words: what happened, what to do, and what exactly (English only) when the core said so. */
  finding(finding: Finding): FindingWords;
  /** The sentences of a code. */
  code(code: string): { what: string; remedy: string };
}

export interface FindingWords {
  readonly what: string;
  readonly remedy: string;
  readonly detail?: string;
}

const RTL = /^(ar|arc|ckb|dv|fa|he|iw|ks|nqo|pnb|ps|sd|syr|ug|ur|yi)\b/i;

function canonical(lang: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(lang.replace(/_/g, '-'))[0];
  } catch {
    return undefined;
  }
}

/** `lang` of the nearest element that says one, through shadow roots, up to the document; 'en' when nobody does. */
export function findLang(element: Element): string {
  let node: Node | null = element;
  while (node) {
    if (node instanceof Element) {
      const lang = node.getAttribute('lang');
      if (lang) return canonical(lang) ?? 'en';
    }
    node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
  }
  return 'en';
}

/** Makes the words of a language from its table and the page's overrides. */
export function makeTexts(lang: string, overrides?: MessageOverrides): Texts {
  const table = messagesNow(lang) ?? en;
  const dir = RTL.test(lang) ? 'rtl' : 'ltr';
  // A name or a host inside a right-to-left sentence keeps its own direction.
  const isolate = dir === 'rtl' ? (text: string) => `\u2068${text}\u2069` : (text: string) => text;
  const find = (key: string): Message | undefined => {
    if (overrides && Object.hasOwn(overrides, key)) return overrides[key];
    return Object.hasOwn(table, key) ? table[key as MessageKey] : undefined;
  };
  const maybe = (key: string, params: Params = {}) => {
    const message = find(key);
    return message === undefined ? undefined : fill(message, params, lang, isolate);
  };
  const t = (key: MessageKey, params: Params = {}) =>
    maybe(key, params) ?? fill(en[key] as Message, params, 'en', isolate);
  const code = (name: string) => ({
    what: maybe(`code.${name}`) ?? t('error.unknown'),
    remedy: maybe(`code.${name}.do`) ?? '',
  });
  return {
    lang,
    dir,
    t,
    maybe,
    date: (written) => formatDate(written, lang),
    instant: (iso) => formatInstant(iso, lang),
    instantWithTime: (iso) => formatInstant(iso, lang, true),
    number: (value) => formatNumber(value, lang),
    code,
    finding: (finding) => {
      if (!Object.hasOwn(CODES, finding.code)) return { what: finding.message, remedy: '' };
      const { detail } = finding;
      return { ...code(finding.code), ...(detail !== undefined && { detail }) };
    },
  };
}

interface LocalizedHost extends ReactiveControllerHost, Element {
  messages?: MessageOverrides | undefined;
}

/**
 * Keeps a host's words right: its own `lang`, else the nearest one above it. A language that is not loaded yet is
 * loaded and the host rendered again; one that there is no table for falls back to English, unless the page brings its own.
 */
export class LocalizeController implements ReactiveController {
  readonly #host: LocalizedHost;
  #texts: Texts | undefined;
  #observer: MutationObserver | undefined;

  constructor(host: LocalizedHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The words now. Cheap to ask for during a render. */
  get texts(): Texts {
    this.#texts ??= this.#resolve();
    return this.#texts;
  }

  /** Something that decides the language has changed. */
  refresh(): void {
    this.#texts = undefined;
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    this.refresh();
    this.#observer = new MutationObserver(() => this.refresh());
    this.#observer.observe(this.#host.ownerDocument.documentElement, { attributeFilter: ['lang'] });
    this.#observer.observe(this.#host, { attributeFilter: ['lang'] });
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  #resolve(): Texts {
    const overrides = this.#host.messages;
    const wanted = typeof ShadowRoot === 'undefined' ? 'en' : findLang(this.#host);
    const lang = hasLanguage(wanted) || overrides ? wanted : 'en';
    if (hasLanguage(lang) && !messagesNow(lang)) {
      void loadMessages(lang).then((table) => {
        if (table) this.refresh();
      });
      return makeTexts('en', overrides);
    }
    return makeTexts(lang, overrides);
  }
}
