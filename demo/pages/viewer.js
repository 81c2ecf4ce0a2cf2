import { ask, choice, guarded } from './demo.js';
import { trust } from './trust.js';

const viewer = document.querySelector('shl-viewer');
viewer.trust = trust;

const made = document.querySelector('#made');
let uri = '';

const LINKS = [
  ['Patient summary', 'Josephine Hart, and her signed vaccines', { person: 'josephine' }],
  ['Vaccines with a passcode', 'Amara Okafor, the passcode is 1234', { person: 'amara', passcode: '1234' }],
  ['Insurance card', 'Zoë Björklund, one file fetched directly', { person: 'zoe', direct: true }],
  ['Test result, kept up to date', 'Mateo Rivera, a long-term link', { person: 'mateo', longTerm: true }],
];

const open = guarded(async (request) => {
  made.hidden = true;
  const link = await ask('/api/share', request);
  uri = link.uri;
  viewer.link = uri;
  document.querySelector('#about').textContent = link.label;
  made.hidden = false;
});

document
  .querySelector('#links')
  .append(...LINKS.map(([title, about, request]) => choice(title, about, () => open(request))));
document.querySelector('#paste').addEventListener('submit', (event) => {
  event.preventDefault();
  viewer.link = new FormData(event.target).get('link');
  event.target.reset();
});
document.querySelector('#copy').addEventListener(
  'click',
  guarded(async ({ target }) => {
    await navigator.clipboard.writeText(uri);
    target.textContent = 'Copied';
    setTimeout(() => {
      target.textContent = 'Copy the link';
    }, 2000);
  }),
);
