/**
 * Names for codes that cards leave unnamed: the lab codes the Vaccination & Testing IG binds, in our own plain words
 * (LOINC and SNOMED CT names are not ours to ship), and HL7's own status, class and interpretation codes as message keys.
 */

import { cvxName } from './cvx.js';
import { mvxName } from './mvx.js';

export const CVX = 'http://hl7.org/fhir/sid/cvx';
export const MVX = 'http://hl7.org/fhir/sid/mvx';
export const SNOMED = 'http://snomed.info/sct';
export const LOINC = 'http://loinc.org';
export const ICD11 = 'http://id.who.int/icd/release/11/mms';
export const IAL = 'https://smarthealth.cards/ial';

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** LOINC codes of the IG's COVID-19 tests by what they look for; all others it binds look for the virus's RNA. */
const ANTIGEN = words('94558-4 95209-3 96119-3 97097-0');
const ANTIBODY = words(`94507-1 94508-9 94547-7 94562-6 94563-4 94564-2 94761-4 94762-2 94768-9 95125-1 95411-5 95416-4
  95542-7 95825-6 96603-6 98069-8 99596-9 99597-7`);
const MOLECULAR = words(`94307-6 94308-4 94309-2 94310-0 94314-2 94315-9 94316-7 94500-6 94502-2 94532-9 94533-7 94534-5
  94559-2 94565-9 94639-2 94640-0 94641-8 94647-5 94660-8 94756-4 94757-2 94758-0 94759-8 94760-6 94765-5 94766-3 94767-1
  94822-4 94845-5 95406-5 95409-9 95424-8 95425-5 95608-6 95609-4 95823-1 95824-9 96091-4 96120-1 96121-9 96122-7 96123-5
  96448-6 96752-1 96763-8 96765-3 96797-6 96829-7 96957-6 96958-4 96986-5 97098-8 98131-6 98132-4 98493-0 98494-8`);
const OTHER_COVID = words('94763-0 95423-0 95970-0 95971-8 99772-6');

/** Whether the IG's COVID-19 test value set has this LOINC code. */
export const isCovidTest = (code: string): boolean =>
  [MOLECULAR, ANTIGEN, ANTIBODY, OTHER_COVID].some((codes) => codes.has(code));

interface OwnName {
  readonly text: string;
  readonly key?: string;
}
const named = (key: string, text: string): OwnName => ({ key, text });

const COVID_TESTS: readonly (readonly [ReadonlySet<string>, OwnName])[] = [
  [MOLECULAR, named('test.covid19-molecular', 'COVID-19 molecular test')],
  [ANTIGEN, named('test.covid19-antigen', 'COVID-19 antigen test')],
  [ANTIBODY, named('test.covid19-antibody', 'COVID-19 antibody test')],
  [words('95423-0'), named('test.covid19-flu', 'COVID-19 and flu molecular test')],
  [OTHER_COVID, named('test.covid19', 'COVID-19 test')],
];

/** SNOMED CT codes of the IG's qualitative results. */
const RESULTS = new Map<string, OwnName>([
  ['10828004', named('result.positive', 'Positive')],
  ['11214006', named('result.reactive', 'Reactive')],
  ['125154007', named('result.unsatisfactory', 'Sample could not be tested')],
  ['131194007', named('result.non-reactive', 'Not reactive')],
  ['260373001', named('result.detected', 'Detected')],
  ['260385009', named('result.negative', 'Negative')],
  ['260415000', named('result.not-detected', 'Not detected')],
  ['407479009', named('result.influenza-a', 'Influenza A virus')],
  ['407480007', named('result.influenza-b', 'Influenza B virus')],
  ['415684004', named('result.suspected', 'Suspected')],
  ['419984006', named('result.inconclusive', 'Inconclusive')],
  ['42425007', named('result.equivocal', 'Equivocal')],
  ['455371000124106', named('result.invalid', 'Invalid result')],
  ['720735008', named('result.presumptive-positive', 'Presumed positive')],
  ['82334004', named('result.indeterminate', 'Indeterminate')],
  ['840533007', named('result.sars-cov-2', 'COVID-19 virus')],
  ['1208522006', named('supervision', 'How the sample was taken')],
  ['1208523001', named('supervision.clinician', 'By a professional')],
  ['1208524007', named('supervision.observed', 'By oneself, watched by a professional')],
  ['1208525008', named('supervision.remote', 'By oneself, watched by video')],
  ['1208526009', named('supervision.none', 'By oneself, not watched')],
]);

/** Whether the IG's qualitative result value set has this SNOMED CT code. */
export const isBoundResult = (code: string): boolean => RESULTS.has(code) && !code.startsWith('12085');
export const SUPERVISION = '1208522006';
export const SUPERVISION_KINDS: ReadonlySet<string> = words('1208523001 1208524007 1208525008 1208526009');

/** HL7's interpretation codes (v3, and v2 table 0078): what they mean for a row, and what to call them. */
export const INTERPRETATIONS = new Map<string, { level?: Level; key: string; text: string }>([
  ['N', { level: 'normal', key: 'interpretation.N', text: 'Normal' }],
  ['L', { level: 'low', key: 'interpretation.L', text: 'Low' }],
  ['LU', { level: 'low', key: 'interpretation.LU', text: 'Much too low' }],
  ['LL', { level: 'critically-low', key: 'interpretation.LL', text: 'Critically low' }],
  ['<', { level: 'low', key: 'interpretation.lt', text: 'Below the scale' }],
  ['H', { level: 'high', key: 'interpretation.H', text: 'High' }],
  ['HU', { level: 'high', key: 'interpretation.HU', text: 'Much too high' }],
  ['HH', { level: 'critically-high', key: 'interpretation.HH', text: 'Critically high' }],
  ['>', { level: 'high', key: 'interpretation.gt', text: 'Above the scale' }],
  ['A', { level: 'abnormal', key: 'interpretation.A', text: 'Abnormal' }],
  ['AA', { level: 'critical', key: 'interpretation.AA', text: 'Critically abnormal' }],
  ['POS', { key: 'result.positive', text: 'Positive' }],
  ['NEG', { key: 'result.negative', text: 'Negative' }],
  ['DET', { key: 'result.detected', text: 'Detected' }],
  ['ND', { key: 'result.not-detected', text: 'Not detected' }],
  ['IND', { key: 'result.indeterminate', text: 'Indeterminate' }],
  ['E', { key: 'result.equivocal', text: 'Equivocal' }],
  ['RR', { key: 'result.reactive', text: 'Reactive' }],
  ['NR', { key: 'result.non-reactive', text: 'Not reactive' }],
  ['WR', { key: 'interpretation.WR', text: 'Weakly reactive' }],
  ['S', { key: 'interpretation.S', text: 'Susceptible' }],
  ['I', { key: 'interpretation.I', text: 'Intermediate' }],
  ['R', { key: 'interpretation.R', text: 'Resistant' }],
  ['U', { key: 'interpretation.U', text: 'Significant change up' }],
  ['D', { key: 'interpretation.D', text: 'Significant change down' }],
  ['B', { key: 'interpretation.B', text: 'Better' }],
  ['W', { key: 'interpretation.W', text: 'Worse' }],
]);
export type Level = NonNullable<import('./types.js').Result['level']>;

/** One code per line, with its name; its message key is `prefix.code`. */
const keyed = (prefix: string, rows: string) =>
  new Map(
    rows
      .trim()
      .split(/\n\s*/)
      .map((row) => {
        const [code = '', ...text] = row.split(' ');
        return [code, named(`${prefix}.${code}`, text.join(' '))] as const;
      }),
  );

/** FHIR's list-empty-reason and the IPS's absent-or-unknown codes. */
const EMPTY = keyed(
  'empty',
  `
  nilknown None known
  notasked Not asked
  withheld Withheld
  unavailable Not available
  notstarted Not started
  closed Closed`,
);
const ABSENT = keyed(
  'absent',
  `
  no-allergy-info No information about allergies
  no-known-allergies No known allergies
  no-known-medication-allergies No known medication allergies
  no-known-environmental-allergies No known environmental allergies
  no-known-food-allergies No known food allergies
  no-medication-info No information about medications
  no-known-medications No known medications
  no-problem-info No information about problems
  no-known-problems No known problems
  no-immunization-info No information about vaccinations
  no-known-immunizations No known vaccinations
  no-procedure-info No information about procedures
  no-known-procedures No known procedures
  no-device-info No information about devices
  no-known-devices No known devices`,
);

/** How a member of an insurance plan is related to its subscriber, and what a payer's contacts are for. */
const RELATIONSHIPS = keyed(
  'relationship',
  `
  self Self
  spouse Spouse
  child Child
  parent Parent
  common Common-law partner
  other Other
  injured Injured party`,
);
const CONTACTS = keyed(
  'contact',
  `
  BILL Billing
  ADMIN Administration
  HR Human resources
  PAYOR Payer
  PATINF Patients
  PRESS Press
  pharma Pharmacy`,
);

const table = (names: ReadonlyMap<string, OwnName>) => (code: string) => names.get(code);
const plain = (name: (code: string) => string | undefined) => (code: string) => {
  const text = name(code);
  return text === undefined ? undefined : { text };
};
const interpretation = (code: string) => {
  const known = INTERPRETATIONS.get(code);
  return known && { text: known.text, key: known.key };
};

const TABLES = new Map<string, (code: string) => OwnName | undefined>([
  [CVX, plain(cvxName)],
  ['urn:oid:2.16.840.1.113883.12.292', plain(cvxName)],
  [MVX, plain(mvxName)],
  ['http://terminology.hl7.org/CodeSystem/MVX', plain(mvxName)],
  ['http://terminology.hl7.org/CodeSystem/CVX', plain(cvxName)],
  [LOINC, (code) => COVID_TESTS.find(([codes]) => codes.has(code))?.[1]],
  [SNOMED, table(RESULTS)],
  ['http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', interpretation],
  ['http://hl7.org/fhir/v2/0078', interpretation],
  ['http://terminology.hl7.org/CodeSystem/v2-0078', interpretation],
  ['http://terminology.hl7.org/CodeSystem/list-empty-reason', table(EMPTY)],
  ['http://hl7.org/fhir/list-empty-reason', table(EMPTY)],
  ['http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', table(ABSENT)],
  ['http://terminology.hl7.org/CodeSystem/subscriber-relationship', table(RELATIONSHIPS)],
  ['http://terminology.hl7.org/CodeSystem/contactentity-type', table(CONTACTS)],
  ['http://hl7.org/fhir/us/insurance-card/CodeSystem/C4DICExtendedContactTypeCS', table(CONTACTS)],
]);

/** Our own name for a code, where we have one. */
export const ownName = (system: string | undefined, code: string | undefined): OwnName | undefined =>
  system && code ? TABLES.get(system)?.(code) : undefined;

/** Every message key of a name in these tables, for locale tables. */
export const NAME_KEYS: readonly string[] = [
  ...new Set(
    [
      ...COVID_TESTS.map(([, name]) => name),
      ...RESULTS.values(),
      ...INTERPRETATIONS.values(),
      ...EMPTY.values(),
      ...ABSENT.values(),
      ...RELATIONSHIPS.values(),
      ...CONTACTS.values(),
    ]
      .map(({ key }) => key)
      .filter((key) => key !== undefined),
  ),
];
