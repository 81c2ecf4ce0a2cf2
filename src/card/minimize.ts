/** A FHIR bundle cut to what a QR code has room for (SMART Health Cards, "Health Cards are Small"). */

import type { Bundle } from 'fhir/r4.js';
import { type Entry, References } from '../fhir/entries.js';
import { get, type Json, list, str } from '../fhir/read.js';
import { isObject } from '../internal/json.js';
import { MinimizeError } from './minimize-error.js';
import { type AllowedResource, allowListOf } from './minimize-profile.js';

export { MinimizeError } from './minimize-error.js';

const DEPTH = 64;

/** Of the bundle and its entries: what says where they came from, and what a change makes untrue. */
const NOT_OF_BUNDLE = new Set(['id', 'link', 'total', 'signature', 'entry']);
const NOT_OF_ENTRY = new Set(['id', 'link', 'search', 'request', 'response', 'fullUrl', 'resource']);

/** Elements of a `text` alone that are no CodeableConcept. */
const TEXT_IS_CONTENT = new Set(
  'name address note dosage dosageInstruction renderedDosageInstruction referenceRange progress comment valueAnnotation valueHumanName valueAddress valueDosage'.split(
    ' ',
  ),
);

interface Place {
  readonly entry: Entry;
  readonly container?: Json;
}

class Minimizer {
  readonly #references: References;
  /** Which number an entry has in the result. */
  readonly #numbers: ReadonlyMap<Json, number>;

  constructor(entries: readonly Entry[], kept: readonly Entry[]) {
    this.#references = new References(entries);
    this.#numbers = new Map(kept.map((entry, number) => [entry.resource, number]));
  }

  resource(resource: Json, place: Place, path: string, depth = 0): Json {
    const contained = depth > 0;
    return copy(resource, (name, value) => {
      if (name === 'id') return contained ? value : undefined;
      if (name === 'text' && isObject(value)) return undefined;
      if (name === 'meta') return this.meta(value, place, `${path}.meta`, depth + 1);
      return this.value(name, value, place, `${path}.${name}`, depth + 1);
    });
  }

  /** The security labels alone. */
  meta(meta: unknown, place: Place, path: string, depth = 1): Json | undefined {
    const security = get(meta, 'security');
    return security === undefined
      ? undefined
      : { security: this.value('security', security, place, `${path}.security`, depth + 1) };
  }

  value(name: string, value: unknown, place: Place, path: string, depth = 1): unknown {
    if (depth > DEPTH) throw new MinimizeError('is nested too deeply', path);
    if (Array.isArray(value)) {
      return value.map((item, i) => this.value(name, item, place, `${path}[${i}]`, depth + 1));
    }
    if (!isObject(value)) return value;
    if (typeof value.resourceType === 'string') {
      return this.resource(value, { ...place, container: place.container ?? place.entry.resource }, path, depth);
    }
    const bare = isConcept(name, value) ? withoutText(value, path) : value;
    return copy(bare, (member, inner) => {
      if (member === 'reference' && typeof inner === 'string')
        return this.#reference(inner, place, `${path}.reference`);
      if ((member === 'display' || member === '_display') && isCoding(bare)) return undefined;
      return this.value(member, inner, place, `${path}.${member}`, depth + 1);
    });
  }

  #reference(reference: string, { entry, container }: Place, path: string): string {
    const target = this.#references.resolve(reference, { ...entry, ...(container && { container }) });
    if (reference.startsWith('#') && (reference === '#' || target)) return reference;
    const number = target && this.#numbers.get(target.resource);
    if (number === undefined)
      throw new MinimizeError(`refers to ${reference.slice(0, 200)}, which is not in the bundle`, path);
    return `resource:${number}`;
  }
}

/** A copy by own members; what `each` makes undefined is left out. */
const copy = (object: Json, each: (name: string, value: unknown) => unknown): Json =>
  Object.fromEntries(
    Object.keys(object)
      .map((name) => [name, each(name, object[name])] as const)
      .filter(([, value]) => value !== undefined),
  );

const isCoding = (json: Json) => Object.hasOwn(json, 'code') || Object.hasOwn(json, 'system');

function isConcept(name: string, json: Json): boolean {
  if (Array.isArray(json.coding)) return true;
  const names = Object.keys(json).filter((each) => each !== 'id' && each !== 'extension' && each !== '_text');
  return names.length === 1 && names[0] === 'text' && typeof json.text === 'string' && !TEXT_IS_CONTENT.has(name);
}

/** A CodeableConcept by its codes; one without codes would say nothing any more. */
function withoutText(concept: Json, path: string): Json {
  const codings = list(concept.coding).filter((coding) => str(get(coding, 'code')) !== undefined);
  if (codings.length === 0) throw new MinimizeError('has a text or display, but no code to keep', path);
  return Object.fromEntries(
    Object.entries(concept)
      .filter(([name]) => name !== 'text' && name !== '_text')
      .map(([name, value]) => [name, name === 'coding' ? codings : value]),
  );
}

function entriesOf(bundle: Json): (Entry & { readonly wrapper: Json })[] {
  return list(bundle.entry).map((item, index) => {
    const resource = get(item, 'resource');
    const resourceType = str(get(resource, 'resourceType'));
    if (!isObject(item) || !isObject(resource) || resourceType === undefined) {
      throw new MinimizeError('has no resource', `Bundle.entry[${index}]`);
    }
    const fullUrl = str(item.fullUrl);
    return { resource, resourceType, source: { index, resourceType }, wrapper: item, ...(fullUrl && { fullUrl }) };
  });
}

/**
 * A bundle by the rules for presentation as QR: no `id`, no `meta` but `meta.security`, no narrative, no `text` of a
 * CodeableConcept, no `display` of a Coding; `fullUrl` and references as `resource:0`, `resource:1`, ... With a `-dm`
 * profile named, only what its allow-list has: the Patient, and the Immunizations or Observations with what a verifier
 * needs. An `-ad` profile has no list, and adds nothing. Minimizing twice changes nothing more.
 *
 * It does *not* check that the result fits the profile (`checkProfile`), or a QR code.
 *
 * @param bundle not changed
 * @param options.profile a bundle profile of the Vaccination & Testing guide: its id or canonical URL
 * @throws MinimizeError (a TypeError) with `path`, where something would be lost that must not be: a reference to what is
 *   not in the bundle, a CodeableConcept of text alone, a vaccine or test without a code the profile knows, a modifier
 *   that the profile has no place for. Its message names references, but no health data.
 * @throws TypeError when it is no Bundle, or the profile is unknown
 */
export function minimizeBundle(bundle: Bundle, { profile }: { profile?: string | undefined } = {}): Bundle {
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle') throw new TypeError('bundle must be a FHIR Bundle');
  const allowed = profile === undefined ? undefined : allowListOf(profile);
  const json = bundle as unknown as Json;
  const entries = entriesOf(json);
  const chosen = allowed
    ? allowed(entries)
    : entries.map((entry): AllowedResource => ({ entry, resource: entry.resource }));
  const minimizer = new Minimizer(
    entries,
    chosen.map(({ entry }) => entry),
  );
  const top: Place = {
    entry: { resource: json, resourceType: 'Bundle', source: { index: -1, resourceType: 'Bundle' } },
  };
  const entry = chosen.map(({ entry, resource }, number) => {
    const { wrapper } = entry as (typeof entries)[number];
    const path = `Bundle.entry[${entry.source.index}]`;
    const around = copy(wrapper, (name, value) =>
      allowed || NOT_OF_ENTRY.has(name) ? undefined : minimizer.value(name, value, top, `${path}.${name}`),
    );
    return {
      ...around,
      fullUrl: `resource:${number}`,
      resource: minimizer.resource(resource, { entry }, `${path}.resource`),
    };
  });
  const own: Json = allowed
    ? { resourceType: 'Bundle', type: 'collection' }
    : copy(json, (name, value) => {
        if (NOT_OF_BUNDLE.has(name)) return undefined;
        return name === 'meta'
          ? minimizer.meta(value, top, 'Bundle.meta')
          : minimizer.value(name, value, top, `Bundle.${name}`);
      });
  return { ...own, entry } as unknown as Bundle;
}
