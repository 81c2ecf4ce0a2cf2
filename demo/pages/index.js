import { ask, cardUrl, guarded, showProblem } from './demo.js';

const copy = (id) => document.querySelector(`#${id}`).content.firstElementChild.cloneNode(true);

/** `about` tells links of the same words apart for those who hear them. */
function link(text, about, href, { main = false, download = false } = {}) {
  const a = document.createElement('a');
  a.className = `button small${main ? ' main' : ''}`;
  a.href = href;
  a.textContent = text;
  a.setAttribute('aria-label', `${text}: ${about}`);
  a.toggleAttribute('download', download);
  return a;
}

function row(title, about, ...actions) {
  const item = copy('row');
  item.firstElementChild.append(title);
  if (about) {
    const small = document.createElement('small');
    small.textContent = about;
    item.firstElementChild.append(small);
  }
  item.lastElementChild.append(...actions);
  return item;
}

const show = (id) => `/display.html?card=${id}`;

/** Makes a real link on this server's host and opens it in the viewer page. */
function shareButton(person, name) {
  const button = document.createElement('button');
  button.className = 'small';
  button.textContent = 'Share as a link';
  button.setAttribute('aria-label', `Share as a link: everything of ${name}`);
  button.addEventListener(
    'click',
    guarded(async () => {
      const { uri } = await ask('/api/share', { person });
      location.href = uri;
    }),
  );
  return button;
}

function personCard({ id, name, birthDate, about, cards }) {
  const article = copy('person');
  const born = new Date(`${birthDate}T00:00:00Z`).toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' });
  article.querySelector('h3').textContent = name;
  article.querySelector('p').textContent = `${about}. Born ${born}`;
  article
    .querySelector('ul')
    .append(
      ...cards.map((card) =>
        row(
          card.title,
          '',
          link('Show', `${card.title}, ${name}`, show(card.id), { main: true }),
          link('Download', `${card.title}, ${name}`, cardUrl(card.id), { download: true }),
        ),
      ),
      row('Everything', '', shareButton(id, name)),
    );
  return article;
}

try {
  const { people, samples } = await ask('/api/people');
  document.querySelector('#people-list').append(...people.map(personCard));
  document
    .querySelector('#sample-list')
    .append(...samples.map(({ id, title, about }) => row(title, about, link('Show', title, show(id)))));
} catch (error) {
  showProblem(error);
}
