import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Database } from '../../src/storage/database/database.js';
import type { StatementError } from '../../src/storage/database/statement-error.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { insert, openUnits, type Units } from '../storage/units.js';
import { eventually } from '../support/eventually.js';
import { databaseOf } from '../support/test-database.js';

/** What only Postgres does, where units run beside one another. */
let units: Units;
let database: Database;
const moves = () => units.moves();

beforeEach(async () => {
  units = await openUnits();
  database = units.database;
  await database.unit.run((tx) => tx.run(`INSERT INTO accounts VALUES ('all', 0)`));
});
afterEach(() => units.close());

const amount = async () => (await database.read<{ amount: number }>('SELECT amount FROM accounts'))[0]?.amount;

function gate() {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open: () => open() };
}

async function readAndWrite(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ amount: number }>('SELECT amount FROM accounts');
  await tx.run('UPDATE accounts SET amount = $1', [(row?.amount ?? 0) + 1]);
  return (row?.amount ?? 0) + 1;
}

describe('units that want the same row', () => {
  it('run again from their first line, on what the one before has left, and call nobody of a run in vain', async () => {
    const told: number[] = [];
    const seen = await Promise.all(
      Array.from({ length: 50 }, () =>
        database.unit.run(async (tx) => {
          const mine = await readAndWrite(tx);
          tx.afterCommit(() => told.push(mine));
          return mine;
        }),
      ),
    );
    const each = Array.from({ length: 50 }, (_, i) => i + 1);
    expect([await amount(), seen.sort((a, b) => a - b), told.sort((a, b) => a - b)]).toEqual([50, each, each]);
  });

  it('that insert the same key find it the second time', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.unit.run(async (tx) => {
          const known = await tx.query(`SELECT 1 FROM moves WHERE move_id = 'key'`);
          if (known.length === 0) await insert(tx, 'key');
          return known.length === 0;
        }),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  it('that wait for one another do not wait for ever', async () => {
    await database.unit.run((tx) => tx.run(`INSERT INTO accounts VALUES ('other', 0)`));
    const both = [gate(), gate()];
    const cross = (first: string, second: string, mine: number) =>
      database.unit.run(async (tx) => {
        await tx.run('UPDATE accounts SET amount = amount + 1 WHERE name = $1', [first]);
        both[mine]!.open();
        await both[1 - mine]!.wait;
        await tx.run('UPDATE accounts SET amount = amount + 1 WHERE name = $1', [second]);
      });
    await Promise.all([cross('all', 'other', 0), cross('other', 'all', 1)]);
    expect(await database.read('SELECT amount FROM accounts')).toEqual([{ amount: 2 }, { amount: 2 }]);
  });

  it('end with the error where a key is really taken', async () => {
    await database.unit.run((tx) => insert(tx, 'taken'));
    let runs = 0;
    const twice = database.unit.run(async (tx) => {
      runs += 1;
      await insert(tx, 'taken');
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' } satisfies Partial<StatementError>);
    expect(runs).toBe(5);
  });

  it('see by statement what others have committed, where they read anew', async () => {
    const { wait, open } = gate();
    const seen: (number | undefined)[] = [];
    const look = async (tx: Tx) =>
      seen.push((await tx.query<{ amount: number }>('SELECT amount FROM accounts'))[0]?.amount);
    const reading = database.unit.run(async (tx) => {
      await look(tx);
      await wait;
      await look(tx);
      return readAndWrite(tx);
    }, 'anew');
    await eventually(() => seen.length === 1);
    await database.unit.run(readAndWrite);
    open();
    expect([await reading, seen]).toEqual([2, [0, 1]]);
  });

  it('wait for those that keep it, who do not wait for one another', async () => {
    const { wait, open } = gate();
    const kept: unknown[] = [];
    const keeping = Array.from({ length: 3 }, () =>
      database.unit.run(async (tx) => {
        kept.push(await tx.keep('SELECT amount FROM accounts'));
        await wait;
      }),
    );
    await eventually(() => kept.length === 3);
    let written = false;
    const writing = database.unit.run(readAndWrite).then(() => (written = true));
    const reads = await amount();
    expect([reads, written]).toEqual([0, false]);
    open();
    await Promise.all([...keeping, writing]);
    expect(await amount()).toBe(1);
  });
});

describe('reads', () => {
  it('do not wait for units, however many are under way', async () => {
    const { wait, open } = gate();
    let begun = 0;
    const held = Array.from({ length: 30 }, (_, i) =>
      database.unit.run(async (tx) => {
        await insert(tx, `held-${i}`);
        begun += 1;
        await wait;
      }),
    );
    // As many as there are connections for units.
    await eventually(() => begun >= 9);
    expect(await moves()).toEqual([]);
    open();
    await Promise.all(held);
    expect(await moves()).toHaveLength(30);
  });
});

describe('a statement that fails', () => {
  it('lets nothing of its unit be kept, also where the unit makes nothing of the error', async () => {
    const swallowed = database.unit.run(async (tx) => {
      await insert(tx, 'before');
      await tx.run('SELECT no_such_column FROM moves').catch(() => undefined);
      return 'done';
    });
    await expect(swallowed).rejects.toMatchObject({ code: '42703' });
    expect(await moves()).toEqual([]);
  });

  it('names itself, and not what it was given', async () => {
    const failed = database.unit.run((tx) => tx.run('INSERT INTO accounts VALUES ($1, $2)', ['a-secret', 'no number']));
    const error = await failed.catch((thrown: unknown) => String(thrown));
    expect(error).toContain('INSERT INTO accounts VALUES ($1, $2)');
    expect(error).not.toContain('a-secret');
  });
});

describe('a text with a NUL', () => {
  it('is kept with the sign for what cannot be shown in its place', async () => {
    await database.unit.run((tx) => insert(tx, 'a\0b'));
    expect(await moves()).toEqual(['a\uFFFDb']);
  });
});

describe('a connection that is lost in the midst of a unit', () => {
  it('keeps nothing of it, and the next unit gets another', async () => {
    const { DATABASE_URL = '' } = await databaseOf(units.folder);
    const lost = database.unit.run(async (tx) => {
      await insert(tx, 'lost');
      const [own] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const admin = new pg.Client({ connectionString: DATABASE_URL });
      await admin.connect();
      await admin.query('SELECT pg_terminate_backend($1)', [own?.pid]);
      await admin.end();
      await insert(tx, 'after');
    });
    await expect(lost).rejects.toThrow();
    await database.unit.run((tx) => insert(tx, 'next'));
    expect(await moves()).toEqual(['next']);
  });
});
