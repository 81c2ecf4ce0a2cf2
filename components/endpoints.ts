/** What a link offers beside data: pages to work on together, and servers an app can connect to. FHIR R4 Endpoint. */

import type { Summary } from '../src/index.js';

export interface OfferedEndpoint {
  /** `interactive`: a page for the person. `smart`: the base address of a FHIR server (SMART App Launch). */
  readonly kind: 'interactive' | 'smart' | 'other';
  /** The sender's words. */
  readonly name?: string;
  /** Any scheme, as written: never opened by itself. */
  readonly address?: string;
  readonly start?: string;
  readonly end?: string;
  /** FHIR status as written. */
  readonly status?: string;
  /** Its place in the bundle; -1 when it came alone. */
  readonly index: number;
}

/** Endpoints shown of one file. The rest stay rows of the summary. */
const MOST = 50;

/** By code alone: drafts and the published guide name three different systems for the same code. */
const KINDS: Readonly<Record<string, OfferedEndpoint['kind']>> = {
  'shl-interactive-experience': 'interactive',
  'smart-on-fhir': 'smart',
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** A Coding in R4, a CodeableConcept in the guide's table, several of them in R5. */
function kindOf(connectionType: unknown): OfferedEndpoint['kind'] {
  const codings = list(connectionType).flatMap((type) =>
    isObject(type) ? [type, ...list(type.coding).filter(isObject)] : [],
  );
  for (const { code } of codings) {
    const kind = typeof code === 'string' ? code.toLowerCase() : '';
    if (Object.hasOwn(KINDS, kind)) return KINDS[kind] as OfferedEndpoint['kind'];
  }
  return 'other';
}

function endpointOf(resource: Json, index: number): OfferedEndpoint {
  const period = isObject(resource.period) ? resource.period : {};
  const [name, address, status] = [text(resource.name), text(resource.address), text(resource.status)];
  const [start, end] = [text(period.start), text(period.end)];
  return {
    kind: kindOf(resource.connectionType),
    index,
    ...(name && { name }),
    ...(address && { address }),
    ...(status && { status }),
    ...(start && { start }),
    ...(end && { end }),
  };
}

const isEndpoint = (value: unknown): value is Json & { readonly resourceType: 'Endpoint' } =>
  isObject(value) && value.resourceType === 'Endpoint';

const known = new WeakMap<object, readonly OfferedEndpoint[]>();

/**
 * The Endpoints of unsigned FHIR: the resource itself, or entries of a Bundle. Cheap to ask in every render. Headers of
 * an Endpoint are left out: they may hold secrets.
 */
export function endpointsOf(resource: unknown): readonly OfferedEndpoint[] {
  if (!isObject(resource)) return [];
  const before = known.get(resource);
  if (before) return before;
  const made: OfferedEndpoint[] = [];
  if (isEndpoint(resource)) made.push(endpointOf(resource, -1));
  else if (resource.resourceType === 'Bundle' && Array.isArray(resource.entry)) {
    for (const [index, entry] of resource.entry.entries()) {
      if (made.length < MOST && isObject(entry) && isEndpoint(entry.resource))
        made.push(endpointOf(entry.resource, index));
    }
  }
  known.set(resource, made);
  return made;
}

/** May it be used now, as far as the sender says? */
export type Availability = 'open' | 'not-yet' | 'ended' | 'off';

/** Statuses of Endpoint that take it back. `test` and `error` are the sender's to judge. */
const OFF: ReadonlySet<string | undefined> = new Set(['off', 'suspended', 'entered-in-error']);
const DAY = 86_400_000;

/** The end of what a FHIR date names: a day, or less exact, lasts until it is over. */
function endOf(date: string): number {
  const time = Date.parse(date);
  if (date.includes('T')) return time;
  return time + (date.length >= 10 ? 1 : date.length >= 7 ? 31 : 366) * DAY;
}

export function availabilityOf({ status, start, end }: OfferedEndpoint, now: number): Availability {
  if (OFF.has(status)) return 'off';
  if (end !== undefined && endOf(end) < now) return 'ended';
  return start !== undefined && Date.parse(start) > now ? 'not-yet' : 'open';
}

const rests = new WeakMap<Summary, Summary>();

/** The summary without the rows of these endpoints, which are shown as choices; the same object each time. */
export function withoutEndpoints(summary: Summary, endpoints: readonly OfferedEndpoint[]): Summary {
  if (endpoints.length === 0) return summary;
  const before = rests.get(summary);
  if (before) return before;
  const shown = new Set(endpoints.map(({ index }) => index));
  const alone = shown.has(-1);
  const groups = summary.groups
    .map((group) => ({
      ...group,
      rows: group.rows.filter(
        ({ resourceType, source }) => resourceType !== 'Endpoint' || !(alone || shown.has(source.index)),
      ),
    }))
    .filter((group, index) => group.rows.length > 0 || summary.groups[index]?.rows.length === 0);
  const rest = { ...summary, groups };
  rests.set(summary, rest);
  return rest;
}

/** Is there anything in it but what was taken out? */
export const isEmpty = ({ person, otherPeople, groups, documents, provenance, unread }: Summary): boolean =>
  !person && !otherPeople?.length && groups.length + documents.length + provenance.length + unread.length === 0;
