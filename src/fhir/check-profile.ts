/** Does a bundle keep the rules of the SMART Health Cards: Vaccination & Testing guide (1.0.0)? */

import type { Finding, Severity } from '../errors.js';
import { isObject } from '../internal/json.js';
import { type Entry, References } from './entries.js';
import { BUNDLE_AD, BUNDLE_DM } from './profiles/bundle.js';
import { COVID_LAB_AD, COVID_LAB_DM, LAB_GENERIC_AD, LAB_GENERIC_DM } from './profiles/laboratory.js';
import { PATIENT_AD, PATIENT_DM, PATIENT_US_AD, PATIENT_US_DM } from './profiles/patient.js';
import { type Context, nodesAt, type ProfileCode, type Rule } from './profiles/rules.js';
import { VACCINATION_AD, VACCINATION_DM } from './profiles/vaccination.js';
import { get, type Json, list, pick, str } from './read.js';

const CANONICAL = 'http://hl7.org/fhir/uv/shc-vaccination/StructureDefinition/';

interface BundleProfile {
  readonly bundle: readonly Rule[];
  readonly patient: readonly Rule[];
  /** The type of the entries that are not the Patient, and their rules. */
  readonly content: string;
  readonly rules: readonly Rule[];
}

/** Narrowest first: what fits one of them is told by the first. */
const BUNDLE_PROFILES = {
  'shc-vaccination-bundle-dm': {
    bundle: BUNDLE_DM,
    patient: PATIENT_DM,
    content: 'Immunization',
    rules: VACCINATION_DM,
  },
  'shc-covid19-laboratory-bundle-dm': {
    bundle: BUNDLE_DM,
    patient: PATIENT_DM,
    content: 'Observation',
    rules: COVID_LAB_DM,
  },
  'shc-infectious-disease-laboratory-bundle-dm': {
    bundle: BUNDLE_DM,
    patient: PATIENT_DM,
    content: 'Observation',
    rules: LAB_GENERIC_DM,
  },
  'shc-vaccination-bundle-ad': {
    bundle: BUNDLE_AD,
    patient: PATIENT_AD,
    content: 'Immunization',
    rules: VACCINATION_AD,
  },
  'shc-covid19-laboratory-bundle-ad': {
    bundle: BUNDLE_AD,
    patient: PATIENT_AD,
    content: 'Observation',
    rules: COVID_LAB_AD,
  },
  'shc-infectious-disease-laboratory-bundle-ad': {
    bundle: BUNDLE_AD,
    patient: PATIENT_AD,
    content: 'Observation',
    rules: LAB_GENERIC_AD,
  },
} as const satisfies Record<string, BundleProfile>;

const RESOURCE_PROFILES = {
  'shc-patient-general-ad': { type: 'Patient', rules: PATIENT_AD },
  'shc-patient-general-dm': { type: 'Patient', rules: PATIENT_DM },
  'shc-patient-us-ad': { type: 'Patient', rules: PATIENT_US_AD },
  'shc-patient-us-dm': { type: 'Patient', rules: PATIENT_US_DM },
  'shc-vaccination-ad': { type: 'Immunization', rules: VACCINATION_AD },
  'shc-vaccination-dm': { type: 'Immunization', rules: VACCINATION_DM },
  'shc-covid19-laboratory-result-observation-ad': { type: 'Observation', rules: COVID_LAB_AD },
  'shc-covid19-laboratory-result-observation-dm': { type: 'Observation', rules: COVID_LAB_DM },
  'shc-infectious-disease-laboratory-result-observation-ad': { type: 'Observation', rules: LAB_GENERIC_AD },
  'shc-infectious-disease-laboratory-result-observation-dm': { type: 'Observation', rules: LAB_GENERIC_DM },
} as const satisfies Record<string, { type: string; rules: readonly Rule[] }>;

export type BundleProfileId = keyof typeof BUNDLE_PROFILES;
export type ProfileId = BundleProfileId | keyof typeof RESOURCE_PROFILES;

export interface ProfileCheck {
  /** The profile that was checked, or the narrowest that fits; absent when none was named and none fits. */
  readonly profile?: ProfileId;
  /** Severity error: a SHALL of the profile; warning: a SHOULD; info: worth knowing. None of them concerns the verdict of a card. */
  readonly findings: readonly Finding[];
}

const found = (code: ProfileCode, severity: Severity, message: string, path: string): Finding =>
  Object.freeze({ code, severity, message, path });

/** So many times one rule is told of one resource. */
const REPEATED = 20;

/** Most rules hold: where they do not is worked out only then. */
function isBroken({ at, holds }: Rule, context: Context): boolean {
  if (at === '') return !holds(context.resource, context);
  return pick(context.resource, at).some((value) => !holds(value, context));
}

/** One resource against the rules of its profile. */
function checkResource(context: Context, rules: readonly Rule[], path: string): Finding[] {
  const findings = rules
    .filter((rule) => isBroken(rule, context))
    .flatMap(({ at, code, severity, holds, message, child }) =>
      nodesAt(context.resource, at, path)
        .filter(({ value }) => !holds(value, context))
        .slice(0, REPEATED)
        .map((node) => found(code, severity, message, child ? `${node.path}.${child}` : node.path)),
    );
  return withoutRepeats(findings);
}

/** What an element that should not be there says inside is not told as well. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const banned = new Set(findings.filter(({ code }) => code === 'PROFILE_NOT_ALLOWED').map(({ path }) => path));
  const told = new Set<string>();
  return findings.filter(({ code, path = '', message }) => {
    const key = `${code} ${path} ${message}`;
    if (told.has(key)) return false;
    told.add(key);
    if (code !== 'PROFILE_NOT_ALLOWED' && banned.has(path)) return false;
    for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      if (banned.has(path.slice(0, dot))) return false;
    }
    return true;
  });
}

interface Read {
  readonly bundle: Json;
  readonly entries: readonly (Entry & { readonly path: string })[];
  readonly references: References;
}

function read(bundle: Json): Read {
  const entries = list(get(bundle, 'entry')).flatMap((item, index) => {
    const resource = get(item, 'resource');
    if (!isObject(resource)) return [];
    const [fullUrl, resourceType] = [str(get(item, 'fullUrl')), str(get(resource, 'resourceType')) ?? ''];
    const entry: Entry = { resource, resourceType, source: { index, resourceType }, ...(fullUrl && { fullUrl }) };
    return [Object.assign(entry, { path: `Bundle.entry[${index}].resource` })];
  });
  return { bundle, entries, references: new References(entries) };
}

function checkEntries({ entries, references }: Read, type: string, rules: readonly Rule[]): Finding[] {
  return entries
    .filter(({ resourceType }) => resourceType === type)
    .flatMap(({ resource, fullUrl, path }) =>
      checkResource({ resource, references, ...(fullUrl && { fullUrl }) }, rules, path),
    );
}

function checkBundle(all: Read, { bundle: bundleRules, patient, content, rules }: BundleProfile): Finding[] {
  const { bundle, entries, references } = all;
  const count = (type: string) => entries.filter(({ resourceType }) => resourceType === type).length;
  return [
    ...checkResource({ resource: bundle, references }, bundleRules, 'Bundle'),
    ...(count('Patient') === 1
      ? []
      : [found('PROFILE_CARDINALITY', 'error', 'There must be exactly 1 Patient.', 'Bundle.entry')]),
    ...(count(content) > 0
      ? []
      : [found('PROFILE_CARDINALITY', 'error', `There must be at least 1 ${content}.`, 'Bundle.entry')]),
    ...entries
      .filter(({ resourceType }) => resourceType !== 'Patient' && resourceType !== content)
      .map(({ path }) => found('PROFILE_ENTRY', 'error', `Only Patient and ${content} are allowed here.`, path)),
    ...checkEntries(all, 'Patient', patient),
    ...checkEntries(all, content, rules),
  ];
}

const fits = (findings: readonly Finding[]) => !findings.some(({ severity }) => severity === 'error');

/**
 * Checks a bundle against a profile of the SMART Health Cards: Vaccination & Testing guide, data minimization (DM) or
 * allowable data (AD); with no profile named, finds the narrowest that fits.
 *
 * It does *not* check FHIR validity at large, nor whether a SNOMED CT code is of the kind the profile wants (that takes
 * SNOMED CT itself), and it says nothing about signature or trust. The bundle profiles use the general Patient: name a
 * `shc-patient-us-*` profile to check the US rules.
 *
 * @param bundle a FHIR R4 Bundle
 * @param profile id (`shc-vaccination-bundle-dm`) or canonical URL; a resource profile checks the entries of its type
 * @returns findings with `PROFILE_*` codes and FHIRPath-like paths, and the profile. Naming none: when none fits,
 *   `PROFILE_NONE` comes first, then what keeps it from the nearest.
 * @throws TypeError on a profile that is not of this guide
 */
export function checkProfile(bundle: unknown, profile?: string): ProfileCheck {
  const id = profile?.replace(CANONICAL, '');
  if (id !== undefined && !Object.hasOwn(BUNDLE_PROFILES, id) && !Object.hasOwn(RESOURCE_PROFILES, id)) {
    throw new TypeError('profile is not one of the Vaccination & Testing guide');
  }
  if (!isObject(bundle)) return { findings: [found('PROFILE_NONE', 'warning', 'This is not a FHIR Bundle.', '')] };
  const all = read(bundle);
  if (id === undefined) return narrowest(all);
  const { [id as BundleProfileId]: whole } = BUNDLE_PROFILES as Partial<Record<string, BundleProfile>>;
  if (whole) return { profile: id as ProfileId, findings: checkBundle(all, whole) };
  const { type, rules } = RESOURCE_PROFILES[id as keyof typeof RESOURCE_PROFILES];
  const none = found('PROFILE_CARDINALITY', 'error', `There is no ${type}.`, 'Bundle.entry');
  const any = all.entries.some(({ resourceType }) => resourceType === type);
  return { profile: id as ProfileId, findings: any ? checkEntries(all, type, rules) : [none] };
}

function narrowest(all: Read): ProfileCheck {
  const types = new Set(all.entries.map(({ resourceType }) => resourceType));
  const candidates = (Object.keys(BUNDLE_PROFILES) as BundleProfileId[]).filter((id) =>
    types.has(BUNDLE_PROFILES[id].content),
  );
  let nearest: readonly Finding[] = [];
  for (const id of candidates) {
    const findings = checkBundle(all, BUNDLE_PROFILES[id]);
    if (fits(findings)) return { profile: id, findings };
    const errors = (list: readonly Finding[]) => list.filter(({ severity }) => severity === 'error').length;
    if (nearest.length === 0 || errors(findings) < errors(nearest)) nearest = findings;
  }
  const none = found('PROFILE_NONE', 'warning', 'This fits no profile of the Vaccination & Testing guide.', 'Bundle');
  return { findings: [none, ...nearest] };
}
