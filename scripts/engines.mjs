/**
 * The browser engines on this machine: where they are, how they are started for tests, what to install when they are missing.
 * Used by the test command, the element test configuration, the end-to-end tests and the screenshots.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** The engines we test, in the order they run. */
export const ENGINES = ['chromium', 'firefox', 'webkit'];

/** Debian packages that bring an engine. */
export const DEBIAN_PACKAGES = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
};

/** What to tell a person whose machine lacks an engine. */
export const HOW_TO_INSTALL = {
  chromium: 'install Chrome or Chromium, or set CHROME_PATH to its program',
  firefox: 'install Firefox, or set FIREFOX_PATH to its program',
  webkit:
    'on Debian or Ubuntu: apt-get install webkit2gtk-driver xvfb (elsewhere there is no WebKit to drive this way)',
};

const programFiles = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];

const PLACES = {
  chromium: {
    env: 'CHROME_PATH',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'],
    mac: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    ),
    windows: ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
  },
  firefox: {
    env: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    mac: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    windows: ['Mozilla Firefox/firefox.exe'],
  },
};

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The full path of a program on PATH, or undefined. */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find(isProgram);
}

/** MiniBrowser lives outside PATH, in a folder that names the architecture and the version of WebKitGTK. */
function findMiniBrowser() {
  const libraries = ['/usr/lib', '/usr/libexec'].filter((folder) => existsSync(folder));
  const homes = libraries.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
  const versions = ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'];
  return versions.flatMap((version) => homes.map((home) => join(home, version, 'MiniBrowser'))).find(isProgram);
}

/**
 * Looks for one engine.
 *
 * @param {'chromium' | 'firefox' | 'webkit'} engine
 * @returns what is needed to start it (`path`; WebKit: `driver` and `browser`), or undefined where it is missing
 */
export function findEngine(engine) {
  if (engine === 'webkit') {
    const driver = onPath('WebKitWebDriver');
    const browser = findMiniBrowser();
    const screen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY || onPath('Xvfb');
    return driver && browser && screen ? { driver, browser } : undefined;
  }
  const { env, names, mac, windows } = PLACES[engine];
  if (process.env[env]) return isProgram(process.env[env]) ? { path: process.env[env] } : undefined;
  const places = {
    darwin: mac,
    win32: programFiles.filter(Boolean).flatMap((folder) => windows.map((path) => join(folder, path))),
  };
  const path = names.map(onPath).find(Boolean) ?? (places[process.platform] ?? []).find(isProgram);
  return path ? { path } : undefined;
}

/** Chromium's sandbox does not start for root (containers, CI); everybody else keeps it. */
export const isRoot = () => process.getuid?.() === 0;

/** Arguments for a quiet Chromium that makes no requests of its own. */
export const chromiumArgs = () => [
  ...(isRoot() ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Firefox's settings: a pretended camera that is allowed at once, and no pages of its own. */
export const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
};

/** A TCP port on 127.0.0.1 that nobody uses just now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const children = new Set();
/** Starts a helper program that dies with this process. */
function startHelper(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: options?.stdio ?? 'ignore' });
  children.add(child);
  child.once('exit', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}
const stopHelpers = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.once('exit', stopHelpers);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    stopHelpers();
    process.exit(1);
  });
}

/** A screen for a browser that cannot run without one: the person's own, else an Xvfb of ours. Returns DISPLAY. */
async function ensureScreen() {
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return process.env.DISPLAY;
  const xvfb = startHelper('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    xvfb.once('error', reject);
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    xvfb.stdio[3].once('data', (data) => resolve(String(data).trim()));
  });
  return `:${number}`;
}

/**
 * Starts WebKitWebDriver on a free port (and a screen where there is none). Both end with this process.
 *
 * @returns `{ hostname, port, capabilities }` for a WebDriver client
 */
export async function startWebKitDriver({ driver, browser }) {
  const display = await ensureScreen();
  const port = await freePort();
  const child = startHelper(driver, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...process.env, ...(display ? { DISPLAY: display } : {}), NO_AT_BRIDGE: '1' },
  });
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`http://127.0.0.1:${port}/status`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || tries > 100) throw new Error('WebKitWebDriver did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    hostname: '127.0.0.1',
    port,
    capabilities: {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    },
  };
}
