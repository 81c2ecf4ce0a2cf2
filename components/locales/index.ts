/** Which languages there are, and how to get one. English is always there; the others load on first use. */

import type { Messages } from '../messages.js';
import { messages as en } from './en.js';

type Loader = () => Promise<{ readonly messages: Messages }>;

const LOADERS: Readonly<Record<string, Loader>> = {
  ar: () => import('./ar.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  vi: () => import('./vi.js'),
  zh: () => import('./zh.js'),
};

/** Every language there is a table for. */
export const languages: readonly string[] = ['en', ...Object.keys(LOADERS)];

const loaded = new Map<string, Messages>([['en', en]]);

/** 'es-MX' -> 'es'. */
export const baseLanguage = (lang: string): string => lang.toLowerCase().split(/[-_]/)[0] ?? '';

/** Is there a table for this language? */
export const hasLanguage = (lang: string): boolean =>
  loaded.has(baseLanguage(lang)) || Object.hasOwn(LOADERS, baseLanguage(lang));

/** The table for a language when it is already here. */
export const messagesNow = (lang: string): Messages | undefined => loaded.get(baseLanguage(lang));

/** Loads the table for a language; undefined when there is none, or when it cannot be loaded. */
export async function loadMessages(lang: string): Promise<Messages | undefined> {
  const base = baseLanguage(lang);
  const here = loaded.get(base);
  if (here || !Object.hasOwn(LOADERS, base)) return here;
  try {
    const { messages } = await (LOADERS[base] as Loader)();
    loaded.set(base, messages);
    return messages;
  } catch {
    return undefined;
  }
}
