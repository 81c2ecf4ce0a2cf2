/** Large bundles for benchmarks: one invented person with a long history. */

const LOINC = 'http://loinc.org';
const subject = { reference: 'urn:uuid:person' };
const category = (code) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] },
];
const day = (index) => new Date(Date.UTC(1990, 0, 1) + index * 86_400_000).toISOString().slice(0, 10);

const observation = (index, kind) => ({
  resourceType: 'Observation',
  status: 'final',
  category: category(kind),
  code: { coding: [{ system: LOINC, code: `${1000 + (index % 40)}-1`, display: `Measure ${index % 40}` }] },
  subject,
  effectiveDateTime: day(index),
  valueQuantity: { value: 60 + (index % 37), unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
  referenceRange: [{ low: { value: 65, unit: 'mg/dL' }, high: { value: 90, unit: 'mg/dL' } }],
});

/** What a long record is made of, in turns. */
const KINDS = [
  (index) => observation(index, 'laboratory'),
  (index) => observation(index, 'laboratory'),
  (index) => observation(index, 'vital-signs'),
  (index) => ({
    resourceType: 'Condition',
    code: {
      coding: [{ system: 'http://snomed.info/sct', code: String(100_000 + index), display: `Problem ${index}` }],
    },
    subject,
    onsetDateTime: day(index),
  }),
  (index) => ({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: `Medicine ${index}` },
    subject,
    authoredOn: day(index),
    dosageInstruction: [{ text: 'One tablet in the morning' }],
  }),
  (index) => ({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    type: [{ text: `Visit ${index}` }],
    subject,
    period: { start: day(index), end: day(index) },
  }),
];

/** A collection bundle of so many resources. */
export function largeBundle(count) {
  const person = {
    resourceType: 'Patient',
    name: [{ family: 'Anyperson', given: ['Jane'] }],
    birthDate: '1951-01-20',
  };
  const allergy = {
    resourceType: 'AllergyIntolerance',
    code: { text: 'Penicillin' },
    criticality: 'high',
    patient: subject,
  };
  const rest = Array.from({ length: Math.max(0, count - 2) }, (_, index) => KINDS[index % KINDS.length](index));
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [person, allergy, ...rest].map((resource, index) => ({
      fullUrl: index === 0 ? 'urn:uuid:person' : `urn:uuid:${index}`,
      resource,
    })),
  };
}
