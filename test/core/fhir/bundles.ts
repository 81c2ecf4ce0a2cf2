/** Small bundles for tests: of our own making, and of invented people. */

// biome-ignore lint/suspicious/noExplicitAny: FHIR that is wrong on purpose.
export type Loose = any;

/** A collection with resource:N addresses. */
export const collection = (...resources: Loose[]): Loose => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource, i) => ({ fullUrl: `resource:${i}`, resource })),
});

export const patient = (more: Loose = {}): Loose => ({
  resourceType: 'Patient',
  name: [{ family: 'Rivera', given: ['Ana', 'M.'] }],
  birthDate: '1984-02-29',
  ...more,
});

export const immunization = (more: Loose = {}): Loose => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '207' }] },
  patient: { reference: 'resource:0' },
  occurrenceDateTime: '2021-01-29',
  performer: [{ actor: { display: 'Harbor Clinic' } }],
  lotNumber: 'A7F3',
  ...more,
});

export const labResult = (more: Loose = {}): Loose => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '94558-4' }] },
  subject: { reference: 'resource:0' },
  effectiveDateTime: '2021-02-17T09:00:00+01:00',
  valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '260415000' }] },
  performer: [{ display: 'Harbor Lab' }],
  ...more,
});
