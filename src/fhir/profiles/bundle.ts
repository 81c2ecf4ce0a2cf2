/** Rules of the bundle itself, whatever it is about. */

import { absent, count, omit, type Rule, rule } from './rules.js';

export const BUNDLE_AD: readonly Rule[] = [
  rule(
    'PROFILE_BUNDLE_TYPE',
    'error',
    '',
    'The bundle must be of type collection.',
    (value) => (value as { type?: unknown }).type === 'collection',
    'type',
  ),
  ...omit('id'),
  count('entry', 'resource', 1, 1),
  rule(
    'PROFILE_FULL_URL',
    'error',
    'entry',
    'Every entry must have a fullUrl like resource:0.',
    (entry) => /^resource:[0-9]+$/.test(String((entry as { fullUrl?: unknown }).fullUrl ?? '')),
    'fullUrl',
  ),
];

export const BUNDLE_DM: readonly Rule[] = [
  ...BUNDLE_AD,
  ...absent('id identifier meta timestamp implicitRules language total link signature'),
  ...absent('entry.{id,extension,modifierExtension,link,search,request,response}'),
];
