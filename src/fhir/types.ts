/**
 * The summary model: any FHIR bundle as plain rows. No locale text: keys, codes and values that a view turns into words.
 * Every entry of the bundle is accounted for: as a person, a row (`source`, or folded into one: `also`), a document,
 * provenance, or in `unread`. All of it is text from strangers: show it as text only.
 */

export interface NamedCoding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

/** A coded thing: how to call it, and the codes behind the name. */
export interface Name {
  /** What to show. Absent when neither the card nor our tables nor the resolver name it: the view then shows the code. */
  readonly text?: string;
  /** Message key when `text` is an English name from our own tables: a view may have a translation (`result.detected`). */
  readonly key?: string;
  readonly lang?: string;
  readonly codings: readonly NamedCoding[];
}

export interface Quantity {
  readonly value?: number;
  readonly comparator?: string;
  readonly unit?: string;
}

export type Value =
  | { readonly type: 'text'; readonly text: string; readonly lang?: string }
  | ({ readonly type: 'name' } & Name)
  /** A FHIR status or other code with a fixed list of meanings; the view translates `key`. Also 'yes' and 'no'. */
  | { readonly type: 'key'; readonly key: string }
  /** FHIR date or dateTime as written, at the precision given ('2021', '2021-03', '2021-03-04', with time). */
  | { readonly type: 'date'; readonly date: string }
  | { readonly type: 'period'; readonly start?: string; readonly end?: string }
  | ({ readonly type: 'quantity' } & Quantity)
  | { readonly type: 'ratio'; readonly numerator: Quantity; readonly denominator: Quantity }
  | { readonly type: 'money'; readonly value?: number; readonly currency?: string }
  | {
      readonly type: 'range';
      readonly low?: number;
      readonly high?: number;
      readonly unit?: string;
      readonly text?: string;
    }
  /** An https address that parses. Never fetch it; show its host. */
  | { readonly type: 'link'; readonly url: string }
  /** A file inside the bundle (`data`, base64) or named by it (`url`, any scheme: never fetch it by itself). */
  | {
      readonly type: 'attachment';
      readonly title?: string;
      readonly contentType?: string;
      /** Bytes. */
      readonly size?: number;
      readonly data?: string;
      readonly url?: string;
    }
  /** A structure with parts of its own; at most a few levels deep. */
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'list'; readonly items: readonly Value[] };

/** `label` is a message key of the locales ('lot', 'site', 'dose', ...), or with `raw` the FHIR element name. */
export interface Fact {
  readonly label: string;
  readonly value: Value;
  /** What exactly, where one label repeats: which copay, the purpose of a contact. */
  readonly of?: Name;
  /** The label is a FHIR element name we have no words for. */
  readonly raw?: true;
}

/** What must never be overlooked about a row. */
export type Flag =
  | 'entered-in-error'
  | 'not-done'
  | 'refuted'
  /** Suspected only: verificationStatus unconfirmed, provisional or differential. */
  | 'unconfirmed'
  | 'subpotent'
  /** A modifierExtension or implicitRules that may change the meaning, which we cannot know. */
  | 'modifier'
  | 'out-of-range'
  | 'critical'
  | 'inactive';

/** Where in the bundle something came from. */
export interface Source {
  /** Index in Bundle.entry (or in a bare array of resources); -1 for what is outside it or contained in another. */
  readonly index: number;
  readonly resourceType: string;
}

/**
 * Whom a row is about, when that is not plainly `summary.person`. A view must show this beside the row.
 * other: another Patient (or Group, ...) that is here. unresolved: somebody who is not in the bundle, or more than one
 * entry answers to the reference. unstated: it names nobody, and there is more than one person (or none) to choose from.
 */
export interface About {
  readonly relation: 'other' | 'unresolved' | 'unstated';
  /** As the other resource, or the reference's display, calls them. */
  readonly name?: string;
  /** The other person's entry: the same `source.index` as in otherPeople. */
  readonly index?: number;
}

/** A measured or found result, for lab tables and trends. The same things are in `facts` as well. */
export interface Result {
  readonly value?: Value;
  /** Why there is no value. */
  readonly absent?: Name;
  /** The reference range that applies. */
  readonly range?: Value;
  readonly interpretation?: Name;
  readonly level?: 'low' | 'high' | 'critically-low' | 'critically-high' | 'abnormal' | 'critical' | 'normal';
  /** Who says so: the card, or our comparison of value and range (same unit, one range). */
  readonly levelBy?: 'interpretation' | 'range';
  /** Rows with the same series measure the same thing in the same unit: they make a trend. */
  readonly series?: string;
}

export interface Row {
  readonly resourceType: string;
  readonly title: Value;
  /** The clinically relevant date, as written. */
  readonly date?: string;
  /** FHIR status code as written. */
  readonly status?: string;
  readonly flags: readonly Flag[];
  readonly about?: About;
  readonly result?: Result;
  readonly facts: readonly Fact[];
  /** Elements we have no words for, by FHIR name (`raw`): for a "more" disclosure, so that nothing is lost. */
  readonly more?: readonly Fact[];
  /** Parts of a panel, components of an observation. At most a few levels deep. */
  readonly parts?: readonly Row[];
  readonly source: Source;
  /** Entries folded into this row: the Medication of a MedicationStatement. */
  readonly also?: readonly Source[];
}

export type GroupKind =
  | 'allergies'
  | 'conditions'
  | 'medications'
  | 'immunizations'
  | 'labs'
  | 'procedures'
  | 'devices'
  | 'directives'
  | 'alerts'
  | 'functional'
  | 'past-conditions'
  | 'pregnancy'
  | 'story'
  | 'plans'
  | 'social'
  | 'vitals'
  | 'coverage'
  | 'encounters'
  | 'people'
  | 'other';

export interface Group {
  readonly kind: GroupKind;
  /** The section's title as the document writes it; for kind 'other' the only title there is. */
  readonly title?: string;
  readonly rows: readonly Row[];
  /** A document section that says why it is empty (FHIR list-empty-reason). `key` is `empty.<code>`. */
  readonly empty?: Name;
  /** The section's narrative as plain text, when its entries are missing from the bundle. */
  readonly text?: string;
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
  readonly flags: readonly Flag[];
  /** The rest: other names and addresses, languages, contacts, general practitioner, ... */
  readonly facts: readonly Fact[];
  readonly source: Source;
}

export interface Unread {
  readonly source: Source;
  /** too-deep, cyclic: the row is there, but a part of it was cut off. The others have no row. */
  readonly reason: 'not-a-resource' | 'no-type' | 'too-deep' | 'cyclic' | 'malformed';
}

export interface Summary {
  /** The one person the data is about. Absent when there is none, or more than one and none is named as the subject. */
  readonly person?: Person;
  /** Every other Patient: never show rows under one name without saying so (Row.about). */
  readonly otherPeople?: readonly Person[];
  /** Language of the bundle's own text (BCP 47), where it says so. */
  readonly lang?: string;
  /** In reading order. */
  readonly groups: readonly Group[];
  /** Compositions and DocumentReferences: title, date, author, attachments by type and size. */
  readonly documents: readonly Row[];
  readonly provenance: readonly Row[];
  /** What could not be read, or not to its end, with why. */
  readonly unread: readonly Unread[];
  /**
   * Identity assurance level in meta.security (https://smarthealth.cards/ial), e.g. 'IAL2'. The lowest, when rows
   * differ: it is what can be said of the whole card; each row has its own as the fact 'assurance'.
   */
  readonly assurance?: string;
  /** Labelled as attested by the patient (security label PATAST): shared by the patient, not by an institution. */
  readonly patientShared?: true;
}

/** Gives a name for a code the card itself does not name. May be async in views; here only a string is taken. */
export type CodeResolver = (coding: { system?: string; code?: string }) => string | undefined;
