import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { startOwnPostgres } from '../../src/cli/postgres/own-postgres.js';
import { freePort } from '../../src/cli/free-port.js';

/**
 * A whole run of the tests failed with "thrown: undefined" and nothing else: the Postgres of one test had ended as it started. Its port
 * had been free when it was looked up, among those that Linux hands to outgoing connections, and could be anybody's half a second later;
 * and the package that starts Postgres rejects without a reason. Now the port is another kind of number, a start that failed is made
 * again on another port, and what Postgres wrote is told.
 */
async function takenPort(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    free: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

it('a Postgres whose port was taken before it started starts on another', async () => {
  const taken = await takenPort();
  const ports = [taken.port, taken.port];
  const postgres = await startOwnPostgres({ pickPort: async () => ports.pop() ?? freePort() });
  try {
    expect(postgres.port).not.toBe(taken.port);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.end();
  } finally {
    await postgres.remove();
    await taken.free();
  }
});

it('a Postgres that never starts says what it wrote', async () => {
  const taken = await takenPort();
  await expect(startOwnPostgres({ pickPort: () => Promise.resolve(taken.port) })).rejects.toThrow(
    new RegExp(`Postgres did not start on port ${taken.port}: [^]*Address already in use`),
  );
  await taken.free();
});
