/** shc-covid19-laboratory-result-observation and shc-infectious-disease-laboratory-result-observation: Observation. */

import { isBoundResult, isCovidTest, LOINC, SNOMED, SUPERVISION, SUPERVISION_KINDS } from '../codes.js';
import { get, list, objects, str } from '../read.js';
import { ASSURANCE, aboutPatient, INFRASTRUCTURE, organization } from './common.js';
import { absent, count, isOneOf, type Rule, rule, shorterThan } from './rules.js';

const isFinal = isOneOf(['final', 'amended', 'corrected']);

/** Some coding of a CodeableConcept is of this system and passes. */
const coded = (concept: unknown, system: string, passes: (code: string) => boolean = () => true): boolean =>
  objects(get(concept, 'coding')).some((coding) => coding.system === system && passes(str(coding.code) ?? ''));

const isSupervision = (component: unknown) => coded(get(component, 'code'), SNOMED, (code) => code === SUPERVISION);

const LAB_AD: readonly Rule[] = [
  rule(
    'PROFILE_VALUE',
    'error',
    '',
    'The status must be final, amended or corrected.',
    (value) => isFinal(get(value, 'status')),
    'status',
  ),
  ...aboutPatient('subject'),
  count('', 'code', 1, 1),
  count('', 'effective[x]', 1, 1),
  ...absent('effectiveTiming effectiveInstant'),
  rule(
    'PROFILE_FORMAT',
    'info',
    'effectiveDateTime',
    'The guide asks for time and time zone here, though its own example has a date only.',
    (value) => String(value).includes('T'),
  ),
  count('', 'value[x]', 1, 1),
  ...absent('value{Boolean,Integer,Range,Ratio,SampledData,Time,DateTime,Period}'),
  shorterThan('valueString', 20),
  rule(
    'PROFILE_REFERENCE_RANGE',
    'warning',
    '',
    'A measured value should come with its reference range.',
    (value) => get(value, 'valueQuantity') === undefined || list(get(value, 'referenceRange')).length > 0,
  ),
  rule(
    'PROFILE_REFERENCE_RANGE',
    'warning',
    'referenceRange',
    'A reference range belongs to measured values and texts only.',
    (_range, { resource }) => get(resource, 'valueCodeableConcept') === undefined,
  ),
  count('', 'performer', 0, 1),
  ...organization('performer'),
  ...ASSURANCE,
  rule(
    'PROFILE_CARDINALITY',
    'error',
    '',
    'How the sample was taken may be said once.',
    (value) => objects(get(value, 'component')).filter(isSupervision).length <= 1,
  ),
  rule(
    'PROFILE_VALUE',
    'error',
    'component',
    'How the sample was taken must be one of the four codes of the guide.',
    (component) =>
      !isSupervision(component) ||
      coded(get(component, 'valueCodeableConcept'), SNOMED, (code) => SUPERVISION_KINDS.has(code)),
  ),
];

const COVID: readonly Rule[] = [
  rule('PROFILE_VALUE', 'error', 'code', 'The test must be one of the COVID-19 tests of the guide (LOINC).', (code) =>
    coded(code, LOINC, isCovidTest),
  ),
  rule(
    'PROFILE_VALUE',
    'error',
    'valueCodeableConcept',
    'The result must be one of the result codes of the guide (SNOMED CT).',
    (value) => coded(value, SNOMED, isBoundResult),
  ),
];

// Whether a SNOMED CT code is a finding or a qualifier cannot be told without SNOMED CT itself.
const GENERIC: readonly Rule[] = [
  rule('PROFILE_VALUE', 'error', 'code', 'The test must have a LOINC code.', (code) => coded(code, LOINC)),
  rule('PROFILE_VALUE', 'error', 'valueCodeableConcept', 'The result must have a SNOMED CT code.', (value) =>
    coded(value, SNOMED),
  ),
];

/** A CodeableConcept of one bare coding. */
const bare = (element: string): Rule[] => [
  count(element, 'coding', 1, 1),
  count(`${element}.coding`, 'system', 1, 1),
  count(`${element}.coding`, 'code', 1, 1),
  ...absent(`${element}.{id,extension,text} ${element}.coding.{id,extension,version,display,userSelected}`),
];

const MINIMAL: readonly Rule[] = [
  ...bare('code'),
  ...bare('valueCodeableConcept'),
  ...INFRASTRUCTURE,
  ...absent(`basedOn partOf category encounter focus issued dataAbsentReason interpretation note bodySite method specimen device
    hasMember derivedFrom subject.{id,extension} performer.{id,extension,reference,type,identifier}`),
  ...absent(
    'referenceRange.{id,extension,modifierExtension,appliesTo,age} referenceRange.type.{id,extension,text} valueQuantity.id',
  ),
  count('', 'component', 0, 1),
  rule('PROFILE_NOT_ALLOWED', 'error', 'component', 'Only how the sample was taken is allowed here.', isSupervision),
  ...absent('component.{id,extension,modifierExtension,dataAbsentReason,interpretation,referenceRange}'),
  ...bare('component.code'),
  ...bare('component.valueCodeableConcept'),
];

export const COVID_LAB_AD: readonly Rule[] = [...LAB_AD, ...COVID];
export const COVID_LAB_DM: readonly Rule[] = [...LAB_AD, ...COVID, ...MINIMAL];
export const LAB_GENERIC_AD: readonly Rule[] = [...LAB_AD, ...GENERIC];
export const LAB_GENERIC_DM: readonly Rule[] = [...LAB_AD, ...GENERIC, ...MINIMAL];
