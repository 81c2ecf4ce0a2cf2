/** Values as people read them: dates at the precision given and never shifted by a zone, numbers, text made safe to look at. */

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(lang: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang} ${JSON.stringify(options)}`;
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(lang, options);
    cache.set(key, made);
  }
  return made;
}

/**
 * A FHIR date or dateTime in the words of a locale. '2021' stays a year, '2021-03' a month; a time is the wall clock
 * where it was written, with its offset from UTC named. Anything else is given back as it is.
 */
export function formatDate(written: string, lang: string): string {
  const match = DATE.exec(written);
  if (!match) return written;
  const [, year, month, day, hour, minute, zone] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  date.setUTCHours(Number(hour ?? 0), Number(minute ?? 0));
  // 2021-02-30 and 2021-13 are no dates: better as written than moved to another day.
  if (date.getUTCMonth() !== Number(month ?? 1) - 1 || date.getUTCDate() !== Number(day ?? 1)) return written;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return written;
  const text = formatter(lang, {
    timeZone: 'UTC',
    // The calendar of the card is the Gregorian one, whatever the locale's own is.
    calendar: 'gregory',
    year: 'numeric',
    ...(month && { month: day ? 'short' : 'long' }),
    ...(day && { day: 'numeric' }),
    ...(hour && { hour: 'numeric', minute: '2-digit' }),
  }).format(date);
  if (!hour || !zone) return text;
  return `${text} (${zone === 'Z' ? 'UTC' : `UTC${zone}`})`;
}

/** A moment (ISO 8601) in the reader's own zone: date, and the time when asked for. */
export function formatInstant(iso: string, lang: string, withTime = false): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return formatter(lang, {
    calendar: 'gregory',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    ...(withTime && { hour: 'numeric', minute: '2-digit' }),
  }).format(date);
}

/** A number in the locale, with as many decimals as it has. */
export const formatNumber = (value: number, lang: string): string =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: 12 }).format(value);

/** Controls, bidi controls, invisible and filler characters: what can make text look like other text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu;
/** Format characters that are drawn, and white space of plain text. */
const DRAWN = /[\t\n\u0600-\u0605\u06DD\u070F\u08E2]/;
/** What a joiner may follow: scripts that are written with joiners, and emoji. Elsewhere it hides. */
const JOINS =
  /\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Gujarati}|\p{Script=Gurmukhi}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Sinhala}|\p{M}|\p{Extended_Pictographic}/u;

const LONGEST = 2000;

/** Text from a card or a sender, safe to look at: what is invisible is made visible, what is endless is cut and says so. */
export function visible(text: string, longest = LONGEST): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}… (+${text.length - longest})` : text;
  return cut.replace(UNSEEN, (char, at: number) => {
    if (DRAWN.test(char)) return char;
    if (/[\u200C\u200D]/.test(char) && JOINS.test([...cut.slice(Math.max(0, at - 2), at)].pop() ?? '')) return char;
    return `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

/** Does a word mix letters that look alike across scripts (Latin with Cyrillic or Greek)? */
export function mixesScripts(text: string): boolean {
  return text
    .slice(0, LONGEST)
    .split(/[\s,.'’-]+/)
    .some((word) => {
      const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
      return scripts.filter((script) => script.test(word)).length > 1;
    });
}

/** An https URL, and its host for people to read (punycode for what is not plain); undefined for anything else. */
export function safeLink(url: string): { href: string; host: string } | undefined {
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== 'https:' || parsed.username || parsed.password) return undefined;
    return { href: parsed.href, host: parsed.host };
  } catch {
    return undefined;
  }
}
