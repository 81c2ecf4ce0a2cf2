/**
 * Element tests in real engines: `npx wtr` after `npx tsc`, or `npm test -- components`.
 *
 *   WTR_BROWSERS=chromium,firefox,webkit   which engines (default: every one found)
 *   WTR_RESULTS=file.json                  also write the counts there
 */
import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import * as puppeteer from 'puppeteer-core';
import { rollup } from 'rollup';
import { chromiumArgs, ENGINES, FIREFOX_PREFERENCES, findEngine, startWebKitDriver } from './scripts/engines.mjs';
import { loopback } from './test/loopback.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const vectors = join(root, '..', 'shared', 'vectors');

/** `/vectors/...`: the third-party data beside the repository, read-only. */
function serveVectors(context, next) {
  if (!context.path.startsWith('/vectors/')) return next();
  const path = normalize(join(vectors, decodeURIComponent(context.path.slice('/vectors/'.length))));
  if (!path.startsWith(vectors + sep) || !existsSync(path) || !statSync(path).isFile()) {
    context.status = 404;
    return undefined;
  }
  context.type = extname(path) || 'application/octet-stream';
  context.body = createReadStream(path);
  return undefined;
}

/** `/strict-csp/...`: the same files as without the prefix, under the strict content security policy we promise to work with. */
async function serveUnderStrictCsp(context, next) {
  if (!context.url.startsWith('/strict-csp/')) return next();
  context.url = context.url.slice('/strict-csp'.length);
  await next();
  context.set(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self'; " +
      "require-trusted-types-for 'script'; trusted-types lit-html shc-elements",
  );
  return undefined;
}

/** Modules of ours that import CommonJS packages. */
const IMPORTS_COMMONJS = ['/dist/src/qr/encode.js', '/dist/src/qr/engine-js.js'];

/** Those are served with the packages bundled in, as the CDN build does it; their own neighbours stay modules of their own. */
const bundleCommonJs = {
  name: 'bundle-commonjs',
  async serve({ path }) {
    if (!IMPORTS_COMMONJS.includes(path)) return undefined;
    const input = join(root, path);
    const bundle = await rollup({
      input,
      plugins: [nodeResolve({ browser: true }), commonjs()],
      external: (id, importer) => importer === input && id.startsWith('.'),
    });
    const { output } = await bundle.generate({ format: 'es' });
    await bundle.close();
    return { body: output[0].code, type: 'js' };
  },
};

const launchers = {
  chromium: ({ path }) =>
    chromeLauncher({
      launchOptions: {
        executablePath: path,
        args: [...chromiumArgs(), '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
      },
    }),
  firefox: ({ path }) =>
    chromeLauncher({
      puppeteer,
      launchOptions: { browser: 'firefox', executablePath: path, extraPrefsFirefox: FIREFOX_PREFERENCES },
      createBrowserContext: ({ browser }) => browser.defaultBrowserContext(),
    }),
  webkit: async (found) => webdriverLauncher({ ...(await startWebKitDriver(found)), logLevel: 'error' }),
};

const engineOf = new Map();
async function launch(engine) {
  const found = findEngine(engine);
  if (!found) throw new Error(`No ${engine} on this machine.`);
  const launcher = await launchers[engine](found);
  engineOf.set(launcher, engine);
  return launcher;
}

const wanted = process.env.WTR_BROWSERS?.split(',').map((name) => name.trim());
const unknown = wanted?.find((name) => !ENGINES.includes(name));
if (unknown) throw new Error(`WTR_BROWSERS: ${unknown} is not one of ${ENGINES.join(', ')}`);
const engines = wanted ?? ENGINES.filter(findEngine);

const countTests = (suite) => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (!suite) return counts;
  for (const test of suite.tests) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
  for (const inner of suite.suites) {
    for (const [key, value] of Object.entries(countTests(inner))) counts[key] += value;
  }
  return counts;
};

/** Counts what each engine passed and failed. A file that did not load, or threw outside a test, is one failure. */
function countingReporter(path) {
  return {
    stop({ sessions }) {
      const byEngine = Object.fromEntries(
        engines.map((name) => [name, { passed: 0, failed: 0, skipped: 0, files: 0 }]),
      );
      for (const session of sessions) {
        const total = byEngine[engineOf.get(session.browser)];
        const counts = countTests(session.testResults);
        if (!session.passed && counts.failed === 0) counts.failed = 1;
        total.files += 1;
        for (const [key, value] of Object.entries(counts)) total[key] += value;
      }
      writeFileSync(path, JSON.stringify(byEngine));
    },
  };
}

export default {
  rootDir: root,
  files: ['dist/test/components/**/*.test.js'],
  nodeResolve: { browser: true, exportConditions: ['production'] },
  middleware: [serveUnderStrictCsp, serveVectors, loopback],
  plugins: [bundleCommonJs],
  browsers: await Promise.all(engines.map(launch)),
  concurrency: 1,
  concurrentBrowsers: 2,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: false }),
    ...(process.env.WTR_RESULTS ? [countingReporter(process.env.WTR_RESULTS)] : []),
  ],
};
