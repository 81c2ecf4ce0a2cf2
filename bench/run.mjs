/**
 * `npm run bench`, after a build: how long the steps of the main job take in Node on this machine. One table, median and 95th
 * percentile in milliseconds. Numbers of different machines do not compare; two runs on one machine do.
 */
import {
  cardToQrText,
  createTrust,
  generateIssuerKey,
  issueCard,
  publicKeySet,
  recognize,
  summarize,
  verifyCard,
} from '../dist/src/index.js';
import { createDecoder, encodeQr } from '../dist/src/qr/index.js';

const issuer = 'https://issuer.example.org/shc';
const dose = (index) => ({
  fullUrl: `resource:${index}`,
  resource: {
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '207' }] },
    patient: { reference: 'resource:0' },
    occurrenceDateTime: `2021-0${index}-01`,
    performer: [{ actor: { display: 'ABC General Hospital' } }],
    lotNumber: `000000${index}`,
  },
});
const patient = { resourceType: 'Patient', name: [{ family: 'Anyperson', given: ['Jane'] }], birthDate: '1951-01-20' };
const bundle = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: [{ fullUrl: 'resource:0', resource: patient }, ...[1, 2, 3].map(dose)],
};

const key = await generateIssuerKey();
const jws = await issueCard({ issuer, key, bundle });
const [text] = cardToQrText(jws);
const trust = createTrust({ issuers: [{ url: issuer, keys: publicKeySet([key]).keys }], liveKeys: 'never' });

/** The code as a picture: 5 pixels to a module, on white. */
function picture({ size, modules }, scale = 5, margin = 8) {
  const side = (size + 2 * margin) * scale;
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [column, row] = [Math.floor(x / scale) - margin, Math.floor(y / scale) - margin];
      const dark = column >= 0 && row >= 0 && column < size && row < size && modules[row * size + column];
      if (dark) data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  }
  return { data, width: side, height: side };
}

async function measure(what, work, times) {
  for (let warm = 0; warm < Math.min(20, times); warm += 1) await work();
  const taken = [];
  for (let index = 0; index < times; index += 1) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  const at = (share) => taken[Math.min(taken.length - 1, Math.floor(share * taken.length))].toFixed(2);
  console.log(`| ${what} | ${at(0.5)} | ${at(0.95)} |`);
}

const { fhirBundle } = await verifyCard(text, { trust });
if (!fhirBundle) throw new Error('The card of the benchmark does not verify.');
console.log(`| step (${jws.length} characters of JWS) | median ms | 95% ms |\n|---|---|---|`);
await measure('recognize', () => recognize(text), 500);
await measure('verifyCard, from QR text', () => verifyCard(text, { trust }), 300);
await measure('summarize', () => summarize(fhirBundle), 500);
await measure('encodeQr', () => encodeQr(text), 100);
await measure('issueCard', () => issueCard({ issuer, key, bundle }), 100);
for (const engine of ['wasm', 'js']) {
  const decoder = await createDecoder({ engine });
  const image = picture(encodeQr(text));
  const read = await decoder.decode(image);
  if (read?.text !== text) throw new Error(`${engine} does not read the code.`);
  await measure(`decode ${image.width} x ${image.height}, ${engine}`, () => decoder.decode(image), 50);
  decoder.dispose();
}
