/** A real Chromium for end-to-end tests, with everything written down that a page must not do. */

import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';

interface Engines {
  findEngine(engine: 'chromium'): { path: string } | undefined;
  chromiumArgs(): string[];
  readonly HOW_TO_INSTALL: Record<string, string>;
}
const engines = (await import(new URL('../../../scripts/engines.mjs', import.meta.url).href)) as Engines;

const found = engines.findEngine('chromium');
/** For `describe(..., { skip })`: why these tests cannot run here, or false. */
export const skip = found || process.env.CI ? false : `skipped: no Chromium (${engines.HOW_TO_INSTALL.chromium})`;

/**
 * @param flags more Chromium flags, such as a film for its camera
 * @param options for puppeteer
 */
export function launch(flags: readonly string[] = [], options: LaunchOptions = {}): Promise<Browser> {
  if (!found) throw new Error('There is no Chromium on this machine.');
  return puppeteer.launch({ executablePath: found.path, args: [...engines.chromiumArgs(), ...flags], ...options });
}

/** What a page did that it should not have. All empty on a good page. */
export interface Misdeeds {
  /** What broke the content security policy: directive and what was blocked. */
  readonly violations: string[];
  /** Console errors and warnings, and errors nobody caught. */
  readonly complaints: string[];
  /** Requests to other origins than the page's own. */
  readonly foreign: string[];
}

/** A new page that is being watched. Opens nothing yet. */
export async function watchedPage(browser: Browser): Promise<{ page: Page; misdeeds: Misdeeds }> {
  const page = await browser.newPage();
  const misdeeds: Misdeeds = { violations: [], complaints: [], foreign: [] };
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) misdeeds.complaints.push(message.text());
  });
  page.on('pageerror', (error) => misdeeds.complaints.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && page.url().startsWith('http') && origin !== new URL(page.url()).origin) {
      misdeeds.foreign.push(request.url());
    }
  });
  await page.exposeFunction('noteViolation', (text: string) => misdeeds.violations.push(text));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      (globalThis as unknown as { noteViolation(text: string): void }).noteViolation(
        `${effectiveDirective} ${blockedURI}`,
      );
    });
  });
  return { page, misdeeds };
}

/** What the page heard from an element, in order: the event's name and a copy of its detail. */
export interface Heard {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each event has its own shape
  readonly detail: any;
  /** Milliseconds since the page opened. */
  readonly at: number;
}

const EVENTS = [
  'shc-verified',
  'shc-result',
  'shc-error',
  'shc-scan',
  'shc-camera-change',
  'shl-open',
  'shl-result',
  'shl-error',
];

/** Call before the page opens: it then keeps every event of our elements that reaches the document. */
export async function keepEvents(page: Page): Promise<void> {
  await page.evaluateOnNewDocument((names: string[]) => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    for (const name of names) {
      document.addEventListener(name, (event) => {
        const { type, detail } = event as CustomEvent;
        heard.push({ type, detail: structuredClone(detail), at: performance.now() });
      });
    }
  }, EVENTS);
}

export const heardBy = (page: Page): Promise<Heard[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);

/** Waits for the first event of a name and returns it. */
export async function waitForEvent(page: Page, name: string, timeout = 20_000): Promise<Heard> {
  const has = (wanted: string) =>
    (globalThis as unknown as { heard: Heard[] }).heard.some(({ type }) => type === wanted);
  try {
    await page.waitForFunction(has, { timeout, polling: 50 }, name);
  } catch {
    const types = (await heardBy(page)).map(
      ({ type, detail }) => `${type} ${detail?.code ?? detail?.result?.verdict ?? ''}`,
    );
    throw new Error(`No ${name} in ${timeout} ms; heard: ${types.join(', ') || 'nothing'}`);
  }
  return (await heardBy(page)).find(({ type }) => type === name) as Heard;
}
