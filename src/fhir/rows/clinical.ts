/** Rows of what a person has, had, and was given: allergies, conditions, vaccines, procedures, devices. */

import { get, objects } from '../read.js';
import type { Reading } from '../reading.js';
import type { Fact } from '../types.js';
import { fact, type RowSpec } from './spec.js';

const PATIENT = ['patient', 'subject'];

/** Dose 2 of 3, under any version's names for it. */
function doses(reading: Reading): Fact[] {
  const protocols = [
    ...objects(get(reading.resource, 'protocolApplied')),
    ...objects(get(reading.resource, 'vaccinationProtocol')),
  ];
  return protocols.flatMap((protocol) => [
    ...fact('dose', reading.at('doseNumber[x]', protocol) ?? reading.at('doseSequence', protocol)),
    ...fact('seriesDoses', reading.at('seriesDoses[x]', protocol)),
    ...fact('series', reading.at('series', protocol)),
    ...fact('target', reading.at('targetDisease', protocol)),
    ...fact('organization', reading.at('authority', protocol)),
  ]);
}

export const CLINICAL = {
  AllergyIntolerance: {
    group: 'allergies',
    // R4; R5 keeps it; DSTU2 says substance.
    title: ['code', 'substance'],
    date: ['onset[x]', 'recordedDate', 'assertedDate', 'onset'],
    status: 'clinicalStatus',
    subject: PATIENT,
    facts: [
      ['status', 'clinicalStatus', 'status'],
      ['verification', 'verificationStatus', 'status'],
      ['criticality', 'criticality', 'status'],
      ['allergyType', 'type', 'status'],
      ['category', 'category', 'status'],
      ['manifestation', 'reaction.manifestation'],
      ['severity', 'reaction.severity', 'status'],
      ['substance', 'reaction.substance'],
      ['exposure', 'reaction.exposureRoute'],
      ['onset', 'onset[x]'],
      ['lastOccurrence', 'lastOccurrence'],
      ['recorded', 'recordedDate'],
      ['recorder', 'recorder'],
      ['asserter', 'asserter'],
      ['description', 'reaction.description'],
      ['note', 'note'],
    ],
  },
  Condition: {
    group: 'conditions',
    title: ['code'],
    date: ['onset[x]', 'recordedDate', 'assertedDate', 'dateRecorded'],
    status: 'clinicalStatus',
    subject: PATIENT,
    facts: [
      ['status', 'clinicalStatus', 'status'],
      ['verification', 'verificationStatus', 'status'],
      ['category', 'category'],
      ['severity', 'severity'],
      ['stage', 'stage.summary'],
      ['bodySite', 'bodySite'],
      ['onset', 'onset[x]'],
      ['ended', 'abatement[x]'],
      ['recorded', 'recordedDate'],
      ['recorder', 'recorder'],
      ['asserter', 'asserter'],
      ['note', 'note'],
    ],
  },
  Immunization: {
    group: 'immunizations',
    title: ['vaccineCode'],
    date: ['occurrenceDateTime', 'date', 'occurrenceString'],
    subject: PATIENT,
    facts: [
      ['date', 'occurrence[x]'],
      ['status', 'status', 'status'],
      ['statusReason', 'statusReason'],
      ['manufacturer', 'manufacturer'],
      ['lot', 'lotNumber'],
      ['lotExpires', 'expirationDate'],
      ['site', 'performer.actor'],
      ['site', 'practitioner.actor'],
      ['location', 'location'],
      ['doseQuantity', 'doseQuantity'],
      ['route', 'route'],
      ['bodySite', 'site'],
      ['subpotent', 'isSubpotent'],
      ['subpotentReason', 'subpotentReason'],
      ['reason', 'reasonCode'],
      ['reported', 'reportOrigin'],
      ['reaction', 'reaction.detail'],
      ['funding', 'fundingSource'],
      ['note', 'note'],
    ],
    reads: 'protocolApplied vaccinationProtocol primarySource notGiven wasNotGiven',
    extend: (reading) => ({
      facts: [
        ...doses(reading),
        // DSTU2: the performer is the reference itself.
        ...(objects(get(reading.resource, 'performer')).some((each) => 'actor' in each)
          ? []
          : fact('site', reading.at('performer'))),
        ...(get(reading.resource, 'primarySource') === false ? fact('origin', { type: 'key', key: 'reported' }) : []),
      ],
    }),
  },
  ImmunizationRecommendation: {
    group: 'immunizations',
    title: ['recommendation.vaccineCode', 'recommendation.targetDisease'],
    date: ['date'],
    subject: PATIENT,
    facts: [
      ['status', 'recommendation.forecastStatus'],
      ['due', 'recommendation.dateCriterion.value'],
      ['dose', 'recommendation.doseNumber[x]'],
      ['target', 'recommendation.targetDisease'],
      ['organization', 'authority'],
    ],
  },
  Procedure: {
    group: 'procedures',
    title: ['code'],
    date: ['performed[x]', 'occurrence[x]', 'recorded'],
    subject: PATIENT,
    facts: [
      ['date', 'performed[x]'],
      ['status', 'status', 'status'],
      ['statusReason', 'statusReason'],
      ['category', 'category'],
      ['bodySite', 'bodySite'],
      ['performer', 'performer.actor'],
      ['organization', 'performer.onBehalfOf'],
      ['location', 'location'],
      ['reason', 'reasonCode'],
      ['reason', 'reasonReference'],
      ['outcome', 'outcome'],
      ['complication', 'complication'],
      ['followUp', 'followUp'],
      ['device', 'focalDevice.manipulated'],
      ['note', 'note'],
    ],
    reads: 'notPerformed notDone',
  },
  Device: {
    group: 'devices',
    title: ['type', 'deviceName.name', 'name', 'displayName', 'definition', 'modelNumber'],
    date: ['manufactureDate'],
    subject: PATIENT,
    facts: [
      ['status', 'status', 'status'],
      ['manufacturer', 'manufacturer'],
      ['model', 'modelNumber'],
      ['serial', 'serialNumber'],
      ['lot', 'lotNumber'],
      ['udi', 'udiCarrier.carrierHRF'],
      ['useBy', 'expirationDate'],
      ['organization', 'owner'],
      ['note', 'note'],
    ],
  },
  DeviceUseStatement: {
    group: 'devices',
    title: ['device', 'device.concept'],
    date: ['timing[x]', 'recordedOn', 'whenUsed'],
    subject: PATIENT,
    facts: [
      ['period', 'timing[x]'],
      ['status', 'status', 'status'],
      ['bodySite', 'bodySite'],
      ['reason', 'reasonCode'],
      ['asserter', 'source'],
      ['note', 'note'],
    ],
  },
  FamilyMemberHistory: {
    group: 'other',
    title: ['relationship', 'name'],
    date: ['date'],
    subject: ['patient'],
    facts: [
      ['status', 'status', 'status'],
      ['name', 'name'],
      ['gender', 'sex'],
      ['birthDate', 'born[x]'],
      ['deceased', 'deceased[x]'],
      ['reason', 'condition.code'],
      ['onset', 'condition.onset[x]'],
      ['note', 'note'],
    ],
  },
  Flag: {
    group: 'alerts',
    title: ['code'],
    date: ['period'],
    subject: PATIENT,
    facts: [
      ['status', 'status', 'status'],
      ['category', 'category'],
      ['period', 'period'],
      ['author', 'author'],
    ],
  },
  DetectedIssue: {
    group: 'alerts',
    title: ['code', 'detail'],
    date: ['identified[x]', 'date'],
    subject: PATIENT,
    facts: [
      ['status', 'status', 'status'],
      ['severity', 'severity', 'status'],
      ['description', 'detail'],
      ['addresses', 'implicated'],
      ['author', 'author'],
    ],
  },
} satisfies Record<string, RowSpec>;
