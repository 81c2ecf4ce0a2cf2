/**
 * The summary model: any FHIR bundle as plain rows. No locale text: keys, codes and values that a view turns into words.
 * Every entry of the bundle is accounted for: as the person, a row (`source`), a document, provenance, or in `unread`.
 */

/** A coded thing: how to call it, and the codes behind the name. */
export interface Name {
  /** What to show. Absent when neither the card nor our tables nor the resolver name it: the view then shows the code. */
  readonly text?: string;
  readonly lang?: string;
  readonly codings: readonly { readonly system?: string; readonly code?: string; readonly display?: string }[];
}

export type Value =
  | { readonly type: 'text'; readonly text: string; readonly lang?: string }
  | ({ readonly type: 'name' } & Name)
  /** A FHIR status or other code with a fixed list of meanings; the view translates `key`. */
  | { readonly type: 'key'; readonly key: string }
  /** FHIR date or dateTime as written, at the precision given ('2021', '2021-03', '2021-03-04', with time). */
  | { readonly type: 'date'; readonly date: string }
  | { readonly type: 'period'; readonly start?: string; readonly end?: string }
  | { readonly type: 'quantity'; readonly value?: number; readonly comparator?: string; readonly unit?: string }
  | {
      readonly type: 'range';
      readonly low?: number;
      readonly high?: number;
      readonly unit?: string;
      readonly text?: string;
    }
  | { readonly type: 'link'; readonly url: string }
  | { readonly type: 'list'; readonly items: readonly Value[] };

/** `label` is a message key of the locales ('lot', 'site', 'dose', ...), or for a generic row the FHIR element name. */
export interface Fact {
  readonly label: string;
  readonly value: Value;
  /** The label is a FHIR element name of a resource type we have no words for. */
  readonly raw?: true;
}

/** What must never be overlooked about a row. */
export type Flag =
  | 'entered-in-error'
  | 'not-done'
  | 'refuted'
  | 'subpotent'
  | 'modifier'
  | 'out-of-range'
  | 'critical'
  | 'inactive';

/** Where in the bundle something came from. */
export interface Source {
  /** Index in Bundle.entry; -1 for what is outside it. */
  readonly index: number;
  readonly resourceType: string;
}

export interface Row {
  readonly resourceType: string;
  readonly title: Value;
  /** The clinically relevant date, as written. */
  readonly date?: string;
  /** FHIR status code as written. */
  readonly status?: string;
  readonly flags: readonly Flag[];
  readonly facts: readonly Fact[];
  /** Parts of a panel, components of an observation. */
  readonly parts?: readonly Row[];
  readonly source: Source;
}

export type GroupKind =
  | 'allergies'
  | 'conditions'
  | 'medications'
  | 'immunizations'
  | 'labs'
  | 'vitals'
  | 'procedures'
  | 'devices'
  | 'coverage'
  | 'plans'
  | 'directives'
  | 'encounters'
  | 'social'
  | 'people'
  | 'other';

export interface Group {
  readonly kind: GroupKind;
  readonly rows: readonly Row[];
  /** A document section that says why it is empty (FHIR list-empty-reason). */
  readonly empty?: Name;
}

export interface Person {
  /** Display name, built from text or the parts. */
  readonly name?: string;
  readonly family?: string;
  readonly given?: readonly string[];
  /** As written: may be a year or a month only. */
  readonly birthDate?: string;
  readonly gender?: string;
  readonly deceased?: boolean | string;
  readonly identifiers: readonly { readonly system?: string; readonly value: string; readonly type?: string }[];
  readonly telecom: readonly { readonly system?: string; readonly value: string }[];
  readonly address?: {
    readonly lines: readonly string[];
    readonly city?: string;
    readonly state?: string;
    readonly postalCode?: string;
    readonly country?: string;
  };
  readonly source: Source;
}

export interface Summary {
  /** The one person the data is about. Absent when there is none, or more than one and none is named as the subject. */
  readonly person?: Person;
  /** More than one Patient in the bundle: never show rows under one name without saying so. */
  readonly otherPeople?: readonly Person[];
  /** In reading order. */
  readonly groups: readonly Group[];
  /** Compositions and DocumentReferences: title, date, author, attachments by type and size. */
  readonly documents: readonly Row[];
  readonly provenance: readonly Row[];
  /** Entries that could not be read, with why. */
  readonly unread: readonly {
    readonly source: Source;
    readonly reason: 'not-a-resource' | 'no-type' | 'too-deep' | 'cyclic' | 'malformed';
  }[];
  /** Highest identity assurance level in meta.security (https://smarthealth.cards/ial), e.g. 'IAL2'. */
  readonly assurance?: string;
}

/** Gives a name for a code the card itself does not name; may be async in views. */
export type CodeResolver = (coding: { system?: string; code?: string }) => string | undefined;
