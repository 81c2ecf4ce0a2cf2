/** The invented people of the demo and what is on record for each. Nobody here exists. */

import type { Bundle, Patient } from 'fhir/r4.js';
import { insuranceCard } from './records/insurance.js';
import { covidTest } from './records/lab.js';
import { patientSummary } from './records/summary.js';
import { covidVaccines, measlesVaccines, mpoxVaccines } from './records/vaccines.js';

/** Something on record that can become one card. */
export interface HealthRecord {
  /** Short, fixed, safe in a URL. */
  readonly id: string;
  readonly title: string;
  readonly bundle: Bundle;
  /** Small enough for one QR code; the rest is shared as a file or a link. */
  readonly qr: boolean;
}

export interface DemoPerson {
  readonly id: string;
  readonly patient: Patient;
  /** One line about why this person is here. */
  readonly about: string;
  readonly records: readonly HealthRecord[];
}

const patient = (family: string, given: string[], birthDate: string): Patient => ({
  resourceType: 'Patient',
  name: [{ family, given }],
  birthDate,
});

const amara = patient('Okafor', ['Amara', 'N.'], '1988-04-12');
const mateo = patient('Rivera', ['Mateo'], '1975-11-02');
const zoe = patient('Björklund', ['Zoë'], '1994-07-30');
const josephine: Patient = { ...patient('Hart', ['Josephine', 'A.'], '1961-09-21'), gender: 'female' };

export const PEOPLE: readonly DemoPerson[] = [
  {
    id: 'amara',
    patient: amara,
    about: 'Shows her vaccines',
    records: [
      { id: 'amara-covid', title: 'COVID-19 vaccines', bundle: covidVaccines(amara), qr: true },
      { id: 'amara-measles', title: 'Measles vaccines', bundle: measlesVaccines(amara), qr: true },
    ],
  },
  {
    id: 'mateo',
    patient: mateo,
    about: 'Shows a laboratory result',
    records: [
      { id: 'mateo-test', title: 'COVID-19 test', bundle: covidTest(mateo), qr: true },
      { id: 'mateo-mpox', title: 'Mpox vaccines', bundle: mpoxVaccines(mateo), qr: true },
    ],
  },
  {
    id: 'zoe',
    patient: zoe,
    about: 'Shows an insurance card',
    records: [{ id: 'zoe-insurance', title: 'Insurance card', bundle: insuranceCard(zoe), qr: false }],
  },
  {
    id: 'josephine',
    patient: josephine,
    about: 'Shares a patient summary',
    records: [
      { id: 'josephine-summary', title: 'Patient summary', bundle: patientSummary(josephine), qr: false },
      { id: 'josephine-covid', title: 'COVID-19 vaccines', bundle: covidVaccines(josephine), qr: true },
    ],
  },
];

export const personById = new Map(PEOPLE.map((person) => [person.id, person]));
export const recordById = new Map(PEOPLE.flatMap((person) => person.records).map((record) => [record.id, record]));

/** 'Amara N. Okafor' */
export const nameOf = ({ name }: Patient): string =>
  [...(name?.[0]?.given ?? []), name?.[0]?.family].filter(Boolean).join(' ');
