/** The entries of whatever was given, and what a reference between them points at. */

import { isObject } from '../internal/json.js';
import { get, type Json, list, objects, str } from './read.js';
import type { Source, Unread } from './types.js';

export interface Entry {
  readonly resource: Json;
  readonly resourceType: string;
  readonly source: Source;
  readonly fullUrl?: string;
}

/** Bundles inside bundles are opened this far. */
const NESTED_BUNDLES = 3;

/**
 * The resources of a Bundle, of a bare array of resources or entries, or of a single resource. What is none is told to
 * `unread`. The entries of a Bundle inside a Bundle carry the index of the outer entry.
 */
export function entriesOf(input: unknown, unread: Unread[]): Entry[] {
  const entries: Entry[] = [];
  const add = (item: unknown, fullUrl: string | undefined, index: number, depth: number) => {
    if (!isObject(item)) {
      unread.push({ source: { index, resourceType: '' }, reason: 'not-a-resource' });
      return;
    }
    const resourceType = str(get(item, 'resourceType'));
    if (resourceType === undefined) {
      unread.push({ source: { index, resourceType: '' }, reason: 'no-type' });
    } else if (resourceType === 'Bundle' && depth < NESTED_BUNDLES) {
      open(list(get(item, 'entry')), index, depth + 1);
    } else {
      if (resourceType === 'Bundle') unread.push({ source: { index, resourceType }, reason: 'too-deep' });
      entries.push({ resource: item, resourceType, source: { index, resourceType }, ...(fullUrl && { fullUrl }) });
    }
  };
  const open = (items: readonly unknown[], outer: number, depth: number) => {
    items.forEach((item, i) => {
      const index = outer < 0 ? i : outer;
      // An entry wraps its resource; in a bare array the resource may stand by itself.
      const wrapped = isObject(item) && !Object.hasOwn(item, 'resourceType');
      if (wrapped) add(get(item, 'resource'), str(get(item, 'fullUrl')), index, depth);
      else add(item, undefined, index, depth);
    });
  };
  if (Array.isArray(input)) open(input, -1, 0);
  else if (get(input, 'resourceType') === 'Bundle') open(list(get(input, 'entry')), -1, 0);
  else if (isObject(input) && Array.isArray(get(input, 'entry'))) open(list(get(input, 'entry')), -1, 0);
  else add(input, undefined, isObject(input) && str(get(input, 'resourceType')) ? 0 : -1, 0);
  return entries;
}

/** What a reference leads to. Contained resources have their container's source with index -1. */
export interface Target {
  readonly resource: Json;
  readonly resourceType: string;
  readonly source: Source;
}

const AMBIGUOUS = Symbol('more than one entry answers to this name');
const isHttp = (url: string | undefined) => url !== undefined && /^https?:/i.test(url);
const withoutVersion = (reference: string) => {
  const at = reference.indexOf('/_history/');
  return at < 0 ? reference : reference.slice(0, at);
};

/** Every entry by fullUrl, by Type/id and by identifier: built once, asked in constant time. */
export class References {
  readonly #targets = new Map<string, Entry | typeof AMBIGUOUS>();
  readonly #contained = new WeakMap<Json, Map<string, Target>>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      if (entry.fullUrl) this.#name(`url ${withoutVersion(entry.fullUrl)}`, entry);
      const id = str(get(entry.resource, 'id'));
      if (id) this.#name(`id ${entry.resourceType}/${id}`, entry);
      for (const identifier of objects(get(entry.resource, 'identifier'))) {
        const value = str(identifier.value);
        if (value && str(identifier.system)) {
          this.#name(`identifier ${entry.resourceType} ${identifier.system} ${value}`, entry);
        }
      }
    }
  }

  #name(key: string, entry: Entry): void {
    const known = this.#targets.get(key);
    this.#targets.set(key, known && known !== entry ? AMBIGUOUS : entry);
  }

  #find(key: string): Entry | undefined {
    const target = this.#targets.get(key);
    return target === AMBIGUOUS ? undefined : target;
  }

  /**
   * What a Reference (object or plain string) leads to, or nothing: when nobody answers to it, or more than one does.
   * @param from the entry, or the target, in which the reference stands: for `#id`, and for the base of a relative one.
   */
  resolve(value: unknown, from: { resource: Json; fullUrl?: string; container?: Json }): Target | undefined {
    const reference = str(isObject(value) ? get(value, 'reference') : value);
    if (reference?.startsWith('#')) return this.#containedIn(from.container ?? from.resource, reference.slice(1));
    if (reference !== undefined) return this.#literal(withoutVersion(reference), from.fullUrl);
    const identifier = get(value, 'identifier');
    const type = str(get(value, 'type'));
    const [system, id] = [str(get(identifier, 'system')), str(get(identifier, 'value'))];
    if (!system || !id) return undefined;
    for (const candidate of type ? [type] : ['Patient', 'Practitioner', 'Organization']) {
      const target = this.#find(`identifier ${candidate} ${system} ${id}`);
      if (target) return target;
    }
    return undefined;
  }

  #literal(reference: string, base: string | undefined): Entry | undefined {
    const url = `url ${reference}`;
    if (this.#targets.has(url)) return this.#find(url);
    const [, root, type, id] = /^(https?:\/\/.*\/)?([A-Z][A-Za-z]{0,63})\/([^/]+)$/.exec(reference) ?? [];
    if (!type || !id) return undefined;
    // A relative reference is first of all about the same server as the entry it stands in.
    const [, baseRoot] = /^(https?:\/\/.*\/)[A-Z][A-Za-z]{0,63}\/[^/]+$/.exec(base ?? '') ?? [];
    if (!root && baseRoot) {
      const sameServer = `url ${baseRoot}${type}/${id}`;
      if (this.#targets.has(sameServer)) return this.#find(sameServer);
    }
    const target = this.#find(`id ${type}/${id}`);
    // The same id at another server is somebody else.
    if ((root || baseRoot) && isHttp(target?.fullUrl)) return undefined;
    if (root && target?.fullUrl) return undefined;
    return target;
  }

  #containedIn(container: Json, id: string): Target | undefined {
    let contained = this.#contained.get(container);
    if (!contained) {
      contained = new Map();
      const twice = new Set<string>();
      for (const resource of objects(get(container, 'contained'))) {
        const [name, resourceType] = [str(get(resource, 'id')), str(get(resource, 'resourceType'))];
        if (!name || !resourceType) continue;
        if (contained.has(name)) twice.add(name);
        contained.set(name, { resource, resourceType, source: { index: -1, resourceType } });
      }
      for (const name of twice) contained.delete(name);
      this.#contained.set(container, contained);
    }
    return contained.get(id);
  }
}
