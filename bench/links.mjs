/**
 * What opening a big link costs: openLink beside the bare steps (fetch, decrypt, inflate, JSON.parse) on the same files, in
 * Chromium and in Node.
 *
 *   node bench/links.mjs [--runs=5] [--slow=1] [--built=dist] [--only=chromium]
 *
 * "longest task" is the longest time Chromium's main thread was busy with one thing, from the browser's own trace: as CPU time
 * (what the work costs) and by the clock (what a person waits; on a busy machine that includes other programs). "gap" is the
 * longest time between two frames. `--slow=4` slows the page's processor four times, as a cheap telephone. Medians of all runs;
 * numbers of different machines do not compare. Needs a build before.
 */
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const option = (name, standard) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? standard;
const runs = Number(option('runs', 5));
const slow = Number(option('slow', 1));
const only = option('only', '');
const built = resolve(option('built', join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')));
const core = await import(pathToFileURL(join(built, 'src', 'index.js')).href);

const FHIR = 'application/fhir+json';
const key = 'rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q';

/** Numbers that look random and are the same each time. */
let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/** A laboratory result, about 900 characters. */
const observation = () => {
  const id = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(16)).join('-');
  return {
    fullUrl: `urn:uuid:${id}`,
    resource: {
      resourceType: 'Observation',
      id,
      meta: { lastUpdated: new Date(1.6e12 + random() * 1e11).toISOString(), versionId: '1' },
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
      ],
      code: {
        coding: [{ system: 'http://loinc.org', code: `${Math.floor(random() * 1e5)}-${Math.floor(random() * 10)}` }],
      },
      subject: { reference: 'Patient/1' },
      effectiveDateTime: new Date(1.6e12 + random() * 1e11).toISOString(),
      valueQuantity: {
        value: Math.round(random() * 1e5) / 100,
        unit: 'mg/dL',
        system: 'http://unitsofmeasure.org',
        code: 'mg/dL',
      },
      referenceRange: [
        { low: { value: Math.round(random() * 100) }, high: { value: Math.round(100 + random() * 100) } },
      ],
      note: [{ text: `Specimen ${id.slice(0, 8)} was “received” on day ${Math.floor(random() * 365)}.` }],
    },
  };
};

/** A Bundle of about so many bytes of JSON. */
function bundleOf(bytes) {
  const parts = [];
  for (let size = 60; size < bytes - 1000; ) {
    const part = JSON.stringify(observation());
    parts.push(part);
    size += Buffer.byteLength(part) + 1;
  }
  return `{"resourceType":"Bundle","type":"collection","entry":[${parts.join(',')}]}`;
}

const SETS = [
  { name: '64 files, 10 MB together', files: 64, bytes: 10_000_000 / 64, zip: true },
  { name: 'the same, not compressed', files: 64, bytes: 10_000_000 / 64, zip: false },
  { name: 'the same, embedded', files: 64, bytes: 10_000_000 / 64, zip: false, embedded: true },
  { name: 'one file of 10 MB', files: 1, bytes: 9_990_000, zip: true },
  { name: 'one, not compressed', files: 1, bytes: 9_990_000, zip: false },
];

/** The bare steps with nothing checked, as many at a time as openLink: what no reader of these files can go below. */
async function bare(url, key, inflate) {
  const fromBase64url = (text) =>
    Uint8Array.fromBase64
      ? Uint8Array.fromBase64(text, { alphabet: 'base64url' })
      : globalThis.Buffer
        ? new Uint8Array(Buffer.from(text, 'base64url'))
        : Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  const secret = await crypto.subtle.importKey('raw', fromBase64url(key), 'AES-GCM', false, ['decrypt']);
  const { files } = await (await fetch(url, { method: 'POST', body: '{"recipient":"bench"}' })).json();
  let next = 0;
  let read = 0;
  const work = async () => {
    while (next < files.length) {
      const { location, embedded } = files[next++];
      const [header, , iv, body, tag] = (embedded ?? (await (await fetch(location)).text())).split('.');
      const sealed = fromBase64url(body);
      const whole = new Uint8Array(sealed.length + 16);
      whole.set(sealed);
      whole.set(fromBase64url(tag), sealed.length);
      const opened = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: fromBase64url(iv), additionalData: new TextEncoder().encode(header) },
        secret,
        whole,
      );
      const zip = JSON.parse(atob(header.replaceAll('-', '+').replaceAll('_', '/'))).zip;
      const plain = zip ? await inflate(opened) : opened;
      read += JSON.parse(new TextDecoder().decode(plain)).entry.length;
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return read;
}

const inflateInPage = (bytes) =>
  new Response(new Response(bytes).body.pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();

/** Serves the files, and a page with the core in it. */
async function startServer(script) {
  const bodies = new Map([
    ['/', ['text/html', '<!doctype html><title>Links</title>']],
    ['/core.js', ['text/javascript', script]],
  ]);
  const server = createServer((request, response) => {
    request.resume();
    const [type, body] = bodies.get(request.url) ?? ['text/plain', undefined];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  for (const [index, set] of SETS.entries()) {
    const files = [];
    set.entries = 0;
    for (let number = 0; number < set.files; number++) {
      const text = bundleOf(set.bytes);
      set.entries += JSON.parse(text).entry.length;
      const jwe = await core.encryptFile(text, FHIR, key, { zip: set.zip });
      bodies.set(`/${index}/${number}`, ['application/jose', Buffer.from(jwe)]);
      files.push({
        contentType: FHIR,
        ...(set.embedded ? { embedded: jwe } : { location: `${origin}/${index}/${number}` }),
      });
    }
    const manifest = JSON.stringify({ files });
    set.url = `${origin}/manifest/${index}/${'A'.repeat(43)}`;
    bodies.set(new URL(set.url).pathname, ['application/json', Buffer.from(manifest)]);
    set.link = core.createLink({ url: set.url, key }).uri;
  }
  return { origin, close: () => server.closeAllConnections() ?? server.close() };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const ms = (value) => (value === undefined ? '' : value.toFixed(value < 10 ? 1 : 0));
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

/** The longest task of the page's main thread between the two marks of a trace, in milliseconds of CPU and of clock. */
function longestTask(events, from, to) {
  const { pid, tid, ts: start } = events.find(({ name }) => name === from);
  const { ts: end } = events.find(({ name }) => name === to);
  const tasks = events.filter(
    (event) =>
      event.pid === pid && event.tid === tid && event.ts >= start && event.ts < end && event.name === 'RunTask',
  );
  const longest = (member) => Math.max(0, ...tasks.map((event) => event[member] ?? 0)) / 1000;
  return { cpu: longest('tdur'), clock: longest('dur') };
}

async function inChromium(origin) {
  const { default: puppeteer } = await import('puppeteer-core');
  const { findEngine, chromiumArgs } = await import('../scripts/engines.mjs');
  const browser = await puppeteer.launch({
    executablePath: findEngine('chromium').path,
    args: chromiumArgs(),
    // Watching the network makes the browser keep copies of bodies, on the thread we measure.
    networkEnabled: false,
  });
  console.log(`\n${await browser.version()}${slow > 1 ? `, slowed ${slow} times` : ''}\n`);
  row('set', 'what', 'total ms', 'to bare', 'longest task, CPU ms', 'by the clock', 'tasks over 50 ms', 'gap ms');
  row('---', '---', ...Array(6).fill('---:'));
  try {
    for (const set of SETS) {
      const taken = { bare: [], openLink: [] };
      for (let run = 0; run <= runs; run++) {
        for (const what of Object.keys(taken)) {
          const page = await browser.newPage();
          await page.goto(origin);
          await page.evaluate(`import('${origin}/core.js').then((core) => { globalThis.core = core; })`);
          if (slow > 1) await page.emulateCPUThrottling(slow);
          await page.tracing.start({
            categories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'],
          });
          const one = await page.evaluate(
            `(${measureInPage})(${JSON.stringify({ what, key, url: set.url, link: set.link })}, ${bare}, ${inflateInPage})`,
          );
          const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
          await page.close();
          if (one.read !== set.entries) throw new Error(`${what} read ${one.read} of ${set.entries} entries`);
          // The first run warms the disk and the server.
          if (run > 0) taken[what].push({ ...one, ...longestTask(traceEvents, 'bench-start', 'bench-end') });
        }
      }
      report(set, taken);
    }
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
async function measureInPage({ what, key, url, link }, bare, inflate) {
  let longTasks = 0;
  const observer = new PerformanceObserver((list) => {
    longTasks += list.getEntries().length;
  });
  observer.observe({ type: 'longtask' });
  let gap = 0;
  let last = performance.now();
  let running = true;
  const frame = () => {
    gap = Math.max(gap, performance.now() - last);
    last = performance.now();
    if (running) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  await new Promise((done) => setTimeout(done, 200));
  longTasks = 0;
  gap = 0;
  performance.mark('bench-start');
  const start = performance.now();
  let read = 0;
  if (what === 'bare') read = await bare(url, key, inflate);
  else {
    const { files } = await core.openLink(link, { recipient: 'bench', allowLoopback: true });
    for (const { resource } of files) read += resource?.entry.length ?? 0;
  }
  const total = performance.now() - start;
  await new Promise((done) => setTimeout(done, 100));
  performance.mark('bench-end');
  running = false;
  observer.disconnect();
  return { total, read, gap, longTasks };
}

function report({ name }, taken) {
  for (const [what, all] of Object.entries(taken)) {
    const of = (member) => median(all.map((one) => one[member]));
    const ratio = of('total') / median(taken.bare.map(({ total }) => total));
    row(
      name,
      what,
      ms(of('total')),
      `${ratio.toFixed(2)} ×`,
      ms(of('cpu')),
      ms(of('clock')),
      of('longTasks'),
      ms(of('gap')),
    );
  }
}

async function inNode() {
  console.log(`\nNode ${process.version}\n`);
  row('set', 'what', 'total ms', 'to bare', 'longest wait of the event loop ms');
  row('---', '---', ...Array(3).fill('---:'));
  const ways = {
    bare: ({ url }) => bare(url, key, inflateRawSync),
    openLink: async ({ link }) => {
      const { files } = await core.openLink(link, { recipient: 'bench', allowLoopback: true });
      return files.reduce((sum, { resource }) => sum + (resource?.entry.length ?? 0), 0);
    },
  };
  for (const set of SETS) {
    const taken = { bare: [], openLink: [] };
    for (let run = 0; run <= runs; run++) {
      for (const [what, work] of Object.entries(ways)) {
        let gap = 0;
        let last = performance.now();
        let running = true;
        const tick = () => {
          gap = Math.max(gap, performance.now() - last);
          last = performance.now();
          if (running) setImmediate(tick);
        };
        setImmediate(tick);
        const start = performance.now();
        if ((await work(set)) !== set.entries) throw new Error(`${what} did not read everything`);
        const total = performance.now() - start;
        running = false;
        if (run > 0) taken[what].push({ total, gap });
      }
    }
    for (const [what, all] of Object.entries(taken)) {
      const of = (member) => median(all.map((one) => one[member]));
      const ratio = of('total') / median(taken.bare.map(({ total }) => total));
      row(set.name, what, ms(of('total')), `${ratio.toFixed(2)} ×`, ms(of('gap')));
    }
  }
}

const { bundle } = await import('../scripts/bundle.mjs');
const server = await startServer((await bundle(join(built, 'src', 'index.js'))).code);
if (only !== 'node') await inChromium(server.origin);
if (only !== 'chromium') await inNode();
server.close();
