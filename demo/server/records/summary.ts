/** A patient summary in the shape of the International Patient Summary: a `document` bundle with sections and their entries. */

import type { Bundle, BundleEntry, CodeableConcept, CompositionSection, FhirResource, Patient } from 'fhir/r4.js';

const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';
const HL7 = 'http://terminology.hl7.org/CodeSystem';

const concept = (system: string, code: string, display: string): CodeableConcept => ({
  coding: [{ system, code, display }],
  text: display,
});
const clinical = (kind: string, code: string): CodeableConcept => ({ coding: [{ system: `${HL7}/${kind}`, code }] });

/** Each resource with the end of its urn:uuid address. */
type Numbered = readonly [number, FhirResource];

const address = (number: number) => `urn:uuid:6f1d2c5e-8a40-4c1b-9b7e-${String(number).padStart(12, '0')}`;
const subject = { reference: address(2) };
const lab = { reference: address(4) };

const problems: Numbered[] = [
  [
    10,
    {
      resourceType: 'Condition',
      clinicalStatus: clinical('condition-clinical', 'active'),
      verificationStatus: clinical('condition-ver-status', 'confirmed'),
      code: concept(SNOMED, '44054006', 'Type 2 diabetes'),
      subject,
      onsetDateTime: '2014-05',
    },
  ],
  [
    11,
    {
      resourceType: 'Condition',
      clinicalStatus: clinical('condition-clinical', 'active'),
      verificationStatus: clinical('condition-ver-status', 'confirmed'),
      code: concept(SNOMED, '38341003', 'High blood pressure'),
      subject,
      onsetDateTime: '2017',
    },
  ],
];

const allergies: Numbered[] = [
  [
    20,
    {
      resourceType: 'AllergyIntolerance',
      clinicalStatus: clinical('allergyintolerance-clinical', 'active'),
      verificationStatus: clinical('allergyintolerance-verification', 'confirmed'),
      type: 'allergy',
      category: ['medication'],
      criticality: 'high',
      code: concept(SNOMED, '764146007', 'Penicillin'),
      patient: subject,
      onsetDateTime: '1991',
      reaction: [{ manifestation: [concept(SNOMED, '126485001', 'Hives')], severity: 'moderate' }],
    },
  ],
];

const medications: Numbered[] = [
  [
    30,
    {
      resourceType: 'MedicationStatement',
      status: 'active',
      medicationCodeableConcept: concept('http://www.whocc.no/atc', 'A10BA02', 'Metformin 500 mg tablet'),
      subject,
      effectivePeriod: { start: '2014-06' },
      dosage: [
        {
          text: 'One tablet, twice a day, with food',
          timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
          route: concept(SNOMED, '26643006', 'By mouth'),
          doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablet' } }],
        },
      ],
    },
  ],
  [
    31,
    {
      resourceType: 'MedicationStatement',
      status: 'active',
      medicationCodeableConcept: concept('http://www.whocc.no/atc', 'C09AA05', 'Ramipril 5 mg capsule'),
      subject,
      effectivePeriod: { start: '2018-02' },
      dosage: [{ text: 'One capsule in the morning' }],
    },
  ],
];

const immunizations: Numbered[] = [
  [
    40,
    {
      resourceType: 'Immunization',
      status: 'completed',
      vaccineCode: {
        coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '115' }],
        text: 'Tetanus, diphtheria, pertussis',
      },
      patient: subject,
      occurrenceDateTime: '2022-11-03',
      lotNumber: 'T7741',
      performer: [{ actor: { display: 'Cedar Pharmacy 12' } }],
    },
  ],
];

const laboratory: CodeableConcept[] = [{ coding: [{ system: `${HL7}/observation-category`, code: 'laboratory' }] }];
const UCUM = 'http://unitsofmeasure.org';

const results: Numbered[] = [
  [
    50,
    {
      resourceType: 'Observation',
      status: 'final',
      category: laboratory,
      code: concept(LOINC, '4548-4', 'Hemoglobin A1c'),
      subject,
      effectiveDateTime: '2026-01-19',
      performer: [lab],
      valueQuantity: { value: 7.1, unit: '%', system: UCUM, code: '%' },
      interpretation: [{ coding: [{ system: `${HL7}/v3-ObservationInterpretation`, code: 'H' }] }],
      referenceRange: [{ low: { value: 4, unit: '%' }, high: { value: 5.6, unit: '%' } }],
    },
  ],
  [
    51,
    {
      resourceType: 'Observation',
      status: 'final',
      category: laboratory,
      code: concept(LOINC, '2160-0', 'Creatinine'),
      subject,
      effectiveDateTime: '2026-01-19',
      performer: [lab],
      valueQuantity: { value: 0.9, unit: 'mg/dL', system: UCUM, code: 'mg/dL' },
      referenceRange: [{ low: { value: 0.6, unit: 'mg/dL' }, high: { value: 1.2, unit: 'mg/dL' } }],
    },
  ],
];

const section = (title: string, code: string, entries: readonly Numbered[]): CompositionSection => ({
  title,
  code: { coding: [{ system: LOINC, code }] },
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${title}</div>` },
  entry: entries.map(([number]) => ({ reference: address(number) })),
});

const emptySection = (title: string, code: string): CompositionSection => ({
  title,
  code: { coding: [{ system: LOINC, code }] },
  text: {
    status: 'generated',
    div: `<div xmlns="http://www.w3.org/1999/xhtml">No ${title.toLowerCase()} known.</div>`,
  },
  emptyReason: { coding: [{ system: `${HL7}/list-empty-reason`, code: 'nilknown' }] },
});

export function patientSummary(patient: Patient): Bundle {
  const composition: Numbered = [
    1,
    {
      resourceType: 'Composition',
      status: 'final',
      type: { coding: [{ system: LOINC, code: '60591-5', display: 'Patient summary' }] },
      subject,
      date: '2026-02-01T09:30:00Z',
      author: [{ reference: address(3) }],
      title: 'Patient summary',
      custodian: { reference: address(3) },
      section: [
        section('Problems', '11450-4', problems),
        section('Allergies and intolerances', '48765-2', allergies),
        section('Medications', '10160-0', medications),
        section('Immunizations', '11369-6', immunizations),
        section('Results', '30954-2', results),
        emptySection('Procedures', '47519-4'),
      ],
    },
  ];
  const about: Numbered[] = [
    [2, patient],
    [3, { resourceType: 'Organization', name: 'Harbor Street Clinic' }],
    [4, { resourceType: 'Organization', name: 'Riverside Laboratory' }],
  ];
  const all = [composition, ...about, ...problems, ...allergies, ...medications, ...immunizations, ...results];
  return {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: address(0) },
    type: 'document',
    timestamp: '2026-02-01T09:30:00Z',
    entry: all.map(([number, resource]): BundleEntry => ({ fullUrl: address(number), resource })),
  };
}
