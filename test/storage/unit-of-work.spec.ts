import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/storage/database/database.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { eventually } from '../support/eventually.js';
import { onPostgres } from '../support/test-database.js';
import { insert, openUnits, type Units } from './units.js';

let units: Units;
let database: Database;
const moves = () => units.moves();
/** Of so many writers of one row all but one have written in vain on Postgres. */
const ROUNDS = onPostgres ? 20 : 100;

beforeEach(async () => {
  units = await openUnits();
  database = units.database;
});
afterEach(() => units.close());

/** Resolves when told to; a unit that waits for it holds the transaction open. */
function gate(): { wait: Promise<void>; open: () => void } {
  let open!: () => void;
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open };
}

describe('ten writers at once, many rounds', () => {
  class Refused extends Error {}

  /** Three rows, a read and an update; every third unit thinks better of it half-way. */
  async function writeUnit(writer: number, round: number): Promise<'kept' | 'refused'> {
    const id = `${writer}-${round}`;
    const refused = (writer + round) % 3 === 0;
    try {
      await database.unit.run(async (tx) => {
        await insert(tx, `${id}-a`, writer);
        await insert(tx, `${id}-b`, writer);
        const [row] = await tx.query<{ amount: number }>('SELECT amount FROM accounts WHERE name = $1', ['all']);
        if (refused) throw new Refused(id);
        await tx.run('UPDATE accounts SET amount = $1 WHERE name = $2', [(row?.amount ?? 0) + 1, 'all']);
        await insert(tx, `${id}-c`, writer);
      });
      return 'kept';
    } catch (error) {
      expect(error).toBeInstanceOf(Refused);
      expect((error as Error).message).toBe(id);
      return 'refused';
    }
  }

  it('loses no row, keeps none of a unit that threw, and hands nobody another unit’s error', async () => {
    await database.unit.run((tx) => tx.run('INSERT INTO accounts VALUES ($1, 0)', ['all']));
    const expected: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const outcomes = await Promise.all(Array.from({ length: 10 }, (_, writer) => writeUnit(writer, round)));
      outcomes.forEach((outcome, writer) => {
        expect(outcome).toBe((writer + round) % 3 === 0 ? 'refused' : 'kept');
        if (outcome === 'kept') expected.push(...['a', 'b', 'c'].map((part) => `${writer}-${round}-${part}`));
      });
    }
    expect(await moves()).toEqual(expected.sort());
    // Read, then written: each unit saw what all before it had left, and nothing of those that were undone.
    const amounts = await database.read('SELECT amount FROM accounts');
    expect(amounts).toEqual([{ amount: expected.length / 3 }]);
  });

  it('gives each unit the error of its own statement and no other', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) =>
        database.unit.run(async (tx) => {
          await insert(tx, `row-${i}`);
          if (i % 5 === 0) await insert(tx, `row-${i}`);
        }),
      ),
    );
    results.forEach((result, i) => {
      expect(result.status).toBe(i % 5 === 0 ? 'rejected' : 'fulfilled');
      if (result.status === 'rejected')
        expect(String(result.reason)).toMatch(/UNIQUE constraint failed: moves|duplicate key value .*moves_pkey/);
    });
    expect(await moves()).toHaveLength(40);
  });

  it('takes what comes while a group is under way into the next', async () => {
    const later: Promise<unknown>[] = [];
    await database.unit.run(async (tx) => {
      await insert(tx, 'first');
      // Not awaited and not inside: a caller elsewhere that happens to write meanwhile.
      setImmediate(() => later.push(database.unit.run((other) => insert(other, 'second'))));
    });
    await eventually(() => later.length === 1);
    await Promise.all(later);
    expect(await moves()).toEqual(['first', 'second']);
  });
});

describe('a unit begun inside a unit', () => {
  it('joins the outer one: they are kept together', async () => {
    const answer = await database.unit.run(async (tx) => {
      await insert(tx, 'outer');
      return database.unit.run(async (inner) => {
        await insert(inner, 'inner');
        return (await inner.query('SELECT move_id FROM moves')).length;
      });
    });
    expect(answer).toBe(2);
    expect(await moves()).toEqual(['inner', 'outer']);
  });

  it('is undone with the outer one, and calls nobody after a commit that never came', async () => {
    const called: string[] = [];
    const outer = database.unit.run(async (tx) => {
      tx.afterCommit(() => called.push('outer'));
      await database.unit.run(async (inner) => {
        await insert(inner, 'inner');
        inner.afterCommit(() => called.push('inner'));
      });
      throw new Error('undone');
    });
    await expect(outer).rejects.toThrow('undone');
    await database.unit.run((tx) => insert(tx, 'after'));
    expect([await moves(), called]).toEqual([['after'], []]);
  });

  it('stands in line by itself once the outer one has ended', async () => {
    const go = gate();
    let late: Promise<number> | undefined;
    await database.unit.run(async (tx) => {
      await insert(tx, 'outer');
      late = go.wait.then(() => database.unit.run((own) => insert(own, 'late')));
    });
    const undone = database.unit.run(async (tx) => {
      await insert(tx, 'undone');
      go.open();
      await tx.query('SELECT 1');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await late;
    expect(await moves()).toEqual(['late', 'outer']);
  });
});

describe('after the commit', () => {
  it('calls back once the rows can be read by anybody, in the order asked for', async () => {
    const seen: { what: string; rows: Promise<string[]> }[] = [];
    await database.unit.run(async (tx) => {
      tx.afterCommit(() => seen.push({ what: 'one', rows: moves() }));
      await insert(tx, 'row');
      tx.afterCommit(() => seen.push({ what: 'two', rows: moves() }));
      expect(seen).toEqual([]);
    });
    const told = await Promise.all(seen.map(async ({ what, rows }) => [what, await rows]));
    expect(told).toEqual([
      ['one', ['row']],
      ['two', ['row']],
    ]);
  });

  it('is never called of a unit that was undone, though others of its group were kept', async () => {
    const called: string[] = [];
    const unit = (name: string, fails: boolean) =>
      database.unit.run(async (tx) => {
        tx.afterCommit(() => called.push(name));
        await insert(tx, name);
        if (fails) throw new Error(name);
      });
    await Promise.allSettled([unit('a', false), unit('b', true), unit('c', false)]);
    expect(called.sort()).toEqual(['a', 'c']);
  });
});

describe('readers', () => {
  it('never see rows that are not committed, and see them at once when they are', async () => {
    let read: string[] | undefined;
    await database.unit.run(async (tx) => {
      await insert(tx, 'row');
      read = await moves();
      expect(await tx.query('SELECT move_id FROM moves')).toEqual([{ move_id: 'row' }]);
    });
    expect(read).toEqual([]);
    expect(await moves()).toEqual(['row']);
  });

  it('never see half a unit, however many are under way', async () => {
    let writing = true;
    const odd: number[] = [];
    const reading = (async () => {
      while (writing) {
        const [row] = await database.read<{ n: number }>('SELECT count(*) AS n FROM moves');
        if ((row?.n ?? 0) % 2 === 1) odd.push(row?.n ?? 0);
        await new Promise((next) => setImmediate(next));
      }
    })();
    const pair = (i: number) =>
      database.unit.run(async (tx) => {
        await insert(tx, `${i}-a`);
        await insert(tx, `${i}-b`);
      });
    for (let round = 0; round < 50; round++) await Promise.all([0, 1, 2, 3].map((i) => pair(round * 4 + i)));
    writing = false;
    await reading;
    expect(odd).toEqual([]);
  });
});

describe('a unit that leaves something running', () => {
  it('cannot write into somebody else’s transaction', async () => {
    const go = gate();
    let stray: Promise<unknown> | undefined;
    await database.unit.run(async (tx) => {
      await insert(tx, 'own');
      stray = go.wait.then(() => insert(tx, 'stray'));
      stray.catch(() => undefined);
    });
    await database.unit.run(async (tx) => {
      await insert(tx, 'others');
      go.open();
      await expect(stray).rejects.toThrow('after it was over');
    });
    expect(await moves()).toEqual(['others', 'own']);
  });

  it('has a statement that it sent and did not wait for inside its own savepoint, even the first of its kind', async () => {
    const unit = (id: string, fails: boolean) =>
      database.unit.run(async (tx) => {
        // A text never prepared before takes longer on its way than the RELEASE that follows it.
        void tx.run(`INSERT INTO moves VALUES ('${id}', 0)`);
        if (fails) throw new Error('undone');
      });
    await Promise.allSettled([unit('kept', false), unit('undone', true), unit('kept too', false)]);
    expect(await moves()).toEqual(['kept', 'kept too']);
  });

  it('leaves nothing when one of its branches throws while another is still writing', async () => {
    const branch = async (tx: Tx) => {
      for (let i = 0; i < 5; i++) await insert(tx, `branch-${i}`);
    };
    const fails = async (tx: Tx) => {
      await tx.query('SELECT 1');
      throw new Error('one branch failed');
    };
    const unit = database.unit.run((tx) => Promise.all([branch(tx), fails(tx)]));
    const next = database.unit.run((tx) => insert(tx, 'next'));
    await expect(unit).rejects.toThrow('one branch failed');
    await next;
    expect(await moves()).toEqual(['next']);
  });
});
