import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessWorld, type Tool } from './access-world.js';

/** What is not built yet answers 404 (routes) or 400 (fields), never a silent yes (contract, section 11). */
let world: AccessWorld;
let tool: Tool;
let orderId: string;
beforeAll(async () => {
  world = await AccessWorld.start();
  tool = await world.newTool();
  orderId = await world.newOrder('waits', tool);
});
afterAll(() => world.stop());

describe('a field that is not built', () => {
  it.each(['priority', 'callback_url', 'poll', 'share'])('of an order is refused by name: %s', async (field) => {
    const body = { short_id: tool.shortId, inputs: {}, [field]: {} };
    const { status, body: answer } = await world.roundtrip.call('POST', '/v1/orders', body);
    expect([status, answer.error.details[0].field]).toEqual([400, field]);
  });

  it('of the address of an order is refused: ?share=x', async () => {
    expect(
      (await world.roundtrip.call('GET', `/v1/orders/${orderId}?share=x`, undefined, { token: null })).status,
    ).toBe(401);
  });
});
