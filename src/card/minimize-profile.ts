/** The allow-lists of the Vaccination & Testing guide's data minimization profiles: what of a resource a verifier needs. */

import { CVX, ICD11, LOINC, SNOMED, SUPERVISION } from '../fhir/codes.js';
import { type Entry, References, type Target } from '../fhir/entries.js';
import { humanName, namesInUse } from '../fhir/person-name.js';
import { get, type Json, list, objects, str, strings } from '../fhir/read.js';
import { isObject } from '../internal/json.js';
import { MinimizeError } from './minimize-error.js';

/** A resource to keep, and what to keep of it. */
export interface AllowedResource {
  readonly entry: Entry;
  readonly resource: Json;
}
type AllowList = (entries: readonly Entry[]) => AllowedResource[];

interface Source {
  readonly entry: Entry;
  readonly json: Json;
  readonly path: string;
  readonly references: References;
}

/** The members that have a value. */
const compact = (members: Json): Json =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** One bare coding per system, in the order given; the systems the profile knows only. */
function codings(concept: unknown, systems: readonly string[], path: string): Json[] {
  const known = systems.flatMap((system) => {
    const coding = objects(get(concept, 'coding')).find((each) => each.system === system && str(each.code));
    return coding ? [{ system, code: coding.code }] : [];
  });
  if (known.length === 0) throw new MinimizeError(`has no code of ${systems.join(' or ')}`, path);
  return known;
}

const oneCoding = (concept: unknown, systems: readonly string[], path: string): Json => ({
  coding: codings(concept, systems, path).slice(0, 1),
});

function security({ json }: Source): Json | undefined {
  const labels = objects(get(json.meta, 'security')).map(({ system, code }) => compact({ system, code }));
  return labels.length > 0 ? { security: labels } : undefined;
}

function subject({ json }: Source, element: string): Json | undefined {
  const reference = get(json[element], 'reference');
  return reference === undefined ? undefined : { reference };
}

/** The display of the first that has one, or the name of the Organization it refers to. */
function organization({ entry, references }: Source, candidates: readonly unknown[]): Json | undefined {
  for (const candidate of candidates) {
    const target: Target | undefined = references.resolve(candidate, entry);
    const named = target?.resourceType === 'Organization' ? str(get(target.resource, 'name')) : undefined;
    const display = str(get(candidate, 'display')) ?? named;
    if (display) return { display };
  }
  return undefined;
}

function patient({ json, path }: Source): Json {
  const [name] = namesInUse(json.name);
  if (!name) throw new MinimizeError('has no name', path);
  const parts = (element: string) => (strings(name[element]).length > 0 ? name[element] : undefined);
  const [family, given] = [parts('family'), parts('given')];
  const split = family !== undefined && given !== undefined;
  return compact({
    resourceType: 'Patient',
    name: [
      split ? compact({ family, given, prefix: parts('prefix'), suffix: parts('suffix') }) : { text: humanName(name) },
    ],
    birthDate: json.birthDate,
  });
}

function immunization(source: Source): Json {
  const { json, path } = source;
  const actor = organization(
    source,
    objects(json.performer).map((performer) => performer.actor),
  );
  return compact({
    resourceType: 'Immunization',
    meta: security(source),
    status: json.status,
    vaccineCode: { coding: codings(json.vaccineCode, [CVX, SNOMED, ICD11], `${path}.vaccineCode`) },
    patient: subject(source, 'patient'),
    occurrenceDateTime: str(json.occurrenceDateTime)?.slice(0, 10),
    lotNumber: json.lotNumber,
    performer: actor && [{ actor }],
    isSubpotent: json.isSubpotent === true ? true : undefined,
  });
}

/** Without whom it applies to, which the profile has no place for: so only where there is no choice of ranges. */
function referenceRange({ json, path }: Source): Json[] | undefined {
  const ranges = objects(json.referenceRange);
  const special = (range: Json) => range.appliesTo !== undefined || range.age !== undefined;
  const general = ranges.filter((range) => !special(range));
  if (ranges.length > 1 && general.length === 0) {
    throw new MinimizeError('has several ranges, each for some people only', `${path}.referenceRange`);
  }
  const kept = general.length > 0 ? general : ranges;
  return kept.length === 0 ? undefined : kept.map(({ low, high, text }) => compact({ low, high, text }));
}

function observation(source: Source): Json {
  const { json, path } = source;
  const { valueQuantity: quantity, valueCodeableConcept: concept } = json;
  const isSupervision = (component: Json) =>
    objects(get(component.code, 'coding')).some(({ system, code }) => system === SNOMED && code === SUPERVISION);
  const component = objects(json.component)
    .filter(isSupervision)
    .slice(0, 1)
    .map((each) => ({
      code: { coding: [{ system: SNOMED, code: SUPERVISION }] },
      valueCodeableConcept: oneCoding(each.valueCodeableConcept, [SNOMED], `${path}.component`),
    }));
  const performer = organization(source, list(json.performer));
  return compact({
    resourceType: 'Observation',
    meta: security(source),
    status: json.status,
    code: oneCoding(json.code, [LOINC], `${path}.code`),
    subject: subject(source, 'subject'),
    effectiveDateTime: json.effectiveDateTime,
    effectivePeriod: json.effectivePeriod,
    valueCodeableConcept: concept && oneCoding(concept, [SNOMED], `${path}.valueCodeableConcept`),
    valueQuantity: isObject(quantity)
      ? compact({
          value: quantity.value,
          comparator: quantity.comparator,
          unit: quantity.unit,
          system: quantity.system,
          code: quantity.code,
        })
      : undefined,
    valueString: json.valueString,
    referenceRange: referenceRange(source),
    performer: performer && [performer],
    component: component.length > 0 ? component : undefined,
  });
}

/** What would change the meaning of what is kept, and has no place in the profile. */
function refuseModifiers(json: Json, path: string): void {
  const stack: { value: unknown; path: string }[] = [{ value: json, path }];
  for (let step = stack.pop(); step; step = stack.pop()) {
    if (typeof step.value !== 'object' || step.value === null) continue;
    for (const [name, value] of Object.entries(step.value)) {
      const at = Array.isArray(step.value) ? `${step.path}[${name}]` : `${step.path}.${name}`;
      if (name === 'modifierExtension' || name === 'implicitRules')
        throw new MinimizeError('may change the meaning, and has no place in the profile', at);
      stack.push({ value, path: at });
    }
  }
}

/** The Patients that the content is about, and the content. */
function allowList(type: string, keep: (source: Source) => Json): AllowList {
  return (entries) => {
    const references = new References(entries);
    const source = (entry: Entry): Source => {
      const path = `Bundle.entry[${entry.source.index}].resource`;
      refuseModifiers(entry.resource, path);
      return { entry, json: entry.resource, path, references };
    };
    const content = entries.filter((entry) => entry.resourceType === type);
    if (content.length === 0) throw new MinimizeError(`has no ${type}`, 'Bundle.entry');
    const people = new Set(
      content.map(({ resource, ...entry }) =>
        references.resolve(resource.patient ?? resource.subject, { resource, ...entry }),
      ),
    );
    return [
      ...entries
        .filter((entry) => entry.resourceType === 'Patient' && people.has(entry))
        .map((entry) => ({ entry, resource: patient(source(entry)) })),
      ...content.map((entry) => ({ entry, resource: keep(source(entry)) })),
    ];
  };
}

const VACCINATION = allowList('Immunization', immunization);
const LABORATORY = allowList('Observation', observation);

const ALLOW_LISTS: ReadonlyMap<string, AllowList | undefined> = new Map([
  ['shc-vaccination-bundle-dm', VACCINATION],
  ['shc-covid19-laboratory-bundle-dm', LABORATORY],
  ['shc-infectious-disease-laboratory-bundle-dm', LABORATORY],
  ['shc-vaccination-bundle-ad', undefined],
  ['shc-covid19-laboratory-bundle-ad', undefined],
  ['shc-infectious-disease-laboratory-bundle-ad', undefined],
]);

/** The allow-list of a bundle profile; undefined for the AD profiles, which have none. Throws TypeError on any other. */
export function allowListOf(profile: string): AllowList | undefined {
  const id = profile.slice(profile.lastIndexOf('/') + 1);
  if (!ALLOW_LISTS.has(id)) throw new TypeError('profile is not a bundle profile of the Vaccination & Testing guide');
  return ALLOW_LISTS.get(id);
}
