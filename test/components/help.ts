/** For element tests: an issuer with real keys, people who do not exist, and axe. */
import { expect } from '@esm-bundle/chai';
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4.js';
import {
  createTrust,
  encryptFile,
  generateIssuerKey,
  type IssuerKey,
  issueCard,
  publicKeySet,
  type Trust,
} from '../../src/index.js';

export const ISSUER = 'https://clinic.example/cards';
export const LINK_KEY = 'rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q';

export const bundleOf = (...resources: FhirResource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource, index): BundleEntry => ({ fullUrl: `resource:${index}`, resource })),
});

export const patient = (family: string, given = 'Ana', birthDate = '1984-02-29'): FhirResource => ({
  resourceType: 'Patient',
  name: [{ family, given: [given] }],
  birthDate,
});

export const vaccination = (code = '207', subject = 'resource:0'): FhirResource => ({
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code }] },
  patient: { reference: subject },
  occurrenceDateTime: '2021-01-09',
  lotNumber: 'A7F3',
  performer: [{ actor: { display: 'Harbor Hospital' } }],
});

export interface Clinic {
  readonly key: IssuerKey;
  readonly trust: Trust;
  issue(bundle: Bundle, more?: Partial<Parameters<typeof issueCard>[0]>): Promise<string>;
}

/** An issuer that the trust lists by name. */
export async function openClinic(): Promise<Clinic> {
  const key = await generateIssuerKey();
  return {
    key,
    trust: createTrust({
      issuers: [{ url: ISSUER, name: 'Sunrise Clinic', keys: publicKeySet([key]) }],
      liveKeys: 'never',
    }),
    issue: (bundle, more) => issueCard({ issuer: ISSUER, key, bundle, ...more }),
  };
}

/** The card with one character of its signature changed. */
export function tamper(jws: string): string {
  const at = jws.length - 20;
  return `${jws.slice(0, at)}${jws[at] === 'A' ? 'B' : 'A'}${jws.slice(at + 1)}`;
}

/** A link to an address that nobody answers: tests give the element a fetch. */
export function linkText(payload: Record<string, unknown> = {}): string {
  const all = { url: `https://share.example/links/${'Ab3x'.repeat(11)}`, key: LINK_KEY, ...payload };
  const bytes = new TextEncoder().encode(JSON.stringify(all));
  return `shlink:/${btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')}`;
}

export const json = (value: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' }, ...init });

/** A manifest with these files, encrypted for real. */
export async function manifestOf(files: readonly (readonly [contentType: string, text: string])[]): Promise<object> {
  return {
    files: await Promise.all(
      files.map(async ([contentType, text]) => ({
        contentType,
        embedded: await encryptFile(text, contentType, LINK_KEY),
      })),
    ),
  };
}

/** The next event of a name. */
export const once = <Name extends keyof GlobalEventHandlersEventMap>(
  target: HTMLElement,
  name: Name,
): Promise<GlobalEventHandlersEventMap[Name]> =>
  new Promise((resolve) => {
    target.addEventListener(name, (event) => resolve(event as GlobalEventHandlersEventMap[Name]), { once: true });
  });

/** Everything a person can read of an element. */
// biome-ignore lint/performance/useDomNodeTextContent: what is hidden or closed does not count.
export const textOf = (element: Element): string => (find(element, '.root')?.innerText ?? '').replace(/\s+/g, ' ');

export const find = <T extends Element = HTMLElement>(element: Element, selector: string): T | null =>
  element.shadowRoot?.querySelector<T>(selector) ?? null;

/** No violation of WCAG 2.2 A and AA that axe can find, in light or dark as the system has it. */
export async function accessible(element: Element): Promise<void> {
  await import('axe-core/axe.min.js' as string);
  const { axe } = window as unknown as { axe: typeof import('axe-core') };
  const { violations } = await axe.run(element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // Rules about whole pages: these are parts of one.
    rules: {
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'heading-order': { enabled: false },
    },
  });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
  ).to.deep.equal([]);
}
