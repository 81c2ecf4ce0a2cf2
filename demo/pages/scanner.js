import { cardFile, guarded, offerCards } from './demo.js';
import { trust } from './trust.js';

const scanner = document.querySelector('shc-scanner');
const viewer = document.querySelector('shl-viewer');
scanner.trust = trust;
viewer.trust = trust;

const log = document.querySelector('#log');
const bundle = document.querySelector('#bundle');

function note(line) {
  const item = document.createElement('li');
  item.textContent = line;
  log.append(item);
}

scanner.addEventListener('shc-scan', ({ detail }) => {
  log.replaceChildren();
  bundle.hidden = true;
  viewer.hidden = true;
  viewer.clear();
  note(`shc-scan: ${detail.kind} (${detail.source})`);
});
scanner.addEventListener('shc-progress', ({ detail }) => note(`shc-progress: ${detail.have} of ${detail.of}`));
scanner.addEventListener('shc-result', ({ detail }) => note(`shc-result: ${detail.result.verdict}`));
scanner.addEventListener('shc-error', ({ detail }) => note(`shc-error: ${detail.code}`));
scanner.addEventListener('shc-verified', ({ detail }) => {
  note(`shc-verified: ${detail.index + 1} of ${detail.total}`);
  bundle.hidden = false;
  bundle.querySelector('code').textContent = JSON.stringify(detail.bundle, null, 2);
});
scanner.addEventListener('shl-scan', ({ detail }) => {
  note('shl-scan');
  viewer.hidden = false;
  viewer.link = detail.link;
});

guarded(() => offerCards(guarded(async (id) => scanner.read(await cardFile(id)))))();
