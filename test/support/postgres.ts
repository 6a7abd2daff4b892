import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startOwnPostgres } from '../../src/cli/postgres/own-postgres.js';

export interface TestPostgres {
  /** The address of an empty database of its own; gone with the server. */
  fresh(): Promise<string>;
  remove(): Promise<void>;
}

/**
 * A real Postgres: the one that `TEST_POSTGRES_URL` names (by a user who may create databases), else one of the test's own, which takes
 * half a second to start.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env['TEST_POSTGRES_URL'];
  const own = given ? null : await startOwnPostgres({ settings: ['max_connections=300', 'fsync=off'] });
  const url = given ?? own?.url ?? '';
  const made: string[] = [];
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  return {
    fresh: async () => {
      const name = `roundtrip_${randomBytes(6).toString('hex')}`;
      await admin(`CREATE DATABASE ${name}`);
      made.push(name);
      const fresh = new URL(url);
      fresh.pathname = `/${name}`;
      return fresh.href;
    },
    remove: async () => {
      if (own) return own.remove();
      for (const name of made) await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
