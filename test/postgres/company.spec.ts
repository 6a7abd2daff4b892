import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PostgresCompany } from '../../src/storage/database/company.js';
import { eventually } from '../support/eventually.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';

let postgres: TestPostgres;
let url: string;
const open: PostgresCompany[] = [];
const process = () => {
  const company = new PostgresCompany(url);
  open.push(company);
  return company;
};

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.fresh();
});
afterAll(async () => {
  for (const company of open) await company.close();
  await postgres.remove();
});

/** Sessions that wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await asAdmin(`SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
  return (rows[0] as { n: number }).n;
}

/** Cuts every session that holds locks, as a restart of the database does. */
async function cutSessions(): Promise<void> {
  await asAdmin(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'roundtrip locks' AND datname = current_database()`,
  );
}

async function asAdmin(sql: string): Promise<pg.QueryResult> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  return admin.query(sql).finally(() => admin.end());
}

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

describe('what one process at a time does', () => {
  it('is left out by all others while one is at it, and by that one too, and done again afterwards', async () => {
    const [one, two] = [process(), process()];
    const { opened, open: end } = gate();
    const done: string[] = [];
    const first = one.onlyOne('clean-files', async () => {
      done.push('one');
      await opened;
    });
    await eventually(() => done.length === 1);
    await two.onlyOne('clean-files', async () => void done.push('two'));
    await one.onlyOne('clean-files', async () => void done.push('one again'));
    await two.onlyOne('forget-old', async () => void done.push('another task'));
    end();
    await first;
    await two.onlyOne('clean-files', async () => void done.push('two afterwards'));
    expect(done).toEqual(['one', 'another task', 'two afterwards']);
  });

  it('is free again after it has failed', async () => {
    const [one, two] = [process(), process()];
    await expect(one.onlyOne('expire-polls', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    let done = false;
    await two.onlyOne('expire-polls', async () => void (done = true));
    expect(done).toBe(true);
  });
});

describe('who takes part', () => {
  it('is alone first, and those who come later are not, until all have gone', async () => {
    const [one, two, three] = [process(), process(), process()];
    const alone: string[] = [];
    await one.join('working', async () => void alone.push('one'));
    await two.join('working', async () => void alone.push('two'));
    await one.close();
    await three.join('working', async () => void alone.push('three'));
    expect(alone).toEqual(['one']);
    await two.close();
    await three.close();
    await process().join('working', async () => void alone.push('the first anew'));
    expect(alone).toEqual(['one', 'the first anew']);
    for (const company of open) await company.close();
  });

  it('waits for the first one that is still alone', async () => {
    const [one, two] = [process(), process()];
    const { opened, open: end } = gate();
    const done: string[] = [];
    const first = one.join('present', async () => {
      done.push('begins');
      await opened;
      done.push('ends');
    });
    await eventually(() => done.length === 1);
    const second = two.join('present', async () => void done.push('never')).then(() => done.push('second'));
    await eventually(async () => (await waiting()) === 1);
    end();
    await Promise.all([first, second]);
    expect(done).toEqual(['begins', 'ends', 'second']);
    await Promise.all([one.close(), two.close()]);
  });

  it('takes part again after its connection was lost', async () => {
    const one = process();
    await one.join('working', async () => undefined);
    await cutSessions();
    await eventually(async () => {
      let alone = false;
      await one.onlyOne('expire-orders', async () => undefined);
      await process().join('working', async () => void (alone = true));
      return !alone;
    });
  });
});
