import { describe, expect, it } from '@jest/globals';
import type { Attempt, Order } from '../../api/client.ts';
import { actionsFor, mayBeTaken } from './actions.ts';
import { adviceFor, isErased } from './advice.ts';

const order = (some: Partial<Order>): Order =>
  ({ status: 'processing', run: 1, result: null, error: null, next_check_at: null, ...some }) as Order;
const error = { code: 'seller_failed', message: 'No.', hint: null };
const possible = (of: Order, role: 'admin' | 'operator' | 'viewer' | 'seller' = 'admin', tool: object | null = null) =>
  Object.fromEntries(actionsFor(role, of, tool).map(({ action, reason }) => [action, reason === null]));

describe('what can be done with an order', () => {
  it('depends on the role', () => {
    const names = (role: 'admin' | 'operator' | 'viewer' | 'seller') => Object.keys(possible(order({}), role));
    expect(names('admin')).toEqual(['check', 'retry', 'cancel', 'share', 'erase']);
    expect(names('operator')).toEqual(['check', 'retry', 'cancel', 'share']);
    expect(names('seller')).toEqual(['check']);
    expect(names('viewer')).toEqual([]);
  });

  it('depends on the status', () => {
    const open = { check: false, retry: false, cancel: true, share: true, erase: false };
    expect(possible(order({ status: 'received' }))).toEqual(open);
    expect(possible(order({ status: 'processing' }))).toEqual({ ...open, check: true });
    const ended = { check: false, retry: false, cancel: false, share: true, erase: true };
    expect(possible(order({ status: 'cancelled' }))).toEqual(ended);
    expect(possible(order({ status: 'expired' }))).toEqual({ ...ended, retry: true });
    expect(possible(order({ status: 'failed', error }))).toEqual({ ...ended, retry: true });
    expect(possible(order({ status: 'completed', result: { output_type: 'text', files: [] } }))).toEqual(ended);
  });

  it('leaves nothing to do with an erased order', () => {
    expect(isErased(order({ status: 'completed' }))).toBe(true);
    expect(Object.values(possible(order({ status: 'failed' })))).toEqual([false, false, false, false, false]);
  });

  it('lets one ask where there is somewhere to ask', () => {
    expect(possible(order({}), 'seller', { status_url: null })).toEqual({ check: false });
    expect(possible(order({}), 'seller', { status_url: 'https://x.test/{order_id}' })).toEqual({ check: true });
    expect(possible(order({ next_check_at: '2026-01-01T00:00:00.000Z' }), 'seller', {})).toEqual({ check: true });
  });
});

describe('a late result', () => {
  const late = (some: Partial<Attempt>): Attempt =>
    ({
      ...{ kind: 'callback', outcome: 'late', response_excerpt: '{"ok":true,"result_text":"x' },
      error:
        'This answer came late and changes nothing. Its digest 0123456789abcdef differs from that of the accepted answer.',
      ...some,
    }) as Attempt;
  const failed = order({ status: 'failed', error });

  it('can be taken by an operator once the order has ended without one', () => {
    expect(mayBeTaken('operator', failed, late({}))).toBe(true);
    expect(mayBeTaken('operator', order({ status: 'cancelled' }), late({}))).toBe(true);
    expect(mayBeTaken('seller', failed, late({}))).toBe(false);
    expect(mayBeTaken('operator', order({}), late({}))).toBe(false);
    expect(mayBeTaken('operator', order({ status: 'failed' }), late({}))).toBe(false);
  });

  it('is none where the answer was no end, or says itself that it failed', () => {
    expect(mayBeTaken('admin', failed, late({ error: 'This answer came late and changes nothing.' }))).toBe(false);
    expect(mayBeTaken('admin', failed, late({ outcome: 'duplicate' }))).toBe(false);
    expect(mayBeTaken('admin', failed, late({ response_excerpt: '{"ok":false,"error":"no"}' }))).toBe(false);
    expect(mayBeTaken('admin', failed, late({ response_excerpt: '{"status":"failed"}' }))).toBe(false);
    expect(mayBeTaken('admin', failed, late({ response_excerpt: null }))).toBe(true);
  });
});

describe('the advice', () => {
  const call = (some: Partial<Attempt>) => ({ kind: 'check', run: 1, outcome: 'processing', ...some }) as Attempt;

  it('goes by the error code', () => {
    expect(adviceFor(order({ status: 'failed', error }), [])?.title).toBe('The seller’s tool failed');
    expect(adviceFor(order({ status: 'failed', error: { ...error, code: 'toString' } }), [])?.title).toBe(
      'The order failed',
    );
    expect(adviceFor(order({}), [])).toBeNull();
    expect(adviceFor(order({ status: 'failed' }), [])).toBeNull();
  });

  it('tells of an open order that is in trouble, and of no other', () => {
    const open = order({});
    expect(adviceFor(open, [call({ kind: 'notify', outcome: 'timeout' }), call({})])).toBeNull();
    const advice = adviceFor(open, [call({ outcome: 'late' }), call({ outcome: 'unauthorized' }), call({})]);
    expect(advice).toMatchObject({ what: expect.stringContaining('refused our credentials') });
    expect(advice?.todo).toContain('auth headers');
    expect(adviceFor(order({ run: 2 }), [call({ outcome: 'unauthorized' })])).toBeNull();
  });

  it('goes by the last call between the seller and us where the order expired', () => {
    const expired = order({ status: 'expired' });
    expect(adviceFor(expired, [])?.what).toContain('never sent');
    expect(adviceFor(expired, [call({})])?.what).toContain('still at work');
    expect(adviceFor(expired, [call({ kind: 'notify', outcome: 'timeout' }), call({})])?.what).toContain(
      'still at work',
    );
    const advice = adviceFor(expired, [call({ outcome: 'unauthorized' }), call({})]);
    expect(advice?.what).toContain('refused our credentials');
    expect(advice?.todo).toMatch(/auth headers.*Retry the order/);
    expect(adviceFor(expired, [call({ kind: 'forward', outcome: 'dns_error' })])?.what).toContain('never took it');
    expect(adviceFor(expired, [call({ run: 2, outcome: 'gone' })])?.what).toContain('never sent');
  });
});
