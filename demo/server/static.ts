/** Static files: a fixed list made at start. A request picks from the list; no path is ever built from what it asks for. */

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Context } from 'hono';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface StaticRoot {
  /** '/dist/cdn/' */
  readonly url: string;
  readonly folder: string;
  readonly deep?: boolean;
}

/** Every file of a known kind in the folders, by URL path. A folder that is not there yet has no files. */
function list(roots: readonly StaticRoot[]): Map<string, { file: string; type: string }> {
  const files = new Map<string, { file: string; type: string }>();
  const add = ({ url, folder, deep = false }: StaticRoot): void => {
    let entries: ReturnType<typeof readFolder> = [];
    try {
      entries = readFolder(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    for (const entry of entries) {
      const file = join(folder, entry.name);
      const type = TYPES[extname(entry.name)];
      if (entry.isDirectory() && deep) add({ url: `${url}${entry.name}/`, folder: file, deep });
      if (entry.isFile() && type !== undefined) files.set(`${url}${entry.name}`, { file, type });
    }
  };
  for (const root of roots) add(root);
  return files;
}

const readFolder = (folder: string) => readdirSync(folder, { withFileTypes: true });

/** A handler for what no other route took: the file, or undefined. Files are read anew, so an edit shows on reload. */
export function staticFiles(roots: readonly StaticRoot[]): (c: Context) => Response | undefined {
  const files = list(roots);
  return (c) => {
    const found = files.get(c.req.path === '/' ? '/index.html' : c.req.path);
    if (!found || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) return undefined;
    const body = readFileSync(found.file);
    return c.body(body, 200, { 'Content-Type': found.type, 'Cache-Control': 'no-cache' });
  };
}
