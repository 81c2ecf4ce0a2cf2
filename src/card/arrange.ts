/** The same claims in the order that compresses best: JSON members have no order, and every character counts in a QR code. */

import type { Bundle, BundleEntry } from 'fhir/r4.js';

type Json = Record<string, unknown>;

/** For each resource type, the members that are the same in all of its resources. */
function sharedMembers(entries: readonly BundleEntry[]): Map<string, Set<string>> {
  const written = new Map<string, Map<string, Set<string>>>();
  for (const { resource } of entries) {
    const members = written.get(resource?.resourceType ?? '') ?? new Map<string, Set<string>>();
    written.set(resource?.resourceType ?? '', members);
    for (const [name, value] of Object.entries(resource ?? {})) {
      members.set(name, (members.get(name) ?? new Set()).add(JSON.stringify(value)));
    }
  }
  return new Map(
    [...written].map(([type, members]) => [
      type,
      new Set([...members].filter(([, values]) => values.size === 1).map(([name]) => name)),
    ]),
  );
}

const ordered = (object: Json, first: (name: string) => boolean): Json => {
  const names = Object.keys(object);
  return Object.fromEntries(
    [...names.filter(first), ...names.filter((name) => !first(name))].map((name) => [name, object[name]]),
  );
};

/**
 * A bundle whose entries begin alike: what resources of one type share comes first, what differs (and the fullUrl) last. The order of the entries stays,
 * since it can mean something.
 */
export function alike(bundle: Bundle): Bundle {
  const entries = bundle.entry ?? [];
  const shared = sharedMembers(entries);
  return {
    ...bundle,
    entry: entries.map(({ fullUrl, resource, ...rest }) => ({
      ...rest,
      ...(resource && {
        resource: ordered(
          resource as unknown as Json,
          (name) => shared.get(resource.resourceType)?.has(name) ?? false,
        ) as never,
      }),
      ...(fullUrl !== undefined && { fullUrl }),
    })),
  };
}
