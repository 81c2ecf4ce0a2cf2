/** Reading one resource: its values by shape, in the context of its bundle. */

import { isObject } from '../internal/json.js';
import type { Entry, References, Target } from './entries.js';
import { nameOf } from './names.js';
import { humanName } from './person-name.js';
import { codeOf, get, isDate, type Json, list, num, objects, str, strings, visit } from './read.js';
import type { CodeResolver, Fact, Name, Quantity, Row, Source, Unread, Value } from './types.js';

/** How many structures inside structures are shown before a value is cut off (and told to `unread`). */
const DEPTH = 6;

/** What all readings of one bundle share. */
export interface Shared {
  readonly references: References;
  readonly resolve: CodeResolver | undefined;
  readonly lang: string | undefined;
  readonly unread: Unread[];
  /** Entries told as part of another's row. */
  readonly folded: Set<Target>;
  /** What a resource is called by those that refer to it. */
  readonly titleOf: (target: Target) => string | undefined;
  /** Facts of one resource for the rows that refer to it: read once; when they are many, told in the first row only. */
  readonly factsOf: (target: Target, read: () => readonly Fact[]) => readonly Fact[];
  /** Makes the row of a member of a panel; undefined when it has its own row elsewhere already, or would go too deep. */
  readonly part: (target: Target, reading: Reading) => Row | undefined;
}

/** Names of elements whose strings are dates when they look like one. A lot number may look like a year, too. */
const DATED =
  /(date|datetime|instant|time|recorded|issued|created|sent|received|start|end|updated|asserted|occurrence|onset|abatement)$/i;

/** Members that say nothing by themselves to a reader. */
const SILENT = new Set([
  'id',
  'resourceType',
  'meta',
  'text',
  'contained',
  'extension',
  'language',
  'implicitRules',
  'fullUrl',
]);

export class Reading {
  readonly shared: Shared;
  readonly resource: Json;
  readonly resourceType: string;
  readonly source: Source;
  readonly fullUrl?: string;
  readonly lang: string | undefined;
  /** Where `#id` references of this resource lead: itself, or the resource that contains it. */
  readonly container?: Json;
  readonly #cuts = new Set<string>();
  #raw = false;

  constructor(shared: Shared, { resource, resourceType, source, fullUrl }: Entry, container?: Json) {
    this.shared = shared;
    this.resource = resource;
    this.resourceType = resourceType;
    this.source = source;
    this.lang = languageOf(resource) ?? shared.lang;
    if (fullUrl) this.fullUrl = fullUrl;
    if (container) this.container = container;
  }

  /** Says, once, that a part of this resource was cut off. */
  cut(reason: 'too-deep' | 'cyclic'): void {
    if (this.#cuts.has(reason)) return;
    this.#cuts.add(reason);
    this.shared.unread.push({ source: this.source, reason });
  }

  name(value: unknown): Name | undefined {
    return nameOf(value, { resolve: this.shared.resolve, lang: this.lang });
  }

  text(value: unknown): Value | undefined {
    const text = typeof value === 'number' ? String(value) : str(value);
    if (text === undefined) return undefined;
    return this.lang ? { type: 'text', text, lang: this.lang } : { type: 'text', text };
  }

  resolve(reference: unknown): Target | undefined {
    return this.shared.references.resolve(reference, this);
  }

  /** How to call what a reference leads to: the resource's own name, else the reference's display. */
  referenceName(reference: unknown): string | undefined {
    const target = this.resolve(reference);
    return clip((target && this.shared.titleOf(target)) ?? str(get(reference, 'display')));
  }

  /** A Reference by name. One that is broken and has no display says nothing, except among raw facts. */
  reference(json: Json): Value | undefined {
    return this.text(this.referenceName(json) ?? (this.#raw ? get(json, 'reference') : undefined));
  }

  /** Whatever is at a path, as one value: several are a list. */
  at(path: string, from: unknown = this.resource): Value | undefined {
    const values: Value[] = [];
    visit(from, path, (json, name) => {
      const value = this.value(json, name);
      if (value) values.push(value);
    });
    return listed(values);
  }

  /** A FHIR value of any type, told apart by its shape. `element` is the name it stands under. */
  value(value: unknown, element = '', depth = 0): Value | undefined {
    if (typeof value === 'string') return this.#string(value, element);
    if (typeof value === 'number') return { type: 'quantity', value };
    if (typeof value === 'boolean') return { type: 'key', key: value ? 'yes' : 'no' };
    if (Array.isArray(value)) {
      if (depth > DEPTH) return this.#tooDeep();
      const items = value.map((item) => this.value(item, element, depth + 1)).filter((item) => item !== undefined);
      return listed(items);
    }
    if (!isObject(value)) return undefined;
    for (const shape of SHAPES) {
      if (shape.fits(value)) return shape.read(value, this, depth);
    }
    if (depth > DEPTH) return this.#tooDeep();
    const facts = this.rawFacts(value, undefined, depth + 1);
    return facts.length > 0 ? { type: 'facts', facts } : undefined;
  }

  /** Every member of an object as a fact under its FHIR name. */
  rawFacts(object: Json, shown: (name: string) => boolean = () => true, depth = 0): Fact[] {
    const facts: Fact[] = [];
    const outer = this.#raw;
    this.#raw = true;
    for (const label of Object.keys(object)) {
      if (!shown(label) || SILENT.has(label) || label.startsWith('_')) continue;
      const value = this.value(object[label], label, depth);
      if (value) facts.push({ label, value, raw: true });
    }
    this.#raw = outer;
    return facts;
  }

  #tooDeep(): undefined {
    this.cut('too-deep');
    return undefined;
  }

  #string(text: string, element: string): Value | undefined {
    if (DATED.test(element) && isDate(text)) return { type: 'date', date: text };
    if (/^https:\/\/\S+$/i.test(text) && URL.canParse(text)) return { type: 'link', url: text };
    return this.text(text);
  }
}

/** Several values are a list, one is itself. */
export const listed = (values: readonly Value[]): Value | undefined =>
  values.length > 1 ? { type: 'list', items: values } : values[0];

export function quantity(json: unknown): Quantity {
  const [value, comparator] = [num(get(json, 'value')), str(get(json, 'comparator'))];
  const unit = str(get(json, 'unit')) ?? str(get(json, 'code'));
  return {
    ...(value !== undefined && { value }),
    ...(comparator && { comparator }),
    ...(unit && unit !== '1' && { unit }),
  };
}

/** A name beside a reference; the whole of a very long one is in its own row. */
export const clip = (text: string | undefined): string | undefined =>
  text !== undefined && text.length > 200 ? `${text.slice(0, 200)}…` : text;

/** A language tag (BCP 47), or nothing: it ends up in `lang` attributes. */
export function languageOf(json: unknown): string | undefined {
  const tag = str(get(json, 'language'));
  return tag && tag.length <= 35 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) ? tag : undefined;
}

/** An address as one text: its own, or its parts. */
export function addressText(address: unknown): string | undefined {
  const parts = ['district', 'city', 'state', 'postalCode', 'country'].map((part) => str(get(address, part)));
  return str(get(address, 'text')) ?? str([...strings(get(address, 'line')), ...parts.filter(Boolean)].join(', '));
}

/** The name of a resource, without looking any further: what a reference to it is called. */
export function titleText(resource: Json, resolve?: CodeResolver): string | undefined {
  const name = get(resource, 'name');
  if (typeof name === 'string') return str(name);
  const person = objects(name).map(humanName).find(Boolean);
  if (person) return person;
  for (const element of [
    'code',
    'vaccineCode',
    'type',
    'title',
    'description',
    'deviceName',
    'medicationCodeableConcept',
  ]) {
    const value = list(get(resource, element))[0];
    const text = nameOf(value, { resolve })?.text ?? str(get(value, 'name'));
    if (text) return text;
  }
  return undefined;
}

interface Shape {
  fits(json: Json): boolean;
  read(json: Json, reading: Reading, depth: number): Value | undefined;
}

const has =
  (...names: readonly string[]) =>
  (json: Json) =>
    names.some((name) => Object.hasOwn(json, name));
const all =
  (...names: readonly string[]) =>
  (json: Json) =>
    names.every((name) => Object.hasOwn(json, name));
const only = (allowed: string) => {
  const names = new Set([...allowed.split(' '), 'id', 'extension']);
  return (json: Json) => Object.keys(json).every((name) => names.has(name) || name.startsWith('_'));
};
const both =
  (...tests: readonly ((json: Json) => boolean)[]) =>
  (json: Json) =>
    tests.every((test) => test(json));

/** FHIR's data types by shape, the most telling first. What fits none is shown as raw facts. */
const SHAPES: readonly Shape[] = [
  {
    // CodeableReference (R5)
    fits: both(has('concept', 'reference'), only('concept reference'), (json) => !str(json.reference)),
    read: (json, reading, depth) => reading.value(json.concept ?? json.reference, '', depth + 1),
  },
  { fits: both(has('coding', 'text'), only('coding text')), read: name },
  {
    // Reference
    fits: both(has('reference', 'display'), only('reference type identifier display')),
    read: (json, reading) => reading.reference(json),
  },
  { fits: both(has('code', 'display'), only('system version code display userSelected')), read: name },
  {
    fits: both(has('start', 'end'), only('start end')),
    read: (json) => {
      const [start, end] = [str(json.start), str(json.end)];
      return start || end ? { type: 'period', ...(start && { start }), ...(end && { end }) } : undefined;
    },
  },
  {
    fits: both(has('low', 'high'), only('low high')),
    read: (json) => {
      const [low, high] = [quantity(json.low), quantity(json.high)];
      const unit = low.unit ?? high.unit;
      if (low.value === undefined && high.value === undefined) return undefined;
      return {
        type: 'range',
        ...(low.value !== undefined && { low: low.value }),
        ...(high.value !== undefined && { high: high.value }),
        ...(unit && { unit }),
      };
    },
  },
  {
    fits: both(all('numerator', 'denominator'), only('numerator denominator')),
    read: (json) => ({ type: 'ratio', numerator: quantity(json.numerator), denominator: quantity(json.denominator) }),
  },
  {
    fits: both(has('currency'), only('value currency')),
    read: (json) => {
      const [value, currency] = [num(json.value), str(json.currency)];
      return { type: 'money', ...(value !== undefined && { value }), ...(currency && { currency }) };
    },
  },
  {
    // Identifier, ContactPoint
    fits: both((json) => typeof json.value === 'string', only('use type system value period assigner rank')),
    read: (json, reading) =>
      typeof json.system === 'string' && json.system === 'url' ? reading.value(json.value) : reading.text(json.value),
  },
  {
    fits: both(has('value', 'unit', 'comparator'), only('value comparator unit system code')),
    read: (json) => {
      const read = quantity(json);
      return read.value === undefined && read.unit === undefined ? undefined : { type: 'quantity', ...read };
    },
  },
  {
    fits: both(has('family', 'given', 'prefix'), only('use text family given prefix suffix period')),
    read: (json, reading) => reading.text(humanName(json)),
  },
  {
    fits: both(
      has('line', 'city', 'postalCode', 'state'),
      only('use type text line city district state postalCode country period'),
    ),
    read: (json, reading) => reading.text(addressText(json)),
  },
  {
    // Annotation
    fits: both(has('text'), only('authorReference authorString time text')),
    read: (json, reading) => reading.text(json.text),
  },
  {
    fits: both(
      has('data', 'url', 'contentType'),
      only('contentType language data url size hash title creation height width frames duration pages'),
    ),
    read: attachment,
  },
];

function name(json: Json, reading: Reading): Value | undefined {
  const read = reading.name(json);
  return read && { type: 'name', ...read };
}

function attachment(json: Json): Value | undefined {
  const [title, contentType] = [str(json.title), str(json.contentType)];
  const [data, url, size] = [str(json.data), str(json.url), num(json.size)];
  const bytes = size ?? (data && Math.floor((data.replace(/=+$/, '').length * 3) / 4));
  return {
    type: 'attachment',
    ...(title && { title }),
    ...(contentType && { contentType }),
    ...(bytes !== undefined && { size: bytes as number }),
    ...(data && { data }),
    ...(url && { url }),
  };
}

/** The HL7 status word of a code or CodeableConcept, as a key; anything else by its name. */
export function statusValue(reading: Reading, value: unknown): Value | undefined {
  const code = codeOf(value);
  if (code !== undefined && /^[a-z][a-z-]{0,40}$/.test(code)) return { type: 'key', key: code };
  return reading.value(value);
}
