/** How the elements' comments become dist/custom-elements.json. */
import { basename } from 'node:path';

const isPublic = ({ name, privacy, static: isStatic }) =>
  !isStatic && (privacy ?? 'public') === 'public' && !/^[#_]/.test(name ?? '');

/** Members of LitElement that a class only fills in are not its API. */
const LIFE = /^(render|updated|firstUpdated|willUpdate|\w+Callback)$/;

/** Keeps what people use: elements and events, public members; and names files as they are published. */
const asPublished = {
  name: 'as-published',
  packageLinkPhase({ customElementsManifest: manifest }) {
    for (const module of manifest.modules) {
      const tag = basename(module.path, '.ts');
      const published = (path) => path?.replace(/^\/?components\/(.*)\.ts$/, 'dist/components/$1.js');
      module.path = published(module.path);
      for (const declaration of module.declarations) {
        if (tag.includes('-') && /^(Shc|Localized)Element$/.test(declaration.superclass?.name))
          Object.assign(declaration, { customElement: true, tagName: tag });
      }
      module.declarations = module.declarations.filter(
        ({ customElement, name }) => customElement || /Event$/.test(name),
      );
      const names = new Set(module.declarations.map(({ name }) => name));
      module.exports = module.exports?.filter(({ declaration }) => names.has(declaration?.name));
      for (const { declaration } of module.exports ?? []) declaration.module = published(declaration.module);
      for (const declaration of module.declarations) {
        if (!declaration.customElement) continue;
        declaration.members = declaration.members?.filter((member) => isPublic(member) && !LIFE.test(member.name));
        declaration.events = declaration.events?.filter(({ name }) => /^sh[cl]-/.test(name));
      }
    }
    manifest.modules = manifest.modules.filter(({ declarations }) => declarations.length > 0);
  },
};

export default {
  globs: ['components/*.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [asPublished],
};
