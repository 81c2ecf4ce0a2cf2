/** The scanner's stage: what the camera sees with its controls, or why there is nothing to see and what to do. Decides nothing. */

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CameraController } from '../controllers/camera.js';
import { icons } from '../icons.js';
import type { Texts } from '../localize.js';

export interface ViewfinderActions {
  readonly start: () => void;
  readonly stop: () => void;
  readonly choose: (deviceId: string) => void;
  readonly torch: (on: boolean) => void;
  readonly zoom: (value: number) => void;
  readonly flip: () => void;
}

export interface ViewfinderLook {
  readonly mirrored: boolean;
  /** Being read or checked just now. */
  readonly busy: boolean;
  /** Something was read a moment ago: the frame says so. */
  readonly caught: boolean;
}

/** @param camera read only: its state decides what is shown */
export function viewfinderView(
  camera: CameraController,
  look: ViewfinderLook,
  texts: Texts,
  actions: ViewfinderActions,
): TemplateResult {
  const on = camera.state === 'on';
  return html`<div class="stage ${camera.state}" part="viewfinder">
    <video
      class="picture ${look.mirrored ? 'mirrored' : ''}"
      part="video"
      playsinline
      .muted=${true}
      disablepictureinpicture
      aria-hidden="true"
      ?hidden=${!on}
    ></video>
    ${on ? html`<div class="aim ${look.caught ? 'caught' : ''} ${look.busy ? 'busy-aim' : ''}" part="aim" aria-hidden="true"></div>` : nothing}
    ${on ? controlsView(camera, look, texts, actions) : coverView(camera, texts, actions)}
  </div>
  ${on ? optionsView(camera, texts, actions) : nothing}`;
}

/** What is over the empty stage: an invitation, a wait, or a failure. */
function coverView(camera: CameraController, texts: Texts, { start, stop }: ViewfinderActions): TemplateResult {
  const { t } = texts;
  if (camera.state === 'starting') {
    return html`<div class="cover">
      <span class="spinner" aria-hidden="true"></span>
      <p class="cover-help">${t('scanner.starting')}</p>
      <button type="button" part="button" @click=${stop}>${t('link.cancel')}</button>
    </div>`;
  }
  if (camera.failure) {
    const { what, remedy } = texts.code(camera.failure);
    return html`<div class="cover" part="error">
      <div class="cover-icon failed-icon">${icons.camera}</div>
      <div role="alert">
        <p class="cover-title">${what}</p>
        <p class="cover-help">${remedy}</p>
      </div>
      <button type="button" part="button" @click=${start}>${icons.refresh}${t('scanner.retry')}</button>
    </div>`;
  }
  return html`<div class="cover">
    <div class="cover-icon" aria-hidden="true">${icons.qr}</div>
    <div>
      <h2 class="cover-title">${t('scanner.intro')}</h2>
      <p class="cover-help">${t('scanner.intro.help')}</p>
    </div>
    <button type="button" class="primary" part="button start-button" @click=${start}>
      ${icons.camera}${t('scanner.start')}
    </button>
  </div>`;
}

/** The buttons on the picture. */
function controlsView(
  camera: CameraController,
  { mirrored }: ViewfinderLook,
  { t }: Texts,
  { stop, torch, flip }: ViewfinderActions,
): TemplateResult {
  return html`<div class="controls" part="controls">
    <button type="button" part="button stop-button" @click=${stop}>${icons.cross}${t('scanner.stop')}</button>
    <div>
      ${camera.hasTorch ? switchView(icons.light, t('scanner.torch'), camera.torch, () => torch(!camera.torch)) : nothing}
      ${switchView(icons.mirror, t('scanner.flip'), mirrored, flip)}
    </div>
  </div>`;
}

/** A button that is on or off, as an icon with a name. */
const switchView = (icon: TemplateResult, name: string, on: boolean, toggle: () => void): TemplateResult =>
  html`<button
    type="button"
    class="round"
    part="button"
    title=${name}
    aria-label=${name}
    aria-pressed=${on ? 'true' : 'false'}
    @click=${toggle}
  >${icon}</button>`;

/** What can be set about the camera, below the picture; nothing where there is nothing to set. */
function optionsView(
  camera: CameraController,
  { t }: Texts,
  { choose, zoom }: ViewfinderActions,
): TemplateResult | typeof nothing {
  const { devices, zoomRange, deviceId } = camera;
  if (devices.length < 2 && !zoomRange) return nothing;
  return html`<div class="options">
    ${
      devices.length > 1
        ? html`<div>
            <label for="camera">${t('scanner.camera')}</label>
            <select
              id="camera"
              part="camera-select"
              .value=${live(deviceId ?? '')}
              @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
            >
              ${devices.map(
                ({ id, label }, index) =>
                  html`<option value=${id} ?selected=${id === deviceId}>${label || t('scanner.camera.unnamed', { index: index + 1 })}</option>`,
              )}
            </select>
          </div>`
        : nothing
    }
    ${
      zoomRange
        ? html`<div>
            <label for="zoom">${t('scanner.zoom')}</label>
            <input
              id="zoom"
              type="range"
              min=${zoomRange.min}
              max=${zoomRange.max}
              step=${zoomRange.step || 0.1}
              .value=${live(String(camera.zoom ?? zoomRange.min))}
              @input=${(event: Event) => zoom((event.target as HTMLInputElement).valueAsNumber)}
            />
          </div>`
        : nothing
    }
  </div>`;
}
