/** What the pages share: asking the demo server, and building lists without a line of HTML from data. */

/** GET, or POST when there is something to send. Rejects with a sentence for people. */
export async function ask(path, send) {
  const response = await fetch(
    path,
    send && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(send) },
  ).catch(() => {
    throw new Error('The demo server does not answer. Is it still running?');
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok && !('accepted' in answer)) throw new Error(answer.error ?? 'The demo server had a problem.');
  return answer;
}

/** Shows what went wrong, or clears it. */
export function showProblem(error) {
  const line = document.querySelector('#problem');
  line.hidden = !error;
  line.textContent = error?.message ?? '';
}

/** Runs a piece of work for a click; the page shows what went wrong with it. */
export const guarded =
  (work) =>
  (...args) => {
    showProblem();
    return Promise.resolve(work(...args)).catch(showProblem);
  };

/** A button with a title and a line under it. */
export function choice(title, about, onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  const words = document.createElement('span');
  words.append(title);
  if (about) {
    const small = document.createElement('small');
    small.textContent = about;
    words.append(small);
  }
  button.append(words);
  button.addEventListener('click', () => {
    for (const other of button.parentElement.children) other.setAttribute('aria-pressed', String(other === button));
    onClick();
  });
  return button;
}

export const cardUrl = (id) => `/cards/${id}.smart-health-card`;

/** The card as the file a person would have downloaded. */
export async function cardFile(id) {
  const response = await fetch(cardUrl(id));
  if (!response.ok) throw new Error('The demo server did not give out this card.');
  return new File([await response.blob()], `${id}.smart-health-card`, { type: 'application/smart-health-card' });
}

/** Fills the two lists of cards on a page; `onPick` gets the id of the card. */
export async function offerCards(onPick, { samples = true } = {}) {
  const { people, samples: faulty } = await ask('/api/people');
  const cards = people.flatMap((person) => person.cards.map((card) => ({ ...card, about: person.name })));
  document
    .querySelector('#cards')
    .append(...cards.map(({ id, title, about }) => choice(title, about, () => onPick(id))));
  if (samples)
    document
      .querySelector('#samples')
      .append(...faulty.map(({ id, title, about }) => choice(title, about, () => onPick(id))));
  return [...cards, ...faulty].map(({ id }) => id);
}
