import { describe, expect, it } from '@jest/globals';
import { binOf } from '../../src/domain/learned/duration-grid.js';
import { useJourney } from '../journeys/journey.js';
import { cellsOf, LEARNED, rowsOf } from '../journeys/learned-tool.js';

/**
 * What is learned of a tool was learned from the wrong hour in two cases. A forward that never arrived was sent again fifty minutes
 * later, and the order went on counting from the first: ten seconds of work were learned as fifty minutes. And a callback that named
 * where the result stands laid a new check without what was known: the time was learned as "some time before we fetched it", and the
 * order's class was forgotten. Now the acknowledgement of the second forward counts, and such a check goes on from the old one's state.
 */
const journey = useJourney();

describe('what is learned of a tool', () => {
  it('counts from the forward that arrived', async () => {
    const tool = (await journey.minutely()).onJob([{ resetBefore: true }, { status: 202 }]);
    const order = await tool.placed();
    expect(await order.attempt('forward', 1)).toMatchObject({ outcome: 'unconfirmed' });
    journey.pass(3_000_000);
    tool.onStatus({ status: 404 });
    await order.attempt('check', 1);
    await order.attempt('forward', 2);
    journey.pass(10_000);
    await order.callback({ ok: true, result_text: 'x' });
    expect(await cellsOf(journey, tool)).toEqual([[binOf(10), binOf(10) + 1]]);
  });

  it('is the time of the callback that named where the result stands, for its class too', async () => {
    const tool = await journey.tool({
      ...{ poll: { ...LEARNED, class_from: 'model' }, callback_auth: 'url_token' },
      response: { completed_when: { body: { done: [true] } }, result_from: '/at' },
    });
    const order = await tool.placed({ inputs: { model: 'image' } });
    journey.pass(25_000);
    journey.seller.reply('GET /named-in-a-callback', { body: 'fetched' });
    const { callback_url } = tool.jobs.at(-1)!.json<{ callback_url: string }>();
    const body = { done: true, at: journey.seller.url('/named-in-a-callback') };
    expect((await journey.roundtrip.call('POST', new URL(callback_url).pathname, body)).status).toBe(200);
    await order.checked();
    await order.becomes('completed');
    const rows = await rowsOf(journey, tool);
    expect(rows.map(({ cells }) => cells[0]?.from)).toEqual([binOf(25), binOf(25)]);
  });
});
