/** Messages: one table per language, `en` is the source of truth; a page may override or add through `.messages`. */

import type { Params } from '../src/index.js';
import type { messages as en } from './locales/en.js';

/** One form for each plural category that the language has; `other` always. Chosen by the `count` parameter. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };
/** `{name}` is replaced by the parameter of that name. */
export type Message = string | Plural;
export type MessageKey = keyof typeof en;
/** A complete table. */
export type Messages = Readonly<Record<MessageKey, Message>>;
/** What `.messages` takes: any part of a table, and keys of the page's own (names of facts, sections, codes). */
export type MessageOverrides = Partial<Messages> & Readonly<Record<string, Message | undefined>>;

/** A message in its plural form with its parameters in place. Numbers are written as the locale writes them. */
export function fill(message: Message, params: Params, lang: string, isolate: (text: string) => string): string {
  const { count } = params;
  const form =
    typeof message === 'string'
      ? message
      : (message[new Intl.PluralRules(lang).select(typeof count === 'number' ? count : 0)] ?? message.other);
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(lang).format(value) : isolate(value);
  });
}
