import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { hostPostgres } from '../postgres/hosted-postgres.js';

export interface OwnDatabase {
  readonly url: string;
  /** Removes it with all it holds. */
  close(): Promise<void>;
}

/** An empty database: on a Postgres of its own, or, where `given` names a server, on that one, by a user who may create databases. */
export async function openOwnDatabase(given: string | undefined): Promise<OwnDatabase> {
  if (given === undefined) return hostPostgres();
  const name = `roundtrip_cluster_${randomBytes(4).toString('hex')}`;
  await run(given, `CREATE DATABASE ${name}`);
  const url = new URL(given);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => run(given, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
