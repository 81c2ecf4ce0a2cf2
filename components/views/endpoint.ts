/** A page or a server that the sender offers: a choice for the person, with the host it leads to. Never opened by itself. */

import { html, nothing, type TemplateResult } from 'lit';
import { availabilityOf, type OfferedEndpoint } from '../endpoints.js';
import { safeLink, visible } from '../format.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';
import { copyButton } from './copy.js';
import { warningView } from './notice.js';
import { periodText } from './value.js';

/** The choices of one file. */
export function endpointsView(
  endpoints: readonly OfferedEndpoint[],
  now: number,
  texts: Texts,
): TemplateResult | typeof nothing {
  if (endpoints.length === 0) return nothing;
  return html`<div class="section offers">
    ${endpoints.map((endpoint) => endpointView(endpoint, now, texts))}
  </div>`;
}

function endpointView(endpoint: OfferedEndpoint, now: number, texts: Texts): TemplateResult {
  const { t } = texts;
  const { kind, name, address, start, end } = endpoint;
  const link = address ? safeLink(address) : undefined;
  const period = periodText(start, end, texts);
  const state = availabilityOf(endpoint, now);
  return html`<div class="offer" part="endpoint">
    <p class="offer-kind small muted">${icons[kind === 'smart' ? 'lock' : 'link']}${t(`endpoint.${kind}`)}</p>
    <h3 class="offer-name">${name ? html`<q><bdi>${visible(name, 300)}</bdi></q>` : t('endpoint.unnamed')}</h3>
    <dl class="facts">
      <div class="wide"><dt>${t('endpoint.host')}</dt><dd>${addressView(address, link, kind, texts)}</dd></div>
      ${period ? html`<div><dt>${t('endpoint.period')}</dt><dd><bdi>${period}</bdi></dd></div>` : nothing}
    </dl>
    ${state === 'open' ? nothing : html`<div class="offer-note">${warningView(t(`endpoint.${state}`))}</div>`}
    ${
      link && kind !== 'smart' && state !== 'off'
        ? html`<p class="actions no-print">
            <a class="button" href=${link.href} target="_blank" rel="noopener noreferrer external" referrerpolicy="no-referrer"
              >${icons.next}<span>${t('endpoint.open', { host: link.host })}</span></a>
          </p>`
        : nothing
    }
    <p class="small muted">${t(link ? (kind === 'smart' ? 'endpoint.smart.help' : 'endpoint.help') : 'endpoint.unsafe')}</p>
  </div>`;
}

/** The host is what a person can judge; the whole address where it is to be copied, or cannot be opened. */
function addressView(
  address: string | undefined,
  link: ReturnType<typeof safeLink>,
  kind: OfferedEndpoint['kind'],
  texts: Texts,
): TemplateResult {
  if (!address) return html`${texts.t('endpoint.nowhere')}`;
  if (!link) return html`<bdi class="mono" dir="ltr">${visible(address, 200)}</bdi>`;
  const host = html`<b><bdi dir="ltr">${link.host}</bdi></b>`;
  return kind === 'smart'
    ? html`${host}<span class="offer-address"><bdi class="mono muted" dir="ltr">${visible(link.href, 200)}</bdi>${copyButton(
        link.href,
        texts.t('fact.address'),
        texts,
      )}</span>`
    : host;
}
