import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recognize } from '../../src/index.js';

const CASES: [text: string, kind: string][] = [
  ['shc:/567629', 'card-qr'],
  ['  shc:/5676\n 2909\r\n', 'card-qr'],
  ['shc:/567629\nshc:/567629', 'card-qr'],
  ['shc:/1/3/5676', 'card-chunk'],
  ['shc:/1/3/56\n76', 'card-chunk'],
  ['eyJ6aXAiOiJERUYifQ.AAAA.BBBB', 'card-jws'],
  ['{"verifiableCredential":["a"]}', 'card-file'],
  ['\n {"verifiableCredential": []} ', 'card-file'],
  ['{"resourceType":"Parameters","parameter":[]}', 'card-parameters'],
  ['https://wallet.example/SMARTHealthCard/#{"verifiableCredential":["a.b.c"]}', 'card-deep-link'],
  ['https://wallet.example/#%7B%22verifiableCredential%22%3A%5B%22a%22%5D%7D', 'card-deep-link'],
  ['shlink:/eyJ1cmwiOiJodHRwczovLyJ9', 'health-link'],
  ['https://viewer.example/v?x#shlink:/eyJ1', 'health-link'],
  ['Here it is: shlink:/eyJ1cmwi\nOiJodHRw', 'health-link'],
  ['https://viewer.example/?x=shlink%3A%2FeyJ1', 'health-link'],
  ['shlink:/\u200beyJ1', 'health-link'],
  ['vhlink:/eyJ1', 'vhlink'],
  ['https://viewer.example#vhlink:/eyJ1', 'vhlink'],
  ['HC1:6BF+70790T9WJWG.FKY*4GO0', 'hc1'],
  ['https://example.org/menu', 'web-link'],
  ['M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 226F001A0025 100', 'boarding-pass'],
  ['{"a":1}', 'json'],
  ['[1]', 'json'],
  ['{broken', 'text'],
  ['www.example.com', 'text'],
  ['hello', 'text'],
  ['notashlink:/x', 'text'],
  ['', 'empty'],
  [' \n\t', 'empty'],
];

for (const [text, kind] of CASES) {
  test(`${JSON.stringify(text).slice(0, 60)} is ${kind}`, () => {
    const found = recognize(text);
    assert.equal(found.kind === 'other' ? found.what : found.kind, kind);
  });
}

test('a chunk says which of how many it is; QR text comes back without its line wraps', () => {
  assert.deepEqual(recognize(' shc:/2/3/56\n76'), { kind: 'card-chunk', text: 'shc:/2/3/5676', index: 2, total: 3 });
  assert.deepEqual(recognize('shc:/56\n76'), { kind: 'card-qr', text: 'shc:/5676' });
});

test('never throws, whatever it is given', () => {
  // biome-ignore lint/suspicious/noExplicitAny: misuse on purpose.
  for (const odd of [undefined, null, 7, {}, [], Symbol('x')] as any[]) assert.equal(recognize(odd).kind, 'other');
  for (const text of [
    '{'.repeat(1e5),
    `"${'\\'.repeat(1e5)}`,
    'shc:/'.repeat(1e5),
    'https://a#{'.repeat(1e4),
    '\u0000'.repeat(1e5),
  ]) {
    const start = Date.now();
    recognize(text);
    assert.ok(Date.now() - start < 1_000);
  }
});
