/**
 * `npm test`: sets up what is missing, runs every test, ends with one line `N passed, N failed`.
 *
 *   npm test                       everything
 *   npm test -- core demo          some parts: core, security, demo, package, components, e2e
 *   WTR_BROWSERS=firefox npm test -- components
 *   CI=1 npm test                  an engine that is missing is a failure
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEBIAN_PACKAGES, ENGINES, findEngine, HOW_TO_INSTALL, isRoot, onPath } from './engines.mjs';
import { ensureBuilt, ensureInstalled, root } from './setup.mjs';

/** Parts that run in Node. Files of a part run side by side, but for the ones that measure time or drive a browser. */
const NODE_PARTS = { core: 2, security: 2, demo: 2, package: 1, e2e: 1 };
const PARTS = [...Object.keys(NODE_PARTS).slice(0, -1), 'components', 'e2e'];
/** A part that takes longer hangs. */
const PART_LIMIT = 8 * 60_000;

const isCi = Boolean(process.env.CI);
const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !PARTS.includes(part));
if (unknown) {
  console.error(`There is no part "${unknown}". The parts are: ${PARTS.join(', ')}.`);
  process.exit(2);
}
const parts = PARTS.filter((part) => wanted.length === 0 || wanted.includes(part));

const results = mkdtempSync(join(tmpdir(), 'shc-elements-test-'));
const rows = [];
const note = (part, passed, failed, skipped = 0, why = '') => rows.push({ part, passed, failed, skipped, why });

/** Runs a program to its end, or to the time limit; returns its exit code. */
function finish(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    const timer = setTimeout(() => child.kill('SIGTERM'), PART_LIMIT);
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(folder, name))
    .sort();
}

/** `# pass 12` and its like at the end of a TAP report. */
const tapCount = (text, name) => Number(text.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);

async function runInNode(part) {
  const files = testFiles(join(root, 'dist', 'test', part));
  if (files.length === 0) return;
  console.log(`\n== ${part}: ${files.length} files in Node ${process.version}`);
  const report = join(results, `${part}.tap`);
  const code = await finish(process.execPath, [
    '--test',
    `--test-concurrency=${NODE_PARTS[part]}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    ...files,
  ]);
  const tap = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const failed = tapCount(tap, 'fail') + tapCount(tap, 'cancelled');
  const crashed = code !== 0 && failed === 0;
  note(
    part,
    tapCount(tap, 'pass'),
    crashed ? 1 : failed,
    tapCount(tap, 'skipped'),
    crashed ? `ended with ${code}` : '',
  );
}

async function runInEngine(engine) {
  const part = `components in ${engine}`;
  console.log(`\n== ${part}`);
  const report = join(results, `${engine}.json`);
  const code = await finish(process.execPath, [join(root, 'node_modules', '@web', 'test-runner', 'dist', 'bin.js')], {
    WTR_BROWSERS: engine,
    WTR_RESULTS: report,
  });
  const counts = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))[engine]
    : { passed: 0, failed: 0, skipped: 0 };
  const crashed = code !== 0 && counts.failed === 0;
  note(part, counts.passed, crashed ? 1 : counts.failed, counts.skipped, crashed ? `ended with ${code}` : '');
}

/** Root on Debian may install; the command needs one engine at least, so it asks for Chromium only. */
async function installChromium() {
  if (findEngine('chromium') || !isRoot() || !onPath('apt-get')) return;
  console.log('Installing Chromium (apt-get) ...');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await finish('apt-get', ['update', '-qq'], env);
  await finish('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...DEBIAN_PACKAGES.chromium], env);
}

ensureInstalled();
ensureBuilt();
if (parts.includes('components') || parts.includes('e2e')) await installChromium();

const asked = process.env.WTR_BROWSERS?.split(',') ?? ENGINES;
for (const part of parts) {
  if (part !== 'components') await runInNode(part);
  else if (testFiles(join(root, 'dist', 'test', part)).length > 0) {
    for (const engine of asked.filter(findEngine)) await runInEngine(engine);
  }
}

const missing = parts.includes('components') ? asked.filter((engine) => !findEngine(engine)) : [];
for (const engine of missing) note(`components in ${engine}`, 0, isCi ? 1 : 0, 0, `not run: ${HOW_TO_INSTALL[engine]}`);
if (missing.length === asked.length && !isCi) {
  note('elements', 0, 1, 0, `no browser to run them in: ${HOW_TO_INSTALL.chromium}`);
}

rmSync(results, { recursive: true, force: true });
console.log('');
for (const { part, passed, failed, skipped, why } of rows) {
  const numbers = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped`;
  console.log(`${part.padEnd(24)}${numbers}${why ? `   ${why}` : ''}`);
}
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 && sum('passed') > 0 ? 0 : 1);
