// @ts-check
/** One Postgres for the whole run, as jest's globalSetup: jest loads it without the rules for our TypeScript, so it is plain JavaScript. */
import { existsSync } from 'node:fs';

const BUILT = new URL('../../dist/src/cli/postgres/own-postgres.js', import.meta.url);

/** Every test file takes a database of its own on it. */
export default async function startServer() {
  if (!existsSync(BUILT)) throw new Error('The tests on Postgres need the built project; run npm run build first.');
  /** @type {unknown} */
  const built = await import(BUILT.href);
  const { startOwnPostgres } = /** @type {typeof import('../../src/cli/postgres/own-postgres.js')} */ (built);
  // Each database that is dropped waits until all the others' files are on the disk. No test cuts the power; one that kills the server
  // finds what was committed without that.
  const server = await startOwnPostgres({ settings: ['max_connections=400', 'fsync=off'] });
  process.env['TEST_DATABASE'] = 'postgres';
  process.env['TEST_POSTGRES_URL'] = server.url;
  Object.assign(globalThis, { testPostgres: server });
}
