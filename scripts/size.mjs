/**
 * `npm run size`: gzip bytes of what a page loads, after a build. A row over its ceiling makes the command fail.
 *
 *   npm run size -- --write       also into the table of README
 *   npm run size -- --json        for tests
 *   npm run size -- --parts NAME  what one file is made of, largest first
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle, ENTRY, textEntry } from './bundle.mjs';
import { root } from './setup.mjs';

const cdn = (name) => readFileSync(join(root, 'dist', 'cdn', name));
const core = `export { verifyCard } from ${JSON.stringify(join(root, 'dist', 'src', 'index.js'))};`;

/** The core as a page's own bundler would take it: one function of it. */
const coreAlone = async () => (await bundle(ENTRY, { lazy: new Map(), plugins: [textEntry(core)] })).code;

/**
 * What is measured, in bytes after gzip: the goal, and the most it may be today. A ceiling goes up only with a new element or view,
 * by what that weighs, and is said in CHANGELOG.
 */
const ROWS = [
  ['all elements, English inside', 'shc-elements.min.js', 60_000, 134_000],
  ['`<shc-scanner>` alone', 'shc-scanner.min.js'],
  ['`<shc-display>` alone', 'shc-display.min.js', 40_000, 97_000],
  ['`<shl-viewer>` alone', 'shl-viewer.min.js'],
  ['`<shl-share>` alone', 'shl-share.min.js'],
  ['core, `verifyCard` alone', coreAlone, 20_000, 20_000],
  ['QR worker, on first scan', 'qr-worker.js'],
  ['QR engine (WebAssembly): script', 'engine-wasm.js'],
  ['QR engine (WebAssembly): module', 'zxing_reader.wasm'],
  ['QR engine (plain JavaScript), where WebAssembly is blocked', 'engine-js.js'],
];

const measured = [];
for (const [what, source, goal, ceiling] of ROWS) {
  const file = typeof source === 'string' ? source : '';
  if (file && !existsSync(join(root, 'dist', 'cdn', file))) continue;
  const content = file ? cdn(file) : await source();
  measured.push({ what, file, gzip: gzipSync(content, { level: 9 }).length, goal, ceiling });
}

const [option, name] = process.argv.slice(2);
if (option === '--json') console.log(JSON.stringify(measured));
else if (option === '--parts') {
  const input = name === 'core' ? 'src/index.js' : `components/define/${name === 'shc-elements' ? 'all' : name}.js`;
  const { modules } = await bundle(join(root, 'dist', input), { lazy: new Map() });
  const rows = Object.entries(modules).sort(([, a], [, b]) => b - a);
  for (const [id, bytes] of rows) console.log(`${String(bytes).padStart(8)}  ${relative(root, id)}`);
} else {
  const kB = (bytes) => (bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} kB`);
  const rows = measured.map(
    ({ what, file, gzip, goal }) => `| ${what} | ${file && `\`${file}\``} | ${kB(gzip)} | ${kB(goal)} |\n`,
  );
  const table = `| what a page loads | file | gzip | goal |\n|---|---|---|---|\n${rows.join('')}`;
  console.log(table);
  if (option === '--write') {
    const readme = join(root, 'README.md');
    const old = /\| what a page loads \|(?:.*\n\|)*.*\n/;
    writeFileSync(readme, readFileSync(readme, 'utf8').replace(old, table));
  }
}
const over = measured.filter(({ gzip, ceiling }) => gzip > ceiling);
for (const { what, gzip, ceiling } of over) console.error(`Too large: ${what}: ${gzip} bytes, at most ${ceiling}.`);
process.exitCode = over.length > 0 ? 1 : 0;
