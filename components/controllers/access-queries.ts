/** Runs the queries that a shared access suggests, when the person asks for it. The token never comes here. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type ApiAccess, type Finding, queryAccess } from '../../src/index.js';
import { codeOf, type TrustChoice, type TrustSource } from '../trust-source.js';

export type QueryState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'done'; readonly resource: object; readonly at: Date }
  | { readonly kind: 'failed'; readonly error: Pick<Finding, 'code' | 'message'> };

/** One access as it stands. */
export interface AccessRun {
  readonly busy: boolean;
  /** In the order of `access.queries`, once the person has asked. */
  readonly states: readonly QueryState[];
}

export interface QueryHost extends ReactiveControllerHost, TrustChoice {
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** Requests at once: it is somebody's server. */
const PARALLEL = 3;
const NONE: AccessRun = { busy: false, states: [] };

/** While a link is watched its files come anew: what was asked for stays with the same access. */
const keyOf = ({ aud, scope, patient, queries }: ApiAccess): string => JSON.stringify([aud, scope, patient, queries]);

export class AccessQueries implements ReactiveController {
  readonly #host: QueryHost;
  readonly #trust: TrustSource;
  readonly #runs = new Map<string, AccessRun>();
  #aborter = new AbortController();

  constructor(host: QueryHost, trust: TrustSource) {
    this.#host = host;
    this.#trust = trust;
    host.addController(this);
  }

  /** As it stands now; the same object until something changes. */
  of(access: ApiAccess): AccessRun {
    return this.#runs.get(keyOf(access)) ?? NONE;
  }

  /** On a click, and only then: the server sees who asks. Answers that came before are asked for again. */
  async run(access: ApiAccess): Promise<void> {
    const key = keyOf(access);
    if (this.of(access).busy) return;
    const { signal } = this.#aborter;
    const states: QueryState[] = access.queries.map(() => ({ kind: 'waiting' }));
    const tell = (busy: boolean) => {
      if (signal.aborted) return;
      this.#runs.set(key, { busy, states: [...states] });
      this.#host.requestUpdate();
    };
    tell(true);
    const { trust } = await this.#trust.get(this.#host);
    const options = {
      signal,
      ...(trust && { allowLoopback: trust.allowLoopback }),
      ...(this.#host.fetch && { fetch: this.#host.fetch }),
    };
    let next = 0;
    const work = async () => {
      while (next < states.length && !signal.aborted) {
        const index = next;
        next += 1;
        states[index] = await ask(access, access.queries[index] as string, options);
        tell(true);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    tell(false);
  }

  /** Forgets all answers, and ends what is under way. */
  clear(): void {
    this.#aborter.abort();
    this.#aborter = new AbortController();
    this.#runs.clear();
    this.#host.requestUpdate();
  }

  /** What was under way ends, and is asked for again by the next click; answers stay. */
  hostDisconnected(): void {
    this.#aborter.abort();
    this.#aborter = new AbortController();
    for (const [key, { busy }] of this.#runs) if (busy) this.#runs.delete(key);
  }
}

async function ask(
  access: ApiAccess,
  query: string,
  options: Parameters<typeof queryAccess>[2] & object,
): Promise<QueryState> {
  try {
    const resource = await queryAccess(access, query, options);
    return { kind: 'done', resource, at: new Date() };
  } catch (error) {
    const { findings } = error as { findings?: readonly Finding[] };
    const found = findings?.find(({ severity }) => severity === 'error');
    return { kind: 'failed', error: found ?? { code: codeOf(error), message: '' } };
  }
}
