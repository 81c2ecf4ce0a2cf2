/** SMART App Launch scopes as what they allow: which records, to read or to change. */

/** What a scope allows, told by resource type. `*` is every type. */
export interface Permissions {
  readonly read: readonly string[];
  readonly change: readonly string[];
  /** `true` where a scope is narrowed by a search (`?category=...`): it allows less than is said here. */
  readonly narrowed: boolean;
  /** Renewed after the person has left. */
  readonly lasting: boolean;
  /** What we have no words for, as written. */
  readonly other: readonly string[];
}

const RESOURCE = /^(?:patient|user|system)\/(\*|[A-Z][A-Za-z]{1,63})\.(\*|read|write|[cruds]{1,5})(\?\S*)?$/;
/** Scopes about signing in and starting an app: nothing that a reader of records needs to know. */
const SILENT = /^(?:openid|profile|fhirUser|launch(?:\/\S*)?|online_access)$/;
/** Scopes looked at; a longer list is hardly written for people. */
const MOST = 200;

export function readScope(scope: string): Permissions {
  const read = new Set<string>();
  const change = new Set<string>();
  const other = new Set<string>();
  let narrowed = false;
  let lasting = false;
  for (const written of scope.slice(0, 20_000).split(/\s+/).filter(Boolean).slice(0, MOST)) {
    const [, type, may, query] = RESOURCE.exec(written) ?? [];
    if (type && may) {
      if (may === '*' || may === 'read' || (may !== 'write' && /[rs]/.test(may))) read.add(type);
      if (may === '*' || may === 'write' || (may !== 'read' && /[cud]/.test(may))) change.add(type);
      if (query) narrowed = true;
    } else if (written === 'offline_access') lasting = true;
    else if (!SILENT.test(written)) other.add(written);
  }
  const types = (set: ReadonlySet<string>) => (set.has('*') ? ['*'] : [...set]);
  return { read: types(read), change: types(change), narrowed, lasting, other: [...other] };
}
