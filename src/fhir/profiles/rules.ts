/** The small language in which the profiles are written: where, what must hold there, and how grave it is. */

import type { Severity } from '../../errors.js';
import { isObject } from '../../internal/json.js';
import type { References } from '../entries.js';
import { get, type Json, list, membersOf } from '../read.js';

export type ProfileCode =
  | 'PROFILE_NONE'
  | 'PROFILE_NOT_ALLOWED'
  | 'PROFILE_OMIT'
  | 'PROFILE_CARDINALITY'
  | 'PROFILE_VALUE'
  | 'PROFILE_CODE_UNKNOWN'
  | 'PROFILE_LENGTH'
  | 'PROFILE_FORMAT'
  | 'PROFILE_NAME'
  | 'PROFILE_REFERENCE'
  | 'PROFILE_REFERENCE_RANGE'
  | 'PROFILE_ENTRY'
  | 'PROFILE_FULL_URL'
  | 'PROFILE_BUNDLE_TYPE';

/** A place in a bundle. */
export interface Node {
  readonly value: unknown;
  readonly path: string;
}

export interface Context {
  readonly resource: Json;
  readonly fullUrl?: string;
  readonly references: References;
}

export interface Rule {
  readonly code: ProfileCode;
  readonly severity: Severity;
  /** Dotted path of the elements it is about; '' for the resource itself. */
  readonly at: string;
  readonly holds: (value: unknown, context: Context) => boolean;
  readonly message: string;
  /** Where to point, below the element: the missing child. */
  readonly child?: string;
}

/** Every element at a dotted path, with its place: `Bundle.entry[1].resource.vaccineCode.coding[0].system`. */
export function nodesAt(value: unknown, path: string, base: string): Node[] {
  let nodes: Node[] = [{ value, path: base }];
  for (const element of path === '' ? [] : path.split('.')) {
    const next: Node[] = [];
    for (const node of nodes) {
      if (!isObject(node.value)) continue;
      for (const name of membersOf(node.value, element)) {
        const inner = node.value[name];
        for (const [i, item] of list(inner).entries()) {
          next.push({
            value: item,
            path: Array.isArray(inner) ? `${node.path}.${name}[${i}]` : `${node.path}.${name}`,
          });
        }
      }
    }
    nodes = next;
  }
  return nodes;
}

/** `meta.{versionId,tag}` as two paths. */
const expand = (paths: string): string[] =>
  paths
    .trim()
    .split(/\s+/)
    .flatMap((path) => {
      const [, before = '', inner, after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
      return inner === undefined ? [path] : inner.split(',').map((name) => `${before}${name}${after}`);
    });

/** Elements that must not be there, separated by spaces. */
export const absent = (paths: string): Rule[] =>
  expand(paths).map((at) => ({
    code: 'PROFILE_NOT_ALLOWED',
    severity: 'error',
    at,
    holds: () => false,
    message: 'This element is not allowed in this profile.',
  }));

/** Elements that should not be there. */
export const omit = (
  paths: string,
  message = 'This element should be left out, to share no more than is needed.',
): Rule[] =>
  expand(paths).map((at) => ({ code: 'PROFILE_OMIT', severity: 'warning', at, holds: () => false, message }));

/** How often a child element occurs in each element at `at`. A choice `value[x]` counts under all its names. */
export const count = (at: string, child: string, min: number, max = Number.POSITIVE_INFINITY): Rule => ({
  code: 'PROFILE_CARDINALITY',
  severity: 'error',
  at,
  child,
  holds: (value) => {
    if (!isObject(value)) return false;
    const found = membersOf(value, child).reduce((sum, name) => sum + list(value[name]).length, 0);
    return found >= min && found <= max;
  },
  message: `There must be ${min === max ? `exactly ${min}` : max === Number.POSITIVE_INFINITY ? `at least ${min}` : min === 0 ? `at most ${max}` : `${min} to ${max}`} of this element.`,
});

/** A rule of any other kind. */
export const rule = (
  code: ProfileCode,
  severity: Severity,
  at: string,
  message: string,
  holds: Rule['holds'],
  child?: string,
): Rule => ({ code, severity, at, message, holds, ...(child && { child }) });

export const isOneOf = (values: Iterable<string>) => {
  const set = new Set(values);
  return (value: unknown): boolean => typeof value === 'string' && set.has(value);
};

export const shorterThan = (at: string, length: number): Rule =>
  rule(
    'PROFILE_LENGTH',
    'warning',
    at,
    `This should be shorter than ${length} characters.`,
    (value) => typeof value !== 'string' || value.length < length,
  );

/** A reference leads to a resource of this type in the same bundle. */
export const leadsTo = (at: string, resourceType: string): Rule =>
  rule(
    'PROFILE_REFERENCE',
    'error',
    at,
    `This must refer to a ${resourceType} in the same bundle.`,
    (value, context) =>
      get(value, 'reference') === undefined ||
      context.references.resolve(value, context)?.resourceType === resourceType,
  );
