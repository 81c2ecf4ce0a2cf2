/**
 * `npm run build`: TypeScript to dist/{src,components,cli,demo,test}, then the bundles for script tags to dist/cdn.
 *
 * Files are written over the old ones and what has lost its source is removed after, so that a demo that runs keeps running.
 */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './setup.mjs';

const started = Date.now();
const dist = join(root, 'dist');
const tool = (...path) => join(root, 'node_modules', ...path);

/** Removes emitted files whose source is gone, so that no test or page of yesterday is found. */
function prune(folder) {
  for (const name of readdirSync(join(dist, folder))) {
    const path = join(folder, name);
    if (statSync(join(dist, path)).isDirectory()) prune(path);
    else {
      const stem = path.replace(/(\.d)?\.[cm]?[jt]s(\.map)?$/, '');
      const sources = ['.ts', '.mts', '.tsx'].map((ending) => join(root, stem + ending));
      if (stem !== path && !sources.some(existsSync)) rmSync(join(dist, path));
    }
  }
  if (readdirSync(join(dist, folder)).length === 0) rmSync(join(dist, folder), { recursive: true });
}

run(process.execPath, [tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']);
for (const folder of ['src', 'components', 'cli', 'demo', 'test']) if (existsSync(join(dist, folder))) prune(folder);

run(process.execPath, [
  tool('@custom-elements-manifest', 'analyzer', 'cem.js'),
  'analyze',
  '--quiet',
  '--config',
  'scripts/manifest.config.mjs',
]);

rmSync(join(dist, 'cdn'), { recursive: true, force: true });
const { bundleForScriptTags, completeQrFolder } = await import('./bundle.mjs');
const files = await bundleForScriptTags();
await completeQrFolder();
console.log(
  `Built ${files.length} files for script tags; all done in ${((Date.now() - started) / 1000).toFixed(1)} s.`,
);
