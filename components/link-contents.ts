/** What is drawn of a file behind a link: the file with what was read out of it, or was asked for through it. */

import type { LinkFile } from '../src/index.js';
import type { CardContents } from './card-contents.js';
import type { AccessQueries, QueryState } from './controllers/access-queries.js';
import { endpointsOf, isEmpty, withoutEndpoints } from './endpoints.js';
import type { ShownAccess, ShownAnswer } from './views/access.js';
import type { ShownFile } from './views/link-files.js';

/** Cheap to ask in every render: nothing is read twice. */
export class LinkContents {
  readonly #contents: CardContents;
  readonly #queries: AccessQueries;

  constructor(contents: CardContents, queries: AccessQueries) {
    this.#contents = contents;
    this.#queries = queries;
  }

  readonly shown = (file: LinkFile): ShownFile => ({
    file,
    cards: (file.cards ?? []).map((result) => this.#contents.card(result)),
    ...(file.resource !== undefined && this.#fhir(file.resource)),
    ...(file.access && { access: this.#access(file.access) }),
  });

  #fhir(resource: unknown): Pick<ShownFile, 'summary' | 'begun' | 'endpoints'> {
    const { summary, begun } = this.#contents.unsigned(resource);
    const endpoints = endpointsOf(resource);
    const rest = withoutEndpoints(summary, endpoints);
    // An offer alone is about nobody: no empty record beside it.
    if (endpoints.length > 0 && isEmpty(rest)) return { endpoints };
    return { summary: rest, ...(begun && { begun }), ...(endpoints.length > 0 && { endpoints }) };
  }

  #access(access: NonNullable<LinkFile['access']>): ShownAccess {
    const { busy, states } = this.#queries.of(access);
    const { expiresAt } = access;
    return {
      access,
      busy,
      ended: expiresAt !== undefined && Date.parse(expiresAt) <= Date.now(),
      answers: states.map((state, index) => this.#answer(access.queries[index] ?? '', state)),
    };
  }

  #answer(query: string, state: QueryState): ShownAnswer {
    if (state.kind !== 'done') return { query, state };
    const { link } = state.resource as { link?: unknown };
    const more = Array.isArray(link) && link.some((each) => each?.relation === 'next');
    return { query, state, more, ...this.#contents.unsigned(state.resource) };
  }
}
