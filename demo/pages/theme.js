import { cardUrl, guarded } from './demo.js';
import { trust } from './trust.js';

const display = document.querySelector('shc-display');
const form = document.querySelector('#properties');

/** What can be set, with what it is when it is not: light, and dark where that differs. */
const PROPERTIES = [
  { name: 'accent', type: 'color', value: '#0a5ad6' },
  { name: 'on-accent', type: 'color', value: '#ffffff' },
  { name: 'surface', type: 'color', value: '#ffffff' },
  { name: 'surface-raised', type: 'color', value: '#f5f7f9' },
  { name: 'text', type: 'color', value: '#14181d' },
  { name: 'text-muted', type: 'color', value: '#535d68' },
  { name: 'border', type: 'color', value: '#dce1e6' },
  { name: 'verified-ink', type: 'color', value: '#0b6b3a' },
  { name: 'verified-wash', type: 'color', value: '#e6f6ec' },
  { name: 'radius', type: 'range', value: 14, min: 0, max: 28, unit: 'px' },
  { name: 'font-size', type: 'range', value: 16, min: 14, max: 28, unit: 'px' },
  { name: 'font', values: ['system-ui, sans-serif', 'Georgia, serif', 'Verdana, sans-serif'] },
];

const PRESETS = {
  Plain: {},
  Clinic: {
    accent: '#0b7285',
    radius: '4px',
    'surface-raised': '#eef6f7',
    'verified-ink': '#0b5d6b',
    'verified-wash': '#e3f4f6',
  },
  Paper: { accent: '#7a3e00', surface: '#fffdf7', 'surface-raised': '#f6f0e2', radius: '0px', font: 'Georgia, serif' },
  Large: { 'font-size': '22px' },
};

const PARTS = [
  'card',
  'verdict',
  'verdict-word',
  'axes',
  'data',
  'person',
  'group',
  'row',
  'trend',
  'issuer',
  'qr',
  'actions',
];

/** Only what was chosen: all else keeps its own light and dark. */
const chosen = new Map();

function apply() {
  for (const { name } of PROPERTIES) {
    const value = chosen.get(name);
    if (value === undefined) display.style.removeProperty(`--shc-${name}`);
    else display.style.setProperty(`--shc-${name}`, value);
  }
  const scheme = display.style.colorScheme;
  const lines = [
    ...(scheme && scheme !== 'light dark' ? [`  color-scheme: ${scheme};`] : []),
    ...[...chosen].map(([name, value]) => `  --shc-${name}: ${value};`),
  ];
  document.querySelector('#css').textContent =
    lines.length > 0 ? `shc-display {\n${lines.join('\n')}\n}` : '/* Nothing chosen: the element’s own look. */';
}

function field({ name, type, value, values, min, max, unit = '' }) {
  const label = document.createElement('label');
  label.append(`--shc-${name}`);
  const input = document.createElement(values ? 'select' : 'input');
  if (values) input.append(...values.map((each) => new Option(each.split(',')[0], each)));
  else Object.assign(input, { type, ...(min !== undefined && { min, max }), value });
  input.addEventListener('input', () => {
    chosen.set(name, `${input.value}${unit}`);
    apply();
  });
  input.dataset.name = name;
  label.append(input);
  return label;
}

/** Buttons of which one is pressed. */
function pickOne(list, onPick) {
  list.addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (!button) return;
    for (const other of list.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button));
    onPick(button);
  });
}

function button(words, pressed = false) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'small';
  made.value = words;
  made.textContent = words;
  made.setAttribute('aria-pressed', String(pressed));
  return made;
}

form.append(...PROPERTIES.map(field));
document.querySelector('#presets').append(...Object.keys(PRESETS).map((name, at) => button(name, at === 0)));
document.querySelector('#parts').append(
  ...PARTS.map((name) => {
    const item = document.createElement('li');
    item.append(button(name));
    return item;
  }),
);

pickOne(document.querySelector('#views'), ({ value }) => {
  display.view = value;
});
pickOne(document.querySelector('#schemes'), ({ value }) => {
  display.style.colorScheme = value;
  document.documentElement.style.colorScheme = value;
  apply();
});
pickOne(document.querySelector('#presets'), ({ value }) => {
  chosen.clear();
  for (const [name, set] of Object.entries(PRESETS[value])) chosen.set(name, set);
  for (const { name, value: plain, values } of PROPERTIES) {
    form.querySelector(`[data-name=${name}]`).value = (chosen.get(name) ?? values?.[0] ?? String(plain)).replace(
      /px$/,
      '',
    );
  }
  apply();
});
pickOne(document.querySelector('#parts'), ({ value }) => {
  display.dataset.part = value;
});
const parts = document.querySelector('#parts');
parts.addEventListener('pointerover', ({ target }) => {
  if (target.value) display.dataset.part = target.value;
});

apply();
display.trust = trust;
guarded(async () => {
  display.src = cardUrl('amara-covid');
})();
