import { afterAll, beforeAll, it } from '@jest/globals';
import { drillOnPostgres } from '../upkeep/drill-on-postgres.js';
import { DebianPostgres } from './debian-postgres.js';

let postgres: DebianPostgres;
beforeAll(async () => void (postgres = await DebianPostgres.start()));
afterAll(() => postgres.remove());

it('pg_dump beside a server at work, the files after it, and pg_restore: the server goes on with what they bring', async () => {
  await drillOnPostgres(postgres);
}, 90_000);
