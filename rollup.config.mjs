/**
 * How the emitted JavaScript is bundled for pages without a bundler. `npm run build` uses it through scripts/bundle.mjs, which says which files there are;
 * `npx rollup -c` makes the one file with all elements, for a look.
 *
 * What is imported with `import()` becomes a file of its own, shared by all entries, that never imports an entry back: a page may load an entry under any
 * name, query or integrity check.
 */
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

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
    const file = lazyName(resolved.id);
    if ((lazy.get(file) ?? resolved.id) !== resolved.id) throw new Error(`Two modules would be called ${file}.js`);
    lazy.set(file, resolved.id);
    return { id: `lazy:${file}`, external: true };
  },
});

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

/** Keeps our one line; the licences of all parts are in LICENSES.txt. */
const minify = () => terser({ module: true, ecma: 2022, format: { comments: /^! shc-elements/, ecma: 2022 } });

/** The compiler's decorator helper asks for a global `this`, and does without. */
const isExpected = ({ code, message }) =>
  code === 'THIS_IS_UNDEFINED' || (code === 'CIRCULAR_DEPENDENCY' && /node_modules/.test(message));

/**
 * The configuration for one module as one file.
 *
 * @param {string} input path of a module, or the id of one that a plugin in `plugins` brings
 * @param {object} [options]
 * @param {Map<string, string>} [options.lazy] takes what `import()` asks for; without it that is bundled in too
 * @param {Set<string>} [options.packages] takes the folders of packages whose code is in the bundle
 * @param {object[]} [options.plugins] for rollup, before ours
 */
export const oneFile = (input, { lazy, packages = new Set(), plugins = [] } = {}) => ({
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
  onLog: (level, log, handle) => isExpected(log) || handle(level, log),
  output: {
    format: 'es',
    file: join(dist, 'look', 'shc-elements.min.js'),
    banner: `/*! ${name} ${version} | ${license} | parts by others: see LICENSES.txt */`,
    inlineDynamicImports: !lazy,
    paths: (id) => id.replace(/^lazy:(.*)$/, './$1.js'),
  },
});

export default oneFile(join(dist, 'components', 'define', 'all.js'));
