import { afterAll, beforeAll } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { distributed } from '../work/distributed-adapter.js';
import { engineSuite } from '../work/engine-suite.js';

let server: TestPostgres;
beforeAll(async () => void (server = await startTestPostgres()));
afterAll(() => server.remove());

engineSuite(distributed(() => server));
