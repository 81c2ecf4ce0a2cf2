/** shc-patient-general and shc-patient-us. */

import { get } from '../read.js';
import { absent, count, omit, type Rule, rule } from './rules.js';

export const PATIENT_AD: readonly Rule[] = [
  count('', 'name', 1),
  rule(
    'PROFILE_NAME',
    'error',
    'name',
    'A name has either family and given, or text; not both, not neither.',
    (name) => {
      const has = (part: string) => get(name, part) !== undefined;
      return (has('family') && has('given')) !== has('text');
    },
  ),
  ...absent('photo contact address.{text,line}'),
  ...omit('telecom.value address.{city,district,state,postalCode}'),
  ...omit('gender', 'Gender should be left out unless the law where the card is issued requires it.'),
];

export const PATIENT_DM: readonly Rule[] = [
  ...PATIENT_AD,
  count('', 'name', 0, 1),
  ...absent('name.{id,extension,use}'),
  ...absent(`id meta implicitRules language text contained extension modifierExtension active telecom deceased[x] address
    maritalStatus multipleBirth[x] communication generalPractitioner managingOrganization link`),
];

export const PATIENT_US_AD: readonly Rule[] = [...PATIENT_AD, ...absent('identifier gender')];
export const PATIENT_US_DM: readonly Rule[] = [...PATIENT_DM, ...absent('identifier')];
