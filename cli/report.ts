/** A card result as lines a person reads, and as an exit status. */

import { type CardResult, type Finding, type Summary, summarize, type Value, type Verdict } from '../src/index.js';

/** Gravest first does not matter here: each verdict has its own number. */
export const STATUS: Readonly<Record<Verdict, number>> = {
  verified: 0,
  invalid: 1,
  untrusted: 2,
  revoked: 3,
  expired: 4,
  'not-yet-valid': 5,
  unverifiable: 6,
};

/** The status of several cards: 0 only when all are verified, else that of the first that is not. */
export const statusOfAll = (results: readonly CardResult[]): number =>
  STATUS[results.find((result) => result.verdict !== 'verified')?.verdict ?? 'verified'];

/** Control characters and direction overrides would let a card rewrite the terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');

function textOf(value: Value): string {
  switch (value.type) {
    case 'text':
      return value.text;
    case 'name':
      return value.text ?? value.codings.map(({ system, code }) => `${system ?? ''} ${code ?? ''}`.trim()).join(', ');
    case 'key':
      return value.key;
    case 'date':
      return value.date;
    case 'period':
      return `${value.start ?? ''} to ${value.end ?? ''}`;
    case 'quantity':
      return `${value.comparator ?? ''}${value.value ?? ''} ${value.unit ?? ''}`.trim();
    default:
      return '';
  }
}

const findingLine = ({ severity, code, message, path }: Finding) =>
  `  ${severity}: ${message} [${code}${path ? ` at ${path}` : ''}]`;

function dataLines(bundle: CardResult['fhirBundle']): string[] {
  if (!bundle) return [];
  const summary: Summary = summarize(bundle);
  const who = summary.person
    ? [`  person: ${summary.person.name ?? 'no name'}, born ${summary.person.birthDate ?? 'not said'}`]
    : [];
  const rows = summary.groups.flatMap(({ kind, rows }) =>
    rows.map((row) => `  ${kind}: ${[row.date, textOf(row.title)].filter(Boolean).join('  ')}`),
  );
  return [...who, ...rows];
}

export function cardLines(result: CardResult): string[] {
  const { verdict, signature, issuer, validity, revocation, issuedAt, expiresAt, fhirBundle, findings } = result;
  return [
    verdict.toUpperCase(),
    `  issuer: ${issuer.name ? `${issuer.name}, ` : ''}${issuer.url ?? 'not known'} (${issuer.trust}${issuer.by ? ` by ${issuer.by}` : ''}${issuer.loopback ? ', demo on this machine' : ''})`,
    `  signature: ${signature}; validity: ${validity}; revocation: ${revocation}`,
    ...(issuedAt ? [`  issued: ${issuedAt}${expiresAt ? `; expires: ${expiresAt}` : ''}`] : []),
    ...dataLines(fhirBundle),
    ...findings.map(findingLine),
  ].map(printable);
}
