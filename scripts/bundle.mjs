/**
 * Bundles the emitted JavaScript for pages without a bundler: dist/cdn.
 *
 * Each entry is one file with English inside. What is imported with `import()` becomes a file of its own beside it, shared by
 * all entries, that never imports an entry back: a page may load an entry under any name, query or integrity check.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { root } from './setup.mjs';

const dist = join(root, 'dist');
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The WebAssembly module of the default QR engine, as its package has it: node_modules/zxing-wasm/dist/reader/zxing_reader.wasm. */
const wasmFile = () => fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));

/** In a bundle the worker and the WebAssembly module lie beside the file that is running. */
const assetsBeside = {
  name: 'assets-beside',
  load: (id) =>
    id === join(dist, 'src', 'qr', 'assets.js')
      ? `export const workerUrl = () => new URL('./qr-worker.js', import.meta.url);
         export const wasmUrl = () => new URL('./zxing_reader.wasm', import.meta.url);`
      : undefined,
};

/** zxing-wasm would ask a public CDN for its module if nobody told it where that is. We do; and the address goes too. */
const forgetPublicCdn = {
  name: 'forget-public-cdn',
  transform(code, id) {
    if (!/zxing-wasm[\\/]dist[\\/]es[\\/]share\.js$/.test(id)) return null;
    const without = code.replace(/`https:\/\/[\w.]*jsdelivr\.net\/[^`]*`/, "''");
    if (without === code) this.error('zxing-wasm has another default address now');
    return { code: without, map: null };
  },
};

/** A readable, stable name for a module that loads on first use. */
function lazyName(id) {
  const [, packageName] = id.match(/.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/) ?? [];
  if (packageName) return packageName.replace('@', '').replace(/[\\/]/, '-');
  const parts = relative(dist, id).replace(/\.js$/, '').split(sep);
  if (parts.at(-1) === 'index') parts.pop();
  return parts.at(-2) === 'locales' ? `locale-${parts.at(-1)}` : parts.at(-1);
}

/** Turns every `import()` into a reference to a file of its own, and notes it in `lazy` (name -> module). */
const splitLazy = (lazy) => ({
  name: 'split-lazy',
  async resolveDynamicImport(specifier, importer) {
    if (specifier.type === 'Identifier') return null; // a variable: for Node alone, never reached in a page
    if (typeof specifier !== 'string') throw new Error(`${importer}: import() of a name that is not written out`);
    const resolved = await this.resolve(specifier, importer);
    if (!resolved || resolved.external) return resolved;
    const name = lazyName(resolved.id);
    if ((lazy.get(name) ?? resolved.id) !== resolved.id) throw new Error(`Two modules would be called ${name}.js`);
    lazy.set(name, resolved.id);
    return { id: `lazy:${name}`, external: true };
  },
});

const licenceOf = (folder) => readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));

/** Notes the folder of every package whose code is in a bundle. */
const noteLicences = (packages) => ({
  name: 'note-licences',
  generateBundle(_, output) {
    for (const id of Object.values(output).flatMap((chunk) => Object.keys(chunk.modules ?? {}))) {
      const [folder] = id.match(/.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/\0]+/) ?? [];
      if (folder) packages.add(folder.replaceAll('\0', ''));
    }
  },
});

const banner = `/*! ${packageJson.name} ${packageJson.version} | ${packageJson.license} | parts by others: see LICENSES.txt */`;

/** Keeps our one line; the licences of all parts are in LICENSES.txt. */
const minify = () => terser({ module: true, ecma: 2022, format: { comments: /^! shc-elements/, ecma: 2022 } });

/**
 * Bundles one module into one file's text.
 *
 * @param {string} input path of a module, or the id of one that a plugin given in `plugins` brings
 * @param {object} [options]
 * @param {Map<string, string>} [options.lazy] takes what `import()` asks for; without it that is bundled in too
 * @param {Set<string>} [options.packages] takes the folders of packages whose code is in the bundle
 * @param {object[]} [options.plugins] for rollup, before ours
 * @returns {Promise<{ code: string, modules: Record<string, number> }>} modules: bytes of each before minifying
 */
export async function bundle(input, { lazy, packages = new Set(), plugins = [] } = {}) {
  const build = await rollup({
    input,
    plugins: [
      ...plugins,
      lazy && splitLazy(lazy),
      assetsBeside,
      forgetPublicCdn,
      nodeResolve({ browser: true, exportConditions: ['production'], preferBuiltins: false }),
      commonjs(),
      minify(),
      noteLicences(packages),
    ],
    external: /^node:/,
    onLog(level, log, handle) {
      // The compiler's decorator helper asks for a global `this`, and does without.
      const expected =
        log.code === 'THIS_IS_UNDEFINED' || (log.code === 'CIRCULAR_DEPENDENCY' && /node_modules/.test(log.message));
      if (!expected) handle(level, log);
    },
  });
  const { output } = await build.generate({
    format: 'es',
    banner,
    inlineDynamicImports: !lazy,
    paths: (id) => id.replace(/^lazy:(.*)$/, './$1.js'),
  });
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
