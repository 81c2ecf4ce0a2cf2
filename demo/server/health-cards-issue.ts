/** `Patient/:id/$health-cards-issue`: which of a person's records were asked for, by the operation's filters. */

import type { Bundle, CodeableConcept, FhirResource, Patient } from 'fhir/r4.js';
import type { HealthRecord } from './people.js';

export interface IssueRequest {
  readonly types: readonly string[];
  readonly valueSets: readonly string[];
  readonly identityClaims: readonly string[];
  readonly since?: string;
}

/** FHIR dateTime: a year, month, day, or a time with its zone. */
const DATE_TIME = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Names that were used before FHIR resource types were; servers should still understand them. */
const OLD_TYPES: Readonly<Record<string, string>> = {
  '#immunization': 'Immunization',
  '#laboratory': 'Observation',
  'https://smarthealth.cards#immunization': 'Immunization',
  'https://smarthealth.cards#laboratory': 'Observation',
};

/** The request in a Parameters resource, or a sentence about what is wrong with it. */
export function readIssueRequest(body: unknown): IssueRequest | string {
  const { resourceType, parameter } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (resourceType !== 'Parameters' || !Array.isArray(parameter)) return 'Send a Parameters resource.';
  const values = (name: string): string[] =>
    parameter
      .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null && one.name === name)
      .map((one) => one.valueUri ?? one.valueString ?? one.valueCanonical ?? one.valueDateTime ?? one.valueCode)
      .filter((value) => typeof value === 'string');
  const types = values('credentialType').map((type) => OLD_TYPES[type] ?? type);
  if (types.length === 0) return 'credentialType is required: for example Immunization.';
  const [since] = values('_since');
  if (since !== undefined && (!DATE_TIME.test(since) || Number.isNaN(Date.parse(since))))
    return '_since is a dateTime.';
  return {
    types,
    valueSets: values('credentialValueSet'),
    identityClaims: values('includeIdentityClaim'),
    ...(since !== undefined && { since }),
  };
}

const CVX = 'http://hl7.org/fhir/sid/cvx';
const LOINC = 'http://loinc.org';
const SETS = 'https://terminology.smarthealth.cards/ValueSet';
const codes = (system: string, text: string) => new Set(text.split(' ').map((code) => `${system}|${code}`));
const COVID_VACCINES = codes(
  CVX,
  '207 208 210 211 212 213 217 218 219 221 225 228 229 230 300 301 302 308 309 310 311 312 313',
);
const ORTHOPOX_VACCINES = codes(CVX, '75 105 206');
const COVID_TESTS = codes(LOINC, '94500-6 94558-4 94309-2 94759-8 94565-9 94534-5 95608-4 94845-5 94531-1');

/** The value sets this issuer knows, cut to the codes it records. */
const VALUE_SETS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [`${SETS}/immunization-covid-all`, COVID_VACCINES],
  [`${SETS}/immunization-covid-cvx`, COVID_VACCINES],
  [`${SETS}/immunization-orthopoxvirus-all`, ORTHOPOX_VACCINES],
  [`${SETS}/immunization-orthopoxvirus-cvx`, ORTHOPOX_VACCINES],
  [`${SETS}/lab-qualitative-test-covid`, COVID_TESTS],
]);

const conceptOf = (resource: FhirResource): CodeableConcept | undefined =>
  resource.resourceType === 'Immunization'
    ? resource.vaccineCode
    : resource.resourceType === 'Observation'
      ? resource.code
      : undefined;

const dateOf = (resource: FhirResource): string | undefined => {
  switch (resource.resourceType) {
    case 'Immunization':
      return resource.occurrenceDateTime;
    case 'Observation':
      return resource.effectiveDateTime;
    case 'Coverage':
      return resource.period?.start;
    case 'Composition':
      return resource.date;
    default:
      return undefined;
  }
};

const resourcesOf = (bundle: Bundle): FhirResource[] => (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);

/** Whether a record has all requested types, content from all requested value sets, and data since the given time. */
export function matches({ bundle }: HealthRecord, { types, valueSets, since }: IssueRequest): boolean {
  const resources = resourcesOf(bundle);
  const coded = resources.flatMap((resource) => conceptOf(resource)?.coding ?? []).map((c) => `${c.system}|${c.code}`);
  return (
    types.every((type) => resources.some((resource) => resource.resourceType === type)) &&
    // A value set we do not know matches nothing: rather no card than more than was asked for.
    valueSets.every((url) => coded.some((code) => VALUE_SETS.get(url)?.has(code))) &&
    (since === undefined || resources.some((resource) => Date.parse(dateOf(resource) ?? '') >= Date.parse(since)))
  );
}

/** The bundle with no more of its Patient than the claims asked for ('Patient.name', 'Patient.birthDate'); all of it when none is named. */
export function withClaims(bundle: Bundle, claims: readonly string[]): Bundle {
  if (claims.length === 0) return bundle;
  const keep = new Set(claims.map((claim) => claim.replace(/^Patient\./, '')));
  const cut = (patient: Patient): Patient =>
    Object.fromEntries(
      Object.entries(patient).filter(([name]) => name === 'resourceType' || keep.has(name)),
    ) as unknown as Patient;
  return {
    ...bundle,
    entry: (bundle.entry ?? []).map((entry) =>
      entry.resource?.resourceType === 'Patient' ? { ...entry, resource: cut(entry.resource) } : entry,
    ),
  };
}
