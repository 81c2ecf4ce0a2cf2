/**
 * What a fresh clone needs before anything runs. Node's own modules only: nothing is installed yet when this starts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a command in the repository with its output shown; a failure ends this process with the same code. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const npm = (...args) =>
  run('npm', args, { shell: process.platform === 'win32', env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' } });

const packagesOf = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {});

/** True when every package of the lock file is installed in the version it names (packages for other systems aside). */
export function isInstalled() {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/** Installs the packages of the lock file when they are missing or are others. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages (npm ci) ...');
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
}

const SOURCES = [
  'src',
  'components',
  'demo',
  'test',
  'package-lock.json',
  'tsconfig.json',
  'rollup.config.mjs',
  'scripts/build.mjs',
];

const newest = (path) => {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
};

/** The last file a build writes: newer than every source when the build is up to date. */
export const BUILD_MARK = join(root, 'dist', 'cdn', 'integrity.json');

/** True when nothing has changed since the last whole build. */
export const isBuilt = () => Math.max(...SOURCES.map((path) => newest(join(root, path)))) < newest(BUILD_MARK);

/** Builds when something changed since the last whole build. */
export function ensureBuilt() {
  if (isBuilt()) return;
  console.log('Building ...');
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}
