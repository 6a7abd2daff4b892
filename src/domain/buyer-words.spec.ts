import { describe, expect, it } from '@jest/globals';
import { buyerError } from './buyer-words.js';
import { ORDER_STATUSES } from './order.js';

const codes = [
  'seller_failed',
  'seller_rejected',
  'seller_gone',
  'seller_redirected',
  'seller_unreachable',
  'bad_result',
];
const told = (code: string) => buyerError('failed', { code })?.message ?? '';

describe('what a buyer is told of an order that came to nothing', () => {
  it.each(codes)('is a sentence of its own for %s, without a code, a number or an address', (code) => {
    expect(told(code)).toMatch(/^[A-Z][A-Za-z ,]+\. Ask whoever you ordered it from\.$/);
    expect(told(code)).not.toBe(told('another'));
    expect(told(code)).not.toMatch(/HTTP|URL|header|[_\d]/);
  });

  it('is told of an error that nobody foresaw, also by the name of something that every object has', () => {
    for (const code of ['', 'new_code', 'toString', '__proto__'])
      expect(told(code)).toBe('This order could not be completed. Ask whoever you ordered it from.');
    expect(buyerError('failed', null)?.message).toBe(told('new_code'));
  });

  it('is nothing unless the order failed or expired', () => {
    const silent = ORDER_STATUSES.filter((status) => buyerError(status, { code: 'seller_failed' }) === null);
    expect(silent).toEqual(['received', 'forwarding', 'processing', 'completed', 'cancelled']);
    expect(buyerError('expired', null)?.message).toContain('in time');
  });
});
