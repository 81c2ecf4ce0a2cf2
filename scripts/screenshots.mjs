/**
 * `npm run screenshots`: takes the pictures of README (docs/images) from the running demo, after a build.
 *
 *   npm run screenshots -- FOLDER   every page instead, light and dark, desktop and phone: to be looked at, not kept
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findEngine, HOW_TO_INSTALL } from './engines.mjs';
import { root } from './setup.mjs';

const chromium = findEngine('chromium');
if (!chromium) {
  console.error(`No Chromium: ${HOW_TO_INSTALL.chromium}`);
  process.exit(1);
}
const folder = process.argv[2];
const data = mkdtempSync(join(tmpdir(), 'shc-screenshots-'));
const demo = spawn(process.execPath, [join(root, 'dist', 'demo', 'server', 'main.js')], {
  env: { ...process.env, PORT: '0', DEMO_DATA: data },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = await once(demo.stdout, 'data');
const origin = String(line).match(/http:\/\/localhost:\d+/)[0];
const browser = await puppeteer.launch({
  executablePath: chromium.path,
  args: [
    ...chromiumArgs(),
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--hide-scrollbars',
  ],
});

/** Presses the button of a list that has these words. */
const press = (page, list, words) => page.locator(`${list} ::-p-text(${words})`).click();
const isVerified = (page, tag) =>
  page.waitForFunction((name) => document.querySelector(name).matches(':state(verified)'), { timeout: 15_000 }, tag);

/** What is photographed: the page, the element on it, and how it comes to show something. */
const SCENES = [
  {
    name: 'shc-scanner',
    path: '/scanner.html',
    async play(page) {
      await press(page, '#cards', 'COVID-19 vaccines');
      await isVerified(page, 'shc-scanner');
    },
  },
  {
    name: 'shc-display',
    path: '/display.html?card=amara-covid',
    play: (page) => isVerified(page, 'shc-display'),
  },
  {
    name: 'shl-viewer',
    path: '/viewer.html',
    async play(page) {
      const opened = page.evaluate(
        () => new Promise((resolve) => document.addEventListener('shl-result', () => resolve())),
      );
      await press(page, '#links', 'Patient summary');
      await opened;
    },
  },
  {
    name: 'shl-share',
    path: '/share.html',
    async play(page) {
      await page.locator('shl-share >>> input[type=checkbox]').click();
      await page.waitForNetworkIdle();
    },
  },
  {
    name: 'check-in',
    path: '/check-in.html',
    async play(page) {
      await page.locator('details > summary').click();
      await press(page, '#cards', 'COVID-19 vaccines');
      await page.waitForSelector('#send:not([disabled])');
    },
  },
  { name: 'index', path: '/', play: (page) => page.waitForNetworkIdle() },
  { name: 'scanner-empty', path: '/scanner.html', play: (page) => page.waitForNetworkIdle() },
  {
    name: 'scanner-camera',
    path: '/scanner.html',
    async play(page) {
      await page.locator('shc-scanner >>> [part~=start-button]').click();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    },
  },
  {
    name: 'display-changed',
    path: '/display.html?card=sample-changed',
    play: (page) => page.waitForFunction(() => document.querySelector('shc-display').matches(':state(invalid)')),
  },
];

/** A picture in README is no taller than this, in CSS pixels: the beginning says enough. */
const TALLEST = 900;

const LOOKS = [
  { name: 'desktop-light', width: 1280, height: 900, scheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, scheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, scheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, scheme: 'dark' },
];

async function open({ path, play }, { width, height, scheme }) {
  const page = await browser.newPage();
  await page.setViewport({ width, height, deviceScaleFactor: 2 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.goto(origin + path);
  await play(page);
  await new Promise((resolve) => setTimeout(resolve, 700));
  return page;
}

try {
  if (folder) {
    mkdirSync(folder, { recursive: true });
    for (const look of LOOKS) {
      for (const scene of SCENES) {
        try {
          const page = await open(scene, look);
          await page.screenshot({ path: join(folder, `${scene.name}-${look.name}.png`), fullPage: true });
          await page.close();
        } catch (error) {
          console.error(`${scene.name}, ${look.name}: ${error.message}`);
          process.exitCode = 1;
        }
      }
    }
  } else {
    const images = join(root, 'docs', 'images');
    mkdirSync(images, { recursive: true });
    for (const scene of SCENES.slice(0, 4)) {
      const page = await open(scene, { ...LOOKS[0], width: 1100 });
      const element = await page.$(scene.name);
      const { width, height } = await element.boundingBox();
      const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
      await element.screenshot({ path: join(images, `${scene.name}.png`), clip });
      await page.close();
    }
    console.log('docs/images is new: look at each picture.');
  }
} finally {
  await browser.close();
  demo.kill('SIGTERM');
  await once(demo, 'exit');
  rmSync(data, { recursive: true, force: true });
}
