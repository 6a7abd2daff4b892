import { describe, expect, it } from '@jest/globals';
import { mendingOf, type HeldOrder } from './mending.js';

const outage = { from: 1_000, to: 2_000 };
const held: HeldOrder = {
  ...{ status: 'processing', run: 1, heldRun: 1, forwardedAt: 500, completedAt: null, errorCode: null },
  ...{ taken: false, canGo: true },
};
const mended = (order: Partial<HeldOrder>) => mendingOf({ ...held, ...order }, outage);
const unreached = { status: 'failed', errorCode: 'seller_unreachable', completedAt: 1_500 } as const;
const expired = { status: 'expired', completedAt: 1_500 } as const;

describe('an order that an outage held up', () => {
  it.each([
    ['goes now where it waits to be sent', { status: 'forwarding', forwardedAt: null }, 'forward'],
    ['goes now where nobody tried yet', { status: 'received', forwardedAt: null }, 'forward'],
    ['is asked for where the seller has it', {}, 'check'],
    ['goes again where it was given up unsent', { ...unreached, forwardedAt: null }, 'retry'],
    ['goes again where it expired unsent', { ...expired, forwardedAt: null }, 'retry'],
    ['goes again unasked not even where it may have arrived', { ...expired, forwardedAt: null, taken: true }, 'redo'],
    ['is only counted where the seller had begun and it expired', expired, 'redo'],
    ['is only counted where it was sent, lost and given up', unreached, 'redo'],
    ['is only counted where it expired in the time that it had lost', { ...expired, completedAt: 2_900 }, 'redo'],
    ['is let be where it expired much later', { ...expired, completedAt: 3_100 }, null],
    ['is let be where the seller failed it', { status: 'failed', errorCode: 'seller_failed' }, null],
    ['is let be where it is completed', { status: 'completed' }, null],
    ['is let be where it was cancelled', { status: 'cancelled' }, null],
    ['is let be where it went again by hand', { run: 2 }, null],
    ['is let be where it was erased, or its tool is gone', { ...expired, canGo: false }, null],
  ] as const)('%s', (_, order, mending) => {
    expect(mended(order)).toBe(mending);
  });
});
