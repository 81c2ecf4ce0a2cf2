/** shc-vaccination: Immunization. */

import { CVX, ICD11, MVX, SNOMED } from '../codes.js';
import { cvxName } from '../cvx.js';
import { get, objects, str } from '../read.js';
import { ASSURANCE, aboutPatient, INFRASTRUCTURE, organization } from './common.js';
import { absent, count, isOneOf, type Rule, rule, shorterThan } from './rules.js';

const isVaccineSystem = isOneOf([CVX, SNOMED, ICD11]);
const isMakerSystem = isOneOf([MVX, 'https://www.gs1.org/gln']);

export const VACCINATION_AD: readonly Rule[] = [
  rule(
    'PROFILE_VALUE',
    'error',
    '',
    'The status must be completed.',
    (value) => get(value, 'status') === 'completed',
    'status',
  ),
  ...absent('statusReason protocolApplied'),
  ...aboutPatient('patient'),
  count('', 'occurrence[x]', 1, 1),
  ...absent('occurrenceString'),
  rule('PROFILE_FORMAT', 'warning', 'occurrenceDateTime', 'This should be a date only, like 2021-01-29.', (value) =>
    /^\d{4}-\d{2}-\d{2}$/.test(String(value)),
  ),
  count('', 'vaccineCode', 1, 1),
  count('vaccineCode', 'coding', 1),
  rule('PROFILE_VALUE', 'error', 'vaccineCode.coding', 'The code must be of CVX, SNOMED CT or ICD-11.', (coding) =>
    isVaccineSystem(get(coding, 'system')),
  ),
  rule('PROFILE_CARDINALITY', 'error', 'vaccineCode', 'There is more than one code of the same system.', (code) => {
    const systems = objects(get(code, 'coding')).map((coding) => coding.system);
    return new Set(systems).size === systems.length;
  }),
  // A warning: the IG's own list leaves out codes 01 to 09 and recent ones.
  rule(
    'PROFILE_CODE_UNKNOWN',
    'warning',
    'vaccineCode.coding',
    'This CVX code is not known.',
    (coding) => get(coding, 'system') !== CVX || cvxName(str(get(coding, 'code')) ?? '') !== undefined,
  ),
  ...ASSURANCE,
  count('manufacturer.identifier', 'system', 1, 1),
  count('manufacturer.identifier', 'value', 1, 1),
  rule(
    'PROFILE_VALUE',
    'error',
    'manufacturer.identifier.system',
    'The manufacturer must be identified by MVX or GLN.',
    isMakerSystem,
  ),
  shorterThan('lotNumber', 20),
  rule(
    'PROFILE_FORMAT',
    'warning',
    'lotNumber',
    'The word lot should not be part of the lot number.',
    (value) => !String(value).toLowerCase().includes('lot'),
  ),
  count('', 'performer', 0, 1),
  count('performer', 'actor', 1, 1),
  ...organization('performer.actor'),
  rule('PROFILE_VALUE', 'error', 'isSubpotent', 'This must be true, or left out.', (value) => value === true),
];

export const VACCINATION_DM: readonly Rule[] = [
  ...VACCINATION_AD,
  ...INFRASTRUCTURE,
  ...absent(`encounter recorded primarySource reportOrigin location manufacturer expirationDate site route doseQuantity note
    reasonCode reasonReference subpotentReason education programEligibility fundingSource reaction`),
  ...absent(
    'performer.{id,extension,modifierExtension,function} performer.actor.{id,extension,reference,type,identifier}',
  ),
  ...absent('vaccineCode.{id,extension,text} vaccineCode.coding.{id,extension,version,display,userSelected}'),
];
