import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SqlValue, Tx } from '../../src/storage/database/unit-of-work.js';
import type { Database } from '../../src/storage/database/database.js';
import { AuditStore } from '../../src/storage/audit-store.js';
import { SessionStore } from '../../src/storage/session-store.js';
import { TokenStore } from '../../src/storage/token-store.js';
import { openAccounts, type OpenAccounts } from './open-accounts.js';

let open: OpenAccounts;
beforeAll(async () => void (open = await openAccounts()));
afterAll(() => open.close());

/** A database that answers with the plan of a statement instead of running it. */
function planner(): { database: Database; tx: Tx; plans: string[] } {
  const plans: string[] = [];
  const explain = async <Row>(sql: string, params: readonly SqlValue[] = []) => {
    const steps = await open.database.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
    plans.push(steps.map(({ detail }) => detail).join('; '));
    return [] as Row[];
  };
  const tx: Tx = {
    query: explain,
    keep: explain,
    run: async (sql, params) => (await explain(sql, params)).length,
    beforeCommit: () => undefined,
    afterCommit: () => undefined,
  };
  return { database: { ...open.database, read: explain }, tx, plans };
}

it('every query of accounts that is asked often goes by an index', async () => {
  const { database, tx, plans } = planner();
  const [tokens, sessions, audit] = [new TokenStore(database), new SessionStore(database), new AuditStore(database)];
  await tokens.findByHash('h');
  await tokens.find('t');
  await tokens.list(20, null);
  await tokens.list(20, 'tok_1');
  await tokens.delete(tx, 't');
  await tokens.deleteOfSeller(tx, 's');
  await sessions.find('s');
  await sessions.delete(tx, 's');
  await sessions.deleteOfToken(tx, 't');
  await audit.list(20, null);
  await audit.list(20, 'aud_1');
  expect(plans).toHaveLength(11);
  for (const plan of plans) {
    expect(plan).toMatch(/USING (COVERING )?INDEX/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
  }
});
