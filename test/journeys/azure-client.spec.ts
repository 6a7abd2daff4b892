import { createHttpPoller, type OperationResponse, type OperationState } from '@azure/core-lro';
import { describe, expect, it } from '@jest/globals';
import { useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

/** An order followed to its end by the public client of Azure's long-running operations, which knows nothing of us. */
const journey = useJourney();

interface Order {
  readonly order_id: string;
  readonly status: string;
  readonly result: { readonly text: string } | null;
}

/** One request as the client wants it told: our answer, its headers in lower case. */
async function send(method: string, url: string, body?: object): Promise<OperationResponse> {
  const headers = { authorization: `Bearer ${journey.roundtrip.adminToken}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const read = (await answer.json()) as Record<string, unknown>;
  const request = { method, url, ...(body ? { body } : {}) };
  const rawResponse = { statusCode: answer.status, request, headers: Object.fromEntries(answer.headers), body: read };
  return { flatResponse: read, rawResponse };
}

function follow(tool: JourneyTool, onOrder: (orderId: string) => void) {
  const url = `${journey.roundtrip.url}/v1/orders`;
  return createHttpPoller<Order, OperationState<Order>>(
    {
      sendInitialRequest: async () => {
        const placed = await send('POST', url, { short_id: tool.shortId, inputs: {} });
        onOrder((placed.flatResponse as Order).order_id);
        return placed;
      },
      sendPollRequest: (path) => send('GET', path),
    },
    // Our Retry-After would be waited for otherwise: what is tested is the words, not the waiting.
    { intervalInMs: 1, withOperationLocation: (at) => expect(at).toMatch(/\/operation$/) },
  );
}

describe('the client of Azure', () => {
  it('follows an order that succeeds to its result', async () => {
    const tool = await journey.tool();
    const poller = follow(tool, () => undefined);
    tool.onJob({ body: { status: 'completed', result_text: 'done' } });
    const order = await poller.pollUntilDone();
    expect(order).toMatchObject({ status: 'completed', result: { output_type: 'text', text: 'done' } });
    expect(poller.operationState).toMatchObject({ status: 'succeeded' });
  }, 20_000);

  it('sees one run, and one fail, with the seller’s reason', async () => {
    const tool = await journey.tool();
    let orderId = '';
    const poller = follow(tool, (id) => (orderId = id));
    await poller.submitted();
    await poller.poll();
    expect(poller.operationState?.status).toBe('running');
    await tool.callback({ ok: false, order_id: orderId, error: 'Out of paint.' });
    await expect(poller.poll()).rejects.toThrow(/failed. seller_failed. Out of paint/);
    expect(poller.operationState?.status).toBe('failed');
  });

  it('sees one that was cancelled', async () => {
    const tool = await journey.tool();
    let orderId = '';
    const poller = follow(tool, (id) => (orderId = id));
    await poller.submitted();
    await journey.api('POST', `/v1/orders/${orderId}/cancel`);
    await expect(poller.poll()).rejects.toThrow(/canceled/);
    expect(poller.operationState?.status).toBe('canceled');
  });
});
