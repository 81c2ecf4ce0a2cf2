/** How a link says that it does not open: one error with a code, the findings, and who has to act. */

import { type Code, Failure, type Finding, finding, type KnownCode, type Params, type Severity } from '../errors.js';

/** Who can put it right: the person opening, the person who made the link, or the server that keeps the files. */
export type Actor = 'reader' | 'sender' | 'host';

/** Who acts where a code alone tells; the sender, where it is not listed. */
const ACTORS: Readonly<Partial<Record<KnownCode, Actor>>> = {
  NETWORK: 'reader',
  NETWORK_TIMEOUT: 'reader',
  NETWORK_STATUS: 'host',
  NETWORK_REDIRECT: 'host',
  RUNTIME: 'reader',
  LINK_FORMAT: 'reader',
  LINK_MANIFEST: 'host',
  LINK_RATE_LIMITED: 'reader',
  LINK_VERSION: 'reader',
  LINK_PASSCODE_REQUIRED: 'reader',
  LINK_PASSCODE_WRONG: 'reader',
  LINK_RECIPIENT_REQUIRED: 'reader',
  LINK_URL_ENTROPY: 'host',
  LINK_URL_LONG: 'host',
  CONTENT_TYPE: 'reader',
};

export interface LinkFindingOptions {
  readonly actor?: Actor;
  readonly severity?: Severity;
  readonly detail?: string;
  readonly params?: Params;
}

/** What `finding` takes, with the actor among the params. */
const withActor = (code: KnownCode, { actor, params, ...rest }: LinkFindingOptions = {}) => ({
  ...rest,
  params: { ...params, actor: actor ?? ACTORS[code] ?? 'sender' },
});

/** A finding about a link, with `params.actor` naming who has to act. */
export const linkFinding = (code: KnownCode, options?: LinkFindingOptions): Finding =>
  finding(code, withActor(code, options));

/** A Failure of the link's own, with the actor filled in. */
export const linkFailure = (code: KnownCode, options?: LinkFindingOptions): Failure =>
  new Failure(code, withActor(code, options));

/** The finding of a Failure from further inside (network, JSON, inflate), with the actor filled in. */
export function findingOf(failure: Failure): Finding {
  const { finding: found } = failure;
  if (found.params?.actor) return found;
  const { params } = withActor(found.code as KnownCode, found.params && { params: found.params });
  return Object.freeze({ ...found, params: Object.freeze(params) });
}

/**
 * A link, or a file handed to decryptFile, does not open. `code` is the gravest finding's; each finding's
 * `params.actor` names who has to act. Neither the message nor a finding holds the link, its URL, the key, the
 * passcode or anything that was inside.
 */
export class HealthLinkError extends Error {
  override readonly name = 'HealthLinkError';
  readonly code: Code;
  readonly findings: readonly Finding[];
  /** Passcodes that may still be tried, where the host says so. */
  readonly remainingAttempts?: number;
  /** Seconds to wait before asking again, where the host says so. */
  readonly retryAfter?: number;

  /** @param findings at least one of severity error; the first such gives code and message. */
  constructor(
    findings: readonly Finding[],
    { remainingAttempts, retryAfter }: { remainingAttempts?: number | undefined; retryAfter?: number | undefined } = {},
  ) {
    const gravest = findings.find((found) => found.severity === 'error') ?? (findings[0] as Finding);
    super(gravest.message);
    this.code = gravest.code;
    this.findings = Object.freeze([...findings]);
    if (remainingAttempts !== undefined) this.remainingAttempts = remainingAttempts;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}

/** One-finding errors. */
export const linkError = (
  code: KnownCode,
  options?: LinkFindingOptions,
  extra?: ConstructorParameters<typeof HealthLinkError>[1],
): HealthLinkError => new HealthLinkError([linkFinding(code, options)], extra);

/** What callers see: a Failure becomes a HealthLinkError, anything else (abort, misuse, a bug) stays as it is. */
export const asLinkError = (error: unknown): unknown =>
  error instanceof Failure ? new HealthLinkError([findingOf(error)]) : error;
