/** Vaccine records: the person first, then one Immunization for each dose, as the Vaccination & Testing IG shapes them. */

import type { Bundle, Immunization, Patient } from 'fhir/r4.js';
import { collection } from './collection.js';

interface Dose {
  readonly date: string;
  /** CVX code, https://www.cdc.gov/vaccines/programs/iis/cvx.html */
  readonly cvx: string;
  /** MVX manufacturer code. */
  readonly mvx: string;
  readonly lot: string;
  readonly site: string;
}

const immunization = ({ date, cvx, mvx, lot, site }: Dose): Immunization => ({
  resourceType: 'Immunization',
  meta: { security: [{ system: 'https://smarthealth.cards/ial', code: 'IAL2' }] },
  status: 'completed',
  vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: cvx }] },
  patient: { reference: 'resource:0' },
  occurrenceDateTime: date,
  manufacturer: { identifier: { system: 'http://hl7.org/fhir/sid/mvx', value: mvx } },
  lotNumber: lot,
  performer: [{ actor: { display: site } }],
});

const vaccines = (patient: Patient, doses: readonly Dose[]): Bundle =>
  collection([patient, ...doses.map(immunization)]);

/** Three doses against COVID-19: two of the first series and one seasonal. */
export const covidVaccines = (patient: Patient): Bundle =>
  vaccines(patient, [
    { date: '2021-03-18', cvx: '208', mvx: 'PFR', lot: 'EN6201', site: 'Harbor Street Clinic' },
    { date: '2021-04-08', cvx: '208', mvx: 'PFR', lot: 'ER8732', site: 'Harbor Street Clinic' },
    { date: '2023-10-12', cvx: '309', mvx: 'PFR', lot: 'HF9301', site: 'Cedar Pharmacy 12' },
  ]);

/** Two doses against measles, mumps and rubella, as a school asks for. */
export const measlesVaccines = (patient: Patient): Bundle =>
  vaccines(patient, [
    { date: '1989-06-02', cvx: '03', mvx: 'MSD', lot: '0451N', site: 'Elm Street Pediatrics' },
    { date: '1993-08-24', cvx: '03', mvx: 'MSD', lot: '1123P', site: 'Elm Street Pediatrics' },
  ]);

/** Two doses against mpox. */
export const mpoxVaccines = (patient: Patient): Bundle =>
  vaccines(patient, [
    { date: '2022-08-09', cvx: '206', mvx: 'BN', lot: 'FDP00012', site: 'Northside Health Center' },
    { date: '2022-09-07', cvx: '206', mvx: 'BN', lot: 'FDP00037', site: 'Northside Health Center' },
  ]);
