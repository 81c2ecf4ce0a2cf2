/** Cards that show what a verifier says when something is wrong, made by the same issuer from the same records. */

import { recordById } from './people.js';

export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** The record it is made from. */
  readonly record: string;
  readonly issuer?: 'other';
  /** Days from now; negative is past. */
  readonly issued?: number;
  readonly expires?: number;
  readonly revoked?: true;
  /** Changed after it was signed. */
  readonly changed?: true;
}

export const SAMPLES: readonly Sample[] = [
  {
    id: 'sample-changed',
    title: 'Changed after signing',
    about: 'One character was altered',
    record: 'amara-covid',
    changed: true,
  },
  {
    id: 'sample-expired',
    title: 'Expired',
    about: 'It was good until last month',
    record: 'mateo-test',
    issued: -90,
    expires: -30,
  },
  {
    id: 'sample-withdrawn',
    title: 'Withdrawn',
    about: 'The issuer put it on its revocation list',
    record: 'amara-measles',
    issued: -60,
    revoked: true,
  },
  {
    id: 'sample-unknown',
    title: 'Unknown issuer',
    about: 'Well signed, by somebody this page does not know',
    record: 'mateo-mpox',
    issuer: 'other',
  },
];

/** Every card the demo gives out: those of the people as they are, and the samples. */
export const CARDS: ReadonlyMap<string, Sample> = new Map(
  [...[...recordById.values()].map(({ id, title }): Sample => ({ id, title, about: '', record: id })), ...SAMPLES].map(
    (card) => [card.id, card],
  ),
);
