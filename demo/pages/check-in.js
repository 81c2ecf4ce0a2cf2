/**
 * A clinic's check-in. The scanner's one event fills the form; what counts is what the server finds when it verifies the
 * same card again.
 */

import { ask, cardFile, guarded, offerCards, showProblem } from './demo.js';
import { trust } from './trust.js';

const form = document.querySelector('#check-in');
const scanner = form.querySelector('shc-scanner');
const send = document.querySelector('#send');
const hint = document.querySelector('#hint');
const outcome = document.querySelector('#outcome');
const refusal = document.querySelector('#refusal');
scanner.trust = trust;

/** The verified card this form is about; never more than one. */
let card = '';

function showStep(current) {
  for (const [index, item] of [...document.querySelector('#steps').children].entries()) {
    item.classList.toggle('done', index < current);
    if (index === current) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  }
}

/** The one person of a bundle, by standard autocomplete names. Nobody when the card names several. */
function personOf(bundle) {
  const patients = bundle.entry
    .map(({ resource }) => resource)
    .filter(({ resourceType }) => resourceType === 'Patient');
  const name = patients[0]?.name?.[0];
  if (patients.length !== 1 || !name?.family) return {};
  return { 'given-name': name.given?.join(' '), 'family-name': name.family, bday: patients[0].birthDate };
}

/** Everything of an earlier card goes before anything of the next one comes: two people never share a form. */
function empty() {
  card = '';
  for (const input of form.querySelectorAll('input')) {
    input.value = '';
    input.closest('label').classList.remove('filled');
  }
  send.disabled = true;
  hint.textContent = 'Scan a card first. Only a card that this clinic can verify is accepted.';
  outcome.hidden = true;
  refusal.hidden = true;
  showProblem();
  showStep(0);
}

/** For the next person. */
function startOver() {
  scanner.clear();
  empty();
  form.hidden = false;
}

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    const input = form.elements[name];
    if (!input || !value) continue;
    input.value = value;
    // A partial date ('1961') is no value for a date field: the person enters it.
    input.closest('label').classList.toggle('filled', input.value === value);
  }
}

document.querySelector('#restart').addEventListener('click', startOver);
form.addEventListener('input', ({ target }) => {
  target.closest?.('label')?.classList.remove('filled');
  refusal.hidden = true;
});

scanner.addEventListener('shc-scan', empty);
scanner.addEventListener('shc-verified', ({ detail }) => {
  empty();
  const person = personOf(detail.bundle);
  fill(person);
  card = detail.result.jws;
  send.disabled = false;
  hint.textContent = person['family-name']
    ? 'Is this you? Then check in.'
    : 'The card does not name one person. Please fill in the form.';
  showStep(1);
  // On a phone the form is below the scanner.
  send.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
});

const term = (name, value) => {
  const dt = document.createElement('dt');
  const dd = document.createElement('dd');
  const bdi = document.createElement('bdi');
  dt.textContent = name;
  bdi.textContent = value;
  dd.append(bdi);
  return [dt, dd];
};
const element = (tag, text = '') => Object.assign(document.createElement(tag), { textContent: text });
const longDate = (date) =>
  new Date(date.length > 10 ? date : `${date}T00:00:00Z`).toLocaleDateString(document.documentElement.lang, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });

/** What the server believed: its words and its values, not ours. */
function showAccepted({ person, issuer, issuedAt }) {
  const facts = document.createElement('dl');
  facts.append(
    ...term('Name', person.name),
    ...(person.birthDate ? term('Born', longDate(person.birthDate)) : []),
    ...term('Card from', issuer.name ?? issuer.url),
    ...(issuedAt ? term('Issued', longDate(issuedAt)) : []),
  );
  const next = element('button', 'Check in the next person');
  next.className = 'main';
  next.addEventListener('click', () => {
    startOver();
    scanner.focus();
  });
  outcome.replaceChildren(
    element('h2', 'You are checked in'),
    element('p', 'Our server verified your card again and confirmed:'),
    facts,
    element('p', 'Please have your photo ID ready at the desk.'),
    next,
  );
  outcome.hidden = false;
  form.hidden = true;
  showStep(3);
  outcome.focus();
}

function showRefused({ reasons }) {
  const list = document.createElement('ul');
  list.append(...reasons.map((reason) => element('li', reason)));
  refusal.replaceChildren(element('strong', 'We could not check you in'), list);
  refusal.hidden = false;
}

form.addEventListener(
  'submit',
  guarded(async (event) => {
    event.preventDefault();
    if (!form.reportValidity() || !card) return;
    send.disabled = true;
    const values = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== 'card'));
    try {
      const answer = await ask('/api/check-in', { card, form: values });
      if (answer.accepted) showAccepted(answer);
      else showRefused(answer);
    } finally {
      send.disabled = !card;
    }
  }),
);

guarded(() =>
  offerCards(
    guarded(async (id) => scanner.read(await cardFile(id))),
    { samples: false },
  ),
)();
