/**
 * The embedded store: one SQLite file, with libsql (its binary comes inside npm, no compiler needed).
 * Write-ahead log with synchronous=FULL: a commit is on disk before the call returns, and a killed process loses nothing
 * it has answered. Each change is one statement or one transaction, so two processes on one file count right too.
 * Rows are read field by field: libsql adds members of its own to them.
 */

import Database from 'libsql';
import type { FileStatus } from '../../src/index.js';
import type { LinkStore, NewLink, Opening, StoredFile, StoredLink } from './store.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS links (
    id TEXT PRIMARY KEY,
    owner_hash TEXT NOT NULL,
    long_term INTEGER NOT NULL,
    direct INTEGER NOT NULL,
    passcode_hash TEXT,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    expires_at INTEGER,
    revoked INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS files (
    link_id TEXT NOT NULL REFERENCES links ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    jwe TEXT NOT NULL,
    fhir_version TEXT,
    status TEXT,
    last_updated TEXT NOT NULL,
    PRIMARY KEY (link_id, number)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS locations (
    hash TEXT PRIMARY KEY,
    link_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    FOREIGN KEY (link_id, number) REFERENCES files ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX IF NOT EXISTS locations_of_file ON locations (link_id, number);
  CREATE TABLE IF NOT EXISTS openings (
    link_id TEXT NOT NULL REFERENCES links ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS openings_of_link ON openings (link_id);
`;

type Row = Record<string, unknown>;

const toLink = (row: Row): StoredLink => ({
  id: row.id as string,
  ownerHash: row.owner_hash as string,
  longTerm: row.long_term === 1,
  direct: row.direct === 1,
  ...(row.passcode_hash !== null && { passcodeHash: row.passcode_hash as string }),
  attempts: row.attempts as number,
  ...(row.expires_at !== null && { expiresAt: row.expires_at as number }),
  revoked: row.revoked === 1,
});

const toFile = (row: Row): StoredFile => ({
  contentType: row.content_type as string,
  jwe: row.jwe as string,
  ...(row.fhir_version !== null && { fhirVersion: row.fhir_version as string }),
  ...(row.status !== null && { status: row.status as FileStatus }),
  lastUpdated: row.last_updated as string,
});

/** Opens the store, made if it is not there. `path` is a file name, never taken from a request. */
export function openSqliteStore(path: string): LinkStore {
  const db = new Database(path, { timeout: 5_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  db.exec(SCHEMA);

  const sql = {
    create: db.prepare(
      'INSERT INTO links (id, owner_hash, long_term, direct, passcode_hash, attempts, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    find: db.prepare('SELECT * FROM links WHERE id = ?'),
    revoke: db.prepare('UPDATE links SET revoked = 1 WHERE id = ?'),
    take: db.prepare('UPDATE links SET attempts = attempts - 1 WHERE id = ? AND attempts > 0 RETURNING attempts'),
    refund: db.prepare('UPDATE links SET attempts = attempts + 1 WHERE id = ?'),
    dropFiles: db.prepare('DELETE FROM files WHERE link_id = ?'),
    addFile: db.prepare(
      'INSERT INTO files (link_id, number, content_type, jwe, fhir_version, status, last_updated) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    files: db.prepare('SELECT * FROM files WHERE link_id = ? ORDER BY number'),
    file: db.prepare('SELECT * FROM files WHERE link_id = ? AND number = ?'),
    addLocation: db.prepare('INSERT INTO locations (hash, link_id, number, expires_at) VALUES (?, ?, ?, ?)'),
    takeLocation: db.prepare('DELETE FROM locations WHERE hash = ? RETURNING link_id, number, expires_at'),
    addOpening: db.prepare('INSERT INTO openings (link_id, recipient, at) VALUES (?, ?, ?)'),
    openings: db.prepare('SELECT recipient, at FROM openings WHERE link_id = ? ORDER BY rowid'),
    count: db.prepare('SELECT count(*) AS links FROM links'),
    sweepLocations: db.prepare('DELETE FROM locations WHERE expires_at <= ?'),
    sweepLinks: db.prepare('DELETE FROM links WHERE expires_at <= ?'),
  };

  const replaceFiles = db.transaction((id: string, files: readonly StoredFile[]) => {
    sql.dropFiles.run(id);
    files.forEach((file, number) => {
      const { contentType, jwe, fhirVersion, status, lastUpdated } = file;
      sql.addFile.run(id, number, contentType, jwe, fhirVersion ?? null, status ?? null, lastUpdated);
    });
  }).immediate;

  const revoke = db.transaction((id: string) => {
    sql.revoke.run(id);
    sql.dropFiles.run(id);
  }).immediate;

  const sweep = db.transaction((now: number) => {
    sql.sweepLocations.run(now);
    sql.sweepLinks.run(Math.floor(now / 1000));
  }).immediate;

  return {
    async create(link: NewLink) {
      sql.create.run(
        link.id,
        link.ownerHash,
        Number(link.longTerm),
        Number(link.direct),
        link.passcodeHash ?? null,
        link.attempts,
        link.expiresAt ?? null,
      );
    },
    async find(id) {
      const row = sql.find.get(id) as Row | undefined;
      return row && toLink(row);
    },
    async revoke(id) {
      revoke(id);
    },
    async takeAttempt(id) {
      return (sql.take.get(id) as Row | undefined)?.attempts as number | undefined;
    },
    async refundAttempt(id) {
      sql.refund.run(id);
    },
    async replaceFiles(id, files) {
      replaceFiles(id, files);
    },
    async files(id) {
      return (sql.files.all(id) as Row[]).map((row) => ({ ...toFile(row), number: row.number as number }));
    },
    async addLocation(hash, id, fileNumber, expiresAt) {
      sql.addLocation.run(hash, id, fileNumber, expiresAt);
    },
    async takeLocation(hash, now) {
      const taken = sql.takeLocation.get(hash) as Row | undefined;
      if (!taken || (taken.expires_at as number) <= now) return undefined;
      const row = sql.file.get(taken.link_id, taken.number) as Row | undefined;
      return row && toFile(row);
    },
    async addOpening(id, { recipient, at }) {
      sql.addOpening.run(id, recipient, at);
    },
    async openings(id) {
      return (sql.openings.all(id) as Row[]).map(
        (row): Opening => ({ recipient: row.recipient as string, at: row.at as string }),
      );
    },
    async count() {
      return (sql.count.get() as Row).links as number;
    },
    async sweep(now) {
      sweep(now);
    },
    async close() {
      db.close();
    },
  };
}
