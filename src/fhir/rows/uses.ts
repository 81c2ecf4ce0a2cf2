/** How a table row reads the members of a resource: which facts, which flag, and what is left to tell by its FHIR name. */

import { get, isChoice, objects } from '../read.js';
import type { Reading } from '../reading.js';
import type { Fact, Flag } from '../types.js';
import { FLAG_OF_ELEMENT } from './flags.js';
import { type FactSpec, factOf, type RowSpec } from './spec.js';

/** Members that are read: wholly, or only some of their own members. */
type Read = Map<string, Read | 'all'>;

/** What a table row does with a member of a resource. */
interface Use {
  /** Which of its facts read it: bit 1 << i for the fact at i. */
  readonly facts: number;
  readonly flag: ((value: unknown) => Flag | undefined) | undefined;
  /** What of it is read. Nothing: it is told under its FHIR name. */
  readonly read: Read | 'all' | undefined;
}

/** So many member names are remembered for each table row: FHIR has fewer. */
const REMEMBERED = 200;

function addPath(read: Read, [name = '', ...rest]: readonly string[]): void {
  const known = read.get(name);
  if (known === 'all') return;
  if (rest.length === 0) {
    read.set(name, 'all');
    return;
  }
  const inner: Read = known ?? new Map();
  read.set(name, inner);
  addPath(inner, rest);
}

/** How a table row reads the members of a resource, worked out once for each name. */
class Uses {
  readonly #facts: readonly string[];
  readonly #read: Read = new Map();
  readonly #known = new Map<string, Use>();

  constructor(spec: RowSpec) {
    const { title, date = [], status = 'status', subject = [], facts, reads = '' } = spec;
    const factPaths = facts.map(([, path]) => path);
    // What else could have been the title or the date is told all the same.
    const shown = [...title.slice(0, 1), ...date.slice(0, 1), status, ...subject, ...factPaths, ...reads.split(' ')];
    const paths = spec.generic ? [] : shown;
    for (const path of ['modifierExtension', 'implicitRules', ...paths]) addPath(this.#read, path.split('.'));
    this.#facts = factPaths.map((path) => path.split('.')[0] ?? '');
  }

  of(name: string): Use {
    const known = this.#known.get(name);
    if (known) return known;
    const isIt = (element: string) =>
      element.endsWith('[x]') ? isChoice(name, element.slice(0, -3)) : element === name;
    const facts = this.#facts.reduce((bits, element, i) => (isIt(element) ? bits | (1 << i) : bits), 0);
    const read = [...this.#read].find(([element]) => isIt(element))?.[1];
    const use: Use = { facts, flag: FLAG_OF_ELEMENT.get(name), read };
    if (this.#known.size < REMEMBERED) this.#known.set(name, use);
    return use;
  }
}

const usesBySpec = new WeakMap<RowSpec, Uses>();

function usesOf(spec: RowSpec): Uses {
  let uses = usesBySpec.get(spec);
  if (!uses) {
    uses = new Uses(spec);
    usesBySpec.set(spec, uses);
  }
  return uses;
}

/** What the members of a resource come to. */
export interface Told {
  /** In the order of the table. */
  readonly facts: Fact[];
  readonly flags: Flag[];
  /** What no one reads, under its FHIR name; of what is read in part, the other parts. */
  readonly rest: Fact[];
}

export function tell(reading: Reading, spec: RowSpec): Told {
  const { resource } = reading;
  const uses = usesOf(spec);
  const flags: Flag[] = [];
  const rest: Fact[] = [];
  let which = 0;
  for (const name in resource) {
    const value = get(resource, name);
    const use = uses.of(name);
    which |= use.facts;
    const flag = use.flag?.(value);
    if (flag) flags.push(flag);
    if (use.read !== 'all') addRest(reading, name, value, use.read, rest);
  }
  const facts: Fact[] = [];
  for (let i = 0; which !== 0; i += 1, which >>>= 1) {
    const fact = which & 1 ? factOf(reading, spec.facts[i] as FactSpec) : undefined;
    if (fact) facts.push(fact);
  }
  return { facts, flags, rest };
}

function addRest(reading: Reading, label: string, value: unknown, read: Read | undefined, rest: Fact[]): void {
  if (read === undefined) {
    const fact = reading.rawFact(label, value);
    if (fact) rest.push(fact);
    return;
  }
  for (const part of objects(value)) {
    const facts: Fact[] = [];
    for (const name in part) {
      const inner = read.get(name) ?? choiceOf(read, name);
      if (inner !== 'all') addRest(reading, name, get(part, name), inner, facts);
    }
    if (facts.length > 0) rest.push({ label, value: { type: 'facts', facts }, raw: true });
  }
}

function choiceOf(read: Read, name: string): Read | 'all' | undefined {
  for (const [element, how] of read) if (element.endsWith('[x]') && isChoice(name, element.slice(0, -3))) return how;
  return undefined;
}
