import { openSqlite } from '../../src/storage/database/database.js';

/**
 * A program for `durability.spec.ts`, run as a process of its own: many callers write units of two rows each, and each id is
 * printed once its unit has been answered. Goes on until it is killed; should nobody do so, it ends by itself: with its parent
 * (whose end of its standard input closes), and after a minute. Arguments: the database, a name for this life.
 */
const CALLERS = 40;
const GIVE_UP_MS = 60_000;
const [path = '', life = ''] = process.argv.slice(2);

process.stdin.resume().on('close', () => process.exit(1));
setTimeout(() => process.exit(1), GIVE_UP_MS).unref();

const database = await openSqlite(path);
await database.unit.run((tx) =>
  tx.run('CREATE TABLE IF NOT EXISTS halves (half_id text PRIMARY KEY, body text NOT NULL)'),
);

async function write(caller: number): Promise<void> {
  for (let i = 0; ; i++) {
    const id = `${life}-${caller}-${i}`;
    await database.unit.run(async (tx) => {
      await tx.run('INSERT INTO halves VALUES ($1, $2)', [`${id}:left`, 'x'.repeat(400)]);
      await tx.run('INSERT INTO halves VALUES ($1, $2)', [`${id}:right`, 'x'.repeat(400)]);
    });
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(Array.from({ length: CALLERS }, (_, caller) => write(caller)));
