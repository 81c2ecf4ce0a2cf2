/** Who the data is about: the Patients of a bundle, which of them is the person, and which rows are about somebody else. */

import type { Entry, Target } from './entries.js';
import { humanName, namesInUse } from './person-name.js';
import { type Draft, first, get, type Json, objects, pick, str, strings } from './read.js';
import { addressText, clip, Reading, type Shared } from './reading.js';
import { modifierFact } from './rows/extensions.js';
import { fact } from './rows/spec.js';
import { specOf } from './rows/table.js';
import type { About, Fact, Person } from './types.js';

function addressOf(addresses: readonly Json[]): Person['address'] {
  const rank = (address: Json) => (get(get(address, 'period'), 'end') !== undefined || address.use === 'old' ? 1 : 0);
  const [best] = [...addresses].sort((a, b) => rank(a) - rank(b));
  if (!best) return undefined;
  const part = (name: 'city' | 'state' | 'postalCode' | 'country') => {
    const value = str(get(best, name));
    return value && { [name]: value };
  };
  const lines = strings(get(best, 'line'));
  const text = str(get(best, 'text'));
  return {
    lines: lines.length > 0 ? lines : text && !str(get(best, 'city')) ? [text] : [],
    ...part('city'),
    ...part('state'),
    ...part('postalCode'),
    ...part('country'),
  };
}

/** A Patient as a person. */
function personOf(reading: Reading): Person {
  const { resource } = reading;
  const [name, ...otherNames] = namesInUse(get(resource, 'name'));
  const display = humanName(name);
  const [family] = strings(get(name, 'family'));
  const given = strings(get(name, 'given'));
  const [birthDate, gender] = [str(get(resource, 'birthDate')), str(get(resource, 'gender'))];
  const deceased = get(resource, 'deceasedBoolean') ?? get(resource, 'deceasedDateTime') ?? get(resource, 'deceased');
  const addresses = objects(get(resource, 'address'));
  const address = addressOf(addresses);
  const modified = get(resource, 'modifierExtension') !== undefined || get(resource, 'implicitRules') !== undefined;
  const facts: Fact[] = [
    ...otherNames.flatMap((other) => fact('otherName', reading.text(humanName(other)))),
    ...addresses.slice(1).flatMap((other) => fact('otherAddress', reading.text(addressText(other)))),
    ...fact('maritalStatus', reading.at('maritalStatus')),
    ...fact('multipleBirth', reading.at('multipleBirth[x]')),
    ...fact('language', reading.at('communication.language')),
    ...objects(get(resource, 'contact')).flatMap((contact) =>
      fact(
        'contact',
        reading.at('name', contact) ?? reading.at('organization', contact) ?? reading.at('telecom', contact),
        reading.name(objects(get(contact, 'relationship'))[0]),
      ),
    ),
    ...fact('generalPractitioner', reading.at('generalPractitioner')),
    ...fact('managingOrganization', reading.at('managingOrganization')),
    ...fact('linkedPatient', reading.at('link.other')),
    ...fact('photo', reading.at('photo')),
    ...objects(get(resource, 'modifierExtension')).flatMap((extension) => modifierFact(reading, extension)),
  ];
  return {
    ...(display && { name: display }),
    ...(family && { family: strings(get(name, 'family')).join(' ') }),
    ...(given.length > 0 && { given }),
    ...(birthDate && { birthDate }),
    ...(gender && { gender }),
    ...((typeof deceased === 'boolean' || typeof deceased === 'string') && { deceased }),
    identifiers: objects(get(resource, 'identifier')).flatMap((identifier) => {
      const [system, value] = [str(identifier.system), str(identifier.value)];
      const type = reading.name(identifier.type)?.text ?? str(first(identifier, 'type.coding.code'));
      return value ? [{ ...(system && { system }), value, ...(type && { type }) }] : [];
    }),
    telecom: objects(get(resource, 'telecom')).flatMap((contact) => {
      const [system, value] = [str(contact.system), str(contact.value)];
      return value ? [{ ...(system && { system }), value }] : [];
    }),
    ...(address && { address }),
    flags: [
      ...(get(resource, 'active') === false ? (['inactive'] as const) : []),
      ...(modified ? (['modifier'] as const) : []),
    ],
    facts,
    source: reading.source,
  };
}

/** What a Patient calls himself, with the birth date: contained copies of a Patient are known by it. */
const selfOf = ({ name, birthDate }: Person): string | undefined =>
  name !== undefined && birthDate !== undefined ? JSON.stringify([name, birthDate]) : undefined;

/** What a resource says of its subject: the Patient (or other resource) it leads to, or only a reference. */
interface Subject {
  readonly target?: Target;
  /** As the reference calls them, when it says so. */
  readonly display?: string;
}

/** What FHIR lets a subject be. A reference that leads to anything else (a Composition, itself) is a broken one. */
const CAN_BE_SUBJECT: ReadonlySet<string> = new Set(
  'Patient RelatedPerson Person Practitioner PractitionerRole Group Organization Device Location Medication Substance BiologicallyDerivedProduct'.split(
    ' ',
  ),
);

/** Everybody a resource names as its subject: usually one. 'nobody' for types that are about no person. */
function subjectsOf(reading: Reading): readonly Subject[] | 'nobody' {
  const { subject } = specOf(reading.resourceType, reading.resource);
  if (!subject) return 'nobody';
  let references: readonly unknown[] = [];
  for (const path of subject) {
    const found = pick(reading.resource, path);
    references = references.length === 0 ? found : [...references, ...found];
  }
  return references.map((reference) => subjectOf(reading, reference));
}

function subjectOf(reading: Reading, reference: unknown): Subject {
  const target = reading.resolve(reference);
  const display = str(get(reference, 'display'));
  const subject: Draft<Subject> = {};
  if (target && CAN_BE_SUBJECT.has(target.resourceType)) subject.target = target;
  if (display) subject.display = display;
  return subject;
}

export interface People {
  readonly person?: Person;
  readonly others: readonly Person[];
  about(reading: Reading): About | undefined;
}

/** Finds the people of a bundle and decides whose summary it is. */
export function peopleOf(entries: readonly Entry[], shared: Shared): People {
  const people = new Map<Target, Person>();
  for (const entry of entries) {
    if (entry.resourceType === 'Patient') people.set(entry, personOf(new Reading(shared, entry)));
  }
  const bySelf = new Map([...people.values()].map((person) => [selfOf(person), person] as const));
  /** Contained Patients stand for one who calls himself the same, else for themselves. */
  const personFor = (target: Target, container: Json): Person => {
    const known = people.get(target);
    if (known) return known;
    const contained = personOf(new Reading(shared, target, container));
    const self = selfOf(contained);
    const person = (self !== undefined && bySelf.get(self)) || contained;
    bySelf.set(self, person);
    people.set(target, person);
    return person;
  };

  const named = { composition: new Set<Person>(), rows: new Set<Person>() };
  for (const entry of entries) {
    if (entry.resourceType === 'Patient') continue;
    const subjects = subjectsOf(new Reading(shared, entry));
    for (const { target } of subjects === 'nobody' ? [] : subjects) {
      if (target?.resourceType !== 'Patient') continue;
      (entry.resourceType === 'Composition' ? named.composition : named.rows).add(personFor(target, entry.resource));
    }
  }
  const all = [...new Set(people.values())];
  const only = <T>(set: ReadonlySet<T>): T | undefined => (set.size === 1 ? [...set][0] : undefined);
  const person = only(new Set(all)) ?? (named.composition.size > 0 ? only(named.composition) : only(named.rows));

  const aboutOf = ({ target, display }: Subject): About | undefined => {
    if (!target) return { relation: 'unresolved', ...(display && { name: clip(display) as string }) };
    const patient = people.get(target);
    if (patient && patient === person) return undefined;
    const name = clip(patient?.name ?? shared.titleOf(target) ?? display);
    const { index } = (patient ?? target).source;
    return { relation: 'other', ...(name && { name }), ...(index >= 0 && { index }) };
  };
  return {
    ...(person && { person }),
    others: all.filter((each) => each !== person),
    about(reading) {
      const subjects = subjectsOf(reading);
      if (subjects === 'nobody') return undefined;
      if (subjects.length === 0) return all.length === 1 ? undefined : { relation: 'unstated' };
      // One subject who is somebody else is enough.
      for (const subject of subjects) {
        const about = aboutOf(subject);
        if (about) return about;
      }
      return undefined;
    },
  };
}
