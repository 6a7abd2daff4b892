import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Caller } from '../../src/domain/caller.js';
import { ADMIN, openAccounts, type OpenAccounts } from './open-accounts.js';

const admin: Caller = { role: 'admin', tokenId: 'tok_admin', name: 'ADMIN_TOKEN', sellerId: null };
let open: OpenAccounts;
beforeAll(async () => void (open = await openAccounts()));
afterAll(() => open.close());

const record = (action: string, details: Record<string, unknown> | null = null) =>
  open.database.unit.run((tx) => open.accounts.audit.record(tx, admin, action, 'x', details, 'req_1'));

it('notes who did what to whom, when, and by which request', async () => {
  await open.accounts.tokens.create(admin, { name: 'n', role: 'viewer' }, 'req_7');
  const [entry] = await open.accounts.audit.list(1, null);
  expect(entry).toEqual({
    entry_id: expect.stringMatching(/^aud_/),
    at: '2030-01-07T09:00:00.000Z',
    actor: { role: 'admin', token_id: 'tok_admin', name: 'ADMIN_TOKEN' },
    action: 'token.created',
    target: expect.stringMatching(/^tok_/),
    details: { name: 'n', role: 'viewer', seller_id: null },
    request_id: 'req_7',
  });
});

it('notes log-ins and log-outs', async () => {
  const { sessionId } = await open.accounts.sessions.open(ADMIN, 'req_8');
  await open.accounts.sessions.end(sessionId, admin, 'req_9');
  const actions = (await open.accounts.audit.list(2, null)).map(({ action }) => action);
  expect(actions).toEqual(['session.ended', 'session.opened']);
});

it('goes back with the change that it notes', async () => {
  const before = await open.accounts.audit.list(100, null);
  const broken = open.database.unit.run(async (tx) => {
    await open.accounts.audit.record(tx, admin, 'order.deleted', 'x', null, 'req_1');
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  expect(await open.accounts.audit.list(100, null)).toEqual(before);
});

it('keeps no secret, whoever hands it one', async () => {
  const details = {
    token: 's1',
    callback_secret: 's2',
    auth_headers: { 'X-Key': 's3' },
    nested: { password: 's4' },
    name: 'kept',
  };
  await record('tool.created', details);
  expect((await open.accounts.audit.list(1, null))[0]?.details).toEqual({
    token: '••••',
    callback_secret: '••••',
    auth_headers: '••••',
    nested: { password: '••••' },
    name: 'kept',
  });
});

it('is read newest first, page by page, and stays right while entries are added', async () => {
  for (let i = 0; i < 5; i++) await record(`a.${i}`);
  const first = await open.accounts.audit.list(2, null);
  await record('a.5');
  const second = await open.accounts.audit.list(2, first[1]?.entry_id ?? null);
  expect([...first, ...second].map(({ action }) => action)).toEqual(['a.4', 'a.3', 'a.2', 'a.1']);
});
