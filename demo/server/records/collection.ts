import type { Bundle, FhirResource } from 'fhir/r4.js';

/** A `collection` bundle with the short `resource:N` addresses that cards use (SMART Health Cards, Data minimization). */
export const collection = (resources: readonly FhirResource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource, index) => ({ fullUrl: `resource:${index}`, resource })),
});
