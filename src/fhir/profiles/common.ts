/** Rules that vaccinations and test results share. */

import { IAL } from '../codes.js';
import { get } from '../read.js';
import { absent, count, isOneOf, leadsTo, type Rule, rule, shorterThan } from './rules.js';

const isLevel = isOneOf(['IAL1.2', 'IAL1.4', 'IAL2', 'IAL3']);

/** Identity assurance: at most one label, of the known levels (IAL1 is none). */
export const ASSURANCE: readonly Rule[] = [
  count('meta', 'security', 0, 1),
  rule(
    'PROFILE_VALUE',
    'error',
    'meta.security',
    'The label must be an identity assurance level: IAL1.2, IAL1.4, IAL2 or IAL3.',
    (label) => {
      const code = get(label, 'code');
      return get(label, 'system') === IAL && typeof code === 'string' && isLevel(code.toUpperCase());
    },
  ),
];

/** The reference to the Patient: a reference, and nothing else. */
export const aboutPatient = (element: string): Rule[] => [
  count('', element, 1, 1),
  count(element, 'reference', 1, 1),
  leadsTo(element, 'Patient'),
  ...absent(`${element}.{type,identifier,display}`),
];

/** An organization by display name. */
export const organization = (element: string): Rule[] => [
  count(element, 'display', 1, 1),
  shorterThan(`${element}.display`, 30),
  rule('PROFILE_REFERENCE', 'error', element, 'This must be an Organization.', (value, context) => {
    const type = get(value, 'type') ?? context.references.resolve(value, context)?.resourceType;
    return type === undefined || type === 'Organization';
  }),
  rule(
    'PROFILE_REFERENCE',
    'error',
    `${element}.reference`,
    'This reference does not resolve inside the bundle.',
    (value, context) => context.references.resolve(value, context) !== undefined,
  ),
];

/** What of a resource the DM profiles leave out everywhere. */
export const INFRASTRUCTURE: readonly Rule[] = [
  ...absent('id meta.{versionId,lastUpdated,source,profile,tag,id,extension}'),
  ...absent('identifier implicitRules language text contained extension modifierExtension'),
];
