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
      const source = { index, resourceType };
      entries.push(
        fullUrl ? { resource: item, resourceType, source, fullUrl } : { resource: item, resourceType, source },
      );
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

interface Address {
  /** The base of the server, up to and with its last slash; '' for a relative one. */
  readonly root: string;
  /** Type/id */
  readonly name: string;
}

/** The parts of `Patient/1` or `https://example.org/fhir/Patient/1`; nothing of what is built otherwise. */
function addressOf(url: string): Address | undefined {
  const slash = url.lastIndexOf('/');
  const start = url.lastIndexOf('/', slash - 1) + 1;
  if (slash <= start || slash === url.length - 1 || !/^[A-Z][A-Za-z]{0,63}$/.test(url.slice(start, slash)))
    return undefined;
  const root = url.slice(0, start);
  return root === '' || /^https?:\/\/./.test(root) ? { root, name: url.slice(start) } : undefined;
}

type Names = Map<string, Entry | typeof AMBIGUOUS>;

function name(names: Names, key: string, entry: Entry): void {
  const known = names.get(key);
  names.set(key, known && known !== entry ? AMBIGUOUS : entry);
}

function find(names: Names, key: string): Entry | undefined {
  const target = names.get(key);
  return target === AMBIGUOUS ? undefined : target;
}

/** Every entry by fullUrl, by Type/id and by identifier: built once, asked in constant time. */
export class References {
  readonly #urls: Names = new Map();
  readonly #ids: Names = new Map();
  readonly #identifiers: Names = new Map();
  /** Answers by the server asked from, and reference: most references of a bundle are the same few. */
  readonly #answers = new Map<string, Map<string, Entry | undefined>>();
  #base: string | undefined;
  #server = '';
  readonly #contained = new WeakMap<Json, Map<string, Target>>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      if (entry.fullUrl) name(this.#urls, withoutVersion(entry.fullUrl), entry);
      const id = str(get(entry.resource, 'id'));
      if (id) name(this.#ids, `${entry.resourceType}/${id}`, entry);
      for (const identifier of objects(get(entry.resource, 'identifier'))) {
        const value = str(identifier.value);
        if (value && str(identifier.system)) {
          name(this.#identifiers, `${entry.resourceType} ${identifier.system} ${value}`, entry);
        }
      }
    }
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
    if (identifier === undefined) return undefined;
    const type = str(get(value, 'type'));
    const [system, id] = [str(get(identifier, 'system')), str(get(identifier, 'value'))];
    if (!system || !id) return undefined;
    for (const candidate of type ? [type] : ['Patient', 'Practitioner', 'Organization']) {
      const target = find(this.#identifiers, `${candidate} ${system} ${id}`);
      if (target) return target;
    }
    return undefined;
  }

  #literal(reference: string, base: string | undefined): Entry | undefined {
    // A relative reference is first of all about the same server as the entry it stands in.
    const server = this.#serverOf(base);
    let answers = this.#answers.get(server);
    if (!answers) {
      answers = new Map();
      this.#answers.set(server, answers);
    }
    if (!answers.has(reference)) answers.set(reference, this.#look(reference, server));
    return answers.get(reference);
  }

  /** The base of the server an entry is from; asked many times in a row for the same entry. */
  #serverOf(base: string | undefined): string {
    if (base !== this.#base) {
      this.#base = base;
      this.#server = (base && addressOf(base)?.root) || '';
    }
    return this.#server;
  }

  #look(reference: string, server: string): Entry | undefined {
    if (this.#urls.has(reference)) return find(this.#urls, reference);
    const address = addressOf(reference);
    if (!address) return undefined;
    const { root, name } = address;
    if (!root && server && this.#urls.has(server + name)) return find(this.#urls, server + name);
    const target = find(this.#ids, name);
    // The same id at another server is somebody else.
    if ((root || server) && isHttp(target?.fullUrl)) return undefined;
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
