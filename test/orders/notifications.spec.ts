import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/domain/ids.js';
import type { NotificationRow } from '../../src/storage/entities/notification.js';
import { startMarketplace, type Marketplace } from '../support/marketplace.js';
import { startOrdersServer, type OrdersServer } from './orders-server.js';

let marketplace: Marketplace;
let server: OrdersServer;

beforeAll(async () => {
  marketplace = await startMarketplace();
  server = await startOrdersServer({
    ...{ MARKETPLACE_WEBHOOK_URL: marketplace.url, MARKETPLACE_WEBHOOK_SECRET: marketplace.secret },
  });
});
afterAll(async () => {
  await server.stop();
  await marketplace.close();
});

async function add(fields: Partial<NotificationRow> = {}): Promise<NotificationRow> {
  const { storage, rooms } = server.roundtrip;
  const id = newId('ntf');
  const row = {
    ...{ notification_id: id, destination: 'marketplace', stream: `marketplace/order/${id}`, type: 'order.failed' },
    ...{
      order_id: 'o',
      url: null,
      body: JSON.stringify({ type: 'order.failed', timestamp: '', data: { order_id: id } }),
    },
    ...{
      state: 'dead',
      tries: 10,
      created_at: 1_000,
      next_at: 2_000,
      done_at: 3_000,
      last_error: 'HTTP 500',
      ...fields,
    },
  };
  await storage.database.unit.run((tx) => rooms.notifications.add(tx, row));
  return row;
}

const replay = (id: string, who: Parameters<OrdersServer['call']>[0] = 'operator') =>
  server.call(who, 'POST', `/v1/notifications/${id}/replay`);

describe('notifications', () => {
  it('are listed by state, newest first, without body and URL', async () => {
    const rows = [await add(), await add({ destination: 'seller', url: 'https://a.test/secret-path' })];
    const first = (await server.call('viewer', 'GET', '/v1/notifications?state=dead&limit=1')).body;
    const rest = (await server.call('viewer', 'GET', `/v1/notifications?state=dead&cursor=${first.next_cursor}`)).body;
    expect(first.notifications).toEqual([
      {
        ...{ notification_id: rows[1]!.notification_id, destination: 'seller', type: 'order.failed', order_id: 'o' },
        ...{ state: 'dead', tries: 10, created_at: '1970-01-01T00:00:01.000Z', next_at: null },
        ...{ done_at: '1970-01-01T00:00:03.000Z', last_error: 'HTTP 500' },
      },
    ]);
    expect(rest.notifications).toMatchObject([{ notification_id: rows[0]!.notification_id }]);
    expect((await server.call('viewer', 'GET', '/v1/notifications?state=lost')).status).toBe(400);
    expect((await server.call('marketplace', 'GET', '/v1/notifications')).status).toBe(403);
    expect((await server.call('seller', 'GET', '/v1/notifications')).status).toBe(404);
  });

  it('are sent again once dead, under the same webhook-id, and it is noted', async () => {
    const { notification_id: id } = await add();
    const { status, body } = await replay(id);
    expect([status, body.state, body.tries]).toEqual([202, 'pending', 0]);
    const event = await marketplace.waitFor((found) => found.data.order_id === id);
    expect([event.webhookId, event.type, event.problem]).toEqual([id, 'order.failed', undefined]);
    const { entries } = (await server.call('admin', 'GET', '/v1/audit?limit=1')).body;
    expect(entries).toMatchObject([{ action: 'notification.replayed', target: id, details: { type: 'order.failed' } }]);
  });

  it('are not sent again unless dead, nor where nothing is left to send or no URL to send it to', async () => {
    const refused = async (fields: Partial<NotificationRow>) => {
      const { status, body } = await replay((await add(fields)).notification_id);
      return [status, body.error.code as string];
    };
    expect(await refused({ state: 'delivered' })).toEqual([409, 'wrong_state']);
    expect(await refused({ state: 'pending', next_at: Number.MAX_SAFE_INTEGER })).toEqual([409, 'wrong_state']);
    expect(await refused({ body: '' })).toEqual([409, 'erased']);
    expect(await refused({ destination: 'operator' })).toEqual([409, 'no_destination']);
    expect((await replay('ntf_none')).status).toBe(404);
    expect((await replay('ntf_none', 'viewer')).status).toBe(403);
  });
});
