/** What the person decides about a link: what is in it, a passcode, how long it works, its name, and whether it may change. */

import type { Choice } from './share-content.js';

export const PERIODS = ['hour', 'day', 'week', 'month', 'date'] as const;
export type Period = (typeof PERIODS)[number];

export interface Terms {
  readonly chosen: ReadonlySet<Choice>;
  /** Undefined: none is asked for. */
  readonly passcode?: string | undefined;
  readonly period: Period;
  /** The last day, `2030-12-31`, when the period is `date`. */
  readonly date: string;
  /** Undefined while the person has not touched it: then it is the page's proposal. */
  readonly label?: string | undefined;
  /** The files may be replaced while the link works (flag L). */
  readonly live: boolean;
}

/** What has to be put right before it can be shared. */
export type Field = 'what' | 'passcode' | 'date';

/** Label of a link (SMART Health Links, "Construct a SMART Health Link Payload"). */
export const LABEL_LENGTH = 80;
/** Hosts let few guesses pass, so this is short enough to be told. */
export const PASSCODE_LENGTH = 4;

const HOUR = 60 * 60 * 1000;
const LENGTHS: Readonly<Record<Exclude<Period, 'date'>, number>> = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 7 * 24 * HOUR,
  month: 30 * 24 * HOUR,
};
const MOST_YEARS = 10;

/** A new form: only what there is no choice about is chosen. */
export const newTerms = (choices: readonly Choice[]): Terms => ({
  chosen: new Set(choices.length === 1 ? choices : []),
  period: 'day',
  date: '',
  live: false,
});

/** When the link ends; undefined for a day that is none, is past, or is too far away. */
export function endOf({ period, date }: Pick<Terms, 'period' | 'date'>, now: Date): Date | undefined {
  if (period !== 'date') return new Date(now.getTime() + LENGTHS[period]);
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  if (!year) return undefined;
  // The whole of the last day, where the person is.
  const end = new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59);
  return end > now && end.getFullYear() <= now.getFullYear() + MOST_YEARS ? end : undefined;
}

/** What is missing or wrong, in the order of the form. */
export function missingOf(terms: Terms, now: Date): Field[] {
  const missing: Field[] = [];
  if (terms.chosen.size === 0) missing.push('what');
  if (terms.passcode !== undefined && terms.passcode.trim().length < PASSCODE_LENGTH) missing.push('passcode');
  if (!endOf(terms, now)) missing.push('date');
  return missing;
}

/** Six digits: easy to tell, and far more than a host lets anybody guess. */
export const suggestPasscode = (): string =>
  String((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 1_000_000).padStart(6, '0');

/** Today where the person is, as a date field has it. */
export function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
