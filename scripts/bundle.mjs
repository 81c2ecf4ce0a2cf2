/** Which bundles there are for pages without a bundler (dist/cdn), and what lies beside them. How one is made: rollup.config.mjs. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import { oneFile } from '../rollup.config.mjs';
import { root } from './setup.mjs';

const dist = join(root, 'dist');
/** The WebAssembly module of the default QR engine, as its package has it: node_modules/zxing-wasm/dist/reader/zxing_reader.wasm. */
const wasmFile = () => fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));

const licenceOf = (folder) => readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));

/**
 * Bundles one module into one file's text; the options are those of oneFile in rollup.config.mjs.
 *
 * @returns {Promise<{ code: string, modules: Record<string, number> }>} modules: bytes of each before minifying
 */
export async function bundle(input, options) {
  const { output: as, ...config } = oneFile(input, options);
  const build = await rollup(config);
  const { output } = await build.generate(as);
  await build.close();
  const modules = Object.fromEntries(
    Object.entries(output[0].modules).map(([id, { renderedLength }]) => [id, renderedLength]),
  );
  return { code: output[0].code, modules };
}

/** What a page's script may import from every entry, beside the elements: it is in there anyway. */
const FOR_SCRIPTS = 'createHostClient, createTrust, loadDirectory, recognize, verifyCard, verifyCards';

function entries() {
  const registering = readdirSync(join(dist, 'components', 'define')).filter((name) => /^(all|.*-.*)\.js$/.test(name));
  const from = (...path) => JSON.stringify(join(dist, ...path));
  return registering.map((name) => ({
    file: name === 'all.js' ? 'shc-elements.min.js' : name.replace('.js', '.min.js'),
    code: `export * from ${from('components', 'define', name)};
      export { ${FOR_SCRIPTS} } from ${from('src', 'index.js')};`,
  }));
}

/** A module that is text, as an entry for rollup: bundle(ENTRY, { plugins: [textEntry(code)] }). */
export const ENTRY = '\0entry';
export const textEntry = (code) => ({
  name: 'text-entry',
  resolveId: (id) => (id === ENTRY ? id : undefined),
  load: (id) => (id === ENTRY ? { code, moduleSideEffects: 'no-treeshake' } : undefined),
});

function writeLicences(packages, folder) {
  const texts = [...packages].sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const file = licenceOf(path);
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(path, file), 'utf8').trim() : ''}\n`;
  });
  writeFileSync(join(folder, 'LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** For pages that use the package's modules: beside the module that looks for them, the worker as one file without imports, and the wasm. */
export async function completeQrFolder() {
  const folder = join(dist, 'src', 'qr');
  writeFileSync(join(folder, 'worker.js'), (await bundle(join(folder, 'worker.js'))).code);
  rmSync(join(folder, 'worker.js.map'), { force: true });
  copyFileSync(wasmFile(), join(folder, 'zxing_reader.wasm'));
}

/** Writes dist/cdn and returns the names of its files. */
export async function bundleForScriptTags() {
  const folder = join(dist, 'cdn');
  mkdirSync(folder, { recursive: true });
  const lazy = new Map();
  const packages = new Set([join(dirname(wasmFile()), '..', '..')]);
  const write = async (name, input, plugins = []) =>
    writeFileSync(join(folder, name), (await bundle(input, { lazy, packages, plugins })).code);

  await Promise.all([
    ...entries().map(({ file, code }) => write(file, ENTRY, [textEntry(code)])),
    write('qr-worker.js', join(dist, 'src', 'qr', 'worker.js')),
  ]);
  const done = new Set();
  // A file that loads on first use may name others: until no new one comes.
  for (let next = [...lazy]; next.length > 0; next = [...lazy].filter(([name]) => !done.has(name))) {
    for (const [name] of next) done.add(name);
    await Promise.all(next.map(([name, input]) => write(`${name}.js`, input)));
  }
  copyFileSync(wasmFile(), join(folder, 'zxing_reader.wasm'));
  writeLicences(packages, folder);

  const files = readdirSync(folder).sort();
  const digest = (name) =>
    `sha384-${createHash('sha384')
      .update(readFileSync(join(folder, name)))
      .digest('base64')}`;
  const integrity = Object.fromEntries(
    files.filter((name) => /\.(js|wasm)$/.test(name)).map((name) => [name, digest(name)]),
  );
  writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
  return Object.keys(integrity);
}
