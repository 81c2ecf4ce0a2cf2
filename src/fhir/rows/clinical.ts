/** Rows of what a person has, had, and was given: allergies, conditions, vaccines, procedures, devices. */

import { get, objects } from '../read.js';
import type { Reading } from '../reading.js';
import type { Fact, Row } from '../types.js';
import { type Extension, type FactSpec, fact, factsOfPart, type RowSpec, repeated } from './spec.js';

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
    ...fact('description', reading.at('description', protocol)),
  ]);
}

const REACTION: readonly FactSpec[] = [
  ['manifestation', 'manifestation'],
  ['severity', 'severity', 'status'],
  ['substance', 'substance'],
  ['exposure', 'exposureRoute'],
  ['verification', 'certainty', 'status'],
  ['onset', 'onset'],
  ['description', 'description'],
  ['note', 'note'],
];

const FAMILY_CONDITION: readonly FactSpec[] = [
  ['reason', 'code'],
  ['onset', 'onset[x]'],
  ['outcome', 'outcome'],
  ['note', 'note'],
];

const RECOMMENDED: readonly FactSpec[] = [
  ['status', 'forecastStatus'],
  ['reason', 'forecastReason'],
  ['dose', 'doseNumber[x]'],
  ['seriesDoses', 'seriesDoses[x]'],
  ['series', 'series'],
  ['target', 'targetDisease'],
  ['description', 'description'],
  // STU3 and DSTU2
  ['dose', 'protocol.doseSequence'],
  ['series', 'protocol.series'],
  ['description', 'protocol.description'],
];

/** Vaccines that are due, each with its dates: earliest, due, latest. */
function recommendations(reading: Reading): Extension {
  const parts = objects(get(reading.resource, 'recommendation')).map((each): Row => {
    const due = objects(get(each, 'dateCriterion')).flatMap((date) =>
      fact('due', reading.at('value', date), reading.name(get(date, 'code'))),
    );
    return {
      resourceType: 'ImmunizationRecommendation',
      title: reading.at('vaccineCode', each) ??
        reading.at('targetDisease', each) ?? { type: 'key', key: 'Immunization' },
      flags: [],
      facts: [...due, ...factsOfPart(reading, RECOMMENDED, each)],
      source: reading.source,
    };
  });
  const [only, ...others] = parts;
  return only && others.length === 0 ? { title: only.title, facts: only.facts } : { parts };
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
      ['status', 'status', 'status'],
      ['verification', 'verificationStatus', 'status'],
      ['criticality', 'criticality', 'status'],
      ['allergyType', 'type', 'status'],
      ['category', 'category', 'status'],
      ['onset', 'onset[x]'],
      ['lastOccurrence', 'lastOccurrence'],
      ['recorded', 'recordedDate'],
      ['recorder', 'recorder'],
      ['asserter', 'asserter'],
      ['note', 'note'],
    ],
    reads: 'reaction',
    extend: (reading) => ({ facts: repeated(reading, 'reaction', 'reaction', REACTION) }),
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
    title: [],
    date: ['date'],
    subject: PATIENT,
    facts: [['organization', 'authority']],
    reads: 'recommendation',
    extend: recommendations,
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
      ['note', 'note'],
    ],
    reads: 'condition',
    extend: (reading) => ({ facts: repeated(reading, 'condition', 'reason', FAMILY_CONDITION) }),
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
