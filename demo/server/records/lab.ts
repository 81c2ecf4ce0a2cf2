/** One laboratory result, as the Vaccination & Testing IG shapes it. */

import type { Bundle, Patient } from 'fhir/r4.js';
import { collection } from './collection.js';

/** SARS-CoV-2 RNA in a respiratory specimen by NAA: not detected. */
export const covidTest = (patient: Patient): Bundle =>
  collection([
    patient,
    {
      resourceType: 'Observation',
      meta: { security: [{ system: 'https://smarthealth.cards/ial', code: 'IAL2' }] },
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '94500-6' }] },
      subject: { reference: 'resource:0' },
      effectiveDateTime: '2026-02-11',
      performer: [{ display: 'Riverside Laboratory' }],
      valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '260415000' }] },
    },
  ]);
