import { cardUrl, guarded, offerCards } from './demo.js';
import { trust } from './trust.js';

const display = document.querySelector('shc-display');
display.trust = trust;

const open = (id) => {
  display.src = cardUrl(id);
};

document.querySelector('#views').addEventListener('click', ({ target }) => {
  if (!(target instanceof HTMLButtonElement)) return;
  display.view = target.value;
  for (const button of target.parentElement.children) button.setAttribute('aria-pressed', String(button === target));
});

guarded(async () => {
  const ids = await offerCards(open);
  const asked = new URLSearchParams(location.search).get('card');
  const first = ids.includes(asked) ? ids.indexOf(asked) : 0;
  document.querySelectorAll('.pick button')[first].click();
})();
