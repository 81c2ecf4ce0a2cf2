/** A Coverage as an insurance card: CARIN digital insurance card facts. */

import type { Label } from '../labels.js';
import { codeOf, get, type Json, objects, pick, str } from '../read.js';
import { listed, Reading } from '../reading.js';
import type { Fact, Value } from '../types.js';
import { type Extension, fact, type RowSpec } from './spec.js';

/** Coverage classes by code: the label of the value, and of the name beside it. */
const CLASSES = new Map<string, readonly [value: Label, name: Label]>([
  ['group', ['group', 'groupName']],
  ['subgroup', ['subgroup', 'subgroup']],
  ['plan', ['plan', 'planName']],
  ['subplan', ['subplan', 'subplan']],
  ['class', ['class', 'class']],
  ['subclass', ['subclass', 'subclass']],
  ['sequence', ['sequence', 'sequence']],
  ['rxbin', ['rxbin', 'rxbin']],
  ['rxpcn', ['rxpcn', 'rxpcn']],
  ['rxgroup', ['rxgroup', 'rxgroup']],
  ['rxid', ['rxid', 'rxid']],
  ['rxiin', ['rxiin', 'rxiin']],
  ['division', ['division', 'division']],
  ['network', ['network', 'networkName']],
  ['alternatenetwork', ['alternateNetwork', 'alternateNetwork']],
]);

/** R5 and later give the class value as an Identifier. */
const classValue = (json: Json) => get(json, 'value') ?? undefined;

function classes(reading: Reading): Fact[] {
  return objects(get(reading.resource, 'class')).flatMap((each) => {
    const labels = CLASSES.get((codeOf(get(each, 'type')) ?? '').toLowerCase());
    const [value, name] = [reading.value(classValue(each)), reading.text(get(each, 'name'))];
    if (labels) return [...fact(labels[0], value), ...fact(labels[1], name)];
    const type = reading.name(get(each, 'type'));
    return fact('class', listed([value, name].filter((item) => item !== undefined)), type);
  });
}

/** STU3 and DSTU2 wrote group and plan as members. */
function oldGrouping(reading: Reading): Fact[] {
  const { resource } = reading;
  return (['group', 'plan', 'subPlan', 'class'] as const).flatMap((element) => {
    const value =
      str(get(get(resource, 'grouping'), element)) ?? (element === 'class' ? undefined : str(get(resource, element)));
    return fact(element === 'subPlan' ? 'subplan' : element, reading.text(value));
  });
}

const extensionsOf = (json: unknown) => objects(get(json, 'extension'));
const endsWith = (json: Json, ending: RegExp) => ending.test(str(get(json, 'url')) ?? '');
const extensionValue = (reading: Reading, json: Json): Value | undefined => reading.at('value[x]', json);

function costs(reading: Reading): Fact[] {
  return objects(get(reading.resource, 'costToBeneficiary')).flatMap((each) => {
    const money = get(each, 'valueMoney');
    const worded = extensionsOf(money).find((extension) => endsWith(extension, /BeneficiaryCostString/i));
    const value = worded ? extensionValue(reading, worded) : reading.at('value[x]', each);
    return fact('copay', value, reading.name(get(each, 'type')));
  });
}

const EXTENSIONS: readonly (readonly [RegExp, Label])[] = [
  [/logo/i, 'logo'],
  [/card-?issue-?date/i, 'cardIssued'],
  [/qrcode/i, 'qrCode'],
  [/barcode/i, 'barcode'],
  [/additional(card)?information/i, 'additionalInfo'],
  [/colou?rpalette/i, 'colors'],
  [/(back|fore)groundcolou?r|highlightcolou?r/i, 'colors'],
  [/planbeneficiaries/i, 'beneficiary'],
];

/** The look of the card and what else is printed on it, which CARIN puts in extensions (some of them nested). */
function printed(reading: Reading): Fact[] {
  return extensionsOf(reading.resource).flatMap((extension) => {
    const label = EXTENSIONS.find(([ending]) => endsWith(extension, ending))?.[1];
    if (!label) return [];
    const nested = extensionsOf(extension).flatMap((inner) => {
      const of = str(get(inner, 'url'));
      return fact(label, extensionValue(reading, inner), of ? { text: of, codings: [] } : undefined);
    });
    // One colour alone says which it is by its address only.
    const color = /(background|foreground|highlight)colou?r/i.exec(str(get(extension, 'url')) ?? '')?.[0];
    const of = color === undefined ? undefined : { text: color, codings: [] };
    return [...fact(label, extensionValue(reading, extension), of), ...nested];
  });
}

/** Payer id and contacts by purpose, of the paying organization. */
function contacts(organization: Reading): readonly Fact[] {
  const { resource } = organization;
  const isPayerId = (identifier: Json) => /payer-?id/i.test(codeOf(get(identifier, 'type')) ?? '');
  return [
    ...objects(get(resource, 'identifier'))
      .filter(isPayerId)
      .flatMap((each) => fact('payerId', organization.text(get(each, 'value')))),
    ...objects(get(resource, 'contact')).flatMap((contact) => {
      const reach = [organization.at('telecom', contact), organization.at('address', contact)];
      const items = reach.flatMap((value) => (value?.type === 'list' ? value.items : value ? [value] : []));
      return fact('contact', listed(items), organization.name(get(contact, 'purpose')));
    }),
  ];
}

function payer(reading: Reading): Fact[] {
  return [...pick(reading.resource, 'payor'), ...pick(reading.resource, 'insurer')].flatMap((reference) => {
    const target = reading.resolve(reference);
    if (target?.resourceType !== 'Organization') return [];
    const organization = new Reading(reading.shared, target, reading.container ?? reading.resource);
    return reading.shared.factsOf(target, () => contacts(organization));
  });
}

/** The identifier typed MB, or the one there is. */
function memberId(reading: Reading): Value | undefined {
  const identifiers = objects(get(reading.resource, 'identifier'));
  const typed = identifiers.find((each) => pick(each, 'type.coding.code').some((code) => code === 'MB'));
  const only = identifiers.length === 1 ? identifiers[0] : undefined;
  return reading.text(get(typed ?? only, 'value'));
}

function card(reading: Reading): Extension {
  return {
    facts: [
      ...fact('memberId', memberId(reading)),
      ...classes(reading),
      ...oldGrouping(reading),
      ...payer(reading),
      ...costs(reading),
      ...printed(reading),
    ],
  };
}

export const COVERAGE = {
  Coverage: {
    group: 'coverage',
    title: ['payor', 'insurer', 'issuer', 'issuerReference', 'type'],
    date: ['period'],
    subject: ['beneficiary', 'beneficiaryReference'],
    facts: [
      ['payor', 'payor'],
      ['payor', 'insurer'],
      ['subscriberId', 'subscriberId'],
      ['type', 'type'],
      ['status', 'status', 'status'],
      ['beneficiary', 'beneficiary'],
      ['subscriber', 'subscriber'],
      ['relationship', 'relationship'],
      ['dependent', 'dependent'],
      ['holder', 'policyHolder'],
      ['network', 'network'],
      ['period', 'period'],
    ],
    reads: 'identifier class grouping group plan subPlan costToBeneficiary order',
    extend: card,
  },
} satisfies Record<string, RowSpec>;
