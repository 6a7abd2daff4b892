import { describe, expect, it } from '@jest/globals';
import { after, isFinal, ORDER_STATUSES, ruleOn, TRANSITIONS, type FinalAnswer, type OrderState } from './order.js';

const open: OrderState = { status: 'processing', run: 2, answer_hash: null, heard: false };
const failure: FinalAnswer = { kind: 'failed', road: 'check', run: 2, answerHash: 'f', repeatsEarlierEnding: false };
const success: FinalAnswer = { ...failure, kind: 'completed', answerHash: 's' };

describe('the table of transitions', () => {
  it('lets every status be reached from received', () => {
    const reached = new Set(['received']);
    for (let i = 0; i < ORDER_STATUSES.length; i++)
      for (const from of ORDER_STATUSES) if (reached.has(from)) TRANSITIONS[from].forEach(({ to }) => reached.add(to));
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('lets every open status be completed, failed, expired and cancelled', () => {
    for (const status of ORDER_STATUSES.filter((each) => !isFinal(each)))
      expect(['complete', 'fail', 'expire', 'cancel'].map((change) => after(status, change as 'complete'))).toEqual([
        'completed',
        'failed',
        'expired',
        'cancelled',
      ]);
  });

  it('lets nothing leave completed', () => {
    expect(TRANSITIONS.completed).toEqual([]);
  });

  it('opens a final order again only by retry and accept', () => {
    for (const status of ORDER_STATUSES.filter(isFinal))
      for (const { on } of TRANSITIONS[status]) expect(['retry', 'accept']).toContain(on);
  });

  it('never retries a cancelled order', () => {
    expect(after('cancelled', 'retry')).toBeNull();
  });

  it('names each change at most once a status', () => {
    for (const status of ORDER_STATUSES) {
      const changes = TRANSITIONS[status].map(({ on }) => on);
      expect(new Set(changes).size).toBe(changes.length);
    }
  });
});

describe('ruling on a final answer', () => {
  it('settles an open order', () => {
    expect(ruleOn(open, success)).toBe('settles');
    expect(ruleOn(open, failure)).toBe('settles');
  });

  it('calls the accepted answer again a duplicate, and any other late', () => {
    const done: OrderState = { ...open, status: 'completed', answer_hash: 's' };
    expect(ruleOn(done, success)).toBe('duplicate');
    expect(ruleOn(done, { ...success, answerHash: 'other' })).toBe('late');
    expect(ruleOn(done, failure)).toBe('late');
  });

  it('calls whatever comes after expiry or cancelling late', () => {
    expect(ruleOn({ ...open, status: 'expired' }, success)).toBe('late');
    expect(ruleOn({ ...open, status: 'cancelled' }, failure)).toBe('late');
  });

  it('lets a good result of an earlier run complete the order', () => {
    expect(ruleOn(open, { ...success, run: 1 })).toBe('settles');
    expect(ruleOn({ ...open, status: 'received' }, { ...success, run: 1, road: 'callback' })).toBe('settles');
  });

  it('calls a failure that names an earlier run late', () => {
    expect(ruleOn(open, { ...failure, run: 1 })).toBe('late');
    expect(ruleOn(open, { ...failure, run: 1, road: 'callback' })).toBe('late');
  });

  it('calls a repeat of the body that ended an earlier run late, until the seller has said something else', () => {
    const echo: FinalAnswer = { ...failure, repeatsEarlierEnding: true };
    expect(ruleOn(open, echo)).toBe('late');
    expect(ruleOn({ ...open, heard: true }, echo)).toBe('settles');
    expect(ruleOn(open, { ...echo, road: 'callback', run: null })).toBe('late');
  });

  it('lets a failure count that repeats an earlier body but names this run, or is the reply to this run', () => {
    const echo: FinalAnswer = { ...failure, repeatsEarlierEnding: true };
    expect(ruleOn(open, { ...echo, road: 'callback', run: 2 })).toBe('settles');
    expect(ruleOn(open, { ...echo, road: 'reply', run: 2 })).toBe('settles');
  });
});
