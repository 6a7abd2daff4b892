import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlertStore } from '../../src/storage/alert-store.js';
import { openSqlite, rawConnection, type Database } from '../../src/storage/database/database.js';
import { MOST_COUNTED, StateStore } from '../../src/storage/state-store.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { fill, fillWork } from './fill.js';
import { notPortable, strayParameters } from './portable-sql.js';
import { planOf, record } from './recording.js';

const NOW = 1_900_000_000_000;

let folder: TempFolder;
let database: Database;
let state: StateStore;
beforeAll(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('filled.sqlite'));
  await fill(database, { orders: 5_000, now: NOW });
  state = new StateStore(database);
});
afterAll(async () => {
  await database.close();
  folder.remove();
});

const set = (sql: string) => rawConnection(database.writer).exec(sql);

describe('due work', () => {
  it('is counted by kind, with the oldest of each: what nobody has taken, and what was set aside', async () => {
    set(`UPDATE work SET kind = 'forward', due_at = ${NOW - 90_000} WHERE subject = 'ord_10'`);
    set(`UPDATE work SET claim = 2, due_at = ${NOW - 500} WHERE subject = 'ord_20'`);
    set(`UPDATE work SET claim = 1 WHERE subject = 'ord_30'`);
    const due = await state.dueWork(NOW);
    expect(due).toEqual([
      { kind: 'check', count: 248, oldestDueAt: NOW - 250_000 },
      { kind: 'forward', count: 1, oldestDueAt: NOW - 90_000 },
      { kind: 'check', count: 1, oldestDueAt: NOW - 500 },
    ]);
  });

  it('is counted up to a limit, from the oldest on', async () => {
    await fillWork(database, { rows: 2 * MOST_COUNTED, dueAt: `${NOW - 1_000_000} + i` }, 'many');
    const [checks] = await state.dueWork(NOW);
    expect(checks).toEqual({ kind: 'check', count: MOST_COUNTED, oldestDueAt: NOW - 1_000_000 });
    set(`DELETE FROM work WHERE subject LIKE 'many%'`);
  });

  it('that is late is found among that of test orders', async () => {
    set(`UPDATE orders SET is_test = 1 WHERE order_id IN (SELECT subject FROM work WHERE due_at < ${NOW - 200_000})`);
    expect(await state.oldestUntaken(NOW)).toBe(NOW - 200_000);
    expect(await state.oldestUntaken(NOW - 250_001)).toBeNull();
    expect(await state.isOfTestOrder({ subject: 'ord_0' })).toBe(true);
    expect(await state.isOfTestOrder({ subject: 'ord_4990' })).toBe(false);
  });
});

describe('messages', () => {
  it('are counted by state, and the last that was delivered is known', async () => {
    expect([await state.countMessages('pending'), await state.countMessages('dead')]).toEqual([100, 100]);
    set(
      `UPDATE notifications SET destination = 'marketplace', done_at = ${NOW} WHERE notification_id = 'ntf_000004999'`,
    );
    expect(await state.lastDelivered('marketplace')).toBe(NOW);
    expect(await state.lastDelivered('operator')).toBeNull();
  });
});

describe('open orders', () => {
  it('are counted by status, up to a limit', async () => {
    const become = (status: string, below: number) =>
      set(`UPDATE orders SET status = '${status}' WHERE CAST(substr(order_id, 5) AS integer) < ${below}`);
    become('completed', 5_000);
    become('processing', 30);
    become('received', 10);
    expect(await state.countOpenOrders()).toEqual({ received: 10, forwarding: 0, processing: 20 });
    const few = new StateStore({ ...database, read: (sql, [status = null] = []) => database.read(sql, [status, 15]) });
    expect(await few.countOpenOrders()).toEqual({ received: 10, forwarding: 0, processing: 15 });
  });
});

describe('the looks', () => {
  it('walk an index up to a limit, and nothing whole', async () => {
    const { database: recorded, statements } = record(database);
    const [looks, alerts] = [new StateStore(recorded), new AlertStore(recorded)];
    const row = { alert_key: 'work.late', type: 'work.late', began_at: 1, seen_at: 1, told_at: 1, facts: '{}' };
    await looks.dueWork(NOW);
    await looks.oldestUntaken(NOW);
    await looks.isOfTestOrder({ subject: 'ord_1' });
    await looks.countMessages('dead');
    await looks.lastDelivered('marketplace');
    await looks.countOpenOrders();
    await recorded.unit.run(async (tx) => {
      await alerts.begin(tx, row);
      await alerts.see(tx, 'work.late', 1);
      await alerts.retell(tx, (await alerts.get(tx, 'work.late'))!, 2);
      await alerts.end(tx, row);
    });
    const plan = (await Promise.all(statements.map((statement) => planOf(database, statement)))).flat();
    expect(
      plan.filter((step) => /^SCAN (work|orders|notifications|alerts)\b/.test(step) && !step.includes('USING')),
    ).toEqual([]);
    const used = plan.flatMap((step) => / USING (?:COVERING )?INDEX (\w+)/.exec(step)?.[1] ?? []);
    const [orders, ownAlerts] = ['sqlite_autoindex_orders_1', 'sqlite_autoindex_alerts_1'];
    expect(used).toEqual([
      ...['work_due', 'work_overflow', 'work_due', orders, orders, 'notifications_state', 'notifications_state'],
      ...['orders_status', 'orders_status', 'orders_status'],
      ...[ownAlerts, ownAlerts, ownAlerts, ownAlerts],
    ]);
    for (const { sql, params } of statements)
      expect([sql, notPortable(sql), strayParameters(sql, params)]).toEqual([sql, [], []]);
  });
});
