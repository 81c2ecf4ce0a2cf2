/**
 * `node bench/display.mjs`, after a build: how long Chromium takes to show large records, from having the data to the first useful
 * view (person and allergies) and to all of it, and whether scrolling through all rows keeps the page waiting. `DIST` names
 * another build. Numbers of different machines do not compare.
 */
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { bundle, ENTRY, textEntry } from '../scripts/bundle.mjs';
import { chromiumArgs, findEngine, HOW_TO_INSTALL } from '../scripts/engines.mjs';
import { root } from '../scripts/setup.mjs';
import { largeBundle } from './large-bundle.mjs';

const chromium = findEngine('chromium');
if (!chromium) {
  console.error(`No Chromium: ${HOW_TO_INSTALL.chromium}`);
  process.exit(1);
}
const dist = resolve(root, process.env.DIST ?? 'dist');
const from = (path) => JSON.stringify(join(dist, path));
const { code } = await bundle(ENTRY, {
  plugins: [
    textEntry(`
      import { ShlViewer } from ${from('components/shl-viewer.js')};
      import { encryptFile, createLink, generateLinkKey } from ${from('src/index.js')};
      customElements.define('shl-viewer', ShlViewer);
      Object.assign(window, { encryptFile, createLink, generateLinkKey });`),
  ],
});
const page = '<!doctype html><html lang="en"><title>bench</title><body><script type="module" src="/bench.js"></script>';
const server = createServer((request, response) => {
  const script = request.url === '/bench.js';
  response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
  response.end(script ? code : page);
}).listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));

/** In the page. */
async function measure(record) {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const longest = { now: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      longest.now = Math.max(longest.now, duration);
    }
  }).observe({ entryTypes: ['longtask'] });

  const key = window.generateLinkKey();
  const url = 'https://share.example/links/0123456789012345678901234567890123456789012';
  const { uri } = window.createLink({ url, key });
  const embedded = await window.encryptFile(JSON.stringify(record), 'application/fhir+json', key, { zip: true });
  const manifest = JSON.stringify({ files: [{ contentType: 'application/fhir+json', embedded }] });
  const viewer = document.createElement('shl-viewer');
  Object.assign(viewer, {
    recipient: 'Bench',
    fetch: async () => new Response(manifest, { headers: { 'content-type': 'application/json' } }),
  });
  document.body.append(viewer);
  let start = 0;
  viewer.addEventListener('shl-file', () => {
    start = performance.now();
  });
  viewer.link = uri;
  const find = (selector) => viewer.shadowRoot?.querySelector(selector);
  const until = async (done) => {
    while (!done()) await frame();
    return performance.now() - start;
  };
  const first = await until(() => find('.person-name') && find('.row'));
  const all = await until(() => find('[part~=group-encounters]') && !find('.busy'));

  const typing = performance.now();
  const box = find('input[type=search]');
  box.value = 'visit 95';
  box.dispatchEvent(new Event('input'));
  while (!find('.search-state')?.textContent.trim()) await frame();
  const search = performance.now() - typing;
  box.value = '';
  box.dispatchEvent(new Event('input'));
  await frame();
  await frame();

  await frame();
  longest.now = 0;
  for (const list of viewer.shadowRoot.querySelectorAll('details.rest')) list.open = true;
  for (let at = 0; at < 10; at += 1) await frame();
  const unfolding = longest.now;
  longest.now = 0;
  window.longest = longest;
  return { first, all, search, unfolding };
}

/** Turns the wheel through so many pixels, as a hand does: scrolling by script would wait for the painter each time. */
async function scroll(tab, pixels) {
  const session = await tab.createCDPSession();
  for (let done = 0; done < pixels; done += 10_000) {
    await session.send('Input.synthesizeScrollGesture', { x: 300, y: 300, yDistance: -10_000, speed: 6000 });
  }
  return tab.evaluate(() => ({ scrolled: window.scrollY, scrolling: window.longest.now }));
}

const browser = await puppeteer.launch({
  executablePath: chromium.path,
  protocolTimeout: 120_000,
  args: chromiumArgs(),
});
try {
  console.log('| resources | first view ms | all ms | search ms | longest task unfolding ms | scrolling ms | pixels |');
  console.log('|---|---|---|---|---|---|---|');
  // Once to warm up.
  for (const [index, count] of [100, 1000, 10_000].entries()) {
    const tab = await browser.newPage();
    await tab.goto(`http://localhost:${server.address().port}/`);
    await tab.waitForFunction('window.encryptFile');
    const told = await tab.evaluate(measure, largeBundle(count));
    const { scrolled, scrolling } = await scroll(tab, 60_000);
    const { first, all, search, unfolding } = told;
    const row = [count, first, all, search, unfolding, scrolling, scrolled].map(Math.round);
    if (index > 0) console.log(`| ${row.join(' | ')} |`);
    await tab.close();
  }
} finally {
  await browser.close();
  server.close();
}
