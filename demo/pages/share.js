import { createHostClient } from '/dist/cdn/shc-elements.min.js';
import { ask, cardFile, choice, guarded } from './demo.js';

const share = document.querySelector('shl-share');
share.host = createHostClient(`${location.origin}/shl`);

const made = document.querySelector('#made');
let uri = '';
let picked;

const pick = guarded(async (person) => {
  const { name, cards } = person;
  picked = person;
  made.hidden = true;
  // Everything of the person before is gone before anything of the next one comes.
  share.clear();
  const items = cards.map(async ({ id, title }) => ({
    name: title,
    contentType: 'application/smart-health-card',
    content: await cardFile(id),
  }));
  const content = await Promise.all(items);
  if (picked !== person) return;
  share.label = `Health records of ${name.split(' ')[0]}`;
  share.content = content;
});

share.addEventListener('shl-share', ({ detail }) => {
  uri = detail.uri;
  made.hidden = false;
});
document
  .querySelector('#open')
  .addEventListener('click', () => window.open(`/viewer.html#${uri}`, '_blank', 'noopener'));

guarded(async () => {
  const { people } = await ask('/api/people');
  const list = document.querySelector('#people');
  list.append(...people.map((person) => choice(person.name, person.about, () => pick(person))));
  list.firstElementChild.click();
})();
