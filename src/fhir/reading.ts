/** Reading one resource: its values by shape, in the context of its bundle. */

import { isObject } from '../internal/json.js';
import type { Entry, References, Target } from './entries.js';
import { nameOf } from './names.js';
import { humanName } from './person-name.js';
import { codeOf, type Draft, get, isDate, type Json, list, num, objects, str, strings, visit } from './read.js';
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
  'contained',
  'extension',
  'language',
  'implicitRules',
  'fullUrl',
  'fhir_comments',
]);

/** A text that is a structure is a narrative; a string is what somebody said. */
const isSilent = (name: string, value: unknown) =>
  SILENT.has(name) || name.startsWith('_') || (name === 'text' && isObject(value) && Object.hasOwn(value, 'div'));

export class Reading {
  readonly shared: Shared;
  readonly resource: Json;
  readonly resourceType: string;
  readonly source: Source;
  readonly fullUrl?: string;
  readonly lang: string | undefined;
  /** Where `#id` references of this resource lead: itself, or the resource that contains it. */
  readonly container?: Json;
  #cuts: Set<string> | undefined;
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
    this.#cuts ??= new Set();
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

  /** A Reference by name, or by identifier. One that is broken and has neither says nothing, except among raw facts. */
  reference(json: Json): Value | undefined {
    const named = this.referenceName(json);
    if (named !== undefined) return this.text(named);
    return this.#identified(get(json, 'identifier')) ?? (this.#raw ? this.text(get(json, 'reference')) : undefined);
  }

  /** What is known by an identifier alone: a manufacturer by its MVX code. */
  #identified(identifier: unknown): Value | undefined {
    const [system, code] = [str(get(identifier, 'system')), str(get(identifier, 'value'))];
    if (code === undefined) return undefined;
    const name = system === undefined ? undefined : this.name({ system, code });
    return name?.text === undefined ? this.text(code) : { type: 'name', ...name };
  }

  /** Whatever is at a path, as one value: several are a list. */
  at(path: string, from: unknown = this.resource): Value | undefined {
    const found = new Found(this);
    visit(from, path, found);
    return found.value;
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
    const shape = SHAPES.find(({ fits }) => fits(value));
    if (shape) return shape.read(value, this, depth);
    if (depth > DEPTH) return this.#tooDeep();
    const facts = this.rawFacts(value, undefined, depth + 1);
    return facts.length > 0 ? { type: 'facts', facts } : undefined;
  }

  /** Every member of an object as a fact under its FHIR name. */
  rawFacts(object: Json, shown: (name: string) => boolean = () => true, depth = 0): Fact[] {
    const facts: Fact[] = [];
    for (const label in object) {
      const fact = shown(label) ? this.rawFact(label, get(object, label), depth) : undefined;
      if (fact) facts.push(fact);
    }
    return facts;
  }

  /** A member of an object as a fact under its FHIR name; nothing when it says nothing to a reader. */
  rawFact(label: string, json: unknown, depth = 0): Fact | undefined {
    if (isSilent(label, json)) return undefined;
    const outer = this.#raw;
    this.#raw = true;
    const value = this.value(json, label, depth);
    this.#raw = outer;
    return value && { label, value, raw: true };
  }

  #tooDeep(): undefined {
    this.cut('too-deep');
    return undefined;
  }

  #string(text: string, element: string): Value | undefined {
    if (isDate(text) && DATED.test(element)) return { type: 'date', date: text };
    if (/^https:\/\/\S+$/i.test(text) && URL.canParse(text)) return { type: 'link', url: text };
    return this.text(text);
  }
}

/** Puts the values at a path together to one. */
class Found {
  readonly #reading: Reading;
  value: Value | undefined;
  #values: Value[] | undefined;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  found(json: unknown, name: string): void {
    const value = this.#reading.value(json, name);
    if (!value) return;
    if (this.#values) {
      this.#values.push(value);
    } else if (this.value) {
      this.#values = [this.value, value];
      this.value = { type: 'list', items: this.#values };
    } else {
      this.value = value;
    }
  }
}

/** Several values are a list, one is itself. */
export const listed = (values: readonly Value[]): Value | undefined =>
  values.length > 1 ? { type: 'list', items: values } : values[0];

export function quantity(json: unknown): Quantity {
  const [value, comparator] = [num(get(json, 'value')), str(get(json, 'comparator'))];
  const unit = str(get(json, 'unit')) ?? str(get(json, 'code'));
  const made: Draft<Quantity> = {};
  if (value !== undefined) made.value = value;
  if (comparator) made.comparator = comparator;
  if (unit && unit !== '1') made.unit = unit;
  return made;
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
  readonly fits: Test;
  read(json: Json, reading: Reading, depth: number): Value | undefined;
}

type Test = (json: Json) => boolean;

const has = (...names: readonly string[]): Test => {
  return (json) => {
    for (const name of names) if (Object.hasOwn(json, name)) return true;
    return false;
  };
};
const all = (...names: readonly string[]): Test => {
  return (json) => names.every((name) => Object.hasOwn(json, name));
};
const only = (allowed: string): Test => {
  const names = new Set([...allowed.split(' '), 'id', 'extension', 'fhir_comments']);
  return (json) => {
    for (const name in json) if (!names.has(name) && !name.startsWith('_')) return false;
    return true;
  };
};
const both = (...tests: readonly Test[]): Test => {
  return (json) => {
    for (const test of tests) if (!test(json)) return false;
    return true;
  };
};

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
    fits: both(
      (json) => has('reference', 'display')(json) || isObject(json.identifier),
      only('reference type identifier display'),
    ),
    read: (json, reading) => reading.reference(json),
  },
  {
    // The requester of STU3
    fits: both(has('agent'), only('agent onBehalfOf')),
    read: (json, reading, depth) => reading.value([json.agent, json.onBehalfOf], '', depth),
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
      return read.value === undefined && read.unit === undefined ? undefined : { ...read, type: 'quantity' };
    },
  },
  {
    fits: both(has('family', 'given', 'prefix'), only('use text family given prefix suffix period')),
    read: (json, reading) => reading.text(humanName(json)),
  },
  {
    fits: both(
      has('line', 'city', 'postalCode', 'state', 'country'),
      only('use type text line city district state postalCode country period'),
    ),
    read: (json, reading) => reading.text(addressText(json)),
  },
  {
    // Annotation; a HumanName or Address by its text alone
    fits: both(has('text'), only('authorReference authorString time text use type period')),
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
  return read && { ...read, type: 'name' };
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
