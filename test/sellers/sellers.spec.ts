import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addOrder, admin, askerOf, aTool, openRoom, setStatus, type TestRoom } from './sellers-room.js';

let room: TestRoom;
beforeEach(async () => void (room = await openRoom()));
afterEach(() => room.close());

const add = (name = 'Ada') => room.sellers.create(admin, { name });
const callerOf = (token: string) => room.accounts.authenticate.byToken(token);

describe('a seller', () => {
  it('is registered with a token that works and is kept nowhere', async () => {
    const { token, ...seller } = await room.sellers.create(admin, {
      name: 'Ada',
      alert_url: 'https://Ada.Example:443/alerts',
    });
    expect(seller).toEqual({
      seller_id: expect.stringMatching(/^sel_[0-9a-f]{32}$/),
      name: 'Ada',
      alert_url: 'https://ada.example/alerts',
      created_at: '2030-01-07T09:00:00.000Z',
      updated_at: '2030-01-07T09:00:00.000Z',
    });
    expect(await callerOf(token)).toMatchObject({ role: 'seller', sellerId: seller.seller_id });
    expect(await room.sellers.get(admin, seller.seller_id)).toEqual(seller);
  });

  it.each([
    ['http://ada.example/', /begin with https/],
    ['https://user:pw@ada.example/', /credentials/],
    ['https://ada.example/#top', /fragment/],
  ])('is not told of trouble at %s', async (alert_url, says) => {
    await expect(room.sellers.create(admin, { name: 'Ada', alert_url })).rejects.toMatchObject({
      status: 400,
      details: [{ field: 'alert_url', message: expect.stringMatching(says) }],
    });
    expect(await room.sellers.list(admin, 10, null)).toEqual([]);
  });

  it('sees itself; of the others it is told what it would be told of none', async () => {
    const [ada, bob] = [await add('Ada'), await add('Bob')];
    const asAda = askerOf('seller', ada.seller_id);
    expect(await room.sellers.get(asAda, ada.seller_id)).toMatchObject({ name: 'Ada' });
    expect((await room.sellers.list(asAda, 10, null)).map((seller) => seller.name)).toEqual(['Ada']);
    expect(await room.sellers.list(asAda, 10, ada.seller_id)).toEqual([]);
    for (const sellerId of [bob.seller_id, 'sel_none']) {
      const notFound = { status: 404, code: 'not_found', message: 'There is no such seller.' };
      await expect(room.sellers.get(asAda, sellerId)).rejects.toMatchObject(notFound);
      await expect(room.sellers.change(asAda, sellerId, { name: 'Mine' })).rejects.toMatchObject(notFound);
      await expect(room.sellers.rotateToken(asAda, sellerId)).rejects.toMatchObject(notFound);
      await expect(room.sellers.notices(asAda, sellerId, 10, null)).rejects.toMatchObject(notFound);
    }
  });

  it('is listed newest first, page by page', async () => {
    for (const name of ['a', 'b', 'c']) await add(name);
    const first = await room.sellers.list(admin, 2, null);
    const second = await room.sellers.list(admin, 2, first[1]!.seller_id);
    expect([...first, ...second].map((seller) => seller.name)).toEqual(['c', 'b', 'a']);
  });

  it('changes its name and alert URL; null takes the URL away, and what is left out stays', async () => {
    const { seller_id } = await room.sellers.create(admin, { name: 'Ada', alert_url: 'https://ada.example/' });
    room.clock.advance(5_000);
    expect(await room.sellers.change(admin, seller_id, { name: 'Ada L.' })).toMatchObject({
      name: 'Ada L.',
      alert_url: 'https://ada.example/',
      updated_at: '2030-01-07T09:00:05.000Z',
    });
    await room.sellers.change(admin, seller_id, { alert_url: null });
    expect(await room.sellers.get(admin, seller_id)).toMatchObject({ name: 'Ada L.', alert_url: null });
  });
});

describe('rotating the token of a seller', () => {
  it('ends every token and session of its own, and of nobody else', async () => {
    const [ada, bob] = [await add('Ada'), await add('Bob')];
    const session = await room.accounts.sessions.open(ada.token, 'req_1');
    const { token } = await room.sellers.rotateToken(askerOf('seller', ada.seller_id), ada.seller_id);
    expect(await callerOf(ada.token)).toBeNull();
    expect(await room.accounts.sessions.find(session.sessionId)).toBeNull();
    expect(await callerOf(token)).toMatchObject({ sellerId: ada.seller_id });
    expect(await callerOf(bob.token)).toMatchObject({ sellerId: bob.seller_id });
  });
});

describe('deleting a seller', () => {
  it('is refused while one of its tools has an open order, and then changes nothing', async () => {
    const { seller_id, token } = await add();
    for (const short_id of ['one', 'two']) await room.tools.create(admin, aTool({ seller_id, short_id }));
    await addOrder(room, { order_id: 'o1', short_id: 'two' });
    await expect(room.sellers.remove(admin, seller_id)).rejects.toMatchObject({ status: 409, code: 'open_orders' });
    expect(await room.tools.list(admin, { limit: 10, after: null })).toHaveLength(2);
    expect(await callerOf(token)).not.toBeNull();
  });

  it('takes its tools and tokens with it', async () => {
    const [ada, bob] = [await add('Ada'), await add('Bob')];
    for (const short_id of ['one', 'two'])
      await room.tools.create(admin, aTool({ seller_id: ada.seller_id, short_id }));
    await room.tools.create(admin, aTool({ seller_id: bob.seller_id, short_id: 'bobs' }));
    await addOrder(room, { order_id: 'o1', short_id: 'two' });
    await setStatus(room, 'o1', 'completed');

    await room.sellers.remove(admin, ada.seller_id);

    await expect(room.sellers.get(admin, ada.seller_id)).rejects.toMatchObject({ status: 404 });
    await expect(room.sellers.remove(admin, ada.seller_id)).rejects.toMatchObject({ status: 404 });
    expect((await room.tools.list(admin, { limit: 10, after: null })).map((tool) => tool.short_id)).toEqual(['bobs']);
    expect(await callerOf(ada.token)).toBeNull();
    await expect(room.tools.create(admin, aTool({ seller_id: ada.seller_id }))).rejects.toMatchObject({
      status: 400,
      details: [{ field: 'seller_id' }],
    });
    await expect(room.tools.create(admin, aTool({ seller_id: bob.seller_id, short_id: 'one' }))).rejects.toMatchObject({
      status: 409,
      code: 'short_id_taken',
    });
  });
});

describe('the audit', () => {
  it('holds every write on sellers, without tokens', async () => {
    const { seller_id, token } = await add();
    await room.sellers.change(admin, seller_id, { name: 'Eve' });
    const rotated = await room.sellers.rotateToken(admin, seller_id);
    await room.sellers.remove(admin, seller_id);
    const entries = await room.accounts.audit.list(10, null);
    expect(entries.reverse().map(({ action, target, request_id }) => [action, target, request_id])).toEqual(
      ['seller.created', 'seller.changed', 'seller.token_rotated', 'seller.deleted'].map((action) => [
        action,
        seller_id,
        'req_test',
      ]),
    );
    const text = JSON.stringify(entries);
    expect(text).not.toContain(token);
    expect(text).not.toContain(rotated.token);
  });
});
