/**
 * `npm start`: needs Node 20 or newer and nothing else. Installs and builds when that is due, then runs the demo.
 * PORT chooses another port; DEMO_DATA another folder for the demo's store and keys; DATABASE_URL a PostgreSQL
 * database for the links, in place of the embedded store.
 */
const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`shc-elements needs Node 20 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const { ensureBuilt, ensureInstalled, root } = await import('./setup.mjs');
ensureInstalled();
ensureBuilt();
process.chdir(root);
await import('../dist/demo/server/main.js');
