/** What must never be overlooked: statuses, negations, modifierExtensions. */

import { codeOf, type Json, objects } from '../read.js';
import type { Reading } from '../reading.js';
import type { Flag } from '../types.js';

const FLAG_OF_STATUS = new Map<string, Flag>([
  ['entered-in-error', 'entered-in-error'],
  ['not-done', 'not-done'],
  ['not-taken', 'not-done'],
  ['refuted', 'refuted'],
  ['unconfirmed', 'unconfirmed'],
  ['provisional', 'unconfirmed'],
  ['differential', 'unconfirmed'],
  ...(
    [
      'inactive',
      'resolved',
      'remission',
      'stopped',
      'cancelled',
      'revoked',
      'rejected',
      'abandoned',
      'retired',
      'superseded',
    ] as const
  ).map((status) => [status, 'inactive'] as const),
]);

const flagOfStatus = (value: unknown) => FLAG_OF_STATUS.get(codeOf(value) ?? '');
const when = (expected: unknown, flag: Flag) => (value: unknown) => (value === expected ? flag : undefined);

/** Elements whose value turns the meaning of a resource around, in R4 and its neighbours. */
export const FLAG_OF_ELEMENT = new Map<string, (value: unknown) => Flag | undefined>([
  ['status', flagOfStatus],
  ['clinicalStatus', flagOfStatus],
  ['verificationStatus', flagOfStatus],
  ['docStatus', flagOfStatus],
  ['doNotPerform', when(true, 'not-done')],
  ['wasNotGiven', when(true, 'not-done')],
  ['notGiven', when(true, 'not-done')],
  ['notDone', when(true, 'not-done')],
  ['notPerformed', when(true, 'not-done')],
  ['wasNotTaken', when(true, 'not-done')],
  ['taken', when('n', 'not-done')],
  ['isSubpotent', when(true, 'subpotent')],
  ['active', when(false, 'inactive')],
  ['criticality', (value) => (value === 'high' || value === 'CRITH' ? 'critical' : undefined)],
]);

/** Nothing in FHIR is nested so deeply. */
const DEEPEST = 100;

/** All modifierExtensions of a resource, wherever they stand; very deep parts are cut off. */
export function modifiers(reading: Reading): readonly Json[] {
  const found: Json[] = [];
  const look = (value: object, depth: number): void => {
    if (depth > DEEPEST) {
      reading.cut('too-deep');
      return;
    }
    for (const name in value) {
      const inner: unknown = (value as Json)[name];
      if (typeof inner !== 'object' || inner === null || !Object.hasOwn(value, name)) continue;
      if (name === 'modifierExtension') found.push(...objects(inner));
      look(inner, depth + 1);
    }
  };
  look(reading.resource, 0);
  return found;
}
