/**
 * The same store on PostgreSQL, for when one machine is not enough: several servers share one database and count right,
 * because each change is one statement or one transaction. Commits wait for the disk (synchronous_commit is on).
 */

import pg from 'pg';
import type { FileStatus } from '../../src/index.js';
import type { LinkStore, Opening, StoredFile, StoredLink } from './store.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS links (
    id TEXT PRIMARY KEY,
    owner_hash TEXT NOT NULL,
    long_term BOOLEAN NOT NULL,
    direct BOOLEAN NOT NULL,
    passcode_hash TEXT,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    expires_at BIGINT,
    revoked BOOLEAN NOT NULL DEFAULT FALSE
  );
  CREATE TABLE IF NOT EXISTS files (
    link_id TEXT NOT NULL REFERENCES links ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    jwe TEXT NOT NULL,
    fhir_version TEXT,
    status TEXT,
    last_updated TEXT NOT NULL,
    PRIMARY KEY (link_id, number)
  );
  CREATE TABLE IF NOT EXISTS locations (
    hash TEXT PRIMARY KEY,
    link_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (link_id, number) REFERENCES files ON DELETE CASCADE
  );
  CREATE INDEX IF NOT EXISTS locations_of_file ON locations (link_id, number);
  CREATE TABLE IF NOT EXISTS openings (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    link_id TEXT NOT NULL REFERENCES links ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    at TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS openings_of_link ON openings (link_id);
`;
/** Servers that start together make the tables one after the other. Any number will do. */
const SCHEMA_LOCK = 7_320_441;

type Row = Record<string, unknown>;

const toLink = (row: Row): StoredLink => ({
  id: row.id as string,
  ownerHash: row.owner_hash as string,
  longTerm: row.long_term as boolean,
  direct: row.direct as boolean,
  ...(row.passcode_hash !== null && { passcodeHash: row.passcode_hash as string }),
  attempts: row.attempts as number,
  ...(row.expires_at !== null && { expiresAt: Number(row.expires_at) }),
  revoked: row.revoked as boolean,
});

const toFile = (row: Row): StoredFile => ({
  contentType: row.content_type as string,
  jwe: row.jwe as string,
  ...(row.fhir_version !== null && { fhirVersion: row.fhir_version as string }),
  ...(row.status !== null && { status: row.status as FileStatus }),
  lastUpdated: row.last_updated as string,
});

/** Opens the store, its tables made if they are not there. `url` is the operator's: 'postgresql://user@host/database'. */
export async function openPostgresStore(url: string): Promise<LinkStore> {
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});

  const rows = async (text: string, values: unknown[] = []): Promise<Row[]> => (await pool.query(text, values)).rows;
  const transaction = async (work: (client: pg.PoolClient) => Promise<void>): Promise<void> => {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      await work(client);
      await client.query('COMMIT');
    } catch (error) {
      failure = error as Error;
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release(failure);
    }
  };

  try {
    await transaction(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
      await client.query(SCHEMA);
    });
  } catch (error) {
    await pool.end();
    throw error;
  }

  return {
    async create({ id, ownerHash, longTerm, direct, passcodeHash, attempts, expiresAt }) {
      await rows(
        `INSERT INTO links (id, owner_hash, long_term, direct, passcode_hash, attempts, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, ownerHash, longTerm, direct, passcodeHash ?? null, attempts, expiresAt ?? null],
      );
    },
    async find(id) {
      const [row] = await rows('SELECT * FROM links WHERE id = $1', [id]);
      return row && toLink(row);
    },
    revoke: (id) =>
      transaction(async (client) => {
        await client.query('UPDATE links SET revoked = TRUE WHERE id = $1', [id]);
        await client.query('DELETE FROM files WHERE link_id = $1', [id]);
      }),
    async takeAttempt(id) {
      const [row] = await rows(
        'UPDATE links SET attempts = attempts - 1 WHERE id = $1 AND attempts > 0 RETURNING attempts',
        [id],
      );
      return row?.attempts as number | undefined;
    },
    async refundAttempt(id) {
      await rows('UPDATE links SET attempts = attempts + 1 WHERE id = $1', [id]);
    },
    replaceFiles: (id, files) =>
      transaction(async (client) => {
        // Two replacements of the same files wait for each other here.
        await client.query('SELECT 1 FROM links WHERE id = $1 FOR UPDATE', [id]);
        await client.query('DELETE FROM files WHERE link_id = $1', [id]);
        for (const [number, { contentType, jwe, fhirVersion, status, lastUpdated }] of files.entries()) {
          await client.query(
            `INSERT INTO files (link_id, number, content_type, jwe, fhir_version, status, last_updated)
             VALUES ($1, $2, $3, $4, $5, $6, $7)`,
            [id, number, contentType, jwe, fhirVersion ?? null, status ?? null, lastUpdated],
          );
        }
      }),
    async files(id) {
      const found = await rows('SELECT * FROM files WHERE link_id = $1 ORDER BY number', [id]);
      return found.map((row) => ({ ...toFile(row), number: row.number as number }));
    },
    async addLocation(hash, id, fileNumber, expiresAt) {
      await rows('INSERT INTO locations (hash, link_id, number, expires_at) VALUES ($1, $2, $3, $4)', [
        hash,
        id,
        fileNumber,
        expiresAt,
      ]);
    },
    async takeLocation(hash, now) {
      const [row] = await rows(
        `WITH taken AS (DELETE FROM locations WHERE hash = $1 RETURNING link_id, number, expires_at)
         SELECT files.* FROM taken JOIN files USING (link_id, number) WHERE taken.expires_at > $2`,
        [hash, now],
      );
      return row && toFile(row);
    },
    async addOpening(id, { recipient, at }) {
      await rows('INSERT INTO openings (link_id, recipient, at) VALUES ($1, $2, $3)', [id, recipient, at]);
    },
    async openings(id) {
      const found = await rows('SELECT recipient, at FROM openings WHERE link_id = $1 ORDER BY number', [id]);
      return found.map((row): Opening => ({ recipient: row.recipient as string, at: row.at as string }));
    },
    async count() {
      const [row] = await rows('SELECT count(*) AS links FROM links');
      return Number(row?.links);
    },
    sweep: (now) =>
      transaction(async (client) => {
        await client.query('DELETE FROM locations WHERE expires_at <= $1', [now]);
        await client.query('DELETE FROM links WHERE expires_at <= $1', [Math.floor(now / 1000)]);
      }),
    close: () => pool.end(),
  };
}
