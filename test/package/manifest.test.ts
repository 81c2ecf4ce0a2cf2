import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inRepository, readJson } from './repository.js';

interface Named {
  readonly name: string;
}
interface Declaration extends Named {
  readonly tagName?: string;
  readonly attributes?: Named[];
  readonly members?: (Named & { readonly kind: string })[];
  readonly events?: Named[];
}
const { modules } = readJson('dist/custom-elements.json') as {
  modules: { path: string; declarations: Declaration[] }[];
};
const elements = modules.flatMap(({ path, declarations }) =>
  declarations.filter(({ tagName }) => tagName).map((declaration) => ({ path, ...declaration })),
);

interface ElementClass {
  readonly observedAttributes: string[];
  readonly prototype: object;
}

describe('custom-elements.json', () => {
  it('has every element', () => {
    const tags = elements.map(({ tagName }) => tagName);
    for (const tag of ['shc-scanner', 'shc-display', 'shl-viewer', 'shl-share']) assert.ok(tags.includes(tag), tag);
  });

  for (const { tagName, name, path, attributes = [], members = [], events = [] } of elements) {
    it(`${tagName}: attributes and methods are those of the class`, async () => {
      const module = (await import(inRepository(path))) as Record<string, ElementClass>;
      const element = Object.values(module).find((value) => Array.isArray(value?.observedAttributes)) as ElementClass;
      assert.ok(element, name);
      const told = attributes.map((attribute) => attribute.name).sort();
      assert.deepEqual(told, [...element.observedAttributes].sort());
      for (const { name: method } of members.filter(({ kind }) => kind === 'method')) {
        assert.equal(typeof (element.prototype as Record<string, unknown>)[method], 'function', method);
      }
    });

    it(`${tagName}: its events are described`, () => {
      assert.ok(events.length > 0);
      for (const event of events) assert.match(event.name, /^sh[cl]-[a-z-]+$/);
    });
  }
});
