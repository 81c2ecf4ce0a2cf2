/**
 * `node bench/summarize.mjs`, after a build: how long a summary of 1,000 and of 10,000 resources takes in Node on this machine,
 * and that ten times the data takes about ten times as long. One table, medians in milliseconds. The data is invented.
 * Another build of the package can be measured by its folder: `node bench/summarize.mjs .tmp/fhir`.
 */
import { pathToFileURL } from 'node:url';

const folder = process.argv[2] ?? 'dist';
const { summarize } = await import(new URL(`${folder}/src/fhir/summarize.js`, pathToFileURL(`${process.cwd()}/`)));

const concept = (system, code, display) => ({ coding: [{ system, code, ...(display && { display }) }] });
const entry = (resource) => ({ fullUrl: `https://example.org/fhir/${resource.resourceType}/${resource.id}`, resource });
const PATIENT = {
  resourceType: 'Patient',
  id: 'p',
  name: [{ family: 'Anyperson', given: ['Jane'] }],
  birthDate: '1951-01-20',
};
const day = (i) =>
  `20${String(10 + (i % 15)).padStart(2, '0')}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`;

/** Plain observations, each with a unit: what a glucose meter leaves behind. */
const observation = (i) => ({
  resourceType: 'Observation',
  id: `o${i}`,
  status: 'final',
  code: concept('http://loinc.org', '2345-7', 'Glucose'),
  subject: { reference: 'Patient/p' },
  effectiveDateTime: `${day(i)}T08:00:00Z`,
  valueQuantity: { value: 80 + (i % 50), unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
});

/** One of each of what a record is full of, with what it refers to. */
const RECORD = [
  (i) => ({
    ...observation(i),
    category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'laboratory')],
    referenceRange: [{ low: { value: 70, unit: 'mg/dL' }, high: { value: 99, unit: 'mg/dL' } }],
    interpretation: [concept('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'N')],
    performer: [{ reference: 'Practitioner/d1', display: 'Dr. Example' }],
    issued: `${day(i)}T09:00:00Z`,
  }),
  (i) => ({
    resourceType: 'Observation',
    id: `b${i}`,
    status: 'final',
    category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs')],
    code: concept('http://loinc.org', '85354-9', 'Blood pressure'),
    subject: { reference: 'Patient/p' },
    effectiveDateTime: day(i),
    component: [
      { code: concept('http://loinc.org', '8480-6', 'Systolic'), valueQuantity: { value: 120, unit: 'mm[Hg]' } },
      { code: concept('http://loinc.org', '8462-4', 'Diastolic'), valueQuantity: { value: 80, unit: 'mm[Hg]' } },
    ],
  }),
  (i) => ({
    resourceType: 'Immunization',
    id: `i${i}`,
    status: 'completed',
    vaccineCode: concept('http://hl7.org/fhir/sid/cvx', '207'),
    patient: { reference: 'Patient/p' },
    occurrenceDateTime: day(i),
    lotNumber: `L${i}`,
    performer: [{ actor: { display: 'Harbor Clinic' } }],
    protocolApplied: [{ doseNumberPositiveInt: 1, seriesDosesPositiveInt: 2 }],
  }),
  (i) => ({
    resourceType: 'Condition',
    id: `c${i}`,
    clinicalStatus: concept('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
    verificationStatus: concept('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
    code: { ...concept('http://snomed.info/sct', '38341003'), text: 'High blood pressure' },
    subject: { reference: 'Patient/p' },
    onsetDateTime: day(i),
  }),
  (i) => ({
    resourceType: 'MedicationRequest',
    id: `m${i}`,
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Lisinopril 10 mg' },
    subject: { reference: 'Patient/p' },
    authoredOn: day(i),
    requester: { reference: 'Practitioner/d1' },
    dosageInstruction: [{ text: 'One a day', timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } } }],
  }),
];

const bundle = (count, make) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [PATIENT, ...Array.from({ length: count - 1 }, (_, i) => make(i))].map(entry),
});
const mixed = (i) => RECORD[i % RECORD.length](i);

function median(work, times) {
  const taken = [];
  for (let index = 0; index < times; index += 1) {
    const start = performance.now();
    work();
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[taken.length >> 1];
}

console.log('| bundle | 1,000 | 10,000 | ratio | first 10,000, cold |\n|---|---|---|---|---|');
for (const [what, make] of [
  ['plain observations', observation],
  ['mixed record', mixed],
]) {
  const [small, large] = [1000, 10_000].map((count) => bundle(count, make));
  const cold = median(() => summarize(large), 1);
  median(() => summarize(small), 10);
  const [one, ten] = [median(() => summarize(small), 30), median(() => summarize(large), 9)];
  console.log(`| ${what} | ${one.toFixed(1)} | ${ten.toFixed(1)} | ${(ten / one).toFixed(1)} | ${cold.toFixed(0)} |`);
}
