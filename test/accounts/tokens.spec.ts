import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { looksLikeToken, hashToken } from '../../src/accounts/token-text.js';
import type { Caller } from '../../src/domain/caller.js';
import { SellerStore } from '../../src/storage/seller-store.js';
import { ADMIN, openAccounts, type OpenAccounts } from './open-accounts.js';

const admin: Caller = { role: 'admin', tokenId: 'tok_admin', name: 'ADMIN_TOKEN', sellerId: null };
let open: OpenAccounts;

beforeAll(async () => {
  open = await openAccounts();
  await open.addSeller('sel_1');
});
afterAll(() => open.close());

const make = (role: Caller['role'], sellerId?: string) =>
  open.accounts.tokens.create(admin, { name: `a ${role}`, role, seller_id: sellerId }, 'req_1');

describe('a token', () => {
  it('is told once and kept as a hash', async () => {
    const { token, ...view } = await make('operator');
    expect(looksLikeToken(token)).toBe(true);
    expect(view).toEqual({
      token_id: expect.stringMatching(/^tok_/),
      name: 'a operator',
      role: 'operator',
      seller_id: null,
      created_at: '2030-01-07T09:00:00.000Z',
    });
    expect(await open.accounts.tokens.get(view.token_id)).toEqual(view);
    expect(open.bytesOnDisk()).not.toContain(token);
    expect(open.bytesOnDisk()).toContain(hashToken(token));
  });

  it('stands for its bearer until it is deleted', async () => {
    const { token, token_id } = await make('viewer');
    const caller = await open.accounts.authenticate.byToken(token);
    expect(caller).toEqual({ role: 'viewer', tokenId: token_id, name: 'a viewer', sellerId: null });
    await open.accounts.tokens.delete(admin, token_id, 'req_2');
    expect(await open.accounts.authenticate.byToken(token)).toBeNull();
    await expect(open.accounts.tokens.delete(admin, token_id, 'req_3')).rejects.toMatchObject({ status: 404 });
    await expect(open.accounts.tokens.get(token_id)).rejects.toMatchObject({ status: 404 });
  });

  it('of a seller names a seller that is there, and no other names one', async () => {
    expect((await make('seller', 'sel_1')).seller_id).toBe('sel_1');
    for (const [role, seller] of [
      ['seller', undefined],
      ['seller', 'sel_none'],
      ['viewer', 'sel_1'],
    ] as const) {
      await expect(make(role, seller)).rejects.toMatchObject({ status: 400, details: [{ field: 'seller_id' }] });
    }
    await open.addSeller('sel_gone');
    await open.database.unit.run((tx) => new SellerStore(open.database).bury(tx, 'sel_gone', 2));
    await expect(make('seller', 'sel_gone')).rejects.toMatchObject({ status: 400 });
  });

  it('is issued and ended with its seller, sessions too', async () => {
    await open.addSeller('sel_2');
    const { tokens, sessions, authenticate } = open.accounts;
    const token = await open.database.unit.run((tx) => tokens.issue(tx, { seller_id: 'sel_2', name: 'Two' }));
    expect(await authenticate.byToken(token)).toMatchObject({ role: 'seller', sellerId: 'sel_2', name: 'Two' });
    const { sessionId } = await sessions.open(token, 'req_4');
    expect(await sessions.find(sessionId)).not.toBeNull();
    await open.database.unit.run((tx) => tokens.endAll(tx, 'sel_2'));
    expect(await authenticate.byToken(token)).toBeNull();
    expect(await sessions.find(sessionId)).toBeNull();
    expect(await open.database.read('SELECT * FROM sessions WHERE token_id LIKE $1', ['tok_%'])).toHaveLength(0);
  });
});

describe('ADMIN_TOKEN', () => {
  it('is the first admin, listed first, and cannot be deleted', async () => {
    expect(await open.accounts.authenticate.byToken(ADMIN)).toEqual(admin);
    expect((await open.accounts.tokens.list(1, null))[0]).toMatchObject({ token_id: 'tok_admin', created_at: null });
    await expect(open.accounts.tokens.delete(admin, 'tok_admin', 'req_5')).rejects.toMatchObject({ status: 409 });
  });

  it('ends its sessions when it is changed', async () => {
    const { sessionId } = await open.accounts.sessions.open(ADMIN, 'req_6');
    expect(await open.accounts.sessions.find(sessionId)).not.toBeNull();
    const changed = open.withAdminToken('another-admin-token-0123456789-0123456789');
    expect(await changed.sessions.find(sessionId)).toBeNull();
    expect(await changed.authenticate.byToken(ADMIN)).toBeNull();
  });
});

describe('a session', () => {
  it('is kept as hashes', async () => {
    const { sessionId, csrfToken } = await open.accounts.sessions.open(ADMIN, 'req_7');
    for (const secret of [sessionId, csrfToken, ADMIN]) expect(open.bytesOnDisk()).not.toContain(secret);
  });

  it('that is over is swept at the next log-in', async () => {
    open.clock.advance(13 * 60 * 60 * 1000);
    await open.accounts.sessions.open(ADMIN, 'req_8');
    expect(await open.database.read('SELECT * FROM sessions')).toHaveLength(1);
  });

  it('is nothing that was never opened', async () => {
    expect(await open.accounts.sessions.find('nonsense')).toBeNull();
    expect(await open.accounts.sessions.end('nonsense', admin, 'req_9')).toBe(false);
  });
});
